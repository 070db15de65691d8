#include "board/fleet.h"

#include <stdlib.h>
#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/kept.h"
#include "board/portfolio.h"
#include "board/standing_inside.h"

#define PLACES 6 /* scopes at a time: the city, some districts, some units */
#define FLEET_SOFT ((size_t)64 << 20)
#define FLEET_HARD ((size_t)512 << 20)

struct loaded {
    struct fleet fleet; /* the first member: what is handed out */
    struct kept kept;
};

/* -- taking into the fleet's own memory -- */

static void copy_plan(struct arena *arena, const struct forecast_plan *from,
                      struct forecast_plan *out)
{
    struct forecast_node *nodes = arena_array(arena, struct forecast_node, from->count);
    *out = *from;
    out->nodes = nodes;
    for (uint32_t i = 0; i < from->count; i++) {
        uint32_t count = from->nodes[i].after_count;
        uint32_t *after = arena_array(arena, uint32_t, count);
        int32_t *lags = arena_array(arena, int32_t, count);
        nodes[i] = from->nodes[i];
        for (uint32_t j = 0; j < count; j++) {
            after[j] = from->nodes[i].after[j];
            lags[j] = from->nodes[i].lags == NULL ? 0 : from->nodes[i].lags[j];
        }
        nodes[i].after = after;
        nodes[i].lags = lags;
    }
}

static void copy_times(struct arena *arena, const struct forecast_time *from, uint32_t count,
                       struct fleet_project *out)
{
    struct forecast_time *times = arena_array(arena, struct forecast_time, count);
    memcpy(times, from, count * sizeof *times);
    out->times = times;
}

static void copy_project(struct arena *arena, const struct fleet_project *from,
                         struct fleet_project *out)
{
    uint32_t count = from->timing.count;
    struct fleet_node *nodes = arena_array(arena, struct fleet_node, count);
    *out = *from;
    out->number = text_copy(arena, from->number);
    out->name = text_copy(arena, from->name);
    out->district = text_copy(arena, from->district);
    for (uint32_t i = 0; i < count; i++) {
        nodes[i] = (struct fleet_node){
            text_copy(arena, from->nodes[i].code), text_copy(arena, from->nodes[i].stage),
            text_copy(arena, from->nodes[i].org), from->nodes[i].is_milestone};
    }
    out->nodes = nodes;
    copy_plan(arena, &from->timing, &out->timing);
    copy_times(arena, from->times, count, out);
}

static void take_dossier(struct arena *arena, const struct dossier *dossier,
                         struct fleet_project *out)
{
    uint32_t count = dossier->timing.count;
    struct fleet_node *nodes = arena_array(arena, struct fleet_node, count);
    const struct project *project = dossier->project;
    for (uint32_t i = 0; i < count; i++) {
        const struct planned_node *node = &dossier->planned.nodes[i];
        nodes[i] = (struct fleet_node){node->code, node->stage, node->org, node->is_milestone};
    }
    struct fleet_project taken = {
        .id = project->id,
        .number = project->number,
        .name = project->name,
        .district = project->district,
        .timing = dossier->timing,
        .nodes = nodes,
        .times = dossier->forecast.times,
        .planned = dossier->planned.production,
        .production = dossier->forecast.production,
        .late_days = dossier->forecast.late_days,
        .is_provisional = dossier->forecast.is_provisional,
    };
    (void)!plan_basis_find(dossier->in_force->basis, &taken.basis);
    copy_project(arena, &taken, out);
}

/* -- loading -- */

struct loading {
    struct loaded *into;
    const struct loaded *old;           /* NULL: nothing to take over */
    const struct standing_ids *touched; /* of `old`, ascending */
    struct fleet_project *items;
    size_t count;
};

