#include "board/workbench.h"

#include "app/city.h"
#include "base/arena.h"
#include "board/standing.h"
#include "pack/pack.h"
#include "room/logbook/logbook.h"
#include "room/navigator/navigator_profile.h"
#include "room/succession/succession.h"
#include "room/tickler/tickler.h"

/* GET /workbench: what must I do now, sorted by its effect on production; for whom do I wait; which
 * projects are running late and because of what. Who sees more projects than anybody could look
 * through in a day has those before him that press most; `looked_at` says how many. */

#define TODO_MAX 200
#define AHEAD_DAYS 7 /* reminders of the coming week are shown before their day */

int64_t workbench_most = 150;

struct risk {
    const struct project *project;
    int64_t late_days;
    struct text cause;
};

struct bench {
    struct project_list projects;
    struct task_list todo;
    struct task_list waiting; /* applications and plans that others hold */
    struct wait *waits;       /* beside `waiting` */
    struct risk *risks;
    size_t risk_count;
    int64_t alive;
    int64_t rank_min, rank_max; /* of the stages that concern the actor */
    struct navigator_trainings training;
    bool is_cut; /* these are the most pressing, `alive` are all */
};

struct wait {
    bool is_read;
    int64_t reminded;
    civil_date last_reminded_on;
    civil_date verified_on; /* whoever last looked how it stands */
};

/* -- collecting -- */

static struct task copied(struct arena *arena, const struct task *task)
{
    struct task out = *task;
    out.key = text_copy(arena, task->key);
    out.title = text_copy(arena, task->title);
    out.detail = text_copy(arena, task->detail);
    out.org = text_copy(arena, task->org);
    out.who = text_copy(arena, task->who);
    out.label = text_copy(arena, task->label);
    out.item = text_copy(arena, task->item);
    return out;
}

static void keep(struct arena *arena, struct task_list *list, const struct task *task)
{
    struct task *place = task_add(arena, list);
    *place = copied(arena, task);
}

/* One's own acts; and others' where waiting longer harms: late, nearly late, or moving production.
 */
static bool is_to_do(const struct view_run *run, const struct task *task)
{
    if (task_is_mine(run->actor, task)) {
        return true;
    }
    if (!access_role_may(ROLES_SERVICE, run->actor->role)) {
        return false;
    }
    bool is_pressing =
        text_is(text_of(task->light), "red") || text_is(text_of(task->light), "yellow");
    bool moves = task->effect_days > 0 && task->application_id != 0;
    return is_pressing || moves;
}

static const struct dossier_application *application_by_id(const struct dossier *dossier,
                                                           int64_t id)
{
    for (size_t i = 0; id != 0 && i < dossier->application_count; i++) {
        if (dossier->applications[i].id == id) {
            return &dossier->applications[i];
        }
    }
    return NULL;
}

static bool keep_wait(const struct view_run *run, const struct dossier *dossier,
                      struct bench *bench, const struct task *task, struct fault *fault)
{
    const struct dossier_application *application =
        application_by_id(dossier, task->application_id);
    bool is_held = task->party == TURN_DEPARTMENT || task->party == TURN_ENTERPRISE;
    if (!is_held || task_is_mine(run->actor, task) || application == NULL ||
        task->problem_id != 0 || bench->waiting.count == TODO_MAX) {
        return true;
    }
    struct wait *wait = &bench->waits[bench->waiting.count];
    *wait = (struct wait){.is_read = application->is_looked_at,
                          .reminded = application->reminded,
                          .last_reminded_on = application->last_reminded_on};
    keep(run->arena, &bench->waiting, task);
    return logbook_verified_on(run->store, dossier->project->id, application->id,
                               &wait->verified_on, fault);
}

static void keep_risk(const struct view_run *run, const struct dossier *dossier,
                      struct bench *bench)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    if (dossier->effect_days == 0 || dossier->project->stage == STAGE_PRODUCTION) {
        return;
    }
    struct text cause = TEXT_NONE;
    if (dossier->forecast.holder != FORECAST_NOBODY) {
        const struct dossier_node *node = &dossier->nodes[dossier->forecast.holder];
        struct text name = planning_node_name(run->city, node->plan, run->actor->language);
        cause =
            text_format(run->arena, is_zh ? "卡在《%.*s》，等%.*s" : "held by %.*s, waits for %.*s",
                        TEXT_ARG(name), TEXT_ARG(dossier->turn.name));
    }
    bench->risks[bench->risk_count++] =
        (struct risk){dossier->project, dossier->effect_days, cause};
}

