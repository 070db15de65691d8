#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "chance.h"
#include "engine/forecast/credibility.h"
#include "engine/forecast/durations.h"
#include "near.h"

/* What is learnt from cases: against textbooks, against formulas written down differently, and at
 * the limits of no case and of many. */

#define CASES_MAX 5000

static struct arena *arena;
static const struct expectation *expectation;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 26, (size_t)1 << 29);
    expectation = expectation_open(arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct spread any_spread(struct chance *chance, int days)
{
    double weights[64] = {0};
    for (int t = 0; t < days; t++) {
        weights[t] = chance_of(chance, 30) ? 0 : 1 + chance_below(chance, 100);
    }
    weights[chance_below(chance, days)] += 1;
    return spread_of(arena, weights, (uint32_t)days);
}

static uint32_t any_cases(struct chance *chance, struct survival_case *out, int most, int days)
{
    uint32_t count = (uint32_t)(1 + chance_below(chance, most));
    for (uint32_t i = 0; i < count; i++) {
        out[i] = (struct survival_case){chance_below(chance, days), chance_of(chance, 60)};
    }
    return count;
}

/* ---- the product-limit estimate ---- */

/* The remission times of Freireich et al. (1963), on which every textbook shows the estimate. */
static void the_estimate_is_that_of_the_textbooks(void **state)
{
    static const struct survival_case cases[] = {
        {6, 1},  {6, 1},  {6, 1},  {6, 0},  {7, 1},  {9, 0},  {10, 1},
        {10, 0}, {11, 0}, {13, 1}, {16, 1}, {17, 0}, {19, 0}, {20, 0},
        {22, 1}, {23, 1}, {25, 0}, {32, 0}, {32, 0}, {34, 0}, {35, 0}};
    static const struct {
        int day;
        double above;
    } known[] = {{5, 1},       {6, 0.8571},  {7, 0.8067},  {10, 0.7529}, {13, 0.6902},
                 {16, 0.6275}, {22, 0.5378}, {23, 0.4482}, {35, 0.4482}};
    double above[64];
    (void)state;
    struct survival_counts counts = survival_count(arena, cases, COUNT_OF(cases));
    survival_estimate(&counts, above);
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        assert_near(above[known[i].day], known[i].above, 0.00005);
    }
    assert_int_equal(counts.ended_cases, 9);
}

/* By walking through all cases for each day. */
static double slow_estimate(const struct survival_case *cases, uint32_t count, int day)
{
    double above = 1;
    for (int t = 0; t <= day; t++) {
        int ended = 0;
        int at_risk = 0;
        for (uint32_t i = 0; i < count; i++) {
            at_risk += cases[i].days >= t;
            ended += cases[i].days == t && cases[i].ended != 0;
        }
        above *= at_risk > 0 ? 1 - (double)ended / at_risk : 1;
    }
    return above;
}

static void the_estimate_equals_its_slow_twin(void **state)
{
    struct chance chance = chance_from(1);
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct arena_mark mark = arena_mark(arena);
        struct survival_case cases[40];
        double above[32];
        uint32_t count = any_cases(&chance, cases, 40, 25);
        struct survival_counts counts = survival_count(arena, cases, count);
        survival_estimate(&counts, above);
        for (uint32_t t = 0; t < counts.count; t++) {
            assert_near(above[t], slow_estimate(cases, count, (int)t), 1e-12);
        }
        arena_rewind(arena, mark);
    }
}

/* ---- laid over a prior ---- */

/* Susarla & Van Ryzin (1976), their product over the days on which open cases were last seen. An
 * open case was seen open at the end of its day, so it is known to take longer. */
static double slow_update(const struct spread *prior, double weight,
                          const struct survival_case *cases, uint32_t count, int day)
{
    double above = weight * (1 - spread_upto(prior, day));
    for (uint32_t i = 0; i < count; i++) {
        above += cases[i].days > day;
    }
    double share = above / (weight + count);
    for (int c = 0; c <= day; c++) {
        double open = 0;
        double beyond = weight * (1 - spread_upto(prior, c));
        for (uint32_t i = 0; i < count; i++) {
            open += cases[i].days == c && cases[i].ended == 0;
            beyond += cases[i].days > c;
        }
        if (open > 0 && beyond > 0) {
            share *= (beyond + open) / beyond;
        }
    }
    return share;
}

