#include "engine/level/neighbourhood.h"

#include <string.h>

#include "base/arena.h"

#define CONFLICTS 200
#define SIZE_FIRST 25.0
#define SIZE_LEAST 5.0
#define SIZE_STEP 0.2

enum kind { KIND_RUN, KIND_OVERLAP, KIND_ANY, KIND_MIXED, KIND_COUNT };

/* Units of a resource that were last used by an activity. */
struct chain {
    uint32_t last; /* NOBODY: from the beginning */
    int32_t units;
};

#define NOBODY UINT32_MAX

struct neighbourhood {
    struct core *core;
    const struct layout *layout;
    double size[KIND_COUNT]; /* activities to free */
    bool *is_free;
    uint32_t *order; /* by start */
    uint32_t *noted; /* by position: one more than the last activity an edge leads to */
    struct chain *chains;
    uint32_t chain_count;
    uint32_t *modes; /* of the task */
};

struct neighbourhood *neighbourhood_open(struct core *core)
{
    struct arena *arena = core->search->arena;
    uint32_t count = core->layout->count;
    struct neighbourhood *around = arena_new(arena, struct neighbourhood);
    around->core = core;
    around->layout = core->layout;
    around->is_free = arena_array(arena, bool, count);
    around->order = arena_array(arena, uint32_t, count);
    around->noted = arena_array(arena, uint32_t, count);
    around->chains = arena_array(arena, struct chain, count + 1);
    around->modes = arena_array(arena, uint32_t, count);
    for (uint32_t k = 0; k < KIND_COUNT; k++) {
        around->size[k] = SIZE_FIRST < count ? SIZE_FIRST : count;
    }
    return around;
}

static int32_t start_of(const struct neighbourhood *around, uint32_t i)
{
    return around->core->search->starts[i];
}

static int32_t end_of(const struct neighbourhood *around, uint32_t i)
{
    return start_of(around, i) + around->layout->days[around->core->search->modes[i]];
}

static void sort_by_start(struct neighbourhood *around)
{
    for (uint32_t n = 0; n < around->layout->count; n++) {
        uint32_t at = n;
        while (at > 0 && start_of(around, around->order[at - 1]) > start_of(around, n)) {
            around->order[at] = around->order[at - 1];
            at--;
        }
        around->order[at] = n;
    }
}

/* ---- what is freed ---- */

static void free_run(struct neighbourhood *around, uint32_t size)
{
    uint32_t count = around->layout->count;
    uint32_t from = search_draw_below(around->core->search, count);
    if (from + size > count) {
        from = count > size ? count - size : 0;
    }
    for (uint32_t n = from; n < from + size && n < count; n++) {
        around->is_free[around->order[n]] = true;
    }
}

static void free_overlap(struct neighbourhood *around, uint32_t size)
{
    struct search *search = around->core->search;
    int32_t middle = (int32_t)search_draw_below(search, (uint32_t)search->makespan + 1);
    uint32_t freed = 0;
    for (int32_t half = 0; half <= search->makespan && freed < size; half++) {
        freed = 0;
        for (uint32_t i = 0; i < around->layout->count; i++) {
            if (start_of(around, i) <= middle + half && end_of(around, i) >= middle - half) {
                around->is_free[i] = true;
                freed++;
            }
        }
    }
}

static void free_any(struct neighbourhood *around, uint32_t size)
{
    for (uint32_t n = 0; n < size; n++) {
        around->is_free[search_draw_below(around->core->search, around->layout->count)] = true;
    }
}

static void free_some(struct neighbourhood *around, enum kind kind)
{
    uint32_t size = (uint32_t)around->size[kind];
    memset(around->is_free, 0, around->layout->count * sizeof around->is_free[0]);
    if (kind == KIND_RUN) {
        free_run(around, size);
    } else if (kind == KIND_OVERLAP) {
        free_overlap(around, size);
    } else if (kind == KIND_ANY) {
        free_any(around, size);
    } else {
        free_run(around, size * 2 / 3);
        free_any(around, size - size * 2 / 3);
    }
}

