#ifndef LIANDONG_ENGINE_LEVEL_PORTFOLIO_H
#define LIANDONG_ENGINE_LEVEL_PORTFOLIO_H

#include "engine/level/level.h"

/* Levelling a city's portfolio: many projects (项目), few reviewers (审批人员).
 *
 * Each project brings items (事项) with whole working days and an order among them; each item
 * occupies reviewers of one department, one as a rule, from its first day to its last without a
 * break. Departments have only so many, not the same number every day. Sought are starts that keep
 * order and staff, with the least weighted tardiness: the sum over the projects of weight times
 * working days behind the due day; of equal ones that with the least weighted time to completion.
 * In the literature: the resource-constrained multi-project scheduling problem (Pritsker, Watters &
 * Wolfe 1969; Browning & Yassine 2010), strongly NP-hard, so the result is good, not proven.
 *
 * Days are working days of the city's calendar, counted from today, day 0. An item that starts on
 * day s and takes d days occupies days s .. s + d - 1 and ends on day s + d: there what follows may
 * begin. A project is late by its end less its due day.
 *
 * Method: list scheduling by days (the parallel scheme of Kolisch 1996): what may begin and fits
 * begins, in the order of its latest start, which is the project's key less the longest way to the
 * project's end. Keys begin as mixtures of due day and work by weight (Smith 1956; Kurtulus & Davis
 * 1982), the best of them is then improved by changing the keys of late projects. Such lists have
 * anomalies (Graham 1969): more staff or shorter items can make the list schedule of the same keys
 * longer. So two calls of portfolio_level may contradict each other; portfolio_examine never does,
 * as it takes the better of the new schedule and the old one, which more staff allows as well.
 *
 * All memory is the arena's; the input stays the caller's and is not changed. */

#define PORTFOLIO_ITEMS_MAX 20000000
#define PORTFOLIO_DAYS_MAX 2000      /* of one item */
#define PORTFOLIO_DAY_MAX 100000     /* of a release, a due day, a fixed start */
#define PORTFOLIO_WEIGHT_MAX 1000000 /* of a project */
#define PORTFOLIO_KEY_DAY 64
#define PORTFOLIO_NOT_DUE INT32_MAX
#define PORTFOLIO_NOT_BEGUN (-1)
#define PORTFOLIO_ANY_SKILL UINT32_MAX

/* How many are there on each day: by_day for the days it has, then the usual number for ever. A
 * day on which a department does not work is 0. */
struct portfolio_staff {
    const int32_t *by_day;
    uint32_t days;
    int32_t usual;
};

/* Reviewers of a department who can do what not all can. Skills may overlap, so an item is held
 * against the department's number and the skill's: that is exact for skills that nest or do not
 * overlap, and may be too hopeful where three or more overlap. */
struct portfolio_skill {
    uint32_t department;
    struct portfolio_staff staff;
};

struct portfolio_item {
    int32_t days;        /* what is left of it, if it has begun */
    uint32_t department; /* index */
    uint32_t skill;      /* index, of the same department, or PORTFOLIO_ANY_SKILL */
    int32_t reviewers;   /* at least 1, unless the item takes no days */
    /* PORTFOLIO_NOT_BEGUN, or the day on which it is certain to begin (0: it is running). What is
     * certain is not held against order or staff; it takes its reviewers all the same. */
    int32_t fixed_start;
    const uint32_t *followers; /* indices of items of the same project */
    uint32_t follower_count;
};

struct portfolio_project {
    uint32_t first_item; /* its items stand together */
    uint32_t item_count;
    int32_t weight;      /* priority; at least 0 */
    int32_t release_day; /* nothing that has not begun may begin before */
    int32_t due_day;     /* or PORTFOLIO_NOT_DUE */
};

struct portfolio {
    const struct portfolio_project *projects;
    uint32_t project_count;
    const struct portfolio_item *items;
    uint32_t item_count;
    const struct portfolio_staff *departments;
    uint32_t department_count;
    const struct portfolio_skill *skills;
    uint32_t skill_count;
};

struct portfolio_score {
    int64_t tardiness;  /* weight times working days late */
    int64_t completion; /* weight times working days from release to end */
};

struct portfolio_result {
    int32_t *starts; /* by item */
    int32_t *ends;   /* by project */
    struct portfolio_score score;
    int64_t *keys;      /* by project: what it was scheduled by, in PORTFOLIO_KEY_DAY of a day */
    uint64_t schedules; /* built */
};

/* A department under a schedule. Reviewer-days are counted from day 0 to the end of the last
 * project. */
struct portfolio_load {
    int64_t used_days;    /* reviewer-days; the utilisation is used over offered */
    int64_t offered_days; /* may be less than used where what is fixed exceeds the staff */
    int64_t waiting_days; /* item-days that could have begun and waited for the department */
    int32_t full_days;    /* days on which something waited for it: it was the bottleneck then */
    int32_t first_full;   /* -1: never */
    int32_t last_full;
    /* What one more reviewer with all of the department's skills saves, on every day on which the
     * department works. The tardiness saved is the delay of production that this department's staff
     * causes, in weight times working days; it is never less than 0, nor is the completion saved
     * where no tardiness is. */
    struct portfolio_score saved;
};

struct arena;

/* Refused: an item that needs more reviewers than its department or skill usually has; items that
 * follow each other in a circle. Limits as in level.h; the first schedule is always built. */
MUST_USE bool portfolio_level(struct arena *arena, const struct portfolio *portfolio,
                              const struct level_limits *limits, struct portfolio_result *out,
                              struct fault *fault);

/* The load of every department (an array by department) under a result of the same portfolio. The
 * limits are those of each question of one more reviewer, and of one search beforehand without him:
 * what is saved is against that, so that what only longer search finds is not put down to staff. */
void portfolio_examine(struct arena *arena, const struct portfolio *portfolio,
                       const struct portfolio_result *result, const struct level_limits *limits,
                       struct portfolio_load *loads);

#endif
