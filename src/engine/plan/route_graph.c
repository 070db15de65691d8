#include "engine/plan/route_graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Nodes while the graph is built: positions of the network, steps, one gate a variant. */
struct builder {
    struct arena *arena;
    const struct route_graph_spec *spec;
    struct route_graph *graph;
    uint32_t positions;
    uint32_t count;
    bool *is_basic;
    uint64_t *added;
    uint64_t *hidden;
    uint32_t *label;
    uint64_t *relabel;
    int32_t *days;
    struct route_edge *edges;
    uint32_t edge_count;
    uint32_t edge_capacity;
    struct route_span *spans;
    uint32_t span_count;
    uint32_t span_capacity;
};

static void add_edge(struct builder *builder, const struct route_edge *edge)
{
    if (builder->edge_count == builder->edge_capacity) {
        builder->edges = arena_grown(builder->arena, builder->edges, &builder->edge_capacity,
                                     sizeof *builder->edges);
    }
    builder->edges[builder->edge_count++] = *edge;
}

static void add_span(struct builder *builder, uint32_t node, uint32_t bit, int32_t days,
                     bool is_estimate)
{
    if (builder->span_count == builder->span_capacity) {
        builder->spans = arena_grown(builder->arena, builder->spans, &builder->span_capacity,
                                     sizeof *builder->spans);
    }
    builder->spans[builder->span_count++] = (struct route_span){
        .node = (uint16_t)node, .bit = (uint8_t)bit, .is_estimate = is_estimate, .days = days};
}

static uint64_t bit_of(uint32_t bit)
{
    return (uint64_t)1 << bit;
}

/* ---- the network as it is ---- */

static void place_network(struct builder *builder)
{
    const struct plan_network *network = builder->spec->of->network;
    const struct plan *basic = builder->spec->basic;
    for (uint32_t i = 0; i < network->position_count; i++) {
        builder->is_basic[i] = basic->present[i] != 0;
        builder->days[i] = basic->days[i];
        for (uint32_t e = network->before.starts[i]; e < network->before.starts[i + 1]; e++) {
            uint16_t before = network->before.positions[e];
            if (before < network->position_count) {
                add_edge(builder, &(struct route_edge){
                                      .before = before, .after = (uint16_t)i, .via = ROUTE_NOBODY});
            }
        }
    }
}

static int32_t fact_days(const struct facts *facts, uint32_t field)
{
    double number = facts->numbers[fact_space_field(facts->space, field)->slot];
    return number >= 0 && number <= PLAN_DAYS_MAX ? (int32_t)number : PLAN_DAYS_MAX;
}

static void place_steps(struct builder *builder)
{
    const struct route_case *of = builder->spec->of;
    for (uint32_t i = 0; i < of->step_count; i++) {
        int32_t days = fact_days(builder->spec->facts, of->steps[i].days_field);
        for (uint32_t k = 0; k < of->steps[i].less_count; k++) {
            days -= fact_days(builder->spec->facts, of->steps[i].less_fields[k]);
        }
        builder->days[builder->positions + i] = days > 0 ? days : 0;
    }
}

/* ---- effects ---- */

static uint32_t place_of(const struct builder *builder, uint32_t node)
{
    const struct plan_network *network = builder->spec->of->network;
    return node < network->node_count ? network->position[node]
                                      : builder->positions + (node - network->node_count);
}

static void drop_edges(struct builder *builder, uint32_t before, uint32_t after, uint32_t bit)
{
    for (uint32_t i = 0; i < builder->edge_count; i++) {
        struct route_edge *edge = &builder->edges[i];
        if (edge->before == before && edge->after == after && edge->need == 0) {
            edge->drop |= bit_of(bit);
        }
    }
}

static void add_between(struct builder *builder, uint32_t before, uint32_t after, uint32_t bit)
{
    add_edge(builder, &(struct route_edge){.before = (uint16_t)before,
                                           .after = (uint16_t)after,
                                           .via = ROUTE_NOBODY,
                                           .need = bit_of(bit)});
}

static void set_days(struct builder *builder, const struct route_effect *effect, uint32_t bit)
{
    enum plan_basis basis = builder->spec->basic->options.basis;
    uint32_t node = place_of(builder, effect->node);
    if (effect->days[basis] != ROUTE_DAYS_UNKNOWN && effect->days[basis] < builder->days[node]) {
        add_span(builder, node, bit, effect->days[basis], effect->is_estimate[basis]);
    }
}

/* Where `other` is planned anyway, `node` becomes a point that waits for it too. */
static void replace_item(struct builder *builder, const struct route_effect *effect, uint32_t bit)
{
    uint32_t node = place_of(builder, effect->node);
    uint32_t other = place_of(builder, effect->other);
    if (builder->is_basic[other]) {
        add_span(builder, node, bit, 0, false);
        builder->hidden[node] |= bit_of(bit);
        add_between(builder, other, node, bit);
        return;
    }
    add_span(builder, node, bit, builder->days[other], false);
    builder->relabel[node] |= bit_of(bit);
    builder->label[node] = other;
}

