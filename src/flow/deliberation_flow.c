#include "flow/deliberation_flow.h"

#include "base/arena.h"
#include "room/meeting/meeting.h"
#include "room/planning/planning_adopt.h"

struct deliberation_adopt {
    struct text decision, basis, org;
    civil_date due_on, start;
    struct text_list route;
};
static const struct field adopt_fields[] = {
    FIELD(deliberation_adopt, route, TEXTS, .max = 64, .zh = "办理方式",
          .en = "variants of the route"),
    FIELD(deliberation_adopt, start, DATE, .zh = "起算日期", .en = "first day"),
    FIELD(deliberation_adopt, decision, TEXT, .required = true, .max = 1000, .multiline = true,
          .zh = "结论", .en = "decision"),
    FIELD(deliberation_adopt, org, TEXT, .required = true, .max = 60, .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(deliberation_adopt, due_on, DATE, .zh = "办理期限", .en = "day due"),
    FIELD(deliberation_adopt, basis, TEXT, .max = 500, .zh = "依据", .en = "basis"),
};
static const struct field_table adopt_table = FIELD_TABLE(deliberation_adopt, adopt_fields);

static bool may_adopt(const struct meeting_at_point *at, struct fault *fault)
{
    bool is_route = text_is(at->point.about, "route") && at->point.project != 0;
    if (is_route && at->terms.adopts_plan) {
        return true;
    }
    return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("route"),
                       FAULT_ARGS(TEXT("这个议题不是办理方式，或按本市规则这类会议不采纳审批方案"),
                                  TEXT("the point is about no route, or by the city's table such a "
                                       "meeting adopts no plan")));
}

static bool perform_adopt(struct command_run *run, const void *given, struct fault *fault)
{
    const struct deliberation_adopt *command = given;
    struct meeting_at_point at;
    struct project project;
    int64_t number = 0;
    if (!meeting_point_at_hand(run, &at, fault) || !may_adopt(&at, fault) ||
        !project_of_run(run, at.point.project, &project, fault)) {
        return false;
    }
    struct answer answer = run->answer;
    struct planning_adopt plan = {
        .start = command->start,
        .route = command->route,
        .note = text_format(run->arena, "%.*s（%lld）议定：%.*s", TEXT_ARG(at.meeting.title),
                            (long long)at.meeting.id, TEXT_ARG(command->decision)),
    };
    struct meeting_decide decision = {command->decision, command->basis, command->org,
                                      command->due_on};
    if (!planning_adopt_plan(run, &project, &plan, &number, fault) ||
        !meeting_decide_point_at(run, &at, &decision, number, fault)) {
        return false;
    }
    run->answer = answer;
    run->answer.extra = text_format(run->arena, "\"plan\":%lld", (long long)number);
    return true;
}

static const struct command_kind commands[] = {
    {"meeting.adopt", "POST", "/meeting-points/{id}/adopt", &adopt_table,
     ROLES_COORDINATORS | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_LEADER), 0,
     "议定采纳一种办理方式", "Decide a point by adopting a route as the project's plan",
     perform_adopt},
};

const struct room deliberation_flow_room = {.name = "deliberation_flow", ROOM_COMMANDS(commands)};
