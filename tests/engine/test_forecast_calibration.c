#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/forecast/calibration.h"
#include "near.h"

/* The back-test: it looks at nothing that was not known, and tells a good forecast from a bad one.
 */

#define CASES 300

static struct arena *arena;
static const struct expectation *expectation;
static const struct calendar *calendar;
static civil_date monday;

static int set_up(void **state)
{
    struct fault fault = {0};
    (void)state;
    arena = arena_open((size_t)1 << 27, (size_t)1 << 29);
    expectation = expectation_open(arena);
    monday = civil_date_from_parts((struct civil_parts){2026, 3, 2});
    return calendar_build(arena, NULL, 0, &calendar, &fault) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static civil_date working_day(civil_date from, int64_t days)
{
    struct calendar_day day;
    struct fault fault = {0};
    assert_true(calendar_add(calendar, from, days, &day, &fault));
    return day.day;
}

static struct calibration_case cases[CASES];
static const int32_t promised[] = {20};

/* Received on the r-th working day, taking so many days, seen on working day `now`. */
static struct calibration_case make_case(int received, int days, int now)
{
    bool is_ended = received + days <= now;
    civil_date received_on = working_day(monday, received);
    return (struct calibration_case){
        .about = {.clock = {is_ended ? days : now - received, is_ended}},
        .received_on = received_on,
        .ended_on = is_ended ? working_day(received_on, days) : CIVIL_DATE_NONE};
}

static struct calibration run(uint32_t count, uint32_t most)
{
    struct calibration out;
    struct calibration_history history = {cases, count, promised, 1, calendar};
    calibration_run(arena, expectation, &history, most, &out);
    return out;
}

static const struct calibration_score *score_of(const struct calibration *run, uint32_t index)
{
    for (uint32_t i = 0; i < run->count; i++) {
        if (run->scores[i].index == index) {
            return &run->scores[i];
        }
    }
    fail_msg("case %u was not scored", index);
    return NULL;
}

static void what_comes_later_does_not_change_a_forecast(void **state)
{
    struct chance chance = chance_from(1);
    (void)state;
    for (int round = 0; round < 20; round++) {
        int days[40];
        int received[40];
        for (int i = 0; i < 40; i++) {
            days[i] = chance_below(&chance, 30);
            received[i] = 3 * i;
            cases[i] = make_case(received[i], days[i], 200);
        }
        struct calibration before = run(40, 40);
        for (int i = 0; i < 40; i++) { /* everything that ended on day 60 or later ends otherwise */
            if (received[i] + days[i] >= 60) {
                int least = received[i] < 60 ? 60 - received[i] : 0;
                cases[i] = make_case(received[i], least + chance_below(&chance, 40), 200);
            }
        }
        struct calibration after = run(40, 40);
        for (uint32_t i = 0; received[i] <= 60; i++) {
            assert_near(score_of(&after, i)->mean, score_of(&before, i)->mean, 1e-12);
            assert_int_equal(score_of(&after, i)->past, score_of(&before, i)->past);
        }
    }
}

static void an_open_case_is_known_by_the_days_it_has_lasted(void **state)
{
    (void)state;
    cases[0] = make_case(0, 100, 200);
    cases[1] = make_case(50, 10, 200);
    struct calibration out = run(2, 2);
    struct duration_case seen = {.clock = {49, 0}}; /* was open through the 49th day */
    struct duration_history known = {&seen, 1, promised, 1};
    struct duration_law law =
        durations_law(arena, durations_learn(arena, expectation, &known), seen.key);
    assert_near(score_of(&out, 1)->mean, spread_mean(&law.clock), 1e-12);
    assert_near(score_of(&out, 1)->crps, spread_crps(&law.clock, 10), 1e-12);
    assert_int_equal(score_of(&out, 1)->past, 1);
    assert_int_equal(score_of(&out, 0)->past, 0);
}

static void fill_world(struct chance *chance, int now)
{
    for (int i = 0; i < CASES; i++) {
        int days = 3 + chance_below(chance, 15) + chance_below(chance, 15);
        cases[i] = make_case(i / 2, days, now);
    }
}

static void a_learnt_forecast_keeps_what_it_claims(void **state)
{
    struct chance chance = chance_from(2);
    double inside = 0;
    double randomised = 0;
    double bias = 0;
    (void)state;
    for (int round = 0; round < 8; round++) {
        struct arena_mark mark = arena_mark(arena);
        fill_world(&chance, 1000);
        struct calibration out = run(CASES, 100);
        assert_int_equal(out.count, 100);
        assert_int_equal(out.all.scored, 100);
        assert_true(out.all.crps < out.all.promise_error);
        double whole = 0;
        for (int b = 0; b < CALIBRATION_BINS; b++) {
            whole += out.all.pit[b];
        }
        assert_near(whole, 1, 1e-9);
        inside += out.all.in_interval / 8;
        randomised += out.all.randomised / 8;
        bias += out.bands[3].bias / 8;
        arena_rewind(arena, mark);
    }
    assert_near(inside, 0.8, 0.045);
    assert_near(randomised, 0.8, 0.045);
    assert_near(bias, 0, 0.6);
}

/* The history is cut off while many are open: of the last ones only the quick have closed. */
static void weights_make_up_for_the_slow_ones_that_are_still_open(void **state)
{
    struct chance chance = chance_from(3);
    double weighted = 0;
    double plain = 0;
    (void)state;
    for (int round = 0; round < 40; round++) {
        struct arena_mark mark = arena_mark(arena);
        double days = 0;
        for (int i = 0; i < CASES; i++) {
            cases[i] = make_case(i / 8, 3 + chance_below(&chance, 21), CASES / 8 + 3);
        }
        struct calibration out = run(CASES, 20);
        for (uint32_t i = 0; i < out.count; i++) {
            days += out.scores[i].days;
        }
        weighted += out.all.mean_days / 40;
        plain += days / out.count / 40;
        arena_rewind(arena, mark);
    }
    assert_near(weighted, 13, 0.7);
    assert_true(plain < 11.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_later_does_not_change_a_forecast),
        cmocka_unit_test(an_open_case_is_known_by_the_days_it_has_lasted),
        cmocka_unit_test(a_learnt_forecast_keeps_what_it_claims),
        cmocka_unit_test(weights_make_up_for_the_slow_ones_that_are_still_open),
    };
    return cmocka_run_group_tests_name("forecast calibration", tests, set_up, tear_down);
}
