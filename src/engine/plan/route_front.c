#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/plan/route_search.h"

#define NODES_MAX 200000
#define NOT_RUN (-2)

/* Sets of which none betters another, one for each combination of figures. */
struct pareto {
    struct arena *arena;
    struct route *items;
    uint32_t count;
    uint32_t capacity;
};

struct enumeration {
    const struct route_quest *quest;
    struct route_times times;
    struct pareto front;
    uint64_t adders;
    uint64_t nodes;
    bool is_given_up;
};

/* ---- who betters whom ---- */

static bool is_no_worse(const struct route_figures *a, const struct route_figures *b)
{
    return a->days <= b->days && a->risk <= b->risk && a->visits_saved >= b->visits_saved &&
           a->materials_saved >= b->materials_saved;
}

static bool is_equal(const struct route_figures *a, const struct route_figures *b)
{
    return is_no_worse(a, b) && is_no_worse(b, a);
}

static void push(struct pareto *pareto, const struct route *route)
{
    if (pareto->count == pareto->capacity) {
        pareto->capacity = pareto->capacity * 2 + 64;
        struct route *items = arena_array(pareto->arena, struct route, pareto->capacity);
        if (pareto->count > 0) {
            memcpy(items, pareto->items, pareto->count * sizeof *items);
        }
        pareto->items = items;
    }
    pareto->items[pareto->count++] = *route;
}

static void insert(struct pareto *pareto, const struct route *route)
{
    for (uint32_t i = 0; i < pareto->count; i++) {
        struct route *other = &pareto->items[i];
        if (!is_no_worse(&other->figures, &route->figures)) {
            continue;
        }
        if (is_equal(&other->figures, &route->figures) &&
            route_set_precedes(route->set, other->set)) {
            *other = *route;
        } else if (i > 0) { /* who betters one often betters the next: asked first */
            struct route swap = pareto->items[i - 1];
            pareto->items[i - 1] = *other;
            *other = swap;
        }
        return;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < pareto->count; i++) {
        if (!is_no_worse(&route->figures, &pareto->items[i].figures)) {
            pareto->items[kept++] = pareto->items[i];
        }
    }
    pareto->count = kept;
    push(pareto, route);
}

static bool is_bettered(const struct pareto *pareto, const struct route_figures *bound)
{
    for (uint32_t i = 0; i < pareto->count; i++) {
        const struct route_figures *figures = &pareto->items[i].figures;
        if (is_no_worse(figures, bound) && !is_equal(figures, bound)) {
            return true;
        }
    }
    return false;
}

/* ---- the others: sums ---- */

static struct pareto sums_of(struct arena *arena, const struct route_rules *rules, uint64_t idle)
{
    struct pareto sums = {.arena = arena};
    push(&sums, &(struct route){0});
    for (; idle != 0; idle &= idle - 1) {
        uint64_t bit = idle & -idle;
        struct route *before = arena_array(arena, struct route, sums.count);
        uint32_t count = sums.count;
        memcpy(before, sums.items, count * sizeof *before);
        for (uint32_t i = 0; i < count; i++) {
            struct route route = {.set = before[i].set | bit};
            route.figures = route_rules_sum(rules, route.set);
            insert(&sums, &route);
        }
    }
    return sums;
}

static uint64_t alone(const struct route_rules *rules, uint64_t set)
{
    uint64_t kept = set;
    for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
        uint64_t bit = rest & -rest;
        int at = __builtin_ctzll(rest);
        if (rules->with[at] != bit || rules->without[at] != bit || rules->conflicts[at] != 0) {
            kept &= ~bit;
        }
    }
    return kept;
}

/* ---- variants that can move production: all combinations, less what is bettered ---- */

/* Variants that put something in or make something longer; all others can only make a plan
 * earlier. */
static uint64_t adders_of(const struct route_graph *graph)
{
    uint64_t adders = 0;
    for (uint32_t i = 0; i < graph->count; i++) {
        adders |= graph->added[i];
    }
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        adders |= graph->edges[i].need | graph->edges[i].also;
    }
    for (uint32_t i = 0; i < graph->span_count; i++) {
        const struct route_span *span = &graph->spans[i];
        adders |= span->days > graph->days[span->node] ? (uint64_t)1 << span->bit : 0;
    }
    return adders;
}

