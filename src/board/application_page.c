#include "board/application_page.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/casework.h"
#include "board/history.h"
#include "pack/pack.h"
#include "room/application/application_rows.h"

struct page {
    const struct view_run *run;
    struct application_context *context;
    const struct application *application;
    const struct application_project *project;
    struct application_now now;
};

/* -- the item's guide -- */

static void write_value(struct json_writer *json, const char *name, const struct jvalue *value)
{
    json_name(json, name);
    if (value == NULL) {
        json_null(json);
    } else {
        json_value(json, value);
    }
}

static void write_guide(struct json_writer *json, const struct page *page)
{
    static const char *const copied[] = {
        "statutory_days", "promised_days", "planning_days", "legal_basis", "fee",
        "outputs",        "notes",         "kind",          "validity",    "special_procedure"};
    const struct view_run *run = page->run;
    const struct pack_record *item = application_item(run, page->application->code);
    const struct jvalue *raw = item == NULL ? NULL : item->raw;
    enum language language = run->actor->language;
    json_name(json, "item");
    json_object(json);
    json_member_text(json, "code", page->application->code);
    json_member_text(json, "name", city_item_name(run->city, page->application->code, language));
    json_member_text(json, "org_name", city_org_name(run->city, page->application->org, language));
    json_member_text(
        json, "stage_name",
        city_stage_name(run->city, jvalue_text(jvalue_get(raw, "stage"), TEXT_NONE), language));
    for (size_t i = 0; i < COUNT_OF(copied); i++) {
        write_value(json, copied[i], jvalue_get(raw, copied[i]));
    }
    json_name(json, "materials");
    application_materials_write(json, run, page->application, &page->project->briefs,
                                page->application->code);
    json_end(json);
}

/* -- the clock -- */

static struct text leg_note(const struct page *page, const struct application_leg *leg)
{
    bool is_zh = page->run->actor->language == LANGUAGE_ZH;
    if (leg->is_silence) {
        return is_zh ? TEXT("逾期未告知，视为受理（行政许可法第三十二条）")
                     : TEXT("accepted by silence (Administrative Licensing Law, Art. 32)");
    }
    if (text_is(text_of(leg->kind), "paused") && leg->from == page->application->special_on) {
        return page->application->special_name;
    }
    return TEXT_NONE;
}

static void write_clock(struct json_writer *json, const struct page *page)
{
    struct application_leg legs[APPLICATION_LEGS_MAX];
    const struct clock_reading *clock = &page->now.clock;
    size_t count = application_legs(page->application, &page->now, &page->context->terms, legs);
    json_name(json, "clock");
    json_object(json);
    json_name(json, "legs");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_member_text(json, "kind", text_of(legs[i].kind));
        json_member_date(json, "from", legs[i].from);
        json_member_date(json, "to", legs[i].to);
        json_member_int(json, "days", legs[i].days);
        json_member_text_or_null(json, "note", leg_note(page, &legs[i]));
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "limit_days", page->application->limit_days);
    json_member_int(json, "used_days", clock->used);
    json_member_int(json, "left_days", clock->left);
    json_member_bool(json, "paused", clock->is_paused || page->now.state == APPLICATION_SUPPLEMENT);
    json_member_bool(json, "deemed", clock->is_deemed);
    json_member_date(json, "acceptance_due", clock->acceptance_due);
    json_member_date(json, "due_on", clock->decision_due);
    json_member_date(json, "delivery_due", clock->delivery_due);
    json_end(json);
}

/* -- before and after -- */

static struct text node_name(const struct page *page, const struct application_node *node)
{
    enum language language = page->run->actor->language;
    const struct pack_record *milestone =
        node->is_item
            ? NULL
            : pack_find(city_pack(page->run->city), PACK_MILESTONES, node->code, CIVIL_DATE_NONE);
    if (milestone == NULL) {
        return city_item_name(page->run->city, node->code, language);
    }
    bool in_english = language == LANGUAGE_EN && milestone->name_en.len > 0;
    return in_english ? milestone->name_en : milestone->name;
}

