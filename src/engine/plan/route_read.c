#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/plan/route_inside.h"

/* A route as people see it: dates, what waits for what, what is binding. */

struct reading {
    struct arena *arena;
    const struct route_set *set;
    const struct route_graph *graph;
    uint64_t in;
    struct route_times times;
    int32_t *latest_start;
    int32_t *latest_finish;
    bool *leads;
    int32_t end;
    const civil_date *run;
    size_t run_count;
};

static bool is_hidden(const struct reading *reading, uint32_t node)
{
    return (reading->graph->hidden[node] & reading->in) != 0;
}

/* The number of the node in the network, or node_count + step; false: a lag, a gate, what is left
 * out. */
static bool find_node(const struct reading *reading, uint32_t at, uint32_t *node)
{
    const struct plan_network *network = reading->set->of->network;
    const struct route_graph *graph = reading->graph;
    uint32_t position = graph->position[at];
    if ((graph->relabel[at] & reading->in) != 0) {
        position = graph->label[at];
    }
    if (position == UINT32_MAX || is_hidden(reading, at)) {
        return false;
    }
    if (position >= network->position_count) {
        *node = network->node_count + (position - network->position_count);
        return true;
    }
    *node = network->node[position];
    return *node < network->node_count;
}

static struct text code_of(const struct reading *reading, uint32_t node)
{
    const struct plan_network *network = reading->set->of->network;
    return node < network->node_count ? plan_network_code(network, node)
                                      : reading->set->of->steps[node - network->node_count].code;
}

/* ---- times ---- */

/* Latest days as in planner.h: production may not slip, what leads nowhere may to the end. */
static void pass_backward(struct reading *reading)
{
    const struct route_graph *graph = reading->graph;
    for (uint32_t i = 0; i < graph->count; i++) {
        reading->latest_finish[i] = INT32_MAX;
        int32_t finish = reading->times.is_in[i] ? reading->times.finish[i] : 0;
        reading->end = finish > reading->end ? finish : reading->end;
    }
    for (uint32_t k = graph->count; k-- > 0;) {
        uint32_t node = reading->times.order[k];
        if (node == graph->production) {
            reading->latest_finish[node] = reading->times.finish[node];
            reading->leads[node] = true;
        } else if (reading->latest_finish[node] == INT32_MAX) {
            reading->latest_finish[node] = reading->end;
        }
        int32_t start = reading->latest_finish[node] - reading->times.days[node];
        reading->latest_start[node] = start;
        for (uint32_t i = graph->edge_starts[node]; i < graph->edge_starts[node + 1]; i++) {
            const struct route_edge *edge = &graph->edges[i];
            if (route_edge_counts(edge, reading->in, &reading->times)) {
                int32_t *latest = &reading->latest_finish[edge->before];
                *latest = start < *latest ? start : *latest;
                reading->leads[edge->before] |= reading->leads[node];
            }
        }
    }
}

static bool date_of(const struct reading *reading, int32_t offset, civil_date *day,
                    struct fault *fault)
{
    if (reading->run != NULL && (size_t)offset < reading->run_count) {
        *day = reading->run[offset];
        return true;
    }
    struct calendar_day at;
    if (!calendar_add(reading->set->of->calendar, reading->set->basic->start, offset, &at, fault)) {
        return false;
    }
    *day = at.day;
    return true;
}

/* ---- who waits for whom ---- */

struct names {
    struct text *items;
    uint32_t count;
};

static void add_name(struct names *names, struct text name)
{
    uint32_t into = 0;
    while (into < names->count && text_compare(names->items[into], name) < 0) {
        into++;
    }
    if (into < names->count && text_equal(names->items[into], name)) {
        return;
    }
    memmove(names->items + into + 1, names->items + into,
            (names->count - into) * sizeof *names->items);
    names->items[into] = name;
    names->count++;
}

/* Direct predecessors; through a lag, a gate or what is left out, those behind it. With
 * `is_binding` only what ends on the day on which the node begins. Depth is the number of such
 * nodes in a row, a handful. */
static void collect(const struct reading *reading, uint32_t node, bool is_binding,
                    struct names *names)
{
    const struct route_graph *graph = reading->graph;
    for (uint32_t i = graph->edge_starts[node]; i < graph->edge_starts[node + 1]; i++) {
        const struct route_edge *edge = &graph->edges[i];
        uint32_t before = 0;
        if (!route_edge_counts(edge, reading->in, &reading->times) ||
            (is_binding && reading->times.finish[edge->before] != reading->times.start[node])) {
            continue;
        }
        if (find_node(reading, edge->before, &before)) {
            add_name(names, code_of(reading, before));
        } else {
            collect(reading, edge->before, is_binding, names);
        }
    }
}

static const struct text *list_names(const struct reading *reading, uint32_t at, bool is_binding,
                                     uint32_t *count)
{
    struct names names = {arena_array(reading->arena, struct text, reading->graph->count), 0};
    if (!is_binding || reading->times.start[at] > 0) {
        collect(reading, at, is_binding, &names);
    }
    *count = names.count;
    return names.items;
}

