#include "engine/level/level.h"

#include "base/arena.h"
#include "engine/level/core.h"
#include "engine/level/genetic.h"
#include "engine/level/neighbourhood.h"
#include "engine/level/search.h"
#include <stdlib.h>
#include <stdio.h>

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

bool level_solve(struct arena *arena, const struct level_instance *instance,
                 const struct level_limits *limits, struct level_result *out, struct fault *fault)
{
    const struct layout *layout = NULL;
    if (!layout_build(arena, instance, &layout, fault)) {
        return false;
    }
    struct search *search = search_open(arena, layout, limits);
    const char *p = getenv("POP");
    if (layout->is_single) {
    uint64_t gs = getenv("GS") ? (uint64_t)atoi(getenv("GS")) : 1000;
    struct genetic *genetic = genetic_open(search, p ? (uint32_t)atoi(p) : 40);
    while (search->schedules < gs && genetic_step(genetic)) {
    }
    }
    if (getenv("EXACT")) {
        struct core *core = core_open(search);
        struct core_task task = {.target = search->makespan == INT32_MAX ? layout->horizon : search->makespan - 1, .conflicts = 100000000, .strategy = atoi(getenv("EXACT"))};
        enum core_answer answer = core_run(core, &task);
        if (answer == CORE_FOUND) {
            search->makespan = core->found_makespan;
            for (uint32_t i = 0; i < layout->count; i++) { search->starts[i] = core->found[i]; search->modes[i] = core->found_modes[i]; }
        }
        if (!search_is_over(search)) search->bound = search->makespan;
        if (getenv("V")) fprintf(stderr, "conflicts %llu clauses %u full %d ans %d\n", (unsigned long long)core->trail->conflicts, core->trail->clause_count, core->trail->is_full, answer);
    }
    if (getenv("LNS") && !search_is_over(search)) {
        struct core *core = core_open(search);
        struct neighbourhood *nb = neighbourhood_open(core);
        struct neighbourhood_schedule s = {search->makespan, search->starts, search->modes};
        while (!search_is_over(search)) {
            if (neighbourhood_improve(nb, &s)) search->makespan = s.makespan;
        }
        void nb_print(struct neighbourhood *a);
        if (getenv("V")) nb_print(nb);
    }
    if (search->makespan == INT32_MAX) return fault_raise(fault, FAULT_LEVEL_LIMITS, TEXT_NONE, FAULT_NO_ARGS);
    translate(arena, search, out);
    return true;
}
