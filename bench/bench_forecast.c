/* The forecast: how fast days are drawn and plans walked through, and how good what is learnt is,
 * in worlds whose true distribution is known. Each figure has its aim beside it, if it has one.
 *
 *     bench_forecast [SECONDS [REPEATS]] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "engine/forecast/durations.h"
#include "engine/forecast/outlook.h"
#include "measure.h"
#include "worlds.h"

#define CASES 60
#define NODES 40
#define SAMPLES 10000
#define DRAWS 4096

static struct world worlds[WORLD_COUNT];

/* A line in the form of bench/run.sh. */
static void print_figure(const char *name, const char *figure, const char *aim, bool is_met)
{
    if (aim[0] == '\0') {
        printf("%-54s %24s\n", name, figure);
    } else {
        printf("%-54s %24s   aim %-14s %s\n", name, figure, aim, is_met ? "met" : "MISSED");
    }
}

/* ---- speed ---- */

static void bench_draws(struct arena *arena, double seconds)
{
    static uint32_t random[DRAWS];
    static int32_t days[DRAWS];
    struct spread spread = spread_of(arena, worlds[0].mass, SPREAD_DAYS_MAX + 1);
    struct sampler sampler = sampler_of(arena, &spread);
    struct sampler_chance chance = sampler_chance_from(1, 0);
    double from = measure_seconds();
    double spent = 0;
    long long sum = 0;
    long draws = 0;
    while (spent < seconds) {
        for (int i = 0; i < 100; i++) {
            sampler_chance_fill(&chance, random, DRAWS);
            sampler_draw(&sampler, random, DRAWS, days);
            sum += days[i];
        }
        draws += 100L * DRAWS;
        spent = measure_seconds() - from;
    }
    char figure[64];
    double rate = (double)draws / spent;
    snprintf(figure, sizeof(figure), "%.0f samples/s", rate);
    print_figure(sum > 0 ? "days drawn, one core" : "no day", figure, ">= 10000000", rate >= 1e7);
}

/* A network of forty items, each behind one to three of the six before it, in the middle of its
 * way: five done, five running. */
struct bench_network {
    struct forecast_node nodes[NODES];
    uint32_t after[NODES][3];
    struct sampler samplers[NODES];
    const struct sampler *drawn[NODES];
    struct forecast_plan plan;
};

static void make_network(struct arena *arena, struct bench_network *network,
                         const struct calendar *calendar)
{
    uint64_t state = 20260302;
    civil_date start = civil_date_from_parts((struct civil_parts){2026, 3, 2});
    for (uint32_t i = 0; i < NODES; i++) {
        const struct world *world = &worlds[i % WORLD_COUNT];
        uint32_t count = i == 0 ? 0 : 1 + (uint32_t)(3 * world_uniform(&state));
        for (uint32_t j = 0; j < count; j++) {
            uint32_t back = 1 + (uint32_t)(6 * world_uniform(&state));
            network->after[i][j] = back > i ? 0 : i - back;
        }
        network->nodes[i] = (struct forecast_node){
            .not_before = CIVIL_DATE_NONE,
            .days = world->promised,
            .after = network->after[i],
            .after_count = count,
            .started_on = i < 10 ? start + 7 * (civil_date)(i / 5) : CIVIL_DATE_NONE,
            .finished_on = i < 5 ? start + 7 : CIVIL_DATE_NONE,
            .due_on = CIVIL_DATE_NONE,
            .left_days = -1};
        struct spread spread = spread_of(arena, world->mass, SPREAD_DAYS_MAX + 1);
        struct spread left = spread_left(arena, &spread, i < 10 ? 3 : 0);
        network->samplers[i] = sampler_of(arena, &left);
        network->drawn[i] = &network->samplers[i];
    }
    network->plan = (struct forecast_plan){.calendar = calendar,
                                           .start = start,
                                           .working_days = 200,
                                           .end = 200,
                                           .production = NODES - 1,
                                           .nodes = network->nodes,
                                           .count = NODES};
}

static bool bench_walks(struct arena *arena, double seconds)
{
    static struct bench_network network;
    struct fault fault = {0};
    const struct calendar *calendar = NULL;
    struct outlook outlook = {0};
    if (!calendar_build(arena, NULL, 0, &calendar, &fault)) {
        return false;
    }
    make_network(arena, &network, calendar);
    struct outlook_plan plan = {&network.plan, network.drawn, NULL};
    struct outlook_options options = {SAMPLES, 1, network.plan.start + 14, CIVIL_DATE_NONE};
    double from = measure_seconds();
    double spent = 0;
    long walks = 0;
    while (spent < seconds) {
        struct arena_mark mark = arena_mark(arena);
        options.seed = (uint64_t)walks;
        if (!outlook_run(arena, &plan, &options, &outlook, &fault)) {
            return false;
        }
        arena_rewind(arena, mark);
        walks++;
        spent = measure_seconds() - from;
    }
    char figure[64];
    double ms = 1000 * spent / (double)walks;
    snprintf(figure, sizeof(figure), "%.2f ms", ms);
    print_figure("10000 samples of a network of 40 items, one core", figure, "<= 5 (2) ms",
                 ms <= 5);
    return true;
}

