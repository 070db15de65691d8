#include "engine/forecast/expectation.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"

/* All shapes are tables over the binary logarithm of days / median, in steps of 1/GRAIN, from
 * -REACH to REACH. Medians are the promise times 2^(j/4). */
#define GRAIN 32
#define REACH 20
#define POINTS (2 * REACH * GRAIN + 1)
#define WIDTHS 7
#define FAMILIES 2
#define SHAPES (WIDTHS * FAMILIES)
#define MEDIANS_PER_OCTAVE 4
#define MEDIANS_MOST 28 /* to either side: 2^7 */
#define MEDIANS (2 * MEDIANS_MOST + 1)
#define MEDIAN_DOUBT 0.6 /* standard deviation of the binary logarithm of median / promise */
#define NEGLIGIBLE 1e-4
#define SAME_DAY_PRIOR 0.02 /* cases' worth of belief in decisions on the same day */
#define LN2 0.693147180559945309

static const double log_normal_widths[WIDTHS] = {0.15, 0.25, 0.4, 0.6, 0.85, 1.2, 1.7};
static const double weibull_widths[WIDTHS] = {5, 3.2, 2, 1.4, 1, 0.75, 0.5};
/* From narrow to wide. Before any case middling widths are believed: a department keeps neither to
 * the day nor to nothing. */
static const double width_beliefs[WIDTHS] = {0.08, 0.18, 0.3, 0.3, 0.12, 0.018, 0.002};

struct expectation {
    double below[SHAPES][POINTS + 1];      /* probability of less than 2^x medians */
    double log2_days[SPREAD_DAYS_MAX + 2]; /* of t + 1/2 */
    double median_beliefs[MEDIANS];
    double centre; /* where the mean of all shapes, uninformed, reaches its median */
};

/* ---- the shapes ---- */

static double log_normal_below(double x, double width)
{
    return 0.5 * erfc(-x * LN2 / (width * sqrt(2.0)));
}

static double weibull_below(double x, double width)
{
    return -expm1(-LN2 * exp(x * LN2 * width));
}

/* A place in the tables: between `at` and at + 1. */
struct place {
    int at;
    double part;
};

/* Of t days when the median is the promise. Days are whole: a shape is rounded, and what is below
 * half a day counts as one day. Another median is so many steps to the side, with the same part. */
static struct place place_of(const struct expectation *expectation, uint32_t t, double log2_promise)
{
    double x = (expectation->log2_days[t] - log2_promise + REACH) * GRAIN;
    int at = (int)x;
    return (struct place){at, x - at};
}

/* P(at most t days | not the same day) by one shape. */
static double shape_upto(const double *below, struct place place, int shift)
{
    int at = place.at - shift;
    if (at < 0) {
        return 0;
    }
    return at >= POINTS ? 1 : below[at] + (below[at + 1] - below[at]) * place.part;
}

static int shift_of(int j)
{
    return (j - MEDIANS_MOST) * (GRAIN / MEDIANS_PER_OCTAVE);
}

/* ---- the cases, weighed ---- */

/* A day on which cases ended or were last seen. */
struct seen_day {
    struct place upto;
    struct place before;
    bool is_first; /* nothing is before day 1 but the same day */
    uint32_t ended;
    uint32_t open;
};

struct weighing {
    const struct expectation *expectation;
    double log2_promise;
    struct seen_day *days;
    uint32_t count;
    double weights[MEDIANS][SHAPES];
};

static void find_days(struct arena *arena, const struct survival_counts *counts,
                      struct weighing *weighing)
{
    weighing->days = arena_array(arena, struct seen_day, (size_t)counts->count + 1);
    for (uint32_t t = 1; t < counts->count; t++) {
        if (counts->ended[t] + counts->open[t] > 0) {
            weighing->days[weighing->count++] = (struct seen_day){
                .upto = place_of(weighing->expectation, t, weighing->log2_promise),
                .before = place_of(weighing->expectation, t - 1, weighing->log2_promise),
                .is_first = t == 1,
                .ended = counts->ended[t],
                .open = counts->open[t]};
        }
    }
}

/* A product of many probabilities as a sum of few logarithms. */
struct product {
    double factor;
    double log;
};

static void multiply(struct product *product, double p, uint32_t times)
{
    p = p > 1e-100 ? p : 1e-100;
    if (times > 4) {
        product->log += times * log(p);
        return;
    }
    for (uint32_t i = 0; i < times; i++) {
        product->factor *= p;
        if (product->factor < 1e-150) {
            product->log += log(product->factor);
            product->factor = 1;
        }
    }
}

/* Log-likelihood of the cases that did not end the same day. */
static double likelihood(const struct weighing *weighing, const double *below, int shift)
{
    struct product product = {1, 0};
    for (uint32_t i = 0; i < weighing->count; i++) {
        const struct seen_day *day = &weighing->days[i];
        double upto = shape_upto(below, day->upto, shift);
        double before = day->is_first ? 0 : shape_upto(below, day->before, shift);
        multiply(&product, upto - before, day->ended);
        multiply(&product, 1 - upto, day->open);
    }
    return product.log + log(product.factor);
}

