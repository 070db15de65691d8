#include "room/meeting/meeting_task.h"

#include "base/arena.h"
#include "base/json_read.h"

static const char *const codes[] = {"open", "reported", "done"};

const char *meeting_task_state_code(enum meeting_task_state state)
{
    return codes[state];
}

struct text meeting_task_state_name(enum meeting_task_state state, enum language language)
{
    static const char *const zh[] = {"办理中", "待验收", "已办结"};
    static const char *const en[] = {"being done", "to be accepted", "done"};
    return text_of((language == LANGUAGE_ZH ? zh : en)[state]);
}

static bool is_in(const struct meeting_task *task, enum meeting_task_state wanted,
                  enum language language, struct fault *fault)
{
    bool is_zh = language == LANGUAGE_ZH;
    return task->state == wanted ||
           fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(meeting_task_state_name(task->state, language),
                                  is_zh ? TEXT("办理此步") : TEXT("this step"),
                                  is_zh ? TEXT("请刷新查看") : TEXT("Reload to see it")));
}

bool meeting_task_decide_report(const struct meeting_task *task,
                                const struct meeting_task_report *command,
                                const struct actor *actor, civil_date today, struct fault *fault)
{
    bool is_own = actor->org.len > 0 && text_equal(actor->org, task->org);
    bool has_evidence = command->evidence.len > 0 && !text_is(command->evidence, "[]");
    if (!is_own) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            FAULT_ARGS(TEXT("由责任单位报送"), TEXT("the responsible unit does it")));
    }
    if (!is_in(task, MEETING_TASK_OPEN, actor->language, fault)) {
        return false;
    }
    if (command->done_on > today) {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("done_on"), FAULT_NO_ARGS);
        fault_label(fault, "办结日期", "day it was done");
        return false;
    }
    if (command->done_on != CIVIL_DATE_NONE && command->done_on < task->decided_on) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("done_on"),
                    FAULT_ARGS(TEXT("早于会议议定的日期"), TEXT("earlier than the decision")));
        fault_label(fault, "办结日期", "day it was done");
        return false;
    }
    return has_evidence || command->no_evidence.len > 0 ||
           fault_raise(fault, FAULT_PROBLEM_EVIDENCE, TEXT("evidence"), FAULT_NO_ARGS);
}

bool meeting_task_decide_judge(const struct meeting_task *task, const struct actor *actor,
                               bool leads, struct fault *fault)
{
    if (!leads || actor->account == task->reported_by) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由召集会议的人员验收，报送人不得自行验收"),
                                      TEXT("those who lead such meetings accept it, never who "
                                           "reported it")));
    }
    return is_in(task, MEETING_TASK_REPORTED, actor->language, fault);
}

bool meeting_task_ids_read(struct arena *arena, struct text json, int64_t *out, size_t most,
                           size_t *out_count)
{
    const struct jvalue *value = NULL;
    struct fault fault = {.code = FAULT_NONE};
    *out_count = 0;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(arena, json, &value, &fault) || value->kind != JVALUE_ARRAY ||
        value->count > most) {
        return false;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        bool is_new = value->items[i].kind == JVALUE_INT && value->items[i].integer > 0;
        for (size_t k = 0; is_new && k < *out_count; k++) {
            is_new = out[k] != value->items[i].integer;
        }
        if (!is_new) {
            *out_count = 0;
            return false;
        }
        out[(*out_count)++] = value->items[i].integer;
    }
    return true;
}
