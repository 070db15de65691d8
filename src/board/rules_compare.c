#include "board/rules_compare.h"

#include "base/arena.h"
#include "pack/read.h"

bool rules_side_open(struct arena *arena, const struct pack *pack, civil_date on,
                     struct rules_side *out, struct fault *fault)
{
    *out = (struct rules_side){.pack = pack};
    if (!pack_network(arena, pack, on, &out->network, fault)) {
        return false;
    }
    out->planner = planner_open(arena, out->network, pack->calendar);
    out->plan = plan_new(arena, out->network);
    return true;
}

/* -- the confirmed plan -- */

static bool days_on(const struct pack *pack, struct text code, enum plan_basis basis, civil_date on,
                    int32_t *out)
{
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, code, on);
    return item != NULL && pack_item_days(item, basis, out);
}

/* A node that was planned with other days than its item's (a variant, a supposition) keeps them. */
static bool takes_new_days(const struct rules_pair *pair, const struct fleet_project *project,
                           uint32_t i, int32_t *out)
{
    struct text code = project->nodes[i].code;
    civil_date start = project->times[i].start;
    int32_t before = 0;
    return days_on(pair->before.pack, code, project->basis, start, &before) &&
           days_on(pair->after.pack, code, project->basis, start, out) && *out != before &&
           project->timing.nodes[i].days == before;
}

/* What both packs took over from the same file is the same in memory. */
static bool is_same_record(const struct pack_record *before, const struct pack_record *after)
{
    return before == NULL || after == NULL ? before == after
                                           : before->raw->members == after->raw->members ||
                                                 jvalue_equal(before->raw, after->raw);
}

static bool becomes_another(const struct rules_pair *pair, const struct fleet_project *project,
                            uint32_t i)
{
    struct text code = project->nodes[i].code;
    civil_date start = project->times[i].start;
    civil_date on = start > pair->from ? start : pair->from;
    return !project->nodes[i].is_milestone &&
           !is_same_record(pack_find(pair->before.pack, PACK_ITEMS, code, on),
                           pack_find(pair->after.pack, PACK_ITEMS, code, on));
}

static void lay_in(struct arena *arena, const struct rules_pair *pair,
                   const struct fleet_project *project, struct forecast_plan *plan,
                   struct rules_effect *out)
{
    struct forecast_node *nodes = arena_array(arena, struct forecast_node, plan->count);
    for (uint32_t i = 0; i < plan->count; i++) {
        enum forecast_state state = project->times[i].state;
        bool waits = (state == FORECAST_WAITING || state == FORECAST_READY) &&
                     project->times[i].start >= pair->from;
        int32_t days = 0;
        nodes[i] = project->timing.nodes[i];
        if (state == FORECAST_DONE || !becomes_another(pair, project, i)) {
            continue;
        }
        out->waits += waits;
        out->kept += state == FORECAST_RUNNING;
        if (waits && takes_new_days(pair, project, i, &days)) {
            nodes[i].days = days;
        }
    }
    plan->nodes = nodes;
}

bool rules_forecast(struct arena *arena, const struct rules_pair *pair,
                    const struct fleet_project *project, struct rules_effect *out,
                    struct fault *fault)
{
    struct forecast_plan plan = project->timing;
    struct forecast forecast;
    struct calendar_day start;
    plan.calendar = pair->after.pack->calendar;
    lay_in(arena, pair, project, &plan, out);
    if (!calendar_next(plan.calendar, plan.start, &start, fault)) {
        return false;
    }
    plan.start = start.day;
    if (!forecast_run(arena, &plan, pair->today, &forecast, fault)) {
        return false;
    }
    out->production = forecast.production;
    out->days =
        out->production == out->production_before
            ? 0
            : calendar_count(plan.calendar, out->production_before, out->production).working_days;
    return true;
}

/* -- a plan made anew -- */

static bool run_side(struct arena *arena, struct rules_side *side, const struct jvalue *facts,
                     const struct plan_options *options)
{
    struct facts *read = facts_new(arena, side->network->space);
    struct fault unplanned = {.code = FAULT_NONE};
    return facts_read(read, facts, NULL, &unplanned) &&
           planner_run(side->planner, read, options, side->plan, &unplanned);
}

static const struct plan_node *find(const struct plan *plan, const struct plan_nodes *nodes,
                                    struct text code)
{
    for (uint32_t i = 0; i < nodes->count; i++) {
        if (text_equal(plan_network_code(plan->network, nodes->items[i].node), code)) {
            return &nodes->items[i];
        }
    }
    return NULL;
}

static void name(struct text list[RULES_NAMED], uint32_t *count, struct text code)
{
    if (*count < RULES_NAMED) {
        list[*count] = code;
    }
    (*count)++;
}

static void compare(struct arena *arena, const struct rules_pair *pair, struct rules_effect *out)
{
    const struct plan *old = pair->before.plan;
    const struct plan *new = pair->after.plan;
    struct plan_nodes before = plan_read(arena, old);
    struct plan_nodes after = plan_read(arena, new);
    for (uint32_t i = 0; i < after.count; i++) {
        struct text code = plan_network_code(new->network, after.items[i].node);
        const struct plan_node *was = find(old, &before, code);
        bool was_critical = was != NULL && was->is_critical;
        if (was == NULL) {
            name(out->added, &out->added_count, code);
        }
        if (after.items[i].is_critical && !was_critical) {
            name(out->critical, &out->critical_count, code);
        }
        out->is_critical_changed |= after.items[i].is_critical != was_critical;
    }
    for (uint32_t i = 0; i < before.count; i++) {
        struct text code = plan_network_code(old->network, before.items[i].node);
        if (find(new, &after, code) == NULL) {
            name(out->removed, &out->removed_count, code);
            out->is_critical_changed |= before.items[i].is_critical;
        }
    }
}

void rules_replan(struct arena *arena, struct rules_pair *pair, const struct fleet_project *project,
                  const struct jvalue *facts, struct rules_effect *out)
{
    struct plan_options options = {
        .missing = RULE_MISSING_UNKNOWN, .basis = project->basis, .start = project->timing.start};
    out->has_plans = run_side(arena, &pair->before, facts, &options) &&
                     run_side(arena, &pair->after, facts, &options);
    if (!out->has_plans) {
        return;
    }
    out->plan_before = plan_working_days(pair->before.plan);
    out->plan_after = plan_working_days(pair->after.plan);
    compare(arena, pair, out);
}
