#include "ground/form/form_draft.h"
#include "ground/form/form_paper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)8 << 20, (size_t)64 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const struct jvalue *json(const char *text)
{
    const struct jvalue *value = NULL;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(json_read(arena, text_of(text), &value, &fault));
    return value;
}

static struct form_field field_of(enum form_type type)
{
    return (struct form_field){.id = TEXT("f"),
                               .name = TEXT("项"),
                               .name_en = TEXT("field"),
                               .type = type,
                               .required = true,
                               .min = -1,
                               .max = -1};
}

static enum fault_code code_of(const struct form_field *field, const char *answers)
{
    struct fault fault = {.code = FAULT_NONE};
    bool fits = form_field_check(arena, field, json(answers), &fault);
    assert_true(fits == (fault.code == FAULT_NONE));
    return fault.code;
}

/* -- the codes -- */

/* Test vectors of the reference: numbers whose check characters were verified by a program. */
static void a_unified_code_is_checked_by_its_last_character(void **state)
{
    static const char *const right[] = {
        "91350100M000100Y43", "91350200MA2YJ1XR9G", "91350200776049653A", "91350500798359476R",
        "913502000728319549", "123502001549897397", "9135021359498494XQ", "91350213678251743X",
        "91350206MA31LUJ437", "91440101MA5CJQ4N59"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(right); i++) {
        assert_true(form_uscc_fits(text_of(right[i])));
        char other[19];
        strcpy(other, right[i]);
        other[17] = other[17] == '0' ? '1' : '0';
        assert_false(form_uscc_fits(text_of(other)));
    }
    assert_false(form_uscc_fits(TEXT("91350203M0001QAY9B"))); /* in use all the same: a warning */
    assert_false(form_uscc_fits(TEXT("91350100M000100Y4")));
}

static void a_code_in_use_whose_character_does_not_fit_is_not_refused(void **state)
{
    struct form_field field = field_of(FORM_TEXT);
    (void)state;
    field.check = TEXT("uscc");
    assert_int_equal(code_of(&field, "{\"f\":\"91350203M0001QAY9B\"}"), FAULT_NONE);
    assert_int_equal(code_of(&field, "{\"f\":\"91350203M0001QAY9I\"}"), FAULT_FORM_KIND);
}

static void a_project_code_is_checked_by_its_shape_alone(void **state)
{
    struct form_field field = field_of(FORM_TEXT);
    (void)state;
    field.check = TEXT("project_code");
    assert_int_equal(code_of(&field, "{\"f\":\"2605-350112-04-01-123456\"}"), FAULT_NONE);
    assert_int_equal(code_of(&field, "{\"f\":\"2605-350112-04-01-12345\"}"), FAULT_FORM_KIND);
    assert_int_equal(code_of(&field, "{\"f\":\"2605-350112-4-001-123456\"}"), FAULT_FORM_KIND);
}

/* -- kinds and bounds -- */

static void money_is_text_and_never_a_floating_number(void **state)
{
    struct form_field field = field_of(FORM_MONEY);
    (void)state;
    assert_int_equal(code_of(&field, "{\"f\":\"12345.67\"}"), FAULT_NONE);
    assert_int_equal(code_of(&field, "{\"f\":12345.67}"), FAULT_FORM_KIND);
    assert_int_equal(code_of(&field, "{\"f\":\"12345.678\"}"), FAULT_FORM_KIND);
    assert_int_equal(code_of(&field, "{\"f\":\"-1\"}"), FAULT_FORM_KIND);
    assert_int_equal(code_of(&field, "{\"f\":\"007\"}"), FAULT_FORM_KIND);
    assert_int_equal(code_of(&field, "{\"f\":\"1.\"}"), FAULT_FORM_KIND);
}

static void a_fact_fills_a_number_as_people_write_it(void **state)
{
    struct form_field field = field_of(FORM_NUMBER);
    (void)state;
    const struct jvalue *whole = form_value_of(arena, &field, json("68000"));
    const struct jvalue *part = form_value_of(arena, &field, json("0.125"));
    const struct jvalue *round = form_value_of(arena, &field, json("100.0"));
    assert_true(text_is(whole->text, "68000"));
    assert_true(text_is(part->text, "0.125"));
    assert_true(text_is(round->text, "100"));
    assert_null(form_value_of(arena, &field, json("-5")));
}

