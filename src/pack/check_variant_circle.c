#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "pack/checker.h"
#include "pack/variants.h"

/* Whether a variant would make something wait for itself. */

static uint32_t count_of(const struct jvalue *array)
{
    return array != NULL && array->kind == JVALUE_ARRAY ? array->count : 0;
}

static struct text member(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

static const struct jvalue *find(const struct checker *checker, enum pack_list list, struct text id)
{
    uint32_t index = 0;
    const struct jvalue *array = check_array(checker, list);
    return array != NULL && name_table_find(&checker->ids[list], id, &index) ? &array->items[index]
                                                                             : NULL;
}

/* One variant with all it requires, laid over the items of the whole pack: those that can be in a
 * plan together with it. What is handled together is one node. */
struct overlay {
    struct checker *checker;
    const struct pack_graph *graph;
    struct name_table nodes;
    struct text *codes;
    uint32_t node_count;
    uint32_t *group;
    struct plan_edge *edges;
    uint32_t edge_count;
    const struct rule **opens; /* of the variant and all it requires */
    uint32_t open_count;
};

static uint32_t node_of(struct overlay *overlay, struct text code)
{
    uint32_t node = overlay->node_count;
    if (name_table_put(&overlay->nodes, code, node)) {
        overlay->codes[node] = code;
        overlay->group[node] = node;
        overlay->node_count++;
        return node;
    }
    ensure(name_table_find(&overlay->nodes, code, &node));
    return node;
}

static void drop(struct overlay *overlay, uint32_t before, uint32_t after)
{
    for (uint32_t i = 0; i < overlay->graph->edge_count; i++) {
        if (overlay->edges[i].before == before && overlay->edges[i].after == after) {
            overlay->edges[i].after = before; /* a loop at itself is taken out below */
        }
    }
}

static void lay(struct overlay *overlay, const struct jvalue *effect)
{
    const struct pack_effect_shape *shape = pack_effect_find(member(effect, "do"));
    enum route_do what = shape == NULL ? ROUTE_DEFER : shape->what;
    const struct jvalue *items = jvalue_get(effect, "items");
    if (what == ROUTE_DROP_EDGE || what == ROUTE_REPLACE_EDGE) {
        drop(overlay, node_of(overlay, member(effect, "before")),
             node_of(overlay, member(effect, "after")));
    }
    if (what == ROUTE_ADD_EDGE || what == ROUTE_REPLACE_EDGE) {
        const char *from = what == ROUTE_ADD_EDGE ? "before" : "by";
        overlay->edges[overlay->edge_count++] =
            (struct plan_edge){node_of(overlay, member(effect, from)),
                               node_of(overlay, member(effect, "after")), false};
    }
    if (what == ROUTE_REPLACE_ITEM) {
        overlay->edges[overlay->edge_count++] =
            (struct plan_edge){node_of(overlay, member(effect, "by")),
                               node_of(overlay, member(effect, "item")), false};
    }
    for (uint32_t i = 1; what == ROUTE_JOINT && i < count_of(items); i++) {
        uint32_t first = node_of(overlay, jvalue_text(&items->items[0], TEXT_NONE));
        overlay->group[node_of(overlay, jvalue_text(&items->items[i], TEXT_NONE))] =
            overlay->group[first];
    }
}

static const struct rule *compile(const struct checker *checker, const struct jvalue *condition)
{
    const struct rule *rule = NULL;
    struct fault ignored = {0};
    return rule_compile(checker->spaces[PACK_SPACE_FACTS], condition, &rule, &ignored) ? rule
                                                                                       : NULL;
}

/* Depth guards against variants that require each other in a circle. */
static void lay_all(struct overlay *overlay, const struct jvalue *variant, int depth)
{
    const struct jvalue *effects = jvalue_get(variant, "effects");
    const struct jvalue *requires = jvalue_get(variant, "requires");
    const struct rule *open = compile(overlay->checker, jvalue_get(variant, "open_when"));
    for (uint32_t i = 0; i < count_of(effects); i++) {
        lay(overlay, &effects->items[i]);
    }
    if (open != NULL) {
        overlay->opens[overlay->open_count++] = open;
    }
    for (uint32_t i = 0; depth > 0 && i < count_of(requires); i++) {
        const struct jvalue *other =
            find(overlay->checker, PACK_VARIANTS, jvalue_text(&requires->items[i], TEXT_NONE));
        if (other != NULL) {
            lay_all(overlay, other, depth - 1);
        }
    }
}

/* Whether the item can apply to a project to which the variants are open. */
static bool can_meet(struct overlay *overlay, struct text code)
{
    struct checker *checker = overlay->checker;
    const struct rule *applies =
        compile(checker, jvalue_get(find(checker, PACK_ITEMS, code), "applies_when"));
    struct rule *parts = arena_array(checker->arena, struct rule, overlay->open_count + 1);
    if (applies == NULL) {
        return true; /* a milestone or a step is always there */
    }
    for (uint32_t i = 0; i < overlay->open_count; i++) {
        parts[i] = *overlay->opens[i];
    }
    parts[overlay->open_count] = *applies;
    struct rule both = {.kind = RULE_ALL, .count = overlay->open_count + 1, .children = parts};
    return rule_satisfiable(checker->arena, checker->spaces[PACK_SPACE_FACTS], &both) !=
           RULE_NEVER_HOLDS;
}

/* Loops at a node, and all edges of a node that can't be there, are taken out. */
static void prune(struct overlay *overlay, uint32_t gone)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < overlay->edge_count; i++) {
        struct plan_edge edge = overlay->edges[i];
        if (edge.before != gone && edge.after != gone &&
            overlay->group[edge.before] != overlay->group[edge.after]) {
            overlay->edges[kept++] = edge;
        }
    }
    overlay->edge_count = kept;
}

