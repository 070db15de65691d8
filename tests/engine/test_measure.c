#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/forecast/survival.h"
#include "engine/measure/measure.h"

/* Indicators, each against a twin that asks the definition: the interval by trying shares, the
 * curve day by day, the whole by its groups. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 24, (size_t)1 << 26);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* -- shares -- */

static bool is_within(double share, double part, double whole)
{
    double seen = part / whole;
    return fabs(seen - share) <= 1.959963984540054 * sqrt(share * (1 - share) / whole) + 1e-12;
}

/* The lowest and highest share, in per mille, that the sample does not speak against. */
static void wilson_by_trying(int64_t part, int64_t whole, int64_t *low, int64_t *high)
{
    *low = 1000;
    *high = 0;
    for (int64_t i = 0; i <= 1000; i++) {
        if (is_within((double)i / 1000, (double)part, (double)whole)) {
            *low = i < *low ? i : *low;
            *high = i > *high ? i : *high;
        }
    }
}

static struct measure_sum shares(int64_t part, int64_t whole)
{
    struct measure_sum sum = {0};
    for (int64_t i = 0; i < whole; i++) {
        struct measure_row row = {.part = i < part, .whole = 1};
        measure_add(arena, MEASURE_IS_SHARE, &sum, &row);
    }
    return sum;
}

static void test_share(void **state)
{
    (void)state;
    for (int64_t whole = 1; whole <= 60; whole += 7) {
        for (int64_t part = 0; part <= whole; part++) {
            struct measure_sum sum = shares(part, whole);
            struct measure_value value = measure_value_of(MEASURE_IS_SHARE, &sum);
            int64_t low = 0;
            int64_t high = 0;
            wilson_by_trying(part, whole, &low, &high);
            assert_true(value.is_known && value.has_interval);
            assert_int_equal(value.value, llround(1000.0 * (double)part / (double)whole));
            assert_true(value.low >= low - 1 && value.low <= low);
            assert_true(value.high <= high + 1 && value.high >= high);
        }
    }
    struct measure_sum none = {0};
    assert_false(measure_value_of(MEASURE_IS_SHARE, &none).is_known);
    assert_false(measure_value_of(MEASURE_IS_SHARE, &none).has_interval);
}

static void test_excluded(void **state)
{
    (void)state;
    struct measure_sum sum = shares(3, 8);
    assert_false(measure_value_without(MEASURE_IS_SHARE, &sum).is_known);
    struct measure_row gone = {.part = 0, .whole = 1, .is_excluded = true};
    measure_add(arena, MEASURE_IS_SHARE, &sum, &gone);
    measure_add(arena, MEASURE_IS_SHARE, &sum, &gone);
    assert_int_equal(measure_value_of(MEASURE_IS_SHARE, &sum).value, 300);
    assert_int_equal(measure_value_without(MEASURE_IS_SHARE, &sum).value, 375);
}

static void test_amount(void **state)
{
    (void)state;
    struct measure_sum sum = {0};
    struct measure_row rows[] = {
        {.part = 1, .whole = 1, .has_amount = true, .amount_part = 900, .amount_whole = 900},
        {.part = 0, .whole = 1, .has_amount = true, .amount_part = 0, .amount_whole = 100},
        {.part = 0, .whole = 1},
    };
    for (size_t i = 0; i < 3; i++) {
        measure_add(arena, MEASURE_IS_SHARE, &sum, &rows[i]);
    }
    assert_int_equal(measure_value_of(MEASURE_IS_SHARE, &sum).value, 333);
    assert_int_equal(measure_amount_of(&sum).value, 900);
    assert_int_equal(sum.with_amount, 2); /* the third has none: not nought */
}

static void test_compare(void **state)
{
    (void)state;
    struct measure_sum many = shares(90, 100);
    struct measure_sum few = shares(60, 100);
    struct measure_sum tiny = shares(1, 2);
    assert_int_equal(measure_compare(MEASURE_IS_SHARE, &many, &few), 1);
    assert_int_equal(measure_compare(MEASURE_IS_SHARE, &few, &many), -1);
    assert_int_equal(measure_compare(MEASURE_IS_SHARE, &tiny, &few), 0);
    assert_int_equal(measure_compare(MEASURE_IS_SHARE, &many, &many), 0);
    /* Newcombe's example (h): 56/70 against 48/80 differ by 5.24 to 33.39 in a hundred. */
    struct measure_sum a = shares(56, 70);
    struct measure_sum b = shares(48, 80);
    assert_int_equal(measure_compare(MEASURE_IS_SHARE, &a, &b), 1);
}

/* The whole is the sum of its groups, whatever rows there are; the rest is what the others are. */
static void test_groups(void **state)
{
    (void)state;
    struct chance chance = chance_from(7);
    for (int round = 0; round < 50; round++) {
        struct measure_sum all = {0};
        struct measure_sum groups[3] = {{0}, {0}, {0}};
        for (int i = 0; i < 200; i++) {
            struct measure_row row = {.part = chance_below(&chance, 40),
                                      .whole = 20 + chance_below(&chance, 40),
                                      .is_excluded = chance_below(&chance, 4) == 0};
            measure_add(arena, MEASURE_IS_RATIO, &all, &row);
            measure_add(arena, MEASURE_IS_RATIO, &groups[chance_below(&chance, 3)], &row);
        }
        assert_int_equal(all.part, groups[0].part + groups[1].part + groups[2].part);
        assert_int_equal(all.whole, groups[0].whole + groups[1].whole + groups[2].whole);
        assert_int_equal(all.excluded_part, groups[0].excluded_part + groups[1].excluded_part +
                                                groups[2].excluded_part);
        struct measure_sum rest = measure_rest(&all, &groups[0]);
        assert_int_equal(rest.rows, groups[1].rows + groups[2].rows);
        assert_true(fabs(rest.squares - groups[1].squares - groups[2].squares) < 0.5);
        struct measure_value value = measure_value_of(MEASURE_IS_RATIO, &all);
        assert_true(value.low <= value.value && value.value <= value.high);
    }
}

