#include <string.h>

#include "engine/level/core.h"

#define LOW(i) (2 * (i))
#define HIGH(i) (2 * (i) + 1)

static bool has_days(const struct core *core, uint32_t i)
{
    return core->layout->mode_from[i + 1] - core->layout->mode_from[i] > 1;
}

/* Least units of resource k that any mode still possible demands. */
static int32_t least_units(const struct core *core, uint32_t i, uint32_t k)
{
    return (int32_t)(core->demand[i * core->layout->words + k / LAYOUT_LANES] >>
                         (16 * (k % LAYOUT_LANES)) &
                     0x7fff);
}

/* Why an activity's least days and least units of a resource are what they are. */
static void note_modes(struct core *core, uint32_t i, uint32_t k, int32_t units)
{
    const struct layout *layout = core->layout;
    if (!has_days(core, i)) {
        return;
    }
    for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
        if (layout->units[m * layout->renewable_count + k] < units) {
            trail_note(core->trail, HIGH(core->first_mode + m), 0);
        }
    }
}

static void note_days(struct core *core, uint32_t i, int32_t days)
{
    if (has_days(core, i)) {
        trail_note(core->trail, LOW(core->first_days + i), days);
    }
}

static bool covers(const struct core *core, uint32_t i, int32_t day)
{
    const int32_t *at = core->trail->at;
    return -at[HIGH(i)] <= day && day < at[LOW(i)] + core->days[i];
}

/* Notes who certainly occupies more than `room` of resource k on a day, `self` left out. */
static void note_cover(struct core *core, uint32_t self, uint32_t k, int32_t day, int32_t room)
{
    uint32_t count = core->layout->count;
    int32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i != self && core->days[i] > 0 && covers(core, i, day)) {
            total += least_units(core, i, k);
        }
    }
    int32_t spare = total - room - 1;
    for (uint32_t i = 0; i < count; i++) {
        int32_t units = 0;
        if (i == self || core->days[i] == 0 || !covers(core, i, day) ||
            (units = least_units(core, i, k)) == 0) {
            continue;
        }
        bool is_free = core->trail->last[LOW(i)] < 0 && core->trail->last[HIGH(i)] < 0;
        if (units <= spare && !is_free) {
            spare -= units;
            continue;
        }
        trail_note(core->trail, LOW(i), day + 1 - core->days[i]);
        trail_note(core->trail, HIGH(i), -day);
        note_days(core, i, core->days[i]);
        note_modes(core, i, k, units);
    }
}

static uint32_t full_lane(uint64_t word, uint32_t w)
{
    uint32_t lane = 0;
    while ((word >> (16 * lane + 15) & 1) != 0) {
        lane++;
    }
    return w * LAYOUT_LANES + lane;
}

/* ---- the profile of what is certain ---- */

static void measure_modes(struct core *core)
{
    const struct layout *layout = core->layout;
    const int32_t *at = core->trail->at;
    if (layout->is_single) {
        return;
    }
    for (uint32_t i = 0; i < layout->count; i++) {
        if (!has_days(core, i)) {
            continue;
        }
        core->days[i] = at[LOW(core->first_days + i)];
        for (uint32_t w = 0; w < layout->words; w++) {
            uint64_t least = ~UINT64_C(0) & ~LAYOUT_GUARDS;
            for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
                if (at[HIGH(core->first_mode + m)] >= 0) {
                    continue; /* out */
                }
                uint64_t demand = layout->demand[m * layout->words + w];
                for (uint32_t shift = 0; shift < 64; shift += 16) {
                    uint64_t lane = UINT64_C(0xffff) << shift;
                    if ((demand & lane) < (least & lane)) {
                        least = (least & ~lane) | (demand & lane);
                    }
                }
            }
            core->demand[i * layout->words + w] = least;
        }
    }
}

