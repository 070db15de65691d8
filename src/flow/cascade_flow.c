#include "app/city.h"
#include "base/arena.h"
#include "flow/commitment_flow.h"
#include "room/application/application_kinds.h"
#include "room/application/application_store.h"
#include "room/commitment/commitment_kinds.h"
#include "room/milestone/milestone.h"
#include "room/planning/planning.h"

/* A result is gone: who relied on it? By the plan in force, all that comes after the item. What was
 * not applied for yet needs nobody: it waits for the item as before, and the forecast moves. */

#define OWN_UNIT                                                                                   \
    "enterprise" /* what the items' unit is called where the enterprise acts itself                \
                  */

struct cascade {
    const struct flow_step *step;
    struct application application; /* whose result is gone */
    int64_t source;
    civil_date due_on;
    struct planned plan;
    struct application_briefs briefs;
    struct milestone_days milestones;
    bool *after; /* by node: it comes after the item */
};

static bool load(struct cascade *cascade, struct fault *fault)
{
    struct command_run *run = cascade->step->run;
    struct adopted_plans plans;
    int64_t project = cascade->application.project;
    if (!planning_plans_of(run->arena, run->store, project, &plans, fault) ||
        !application_briefs_of(run->arena, run->store, project, &cascade->briefs, fault) ||
        !milestone_days_of(run->arena, run->store, project, &cascade->milestones, fault)) {
        return false;
    }
    const struct adopted_plan *in_force = planning_in_force(&plans);
    cascade->plan = (struct planned){.count = 0};
    return in_force == NULL || planning_load_nodes(run->arena, run->store, project,
                                                   in_force->number, &cascade->plan, fault);
}

/* Predecessors stand first in a plan, so that one way through it marks all. */
static void mark(struct cascade *cascade)
{
    cascade->after = arena_array(cascade->step->run->arena, bool, cascade->plan.count + 1);
    for (size_t i = 0; i < cascade->plan.count; i++) {
        const struct planned_node *node = &cascade->plan.nodes[i];
        for (size_t k = 0; k < node->after.count && !cascade->after[i]; k++) {
            cascade->after[i] = text_equal(node->after.items[k], cascade->application.code);
            for (size_t j = 0; j < i && !cascade->after[i]; j++) {
                cascade->after[i] = cascade->after[j] &&
                                    text_equal(node->after.items[k], cascade->plan.nodes[j].code);
            }
        }
    }
}

static bool set_task(const struct cascade *cascade, const struct commitment_task_set *task,
                     struct fault *fault)
{
    struct command_run *run = cascade->step->run;
    struct commitment_task_set body = *task;
    struct event_about about = {0, cascade->application.project, run->today};
    body.source = cascade->source;
    body.due_on = cascade->due_on;
    return run_emit(run, &commitment_task_set_event, about, &body, fault);
}

static bool look_at_item(const struct cascade *cascade, const struct planned_node *node,
                         struct fault *fault)
{
    const struct application_brief *latest = application_latest(&cascade->briefs, node->code);
    if (latest == NULL ||
        (!application_state_is_done(latest->state) && !application_state_is_open(latest->state))) {
        return true;
    }
    struct commitment_task_set task = {
        .application = latest->id,
        .code = node->code,
        .item_name = city_item_name(cascade->step->run->city, node->code, LANGUAGE_ZH),
        .org = text_is(node->org, OWN_UNIT) ? TEXT_NONE : node->org,
        .why = application_state_is_done(latest->state) ? TEXT("granted") : TEXT("open"),
    };
    return set_task(cascade, &task, fault);
}

/* Works begun without what they need are looked at by the unit whose result is gone (未批先建). */
static bool look_at_milestone(const struct cascade *cascade, const struct planned_node *node,
                              struct fault *fault)
{
    if (milestone_day_of(&cascade->milestones, node->code) == CIVIL_DATE_NONE) {
        return true;
    }
    struct commitment_task_set task = {.code = node->code,
                                       .item_name = node->code,
                                       .org = cascade->application.org,
                                       .why = TEXT("milestone")};
    return set_task(cascade, &task, fault);
}

static bool tell_navigator(const struct cascade *cascade, struct fault *fault)
{
    struct commitment_task_set task = {.application = cascade->application.id,
                                       .code = cascade->application.code,
                                       .item_name = cascade->application.name,
                                       .org = TEXT_NONE,
                                       .why = TEXT("project")};
    return set_task(cascade, &task, fault);
}

static bool follow(const struct flow_step *step, struct fault *fault)
{
    const struct application_revoked *body = step->event->body;
    struct cascade cascade = {.step = step,
                              .source = body->source > 0 ? body->source : step->event->subject};
    struct text limit = jvalue_text(jvalue_get(step->with, "limit"), TEXT("decision_task"));
    if (!flow_application(step, step->event->subject, &cascade.application, fault) ||
        !load(&cascade, fault)) {
        return false;
    }
    const char *code = text_c_string(step->run->arena, limit);
    int days = city_limit(step->run->city, code, step->run->today);
    cascade.due_on = city_due(step->run->city, step->run->today, days).day;
    mark(&cascade);
    for (size_t i = 0; i < cascade.plan.count; i++) {
        const struct planned_node *node = &cascade.plan.nodes[i];
        if (cascade.after[i] && !(node->is_milestone ? look_at_milestone(&cascade, node, fault)
                                                     : look_at_item(&cascade, node, fault))) {
            return false;
        }
    }
    return tell_navigator(&cascade, fault);
}

const struct flow_action flow_cascade = {"cascade", "复核依赖该结果的事项",
                                         "have looked at what relied on the result", follow};
