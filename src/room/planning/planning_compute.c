#include "app/city.h"
#include "base/arena.h"
#include "pack/implied.h"
#include "room/planning/planning_json.h"

/* From facts to a dated plan in the words of this room, and its nodes as JSON and back. */

static struct text_list list_of_codes(struct arena *arena, const struct plan_network *network,
                                      const uint32_t *nodes, uint32_t count)
{
    struct text *items = arena_array(arena, struct text, count);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = plan_network_code(network, nodes[i]);
    }
    return (struct text_list){items, count};
}

/* The works between two milestones stand in the network as a node of their own: back to a property
 * of the milestone that waits for them. */
static void read_lag(struct arena *arena, const struct plan *plan, uint32_t position,
                     struct planned_node *out)
{
    const struct plan_network *network = plan->network;
    const struct plan_neighbours *before = &network->before;
    for (uint32_t e = before->starts[position]; e < before->starts[position + 1]; e++) {
        uint32_t lag = before->positions[e];
        if (network->node[lag] < network->node_count || !plan->present[lag]) {
            continue;
        }
        uint32_t most = before->starts[lag + 1] - before->starts[lag];
        uint32_t *nodes = arena_array(arena, uint32_t, most);
        uint32_t count = 0;
        for (uint32_t f = before->starts[lag]; f < before->starts[lag + 1]; f++) {
            if (plan->present[before->positions[f]]) {
                nodes[count++] = network->node[before->positions[f]];
            }
        }
        out->lag_days = plan->days[lag];
        out->lagged = list_of_codes(arena, network, nodes, count);
    }
}

void planned_place(const struct pack *pack, civil_date on, struct planned_node *node)
{
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, node->code, on);
    ensure(item != NULL);
    node->stage = jvalue_text(jvalue_get(item->raw, "stage"), TEXT_NONE);
    node->org = jvalue_text(jvalue_get(item->raw, "org"), TEXT_NONE);
}

static struct planned_node node_of(struct arena *arena, const struct pack *pack,
                                   const struct plan *plan, const struct plan_node *node,
                                   civil_date on)
{
    struct planned_node out = {
        .code = plan_network_code(plan->network, node->node),
        .is_milestone = node->node >= plan->network->item_count,
        .stage = TEXT_NONE,
        .org = TEXT_NONE,
        .days = node->days,
        .earliest_start = node->dates[PLAN_EARLIEST_START],
        .earliest_finish = node->dates[PLAN_EARLIEST_FINISH],
        .latest_start = node->dates[PLAN_LATEST_START],
        .latest_finish = node->dates[PLAN_LATEST_FINISH],
        .float_days = node->float_days,
        .is_critical = node->is_critical,
        .after = list_of_codes(arena, plan->network, node->after, node->after_count),
    };
    if (out.is_milestone) {
        read_lag(arena, plan, plan->network->position[node->node], &out);
        return out;
    }
    planned_place(pack, on, &out);
    return out;
}

static void take_plan(struct arena *arena, const struct pack *pack, const struct plan *plan,
                      civil_date on, struct planned *out)
{
    struct plan_nodes nodes = plan_read(arena, plan);
    struct planned_node *items = arena_array(arena, struct planned_node, nodes.count);
    for (uint32_t i = 0; i < nodes.count; i++) {
        items[i] = node_of(arena, pack, plan, &nodes.items[i], on);
    }
    *out = (struct planned){
        .start = plan->start,
        .production = plan_production(plan),
        .working_days = plan_working_days(plan),
        .end_days = plan->end,
        .is_provisional = plan_is_provisional(plan),
        .provisional_after = calendar_published_through(plan->calendar),
        .nodes = items,
        .count = nodes.count,
    };
}

static void take_questions(struct arena *arena, const struct plan *plan, const struct facts *facts,
                           struct planning_result *out)
{
    struct plan_questions asked = plan_ask(arena, plan, facts);
    out->questions = arena_array(arena, struct planning_question, asked.count);
    out->question_count = asked.count;
    for (uint32_t i = 0; i < asked.count; i++) {
        const struct plan_question *question = &asked.items[i];
        out->questions[i].field = fact_space_field(plan->network->space, question->field)->name;
        out->questions[i].decides =
            list_of_codes(arena, plan->network, question->items, question->item_count);
    }
}

