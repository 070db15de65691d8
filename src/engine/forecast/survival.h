#ifndef LIANDONG_ENGINE_FORECAST_SURVIVAL_H
#define LIANDONG_ENGINE_FORECAST_SURVIVAL_H

#include <stdint.h>

#include "engine/forecast/spread.h"

/* How long cases take, from those that have ended and those that are still open.
 *
 * An open case is not left out (that would keep the quick ones and lose the slow ones) nor taken
 * for ended: it is known to take longer than the days seen so far. That is a right-censored
 * observation, and the product-limit estimator is made for it: Kaplan & Meier, "Nonparametric
 * estimation from incomplete observations", JASA 53 (1958). Its assumption: when one looks has
 * nothing to do with how long a case would have taken.
 *
 * With few cases the estimate jumps and ends where the last case ended. So it is laid over what was
 * expected before any case was seen, which counts like `weight` cases. The mathematics is the
 * posterior mean of a beta-Stacy process, whose hazards h(t) on whole days are independent beta
 * variables:
 *
 *     h(t) = (weight * P0(D = t) + ended at t) / (weight * P0(D >= t) + cases that reached t)
 *
 * Walker & Muliere, "Beta-Stacy processes and a generalization of the Pólya-urn scheme", Annals of
 * Statistics 25 (1997); for the Dirichlet process Susarla & Van Ryzin, JASA 71 (1976). Without open
 * cases it is the mixture (weight * P0 + n * empirical) / (weight + n); without cases P0; with
 * many the product-limit estimate, and past the last case the prior's own tail goes on. */
struct survival_case {
    int32_t days;  /* whole working days; negative is a bug, above SPREAD_DAYS_MAX counts as that */
    uint8_t ended; /* 1: ended after exactly so many; 0: was still open at the end of that day */
};

/* Cases counted by days: 0 <= t < count. `reached[t]` is how many took at least t days as far as is
 * known: those that ended on t or later, and those that were seen open on day t or later. */
struct survival_counts {
    const uint32_t *ended;
    const uint32_t *open;
    const uint32_t *reached;
    uint32_t count; /* 0: no case */
    uint32_t cases;
    uint32_t ended_cases;
};

struct arena;

struct survival_counts survival_count(struct arena *arena, const struct survival_case *cases,
                                      uint32_t count);

/* The product-limit estimate of P(D > t) for 0 <= t < counts->count, into `out`. It does not go
 * down to 0 where the longest case is an open one. */
void survival_estimate(const struct survival_counts *counts, double *out);

/* What is expected after the cases, when `prior` was expected before them and counts like `weight`
 * cases, weight > 0. */
struct spread survival_update(struct arena *arena, const struct spread *prior, double weight,
                              const struct survival_counts *counts);

#endif
