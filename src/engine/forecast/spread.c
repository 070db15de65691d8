#include "engine/forecast/spread.h"

#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"

#define TAIL 1e-10
#define NOTHING_KNOWN 1e-9 /* of a share of cases: below, only the trimmed tail is left */

static uint32_t trimmed(const double *weights, uint32_t count, double whole)
{
    double tail = 0;
    while (count > 1) {
        tail += weights[count - 1];
        if (tail > TAIL * whole) {
            break;
        }
        count--;
    }
    return count;
}

struct spread spread_of(struct arena *arena, const double *weights, uint32_t count)
{
    double whole = 0;
    ensure(count > 0 && count <= SPREAD_DAYS_MAX + 1);
    for (uint32_t t = 0; t < count; t++) {
        whole += weights[t];
    }
    ensure(whole > 0);
    count = trimmed(weights, count, whole);
    whole = 0;
    for (uint32_t t = 0; t < count; t++) {
        whole += weights[t];
    }
    double *mass = arena_alloc_raw(arena, 2 * count * sizeof(double));
    double *upto = mass + count;
    double sum = 0;
    for (uint32_t t = 0; t < count; t++) {
        mass[t] = weights[t] / whole;
        sum += weights[t];
        upto[t] = sum / whole;
    }
    return (struct spread){mass, upto, count};
}

struct spread spread_sure(struct arena *arena, int32_t days)
{
    ensure(days >= 0);
    uint32_t last = days > SPREAD_DAYS_MAX ? SPREAD_DAYS_MAX : (uint32_t)days;
    double *weights = arena_array(arena, double, last + 1);
    weights[last] = 1;
    return spread_of(arena, weights, last + 1);
}

int32_t spread_quantile(const struct spread *spread, double p)
{
    uint32_t low = 0;
    uint32_t high = spread->count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (spread->upto[middle] >= p - 1e-12) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (int32_t)low;
}

/* The day at which P(at most that many) comes nearest to p; -1 where nothing does. */
static int32_t nearest(const struct spread *spread, double p)
{
    int32_t above = spread_quantile(spread, p);
    double over = spread_upto(spread, above) - p;
    double under = p - spread_upto(spread, above - 1);
    return over <= under ? above : above - 1;
}

struct spread_interval spread_interval(const struct spread *spread, double p)
{
    int32_t below = nearest(spread, (1 - p) / 2);
    int32_t high = nearest(spread, spread_upto(spread, below) + p);
    below = nearest(spread, spread_upto(spread, high) - p);
    return (struct spread_interval){below + 1, high > below ? high : below + 1};
}

double spread_mean(const struct spread *spread)
{
    double mean = 0;
    for (uint32_t t = 0; t < spread->count; t++) {
        mean += (double)t * spread->mass[t];
    }
    return mean;
}

double spread_upto(const struct spread *spread, int32_t days)
{
    if (days < 0) {
        return 0;
    }
    return (uint32_t)days < spread->count ? spread->upto[days] : 1;
}

struct spread spread_left(struct arena *arena, const struct spread *spread, int32_t used)
{
    if (used <= 0 || (uint32_t)used >= spread->count ||
        1 - spread->upto[used - 1] < NOTHING_KNOWN) {
        return *spread;
    }
    return spread_of(arena, spread->mass + used, spread->count - (uint32_t)used);
}

struct spread spread_add(struct arena *arena, const struct spread *a, const struct spread *b)
{
    uint32_t full = a->count + b->count - 1;
    uint32_t count = full > SPREAD_DAYS_MAX + 1 ? SPREAD_DAYS_MAX + 1 : full;
    double *sum = arena_array(arena, double, full);
    for (uint32_t i = 0; i < a->count; i++) {
        double weight = a->mass[i];
        if (weight > 0) {
            for (uint32_t j = 0; j < b->count; j++) {
                sum[i + j] += weight * b->mass[j];
            }
        }
    }
    for (uint32_t t = count; t < full; t++) {
        sum[count - 1] += sum[t];
    }
    return spread_of(arena, sum, count);
}

struct spread spread_sometimes(struct arena *arena, const struct spread *spread, double p)
{
    ensure(p >= 0 && p <= 1);
    double *weights = arena_alloc_raw(arena, spread->count * sizeof(double));
    for (uint32_t t = 0; t < spread->count; t++) {
        weights[t] = p * spread->mass[t];
    }
    weights[0] += 1 - p;
    return spread_of(arena, weights, spread->count);
}

double spread_crps(const struct spread *spread, int32_t days)
{
    double score = 0;
    uint32_t seen = days < 0 ? 0 : (uint32_t)days;
    for (uint32_t t = 0; t < spread->count; t++) {
        double miss = spread->upto[t] - (t >= seen ? 1 : 0);
        score += miss * miss;
    }
    return score + (seen > spread->count ? (double)(seen - spread->count) : 0);
}
