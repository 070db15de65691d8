#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "chance.h"
#include "engine/rules/program.h"
#include "naive.h"

/* Conditions: three ways to the same answer (tree, program, twin), and what is said about them. */

static const struct naive_field fields[] = {{"new", FACT_BOOL},        {"rented", FACT_BOOL},
                                            {"area", FACT_NUMBER},     {"energy", FACT_NUMBER},
                                            {"storeys", FACT_INTEGER}, {"mode", FACT_ENUM},
                                            {"land", FACT_ENUM},       {"topics", FACT_SET},
                                            {"code", FACT_TEXT},       {"founded", FACT_DATE}};

struct bench {
    struct arena *arena;
    struct fact_space *space;
};

static struct bench bench_open(void)
{
    struct bench bench = {.arena = arena_open((size_t)1 << 24, (size_t)1 << 26)};
    bench.space = fact_space_open(bench.arena);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        struct fact_field field = {.name = text_of(fields[i].name), .type = fields[i].type};
        assert_true(fact_space_add(bench.space, &field));
    }
    return bench;
}

static const struct jvalue *json(struct arena *arena, const char *source)
{
    const struct jvalue *out = NULL;
    struct fault fault = {0};
    assert_true(json_read(arena, text_of(source), &out, &fault));
    return out;
}

static const struct rule *rule_of(struct bench *bench, const char *condition)
{
    const struct rule *rule = NULL;
    struct fault fault = {0};
    assert_true(rule_compile(bench->space, json(bench->arena, condition), &rule, &fault));
    return rule;
}

static struct facts *facts_of(struct bench *bench, const char *source)
{
    struct facts *facts = facts_new(bench->arena, bench->space);
    struct fault fault = {0};
    assert_true(facts_read(facts, json(bench->arena, source), NULL, &fault));
    return facts;
}

/* ---- random conditions and facts, as JSON text ---- */

static const char *const words[] = {"a", "ab", "abc", "b", "ba", "\xe5\x87\xba\xe8\xae\xa9"};
static const char *const days[] = {"2019-12-31", "2020-01-01", "2026-02-28", "1970-01-01"};

static void add_word(struct buffer *out, struct chance *chance)
{
    buffer_addf(out, "\"%s\"", words[chance_below(chance, (int)COUNT_OF(words))]);
}

static void add_value(struct buffer *out, struct chance *chance, enum fact_type type)
{
    switch (type) {
    case FACT_BOOL: buffer_add(out, chance_of(chance, 50) ? TEXT("true") : TEXT("false")); break;
    case FACT_NUMBER:
        buffer_addf(out, "%d%s", chance_below(chance, 5) - 1, chance_of(chance, 30) ? ".5" : "");
        break;
    case FACT_INTEGER: buffer_addf(out, "%d", chance_below(chance, 4)); break;
    case FACT_DATE: buffer_addf(out, "\"%s\"", days[chance_below(chance, 4)]); break;
    default: add_word(out, chance); break;
    }
}

static void add_list(struct buffer *out, struct chance *chance, enum fact_type type, int count)
{
    buffer_add_char(out, '[');
    for (int i = 0; i < count; i++) {
        buffer_add(out, i > 0 ? TEXT(",") : TEXT_NONE);
        add_value(out, chance, type);
    }
    buffer_add_char(out, ']');
}

