#ifndef LIANDONG_BENCH_WORLDS_H
#define LIANDONG_BENCH_WORLDS_H

#include <stdint.h>

#include "engine/forecast/durations.h"

/* Worlds whose true distribution of days is known, so that a forecast can be held against it
 * without the noise of a sample: what it scores in the mean, what its intervals cover. */
struct world {
    const char *name;
    int32_t promised;
    double mass[SPREAD_DAYS_MAX + 1];
};

#define WORLD_COUNT 8

/* Log-normal, gamma, Weibull, a mixture of quick and slow, a third on the same day, heavy tails,
 * decisions on the last promised day, and everything within three days. */
void worlds_make(struct world worlds[WORLD_COUNT]);

int32_t world_draw(const struct world *world, uint64_t *state);
double world_uniform(uint64_t *state); /* xorshift; 0 < u < 1 */

struct world_score {
    double crps_ratio;  /* expected CRPS over that of the true distribution */
    double covered;     /* P(P10 <= D <= P90) under the truth */
    double claimed;     /* the same under the forecast */
    double randomised;  /* P(0.1 <= randomised PIT <= 0.9) under the truth */
    double in_interval; /* P(within duration_interval() of 80 %) under the truth */
    double mean_error;  /* of the mean, as a share of the true mean */
};

/* Of one forecast, exact. */
struct world_score world_score_of(const struct world *world, const struct duration_law *law);

#endif
