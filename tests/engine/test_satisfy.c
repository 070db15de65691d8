#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "chance.h"
#include "engine/rules/rules.h"

/* Can a condition hold? Against a twin that tries every combination of a fine grid of values. */

static const struct text modes[] = {{"a", 1}, {"b", 1}, {"c", 1}};
static const struct text topics[] = {{"x", 1}, {"y", 1}};

static struct fact_space *space_open(struct arena *arena)
{
    struct fact_space *space = fact_space_open(arena);
    const struct fact_field fields[] = {
        {.name = TEXT("new"), .type = FACT_BOOL},
        {.name = TEXT("area"), .type = FACT_NUMBER, .has_min = true, .min = 0},
        {.name = TEXT("storeys"), .type = FACT_INTEGER},
        {.name = TEXT("mode"), .type = FACT_ENUM, .values = {modes, 3}},
        {.name = TEXT("topics"), .type = FACT_SET, .values = {topics, 2}},
        {.name = TEXT("code"), .type = FACT_TEXT},
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        assert_true(fact_space_add(space, &fields[i]));
    }
    return space;
}

static enum rule_truth truth_of(const char *condition)
{
    struct arena *arena = arena_open((size_t)1 << 24, (size_t)1 << 26);
    struct fact_space *space = space_open(arena);
    const struct jvalue *json = NULL;
    const struct rule *rule = NULL;
    struct fault fault = {0};
    assert_true(json_read(arena, text_of(condition), &json, &fault));
    assert_true(rule_compile(space, json, &rule, &fault));
    fact_space_seal(space);
    enum rule_truth truth = rule_satisfiable(arena, space, rule);
    arena_close(arena);
    return truth;
}

#define LEAF(field, op, value) "{\"field\":\"" field "\",\"op\":\"" op "\",\"value\":" value "}"

static void contradictions_never_hold(void **state)
{
    (void)state;
    static const char *const never[] = {
        "{\"any\":[]}",
        "{\"not\":{\"all\":[]}}",
        "{\"all\":[" LEAF("area", "gt", "5") "," LEAF("area", "lt", "5") "]}",
        "{\"all\":[" LEAF("area", "gt", "5") "," LEAF("area", "lte", "5") "]}",
        LEAF("area", "lt", "0"), /* the field's smallest value is 0 */
        "{\"all\":[" LEAF("storeys", "gt", "1") "," LEAF("storeys", "lt", "2") "]}",
        LEAF("storeys", "eq", "1.5"),
        LEAF("mode", "eq", "\"d\""), /* not one of the field's values */
        "{\"all\":[" LEAF("mode", "eq", "\"a\"") "," LEAF("mode", "eq", "\"b\"") "]}",
        LEAF("mode", "not_in", "[\"a\",\"b\",\"c\"]"),
        LEAF("mode", "in", "[]"),
        LEAF("topics", "contains", "\"z\""),
        "{\"all\":[" LEAF("topics", "contains", "\"x\"") "," LEAF("topics", "not_contains",
                                                                  "\"x\"") "]}",
        "{\"all\":[" LEAF("new", "eq", "true") ",{\"not\":" LEAF("new", "ne", "false") "}]}",
        LEAF("new", "not_in", "[true,false]"),
        LEAF("area", "between", "[7,3]"),
        "{\"all\":[" LEAF("code", "prefix", "\"C39\"") "," LEAF("code", "lt", "\"C3\"") "]}",
    };
    for (size_t i = 0; i < COUNT_OF(never); i++) {
        assert_int_equal(truth_of(never[i]), RULE_NEVER_HOLDS);
    }
}

static void narrow_gaps_are_found(void **state)
{
    (void)state;
    static const char *const can[] = {
        "{\"all\":[" LEAF("area", "gt", "5") "," LEAF("area", "lt", "5.0000001") "]}",
        "{\"all\":[" LEAF("area", "gte", "5") "," LEAF("area", "lte", "5") "]}",
        "{\"all\":[" LEAF("storeys", "gt", "1") "," LEAF("storeys", "lt", "3") "]}",
        "{\"all\":[" LEAF("topics", "contains", "\"x\"") "," LEAF("topics", "contains",
                                                                  "\"y\"") "]}",
        "{\"all\":[" LEAF("code", "prefix", "\"C39\"") "," LEAF("code", "ne", "\"C39\"") "]}",
        "{\"all\":[" LEAF("code", "gt", "\"C39\"") "," LEAF(
            "code", "lt", "\"C4\"") ",{\"not\":" LEAF("code", "prefix", "\"C39\"") "}]}",
        LEAF("area", "lte", "0"),
    };
    for (size_t i = 0; i < COUNT_OF(can); i++) {
        assert_int_equal(truth_of(can[i]), RULE_CAN_HOLD);
    }
}