static void set_lag(struct builder *builder, const struct route_effect *effect, uint32_t bit)
{
    const struct plan_network *network = builder->spec->of->network;
    uint32_t milestone = place_of(builder, effect->node);
    int32_t days = fact_days(builder->spec->facts, effect->field);
    for (uint32_t i = 0; i < network->lag_count; i++) {
        uint32_t lag = network->lags[i].position;
        for (uint32_t e = network->after.starts[lag]; e < network->after.starts[lag + 1]; e++) {
            if (network->after.positions[e] == milestone && days < builder->days[lag]) {
                add_span(builder, lag, bit, days, false);
                return;
            }
        }
    }
}

static void apply(struct builder *builder, const struct route_effect *effect, uint32_t bit)
{
    uint32_t node = effect->what == ROUTE_JOINT ? 0 : place_of(builder, effect->node);
    switch (effect->what) {
    case ROUTE_SET_DAYS: set_days(builder, effect, bit); break;
    case ROUTE_DROP_ITEM:
        add_span(builder, node, bit, 0, false);
        builder->hidden[node] |= bit_of(bit);
        break;
    case ROUTE_REPLACE_ITEM: replace_item(builder, effect, bit); break;
    case ROUTE_ADD_ITEM:
    case ROUTE_ADD_STEP: builder->added[node] |= bit_of(bit); break;
    case ROUTE_DROP_EDGE: drop_edges(builder, node, place_of(builder, effect->other), bit); break;
    case ROUTE_REPLACE_EDGE:
        drop_edges(builder, node, place_of(builder, effect->other), bit);
        add_between(builder, place_of(builder, effect->by), place_of(builder, effect->other), bit);
        break;
    case ROUTE_ADD_EDGE: add_between(builder, node, place_of(builder, effect->other), bit); break;
    case ROUTE_LAG: set_lag(builder, effect, bit); break;
    case ROUTE_DEFER:
        builder->graph->materials[bit] += builder->is_basic[node] ? (int32_t)effect->count : 0;
        break;
    case ROUTE_JOINT: break; /* after all others, since it copies their edges */
    }
}

/* ---- what is handled together ---- */

static bool can_be(const struct builder *builder, uint32_t node)
{
    return builder->is_basic[node] || builder->added[node] != 0;
}

static uint32_t mark_members(struct builder *builder, const struct route_effect *effect,
                             bool *is_member)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < effect->count; i++) {
        uint32_t node = place_of(builder, effect->nodes[i]);
        is_member[node] = can_be(builder, node);
        count += builder->is_basic[node];
    }
    return count;
}

static void join(struct builder *builder, const struct route_effect *effect, uint32_t bit)
{
    enum plan_basis basis = builder->spec->basic->options.basis;
    bool *is_member = arena_array(builder->arena, bool, builder->count);
    uint32_t members = mark_members(builder, effect, is_member);
    uint32_t gate = builder->positions + builder->spec->of->step_count + bit;
    if (members < 2) {
        return;
    }
    if (builder->spec->of->variants[builder->spec->variant_of_bit[bit]].counts_members) {
        builder->graph->joint_visits[bit] = (int32_t)members - 1;
    }
    if (effect->days[basis] == ROUTE_DAYS_UNKNOWN) {
        return; /* one form, but everybody keeps his own time */
    }
    builder->added[gate] |= bit_of(bit);
    uint32_t edges = builder->edge_count;
    for (uint32_t i = 0; i < edges; i++) {
        struct route_edge edge = builder->edges[i];
        if (edge.also != 0 || !is_member[edge.after]) {
            continue;
        }
        if (is_member[edge.before]) {
            builder->edges[i].drop |= bit_of(bit);
        } else if (edge.before < builder->positions + builder->spec->of->step_count) {
            edge.via = edge.after;
            edge.after = (uint16_t)gate;
            edge.also = bit_of(bit);
            add_edge(builder, &edge);
        }
    }
    for (uint32_t i = 0; i < gate; i++) {
        if (is_member[i]) {
            add_between(builder, gate, i, bit);
            add_span(builder, i, bit, effect->days[basis], effect->is_estimate[basis]);
        }
    }
}