/* The days are the same whatever of `open` is chosen besides: only sums are left. */
static void add_sums(struct enumeration *all, uint64_t in, uint64_t open, int32_t days)
{
    struct pareto sums = sums_of(all->front.arena, all->quest->rules, open);
    for (uint32_t i = 0; i < sums.count; i++) {
        struct route route = {.set = in | sums.items[i].set};
        route.figures = route_rules_sum(all->quest->rules, route.set);
        route.figures.days = days;
        insert(&all->front, &route);
    }
}

static void visit(struct enumeration *all, uint64_t in, uint64_t open, int32_t days);

static void branch(struct enumeration *all, uint64_t in, uint64_t open, int32_t days)
{
    const struct route_rules *rules = all->quest->rules;
    uint64_t first = open & all->adders;
    int bit = __builtin_ctzll(first != 0 ? first : open);
    uint64_t with = in | rules->with[bit];
    uint64_t clash = 0;
    for (uint64_t rest = with; rest != 0; rest &= rest - 1) {
        clash |= rules->conflicts[__builtin_ctzll(rest)];
    }
    if ((rules->with[bit] & ~(in | open)) == 0 && (with & clash) == 0) {
        visit(all, with, open & ~with & ~clash, NOT_RUN);
    }
    visit(all, in, open & ~rules->without[bit], days);
}

/* `days` are those of `in`, or NOT_RUN the first time. */
static void visit(struct enumeration *all, uint64_t in, uint64_t open, int32_t days)
{
    const struct route_rules *rules = all->quest->rules;
    struct route_figures bound = route_rules_sum(rules, in);
    struct route_figures more = route_rules_sum(rules, open);
    if (all->nodes++ >= NODES_MAX) {
        all->is_given_up = true;
        return;
    }
    if (days == NOT_RUN) {
        struct route route = {.set = in, .figures = bound};
        days = route_times_run(all->quest->graph, in, 0, &all->times);
        route.figures.days = days;
        if (days != ROUTE_CIRCLE) {
            insert(&all->front, &route);
        }
    }
    if (open == 0) {
        return;
    }
    bound.days = route_times_run(all->quest->graph, in, open, &all->times);
    bound.visits_saved += more.visits_saved;
    bound.materials_saved += more.materials_saved;
    if (bound.days == ROUTE_CIRCLE || is_bettered(&all->front, &bound)) {
        return;
    }
    if (bound.days == days && (open & all->adders) == 0 && alone(rules, open) == open) {
        add_sums(all, in, open, days);
        return;
    }
    branch(all, in, open, days);
}

static int compare_routes(const void *a, const void *b)
{
    const struct route *x = a;
    const struct route *y = b;
    if (x->figures.days != y->figures.days) {
        return x->figures.days < y->figures.days ? -1 : 1;
    }
    if (x->figures.risk != y->figures.risk) {
        return x->figures.risk < y->figures.risk ? -1 : 1;
    }
    if (x->figures.visits_saved != y->figures.visits_saved) {
        return x->figures.visits_saved > y->figures.visits_saved ? -1 : 1;
    }
    return x->figures.materials_saved > y->figures.materials_saved ? -1 : 1;
}

struct route_front route_front_find(struct arena *arena, const struct route_quest *quest,
                                    int32_t earliest)
{
    const struct route_rules *rules = quest->rules;
    uint64_t idle = alone(rules, route_graph_idle(arena, quest->graph, quest->allowed, earliest));
    struct enumeration all = {.quest = quest, .times = route_times_new(arena, quest->graph)};
    all.front.arena = arena;
    all.adders = adders_of(quest->graph);
    visit(&all, 0, quest->allowed & ~idle, NOT_RUN);
    struct pareto sums = sums_of(arena, rules, idle);
    struct pareto front = {.arena = arena};
    qsort(sums.items, sums.count, sizeof *sums.items, compare_routes);
    for (uint32_t i = 0; i < all.front.count; i++) {
        for (uint32_t k = 0; k < sums.count; k++) {
            struct route route = {.set = all.front.items[i].set | sums.items[k].set};
            route.figures = route_rules_sum(rules, route.set);
            route.figures.days = all.front.items[i].figures.days;
            insert(&front, &route);
        }
    }
    qsort(front.items, front.count, sizeof *front.items, compare_routes);
    return (struct route_front){front.items, front.count, all.nodes, !all.is_given_up};
}
