#include "engine/forecast/calibration.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/compiler.h"

static const uint32_t band_starts[CALIBRATION_BANDS] = {0, 10, 30, 60};

/* ---- what was known on a morning ---- */

static int compare_received(const void *left, const void *right)
{
    const struct calibration_case *const *a = left;
    const struct calibration_case *const *b = right;
    if ((*a)->received_on != (*b)->received_on) {
        return (*a)->received_on < (*b)->received_on ? -1 : 1;
    }
    return *a < *b ? -1 : *a > *b;
}

/* False: it was not there yet, or nothing had been seen of it. */
static bool was_known(const struct calibration_history *history, const struct calibration_case *one,
                      civil_date morning, struct duration_case *out)
{
    *out = one->about;
    out->stop = DURATION_NOT_STOPPED;
    out->stop_days = 0;
    if (one->received_on >= morning) {
        return false;
    }
    if (one->ended_on != CIVIL_DATE_NONE && one->ended_on < morning) {
        return true;
    }
    int64_t whole = calendar_count(history->calendar, one->received_on, morning).working_days - 1;
    int64_t seen = whole - one->about.stop_days; /* as if it had been stopped already */
    int64_t most = one->about.clock.days - (one->about.clock.ended != 0);
    out->clock.days = (int32_t)(seen < most ? seen : most);
    out->clock.ended = 0;
    return out->clock.days >= 0;
}

uint32_t calibration_look_back(const struct calibration_history *history, civil_date morning,
                               struct duration_case *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < history->count; i++) {
        count += was_known(history, &history->cases[i], morning, &out[count]);
    }
    return count;
}

/* ---- weights ---- */

/* P(a case is followed for at least t days), from the open ones as events. */
static double *follow_up(struct arena *arena, const struct calibration_history *history,
                         uint32_t *days)
{
    struct survival_case *clocks =
        arena_array(arena, struct survival_case, (size_t)history->count + 1);
    for (uint32_t i = 0; i < history->count; i++) {
        clocks[i] = history->cases[i].about.clock;
    }
    struct survival_counts counts = survival_count(arena, clocks, history->count);
    double *followed = arena_array(arena, double, (size_t)counts.count + 1);
    double share = 1;
    for (uint32_t t = 0; t < counts.count; t++) {
        followed[t] = share;
        uint32_t at_risk = counts.reached[t] - counts.ended[t];
        share *= at_risk > 0 ? 1 - (double)counts.open[t] / at_risk : 1;
    }
    *days = counts.count;
    return followed;
}

static double weight_of(const double *followed, uint32_t days, int32_t taken)
{
    double share = (uint32_t)taken < days ? followed[taken] : followed[days - 1];
    return share * CALIBRATION_WEIGHT_MOST > 1 ? 1 / share : CALIBRATION_WEIGHT_MOST;
}

/* ---- one forecast ---- */

struct calibration_score calibration_score_of(const struct spread *forecast,
                                              struct spread_interval interval, int32_t days)
{
    static const double levels[3] = {0.1, 0.5, 0.9};
    struct calibration_score out = {.weight = 1, .days = days, .interval = interval};
    for (int i = 0; i < 3; i++) {
        out.quantiles[i] = spread_quantile(forecast, levels[i]);
    }
    out.mean = spread_mean(forecast);
    out.crps = spread_crps(forecast, days);
    out.pit_from = spread_upto(forecast, days - 1);
    out.pit_to = spread_upto(forecast, days);
    out.interval_claimed =
        spread_upto(forecast, interval.high) - spread_upto(forecast, interval.low - 1);
    out.quantiles_claimed =
        spread_upto(forecast, out.quantiles[2]) - spread_upto(forecast, out.quantiles[0] - 1);
    return out;
}

/* ---- sums ---- */

/* The mean over the chance of a randomised transform of [it is at most u]. */
static double pit_upto(const struct calibration_score *score, double u)
{
    if (u >= score->pit_to) {
        return 1;
    }
    return u <= score->pit_from ? 0 : (u - score->pit_from) / (score->pit_to - score->pit_from);
}