static void bounds_hold_for_fractions_too(void **state)
{
    struct form_field field = field_of(FORM_NUMBER);
    (void)state;
    field.min = 0;
    field.max = 1000;
    assert_int_equal(code_of(&field, "{\"f\":\"1000\"}"), FAULT_NONE);
    assert_int_equal(code_of(&field, "{\"f\":\"1000.5\"}"), FAULT_FIELD_TOO_LARGE);
    field.min = 1;
    assert_int_equal(code_of(&field, "{\"f\":\"0.5\"}"), FAULT_FIELD_TOO_SMALL);
}

static void blank_is_not_an_answer(void **state)
{
    struct form_field field = field_of(FORM_TEXT);
    (void)state;
    assert_int_equal(code_of(&field, "{}"), FAULT_FIELD_REQUIRED);
    assert_int_equal(code_of(&field, "{\"f\":null}"), FAULT_FIELD_REQUIRED);
    assert_int_equal(code_of(&field, "{\"f\":\"  \"}"), FAULT_FIELD_REQUIRED);
    field.required = false;
    assert_int_equal(code_of(&field, "{}"), FAULT_NONE);
}

static void a_day_does_not_come_before_the_one_it_follows(void **state)
{
    struct form_field field = field_of(FORM_DATE);
    (void)state;
    field.not_before = TEXT("first");
    assert_int_equal(code_of(&field, "{\"first\":\"2026-05-07\",\"f\":\"2026-05-06\"}"),
                     FAULT_FORM_ORDER);
    assert_int_equal(code_of(&field, "{\"first\":\"2026-05-07\",\"f\":\"2026-05-07\"}"),
                     FAULT_NONE);
    assert_int_equal(code_of(&field, "{\"f\":\"2026-02-30\"}"), FAULT_FORM_KIND);
}

static void a_statement_must_be_made(void **state)
{
    struct form_field field = field_of(FORM_BOOL);
    (void)state;
    field.check = TEXT("must_be_true");
    assert_int_equal(code_of(&field, "{\"f\":false}"), FAULT_FORM_STATEMENT);
    assert_int_equal(code_of(&field, "{\"f\":true}"), FAULT_NONE);
}

/* -- what is known -- */

static void the_newest_of_what_is_known_fills_the_field(void **state)
{
    struct form_field field = field_of(FORM_TEXT);
    struct form_known known[] = {
        {FORM_FROM_FACT, TEXT("a"), json("\"fact\""), 100, TEXT_NONE},
        {FORM_FROM_PROJECT, TEXT("p"), json("\"project\""), 100, TEXT_NONE},
        {FORM_FROM_ANSWER, TEXT("f"), json("\"answer\""), 90, TEXT_NONE},
        {FORM_FROM_ANSWER, TEXT("other"), json("\"elsewhere\""), 500, TEXT_NONE},
        {FORM_FROM_FACT, TEXT("a"), json("7"), 900, TEXT_NONE},
    };
    struct form_world world = {known, COUNT_OF(known)};
    struct form_filled filled;
    (void)state;
    field.sources =
        json("[{\"kind\":\"project\",\"name\":\"p\"},{\"kind\":\"fact\",\"name\":\"a\"}]");
    form_fill(arena, &field, &world, &filled);
    assert_true(filled.from == &known[1]); /* on one day the first source */
    assert_true(filled.other == &known[0]);
    known[2].on = 101;
    form_fill(arena, &field, &world, &filled);
    assert_true(filled.from == &known[2]); /* what was answered since */
    world.count = 0;
    form_fill(arena, &field, &world, &filled);
    assert_null(filled.from);
}

/* -- drafts -- */

static struct text merged(const char *current, const char *answers, int64_t seen, int64_t version,
                          struct fault *fault)
{
    struct text out = TEXT_NONE;
    struct form_draft_change change = {
        .answers = json(answers), .seen = seen, .version = version, .by = 7};
    bool kept =
        form_draft_merge(arena, current == NULL ? NULL : json(current), &change, &out, fault);
    assert_true(kept == (fault->code == FAULT_NONE));
    return out;
}

