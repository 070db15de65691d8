#include "board/dossier.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/name_table.h"
#include "ground/account/account.h"
#include "pack/pack.h"

/* -- lights -- */

static int light_weight(const char *light)
{
    static const char *const by_weight[] = {"none", "done", "paused", "green", "yellow", "red"};
    for (int i = 0; i < (int)COUNT_OF(by_weight); i++) {
        if (text_is(text_of(light), by_weight[i])) {
            return i;
        }
    }
    return 0;
}

const char *light_worse(const char *a, const char *b)
{
    return light_weight(b) > light_weight(a) ? b : a;
}

const char *dossier_node_light(const struct dossier_node *node)
{
    if (node->actual_finish != CIVIL_DATE_NONE) {
        return "done";
    }
    return node->application != NULL && node->application->is_open ? node->application->light
                                                                   : "none";
}

int64_t dossier_may_wait(const struct dossier_node *node)
{
    bool is_waiting = node->time != NULL && (node->time->state == FORECAST_WAITING ||
                                             node->time->state == FORECAST_READY);
    return is_waiting ? node->time->float_days : -1;
}

const char *dossier_effect_light(const struct city *city, const struct forecast_time *time,
                                 civil_date today)
{
    if (time == NULL || time->state == FORECAST_DONE || !time->leads) {
        return "none";
    }
    if (time->production_moves > 0) {
        return "red";
    }
    return time->float_days <= city_limit(city, "effect_yellow_float", today) ? "yellow" : "green";
}

const struct dossier_node *dossier_node_of(const struct dossier *dossier,
                                           const struct dossier_application *application)
{
    const struct planned_node *node = planned_find(&dossier->planned, application->code);
    return node == NULL ? NULL : &dossier->nodes[node - dossier->planned.nodes];
}

/* Open before done, dear before cheap, then whatever has least time to spare. */
static bool weighs_more(const struct dossier_node *a, const struct dossier_node *b)
{
    bool is_done = a->time->state == FORECAST_DONE;
    if (b == NULL || is_done != (b->time->state == FORECAST_DONE)) {
        return b == NULL || !is_done;
    }
    return a->time->production_moves != b->time->production_moves
               ? a->time->production_moves > b->time->production_moves
               : a->time->float_days < b->time->float_days;
}

const struct dossier_node *dossier_node_of_problem(const struct dossier *dossier,
                                                   const struct problem *problem)
{
    const struct dossier_node *found = NULL;
    struct text of_case = TEXT_NONE;
    for (size_t i = 0; problem->application != 0 && i < dossier->application_count; i++) {
        if (dossier->applications[i].id == problem->application) {
            of_case = dossier->applications[i].code;
        }
    }
    for (size_t i = 0; i < dossier->planned.count; i++) {
        const struct dossier_node *node = &dossier->nodes[i];
        bool is_held = text_list_has(problem->items, node->plan->code) ||
                       (of_case.len > 0 && text_equal(node->plan->code, of_case));
        found = is_held && node->time != NULL && weighs_more(node, found) ? node : found;
    }
    return found;
}

/* -- what happened, by node -- */

/* Applications come newest first: a granted one counts, else an open one; what was refused or taken
 * back counts as never begun. */
static const struct dossier_application *application_of(const struct dossier *dossier,
                                                        struct text code)
{
    const struct dossier_application *open = NULL;
    for (size_t i = 0; i < dossier->application_count; i++) {
        const struct dossier_application *application = &dossier->applications[i];
        if (!text_equal(application->code, code)) {
            continue;
        }
        if (application->is_granted) {
            return application;
        }
        if (application->is_open && open == NULL) {
            open = application;
        }
    }
    return open;
}

static void lay_over(struct dossier *dossier, size_t i)
{
    struct dossier_node *node = &dossier->nodes[i];
    node->plan = &dossier->planned.nodes[i];
    node->actual_start = node->actual_finish = CIVIL_DATE_NONE;
    if (node->plan->is_milestone) {
        node->actual_finish = milestone_day_of(&dossier->milestones, node->plan->code);
        node->actual_start = node->actual_finish;
        return;
    }
    node->application = application_of(dossier, node->plan->code);
    dossier->total++;
    if (node->application != NULL) {
        node->actual_start = node->application->accepted_on;
        if (node->application->is_granted) {
            node->actual_finish = node->application->decided_on;
            dossier->done++;
        }
    }
}

