#include "engine/level/search.h"

#include <string.h>

#include "base/arena.h"

/* The clock is asked once in so many schedules; the exact core asks in its own measure. */
#define ASK_EVERY 16

struct search *search_open(struct arena *arena, const struct layout *layout,
                           const struct level_limits *limits)
{
    struct search *search = arena_new(arena, struct search);
    search->arena = arena;
    search->layout = layout;
    search->limits = limits;
    search->state = limits->seed * UINT64_C(0x9e3779b97f4a7c15) + 0x4c44;
    search->until = 1.0;
    search->makespan = INT32_MAX;
    search->starts = arena_array(arena, int32_t, layout->count);
    search->modes = arena_array(arena, uint32_t, layout->count);
    search->heads = arena_array(arena, int32_t, layout->count);
    search->tails = arena_array(arena, int32_t, layout->count);
    search->bound = layout_measure(layout, search->heads, search->tails);
    return search;
}

bool search_is_over(struct search *search)
{
    const struct level_limits *limits = search->limits;
    double passed = limits->passed == NULL ? 0.0 : limits->passed(limits->clock);
    double built = limits->schedules == UINT64_MAX
                       ? 0.0
                       : (double)search->schedules / (double)limits->schedules;
    search->since_asked = 0;
    search->passed = passed > built ? passed : built;
    return search->passed >= search->until || search->makespan <= search->bound ||
           search->is_infeasible;
}

bool search_may_build(struct search *search)
{
    if (search->schedules >= search->limits->schedules || search->passed >= search->until ||
        search->makespan <= search->bound) {
        return false;
    }
    if (++search->since_asked >= ASK_EVERY && search_is_over(search)) {
        return false;
    }
    search->schedules++;
    return true;
}

bool search_count_assignments(struct search *search, uint32_t count)
{
    search->assignments += count;
    search->schedules += search->assignments / search->layout->count;
    search->assignments %= search->layout->count;
    return search->schedules < search->limits->schedules;
}

bool search_offer(struct search *search, const struct search_offer *offer)
{
    if (offer->makespan >= search->makespan) {
        return false;
    }
    const struct layout *layout = search->layout;
    search->makespan = offer->makespan;
    for (uint32_t i = 0; i < layout->count; i++) {
        search->starts[i] = offer->side == 0 ? offer->finishes[i] - offer->days[i]
                                             : offer->makespan - offer->finishes[i];
        search->modes[i] = offer->modes == NULL ? layout->mode_from[i] : offer->modes[i];
    }
    return true;
}

void search_keep(struct search *search, int32_t makespan, const int32_t *starts,
                 const uint32_t *modes)
{
    ensure(makespan < search->makespan);
    search->makespan = makespan;
    memcpy(search->starts, starts, search->layout->count * sizeof starts[0]);
    memcpy(search->modes, modes, search->layout->count * sizeof modes[0]);
}
