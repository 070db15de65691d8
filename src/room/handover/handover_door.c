#include "room/handover/handover.h"

/* All three acts are alike: a project at one stage, an event, the next stage. */
struct act {
    const struct event_kind *event;
    enum project_stage from;
    enum project_stage to;
    const char *zh;
    const char *en;
};

static const struct act sending = {&handover_sent_event, STAGE_LISTED, STAGE_HANDED_OVER, "移交",
                                   "hand over"};
static const struct act acknowledging = {&handover_acknowledged_event, STAGE_HANDED_OVER,
                                         STAGE_ACCEPTED, "签收", "acknowledge"};
static const struct act returning = {&handover_returned_event, STAGE_HANDED_OVER, STAGE_LISTED,
                                     "退回", "return"};

static bool perform(struct command_run *run, const struct act *act, const void *fields,
                    struct fault *fault)
{
    struct project project;
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault) ||
        !project_coordinator_may(run, &project, fault)) {
        return false;
    }
    if (project.stage != act->from) {
        return project_refuse_stage(run, &project, act->zh, act->en, fault);
    }
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, act->event, about, fields, fault) &&
           project_move(run, &project, act->to, TEXT_NONE, fault) &&
           project_answer(run, project.id, fault);
}

static bool perform_send(struct command_run *run, const void *fields, struct fault *fault)
{
    return perform(run, &sending, fields, fault);
}

static bool perform_acknowledge(struct command_run *run, const void *fields, struct fault *fault)
{
    return perform(run, &acknowledging, fields, fault);
}

static bool perform_return(struct command_run *run, const void *fields, struct fault *fault)
{
    return perform(run, &returning, fields, fault);
}

static const struct command_kind commands[] = {
    {"handover.send", "POST", "/projects/{id}/handover", &handover_send_table,
     ROLE_BIT(ROLE_PROMOTION_OFFICER), 0, "移交服务中心",
     "hand a listed project over to the service centre", perform_send},
    {"handover.acknowledge", "POST", "/projects/{id}/handover/acknowledge",
     &handover_acknowledge_table, ROLES_COORDINATORS, 0, "签收移交", "acknowledge a hand-over",
     perform_acknowledge},
    {"handover.return", "POST", "/projects/{id}/handover/return", &handover_return_table,
     ROLES_COORDINATORS, 0, "退回移交", "return a hand-over with a reason", perform_return},
};

static const struct event_kind *const events[] = {
    &handover_sent_event, &handover_acknowledged_event, &handover_returned_event};

const struct room handover_room = {
    .name = "handover",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(handover),
    .schema = {"handover", 1, handover_ddl},
};
