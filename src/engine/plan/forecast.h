#ifndef LIANDONG_ENGINE_PLAN_FORECAST_H
#define LIANDONG_ENGINE_PLAN_FORECAST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "engine/calendar/calendar.h"

/* Where an adopted plan really leads, from what has happened until today.
 *
 * A plan is adopted once and then stands still; the days on which things really began and ended do
 * not keep to it. The forecast lays both together:
 *
 *   done      keeps its real days.
 *   running   ends on its due day, or, past it, today at the earliest. Where the clock stands
 *             (special procedure, supplements asked for) it ends `left_days` working days from
 * today. Its predecessors no longer count: it has begun. waiting   begins as soon as its
 * predecessors are finished, never before today and never before the plan's first day; it takes the
 * plan's days.
 *
 * Days are counted as in the planner: offsets in working days from the plan's first day; what is
 * accepted on working day k and takes d days is decided on working day k + d; a successor may be
 * accepted on the day its last predecessor is decided. A day that does not work counts as the
 * working day before it when something happened on it, as the one after it when something is yet to
 * begin.
 *
 * The effect of an open node on production (投产) is measured against the adopted plan, the
 * promise: supposing that everything after it takes no more than its planned days, by how much may
 * it still slip (float_days), or by how much does production come later because of it
 * (production_moves)? So an item that is overdue but has float moves nothing, and an item in good
 * time may be the one that production waits for: two questions, two lights.
 *
 *     struct forecast forecast;
 *     if (!forecast_run(arena, &plan, today, &forecast, fault)) { return false; }
 *     forecast.late_days, forecast.times[i].finish, forecast.times[forecast.holder] */
struct forecast_node {
    int32_t days;
    const uint32_t *after; /* indices of nodes, each smaller than this node's own */
    const int32_t *lags;   /* working days to wait besides, by `after`; NULL: none */
    uint32_t after_count;
    civil_date started_on;  /* CIVIL_DATE_NONE: waiting, unless it is finished */
    civil_date finished_on; /* CIVIL_DATE_NONE: not yet */
    civil_date due_on;      /* of a running node; CIVIL_DATE_NONE: start and days */
    int32_t left_days;      /* of a running node whose clock stands; negative: it runs */
    civil_date not_before;  /* of a waiting node: supposed to begin no sooner; CIVIL_DATE_NONE */
    /* Working days that went into supplements before it was accepted, and into special procedures
     * after; only causes_of() asks for them. */
    int32_t supplement_days;
    int32_t special_days;
};

struct forecast_plan {
    const struct calendar *calendar;
    civil_date start;                  /* a working day: offset 0 */
    int32_t working_days;              /* offset of production in the adopted plan */
    int32_t end;                       /* offset of the end of the whole adopted plan */
    uint32_t production;               /* index of the milestone that ends the project */
    const struct forecast_node *nodes; /* predecessors first */
    uint32_t count;
};

enum forecast_state {
    FORECAST_WAITING, /* for a predecessor */
    FORECAST_READY,   /* nothing is in its way */
    FORECAST_RUNNING,
    FORECAST_DONE
};

#define FORECAST_NOBODY UINT32_MAX

struct forecast_time {
    enum forecast_state state;
    int32_t start_at; /* offsets in working days; negative before the plan's first day */
    int32_t finish_at;
    civil_date start;
    civil_date finish;
    bool is_provisional;      /* a year without a published calendar had a part in `finish` */
    bool leads;               /* open, and production waits for it */
    int32_t float_days;       /* never negative; 0 when done */
    int32_t production_moves; /* never negative; 0 when done or when it does not lead */
    uint32_t holder;          /* the predecessor that its start waits for last; or nobody */
};

struct forecast {
    struct forecast_time *times; /* by node */
    civil_date production;
    int32_t late_days; /* working days later than adopted; negative: earlier */
    bool is_provisional;
    uint32_t
        holder; /* the open node at the root of the chain that production waits for; or nobody */
};

struct arena;

/* Refused: a day outside the calendar. */
MUST_USE bool forecast_run(struct arena *arena, const struct forecast_plan *plan, civil_date today,
                           struct forecast *out, struct fault *fault);

/* A day as working days from the plan's first day: a day off counts as the working day before it.
 */
int32_t forecast_offset(const struct forecast_plan *plan, civil_date day);
/* Of a day on which something is yet to begin: a day off counts as the working day after it. */
int32_t forecast_offset_to_begin(const struct forecast_plan *plan, civil_date day);

#endif
