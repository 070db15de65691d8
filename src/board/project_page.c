#include "app/city.h"
#include "base/arena.h"
#include "board/portfolio.h"
#include "ground/project/lead_store.h"
#include "ground/project/query_code.h"
#include "pack/pack.h"
#include "vault/vault.h"

/* GET /projects/{id}: everything that stands on the page of a project, in one answer. */

/* -- what the reader may do now -- */

struct act {
    const char *name;
    role_set roles;
    uint32_t stages; /* bits */
};

#define STAGE_BIT(stage) ((uint32_t)1 << (stage))
#define STAGES_BEFORE_LIST                                                                         \
    (STAGE_BIT(STAGE_LEAD) | STAGE_BIT(STAGE_SCREENED) | STAGE_BIT(STAGE_DEFERRED) |               \
     STAGE_BIT(STAGE_REFUSED))
#define STAGES_SERVED                                                                              \
    (STAGE_BIT(STAGE_ACCEPTED) | STAGE_BIT(STAGE_SERVED) | STAGE_BIT(STAGE_UNDER_WAY))
#define STAGES_ALIVE                                                                               \
    (STAGES_SERVED | STAGE_BIT(STAGE_LEAD) | STAGE_BIT(STAGE_SCREENED) | STAGE_BIT(STAGE_LISTED) | \
     STAGE_BIT(STAGE_HANDED_OVER) | STAGE_BIT(STAGE_PRODUCTION) | STAGE_BIT(STAGE_DEFERRED))
#define ROLES_PROMOTION ROLE_BIT(ROLE_PROMOTION_OFFICER)
#define ROLES_ENTERPRISE ROLE_BIT(ROLE_ENTERPRISE)

static const struct act acts[] = {
    {"screen", ROLES_PROMOTION, STAGES_BEFORE_LIST},
    {"admission", ROLES_PROMOTION, STAGES_BEFORE_LIST},
    {"handover", ROLES_PROMOTION, STAGE_BIT(STAGE_LISTED)},
    {"acknowledge", ROLES_COORDINATORS, STAGE_BIT(STAGE_HANDED_OVER)},
    {"return", ROLES_COORDINATORS, STAGE_BIT(STAGE_HANDED_OVER)},
    {"navigator", ROLES_COORDINATORS, STAGES_SERVED},
    {"facts", ROLES_SERVICE | ROLES_ENTERPRISE, STAGES_SERVED | STAGE_BIT(STAGE_PRODUCTION)},
    {"plan", ROLES_SERVICE, STAGE_BIT(STAGE_SERVED) | STAGE_BIT(STAGE_UNDER_WAY)},
    {"intake", ROLES_SERVICE | ROLES_ENTERPRISE, STAGE_BIT(STAGE_UNDER_WAY)},
    {"milestone", ROLES_SERVICE, STAGE_BIT(STAGE_UNDER_WAY)},
    {"problem", ROLES_WORK | ROLES_ENTERPRISE, STAGES_ALIVE},
    {"order", ROLES_WATCHERS | ROLES_COORDINATORS, STAGES_ALIVE},
    {"files", ROLES_WORK | ROLES_ENTERPRISE, STAGES_ALIVE},
    {"bring_forward", ROLES_SERVICE | ROLES_PROMOTION, STAGES_ALIVE},
};

/* What the level that coordinates does; who else sees the project leaves it alone. */
static const char *const coordinating[] = {"acknowledge", "return", "navigator", "order"};