/* Fills the weights, the greatest being 1. */
static void weigh(struct weighing *weighing)
{
    const struct expectation *expectation = weighing->expectation;
    double most = -INFINITY;
    for (int j = 0; j < MEDIANS; j++) {
        for (int s = 0; s < SHAPES; s++) {
            double sum = log(expectation->median_beliefs[j] * width_beliefs[s % WIDTHS]) +
                         likelihood(weighing, expectation->below[s], shift_of(j));
            weighing->weights[j][s] = sum;
            most = sum > most ? sum : most;
        }
    }
    for (int j = 0; j < MEDIANS; j++) {
        for (int s = 0; s < SHAPES; s++) {
            weighing->weights[j][s] = exp(weighing->weights[j][s] - most);
        }
    }
}

/* The weighted mean of all shapes as one more table, its greatest value the sum of the weights. */
static void mix(const struct expectation *expectation, const double weights[MEDIANS][SHAPES],
                double table[POINTS + 1])
{
    for (int j = 0; j < MEDIANS; j++) {
        for (int s = 0; s < SHAPES; s++) {
            double weight = weights[j][s];
            const double *below = expectation->below[s];
            if (weight <= NEGLIGIBLE) {
                continue;
            }
            for (int i = 0; i <= POINTS; i++) {
                int at = i - shift_of(j);
                table[i] += weight * (at < 0 ? 0 : at > POINTS ? 1 : below[at]);
            }
        }
    }
}

/* ---- the shapes, ready for use ---- */

/* So that the median is the promise where nothing else is known. */
static void find_centre(struct expectation *expectation)
{
    double table[POINTS + 1] = {0};
    double weights[MEDIANS][SHAPES];
    for (int j = 0; j < MEDIANS; j++) {
        for (int s = 0; s < SHAPES; s++) {
            weights[j][s] = expectation->median_beliefs[j] * width_beliefs[s % WIDTHS];
        }
    }
    mix(expectation, weights, table);
    double half = table[POINTS] * (0.5 - SAME_DAY_PRIOR) / (1 - SAME_DAY_PRIOR);
    int at = 0;
    while (table[at + 1] < half) {
        at++;
    }
    double part = (half - table[at]) / (table[at + 1] - table[at]);
    expectation->centre = (at + part) / GRAIN - REACH;
}

const struct expectation *expectation_open(struct arena *arena)
{
    struct expectation *made = arena_new(arena, struct expectation);
    for (int i = 0; i <= POINTS; i++) {
        double x = (double)(i - REACH * GRAIN) / GRAIN;
        for (int w = 0; w < WIDTHS; w++) {
            made->below[w][i] = log_normal_below(x, log_normal_widths[w]);
            made->below[WIDTHS + w][i] = weibull_below(x, weibull_widths[w]);
        }
    }
    for (int t = 0; t <= SPREAD_DAYS_MAX + 1; t++) {
        made->log2_days[t] = log2(t + 0.5);
    }
    for (int j = 0; j < MEDIANS; j++) {
        double octaves = (double)(j - MEDIANS_MOST) / MEDIANS_PER_OCTAVE / MEDIAN_DOUBT;
        made->median_beliefs[j] = exp(-0.5 * octaves * octaves);
    }
    find_centre(made);
    return made;
}

/* ---- decisions on the same day ---- */

static double same_day(int32_t promised, const struct survival_counts *counts)
{
    double belief = promised == 0 ? 1 : SAME_DAY_PRIOR;
    double share = promised == 0 ? 0.75 : SAME_DAY_PRIOR;
    double seen = counts->count > 0 ? counts->ended[0] : 0;
    return (belief * share + seen) / (belief + counts->cases);
}

struct spread expectation_spread(struct arena *arena, const struct expectation *expectation,
                                 int32_t promised, const struct survival_counts *counts)
{
    ensure(promised >= 0 && promised <= SPREAD_DAYS_MAX);
    struct weighing *weighing = arena_new(arena, struct weighing);
    double *table = arena_array(arena, double, POINTS + 1);
    double *upto = arena_array(arena, double, SPREAD_DAYS_MAX + 1);
    weighing->expectation = expectation;
    weighing->log2_promise = log2(promised > 1 ? promised : 1) - expectation->centre;
    find_days(arena, counts, weighing);
    weigh(weighing);
    mix(expectation, weighing->weights, table);
    double rest = 1 - same_day(promised, counts);
    for (uint32_t t = 1; t < SPREAD_DAYS_MAX; t++) {
        upto[t] = shape_upto(table, place_of(expectation, t, weighing->log2_promise), 0);
    }
    upto[SPREAD_DAYS_MAX] = table[POINTS];
    for (uint32_t t = SPREAD_DAYS_MAX; t > 0; t--) {
        upto[t] = rest * (upto[t] - upto[t - 1]) / table[POINTS];
    }
    upto[0] = 1 - rest;
    return spread_of(arena, upto, SPREAD_DAYS_MAX + 1);
}