/* The same item can't be handled in two ways together. */
static void find_conflicts(struct builder *builder, const struct route_effect *const *joints)
{
    for (uint32_t a = 0; a < builder->spec->bit_count; a++) {
        bool *is_member = arena_array(builder->arena, bool, builder->count);
        if (joints[a] != NULL) {
            mark_members(builder, joints[a], is_member);
        }
        for (uint32_t b = 0; joints[a] != NULL && b < builder->spec->bit_count; b++) {
            for (uint32_t i = 0; b != a && joints[b] != NULL && i < joints[b]->count; i++) {
                if (is_member[place_of(builder, joints[b]->nodes[i])]) {
                    builder->graph->conflicts[a] |= bit_of(b);
                    builder->graph->conflicts[b] |= bit_of(a);
                }
            }
        }
    }
}

static void apply_all(struct builder *builder)
{
    const struct route_graph_spec *spec = builder->spec;
    const struct route_effect *joints[ROUTE_VARIANTS_MAX] = {NULL};
    for (uint32_t bit = 0; bit < spec->bit_count; bit++) {
        const struct route_variant *variant = &spec->of->variants[spec->variant_of_bit[bit]];
        for (uint32_t i = 0; i < variant->effect_count; i++) {
            apply(builder, &variant->effects[i], bit);
        }
    }
    for (uint32_t bit = 0; bit < spec->bit_count; bit++) {
        const struct route_variant *variant = &spec->of->variants[spec->variant_of_bit[bit]];
        for (uint32_t i = 0; i < variant->effect_count; i++) {
            if (variant->effects[i].what == ROUTE_JOINT) {
                joints[bit] = &variant->effects[i];
                join(builder, joints[bit], bit);
            }
        }
    }
    find_conflicts(builder, joints);
}

/* ---- order and numbers ---- */

/* Kahn over all edges there can be; what a circle holds back comes last, in no order. */
static uint32_t *order_nodes(struct builder *builder, uint32_t *count)
{
    uint32_t nodes = builder->count;
    uint32_t *order = arena_array(builder->arena, uint32_t, nodes);
    uint32_t *waits = arena_array(builder->arena, uint32_t, nodes);
    uint32_t filled = 0;
    for (uint32_t i = 0; i < builder->edge_count; i++) {
        const struct route_edge *edge = &builder->edges[i];
        waits[edge->after] += can_be(builder, edge->before) && can_be(builder, edge->after);
    }
    for (uint32_t i = 0; i < nodes; i++) {
        if (can_be(builder, i) && waits[i] == 0) {
            order[filled++] = i;
        }
    }
    for (uint32_t at = 0; at < filled; at++) {
        for (uint32_t i = 0; i < builder->edge_count; i++) {
            const struct route_edge *edge = &builder->edges[i];
            if (edge->before == order[at] && can_be(builder, edge->after) &&
                --waits[edge->after] == 0) {
                order[filled++] = edge->after;
            }
        }
    }
    *count = filled;
    for (uint32_t i = 0; i < nodes; i++) {
        if (can_be(builder, i) && waits[i] > 0) {
            order[filled++] = i;
        }
    }
    builder->graph->count = filled;
    builder->graph->is_ordered = *count == filled;
    return order;
}

static void number_nodes(struct builder *builder, const uint32_t *order, uint16_t *number)
{
    struct route_graph *graph = builder->graph;
    uint32_t count = graph->count;
    uint32_t *position = arena_array(builder->arena, uint32_t, count);
    bool *is_basic = arena_array(builder->arena, bool, count);
    uint64_t *masks = arena_array(builder->arena, uint64_t, (size_t)count * 3);
    uint32_t *label = arena_array(builder->arena, uint32_t, count);
    int32_t *days = arena_array(builder->arena, int32_t, count);
    memset(number, 0xff, builder->count * sizeof *number);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = order[i];
        number[from] = (uint16_t)i;
        bool is_gate = from >= builder->positions + builder->spec->of->step_count;
        position[i] = is_gate ? UINT32_MAX : from;
        is_basic[i] = builder->is_basic[from];
        masks[i] = builder->added[from];
        masks[count + i] = builder->hidden[from];
        masks[2 * count + i] = builder->relabel[from];
        label[i] = builder->label[from];
        days[i] = builder->days[from];
    }
    graph->position = position;
    graph->is_basic = is_basic;
    graph->added = masks;
    graph->hidden = masks + count;
    graph->relabel = masks + 2 * (size_t)count;
    graph->label = label;
    graph->days = days;
    graph->production = number[builder->spec->of->network->production];
}

static int compare_edges(const void *a, const void *b)
{
    const struct route_edge *x = a;
    const struct route_edge *y = b;
    return x->after != y->after ? (int)x->after - (int)y->after : (int)x->before - (int)y->before;
}

static int compare_spans(const void *a, const void *b)
{
    const struct route_span *x = a;
    const struct route_span *y = b;
    return x->node != y->node ? (int)x->node - (int)y->node : (int)x->bit - (int)y->bit;
}

/* Nodes that have none begin where the one before them ends. */
static void close_starts(const struct route_graph *graph, uint32_t *starts)
{
    for (uint32_t i = 1; i <= graph->count; i++) {
        starts[i] = starts[i] > starts[i - 1] ? starts[i] : starts[i - 1];
    }
}