static bool is_lag(const struct reading *reading, uint32_t at)
{
    const struct plan_network *network = reading->set->of->network;
    uint32_t position = reading->graph->position[at];
    return position < network->position_count && network->node[position] >= network->node_count;
}

static int32_t lag_of(const struct reading *reading, uint32_t at)
{
    const struct route_graph *graph = reading->graph;
    for (uint32_t i = graph->edge_starts[at]; i < graph->edge_starts[at + 1]; i++) {
        const struct route_edge *edge = &graph->edges[i];
        if (is_lag(reading, edge->before) && reading->times.is_in[edge->before] &&
            reading->times.finish[edge->before] == reading->times.start[at]) {
            return reading->times.days[edge->before];
        }
    }
    return 0;
}

/* The construction time before it, and what that follows; through gates, not through items. */
static int32_t works_before(const struct reading *reading, uint32_t at, struct names *names)
{
    const struct route_graph *graph = reading->graph;
    int32_t days = 0;
    for (uint32_t i = graph->edge_starts[at]; i < graph->edge_starts[at + 1]; i++) {
        const struct route_edge *edge = &graph->edges[i];
        uint32_t ignored = 0;
        if (!route_edge_counts(edge, reading->in, &reading->times) ||
            find_node(reading, edge->before, &ignored)) {
            continue;
        }
        if (!is_lag(reading, edge->before)) {
            int32_t behind = works_before(reading, edge->before, names);
            days = behind > days ? behind : days;
        } else if (reading->times.is_in[edge->before]) {
            days = reading->times.days[edge->before];
            collect(reading, edge->before, false, names);
        }
    }
    return days;
}

/* The variants that put it in, set its days or free it from waiting. */
static uint64_t doers_of(const struct reading *reading, uint32_t at, bool *is_estimate)
{
    const struct route_graph *graph = reading->graph;
    uint64_t doers = graph->is_basic[at] ? 0 : graph->added[at] & reading->in;
    for (uint32_t i = graph->span_starts[at]; i < graph->span_starts[at + 1]; i++) {
        const struct route_span *span = &graph->spans[i];
        uint64_t bit = (uint64_t)1 << span->bit;
        if ((bit & reading->in) != 0 && span->days == reading->times.days[at]) {
            doers |= bit;
            *is_estimate |= span->is_estimate;
        }
    }
    for (uint32_t i = graph->edge_starts[at]; i < graph->edge_starts[at + 1]; i++) {
        const struct route_edge *edge = &graph->edges[i];
        if (reading->times.is_in[edge->before]) {
            doers |= (edge->drop | edge->need) & reading->in;
        }
    }
    return doers;
}

/* ---- the whole ---- */

static bool read_node(const struct reading *reading, uint32_t at, struct route_node *out,
                      struct fault *fault)
{
    out->code = code_of(reading, out->node);
    out->days = reading->times.days[at];
    out->offsets[PLAN_EARLIEST_START] = reading->times.start[at];
    out->offsets[PLAN_EARLIEST_FINISH] = reading->times.finish[at];
    out->offsets[PLAN_LATEST_START] = reading->latest_start[at];
    out->offsets[PLAN_LATEST_FINISH] = reading->latest_finish[at];
    for (int time = 0; time < PLAN_TIME_COUNT; time++) {
        if (!date_of(reading, out->offsets[time], &out->dates[time], fault)) {
            return false;
        }
    }
    out->float_days = reading->latest_start[at] - reading->times.start[at];
    out->is_critical = reading->leads[at] && out->float_days == 0;
    out->by = doers_of(reading, at, &out->is_estimate);
    out->lag_days = lag_of(reading, at);
    out->after = list_names(reading, at, false, &out->after_count);
    struct names lagged = {arena_array(reading->arena, struct text, reading->graph->count), 0};
    out->works_days = works_before(reading, at, &lagged);
    out->lagged = lagged.items;
    out->lagged_count = lagged.count;
    out->binding = list_names(reading, at, true, &out->binding_count);
    return true;
}

/* In the order of the basic plan: by start, then as the network has them. */
static uint32_t rank_of(const struct reading *reading, const struct route_node *node)
{
    const struct plan_network *network = reading->set->of->network;
    return node->node < network->node_count ? network->position[node->node]
                                            : network->position_count + node->node;
}

static void place(const struct reading *reading, struct route_node *items, uint32_t count)
{
    struct route_node node = items[count];
    uint32_t into = count;
    for (; into > 0; into--) {
        const struct route_node *before = &items[into - 1];
        int32_t start = node.offsets[PLAN_EARLIEST_START];
        int32_t other = before->offsets[PLAN_EARLIEST_START];
        if (other < start ||
            (other == start && rank_of(reading, before) < rank_of(reading, &node))) {
            break;
        }
        items[into] = *before;
    }
    items[into] = node;
}

