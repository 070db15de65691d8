#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "chance.h"
#include "engine/guide/guide_rules.h"

/* Conditions as a questionnaire, against a twin that evaluates them for every combination of a fine
 * grid of values: what is decided, which fields still matter, and that an answer's class is right.
 */

#define FIELDS 5
#define RULES 4

static const struct text modes[] = {{"a", 1}, {"b", 1}, {"c", 1}};
static const struct text topics[] = {{"x", 1}, {"y", 1}};
static const char *const grid[FIELDS][8] = {
    {"false", "true"},
    {"0", "4", "5", "6", "10", "11"},
    {"\"a\"", "\"b\"", "\"c\""},
    {"[]", "[\"x\"]", "[\"y\"]", "[\"x\",\"y\"]"},
    {"\"B\"", "\"C\"", "\"C3\"", "\"C39\"", "\"D\""},
};
static const uint32_t grid_sizes[FIELDS] = {2, 6, 3, 4, 5};

static struct fact_space *space_open(struct arena *arena)
{
    struct fact_space *space = fact_space_open(arena);
    const struct fact_field fields[] = {
        {.name = TEXT("new"), .type = FACT_BOOL},
        {.name = TEXT("area"), .type = FACT_NUMBER, .has_min = true, .min = 0},
        {.name = TEXT("mode"), .type = FACT_ENUM, .values = {modes, 3}},
        {.name = TEXT("topics"), .type = FACT_SET, .values = {topics, 2}},
        {.name = TEXT("code"), .type = FACT_TEXT},
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        assert_true(fact_space_add(space, &fields[i]));
    }
    return space;
}

static const char *const leaves[] = {
    "{\"field\":\"new\",\"op\":\"eq\",\"value\":true}",
    "{\"field\":\"area\",\"op\":\"gte\",\"value\":5}",
    "{\"field\":\"area\",\"op\":\"lte\",\"value\":10}",
    "{\"field\":\"area\",\"op\":\"between\",\"value\":[4,5]}",
    "{\"field\":\"mode\",\"op\":\"eq\",\"value\":\"a\"}",
    "{\"field\":\"mode\",\"op\":\"in\",\"value\":[\"a\",\"b\"]}",
    "{\"field\":\"mode\",\"op\":\"ne\",\"value\":\"c\"}",
    "{\"field\":\"topics\",\"op\":\"contains\",\"value\":\"x\"}",
    "{\"field\":\"topics\",\"op\":\"not_contains\",\"value\":\"y\"}",
    "{\"field\":\"topics\",\"op\":\"contains_any\",\"value\":[\"x\",\"y\"]}",
    "{\"field\":\"code\",\"op\":\"prefix\",\"value\":\"C3\"}",
    "{\"field\":\"code\",\"op\":\"eq\",\"value\":\"B\"}",
};

static void add_condition(struct chance *chance, struct buffer *out, int depth)
{
    int kind = depth == 0 ? 3 : chance_below(chance, 4);
    if (kind == 3) {
        buffer_add(out, text_of(leaves[chance_below(chance, (int)COUNT_OF(leaves))]));
        return;
    }
    static const char *const opens[] = {"{\"all\":[", "{\"any\":[", "{\"not\":"};
    buffer_add(out, text_of(opens[kind]));
    for (int i = 0; i < (kind == 2 ? 1 : 2); i++) {
        buffer_add(out, i > 0 ? TEXT(",") : TEXT_NONE);
        add_condition(chance, out, depth - 1);
    }
    buffer_add(out, kind == 2 ? TEXT("}") : TEXT("]}"));
}

struct world {
    struct arena *arena;
    struct fact_space *space;
    const struct rule *rules[RULES];
    struct guide_rules *guide;
};

