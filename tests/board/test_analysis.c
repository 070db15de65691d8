#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "board/analysis_inside.h"

/* Periods of the analysis: whole months and quarters of the calendar, none that has not begun; and
 * nothing divided by zero. */

static civil_date day(int year, int month, int of_month)
{
    return civil_date_from_parts((struct civil_parts){year, month, of_month});
}

static void a_month_is_whole_or_up_to_today(void **state)
{
    struct analysis_period period;
    (void)state;
    assert_true(analysis_month_parse(TEXT("2024-02"), day(2026, 11, 29), &period));
    assert_int_equal(period.first, day(2024, 2, 1));
    assert_int_equal(period.last, day(2024, 2, 29));
    assert_int_equal(period.end, day(2024, 2, 29));
    assert_true(analysis_month_parse(TEXT("2026-11"), day(2026, 11, 29), &period));
    assert_int_equal(period.end, day(2026, 11, 29));
    assert_int_equal(period.last, day(2026, 11, 30));
    assert_int_equal(analysis_next_month_end(&period), day(2026, 12, 31));
    assert_true(analysis_month_parse(TEXT("2026-12"), day(2026, 12, 1), &period));
    assert_int_equal(period.end, day(2026, 12, 1));
    assert_int_equal(analysis_next_month_end(&period), day(2027, 1, 31));
}

static void what_is_no_month_is_refused(void **state)
{
    static const char *const wrong[] = {"2026-12", "2026-13", "2026-00", "2026-1", "2026-011",
                                        "2026/11", "26-11",   "-026-11", "",       "0001-01",
                                        "2026-Q1", "2026-1-", "2026- 1", "9999-01"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct analysis_period period = {1, 2, 3};
        assert_false(analysis_month_parse(text_of(wrong[i]), day(2026, 11, 29), &period));
        assert_int_equal(period.first, 1);
    }
}

static void a_quarter_is_three_months(void **state)
{
    static const char *const wrong[] = {"2027-Q1",  "2026-Q0", "2026-Q5", "2026-q3",
                                        "2026-Q33", "2026Q3",  "2026-11", ""};
    struct analysis_period period;
    (void)state;
    assert_true(analysis_quarter_parse(TEXT("2026-Q3"), day(2026, 11, 29), &period));
    assert_int_equal(period.first, day(2026, 7, 1));
    assert_int_equal(period.end, day(2026, 9, 30));
    assert_true(analysis_quarter_parse(TEXT("2026-Q4"), day(2026, 11, 29), &period));
    assert_int_equal(period.last, day(2026, 12, 31));
    assert_int_equal(period.end, day(2026, 11, 29));
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(analysis_quarter_parse(text_of(wrong[i]), day(2026, 11, 29), &period));
    }
}

static void the_one_before_is_as_long_and_over(void **state)
{
    struct analysis_period period;
    (void)state;
    assert_true(analysis_quarter_parse(TEXT("2026-Q1"), day(2026, 11, 29), &period));
    struct analysis_period before = analysis_before(&period);
    assert_int_equal(before.first, day(2025, 10, 1));
    assert_int_equal(before.end, day(2025, 12, 31));
    assert_true(analysis_quarter_parse(TEXT("2026-Q4"), day(2026, 11, 29), &period));
    before = analysis_before(&period);
    assert_int_equal(before.first, day(2026, 7, 1));
    assert_int_equal(before.last, day(2026, 9, 30));
    assert_true(analysis_month_parse(TEXT("2026-01"), day(2026, 11, 29), &period));
    before = analysis_before(&period);
    assert_int_equal(before.first, day(2025, 12, 1));
    assert_int_equal(before.end, day(2025, 12, 31));
}

static void nothing_is_divided_by_zero(void **state)
{
    int64_t rate = -1;
    (void)state;
    assert_false(analysis_permille(0, 0, &rate));
    assert_int_equal(rate, -1);
    assert_true(analysis_permille(14, 15, &rate));
    assert_int_equal(rate, 933);
    assert_true(analysis_permille(0, 15, &rate));
    assert_int_equal(rate, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_is_whole_or_up_to_today),
        cmocka_unit_test(what_is_no_month_is_refused),
        cmocka_unit_test(a_quarter_is_three_months),
        cmocka_unit_test(the_one_before_is_as_long_and_over),
        cmocka_unit_test(nothing_is_divided_by_zero),
    };
    return cmocka_run_group_tests_name("analysis", tests, NULL, NULL);
}
