#include "engine/plan/network.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

/* ---- circles: depth first, without recursion ---- */

/* Edges by their start: those of node i are list[starts[i] .. starts[i + 1]). */
struct adjacency {
    uint32_t *starts;
    uint32_t *list;
};

static struct adjacency adjacency_of(struct arena *arena, uint32_t node_count,
                                     const struct plan_edge *edges, uint32_t edge_count)
{
    struct adjacency out = {arena_array(arena, uint32_t, node_count + 2),
                            arena_array(arena, uint32_t, edge_count)};
    for (uint32_t i = 0; i < edge_count; i++) {
        ensure(edges[i].before < node_count && edges[i].after < node_count);
        out.starts[edges[i].before + 2]++;
    }
    for (uint32_t i = 2; i < node_count + 2; i++) {
        out.starts[i] += out.starts[i - 1];
    }
    for (uint32_t i = 0; i < edge_count; i++) {
        out.list[out.starts[edges[i].before + 1]++] = edges[i].after;
    }
    return out;
}

enum colour { UNSEEN, ON_PATH, DONE };

struct walk {
    struct adjacency out;
    uint8_t *colour;
    uint32_t *path;
    uint32_t *next; /* which edge of the node on the path comes next */
    uint32_t depth;
};

static void enter(struct walk *walk, uint32_t node)
{
    walk->colour[node] = ON_PATH;
    walk->next[walk->depth] = walk->out.starts[node];
    walk->path[walk->depth++] = node;
}

/* True when an edge leads back into the path; `*back` is then where. */
static bool walk_from(struct walk *walk, uint32_t root, uint32_t *back)
{
    enter(walk, root);
    while (walk->depth > 0) {
        uint32_t node = walk->path[walk->depth - 1];
        uint32_t *next = &walk->next[walk->depth - 1];
        if (*next == walk->out.starts[node + 1]) {
            walk->colour[node] = DONE;
            walk->depth--;
            continue;
        }
        uint32_t to = walk->out.list[(*next)++];
        if (walk->colour[to] == ON_PATH) {
            *back = to;
            return true;
        }
        if (walk->colour[to] == UNSEEN) {
            enter(walk, to);
        }
    }
    return false;
}

struct plan_circle plan_find_circle(struct arena *arena, uint32_t node_count,
                                    const struct plan_edge *edges, uint32_t edge_count)
{
    struct walk walk = {.out = adjacency_of(arena, node_count, edges, edge_count)};
    walk.colour = arena_array(arena, uint8_t, node_count);
    walk.path = arena_array(arena, uint32_t, node_count);
    walk.next = arena_array(arena, uint32_t, node_count);
    uint32_t back = 0;
    for (uint32_t root = 0; root < node_count; root++) {
        if (walk.colour[root] == UNSEEN && walk_from(&walk, root, &back)) {
            uint32_t from = 0;
            while (walk.path[from] != back) {
                from++;
            }
            return (struct plan_circle){walk.path + from, walk.depth - from};
        }
    }
    return (struct plan_circle){NULL, 0};
}

/* ---- building ---- */

struct text plan_network_code(const struct plan_network *network, uint32_t node)
{
    ensure(node < network->node_count);
    return node < network->item_count ? network->items[node].code
                                      : network->milestones[node - network->item_count].id;
}

static bool refuse_circle(struct arena *arena, const struct plan_network *network,
                          struct plan_circle circle, struct fault *fault)
{
    struct buffer names = buffer_open(arena, 256);
    for (uint32_t i = 0; i <= circle.count; i++) {
        buffer_add(&names, i > 0 ? TEXT("→") : TEXT_NONE);
        buffer_add(&names, plan_network_code(network, circle.nodes[i % circle.count]));
    }
    return fault_raise(fault, FAULT_PLAN_CIRCLE, TEXT_NONE, FAULT_ARGS(buffer_text(&names)));
}

static int compare_edges(const void *a, const void *b)
{
    const struct plan_edge *x = a;
    const struct plan_edge *y = b;
    if (x->after != y->after) {
        return x->after < y->after ? -1 : 1;
    }
    if (x->before != y->before) {
        return x->before < y->before ? -1 : 1;
    }
    return (int)y->has_lag - (int)x->has_lag; /* the one with a lag first: it is the stronger */
}

