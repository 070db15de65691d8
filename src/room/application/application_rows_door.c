#include "room/application/application_rows.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "pack/pack.h"
#include "room/application/application_desk.h"
#include "room/application/application_store.h"

void application_terms_of(const struct view_run *run, struct application_terms *out)
{
    *out = (struct application_terms){
        .calendar = city_calendar(run->city),
        .today = run->today,
        .yellow_left = city_limit(run->city, "light_yellow_remaining", run->today),
        .yellow_float = city_limit(run->city, "effect_yellow_float", run->today),
        .reply_days = city_limit(run->city, "supplement_reply", run->today),
        .stale_days = city_limit(run->city, "idle_warning", run->today),
    };
}

/* -- what a page reads once a project -- */

struct application_context *application_context_open(const struct view_run *run)
{
    struct application_context *context = arena_new(run->arena, struct application_context);
    application_terms_of(run, &context->terms);
    return context;
}

static struct application_project *one_more(const struct view_run *run,
                                            struct application_context *context)
{
    if (context->count == context->capacity) {
        size_t wider = context->capacity == 0 ? 16 : context->capacity * 2;
        struct application_project *projects =
            arena_array(run->arena, struct application_project, wider);
        for (size_t i = 0; i < context->count; i++) {
            projects[i] = context->projects[i];
        }
        context->projects = projects;
        context->capacity = wider;
    }
    return &context->projects[context->count++];
}

static struct text production_of(const struct view_run *run)
{
    const struct jvalue *file = city_pack(run->city)->files[PACK_FILE_MILESTONES];
    return jvalue_text(jvalue_get(jvalue_get(file, "marks"), "production"), TEXT_NONE);
}

bool application_context_project(const struct view_run *run, struct application_context *context,
                                 int64_t project, const struct application_project **out,
                                 struct fault *fault)
{
    for (size_t i = 0; i < context->count; i++) {
        if (context->projects[i].id == project) {
            *out = &context->projects[i];
            return true;
        }
    }
    struct application_project found = {.id = project};
    if (!application_plan_of(run->arena, run->store, project, &found.plan, fault) ||
        !application_briefs_of(run->arena, run->store, project, &found.briefs, fault)) {
        return false;
    }
    application_plan_mark(&found.plan, production_of(run));
    struct application_project *kept = one_more(run, context);
    *kept = found;
    *out = kept;
    return true;
}

bool application_now_of(const struct view_run *run, struct application_context *context,
                        const struct application *application, struct application_now *out,
                        struct fault *fault)
{
    const struct application_project *project = NULL;
    if (!application_context_project(run, context, application->project, &project, fault)) {
        return false;
    }
    const struct application_node *node = application_plan_find(&project->plan, application->code);
    return application_read_now(application, node, &context->terms, run->actor->language, out,
                                fault);
}

/* -- materials -- */

const struct pack_record *application_item(const struct view_run *run, struct text code)
{
    return pack_find(city_pack(run->city), PACK_ITEMS, code, CIVIL_DATE_NONE);
}

static bool is_asked_for(const struct view_run *run, const struct application *application,
                         struct text name)
{
    const struct jvalue *asked = NULL;
    struct fault unread = {.code = FAULT_NONE};
    bool is_waiting = application->state == APPLICATION_SUPPLEMENT;
    if (!is_waiting || !json_read(run->arena, application->materials, &asked, &unread)) {
        return false;
    }
    for (uint32_t i = 0; asked->kind == JVALUE_ARRAY && i < asked->count; i++) {
        if (text_equal(jvalue_text(&asked->items[i], TEXT_NONE), name)) {
            return true;
        }
    }
    return false;
}

/* What the government holds is shared and never asked of the enterprise; what another item gives is
 * there once that item is granted. The rest is handed in with the application, until it is asked
 * for again. */
const char *application_material_state(const struct view_run *run,
                                       const struct application *application,
                                       const struct application_briefs *briefs,
                                       const struct jvalue *material)
{
    struct text source = jvalue_text(jvalue_get(material, "source"), TEXT_NONE);
    struct text name = jvalue_text(jvalue_get(material, "name"), TEXT_NONE);
    if (text_is(source, "data_sharing")) {
        return "shared";
    }
    if (!text_is(source, "applicant")) {
        return application_item_is_done(briefs, source) ? "shared" : "missing";
    }
    return application == NULL || is_asked_for(run, application, name) ? "missing" : "have";
}

static const struct jvalue *materials_of(const struct view_run *run, struct text code)
{
    const struct pack_record *item = application_item(run, code);
    const struct jvalue *materials = item == NULL ? NULL : jvalue_get(item->raw, "materials");
    return materials != NULL && materials->kind == JVALUE_ARRAY ? materials : NULL;
}

