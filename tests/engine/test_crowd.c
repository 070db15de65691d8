#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "chance.h"
#include "engine/match/crowd.h"

/* Whole lists of answers beside the plain evaluator, pair by pair. */

#define ENTERPRISES 700 /* three blocks, the last one not full */
#define POLICIES 120

static const struct {
    const char *name;
    enum fact_type type;
} fields[] = {{"new", FACT_BOOL},     {"listed", FACT_BOOL},   {"revenue", FACT_NUMBER},
              {"ratio", FACT_NUMBER}, {"staff", FACT_INTEGER}, {"district", FACT_ENUM},
              {"code", FACT_TEXT},    {"lists", FACT_SET},     {"marks", FACT_SET},
              {"approved", FACT_DATE}};

static const char *const numbers[] = {"0",    "1", "2.5", "-3", "100", "0.1", "0.30000000000000004",
                                      "1e300"};
static const char *const texts[] = {"C", "C39", "C391", "F", "", "福州", "福州高新区"};
static const char *const days[] = {"2024-03-07", "2024-03-08", "2023-01-01"};

struct world {
    struct arena *arena;
    struct chance chance;
    struct fact_space *space;
    const struct rule *rules[POLICIES];
    struct facts *facts[ENTERPRISES];
    struct crowd *crowd;
};

static const char *pick(struct chance *chance, enum fact_type type)
{
    switch (type) {
    case FACT_BOOL: return chance_of(chance, 50) ? "true" : "false";
    case FACT_NUMBER: return numbers[chance_below(chance, COUNT_OF(numbers))];
    case FACT_INTEGER: return chance_of(chance, 50) ? "1" : "100";
    case FACT_DATE: return days[chance_below(chance, COUNT_OF(days))];
    default: return texts[chance_below(chance, COUNT_OF(texts))];
    }
}

static void add_value(struct world *world, struct buffer *out, enum fact_type type)
{
    bool is_quoted =
        type == FACT_DATE || type == FACT_ENUM || type == FACT_TEXT || type == FACT_SET;
    const char *quote = is_quoted ? "\"" : "";
    buffer_addf(out, "%s%s%s", quote, pick(&world->chance, type), quote);
}

static enum rule_op some_op(struct world *world, enum fact_type type)
{
    static const enum rule_op equal[] = {RULE_EQ, RULE_NE, RULE_IN, RULE_NOT_IN};
    static const enum rule_op order[] = {RULE_GT, RULE_GTE, RULE_LT, RULE_LTE, RULE_BETWEEN};
    static const enum rule_op set[] = {RULE_CONTAINS, RULE_NOT_CONTAINS, RULE_CONTAINS_ANY};
    struct chance *chance = &world->chance;
    if (type == FACT_SET) {
        return set[chance_below(chance, COUNT_OF(set))];
    }
    if (type == FACT_BOOL || chance_of(chance, 40)) {
        return equal[chance_below(chance, COUNT_OF(equal))];
    }
    if ((type == FACT_TEXT || type == FACT_ENUM) && chance_of(chance, 50)) {
        return RULE_PREFIX;
    }
    return order[chance_below(chance, COUNT_OF(order))];
}

static void add_leaf(struct world *world, struct buffer *out)
{
    size_t at = (size_t)chance_below(&world->chance, COUNT_OF(fields));
    enum rule_op op = some_op(world, fields[at].type);
    bool is_list = op == RULE_IN || op == RULE_NOT_IN || op == RULE_CONTAINS_ANY;
    int count = op == RULE_BETWEEN ? 2 : is_list ? chance_below(&world->chance, 3) : 1;
    count += op == RULE_CONTAINS_ANY;
    buffer_addf(out, "{\"field\":\"%s\",\"op\":\"%s\",\"value\":", fields[at].name,
                rule_op_name(op));
    buffer_add(out, is_list || op == RULE_BETWEEN ? TEXT("[") : TEXT_NONE);
    for (int i = 0; i < count; i++) {
        buffer_add(out, i == 0 ? TEXT_NONE : TEXT(","));
        add_value(world, out, fields[at].type);
    }
    buffer_add(out, is_list || op == RULE_BETWEEN ? TEXT("]}") : TEXT("}"));
}