static void an_update_is_the_posterior_mean_of_its_process(void **state)
{
    struct chance chance = chance_from(2);
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct arena_mark mark = arena_mark(arena);
        struct survival_case cases[30];
        uint32_t count = any_cases(&chance, cases, 30, 20);
        struct spread prior = any_spread(&chance, 40);
        double weight = 0.5 + chance_below(&chance, 20);
        cases[0].days = 0; /* the prior reaches beyond all open cases */
        double weights[40];
        memcpy(weights, prior.mass, prior.count * sizeof(double));
        weights[prior.count - 1] += 0.01;
        prior = spread_of(arena, weights, prior.count);
        if (prior.count < 21) {
            continue;
        }
        struct survival_counts counts = survival_count(arena, cases, count);
        struct spread after = survival_update(arena, &prior, weight, &counts);
        for (int t = 0; t < 40; t++) {
            assert_near(1 - spread_upto(&after, t), slow_update(&prior, weight, cases, count, t),
                        1e-9);
        }
        arena_rewind(arena, mark);
    }
}

static void without_cases_the_prior_stands(void **state)
{
    struct chance chance = chance_from(3);
    struct survival_counts none = survival_count(arena, NULL, 0);
    (void)state;
    for (int round = 0; round < 50; round++) {
        struct spread prior = any_spread(&chance, 30);
        struct spread after = survival_update(arena, &prior, 5, &none);
        for (int t = 0; t < 30; t++) {
            assert_near(spread_upto(&after, t), spread_upto(&prior, t), 1e-12);
        }
    }
}

/* ---- spreads ---- */

static void what_is_left_is_the_spread_given_what_has_passed(void **state)
{
    struct chance chance = chance_from(4);
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct spread whole = any_spread(&chance, 30);
        int used = chance_below(&chance, (int)whole.count);
        struct spread left = spread_left(arena, &whole, used);
        double reached = 1 - spread_upto(&whole, used - 1);
        for (int t = 0; t < 30; t++) {
            double expected = 1 - (1 - spread_upto(&whole, used + t)) / reached;
            assert_near(spread_upto(&left, t), expected, 1e-9);
        }
    }
}

static void one_after_the_other_adds_up(void **state)
{
    struct chance chance = chance_from(5);
    (void)state;
    for (int round = 0; round < 50; round++) {
        struct spread a = any_spread(&chance, 20);
        struct spread b = any_spread(&chance, 12);
        struct spread sum = spread_add(arena, &a, &b);
        for (int t = 0; t < 32; t++) {
            double upto = 0;
            for (uint32_t i = 0; i < a.count; i++) {
                upto += a.mass[i] * spread_upto(&b, t - (int)i);
            }
            assert_near(spread_upto(&sum, t), upto, 1e-9);
        }
        assert_near(spread_mean(&sum), spread_mean(&a) + spread_mean(&b), 1e-6);
    }
}

/* The score in its other form: E|X - x| - E|X - X'| / 2. */
static void the_score_is_its_other_form(void **state)
{
    struct chance chance = chance_from(6);
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct spread spread = any_spread(&chance, 25);
        int days = chance_below(&chance, 60);
        double far = 0;
        double apart = 0;
        for (uint32_t i = 0; i < spread.count; i++) {
            far += spread.mass[i] * abs((int)i - days);
            for (uint32_t j = 0; j < spread.count; j++) {
                apart += spread.mass[i] * spread.mass[j] * abs((int)i - (int)j);
            }
        }
        assert_near(spread_crps(&spread, days), far - apart / 2, 1e-8);
    }
}

static void a_quantile_is_the_least_day_that_suffices(void **state)
{
    struct chance chance = chance_from(7);
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct spread spread = any_spread(&chance, 30);
        double p = (1 + chance_below(&chance, 99)) / 100.0;
        int day = spread_quantile(&spread, p);
        assert_true(spread_upto(&spread, day) >= p - 1e-9);
        assert_true(day == 0 || spread_upto(&spread, day - 1) < p + 1e-9);
    }
}