static void add_leaf(struct buffer *out, struct chance *chance)
{
    static const char *const equal[] = {"eq", "ne", "in", "not_in"};
    static const char *const ordered[] = {"eq",  "ne", "in",  "not_in", "gt",
                                          "gte", "lt", "lte", "between"};
    static const char *const of_text[] = {"eq",  "ne", "in",  "not_in",  "gt",
                                          "gte", "lt", "lte", "between", "prefix"};
    static const char *const of_set[] = {"contains", "not_contains", "contains_any"};
    const struct naive_field *field = &fields[chance_below(chance, (int)COUNT_OF(fields))];
    const char *op = NULL;
    switch (field->type) {
    case FACT_BOOL: op = equal[chance_below(chance, 4)]; break;
    case FACT_SET: op = of_set[chance_below(chance, 3)]; break;
    case FACT_ENUM:
    case FACT_TEXT: op = of_text[chance_below(chance, 10)]; break;
    default: op = ordered[chance_below(chance, 9)]; break;
    }
    buffer_addf(out, "{\"field\":\"%s\",\"op\":\"%s\",\"value\":", field->name, op);
    if (strcmp(op, "between") == 0) {
        add_list(out, chance, field->type, 2);
    } else if (strcmp(op, "in") == 0 || strcmp(op, "not_in") == 0) {
        add_list(out, chance, field->type, chance_below(chance, 4));
    } else if (strcmp(op, "contains_any") == 0) {
        add_list(out, chance, FACT_TEXT, 1 + chance_below(chance, 3));
    } else {
        add_value(out, chance, field->type);
    }
    buffer_add_char(out, '}');
}

static void add_condition(struct buffer *out, struct chance *chance, int depth)
{
    int kind = depth == 0 ? 3 : chance_below(chance, 4);
    if (kind == 3) {
        add_leaf(out, chance);
        return;
    }
    if (kind == 2) {
        buffer_add(out, TEXT("{\"not\":"));
        add_condition(out, chance, depth - 1);
        buffer_add_char(out, '}');
        return;
    }
    buffer_add(out, kind == 0 ? TEXT("{\"all\":[") : TEXT("{\"any\":["));
    int count = chance_below(chance, 4);
    for (int i = 0; i < count; i++) {
        buffer_add(out, i > 0 ? TEXT(",") : TEXT_NONE);
        add_condition(out, chance, depth - 1);
    }
    buffer_add(out, TEXT("]}"));
}

static void add_facts(struct buffer *out, struct chance *chance)
{
    bool is_first = true;
    buffer_add_char(out, '{');
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (chance_of(chance, 35)) {
            continue;
        }
        buffer_addf(out, "%s\"%s\":", is_first ? "" : ",", fields[i].name);
        is_first = false;
        if (chance_of(chance, 10)) {
            buffer_add(out, TEXT("null"));
        } else if (fields[i].type == FACT_SET) {
            add_list(out, chance, FACT_TEXT, chance_below(chance, 4));
        } else {
            add_value(out, chance, fields[i].type);
        }
    }
    buffer_add_char(out, '}');
}

/* ---- properties ---- */

#define CONDITIONS 20

static void compare_all(struct bench *bench, struct chance *chance,
                        const struct jvalue *const *conditions, const struct rule *const *rules)
{
    const struct rule_program *program =
        rule_program_build(bench->arena, bench->space, rules, CONDITIONS);
    uint8_t *scratch = arena_alloc(bench->arena, rule_program_scratch(program));
    struct facts *facts = facts_new(bench->arena, bench->space);
    for (int round = 0; round < 20; round++) {
        struct buffer source = buffer_open(bench->arena, 256);
        struct fault fault = {0};
        add_facts(&source, chance);
        const struct jvalue *object = NULL;
        assert_true(json_read(bench->arena, buffer_text(&source), &object, &fault));
        assert_true(facts_read(facts, object, NULL, &fault));
        for (int missing = 0; missing < 2; missing++) {
            struct naive_world world = {fields, COUNT_OF(fields), object,
                                        (enum rule_missing)missing};
            struct rule_view view = {facts, (enum rule_missing)missing};
            uint8_t answers[CONDITIONS];
            rule_program_run(program, view, scratch, answers);
            for (int i = 0; i < CONDITIONS; i++) {
                enum rule_answer expected = naive_evaluate(&world, conditions[i]);
                assert_int_equal(rule_evaluate(rules[i], view), expected);
                assert_int_equal(answers[i], expected);
            }
        }
    }
}

