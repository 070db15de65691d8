#include "worlds.h"

#include <math.h>
#include <string.h>

#define DAYS (SPREAD_DAYS_MAX + 1)
#define STEPS 16 /* of the density within a day */

enum family { LOG_NORMAL, GAMMA, WEIBULL, LOG_LOGISTIC };

/* Up to a constant: what is added up is normed afterwards. */
static double density(enum family family, double x, double scale, double shape)
{
    double y = x / scale;
    double z = log(y) / shape;
    switch (family) {
    case LOG_NORMAL: return exp(-0.5 * z * z) / x;
    case GAMMA: return pow(y, shape - 1) * exp(-y);
    case WEIBULL: return pow(y, shape - 1) * exp(-pow(y, shape));
    case LOG_LOGISTIC: return pow(y, shape - 1) / pow(1 + pow(y, shape), 2);
    }
    return 0;
}

/* Rounded to whole days. */
static void add_family(struct world *world, double share, enum family family, double scale,
                       double shape)
{
    static double part[DAYS];
    double whole = 0;
    for (int t = 0; t < DAYS; t++) {
        part[t] = 0;
        for (int s = 0; s < STEPS; s++) {
            double x = t - 0.5 + (s + 0.5) / STEPS;
            part[t] += x > 0 ? density(family, x, scale, shape) : 0;
        }
        whole += part[t];
    }
    for (int t = 0; t < DAYS; t++) {
        world->mass[t] += share * part[t] / whole;
    }
}

void worlds_make(struct world worlds[WORLD_COUNT])
{
    memset(worlds, 0, WORLD_COUNT * sizeof(*worlds));
    worlds[0] = (struct world){.name = "log-normal", .promised = 20};
    add_family(&worlds[0], 1, LOG_NORMAL, 18, 0.5);
    worlds[1] = (struct world){.name = "gamma", .promised = 10};
    add_family(&worlds[1], 1, GAMMA, 8, 2);
    worlds[2] = (struct world){.name = "Weibull", .promised = 30};
    add_family(&worlds[2], 1, WEIBULL, 25, 2.5);
    worlds[3] = (struct world){.name = "quick and slow", .promised = 15};
    add_family(&worlds[3], 0.6, GAMMA, 1, 6);
    add_family(&worlds[3], 0.4, LOG_NORMAL, 40, 0.25);
    worlds[4] = (struct world){.name = "same day or not", .promised = 5};
    add_family(&worlds[4], 0.65, LOG_NORMAL, 12, 0.6);
    worlds[4].mass[0] += 0.35;
    worlds[5] = (struct world){.name = "heavy tails", .promised = 10};
    add_family(&worlds[5], 1, LOG_LOGISTIC, 12, 1.9);
    worlds[6] = (struct world){.name = "on the last day", .promised = 20};
    worlds[6].mass[20] = 0.6;
    for (int t = 5; t < 20; t++) {
        worlds[6].mass[t] = 0.32 / 15;
    }
    add_family(&worlds[6], 0.08, LOG_NORMAL, 30, 0.3);
    worlds[7] = (struct world){.name = "within three days", .promised = 3};
    worlds[7].mass[0] = 0.2;
    worlds[7].mass[1] = 0.45;
    worlds[7].mass[2] = 0.25;
    worlds[7].mass[3] = 0.1;
}

double world_uniform(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return ((double)(*state >> 12) + 0.5) / 4503599627370496.0;
}

int32_t world_draw(const struct world *world, uint64_t *state)
{
    double u = world_uniform(state);
    int32_t t = 0;
    while (t < SPREAD_DAYS_MAX && u >= world->mass[t]) {
        u -= world->mass[t++];
    }
    return t;
}

/* P(low <= PIT <= high | D = t), the PIT being spread evenly over the step of the forecast at t. */
static double randomised(const struct spread *forecast, int32_t t, double low, double high)
{
    double from = spread_upto(forecast, t - 1);
    double to = spread_upto(forecast, t);
    if (to - from < 1e-15) {
        return from >= low && from <= high ? 1 : 0;
    }
    double cut_from = from > low ? from : low;
    double cut_to = to < high ? to : high;
    return cut_to > cut_from ? (cut_to - cut_from) / (to - from) : 0;
}

struct world_score world_score_of(const struct world *world, const struct duration_law *law)
{
    struct world_score score = {0};
    const struct spread *forecast = &law->clock;
    struct spread_interval interval = duration_interval(law, 0.8);
    int32_t low = spread_quantile(forecast, 0.1);
    int32_t high = spread_quantile(forecast, 0.9);
    double upto = 0;
    double best = 0;
    double excess = 0;
    double mean = 0;
    for (int32_t t = 0; t < DAYS; t++) {
        double mass = world->mass[t];
        upto += mass;
        double miss = spread_upto(forecast, t) - upto;
        best += upto * (1 - upto);
        excess += miss * miss;
        mean += t * mass;
        score.in_interval += t >= interval.low && t <= interval.high ? mass : 0;
        score.covered += t >= low && t <= high ? mass : 0;
        score.randomised += mass * randomised(forecast, t, 0.1, 0.9);
    }
    score.claimed = spread_upto(forecast, high) - spread_upto(forecast, low - 1);
    score.crps_ratio = 1 + excess / best;
    score.mean_error = spread_mean(forecast) / mean - 1;
    return score;
}