/* -- the forecast -- */

static void set_predecessors(struct arena *arena, const struct name_table *index,
                             const struct planned_node *plan, struct forecast_node *out)
{
    uint32_t *after = arena_array(arena, uint32_t, plan->after.count);
    int32_t *lags = arena_array(arena, int32_t, plan->after.count);
    for (size_t i = 0; i < plan->after.count; i++) {
        if (!name_table_find(index, plan->after.items[i], &after[out->after_count])) {
            continue;
        }
        lags[out->after_count++] = planned_lag(plan, plan->after.items[i]);
    }
    out->after = after;
    out->lags = lags;
}

static void set_history(const struct dossier_node *node, struct forecast_node *out)
{
    const struct dossier_application *application = node->application;
    out->started_on = node->actual_start;
    out->finished_on = node->actual_finish;
    out->due_on = CIVIL_DATE_NONE;
    out->left_days = -1;
    out->not_before = CIVIL_DATE_NONE;
    if (application != NULL) {
        out->supplement_days = application->supplement_days;
        out->special_days = application->special_days;
    }
    if (application != NULL && node->actual_finish == CIVIL_DATE_NONE) {
        out->due_on = application->due_on;
        if (application->is_paused) {
            out->left_days = application->left_days > 0 ? application->left_days : 0;
        }
    }
}

static bool run_forecast(const struct view_run *run, struct dossier *dossier, uint32_t production,
                         struct fault *fault)
{
    size_t count = dossier->planned.count;
    struct name_table index = name_table_open(run->arena, (uint32_t)count);
    struct forecast_node *nodes = arena_array(run->arena, struct forecast_node, count);
    for (size_t i = 0; i < count; i++) {
        nodes[i].days = dossier->planned.nodes[i].days;
        set_predecessors(run->arena, &index, &dossier->planned.nodes[i], &nodes[i]);
        set_history(&dossier->nodes[i], &nodes[i]);
        name_table_put(&index, dossier->planned.nodes[i].code, (uint32_t)i);
    }
    dossier->timing = (struct forecast_plan){.calendar = city_calendar(run->city),
                                             .start = dossier->planned.start,
                                             .working_days = dossier->planned.working_days,
                                             .end = dossier->planned.end_days,
                                             .production = production,
                                             .nodes = nodes,
                                             .count = (uint32_t)count};
    if (!forecast_run(run->arena, &dossier->timing, run->today, &dossier->forecast, fault)) {
        return false;
    }
    dossier->has_forecast = true;
    dossier->effect_days = dossier->forecast.late_days > 0 ? dossier->forecast.late_days : 0;
    for (size_t i = 0; i < count; i++) {
        dossier->nodes[i].time = &dossier->forecast.times[i];
    }
    return true;
}

static bool find_production(const struct view_run *run, const struct dossier *dossier,
                            uint32_t *out)
{
    const struct jvalue *marks =
        jvalue_get(city_pack(run->city)->files[PACK_FILE_MILESTONES], "marks");
    struct text production = jvalue_text(jvalue_get(marks, "production"), TEXT_NONE);
    const struct planned_node *node = planned_find(&dossier->planned, production);
    if (node != NULL) {
        *out = (uint32_t)(node - dossier->planned.nodes);
    }
    return node != NULL;
}

/* -- whose turn -- */

static enum turn_plan plan_stands(const struct adopted_plan *plan, civil_date *since)
{
    if (plan == NULL) {
        return TURN_PLAN_NONE;
    }
    *since = plan->state == PLAN_OBJECTED    ? plan->objected_on
             : plan->state == PLAN_CONFIRMED ? plan->confirmed_on
                                             : plan->adopted_on;
    return plan->state == PLAN_OBJECTED    ? TURN_PLAN_OBJECTED
           : plan->state == PLAN_CONFIRMED ? TURN_PLAN_CONFIRMED
                                           : TURN_PLAN_PROPOSED;
}