static bool collect_project(const struct view_run *run, const struct view_run *scratch,
                            const struct project *project, struct bench *bench, struct fault *fault)
{
    struct dossier dossier;
    struct task_list tasks = {NULL, 0, 0};
    if (!dossier_load(scratch, project, &dossier, fault) ||
        !dossier_load_problems(scratch, &dossier, fault)) {
        return false;
    }
    tasks_of(scratch, &dossier, &tasks);
    tasks_of_upward(scratch, &dossier, &tasks);
    for (size_t i = 0; i < tasks.count; i++) {
        if (is_to_do(run, &tasks.items[i])) {
            keep(run->arena, &bench->todo, &tasks.items[i]);
        }
        if (!keep_wait(run, &dossier, bench, &tasks.items[i], fault)) {
            return false;
        }
    }
    keep_risk(run, &dossier, bench);
    return true;
}

/* The most pressing where there are many; else all. */
static bool choose(const struct view_run *run, struct bench *bench, struct fault *fault)
{
    bool is_promotion = run->actor->role == ROLE_PROMOTION_OFFICER;
    bool is_standing = false;
    bench->rank_min = is_promotion ? stage_rank(STAGE_DEFERRED) : stage_rank(STAGE_HANDED_OVER);
    bench->rank_max = is_promotion ? stage_rank(STAGE_LISTED) : stage_rank(STAGE_UNDER_WAY);
    struct standing_pressing pressing = {
        .rank_min = bench->rank_min, .rank_max = bench->rank_max, .limit = workbench_most};
    bool is_one_s = access_scope(run->city, run->actor).kind == SCOPE_NAVIGATOR;
    if ((!is_one_s && !standing_is_ready(run, &is_standing, fault)) ||
        (is_standing && !standing_press(run, &pressing, fault))) {
        return false;
    }
    bench->is_cut =
        pressing.total > (int64_t)pressing.count && (int64_t)pressing.count == workbench_most;
    if (!bench->is_cut) {
        return portfolio_all(run, bench->rank_min, bench->rank_max, &bench->projects, fault);
    }
    bench->projects = (struct project_list){arena_array(run->arena, struct project, pressing.count),
                                            pressing.count};
    bench->alive = pressing.total;
    return projects_of_view(run, pressing.ids, pressing.count, bench->projects.items, fault);
}

static bool collect(const struct view_run *run, struct bench *bench, struct fault *fault)
{
    if (!choose(run, bench, fault)) {
        return false;
    }
    bench->risks = arena_array(run->arena, struct risk, bench->projects.count);
    bench->waits = arena_array(run->arena, struct wait, TODO_MAX);
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool collected = true;
    for (size_t i = 0; collected && i < bench->projects.count; i++) {
        const struct project *project = &bench->projects.items[i];
        portfolio_walk_next(&walk);
        if (project->stage != STAGE_WITHDRAWN) {
            bench->alive += !bench->is_cut;
            collected = collect_project(run, &walk.run, project, bench, fault);
        }
    }
    portfolio_walk_end(&walk);
    return collected;
}

/* -- reminders -- */

/* NULL: it does not concern the actor, or no longer. */
static bool project_by_id(const struct view_run *run, const struct bench *bench, int64_t id,
                          const struct project **out, struct fault *fault)
{
    *out = NULL;
    for (size_t i = 0; i < bench->projects.count; i++) {
        if (bench->projects.items[i].id == id) {
            *out = &bench->projects.items[i];
        }
    }
    if (*out != NULL || !bench->is_cut) {
        return true;
    }
    struct project *project = arena_new(run->arena, struct project);
    struct fault why = {.code = FAULT_NONE};
    bool found = project_of_view(run, id, project, &why);
    if (!found && why.code != FAULT_NOT_FOUND) {
        *fault = why;
        return false;
    }
    int64_t rank = found ? stage_rank(project->stage) : 0;
    *out = found && rank >= bench->rank_min && rank <= bench->rank_max ? project : NULL;
    return true;
}

