#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/name_table.h"
#include "base/text.h"

static void only_decimal_digits_within_64_bits_are_a_number(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_number;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"-0", true, 0},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"1e3", false, 0},
        {"0x10", false, 0},
        {"--1", false, 0},
        {"１", false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t value = 77;
        assert_int_equal(text_to_int(text_of(rows[i].text), &value), rows[i].is_number);
        assert_true(value == (rows[i].is_number ? rows[i].value : 77));
    }
}

/* The table of RFC 3629, and its neighbours just outside. */
static void utf8_is_strict(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool is_utf8;
    } rows[] = {
        {"", true},
        {"abc", true},
        {"联动", true},
        {"\xf0\x9f\x8f\xad", true},
        {"\xf4\x8f\xbf\xbf", true},  /* U+10FFFF */
        {"\xf4\x90\x80\x80", false}, /* above it */
        {"\xc0\x80", false},         /* overlong NUL */
        {"\xc1\xbf", false},         /* overlong */
        {"\xe0\x9f\xbf", false},     /* overlong */
        {"\xf0\x8f\xbf\xbf", false}, /* overlong */
        {"\xed\xa0\x80", false},     /* surrogate */
        {"\xed\xbf\xbf", false},     /* surrogate */
        {"\xee\x80\x80", true},      /* just above the surrogates */
        {"\x80", false},             /* continuation alone */
        {"\xe8\x81", false},         /* cut off */
        {"\xe8\x81\x94\xe5", false}, /* the second cut off */
        {"\xff", false},
        {"\xf8\x88\x80\x80\x80", false}, /* five bytes */
        {"a\xc3\x28", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (text_is_utf8(text_of(rows[i].bytes)) != rows[i].is_utf8) {
            fail_msg("row %zu", i);
        }
    }
}

static void length_counts_characters(void **state)
{
    (void)state;
    assert_int_equal(text_length(TEXT("")), 0);
    assert_int_equal(text_length(TEXT("联动platform")), 10);
    assert_int_equal(text_length(TEXT("\xf0\x9f\x8f\xad")), 1);
}

static void cutting_gives_the_pieces_in_order_and_ends_empty(void **state)
{
    (void)state;
    struct text rest = TEXT("a,,b");
    assert_true(text_is(text_cut(&rest, ','), "a"));
    assert_true(text_is(text_cut(&rest, ','), ""));
    assert_true(text_is(text_cut(&rest, ','), "b"));
    assert_int_equal(rest.len, 0);
    assert_non_null(rest.at);
    assert_int_equal(text_cut(&rest, ',').len, 0);
}

static void trimming_takes_white_space_at_both_ends_only(void **state)
{
    (void)state;
    assert_true(text_is(text_trim(TEXT(" \t\r\n\v\f a b \n")), "a b"));
    assert_true(text_is(text_trim(TEXT("   ")), ""));
    assert_true(text_is(text_trim(TEXT("")), ""));
}

static void finding_says_where_or_nowhere(void **state)
{
    (void)state;
    assert_int_equal(text_find(TEXT("招商引资"), TEXT("引")), 6);
    assert_int_equal(text_find(TEXT("abc"), TEXT("")), 0);
    assert_true(text_find(TEXT("abc"), TEXT("abcd")) == SIZE_MAX);
    assert_true(text_starts_with(TEXT("abc"), TEXT("ab")));
    assert_false(text_starts_with(TEXT("a"), TEXT("ab")));
    assert_true(text_ends_with(TEXT("abc"), TEXT("bc")));
    assert_false(text_ends_with(TEXT("c"), TEXT("bc")));
}

static void order_is_that_of_the_bytes_shorter_first(void **state)
{
    (void)state;
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("联"), TEXT("a")) > 0);
    assert_int_equal(text_compare(TEXT(""), TEXT("")), 0);
}

static void controls_are_found_and_line_ends_are_none(void **state)
{
    (void)state;
    assert_false(text_has_controls(TEXT("a\tb\r\nc")));
    assert_true(text_has_controls(TEXT("a\x01")));
    assert_true(text_has_controls(TEXT("a\x7f")));
    assert_true(text_has_controls(TEXT("\x1b[31m")));
}

static void a_name_is_found_again_and_put_only_once(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 16 << 20);
    struct name_table table = name_table_open(arena, 4);
    for (uint32_t i = 0; i < 2000; i++) {
        assert_true(name_table_put(&table, text_format(arena, "name-%u", i), i));
    }
    for (uint32_t i = 0; i < 2000; i++) {
        uint32_t found = 0;
        struct text name = text_format(arena, "name-%u", i);
        assert_true(name_table_find(&table, name, &found));
        assert_int_equal(found, i);
        assert_false(name_table_put(&table, name, 7));
    }
    uint32_t untouched = 77;
    assert_false(name_table_find(&table, TEXT("name-2000"), &untouched));
    assert_int_equal(untouched, 77);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_decimal_digits_within_64_bits_are_a_number),
        cmocka_unit_test(utf8_is_strict),
        cmocka_unit_test(length_counts_characters),
        cmocka_unit_test(cutting_gives_the_pieces_in_order_and_ends_empty),
        cmocka_unit_test(trimming_takes_white_space_at_both_ends_only),
        cmocka_unit_test(finding_says_where_or_nowhere),
        cmocka_unit_test(order_is_that_of_the_bytes_shorter_first),
        cmocka_unit_test(controls_are_found_and_line_ends_are_none),
        cmocka_unit_test(a_name_is_found_again_and_put_only_once),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