/* Under way it is the turn of whoever holds what production waits for. */
static void name_holder(const struct view_run *run, struct dossier *dossier)
{
    if (!dossier->has_forecast || dossier->forecast.holder == FORECAST_NOBODY ||
        dossier->turn.party != TURN_NAVIGATOR || dossier->latest->state != PLAN_CONFIRMED) {
        return;
    }
    const struct dossier_node *node = &dossier->nodes[dossier->forecast.holder];
    struct text name = planning_node_name(run->city, node->plan, run->actor->language);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct text act;
    if (node->application != NULL) {
        dossier->turn = node->application->turn;
        act = text_format(run->arena, is_zh ? "%s《%.*s》" : "%s: %.*s",
                          is_zh ? dossier->turn.act_zh : dossier->turn.act_en, TEXT_ARG(name));
    } else if (node->plan->is_milestone) {
        act = text_format(run->arena, is_zh ? "到达“%.*s”" : "reach: %.*s", TEXT_ARG(name));
    } else {
        act = text_format(run->arena, is_zh ? "申报《%.*s》" : "apply for: %.*s", TEXT_ARG(name));
    }
    dossier->turn.act_zh = dossier->turn.act_en = text_c_string(run->arena, act);
}

static void set_turn(const struct view_run *run, struct dossier *dossier)
{
    struct turn_asked asked = {.project = dossier->project,
                               .navigator_name = dossier->navigator_name,
                               .plan_since = CIVIL_DATE_NONE,
                               .today = run->today,
                               .language = run->actor->language};
    asked.plan = plan_stands(dossier->latest, &asked.plan_since);
    dossier->turn = turn_of_project(run->city, &asked);
    if (dossier->project->stage == STAGE_UNDER_WAY) {
        name_holder(run, dossier);
    }
}

/* -- all together -- */

static bool load_served(const struct view_run *run, struct dossier *dossier, struct fault *fault)
{
    int64_t id = dossier->project->id;
    if (!planning_plans_of(run->arena, run->store, id, &dossier->plans, fault) ||
        !milestone_days_of(run->arena, run->store, id, &dossier->milestones, fault) ||
        !dossier_load_applications(run, dossier, fault) ||
        !account_name(run->arena, run->store, dossier->project->navigator, &dossier->navigator_name,
                      fault)) {
        return false;
    }
    dossier->latest = planning_latest(&dossier->plans);
    dossier->in_force = planning_in_force(&dossier->plans);
    for (size_t i = 0; i < dossier->application_count; i++) {
        if (dossier->applications[i].is_open) {
            dossier->light = light_worse(dossier->light, dossier->applications[i].light);
        }
    }
    if (dossier->in_force == NULL) {
        return true;
    }
    dossier->planned = dossier->in_force->planned;
    if (!planning_load_nodes(run->arena, run->store, id, dossier->in_force->number,
                             &dossier->planned, fault)) {
        return false;
    }
    dossier->nodes = arena_array(run->arena, struct dossier_node, dossier->planned.count);
    for (size_t i = 0; i < dossier->planned.count; i++) {
        lay_over(dossier, i);
    }
    uint32_t production = 0;
    return dossier->in_force->state != PLAN_CONFIRMED ||
           !find_production(run, dossier, &production) ||
           run_forecast(run, dossier, production, fault);
}

bool dossier_load(const struct view_run *run, const struct project *project, struct dossier *out,
                  struct fault *fault)
{
    *out = (struct dossier){.project = project, .light = "none", .navigator_name = TEXT_NONE};
    bool is_served = stage_rank(project->stage) >= stage_rank(STAGE_ACCEPTED);
    if (is_served && !load_served(run, out, fault)) {
        return false;
    }
    set_turn(run, out);
    return true;
}

bool dossier_refuse_unconfirmed(const struct view_run *run, const struct project *project,
                                const char *zh, const char *en, struct fault *fault)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct text act = is_zh ? text_format(run->arena, "%s：还没有企业确认的审批方案", zh)
                            : text_format(run->arena, "%s: no plan is confirmed yet", en);
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(stage_name(project->stage, run->actor->language), act,
                                  is_zh ? TEXT("请先拟定审批方案并由企业确认")
                                        : TEXT("Adopt a plan and have it confirmed first")));
}

bool dossier_load_problems(const struct view_run *run, struct dossier *dossier, struct fault *fault)
{
    return problem_of_project(run, dossier->project->id, true, &dossier->problems, fault);
}