/* Edges between groups; `from` says which edge of the nodes each comes from. */
static struct plan_circle circle_of(struct overlay *overlay)
{
    struct arena *arena = overlay->checker->arena;
    struct plan_edge *grouped = arena_array(arena, struct plan_edge, overlay->edge_count);
    for (uint32_t i = 0; i < overlay->edge_count; i++) {
        grouped[i] = (struct plan_edge){overlay->group[overlay->edges[i].before],
                                        overlay->group[overlay->edges[i].after], false};
    }
    return plan_find_circle(arena, overlay->node_count, grouped, overlay->edge_count);
}

/* Takes a node of the circle out that can't be there, single items only; false: all can. */
static bool open_up(struct overlay *overlay, const struct plan_circle *circle)
{
    for (uint32_t i = 0; i < circle->count; i++) {
        for (uint32_t node = 0; node < overlay->node_count; node++) {
            bool is_used = false;
            for (uint32_t e = 0; e < overlay->edge_count; e++) {
                is_used |= overlay->edges[e].before == node || overlay->edges[e].after == node;
            }
            if (is_used && overlay->group[node] == circle->nodes[i] &&
                !can_meet(overlay, overlay->codes[node])) {
                prune(overlay, node);
                return true;
            }
        }
    }
    return false;
}

void check_variant_circle(struct checker *checker, const struct jvalue *variant,
                          const struct pack_graph *graph)
{
    const struct jvalue *variants = check_array(checker, PACK_VARIANTS);
    uint32_t effects = 0;
    for (uint32_t i = 0; i < variants->count; i++) {
        effects += 2 * count_of(jvalue_get(&variants->items[i], "effects"));
    }
    uint32_t most = graph->node_count + effects * 64 + 64;
    struct overlay overlay = {.checker = checker, .graph = graph};
    overlay.nodes = name_table_open(checker->arena, graph->node_count + effects);
    overlay.codes = arena_array(checker->arena, struct text, most);
    overlay.group = arena_array(checker->arena, uint32_t, most);
    overlay.edges = arena_array(checker->arena, struct plan_edge, graph->edge_count + effects + 64);
    overlay.opens = arena_array(checker->arena, const struct rule *, effects + 64);
    for (uint32_t i = 0; i < graph->node_count; i++) {
        (void)node_of(&overlay, graph->codes[i]);
    }
    memcpy(overlay.edges, graph->edges, graph->edge_count * sizeof *graph->edges);
    overlay.edge_count = graph->edge_count;
    lay_all(&overlay, variant, 3);
    prune(&overlay, UINT32_MAX);
    struct plan_circle circle = circle_of(&overlay);
    while (circle.count > 0 && open_up(&overlay, &circle)) {
        circle = circle_of(&overlay);
    }
    if (circle.count > 0) {
        struct buffer names = buffer_open(checker->arena, 128);
        for (uint32_t i = 0; i <= circle.count; i++) {
            buffer_add(&names, i > 0 ? TEXT("→") : TEXT_NONE);
            buffer_add(&names, overlay.codes[circle.nodes[i % circle.count]]);
        }
        struct spot spot = {PACK_FILE_VARIANTS, check_id(PACK_VARIANTS, variant), TEXT("effects")};
        struct text circle_names = buffer_text(&names);
        check_add(
            checker, spot,
            text_format(checker->arena, "使事项互为前置，形成循环：%.*s", TEXT_ARG(circle_names)),
            text_format(checker->arena, "makes items wait for each other: %.*s",
                        TEXT_ARG(circle_names)));
    }
}
