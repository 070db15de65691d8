#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "ledger/sm3.h"
#include "pack/pack.h"
#include "room/planning/planning_adopt.h"
#include "room/planning/planning_json.h"
#include "room/planning/planning_route.h"
#include "room/planning/planning_said.h"
#include "room/planning/planning_unsure.h"

/* -- facts -- */

/* A refused fact is named as people know it. */
static bool name_fact(const struct city *city, struct fault *fault)
{
    const struct pack_record *record =
        pack_find(city_pack(city), PACK_FIELDS, text_of(fault->field), CIVIL_DATE_NONE);
    if (record != NULL) { /* texts of the pack end with a NUL and outlive the request */
        fault_label(fault, jvalue_text(jvalue_get(record->raw, "meaning"), record->id).at,
                    jvalue_text(jvalue_get(record->raw, "meaning_en"), record->id).at);
    }
    return false;
}

static bool perform_set_facts(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct planning_set_facts *command = fields;
    struct project project;
    struct planning_facts facts;
    if (!project_of_run(run, 0, &project, fault) ||
        !planning_facts_of(run->arena, run->store, project.id, &facts, fault) ||
        !run_version_is(run, facts.version, fault)) {
        return false;
    }
    if (!planning_takes_facts(project.stage)) {
        return project_refuse_stage(run, &project, "补充项目信息", "completing facts", fault);
    }
    const struct jvalue *current = planning_facts_object(run->arena, run->city, &project, &facts);
    const struct fact_space *space = city_pack(run->city)->spaces[PACK_SPACE_FACTS];
    struct planning_facts_changed body;
    uint32_t changed = 0;
    if (!planning_decide_facts(run->arena, space, current, command, &body, &changed, fault)) {
        return name_fact(run->city, fault);
    }
    struct event_about about = {project.id, project.id, run->today};
    run->answer = (struct answer){.id = project.id, .version = facts.version + (changed > 0)};
    return changed == 0 || run_emit(run, &planning_facts_changed_event, about, &body, fault);
}

#define NAMED_MOST 3

/* As the city's data calls them, for the message to the navigator: the first, and how many. */
static struct text named(const struct command_run *run, struct text_list names)
{
    struct buffer out = buffer_open(run->arena, 256);
    for (size_t i = 0; i < names.count && i < NAMED_MOST; i++) {
        const struct pack_record *record =
            pack_find(city_pack(run->city), PACK_FIELDS, names.items[i], CIVIL_DATE_NONE);
        struct text meaning = record == NULL
                                  ? names.items[i]
                                  : jvalue_text(jvalue_get(record->raw, "meaning"), names.items[i]);
        buffer_add(&out, i > 0 ? TEXT("、") : TEXT_NONE);
        buffer_add(&out, text_cut(&meaning, ';'));
    }
    if (names.count > NAMED_MOST) {
        buffer_addf(&out, "等%zu项", names.count);
    }
    return buffer_text(&out);
}

static bool perform_say_unsure(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    struct planning_facts facts;
    struct planning_unsure_known known = {.space = city_pack(run->city)->spaces[PACK_SPACE_FACTS]};
    struct text_list names;
    if (!project_of_run(run, 0, &project, fault) ||
        !planning_facts_of(run->arena, run->store, project.id, &facts, fault) ||
        !planning_unsure_of(run->arena, run->store, project.id, &known.marked, fault)) {
        return false;
    }
    if (!planning_takes_facts(project.stage)) {
        return project_refuse_stage(run, &project, "补充项目信息", "completing facts", fault);
    }
    known.facts = planning_facts_object(run->arena, run->city, &project, &facts);
    if (!planning_decide_unsure(run->arena, fields, &known, &names, fault)) {
        return false;
    }
    struct planning_unsure_said body = {.fields = text_list_json(run->arena, names),
                                        .name = named(run, names)};
    struct event_about about = {project.id, project.id, run->today};
    run->answer = (struct answer){.id = project.id, .version = facts.version};
    return names.count == 0 || run_emit(run, &planning_unsure_event, about, &body, fault);
}

/* -- plans -- */

static struct text digest_of(struct arena *arena, const struct jvalue *facts)
{
    struct buffer buffer = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, facts);
    unsigned char hash[SM3_SIZE];
    sm3_of(buffer_text(&buffer), hash);
    return hex_of(arena, hash, SM3_SIZE);
}