static void add_condition(struct world *world, struct buffer *out, int depth)
{
    int kind = depth == 0 ? 3 : chance_below(&world->chance, 4);
    if (kind == 3) {
        add_leaf(world, out);
        return;
    }
    if (kind == 2) {
        buffer_add(out, TEXT("{\"not\":"));
        add_condition(world, out, depth - 1);
        buffer_add(out, TEXT("}"));
        return;
    }
    buffer_addf(out, "{\"%s\":[", kind == 0 ? "all" : "any");
    for (int i = 0, count = chance_below(&world->chance, 5); i < count; i++) {
        buffer_add(out, i == 0 ? TEXT_NONE : TEXT(","));
        add_condition(world, out, depth - 1);
    }
    buffer_add(out, TEXT("]}"));
}

static const struct jvalue *json(struct world *world, const struct buffer *source)
{
    const struct jvalue *out = NULL;
    struct fault fault = {0};
    struct text text = text_copy(world->arena, buffer_text(source));
    assert_true(json_read(world->arena, text, &out, &fault));
    return out;
}

/* Some texts that no condition names are among the facts, and grow as the world does. */
static struct facts *some_facts(struct world *world, int number)
{
    struct buffer out = buffer_open(world->arena, 512);
    struct facts *facts = facts_new(world->arena, world->space);
    struct fault fault = {0};
    bool is_first = true;
    buffer_add(&out, TEXT("{"));
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (chance_of(&world->chance, 25)) {
            continue;
        }
        buffer_addf(&out, "%s\"%s\":", is_first ? "" : ",", fields[i].name);
        is_first = false;
        if (fields[i].type == FACT_SET) {
            buffer_add(&out, TEXT("["));
            for (int k = chance_below(&world->chance, 3); k > 0; k--) {
                add_value(world, &out, FACT_SET);
                buffer_add(&out, TEXT(","));
            }
            buffer_add(&out, TEXT("\"else\"]"));
        } else if (fields[i].type == FACT_TEXT && chance_of(&world->chance, 30)) {
            buffer_addf(&out, "\"C39%d\"", number);
        } else {
            add_value(world, &out, fields[i].type);
        }
    }
    buffer_add(&out, TEXT("}"));
    assert_true(facts_read(facts, json(world, &out), NULL, &fault));
    return facts;
}

static struct world world_open(uint64_t seed)
{
    struct world world = {.arena = arena_open((size_t)64 << 20, (size_t)1 << 30),
                          .chance = chance_from(seed)};
    world.space = fact_space_open(world.arena);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        struct fact_field field = {.name = text_of(fields[i].name), .type = fields[i].type};
        assert_true(fact_space_add(world.space, &field));
    }
    for (int i = 0; i < POLICIES; i++) {
        struct buffer out = buffer_open(world.arena, 1024);
        struct fault fault = {0};
        add_condition(&world, &out, i % 6);
        assert_true(rule_compile(world.space, json(&world, &out), &world.rules[i], &fault));
    }
    fact_space_seal(world.space);
    world.crowd = crowd_open(world.arena, world.space, ENTERPRISES + 5);
    return world;
}

static void put(struct world *world, uint32_t enterprise)
{
    world->facts[enterprise] = some_facts(world, (int)enterprise);
    crowd_set(world->crowd, enterprise, world->facts[enterprise]);
}

static void assert_all_equal(struct world *world, const struct crowd_answers *answers,
                             uint32_t count)
{
    for (uint32_t p = 0; p < POLICIES; p++) {
        uint32_t seen[4] = {0, 0, 0, 0};
        for (uint32_t e = 0; e < count; e++) {
            struct rule_view view = {world->facts[e], RULE_MISSING_UNKNOWN};
            enum rule_answer answer = rule_evaluate(world->rules[p], view);
            assert_int_equal(crowd_answer(answers, p, e), answer);
            seen[answer]++;
        }
        assert_int_equal(crowd_count_answers(world->crowd, answers, p, RULE_YES), seen[RULE_YES]);
        assert_int_equal(crowd_count_answers(world->crowd, answers, p, RULE_NO), seen[RULE_NO]);
        assert_int_equal(crowd_count_answers(world->crowd, answers, p, RULE_UNKNOWN),
                         seen[RULE_UNKNOWN]);
    }
}

