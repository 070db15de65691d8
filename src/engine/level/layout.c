#include "engine/level/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* While modes are being taken out: by activity of the instance, and by mode of all activities. */
struct sieve {
    const struct level_instance *instance;
    const uint32_t *first; /* number of an activity's first mode among all */
    bool *is_out;          /* by mode */
    bool *is_redundant;    /* by budget */
    int64_t *least;        /* of a budget, all activities' cheapest modes together */
    uint32_t none;         /* an activity without a mode, or UINT32_MAX */
};

static bool is_kept(const struct sieve *sieve, uint32_t activity, uint32_t mode)
{
    return !sieve->is_out[sieve->first[activity] + mode];
}

/* The least and the most that an activity's modes demand of a resource. */
static void find_extremes(const struct sieve *sieve, uint32_t activity, uint32_t resource,
                          int32_t extremes[2])
{
    const struct level_activity *of = &sieve->instance->activities[activity];
    extremes[0] = INT32_MAX;
    extremes[1] = 0;
    for (uint32_t m = 0; m < of->mode_count; m++) {
        if (is_kept(sieve, activity, m)) {
            int32_t demand = of->modes[m].demands[resource];
            extremes[0] = demand < extremes[0] ? demand : extremes[0];
            extremes[1] = demand > extremes[1] ? demand : extremes[1];
        }
    }
}

static void measure_budgets(struct sieve *sieve)
{
    const struct level_instance *instance = sieve->instance;
    for (uint32_t k = 0; k < instance->budget_count; k++) {
        int64_t most = 0;
        sieve->least[k] = 0;
        for (uint32_t i = 0; i < instance->count; i++) {
            int32_t extremes[2];
            find_extremes(sieve, i, instance->renewable_count + k, extremes);
            sieve->least[k] += extremes[0];
            most += extremes[1];
        }
        sieve->is_redundant[k] = most <= instance->capacities[instance->renewable_count + k];
    }
}

static bool is_executable(const struct sieve *sieve, uint32_t activity, const int32_t *demands)
{
    const struct level_instance *instance = sieve->instance;
    for (uint32_t k = 0; k < instance->renewable_count; k++) {
        if (demands[k] > instance->capacities[k]) {
            return false;
        }
    }
    for (uint32_t k = 0; k < instance->budget_count; k++) {
        uint32_t resource = instance->renewable_count + k;
        int32_t extremes[2];
        find_extremes(sieve, activity, resource, extremes);
        if (sieve->least[k] - extremes[0] + demands[resource] > instance->capacities[resource]) {
            return false;
        }
    }
    return true;
}

/* `better` is as short as `worse` and demands no more; of twins the first stays. */
static bool is_dominated(const struct sieve *sieve, const struct level_mode *worse,
                         const struct level_mode *better)
{
    const struct level_instance *instance = sieve->instance;
    bool is_twin = worse->days == better->days;
    if (better->days > worse->days) {
        return false;
    }
    for (uint32_t k = 0; k < instance->renewable_count + instance->budget_count; k++) {
        bool counts =
            k < instance->renewable_count || !sieve->is_redundant[k - instance->renewable_count];
        if (counts && better->demands[k] > worse->demands[k]) {
            return false;
        }
        is_twin = is_twin && (!counts || better->demands[k] == worse->demands[k]);
    }
    return !is_twin || better < worse;
}

static bool is_inefficient(const struct sieve *sieve, uint32_t activity, uint32_t mode)
{
    const struct level_activity *of = &sieve->instance->activities[activity];
    for (uint32_t m = 0; m < of->mode_count; m++) {
        if (m != mode && is_kept(sieve, activity, m) &&
            is_dominated(sieve, &of->modes[mode], &of->modes[m])) {
            return true;
        }
    }
    return false;
}

/* One pass over all modes; true when one was taken out. */
static bool sieve_once(struct sieve *sieve, bool by_efficiency)
{
    bool has_changed = false;
    measure_budgets(sieve);
    for (uint32_t i = 0; i < sieve->instance->count; i++) {
        const struct level_activity *activity = &sieve->instance->activities[i];
        uint32_t left = 0;
        for (uint32_t m = 0; m < activity->mode_count; m++) {
            if (!is_kept(sieve, i, m)) {
                continue;
            }
            bool goes = by_efficiency ? is_inefficient(sieve, i, m)
                                      : !is_executable(sieve, i, activity->modes[m].demands);
            sieve->is_out[sieve->first[i] + m] = goes;
            has_changed = has_changed || goes;
            left += !goes;
        }
        if (left == 0) {
            sieve->none = i;
            return false;
        }
        if (has_changed && !by_efficiency) {
            measure_budgets(sieve);
        }
    }
    return has_changed;
}