/* A mean's interval is the textbook's: the mean and so many standard errors. */
static void test_mean(void **state)
{
    (void)state;
    const int64_t visits[] = {0, 1, 1, 2, 0, 3, 1, 0};
    struct measure_sum sum = {0};
    double mean = 1;
    double squares = 0;
    for (size_t i = 0; i < 8; i++) {
        struct measure_row row = {.part = visits[i], .whole = 1};
        measure_add(arena, MEASURE_IS_MEAN, &sum, &row);
        squares += ((double)visits[i] - mean) * ((double)visits[i] - mean);
    }
    double half = 1.959963984540054 * sqrt(squares / 7 / 8);
    struct measure_value value = measure_value_of(MEASURE_IS_MEAN, &sum);
    assert_int_equal(value.value, 100);
    assert_int_equal(value.low, (int64_t)floor(100 * (mean - half)));
    assert_int_equal(value.high, (int64_t)ceil(100 * (mean + half)));
}

/* -- days -- */

static struct measure_sum times(const struct survival_case *cases, size_t count)
{
    struct measure_sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        struct measure_row row = {
            .whole = 1, .days = cases[i].days, .has_ended = cases[i].ended != 0};
        measure_add(arena, MEASURE_IS_DAYS, &sum, &row);
    }
    return sum;
}

/* P(going on after day t), by its definition. */
static double going_on(const struct survival_case *cases, size_t count, int32_t t)
{
    double left = 1;
    for (int32_t day = 0; day <= t; day++) {
        int reached = 0;
        int ended = 0;
        for (size_t i = 0; i < count; i++) {
            reached += cases[i].days >= day;
            ended += cases[i].days == day && cases[i].ended;
        }
        left *= reached > 0 ? 1 - (double)ended / reached : 1;
    }
    return left;
}

static void test_days(void **state)
{
    (void)state;
    struct chance chance = chance_from(11);
    for (int round = 0; round < 200; round++) {
        struct survival_case cases[40];
        size_t count = (size_t)(1 + chance_below(&chance, 40));
        int32_t longest = 0;
        for (size_t i = 0; i < count; i++) {
            cases[i].days = (int32_t)chance_below(&chance, 30);
            cases[i].ended = chance_below(&chance, 3) > 0;
            longest = cases[i].days > longest ? cases[i].days : longest;
        }
        struct measure_sum sum = times(cases, count);
        struct measure_times got = measure_times_of(arena, &sum);
        int32_t median = -1;
        for (int32_t t = longest; t >= 0; t--) {
            median = going_on(cases, count, t) <= 0.5 + 1e-9 ? t : median;
        }
        assert_int_equal(got.has_median, median >= 0);
        assert_int_equal(got.has_median ? got.median : -1, median);
        struct measure_point curve[50];
        size_t points = measure_curve(arena, &sum, curve, 50);
        assert_true(points >= 1 && curve[points - 1].days == longest);
        for (size_t i = 0; i < points; i++) {
            double wanted = going_on(cases, count, curve[i].days);
            assert_true(fabs(wanted * 1000 - curve[i].permille) < 0.51);
            assert_true(i == 0 || curve[i].days > curve[i - 1].days);
        }
    }
}

/* Most go on still: there is no median, and the average of those that ended would be a lie. */
static void test_open(void **state)
{
    (void)state;
    const struct survival_case cases[] = {{5, 1}, {90, 0}, {90, 0}, {90, 0}};
    struct measure_sum sum = times(cases, 4);
    struct measure_times got = measure_times_of(arena, &sum);
    assert_false(got.has_median);
    assert_false(got.has_p90);
    assert_int_equal(got.cases, 4);
    assert_int_equal(got.ended, 1);
    struct measure_sum none = {0};
    struct measure_point point[2];
    assert_int_equal(measure_times_of(arena, &none).cases, 0);
    assert_int_equal(measure_curve(arena, &none, point, 2), 0);
}

static void test_names(void **state)
{
    (void)state;
    for (int i = 0; i < MEASURE_KIND_COUNT; i++) {
        enum measure_kind found = MEASURE_KIND_COUNT;
        assert_true(measure_find(text_of(measure_code((enum measure_kind)i)), &found));
        assert_int_equal(found, i);
    }
    enum measure_kind found = MEASURE_ONCE;
    assert_false(measure_find(TEXT("no-such"), &found));
    assert_int_equal(found, MEASURE_ONCE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_share),  cmocka_unit_test(test_excluded),
        cmocka_unit_test(test_amount), cmocka_unit_test(test_compare),
        cmocka_unit_test(test_groups), cmocka_unit_test(test_mean),
        cmocka_unit_test(test_days),   cmocka_unit_test(test_open),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
