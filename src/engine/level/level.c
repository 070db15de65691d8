#include "engine/level/level.h"

#include "base/arena.h"
#include "engine/level/core.h"
#include "engine/level/genetic.h"
#include "engine/level/neighbourhood.h"
#include "engine/level/search.h"

/* The exact core wants memory for every activity and every day: beyond, genetic search alone. */
#define CORE_ACTIVITIES_MAX 1000
#define CORE_DAYS_MAX 30000
#define SMALL 64        /* activities: a proof is likely enough to be tried for long */
#define FIRST 500       /* schedules of the first population */
#define MANY 1000000000 /* schedules: more than are ever built in a given time */

static void translate(struct arena *arena, const struct search *search, struct level_result *out)
{
    const struct layout *layout = search->layout;
    out->schedule.makespan = search->makespan;
    out->schedule.starts = arena_array(arena, int32_t, layout->count);
    out->schedule.modes = arena_array(arena, uint32_t, layout->count);
    for (uint32_t p = 0; p < layout->count; p++) {
        uint32_t i = layout->activity[p];
        out->schedule.starts[i] = search->starts[p];
        out->schedule.modes[i] = layout->mode[search->modes[p]];
    }
    out->bound = search->bound;
    out->is_optimal = search->makespan == search->bound;
    out->schedules = search->schedules;
}

static bool has_core(const struct layout *layout)
{
    return layout->count <= CORE_ACTIVITIES_MAX && layout->horizon <= CORE_DAYS_MAX;
}

/* Something shorter, or the proof that there is nothing, until the share `until` is used up. */
static void run_core(struct search *search, struct core *core, double until)
{
    struct core_task task = {.target = search->makespan == INT32_MAX ? search->layout->horizon
                                                                     : search->makespan - 1,
                             .conflicts = UINT64_MAX,
                             .order = CORE_BY_TURNS};
    search->until = until;
    if (search_is_over(search)) {
        return;
    }
    enum core_answer answer = core_run(core, &task);
    if (answer == CORE_FOUND) {
        search_keep(search, core->found_makespan, core->found, core->found_modes);
    }
    if (core->is_exhausted && search->makespan == INT32_MAX) {
        search->is_infeasible = true;
    } else if (core->is_exhausted) {
        search->bound = search->makespan;
    }
}

static void run_neighbourhood(struct search *search, struct core *core, double until)
{
    search->until = until;
    if (search->makespan != INT32_MAX && !search_is_over(search)) {
        neighbourhood_run(neighbourhood_open(core));
    }
}

/* One population after the other until the share `until` is used up, or a single one. `pace`: the
 * schedules that all of the limits would leave room for. */
static void run_genetic(struct search *search, double until, double pace, bool is_once)
{
    search->until = until;
    while (!search_is_over(search)) {
        double room = (until - search->passed) * pace;
        struct arena_mark mark = arena_mark(search->arena);
        genetic_run(genetic_open(search, (uint64_t)(room < MANY ? room : MANY)));
        arena_rewind(search->arena, mark);
        if (is_once) {
            return;
        }
    }
}

/* A first schedule soon; gives back the pace. */
static double begin_timed(struct search *search)
{
    struct arena_mark mark = arena_mark(search->arena);
    /* The search itself is not told yet: some schedule is wanted however late it is. */
    double before = search->limits->passed(search->limits->clock);
    genetic_run(genetic_open(search, FIRST));
    arena_rewind(search->arena, mark);
    (void)search_is_over(search);
    double share = search->passed - before;
    return share > 0.0 ? (double)search->schedules / share : MANY;
}

/* A first schedule of a single-mode instance soon; then by turns. Under a limit on schedules the
 * genetic search makes more of each than the core does. */
static void solve_single(struct search *search)
{
    const struct layout *layout = search->layout;
    if (search->limits->schedules != UINT64_MAX) {
        run_genetic(search, 1.0, (double)search->limits->schedules, false);
        return;
    }
    double pace = begin_timed(search);
    if (!has_core(layout)) {
        run_genetic(search, 1.0, pace, false);
        return;
    }
    bool is_small = layout->count <= SMALL;
    struct core *core = core_open(search);
    run_core(search, core, is_small ? 0.2 : 0.03);
    run_genetic(search, is_small ? 0.5 : 0.85, pace, true);
    run_neighbourhood(search, core, is_small ? 0.7 : 1.0);
    run_core(search, core, 1.0);
}

static void solve_multi(struct search *search)
{
    if (!has_core(search->layout)) {
        return;
    }
    struct core *core = core_open(search);
    run_core(search, core, 0.3);
    run_core(search, core, search->makespan == INT32_MAX ? 1.0 : 0.3);
    run_neighbourhood(search, core, 0.8);
    run_core(search, core, 1.0);
}

bool level_solve(struct arena *arena, const struct level_instance *instance,
                 const struct level_limits *limits, struct level_result *out, struct fault *fault)
{
    const struct layout *layout = NULL;
    ensure(limits->schedules != UINT64_MAX || limits->passed != NULL);
    if (!layout_build(arena, instance, &layout, fault)) {
        return false;
    }
    struct search *search = search_open(arena, layout, limits);
    if (layout->is_single && layout->budget_count == 0) {
        solve_single(search);
    } else {
        solve_multi(search);
    }
    if (search->makespan == INT32_MAX) {
        return fault_raise(fault, search->is_infeasible ? FAULT_LEVEL_BUDGET : FAULT_LEVEL_LIMITS,
                           TEXT_NONE, FAULT_NO_ARGS);
    }
    translate(arena, search, out);
    return true;
}