static void tree_program_and_twin_agree(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct bench bench = bench_open();
        struct chance chance = chance_from(seed);
        const struct jvalue *conditions[CONDITIONS];
        const struct rule *rules[CONDITIONS];
        for (int i = 0; i < CONDITIONS; i++) {
            struct buffer source = buffer_open(bench.arena, 256);
            struct fault fault = {0};
            add_condition(&source, &chance, 3);
            assert_true(json_read(bench.arena, buffer_text(&source), &conditions[i], &fault));
            assert_true(rule_compile(bench.space, conditions[i], &rules[i], &fault));
        }
        fact_space_seal(bench.space);
        compare_all(&bench, &chance, conditions, rules);
        arena_close(bench.arena);
    }
}

/* Giving a fact that was not asked for never decides an unknown condition. */
static void what_is_not_asked_for_decides_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        struct bench bench = bench_open();
        struct chance chance = chance_from(seed);
        struct buffer source = buffer_open(bench.arena, 256);
        struct buffer given = buffer_open(bench.arena, 256);
        struct buffer more = buffer_open(bench.arena, 256);
        const struct jvalue *object = NULL;
        struct fault fault = {0};
        uint8_t asked[COUNT_OF(fields)] = {0};
        add_condition(&source, &chance, 3);
        const struct rule *rule = rule_of(&bench, text_c_string(bench.arena, buffer_text(&source)));
        fact_space_seal(bench.space);
        add_facts(&given, &chance);
        struct facts *facts = facts_of(&bench, text_c_string(bench.arena, buffer_text(&given)));
        struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
        rule_questions(rule, view, asked);
        enum rule_answer before = rule_evaluate(rule, view);
        add_facts(&more, &chance);
        assert_true(json_read(bench.arena, buffer_text(&more), &object, &fault));
        for (uint32_t i = 0; i < COUNT_OF(fields); i++) {
            const struct jvalue *value = jvalue_get(object, fields[i].name);
            if (!facts_has(facts, i) && !asked[i] && !jvalue_is_null(value)) {
                assert_true(facts_set(facts, i, value, &fault));
            }
        }
        assert_int_equal(rule_evaluate(rule, view), before);
        arena_close(bench.arena);
    }
}

/* ---- claims ---- */

static void an_absent_enum_equals_nothing(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    static const struct {
        const char *condition;
        enum rule_answer negative;
    } cases[] = {
        {"{\"field\":\"mode\",\"op\":\"eq\",\"value\":\"a\"}", RULE_NO},
        {"{\"field\":\"mode\",\"op\":\"ne\",\"value\":\"a\"}", RULE_YES},
        {"{\"field\":\"mode\",\"op\":\"in\",\"value\":[\"a\"]}", RULE_NO},
        {"{\"field\":\"mode\",\"op\":\"not_in\",\"value\":[\"a\"]}", RULE_YES},
        {"{\"field\":\"mode\",\"op\":\"lt\",\"value\":\"z\"}", RULE_NO},
        {"{\"field\":\"new\",\"op\":\"eq\",\"value\":false}", RULE_YES},
        {"{\"field\":\"area\",\"op\":\"lte\",\"value\":0}", RULE_YES},
        {"{\"field\":\"area\",\"op\":\"gt\",\"value\":0}", RULE_NO},
        {"{\"field\":\"topics\",\"op\":\"contains\",\"value\":\"a\"}", RULE_NO},
        {"{\"field\":\"topics\",\"op\":\"not_contains\",\"value\":\"a\"}", RULE_YES},
    };
    const struct rule *rules[COUNT_OF(cases)];
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        rules[i] = rule_of(&bench, cases[i].condition);
    }
    fact_space_seal(bench.space);
    struct facts *facts = facts_of(&bench, "{}");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(rule_evaluate(rules[i], (struct rule_view){facts, RULE_MISSING_NEGATIVE}),
                         cases[i].negative);
        assert_int_equal(rule_evaluate(rules[i], (struct rule_view){facts, RULE_MISSING_UNKNOWN}),
                         RULE_UNKNOWN);
    }
    arena_close(bench.arena);
}

