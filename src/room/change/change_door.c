#include "app/city.h"
#include "base/arena.h"
#include "room/change/change.h"

static bool is_granted(const struct change_case *about, struct fault *fault)
{
    return text_is(about->state, "granted") || text_is(about->state, "delivered") ||
           fault_raise(fault, FAULT_CHANGE_NOT_GRANTED, TEXT_NONE, FAULT_NO_ARGS);
}

/* The applicant's side reports, or the unit whose result it concerns. */
static bool is_ones_own(const struct change_case *about, const struct actor *actor,
                        struct fault *fault)
{
    return actor->role != ROLE_DEPARTMENT_OFFICER || text_equal(actor->org, about->org) ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由企业、代办员或该事项的办理单位报告"),
                                  TEXT("the enterprise, its navigator or the item's own unit "
                                       "reports this")));
}

static bool perform_report(struct command_run *run, const void *given, struct fault *fault)
{
    const struct change_report *fields = given;
    struct sight sight = run_sight(run);
    struct change_case about;
    if (!change_case_find(&sight, run->id, &about, fault) ||
        !is_ones_own(&about, run->actor, fault) || !is_granted(&about, fault) ||
        !change_report_is_sound(fields, fault)) {
        return false;
    }
    struct change_ground ground = {city_pack(run->city), about.code, run->today};
    struct change_reported body = {
        .application = about.id,
        .code = about.code,
        .org = about.org,
        .what = fields->what,
        .unit = fields->unit,
        .output_before = fields->output_before,
        .output_after = fields->output_after,
        .adds_pollutant = fields->adds_pollutant,
    };
    enum change_state verdict = change_verdict(run->arena, &ground, fields, &body.why);
    body.state = text_of(change_state_code(verdict));
    struct event_about what = {0, about.project, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    run->answer.extra = text_format(run->arena, "\"verdict\":\"%s\"", change_state_code(verdict));
    return run_emit(run, &change_reported_event, what, &body, fault);
}

static bool perform_judge(struct command_run *run, const void *given, struct fault *fault)
{
    const struct change_judge *fields = given;
    struct sight sight = run_sight(run);
    struct change change;
    if (!change_find(&sight, run->id, &change, fault) ||
        !run_version_is(run, change.version, fault) ||
        !change_decide_judge(&change, run->actor, fault)) {
        return false;
    }
    struct change_judged body = {
        .application = change.application,
        .code = change.code,
        .state = text_of(change_state_code(fields->major ? CHANGE_MAJOR : CHANGE_MINOR)),
        .reason = fields->reason,
    };
    struct event_about about = {change.id, change.project, run->today};
    run->answer = (struct answer){.id = change.id, .version = change.version + 1};
    return run_emit(run, &change_judged_event, about, &body, fault);
}

static void write_one(struct json_writer *json, const struct view_run *run,
                      const struct change *change)
{
    struct fault ignored = {.code = FAULT_NONE};
    json_object(json);
    json_member_int(json, "id", change->id);
    json_member_int(json, "version", change->version);
    json_member_int(json, "application_id", change->application);
    json_member_text(json, "item", change->code);
    json_member_text(json, "what", change->what);
    json_member_int_if(json, "output_before", change->output_before > 0, change->output_before);
    json_member_int_if(json, "output_after", change->output_after > 0, change->output_after);
    json_member_text_or_null(json, "unit", change->unit);
    json_name(json, "adds_pollutant");
    if (change->adds_pollutant < 0) {
        json_null(json);
    } else {
        json_bool(json, change->adds_pollutant == 1);
    }
    json_member_text(json, "state", text_of(change_state_code(change->state)));
    json_member_text_or_null(json, "why", change->why);
    json_member_text_or_null(json, "reason", change->reason);
    json_member_date(json, "reported_on", change->reported_on);
    json_member_date(json, "judged_on", change->judged_on);
    json_member_date(json, "settled_on", change->settled_on);
    json_member_bool(json, "may_judge",
                     access_role_may(ROLES_WORK, run->actor->role) &&
                         change_decide_judge(change, run->actor, &ignored));
    json_end(json);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct change_case about;
    struct changes changes;
    if (!change_case_find(&sight, run->id, &about, fault) ||
        !change_of_application(&sight, run->id, &changes, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < changes.count; i++) {
        write_one(json, run, &changes.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

#define ROLES_REPORT                                                                               \
    (ROLE_BIT(ROLE_ENTERPRISE) | ROLE_BIT(ROLE_NAVIGATOR) | ROLE_BIT(ROLE_DEPARTMENT_OFFICER))

static const struct command_kind commands[] = {
    {"change.report", "POST", "/applications/{id}/changes", &change_report_table, ROLES_REPORT, 0,
     "报告设计变更", "Report a design change of what was granted", perform_report},
    {"change.judge", "POST", "/changes/{id}/judge", &change_judge_table, ROLES_WORK, 0,
     "认定是否属于重大变动", "Judge whether a change is a major one", perform_judge},
};

static const struct view_kind views[] = {
    {"change.list", "/applications/{id}/changes", NULL, ROLES_BUSINESS, 0, "办件结果的设计变更",
     "Design changes of what was granted", answer_list},
};

static const struct event_kind *const events[] = {&change_reported_event, &change_judged_event,
                                                  &change_settled_event};

const struct room change_room = {
    .name = "change",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(change),
    .schema = {"change", 1, change_ddl},
};