static bool is_for_city(const struct view_run *run, const struct project *project, const char *act)
{
    bool is_coordinating = false;
    for (size_t i = 0; i < COUNT_OF(coordinating); i++) {
        is_coordinating = is_coordinating || text_is(text_of(act), coordinating[i]);
    }
    return is_coordinating && project->city_coordinates &&
           run->actor->role == ROLE_DISTRICT_COORDINATOR;
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct dossier *dossier)
{
    json_name(json, "may");
    json_array(json);
    for (size_t i = 0; run->actor->looks_back_at == 0 && i < COUNT_OF(acts); i++) {
        if (access_role_may(acts[i].roles, run->actor->role) &&
            (acts[i].stages & STAGE_BIT(dossier->project->stage)) != 0 &&
            !is_for_city(run, dossier->project, acts[i].name)) {
            json_text(json, text_of(acts[i].name));
        }
    }
    if (run->actor->looks_back_at == 0 && run->actor->role == ROLE_ENTERPRISE &&
        dossier->latest != NULL && dossier->latest->state == PLAN_PROPOSED) {
        json_text(json, TEXT("confirm"));
    }
    json_end(json);
}

/* -- the project itself -- */

static bool write_contact(struct json_writer *json, const struct view_run *run, int64_t project,
                          struct fault *fault)
{
    role_set readers = ROLES_SERVICE | ROLES_PROMOTION | ROLES_ENTERPRISE;
    struct text sealed = TEXT_NONE;
    struct text contact = TEXT_NONE;
    if (!access_role_may(readers, run->actor->role)) {
        return true;
    }
    if (!lead_contact(run->arena, run->store, project, &sealed, fault)) {
        return false;
    }
    if (sealed.len > 0 &&
        !vault_open(run->arena, run->vault, lead_contact_about(run->arena, project), sealed,
                    &contact, fault)) {
        return false;
    }
    json_member_text_or_null(json, "contact", contact);
    return true;
}

static bool write_head(struct json_writer *json, const struct view_run *run,
                       const struct dossier *dossier, struct fault *fault)
{
    const struct project *project = dossier->project;
    role_set holders = ROLES_SERVICE | ROLES_ENTERPRISE;
    if (!portfolio_write_row(json, run, dossier, fault) ||
        !write_contact(json, run, project->id, fault)) {
        return false;
    }
    json_member_text_or_null(json, "industry_class", project->industry_class);
    json_member_text_or_null(json, "industry_code", project->industry_code);
    json_member_text_or_null(json, "land_area_mu", project->land_mu);
    json_member_text_or_null(json, "source", project->source);
    json_member_date(json, "registered_on", project->registered_on);
    json_member_text(json, "coordinated_by",
                     project->city_coordinates ? TEXT("city") : TEXT("district"));
    if (access_role_may(holders, run->actor->role)) {
        json_member_text(json, "query_code", query_code_of(run->arena, project->id));
    }
    return true;
}

static void write_stage(struct json_writer *json, const struct pack_record *stage,
                        enum language language, const char *state)
{
    bool in_english = language == LANGUAGE_EN && stage->name_en.len > 0;
    json_member_text(json, "id", stage->id);
    json_member_text(json, "name", in_english ? stage->name_en : stage->name);
    json_member_text(json, "state", text_of(state));
}

/* The approval stages of the plan in the order of the pack; the first that is not done is current.
 */
static void write_stages(struct json_writer *json, const struct view_run *run,
                         const struct dossier *dossier)
{
    const struct pack_records *stages = &city_pack(run->city)->lists[PACK_STAGES];
    bool has_current = false;
    json_name(json, "stages");
    json_array(json);
    for (uint32_t i = 0; i < stages->count; i++) {
        int64_t done = 0;
        int64_t total = 0;
        for (size_t j = 0; j < dossier->planned.count; j++) {
            const struct dossier_node *node = &dossier->nodes[j];
            if (text_equal(node->plan->stage, stages->items[i].id)) {
                total++;
                done += node->actual_finish != CIVIL_DATE_NONE;
            }
        }
        if (total == 0) {
            continue;
        }
        const char *state = done == total ? "done" : has_current ? "todo" : "current";
        has_current = has_current || done < total;
        json_object(json);
        write_stage(json, &stages->items[i], run->actor->language, state);
        json_member_int(json, "done", done);
        json_member_int(json, "total", total);
        json_end(json);
    }
    json_end(json);
}

