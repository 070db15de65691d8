#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/fault.h"

struct fixture {
    struct arena *arena;
    struct fault fault;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.arena = arena_open(1 << 20, 16 << 20)};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_close(f->arena);
    return 0;
}

static bool says(struct fixture *f, enum language language, const char *sentence)
{
    return text_is(fault_sentence(f->arena, &f->fault, language), sentence);
}

static void a_fault_names_the_field_in_the_language_of_the_reader(void **state)
{
    struct fixture *f = *state;
    assert_false(fault_raise(&f->fault, FAULT_FIELD_REQUIRED, TEXT("name"), FAULT_NO_ARGS));
    assert_true(says(f, LANGUAGE_EN, "'name' is required"));
    fault_label(&f->fault, "项目名称", "project name");
    assert_true(says(f, LANGUAGE_EN, "'project name' is required"));
    assert_true(says(f, LANGUAGE_ZH, "“项目名称”必须填写"));
}

static void arguments_stand_where_the_sentence_wants_them(void **state)
{
    struct fixture *f = *state;
    fault_raise(&f->fault, FAULT_JSON_SYNTAX, TEXT_NONE, FAULT_ARGS(TEXT("3"), TEXT("14")));
    assert_true(says(f, LANGUAGE_EN, "The JSON is malformed (line 3, column 14)"));
    assert_true(says(f, LANGUAGE_ZH, "JSON 格式有误（第 3 行第 14 列）"));
}

static void braces_of_an_argument_are_only_braces(void **state)
{
    struct fixture *f = *state;
    fault_raise(&f->fault, FAULT_FIELD_UNKNOWN, TEXT("{field}"), FAULT_ARGS(TEXT("{1}{field}{")));
    assert_true(says(f, LANGUAGE_EN, "There is no field named '{1}{field}{'"));
}

static void the_first_cause_is_kept(void **state)
{
    struct fixture *f = *state;
    fault_raise(&f->fault, FAULT_STORE_FULL, TEXT_NONE, FAULT_NO_ARGS);
    fault_raise(&f->fault, FAULT_NOT_FOUND, TEXT("later"), FAULT_NO_ARGS);
    assert_int_equal(f->fault.code, FAULT_STORE_FULL);
    assert_string_equal(f->fault.field, "");
}

static void a_long_argument_is_cut_at_the_end_of_a_character(void **state)
{
    struct fixture *f = *state;
    char longer[1000];
    for (size_t i = 0; i < 999; i += 3) {
        memcpy(longer + i, "联", 3);
    }
    fault_raise(&f->fault, FAULT_FIELD_UNKNOWN, (struct text){longer, 999},
                FAULT_ARGS(((struct text){longer, 998})));
    assert_true(text_is_utf8(text_of(f->fault.arguments[0])));
    assert_true(text_is_utf8(text_of(f->fault.field)));
    assert_true(strlen(f->fault.arguments[0]) > 180);
}

static void what_may_go_well_later_is_a_failure_all_else_a_refusal(void **state)
{
    (void)state;
    assert_true(fault_is_failure(FAULT_STORE_FULL));
    assert_true(fault_is_failure(FAULT_STORE_BUSY));
    assert_false(fault_is_failure(FAULT_NOT_FOUND));
    assert_false(fault_is_failure(FAULT_VERSION_MOVED));
    assert_int_equal(fault_http_status(FAULT_NOT_FOUND), 404);
    assert_int_equal(fault_http_status(FAULT_VERSION_MOVED), 409);
    assert_string_equal(fault_code_name(FAULT_FIELD_REQUIRED), "field-required");
}

static void every_fault_has_a_sentence_and_an_advice_in_both_languages(void **state)
{
    struct fixture *f = *state;
    for (int code = FAULT_NONE + 1; code < FAULT_COUNT; code++) {
        struct fault fault = {.code = FAULT_NONE};
        fault_raise(&fault, (enum fault_code)code, TEXT("field"),
                    FAULT_ARGS(TEXT("one"), TEXT("two"), TEXT("three")));
        for (int language = LANGUAGE_ZH; language <= LANGUAGE_EN; language++) {
            struct text sentence = fault_sentence(f->arena, &fault, (enum language)language);
            struct text advice = fault_advice(f->arena, &fault, (enum language)language);
            bool whole = sentence.len > 0 && advice.len > 0 && text_is_utf8(sentence) &&
                         text_find(sentence, TEXT("{field}")) == SIZE_MAX &&
                         text_find(sentence, TEXT("{1}")) == SIZE_MAX;
            if (!whole) {
                fail_msg("%s", fault_code_name((enum fault_code)code));
            }
        }
    }
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_fault_names_the_field_in_the_language_of_the_reader),
        T(arguments_stand_where_the_sentence_wants_them),
        T(braces_of_an_argument_are_only_braces),
        T(the_first_cause_is_kept),
        T(a_long_argument_is_cut_at_the_end_of_a_character),
        T(what_may_go_well_later_is_a_failure_all_else_a_refusal),
        T(every_fault_has_a_sentence_and_an_advice_in_both_languages),
    };
    return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