void application_materials_write(struct json_writer *json, const struct view_run *run,
                                 const struct application *application,
                                 const struct application_briefs *briefs, struct text code)
{
    const struct jvalue *materials = materials_of(run, code);
    json_array(json);
    for (uint32_t i = 0; materials != NULL && i < materials->count; i++) {
        const struct jvalue *material = &materials->items[i];
        json_object(json);
        json_member_text(json, "name", jvalue_text(jvalue_get(material, "name"), TEXT_NONE));
        json_member_text(json, "source", jvalue_text(jvalue_get(material, "source"), TEXT_NONE));
        json_member_bool(json, "required", jvalue_bool(jvalue_get(material, "required"), false));
        json_member_text(json, "state",
                         text_of(application_material_state(run, application, briefs, material)));
        json_end(json);
    }
    json_end(json);
}

static void count_materials(const struct view_run *run, const struct application *application,
                            const struct application_briefs *briefs, int64_t *have, int64_t *need)
{
    const struct jvalue *materials = materials_of(run, application->code);
    *have = 0;
    *need = 0;
    for (uint32_t i = 0; materials != NULL && i < materials->count; i++) {
        const struct jvalue *material = &materials->items[i];
        if (jvalue_bool(jvalue_get(material, "required"), false)) {
            const char *state = application_material_state(run, application, briefs, material);
            *need += 1;
            *have += text_is(text_of(state), "missing") ? 0 : 1;
        }
    }
}

/* -- the row -- */

static void write_project(struct json_writer *json, const struct view_run *run,
                          const struct application *application)
{
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", application->project);
    json_member_text(json, "number", application->project_number);
    json_member_text(json, "name", application->project_name);
    json_member_text(
        json, "district_name",
        city_district_name(run->city, application->project_district, run->actor->language));
    json_end(json);
}

static void write_turn(struct json_writer *json, const struct view_run *run,
                       const struct application *application, const struct application_now *now)
{
    enum language language = run->actor->language;
    const struct application_turn *turn = &now->turn;
    bool is_units = text_is(text_of(turn->party), "department");
    bool is_theirs = text_is(text_of(turn->party), "enterprise");
    struct text name = is_units    ? city_org_name(run->city, application->org, language)
                       : is_theirs ? application->project_enterprise
                                   : TEXT_NONE;
    if (is_theirs && name.len == 0) {
        name = city_role_name(run->city, TEXT("enterprise"), language);
    }
    json_name(json, "turn");
    json_object(json);
    json_member_text(json, "party", text_of(turn->party));
    json_member_text_or_null(json, "org", is_units ? application->org : TEXT_NONE);
    json_member_text(json, "name", name);
    json_member_text(json, "act", turn->act);
    json_member_date(json, "since", turn->since);
    json_member_date(json, "until", turn->until);
    json_member_int(json, "overdue_days", turn->overdue_days);
    json_member_bool(json, "provisional", now->clock.is_provisional);
    json_end(json);
}

static void write_clock(struct json_writer *json, const struct application *application,
                        const struct application_now *now)
{
    civil_date accepted = now->clock.is_accepted ? now->clock.accepted_on : CIVIL_DATE_NONE;
    bool has_due = now->has_left || application->decided_on != CIVIL_DATE_NONE;
    json_member_date(json, "submitted_on", application->submitted_on);
    json_member_date(json, "received_on", application->received_on);
    json_member_date(json, "accepted_on", accepted);
    json_member_date(json, "decided_on", application->decided_on);
    json_member_date(json, "delivered_on", application->delivered_on);
    json_member_date(json, "due_on", has_due ? now->clock.decision_due : CIVIL_DATE_NONE);
    json_member_date(json, "delivery_due", now->clock.delivery_due);
    json_member_int(json, "used_days", now->clock.used);
    json_member_int_if(json, "left_days", now->has_left, now->clock.left);
    json_member_int(json, "limit_days", application->limit_days);
    json_member_text(json, "limit_basis", application->limit_basis);
    json_member_bool(json, "deemed", now->clock.is_deemed);
    json_member_text(json, "light", text_of(now->light));
}

static void write_effect(struct json_writer *json, const struct application_now *now)
{
    json_name(json, "effect");
    json_object(json);
    json_member_text(json, "light", text_of(light_name(now->effect.light)));
    json_member_int_if(json, "float_days", now->has_node,
                       now->effect.float_left > 0 ? now->effect.float_left : 0);
    json_member_bool(json, "critical", now->is_critical);
    json_member_int(json, "production_moves", now->effect.production_moves);
    json_end(json);
}

/* An official's name is for colleagues; the enterprise reads the unit's. */
static void write_handler(struct json_writer *json, const struct view_run *run,
                          const struct application *application)
{
    json_name(json, "handler");
    if (application->handler == 0 || run->actor->role == ROLE_ENTERPRISE) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "id", application->handler);
    json_member_text(json, "name", application->handler_name);
    json_end(json);
}

