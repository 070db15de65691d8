#include "room/planning/planning_route.h"
#include "app/city.h"
#include "base/arena.h"
#include "engine/plan/route_write.h"
#include "pack/implied.h"

/* From a route of the engine to a plan in the words of this room. */

bool planning_routes_run(struct arena *arena, const struct pack *pack,
                         const struct planning_routes_asked *asked, struct planning_routes *out,
                         struct fault *fault)
{
    out->pack = pack;
    out->on = asked->on;
    out->warnings = (struct fact_warnings){.count = 0};
    if (!pack_routes_open(arena, pack, asked->on, &out->of, fault)) {
        return false;
    }
    struct facts *read = facts_new(arena, out->of.of.network->space);
    if (!facts_read(read, asked->facts, &out->warnings, fault)) {
        return false;
    }
    pack_warn(pack, read, &out->warnings);
    pack_imply(pack, read, NULL);
    struct route_options options = {.facts = read, .plan = asked->options, .by = asked->by};
    return route_run(arena, &out->of.of, &options, &out->set, fault);
}

/* -- without the parts of the works -- */

struct before { /* what a node waits for */
    struct text code;
    int32_t lag;
};

struct befores {
    struct before *items;
    size_t count;
};

static void add(struct befores *list, struct text code, int32_t lag)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].code, code)) {
            list->items[i].lag = lag > list->items[i].lag ? lag : list->items[i].lag;
            return;
        }
    }
    list->items[list->count++] = (struct before){code, lag};
}

static const struct route_node *step_of(const struct planning_routes *routes,
                                        const struct route_nodes *nodes, struct text code)
{
    uint32_t items = routes->of.of.network->node_count;
    for (uint32_t i = 0; i < nodes->count; i++) {
        if (nodes->items[i].node >= items && text_equal(nodes->items[i].code, code)) {
            return &nodes->items[i];
        }
    }
    return NULL;
}

static int32_t works_after(const struct route_node *node, struct text code)
{
    for (uint32_t i = 0; i < node->lagged_count; i++) {
        if (text_equal(node->lagged[i], code)) {
            return node->works_days;
        }
    }
    return 0;
}

/* A route has no circle, so this ends: it goes from a node to what stands before it. */
static void expand(const struct planning_routes *routes, const struct route_nodes *nodes,
                   const struct route_node *node, int32_t lag, struct befores *out)
{
    for (uint32_t i = 0; i < node->after_count; i++) {
        struct text code = node->after[i];
        int32_t waits = lag + works_after(node, code);
        const struct route_node *step = step_of(routes, nodes, code);
        if (step == NULL) {
            add(out, code, waits);
        } else {
            expand(routes, nodes, step, waits + step->days, out);
        }
    }
}

static void set_befores(struct arena *arena, const struct befores *from, struct planned_node *out)
{
    struct text *after = arena_array(arena, struct text, from->count);
    struct text *lagged = arena_array(arena, struct text, from->count);
    int32_t *lags = arena_array(arena, int32_t, from->count);
    size_t count = 0;
    bool differ = false;
    for (size_t i = 0; i < from->count; i++) {
        after[i] = from->items[i].code;
        if (from->items[i].lag > 0) {
            lagged[count] = from->items[i].code;
            lags[count] = from->items[i].lag;
            differ = differ || lags[count] != lags[0];
            out->lag_days = lags[count] > out->lag_days ? lags[count] : out->lag_days;
            count++;
        }
    }
    out->after = (struct text_list){after, from->count};
    out->lagged = (struct text_list){lagged, count};
    out->lags = differ ? lags : NULL;
}

static struct planned_node node_of(struct arena *arena, const struct planning_routes *routes,
                                   const struct route_nodes *nodes, const struct route_node *node)
{
    struct planned_node out = {
        .code = node->code,
        .is_milestone = node->node >= routes->of.of.network->item_count,
        .stage = TEXT_NONE,
        .org = TEXT_NONE,
        .days = node->days,
        .earliest_start = node->dates[PLAN_EARLIEST_START],
        .earliest_finish = node->dates[PLAN_EARLIEST_FINISH],
        .latest_start = node->dates[PLAN_LATEST_START],
        .latest_finish = node->dates[PLAN_LATEST_FINISH],
        .float_days = node->float_days,
        .is_critical = node->is_critical,
    };
    struct befores befores = {arena_array(arena, struct before, nodes->count), 0};
    expand(routes, nodes, node, 0, &befores);
    set_befores(arena, &befores, &out);
    if (!out.is_milestone) {
        planned_place(routes->pack, routes->on, &out);
    }
    return out;
}

