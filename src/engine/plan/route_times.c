#include <string.h>

#include "base/arena.h"
#include "engine/plan/route_graph.h"

/* The passes over a graph: exact for a combination, a lower bound for a part of one. */

struct route_times route_times_new(struct arena *arena, const struct route_graph *graph)
{
    struct route_times times = {0};
    times.start = arena_array(arena, int32_t, graph->count);
    times.finish = arena_array(arena, int32_t, graph->count);
    times.days = arena_array(arena, int32_t, graph->count);
    times.is_in = arena_array(arena, bool, graph->count);
    times.order = arena_array(arena, uint32_t, graph->count);
    times.place = arena_array(arena, uint32_t, graph->count);
    times.found = arena_array(arena, uint32_t, graph->count);
    times.waits = arena_array(arena, uint32_t, graph->count);
    for (uint32_t i = 0; i < graph->count; i++) {
        times.order[i] = i;
        times.place[i] = i;
    }
    return times;
}

bool route_edge_counts(const struct route_edge *edge, uint64_t in, const struct route_times *times)
{
    return (edge->drop & in) == 0 && (edge->need == 0 || (edge->need & in) != 0) &&
           (edge->also == 0 || (edge->also & in) != 0) && times->is_in[edge->before] &&
           times->is_in[edge->after] && (edge->via == ROUTE_NOBODY || times->is_in[edge->via]);
}

/* The same while some may still be chosen: what they could take out is out, what they could put in
 * is not there. */
static bool binds(const struct route_edge *edge, uint64_t in, uint64_t maybe,
                  const struct route_times *times)
{
    return (edge->drop & maybe) == 0 && route_edge_counts(edge, in, times);
}

static int32_t days_of(const struct route_graph *graph, uint32_t node, uint64_t in, uint64_t maybe)
{
    int32_t chosen = INT32_MAX;
    int32_t possible = INT32_MAX;
    for (uint32_t i = graph->span_starts[node]; i < graph->span_starts[node + 1]; i++) {
        uint64_t bit = (uint64_t)1 << graph->spans[i].bit;
        int32_t days = graph->spans[i].days;
        if ((bit & in) != 0 && days < chosen) {
            chosen = days;
        }
        if ((bit & maybe) != 0 && days < possible) {
            possible = days;
        }
    }
    chosen = chosen == INT32_MAX ? graph->days[node] : chosen;
    return possible < chosen ? possible : chosen;
}

static void settle_nodes(const struct route_graph *graph, uint64_t in, uint64_t maybe,
                         struct route_times *times)
{
    for (uint32_t i = 0; i < graph->count; i++) {
        times->is_in[i] = graph->is_basic[i] || (graph->added[i] & in) != 0;
        times->days[i] = graph->span_starts[i] == graph->span_starts[i + 1]
                             ? graph->days[i]
                             : days_of(graph, i, in, maybe);
    }
}

/* Kahn's order over the edges that count; false: a circle. */
static bool find_order(const struct route_graph *graph, uint64_t in, uint64_t maybe,
                       struct route_times *times)
{
    uint32_t filled = 0;
    uint32_t present = 0;
    memset(times->waits, 0, graph->count * sizeof *times->waits);
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        times->waits[graph->edges[i].after] += binds(&graph->edges[i], in, maybe, times);
    }
    for (uint32_t i = 0; i < graph->count; i++) {
        present += times->is_in[i];
        if (times->is_in[i] && times->waits[i] == 0) {
            times->found[filled++] = i;
        }
    }
    for (uint32_t at = 0; at < filled; at++) {
        uint32_t node = times->found[at];
        for (uint32_t i = graph->out_starts[node]; i < graph->out_starts[node + 1]; i++) {
            const struct route_edge *edge = &graph->edges[graph->out_edges[i]];
            if (binds(edge, in, maybe, times) && --times->waits[edge->after] == 0) {
                times->found[filled++] = edge->after;
            }
        }
    }
    for (uint32_t i = 0, rest = filled; i < graph->count && rest < graph->count; i++) {
        if (!times->is_in[i]) {
            times->found[rest++] = i;
        }
    }
    if (filled != present) {
        return false;
    }
    for (uint32_t i = 0; i < graph->count; i++) {
        times->order[i] = times->found[i];
        times->place[times->order[i]] = i;
    }
    return true;
}

/* False: the order does not hold for this combination. */
static bool pass(const struct route_graph *graph, uint64_t in, uint64_t maybe,
                 struct route_times *times)
{
    for (uint32_t k = 0; k < graph->count; k++) {
        uint32_t node = times->order[k];
        int32_t start = 0;
        for (uint32_t i = graph->edge_starts[node];
             times->is_in[node] && i < graph->edge_starts[node + 1]; i++) {
            const struct route_edge *edge = &graph->edges[i];
            bool is_behind = times->place[edge->before] >= k; /* itself too: a loop */
            if ((is_behind || times->finish[edge->before] > start) &&
                binds(edge, in, maybe, times)) {
                if (is_behind) {
                    return false;
                }
                start = times->finish[edge->before];
            }
        }
        times->start[node] = start;
        times->finish[node] = times->is_in[node] ? start + times->days[node] : 0;
    }
    return true;
}