static bool was_touched(const struct loading *loading, int64_t id)
{
    size_t low = 0;
    size_t high = loading->touched->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (loading->touched->items[middle] < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < loading->touched->count && loading->touched->items[low] == id;
}

static const struct fleet_project *known(const struct loading *loading, int64_t id)
{
    size_t low = 0;
    size_t high = loading->old == NULL ? 0 : loading->old->fleet.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (loading->old->fleet.items[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_there = loading->old != NULL && low < loading->old->fleet.count &&
                    loading->old->fleet.items[low].id == id;
    return is_there && !was_touched(loading, id) ? &loading->old->fleet.items[low] : NULL;
}

static bool load_one(struct portfolio_walk *walk, struct loading *loading,
                     const struct project *project, struct fault *fault)
{
    const struct fleet_project *before = known(loading, project->id);
    struct dossier dossier;
    if (before != NULL) {
        copy_project(loading->into->kept.arena, before, &loading->items[loading->count++]);
        return true;
    }
    portfolio_walk_next(walk);
    if (!dossier_load(&walk->run, project, &dossier, fault)) {
        return false;
    }
    if (dossier.has_forecast) {
        take_dossier(loading->into->kept.arena, &dossier, &loading->items[loading->count++]);
    }
    return true;
}

static int by_id(const void *left, const void *right)
{
    const struct fleet_project *a = left;
    const struct fleet_project *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

static bool load_all(const struct view_run *run, struct loading *loading, struct fault *fault)
{
    struct project_list projects;
    struct portfolio_walk walk = portfolio_walk_begin(run);
    int64_t rank = stage_rank(STAGE_UNDER_WAY);
    bool loaded = portfolio_all(run, rank, rank, &projects, fault);
    if (loaded) {
        loading->items =
            arena_array(loading->into->kept.arena, struct fleet_project, projects.count);
    }
    for (size_t i = 0; loaded && i < projects.count; i++) {
        loaded = load_one(&walk, loading, &projects.items[i], fault);
    }
    portfolio_walk_end(&walk);
    if (loaded && loading->count > 1) {
        qsort(loading->items, loading->count, sizeof *loading->items, by_id);
    }
    loading->into->fleet.items = loading->items;
    loading->into->fleet.count = loading->count;
    loading->into->fleet.is_cut = loaded && projects.count == PORTFOLIO_ALL_MAX;
    return loaded;
}

/* -- asking -- */

static struct loaded *loaded_of(const struct kept *kept)
{
    return (struct loaded *)((uintptr_t)kept - offsetof(struct loaded, kept));
}

/* What `old` holds and was not touched since is taken over. */
static bool load(const struct view_run *run, struct kept *into, const struct kept *old,
                 struct fault *fault)
{
    struct standing_ids touched = {.count = 0};
    struct loaded *loaded = loaded_of(into);
    if (old != NULL && !standing_touched(run->store, old->size, 0, &touched, fault)) {
        return false;
    }
    bool too_many = touched.count == COUNT_OF(touched.items);
    bool takes_over = old != NULL && !too_many;
    struct loading loading = {
        .into = loaded, .old = takes_over ? loaded_of(old) : NULL, .touched = &touched};
    loaded->fleet.today = run->today;
    return load_all(run, &loading, fault);
}

static const struct kept_kind kind = {.whole = sizeof(struct loaded),
                                      .kept_at = offsetof(struct loaded, kept),
                                      .soft = FLEET_SOFT,
                                      .hard = FLEET_HARD,
                                      .places = PLACES,
                                      .is_of_day = true,
                                      .load = load};
static struct kept_shelf shelf = KEPT_SHELF(kind);

bool fleet_take(const struct view_run *run, const struct fleet **out, struct fault *fault)
{
    struct kept *kept = NULL;
    if (!kept_take(&shelf, run, &kept, fault)) {
        return false;
    }
    *out = &loaded_of(kept)->fleet;
    return true;
}

void fleet_give(const struct fleet *fleet)
{
    kept_give(&((struct loaded *)(uintptr_t)fleet)->kept);
}

void fleet_forget(void)
{
    kept_forget(&shelf);
}
