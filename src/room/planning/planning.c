#include "room/planning/planning.h"

#include "base/arena.h"
#include "engine/rules/fact_change.h"

#define START_DAYS_MAX 3660 /* ten years to either side: more is a slip of the pen */

static const char *const state_codes[PLAN_STATE_COUNT] = {"proposed", "confirmed", "objected",
                                                          "superseded"};
static const char *const state_names[PLAN_STATE_COUNT][2] = {
    [PLAN_PROPOSED] = {"待企业确认", "waits for the enterprise"},
    [PLAN_CONFIRMED] = {"企业已确认", "confirmed"},
    [PLAN_OBJECTED] = {"企业有异议", "objected to"},
    [PLAN_SUPERSEDED] = {"已被新方案替代", "superseded by a newer plan"},
};

const char *plan_state_code(enum plan_state state)
{
    ensure(state < PLAN_STATE_COUNT);
    return state_codes[state];
}

bool plan_state_find(struct text code, enum plan_state *out)
{
    for (int i = 0; i < PLAN_STATE_COUNT; i++) {
        if (text_is(code, state_codes[i])) {
            *out = (enum plan_state)i;
            return true;
        }
    }
    return false;
}

/* -- decisions -- */

bool planning_takes_facts(enum project_stage stage)
{
    return stage == STAGE_ACCEPTED || stage == STAGE_PRODUCTION || planning_takes_plans(stage);
}

bool planning_takes_plans(enum project_stage stage)
{
    return stage == STAGE_SERVED || stage == STAGE_UNDER_WAY;
}

bool planning_start_is_sound(civil_date start, civil_date today, struct fault *fault)
{
    if (start >= today - START_DAYS_MAX && start <= today + START_DAYS_MAX) {
        return true;
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("start"),
                FAULT_ARGS(TEXT("离今天超过十年"), TEXT("more than ten years from today")));
    fault_label(fault, "起算日期", "first day");
    return false;
}

bool planning_may_answer(enum plan_state state, enum language language, struct fault *fault)
{
    if (state == PLAN_PROPOSED) {
        return true;
    }
    bool is_zh = language == LANGUAGE_ZH;
    return fault_raise(
        fault, FAULT_WRONG_STATE, TEXT_NONE,
        FAULT_ARGS(text_of(state_names[state][is_zh ? 0 : 1]),
                   is_zh ? TEXT("答复这份方案") : TEXT("answering this plan"),
                   is_zh ? TEXT("请查看最新一份方案") : TEXT("Look at the newest plan")));
}

bool planning_decide_facts(struct arena *arena, const struct fact_space *space,
                           const struct jvalue *current, const struct planning_set_facts *command,
                           struct planning_facts_changed *out, uint32_t *changed,
                           struct fault *fault)
{
    struct fact_change change;
    struct fact_saying saying = {space, current, command->facts};
    if (!fact_change_read(arena, &saying, &change, fault)) {
        return false;
    }
    *out = (struct planning_facts_changed){change.facts, command->source};
    *changed = change.count;
    return true;
}

/* Choosing other ways than the basic one is a decision: who takes it says why. */
bool planning_choice_has_reason(const struct planning_adopt *command, struct fault *fault)
{
    if (command->route.count == 0 || !text_is_empty(command->note)) {
        return true;
    }
    fault_raise(fault, FAULT_REASON_REQUIRED, TEXT("note"), FAULT_NO_ARGS);
    fault_label(fault, "说明", "note");
    return false;
}

/* -- which of the adopted plans -- */

const struct adopted_plan *planning_latest(const struct adopted_plans *plans)
{
    for (size_t i = 0; i < plans->count; i++) {
        if (plans->items[i].state != PLAN_SUPERSEDED) {
            return &plans->items[i];
        }
    }
    return NULL;
}

const struct adopted_plan *planning_in_force(const struct adopted_plans *plans)
{
    for (size_t i = 0; i < plans->count; i++) {
        if (plans->items[i].state == PLAN_CONFIRMED) {
            return &plans->items[i];
        }
    }
    return planning_latest(plans);
}

const struct adopted_plan *planning_find(const struct adopted_plans *plans, int64_t number)
{
    for (size_t i = 0; i < plans->count; i++) {
        if (plans->items[i].number == number) {
            return &plans->items[i];
        }
    }
    return NULL;
}
