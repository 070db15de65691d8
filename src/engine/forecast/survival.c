#include "engine/forecast/survival.h"

#include "base/arena.h"
#include "base/compiler.h"

static uint32_t bounded(int32_t days)
{
    ensure(days >= 0);
    return days > SPREAD_DAYS_MAX ? SPREAD_DAYS_MAX : (uint32_t)days;
}

struct survival_counts survival_count(struct arena *arena, const struct survival_case *cases,
                                      uint32_t count)
{
    uint32_t days = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t needed = bounded(cases[i].days) + 1;
        days = needed > days ? needed : days;
    }
    uint32_t *ended = arena_array(arena, uint32_t, 3 * (size_t)days + 1);
    uint32_t *open = ended + days;
    uint32_t *reached = open + days;
    uint32_t ended_cases = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t t = bounded(cases[i].days);
        ended[t] += cases[i].ended != 0;
        open[t] += cases[i].ended == 0;
        ended_cases += cases[i].ended != 0;
    }
    uint32_t still = 0;
    for (uint32_t t = days; t-- > 0;) {
        still += ended[t] + open[t];
        reached[t] = still;
    }
    return (struct survival_counts){ended, open, reached, days, count, ended_cases};
}

void survival_estimate(const struct survival_counts *counts, double *out)
{
    double above = 1;
    for (uint32_t t = 0; t < counts->count; t++) {
        above *= 1 - (double)counts->ended[t] / (double)counts->reached[t];
        out[t] = above;
    }
}

struct spread survival_update(struct arena *arena, const struct spread *prior, double weight,
                              const struct survival_counts *counts)
{
    ensure(weight > 0);
    uint32_t days = prior->count > counts->count ? prior->count : counts->count;
    double *mass = arena_array(arena, double, days);
    double above = 1;
    for (uint32_t t = 0; t < days; t++) {
        bool is_seen = t < counts->count;
        bool is_expected = t < prior->count;
        double before = !is_expected ? 0 : t == 0 ? 1 : 1 - prior->upto[t - 1];
        double events =
            (is_expected ? weight * prior->mass[t] : 0) + (is_seen ? counts->ended[t] : 0);
        double risk = weight * before + (is_seen ? counts->reached[t] : 0);
        double hazard = risk > 0 ? events / risk : 0;
        hazard = hazard > 1 || t + 1 == days ? 1 : hazard;
        mass[t] = above * hazard;
        above -= mass[t];
    }
    return spread_of(arena, mass, days);
}
