#ifndef LIANDONG_ENGINE_FORECAST_EXPECTATION_H
#define LIANDONG_ENGINE_FORECAST_EXPECTATION_H

#include "engine/forecast/survival.h"

/* What is expected of an item from little: the days that its department promises, bent by the cases
 * there are.
 *
 * Nothing said by law tells how the days of decisions spread. So many shapes are weighed against
 * each other: log-normal and Weibull, narrow to wide, with medians from a hundredth to a hundred
 * times the promise, of which those near the promise are the more credible. Each is cut into whole
 * days; the cases, open ones included, decide by Bayes' rule how much each shape counts; the result
 * is their weighted mean (Bayesian model averaging: Hoeting, Madigan, Raftery & Volinsky,
 * Statistical Science 14 (1999)). Without cases the median is the promise. Decisions on the same
 * day (即办件) are a matter of their own: their share is estimated apart, and the shapes are those
 * of the rest.
 *
 * That is smooth and has a tail beyond the longest case, which the product-limit estimate lacks;
 * but where no shape fits it is wrong. So it serves only as the prior of survival_update(). */
struct expectation;

struct arena;

/* The shapes, computed once (about a hundred kilobytes); immutable, for many threads. */
const struct expectation *expectation_open(struct arena *arena);

/* `promised` are whole working days up to SPREAD_DAYS_MAX; 0: to be decided the same day. */
struct spread expectation_spread(struct arena *arena, const struct expectation *expectation,
                                 int32_t promised, const struct survival_counts *counts);

#endif