static void an_interval_is_as_near_to_its_share_as_days_allow(void **state)
{
    struct chance chance = chance_from(17);
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct spread spread = any_spread(&chance, 30);
        struct spread_interval interval = spread_interval(&spread, 0.8);
        double inside =
            spread_upto(&spread, interval.high) - spread_upto(&spread, interval.low - 1);
        int low = 0;
        for (int other = 0; other < 30; other++) {
            double miss = fabs(spread_upto(&spread, other - 1) - 0.1);
            low = miss < fabs(spread_upto(&spread, low - 1) - 0.1) ? other : low;
        }
        for (int high = low; high < 30; high++) {
            double share = spread_upto(&spread, high) - spread_upto(&spread, low - 1);
            assert_true(fabs(inside - 0.8) <= fabs(share - 0.8) + 1e-9);
        }
        assert_true(interval.low <= interval.high);
    }
}

/* ---- what is expected, and learnt ---- */

static void without_a_history_the_median_is_the_promise(void **state)
{
    static const int32_t promised[] = {0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 180};
    struct duration_history history = {NULL, 0, promised, COUNT_OF(promised)};
    const struct durations *durations = durations_learn(arena, expectation, &history);
    (void)state;
    for (uint32_t i = 0; i < COUNT_OF(promised); i++) {
        struct arena_mark mark = arena_mark(arena);
        struct duration_law law =
            durations_law(arena, durations, (struct duration_key){i, 0, 0, 0});
        assert_int_equal(spread_quantile(&law.whole, 0.5), promised[i]);
        assert_true(law.stop_share == 0);
        assert_true(promised[i] == 0 || spread_quantile(&law.whole, 0.9) > promised[i]);
        arena_rewind(arena, mark);
    }
}

static struct duration_case *many;
static const int32_t promise_20[] = {20, 20};

/* Two humps that no shape has: 4..8 and 40..44, and a quarter on the same day. */
static int32_t odd_days(struct chance *chance)
{
    int which = chance_below(chance, 4);
    return which == 0 ? 0 : (which < 3 ? 4 : 40) + chance_below(chance, 5);
}

static struct duration_law learn(uint32_t count, struct duration_key key)
{
    struct duration_history history = {many, count, promise_20, 2};
    return durations_law(arena, durations_learn(arena, expectation, &history), key);
}

static void with_many_cases_the_law_is_what_happened(void **state)
{
    struct chance chance = chance_from(8);
    double seen[64] = {0};
    (void)state;
    for (uint32_t i = 0; i < CASES_MAX; i++) {
        int32_t days = odd_days(&chance);
        many[i] = (struct duration_case){.clock = {days, 1}};
        seen[days] += 1.0 / CASES_MAX;
    }
    struct duration_law law = learn(CASES_MAX, (struct duration_key){0, 0, 0, 0});
    double upto = 0;
    for (int t = 0; t < 64; t++) {
        upto += seen[t];
        assert_near(spread_upto(&law.clock, t), upto, 0.002);
    }
}

static void few_cases_lie_between_the_promise_and_what_happened(void **state)
{
    (void)state;
    struct duration_law none = learn(0, (struct duration_key){0, 0, 0, 0});
    double before = spread_mean(&none.clock);
    assert_true(before > 20);
    for (uint32_t count = 1; count <= 64; count *= 4) {
        for (uint32_t i = 0; i < count; i++) {
            many[i] = (struct duration_case){.clock = {5, 1}};
        }
        struct duration_law law = learn(count, (struct duration_key){0, 0, 0, 0});
        double mean = spread_mean(&law.clock);
        assert_true(mean < before && mean > 5);
        before = mean;
    }
    assert_true(before < 6.5);
}

/* Cases that came evenly over 40 days and take 5 to 44 days each alike, so that half are open. */
static void open_cases_do_not_bias_what_is_learnt(void **state)
{
    struct chance chance = chance_from(9);
    double mean = 0;
    double median = 0;
    double closed_mean = 0;
    (void)state;
    for (int round = 0; round < 200; round++) {
        struct arena_mark mark = arena_mark(arena);
        double closed = 0;
        double closed_days = 0;
        for (int i = 0; i < 60; i++) {
            int32_t days = 5 + chance_below(&chance, 40);
            int32_t seen = chance_below(&chance, 50);
            bool is_open = days > seen;
            many[i] = (struct duration_case){.clock = {is_open ? seen : days, !is_open}};
            closed += !is_open;
            closed_days += is_open ? 0 : days;
        }
        struct duration_law law = learn(60, (struct duration_key){0, 0, 0, 0});
        mean += spread_mean(&law.clock) / 200;
        median += spread_quantile(&law.clock, 0.5) / 200.0;
        closed_mean += closed_days / closed / 200;
        arena_rewind(arena, mark);
    }
    assert_near(median, 24.5, 0.7);
    assert_near(mean, 24.5, 1.2);  /* what lies past the last day seen is the shapes' */
    assert_true(closed_mean < 21); /* what leaving them out would say */
}

