#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "pack/checker.h"

#define CIRCLES_MAX 20

/* ---- references ---- */

static void check_strays(struct checker *checker, const struct pack_graph *graph)
{
    for (uint32_t i = 0; i < graph->stray_count; i++) {
        const struct pack_stray *stray = &graph->strays[i];
        bool is_gate = strcmp(stray->field, "must_finish_before") == 0;
        if (strcmp(stray->field, "predecessors") == 0) {
            continue; /* a reference like any other: said with the shapes */
        }
        struct spot spot = {is_gate ? PACK_FILE_ITEMS : PACK_FILE_MILESTONES, stray->record,
                            text_of(stray->field)};
        struct arena *arena = checker->arena;
        check_add(checker, spot,
                  text_format(arena, is_gate ? "没有名为“%.*s”的关口" : "没有事项或里程碑“%.*s”",
                              TEXT_ARG(stray->to)),
                  text_format(arena,
                              is_gate ? "there is no gate '%.*s'"
                                      : "there is no item or milestone '%.*s'",
                              TEXT_ARG(stray->to)));
    }
}

static void check_gates(struct checker *checker)
{
    const struct jvalue *gates = jvalue_get(checker->files[PACK_FILE_MILESTONES], "gates");
    if (gates == NULL || gates->kind != JVALUE_OBJECT) {
        check_add(checker, (struct spot){PACK_FILE_MILESTONES, TEXT_NONE, TEXT("gates")},
                  TEXT("缺少这一项"), TEXT("the key is missing"));
        return;
    }
    uint32_t index = 0;
    for (uint32_t i = 0; i < gates->count; i++) {
        const struct jvalue *targets = &gates->members[i].value;
        for (uint32_t k = 0; targets->kind == JVALUE_ARRAY && k < targets->count; k++) {
            struct text code = jvalue_text(&targets->items[k], TEXT_NONE);
            if (!name_table_find(&checker->ids[PACK_ITEMS], code, &index) &&
                !name_table_find(&checker->ids[PACK_MILESTONES], code, &index)) {
                struct spot spot = {PACK_FILE_MILESTONES, TEXT("gates"), gates->members[i].name};
                check_add(checker, spot,
                          text_format(checker->arena, "没有事项或里程碑“%.*s”", TEXT_ARG(code)),
                          text_format(checker->arena, "there is no item or milestone '%.*s'",
                                      TEXT_ARG(code)));
            }
        }
    }
}

/* ---- circles ---- */

static struct text circle_text(struct checker *checker, const struct pack_graph *graph,
                               const struct plan_circle *circle)
{
    struct buffer names = buffer_open(checker->arena, 256);
    for (uint32_t i = 0; i <= circle->count; i++) {
        buffer_add(&names, i > 0 ? TEXT("→") : TEXT_NONE);
        buffer_add(&names, graph->codes[circle->nodes[i % circle->count]]);
    }
    return buffer_text(&names);
}

/* Takes the edge that closes the circle away, so that the next one can be found. */
static void open_circle(struct plan_edge *edges, uint32_t *count, const struct plan_circle *circle)
{
    uint32_t before = circle->nodes[circle->count - 1];
    uint32_t after = circle->nodes[0];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        if (edges[i].before != before || edges[i].after != after) {
            edges[kept++] = edges[i];
        }
    }
    ensure(kept < *count);
    *count = kept;
}

static void check_circles(struct checker *checker, const struct pack_graph *graph)
{
    uint32_t count = graph->edge_count;
    struct plan_edge *edges = arena_array(checker->arena, struct plan_edge, count);
    if (count > 0) {
        memcpy(edges, graph->edges, count * sizeof *edges);
    }
    for (int found = 0; found < CIRCLES_MAX; found++) {
        struct plan_circle circle =
            plan_find_circle(checker->arena, graph->node_count, edges, count);
        if (circle.count == 0) {
            return;
        }
        struct text names = circle_text(checker, graph, &circle);
        bool is_item = circle.nodes[0] < graph->item_count;
        struct spot spot = {is_item ? PACK_FILE_ITEMS : PACK_FILE_MILESTONES,
                            graph->codes[circle.nodes[0]],
                            is_item ? TEXT("predecessors") : TEXT("after")};
        check_add(
            checker, spot, text_format(checker->arena, "互为前置，形成循环：%.*s", TEXT_ARG(names)),
            text_format(checker->arena, "waits for itself in a circle: %.*s", TEXT_ARG(names)));
        open_circle(edges, &count, &circle);
    }
}

/* ---- days ---- */

static void check_days(struct checker *checker, const struct jvalue *item)
{
    static const char *const keys[PLAN_BASIS_COUNT] = {"planning_days", "promised_days",
                                                       "statutory_days"};
    for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
        const struct jvalue *value = jvalue_get(item, keys[basis]);
        int32_t days = 0;
        if (jvalue_is_number(value) && jvalue_number(value) >= 0 &&
            !pack_read_days(item, (enum plan_basis)basis, &days)) {
            struct spot spot = {PACK_FILE_ITEMS, check_id(PACK_ITEMS, item), text_of(keys[basis])};
            check_add(checker, spot, TEXT("天数过大"), TEXT("the number of days is too large"));
        }
    }
}

void check_graph(struct checker *checker)
{
    const struct jvalue *array = check_array(checker, PACK_ITEMS);
    uint32_t count = array == NULL ? 0 : array->count;
    const struct jvalue **items = arena_array(checker->arena, const struct jvalue *, count);
    uint32_t production = 0;
    for (uint32_t i = 0; i < count; i++) {
        items[i] = &array->items[i];
        check_days(checker, items[i]);
    }
    if (checker->files[PACK_FILE_MILESTONES] == NULL) {
        return;
    }
    struct pack_graph graph =
        pack_graph_read(checker->arena, items, count, checker->files[PACK_FILE_MILESTONES]);
    check_strays(checker, &graph);
    check_gates(checker);
    check_circles(checker, &graph);
    if (!pack_production(checker->files[PACK_FILE_MILESTONES], &production)) {
        check_add(checker, (struct spot){PACK_FILE_MILESTONES, TEXT("marks"), TEXT("production")},
                  TEXT("没有这个里程碑"), TEXT("there is no such milestone"));
    }
}