static void every_pair_is_answered_as_by_the_plain_evaluator(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct world world = world_open(seed);
        for (uint32_t e = 0; e < ENTERPRISES; e++) {
            put(&world, e);
        }
        const struct crowd_policies *policies =
            crowd_policies_build(world.arena, world.crowd, world.rules, POLICIES);
        struct crowd_answers answers = crowd_answers_room(world.arena, world.crowd, policies);
        crowd_match_all(world.arena, world.crowd, policies, &answers);
        assert_all_equal(&world, &answers, ENTERPRISES);
        assert_true(crowd_policies_size(policies).rows < crowd_policies_size(policies).literals);
        arena_close(world.arena);
    }
}

/* Facts change, enterprises come, with texts that were not there when the policies were compiled;
 * one by one into the lists, or all anew. */
static void changes_reach_the_lists_one_by_one(void **state)
{
    (void)state;
    struct world world = world_open(11);
    uint8_t of[POLICIES];
    for (uint32_t e = 0; e < ENTERPRISES / 2; e++) {
        put(&world, e);
    }
    const struct crowd_policies *policies =
        crowd_policies_build(world.arena, world.crowd, world.rules, POLICIES);
    struct crowd_answers answers = crowd_answers_room(world.arena, world.crowd, policies);
    crowd_match_all(world.arena, world.crowd, policies, &answers);
    for (uint32_t round = 0; round < ENTERPRISES; round++) {
        uint32_t known = crowd_count(world.crowd);
        bool is_new = round % 2 == 0 && known < ENTERPRISES;
        uint32_t e = is_new ? known : (uint32_t)chance_below(&world.chance, (int)known);
        put(&world, e);
        crowd_match_one(world.arena, world.crowd, policies, e, of);
        crowd_answers_put(&answers, e, of);
    }
    assert_int_equal(crowd_count(world.crowd), ENTERPRISES);
    assert_all_equal(&world, &answers, ENTERPRISES);
    struct crowd_answers anew = crowd_answers_room(world.arena, world.crowd, policies);
    crowd_match_all(world.arena, world.crowd, policies, &anew);
    assert_all_equal(&world, &anew, ENTERPRISES);
    arena_close(world.arena);
}

static void a_policy_alone_answers_as_among_all(void **state)
{
    (void)state;
    struct world world = world_open(5);
    for (uint32_t e = 0; e < ENTERPRISES; e++) {
        put(&world, e);
    }
    for (uint32_t p = 0; p < POLICIES; p++) {
        const struct crowd_policies *one =
            crowd_policies_build(world.arena, world.crowd, &world.rules[p], 1);
        struct crowd_answers answers = crowd_answers_room(world.arena, world.crowd, one);
        crowd_match_all(world.arena, world.crowd, one, &answers);
        for (uint32_t e = 0; e < ENTERPRISES; e++) {
            struct rule_view view = {world.facts[e], RULE_MISSING_UNKNOWN};
            assert_int_equal(crowd_answer(&answers, 0, e), rule_evaluate(world.rules[p], view));
        }
    }
    arena_close(world.arena);
}

static void nobody_and_nothing_are_no_trouble(void **state)
{
    (void)state;
    struct world world = world_open(6);
    const struct crowd_policies *none =
        crowd_policies_build(world.arena, world.crowd, world.rules, 0);
    struct crowd_answers answers = crowd_answers_room(world.arena, world.crowd, none);
    crowd_match_all(world.arena, world.crowd, none, &answers);
    const struct crowd_policies *all =
        crowd_policies_build(world.arena, world.crowd, world.rules, POLICIES);
    answers = crowd_answers_room(world.arena, world.crowd, all);
    crowd_match_all(world.arena, world.crowd, all, &answers);
    for (uint32_t p = 0; p < POLICIES; p++) {
        assert_int_equal(crowd_count_answers(world.crowd, &answers, p, RULE_YES), 0);
        assert_int_equal(crowd_count_answers(world.crowd, &answers, p, RULE_NO), 0);
    }
    arena_close(world.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_is_answered_as_by_the_plain_evaluator),
        cmocka_unit_test(changes_reach_the_lists_one_by_one),
        cmocka_unit_test(a_policy_alone_answers_as_among_all),
        cmocka_unit_test(nobody_and_nothing_are_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