static void what_always_holds_is_told_apart(void **state)
{
    (void)state;
    assert_int_equal(truth_of("{\"all\":[]}"), RULE_ALWAYS_HOLDS);
    assert_int_equal(truth_of(LEAF("area", "gte", "0")), RULE_ALWAYS_HOLDS);
    assert_int_equal(
        truth_of("{\"any\":[" LEAF("new", "eq", "true") "," LEAF("new", "eq", "false") "]}"),
        RULE_ALWAYS_HOLDS);
}

/* ---- the twin: bool x 9 areas x 4 storeys x 3 modes x 4 sets ---- */

static bool holds_somewhere(struct arena *arena, const struct fact_space *space,
                            const struct rule *rule)
{
    struct facts *facts = facts_new(arena, space);
    for (int at = 0; at < 2 * 9 * 4 * 3 * 4; at++) {
        int set = at / (2 * 9 * 4 * 3);
        struct fault fault = {0};
        const struct jvalue *json = NULL;
        struct arena_mark mark = arena_mark(arena);
        struct text source = text_format(
            arena, "{\"new\":%s,\"area\":%d.%d,\"storeys\":%d,\"mode\":\"%c\",\"topics\":[%s]}",
            at % 2 ? "true" : "false", at / 2 % 9 / 2, at / 2 % 9 % 2 * 5, at / 18 % 4,
            "abc"[at / 72 % 3],
            set == 0   ? ""
            : set == 1 ? "\"x\""
            : set == 2 ? "\"y\""
                       : "\"x\",\"y\"");
        assert_true(json_read(arena, source, &json, &fault));
        assert_true(facts_read(facts, json, NULL, &fault));
        bool holds =
            rule_evaluate(rule, (struct rule_view){facts, RULE_MISSING_UNKNOWN}) == RULE_YES;
        arena_rewind(arena, mark);
        if (holds) {
            return true;
        }
    }
    return false;
}

static void add_condition(struct buffer *out, struct chance *chance, int depth)
{
    static const char *const orders[] = {"eq", "ne", "gt", "gte", "lt", "lte"};
    if (depth > 0 && chance_of(chance, 70)) {
        int kind = chance_below(chance, 5);
        int count = kind == 0 ? 1 : 2 + chance_below(chance, 3);
        buffer_add(out, kind == 0  ? TEXT("{\"not\":")
                        : kind < 4 ? TEXT("{\"all\":[")
                                   : TEXT("{\"any\":["));
        for (int i = 0; i < count; i++) {
            buffer_add(out, i > 0 ? TEXT(",") : TEXT_NONE);
            add_condition(out, chance, depth - 1);
        }
        buffer_add(out, kind == 0 ? TEXT("}") : TEXT("]}"));
        return;
    }
    switch (chance_below(chance, 5)) {
    case 0:
        buffer_addf(out, LEAF("new", "eq", "%s"), chance_of(chance, 50) ? "true" : "false");
        break;
    case 1:
        buffer_addf(out, LEAF("area", "%s", "%d"), orders[chance_below(chance, 6)],
                    chance_below(chance, 4));
        break;
    case 2:
        buffer_addf(out, LEAF("storeys", "%s", "%d"), orders[chance_below(chance, 6)],
                    chance_below(chance, 3));
        break;
    case 3:
        buffer_addf(out, LEAF("mode", "%s", "[\"%c\",\"%c\"]"),
                    chance_of(chance, 50) ? "in" : "not_in", "abc"[chance_below(chance, 3)],
                    "abc"[chance_below(chance, 3)]);
        break;
    default:
        buffer_addf(out, LEAF("topics", "%s", "\"%c\""),
                    chance_of(chance, 50) ? "contains" : "not_contains",
                    "xy"[chance_below(chance, 2)]);
        break;
    }
}

static void the_search_finds_what_the_grid_finds(void **state)
{
    (void)state;
    int never = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct arena *arena = arena_open((size_t)1 << 24, (size_t)1 << 26);
        struct fact_space *space = space_open(arena);
        struct chance chance = chance_from(seed);
        struct buffer source = buffer_open(arena, 256);
        const struct jvalue *json = NULL;
        const struct rule *rule = NULL;
        struct fault fault = {0};
        add_condition(&source, &chance, 3);
        assert_true(json_read(arena, buffer_text(&source), &json, &fault));
        assert_true(rule_compile(space, json, &rule, &fault));
        fact_space_seal(space);
        bool found = rule_satisfiable(arena, space, rule) != RULE_NEVER_HOLDS;
        assert_int_equal(found, holds_somewhere(arena, space, rule));
        never += !found;
        arena_close(arena);
    }
    assert_true(never > 20); /* the twin has something to contradict */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contradictions_never_hold),
        cmocka_unit_test(narrow_gaps_are_found),
        cmocka_unit_test(what_always_holds_is_told_apart),
        cmocka_unit_test(the_search_finds_what_the_grid_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