static void write_before(struct json_writer *json, const struct page *page,
                         const struct application_node *node)
{
    enum language language = page->run->actor->language;
    json_name(json, "before");
    json_array(json);
    for (size_t i = 0; node != NULL && i < node->after.count; i++) {
        const struct application_node *before =
            application_plan_find(&page->project->plan, node->after.items[i]);
        if (before == NULL || !before->is_item) {
            continue;
        }
        const struct application_brief *latest =
            application_latest(&page->project->briefs, before->code);
        struct text none = language == LANGUAGE_ZH ? TEXT("未开始") : TEXT("not started");
        json_object(json);
        json_member_text(json, "code", before->code);
        json_member_text(json, "name", node_name(page, before));
        json_member_text(json, "state_name",
                         latest == NULL ? none : application_state_name(latest->state, language));
        json_member_bool(json, "done",
                         application_item_is_done(&page->project->briefs, before->code));
        json_end(json);
    }
    json_end(json);
}

static bool comes_after(const struct application_node *node, struct text code)
{
    for (size_t i = 0; i < node->after.count; i++) {
        if (text_equal(node->after.items[i], code)) {
            return true;
        }
    }
    return false;
}

static void write_after(struct json_writer *json, const struct page *page)
{
    const struct application_plan *plan = &page->project->plan;
    json_name(json, "after");
    json_array(json);
    for (size_t i = 0; i < plan->count; i++) {
        const struct application_node *node = &plan->nodes[i];
        if (comes_after(node, page->application->code)) {
            json_object(json);
            json_member_text(json, "code", node->code);
            json_member_text(json, "name", node_name(page, node));
            json_member_bool(json, "critical", node->is_critical);
            json_member_int(json, "float_days", node->float_days);
            json_end(json);
        }
    }
    json_end(json);
}

/* -- supplements, special procedure, decision -- */

static void write_raw_or_empty(struct json_writer *json, const char *name, struct text array)
{
    json_name(json, name);
    json_raw(json, array.len > 0 ? array : TEXT("[]"));
}

static bool write_supplement(struct json_writer *json, const struct page *page, struct fault *fault)
{
    const struct application *application = page->application;
    const struct view_run *run = page->run;
    const struct jvalue *reasons = NULL;
    json_name(json, "supplement");
    if (application->asked_on == CIVIL_DATE_NONE) {
        json_null(json);
        return true;
    }
    if (!json_read(run->arena, application->reasons, &reasons, fault)) {
        return false;
    }
    json_object(json);
    json_member_date(json, "asked_on", application->asked_on);
    json_name(json, "reasons");
    json_array(json);
    for (uint32_t i = 0; i < reasons->count; i++) {
        struct text code = jvalue_text(&reasons->items[i], TEXT_NONE);
        const struct pack_record *known =
            pack_find(city_pack(run->city), PACK_SUPPLEMENT_REASONS, code, CIVIL_DATE_NONE);
        bool in_english =
            run->actor->language == LANGUAGE_EN && known != NULL && known->name_en.len > 0;
        json_object(json);
        json_member_text(json, "code", code);
        json_member_text(json, "name",
                         known == NULL ? code
                         : in_english  ? known->name_en
                                       : known->name);
        json_member_text_or_null(json, "note", TEXT_NONE);
        json_end(json);
    }
    json_end(json);
    write_raw_or_empty(json, "materials", application->materials);
    json_member_text_or_null(json, "note", application->ask_note);
    json_member_date(json, "completed_on", application->completed_on);
    json_member_text_or_null(json, "reply", application->reply_note);
    write_raw_or_empty(json, "files", application->reply_files);
    json_end(json);
    return true;
}

static void write_special(struct json_writer *json, const struct application *application)
{
    json_name(json, "special");
    if (application->special_on == CIVIL_DATE_NONE) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "name", application->special_name);
    json_member_text(json, "reason", application->special_reason);
    json_member_int(json, "days", application->special_days);
    json_member_date(json, "noticed_on", application->special_noticed_on);
    json_member_date(json, "from", application->special_on);
    json_member_date(json, "to", application->special_ended_on);
    json_end(json);
}

