#include "level_twin.h"

#include <string.h>

#include "base/arena.h"

#define TWIN_ACTIVITIES_MAX 12

/* ---- drawing ---- */

static void draw_modes(struct arena *arena, struct chance *chance, struct twin_shape shape,
                       struct level_activity *out)
{
    uint32_t resources = shape.renewable + shape.budgets;
    uint32_t count = 1 + (uint32_t)chance_below(chance, (int)shape.modes);
    struct level_mode *modes = arena_array(arena, struct level_mode, count);
    for (uint32_t m = 0; m < count; m++) {
        int32_t *demands = arena_array(arena, int32_t, resources + 1);
        modes[m].days = chance_below(chance, 7);
        for (uint32_t k = 0; k < resources; k++) {
            demands[k] = chance_of(chance, 70) ? chance_below(chance, 6) : 0;
        }
        modes[m].demands = demands;
    }
    out->modes = modes;
    out->mode_count = count;
}

static void draw_followers(struct arena *arena, struct chance *chance, uint32_t count, uint32_t i,
                           struct level_activity *out)
{
    uint32_t *followers = arena_array(arena, uint32_t, count);
    for (uint32_t j = i + 1; j + 1 < count; j++) {
        if (i == 0 || chance_of(chance, 25)) {
            followers[out->follower_count++] = j;
        }
    }
    if (i + 1 < count) {
        followers[out->follower_count++] = count - 1;
    }
    out->followers = followers;
}

struct level_instance *twin_draw(struct arena *arena, struct chance *chance,
                                 struct twin_shape shape)
{
    struct level_instance *instance = arena_new(arena, struct level_instance);
    uint32_t count = shape.activities + 2;
    uint32_t resources = shape.renewable + shape.budgets;
    struct level_activity *activities = arena_array(arena, struct level_activity, count);
    int32_t *nothing = arena_array(arena, int32_t, resources + 1);
    struct level_mode *dummy = arena_new(arena, struct level_mode);
    dummy->demands = nothing;
    for (uint32_t i = 0; i < count; i++) {
        draw_followers(arena, chance, count, i, &activities[i]);
        if (i == 0 || i + 1 == count) {
            activities[i].modes = dummy;
            activities[i].mode_count = 1;
        } else {
            draw_modes(arena, chance, shape, &activities[i]);
        }
    }
    int32_t *capacities = arena_array(arena, int32_t, resources + 1);
    for (uint32_t k = 0; k < resources; k++) {
        bool is_budget = k >= shape.renewable;
        capacities[k] = is_budget ? chance_below(chance, (int)shape.activities * 3)
                                  : 5 + chance_below(chance, 5);
    }
    *instance =
        (struct level_instance){activities, count, shape.renewable, shape.budgets, capacities};
    return instance;
}

/* ---- checking ---- */

static const char *check_resource(const struct level_instance *instance,
                                  const struct level_schedule *schedule, uint32_t k)
{
    static int64_t used[TWIN_DAYS_MAX];
    int64_t sum = 0;
    memset(used, 0, sizeof used);
    for (uint32_t i = 0; i < instance->count; i++) {
        const struct level_mode *mode = &instance->activities[i].modes[schedule->modes[i]];
        sum += mode->demands[k];
        for (int32_t day = 0; day < mode->days && k < instance->renewable_count; day++) {
            used[schedule->starts[i] + day] += mode->demands[k];
        }
    }
    if (k >= instance->renewable_count) {
        return sum > instance->capacities[k] ? "a budget is exceeded" : NULL;
    }
    for (int32_t day = 0; day < TWIN_DAYS_MAX; day++) {
        if (used[day] > instance->capacities[k]) {
            return "a capacity is exceeded on a day";
        }
    }
    return NULL;
}

