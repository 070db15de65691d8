#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/forecast/outlook.h"
#include "near.h"

/* Drawing days and walking through plans: against every outcome there is, weighed exactly. */

#define NODES_MAX 7
#define EDGES_MAX 3
#define VALUES_MAX 3
#define SAMPLES 40000

static struct arena *arena;
static const struct calendar *calendar;

static int set_up(void **state)
{
    struct fault fault = {0};
    (void)state;
    arena = arena_open((size_t)1 << 26, (size_t)1 << 29);
    return calendar_build(arena, NULL, 0, &calendar, &fault) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* ---- the sampler ---- */

static struct spread any_spread(struct chance *chance, int days)
{
    double weights[600] = {0};
    for (int t = 0; t < days; t++) {
        weights[t] = chance_of(chance, 40) ? 0 : 1.0 / (1 + chance_below(chance, 2000));
    }
    weights[chance_below(chance, days)] += 1;
    return spread_of(arena, weights, (uint32_t)days);
}

static void a_draw_is_the_inverse_of_the_distribution(void **state)
{
    struct chance chance = chance_from(1);
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct arena_mark mark = arena_mark(arena);
        struct spread spread = any_spread(&chance, 1 + chance_below(&chance, 600));
        struct sampler sampler = sampler_of(arena, &spread);
        uint32_t random[512];
        int32_t days[512];
        for (int i = 0; i < 512; i++) {
            random[i] = (uint32_t)(chance_next(&chance) >> 32);
        }
        random[0] = 0;
        random[1] = UINT32_MAX;
        sampler_draw(&sampler, random, 512, days);
        for (int i = 0; i < 512; i++) {
            double u = random[i] / 4294967296.0;
            assert_true(days[i] >= 0 && (uint32_t)days[i] < spread.count);
            assert_true(u < spread_upto(&spread, days[i]) + 1e-9);
            assert_true(u > spread_upto(&spread, days[i] - 1) - 1e-9);
            assert_true(spread.mass[days[i]] > 0);
        }
        arena_rewind(arena, mark);
    }
}

static void draws_have_the_frequencies_of_the_spread(void **state)
{
    struct chance chance = chance_from(2);
    uint32_t random[1024];
    int32_t days[1024];
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct arena_mark mark = arena_mark(arena);
        double counts[20] = {0};
        struct spread spread = any_spread(&chance, 20);
        struct sampler sampler = sampler_of(arena, &spread);
        struct sampler_chance draws = sampler_chance_from((uint64_t)round, 3);
        for (int i = 0; i < 1000; i++) {
            sampler_chance_fill(&draws, random, 1024);
            sampler_draw(&sampler, random, 1024, days);
            for (int j = 0; j < 1024; j++) {
                counts[days[j]]++;
            }
        }
        double square = 0;
        for (uint32_t t = 0; t < spread.count; t++) {
            double expected = 1024000 * spread.mass[t];
            square += expected > 0 ? pow(counts[t] - expected, 2) / expected : 0;
        }
        assert_true(square < 50); /* 19 degrees of freedom at most: p = 0.0001 */
        arena_rewind(arena, mark);
    }
}

/* xoshiro128++ as its authors wrote it, one number at a time. */
static uint32_t slow_xoshiro(uint32_t s[4])
{
    uint32_t sum = s[0] + s[3];
    uint32_t result = ((sum << 7) | (sum >> 25)) + s[0];
    uint32_t t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >> 21);
    return result;
}

static void each_lane_is_a_generator_of_its_own(void **state)
{
    uint32_t random[SAMPLER_LANES * 50];
    uint32_t states[SAMPLER_LANES][4];
    (void)state;
    struct sampler_chance chance = sampler_chance_from(99, 7);
    for (int lane = 0; lane < SAMPLER_LANES; lane++) {
        for (int word = 0; word < 4; word++) {
            states[lane][word] = chance.state[word][lane];
        }
        for (int other = 0; other < lane; other++) {
            assert_memory_not_equal(states[lane], states[other], sizeof(states[lane]));
        }
    }
    sampler_chance_fill(&chance, random, SAMPLER_LANES * 20);
    sampler_chance_fill(&chance, random + SAMPLER_LANES * 20, SAMPLER_LANES * 30);
    for (int i = 0; i < SAMPLER_LANES * 50; i++) {
        assert_int_equal(random[i], slow_xoshiro(states[i % SAMPLER_LANES]));
    }
}

/* ---- small plans, every outcome of them ---- */

