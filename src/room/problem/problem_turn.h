#ifndef LIANDONG_ROOM_PROBLEM_TURN_H
#define LIANDONG_ROOM_PROBLEM_TURN_H

#include "room/problem/problem.h"

/* -- whose turn it is, derived from state and day, never stored -- */

struct problem_limits {
    civil_date assign_by;  /* raised_on and problem_assign */
    civil_date confirm_by; /* solved_on and problem_confirm */
    bool is_provisional;   /* the day that counts now lies in an unpublished year */
    int64_t left_days;     /* working days from today to the day that counts now; negative: over */
    int64_t late_days;     /* working days between due and done, for what is solved or closed */
    int yellow_days;       /* light_yellow_remaining */
};

struct problem_turn {
    const char *party; /* "district", see the API */
    bool names_unit;   /* the name is that of the responsible unit */
    struct text act;
    civil_date since, until;
    int64_t overdue_days;
};

/* The day by which something must happen now; CIVIL_DATE_NONE when closed. */
civil_date problem_until(const struct problem *problem, const struct problem_limits *limits);
const char *problem_light(const struct problem *problem, const struct problem_limits *limits);
int64_t problem_overdue_days(const struct problem *problem, const struct problem_limits *limits);
void problem_turn_of(const struct problem *problem, const struct problem_limits *limits,
                     enum language language, struct problem_turn *out);

#endif