/* The questions turned round: by item. */
static void take_unknown(struct arena *arena, const struct plan *plan, struct planning_result *out)
{
    out->unknown = arena_array(arena, struct planning_unknown, plan->network->item_count);
    for (uint32_t i = 0; i < plan->network->item_count; i++) {
        if (plan->applies[i] != RULE_UNKNOWN) {
            continue;
        }
        struct planning_unknown *unknown = &out->unknown[out->unknown_count++];
        struct text *fields = arena_array(arena, struct text, out->question_count);
        unknown->code = plan_network_code(plan->network, i);
        for (size_t q = 0; q < out->question_count; q++) {
            if (text_list_has(out->questions[q].decides, unknown->code)) {
                fields[unknown->fields.count++] = out->questions[q].field;
            }
        }
        unknown->fields.items = fields;
    }
}

bool planning_compute(struct arena *arena, const struct pack *pack, const struct jvalue *facts,
                      const struct plan_options *options, civil_date on,
                      struct planning_result *out, struct fault *fault)
{
    const struct plan_network *network = NULL;
    if (!pack_network(arena, pack, on, &network, fault)) {
        return false;
    }
    struct facts *read = facts_new(arena, network->space);
    struct planner *planner = planner_open(arena, network, pack->calendar);
    struct plan *plan = plan_new(arena, network);
    struct planning_result result = {.warnings = {.count = 0}};
    if (!facts_read(read, facts, &result.warnings, fault)) {
        return false;
    }
    pack_warn(pack, read, &result.warnings);
    pack_imply(pack, read, NULL);
    if (!planner_run(planner, read, options, plan, fault)) {
        return false;
    }
    take_plan(arena, pack, plan, on, &result.plan);
    take_questions(arena, plan, read, &result);
    take_unknown(arena, plan, &result);
    *out = result;
    return true;
}

/* -- what is known -- */

static bool is_given(const struct planning_facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->count; i++) {
        if (text_is(facts->items[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool lead_tells(const struct fact_space *space, const struct planning_facts *facts,
                       const char *name, struct text value)
{
    uint32_t field = 0;
    return value.len > 0 && !is_given(facts, name) && fact_space_find(space, text_of(name), &field);
}

/* The lead's own fields go by these names in every pack (data/README.md, screening.json). */
const struct jvalue *planning_facts_object(struct arena *arena, const struct city *city,
                                           const struct project *project,
                                           const struct planning_facts *facts)
{
    const struct fact_space *space = city_pack(city)->spaces[PACK_SPACE_FACTS];
    struct buffer buffer = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    if (lead_tells(space, facts, "industry_code", project->industry_code)) {
        json_member_text(&json, "industry_code", project->industry_code);
    }
    if (lead_tells(space, facts, "total_investment_wanyuan", project->investment)) {
        json_name(&json, "total_investment_wanyuan");
        json_raw(&json, project->investment);
    }
    for (size_t i = 0; i < facts->count; i++) {
        json_name_text(&json, facts->items[i].name);
        json_raw(&json, facts->items[i].value);
    }
    json_end(&json);
    const struct jvalue *out = NULL;
    struct fault fault = {.code = FAULT_NONE};
    bool is_sound = json_read(arena, buffer_text(&buffer), &out, &fault);
    ensure(is_sound);
    return out;
}

/* -- JSON of the nodes -- */

const struct planned_node *planned_find(const struct planned *plan, struct text code)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (text_equal(plan->nodes[i].code, code)) {
            return &plan->nodes[i];
        }
    }
    return NULL;
}

int32_t planned_lag(const struct planned_node *node, struct text after)
{
    for (size_t i = 0; i < node->lagged.count; i++) {
        if (text_equal(node->lagged.items[i], after)) {
            return node->lags == NULL ? node->lag_days : node->lags[i];
        }
    }
    return 0;
}

static void write_list(struct json_writer *json, struct text_list list)
{
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        json_text(json, list.items[i]);
    }
    json_end(json);
}

struct text text_list_json(struct arena *arena, struct text_list list)
{
    struct buffer buffer = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    write_list(&json, list);
    return buffer_text(&buffer);
}

static void write_lags(struct json_writer *json, const struct planned_node *node)
{
    json_array(json);
    for (size_t i = 0; i < node->lagged.count; i++) {
        json_int(json, node->lags[i]);
    }
    json_end(json);
}

struct text planned_lags_json(struct arena *arena, const struct planned_node *node)
{
    struct buffer buffer = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    if (node->lags == NULL) {
        return TEXT_NONE;
    }
    write_lags(&json, node);
    return buffer_text(&buffer);
}

static const int32_t *read_lags(struct arena *arena, const struct jvalue *value, size_t count)
{
    if (value == NULL || value->kind != JVALUE_ARRAY || value->count != count) {
        return NULL;
    }
    int32_t *lags = arena_array(arena, int32_t, count);
    for (size_t i = 0; i < count; i++) {
        lags[i] = (int32_t)jvalue_int(&value->items[i], 0);
    }
    return lags;
}

bool planned_lags_read(struct arena *arena, struct text json, struct planned_node *node,
                       struct fault *fault)
{
    const struct jvalue *value = NULL;
    node->lags = NULL;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(arena, json, &value, fault)) {
        return false;
    }
    node->lags = read_lags(arena, value, node->lagged.count);
    return true;
}

