#include "app/city.h"
#include "base/arena.h"
#include "engine/plan/plan_write.h"
#include "engine/plan/route_write.h"
#include "ground/account/account.h"
#include "pack/pack.h"
#include "room/planning/planning_json.h"
#include "room/planning/planning_route.h"
#include "room/planning/planning_said.h"
#include "room/planning/planning_unsure.h"

/* What this room shows: facts with their questions, the computed plan, the adopted ones. */

static struct text in_language(const struct jvalue *record, enum language language, const char *zh,
                               const char *en)
{
    struct text chinese = jvalue_text(jvalue_get(record, zh), TEXT_NONE);
    return language == LANGUAGE_ZH ? chinese : jvalue_text(jvalue_get(record, en), chinese);
}

static const struct pack_record *field_record(const struct city *city, struct text name)
{
    return pack_find(city_pack(city), PACK_FIELDS, name, CIVIL_DATE_NONE);
}

static void write_values(struct json_writer *json, const struct jvalue *raw)
{
    const struct jvalue *values = jvalue_get(raw, "values");
    json_name(json, "values");
    if (jvalue_is_null(values)) {
        json_null(json);
    } else {
        json_value(json, values);
    }
}

void planning_write_asking(struct json_writer *json, const struct jvalue *raw,
                           enum language language)
{
    json_member_text(json, "question", in_language(raw, language, "question_zh", "question_en"));
    json_member_text_or_null(json, "why", in_language(raw, language, "why_zh", "why_en"));
    json_member_text(json, "type", jvalue_text(jvalue_get(raw, "type"), TEXT_NONE));
    write_values(json, raw);
    json_member_text_or_null(json, "unit", jvalue_text(jvalue_get(raw, "unit"), TEXT_NONE));
}

void planning_write_codes(struct json_writer *json, const struct city *city, enum language language,
                          struct text_list codes)
{
    json_array(json);
    for (size_t i = 0; i < codes.count; i++) {
        json_object(json);
        json_member_text(json, "code", codes.items[i]);
        json_member_text(json, "name", city_item_name(city, codes.items[i], language));
        json_end(json);
    }
    json_end(json);
}

static void write_questions(struct json_writer *json, const struct view_run *run,
                            const struct planning_result *result)
{
    enum language language = run->actor->language;
    json_name(json, "questions");
    json_array(json);
    for (size_t i = 0; i < result->question_count; i++) {
        const struct planning_question *question = &result->questions[i];
        const struct pack_record *record = field_record(run->city, question->field);
        ensure(record != NULL);
        json_object(json);
        json_member_text(json, "field", question->field);
        planning_write_asking(json, record->raw, language);
        json_name(json, "decides");
        planning_write_codes(json, run->city, language, question->decides);
        json_end(json);
    }
    json_end(json);
}

/* -- facts -- */

static const struct planning_fact *given(const struct planning_facts *facts, struct text name)
{
    for (size_t i = 0; i < facts->count; i++) {
        if (text_equal(facts->items[i].name, name)) {
            return &facts->items[i];
        }
    }
    return NULL;
}

/* Who gave it: his name, or what he is where the name is gone. */
static bool write_origin(struct json_writer *json, const struct view_run *run,
                         const struct planning_fact *fact, bool of_lead, struct fault *fault)
{
    enum language language = run->actor->language;
    struct text by = TEXT_NONE;
    struct text role = TEXT_NONE;
    if (fact != NULL) {
        role = city_role_name(run->city, text_of(role_name(actor_label_role(fact->by))), language);
        if (!account_name(run->arena, run->store, actor_label_account(fact->by), &by, fault)) {
            return false;
        }
    } else if (of_lead) {
        role = language == LANGUAGE_ZH ? TEXT("登记线索时填写") : TEXT("from the lead");
    }
    json_member_text_or_null(json, "source",
                             fact != NULL && fact->source.len > 0 ? fact->source : role);
    json_member_text_or_null(json, "by", by.len > 0 ? by : fact != NULL ? role : TEXT_NONE);
    json_member_date(json, "on", fact != NULL ? fact->on : CIVIL_DATE_NONE);
    return true;
}

