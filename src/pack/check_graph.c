#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "pack/checker.h"

#define CIRCLES_MAX 20

/* ---- references ---- */

/* The same thing may be wrong on several days: it is said once. */
static bool is_said(const struct checker *checker, struct spot spot, struct text en)
{
    for (uint32_t i = 0; i < checker->count; i++) {
        const struct pack_finding *said = &checker->findings[i];
        if (text_equal(said->record, spot.record) && text_equal(said->field, spot.field) &&
            text_equal(said->en, en)) {
            return true;
        }
    }
    return false;
}

/* On another day there is an item of that code: on this one it counts like one that does not apply.
 */
static bool is_of_another_day(const struct checker *checker, const struct pack_stray *stray)
{
    uint32_t index = 0;
    return name_table_find(&checker->ids[PACK_ITEMS], stray->to, &index);
}

static void check_strays(struct checker *checker, const struct pack_graph *graph)
{
    for (uint32_t i = 0; i < graph->stray_count; i++) {
        const struct pack_stray *stray = &graph->strays[i];
        bool is_gate = strcmp(stray->field, "must_finish_before") == 0;
        if (strcmp(stray->field, "predecessors") == 0 || is_of_another_day(checker, stray)) {
            continue; /* a reference like any other is said with the shapes */
        }
        struct spot spot = {is_gate ? PACK_FILE_ITEMS : PACK_FILE_MILESTONES, stray->record,
                            text_of(stray->field)};
        struct arena *arena = checker->arena;
        struct text en = text_format(
            arena, is_gate ? "there is no gate '%.*s'" : "there is no item or milestone '%.*s'",
            TEXT_ARG(stray->to));
        if (!is_said(checker, spot, en)) {
            check_add(checker, spot,
                      text_format(arena,
                                  is_gate ? "没有名为“%.*s”的关口" : "没有事项或里程碑“%.*s”",
                                  TEXT_ARG(stray->to)),
                      en);
        }
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
        struct text en =
            text_format(checker->arena, "waits for itself in a circle: %.*s", TEXT_ARG(names));
        if (!is_said(checker, spot, en)) {
            check_add(checker, spot,
                      text_format(checker->arena, "互为前置，形成循环：%.*s", TEXT_ARG(names)), en);
        }
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

/* ---- by the day ---- */

/* Items as they stand together on a day; CIVIL_DATE_NONE: on the first of all days. */
static void check_day(struct checker *checker, const struct jvalue *array, civil_date on)
{
    uint32_t count = 0;
    const struct jvalue **items =
        arena_array(checker->arena, const struct jvalue *, array == NULL ? 0 : array->count);
    for (uint32_t i = 0; array != NULL && i < array->count; i++) {
        civil_date from = CIVIL_DATE_NONE;
        civil_date to = CIVIL_DATE_NONE;
        (void)!pack_validity(&array->items[i], "valid_from", &from);
        (void)!pack_validity(&array->items[i], "valid_to", &to);
        if (from <= on && (to == CIVIL_DATE_NONE || on <= to)) {
            items[count++] = &array->items[i];
        }
    }
    struct pack_graph graph =
        pack_graph_read(checker->arena, items, count, checker->files[PACK_FILE_MILESTONES]);
    check_strays(checker, &graph);
    check_circles(checker, &graph);
}

/* The days on which the list of items becomes another one: where a version begins, or the one
 * before it has ended. */
static void check_days_of_change(struct checker *checker, const struct jvalue *array)
{
    uint32_t most = array == NULL ? 0 : array->count;
    civil_date *days = arena_array(checker->arena, civil_date, (size_t)most * 2 + 1);
    uint32_t count = 0;
    days[count++] = CIVIL_DATE_NONE;
    for (uint32_t i = 0; i < most * 2; i++) {
        civil_date day = CIVIL_DATE_NONE;
        (void)!pack_validity(&array->items[i / 2], i % 2 == 0 ? "valid_from" : "valid_to", &day);
        day = day != CIVIL_DATE_NONE && i % 2 == 1 ? day + 1 : day;
        bool is_new = true;
        for (uint32_t k = 0; k < count; k++) {
            is_new &= days[k] != day;
        }
        if (is_new) {
            days[count++] = day;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(checker->arena);
        uint32_t before = checker->count;
        check_day(checker, array, days[i]);
        if (checker->count == before) {
            arena_rewind(checker->arena, mark);
        }
    }
}

void check_graph(struct checker *checker)
{
    const struct jvalue *array = check_array(checker, PACK_ITEMS);
    uint32_t production = 0;
    for (uint32_t i = 0; array != NULL && i < array->count; i++) {
        check_days(checker, &array->items[i]);
    }
    if (checker->files[PACK_FILE_MILESTONES] == NULL) {
        return;
    }
    check_days_of_change(checker, array);
    check_gates(checker);
    if (!pack_production(checker->files[PACK_FILE_MILESTONES], &production)) {
        check_add(checker, (struct spot){PACK_FILE_MILESTONES, TEXT("marks"), TEXT("production")},
                  TEXT("没有这个里程碑"), TEXT("there is no such milestone"));
    }
}
