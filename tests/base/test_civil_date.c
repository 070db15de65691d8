#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil_date.h"
#include "chance.h"

/* The slow reference counts one day after the other, as a person would with a wall calendar. */
struct wall {
    int year, month, day;
    int weekday; /* 1 = Monday */
};

static bool is_leap(int year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

static void turn_the_page(struct wall *wall)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int length = lengths[wall->month - 1] + (wall->month == 2 && is_leap(wall->year));
    wall->weekday = wall->weekday % 7 + 1;
    if (++wall->day > length) {
        wall->day = 1;
        if (++wall->month > 12) {
            wall->month = 1;
            wall->year++;
        }
    }
}

static void every_day_of_ten_thousand_years_is_the_wall_calendars(void **state)
{
    (void)state;
    struct wall wall = {1, 1, 1, 1}; /* 0001-01-01 was a Monday */
    civil_date first = civil_date_from_parts((struct civil_parts){1, 1, 1});
    civil_date last = civil_date_from_parts((struct civil_parts){9999, 12, 31});
    for (civil_date day = first; day <= last; day++) {
        struct civil_parts parts = civil_date_parts(day);
        bool same = parts.year == wall.year && parts.month == wall.month && parts.day == wall.day &&
                    civil_date_from_parts(parts) == day && civil_date_weekday(day) == wall.weekday;
        if (!same) {
            fail_msg("day %d is %04d-%02d-%02d", (int)day, wall.year, wall.month, wall.day);
        }
        turn_the_page(&wall);
    }
    assert_int_equal(wall.year, 10000);
}

static void the_first_of_1970_is_day_0_and_a_thursday(void **state)
{
    (void)state;
    assert_int_equal(civil_date_from_parts((struct civil_parts){1970, 1, 1}), 0);
    assert_int_equal(civil_date_weekday(0), 4);
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    struct chance chance = chance_from(19700101);
    for (int i = 0; i < 20000; i++) {
        civil_date day = chance_below(&chance, 3652058) - 719162;
        civil_date back = CIVIL_DATE_NONE;
        char out[CIVIL_DATE_TEXT_SIZE];
        assert_true(civil_date_parse(civil_date_write(day, out), &back));
        assert_int_equal(back, day);
    }
}

static void no_day_is_written_as_nothing(void **state)
{
    (void)state;
    char out[CIVIL_DATE_TEXT_SIZE] = "x";
    assert_int_equal(civil_date_write(CIVIL_DATE_NONE, out).len, 0);
    assert_string_equal(out, "");
}

static void what_is_no_day_is_refused_and_leaves_the_output_alone(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",           "2026",        "2026-3-2",    "2026-03-2",   "2026/03/02",  "2026-13-01",
        "2026-00-10", "2026-02-29",  "2026-04-31",  "1900-02-29",  "0000-01-01",  "2026-03-00",
        "2026-03-32", " 2026-03-02", "2026-03-02 ", "2026-03-02T", "20260302",    "+026-03-02",
        "2026-03-0x", "2O26-03-02",  "-026-03-02",  "10000-01-01", "２026-03-02", "2026-03-02Z"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        civil_date day = 77;
        if (civil_date_parse(text_of(wrong[i]), &day)) {
            fail_msg("'%s' was taken for a day", wrong[i]);
        }
        assert_int_equal(day, 77);
    }
}

static void leap_days_exist_where_the_calendar_has_them(void **state)
{
    (void)state;
    civil_date day;
    assert_true(civil_date_parse(TEXT("2024-02-29"), &day));
    assert_true(civil_date_parse(TEXT("2000-02-29"), &day));
    assert_int_equal(civil_days_in_month(2100, 2), 28);
    assert_int_equal(civil_days_in_month(2000, 2), 29);
}

static void an_instant_belongs_to_the_citys_day(void **state)
{
    (void)state;
    /* 2026-11-23T15:59:59.999Z is still the 23rd at UTC+8, a millisecond later it is the 24th. */
    int64_t midnight = 1795449600000;
    civil_date day = civil_date_of_instant(midnight - 1, 480);
    assert_int_equal(civil_date_of_instant(midnight, 480), day + 1);
    assert_int_equal(civil_date_of_instant(midnight, 0), day);
    char out[CIVIL_DATE_TEXT_SIZE];
    assert_string_equal(civil_date_write(day, out).at, "2026-11-23");
    assert_int_equal(civil_date_of_instant(-1, 0), -1);
    assert_int_equal(civil_date_of_instant(0, -480), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_ten_thousand_years_is_the_wall_calendars),
        cmocka_unit_test(the_first_of_1970_is_day_0_and_a_thursday),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(no_day_is_written_as_nothing),
        cmocka_unit_test(what_is_no_day_is_refused_and_leaves_the_output_alone),
        cmocka_unit_test(leap_days_exist_where_the_calendar_has_them),
        cmocka_unit_test(an_instant_belongs_to_the_citys_day),
    };
    return cmocka_run_group_tests_name("civil date", tests, NULL, NULL);
}
