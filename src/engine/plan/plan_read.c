#include <stdlib.h>

#include "base/arena.h"
#include "engine/plan/planner.h"

civil_date plan_production(const struct plan *plan)
{
    return plan->dates[PLAN_EARLIEST_FINISH][plan->network->production];
}

int32_t plan_working_days(const struct plan *plan)
{
    return plan->offsets[PLAN_EARLIEST_FINISH][plan->network->production];
}

bool plan_is_provisional(const struct plan *plan)
{
    struct calendar_day day;
    struct fault ignored = {0};
    /* The run found this day already, so it lies inside the calendar. */
    return calendar_add(plan->calendar, plan->start, plan->end, &day, &ignored) &&
           day.is_provisional;
}

/* ---- nodes ---- */

static int compare_nodes(const void *a, const void *b)
{
    const struct plan_node *x = a;
    const struct plan_node *y = b;
    int32_t start = x->offsets[PLAN_EARLIEST_START];
    int32_t other = y->offsets[PLAN_EARLIEST_START];
    if (start != other) {
        return start < other ? -1 : 1;
    }
    return x->node < y->node ? -1 : 1; /* positions, until they are turned into nodes */
}

static void list_after(struct arena *arena, const struct plan *plan, struct plan_node *node)
{
    const struct plan_network *network = plan->network;
    const uint32_t *from = network->after_nodes + network->after_starts[node->node];
    uint32_t most = network->after_starts[node->node + 1] - network->after_starts[node->node];
    uint32_t *after = arena_array(arena, uint32_t, most);
    for (uint32_t i = 0; i < most; i++) {
        if (plan->present[network->position[from[i]]]) {
            after[node->after_count++] = from[i];
        }
    }
    node->after = after;
}

struct plan_nodes plan_read(struct arena *arena, const struct plan *plan)
{
    const struct plan_network *network = plan->network;
    struct plan_node *nodes = arena_array(arena, struct plan_node, network->node_count);
    uint32_t count = 0;
    for (uint32_t k = 0; k < plan->in_count; k++) {
        uint32_t i = plan->in[k];
        if (network->node[i] >= network->node_count) {
            continue; /* a lag is no node for people */
        }
        struct plan_node *node = &nodes[count++];
        node->node = i;
        node->days = plan->days[i];
        for (int time = 0; time < PLAN_TIME_COUNT; time++) {
            node->offsets[time] = plan->offsets[time][i];
            node->dates[time] = plan->dates[time][i];
        }
        node->float_days = node->offsets[PLAN_LATEST_START] - node->offsets[PLAN_EARLIEST_START];
        node->is_critical = plan->leads[i] && node->float_days == 0;
    }
    qsort(nodes, count, sizeof *nodes, compare_nodes);
    for (uint32_t i = 0; i < count; i++) {
        nodes[i].node = network->node[nodes[i].node];
        list_after(arena, plan, &nodes[i]);
    }
    return (struct plan_nodes){nodes, count};
}

/* ---- questions ---- */

static int compare_questions(const void *a, const void *b)
{
    const struct plan_question *x = a;
    const struct plan_question *y = b;
    if (x->item_count != y->item_count) {
        return x->item_count > y->item_count ? -1 : 1;
    }
    return x->field < y->field ? -1 : 1;
}

struct plan_questions plan_ask(struct arena *arena, const struct plan *plan,
                               const struct facts *facts)
{
    const struct plan_network *network = plan->network;
    uint32_t fields = fact_space_count(network->space);
    struct rule_view view = {facts, plan->options.missing};
    /* A row of fields for each item: which absent facts it turns on. */
    uint8_t *asked = arena_array(arena, uint8_t, (size_t)network->item_count * fields);
    for (uint32_t i = 0; i < network->item_count; i++) {
        if (plan->applies[i] == RULE_UNKNOWN) {
            rule_questions(network->items[i].applies, view, asked + (size_t)i * fields);
        }
    }
    struct plan_question *questions = arena_array(arena, struct plan_question, fields);
    uint32_t count = 0;
    for (uint32_t field = 0; field < fields; field++) {
        uint32_t *items = arena_array(arena, uint32_t, network->item_count);
        uint32_t item_count = 0;
        for (uint32_t i = 0; i < network->item_count; i++) {
            if (asked[(size_t)i * fields + field]) {
                items[item_count++] = i;
            }
        }
        if (item_count > 0) {
            questions[count++] = (struct plan_question){field, items, item_count};
        }
    }
    qsort(questions, count, sizeof *questions, compare_questions);
    return (struct plan_questions){questions, count};
}
