#ifndef LIANDONG_ENGINE_PLAN_ROUTE_GRAPH_H
#define LIANDONG_ENGINE_PLAN_ROUTE_GRAPH_H

#include "engine/plan/route.h"

/* The network of one project with all its variants in it: every node and edge carries the sets of
 * variants that put it in or take it out, so that the plan of any combination is one walk.
 *
 * All effects become four primitives: a node is there (basic, or one of `added` is chosen); an edge
 * counts (one of `need` chosen, if any; `also` chosen, if any; none of `drop` chosen); a node's
 * days are the least that the chosen variants set, else its own; a node is hidden, which is 0 days.
 * What is handled together gets a node before it that waits for all that its members wait for
 * outside.
 *
 * Edges that variants add are not taken out by others, so the result does not depend on an order.
 * Node numbers are the graph's own: positions of the network, then steps, then the nodes before
 * what is handled together; only those that can be there at all are kept. */
#define ROUTE_NOBODY UINT16_MAX

struct route_edge {
    uint16_t before;
    uint16_t after;
    uint16_t via;  /* counts only where this node is there too; ROUTE_NOBODY: always */
    uint64_t need; /* 0: always */
    uint64_t also; /* 0: always */
    uint64_t drop;
};

struct route_span {
    uint16_t node;
    uint8_t bit;
    bool is_estimate;
    int32_t days;
};

struct route_graph {
    uint32_t count;
    uint32_t production;
    const uint32_t *position; /* by node: in the network, or position_count + step, or UINT32_MAX */
    const bool *is_basic;
    const uint64_t *added;
    const uint64_t *hidden;
    const uint32_t *label; /* by node: position whose code is shown instead, where `relabel` */
    const uint64_t *relabel;
    const int32_t *days;
    const struct route_edge *edges; /* by `after` */
    uint32_t edge_count;
    const uint32_t *edge_starts; /* by node, and one more */
    const uint32_t *out_edges;   /* the same edges by `before` */
    const uint32_t *out_starts;
    const struct route_span *spans; /* by node */
    uint32_t span_count;
    const uint32_t *span_starts;
    bool is_ordered;    /* nodes stand in an order that holds for every combination */
    uint64_t effective; /* variants that change anything in the plan */
    uint64_t conflicts[ROUTE_VARIANTS_MAX]; /* joint handling of the same item twice */
    int32_t joint_visits[ROUTE_VARIANTS_MAX];
    int32_t materials[ROUTE_VARIANTS_MAX];
};

/* What the graph is made from: `bits` says which variant of the case each bit is. */
struct route_graph_spec {
    const struct route_case *of;
    const struct plan *basic;
    const struct facts *facts;
    const uint32_t *variant_of_bit;
    uint32_t bit_count;
};

struct arena;

struct route_graph *route_graph_build(struct arena *arena, const struct route_graph_spec *spec);

/* Times of one combination, by node; used again for the next one. */
struct route_times {
    int32_t *start;
    int32_t *finish;
    int32_t *days;
    bool *is_in;
    uint32_t *order; /* the nodes in the order of the walk, kept while it still holds */
    uint32_t *place; /* of each node in it */
    uint32_t *found; /* work of looking for another order */
    uint32_t *waits;
};

struct route_times route_times_new(struct arena *arena, const struct route_graph *graph);

#define ROUTE_CIRCLE (-1)

/* Working days to production with the variants `in` chosen; ROUTE_CIRCLE when something would wait
 * for itself. Each of `maybe` may be chosen or not and counts with its most favourable effects
 * only: the result is then a lower bound over all completions (edges that any of them drops are
 * out, days are the least that any of them sets, nothing that they add is there). A circle of the
 * bound is one of every completion. */
int32_t route_times_run(const struct route_graph *graph, uint64_t in, uint64_t maybe,
                        struct route_times *times);

/* After a run with nothing in `maybe`: the variants that touch one longest path to production. No
 * combination that adds none of these is earlier, since that path is still there. */
uint64_t route_times_touching(const struct route_graph *graph, uint64_t in,
                              const struct route_times *times);

bool route_edge_counts(const struct route_edge *edge, uint64_t in, const struct route_times *times);

/* Variants that can't move production, whatever else is chosen: every path through what they touch
 * is at most `days` long, the least there is, even when all that could delay is chosen. */
uint64_t route_graph_idle(struct arena *arena, const struct route_graph *graph, uint64_t allowed,
                          int32_t days);

#endif