static void sieve_modes(struct arena *arena, struct sieve *sieve)
{
    const struct level_instance *instance = sieve->instance;
    uint32_t *first = arena_array(arena, uint32_t, instance->count + 1);
    for (uint32_t i = 0; i < instance->count; i++) {
        first[i + 1] = first[i] + instance->activities[i].mode_count;
    }
    sieve->first = first;
    sieve->is_out = arena_array(arena, bool, first[instance->count]);
    sieve->is_redundant = arena_array(arena, bool, instance->budget_count + 1);
    sieve->least = arena_array(arena, int64_t, instance->budget_count + 1);
    sieve->none = UINT32_MAX;
    bool has_changed = true;
    while (has_changed && sieve->none == UINT32_MAX) {
        has_changed = sieve_once(sieve, false);
        has_changed = (sieve->none == UINT32_MAX && sieve_once(sieve, true)) || has_changed;
    }
}

/* ---- the arrays ---- */

static void order_edges(struct arena *arena, struct layout *layout, const uint32_t *position)
{
    const struct level_instance *instance = layout->instance;
    uint32_t edge_count = 0;
    for (uint32_t i = 0; i < instance->count; i++) {
        edge_count += instance->activities[i].follower_count;
    }
    for (int side = 0; side < 2; side++) {
        uint32_t *from = arena_array(arena, uint32_t, instance->count + 2);
        uint16_t *at = arena_array(arena, uint16_t, edge_count + 1);
        for (int pass = 0; pass < 2; pass++) { /* count, then fill */
            for (uint32_t i = 0; i < instance->count; i++) {
                const struct level_activity *activity = &instance->activities[i];
                for (uint32_t j = 0; j < activity->follower_count; j++) {
                    uint32_t before = position[i];
                    uint32_t after = position[activity->followers[j]];
                    uint32_t self = side == 0 ? after : before;
                    uint32_t other = side == 0 ? before : after;
                    if (pass == 0) {
                        from[self + 2]++;
                    } else {
                        at[from[self + 1]++] = (uint16_t)other;
                    }
                }
            }
            for (uint32_t i = 0; pass == 0 && i < instance->count; i++) {
                from[i + 2] += from[i + 1];
            }
        }
        layout->edges[side] = (struct layout_edges){from, at};
    }
}

static void pack_capacities(struct arena *arena, struct layout *layout)
{
    const struct level_instance *instance = layout->instance;
    int32_t *plain = arena_array(arena, int32_t, layout->renewable_count + 1);
    uint64_t *packed = arena_array(arena, uint64_t, layout->words);
    for (uint32_t w = 0; w < layout->words; w++) {
        packed[w] = LAYOUT_GUARDS;
    }
    for (uint32_t k = 0; k < layout->renewable_count; k++) {
        int64_t most = 0;
        for (uint32_t i = 0; i < layout->count; i++) {
            int32_t largest = 0;
            for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
                int32_t units = layout->units[m * layout->renewable_count + k];
                largest = units > largest ? units : largest;
            }
            most += largest;
        }
        most = most < instance->capacities[k] ? most : instance->capacities[k];
        plain[k] = (int32_t)(most < 32767 ? most : 32767);
        packed[k / LAYOUT_LANES] |= (uint64_t)plain[k] << (16 * (k % LAYOUT_LANES));
    }
    layout->capacities = plain;
    layout->capacity = packed;
}

struct mode_key {
    int32_t days;
    uint32_t mode;
};

static int compare_keys(const void *a, const void *b)
{
    const struct mode_key *x = a;
    const struct mode_key *y = b;
    return x->days != y->days ? (x->days < y->days ? -1 : 1) : (x->mode < y->mode ? -1 : 1);
}

struct mode_arrays {
    int32_t *days;
    uint64_t *demand;
    int32_t *units;
    int32_t *costs;
    uint32_t *mode;
};

static void copy_mode(const struct sieve *sieve, struct layout *layout,
                      const struct mode_arrays *to, uint32_t at, const struct level_mode *mode)
{
    uint32_t budget = 0;
    to->days[at] = mode->days;
    for (uint32_t k = 0; k < layout->renewable_count; k++) {
        int32_t units = mode->days > 0 ? mode->demands[k] : 0;
        to->units[at * layout->renewable_count + k] = units;
        to->demand[at * layout->words + k / LAYOUT_LANES] |= (uint64_t)units
                                                             << (16 * (k % LAYOUT_LANES));
    }
    for (uint32_t k = 0; k < layout->instance->budget_count; k++) {
        if (!sieve->is_redundant[k]) {
            to->costs[at * layout->budget_count + budget++] =
                mode->demands[layout->renewable_count + k];
        }
    }
}