struct small {
    struct forecast_node nodes[NODES_MAX];
    uint32_t after[NODES_MAX][EDGES_MAX];
    int32_t lags[NODES_MAX][EDGES_MAX];
    struct spread spreads[NODES_MAX];
    struct sampler samplers[NODES_MAX];
    const struct sampler *drawn[NODES_MAX];
    struct forecast_plan plan;
    civil_date today;
    int32_t days[NODES_MAX]; /* of one outcome */
    /* sums over all outcomes */
    double upto[200];
    double critical[NODES_MAX];
    double late, late_squares;
    double own[NODES_MAX], own_squares[NODES_MAX], products[NODES_MAX];
};

static struct sampler *remake_sampler(struct small *small, uint32_t i, int32_t added)
{
    double weights[40] = {0};
    for (uint32_t t = 0; t < small->spreads[i].count; t++) {
        weights[t + (uint32_t)added] = small->spreads[i].mass[t];
    }
    small->spreads[i] = spread_of(arena, weights, small->spreads[i].count + (uint32_t)added);
    small->samplers[i] = sampler_of(arena, &small->spreads[i]);
    return &small->samplers[i];
}

static void make_node(struct small *small, struct chance *chance, uint32_t i)
{
    struct forecast_node *node = &small->nodes[i];
    *node = (struct forecast_node){.not_before = CIVIL_DATE_NONE,
                                   .days = chance_below(chance, 8),
                                   .after = small->after[i],
                                   .lags = small->lags[i],
                                   .started_on = CIVIL_DATE_NONE,
                                   .finished_on = CIVIL_DATE_NONE,
                                   .due_on = CIVIL_DATE_NONE,
                                   .left_days = -1};
    node->after_count = i == 0 ? 0 : (uint32_t)chance_below(chance, EDGES_MAX + 1);
    for (uint32_t j = 0; j < node->after_count; j++) {
        small->after[i][j] = (uint32_t)chance_below(chance, (int)i);
        small->lags[i][j] = chance_of(chance, 30) ? chance_below(chance, 6) : 0;
    }
    if (chance_of(chance, 30)) {
        node->started_on = small->plan.start + chance_below(chance, 5);
        node->finished_on =
            chance_of(chance, 60) ? node->started_on + chance_below(chance, 7) : CIVIL_DATE_NONE;
    }
    double weights[12] = {0};
    for (int v = 0; v < VALUES_MAX; v++) {
        weights[chance_below(chance, 12)] += 1 + chance_below(chance, 5);
    }
    small->spreads[i] = spread_of(arena, weights, 12);
    small->samplers[i] = sampler_of(arena, &small->spreads[i]);
    small->drawn[i] = chance_of(chance, 80) ? &small->samplers[i] : NULL;
}

static void make_small(struct small *small, struct chance *chance)
{
    memset(small, 0, sizeof(*small));
    small->plan =
        (struct forecast_plan){.calendar = calendar,
                               .start = civil_date_from_parts((struct civil_parts){2026, 3, 2}),
                               .working_days = 20,
                               .end = 20,
                               .nodes = small->nodes,
                               .count = (uint32_t)(2 + chance_below(chance, NODES_MAX - 1))};
    small->today = small->plan.start + chance_below(chance, 10);
    small->plan.production = small->plan.count - 1;
    for (uint32_t i = 0; i < small->plan.count; i++) {
        make_node(small, chance, i);
    }
    small->nodes[small->plan.production].started_on = CIVIL_DATE_NONE;
    small->nodes[small->plan.production].finished_on = CIVIL_DATE_NONE;
}

/* Where the outcome in `days` leads: by forecast_run, with the days put into the plan. */
static int32_t run_outcome(const struct small *small, uint32_t later, int32_t by)
{
    struct forecast_node nodes[NODES_MAX];
    struct forecast_plan plan = small->plan;
    struct forecast out;
    struct fault fault = {0};
    memcpy(nodes, small->nodes, sizeof(nodes));
    plan.nodes = nodes;
    for (uint32_t i = 0; i < plan.count; i++) {
        bool is_running = nodes[i].started_on != CIVIL_DATE_NONE;
        if (small->drawn[i] != NULL) {
            *(is_running ? &nodes[i].left_days : &nodes[i].days) = small->days[i];
        }
        if (i == later) {
            if (is_running && nodes[i].left_days < 0) { /* sure: what is left, by the engine */
                assert_true(forecast_run(arena, &plan, small->today, &out, &fault));
                struct calendar_day next;
                assert_true(calendar_next(calendar, small->today, &next, &fault));
                nodes[i].left_days = out.times[i].finish_at - forecast_offset(&plan, next.day);
            }
            *(is_running ? &nodes[i].left_days : &nodes[i].days) += by;
        }
    }
    assert_true(forecast_run(arena, &plan, small->today, &out, &fault));
    return out.times[plan.production].finish_at;
}