/* False: on some day more is certain than there is. */
static bool fill_profile(struct core *core, int32_t horizon)
{
    const struct layout *layout = core->layout;
    const int32_t *at = core->trail->at;
    uint32_t words = layout->words;
    for (int32_t t = 0; t < horizon; t++) {
        for (uint32_t w = 0; w < words; w++) {
            core->free[(size_t)t * words + w] = layout->capacity[w];
        }
    }
    for (uint32_t i = 0; i < layout->count; i++) {
        int32_t end = at[LOW(i)] + core->days[i];
        for (int32_t t = -at[HIGH(i)]; t < end; t++) {
            for (uint32_t w = 0; w < words; w++) {
                uint64_t left = core->free[(size_t)t * words + w] - core->demand[i * words + w];
                core->free[(size_t)t * words + w] = left;
                if ((left & LAYOUT_GUARDS) != LAYOUT_GUARDS) {
                    uint32_t k = full_lane(left, w);
                    struct trail *trail = core->trail;
                    uint32_t from = trail->pool_count;
                    note_cover(core, UINT32_MAX, k, t, layout->capacities[k]);
                    trail->conflict_count = 0;
                    for (uint32_t n = from; n < trail->pool_count; n++) {
                        trail->conflict[trail->conflict_count++] = trail->pool[n];
                    }
                    trail->pool_count = from;
                    return false;
                }
            }
        }
    }
    return true;
}

/* ---- pushing ---- */

/* The lane that is too full on a day, or UINT32_MAX. */
static uint32_t blocked(const struct core *core, uint32_t i, int32_t day)
{
    uint32_t words = core->layout->words;
    for (uint32_t w = 0; w < words; w++) {
        uint64_t left = core->free[(size_t)day * words + w] - core->demand[i * words + w];
        if ((left & LAYOUT_GUARDS) != LAYOUT_GUARDS) {
            return full_lane(left, w);
        }
    }
    return UINT32_MAX;
}

static bool push(struct core *core, uint32_t i, uint32_t k, int32_t day, bool is_late)
{
    struct trail *trail = core->trail;
    uint32_t from = trail->pool_count;
    int32_t units = least_units(core, i, k);
    struct literal to = {is_late ? HIGH(i) : LOW(i), is_late ? core->days[i] - day : day + 1};
    trail_note(trail, to.side, is_late ? -day : day + 1 - core->days[i]);
    note_days(core, i, core->days[i]);
    note_modes(core, i, k, units);
    note_cover(core, i, k, day, core->layout->capacities[k] - units);
    return trail_raise(trail, to,
                       (struct trail_reason){TRAIL_LITERALS, from, trail->pool_count - from, 0});
}

/* From the earliest start on: behind the last day that is too full. */
static bool push_low(struct core *core, uint32_t i)
{
    const int32_t *at = core->trail->at;
    int32_t days = core->days[i];
    int32_t checked = at[LOW(i)] - 1;
    int32_t day = at[LOW(i)] + days - 1;
    while (day > checked) {
        if (-at[HIGH(i)] <= day && day < at[LOW(i)] + days) {
            day = -at[HIGH(i)] - 1; /* its own certain part */
            continue;
        }
        uint32_t k = blocked(core, i, day);
        if (k == UINT32_MAX) {
            day--;
            continue;
        }
        checked = at[LOW(i)] + days - 1;
        if (!push(core, i, k, day, false)) {
            return false;
        }
        if (core->trail->is_full) {
            return true;
        }
        day = at[LOW(i)] + days - 1;
    }
    return true;
}

static bool push_high(struct core *core, uint32_t i)
{
    const int32_t *at = core->trail->at;
    int32_t days = core->days[i];
    int32_t day = -at[HIGH(i)];
    int32_t checked = day + days; /* from here on all fit */
    while (day < checked) {
        if (-at[HIGH(i)] <= day && day < at[LOW(i)] + days) {
            day = at[LOW(i)] + days;
            continue;
        }
        uint32_t k = blocked(core, i, day);
        if (k == UINT32_MAX) {
            day++;
            continue;
        }
        checked = -at[HIGH(i)];
        if (!push(core, i, k, day, true)) {
            return false;
        }
        if (core->trail->is_full) {
            return true;
        }
        day = -at[HIGH(i)];
    }
    return true;
}