/* ---- levels ---- */

static void fill_seasons(struct chance *chance, uint32_t count, int32_t apart)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t season = (uint32_t)chance_below(chance, 4);
        many[i] = (struct duration_case){
            .key = {0, 0, 0, season},
            .clock = {10 + chance_below(chance, 20) + apart * (int32_t)season, 1}};
    }
}

static double season_weight(uint32_t count)
{
    struct duration_history history = {many, count, promise_20, 2};
    return durations_weight(durations_learn(arena, expectation, &history), 3);
}

static void seasons_count_only_where_they_differ(void **state)
{
    struct chance chance = chance_from(10);
    double alike = 0;
    double unlike = 0;
    (void)state;
    for (int round = 0; round < 50; round++) {
        fill_seasons(&chance, 200, 0);
        alike += season_weight(200) / 50;
        fill_seasons(&chance, 200, 12);
        unlike += season_weight(200) / 50;
    }
    assert_true(alike > 60);
    assert_true(unlike < 10);
    fill_seasons(&chance, 0, 0);
    assert_near(season_weight(0), DURATION_LEVEL_WEIGHT, 1e-9);
}

static void a_season_that_differs_is_forecast_by_itself(void **state)
{
    struct chance chance = chance_from(11);
    (void)state;
    fill_seasons(&chance, 400, 12);
    struct duration_law spring = learn(400, (struct duration_key){0, 0, 0, 0});
    struct duration_law winter = learn(400, (struct duration_key){0, 0, 0, 3});
    struct duration_law unknown = learn(400, (struct duration_key){0, 0, 0, DURATION_ANY});
    assert_near(spread_mean(&spring.clock), 19.5, 1.5);
    assert_near(spread_mean(&winter.clock), 55.5, 1.5);
    assert_near(spread_mean(&unknown.clock), 37.5, 2);
    assert_int_equal(spring.cases, 400);
    assert_int_equal(unknown.level_cases[3], 0);
}

static void a_level_of_one_cell_says_nothing(void **state)
{
    struct chance chance = chance_from(12);
    (void)state;
    for (int i = 0; i < 12; i++) {
        many[i] =
            (struct duration_case){.key = {0, 7, 3, 1}, .clock = {chance_below(&chance, 30), 1}};
    }
    struct duration_law own = learn(12, (struct duration_key){0, 7, 3, 1});
    struct duration_law item = learn(12, (struct duration_key){0, DURATION_ANY, 3, 1});
    for (int t = 0; t < 60; t++) {
        assert_near(spread_upto(&own.clock, t), spread_upto(&item.clock, t), 1e-12);
    }
}

static void the_order_of_the_history_does_not_matter(void **state)
{
    struct chance chance = chance_from(13);
    (void)state;
    fill_seasons(&chance, 100, 3);
    struct duration_law one = learn(100, (struct duration_key){0, 0, 0, 2});
    for (int i = 99; i > 0; i--) {
        int j = chance_below(&chance, i + 1);
        struct duration_case swapped = many[i];
        many[i] = many[j];
        many[j] = swapped;
    }
    struct duration_law other = learn(100, (struct duration_key){0, 0, 0, 2});
    assert_int_equal(one.clock.count, other.clock.count);
    assert_memory_equal(one.clock.mass, other.clock.mass, one.clock.count * sizeof(double));
}

/* ---- stops ---- */

/* A third of the cases is stopped for 10 to 14 days, at a day of the clock that is any of them; all
 * are looked at when `seen` days of the clock are over. */
static void fill_stops(struct chance *chance, uint32_t count, bool is_open)
{
    for (uint32_t i = 0; i < count; i++) {
        int32_t days = 10 + chance_below(chance, 20);
        int32_t seen = is_open ? chance_below(chance, 30) : 30;
        bool is_stopped = chance_of(chance, 33) && chance_below(chance, days) < seen;
        many[i] =
            (struct duration_case){.clock = {days > seen ? seen : days, days <= seen},
                                   .stop = is_stopped ? DURATION_RESUMED : DURATION_NOT_STOPPED,
                                   .stop_days = is_stopped ? 10 + chance_below(chance, 5) : 0};
    }
}

