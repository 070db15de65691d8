#ifndef LIANDONG_ENGINE_PLAN_CAUSES_H
#define LIANDONG_ENGINE_PLAN_CAUSES_H

#include "engine/plan/forecast.h"

/* "Eighteen days late": because of what, and how much of it each.
 *
 * The adopted plan is told again with what really happened, one deviation after the other in the
 * order of the days on which each was known, and after each the plan is timed anew: by how many
 * working days production moved with that step is that deviation's share. So the shares add up to
 * the whole by construction; a deviation that only used up float has none; one that made up for
 * others has a negative share. This is the time impact analysis of delay claims (Society of
 * Construction Law, Delay and Disruption Protocol, 2nd edition 2017, section 11.6), with its known
 * limit: of two delays at the same time the one that came first has the share.
 *
 * A node deviates in two ways, and each way has a part that belongs to somebody else:
 *
 *   wait     it began later than its predecessors allowed, or sooner; of it, the days that went
 *            into supplements (补正) before acceptance
 *   take     it took longer than planned, or less; of it, special procedures (特别程序) */
enum cause_kind {
    CAUSE_SUPPLEMENT, /* waited for supplements */
    CAUSE_WAIT,       /* began late: not applied for, or not accepted */
    CAUSE_SPECIAL,    /* the clock stood for a special procedure */
    CAUSE_TAKE,       /* took longer */
    CAUSE_PLAN,       /* no node's: the adopted plan gives another day than its own network */
    CAUSE_KIND_COUNT
};

struct cause {
    uint32_t node; /* FORECAST_NOBODY for CAUSE_PLAN */
    enum cause_kind kind;
    int32_t deviation; /* working days by which the node itself deviates in this way */
    int32_t days;      /* its share of the lateness, never 0; negative: made up */
    civil_date known_on;
    bool is_open; /* still growing: the node is not yet begun, or not yet done */
};

struct causes {
    const struct cause *items; /* in the order in which they were known */
    uint32_t count;
};

struct arena;

/* `forecast` is what forecast_run() gave for `plan` and `today`. The shares add up to
 * forecast->late_days. */
struct causes causes_of(struct arena *arena, const struct forecast_plan *plan,
                        const struct forecast *forecast, civil_date today);

const char *cause_kind_code(enum cause_kind kind); /* "supplement" */

#endif