static void add_reminder(const struct view_run *run, struct bench *bench,
                         const struct project *project, const struct tickler *tickler)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct task *task = task_add(run->arena, &bench->todo);
    task->project = project;
    task->key = text_format(run->arena, "bring_forward:%lld", (long long)tickler->id);
    task->kind = task->action = "bring_forward";
    task->label = is_zh ? TEXT("已办") : TEXT("Done");
    task->bring_forward_id = tickler->id;
    task->application_id = tickler->application;
    task->title =
        text_format(run->arena, is_zh ? "提醒：%.*s" : "Reminder: %.*s", TEXT_ARG(tickler->note));
    task->due = tickler->on;
    task->has_left = true;
    task->left_days = city_working_days(run->city, run->today, tickler->on);
    task->light = tickler->on < run->today ? "red" : tickler->on == run->today ? "yellow" : "green";
    task->detail = left_words(run->arena, task->left_days, run->actor->language);
    task->party = TURN_NAVIGATOR;
}

static bool add_reminders(const struct view_run *run, struct bench *bench, struct fault *fault)
{
    struct ticklers ticklers;
    if (!tickler_open_until(run->arena, run->store, run->actor->account, run->today + AHEAD_DAYS,
                            &ticklers, fault)) {
        return false;
    }
    for (size_t i = 0; i < ticklers.count; i++) {
        const struct project *project;
        if (!project_by_id(run, bench, ticklers.items[i].project, &project, fault)) {
            return false;
        }
        if (project != NULL) {
            add_reminder(run, bench, project, &ticklers.items[i]);
        }
    }
    return true;
}

/* -- what was handed over -- */

static bool add_successions(const struct view_run *run, struct bench *bench, struct fault *fault)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct sight sight = view_sight(run);
    struct successions open = {NULL, 0};
    if (run->actor->role == ROLE_NAVIGATOR &&
        !succession_open(&sight, run->actor->account, &open, fault)) {
        return false;
    }
    for (size_t i = 0; i < open.count; i++) {
        const struct succession *one = &open.items[i];
        const struct project *project;
        if (!project_by_id(run, bench, one->project, &project, fault)) {
            return false;
        }
        if (project == NULL) {
            continue;
        }
        struct task *task = task_add(run->arena, &bench->todo);
        task->project = project;
        task->key = text_format(run->arena, "succession:%lld", (long long)one->id);
        task->kind = task->action = "succession";
        task->label = is_zh ? TEXT("全部签收") : TEXT("Acknowledge all");
        task->title = text_format(
            run->arena, is_zh ? "签收工作交接：%zu 项未结" : "Acknowledge a hand-over: %zu open",
            one->count);
        task->due = one->opened_on;
        task->has_left = true;
        task->left_days = city_working_days(run->city, run->today, one->opened_on);
        task->light = one->opened_on < run->today ? "red" : "yellow";
        task->party = TURN_NAVIGATOR;
    }
    return true;
}

/* -- writing -- */

static void write_counts(struct json_writer *json, const struct bench *bench)
{
    int64_t overdue = 0;
    int64_t soon = 0;
    int64_t week = 0;
    for (size_t i = 0; i < bench->todo.count; i++) {
        const struct task *task = &bench->todo.items[i];
        if (!task->has_left) {
            continue;
        }
        overdue += task->left_days < 0;
        soon += task->left_days >= 0 && task->left_days <= 1;
        week += task->left_days > 1 && task->left_days <= 5;
    }
    json_name(json, "counts");
    json_object(json);
    json_member_int(json, "overdue", overdue);
    json_member_int(json, "soon", soon);
    json_member_int(json, "week", week);
    json_member_int(json, "waiting", (int64_t)bench->waiting.count);
    json_member_int(json, "projects", bench->alive);
    json_end(json);
}

static void write_todo(struct json_writer *json, const struct view_run *run,
                       const struct task *task)
{
    bool is_mine = task->bring_forward_id != 0 || task_is_mine(run->actor, task);
    json_object(json);
    json_member_text(json, "key", task->key);
    json_member_text(json, "kind", text_of(task->kind));
    json_member_text(json, "light", text_of(task->light));
    json_member_date(json, "due", task->due);
    json_member_int_if(json, "left_days", task->has_left, task->left_days);
    json_member_text(json, "title", task->title);
    json_member_text(json, "detail", task->detail);
    json_name(json, "project");
    portfolio_write_brief(json, run, task->project);
    json_member_int(json, "effect_days", task->effect_days);
    json_member_bool(json, "critical", task->critical);
    json_member_text(json, "who",
                     text_of(is_mine                          ? "me"
                             : task->party == TURN_ENTERPRISE ? "enterprise"
                                                              : "department"));
    json_name(json, "action");
    task_write_action(json, task);
    json_end(json);
}

