#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/calendar/calendar.h"

/* The calendar of 2026 as announced, and a twin that steps from day to day. */

static struct arena *arena;
static const struct calendar *calendar;
static civil_date off_days[64];
static size_t off_count;
static civil_date work_days[16];
static size_t work_count;

static civil_date day(const char *text)
{
    civil_date out = 0;
    assert_true(civil_date_parse(text_of(text), &out));
    return out;
}

static void add_off(const char *from, const char *to)
{
    for (civil_date at = day(from); at <= day(to); at++) {
        off_days[off_count++] = at;
    }
}

static int set_up(void **state)
{
    (void)state;
    static const char *const made_up[] = {"2026-01-04", "2026-02-14", "2026-02-28",
                                          "2026-05-09", "2026-09-20", "2026-10-10"};
    struct fault fault = {0};
    arena = arena_open((size_t)1 << 24, (size_t)1 << 24);
    off_count = work_count = 0;
    add_off("2026-01-01", "2026-01-03");
    add_off("2026-02-15", "2026-02-23");
    add_off("2026-04-04", "2026-04-06");
    add_off("2026-05-01", "2026-05-05");
    add_off("2026-06-19", "2026-06-21");
    add_off("2026-09-25", "2026-09-27");
    add_off("2026-10-01", "2026-10-07");
    for (size_t i = 0; i < COUNT_OF(made_up); i++) {
        work_days[work_count++] = day(made_up[i]);
    }
    struct calendar_year year = {2026, off_days, off_count, work_days, work_count};
    return calendar_build(arena, &year, 1, &calendar, &fault) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* ---- the twin ---- */

static bool twin_works(civil_date at)
{
    for (size_t i = 0; i < work_count; i++) {
        if (work_days[i] == at) {
            return true;
        }
    }
    for (size_t i = 0; i < off_count; i++) {
        if (off_days[i] == at) {
            return false;
        }
    }
    return civil_date_weekday(at) <= 5;
}

static civil_date twin_add(civil_date from, int64_t days)
{
    int step = days < 0 ? -1 : 1;
    for (int64_t left = days * step; left > 0;) {
        from += step;
        left -= twin_works(from);
    }
    return from;
}

static int64_t twin_count(civil_date from, civil_date to)
{
    int64_t count = 0;
    for (civil_date at = from + 1; at <= to; at++) {
        count += twin_works(at);
    }
    for (civil_date at = to; at < from; at++) {
        count -= twin_works(at);
    }
    return count;
}

static bool twin_provisional(civil_date a, civil_date b)
{
    civil_date first = a < b ? a : b;
    civil_date last = a < b ? b : a;
    return civil_date_parts(first).year != 2026 || civil_date_parts(last).year != 2026;
}

static struct calendar_day add(const char *from, int64_t days)
{
    struct calendar_day out = {0};
    struct fault fault = {0};
    assert_true(calendar_add(calendar, day(from), days, &out, &fault));
    return out;
}

/* ---- claims ---- */

static void limits_end_on_the_days_of_the_handbook(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int days;
        const char *to;
    } vectors[] = {
        {"2026-02-13", 5, "2026-02-27"},  {"2026-02-13", 10, "2026-03-05"},
        {"2026-02-13", 20, "2026-03-19"}, {"2026-09-18", 1, "2026-09-20"},
        {"2026-09-18", 10, "2026-10-09"}, {"2026-09-24", 5, "2026-10-09"},
        {"2026-04-30", 7, "2026-05-13"},  {"2026-05-08", 1, "2026-05-09"},
        {"2026-03-02", 45, "2026-05-08"},
    };
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        struct calendar_day end = add(vectors[i].from, vectors[i].days);
        assert_int_equal(end.day, day(vectors[i].to));
        assert_false(end.is_provisional);
    }
}

static void the_year_2026_has_248_working_days(void **state)
{
    (void)state;
    struct calendar_count count = calendar_count(calendar, day("2025-12-31"), day("2026-12-31"));
    assert_int_equal(count.working_days, 248);
}

