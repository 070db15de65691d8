#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/calendar/hours.h"

/* Office hours 09:00-12:00 and 14:00-17:00, and a twin that steps from minute to minute. */

static struct arena *arena;
static const struct calendar *calendar;
static const struct hours hours = {{{540, 720}, {840, 1020}}, 2};
static struct office office = {.hours = &hours};

static struct hours_moment moment(const char *text)
{
    struct hours_moment out;
    assert_true(hours_moment_parse(text_of(text), &out));
    return out;
}

static int set_up(void **state)
{
    (void)state;
    civil_date off[2];
    civil_date work[1];
    struct fault fault = {.code = FAULT_NONE};
    arena = arena_open((size_t)1 << 22, (size_t)1 << 24);
    assert_true(civil_date_parse(TEXT("2026-10-01"), &off[0]));
    assert_true(civil_date_parse(TEXT("2026-10-02"), &off[1]));
    assert_true(civil_date_parse(TEXT("2026-10-10"), &work[0]));
    const struct calendar_year year = {2026, off, 2, work, 1};
    assert_true(calendar_build(arena, &year, 1, &calendar, &fault));
    office.calendar = calendar;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void is_after(const char *from, int64_t minutes, const char *wanted)
{
    struct hours_moment got;
    struct fault fault = {.code = FAULT_NONE};
    char text[HOURS_MOMENT_SIZE];
    assert_true(hours_add(&office, moment(from), minutes, &got, &fault));
    struct text said = hours_moment_write(got, text);
    assert_int_equal(said.len, strlen(wanted));
    assert_memory_equal(said.at, wanted, said.len);
}

static void limits_fall_where_a_person_would_put_them(void **state)
{
    (void)state;
    is_after("2026-11-27 16:00", 240, "2026-11-30 12:00"); /* Friday to Monday noon */
    is_after("2026-11-30 09:00", 180, "2026-11-30 12:00");
    is_after("2026-11-30 12:30", 60, "2026-11-30 15:00"); /* lunch does not count */
    is_after("2026-11-28 10:00", 60, "2026-11-30 10:00"); /* nor does Saturday */
    is_after("2026-11-30 20:00", 1, "2026-12-01 09:01");
    is_after("2026-11-30 09:00", 360, "2026-11-30 17:00"); /* a day ends on that day */
    is_after("2026-09-30 16:30", 60, "2026-10-05 09:30");  /* over the holiday */
    is_after("2026-10-09 16:30", 60, "2026-10-10 09:30");  /* a Saturday that is worked */
    is_after("2026-11-30 12:00", -60, "2026-11-30 11:00");
    is_after("2026-11-30 10:00", -120, "2026-11-27 16:00");
    is_after("2026-11-28 10:00", -60, "2026-11-27 16:00");
}

static bool is_worked(struct hours_moment at)
{
    bool is_office =
        (at.minute >= 540 && at.minute < 720) || (at.minute >= 840 && at.minute < 1020);
    return is_office && calendar_is_working_day(calendar, at.day);
}

static struct hours_moment after(struct hours_moment at)
{
    at.minute = (at.minute + 1) % 1440;
    at.day += at.minute == 0;
    return at;
}

static void a_twin_that_steps_by_the_minute_agrees(void **state)
{
    (void)state;
    struct chance chance = {20261129};
    struct fault fault = {.code = FAULT_NONE};
    for (int i = 0; i < 400; i++) {
        struct hours_moment from = moment("2026-09-25 00:00");
        from.day += chance_below(&chance, 40);
        from.minute = chance_below(&chance, 1440);
        int64_t minutes = 1 + chance_below(&chance, 1500);
        struct hours_moment twin = from;
        for (int64_t left = minutes; left > 0; twin = after(twin)) {
            left -= is_worked(twin);
        }
        struct hours_moment got;
        assert_true(hours_add(&office, from, minutes, &got, &fault));
        assert_int_equal(got.day, twin.day);
        assert_int_equal(got.minute, twin.minute);
        assert_int_equal(hours_between(&office, from, got), minutes);
        assert_int_equal(hours_between(&office, got, from), -minutes);
    }
}

static void hours_out_of_order_are_none(void **state)
{
    (void)state;
    assert_true(hours_are_right(&hours));
    assert_false(hours_are_right(&(struct hours){.count = 0}));
    assert_false(hours_are_right(&(struct hours){{{840, 1020}, {540, 720}}, 2}));
    assert_false(hours_are_right(&(struct hours){{{540, 540}}, 1}));
    assert_false(hours_are_right(&(struct hours){{{540, 1441}}, 1}));
    int minute = 0;
    assert_false(hours_minute_parse(TEXT("9:00"), &minute));
    assert_false(hours_minute_parse(TEXT("09:60"), &minute));
    assert_false(hours_minute_parse(TEXT("24:01"), &minute));
    assert_true(hours_minute_parse(TEXT("24:00"), &minute));
    struct hours_moment at;
    assert_false(hours_moment_parse(TEXT("2026-11-30T09:00"), &at));
    assert_false(hours_moment_parse(TEXT("2026-02-30 09:00"), &at));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_fall_where_a_person_would_put_them),
        cmocka_unit_test(a_twin_that_steps_by_the_minute_agrees),
        cmocka_unit_test(hours_out_of_order_are_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
