#ifndef LIANDONG_ENGINE_LEVEL_LEVEL_H
#define LIANDONG_ENGINE_LEVEL_LEVEL_H

#include "engine/level/instance.h"

/* Levelling (资源平衡) of a portfolio under the departments' capacity: the one call.
 *
 * The result is a schedule that keeps every precedence, every capacity on every day and every
 * budget, as short as the limits allowed to find, and a bound that no schedule can be below. When
 * both meet, or when the search for anything shorter has been exhausted, it is optimal, and the
 * search stops before its limits.
 *
 * Schedules are counted as in Kolisch & Hartmann (2006), so that a result can be held against the
 * literature: one schedule is one start time for every activity. A pass of a generation scheme is
 * one, forward-backward improvement two; start times that the exact core fixes count one by one, as
 * many as there are activities making up a schedule, and whatever remains at the end of a
 * sub-problem is rounded up. Bounds that fix no start times count nothing.
 *
 * Chance is the seed: with a limit on schedules alone the same instance and seed give the same
 * result on every machine. Time is the callback: it says which share of the time has passed, and is
 * asked often. */
struct level_limits {
    uint64_t schedules;            /* UINT64_MAX: no limit */
    double (*passed)(void *clock); /* 0.0 at the beginning, 1.0 and more: stop; NULL: no limit */
    void *clock;
    uint64_t seed;
};

struct level_result {
    struct level_schedule schedule;
    int32_t bound;      /* no schedule is shorter */
    bool is_optimal;    /* makespan == bound */
    uint64_t schedules; /* counted as above */
};

struct arena;

/* Refused: an activity that can be carried out in no mode; budgets that no choice of modes keeps
 * to; limits that ended before any schedule was found (several modes and budgets only).
 * At least one of the limits must be set. */
MUST_USE bool level_solve(struct arena *arena, const struct level_instance *instance,
                          const struct level_limits *limits, struct level_result *out,
                          struct fault *fault);

#endif