static bool write_fact(struct json_writer *json, const struct view_run *run,
                       const struct pack_record *record, const struct planning_facts *facts,
                       const struct jvalue *object, struct fault *fault)
{
    enum language language = run->actor->language;
    const struct planning_fact *fact = given(facts, record->id);
    const struct jvalue *value = jvalue_get(object, text_c_string(run->arena, record->id));
    json_object(json);
    json_member_text(json, "name", record->id);
    json_member_text(json, "meaning", in_language(record->raw, language, "meaning", "meaning_en"));
    planning_write_asking(json, record->raw, language);
    json_name(json, "value");
    if (jvalue_is_null(value)) {
        json_null(json);
    } else {
        json_value(json, value);
    }
    bool written = write_origin(json, run, fact, !jvalue_is_null(value), fault);
    json_end(json);
    return written;
}

void planning_write_warnings(struct json_writer *json, const struct view_run *run,
                             const struct fact_warnings *warnings)
{
    json_name(json, "warnings");
    json_array(json);
    for (size_t i = 0; i < warnings->count && i < COUNT_OF(warnings->items); i++) {
        json_text(json,
                  plan_warning_sentence(run->arena, &warnings->items[i], run->actor->language));
    }
    json_end(json);
}

/* Of the project run->id. */
static bool compute(const struct view_run *run, const struct jvalue *facts,
                    const struct planning_preview_query *query, struct planning_result *out,
                    struct fault *fault)
{
    struct plan_options options = {.missing = RULE_MISSING_UNKNOWN,
                                   .basis = PLAN_PLANNING,
                                   .start =
                                       query->start == CIVIL_DATE_NONE ? run->today : query->start};
    if (query->basis.len > 0) {
        ensure(plan_basis_find(query->basis, &options.basis));
    }
    return planning_said_of(run->arena, run->store, run->id, &options, fault) &&
           planning_start_is_sound(options.start, run->today, fault) &&
           planning_compute(run->arena, city_pack(run->city), facts, &options, run->today, out,
                            fault);
}

/* What was handed to the navigator and is not found out yet. */
static bool write_unsure(struct json_writer *json, const struct view_run *run, int64_t project,
                         struct fault *fault)
{
    struct planning_unsures unsures;
    if (!planning_unsure_of(run->arena, run->store, project, &unsures, fault)) {
        return false;
    }
    json_name(json, "unsure");
    json_array(json);
    for (size_t i = 0; i < unsures.count; i++) {
        const struct planning_unsure *one = &unsures.items[i];
        const struct pack_record *record = field_record(run->city, one->name);
        json_object(json);
        json_member_text(json, "field", one->name);
        json_member_text(json, "meaning",
                         record == NULL ? one->name
                                        : in_language(record->raw, run->actor->language, "meaning",
                                                      "meaning_en"));
        json_member_text(json, "by_role",
                         city_role_name(run->city, text_of(role_name(actor_label_role(one->by))),
                                        run->actor->language));
        json_member_date(json, "on", one->on);
        json_end(json);
    }
    json_end(json);
    return true;
}