static void write_plan(struct json_writer *json, const struct dossier *dossier)
{
    json_name(json, "plan");
    if (dossier->latest == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    planning_write_plan(json, dossier->latest);
    json_member_int(json, "in_force", dossier->in_force->number);
    json_end(json);
}

/* -- nodes -- */

static struct text node_state_name(const struct dossier_node *node, enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    if (node->application != NULL) {
        return node->application->state_name;
    }
    if (node->actual_finish != CIVIL_DATE_NONE) {
        return is_zh ? TEXT("已到达") : TEXT("reached");
    }
    if (node->time != NULL && node->time->state == FORECAST_READY) {
        return node->plan->is_milestone ? (is_zh ? TEXT("待到达") : TEXT("to be reached"))
                                        : (is_zh ? TEXT("可以申报") : TEXT("may be applied for"));
    }
    return is_zh ? TEXT("未开始") : TEXT("not started");
}

static void write_node(struct json_writer *json, const struct view_run *run,
                       const struct dossier *dossier, const struct dossier_node *node)
{
    const struct forecast_time *time = node->time;
    const struct planned_node *plan = node->plan;
    int64_t may_wait = dossier_may_wait(node);
    civil_date finish = time != NULL ? time->finish : plan->earliest_finish;
    json_object(json);
    planning_write_node(json, run->city, run->actor->language, plan);
    json_member_date(json, "forecast_start", time != NULL ? time->start : plan->earliest_start);
    json_member_date(json, "forecast_finish", finish);
    json_member_date(json, "actual_start", node->actual_start);
    json_member_date(json, "actual_finish", node->actual_finish);
    json_member_text(json, "light", text_of(dossier_node_light(node)));
    json_member_text(json, "effect_light",
                     text_of(dossier_effect_light(run->city, time, run->today)));
    json_member_int_if(json, "application_id", node->application != NULL,
                       node->application != NULL ? node->application->id : 0);
    json_member_text(json, "state_name", node_state_name(node, run->actor->language));
    json_member_int_if(json, "may_wait_days", may_wait >= 0, may_wait);
    json_member_bool(json, "online_only",
                     pack_is_online_only(city_pack(run->city), plan->code, run->today));
    json_member_bool(json, "provisional",
                     time != NULL ? time->is_provisional
                                  : finish > dossier->planned.provisional_after);
    json_end(json);
}

static void write_nodes(struct json_writer *json, const struct view_run *run,
                        const struct dossier *dossier)
{
    json_name(json, "nodes");
    json_array(json);
    for (size_t i = 0; i < dossier->planned.count; i++) {
        write_node(json, run, dossier, &dossier->nodes[i]);
    }
    json_end(json);
}

static void write_milestones(struct json_writer *json, const struct view_run *run,
                             const struct dossier *dossier)
{
    json_name(json, "milestones");
    json_array(json);
    for (size_t i = 0; i < dossier->planned.count; i++) {
        const struct dossier_node *node = &dossier->nodes[i];
        if (!node->plan->is_milestone) {
            continue;
        }
        json_object(json);
        json_member_text(json, "id", node->plan->code);
        json_member_text(json, "name",
                         planning_node_name(run->city, node->plan, run->actor->language));
        json_member_date(json, "planned", node->plan->earliest_finish);
        json_member_date(json, "forecast",
                         node->time != NULL ? node->time->finish : node->plan->earliest_finish);
        json_member_date(json, "reached_on", node->actual_finish);
        json_end(json);
    }
    json_end(json);
}

/* -- because of what it is late -- */

static struct text cause_name(const struct cause *cause, enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    switch (cause->kind) {
    case CAUSE_SUPPLEMENT: return is_zh ? TEXT("补正占用") : TEXT("supplements");
    case CAUSE_SPECIAL: return is_zh ? TEXT("特别程序占用") : TEXT("special procedure");
    case CAUSE_WAIT:
        return cause->days < 0 ? (is_zh ? TEXT("提前开始") : TEXT("began sooner"))
               : cause->is_open ? (is_zh ? TEXT("可以开始而未开始") : TEXT("could begin, has not"))
                                : (is_zh ? TEXT("开始较晚") : TEXT("began late"));
    case CAUSE_TAKE:
        return cause->days < 0 ? (is_zh ? TEXT("用时少于方案") : TEXT("took less than planned"))
                               : (is_zh ? TEXT("用时多于方案") : TEXT("takes longer than planned"));
    default: return is_zh ? TEXT("方案自身的日期") : TEXT("the plan's own dates");
    }
}

static void write_cause(struct json_writer *json, const struct view_run *run,
                        const struct dossier *dossier, const struct cause *cause)
{
    enum language language = run->actor->language;
    json_object(json);
    json_name(json, "code");
    if (cause->node == FORECAST_NOBODY) {
        json_null(json);
    } else {
        const struct planned_node *node = dossier->nodes[cause->node].plan;
        json_text(json, node->code);
        json_member_text(json, "name", planning_node_name(run->city, node, language));
        json_member_text_or_null(json, "org_name", city_org_name(run->city, node->org, language));
    }
    json_member_text(json, "kind", text_of(cause_kind_code(cause->kind)));
    json_member_text(json, "kind_name", cause_name(cause, language));
    json_member_int(json, "days", cause->days);
    json_member_date(json, "known_on", cause->known_on);
    json_member_bool(json, "open", cause->is_open);
    json_end(json);
}

/* The shares add up to "late_days". */
static void write_causes(struct json_writer *json, const struct view_run *run,
                         const struct dossier *dossier)
{
    json_name(json, "causes");
    json_array(json);
    if (dossier->has_forecast) {
        struct causes causes =
            causes_of(run->arena, &dossier->timing, &dossier->forecast, run->today);
        for (uint32_t i = 0; i < causes.count; i++) {
            write_cause(json, run, dossier, &causes.items[i]);
        }
    }
    json_end(json);
    json_member_int_if(json, "late_days", dossier->has_forecast, dossier->forecast.late_days);
}

/* -- what next -- */

/* The reader's own most urgent task; who has none sees what the project waits for. */
static const struct task *next_of(const struct view_run *run, const struct task_list *tasks)
{
    bool wants_own =
        run->actor->role == ROLE_ENTERPRISE || run->actor->role == ROLE_DEPARTMENT_OFFICER;
    for (size_t i = 0; wants_own && i < tasks->count; i++) {
        if (task_is_mine(run->actor, &tasks->items[i])) {
            return &tasks->items[i];
        }
    }
    return tasks->count > 0 ? &tasks->items[0] : NULL;
}

static void write_next_step(struct json_writer *json, const struct view_run *run,
                            const struct dossier *dossier)
{
    struct task_list tasks = {NULL, 0, 0};
    tasks_of(run, dossier, &tasks);
    tasks_sort(&tasks);
    json_name(json, "next_step");
    task_write_next_step(json, next_of(run, &tasks), run->actor->language);
}

static void write_problems(struct json_writer *json, const struct view_run *run,
                           const struct problem_list *problems)
{
    json_name(json, "problems");
    json_array(json);
    for (size_t i = 0; i < problems->count; i++) {
        problem_row(json, run, &problems->items[i]);
    }
    json_end(json);
}

bool project_page_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct dossier dossier;
    struct problem_list problems;
    if (!project_of_view(run, 0, &project, fault) ||
        !dossier_load(run, &project, &dossier, fault) ||
        !dossier_load_problems(run, &dossier, fault) ||
        !problem_of_project(run, project.id, false, &problems, fault)) {
        return false;
    }
    json_object(json);
    if (!write_head(json, run, &dossier, fault)) {
        return false;
    }
    write_stages(json, run, &dossier);
    write_next_step(json, run, &dossier);
    write_plan(json, &dossier);
    write_may(json, run, &dossier);
    if (!dossier_write_applications(json, run, &dossier, fault)) {
        return false;
    }
    write_problems(json, run, &problems);
    write_nodes(json, run, &dossier);
    write_milestones(json, run, &dossier);
    write_causes(json, run, &dossier);
    json_end(json);
    return true;
}
