#ifndef LIANDONG_BOARD_CAPACITY_INSIDE_H
#define LIANDONG_BOARD_CAPACITY_INSIDE_H

#include "board/fleet.h"
#include "engine/level/portfolio.h"
#include "room/staffing/staffing.h"

/* From the fleet to a portfolio, and what came of it. */
#define CAPACITY_DAYS 260 /* working days ahead for which staff may differ: a year */
#define CAPACITY_PRIORITY_MAX 50
#define CAPACITY_PRIORITY_WEIGHT 10

struct capacity_unit {
    struct text org;
    int64_t reviewers; /* today, for any stage; STAFFING_UNKNOWN */
    int64_t items;     /* open ones on the way to production */
    uint32_t department;
};

struct capacity {
    const struct view_run *run;
    const struct fleet *fleet;
    struct staffings staff;
    civil_date first; /* day 0: the first working day on which something may yet happen */
    int64_t priority[CAPACITY_PRIORITY_MAX];
    size_t priority_count;
    struct capacity_unit *units; /* department 0 is of what takes nobody's time, these follow */
    size_t unit_count;
    struct portfolio portfolio; /* a project of it is one of the fleet, by its place */
    int64_t items;
};

/* Fills all of it but run and fleet; the staff is read. */
MUST_USE bool capacity_build(struct capacity *capacity, struct fault *fault);
/* The same with as many reviewers as anybody could want. */
struct portfolio capacity_unbound(const struct capacity *capacity);

#endif