/* A plan that is being adopted: by which command, for which project, from which facts. */
struct adopting {
    struct command_run *run;
    const struct planning_adopt *command;
    const struct project *project;
    const struct planning_facts *facts;
};

static struct plan_options options_of(const struct command_run *run,
                                      const struct planning_adopt *command)
{
    struct plan_options options = {.missing = RULE_MISSING_UNKNOWN,
                                   .basis = PLAN_PLANNING,
                                   .start = command->start == CIVIL_DATE_NONE ? run->today
                                                                              : command->start};
    if (command->basis.len > 0) {
        ensure(plan_basis_find(command->basis, &options.basis));
    }
    return options;
}

/* The basic plan, or that of the variants chosen; with what the event keeps of the choice. */
static bool compute_for(const struct adopting *at, const struct jvalue *facts,
                        struct planning_choice *out, struct fault *fault)
{
    struct command_run *run = at->run;
    const struct planning_adopt *command = at->command;
    const struct pack *pack = city_pack(run->city);
    struct plan_options options = options_of(run, command);
    struct planning_result result;
    out->route = TEXT_NONE;
    if (!planning_said_of(run->arena, run->store, at->project->id, &options, fault) ||
        !planning_start_is_sound(options.start, run->today, fault)) {
        return false;
    }
    if (command->route.count > 0) {
        struct planning_routes *routes = arena_new(run->arena, struct planning_routes);
        struct planning_routes_asked asked = {facts, options, CIVIL_DATE_NONE, run->today};
        return planning_routes_run(run->arena, pack, &asked, routes, fault) &&
               planning_route_plan(run->arena, routes, command->route, out, fault);
    }
    if (!planning_compute(run->arena, pack, facts, &options, run->today, &result, fault)) {
        return false;
    }
    out->plan = result.plan;
    return true;
}

static bool emit_adopted(const struct adopting *at, int64_t number, struct fault *fault)
{
    struct command_run *run = at->run;
    const struct planning_adopt *command = at->command;
    const struct jvalue *object =
        planning_facts_object(run->arena, run->city, at->project, at->facts);
    struct planning_choice choice;
    if (!compute_for(at, object, &choice, fault)) {
        return false;
    }
    const struct planned *plan = &choice.plan;
    struct planning_plan_adopted body = {
        .number = number,
        .basis = command->basis.len > 0 ? command->basis : text_of(plan_basis_name(PLAN_PLANNING)),
        .start = plan->start,
        .production = plan->production,
        .working_days = plan->working_days,
        .end_days = plan->end_days,
        .provisional = plan->is_provisional,
        .provisional_after = plan->provisional_after,
        .pack_version = city_version(run->city),
        .facts_version = at->facts->version,
        .facts_digest = digest_of(run->arena, object),
        .note = command->note,
        .route = choice.route,
        .nodes = planned_nodes_json(run->arena, plan),
    };
    struct event_about about = {at->project->id, at->project->id, run->today};
    return run_emit(run, &planning_plan_adopted_event, about, &body, fault);
}

bool planning_adopt_plan(struct command_run *run, const struct project *project,
                         const struct planning_adopt *command, int64_t *number, struct fault *fault)
{
    struct adopted_plans plans;
    struct planning_facts facts;
    struct adopting at = {run, command, project, &facts};
    if (!planning_plans_of(run->arena, run->store, project->id, &plans, fault) ||
        !planning_facts_of(run->arena, run->store, project->id, &facts, fault)) {
        return false;
    }
    if (!planning_takes_plans(project->stage)) {
        return project_refuse_stage(run, project, "拟定审批方案", "adopting a plan", fault);
    }
    *number = plans.count > 0 ? plans.items[0].number + 1 : 1;
    return planning_choice_has_reason(command, fault) && emit_adopted(&at, *number, fault);
}

static bool answer_plan(struct command_run *run, int64_t project, int64_t number,
                        struct fault *fault)
{
    if (!project_answer(run, project, fault)) {
        return false;
    }
    run->answer.extra = text_format(run->arena, "\"plan\":%lld", (long long)number);
    return true;
}

static bool perform_adopt(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    int64_t number = 0;
    return project_of_run(run, 0, &project, fault) && run_version_is(run, project.version, fault) &&
           planning_adopt_plan(run, &project, fields, &number, fault) &&
           answer_plan(run, project.id, number, fault);
}