static void the_share_of_stopped_cases_counts_what_may_yet_come(void **state)
{
    struct chance chance = chance_from(14);
    (void)state;
    for (int is_open = 0; is_open < 2; is_open++) {
        fill_stops(&chance, 4000, is_open == 1);
        struct duration_law law = learn(4000, (struct duration_key){0, 0, 0, 0});
        assert_near(law.stop_share, 0.33, 0.025);
        assert_near(spread_mean(&law.stop), 12, 0.3);
        assert_near(spread_mean(&law.whole), spread_mean(&law.clock) + law.stop_share * 12, 0.3);
    }
}

static void a_stop_that_still_runs_is_an_open_one(void **state)
{
    struct chance chance = chance_from(15);
    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        int32_t length = 10 + chance_below(&chance, 21);
        int32_t seen = chance_below(&chance, 41);
        many[i] =
            (struct duration_case){.clock = {5, 0},
                                   .stop = length > seen ? DURATION_STOPPED : DURATION_RESUMED,
                                   .stop_days = length > seen ? seen : length};
    }
    struct duration_law law = learn(3000, (struct duration_key){0, 0, 0, 0});
    assert_near(spread_mean(&law.stop), 20, 0.5);
}

static void what_is_left_knows_the_stop(void **state)
{
    struct chance chance = chance_from(16);
    (void)state;
    fill_stops(&chance, 4000, false);
    struct duration_law law = learn(4000, (struct duration_key){0, 0, 0, 0});
    struct spread fresh =
        duration_left(arena, &law, (struct duration_state){0, DURATION_NOT_STOPPED, 0});
    struct spread late =
        duration_left(arena, &law, (struct duration_state){20, DURATION_NOT_STOPPED, 0});
    struct spread resumed =
        duration_left(arena, &law, (struct duration_state){20, DURATION_RESUMED, 12});
    struct spread stopped =
        duration_left(arena, &law, (struct duration_state){20, DURATION_STOPPED, 8});
    struct spread clock = spread_left(arena, &law.clock, 20);
    assert_near(spread_mean(&fresh), spread_mean(&law.whole), 0.01);
    assert_near(spread_mean(&resumed), spread_mean(&clock), 1e-6);
    assert_true(spread_mean(&late) > spread_mean(&resumed));
    assert_true(spread_mean(&late) - spread_mean(&resumed) < 0.33 * 12 / 2);
    assert_near(spread_mean(&stopped), spread_mean(&clock) + 4, 0.3);
}

int main(void)
{
    static struct duration_case cases[CASES_MAX];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_estimate_is_that_of_the_textbooks),
        cmocka_unit_test(the_estimate_equals_its_slow_twin),
        cmocka_unit_test(an_update_is_the_posterior_mean_of_its_process),
        cmocka_unit_test(without_cases_the_prior_stands),
        cmocka_unit_test(what_is_left_is_the_spread_given_what_has_passed),
        cmocka_unit_test(one_after_the_other_adds_up),
        cmocka_unit_test(the_score_is_its_other_form),
        cmocka_unit_test(a_quantile_is_the_least_day_that_suffices),
        cmocka_unit_test(an_interval_is_as_near_to_its_share_as_days_allow),
        cmocka_unit_test(without_a_history_the_median_is_the_promise),
        cmocka_unit_test(with_many_cases_the_law_is_what_happened),
        cmocka_unit_test(few_cases_lie_between_the_promise_and_what_happened),
        cmocka_unit_test(open_cases_do_not_bias_what_is_learnt),
        cmocka_unit_test(seasons_count_only_where_they_differ),
        cmocka_unit_test(a_season_that_differs_is_forecast_by_itself),
        cmocka_unit_test(a_level_of_one_cell_says_nothing),
        cmocka_unit_test(the_order_of_the_history_does_not_matter),
        cmocka_unit_test(the_share_of_stopped_cases_counts_what_may_yet_come),
        cmocka_unit_test(a_stop_that_still_runs_is_an_open_one),
        cmocka_unit_test(what_is_left_knows_the_stop),
    };
    many = cases;
    return cmocka_run_group_tests_name("forecast durations", tests, set_up, tear_down);
}