/* Sorted by (after, before), each pair once. */
static struct plan_edge *distinct_edges(struct arena *arena, const struct plan_network_spec *spec,
                                        uint32_t *count)
{
    struct plan_edge *edges = arena_array(arena, struct plan_edge, spec->edge_count);
    if (spec->edge_count > 0) {
        memcpy(edges, spec->edges, spec->edge_count * sizeof *edges);
        qsort(edges, spec->edge_count, sizeof *edges, compare_edges);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < spec->edge_count; i++) {
        if (kept == 0 || edges[i].before != edges[kept - 1].before ||
            edges[i].after != edges[kept - 1].after) {
            edges[kept++] = edges[i];
        }
    }
    *count = kept;
    return edges;
}

static void keep_after_lists(struct arena *arena, struct plan_network *network,
                             const struct plan_edge *edges, uint32_t count)
{
    uint32_t *starts = arena_array(arena, uint32_t, network->node_count + 1);
    uint32_t *nodes = arena_array(arena, uint32_t, count);
    uint32_t at = 0;
    for (uint32_t node = 0; node < network->node_count; node++) {
        starts[node] = at;
        for (; at < count && edges[at].after == node; at++) {
            uint32_t into = at; /* insertion by code: lists are short */
            struct text code = plan_network_code(network, edges[at].before);
            while (into > starts[node] &&
                   text_compare(plan_network_code(network, nodes[into - 1]), code) > 0) {
                nodes[into] = nodes[into - 1];
                into--;
            }
            nodes[into] = edges[at].before;
        }
    }
    starts[network->node_count] = at;
    network->after_starts = starts;
    network->after_nodes = nodes;
}

/* Replaces a → m (with lag) by a → L → m, one L a milestone. Lags are nodes behind all others. */
static struct plan_edge *insert_lags(struct arena *arena, const struct plan_network_spec *spec,
                                     struct plan_network *network, struct plan_edge *edges,
                                     uint32_t *count)
{
    struct plan_edge *out = arena_array(arena, struct plan_edge, *count + spec->milestone_count);
    struct plan_lag *lags = arena_array(arena, struct plan_lag, spec->milestone_count);
    uint32_t kept = 0;
    uint32_t last = UINT32_MAX; /* the milestone whose lag was made last; edges are sorted by it */
    for (uint32_t i = 0; i < *count; i++) {
        out[kept++] = edges[i];
        if (!edges[i].has_lag) {
            continue;
        }
        ensure(edges[i].after >= spec->item_count);
        uint32_t field = spec->milestones[edges[i].after - spec->item_count].lag_field;
        ensure(field != PLAN_NO_FIELD);
        if (last != edges[i].after) {
            last = edges[i].after;
            uint32_t slot = fact_space_field(spec->space, field)->slot;
            lags[network->lag_count++] = (struct plan_lag){network->position_count, slot};
            out[kept++] = (struct plan_edge){network->position_count++, last, false};
            out[kept - 2].after = network->position_count - 1;
        } else {
            out[kept - 1].after = network->position_count - 1;
        }
    }
    network->lags = lags;
    *count = kept;
    return out;
}

/* Kahn's order, first in first out, sources in the order of the pack. */
static void order_positions(struct arena *arena, struct plan_network *network,
                            const struct plan_edge *edges, uint32_t count)
{
    uint32_t nodes = network->position_count;
    struct adjacency out = adjacency_of(arena, nodes, edges, count);
    uint32_t *waits = arena_array(arena, uint32_t, nodes);
    uint32_t *order = arena_array(arena, uint32_t, nodes);
    uint32_t *position = arena_array(arena, uint32_t, nodes);
    uint32_t filled = 0;
    for (uint32_t i = 0; i < count; i++) {
        waits[edges[i].after]++;
    }
    for (uint32_t i = 0; i < nodes; i++) {
        if (waits[i] == 0) {
            order[filled++] = i;
        }
    }
    for (uint32_t at = 0; at < filled; at++) {
        uint32_t node = order[at];
        position[node] = at;
        for (uint32_t e = out.starts[node]; e < out.starts[node + 1]; e++) {
            if (--waits[out.list[e]] == 0) {
                order[filled++] = out.list[e];
            }
        }
    }
    ensure(filled == nodes); /* circles were refused before */
    network->node = order;
    network->position = position;
}

