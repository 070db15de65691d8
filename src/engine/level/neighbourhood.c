#include "engine/level/neighbourhood.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static double tune(const char *name, double value)
{
    const char *s = getenv(name);
    return s ? strtod(s, NULL) : value;
}

#define KINDS 4

/* Units of a resource that were last used by an activity; nobody: from the beginning. */
struct chain {
    uint32_t last;
    int32_t units;
};

struct neighbourhood {
    struct core *core;
    const struct layout *layout;
    double size[KINDS]; 
    uint32_t kind;
    bool *is_free;
    uint32_t *order; /* by start */
    uint32_t *pool;
    int32_t *mark; /* edge noted to j */
    struct chain *chains;
    uint32_t chain_count;
    uint32_t *modes;
    uint64_t tried[KINDS], won[KINDS], none[KINDS], gave[KINDS];
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
    around->pool = arena_array(arena, uint32_t, count);
    around->mark = arena_array(arena, int32_t, count);
    around->chains = arena_array(arena, struct chain, count + 1);
    around->modes = arena_array(arena, uint32_t, count);
    for (uint32_t k = 0; k < KINDS; k++) around->size[k] = tune("SIZE", 25);
    return around;
}

static int32_t end_of(const struct neighbourhood *a, const struct neighbourhood_schedule *s, uint32_t i)
{
    return s->starts[i] + a->layout->days[s->modes[i]];
}

static void sort_by_start(struct neighbourhood *a, const struct neighbourhood_schedule *s)
{
    for (uint32_t n = 0; n < a->layout->count; n++) {
        uint32_t at = n;
        while (at > 0 && (s->starts[a->order[at - 1]] > s->starts[n])) {
            a->order[at] = a->order[at - 1];
            at--;
        }
        a->order[at] = n;
    }
}

/* ---- what is freed ---- */

static void free_window(struct neighbourhood *a, const struct neighbourhood_schedule *s, uint32_t size)
{
    /* A run of activities by start, those that end in it as well */
    uint32_t count = a->layout->count;
    uint32_t from = search_draw_below(a->core->search, count);
    from = from + size > count ? (count > size ? count - size : 0) : from;
    for (uint32_t n = from; n < from + size && n < count; n++) {
        a->is_free[a->order[n]] = true;
    }
    (void)s;
}

static void free_overlap(struct neighbourhood *a, const struct neighbourhood_schedule *s, uint32_t size)
{
    int32_t mid = (int32_t)search_draw_below(a->core->search, (uint32_t)s->makespan + 1);
    for (int32_t half = 0; half <= s->makespan; half++) {
        uint32_t freed = 0;
        for (uint32_t i = 0; i < a->layout->count; i++) {
            if (s->starts[i] <= mid + half && end_of(a, s, i) >= mid - half) {
                a->is_free[i] = true;
                freed++;
            }
        }
        if (freed >= size) return;
    }
}

static void free_random(struct neighbourhood *a, uint32_t size)
{
    for (uint32_t n = 0; n < size; n++) {
        a->is_free[search_draw_below(a->core->search, a->layout->count)] = true;
    }
}

/* window, but only those with a random resource or by chance + few random outside */
static void free_mixed(struct neighbourhood *a, const struct neighbourhood_schedule *s, uint32_t size)
{
    uint32_t half = size * 2 / 3;
    free_window(a, s, half);
    free_random(a, size - half);
}

/* ---- what stays in order ---- */

static void add_edge(struct neighbourhood *a, uint32_t i, uint32_t j)
{
    struct core *core = a->core;
    if (a->mark[i] == (int32_t)j + 1 || core->edge_count >= core->edge_room) return;
    a->mark[i] = (int32_t)j + 1;
    core->edges[core->edge_count++] = (struct core_edge){i, j};
}