static bool read_nodes(const struct reading *reading, struct route_nodes *out, struct fault *fault)
{
    const struct plan_network *network = reading->set->of->network;
    uint32_t count = reading->graph->count;
    struct route_node *items = arena_array(reading->arena, struct route_node, count);
    uint32_t *dropped = arena_array(reading->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t position = reading->graph->position[i];
        bool is_other = is_hidden(reading, i) || (reading->graph->relabel[i] & reading->in) != 0;
        if (reading->times.is_in[i] && is_other && position < network->position_count) {
            dropped[out->dropped_count++] = network->node[position];
        }
        if (!reading->times.is_in[i] || !find_node(reading, i, &items[out->count].node)) {
            continue;
        }
        if (!read_node(reading, i, &items[out->count], fault)) {
            return false;
        }
        place(reading, items, out->count++);
    }
    out->items = items;
    out->dropped = dropped;
    return date_of(reading, reading->times.finish[reading->graph->production], &out->production,
                   fault);
}

static struct reading reading_of(struct arena *arena, const struct route_set *set, uint64_t in)
{
    struct reading reading = {.arena = arena, .set = set, .graph = set->graph, .in = in};
    reading.times = route_times_new(arena, set->graph);
    reading.latest_start = arena_array(arena, int32_t, set->graph->count);
    reading.latest_finish = arena_array(arena, int32_t, set->graph->count);
    reading.leads = arena_array(arena, bool, set->graph->count);
    return reading;
}

bool route_read(struct arena *arena, const struct route_set *set, const struct route *route,
                struct route_nodes *out, struct fault *fault)
{
    struct reading reading = reading_of(arena, set, route->set);
    struct route_nodes nodes = {0};
    int32_t days = route_times_run(set->graph, route->set, 0, &reading.times);
    ensure(days == route->figures.days);
    pass_backward(&reading);
    reading.run = calendar_days_from(set->of->calendar, set->basic->start, &reading.run_count);
    struct calendar_day end;
    if (!read_nodes(&reading, &nodes, fault) ||
        !calendar_add(set->of->calendar, set->basic->start, reading.end, &end, fault)) {
        return false;
    }
    nodes.is_provisional = end.is_provisional;
    *out = nodes;
    return true;
}

int32_t route_saving_within(struct arena *arena, const struct route_set *set,
                            const struct route *route, uint32_t bit)
{
    struct arena_mark mark = arena_mark(arena);
    struct route_times times = route_times_new(arena, set->graph);
    uint64_t rest = route->set & ~set->rules->without[bit];
    int32_t days = route_times_run(set->graph, rest, 0, &times);
    arena_rewind(arena, mark);
    return days == ROUTE_CIRCLE ? 0 : days - route->figures.days;
}

bool route_is_estimate(const struct route_set *set, const struct route *route)
{
    for (uint32_t i = 0; i < set->graph->span_count; i++) {
        const struct route_span *span = &set->graph->spans[i];
        if (span->is_estimate && (route->set >> span->bit & 1) != 0) {
            return true;
        }
    }
    return false;
}

/* -- picking -- */

static uint32_t bit_of(const struct route_set *set, struct text id, uint32_t *variant)
{
    *variant = UINT32_MAX;
    for (uint32_t i = 0; i < set->of->variant_count; i++) {
        if (text_equal(set->of->variants[i].id, id)) {
            *variant = i;
            return set->verdicts[i].status == ROUTE_OPEN ? set->verdicts[i].bit : UINT32_MAX;
        }
    }
    return UINT32_MAX;
}

bool route_pick(struct arena *arena, const struct route_set *set, struct route_ids ids,
                struct route *out, uint32_t *wrong)
{
    uint64_t in = 0;
    for (size_t i = 0; i < ids.count; i++) {
        uint32_t bit = bit_of(set, ids.items[i], wrong);
        if (bit == UINT32_MAX) {
            return false;
        }
        in |= (uint64_t)1 << bit;
    }
    for (uint32_t bit = 0; bit < set->rules->bit_count; bit++) {
        bool is_in = (in >> bit & 1) != 0;
        if (is_in &&
            ((set->rules->with[bit] & ~in) != 0 || (set->rules->conflicts[bit] & in) != 0)) {
            *wrong = set->variant_of_bit[bit];
            return false;
        }
    }
    struct arena_mark mark = arena_mark(arena);
    struct route_times times = route_times_new(arena, set->graph);
    int32_t days = route_times_run(set->graph, in, 0, &times);
    arena_rewind(arena, mark);
    if (days == ROUTE_CIRCLE) {
        *wrong = set->variant_of_bit[__builtin_ctzll(in)];
        return false;
    }
    *out =
        (struct route){.set = in, .figures = route_rules_sum(set->rules, in), .zh = "", .en = ""};
    out->figures.days = days;
    return true;
}