void calibration_add(struct calibration_band *band, const struct calibration_score *score,
                     int32_t promised)
{
    double weight = score->weight;
    bool in_interval = score->days >= score->interval.low && score->days <= score->interval.high;
    bool in_quantiles = score->days >= score->quantiles[0] && score->days <= score->quantiles[2];
    band->scored++;
    band->weight += weight;
    band->crps += weight * score->crps;
    band->promise_error += weight * abs(score->days - promised);
    band->bias += weight * (score->mean - score->days);
    band->mean_days += weight * score->days;
    band->in_interval += weight * in_interval;
    band->interval_claimed += weight * score->interval_claimed;
    band->in_quantiles += weight * in_quantiles;
    band->quantiles_claimed += weight * score->quantiles_claimed;
    band->randomised += weight * (pit_upto(score, 0.9) - pit_upto(score, 0.1));
    for (int i = 0; i < CALIBRATION_BINS; i++) {
        band->pit[i] += weight * (pit_upto(score, (i + 1.0) / CALIBRATION_BINS) -
                                  pit_upto(score, (double)i / CALIBRATION_BINS));
    }
}

void calibration_close(struct calibration_band *band)
{
    double weight = band->weight > 0 ? band->weight : 1;
    double *const sums[] = {&band->crps,         &band->promise_error,     &band->bias,
                            &band->mean_days,    &band->in_interval,       &band->interval_claimed,
                            &band->in_quantiles, &band->quantiles_claimed, &band->randomised};
    for (size_t i = 0; i < COUNT_OF(sums); i++) {
        *sums[i] /= weight;
    }
    for (int i = 0; i < CALIBRATION_BINS; i++) {
        band->pit[i] /= weight;
    }
}

static void sum_up(const struct calibration_history *history, struct calibration *out)
{
    for (int b = 0; b < CALIBRATION_BANDS; b++) {
        out->bands[b].past_from = band_starts[b];
    }
    for (uint32_t i = 0; i < out->count; i++) {
        const struct calibration_score *score = &out->scores[i];
        int32_t promised = history->promised[history->cases[score->index].about.key.item];
        int band = CALIBRATION_BANDS - 1;
        while (score->past < band_starts[band]) {
            band--;
        }
        calibration_add(&out->all, score, promised);
        calibration_add(&out->bands[band], score, promised);
    }
    calibration_close(&out->all);
    for (int b = 0; b < CALIBRATION_BANDS; b++) {
        calibration_close(&out->bands[b]);
    }
}

/* ---- the walk through time ---- */

struct rolling {
    const struct expectation *expectation;
    const struct calibration_history *history;
    const struct calibration_case **order; /* by day of receipt */
    const double *followed;
    uint32_t followed_days;
    struct duration_case *known;
};

static void score_one(struct arena *arena, struct rolling *rolling,
                      const struct calibration_case *one, struct calibration_score *out)
{
    struct arena_mark mark = arena_mark(arena);
    uint32_t count = calibration_look_back(rolling->history, one->received_on, rolling->known);
    struct duration_history known = {rolling->known, count, rolling->history->promised,
                                     rolling->history->item_count};
    const struct durations *durations = durations_learn(arena, rolling->expectation, &known);
    struct duration_law law = durations_law(arena, durations, one->about.key);
    *out = calibration_score_of(&law.clock, duration_interval(&law, 0.8), one->about.clock.days);
    out->index = (uint32_t)(one - rolling->history->cases);
    out->past = law.cases;
    out->weight = weight_of(rolling->followed, rolling->followed_days, out->days);
    arena_rewind(arena, mark);
}

void calibration_run(struct arena *arena, const struct expectation *expectation,
                     const struct calibration_history *history, uint32_t most,
                     struct calibration *out)
{
    struct rolling rolling = {.expectation = expectation, .history = history};
    size_t room = (size_t)history->count + 1;
    rolling.order = arena_alloc(arena, room * sizeof(*rolling.order));
    rolling.known = arena_array(arena, struct duration_case, room);
    rolling.followed = follow_up(arena, history, &rolling.followed_days);
    *out = (struct calibration){.scores = arena_array(arena, struct calibration_score, room)};
    ensure(most > 0);
    for (uint32_t i = 0; i < history->count; i++) {
        rolling.order[i] = &history->cases[i];
        out->closed += history->cases[i].ended_on != CIVIL_DATE_NONE;
    }
    qsort(rolling.order, history->count, sizeof(*rolling.order), compare_received);
    uint32_t wanted = out->closed < most ? out->closed : most;
    uint64_t seen = 0;
    for (uint32_t i = 0; i < history->count; i++) {
        if (rolling.order[i]->ended_on == CIVIL_DATE_NONE) {
            continue;
        }
        if (seen * wanted / out->closed < (seen + 1) * wanted / out->closed) {
            score_one(arena, &rolling, rolling.order[i], &out->scores[out->count++]);
        }
        seen++;
    }
    sum_up(history, out);
}
