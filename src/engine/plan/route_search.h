#ifndef LIANDONG_ENGINE_PLAN_ROUTE_SEARCH_H
#define LIANDONG_ENGINE_PLAN_ROUTE_SEARCH_H

#include "engine/plan/route_graph.h"

/* Which combination of variants is best, proven by exact branch and bound (Land & Doig 1960).
 *
 * A node of the tree has chosen some variants, refused others and left the rest open. Its bound
 * counts the open ones with their most favourable effects only (route_graph.h), so that no
 * completion undercuts it. Where the combination as it stands is too late, one of the variants that
 * touch its longest path must come in, which gives a bound of the risk besides, and the order of
 * the branches. Nothing is cut that could be equal in all figures and come first among equals: the
 * result is the first one in a total order, the same on every machine.
 *
 * The front is enumerated over the variants that can move production at all; those that can't are
 * merged as Pareto sets of sums (Nemhauser & Ullmann 1969). */
struct route_rules {
    uint32_t bit_count;
    int32_t risk[ROUTE_VARIANTS_MAX];
    int32_t visits[ROUTE_VARIANTS_MAX];
    int32_t materials[ROUTE_VARIANTS_MAX];
    uint64_t with[ROUTE_VARIANTS_MAX];      /* itself and all that it requires, and they in turn */
    uint64_t without[ROUTE_VARIANTS_MAX];   /* itself and all that require it */
    uint64_t conflicts[ROUTE_VARIANTS_MAX]; /* that may not be chosen beside it */
};

/* What is sought among the subsets of `allowed`. */
enum route_goal {
    ROUTE_EARLIEST,   /* days, risk, visits, materials, number of variants, identifiers */
    ROUTE_LEAST_RISK, /* risk first, then days and so on, among those within `limit` */
    ROUTE_GOAL_COUNT
};

struct route_quest {
    const struct route_graph *graph;
    const struct route_rules *rules;
    uint64_t allowed;
    enum route_goal goal;
    int32_t limit; /* working days; INT32_MAX: none */
};

struct route_found {
    bool is_found; /* false: no combination is within the limit, or the search was given up */
    uint64_t set;
    struct route_figures figures;
    struct route_proof proof;
};

struct arena;

/* The scratch of the search is given back. `lower_bound` is the earliest itself once proven, else
 * the bound of the root. */
struct route_found route_search(struct arena *arena, const struct route_quest *quest);

/* Risk, visits and materials of a set; the days are the caller's. */
struct route_figures route_rules_sum(const struct route_rules *rules, uint64_t set);

/* Fewer variants first, then the one whose identifiers come first. */
bool route_set_precedes(uint64_t a, uint64_t b);

/* The Pareto front: for every combination of figures that none betters, the set that comes first.
 * Sorted by days, risk, visits, materials. `earliest` are the days of the best route. */
struct route_front {
    const struct route *items;
    uint32_t count;
    uint64_t nodes;
    bool is_complete;
};

struct route_front route_front_find(struct arena *arena, const struct route_quest *quest,
                                    int32_t earliest);

#endif