static void adding_no_days_gives_the_day_itself(void **state)
{
    (void)state;
    assert_int_equal(add("2026-02-15", 0).day, day("2026-02-15")); /* a holiday */
    assert_int_equal(add("2026-03-02", 0).day, day("2026-03-02"));
}

static void the_first_working_day_on_or_after_may_be_the_day_itself(void **state)
{
    (void)state;
    struct calendar_day out = {0};
    struct fault fault = {0};
    assert_true(calendar_next(calendar, day("2026-02-15"), &out, &fault));
    assert_int_equal(out.day, day("2026-02-24"));
    assert_true(calendar_next(calendar, day("2026-09-20"), &out, &fault));
    assert_int_equal(out.day, day("2026-09-20")); /* a worked Sunday */
}

static void years_without_a_list_are_provisional_before_and_after(void **state)
{
    (void)state;
    assert_true(calendar_is_provisional(calendar, day("2025-12-31")));
    assert_false(calendar_is_provisional(calendar, day("2026-01-01")));
    assert_true(calendar_is_provisional(calendar, day("2027-01-01")));
    assert_true(calendar_is_working_day(calendar, day("2027-01-01"))); /* a Friday */
    assert_true(add("2026-12-31", 1).is_provisional);
    assert_true(add("1985-01-01", 1).is_provisional);
    assert_true(add("2025-12-31", 400).is_provisional);
    assert_int_equal(calendar_published_through(calendar), day("2026-12-31"));
}

static void any_question_has_the_twins_answer(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        struct chance chance = chance_from(seed);
        bool is_near = chance_of(&chance, 60);
        civil_date from = is_near ? day("2025-12-01") + chance_below(&chance, 460)
                                  : day("1988-12-01") + chance_below(&chance, 42000);
        civil_date to = from + chance_below(&chance, 1600) - 800;
        int days = chance_below(&chance, 800) - 400;
        struct fault fault = {0};
        struct calendar_day out = {0};
        assert_true(calendar_add(calendar, from, days, &out, &fault));
        assert_int_equal(out.day, twin_add(from, days));
        assert_int_equal(out.is_provisional, twin_provisional(from, out.day));
        assert_int_equal(calendar_count(calendar, from, to).working_days, twin_count(from, to));
        assert_int_equal(calendar_is_working_day(calendar, from), twin_works(from));
        assert_true(calendar_next(calendar, from, &out, &fault));
        assert_int_equal(out.day, twin_works(from) ? from : twin_add(from, 1));
    }
}

static void beyond_the_arrays_the_answers_stay_exact(void **state)
{
    (void)state;
    static const char *const days[] = {"0001-01-15", "1600-02-29", "1989-12-30", "1990-01-01",
                                       "2100-12-30", "2101-01-01", "9990-06-01"};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        for (int n = 0; n <= 300; n += 7) {
            assert_int_equal(add(days[i], n).day, twin_add(day(days[i]), n));
        }
        assert_int_equal(calendar_is_working_day(calendar, day(days[i])), twin_works(day(days[i])));
    }
    struct calendar_count count = calendar_count(calendar, day("1900-05-05"), day("2150-03-03"));
    assert_int_equal(count.working_days, twin_count(day("1900-05-05"), day("2150-03-03")));
}

static void counting_undoes_adding(void **state)
{
    (void)state;
    for (int n = -500; n <= 500; n++) {
        civil_date from = day("2026-02-19");
        civil_date to = add("2026-02-19", n).day;
        assert_int_equal(calendar_count(calendar, from, to).working_days, n);
    }
}

static void results_outside_the_calendar_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int64_t days;
    } cases[] = {{"9999-12-31", 1},         {"0001-01-01", -1},      {"2026-03-02", INT64_MAX},
                 {"2026-03-02", INT64_MIN}, {"2026-03-02", 3000000}, {"2026-03-02", -3000000}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct calendar_day out = {.day = 7};
        struct fault fault = {0};
        assert_false(calendar_add(calendar, day(cases[i].from), cases[i].days, &out, &fault));
        assert_int_equal(fault.code, FAULT_CALENDAR_RANGE);
        assert_int_equal(out.day, 7);
    }
}