static struct plan_neighbours in_pairs(struct arena *arena, uint32_t positions,
                                       const struct adjacency *from)
{
    uint32_t *starts = arena_array(arena, uint32_t, positions + 1);
    uint16_t *list = arena_array(arena, uint16_t, from->starts[positions] + 2 * (size_t)positions);
    uint32_t at = 0;
    for (uint32_t i = 0; i < positions; i++) {
        starts[i] = at;
        for (uint32_t e = from->starts[i]; e < from->starts[i + 1]; e++) {
            list[at++] = (uint16_t)from->list[e];
        }
        while (at == starts[i] || at % 2 != 0) {
            list[at++] = (uint16_t)positions;
        }
    }
    starts[positions] = at;
    return (struct plan_neighbours){starts, list};
}

/* Neighbours by position; `forwards`: those that come after. */
static struct plan_neighbours neighbours_of(struct arena *arena, const struct plan_network *network,
                                            const struct plan_edge *edges, uint32_t count,
                                            bool forwards)
{
    struct plan_edge *turned = arena_array(arena, struct plan_edge, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = network->position[edges[i].before];
        uint32_t after = network->position[edges[i].after];
        turned[i] = forwards ? (struct plan_edge){before, after, false}
                             : (struct plan_edge){after, before, false};
    }
    struct adjacency by = adjacency_of(arena, network->position_count, turned, count);
    return in_pairs(arena, network->position_count, &by);
}

static void place_days(struct arena *arena, struct plan_network *network)
{
    for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
        int32_t *days = arena_array(arena, int32_t, network->position_count);
        for (uint32_t i = 0; i < network->item_count; i++) {
            int32_t of_item = network->items[i].days[basis];
            ensure(of_item >= 0 && of_item <= PLAN_DAYS_MAX);
            days[network->position[i]] = of_item;
        }
        network->days[basis] = days;
    }
}

static void compile_conditions(struct arena *arena, struct plan_network *network)
{
    const struct rule **rules = arena_array(arena, const struct rule *, network->item_count);
    for (uint32_t i = 0; i < network->item_count; i++) {
        rules[i] = network->items[i].applies;
    }
    network->program = rule_program_build(arena, network->space, rules, network->item_count);
}

static void place_edges(struct arena *arena, struct plan_network *network,
                        const struct plan_edge *edges, uint32_t count)
{
    order_positions(arena, network, edges, count);
    network->before = neighbours_of(arena, network, edges, count, false);
    network->after = neighbours_of(arena, network, edges, count, true);
    struct plan_lag *lags = arena_array(arena, struct plan_lag, network->lag_count);
    for (uint32_t i = 0; i < network->lag_count; i++) {
        lags[i] = network->lags[i];
        lags[i].position = network->position[lags[i].position];
    }
    network->lags = lags;
}

bool plan_network_build(struct arena *arena, const struct plan_network_spec *spec,
                        const struct plan_network **out, struct fault *fault)
{
    ensure(spec->production < spec->milestone_count);
    struct plan_network *network = arena_new(arena, struct plan_network);
    network->space = spec->space;
    network->items = spec->items;
    network->item_count = spec->item_count;
    network->milestones = spec->milestones;
    network->milestone_count = spec->milestone_count;
    network->node_count = spec->item_count + spec->milestone_count;
    network->position_count = network->node_count;
    ensure(network->node_count + spec->milestone_count < UINT16_MAX);
    uint32_t count = 0;
    struct plan_edge *edges = distinct_edges(arena, spec, &count);
    struct plan_circle circle = plan_find_circle(arena, network->node_count, edges, count);
    if (circle.count > 0) {
        return refuse_circle(arena, network, circle, fault);
    }
    keep_after_lists(arena, network, edges, count);
    edges = insert_lags(arena, spec, network, edges, &count);
    place_edges(arena, network, edges, count);
    network->production = network->position[spec->item_count + spec->production];
    place_days(arena, network);
    compile_conditions(arena, network);
    *out = network;
    return true;
}