static void a_reason_names_the_gap_and_what_was_decisive(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    const struct rule *rule =
        rule_of(&bench, "{\"all\":[{\"field\":\"new\",\"op\":\"eq\",\"value\":true},"
                        "{\"field\":\"area\",\"op\":\"gte\",\"value\":500},"
                        "{\"field\":\"energy\",\"op\":\"gt\",\"value\":10}]}");
    fact_space_seal(bench.space);
    struct facts *facts = facts_of(&bench, "{\"new\":true,\"area\":420.5}");
    struct rule_reasons reasons =
        rule_explain(bench.arena, rule, (struct rule_view){facts, RULE_MISSING_UNKNOWN});
    assert_int_equal(reasons.count, 3);
    assert_false(reasons.items[0].is_decisive);
    assert_true(reasons.items[1].is_decisive);
    assert_int_equal(reasons.items[1].answer, RULE_NO);
    assert_true(reasons.items[1].has_gap);
    assert_true(reasons.items[1].gap > -79.6 && reasons.items[1].gap < -79.4);
    assert_false(reasons.items[2].is_given);
    assert_int_equal(reasons.items[2].answer, RULE_UNKNOWN);
    arena_close(bench.arena);
}

static void only_fields_that_still_matter_are_asked_for(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    const struct rule *rule =
        rule_of(&bench, "{\"all\":[{\"any\":[{\"field\":\"new\",\"op\":\"eq\",\"value\":true},"
                        "{\"field\":\"rented\",\"op\":\"eq\",\"value\":true}]},"
                        "{\"field\":\"area\",\"op\":\"gt\",\"value\":0}]}");
    fact_space_seal(bench.space);
    uint8_t asked[COUNT_OF(fields)] = {0};
    struct facts *facts = facts_of(&bench, "{\"new\":true}");
    rule_questions(rule, (struct rule_view){facts, RULE_MISSING_UNKNOWN}, asked);
    assert_int_equal(asked[0] + asked[1], 0); /* the `any` is settled */
    assert_int_equal(asked[2], 1);
    arena_close(bench.arena);
}

static void wrong_conditions_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *condition;
        const char *place;
    } wrong[] = {
        {"[]", ""},
        {"{}", ""},
        {"{\"every\":[]}", ""},
        {"{\"all\":{}}", "all"},
        {"{\"all\":[{\"any\":[{\"field\":\"no\",\"op\":\"eq\",\"value\":1}]}]}", "all[0].any[0]"},
        {"{\"not\":{\"field\":\"area\",\"op\":\"equals\",\"value\":1}}", "not"},
        {"{\"field\":\"area\",\"op\":\"eq\",\"value\":\"1\"}", ""},
        {"{\"field\":\"area\",\"op\":\"eq\",\"value\":null}", ""},
        {"{\"field\":\"area\",\"op\":\"in\",\"value\":3}", ""},
        {"{\"field\":\"area\",\"op\":\"between\",\"value\":[1]}", ""},
        {"{\"field\":\"area\",\"op\":\"contains\",\"value\":\"a\"}", ""},
        {"{\"field\":\"new\",\"op\":\"gt\",\"value\":true}", ""},
        {"{\"field\":\"topics\",\"op\":\"eq\",\"value\":\"a\"}", ""},
        {"{\"field\":\"founded\",\"op\":\"gt\",\"value\":\"2026-02-30\"}", ""},
        {"{\"field\":\"topics\",\"op\":\"contains_any\",\"value\":[]}", ""},
        {"{\"field\":\"area\",\"op\":\"eq\"}", ""},
        {"{\"field\":\"area\",\"op\":\"eq\",\"value\":1,\"note\":\"x\"}", ""},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct bench bench = bench_open();
        const struct rule *rule = NULL;
        struct fault fault = {0};
        assert_false(
            rule_compile(bench.space, json(bench.arena, wrong[i].condition), &rule, &fault));
        assert_int_equal(fault.code, FAULT_RULE_WRONG);
        assert_string_equal(fault.field, wrong[i].place);
        assert_null(rule);
        arena_close(bench.arena);
    }
}

