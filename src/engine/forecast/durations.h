#ifndef LIANDONG_ENGINE_FORECAST_DURATIONS_H
#define LIANDONG_ENGINE_FORECAST_DURATIONS_H

#include <stdint.h>

#include "engine/forecast/expectation.h"
#include "engine/forecast/spread.h"
#include "engine/forecast/survival.h"

/* How long an item takes in a department, for a kind of project, in a season, learnt from the cases
 * there were.
 *
 * Two processes, each with its own estimate. The clock (时限) runs on working days and stands while
 * supplements (补正) or a special procedure (特别程序) are under way; what the case takes in all is
 * the days on the clock and the days stopped. Both are taken to be independent of each other.
 *
 * The clock. From the coarse to the fine there are four levels:
 *
 *     promised days -> item -> department -> kind of project -> season
 *
 * Each level is the prior of the next (survival_update); what a level weighs is a number of cases.
 * The promise weighs DURATION_PROMISE_WEIGHT. The others are estimated from the history, since it
 * depends on the city whether seasons differ: after Bühlmann & Straub, "Glaubwürdigkeit für
 * Schadensätze" (1970), the best linear weight is the variance within the cells divided by the
 * variance between them. Variances are those of the ranks of the cases within the coarser level, an
 * open case having the mean of the ranks still possible for it (Gehan 1965; Peto & Prentice). Where
 * the history says little, DURATION_LEVEL_WEIGHT is believed: cells differ little. A level that has
 * only one cell within the coarser one says nothing and is passed over.
 *
 * The stops. A case is stopped or not; stops begin evenly over the days on the clock, so an open
 * case has shown only part of its chance to be stopped (its exposure), a closed one all of it. The
 * length of stops is estimated like the clock, running ones being open. Items are drawn toward all
 * items together. If no case was ever stopped, no stop is expected: nothing else is known.
 *
 * Not modelled: that departments grow faster or slower over the years, that a busy department is
 * slow in all its cases at once, more than one stop a case (their days are added up). */
#define DURATION_ANY UINT32_MAX /* in a question: not known */
#define DURATION_LEVELS 4
#define DURATION_PROMISE_WEIGHT 4.0
#define DURATION_LEVEL_WEIGHT 40.0

/* Numbers are the caller's; kinds of stops are not told apart. */
struct duration_key {
    uint32_t item; /* < item_count */
    uint32_t org;
    uint32_t kind;
    uint32_t season;
};

enum duration_stop {
    DURATION_NOT_STOPPED, /* never so far */
    DURATION_STOPPED,     /* stands now */
    DURATION_RESUMED      /* was stopped, runs again or has ended */
};

struct duration_case {
    struct duration_key key;
    struct survival_case clock; /* days on the clock, without stops */
    enum duration_stop stop;
    int32_t stop_days; /* working days stopped so far; 0 if never */
};

struct duration_history {
    const struct duration_case *cases; /* in any order */
    uint32_t count;
    const int32_t *promised; /* whole working days by item */
    uint32_t item_count;
};

struct durations;
struct arena;

/* Copies what it needs of the cases; `promised` and the expectation are kept by reference. */
const struct durations *durations_learn(struct arena *arena, const struct expectation *expectation,
                                        const struct duration_history *history);

/* What is expected of one case. */
struct duration_law {
    struct spread clock;
    double stop_share;  /* probability of being stopped at all */
    struct spread stop; /* how long, if it is */
    struct spread whole;
    uint32_t cases;                        /* of the item */
    uint32_t open_cases;                   /* of them still open */
    uint32_t level_cases[DURATION_LEVELS]; /* on the levels, from the item down */
};

/* About half a millisecond: keep laws while the history stays the same. */
struct duration_law durations_law(struct arena *arena, const struct durations *durations,
                                  struct duration_key key);

/* The interval that the next case's clock keeps to with probability p. A law learnt from n cases
 * knows its own tails only so far: the next case is below the least of n with probability 1 / (n +
 * 1) (Hill, "Posterior distribution of percentiles", JASA 63 (1968)), so the interval is taken a
 * little wider than the law alone would have it. */
struct spread_interval duration_interval(const struct duration_law *law, double p);

/* How many cases the level above weighs against those of the level: department, kind, season are 1,
 * 2, 3. */
double durations_weight(const struct durations *durations, uint32_t level);

/* A case that is under way: its days on the clock so far, not counting today, and its stop. */
struct duration_state {
    int32_t used;
    enum duration_stop stop;
    int32_t stop_days;
};

/* The working days it still takes, today's being the first that may count. */
struct spread duration_left(struct arena *arena, const struct duration_law *law,
                            struct duration_state state);

#endif