static void sort_edges(struct builder *builder, const uint16_t *number)
{
    uint32_t kept = 0;
    struct route_edge *edges = builder->edges;
    for (uint32_t i = 0; i < builder->edge_count; i++) {
        struct route_edge edge = edges[i];
        edge.before = number[edge.before];
        edge.after = number[edge.after];
        bool has_via = edge.via != ROUTE_NOBODY;
        edge.via = has_via ? number[edge.via] : ROUTE_NOBODY;
        if (edge.before != ROUTE_NOBODY && edge.after != ROUTE_NOBODY &&
            (!has_via || edge.via != ROUTE_NOBODY)) {
            edges[kept++] = edge;
        }
    }
    uint32_t *starts = arena_array(builder->arena, uint32_t, builder->graph->count + 1);
    if (kept > 0) {
        qsort(edges, kept, sizeof *edges, compare_edges);
    }
    for (uint32_t i = 0; i < kept; i++) {
        starts[edges[i].after + 1] = i + 1;
    }
    close_starts(builder->graph, starts);
    builder->graph->edges = edges;
    builder->graph->edge_count = kept;
    builder->graph->edge_starts = starts;
}

static void list_out_edges(struct builder *builder)
{
    struct route_graph *graph = builder->graph;
    uint32_t *starts = arena_array(builder->arena, uint32_t, graph->count + 2);
    uint32_t *list = arena_array(builder->arena, uint32_t, graph->edge_count);
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        starts[graph->edges[i].before + 2]++;
    }
    for (uint32_t i = 2; i < graph->count + 2; i++) {
        starts[i] += starts[i - 1];
    }
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        list[starts[graph->edges[i].before + 1]++] = i;
    }
    graph->out_edges = list;
    graph->out_starts = starts;
}

static void sort_spans(struct builder *builder, const uint16_t *number)
{
    uint32_t kept = 0;
    struct route_span *spans = builder->spans;
    for (uint32_t i = 0; i < builder->span_count; i++) {
        struct route_span span = spans[i];
        span.node = number[span.node];
        if (span.node != ROUTE_NOBODY) {
            spans[kept++] = span;
        }
    }
    uint32_t *starts = arena_array(builder->arena, uint32_t, builder->graph->count + 1);
    if (kept > 0) {
        qsort(spans, kept, sizeof *spans, compare_spans);
    }
    for (uint32_t i = 0; i < kept; i++) {
        starts[spans[i].node + 1] = i + 1;
    }
    close_starts(builder->graph, starts);
    builder->graph->spans = spans;
    builder->graph->span_count = kept;
    builder->graph->span_starts = starts;
}

/* Variants of which nothing is left in this project's plan are said to have no effect. */
static void find_effective(struct route_graph *graph, uint32_t bits)
{
    uint64_t found = 0;
    for (uint32_t i = 0; i < graph->count; i++) {
        found |= graph->added[i] | graph->hidden[i] | graph->relabel[i];
    }
    for (uint32_t i = 0; i < graph->span_count; i++) {
        found |= bit_of(graph->spans[i].bit);
    }
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        found |= graph->edges[i].need | graph->edges[i].drop;
    }
    for (uint32_t bit = 0; bit < bits; bit++) {
        found |= graph->materials[bit] > 0 || graph->joint_visits[bit] > 0 ? bit_of(bit) : 0;
    }
    graph->effective = found;
}

struct route_graph *route_graph_build(struct arena *arena, const struct route_graph_spec *spec)
{
    struct builder builder = {.arena = arena, .spec = spec};
    builder.graph = arena_new(arena, struct route_graph);
    builder.positions = spec->of->network->position_count;
    builder.count = builder.positions + spec->of->step_count + spec->bit_count;
    ensure(builder.count < ROUTE_NOBODY && spec->bit_count <= ROUTE_VARIANTS_MAX);
    builder.is_basic = arena_array(arena, bool, builder.count);
    builder.added = arena_array(arena, uint64_t, builder.count);
    builder.hidden = arena_array(arena, uint64_t, builder.count);
    builder.relabel = arena_array(arena, uint64_t, builder.count);
    builder.label = arena_array(arena, uint32_t, builder.count);
    builder.days = arena_array(arena, int32_t, builder.count);
    place_network(&builder);
    place_steps(&builder);
    apply_all(&builder);
    uint32_t filled = 0;
    uint32_t *order = order_nodes(&builder, &filled);
    uint16_t *number = arena_array(arena, uint16_t, builder.count);
    number_nodes(&builder, order, number);
    sort_edges(&builder, number);
    list_out_edges(&builder);
    sort_spans(&builder, number);
    find_effective(builder.graph, spec->bit_count);
    return builder.graph;
}
