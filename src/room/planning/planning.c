#include "room/planning/planning.h"

#include "base/arena.h"

#define FACT_TEXT_MAX 200
#define FACT_MEMBERS_MAX 100
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

static bool is_same_value(struct arena *arena, const struct jvalue *a, const struct jvalue *b)
{
    bool no_a = jvalue_is_null(a);
    bool no_b = jvalue_is_null(b);
    if (no_a || no_b) {
        return no_a == no_b;
    }
    struct arena_mark mark = arena_mark(arena);
    struct buffer x = buffer_open(arena, 64);
    struct buffer y = buffer_open(arena, 64);
    struct json_writer json_x = json_writer_open(&x);
    struct json_writer json_y = json_writer_open(&y);
    json_value(&json_x, a);
    json_value(&json_y, b);
    bool same = text_equal(buffer_text(&x), buffer_text(&y));
    arena_rewind(arena, mark);
    return same;
}

static bool check_size(struct text name, const struct jvalue *value, struct fault *fault)
{
    if (value->kind == JVALUE_TEXT && text_length(value->text) > FACT_TEXT_MAX) {
        return fault_raise(fault, FAULT_FIELD_TOO_LONG, name, FAULT_ARGS(TEXT("200")));
    }
    if (value->kind == JVALUE_TEXT && text_has_controls(value->text)) {
        return fault_raise(fault, FAULT_FIELD_CONTROLS, name, FAULT_NO_ARGS);
    }
    bool is_list = value->kind == JVALUE_ARRAY;
    if (is_list && value->count > FACT_MEMBERS_MAX) {
        return fault_raise(fault, FAULT_FIELD_TOO_LARGE, name, FAULT_ARGS(TEXT("100")));
    }
    for (uint32_t i = 0; is_list && i < value->count; i++) {
        if (value->items[i].kind == JVALUE_TEXT && !check_size(name, &value->items[i], fault)) {
            return false;
        }
    }
    return true;
}

static bool check_fact(const struct fact_space *space, struct facts *scratch,
                       const struct jmember *member, struct fault *fault)
{
    uint32_t field = 0;
    if (!fact_space_find(space, member->name, &field)) {
        return fault_raise(fault, FAULT_FIELD_UNKNOWN, member->name, FAULT_ARGS(member->name));
    }
    return facts_set(scratch, field, &member->value, fault) &&
           check_size(member->name, &member->value, fault);
}

bool planning_decide_facts(struct arena *arena, const struct fact_space *space,
                           const struct jvalue *current, const struct planning_set_facts *command,
                           struct planning_facts_changed *out, uint32_t *changed,
                           struct fault *fault)
{
    const struct jvalue *given = NULL;
    if (!json_read(arena, command->facts, &given, fault)) {
        return false;
    }
    if (given->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_FIELD_TYPE, TEXT("facts"),
                           FAULT_ARGS(TEXT("对象"), TEXT("an object")));
    }
    struct facts *scratch = facts_new(arena, space);
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    uint32_t count = 0;
    json_object(&json);
    for (uint32_t i = 0; i < given->count; i++) {
        const struct jmember *member = &given->members[i];
        if (!check_fact(space, scratch, member, fault)) {
            return false;
        }
        const char *name = text_c_string(arena, member->name);
        if (!is_same_value(arena, jvalue_get(current, name), &member->value)) {
            json_name_text(&json, member->name);
            json_value(&json, &member->value);
            count++;
        }
    }
    json_end(&json);
    *out = (struct planning_facts_changed){buffer_text(&buffer), command->source};
    *changed = count;
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