static void make_world(struct arena *arena, struct chance *chance, struct world *world)
{
    struct fault fault = {0};
    world->arena = arena;
    world->space = space_open(arena);
    for (int i = 0; i < RULES; i++) {
        struct buffer out = buffer_open(arena, 1 << 12);
        const struct jvalue *json = NULL;
        add_condition(chance, &out, 3);
        assert_true(json_read(arena, buffer_text(&out), &json, &fault));
        assert_true(rule_compile(world->space, json, &world->rules[i], &fault));
    }
    fact_space_seal(world->space);
    struct guide_conditions conditions = {world->space, world->rules, RULES};
    struct guide_sample sample = {NULL, 0};
    assert_true(guide_rules_open(arena, &conditions, &sample, &world->guide, &fault));
}

/* ---- the twin: `picks` by field, -1 not given ---- */

static void set_fact(const struct world *world, struct facts *facts, uint32_t field, int pick)
{
    struct fault fault = {0};
    const struct jvalue *json = NULL;
    assert_true(json_read(world->arena, text_of(grid[field][pick]), &json, &fault));
    assert_true(facts_set(facts, field, json, &fault));
}

static uint32_t rules_of(const struct world *world, const int *picks)
{
    struct facts *facts = facts_new(world->arena, world->space);
    uint32_t holds = 0;
    for (uint32_t i = 0; i < FIELDS; i++) {
        if (picks[i] >= 0) {
            set_fact(world, facts, i, picks[i]);
        }
    }
    for (uint32_t i = 0; i < RULES; i++) {
        struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
        holds |= (uint32_t)(rule_evaluate(world->rules[i], view) == RULE_YES) << i;
    }
    return holds;
}

#define COMPLETE 720 /* 2 * 6 * 3 * 4 * 5 */

static void table_of(const struct world *world, uint32_t *table)
{
    for (uint32_t i = 0; i < COMPLETE; i++) {
        struct arena_mark mark = arena_mark(world->arena);
        int picks[FIELDS];
        uint32_t rest = i;
        for (uint32_t j = 0; j < FIELDS; j++) {
            picks[j] = (int)(rest % grid_sizes[j]);
            rest /= grid_sizes[j];
        }
        table[i] = rules_of(world, picks);
        arena_rewind(world->arena, mark);
    }
}

static uint32_t weight_of(uint32_t field)
{
    uint32_t weight = 1;
    for (uint32_t i = 0; i < field; i++) {
        weight *= grid_sizes[i];
    }
    return weight;
}

static int pick_in(uint32_t complete, uint32_t field)
{
    return (int)(complete / weight_of(field) % grid_sizes[field]);
}

static bool fits(uint32_t complete, const int *picks)
{
    for (uint32_t i = 0; i < FIELDS; i++) {
        if (picks[i] >= 0 && picks[i] != pick_in(complete, i)) {
            return false;
        }
    }
    return true;
}

static void decided(const uint32_t *table, const int *picks, uint32_t *ever, uint32_t *always)
{
    *ever = 0;
    *always = UINT32_MAX;
    for (uint32_t i = 0; i < COMPLETE; i++) {
        if (fits(i, picks)) {
            *ever |= table[i];
            *always &= table[i];
        }
    }
}

static bool matters(const uint32_t *table, const int *picks, uint32_t field)
{
    for (uint32_t i = 0; i < COMPLETE && picks[field] < 0; i++) {
        uint32_t base = i - (uint32_t)pick_in(i, field) * weight_of(field);
        if (fits(i, picks) && table[base] != table[i]) {
            return true;
        }
    }
    return false;
}

/* ---- beside each other ---- */

