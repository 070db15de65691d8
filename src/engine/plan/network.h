#ifndef LIANDONG_ENGINE_PLAN_NETWORK_H
#define LIANDONG_ENGINE_PLAN_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "engine/rules/program.h"

/* What a plan is made from: the items of a city with their conditions and days, its milestones, and
 * who waits for whom. Built once from a pack, immutable, read by many threads.
 *
 * Nodes are numbered items first, in the order of the pack, then milestones. An edge says that
 * `before` must be decided when `after` is accepted; it counts only where both ends are in the
 * plan, and it is not inherited through an item that does not apply. Edges come from predecessors,
 * from gates (must_finish_before), and from the rules that tie items to the end of the works.
 *
 * An edge with `has_lag` waits for the milestone's lag besides: the project's own construction
 * time, a fact of the project in working days, absent = 0.
 *
 * Inside, nodes stand in a topological order (positions), so that both passes of the planner are
 * one walk each; a lag is a node of its own between its ends. */
enum plan_basis { PLAN_PLANNING, PLAN_PROMISED, PLAN_STATUTORY, PLAN_BASIS_COUNT };

#define PLAN_DAYS_MAX 100000 /* of one node */
#define PLAN_NO_FIELD UINT32_MAX

struct plan_item_spec {
    struct text code;
    const struct rule *applies;
    int32_t days[PLAN_BASIS_COUNT]; /* whole working days, 0..PLAN_DAYS_MAX */
};

struct plan_milestone_spec {
    struct text id;
    uint32_t lag_field; /* an integer fact, or PLAN_NO_FIELD */
};

struct plan_edge {
    uint32_t before;
    uint32_t after;
    bool has_lag;
};

struct plan_network_spec {
    const struct fact_space *space; /* sealed */
    const struct plan_item_spec *items;
    uint32_t item_count;
    const struct plan_milestone_spec *milestones;
    uint32_t milestone_count;
    uint32_t production;           /* which milestone ends the project: 投产 */
    const struct plan_edge *edges; /* the same one may come twice */
    uint32_t edge_count;
};

/* A node that stands for a lag: it is there when one of its sources is. */
struct plan_lag {
    uint32_t position;
    uint32_t slot; /* of the fact, among the numbers */
};

/* Neighbours of all positions in one array: those of position i are [starts[i], starts[i + 1]), an
 * even number and at least two, filled up with the place behind all others (position_count), which
 * is nobody's. */
struct plan_neighbours {
    const uint32_t *starts;
    const uint16_t *positions;
};

struct plan_network {
    const struct fact_space *space;
    const struct rule_program *program;
    const struct plan_item_spec *items;
    const struct plan_milestone_spec *milestones;
    uint32_t item_count;
    uint32_t milestone_count;
    uint32_t node_count;                   /* items and milestones */
    uint32_t position_count;               /* and lags */
    uint32_t production;                   /* position */
    const uint32_t *position;              /* by node */
    const uint32_t *node;                  /* by position; node_count and above: a lag */
    const int32_t *days[PLAN_BASIS_COUNT]; /* by position */
    struct plan_neighbours before;
    struct plan_neighbours after;
    const struct plan_lag *lags;
    uint32_t lag_count;
    /* Direct predecessors by node, sorted by code: what a node's `after` lists, filtered by who is
     * in. */
    const uint32_t *after_starts;
    const uint32_t *after_nodes;
};

struct arena;

/* The spec's arrays are kept by reference. Refused: a circle (PLAN_CIRCLE names it). */
MUST_USE bool plan_network_build(struct arena *arena, const struct plan_network_spec *spec,
                                 const struct plan_network **out, struct fault *fault);

struct text plan_network_code(const struct plan_network *network, uint32_t node);

/* A circle in a graph of `node_count` nodes: the nodes in order, the first one not repeated; count
 * 0 if there is none. Always the same one for the same graph. */
struct plan_circle {
    const uint32_t *nodes;
    uint32_t count;
};

struct plan_circle plan_find_circle(struct arena *arena, uint32_t node_count,
                                    const struct plan_edge *edges, uint32_t edge_count);

#endif
