#ifndef TESTS_ENGINE_LEVEL_TWIN_H
#define TESTS_ENGINE_LEVEL_TWIN_H

#include "chance.h"
#include "engine/level/level.h"

/* The slow obvious twin of levelling: a checker that adds up every day, and a brute force that
 * tries every choice of modes in every order. Neither uses a structure of the engine's own. */

#define TWIN_DAYS_MAX 4000

struct twin_shape {
    uint32_t activities; /* without the two dummies */
    uint32_t modes;      /* at most, of an activity */
    uint32_t renewable;
    uint32_t budgets;
};

/* A random instance; budgets may be too small for any choice of modes. */
struct level_instance *twin_draw(struct arena *arena, struct chance *chance,
                                 struct twin_shape shape);

/* NULL, or what is wrong with the schedule. */
const char *twin_check(const struct level_instance *instance,
                       const struct level_schedule *schedule);

/* The least makespan of all schedules, INT32_MAX when there is none. Some seven activities. */
int32_t twin_solve(const struct level_instance *instance);

#endif
