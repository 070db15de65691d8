#ifndef LIANDONG_ROOM_PROBLEM_CLIMB_H
#define LIANDONG_ROOM_PROBLEM_CLIMB_H

#include "room/problem/problem.h"

/* Climbing by rule (逾期自动提级): a problem that is given to nobody, or is not solved by its day,
 * goes from the district to the city and from there to the leader, after as many working days as
 * the city's pack says (`problem_steps`).
 *
 * - The days count from the day that passed, or from the day it came to its level, whichever is
 *   later. Where nobody stands at its level one day is enough.
 * - It is announced before, and never climbs unannounced; whatever is done meanwhile (assigned,
 *   solved, escalated by a person) takes the announcement away.
 * - It climbs only to a level where somebody stands: where nobody does, to the next one; where
 * nobody stands above at all it stays, and is in the list of those that are stuck until somebody
 * does. */
enum problem_move { PROBLEM_STAYS, PROBLEM_IS_ANNOUNCED, PROBLEM_CLIMBS, PROBLEM_IS_STUCK };

struct problem_climb {
    civil_date first;  /* the first day on which it climbs, by the rule */
    int64_t left_days; /* working days from today to that */
    int announce_days; /* so many before it is announced */
    bool has_target;
    enum problem_level target;
};

/* From when the days count that it may stay; `deadline`: the day by which something must happen. */
civil_date problem_climb_from(const struct problem *problem, civil_date deadline);
/* Solved or closed ones, and those with the leader, stay. */
enum problem_move problem_move_of(const struct problem *problem, const struct problem_climb *climb,
                                  civil_date today);

/* -- problem_climb_store.c: what the chore needs, no more -- */

/* Neither solved nor with the leader, their day come, and not announced for a later one: a page of
 * those after that id, in its order. */
#define PROBLEM_CLIMB_PAGE 50
struct problem_climb_after {
    civil_date today;
    int64_t id;
};
MUST_USE bool problem_climb_due(struct arena *arena, struct store *store,
                                const struct problem_climb_after *after, struct problem_list *out,
                                struct fault *fault);

/* -- problem_climb_door.c -- */

/* Whoever escalates it by hand: the lowest level above where somebody stands, or
 * FIELD_INVALID in words. Its level must not be the leader's. */
MUST_USE bool problem_find_above(struct command_run *run, const struct problem *problem,
                                 enum problem_level *out, struct fault *fault);
/* The chore. */
bool problem_perform_climb(struct command_run *run, const void *fields, struct fault *fault);

#endif