bool application_beside_now(const struct view_run *run, struct application_context *context,
                            const struct application_today *today, struct application_beside *out,
                            struct fault *fault)
{
    const struct application *application = today->application;
    const struct application_now *now = today->now;
    const struct application_project *project = NULL;
    if (!application_context_project(run, context, application->project, &project, fault)) {
        return false;
    }
    *out = (struct application_beside){
        .has_node = now->has_node, .is_critical = now->is_critical, .effect = now->effect};
    count_materials(run, application, &project->briefs, &out->materials_have, &out->materials_need);
    return true;
}

bool application_beside_of(const struct view_run *run, struct application_context *context,
                           const struct application *application, struct application_beside *out,
                           struct fault *fault)
{
    struct application_now now;
    return application_now_of(run, context, application, &now, fault) &&
           application_beside_now(run, context, &(struct application_today){application, &now}, out,
                                  fault);
}

static void write_members(struct json_writer *json, const struct view_run *run,
                          const struct application *application, const struct application_now *now,
                          const struct application_beside *beside)
{
    enum language language = run->actor->language;
    json_member_int(json, "id", application->id);
    json_member_text(json, "number", application->number);
    json_member_int(json, "version", application->version);
    write_project(json, run, application);
    json_member_text(json, "code", application->code);
    json_member_text(json, "name",
                     language == LANGUAGE_ZH
                         ? application->name
                         : city_item_name(run->city, application->code, language));
    json_member_text(json, "org", application->org);
    json_member_text(json, "org_name", city_org_name(run->city, application->org, language));
    json_member_text(json, "state", text_of(application_state_code(now->state)));
    json_member_text(json, "state_name", now->state_name);
    json_member_text(json, "stage", text_of(application_stage_code(now->stage)));
    json_member_text(json, "stage_name", application_stage_name(now->stage, language));
    json_member_text(json, "needed",
                     application->needed.len > 0 ? application->needed
                     : beside->has_node          ? TEXT("yes")
                                                 : TEXT("under_investigation"));
    json_member_bool(json, "online_only",
                     pack_is_online_only(city_pack(run->city), application->code, run->today));
    json_member_bool(json, "returned", application_stage_is_behind(application, now->state));
    json_member_text_or_null(json, "transfer_to", application->transfer_to);
    json_member_bool(json, "opened", application->opened_on != CIVIL_DATE_NONE);
    json_member_date(json, "opened_on", application->opened_on);
    write_clock(json, application, now);
    write_effect(json, now);
    write_turn(json, run, application, now);
    json_member_int(json, "materials_have", beside->materials_have);
    json_member_int(json, "materials_need", beside->materials_need);
    json_member_date(json, "verified_on", application->verified_on);
    json_member_bool(json, "stale", now->is_stale);
    write_handler(json, run, application);
    json_member_int(json, "reminded", application->reminders);
    json_member_date(json, "last_reminded_on", application->reminded_on);
    json_member_int(json, "round", application->round);
    json_member_date(json, "first_submitted_on", application->first_submitted_on);
    json_member_bool(json, "provisional", now->clock.is_provisional);
}

static bool write_with(struct json_writer *json, const struct view_run *run,
                       const struct application *application,
                       const struct application_beside *beside, struct fault *fault)
{
    struct application_terms terms;
    struct application_now now;
    application_terms_of(run, &terms);
    if (!application_read_now(application, NULL, &terms, run->actor->language, &now, fault)) {
        return false;
    }
    now.has_node = beside->has_node;
    now.is_critical = beside->is_critical;
    now.effect = beside->effect;
    write_members(json, run, application, &now, beside);
    return true;
}

bool application_row_with(struct json_writer *json, const struct view_run *run,
                          const struct application *application,
                          const struct application_beside *beside, struct fault *fault)
{
    json_object(json);
    bool written = write_with(json, run, application, beside, fault);
    json_end(json);
    return written;
}

bool application_row_members(struct json_writer *json, const struct view_run *run,
                             struct application_context *context,
                             const struct application *application, struct fault *fault)
{
    struct application_beside beside;
    return application_beside_of(run, context, application, &beside, fault) &&
           write_with(json, run, application, &beside, fault);
}

bool application_row(struct json_writer *json, const struct view_run *run,
                     struct application_context *context, const struct application *application,
                     struct fault *fault)
{
    json_object(json);
    if (!application_row_members(json, run, context, application, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

void application_may_write(struct json_writer *json, const struct view_run *run,
                           const struct application *application)
{
    struct application_setting setting = {run->actor, city_calendar(run->city), run->today};
    bool may_raise =
        (ROLES_WORK & ROLE_BIT(run->actor->role)) != 0 || run->actor->role == ROLE_ENTERPRISE;
    json_array(json);
    for (int act = 0; act < APPLICATION_ACT_COUNT; act++) {
        if (application_may(application, (enum application_act)act, &setting)) {
            json_text(json, text_of(application_act_code((enum application_act)act)));
        }
    }
    if (may_raise) {
        json_text(json, TEXT("problem"));
    }
    json_end(json);
}