static void the_run_of_working_days_is_the_sequence_of_additions(void **state)
{
    (void)state;
    size_t count = 0;
    const civil_date *run = calendar_days_from(calendar, day("2026-03-02"), &count);
    assert_non_null(run);
    for (int n = 0; n < 1000; n++) {
        assert_int_equal(run[n], add("2026-03-02", n).day);
    }
    assert_null(calendar_days_from(calendar, day("2200-01-01"), &count));
    assert_int_equal(count, 0);
}

/* Supposing days is building the calendar with them, but for what is provisional. */
static void supposed_days_count_as_if_they_were_announced(void **state)
{
    (void)state;
    const civil_date off[] = {day("2026-11-12"), day("2026-11-13"), day("2027-01-04")};
    const civil_date work[] = {day("2026-11-14"), day("2026-11-13"), day("2027-01-09")};
    struct calendar_change change = {off, COUNT_OF(off), work, COUNT_OF(work)};
    const struct calendar *supposed = calendar_suppose(arena, calendar, &change);
    for (civil_date at = day("2025-12-01"); at < day("2027-03-01"); at++) {
        bool is_off = at == off[0] || at == off[2];
        bool is_work = at == work[0] || at == work[1] || at == work[2];
        bool works = !is_off && (is_work || calendar_is_working_day(calendar, at));
        assert_int_equal(calendar_is_working_day(supposed, at), works);
        assert_int_equal(calendar_is_provisional(supposed, at),
                         calendar_is_provisional(calendar, at));
        struct calendar_day next = {0};
        struct fault fault = {0};
        civil_date slow = at + 1;
        while (!calendar_is_working_day(supposed, slow)) {
            slow++;
        }
        assert_true(calendar_add(supposed, at, 1, &next, &fault));
        assert_int_equal(next.day, slow);
        assert_int_equal(calendar_count(supposed, at, slow).working_days, 1);
    }
    struct calendar_change nothing = {.off = NULL};
    const struct calendar *same = calendar_suppose(arena, calendar, &nothing);
    size_t count = 0;
    size_t wanted = 0;
    const civil_date *days = calendar_days_from(same, day("2026-03-02"), &count);
    const civil_date *want = calendar_days_from(calendar, day("2026-03-02"), &wanted);
    assert_int_equal(count, wanted);
    assert_memory_equal(days, want, count * sizeof *days);
}

static void wrong_lists_are_refused(void **state)
{
    (void)state;
    civil_date both[] = {day("2026-05-01")};
    civil_date other[] = {day("2027-05-01")};
    const struct calendar_year wrong[][2] = {
        {{2026, both, 1, both, 1}, {2025, NULL, 0, NULL, 0}},
        {{2026, other, 1, NULL, 0}, {2025, NULL, 0, NULL, 0}},
        {{2026, NULL, 0, other, 1}, {2025, NULL, 0, NULL, 0}},
        {{2026, NULL, 0, NULL, 0}, {2026, NULL, 0, NULL, 0}},
        {{0, NULL, 0, NULL, 0}, {2025, NULL, 0, NULL, 0}},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const struct calendar *built = NULL;
        struct fault fault = {0};
        assert_false(calendar_build(arena, wrong[i], 2, &built, &fault));
        assert_int_equal(fault.code, FAULT_CALENDAR_YEAR);
        assert_null(built);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_end_on_the_days_of_the_handbook),
        cmocka_unit_test(the_year_2026_has_248_working_days),
        cmocka_unit_test(adding_no_days_gives_the_day_itself),
        cmocka_unit_test(the_first_working_day_on_or_after_may_be_the_day_itself),
        cmocka_unit_test(years_without_a_list_are_provisional_before_and_after),
        cmocka_unit_test(any_question_has_the_twins_answer),
        cmocka_unit_test(beyond_the_arrays_the_answers_stay_exact),
        cmocka_unit_test(counting_undoes_adding),
        cmocka_unit_test(results_outside_the_calendar_are_refused),
        cmocka_unit_test(the_run_of_working_days_is_the_sequence_of_additions),
        cmocka_unit_test(supposed_days_count_as_if_they_were_announced),
        cmocka_unit_test(wrong_lists_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