static void write_decision(struct json_writer *json, const struct application *application)
{
    bool is_dismissed = application->state == APPLICATION_NOT_ACCEPTED ||
                        application->state == APPLICATION_WITHDRAWN ||
                        application->state == APPLICATION_REVOKED;
    json_name(json, "decision");
    if (application->decided_on == CIVIL_DATE_NONE && !is_dismissed) {
        json_null(json);
        return;
    }
    const char *result = is_dismissed ? application_state_code(application->state)
                         : application_state_is_done(application->state) ? "granted"
                                                                         : "refused";
    json_object(json);
    json_member_text(json, "result", text_of(result));
    json_member_date(json, "on", application->closed_on);
    json_member_text_or_null(json, "reason", application->reason);
    json_member_text_or_null(json, "basis", application->basis);
    json_member_text_or_null(json, "document", application->document);
    json_member_date(json, "valid_until", application->valid_until);
    json_member_date(json, "delivered_on", application->delivered_on);
    write_raw_or_empty(json, "files", application->files);
    json_end(json);
}

/* The bundle (一件事) it was handed in with; null where it came apart. */
static bool write_one_thing(struct json_writer *json, const struct page *page, struct fault *fault)
{
    const struct view_run *run = page->run;
    struct application_case one;
    json_name(json, "one_thing");
    if (!application_case_load(run, page->application->intake, &one, fault)) {
        return false;
    }
    const struct pack_record *bundle =
        one.bundle.len == 0
            ? NULL
            : pack_find(city_pack(run->city), PACK_BUNDLES, one.bundle, one.taken_on);
    if (bundle == NULL) {
        json_null(json);
        return true;
    }
    struct text lead = jvalue_text(jvalue_get(bundle->raw, "lead_org"), TEXT_NONE);
    bool in_english = run->actor->language == LANGUAGE_EN && bundle->name_en.len > 0;
    json_object(json);
    json_member_int(json, "intake", one.id);
    json_member_text(json, "code", bundle->id);
    json_member_text(json, "name", in_english ? bundle->name_en : bundle->name);
    json_member_text_or_null(json, "lead_name",
                             lead.len == 0 ? TEXT_NONE
                                           : city_org_name(run->city, lead, run->actor->language));
    json_end(json);
    return true;
}

/* -- the whole -- */

static bool write_page(struct json_writer *json, const struct page *page, struct fault *fault)
{
    const struct application_node *node =
        application_plan_find(&page->project->plan, page->application->code);
    json_object(json);
    if (!application_row_members(json, page->run, page->context, page->application, fault)) {
        return false;
    }
    write_guide(json, page);
    write_clock(json, page);
    write_before(json, page, node);
    write_after(json, page);
    if (!write_supplement(json, page, fault)) {
        return false;
    }
    write_special(json, page->application);
    write_decision(json, page->application);
    if (!write_one_thing(json, page, fault) ||
        !casework_write(json, page->run, page->application, fault)) {
        return false;
    }
    json_name(json, "may");
    application_may_write(json, page->run, page->application);
    json_name(json, "history");
    if (!history_write(page->run, json, page->application->project, page->application->id, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static bool answer_application(const struct view_run *run, struct json_writer *json,
                               struct fault *fault)
{
    struct application application;
    struct page page = {
        .run = run, .context = application_context_open(run), .application = &application};
    return application_load(run, run->id, &application, fault) &&
           application_context_project(run, page.context, application.project, &page.project,
                                       fault) &&
           application_now_of(run, page.context, &application, &page.now, fault) &&
           write_page(json, &page, fault);
}

static const struct view_kind views[] = {
    {"application.show", "/applications/{id}", NULL, ROLES_BUSINESS, 0, "一个办件",
     "One application", answer_application},
};

const struct room application_page_room = {.name = "application_page", ROOM_VIEWS(views)};