static void compare(const struct world *world, const uint32_t *table, struct guide_run *run,
                    const int *picks)
{
    struct facts *facts = facts_new(world->arena, world->space);
    int16_t *answers = arena_array(world->arena, int16_t, guide_rules_variables(world->guide));
    struct guide_known known = {facts, NULL};
    struct guide_view view;
    uint32_t ever = 0;
    uint32_t always = 0;
    uint8_t asked[FIELDS] = {0};
    for (uint32_t i = 0; i < FIELDS; i++) {
        if (picks[i] >= 0) {
            set_fact(world, facts, i, picks[i]);
        }
    }
    guide_rules_answers(world->guide, world->arena, &known, answers);
    guide_look(run, answers, &view);
    decided(table, picks, &ever, &always);
    for (uint32_t i = 0; i < RULES; i++) {
        bool is_open = (ever >> i & 1) != (always >> i & 1);
        assert_int_equal(is_open, !diagram_is_decided(view.items[i]));
        assert_true(is_open || view.items[i] == (ever >> i & 1));
    }
    for (uint32_t i = 0; i < guide_question_count(guide_rules_guide(world->guide)); i++) {
        asked[guide_rules_field(world->guide, i)] = view.matters[i];
    }
    for (uint32_t i = 0; i < FIELDS; i++) {
        assert_int_equal(matters(table, picks, i), asked[i]);
    }
}

static void conditions_ask_what_they_mean(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct arena *arena = arena_open((size_t)1 << 26, (size_t)1 << 28);
        struct arena *scratch = arena_open((size_t)1 << 26, (size_t)1 << 28);
        struct chance chance = chance_from(seed * 104729);
        struct world world;
        uint32_t table[COMPLETE];
        make_world(arena, &chance, &world);
        table_of(&world, table);
        struct guide_run *run =
            guide_begin(arena, scratch, guide_rules_guide(world.guide), GUIDE_STATES_QUICK);
        for (int round = 0; round < 12; round++) {
            int picks[FIELDS];
            for (uint32_t i = 0; i < FIELDS; i++) {
                picks[i] = chance_of(&chance, 60) ? -1 : chance_below(&chance, (int)grid_sizes[i]);
            }
            compare(&world, table, run, picks);
        }
        arena_close(scratch);
        arena_close(arena);
    }
}

static void what_they_do_not_know_is_not_asked_again(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)1 << 26, (size_t)1 << 28);
    struct arena *scratch = arena_open((size_t)1 << 26, (size_t)1 << 28);
    struct fact_space *space = space_open(arena);
    const struct jvalue *json = NULL;
    const struct rule *rule = NULL;
    struct fault fault = {0};
    struct guide_rules *guide = NULL;
    assert_true(json_read(arena,
                          TEXT("{\"all\":[{\"field\":\"new\",\"op\":\"eq\",\"value\":true},"
                               "{\"field\":\"area\",\"op\":\"gte\",\"value\":5}]}"),
                          &json, &fault));
    assert_true(rule_compile(space, json, &rule, &fault));
    fact_space_seal(space);
    struct facts *facts = facts_new(arena, space);
    const struct facts *others[] = {facts};
    struct guide_conditions conditions = {space, &rule, 1};
    struct guide_sample sample = {others, 1};
    assert_true(guide_rules_open(arena, &conditions, &sample, &guide, &fault));
    uint8_t unsure[FIELDS] = {1, 0, 0, 0, 0};
    struct guide_known known = {facts, unsure};
    int16_t answers[2];
    struct guide_view view;
    struct guide_choice choice;
    struct guide_run *run = guide_begin(arena, scratch, guide_rules_guide(guide), 1000);
    guide_rules_answers(guide, arena, &known, answers);
    assert_int_equal(GUIDE_CLOSED, answers[0]);
    guide_look(run, answers, &view);
    assert_true(guide_next(run, &choice)); /* too small an area would still decide it */
    assert_int_equal(1, guide_rules_field(guide, choice.question));
    uint8_t reads[1];
    guide_readers(run, choice.question, reads);
    assert_int_equal(1, reads[0]);
    facts_suppose(facts, 0, TEXT_NONE, true); /* said after all */
    guide_rules_answers(guide, arena, &known, answers);
    assert_int_equal(1, answers[0]);
    answers[0] = GUIDE_OPEN;
    guide_look(run, answers, &view);
    uint32_t guessed = guide_guess(run, 100); /* one, and half of the times another */
    assert_in_range(guessed, 1, 2);
    assert_true(guide_next(run, &choice));
    arena_close(scratch);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_ask_what_they_mean),
        cmocka_unit_test(what_they_do_not_know_is_not_asked_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
