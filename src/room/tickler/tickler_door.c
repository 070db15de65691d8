#include "base/arena.h"
#include "room/tickler/tickler.h"

static bool perform_set(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct tickler_set *command = fields;
    struct project project;
    if (!project_of_run(run, command->project_id, &project, fault) ||
        !tickler_decide_set(command, run->today, fault)) {
        return false;
    }
    int64_t id = run_next_seq(run);
    struct tickler_noted body = {.application = command->application_id,
                                 .account = run->actor->account,
                                 .on = command->on,
                                 .note = command->note};
    struct event_about about = {id, project.id, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &tickler_set_event, about, &body, fault);
}

static bool perform_done(struct command_run *run, const void *fields, struct fault *fault)
{
    struct tickler tickler;
    struct project project;
    if (!tickler_find(run->arena, run->store, run->id, &tickler, fault) ||
        !tickler_decide_done(&tickler, run->actor->account, fault) ||
        !project_of_run(run, tickler.project, &project, fault) ||
        !run_version_is(run, tickler.version, fault)) {
        return false;
    }
    struct event_about about = {tickler.id, tickler.project, run->today};
    run->answer = (struct answer){.id = tickler.id, .version = tickler.version + 1};
    return run_emit(run, &tickler_done_event, about, fields, fault);
}

#define ROLES_TICKLED (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER))

static const struct command_kind commands[] = {
    {"tickler.set", "POST", "/bring-forwards", &tickler_set_table, ROLES_TICKLED, 0, "设置到期提醒",
     "leave a dated note for oneself", perform_set},
    {"tickler.done", "POST", "/bring-forwards/{id}/done", &tickler_done_table, ROLES_TICKLED, 0,
     "到期提醒办结", "a reminder is done", perform_done},
};

static const struct event_kind *const events[] = {&tickler_set_event, &tickler_done_event,
                                                  &tickler_handed_event};

const struct room tickler_room = {
    .name = "tickler",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(tickler),
    .schema = {"tickler", 1, tickler_ddl},
};