static void copy_modes(struct arena *arena, const struct sieve *sieve, struct layout *layout)
{
    uint32_t all = sieve->first[layout->count];
    uint32_t *mode_from = arena_array(arena, uint32_t, layout->count + 1);
    struct mode_arrays to = {arena_array(arena, int32_t, all),
                             arena_array(arena, uint64_t, all * layout->words),
                             arena_array(arena, int32_t, all * layout->renewable_count + 1),
                             arena_array(arena, int32_t, all * layout->budget_count + 1),
                             arena_array(arena, uint32_t, all)};
    uint32_t at = 0;
    int32_t horizon = 0;
    for (uint32_t p = 0; p < layout->count; p++) {
        uint32_t i = layout->activity[p];
        const struct level_activity *activity = &layout->instance->activities[i];
        struct mode_key keys[LEVEL_MODES_MAX];
        uint32_t kept = 0;
        for (uint32_t m = 0; m < activity->mode_count; m++) {
            if (is_kept(sieve, i, m)) {
                keys[kept++] = (struct mode_key){activity->modes[m].days, m};
            }
        }
        qsort(keys, kept, sizeof keys[0], compare_keys);
        for (uint32_t m = 0; m < kept; m++) {
            to.mode[at] = keys[m].mode;
            copy_mode(sieve, layout, &to, at++, &activity->modes[keys[m].mode]);
        }
        mode_from[p + 1] = at;
        horizon += keys[kept - 1].days;
    }
    layout->mode_from = mode_from;
    layout->days = to.days;
    layout->demand = to.demand;
    layout->units = to.units;
    layout->costs = to.costs;
    layout->mode = to.mode;
    layout->horizon = horizon;
    layout->is_single = at == layout->count;
}

static void keep_budgets(struct arena *arena, const struct sieve *sieve, struct layout *layout)
{
    const struct level_instance *instance = layout->instance;
    int32_t *budgets = arena_array(arena, int32_t, instance->budget_count + 1);
    for (uint32_t k = 0; k < instance->budget_count; k++) {
        if (!sieve->is_redundant[k]) {
            budgets[layout->budget_count++] = instance->capacities[instance->renewable_count + k];
        }
    }
    layout->budgets = budgets;
}

bool layout_build(struct arena *arena, const struct level_instance *instance,
                  const struct layout **out, struct fault *fault)
{
    struct sieve sieve = {.instance = instance};
    sieve_modes(arena, &sieve);
    if (sieve.none != UINT32_MAX) {
        return fault_raise(fault, FAULT_LEVEL_ACTIVITY, TEXT_NONE,
                           FAULT_ARGS(text_format(arena, "%u", sieve.none + 1)));
    }
    struct layout *layout = arena_new(arena, struct layout);
    layout->instance = instance;
    layout->count = instance->count;
    layout->renewable_count = instance->renewable_count;
    layout->words = (instance->renewable_count + LAYOUT_LANES - 1) / LAYOUT_LANES;
    layout->words = layout->words == 0 ? 1 : layout->words;
    measure_budgets(&sieve);
    keep_budgets(arena, &sieve, layout);
    layout->activity = instance_sort(arena, instance);
    ensure(layout->activity != NULL);
    uint32_t *position = arena_array(arena, uint32_t, instance->count);
    for (uint32_t p = 0; p < layout->count; p++) {
        position[layout->activity[p]] = p;
    }
    order_edges(arena, layout, position);
    copy_modes(arena, &sieve, layout);
    pack_capacities(arena, layout);
    *out = layout;
    return true;
}

int32_t layout_measure(const struct layout *layout, int32_t *heads, int32_t *tails)
{
    int32_t bound = 0;
    for (uint32_t i = 0; i < layout->count; i++) {
        const struct layout_edges *before = &layout->edges[0];
        heads[i] = 0;
        for (uint32_t e = before->from[i]; e < before->from[i + 1]; e++) {
            uint32_t j = before->at[e];
            int32_t end = heads[j] + layout->days[layout->mode_from[j]];
            heads[i] = end > heads[i] ? end : heads[i];
        }
    }
    for (uint32_t i = layout->count; i-- > 0;) {
        const struct layout_edges *after = &layout->edges[1];
        tails[i] = 0;
        for (uint32_t e = after->from[i]; e < after->from[i + 1]; e++) {
            uint32_t j = after->at[e];
            int32_t length = tails[j] + layout->days[layout->mode_from[j]];
            tails[i] = length > tails[i] ? length : tails[i];
        }
        int32_t through = heads[i] + layout->days[layout->mode_from[i]] + tails[i];
        bound = through > bound ? through : bound;
    }
    return bound;
}