static void facts_of_the_wrong_type_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{\"new\":1}",
        "{\"new\":\"true\"}",
        "{\"area\":\"5\"}",
        "{\"area\":true}",
        "{\"storeys\":1.5}",
        "{\"storeys\":-1}",
        "{\"mode\":1}",
        "{\"mode\":[\"a\"]}",
        "{\"topics\":\"a\"}",
        "{\"topics\":[1]}",
        "{\"code\":false}",
        "{\"founded\":2026}",
        "{\"founded\":\"2026-02-30\"}",
        "{\"area\":{}}",
    };
    struct bench bench = bench_open();
    fact_space_seal(bench.space);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct facts *facts = facts_new(bench.arena, bench.space);
        struct fault fault = {0};
        assert_false(facts_read(facts, json(bench.arena, wrong[i]), NULL, &fault));
        assert_int_equal(fault.code, FAULT_FIELD_TYPE);
    }
    arena_close(bench.arena);
}

static void odd_facts_are_warned_of_and_kept(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    static const struct text values[] = {{"a", 1}, {"b", 1}};
    struct fact_field listed = {.name = TEXT("listed"), .type = FACT_ENUM, .values = {values, 2}};
    struct fact_field bounded = {
        .name = TEXT("bounded"), .type = FACT_NUMBER, .has_min = true, .min = 0};
    struct fact_warnings warnings = {.count = 0};
    struct fault fault = {0};
    assert_true(fact_space_add(bench.space, &listed));
    assert_true(fact_space_add(bench.space, &bounded));
    assert_false(fact_space_add(bench.space, &bounded));
    fact_space_seal(bench.space);
    struct facts *facts = facts_new(bench.arena, bench.space);
    assert_true(facts_read(
        facts, json(bench.arena, "{\"listed\":\"z\",\"bounded\":-1,\"nobody\":1,\"new\":null}"),
        &warnings, &fault));
    assert_int_equal(warnings.count, 3);
    assert_int_equal(warnings.items[0].oddity, FACT_OUTSIDE_LIST);
    assert_int_equal(warnings.items[1].oddity, FACT_BELOW_MIN);
    assert_int_equal(warnings.items[2].oddity, FACT_UNKNOWN_NAME);
    assert_false(facts_has(facts, 0));
    arena_close(bench.arena);
}

static void equal_parts_are_compiled_once(void **state)
{
    (void)state;
    struct bench bench = bench_open();
    const char *condition = "{\"all\":[{\"field\":\"area\",\"op\":\"gte\",\"value\":500},"
                            "{\"field\":\"mode\",\"op\":\"eq\",\"value\":\"a\"}]}";
    const struct rule *rules[50];
    for (int i = 0; i < 50; i++) {
        rules[i] = rule_of(&bench, condition);
    }
    fact_space_seal(bench.space);
    const struct rule_program *program = rule_program_build(bench.arena, bench.space, rules, 50);
    assert_int_equal(rule_program_size(program).leaves, 2);
    assert_int_equal(rule_program_size(program).steps, 1);
    arena_close(bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tree_program_and_twin_agree),
        cmocka_unit_test(what_is_not_asked_for_decides_nothing),
        cmocka_unit_test(an_absent_enum_equals_nothing),
        cmocka_unit_test(a_reason_names_the_gap_and_what_was_decisive),
        cmocka_unit_test(only_fields_that_still_matter_are_asked_for),
        cmocka_unit_test(wrong_conditions_are_refused_with_their_place),
        cmocka_unit_test(facts_of_the_wrong_type_are_refused),
        cmocka_unit_test(odd_facts_are_warned_of_and_kept),
        cmocka_unit_test(equal_parts_are_compiled_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