static void write_node(struct json_writer *json, const struct planned_node *node)
{
    json_object(json);
    json_member_text(json, "code", node->code);
    json_member_bool(json, "milestone", node->is_milestone);
    json_member_text(json, "stage", node->stage);
    json_member_text(json, "org", node->org);
    json_member_int(json, "days", node->days);
    json_member_int(json, "lag_days", node->lag_days);
    json_member_date(json, "earliest_start", node->earliest_start);
    json_member_date(json, "earliest_finish", node->earliest_finish);
    json_member_date(json, "latest_start", node->latest_start);
    json_member_date(json, "latest_finish", node->latest_finish);
    json_member_int(json, "float_days", node->float_days);
    json_member_bool(json, "critical", node->is_critical);
    json_name(json, "after");
    write_list(json, node->after);
    json_name(json, "lagged");
    write_list(json, node->lagged);
    if (node->lags != NULL) {
        json_name(json, "lags");
        write_lags(json, node);
    }
    json_end(json);
}

struct text planned_nodes_json(struct arena *arena, const struct planned *plan)
{
    struct buffer buffer = buffer_open(arena, 16384);
    struct json_writer json = json_writer_open(&buffer);
    json_array(&json);
    for (size_t i = 0; i < plan->count; i++) {
        write_node(&json, &plan->nodes[i]);
    }
    json_end(&json);
    return buffer_text(&buffer);
}

bool text_list_read(struct arena *arena, struct text json, struct text_list *out,
                    struct fault *fault)
{
    const struct jvalue *value = NULL;
    *out = (struct text_list){NULL, 0};
    if (text_is(json, "[]")) { /* as most are */
        return true;
    }
    if (!json_read(arena, json, &value, fault)) {
        return false;
    }
    *out = text_list_of(arena, value);
    return true;
}

static civil_date read_date(const struct jvalue *object, const char *name)
{
    civil_date day = CIVIL_DATE_NONE;
    bool known = civil_date_parse(jvalue_text(jvalue_get(object, name), TEXT_NONE), &day);
    return known ? day : CIVIL_DATE_NONE;
}

static struct planned_node read_node(struct arena *arena, const struct jvalue *from)
{
    struct planned_node node = {
        .code = jvalue_text(jvalue_get(from, "code"), TEXT_NONE),
        .is_milestone = jvalue_bool(jvalue_get(from, "milestone"), false),
        .stage = jvalue_text(jvalue_get(from, "stage"), TEXT_NONE),
        .org = jvalue_text(jvalue_get(from, "org"), TEXT_NONE),
        .days = (int32_t)jvalue_int(jvalue_get(from, "days"), 0),
        .lag_days = (int32_t)jvalue_int(jvalue_get(from, "lag_days"), 0),
        .earliest_start = read_date(from, "earliest_start"),
        .earliest_finish = read_date(from, "earliest_finish"),
        .latest_start = read_date(from, "latest_start"),
        .latest_finish = read_date(from, "latest_finish"),
        .float_days = (int32_t)jvalue_int(jvalue_get(from, "float_days"), 0),
        .is_critical = jvalue_bool(jvalue_get(from, "critical"), false),
        .after = text_list_of(arena, jvalue_get(from, "after")),
        .lagged = text_list_of(arena, jvalue_get(from, "lagged")),
    };
    node.lags = read_lags(arena, jvalue_get(from, "lags"), node.lagged.count);
    return node;
}

bool planned_nodes_read(struct arena *arena, struct text json, struct planned_node **out,
                        size_t *count, struct fault *fault)
{
    const struct jvalue *nodes = NULL;
    if (!json_read(arena, json, &nodes, fault)) {
        return false;
    }
    uint32_t most = nodes->kind == JVALUE_ARRAY ? nodes->count : 0;
    struct planned_node *items = arena_array(arena, struct planned_node, most);
    for (uint32_t i = 0; i < most; i++) {
        items[i] = read_node(arena, &nodes->items[i]);
    }
    *out = items;
    *count = most;
    return true;
}
