#include "base/arena.h"
#include "pack/graph.h"
#include "pack/read.h"

/* From the records in force on a day to the planner's network. */

static bool refuse(struct fault *fault, struct text record, const char *what)
{
    return fault_raise(fault, FAULT_PACK_INVALID, record, FAULT_ARGS(record, text_of(what)));
}

static bool read_items(struct arena *arena, const struct pack *pack, civil_date on,
                       struct plan_network_spec *spec, struct fault *fault)
{
    const struct pack_records *records = &pack->lists[PACK_ITEMS];
    struct plan_item_spec *items = arena_array(arena, struct plan_item_spec, records->count);
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        if (!pack_in_force(record, on)) {
            continue;
        }
        struct plan_item_spec *item = &items[spec->item_count++];
        item->code = record->id;
        item->applies = record->rule;
        for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
            if (!pack_read_days(record->raw, (enum plan_basis)basis, &item->days[basis])) {
                return refuse(fault, record->id, "planning_days, promised_days, statutory_days");
            }
        }
    }
    spec->items = items;
    return true;
}

static bool read_milestones(struct arena *arena, const struct pack *pack,
                            struct plan_network_spec *spec, struct fault *fault)
{
    const struct pack_records *records = &pack->lists[PACK_MILESTONES];
    struct plan_milestone_spec *milestones =
        arena_array(arena, struct plan_milestone_spec, records->count);
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        struct text lag = jvalue_text(jvalue_get(record->raw, "lag_field"), TEXT_NONE);
        milestones[i] = (struct plan_milestone_spec){record->id, PLAN_NO_FIELD};
        if (text_is_empty(lag)) {
            continue;
        }
        if (!fact_space_find(pack->spaces[PACK_SPACE_FACTS], lag, &milestones[i].lag_field) ||
            fact_space_field(pack->spaces[PACK_SPACE_FACTS], milestones[i].lag_field)->type !=
                FACT_INTEGER) {
            return refuse(fault, record->id, "lag_field");
        }
    }
    spec->milestones = milestones;
    spec->milestone_count = records->count;
    return pack_production(pack->files[PACK_FILE_MILESTONES], &spec->production) ||
           refuse(fault, TEXT("marks"), "production");
}

/* A code of an item that exists but is not in force that day is dropped like one that does not
 * apply. */
static bool keep_known(const struct pack *pack, const struct pack_graph *graph, struct fault *fault)
{
    for (uint32_t i = 0; i < graph->stray_count; i++) {
        const struct pack_stray *stray = &graph->strays[i];
        if (pack_find(pack, PACK_ITEMS, stray->to, CIVIL_DATE_NONE) == NULL) {
            return fault_raise(fault, FAULT_PLAN_CODE, stray->record,
                               FAULT_ARGS(stray->record, stray->to));
        }
    }
    return true;
}

bool pack_network(struct arena *arena, const struct pack *pack, civil_date on,
                  const struct plan_network **out, struct fault *fault)
{
    struct plan_network_spec spec = {.space = pack->spaces[PACK_SPACE_FACTS]};
    ensure(spec.space != NULL);
    if (!read_items(arena, pack, on, &spec, fault) || !read_milestones(arena, pack, &spec, fault)) {
        return false;
    }
    const struct pack_records *records = &pack->lists[PACK_ITEMS];
    const struct jvalue **items = arena_array(arena, const struct jvalue *, records->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < records->count; i++) {
        if (pack_in_force(&records->items[i], on)) {
            items[count++] = records->items[i].raw;
        }
    }
    struct pack_graph graph =
        pack_graph_read(arena, items, count, pack->files[PACK_FILE_MILESTONES]);
    if (!keep_known(pack, &graph, fault)) {
        return false;
    }
    spec.edges = graph.edges;
    spec.edge_count = graph.edge_count;
    return plan_network_build(arena, &spec, out, fault);
}
