#ifndef LIANDONG_ENGINE_LEVEL_DISPATCH_H
#define LIANDONG_ENGINE_LEVEL_DISPATCH_H

#include "engine/level/portfolio.h"

/* One list schedule of a portfolio, day by day (see portfolio.h for the problem).
 *
 * A line is what can be full: the departments first, then the skills. Every day ends what ends,
 * frees what followed it, and then each department begins what may begin, by the least key first,
 * until it is full. As staff may shrink on a later day, an item fits when all its days have room;
 * one that does not fit is passed over, at most ASIDE_MOST of them a day and department, so that a
 * long queue in front of a narrow day costs nothing.
 *
 * The work is in the order of items times the logarithm of a queue, plus days times lines: neither
 * grows with the number of people. What is used is kept in a ring as long as the longest item.
 *
 * A dispatch belongs to one thread, may be run any number of times and lives in its arena. */

#define DISPATCH_ASIDE_MOST 32

struct dispatch;

/* NULL, with the fault raised, when portfolio.h says that it is refused. `more`: the department
 * that has one reviewer more than the portfolio says, or UINT32_MAX. */
struct dispatch *dispatch_open(struct arena *arena, const struct portfolio *portfolio,
                               uint32_t more, struct fault *fault);

/* Fills the starts by item and the ends by project. */
struct portfolio_score dispatch_run(struct dispatch *dispatch, const int64_t *keys, int32_t *starts,
                                    int32_t *ends);

/* The longest way through a project and the reviewer-days it takes, by project. */
const int32_t *dispatch_lengths(const struct dispatch *dispatch);
const int64_t *dispatch_work(const struct dispatch *dispatch);

static inline bool portfolio_is_better(struct portfolio_score a, struct portfolio_score b)
{
    return a.tardiness < b.tardiness || (a.tardiness == b.tardiness && a.completion < b.completion);
}

#endif