int32_t route_times_run(const struct route_graph *graph, uint64_t in, uint64_t maybe,
                        struct route_times *times)
{
    settle_nodes(graph, in, maybe, times);
    if (!pass(graph, in, maybe, times)) {
        if (!find_order(graph, in, maybe, times)) {
            return ROUTE_CIRCLE;
        }
        bool holds = pass(graph, in, maybe, times);
        ensure(holds);
    }
    return times->finish[graph->production];
}

uint64_t route_times_touching(const struct route_graph *graph, uint64_t in,
                              const struct route_times *times)
{
    uint64_t touching = 0;
    uint32_t node = graph->production;
    for (;;) {
        for (uint32_t i = graph->span_starts[node]; i < graph->span_starts[node + 1]; i++) {
            if (graph->spans[i].days < times->days[node]) {
                touching |= (uint64_t)1 << graph->spans[i].bit;
            }
        }
        const struct route_edge *from = NULL;
        for (uint32_t i = graph->edge_starts[node];
             from == NULL && times->start[node] > 0 && i < graph->edge_starts[node + 1]; i++) {
            const struct route_edge *edge = &graph->edges[i];
            if (times->finish[edge->before] == times->start[node] &&
                route_edge_counts(edge, in, times)) {
                from = edge;
            }
        }
        if (from == NULL) {
            return touching & ~in;
        }
        touching |= from->drop;
        node = from->before;
    }
}

/* ---- what can't matter ---- */

/* Longest ways into and out of each node when everything that could delay is chosen. `out` is
 * negative for what does not lead to production. */
struct reach {
    int32_t *into;
    int32_t *days;
    int32_t *out;
};

#define LEADS_NOWHERE (INT32_MIN / 2)

static bool is_allowed(const struct route_edge *edge, uint64_t allowed)
{
    return (edge->need == 0 || (edge->need & allowed) != 0) &&
           (edge->also == 0 || (edge->also & allowed) != 0);
}

static struct reach reach_of(struct arena *arena, const struct route_graph *graph, uint64_t allowed)
{
    struct reach reach = {arena_array(arena, int32_t, graph->count),
                          arena_array(arena, int32_t, graph->count),
                          arena_array(arena, int32_t, graph->count)};
    for (uint32_t i = 0; i < graph->count; i++) {
        reach.days[i] = graph->days[i];
        reach.out[i] = i == graph->production ? 0 : LEADS_NOWHERE;
    }
    for (uint32_t i = 0; i < graph->span_count; i++) {
        const struct route_span *span = &graph->spans[i];
        if (((uint64_t)1 << span->bit & allowed) != 0 && span->days > reach.days[span->node]) {
            reach.days[span->node] = span->days;
        }
    }
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        const struct route_edge *edge = &graph->edges[i];
        int32_t finish = reach.into[edge->before] + reach.days[edge->before];
        if (is_allowed(edge, allowed) && finish > reach.into[edge->after]) {
            reach.into[edge->after] = finish;
        }
    }
    for (uint32_t i = graph->edge_count; i-- > 0;) {
        const struct route_edge *edge = &graph->edges[i];
        int32_t rest = reach.out[edge->after] + reach.days[edge->after];
        if (is_allowed(edge, allowed) && rest > reach.out[edge->before]) {
            reach.out[edge->before] = rest;
        }
    }
    return reach;
}

/* Without an order there is no longest path; then idle is what touches nothing at all. */
static uint64_t touching_all(const struct route_graph *graph)
{
    uint64_t touching = 0;
    for (uint32_t i = 0; i < graph->count; i++) {
        touching |= graph->added[i] | graph->hidden[i];
    }
    for (uint32_t i = 0; i < graph->span_count; i++) {
        touching |= (uint64_t)1 << graph->spans[i].bit;
    }
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        touching |= graph->edges[i].drop | graph->edges[i].need | graph->edges[i].also;
    }
    return touching;
}

uint64_t route_graph_idle(struct arena *arena, const struct route_graph *graph, uint64_t allowed,
                          int32_t days)
{
    if (!graph->is_ordered) {
        return allowed & ~touching_all(graph);
    }
    uint64_t matters = 0;
    struct reach reach = reach_of(arena, graph, allowed);
    for (uint32_t i = 0; i < graph->count; i++) {
        if (reach.into[i] + reach.days[i] + reach.out[i] > days) {
            matters |= graph->added[i] | graph->hidden[i];
            for (uint32_t k = graph->span_starts[i]; k < graph->span_starts[i + 1]; k++) {
                matters |= (uint64_t)1 << graph->spans[k].bit;
            }
        }
    }
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        const struct route_edge *edge = &graph->edges[i];
        if (is_allowed(edge, allowed) && reach.into[edge->before] + reach.days[edge->before] +
                                                 reach.days[edge->after] + reach.out[edge->after] >
                                             days) {
            matters |= edge->drop | edge->need | edge->also;
        }
    }
    return allowed & ~matters;
}