const char *twin_check(const struct level_instance *instance, const struct level_schedule *schedule)
{
    int32_t last = 0;
    for (uint32_t i = 0; i < instance->count; i++) {
        const struct level_activity *activity = &instance->activities[i];
        if (schedule->modes[i] >= activity->mode_count || schedule->starts[i] < 0) {
            return "a mode or a start does not exist";
        }
        int32_t end = schedule->starts[i] + activity->modes[schedule->modes[i]].days;
        last = end > last ? end : last;
        for (uint32_t j = 0; j < activity->follower_count; j++) {
            if (schedule->starts[activity->followers[j]] < end) {
                return "an activity begins before its predecessor ends";
            }
        }
    }
    if (last != schedule->makespan || last > TWIN_DAYS_MAX) {
        return "the makespan is not the last end";
    }
    const char *wrong = NULL;
    for (uint32_t k = 0; k < instance->renewable_count + instance->budget_count; k++) {
        wrong = wrong == NULL ? check_resource(instance, schedule, k) : wrong;
    }
    return wrong;
}

/* ---- brute force ---- */

struct attempt {
    const struct level_instance *instance;
    bool is_placed[TWIN_ACTIVITIES_MAX];
    int32_t ends[TWIN_ACTIVITIES_MAX];
    int32_t starts[TWIN_ACTIVITIES_MAX];
    const struct level_mode *modes[TWIN_ACTIVITIES_MAX];
    int32_t best;
};

static bool is_ready(const struct attempt *attempt, uint32_t i, int32_t *at)
{
    const struct level_instance *instance = attempt->instance;
    *at = 0;
    for (uint32_t j = 0; j < instance->count; j++) {
        const struct level_activity *activity = &instance->activities[j];
        for (uint32_t f = 0; f < activity->follower_count; f++) {
            if (activity->followers[f] == i && !attempt->is_placed[j]) {
                return false;
            }
            if (activity->followers[f] == i && attempt->ends[j] > *at) {
                *at = attempt->ends[j];
            }
        }
    }
    return true;
}

static bool fits(const struct attempt *attempt, const struct level_mode *mode, int32_t at)
{
    const struct level_instance *instance = attempt->instance;
    for (int32_t day = at; day < at + mode->days; day++) {
        for (uint32_t k = 0; k < instance->renewable_count; k++) {
            int32_t used = mode->demands[k];
            for (uint32_t j = 0; j < instance->count; j++) {
                bool runs =
                    attempt->is_placed[j] && attempt->starts[j] <= day && day < attempt->ends[j];
                used += runs ? attempt->modes[j]->demands[k] : 0;
            }
            if (used > instance->capacities[k]) {
                return false;
            }
        }
    }
    return true;
}

static bool is_affordable(const struct attempt *attempt)
{
    const struct level_instance *instance = attempt->instance;
    for (uint32_t k = instance->renewable_count;
         k < instance->renewable_count + instance->budget_count; k++) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < instance->count; i++) {
            sum += attempt->modes[i]->demands[k];
        }
        if (sum > instance->capacities[k]) {
            return false;
        }
    }
    return true;
}

/* Every order and every mode, each as early as it fits: all active schedules. */
static void try_all(struct attempt *attempt, uint32_t placed, int32_t makespan)
{
    const struct level_instance *instance = attempt->instance;
    if (makespan >= attempt->best) {
        return;
    }
    if (placed == instance->count) {
        attempt->best = is_affordable(attempt) ? makespan : attempt->best;
        return;
    }
    for (uint32_t i = 0; i < instance->count; i++) {
        int32_t ready = 0;
        if (attempt->is_placed[i] || !is_ready(attempt, i, &ready)) {
            continue;
        }
        for (uint32_t m = 0; m < instance->activities[i].mode_count; m++) {
            const struct level_mode *mode = &instance->activities[i].modes[m];
            int32_t at = ready;
            while (at < TWIN_DAYS_MAX && !fits(attempt, mode, at)) {
                at = at - ready < 200 ? at + 1 : TWIN_DAYS_MAX;
            }
            if (at >= TWIN_DAYS_MAX) {
                continue; /* never: above a capacity by itself */
            }
            attempt->starts[i] = at;
            attempt->ends[i] = at + mode->days;
            attempt->modes[i] = mode;
            attempt->is_placed[i] = true;
            try_all(attempt, placed + 1, attempt->ends[i] > makespan ? attempt->ends[i] : makespan);
            attempt->is_placed[i] = false;
        }
    }
}

int32_t twin_solve(const struct level_instance *instance)
{
    struct attempt attempt = {.instance = instance, .best = INT32_MAX};
    try_all(&attempt, 0, 0);
    return attempt.best;
}
