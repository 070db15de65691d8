#ifndef LIANDONG_ENGINE_FORECAST_CALIBRATION_H
#define LIANDONG_ENGINE_FORECAST_CALIBRATION_H

#include "base/civil_date.h"
#include "engine/calendar/calendar.h"
#include "engine/forecast/durations.h"

/* Whether the forecast of durations keeps its word, found out on the city's own closed cases.
 *
 * Rolling origin: each closed case is forecast anew on the day it was received, from nothing but
 * what was known that morning. Cases received earlier and ended before that day are ended, the
 * others open with the days they had then, later ones are not there. What is scored is the clock's
 * days; stops have no days of their own in most histories.
 *
 * Slow cases received lately are still open and can't be scored, so the closed ones are too quick a
 * sample. Each closed case therefore counts by the inverse of the probability that a case of its
 * days would have closed by now (inverse probability of censoring weights: Graf, Schmoor, Sauerbrei
 * & Schumacher, Statistics in Medicine 18 (1999)), at most CALIBRATION_WEIGHT_MOST.
 *
 * Days are whole, so an interval rarely holds exactly 80 %: from P10 to P90 it holds more by
 * nature. Three figures are given, each beside what the forecast itself claimed:
 *
 *   interval    of duration_interval(0.8), the one that whole days bring nearest to 80 %
 *   quantiles   from P10 to P90, both included: at least 80 %
 *   randomised  share of the randomised probability integral transforms between 0.1 and 0.9, which
 *               is exactly 80 % for a true forecast; the chance in it is taken out by its mean.
 *
 * The histogram is the non-randomised one of Czado, Gneiting & Held, "Predictive model assessment
 * for count data", Biometrics 65 (2009): flat if the forecast is calibrated, a U if it is too sure,
 * a hump if not sure enough, a slope if it is biased. */
#define CALIBRATION_BINS 10
#define CALIBRATION_BANDS 4
#define CALIBRATION_WEIGHT_MOST 20.0

struct calibration_case {
    struct duration_case about; /* as known at the end of the history */
    civil_date received_on;
    civil_date ended_on; /* CIVIL_DATE_NONE: still open */
};

struct calibration_history {
    const struct calibration_case *cases;
    uint32_t count;
    const int32_t *promised; /* by item */
    uint32_t item_count;
    const struct calendar *calendar;
};

/* One forecast held against what came of it. */
struct calibration_score {
    uint32_t index; /* of the case */
    uint32_t past;  /* cases of the item known then, open ones included */
    double weight;
    int32_t days;
    struct spread_interval interval;
    int32_t quantiles[3]; /* P10, P50, P90 */
    double mean;
    double crps;
    double pit_from; /* forecast probability of less, and of at most so many days */
    double pit_to;
    double interval_claimed;
    double quantiles_claimed;
};

/* Weighted means over scores. */
struct calibration_band {
    uint32_t past_from; /* of cases with at least so many past ones, below the next band */
    uint32_t scored;
    double weight;
    double crps;          /* working days */
    double promise_error; /* mean absolute error of the promised days: what the CRPS has to beat */
    double bias;          /* mean of forecast less days */
    double mean_days;
    double in_interval, interval_claimed;
    double in_quantiles, quantiles_claimed;
    double randomised;
    double pit[CALIBRATION_BINS]; /* shares; flat is 0.1 each */
};

struct calibration {
    struct calibration_band all;
    struct calibration_band bands[CALIBRATION_BANDS]; /* from 0, 10, 30, 60 past cases on */
    struct calibration_score *scores;
    uint32_t count;
    uint32_t closed; /* cases that could have been scored */
};

/* At most `most` cases are scored, taken evenly over time; learning anew for each costs about as
 * much as sorting the history. */
void calibration_run(struct arena *arena, const struct expectation *expectation,
                     const struct calibration_history *history, uint32_t most,
                     struct calibration *out);

/* ---- for whoever back-tests something else, such as whole projects ---- */

/* What was known on a morning: fills `out`, room for all cases of the history, and returns how
 * many. Stops are left out. */
uint32_t calibration_look_back(const struct calibration_history *history, civil_date morning,
                               struct duration_case *out);

/* What a forecast is worth once `days` is known; index, past and weight are the caller's. */
struct calibration_score calibration_score_of(const struct spread *forecast,
                                              struct spread_interval interval, int32_t days);

/* Adds a score to a band that began as {0}; `promised` days are what the CRPS has to beat. */
void calibration_add(struct calibration_band *band, const struct calibration_score *score,
                     int32_t promised);

/* Turns the sums into weighted means. */
void calibration_close(struct calibration_band *band);

#endif