static void weigh_outcome(struct small *small, double weight)
{
    struct arena_mark mark = arena_mark(arena);
    int32_t production = run_outcome(small, UINT32_MAX, 0);
    assert_true(production >= 0 && production < 200);
    for (int t = production; t < 200; t++) {
        small->upto[t] += weight;
    }
    small->late += weight * production;
    small->late_squares += weight * production * production;
    for (uint32_t i = 0; i < small->plan.count; i++) {
        small->own[i] += weight * small->days[i];
        small->own_squares[i] += weight * small->days[i] * small->days[i];
        small->products[i] += weight * small->days[i] * production;
        if (small->nodes[i].finished_on == CIVIL_DATE_NONE) {
            small->critical[i] += weight * (run_outcome(small, i, 1) > production);
        }
    }
    arena_rewind(arena, mark);
}

static void weigh_all(struct small *small, uint32_t i, double weight)
{
    if (i == small->plan.count) {
        weigh_outcome(small, weight);
        return;
    }
    bool is_drawn = small->drawn[i] != NULL && small->nodes[i].finished_on == CIVIL_DATE_NONE;
    if (!is_drawn) {
        small->days[i] = 0;
        weigh_all(small, i + 1, weight);
        return;
    }
    for (uint32_t t = 0; t < small->spreads[i].count; t++) {
        if (small->spreads[i].mass[t] > 0) {
            small->days[i] = (int32_t)t;
            weigh_all(small, i + 1, weight * small->spreads[i].mass[t]);
        }
    }
}

static struct outlook look(const struct small *small, uint32_t samples, uint64_t seed)
{
    struct outlook_plan plan = {&small->plan, small->drawn, NULL};
    struct outlook_options options = {samples, seed, small->today, CIVIL_DATE_NONE};
    struct outlook out;
    struct fault fault = {0};
    assert_true(outlook_run(arena, &plan, &options, &out, &fault));
    return out;
}

static void compare_nodes(const struct small *small, const struct outlook *out)
{
    double late = small->late_squares - small->late * small->late;
    for (uint32_t i = 0; i < small->plan.count; i++) {
        double own = small->own_squares[i] - small->own[i] * small->own[i];
        double joint = small->products[i] - small->own[i] * small->late;
        double cruciality = own > 1e-9 && late > 1e-9 ? joint / sqrt(own * late) : 0;
        assert_near(out->nodes[i].criticality, small->critical[i], 0.015);
        assert_near(out->nodes[i].cruciality, cruciality, 0.035);
    }
}

static void samples_agree_with_every_outcome_weighed(void **state)
{
    struct chance chance = chance_from(3);
    static struct small small;
    (void)state;
    for (int round = 0; round < 60; round++) {
        struct arena_mark mark = arena_mark(arena);
        make_small(&small, &chance);
        weigh_all(&small, 0, 1);
        struct outlook out = look(&small, SAMPLES, (uint64_t)round);
        double counts[200] = {0};
        for (uint32_t i = 0; i < out.samples; i++) {
            counts[out.drawn[i]] += 1.0 / SAMPLES;
        }
        double upto = 0;
        for (int t = 0; t < 200; t++) {
            upto += counts[t];
            assert_near(upto, small.upto[t], 5 * 0.5 / sqrt(SAMPLES));
        }
        assert_near(out.mean, small.late, 0.15);
        compare_nodes(&small, &out);
        arena_rewind(arena, mark);
    }
}

static void a_sure_plan_is_the_plain_forecast(void **state)
{
    struct chance chance = chance_from(4);
    static struct small small;
    struct forecast sure;
    struct fault fault = {0};
    (void)state;
    for (int round = 0; round < 500; round++) {
        struct arena_mark mark = arena_mark(arena);
        make_small(&small, &chance);
        memset(small.drawn, 0, sizeof(small.drawn));
        struct outlook out = look(&small, 10, 1);
        assert_true(forecast_run(arena, &small.plan, small.today, &sure, &fault));
        for (int level = 0; level < OUTLOOK_LEVELS; level++) {
            assert_int_equal(out.production[level].day, sure.production);
            assert_int_equal(out.production[level].is_provisional, sure.is_provisional);
        }
        assert_near(out.promise_kept, sure.late_days <= 0, 1e-12);
        assert_int_equal(out.driver, FORECAST_NOBODY);
        arena_rewind(arena, mark);
    }
}

/* ---- the same seed ---- */

