#include "room/application/application_intake_door.h"
#include "room/application/application_level.h"

#include <math.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/project/represent.h"
#include "pack/pack.h"
#include "room/application/application_bundle.h"
#include "room/application/application_form_door.h"
#include "room/application/application_store.h"

struct desk {
    struct command_run *run;
    const struct application_intake *fields;
    struct project project;
    civil_date on;
    int64_t intake;
    struct application_plan plan;
    struct application_briefs briefs;
    struct application_form form;
    struct application_frame frame;
    struct json_writer *json; /* the opened applications, for the answer */
};

static bool project_takes(struct desk *desk, struct fault *fault)
{
    enum project_stage stage = desk->project.stage;
    return stage == STAGE_SERVED || stage == STAGE_UNDER_WAY || stage == STAGE_PRODUCTION ||
           project_refuse_stage(desk->run, &desk->project, "提交办件", "submit applications",
                                fault);
}

static bool is_agreed(const struct desk *desk, struct fault *fault)
{
    const struct command_run *run = desk->run;
    const struct represent_asked asked = {desk->project.id, run->actor->org, run->today};
    return represent_lets(run->store, run->actor, &asked, fault);
}

/* Not in the future, and not before there was a project. */
static bool day_is_right(struct desk *desk, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (!run_day(desk->run, desk->fields->on, "on", &desk->on, fault)) {
        return false;
    }
    if (desk->on < desk->project.registered_on) {
        fault_raise(fault, FAULT_DAY_BEFORE_LAST_ACT, TEXT("on"),
                    FAULT_ARGS(civil_date_write(desk->project.registered_on, day)));
        fault_label(fault, "日期", "day");
        return false;
    }
    return true;
}

static void name_nodes(struct desk *desk)
{
    for (size_t i = 0; i < desk->plan.count; i++) {
        desk->plan.nodes[i].name =
            city_item_name(desk->run->city, desk->plan.nodes[i].code, desk->run->actor->language);
    }
}

static bool items_are_known(struct desk *desk, struct application_wishes *out, struct fault *fault)
{
    const struct text_list *items = &desk->fields->items;
    struct application_wish *wishes =
        arena_array(desk->run->arena, struct application_wish, items->count + 1);
    for (size_t i = 0; i < items->count; i++) {
        if (pack_find(city_pack(desk->run->city), PACK_ITEMS, items->items[i], desk->on) == NULL) {
            struct text code = items->items[i];
            fault_raise(
                fault, FAULT_FIELD_INVALID, TEXT("items"),
                FAULT_ARGS(
                    text_format(desk->run->arena, "没有编码为“%.*s”的事项", TEXT_ARG(code)),
                    text_format(desk->run->arena, "there is no item '%.*s'", TEXT_ARG(code))));
            fault_label(fault, "事项", "items");
            return false;
        }
        wishes[i] = (struct application_wish){
            items->items[i],
            city_item_name(desk->run->city, items->items[i], desk->run->actor->language)};
    }
    *out = (struct application_wishes){wishes, items->count, desk->fields->bundle.len > 0};
    return true;
}

void application_limit_of(const struct pack_record *item, int64_t *days, struct text *basis)
{
    static const char *const keys[] = {"promised_days", "statutory_days", "planning_days"};
    static const char *const bases[] = {"", "statutory", "planning"}; /* "": promised */
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const struct jvalue *value = jvalue_get(item->raw, keys[i]);
        if (jvalue_is_number(value)) {
            *days = (int64_t)ceil(jvalue_number(value));
            *basis = text_of(bases[i]);
            return;
        }
    }
    *days = 0;
    *basis = text_of(bases[2]);
}

static void answer_one(struct desk *desk, int64_t id, const struct application_submitted *body)
{
    json_object(desk->json);
    json_member_int(desk->json, "id", id);
    json_member_text(desk->json, "number", body->number);
    json_member_text(desk->json, "code", body->code);
    json_end(desk->json);
}

