#ifndef LIANDONG_ENGINE_FORECAST_CREDIBILITY_H
#define LIANDONG_ENGINE_FORECAST_CREDIBILITY_H

#include "engine/forecast/durations.h"

/* How much the cells of one level differ, and so how many cases the level above is worth.
 *
 * Within a parent (all cases of an item, say) each case has a rank between 0 and 1: the probability
 * of less, by the parent's product-limit estimate. If departments don't differ, the ranks have the
 * same mean in all of them. The weight is Bühlmann and Straub's ratio, the variance of single ranks
 * within cells over that of the cells' true means, both estimated without bias and pooled over all
 * parents of a level: so a city whose seasons matter is told from one whose don't.
 *
 *     for each parent: ranks = credibility_rank; for each cell credibility_add; credibility_close
 *     credibility_weight */
struct cell {
    const struct duration_case *cases;
    uint32_t count;
};

struct survival_counts cell_count(struct arena *arena, const struct cell *cell);

/* Mean ranks by days, of cases that ended and of those that were open. */
struct credibility_ranks {
    const double *ended;
    const double *open;
};

struct credibility_ranks credibility_rank(struct arena *arena, const struct cell *parent);

/* Sums over one parent, and over all that are closed. Begins as {0}. */
struct credibility {
    double cells;
    double cases;
    double squares;  /* of the numbers of cases */
    double sum;      /* of ranks */
    double weighted; /* numbers of cases times squared means */
    double within;   /* squared deviations from the cells' means */
    double between;  /* squared deviations of the cells' means */
    double freedom_within;
    double freedom_between;
    double spread_cases; /* what `between` has to be divided by */
};

void credibility_add(struct credibility *sums, const struct credibility_ranks *ranks,
                     const struct cell *cell);
void credibility_close(struct credibility *sums);

/* In cases, between 2 and 1000. `believed` is what holds where the sums say nothing. */
double credibility_weight(const struct credibility *sums, double believed);

#endif
