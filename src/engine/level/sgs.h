#ifndef LIANDONG_ENGINE_LEVEL_SGS_H
#define LIANDONG_ENGINE_LEVEL_SGS_H

#include "engine/level/layout.h"

/* Schedule generation schemes (Kolisch 1996): from an order of activities to a schedule, over a
 * profile of what every department has free on every day.
 *
 * Serial: the activities in the order of a list, each as early as its predecessors and the
 * departments allow. It can reach an optimal schedule (the active ones). Parallel: day by day, of
 * what may begin the first in the list that fits; it reaches non-delay schedules only, which are
 * better on average and may miss the optimum.
 *
 * Sides. Side 0 runs from the first day on, side 1 the other way round: successors take the place
 * of predecessors and day 0 is the last. A schedule of a side keeps its finishes counted from that
 * side's day 0; seen from the other side an activity starts at makespan - finish. So justification
 * (Valls, Ballestín & Quintanilla 2005) is: list the activities by descending finish (sgs_reverse)
 * and build on the other side. The result is never longer. Two such passes are a forward-backward
 * improvement (Tormos & Lova 2001); each counts as one schedule.
 *
 * Modes are chosen before: `days` and `demand` by position. The caller owns all arrays. */
struct sgs {
    const struct layout *layout;
    const int32_t *days;    /* by position */
    const uint64_t *demand; /* by position and word */
    uint64_t *free;         /* by day and word */
    int32_t days_used;      /* of `free`: those behind are untouched */
    uint32_t *waits;        /* scratch of the parallel scheme and the sorting, by position */
    uint16_t *ready;
    uint16_t *running; /* of the parallel scheme, too: what runs, what has just ended, what is */
    uint16_t *ended;   /* free on the present day */
    uint64_t *free_now;
    uint32_t *places; /* of the sorting */
};

struct sgs sgs_open(struct arena *arena, const struct layout *layout);

/* Days and demands of the first modes: all there are in a single-mode instance. */
void sgs_take_modes(struct arena *arena, struct sgs *sgs);

/* `list`: positions, predecessors (of the side) first. Fills the finishes; the makespan is given
 * back. */
int32_t sgs_build_serial(struct sgs *sgs, int side, const uint16_t *list, int32_t *finishes);

/* `rank`: by position, the smaller goes first; any order will do. */
int32_t sgs_build_parallel(struct sgs *sgs, int side, const int32_t *rank, int32_t *finishes);

/* The list for the other side. */
void sgs_reverse(const struct sgs *sgs, int side, const int32_t *finishes, uint16_t *list);

#endif
