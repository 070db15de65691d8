#include "room/milestone/milestone.h"

#include "base/arena.h"
#include "base/buffer.h"

static bool refuse_evidence(struct fault *fault, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("evidence"), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, "证明材料", "evidence");
    return false;
}

bool milestone_evidence_read(struct arena *arena, struct text json,
                             int64_t out[MILESTONE_EVIDENCE_MAX], size_t *count,
                             struct fault *fault)
{
    const struct jvalue *list = NULL;
    *count = 0;
    if (text_is_empty(json)) {
        return true;
    }
    if (!json_read(arena, json, &list, fault)) {
        return false;
    }
    if (list->kind != JVALUE_ARRAY || list->count > MILESTONE_EVIDENCE_MAX) {
        return refuse_evidence(fault, "应为文件编号的列表，最多 20 个",
                               "a list of at most 20 file ids");
    }
    for (uint32_t i = 0; i < list->count; i++) {
        int64_t id = jvalue_int(&list->items[i], 0);
        bool is_repeated = false;
        for (size_t j = 0; j < *count; j++) {
            is_repeated = is_repeated || out[j] == id;
        }
        if (id <= 0 || is_repeated) {
            return refuse_evidence(fault, "文件编号有误或重复", "an id is wrong or given twice");
        }
        out[(*count)++] = id;
    }
    return true;
}

#define NAMES_MAX 3 /* a sentence that lists more is not read */

/* What is missing, for the refusal: the first few by name, the rest as a number. */
static struct text missing_names(struct arena *arena, const struct milestone_case *state)
{
    struct buffer names = buffer_open(arena, 256);
    size_t count = 0;
    for (size_t i = 0; i < state->gate_count; i++) {
        if (state->gates[i].over_on == CIVIL_DATE_NONE && ++count <= NAMES_MAX) {
            buffer_add(&names, count > 1 ? TEXT("、") : TEXT_NONE);
            buffer_add(&names, state->gates[i].name);
        }
    }
    if (count > NAMES_MAX) {
        buffer_addf(&names, " … (+%zu)", count - NAMES_MAX);
    }
    return buffer_text(&names);
}

static bool check_gates(struct arena *arena, const struct milestone_case *state,
                        civil_date reached_on, struct fault *fault)
{
    struct text missing = missing_names(arena, state);
    if (missing.len > 0) {
        return fault_raise(fault, FAULT_MILESTONE_BLOCKED, TEXT("milestone"),
                           FAULT_ARGS(state->name, missing));
    }
    for (size_t i = 0; i < state->gate_count; i++) {
        if (state->gates[i].over_on > reached_on) {
            char day[CIVIL_DATE_TEXT_SIZE];
            return fault_raise(fault, FAULT_MILESTONE_TOO_EARLY, TEXT("reached_on"),
                               FAULT_ARGS(state->name, state->gates[i].name,
                                          civil_date_write(state->gates[i].over_on, day)));
        }
    }
    return true;
}

bool milestone_decide(struct arena *arena, const struct milestone_case *state,
                      const struct milestone_reach *command, size_t evidence_count,
                      struct milestone_reached *out, struct fault *fault)
{
    if (!state->is_known) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("milestone"),
            FAULT_ARGS(TEXT("方案中没有这个里程碑"), TEXT("the plan has no such milestone")));
    }
    if (state->is_reached) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(state->name, state->name));
    }
    if (command->reached_on > state->today) {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("reached_on"), FAULT_NO_ARGS);
        fault_label(fault, "到达日期", "day reached");
        return false;
    }
    if (!check_gates(arena, state, command->reached_on, fault)) {
        return false;
    }
    if (state->foreign_files > 0) {
        return refuse_evidence(fault, "有文件不属于本项目",
                               "a file does not belong to this project");
    }
    if (state->needs_evidence && evidence_count == 0) {
        return fault_raise(fault, FAULT_MILESTONE_EVIDENCE, TEXT("evidence"),
                           FAULT_ARGS(state->name));
    }
    *out = (struct milestone_reached){.milestone = command->milestone,
                                      .reached_on = command->reached_on,
                                      .evidence = command->evidence,
                                      .note = command->note,
                                      .production = state->is_production};
    return true;
}