static void take_nodes(struct arena *arena, const struct planning_routes *routes,
                       const struct route_nodes *nodes, struct planned *out)
{
    struct planned_node *items = arena_array(arena, struct planned_node, nodes->count);
    for (uint32_t i = 0; i < nodes->count; i++) {
        const struct route_node *node = &nodes->items[i];
        int32_t finish = node->offsets[PLAN_EARLIEST_FINISH];
        out->end_days = finish > out->end_days ? finish : out->end_days;
        if (node->node < routes->of.of.network->node_count) {
            items[out->count++] = node_of(arena, routes, nodes, node);
        }
    }
    out->nodes = items;
}

/* -- the choice -- */

/* The first that no variant has. */
static struct text unknown_of(const struct planning_routes *routes, struct text_list variants)
{
    for (size_t i = 0; i < variants.count; i++) {
        bool is_known = false;
        for (uint32_t v = 0; v < routes->of.of.variant_count; v++) {
            is_known = is_known || text_equal(routes->of.of.variants[v].id, variants.items[i]);
        }
        if (!is_known) {
            return variants.items[i];
        }
    }
    return TEXT_NONE;
}

static bool refuse(struct arena *arena, const struct planning_routes *routes, uint32_t variant,
                   struct text_list variants, struct fault *fault)
{
    if (variant == UINT32_MAX) {
        struct text id = unknown_of(routes, variants);
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("route"),
                    FAULT_ARGS(text_format(arena, "没有办理方式“%.*s”", TEXT_ARG(id)),
                               text_format(arena, "there is no variant '%.*s'", TEXT_ARG(id))));
    } else {
        const struct route_variant *chosen = &routes->of.of.variants[variant];
        struct text name = jvalue_text(jvalue_get(chosen->raw, "name"), chosen->id);
        struct text name_en = jvalue_text(jvalue_get(chosen->raw, "name_en"), name);
        fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("route"),
            FAULT_ARGS(
                text_format(
                    arena,
                    "本项目不能采用“%.*s”（或与其他所选方式不能并用），各方式的条件见办理方式对比",
                    TEXT_ARG(name)),
                text_format(arena,
                            "'%.*s' is not open to this project, or not beside the others chosen;"
                            " the routes say why",
                            TEXT_ARG(name_en))));
    }
    fault_label(fault, "办理方式", "variants of the route");
    return false;
}

/* What is decided, in words that stay when the pack changes. */
static struct text route_json(struct arena *arena, const struct planning_routes *routes,
                              const struct route *route)
{
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    json_array(&json);
    for (uint32_t bit = 0; bit < ROUTE_VARIANTS_MAX; bit++) {
        if ((route->set >> bit & 1) == 0) {
            continue;
        }
        const struct route_variant *variant =
            &routes->of.of.variants[routes->set.variant_of_bit[bit]];
        json_object(&json);
        json_member_text(&json, "id", variant->id);
        json_member_text(&json, "name", jvalue_text(jvalue_get(variant->raw, "name"), TEXT_NONE));
        json_member_text(&json, "name_en",
                         jvalue_text(jvalue_get(variant->raw, "name_en"), TEXT_NONE));
        json_member_text_or_null(&json, "legal_basis",
                                 jvalue_text(jvalue_get(variant->raw, "legal_basis"), TEXT_NONE));
        json_member_int(&json, "risk", variant->risk);
        json_member_int(&json, "saves_days", route_saving_within(arena, &routes->set, route, bit));
        json_end(&json);
    }
    json_end(&json);
    return buffer_text(&buffer);
}

bool planning_route_plan(struct arena *arena, const struct planning_routes *routes,
                         struct text_list variants, struct planning_choice *out,
                         struct fault *fault)
{
    struct route route;
    struct route_nodes nodes;
    struct route_ids ids = {variants.items, variants.count};
    uint32_t wrong = UINT32_MAX;
    if (!route_pick(arena, &routes->set, ids, &route, &wrong)) {
        return refuse(arena, routes, wrong, variants, fault);
    }
    if (!route_read(arena, &routes->set, &route, &nodes, fault)) {
        return false;
    }
    out->plan = (struct planned){
        .start = routes->set.basic->start,
        .production = nodes.production,
        .working_days = route.figures.days,
        .is_provisional = nodes.is_provisional,
        .provisional_after = calendar_published_through(routes->of.of.calendar),
    };
    take_nodes(arena, routes, &nodes, &out->plan);
    out->route = variants.count == 0 ? TEXT_NONE : route_json(arena, routes, &route);
    return true;
}