/* A mode whose certain part would not fit is out. */
static bool drop_modes(struct core *core, uint32_t i)
{
    const struct layout *layout = core->layout;
    struct trail *trail = core->trail;
    const int32_t *at = trail->at;
    for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
        uint32_t mode = core->first_mode + m;
        if (at[HIGH(mode)] >= 0) {
            continue;
        }
        for (int32_t t = -at[HIGH(i)]; t < at[LOW(i)] + layout->days[m]; t++) {
            bool is_own = t < at[LOW(i)] + core->days[i];
            for (uint32_t k = 0; k < layout->renewable_count; k++) {
                int32_t units = layout->units[m * layout->renewable_count + k];
                int32_t left = (int32_t)(core->free[(size_t)t * layout->words + k / LAYOUT_LANES] >>
                                             (16 * (k % LAYOUT_LANES)) &
                                         0x7fff) +
                               (is_own ? least_units(core, i, k) : 0);
                if (units <= left) {
                    continue;
                }
                uint32_t from = trail->pool_count;
                trail_note(trail, LOW(i), t + 1 - layout->days[m]);
                trail_note(trail, HIGH(i), -t);
                note_cover(core, i, k, t, layout->capacities[k] - units);
                return trail_raise(
                    trail, (struct literal){HIGH(mode), 0},
                    (struct trail_reason){TRAIL_LITERALS, from, trail->pool_count - from, 0});
            }
        }
    }
    return true;
}

bool core_timetable(struct core *core)
{
    const struct layout *layout = core->layout;
    const int32_t *at = core->trail->at;
    int32_t horizon = -at[HIGH(layout->count)];
    measure_modes(core);
    if (!fill_profile(core, horizon)) {
        return false;
    }
    for (uint32_t i = 0; i < layout->count; i++) {
        if (core->days[i] == 0 && !has_days(core, i)) {
            continue;
        }
        if (at[LOW(i)] < -at[HIGH(i)] && (!push_low(core, i) || !push_high(core, i))) {
            return false;
        }
        if (!layout->is_single && has_days(core, i) && !drop_modes(core, i)) {
            return false;
        }
    }
    return true;
}

/* ---- budgets ---- */

static bool is_out(const struct core *core, uint32_t m)
{
    return core->trail->at[HIGH(core->first_mode + m)] >= 0;
}

static int32_t least_cost(const struct core *core, uint32_t i, uint32_t k)
{
    const struct layout *layout = core->layout;
    int32_t least = INT32_MAX;
    for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
        int32_t cost = layout->costs[m * layout->budget_count + k];
        if (!is_out(core, m) && cost < least) {
            least = cost;
        }
    }
    return least;
}

static void note_costs(struct core *core, uint32_t self, uint32_t k)
{
    const struct layout *layout = core->layout;
    for (uint32_t i = 0; i < layout->count; i++) {
        if (i == self) {
            continue;
        }
        int32_t least = least_cost(core, i, k);
        for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
            if (layout->costs[m * layout->budget_count + k] < least) {
                trail_note(core->trail, HIGH(core->first_mode + m), 0);
            }
        }
    }
}

static bool keep_to_budget(struct core *core, uint32_t k)
{
    const struct layout *layout = core->layout;
    struct trail *trail = core->trail;
    int64_t total = 0;
    for (uint32_t i = 0; i < layout->count; i++) {
        total += least_cost(core, i, k);
    }
    int64_t spare = layout->budgets[k] - total;
    for (uint32_t i = 0; i < layout->count; i++) {
        int32_t least = least_cost(core, i, k);
        for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
            if (is_out(core, m) || layout->costs[m * layout->budget_count + k] - least <= spare) {
                continue;
            }
            uint32_t from = trail->pool_count;
            note_costs(core, i, k);
            if (!trail_raise(
                    trail, (struct literal){HIGH(core->first_mode + m), 0},
                    (struct trail_reason){TRAIL_LITERALS, from, trail->pool_count - from, 0})) {
                return false;
            }
        }
    }
    return true;
}

bool core_budgets(struct core *core)
{
    for (uint32_t k = 0; k < core->layout->budget_count; k++) {
        if (!keep_to_budget(core, k)) {
            return false;
        }
    }
    return true;
}
