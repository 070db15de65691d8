#include "app/city.h"
#include "base/json_read.h"
#include "room/site_visit/site_visit.h"

static bool invite(struct command_run *run, const struct casefile *casefile,
                   const struct text_list *orgs, struct fault *fault)
{
    for (size_t i = 0; i < orgs->count; i++) {
        if (!city_is_unit(run->city, orgs->items[i])) {
            fault_raise(
                fault, FAULT_FIELD_INVALID, TEXT("orgs"),
                FAULT_ARGS(TEXT("数据包里没有这个单位"), TEXT("the pack has no such unit")));
            fault_label(fault, "共同踏勘的单位", "units that come along");
            return false;
        }
        if (!project_join(run, casefile->project, orgs->items[i], fault)) {
            return false;
        }
    }
    return true;
}

static bool perform_plan(struct command_run *run, const void *given, struct fault *fault)
{
    const struct site_visit_plan *command = given;
    struct casefile casefile;
    if (!casefile_of_run(run, 0, &casefile, fault) ||
        !run_version_is(run, casefile.version, fault) ||
        !casefile_may_work(&casefile, run->actor, "安排踏勘", "plan a visit", fault) ||
        !site_visit_day_is_right(command->on, run->today, fault) ||
        !invite(run, &casefile, &command->orgs, fault)) {
        return false;
    }
    struct site_visit_planned body = {.application = casefile.id,
                                      .by_org = casefile.org,
                                      .purpose = command->purpose,
                                      .place = command->place,
                                      .orgs = command->orgs,
                                      .planned_on = command->on};
    struct event_about about = {0, casefile.project, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &site_visit_planned_event, about, &body, fault);
}

/* The visit, where the actor may see the project and works in the unit that handles the case. */
static bool load(struct command_run *run, struct site_visit *out, struct fault *fault)
{
    struct casefile casefile;
    if (!site_visit_find(run->arena, run->store, run->id, out, fault)) {
        return false;
    }
    if (out->id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return casefile_of_run(run, out->application, &casefile, fault) &&
           run_version_is(run, out->version, fault) &&
           (casefile_is_of_unit(&casefile, run->actor) ||
            fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                        FAULT_ARGS(TEXT("由该事项的办理单位人员操作"),
                                   TEXT("people of the item's own unit do this"))));
}

struct outcome {
    const struct event_kind *kind;
    civil_date on;
};

static bool tell(struct command_run *run, const struct site_visit *visit, struct outcome outcome,
                 const void *body, struct fault *fault)
{
    struct event_about about = {visit->id, visit->project, outcome.on};
    run->answer = (struct answer){.id = visit->id, .version = visit->version + 1};
    return run_emit(run, outcome.kind, about, body, fault);
}

static bool perform_move(struct command_run *run, const void *given, struct fault *fault)
{
    const struct site_visit_move *command = given;
    struct site_visit visit;
    return load(run, &visit, fault) &&
           site_visit_is_planned(&visit, "改期", "move it", run->actor->language, fault) &&
           site_visit_day_is_right(command->on, run->today, fault) &&
           tell(run, &visit, (struct outcome){&site_visit_moved_event, run->today}, command, fault);
}

static bool perform_done(struct command_run *run, const void *given, struct fault *fault)
{
    const struct site_visit_report *command = given;
    struct site_visit visit;
    civil_date on = command->on == CIVIL_DATE_NONE ? run->today : command->on;
    return load(run, &visit, fault) &&
           site_visit_is_planned(&visit, "登记踏勘", "report it", run->actor->language, fault) &&
           site_visit_decide_report(command, run->today, fault) &&
           casefile_files_are_of(run, visit.project, command->files, fault) &&
           tell(run, &visit, (struct outcome){&site_visit_done_event, on}, command, fault);
}

static bool perform_cancel(struct command_run *run, const void *given, struct fault *fault)
{
    const struct site_visit_cancel *command = given;
    struct site_visit visit;
    return load(run, &visit, fault) &&
           site_visit_is_planned(&visit, "取消", "cancel it", run->actor->language, fault) &&
           tell(run, &visit, (struct outcome){&site_visit_cancelled_event, run->today}, command,
                fault);
}