static void a_day_more_makes_no_sample_earlier(void **state)
{
    struct chance chance = chance_from(5);
    static struct small small;
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct arena_mark mark = arena_mark(arena);
        make_small(&small, &chance);
        struct outlook before = look(&small, 500, (uint64_t)round);
        uint32_t i = (uint32_t)chance_below(&chance, (int)small.plan.count);
        int32_t by = 1 + chance_below(&chance, 3);
        remake_sampler(&small, i, by);
        small.nodes[i].days += by;
        struct outlook after = look(&small, 500, (uint64_t)round);
        for (int s = 0; s < 500; s++) {
            assert_in_range(after.drawn[s] - before.drawn[s], 0, by);
        }
        arena_rewind(arena, mark);
    }
}

static void a_seed_gives_the_same_and_more_samples_begin_alike(void **state)
{
    struct chance chance = chance_from(6);
    static struct small small;
    bool is_other_different = false;
    (void)state;
    for (int round = 0; round < 20; round++) {
        make_small(&small, &chance);
        struct outlook one = look(&small, 700, 5);
        struct outlook again = look(&small, 700, 5);
        struct outlook longer = look(&small, 3000, 5);
        struct outlook other = look(&small, 700, 6);
        assert_memory_equal(one.drawn, again.drawn, 700 * sizeof(int32_t));
        assert_memory_equal(one.drawn, longer.drawn, 700 * sizeof(int32_t));
        is_other_different |= memcmp(one.drawn, other.drawn, 700 * sizeof(int32_t)) != 0;
    }
    assert_true(is_other_different);
}

static void a_node_keeps_its_chance_when_others_come(void **state)
{
    struct chance chance = chance_from(7);
    static struct small small;
    static struct small wider;
    uint32_t streams[NODES_MAX];
    (void)state;
    for (int round = 0; round < 50; round++) {
        make_small(&small, &chance);
        if (small.plan.count == NODES_MAX) {
            continue;
        }
        wider = small; /* with a node in front that nobody waits for */
        wider.plan.nodes = wider.nodes;
        wider.plan.count++;
        wider.plan.production++;
        for (uint32_t i = small.plan.count; i > 0; i--) {
            wider.nodes[i] = small.nodes[i - 1];
            wider.drawn[i] = small.drawn[i - 1];
            for (uint32_t j = 0; j < wider.nodes[i].after_count; j++) {
                wider.after[i][j] = small.after[i - 1][j] + 1;
                wider.lags[i][j] = small.lags[i - 1][j];
            }
            wider.nodes[i].after = wider.after[i];
            wider.nodes[i].lags = wider.lags[i];
            streams[i] = i - 1;
        }
        wider.nodes[0].after_count = 0;
        streams[0] = 100;
        struct outlook one = look(&small, 300, 9);
        struct outlook_plan plan = {&wider.plan, wider.drawn, streams};
        struct outlook_options options = {300, 9, wider.today, CIVIL_DATE_NONE};
        struct outlook two;
        struct fault fault = {0};
        assert_true(outlook_run(arena, &plan, &options, &two, &fault));
        assert_memory_equal(one.drawn, two.drawn, 300 * sizeof(int32_t));
    }
}

static void the_promise_is_kept_as_often_as_the_samples_say(void **state)
{
    struct chance chance = chance_from(8);
    static struct small small;
    (void)state;
    for (int round = 0; round < 30; round++) {
        make_small(&small, &chance);
        double before = 0;
        for (int ahead = -3; ahead < 60; ahead += 3) {
            struct outlook_plan plan = {&small.plan, small.drawn, NULL};
            struct outlook_options options = {400, 2, small.today, small.plan.start + ahead};
            struct outlook out;
            struct fault fault = {0};
            int kept = 0;
            assert_true(outlook_run(arena, &plan, &options, &out, &fault));
            for (int s = 0; s < 400; s++) {
                struct calendar_day day;
                assert_true(calendar_add(calendar, small.plan.start, out.drawn[s], &day, &fault));
                kept += day.day <= options.promised_on;
            }
            assert_near(out.promise_kept, kept / 400.0, 1e-9);
            assert_true(out.promise_kept >= before);
            before = out.promise_kept;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draw_is_the_inverse_of_the_distribution),
        cmocka_unit_test(draws_have_the_frequencies_of_the_spread),
        cmocka_unit_test(each_lane_is_a_generator_of_its_own),
        cmocka_unit_test(samples_agree_with_every_outcome_weighed),
        cmocka_unit_test(a_sure_plan_is_the_plain_forecast),
        cmocka_unit_test(a_day_more_makes_no_sample_earlier),
        cmocka_unit_test(a_seed_gives_the_same_and_more_samples_begin_alike),
        cmocka_unit_test(a_node_keeps_its_chance_when_others_come),
        cmocka_unit_test(the_promise_is_kept_as_often_as_the_samples_say),
    };
    return cmocka_run_group_tests_name("forecast outlook", tests, set_up, tear_down);
}
