#include "room/problem/problem_climb.h"

civil_date problem_climb_from(const struct problem *problem, civil_date deadline)
{
    bool came_later = problem->level_on != CIVIL_DATE_NONE && problem->level_on > deadline;
    return came_later ? problem->level_on : deadline;
}

static bool may_climb(const struct problem *problem)
{
    return (problem->state == PROBLEM_RAISED || problem->state == PROBLEM_ASSIGNED) &&
           problem->level != PROBLEM_LEADER;
}

/* Announced to whom it would climb now: another one is told first. */
static bool is_announced(const struct problem *problem, enum problem_level target)
{
    return problem->climbs_on != CIVIL_DATE_NONE &&
           text_is(problem->climbs_to, problem_level_code(target));
}

enum problem_move problem_move_of(const struct problem *problem, const struct problem_climb *climb,
                                  civil_date today)
{
    if (!may_climb(problem)) {
        return PROBLEM_STAYS;
    }
    if (!climb->has_target) {
        bool is_news = climb->left_days <= 0 && problem->stuck_on == CIVIL_DATE_NONE;
        return is_news ? PROBLEM_IS_STUCK : PROBLEM_STAYS;
    }
    if (is_announced(problem, climb->target)) {
        return today >= problem->climbs_on ? PROBLEM_CLIMBS : PROBLEM_STAYS;
    }
    return climb->left_days <= climb->announce_days ? PROBLEM_IS_ANNOUNCED : PROBLEM_STAYS;
}