static void chain_resource(struct neighbourhood *a, const struct neighbourhood_schedule *s, uint32_t k)
{
    const struct layout *layout = a->layout;
    a->chains[0] = (struct chain){UINT32_MAX, layout->capacities[k]};
    a->chain_count = 1;
    memset(a->mark, 0, layout->count * sizeof a->mark[0]);
    for (uint32_t n = 0; n < layout->count; n++) {
        uint32_t j = a->order[n];
        int32_t units = layout->units[s->modes[j] * layout->renewable_count + k];
        if (a->is_free[j] || units == 0) continue;
        int32_t left = units;
        /* latest-ending first: less slack lost? choose the last that ended */
        while (left > 0) {
            uint32_t best = UINT32_MAX;
            int32_t best_end = -1;
            for (uint32_t c = 0; c < a->chain_count; c++) {
                uint32_t i = a->chains[c].last;
                int32_t end = i == UINT32_MAX ? 0 : end_of(a, s, i);
                if (a->chains[c].units > 0 && end <= s->starts[j] && end > best_end) {
                    best = c;
                    best_end = end;
                }
            }
            ensure(best != UINT32_MAX);
            struct chain *chain = &a->chains[best];
            int32_t taken = chain->units < left ? chain->units : left;
            chain->units -= taken;
            left -= taken;
            if (chain->last != UINT32_MAX) add_edge(a, chain->last, j);
            if (chain->units == 0) a->chains[best] = a->chains[--a->chain_count];
        }
        a->chains[a->chain_count++] = (struct chain){j, units};
    }
}

bool neighbourhood_improve(struct neighbourhood *a, struct neighbourhood_schedule *s)
{
    struct core *core = a->core;
    const struct layout *layout = a->layout;
    uint32_t kind = search_draw_below(core->search, KINDS);
    static int only = -2; if (only == -2) only = (int)tune("KIND", -1);
    if (only >= 0) kind = (uint32_t)only;
    memset(a->is_free, 0, layout->count);
    sort_by_start(a, s);
    uint32_t size = (uint32_t)a->size[kind];
    if (kind == 0) free_window(a, s, size);
    if (kind == 1) free_overlap(a, s, size);
    if (kind == 2) free_random(a, size);
    if (kind == 3) free_mixed(a, s, size);
    core->edge_count = 0;
    for (uint32_t k = 0; k < layout->renewable_count; k++) {
        chain_resource(a, s, k);
    }
    for (uint32_t i = 0; i < layout->count; i++) {
        a->modes[i] = a->is_free[i] ? UINT32_MAX : s->modes[i];
    }
    struct core_task task = {.target = s->makespan - 1, .conflicts = (uint64_t)tune("CONF", 200), .strategy = (int)tune("STRAT", 1), .modes = a->modes, .stop_at_first = true};
    core->hint_modes = s->modes;
    enum core_answer answer = core_run(core, &task);
    a->tried[kind]++;
    if (answer == CORE_NONE) {
        a->none[kind]++;
        a->size[kind] += 0.2;
        if (a->size[kind] > layout->count) { a->size[kind] = layout->count; 
        }
    } else if (answer == CORE_GAVE_UP) {
        a->gave[kind]++;
        a->size[kind] -= tune("DOWN", 0.2);
        if (a->size[kind] < 5) a->size[kind] = 5;
    }
    if (answer == CORE_FOUND) {
        a->won[kind]++;
        s->makespan = core->found_makespan;
        memcpy(s->starts, core->found, layout->count * sizeof s->starts[0]);
        memcpy(s->modes, core->found_modes, layout->count * sizeof s->modes[0]);
        return true;
    }
    return false;
}
#include <stdio.h>
void nb_print(struct neighbourhood *a);
void nb_print(struct neighbourhood *a) {
    for (uint32_t k = 0; k < KINDS; k++) fprintf(stderr, "kind %u size %.1f tried %lu won %lu none %lu gave %lu\n", k, a->size[k], a->tried[k], a->won[k], a->none[k], a->gave[k]);
}
