#include "app/city.h"
#include "base/arena.h"
#include "engine/plan/route_write.h"
#include "pack/implied.h"
#include "pack/variants.h"
#include "room/planning/planning.h"

/* Why an item is in the plan, and why it begins when it does: the condition with the facts it met,
 * the law, and those that it waits for last. */

struct asked_why {
    const struct view_run *run;
    struct text code;
    struct planned planned; /* of the plan in force */
    const struct planned_node *node;
};

static bool find_node(struct asked_why *asked, int64_t project, struct fault *fault)
{
    const struct view_run *run = asked->run;
    struct adopted_plans plans;
    if (!planning_plans_of(run->arena, run->store, project, &plans, fault)) {
        return false;
    }
    const struct adopted_plan *plan = planning_in_force(&plans);
    if (plan == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    asked->planned = plan->planned;
    if (!planning_load_nodes(run->arena, run->store, project, plan->number, &asked->planned,
                             fault)) {
        return false;
    }
    asked->node = planned_find(&asked->planned, asked->code);
    return asked->node != NULL || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

/* -- the condition -- */

static bool write_because(struct json_writer *json, const struct asked_why *asked,
                          const struct jvalue *facts, struct fault *fault)
{
    const struct view_run *run = asked->run;
    const struct pack *pack = city_pack(run->city);
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, asked->code, run->today);
    struct route_case words = {.field_raws = pack_field_raws(run->arena, pack)};
    struct facts *read = facts_new(run->arena, pack->spaces[PACK_SPACE_FACTS]);
    if (item == NULL || item->rule == NULL) {
        json_name(json, "because");
        json_array(json);
        json_end(json);
        return true;
    }
    if (!facts_read(read, facts, NULL, fault)) {
        return false;
    }
    pack_imply(pack, read, NULL);
    struct route_why why = {&words, item->rule, {read, RULE_MISSING_UNKNOWN}};
    json_member_text(json, "applies",
                     text_of(rule_answer_name(rule_evaluate(item->rule, why.view))));
    json_member_text_or_null(json, "legal_basis",
                             jvalue_text(jvalue_get(item->raw, "legal_basis"), TEXT_NONE));
    json_name(json, "because");
    route_write_why(run->arena, json, &why);
    return true;
}

/* -- the day -- */

static bool is_binding(const struct asked_why *asked, const struct planned_node *before)
{
    struct calendar_day free_on;
    struct fault ignored = {.code = FAULT_NONE};
    return calendar_add(city_calendar(asked->run->city), before->earliest_finish,
                        planned_lag(asked->node, before->code), &free_on, &ignored) &&
           free_on.day == asked->node->earliest_start;
}

static void write_waits(struct json_writer *json, const struct asked_why *asked)
{
    const struct view_run *run = asked->run;
    json_member_date(json, "starts_on", asked->node->earliest_start);
    json_name(json, "waits_for");
    json_array(json);
    for (size_t i = 0; i < asked->planned.count; i++) {
        const struct planned_node *before = &asked->planned.nodes[i];
        if (!text_list_has(asked->node->after, before->code) || !is_binding(asked, before)) {
            continue;
        }
        json_object(json);
        json_member_text(json, "code", before->code);
        json_member_text(json, "name", planning_node_name(run->city, before, run->actor->language));
        json_member_date(json, "finishes_on", before->earliest_finish);
        json_member_int(json, "works_days", planned_lag(asked->node, before->code));
        json_end(json);
    }
    json_end(json);
}

bool planning_answer_why(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct planning_facts facts;
    struct asked_why asked = {.run = run, .code = run->parameters[1]};
    if (!project_of_view(run, 0, &project, fault) || !find_node(&asked, project.id, fault) ||
        !planning_facts_of(run->arena, run->store, project.id, &facts, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "code", asked.code);
    json_member_text(json, "name", planning_node_name(run->city, asked.node, run->actor->language));
    if (!write_because(json, &asked, planning_facts_object(run->arena, run->city, &project, &facts),
                       fault)) {
        return false;
    }
    write_waits(json, &asked);
    json_end(json);
    return true;
}