bool planning_answer_facts(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    static const struct planning_preview_query plain = {.start = CIVIL_DATE_NONE, .basis = {"", 0}};
    struct project project;
    struct planning_facts facts;
    struct planning_result result;
    if (!project_of_view(run, 0, &project, fault) ||
        !planning_facts_of(run->arena, run->store, project.id, &facts, fault)) {
        return false;
    }
    const struct jvalue *object = planning_facts_object(run->arena, run->city, &project, &facts);
    if (!compute(run, object, &plain, &result, fault)) {
        return false;
    }
    const struct pack_records *records = &city_pack(run->city)->lists[PACK_FIELDS];
    json_object(json);
    json_member_int(json, "version", facts.version);
    json_name(json, "facts");
    json_array(json);
    for (uint32_t i = 0; i < records->count; i++) {
        if (!write_fact(json, run, &records->items[i], &facts, object, fault)) {
            return false;
        }
    }
    json_end(json);
    write_questions(json, run, &result);
    planning_write_warnings(json, run, &result.warnings);
    if (!write_unsure(json, run, project.id, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

/* -- nodes and plans -- */

struct text planning_node_name(const struct city *city, const struct planned_node *node,
                               enum language language)
{
    if (!node->is_milestone) {
        return city_item_name(city, node->code, language);
    }
    const struct pack_record *record =
        pack_find(city_pack(city), PACK_MILESTONES, node->code, CIVIL_DATE_NONE);
    if (record == NULL) {
        return node->code;
    }
    return language == LANGUAGE_EN && record->name_en.len > 0 ? record->name_en : record->name;
}

void planning_write_node(struct json_writer *json, const struct city *city, enum language language,
                         const struct planned_node *node)
{
    json_member_text(json, "code", node->code);
    json_member_text(json, "name", planning_node_name(city, node, language));
    json_member_text(json, "kind", node->is_milestone ? TEXT("milestone") : TEXT("item"));
    json_member_text(json, "stage", node->stage);
    json_member_text(json, "stage_name", city_stage_name(city, node->stage, language));
    json_member_text_or_null(json, "org", node->org);
    json_member_text_or_null(json, "org_name", city_org_name(city, node->org, language));
    json_member_int(json, "days", node->days);
    json_member_int(json, "works_days", node->lag_days);
    json_member_date(json, "earliest_start", node->earliest_start);
    json_member_date(json, "earliest_finish", node->earliest_finish);
    json_member_date(json, "latest_start", node->latest_start);
    json_member_date(json, "latest_finish", node->latest_finish);
    json_member_int(json, "float_days", node->float_days);
    json_member_bool(json, "critical", node->is_critical);
    json_name(json, "after");
    json_array(json);
    for (size_t i = 0; i < node->after.count; i++) {
        json_text(json, node->after.items[i]);
    }
    json_end(json);
}

static void write_nodes(struct json_writer *json, const struct view_run *run,
                        const struct planned *plan)
{
    json_name(json, "nodes");
    json_array(json);
    for (size_t i = 0; i < plan->count; i++) {
        json_object(json);
        planning_write_node(json, run->city, run->actor->language, &plan->nodes[i]);
        json_member_bool(json, "provisional",
                         plan->nodes[i].earliest_finish > plan->provisional_after);
        json_end(json);
    }
    json_end(json);
}

void planning_write_plan(struct json_writer *json, const struct adopted_plan *plan)
{
    json_member_int(json, "number", plan->number);
    json_member_date(json, "adopted_on", plan->adopted_on);
    json_member_date(json, "confirmed_on", plan->confirmed_on);
    json_member_text(json, "state", text_of(plan_state_code(plan->state)));
    json_member_date(json, "start", plan->planned.start);
    json_member_date(json, "production", plan->planned.production);
    json_member_int(json, "working_days", plan->planned.working_days);
    json_member_text(json, "basis", plan->basis);
    json_member_bool(json, "provisional", plan->planned.is_provisional);
    json_member_text_or_null(json, "note", plan->note);
    json_member_text_or_null(json, "reason", plan->reason);
    json_name(json, "route");
    json_raw(json, plan->route.len > 0 ? plan->route : TEXT("[]"));
}

static bool write_adopted(struct json_writer *json, const struct view_run *run,
                          const struct adopted_plan *plan, struct fault *fault)
{
    struct text by = TEXT_NONE;
    if (!account_name(run->arena, run->store, actor_label_account(plan->by), &by, fault)) {
        return false;
    }
    struct text role = city_role_name(run->city, text_of(role_name(actor_label_role(plan->by))),
                                      run->actor->language);
    planning_write_plan(json, plan);
    json_member_text(json, "by", by.len > 0 ? by : role);
    return true;
}

bool planning_answer_plans(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct project project;
    struct adopted_plans plans;
    if (!project_of_view(run, 0, &project, fault) ||
        !planning_plans_of(run->arena, run->store, project.id, &plans, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < plans.count; i++) {
        json_object(json);
        if (!write_adopted(json, run, &plans.items[i], fault)) {
            return false;
        }
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "total", (int64_t)plans.count);
    json_end(json);
    return true;
}

bool planning_answer_plan(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct adopted_plans plans;
    int64_t number = 0;
    if (!project_of_view(run, 0, &project, fault) ||
        !planning_plans_of(run->arena, run->store, project.id, &plans, fault)) {
        return false;
    }
    const struct adopted_plan *plan =
        text_to_int(run->parameters[1], &number) ? planning_find(&plans, number) : NULL;
    if (plan == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct planned planned = plan->planned;
    if (!planning_load_nodes(run->arena, run->store, project.id, number, &planned, fault)) {
        return false;
    }
    json_object(json);
    if (!write_adopted(json, run, plan, fault)) {
        return false;
    }
    json_member_date(json, "provisional_after", planned.provisional_after);
    write_nodes(json, run, &planned);
    json_end(json);
    return true;
}

/* -- routes -- */

bool planning_answer_routes(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    const struct planning_routes_query *query = run->query;
    struct project project;
    struct planning_facts facts;
    struct planning_routes *routes = arena_new(run->arena, struct planning_routes);
    if (!project_of_view(run, 0, &project, fault) ||
        !planning_facts_of(run->arena, run->store, project.id, &facts, fault)) {
        return false;
    }
    struct planning_routes_asked asked = {
        .facts = planning_facts_object(run->arena, run->city, &project, &facts),
        .options = {.missing = RULE_MISSING_UNKNOWN,
                    .basis = PLAN_PLANNING,
                    .start = query->start == CIVIL_DATE_NONE ? run->today : query->start},
        .by = query->by,
        .on = run->today};
    if (query->basis.len > 0) {
        ensure(plan_basis_find(query->basis, &asked.options.basis));
    }
    return planning_said_of(run->arena, run->store, run->id, &asked.options, fault) &&
           planning_start_is_sound(asked.options.start, run->today, fault) &&
           planning_routes_run(run->arena, city_pack(run->city), &asked, routes, fault) &&
           route_write(run->arena, json, &routes->set, &routes->warnings, fault);
}

/* -- the preview -- */

/* Codes of `a` that are not in `b`. */
static void write_missing(struct json_writer *json, const char *name, const struct planned *a,
                          const struct planned *b)
{
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; i < a->count; i++) {
        if (planned_find(b, a->nodes[i].code) == NULL) {
            json_text(json, a->nodes[i].code);
        }
    }
    json_end(json);
}

static bool write_difference(struct json_writer *json, const struct view_run *run, int64_t project,
                             const struct planned *plan, struct fault *fault)
{
    struct adopted_plans plans;
    if (!planning_plans_of(run->arena, run->store, project, &plans, fault)) {
        return false;
    }
    const struct adopted_plan *latest = planning_latest(&plans);
    json_name(json, "difference");
    if (latest == NULL) {
        json_null(json);
        return true;
    }
    struct planned old = latest->planned;
    if (!planning_load_nodes(run->arena, run->store, project, latest->number, &old, fault)) {
        return false;
    }
    json_object(json);
    write_missing(json, "added", plan, &old);
    write_missing(json, "removed", &old, plan);
    json_member_int(json, "production_days",
                    city_working_days(run->city, old.production, plan->production));
    json_end(json);
    return true;
}

static void write_unknown(struct json_writer *json, const struct view_run *run,
                          const struct planning_result *result)
{
    enum language language = run->actor->language;
    json_name(json, "unknown_items");
    json_array(json);
    for (size_t i = 0; i < result->unknown_count; i++) {
        const struct planning_unknown *unknown = &result->unknown[i];
        json_object(json);
        json_member_text(json, "code", unknown->code);
        json_member_text(json, "name", city_item_name(run->city, unknown->code, language));
        json_name(json, "fields");
        json_array(json);
        for (size_t j = 0; j < unknown->fields.count; j++) {
            json_text(json, unknown->fields.items[j]);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

/* Which level handles it (分级办理): the routing rules that the facts fulfil, in the rule's words.
 */
static bool write_routing(struct json_writer *json, const struct view_run *run,
                          const struct jvalue *object, struct fault *fault)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_records *rules = &pack->lists[PACK_ROUTING_RULES];
    struct facts *facts = facts_new(run->arena, pack->spaces[PACK_SPACE_FACTS]);
    struct facts *nothing = facts_new(run->arena, pack->spaces[PACK_SPACE_FACTS]);
    struct rule_view known = {facts, RULE_MISSING_UNKNOWN};
    struct rule_view unasked = {nothing, RULE_MISSING_UNKNOWN};
    if (!facts_read(facts, object, NULL, fault)) {
        return false;
    }
    json_name(json, "routing");
    json_array(json);
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        /* What holds of every project says nothing of this one. */
        if (rule_evaluate(rule->rule, known) != RULE_YES ||
            rule_evaluate(rule->rule, unasked) == RULE_YES) {
            continue;
        }
        json_object(json);
        json_member_text(json, "id", rule->id);
        json_member_text(json, "then", jvalue_text(jvalue_get(rule->raw, "then"), TEXT_NONE));
        json_member_bool(json, "city_handles",
                         jvalue_bool(jvalue_get(rule->raw, "city_handles"), false));
        json_member_text(json, "source", jvalue_text(jvalue_get(rule->raw, "source"), TEXT_NONE));
        json_end(json);
    }
    json_end(json);
    return true;
}

/* Which items are in, out or open because a unit said so; the words are at /projects/{id}/needs. */
static bool write_said(struct json_writer *json, const struct view_run *run, struct fault *fault)
{
    struct plan_options options = {.said_count = 0};
    if (!planning_said_of(run->arena, run->store, run->id, &options, fault)) {
        return false;
    }
    json_name(json, "said");
    json_array(json);
    for (size_t i = 0; i < options.said_count; i++) {
        const struct plan_said *said = &options.said[i];
        json_object(json);
        json_member_text(json, "code", said->code);
        json_member_text(json, "name", city_item_name(run->city, said->code, run->actor->language));
        json_member_text(json, "needed",
                         said->answer == RULE_NO    ? TEXT("no")
                         : said->answer == RULE_YES ? TEXT("yes")
                                                    : TEXT("under_investigation"));
        json_end(json);
    }
    json_end(json);
    return true;
}

bool planning_answer_preview(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    struct project project;
    struct planning_facts facts;
    struct planning_result result;
    if (!project_of_view(run, 0, &project, fault) ||
        !planning_facts_of(run->arena, run->store, project.id, &facts, fault)) {
        return false;
    }
    const struct jvalue *object = planning_facts_object(run->arena, run->city, &project, &facts);
    if (!compute(run, object, run->query, &result, fault)) {
        return false;
    }
    const struct planned *plan = &result.plan;
    json_object(json);
    json_member_date(json, "start", plan->start);
    json_member_date(json, "production", plan->production);
    json_member_int(json, "working_days", plan->working_days);
    json_member_date(json, "provisional_after", plan->provisional_after);
    json_member_bool(json, "provisional", plan->is_provisional);
    json_member_int(json, "facts_version", facts.version);
    write_nodes(json, run, plan);
    write_questions(json, run, &result);
    write_unknown(json, run, &result);
    planning_write_warnings(json, run, &result.warnings);
    if (!write_routing(json, run, object, fault) || !write_said(json, run, fault) ||
        !write_difference(json, run, project.id, plan, fault)) {
        return false;
    }
    json_end(json);
    return true;
}
