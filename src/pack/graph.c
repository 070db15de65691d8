#include "pack/graph.h"

#include "base/arena.h"

struct reader {
    struct arena *arena;
    struct name_table nodes;
    struct text *codes;
    uint32_t node_count;
    struct plan_edge *edges;
    uint32_t edge_count;
    uint32_t edge_capacity;
    struct pack_stray *strays;
    uint32_t stray_count;
    uint32_t stray_capacity;
};

static void add_stray(struct reader *reader, struct text record, const char *field, struct text to)
{
    if (reader->stray_count == reader->stray_capacity) {
        reader->strays = arena_grown(reader->arena, reader->strays, &reader->stray_capacity,
                                     sizeof *reader->strays);
    }
    reader->strays[reader->stray_count++] = (struct pack_stray){record, field, to};
}

/* Where an edge is said: for the stray, should an end not exist. */
struct said {
    struct text record;
    const char *field;
};

static void add_edge(struct reader *reader, struct text before, struct text after, struct said said,
                     bool has_lag)
{
    struct plan_edge edge = {.has_lag = has_lag};
    if (!name_table_find(&reader->nodes, before, &edge.before)) {
        add_stray(reader, said.record, said.field, before);
        return;
    }
    if (!name_table_find(&reader->nodes, after, &edge.after)) {
        add_stray(reader, said.record, said.field, after);
        return;
    }
    if (reader->edge_count == reader->edge_capacity) {
        reader->edges = arena_grown(reader->arena, reader->edges, &reader->edge_capacity,
                                    sizeof *reader->edges);
    }
    reader->edges[reader->edge_count++] = edge;
}

static void add_node(struct reader *reader, struct text code)
{
    (void)name_table_put(&reader->nodes, code, reader->node_count);
    reader->codes[reader->node_count++] = code;
}

static uint32_t count_of(const struct jvalue *array)
{
    return array != NULL && array->kind == JVALUE_ARRAY ? array->count : 0;
}

static struct text text_at(const struct jvalue *array, uint32_t at)
{
    return jvalue_text(&array->items[at], TEXT_NONE);
}

static struct text member(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

/* ---- what items say ---- */

static void read_gate(struct reader *reader, struct text code, struct text gate,
                      const struct jvalue *gates)
{
    struct said said = {code, "must_finish_before"};
    for (uint32_t i = 0; gates != NULL && gates->kind == JVALUE_OBJECT && i < gates->count; i++) {
        if (!text_equal(gates->members[i].name, gate)) {
            continue;
        }
        const struct jvalue *targets = &gates->members[i].value;
        for (uint32_t k = 0; k < count_of(targets); k++) {
            struct text target = text_at(targets, k);
            if (!text_equal(target, code)) { /* an item can't wait for itself */
                add_edge(reader, code, target, (struct said){gate, "gates"}, false);
            }
        }
        return;
    }
    add_stray(reader, said.record, said.field, gate);
}

static bool contains(const struct jvalue *array, struct text text)
{
    for (uint32_t i = 0; i < count_of(array); i++) {
        if (text_equal(text_at(array, i), text)) {
            return true;
        }
    }
    return false;
}

static void read_item(struct reader *reader, const struct jvalue *item, const struct jvalue *file)
{
    struct text code = member(item, "code");
    const struct jvalue *predecessors = jvalue_get(item, "predecessors");
    for (uint32_t i = 0; i < count_of(predecessors); i++) {
        add_edge(reader, text_at(predecessors, i), code, (struct said){code, "predecessors"},
                 false);
    }
    struct text gate = member(item, "must_finish_before");
    if (!text_is_empty(gate)) {
        read_gate(reader, code, gate, jvalue_get(file, "gates"));
    }
    const struct jvalue *works = jvalue_get(file, "after_works");
    if (contains(jvalue_get(works, "stages"), member(item, "stage")) ||
        contains(jvalue_get(works, "items"), code)) {
        add_edge(reader, member(works, "milestone"), code,
                 (struct said){TEXT("after_works"), "milestone"}, false);
    }
}

/* ---- what milestones.json says ---- */

static void read_milestone(struct reader *reader, const struct jvalue *milestone)
{
    struct text id = member(milestone, "id");
    const struct jvalue *after = jvalue_get(milestone, "after");
    bool has_lag = !text_is_empty(member(milestone, "lag_field"));
    for (uint32_t i = 0; i < count_of(after); i++) {
        add_edge(reader, text_at(after, i), id, (struct said){id, "after"}, has_lag);
    }
}

static void read_works(struct reader *reader, const struct jvalue *file)
{
    uint32_t ignored = 0;
    const struct jvalue *before = jvalue_get(file, "before_works_done");
    const struct jvalue *items = jvalue_get(before, "items");
    for (uint32_t i = 0; i < count_of(items); i++) {
        add_edge(reader, text_at(items, i), member(before, "milestone"),
                 (struct said){TEXT("before_works_done"), "items"}, false);
    }
    items = jvalue_get(jvalue_get(file, "after_works"), "items");
    for (uint32_t i = 0; i < count_of(items); i++) {
        if (!name_table_find(&reader->nodes, text_at(items, i), &ignored)) {
            add_stray(reader, TEXT("after_works"), "items", text_at(items, i));
        }
    }
}

struct pack_graph pack_graph_read(struct arena *arena, const struct jvalue *const *items,
                                  uint32_t count, const struct jvalue *milestones_file)
{
    const struct jvalue *milestones = jvalue_get(milestones_file, "milestones");
    uint32_t node_count = count + count_of(milestones);
    struct reader reader = {.arena = arena, .nodes = name_table_open(arena, node_count)};
    reader.codes = arena_array(arena, struct text, node_count);
    for (uint32_t i = 0; i < count; i++) {
        add_node(&reader, member(items[i], "code"));
    }
    for (uint32_t i = 0; i < count_of(milestones); i++) {
        add_node(&reader, member(&milestones->items[i], "id"));
    }
    for (uint32_t i = 0; i < count; i++) {
        read_item(&reader, items[i], milestones_file);
    }
    for (uint32_t i = 0; i < count_of(milestones); i++) {
        read_milestone(&reader, &milestones->items[i]);
    }
    read_works(&reader, milestones_file);
    return (struct pack_graph){.codes = reader.codes,
                               .item_count = count,
                               .node_count = node_count,
                               .edges = reader.edges,
                               .edge_count = reader.edge_count,
                               .strays = reader.strays,
                               .stray_count = reader.stray_count};
}

bool pack_production(const struct jvalue *milestones_file, uint32_t *index)
{
    const struct jvalue *milestones = jvalue_get(milestones_file, "milestones");
    struct text marked = member(jvalue_get(milestones_file, "marks"), "production");
    if (count_of(milestones) == 0) {
        return false;
    }
    *index = milestones->count - 1;
    if (text_is_empty(marked)) {
        return true;
    }
    for (uint32_t i = 0; i < milestones->count; i++) {
        if (text_equal(member(&milestones->items[i], "id"), marked)) {
            *index = i;
            return true;
        }
    }
    return false;
}
