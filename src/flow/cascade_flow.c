#include "app/city.h"
#include "base/arena.h"
#include "flow/change_flow.h"
#include "flow/commitment_flow.h"
#include "flow/validity_flow.h"
#include "room/application/application_kinds.h"
#include "room/application/application_store.h"
#include "room/certificate/certificate.h"
#include "room/commitment/commitment_kinds.h"
#include "room/milestone/milestone.h"
#include "room/planning/planning.h"
#include "room/validity/validity.h"

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

/* Whether what stands so is looked at: by `with.of` of the trigger; without it all that relied on
 * it is. */
static bool is_asked(const struct cascade *cascade, const char *why)
{
    const struct jvalue *of = jvalue_get(cascade->step->with, "of");
    bool is_named = of == NULL || of->kind != JVALUE_ARRAY;
    for (uint32_t i = 0; !is_named && i < of->count; i++) {
        is_named = text_is(jvalue_text(&of->items[i], TEXT_NONE), why);
    }
    return is_named;
}

static bool look_at_item(const struct cascade *cascade, const struct planned_node *node,
                         struct fault *fault)
{
    const struct application_brief *latest = application_latest(&cascade->briefs, node->code);
    if (latest == NULL ||
        (!application_state_is_done(latest->state) && !application_state_is_open(latest->state))) {
        return true;
    }
    const char *why = application_state_is_done(latest->state) ? "granted" : "open";
    if (!is_asked(cascade, why)) {
        return true;
    }
    struct commitment_task_set task = {
        .application = latest->id,
        .code = node->code,
        .item_name = city_item_name(cascade->step->run->city, node->code, LANGUAGE_ZH),
        .org = text_is(node->org, OWN_UNIT) ? TEXT_NONE : node->org,
        .why = text_of(why),
    };
    return set_task(cascade, &task, fault);
}

/* Works begun without what they need are looked at by the unit whose result is gone (未批先建). */
static bool look_at_milestone(const struct cascade *cascade, const struct planned_node *node,
                              struct fault *fault)
{
    if (milestone_day_of(&cascade->milestones, node->code) == CIVIL_DATE_NONE ||
        !is_asked(cascade, "milestone")) {
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

static civil_date due_on(const struct flow_step *step)
{
    struct text limit = jvalue_text(jvalue_get(step->with, "limit"), TEXT("decision_task"));
    const char *code = text_c_string(step->run->arena, limit);
    int days = city_limit(step->run->city, code, step->run->today);
    return city_due(step->run->city, step->run->today, days).day;
}

static bool run_through(struct cascade *cascade, int64_t application, struct fault *fault)
{
    if (!flow_application(cascade->step, application, &cascade->application, fault) ||
        !load(cascade, fault)) {
        return false;
    }
    cascade->due_on = due_on(cascade->step);
    mark(cascade);
    for (size_t i = 0; i < cascade->plan.count; i++) {
        const struct planned_node *node = &cascade->plan.nodes[i];
        if (cascade->after[i] && !(node->is_milestone ? look_at_milestone(cascade, node, fault)
                                                      : look_at_item(cascade, node, fault))) {
            return false;
        }
    }
    return tell_navigator(cascade, fault);
}

static bool follow(const struct flow_step *step, struct fault *fault)
{
    const struct application_revoked *body = step->event->body;
    struct cascade cascade = {.step = step,
                              .source = body->source > 0 ? body->source : step->event->subject};
    return run_through(&cascade, step->event->subject, fault);
}

const struct flow_action flow_cascade = {"cascade", "复核依赖该结果的事项",
                                         "have looked at what relied on the result", follow};

/* -- what has run out -- */

/* Of a certificate relied those open cases in which it stood for a material. */
static bool look_at_uses(const struct flow_step *step, const struct validity_lapsed *lapsed,
                         struct fault *fault)
{
    struct certificate_cases cases;
    if (!certificate_open_cases(step->run->arena, step->run->store, lapsed->about, &cases, fault)) {
        return false;
    }
    for (size_t i = 0; i < cases.count; i++) {
        const struct certificate_case *one = &cases.items[i];
        struct commitment_task_set task = {
            .source = step->event->subject,
            .application = one->id,
            .code = one->item,
            .item_name = city_item_name(step->run->city, one->item, LANGUAGE_ZH),
            .org = text_is(one->org, OWN_UNIT) ? TEXT_NONE : one->org,
            .why = TEXT("open"),
            .due_on = due_on(step),
        };
        struct event_about about = {0, one->project, step->run->today};
        if (!run_emit(step->run, &commitment_task_set_event, about, &task, fault)) {
            return false;
        }
    }
    return true;
}

static bool review(const struct flow_step *step, struct fault *fault)
{
    const struct validity_lapsed *lapsed = step->event->body;
    struct cascade cascade = {.step = step, .source = step->event->subject};
    if (lapsed->about != 0) {
        return look_at_uses(step, lapsed, fault);
    }
    return lapsed->source == 0 || run_through(&cascade, lapsed->source, fault);
}

/* Of the application that the event names: its design is another one now. */
static bool review_changed(const struct flow_step *step, struct fault *fault)
{
    struct cascade cascade = {.step = step, .source = step->event->subject};
    return run_through(&cascade, jvalue_int(jvalue_get(step->body, "application"), 0), fault);
}

const struct flow_action flow_review_on_change = {
    "review_on_change", "重大变动后复核依赖原结果的事项",
    "have looked at what rests on a result whose design has changed", review_changed};

const struct flow_action flow_review_on_lapse = {"review_on_lapse", "到期后复核依赖它的办件",
                                                 "have looked at what relied on what has run out",
                                                 review};