bool site_visit_end_all(struct command_run *run, int64_t application, struct text reason,
                        struct fault *fault)
{
    struct site_visits all;
    struct site_visit_cancel body = {reason};
    if (!site_visit_of_application(run->arena, run->store, application, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        struct event_about about = {all.items[i].id, all.items[i].project, run->today};
        if (all.items[i].state == SITE_VISIT_PLANNED &&
            !run_emit(run, &site_visit_cancelled_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

/* -- JSON -- */

static void write_orgs(struct json_writer *json, const struct view_run *run,
                       const struct site_visit *visit)
{
    const struct jvalue *orgs = NULL;
    struct fault unread = {.code = FAULT_NONE};
    json_name(json, "orgs");
    json_array(json);
    if (json_read(run->arena, visit->orgs, &orgs, &unread)) {
        for (uint32_t i = 0; i < orgs->count; i++) {
            struct text org = jvalue_text(&orgs->items[i], TEXT_NONE);
            json_object(json);
            json_member_text(json, "org", org);
            json_member_text(json, "org_name", city_org_name(run->city, org, run->actor->language));
            json_end(json);
        }
    }
    json_end(json);
}

void site_visit_write(struct json_writer *json, const struct view_run *run,
                      const struct site_visit *visit, const struct casefile *casefile)
{
    static const char *const states[] = {"planned", "done", "cancelled"};
    static const char *const acts[] = {"done", "move", "cancel"};
    bool may_act = visit->state == SITE_VISIT_PLANNED && casefile_is_of_unit(casefile, run->actor);
    json_object(json);
    json_member_int(json, "id", visit->id);
    json_member_int(json, "version", visit->version);
    casefile_write(json, run, casefile);
    json_member_text(json, "state", text_of(states[visit->state]));
    json_member_date(json, "planned_on", visit->planned_on);
    json_member_bool(json, "missed",
                     visit->state == SITE_VISIT_PLANNED && visit->planned_on < run->today);
    json_member_text(json, "purpose", visit->purpose);
    json_member_text_or_null(json, "place", visit->place);
    write_orgs(json, run, visit);
    json_member_int(json, "moves", visit->moves);
    json_member_date(json, "done_on", visit->done_on);
    json_member_text_or_null(json, "findings", visit->findings);
    json_member_text_or_null(json, "result", visit->result);
    json_member_date(json, "rectify_by", visit->rectify_by);
    json_member_text_or_null(json, "reason", visit->reason);
    json_name(json, "files");
    json_raw(json, visit->files);
    json_name(json, "may");
    json_array(json);
    for (size_t i = 0; may_act && i < COUNT_OF(acts); i++) {
        json_text(json, text_of(acts[i]));
    }
    json_end(json);
    json_end(json);
}

static const struct command_kind commands[] = {
    {"site_visit.plan", "POST", "/applications/{id}/site-visits", &site_visit_plan_table,
     ROLES_WORK, 0, "安排现场踏勘", "Plan a site visit", perform_plan},
    {"site_visit.move", "POST", "/site-visits/{id}/move", &site_visit_move_table, ROLES_WORK, 0,
     "踏勘改期", "Move a site visit", perform_move},
    {"site_visit.done", "POST", "/site-visits/{id}/done", &site_visit_report_table, ROLES_WORK, 0,
     "登记踏勘情况", "Report what a site visit found", perform_done},
    {"site_visit.cancel", "POST", "/site-visits/{id}/cancel", &site_visit_cancel_table, ROLES_WORK,
     0, "取消踏勘", "Cancel a site visit", perform_cancel},
};

static const struct event_kind *const events[] = {&site_visit_planned_event,
                                                  &site_visit_moved_event, &site_visit_done_event,
                                                  &site_visit_cancelled_event};

const struct room site_visit_room = {
    .name = "site_visit",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(site_visit),
    .schema = {"site_visit", 1, site_visit_ddl},
};
