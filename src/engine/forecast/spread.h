#ifndef LIANDONG_ENGINE_FORECAST_SPREAD_H
#define LIANDONG_ENGINE_FORECAST_SPREAD_H

#include <stdint.h>

/* How long something takes, when that is not sure: a distribution over whole working days.
 *
 * Days are counted as everywhere (engine/plan/planner.h): 0 is decided the same day. Nothing takes
 * longer than SPREAD_DAYS_MAX here, some sixteen years; what does counts as exactly that.
 *
 * `mass[t]` is the probability of exactly t days, `upto[t]` that of at most t; both for
 * 0 <= t < count, and upto[count - 1] is 1. A spread is immutable and belongs to the arena that
 * paid for it. */
#define SPREAD_DAYS_MAX 4095

struct spread {
    const double *mass;
    const double *upto;
    uint32_t count; /* at least 1 */
};

struct arena;

/* From weights that need not add up to 1 but must not all be 0; at most SPREAD_DAYS_MAX + 1 of
 * them. A tail of less than 1e-10 is left out. */
struct spread spread_of(struct arena *arena, const double *weights, uint32_t count);

/* Surely so many days. */
struct spread spread_sure(struct arena *arena, int32_t days);

/* The least number of days within which it is done with at least that probability, 0 < p <= 1. */
int32_t spread_quantile(const struct spread *spread, double p);

/* From `low` to `high` days, both included. */
struct spread_interval {
    int32_t low;
    int32_t high;
};

/* The interval whose probability comes nearest to `p`, about as much being left out below as above.
 * (From the quantile at (1 - p) / 2 to that at (1 + p) / 2 would be more than p by nature, by a
 * whole day's probability on the average.) Where one day holds much, as with decisions on the same
 * day or on the last one, the other end gives way. */
struct spread_interval spread_interval(const struct spread *spread, double p);

double spread_mean(const struct spread *spread);
double spread_upto(const struct spread *spread, int32_t days); /* P(at most `days`), any number */

/* The days left of something that has taken `used` days and is not done: the distribution of
 * D - used given D >= used. Where nothing is known of so long a time, it begins anew: then what is
 * left is distributed as the whole was. */
struct spread spread_left(struct arena *arena, const struct spread *spread, int32_t used);

/* One after the other, independent of each other. */
struct spread spread_add(struct arena *arena, const struct spread *a, const struct spread *b);

/* With that probability as `spread` says, else 0 days. */
struct spread spread_sometimes(struct arena *arena, const struct spread *spread, double p);

/* The continuous ranked probability score of the forecast once `days` is known, in working days:
 * the sum over t of (P(D <= t) - [days <= t])^2. Smaller is better; in the mean it is smallest for
 * the true distribution (strictly proper), and for a sure forecast it is the absolute error.
 * Gneiting & Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102
 * (2007). */
double spread_crps(const struct spread *spread, int32_t days);

#endif
