#include "engine/plan/route_write.h"

#include "base/arena.h"
#include "engine/plan/plan_write.h"

struct writing {
    struct arena *arena;
    struct json_writer *json;
    const struct route_set *set;
    struct route_nodes basic;
    bool *is_shown; /* by item: in some route that is written */
};

static const struct route_variant *variant_of(const struct writing *writing, uint32_t bit)
{
    return &writing->set->of->variants[writing->set->variant_of_bit[bit]];
}

static void write_ids(const struct writing *writing, const char *name, uint64_t set)
{
    json_name(writing->json, name);
    json_array(writing->json);
    for (; set != 0; set &= set - 1) {
        json_text(writing->json, variant_of(writing, (uint32_t)__builtin_ctzll(set))->id);
    }
    json_end(writing->json);
}

static void write_texts(struct json_writer *json, const char *name, const struct text *items,
                        uint32_t count)
{
    json_name(json, name);
    json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        json_text(json, items[i]);
    }
    json_end(json);
}

/* ---- one route ---- */

static void write_node(const struct writing *writing, const struct route_node *node)
{
    struct json_writer *json = writing->json;
    json_object(json);
    json_member_text(json, "code", node->code);
    json_member_int(json, "days", node->days);
    plan_write_dates(json, node->dates);
    json_member_int(json, "float_days", node->float_days);
    json_member_bool(json, "critical", node->is_critical);
    write_texts(json, "after", node->after, node->after_count);
    write_texts(json, "binding", node->binding, node->binding_count);
    json_member_int(json, "lag_days", node->lag_days);
    json_member_bool(json, "estimate", node->is_estimate);
    write_ids(writing, "by", node->by);
    json_end(json);
}

static const struct route_node *find(const struct route_nodes *nodes, uint32_t node)
{
    for (uint32_t i = 0; i < nodes->count; i++) {
        if (nodes->items[i].node == node) {
            return &nodes->items[i];
        }
    }
    return NULL;
}

static void write_missing(const struct writing *writing, const char *name,
                          const struct route_nodes *in, const struct route_nodes *from)
{
    json_name(writing->json, name);
    json_array(writing->json);
    for (uint32_t i = 0; i < in->count; i++) {
        if (find(from, in->items[i].node) == NULL) {
            json_text(writing->json, in->items[i].code);
        }
    }
    json_end(writing->json);
}

static void write_days(const struct writing *writing, const struct route_nodes *nodes)
{
    json_name(writing->json, "days");
    json_array(writing->json);
    for (uint32_t i = 0; i < nodes->count; i++) {
        const struct route_node *node = &nodes->items[i];
        const struct route_node *before = find(&writing->basic, node->node);
        if (before != NULL && before->days != node->days) {
            json_object(writing->json);
            json_member_text(writing->json, "code", node->code);
            json_member_int(writing->json, "from", before->days);
            json_member_int(writing->json, "to", node->days);
            json_member_bool(writing->json, "estimate", node->is_estimate);
            json_end(writing->json);
        }
    }
    json_end(writing->json);
}

static void write_differences(const struct writing *writing, const struct route_nodes *nodes)
{
    struct json_writer *json = writing->json;
    json_name(json, "differences");
    json_object(json);
    write_missing(writing, "left_out", &writing->basic, nodes);
    write_missing(writing, "added", nodes, &writing->basic);
    write_days(writing, nodes);
    json_name(json, "starts");
    json_array(json);
    for (uint32_t i = 0; i < nodes->count; i++) {
        const struct route_node *node = &nodes->items[i];
        const struct route_node *before = find(&writing->basic, node->node);
        civil_date start = node->dates[PLAN_EARLIEST_START];
        if (before != NULL && before->dates[PLAN_EARLIEST_START] != start) {
            json_object(json);
            json_member_text(json, "code", node->code);
            json_member_date(json, "from", before->dates[PLAN_EARLIEST_START]);
            json_member_date(json, "to", start);
            json_end(json);
        }
    }
    json_end(json);
    json_end(json);
}

static void write_savings(const struct writing *writing, const struct route *route)
{
    struct json_writer *json = writing->json;
    json_name(json, "variants");
    json_array(json);
    for (uint64_t rest = route->set; rest != 0; rest &= rest - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(rest);
        uint32_t at = writing->set->variant_of_bit[bit];
        json_object(json);
        json_member_text(json, "id", writing->set->of->variants[at].id);
        json_member_int(json, "saves_alone", writing->set->verdicts[at].saves);
        json_member_int(json, "saves_here",
                        route_saving_within(writing->arena, writing->set, route, bit));
        json_end(json);
    }
    json_end(json);
}