static void a_word_written_by_another_is_never_replaced_unseen(void **state)
{
    struct fault fault = {.code = FAULT_NONE};
    struct text one = merged(NULL, "{\"a\":\"x\",\"b\":\"y\"}", 0, 1, &fault);
    struct text two = merged(text_c_string(arena, one), "{\"a\":\"z\"}", 1, 2, &fault);
    (void)state;
    (void)merged(text_c_string(arena, two), "{\"b\":\"w\"}", 1, 3, &fault); /* another's field */
    assert_int_equal(fault.code, FAULT_NONE);
    (void)merged(text_c_string(arena, two), "{\"a\":\"z\"}", 1, 3, &fault); /* the same word */
    assert_int_equal(fault.code, FAULT_NONE);
    (void)merged(text_c_string(arena, two), "{\"a\":\"v\"}", 1, 3, &fault);
    assert_int_equal(fault.code, FAULT_VERSION_MOVED);
    assert_string_equal(fault.field, "answers.a");
}

#define WRITERS 3
#define FIELDS 5

/* Writers that look now and then and write what they last saw: against a table kept by hand of who
 * wrote what when. */
static void drafts_agree_with_a_table_kept_by_hand(void **state)
{
    const char *content = NULL;
    int value[FIELDS] = {0}, written_in[FIELDS] = {0}, seen[WRITERS] = {0}, version = 0;
    (void)state;
    srand(20261129);
    for (int step = 0; step < 3000; step++) {
        int who = rand() % WRITERS, field = rand() % FIELDS, next = 1 + rand() % 4;
        if (rand() % 3 == 0) {
            seen[who] = version;
            continue;
        }
        char change[64];
        struct fault fault = {.code = FAULT_NONE};
        snprintf(change, sizeof change, "{\"f%d\":%d}", field, next);
        bool is_lost = seen[who] > 0 && written_in[field] > seen[who] && value[field] != next;
        struct text out = merged(content, change, seen[who], version + 1, &fault);
        assert_int_equal(fault.code, is_lost ? FAULT_VERSION_MOVED : FAULT_NONE);
        if (is_lost) {
            continue;
        }
        version++;
        written_in[field] = value[field] == next ? written_in[field] : version;
        value[field] = next;
        content = text_c_string(arena, out);
        const struct jvalue *values =
            form_draft_values(arena, jvalue_get(json(content), "answers"));
        for (int i = 0; i < FIELDS; i++) {
            char name[8];
            snprintf(name, sizeof name, "f%d", i);
            assert_int_equal(jvalue_int(jvalue_get(values, name), 0), value[i]);
        }
        if (step % 50 == 0) { /* the arena is large, but not for three thousand copies */
            char kept[4096];
            snprintf(kept, sizeof kept, "%s", content);
            arena_close(arena);
            arena = arena_open((size_t)8 << 20, (size_t)64 << 20);
            content = text_c_string(arena, text_of(kept));
        }
    }
}

/* -- materials -- */

static void what_need_not_be_handed_in_is_never_missing(void **state)
{
    (void)state;
    for (int held = 0; held < FORM_PAPER_STATE_COUNT; held++) {
        struct form_paper paper = {.required = true, .state = (enum form_paper_state)held};
        assert_true(form_paper_is_missing(&paper) == (held == FORM_PAPER_NEEDED));
        paper.deferrable = true;
        assert_false(form_paper_is_missing(&paper));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unified_code_is_checked_by_its_last_character),
        cmocka_unit_test(a_code_in_use_whose_character_does_not_fit_is_not_refused),
        cmocka_unit_test(a_project_code_is_checked_by_its_shape_alone),
        cmocka_unit_test(money_is_text_and_never_a_floating_number),
        cmocka_unit_test(a_fact_fills_a_number_as_people_write_it),
        cmocka_unit_test(bounds_hold_for_fractions_too),
        cmocka_unit_test(blank_is_not_an_answer),
        cmocka_unit_test(a_day_does_not_come_before_the_one_it_follows),
        cmocka_unit_test(a_statement_must_be_made),
        cmocka_unit_test(the_newest_of_what_is_known_fills_the_field),
        cmocka_unit_test(a_word_written_by_another_is_never_replaced_unseen),
        cmocka_unit_test(drafts_agree_with_a_table_kept_by_hand),
        cmocka_unit_test(what_need_not_be_handed_in_is_never_missing),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
