#include "app/city.h"
#include "ground/project/project.h"
#include "room/split/split.h"

static bool perform_judge(struct command_run *run, const void *given, struct fault *fault)
{
    const struct split_judge *fields = given;
    struct project one, other;
    if (!project_of_run(run, 0, &one, fault) ||
        !project_of_run(run, fields->other, &other, fault) ||
        !split_decide_judge(&one, &other, fault)) {
        return false;
    }
    struct split_judged body = {fields->other, fields->verdict, fields->reason};
    struct event_about about = {0, one.id, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &split_judged_event, about, &body, fault);
}

static const struct command_kind commands[] = {
    {"split.judge", "POST", "/projects/{id}/split-judgements", &split_judge_table,
     ROLES_COORDINATORS, 0, "认定与另一项目是否为拆分",
     "Judge whether it and another project are one that was split", perform_judge},
};

static const struct event_kind *const events[] = {&split_judged_event};

const struct room split_room = {
    .name = "split",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(split),
    .schema = {"split", 1, split_ddl},
};
