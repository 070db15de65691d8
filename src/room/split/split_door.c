#include "app/city.h"
#include "ground/project/project.h"
#include "room/split/split.h"

/* Not there or not seen: all the same, and the field is wrong, not the path. */
static bool load_other(struct command_run *run, int64_t id, struct project *out,
                       struct fault *fault)
{
    struct fault why = {.code = FAULT_NONE};
    if (project_of_run(run, id, out, &why)) {
        return true;
    }
    if (why.code != FAULT_NOT_FOUND) {
        *fault = why;
        return false;
    }
    return split_refuse_other(fault);
}

static bool perform_judge(struct command_run *run, const void *given, struct fault *fault)
{
    const struct split_judge *fields = given;
    struct project one, other;
    if (!project_of_run(run, 0, &one, fault) || !load_other(run, fields->other, &other, fault) ||
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