/* ---- calibration ---- */

enum bench_opening {
    BENCH_CLOSED, /* all have ended */
    BENCH_LATELY, /* half are open, none being older than the time that gives half */
    BENCH_ANY     /* half are open, looked at after a time like that of another case */
};

struct bench_setting {
    const char *name;
    enum bench_opening opening;
    uint32_t seasons; /* cells that differ in nothing */
};

/* Cases came evenly over so long a time before today that half of them are still open. */
static double half_open_time(const struct world *world)
{
    double low = 0;
    double high = 100000;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        double open = 0;
        for (int32_t t = 0; t <= SPREAD_DAYS_MAX; t++) {
            open += world->mass[t] * ((double)t < middle ? (double)t / middle : 1);
        }
        *(open > 0.5 ? &low : &high) = middle;
    }
    return high;
}

static void draw_cases(const struct world *world, const struct bench_setting *setting,
                       uint64_t *state, struct duration_case *cases)
{
    double since = setting->opening == BENCH_LATELY ? half_open_time(world) : 0;
    for (uint32_t i = 0; i < CASES; i++) {
        int32_t days = world_draw(world, state);
        int32_t seen = setting->opening == BENCH_ANY ? world_draw(world, state)
                                                     : (int32_t)(since * world_uniform(state));
        bool is_open = setting->opening != BENCH_CLOSED && days > seen;
        uint32_t season = (uint32_t)(setting->seasons * world_uniform(state));
        cases[i] = (struct duration_case){.key = {0, 0, season % 2, season},
                                          .clock = {is_open ? seen : days, is_open ? 0 : 1}};
    }
}

static struct world_score bench_world(const struct world *world,
                                      const struct bench_setting *setting, int repeats)
{
    struct world_score sum = {0};
    uint64_t state = 88172645463325252u;
    struct arena *arena = arena_open((size_t)1 << 28, (size_t)1 << 30);
    const struct expectation *expectation = expectation_open(arena);
    struct arena_mark mark = arena_mark(arena);
    for (int i = 0; i < repeats; i++) {
        struct duration_case cases[CASES];
        draw_cases(world, setting, &state, cases);
        struct duration_history history = {cases, CASES, &world->promised, 1};
        const struct durations *durations = durations_learn(arena, expectation, &history);
        struct duration_law law = durations_law(arena, durations, cases[0].key);
        struct world_score score = world_score_of(world, &law);
        sum.crps_ratio += score.crps_ratio / repeats;
        sum.covered += score.covered / repeats;
        sum.claimed += score.claimed / repeats;
        sum.randomised += score.randomised / repeats;
        sum.in_interval += score.in_interval / repeats;
        sum.mean_error += score.mean_error / repeats;
        arena_rewind(arena, mark);
    }
    arena_close(arena);
    return sum;
}

/* The first setting has aims; the others show what open cases and needless cells cost. */
static void print_score(const char *setting, const char *world, const struct world_score *score,
                        bool has_aims)
{
    char name[96];
    char figure[64];
    snprintf(name, sizeof(name), "%s, %s: CRPS of the true", setting, world);
    snprintf(figure, sizeof(figure), "%.4f (mean %+.1f %%)", score->crps_ratio,
             100 * score->mean_error);
    print_figure(name, figure, has_aims ? "<= 1.03" : "", score->crps_ratio <= 1.03);
    snprintf(name, sizeof(name), "%s, %s: 80 %% interval", setting, world);
    snprintf(figure, sizeof(figure), "%.1f %% (PIT %.1f %%)", 100 * score->in_interval,
             100 * score->randomised);
    print_figure(name, figure, has_aims ? "78 to 82 %" : "",
                 score->in_interval >= 0.78 && score->in_interval <= 0.82);
}

static void bench_calibration(int repeats)
{
    static const struct bench_setting settings[] = {
        {"60 cases", BENCH_CLOSED, 1},
        {"60 in alike seasons", BENCH_CLOSED, 4},
        {"60, half open", BENCH_ANY, 1},
        {"60, the latest open", BENCH_LATELY, 1},
    };
    for (size_t s = 0; s < COUNT_OF(settings); s++) {
        for (int w = 0; w < WORLD_COUNT; w++) {
            struct world_score score = bench_world(&worlds[w], &settings[s], repeats);
            print_score(settings[s].name, worlds[w].name, &score, s == 0);
        }
    }
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? atof(argv[1]) : 2;
    int repeats = argc > 2 ? atoi(argv[2]) : 200;
    struct arena *arena = arena_open((size_t)1 << 28, (size_t)1 << 30);
    worlds_make(worlds);
    bench_draws(arena, seconds);
    bool is_done = bench_walks(arena, seconds);
    arena_close(arena);
    bench_calibration(repeats);
    return is_done ? 0 : 1;
}