/* ---- what stays in order ---- */

static void add_edge(struct neighbourhood *around, uint32_t before, uint32_t after)
{
    struct core *core = around->core;
    /* Without room for it the core knows less and finds schedules all the same. */
    if (around->noted[before] != after + 1 && core->edge_count < core->edge_room) {
        around->noted[before] = after + 1;
        core->edges[core->edge_count++] = (struct core_edge){before, after};
    }
}

/* The chain that ended last by the start of an activity: the least is left idle. */
static struct chain *find_chain(const struct neighbourhood *around, uint32_t activity)
{
    struct chain *best = NULL;
    int32_t best_end = -1;
    for (uint32_t c = 0; c < around->chain_count; c++) {
        uint32_t last = around->chains[c].last;
        int32_t end = last == NOBODY ? 0 : end_of(around, last);
        if (end <= start_of(around, activity) && end > best_end) {
            best = &around->chains[c];
            best_end = end;
        }
    }
    ensure(best != NULL);
    return best;
}

static void chain_resource(struct neighbourhood *around, uint32_t k)
{
    const struct layout *layout = around->layout;
    around->chains[0] = (struct chain){NOBODY, layout->capacities[k]};
    around->chain_count = 1;
    memset(around->noted, 0, layout->count * sizeof around->noted[0]);
    for (uint32_t n = 0; n < layout->count; n++) {
        uint32_t i = around->order[n];
        uint32_t mode = around->core->search->modes[i];
        int32_t units = layout->units[mode * layout->renewable_count + k];
        if (around->is_free[i] || units == 0) {
            continue;
        }
        for (int32_t left = units; left > 0;) {
            struct chain *chain = find_chain(around, i);
            int32_t taken = chain->units < left ? chain->units : left;
            if (chain->last != NOBODY) {
                add_edge(around, chain->last, i);
            }
            left -= taken;
            chain->units -= taken;
            if (chain->units == 0) {
                *chain = around->chains[--around->chain_count];
            }
        }
        around->chains[around->chain_count++] = (struct chain){i, units};
    }
}

/* ---- one sub-problem ---- */

static void adapt(struct neighbourhood *around, enum kind kind, enum core_answer answer)
{
    double size = around->size[kind];
    size += answer == CORE_NONE ? SIZE_STEP : answer == CORE_GAVE_UP ? -SIZE_STEP : 0.0;
    size = size > around->layout->count ? around->layout->count : size;
    around->size[kind] = size < SIZE_LEAST ? SIZE_LEAST : size;
}

static void improve(struct neighbourhood *around)
{
    struct core *core = around->core;
    struct search *search = core->search;
    const struct layout *layout = around->layout;
    enum kind kind = (enum kind)search_draw_below(search, KIND_COUNT);
    sort_by_start(around);
    free_some(around, kind);
    core->edge_count = 0;
    for (uint32_t k = 0; k < layout->renewable_count; k++) {
        chain_resource(around, k);
    }
    for (uint32_t i = 0; i < layout->count; i++) {
        around->modes[i] = around->is_free[i] ? UINT32_MAX : search->modes[i];
    }
    core->hint_modes = search->modes;
    struct core_task task = {.target = search->makespan - 1,
                             .conflicts = CONFLICTS,
                             .modes = around->modes,
                             .stop_at_first = true,
                             .order = CORE_BY_CONFLICTS};
    enum core_answer answer = core_run(core, &task);
    adapt(around, kind, answer);
    if (answer == CORE_FOUND) {
        search_keep(search, core->found_makespan, core->found, core->found_modes);
    }
    core->edge_count = 0;
    core->hint_modes = NULL;
}

void neighbourhood_run(struct neighbourhood *around)
{
    while (!search_is_over(around->core->search)) {
        improve(around);
    }
}