static bool write_route(const struct writing *writing, const struct route *route,
                        struct fault *fault)
{
    struct json_writer *json = writing->json;
    struct route_nodes nodes;
    if (!route_read(writing->arena, writing->set, route, &nodes, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "number", route->number);
    json_member_text(json, "name", text_of(route->zh));
    json_member_text(json, "name_en", text_of(route->en));
    json_member_int(json, "working_days", route->figures.days);
    json_member_date(json, "production", nodes.production);
    json_member_int(json, "saves_days", writing->set->routes[0].figures.days - route->figures.days);
    json_member_int(json, "risk", route->figures.risk);
    json_member_int(json, "visits_saved", route->figures.visits_saved);
    json_member_int(json, "materials_saved", route->figures.materials_saved);
    json_member_bool(json, "estimate", route_is_estimate(writing->set, route));
    json_member_bool(json, "provisional", nodes.is_provisional);
    write_savings(writing, route);
    write_differences(writing, &nodes);
    json_name(json, "nodes");
    json_array(json);
    for (uint32_t i = 0; i < nodes.count; i++) {
        write_node(writing, &nodes.items[i]);
        if (nodes.items[i].node < writing->set->of->network->item_count) {
            writing->is_shown[nodes.items[i].node] = true;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

/* ---- the head ---- */

static bool write_best(const struct writing *writing, struct fault *fault)
{
    struct json_writer *json = writing->json;
    const struct route *best = &writing->set->routes[writing->set->best];
    const struct route_proof *proof = &writing->set->best_proof;
    struct route_nodes nodes;
    if (!route_read(writing->arena, writing->set, best, &nodes, fault)) {
        return false;
    }
    json_name(json, "best");
    json_object(json);
    json_member_int(json, "route", best->number);
    json_member_int(json, "working_days", best->figures.days);
    json_member_date(json, "production", nodes.production);
    write_ids(writing, "variants", best->set);
    json_member_bool(json, "optimal", proof->is_proven);
    json_member_int(json, "nodes", (int64_t)proof->nodes);
    json_member_int(json, "lower_bound", proof->lower_bound);
    json_member_int(json, "root_bound", proof->root_bound);
    json_end(json);
    json_name(json, "front");
    json_object(json);
    json_member_int(json, "size", writing->set->front_size);
    json_member_int(json, "shown", writing->set->route_count);
    json_member_bool(json, "complete", writing->set->front_is_complete);
    json_member_int(json, "nodes", (int64_t)writing->set->front_nodes);
    json_end(json);
    return true;
}

static bool write_by(const struct writing *writing, struct fault *fault)
{
    struct json_writer *json = writing->json;
    const struct route_set *set = writing->set;
    if (set->options.by == CIVIL_DATE_NONE) {
        return true;
    }
    struct route_nodes nodes;
    if (!route_read(writing->arena, set, &set->routes[set->best], &nodes, fault)) {
        return false;
    }
    json_name(json, "by");
    json_object(json);
    json_member_date(json, "date", set->options.by);
    json_member_bool(json, "met", set->is_by_met);
    json_member_bool(json, "optimal", set->by_proof.is_proven);
    json_member_int(json, "nodes", (int64_t)set->by_proof.nodes);
    json_member_date(json, "earliest", nodes.production);
    json_member_int(json, "lower_bound", set->by_proof.lower_bound);
    json_name(json, "route");
    if (!write_route(writing, &set->by, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

/* ---- variants ---- */

static void write_words(struct json_writer *json, const struct jvalue *raw)
{
    static const char *const keys[] = {
        "name",        "name_en",  "kind",     "bundle",  "items",      "commitment",
        "legal_basis", "risk",     "risk_zh",  "risk_en", "note",       "valid_from",
        "valid_to",    "requires", "excludes", "source",  "confidence", "evidence"};
    for (size_t i = 0; raw != NULL && i < COUNT_OF(keys); i++) {
        const struct jvalue *value = jvalue_get(raw, keys[i]);
        if (value != NULL) {
            json_name(json, keys[i]);
            json_value(json, value);
        }
    }
}

static void write_asks(const struct writing *writing, const uint8_t *asks)
{
    struct json_writer *json = writing->json;
    const struct fact_space *space = writing->set->facts->space;
    json_name(json, "ask");
    json_array(json);
    for (uint32_t field = 0; asks != NULL && field < fact_space_count(space); field++) {
        const struct jvalue *const *raws = writing->set->of->field_raws;
        if (asks[field]) {
            json_object(json);
            json_member_text(json, "field", fact_space_field(space, field)->name);
            json_member_text_or_null(
                json, "question",
                jvalue_text(jvalue_get(raws == NULL ? NULL : raws[field], "question_zh"),
                            TEXT_NONE));
            json_member_text_or_null(
                json, "question_en",
                jvalue_text(jvalue_get(raws == NULL ? NULL : raws[field], "question_en"),
                            TEXT_NONE));
            json_end(json);
        }
    }
    json_end(json);
}

static void write_failed(const struct writing *writing, const struct route_variant *variant,
                         const struct route_verdict *verdict)
{
    struct rule_view view = {writing->set->given, writing->set->options.plan.missing};
    struct route_why why = {writing->set->of, variant->open_when, view};
    json_name(writing->json, "failed");
    if (verdict->status == ROUTE_CLOSED && verdict->needs == UINT32_MAX) {
        route_write_why(writing->arena, writing->json, &why);
        return;
    }
    json_array(writing->json);
    json_end(writing->json);
}

static void write_variant(const struct writing *writing, uint32_t at)
{
    struct json_writer *json = writing->json;
    const struct route_variant *variant = &writing->set->of->variants[at];
    const struct route_verdict *verdict = &writing->set->verdicts[at];
    json_object(json);
    json_member_text(json, "id", variant->id);
    write_words(json, variant->raw);
    json_member_text(json, "status", text_of(route_status_name(verdict->status)));
    json_member_int(json, "saves_alone", verdict->saves);
    json_member_int_if(json, "would_save", verdict->status == ROUTE_UNDECIDED, verdict->would_save);
    json_member_bool(json, "would_save_at_most", verdict->is_at_most);
    write_failed(writing, variant, verdict);
    write_asks(writing, verdict->asks);
    json_member_text_or_null(
        json, "needs",
        verdict->needs == UINT32_MAX ? TEXT_NONE : writing->set->of->variants[verdict->needs].id);
    json_member_text_or_null(json, "circle",
                             verdict->status == ROUTE_CIRCULAR ? verdict->circle : TEXT_NONE);
    json_member_bool(json, "withdrawn", verdict->is_withdrawn);
    json_end(json);
}

/* ---- items ---- */

static void write_item(const struct writing *writing, uint32_t item)
{
    struct json_writer *json = writing->json;
    const struct route_set *set = writing->set;
    const struct jvalue *raw = set->of->item_raws == NULL ? NULL : set->of->item_raws[item];
    json_name_text(json, plan_network_code(set->of->network, item));
    json_object(json);
    json_member_text_or_null(json, "name", jvalue_text(jvalue_get(raw, "name"), TEXT_NONE));
    json_member_text_or_null(json, "name_en", jvalue_text(jvalue_get(raw, "name_en"), TEXT_NONE));
    json_member_text_or_null(json, "legal_basis",
                             jvalue_text(jvalue_get(raw, "legal_basis"), TEXT_NONE));
    struct route_why why = {set->of, set->of->network->items[item].applies,
                            (struct rule_view){set->facts, set->options.plan.missing}};
    json_name(json, "because");
    route_write_why(writing->arena, json, &why);
    json_end(json);
}

static void write_lists(const struct writing *writing)
{
    struct json_writer *json = writing->json;
    json_name(json, "variants");
    json_array(json);
    for (uint32_t i = 0; i < writing->set->of->variant_count; i++) {
        write_variant(writing, i);
    }
    json_end(json);
    json_name(json, "items");
    json_object(json);
    for (uint32_t i = 0; i < writing->set->of->network->item_count; i++) {
        if (writing->is_shown[i]) {
            write_item(writing, i);
        }
    }
    json_end(json);
}

static bool write_routes(const struct writing *writing, struct fault *fault)
{
    json_name(writing->json, "routes");
    json_array(writing->json);
    for (uint32_t i = 0; i < writing->set->route_count; i++) {
        if (!write_route(writing, &writing->set->routes[i], fault)) {
            return false;
        }
    }
    json_end(writing->json);
    return true;
}

bool route_write(struct arena *arena, struct json_writer *json, const struct route_set *set,
                 const struct fact_warnings *warnings, struct fault *fault)
{
    struct writing writing = {.arena = arena, .json = json, .set = set};
    writing.is_shown = arena_array(arena, bool, set->of->network->item_count);
    if (!route_read(arena, set, &set->routes[0], &writing.basic, fault)) {
        return false;
    }
    json_object(json);
    json_member_date(json, "start", set->basic->start);
    json_member_text(json, "basis", text_of(plan_basis_name(set->options.plan.basis)));
    json_name(json, "basic");
    json_object(json);
    json_member_int(json, "working_days", plan_working_days(set->basic));
    json_member_date(json, "production", plan_production(set->basic));
    json_end(json);
    if (!write_best(&writing, fault) || !write_by(&writing, fault) ||
        !write_routes(&writing, fault)) {
        return false;
    }
    write_lists(&writing);
    plan_write_questions(arena, json, set->basic, set->facts);
    json_member_date(json, "provisional_after", calendar_published_through(set->of->calendar));
    plan_write_warnings(arena, json, warnings);
    json_end(json);
    return true;
}