/* The plan that the path names, if it can be answered. */
static bool plan_to_answer(struct command_run *run, struct project *project, int64_t *number,
                           struct fault *fault)
{
    struct adopted_plans plans;
    if (!project_of_run(run, 0, project, fault) || !run_version_is(run, project->version, fault) ||
        !planning_plans_of(run->arena, run->store, project->id, &plans, fault)) {
        return false;
    }
    const struct adopted_plan *plan = NULL;
    if (text_to_int(run->parameters[1], number)) {
        plan = planning_find(&plans, *number);
    }
    if (plan == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return planning_may_answer(plan->state, run->actor->language, fault);
}

static bool perform_confirm(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct planning_confirm *command = fields;
    struct project project;
    int64_t number = 0;
    if (!plan_to_answer(run, &project, &number, fault)) {
        return false;
    }
    struct planning_plan_confirmed body = {number, command->note};
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &planning_plan_confirmed_event, about, &body, fault) &&
           (project.stage != STAGE_SERVED ||
            project_move(run, &project, STAGE_UNDER_WAY, TEXT_NONE, fault)) &&
           answer_plan(run, project.id, number, fault);
}

static bool perform_object(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct planning_object *command = fields;
    struct project project;
    int64_t number = 0;
    if (!plan_to_answer(run, &project, &number, fault)) {
        return false;
    }
    struct planning_plan_objected body = {number, command->reason};
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &planning_plan_objected_event, about, &body, fault) &&
           answer_plan(run, project.id, number, fault);
}

/* -- the room -- */

#define PLANNERS ROLES_SERVICE
#define FACT_GIVERS (ROLES_SERVICE | ROLE_BIT(ROLE_ENTERPRISE))

static const struct command_kind commands[] = {
    {"planning.set_facts", "POST", "/projects/{id}/facts", &planning_set_facts_table, FACT_GIVERS,
     0, "补充项目信息", "complete the facts of a project", perform_set_facts},
    {"planning.say_unsure", "POST", "/projects/{id}/unsure-facts", &planning_say_unsure_table,
     FACT_GIVERS, 0, "不清楚的信息交代办员判断", "hand what is not known to the navigator",
     perform_say_unsure},
    {"planning.adopt", "POST", "/projects/{id}/plans", &planning_adopt_table, PLANNERS, 0,
     "拟定审批方案", "adopt the computed plan", perform_adopt},
    {"planning.confirm", "POST", "/projects/{id}/plans/{number}/confirm", &planning_confirm_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "企业确认审批方案", "confirm a plan", perform_confirm},
    {"planning.object", "POST", "/projects/{id}/plans/{number}/object", &planning_object_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "企业对审批方案提出异议", "object to a plan", perform_object},
};

static const struct view_kind views[] = {
    {"planning.facts", "/projects/{id}/facts", NULL, ROLES_BUSINESS, VIEW_AS_OF,
     "项目信息与待答问题", "facts of a project and what to ask", planning_answer_facts},
    {"planning.preview", "/projects/{id}/plan-preview", &planning_preview_table, ROLES_BUSINESS, 0,
     "审批方案测算（不保存）", "the plan as computed now, nothing kept", planning_answer_preview},
    {"planning.routes", "/projects/{id}/routes", &planning_routes_table, ROLES_BUSINESS, 0,
     "可采用的办理方式及对比（不保存）", "the lawful routes compared, nothing kept",
     planning_answer_routes},
    {"planning.why", "/projects/{id}/plan-items/{code}", NULL, ROLES_BUSINESS, 0,
     "事项为何在方案中、为何此时开始", "why an item is in the plan and begins when it does",
     planning_answer_why},
    {"planning.plans", "/projects/{id}/plans", NULL, ROLES_BUSINESS, VIEW_AS_OF, "历次审批方案",
     "the adopted plans of a project", planning_answer_plans},
    {"planning.plan", "/projects/{id}/plans/{number}", NULL, ROLES_BUSINESS, VIEW_AS_OF,
     "一份审批方案", "one adopted plan", planning_answer_plan},
};

static const struct event_kind *const events[] = {
    &planning_facts_changed_event, &planning_plan_adopted_event, &planning_plan_confirmed_event,
    &planning_plan_objected_event, &planning_unsure_event};

const struct room planning_room = {
    .name = "planning",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(planning),
    .schema = {"planning", 3, planning_ddl},
};