static void write_wait(struct json_writer *json, const struct view_run *run,
                       const struct task *task, const struct wait *wait)
{
    json_object(json);
    json_member_text(json, "title", city_item_name(run->city, task->item, run->actor->language));
    json_member_text(json, "who", task->who);
    json_member_date(json, "since", task->since);
    json_member_int(
        json, "days",
        task->since == CIVIL_DATE_NONE ? 0 : city_working_days(run->city, task->since, run->today));
    json_member_bool(json, "read", wait->is_read);
    json_member_int(json, "application_id", task->application_id);
    json_member_int(json, "reminded", wait->reminded);
    json_member_date(json, "last_reminded_on", wait->last_reminded_on);
    json_member_date(json, "verified_on", wait->verified_on);
    json_name(json, "project");
    portfolio_write_brief(json, run, task->project);
    json_end(json);
}

static void write_risk(struct json_writer *json, const struct view_run *run,
                       const struct risk *risk)
{
    json_object(json);
    json_name(json, "project");
    portfolio_write_brief(json, run, risk->project);
    json_member_int(json, "late_days", risk->late_days);
    json_member_text(json, "cause", risk->cause);
    json_end(json);
}

/* Of a navigator's required courses those that were never passed, have run out, or do so soon. */
static void write_training(struct json_writer *json, const struct view_run *run,
                           const struct navigator_trainings *steps)
{
    const struct pack_records *courses = &city_pack(run->city)->lists[PACK_COURSES];
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_name(json, "training");
    json_array(json);
    for (uint32_t i = 0; run->actor->role == ROLE_NAVIGATOR && i < courses->count; i++) {
        const struct pack_record *course = &courses->items[i];
        struct navigator_standing now =
            navigator_stands(steps, run->actor->account, course, run->today);
        if (!pack_in_force(course, run->today) ||
            !jvalue_bool(jvalue_get(course->raw, "required"), false) ||
            text_is(text_of(now.state), "valid")) {
            continue;
        }
        json_object(json);
        json_member_text(json, "course", course->id);
        json_member_text(json, "name", is_zh ? course->name : course->name_en);
        json_member_text_or_null(json, "state", text_of(now.state));
        json_member_date(json, "valid_until", now.valid_until);
        json_end(json);
    }
    json_end(json);
}

static void write_bench(struct json_writer *json, const struct view_run *run,
                        const struct bench *bench)
{
    json_object(json);
    write_training(json, run, &bench->training);
    write_counts(json, bench);
    json_member_int_if(json, "looked_at", bench->is_cut, (int64_t)bench->projects.count);
    json_name(json, "todo");
    json_array(json);
    for (size_t i = 0; i < bench->todo.count && i < TODO_MAX; i++) {
        write_todo(json, run, &bench->todo.items[i]);
    }
    json_end(json);
    json_name(json, "waiting");
    json_array(json);
    for (size_t i = 0; i < bench->waiting.count; i++) {
        write_wait(json, run, &bench->waiting.items[i], &bench->waits[i]);
    }
    json_end(json);
    json_name(json, "risks");
    json_array(json);
    for (size_t i = 0; i < bench->risk_count; i++) {
        write_risk(json, run, &bench->risks[i]);
    }
    json_end(json);
    json_end(json);
}

static bool answer_workbench(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    struct bench bench = {.alive = 0};
    if (!collect(run, &bench, fault) || !add_reminders(run, &bench, fault) ||
        !add_successions(run, &bench, fault) ||
        !navigator_trainings_of(run->arena, run->store, run->actor->account, &bench.training,
                                fault)) {
        return false;
    }
    tasks_sort(&bench.todo);
    for (size_t i = 1; i < bench.risk_count; i++) { /* the latest first: few, nearly in order */
        struct risk risk = bench.risks[i];
        size_t into = i;
        while (into > 0 && bench.risks[into - 1].late_days < risk.late_days) {
            bench.risks[into] = bench.risks[into - 1];
            into--;
        }
        bench.risks[into] = risk;
    }
    write_bench(json, run, &bench);
    return true;
}

static const struct view_kind views[] = {
    {"workbench", "/workbench", NULL, ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER), 0,
     "工作台：现在要办的事", "workbench: what to do now", answer_workbench},
};

const struct room workbench_room = {
    .name = "workbench",
    ROOM_VIEWS(views),
};