static bool open_one(struct desk *desk, struct text code, struct fault *fault)
{
    struct command_run *run = desk->run;
    int year = civil_date_parts(desk->on).year;
    const struct pack_record *item = pack_find(city_pack(run->city), PACK_ITEMS, code, desk->on);
    const struct application_brief *before = application_latest(&desk->briefs, code);
    struct application_place place = {item, desk->project.district, desk->on};
    struct text org = TEXT_NONE;
    if (!application_unit_of(run, &place, &org, fault)) {
        return false;
    }
    struct application_submitted body = {
        .year = year,
        .intake = desk->intake,
        .code = code,
        .item_name = item->name,
        .org = org,
        .own = text_is(org, APPLICATION_OWN_UNIT),
        .notify_days = city_limit(run->city, "receive_notify", desk->on),
        .deliver_days = city_limit(run->city, "deliver", desk->on),
        .round = before != NULL ? before->round + 1 : 0,
        .previous = before != NULL ? before->id : 0,
        .first_submitted_on = before != NULL ? before->first_submitted_on : CIVIL_DATE_NONE,
    };
    application_limit_of(item, &body.limit_days, &body.limit_basis);
    if (!application_next_serial(run->store, year, &body.serial, fault) ||
        !project_join(run, desk->project.id, org, fault)) {
        return false;
    }
    body.number = city_number(run->arena, run->city, "application", year, body.serial);
    int64_t id = run_next_seq(run);
    struct event_about about = {0, desk->project.id, desk->on};
    struct application_brief opened = {.id = id, .code = code, .first_submitted_on = desk->on};
    if (!run_emit(run, &application_submitted_event, about, &body, fault) ||
        !application_form_keep(run, &desk->form, &opened, desk->project.id, fault)) {
        return false;
    }
    answer_one(desk, id, &body);
    return true;
}

static bool open_all(struct desk *desk, struct fault *fault)
{
    struct command_run *run = desk->run;
    struct buffer *buffer = arena_new(run->arena, struct buffer);
    *buffer = buffer_open(run->arena, 512);
    desk->json = arena_new(run->arena, struct json_writer);
    *desk->json = json_writer_open(buffer);
    struct application_taken_in body = {
        .items = desk->fields->items,
        .note = desk->fields->note,
        .year = civil_date_parts(desk->on).year,
        .channel = desk->frame.channel,
        .desk = desk->frame.desk,
        .bundle = desk->frame.bundle,
        .joint_days = desk->frame.joint_days,
        .joint_extension_days = desk->frame.joint_extension_days,
        .joint_promised_days = desk->frame.joint_promised_days,
    };
    struct event_about about = {0, desk->project.id, desk->on};
    if (!application_next_intake_serial(run->store, body.year, &body.serial, fault)) {
        return false;
    }
    body.number = city_number(run->arena, run->city, "intake", (int)body.year, body.serial);
    desk->intake = run_next_seq(run);
    if (!run_emit(run, &application_taken_in_event, about, &body, fault)) {
        return false;
    }
    if (!project_come_to_desk(run, desk->project.id, body.desk, fault)) {
        return false;
    }
    if (!application_bundle_join(run, desk->project.id, body.bundle, desk->on, fault)) {
        return false;
    }
    json_array(desk->json);
    for (size_t i = 0; i < desk->fields->items.count; i++) {
        if (!open_one(desk, desk->fields->items.items[i], fault)) {
            return false;
        }
    }
    json_end(desk->json);
    run->answer.id = desk->intake;
    run->answer.version = 1;
    run->answer.number = body.number;
    run->answer.extra =
        text_format(run->arena, "\"applications\":%.*s", TEXT_ARG(buffer_text(buffer)));
    return true;
}

bool application_perform_intake(struct command_run *run, const void *fields, struct fault *fault)
{
    struct desk desk = {.run = run, .fields = fields};
    struct application_wishes wishes;
    if (!project_of_run(run, 0, &desk.project, fault) ||
        !run_version_is(run, desk.project.version, fault) || !is_agreed(&desk, fault) ||
        !project_takes(&desk, fault) || !day_is_right(&desk, fault) ||
        !items_are_known(&desk, &wishes, fault) ||
        !application_plan_of(run->arena, run->store, desk.project.id, &desk.plan, fault) ||
        !application_briefs_of(run->arena, run->store, desk.project.id, &desk.briefs, fault)) {
        return false;
    }
    name_nodes(&desk);
    struct application_form_asked asked = {desk.fields, &desk.project, &desk.plan, desk.on};
    return application_frame_of(run, &asked, &desk.frame, fault) &&
           application_decide_intake(run->arena, &desk.plan, &desk.briefs, &wishes, fault) &&
           application_form_read(run, &asked, &desk.form, fault) && open_all(&desk, fault) &&
           (!desk.form.is_given || form_draft_drop(run->store, desk.project.id, fault));
}
