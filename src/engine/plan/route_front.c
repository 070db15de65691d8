#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/plan/route_search.h"

#define NODES_MAX 200000

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

/* ---- variants that can move production: all combinations, less what is bettered ---- */

static void visit(struct enumeration *all, uint64_t in, uint64_t open, bool is_new)
{
    const struct route_rules *rules = all->quest->rules;
    struct route_figures bound = route_rules_sum(rules, in);
    struct route_figures more = route_rules_sum(rules, open);
    if (all->nodes++ >= NODES_MAX) {
        all->is_given_up = true;
        return;
    }
    if (is_new) {
        struct route route = {.set = in, .figures = bound};
        route.figures.days = route_times_run(all->quest->graph, in, 0, &all->times);
        if (route.figures.days != ROUTE_CIRCLE) {
            insert(&all->front, &route);
        }
    }
    bound.days =
        open == 0 ? ROUTE_CIRCLE : route_times_run(all->quest->graph, in, open, &all->times);
    bound.visits_saved += more.visits_saved;
    bound.materials_saved += more.materials_saved;
    if (bound.days == ROUTE_CIRCLE || is_bettered(&all->front, &bound)) {
        return;
    }
    int bit = __builtin_ctzll(open);
    uint64_t with = in | rules->with[bit];
    uint64_t clash = 0;
    for (uint64_t rest = with; rest != 0; rest &= rest - 1) {
        clash |= rules->conflicts[__builtin_ctzll(rest)];
    }
    if ((rules->with[bit] & ~(in | open)) == 0 && (with & clash) == 0) {
        visit(all, with, open & ~with & ~clash, true);
    }
    visit(all, in, open & ~rules->without[bit], false);
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
    visit(&all, 0, quest->allowed & ~idle, true);
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
