#include "board/fleet.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "app/access.h"
#include "app/city.h"
#include "app/reader.h"
#include "base/arena.h"
#include "board/portfolio.h"
#include "board/standing_inside.h"

#define KEPT 6 /* scopes at a time: the city, some districts, some units */
#define FLEET_SOFT ((size_t)64 << 20)
#define FLEET_HARD ((size_t)512 << 20)

struct loaded {
    struct fleet fleet; /* the first member: what is handed out */
    atomic_int holders;
    struct arena *arena;
    const struct city *city;
    struct scope scope;
    int64_t size; /* of the ledger when it was loaded */
    int64_t used; /* for throwing out who waited longest */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct loaded *kept[KEPT];
static int64_t uses;

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
        copy_project(loading->into->arena, before, &loading->items[loading->count++]);
        return true;
    }
    portfolio_walk_next(walk);
    if (!dossier_load(&walk->run, project, &dossier, fault)) {
        return false;
    }
    if (dossier.has_forecast) {
        take_dossier(loading->into->arena, &dossier, &loading->items[loading->count++]);
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
        loading->items = arena_array(loading->into->arena, struct fleet_project, projects.count);
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

/* -- keeping -- */

static void let_go(struct loaded *loaded)
{
    if (loaded != NULL && atomic_fetch_sub(&loaded->holders, 1) == 1) {
        city_give(loaded->city);
        arena_close(loaded->arena);
        free(loaded);
    }
}

void fleet_give(const struct fleet *fleet)
{
    let_go((struct loaded *)(uintptr_t)fleet);
}

/* The one that was loaded for that scope and day, held; or NULL. */
static struct loaded *find_kept(const struct view_run *run, const struct scope *scope)
{
    struct loaded *found = NULL;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < KEPT && found == NULL; i++) {
        if (kept[i] != NULL && kept[i]->city == run->city && kept[i]->fleet.today == run->today &&
            access_scope_is(&kept[i]->scope, scope)) {
            found = kept[i];
            found->used = ++uses;
            atomic_fetch_add(&found->holders, 1);
        }
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void keep(struct loaded *loaded)
{
    int at = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < KEPT; i++) {
        bool is_same = kept[i] != NULL && access_scope_is(&kept[i]->scope, &loaded->scope);
        if (kept[i] == NULL || is_same) {
            at = i;
            break;
        }
        at = kept[i]->used < kept[at]->used ? i : at;
    }
    struct loaded *out = kept[at];
    kept[at] = loaded;
    loaded->used = ++uses;
    atomic_fetch_add(&loaded->holders, 1);
    pthread_mutex_unlock(&lock);
    let_go(out);
}

void fleet_forget(void)
{
    for (int i = 0; i < KEPT; i++) {
        pthread_mutex_lock(&lock);
        struct loaded *out = kept[i];
        kept[i] = NULL;
        pthread_mutex_unlock(&lock);
        let_go(out);
    }
}

/* -- asking -- */

static struct loaded *new_loaded(const struct view_run *run, const struct scope *scope,
                                 int64_t size)
{
    struct loaded *loaded = calloc(1, sizeof *loaded);
    ensure(loaded != NULL);
    loaded->arena = arena_open(FLEET_SOFT, FLEET_HARD);
    loaded->fleet.today = run->today;
    loaded->holders = 1;
    loaded->city = city_keep(run->city); /* its calendar is in the plans */
    loaded->size = size;
    loaded->scope = *scope;
    loaded->scope.org_or_district = text_copy(loaded->arena, scope->org_or_district);
    loaded->scope.district = text_copy(loaded->arena, scope->district);
    return loaded;
}

/* `into` has scope and size; what `old` holds of it and was not touched since is taken over. */
static bool load(const struct view_run *run, struct loaded *into, const struct loaded *old,
                 struct fault *fault)
{
    struct standing_ids touched = {.count = 0};
    if (old != NULL && !standing_touched(run->store, old->size, 0, &touched, fault)) {
        return false;
    }
    bool too_many = touched.count == COUNT_OF(touched.items);
    struct loading loading = {.into = into, .old = too_many ? NULL : old, .touched = &touched};
    return load_all(run, &loading, fault);
}

bool fleet_take(const struct view_run *run, const struct fleet **out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct progress progress;
    struct loaded *loaded = NULL;
    if (!reader_progress(run->store, &progress, fault)) {
        return false;
    }
    struct loaded *old = find_kept(run, &scope);
    if (old != NULL && old->size == progress.size) {
        *out = &old->fleet;
        return true;
    }
    loaded = new_loaded(run, &scope, progress.size);
    bool fine = load(run, loaded, old, fault);
    let_go(old);
    if (!fine) {
        let_go(loaded);
        return false;
    }
    keep(loaded);
    *out = &loaded->fleet;
    return true;
}
