#include "board/task.h"

#include <stdlib.h>
#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/commitment/commitment_store.h"
#include "room/problem/problem_rows.h"
#include "room/problem/problem_upward.h"

/* -- words -- */

struct text day_words(struct arena *arena, civil_date day, civil_date today, enum language language)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil_parts parts = civil_date_parts(day);
    bool is_this_year = parts.year == civil_date_parts(today).year;
    if (language == LANGUAGE_ZH) {
        return is_this_year
                   ? text_format(arena, "%d月%d日", parts.month, parts.day)
                   : text_format(arena, "%d年%d月%d日", parts.year, parts.month, parts.day);
    }
    const char *month = months[parts.month - 1];
    return is_this_year ? text_format(arena, "%d %s", parts.day, month)
                        : text_format(arena, "%d %s %d", parts.day, month, parts.year);
}

struct text left_words(struct arena *arena, int64_t left, enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    if (left == 0) {
        return is_zh ? TEXT("今天到期") : TEXT("due today");
    }
    if (left < 0) {
        return text_format(arena, is_zh ? "已超期 %lld 个工作日" : "%lld working days overdue",
                           (long long)-left);
    }
    return text_format(arena, is_zh ? "还剩 %lld 个工作日" : "%lld working days left",
                       (long long)left);
}

static struct text effect_words(struct arena *arena, const struct task *task,
                                enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    if (task->effect_days > 0) {
        return text_format(arena,
                           is_zh ? "；按此推算，投产晚 %lld 个工作日"
                                 : "; production %lld working days later by this",
                           (long long)task->effect_days);
    }
    if (task->critical) {
        return is_zh ? TEXT("；在关键路径上，晚一天投产就晚一天")
                     : TEXT("; critical: each day late moves production by a day");
    }
    if (task->float_days != INT64_MAX) {
        return text_format(arena, is_zh ? "；可缓 %lld 个工作日" : "; may wait %lld working days",
                           (long long)task->float_days);
    }
    return TEXT_NONE;
}

static struct text join(struct arena *arena, struct text a, struct text b)
{
    return text_format(arena, "%.*s%.*s", TEXT_ARG(a), TEXT_ARG(b));
}

/* -- the list -- */

struct task *task_add(struct arena *arena, struct task_list *list)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 32 : list->capacity * 2;
        struct task *items = arena_array(arena, struct task, capacity);
        if (list->count > 0) {
            memcpy(items, list->items, list->count * sizeof *items);
        }
        list->items = items;
        list->capacity = capacity;
    }
    struct task *task = &list->items[list->count++];
    *task = (struct task){.kind = "none",
                          .action = "none",
                          .light = "none",
                          .due = CIVIL_DATE_NONE,
                          .since = CIVIL_DATE_NONE,
                          .float_days = INT64_MAX,
                          .key = TEXT_NONE,
                          .title = TEXT_NONE,
                          .detail = TEXT_NONE,
                          .org = TEXT_NONE,
                          .who = TEXT_NONE,
                          .label = TEXT_NONE,
                          .item = TEXT_NONE};
    return task;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_tasks(const void *a, const void *b)
{
    const struct task *x = a;
    const struct task *y = b;
    int order = compare_numbers(y->effect_days, x->effect_days);
    order = order != 0 ? order : compare_numbers(y->critical, x->critical);
    order = order != 0 ? order : compare_numbers(y->has_left, x->has_left);
    order = order != 0 ? order : compare_numbers(x->left_days, y->left_days);
    order = order != 0 ? order : compare_numbers(x->float_days, y->float_days);
    return order != 0 ? order : text_compare(x->key, y->key);
}

void tasks_sort(struct task_list *list)
{
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare_tasks);
    }
}

static void set_due(const struct view_run *run, struct task *task, civil_date due)
{
    task->due = due;
    if (due != CIVIL_DATE_NONE) {
        task->has_left = true;
        task->left_days = city_working_days(run->city, run->today, due);
    }
}

/* The light of a limit that has no clock of its own. */
static void set_light_by_due(const struct view_run *run, struct task *task)
{
    if (!task->has_left) {
        return;
    }
    task->light = task->due < run->today ? "red"
                  : task->left_days <= city_limit(run->city, "light_yellow_remaining", run->today)
                      ? "yellow"
                      : "green";
}

static void set_who(struct task *task, const struct turn *turn)
{
    task->party = turn->party;
    task->org = turn->org;
    task->who = turn->name;
    task->since = turn->since;
}

/* What does not lead to production has its float to the end of everything. */
static void set_effect(struct task *task, const struct forecast_time *time)
{
    if (time == NULL || time->state == FORECAST_DONE) {
        return;
    }
    task->float_days = time->float_days;
    if (time->leads) {
        task->effect_days = time->production_moves;
        task->critical = time->float_days == 0;
    }
}

/* -- what the stage awaits -- */

struct stage_task {
    const char *action;
    const char *zh;
    const char *en;
};

static const struct stage_task stage_tasks[STAGE_COUNT] = {
    [STAGE_LEAD] = {"screen", "去筛查", "Screen"},
    [STAGE_SCREENED] = {"admission", "去决定", "Decide"},
    [STAGE_LISTED] = {"handover", "移交", "Hand over"},
    [STAGE_HANDED_OVER] = {"acknowledge", "签收", "Acknowledge"},
    [STAGE_ACCEPTED] = {"navigator", "指派", "Appoint"},
    [STAGE_SERVED] = {"plan", "编方案", "Draw up the plan"},
    [STAGE_DEFERRED] = {"admission", "去复查", "Look again"},
};

static void add_stage_task(const struct view_run *run, const struct dossier *dossier,
                           struct task_list *list)
{
    static const struct stage_task confirming = {"confirm", "去确认", "Confirm"};
    static const struct stage_task revising = {"plan", "改方案", "Revise"};
    const struct adopted_plan *latest = dossier->latest;
    bool is_planning =
        dossier->project->stage == STAGE_SERVED || dossier->project->stage == STAGE_UNDER_WAY;
    const struct stage_task *what = &stage_tasks[dossier->project->stage];
    if (is_planning && latest != NULL) {
        what = latest->state == PLAN_PROPOSED   ? &confirming
               : latest->state == PLAN_OBJECTED ? &revising
                                                : what;
    }
    if (what->action == NULL ||
        (is_planning && latest != NULL && latest->state == PLAN_CONFIRMED)) {
        return;
    }
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct task *task = task_add(run->arena, list);
    const struct turn *turn = &dossier->turn;
    task->project = dossier->project;
    task->key = text_format(run->arena, "project:%lld", (long long)dossier->project->id);
    task->kind = task->action = what->action;
    task->label = text_of(is_zh ? what->zh : what->en);
    task->title =
        text_format(run->arena, is_zh ? "%s：%.*s" : "%s: %.*s",
                    is_zh ? turn->act_zh : turn->act_en, TEXT_ARG(dossier->project->name));
    set_who(task, turn);
    set_due(run, task, turn->until);
    set_light_by_due(run, task);
    if (task->has_left) {
        task->detail = text_format(
            run->arena, is_zh ? "%.*s，应于%.*s前办理" : "%.*s; by %.*s",
            TEXT_ARG(left_words(run->arena, task->left_days, run->actor->language)),
            TEXT_ARG(day_words(run->arena, task->due, run->today, run->actor->language)));
    }
}

/* Before there is a plan, what the enterprise knows decides which items there will be. */
static void add_facts_task(const struct view_run *run, const struct dossier *dossier,
                           struct task_list *list)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    if (dossier->project->stage != STAGE_SERVED || dossier->latest != NULL) {
        return;
    }
    struct task *task = task_add(run->arena, list);
    task->project = dossier->project;
    task->key = text_format(run->arena, "facts:%lld", (long long)dossier->project->id);
    task->kind = task->action = "facts";
    task->label = is_zh ? TEXT("去填写") : TEXT("Answer");
    task->title = text_format(run->arena, is_zh ? "补充项目信息：%.*s" : "Complete the facts: %.*s",
                              TEXT_ARG(dossier->project->name));
    task->detail = is_zh ? TEXT("据此确定要办哪些事项，再编制审批方案")
                         : TEXT("they decide which items the plan will hold");
    task->party = TURN_ENTERPRISE;
    task->who = dossier->project->enterprise;
    task->since = dossier->project->stage_since;
    set_due(run, task, dossier->turn.until);
    set_light_by_due(run, task);
}

/* -- open applications -- */

static struct text application_detail(const struct view_run *run, const struct task *task,
                                      const struct dossier_application *application)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct text clock = TEXT_NONE;
    if (application->is_paused) {
        clock = is_zh ? TEXT("，计时暂停") : TEXT("; the clock stands");
    } else if (task->has_left) {
        clock = text_format(
            run->arena, is_zh ? "，%.*s（%.*s）" : "; %.*s (%.*s)",
            TEXT_ARG(left_words(run->arena, task->left_days, run->actor->language)),
            TEXT_ARG(day_words(run->arena, task->due, run->today, run->actor->language)));
    }
    struct text state = join(run->arena, application->state_name, clock);
    return join(run->arena, state, effect_words(run->arena, task, run->actor->language));
}

/* Who can't act himself can remind who can. */
static bool may_remind(const struct view_run *run, const struct dossier_application *application)
{
    return access_role_may(ROLES_SERVICE, run->actor->role) &&
           application->turn.party == TURN_DEPARTMENT;
}

static void add_application_task(const struct view_run *run, const struct dossier *dossier,
                                 const struct dossier_application *application,
                                 struct task_list *list)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct dossier_node *node = dossier_node_of(dossier, application);
    struct task *task = task_add(run->arena, list);
    struct text name = city_item_name(run->city, application->code, run->actor->language);
    bool reminds = may_remind(run, application);
    task->project = dossier->project;
    task->key = text_format(run->arena, "application:%lld", (long long)application->id);
    task->kind = "application";
    task->action = reminds ? "remind" : "application";
    task->label =
        reminds ? (is_zh ? TEXT("催办") : TEXT("Remind")) : (is_zh ? TEXT("去办理") : TEXT("Open"));
    task->application_id = application->id;
    task->item = application->code;
    task->light = application->light;
    set_who(task, &application->turn);
    set_due(run, task,
            application->turn.until != CIVIL_DATE_NONE ? application->turn.until
                                                       : application->due_on);
    set_effect(task, node == NULL ? NULL : node->time);
    task->title = reminds ? text_format(run->arena, is_zh ? "催办%.*s：%.*s" : "Remind %.*s: %.*s",
                                        TEXT_ARG(application->turn.name), TEXT_ARG(name))
                          : text_format(run->arena, is_zh ? "%s：%.*s" : "%s: %.*s",
                                        is_zh ? application->turn.act_zh : application->turn.act_en,
                                        TEXT_ARG(name));
    task->detail = application_detail(run, task, application);
}

/* -- what could be begun -- */

static bool is_worth_telling(const struct view_run *run, const struct dossier_node *node)
{
    if (node->time == NULL || node->time->state != FORECAST_READY || node->application != NULL) {
        return false;
    }
    if (node->plan->is_milestone) {
        return node->time->finish <= run->today + 7;
    }
    return node->time->leads &&
           node->time->float_days <= city_limit(run->city, "effect_yellow_float", run->today);
}

static void add_ready_task(const struct view_run *run, const struct dossier *dossier,
                           const struct dossier_node *node, struct task_list *list)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct task *task = task_add(run->arena, list);
    struct text name = planning_node_name(run->city, node->plan, run->actor->language);
    bool is_milestone = node->plan->is_milestone;
    task->project = dossier->project;
    task->key = text_format(run->arena, "node:%lld:%.*s", (long long)dossier->project->id,
                            TEXT_ARG(node->plan->code));
    task->kind = task->action = is_milestone ? "milestone" : "application";
    task->item = node->plan->code;
    bool is_own = text_is(node->plan->org, "enterprise"); /* it organises the item itself */
    task->party = is_own ? TURN_ENTERPRISE : TURN_NAVIGATOR;
    task->who = is_own ? dossier->project->enterprise : dossier->navigator_name;
    task->since = node->time->start;
    task->label = is_milestone ? (is_zh ? TEXT("登记") : TEXT("Report"))
                               : (is_zh ? TEXT("去申报") : TEXT("Apply"));
    task->title =
        text_format(run->arena,
                    is_milestone ? (is_zh ? "到达“%.*s”后登记" : "Report when reached: %.*s")
                                 : (is_zh ? "申报《%.*s》" : "Apply for: %.*s"),
                    TEXT_ARG(name));
    set_effect(task, node->time);
    task->light = dossier_effect_light(run->city, node->time, run->today);
    set_due(run, task, is_milestone ? node->time->finish : node->plan->latest_start);
    task->detail = join(run->arena, is_zh ? TEXT("前置已齐") : TEXT("nothing is in its way"),
                        effect_words(run->arena, task, run->actor->language));
}

/* -- problems -- */

static enum turn_party party_find(const char *code)
{
    for (int i = 0; i < TURN_PARTY_COUNT; i++) {
        if (text_is(text_of(code), turn_party_code((enum turn_party)i))) {
            return (enum turn_party)i;
        }
    }
    return TURN_NOBODY;
}

static void add_problem_task(const struct view_run *run, const struct dossier *dossier,
                             const struct problem *problem, struct task_list *list)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct problem_limits limits;
    struct problem_turn turn;
    problem_limits_of(run, problem, &limits);
    problem_turn_of(problem, &limits, run->actor->language, &turn);
    struct task *task = task_add(run->arena, list);
    task->project = dossier->project;
    task->key = text_format(run->arena, "problem:%lld", (long long)problem->id);
    task->kind = task->action = "problem";
    task->problem_id = problem->id;
    task->application_id = problem->application;
    task->light = problem_light(problem, &limits);
    task->label = is_zh ? TEXT("去处理") : TEXT("Open");
    task->party = party_find(turn.party);
    task->since = turn.since;
    if (turn.names_unit) {
        task->org = problem->org;
        task->who = city_org_name(run->city, problem->org, run->actor->language);
    }
    task->title =
        text_format(run->arena, is_zh ? "问题（%.*s）：%.*s" : "Problem (%.*s): %.*s",
                    TEXT_ARG(turn.act), TEXT_ARG(problem_title_alone(run->arena, problem)));
    set_due(run, task, turn.until);
    const struct dossier_node *held = dossier_node_of_problem(dossier, problem);
    set_effect(task, held == NULL ? NULL : held->time);
    if (task->has_left) {
        task->detail =
            join(run->arena, left_words(run->arena, task->left_days, run->actor->language),
                 effect_words(run->arena, task, run->actor->language));
    }
}

void tasks_of(const struct view_run *run, const struct dossier *dossier, struct task_list *list)
{
    add_stage_task(run, dossier, list);
    add_facts_task(run, dossier, list);
    bool is_under_way = dossier->project->stage == STAGE_UNDER_WAY;
    for (size_t i = 0; i < dossier->application_count; i++) {
        if (dossier->applications[i].is_open) {
            add_application_task(run, dossier, &dossier->applications[i], list);
        }
    }
    for (size_t i = 0; is_under_way && i < dossier->planned.count; i++) {
        if (is_worth_telling(run, &dossier->nodes[i])) {
            add_ready_task(run, dossier, &dossier->nodes[i], list);
        }
    }
    for (size_t i = 0; i < dossier->problems.count; i++) {
        add_problem_task(run, dossier, &dossier->problems.items[i], list);
    }
}

static void add_upward_task(const struct view_run *run, const struct dossier *dossier,
                            const struct problem *problem, struct task_list *list)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct task *task = task_add(run->arena, list);
    civil_date since = problem->upward.drafted_on;
    task->project = dossier->project;
    task->key = text_format(run->arena, "upward:%lld", (long long)problem->id);
    task->kind = task->action = "problem";
    task->problem_id = problem->id;
    task->label = is_zh ? TEXT("去审定") : TEXT("Approve");
    task->party = run->actor->role == ROLE_DISTRICT_COORDINATOR ? TURN_DISTRICT : TURN_CENTRE;
    task->since = since;
    task->title = text_format(run->arena, is_zh ? "上报文字待审：%.*s" : "Text to approve: %.*s",
                              TEXT_ARG(problem->upward.draft_title));
    set_due(run, task,
            city_due(run->city, since, city_limit(run->city, "problem_upward", since)).day);
    set_light_by_due(run, task);
    task->detail = left_words(run->arena, task->left_days, run->actor->language);
}

void tasks_of_upward(const struct view_run *run, const struct dossier *dossier,
                     struct task_list *list)
{
    for (size_t i = 0; i < dossier->problems.count; i++) {
        const struct problem *problem = &dossier->problems.items[i];
        if (problem_draft_waits(problem) && problem_is_approver(problem, run->actor)) {
            add_upward_task(run, dossier, problem, list);
        }
    }
}

/* -- commitments that did not hold -- */

/* By when, what was found, and by which law the enterprise was trusted in the first place. */
static struct text rectify_detail(const struct view_run *run, const struct task *task,
                                  const struct commitment *commitment)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct pack_record *variant =
        pack_find(city_pack(run->city), PACK_VARIANTS, commitment->variant, commitment->signed_on);
    struct text law = variant == NULL
                          ? TEXT_NONE
                          : jvalue_text(jvalue_get(variant->raw, "legal_basis"), TEXT_NONE);
    struct text left = left_words(run->arena, task->left_days, run->actor->language);
    struct text found =
        text_format(run->arena, is_zh ? "%.*s；核查发现：%.*s" : "%.*s; found: %.*s",
                    TEXT_ARG(left), TEXT_ARG(commitment->note));
    return law.len == 0 ? found
                        : text_format(run->arena, is_zh ? "%.*s；依据：%.*s" : "%.*s; basis: %.*s",
                                      TEXT_ARG(found), TEXT_ARG(law));
}

static void add_rectify_task(const struct view_run *run, const struct dossier *dossier,
                             const struct commitment *commitment, struct task_list *list)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct task *task = task_add(run->arena, list);
    task->project = dossier->project;
    task->key = text_format(run->arena, "commitment:%lld", (long long)commitment->id);
    task->kind = task->action = "commitment";
    task->label = is_zh ? TEXT("去整改") : TEXT("Put right");
    task->application_id = commitment->application;
    task->item = commitment->code;
    task->party = TURN_ENTERPRISE;
    task->who = dossier->project->enterprise;
    task->since = commitment->checked_on;
    task->title =
        text_format(run->arena, is_zh ? "整改承诺事项：%.*s" : "Put right what was promised: %.*s",
                    TEXT_ARG(is_zh ? commitment->item_name
                                   : city_item_name(run->city, commitment->code, LANGUAGE_EN)));
    set_due(run, task, commitment->rectify_by);
    set_light_by_due(run, task);
    task->detail = rectify_detail(run, task, commitment);
}

bool tasks_of_commitments(const struct view_run *run, const struct dossier *dossier,
                          struct task_list *list, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct commitments found;
    struct commitment_filter asked = {.state =
                                          text_of(commitment_state_code(COMMITMENT_RECTIFYING)),
                                      .checker = TEXT_NONE,
                                      .project = dossier->project->id,
                                      .after_day = TEXT_NONE};
    if (!commitment_select(&sight, &asked, &found, fault)) {
        return false;
    }
    for (size_t i = 0; i < found.count; i++) {
        add_rectify_task(run, dossier, &found.items[i], list);
    }
    return true;
}

/* -- for whom, and JSON -- */

bool task_is_mine(const struct actor *actor, const struct task *task)
{
    switch (task->party) {
    case TURN_ENTERPRISE: return actor->role == ROLE_ENTERPRISE;
    case TURN_NAVIGATOR: return actor->role == ROLE_NAVIGATOR;
    case TURN_PROMOTION: return actor->role == ROLE_PROMOTION_OFFICER;
    case TURN_DEPARTMENT:
        return actor->role == ROLE_DEPARTMENT_OFFICER && text_equal(actor->org, task->org);
    case TURN_CENTRE:
    case TURN_DISTRICT:
        return actor->role == ROLE_CENTRE_COORDINATOR ||
               (actor->role == ROLE_DISTRICT_COORDINATOR &&
                (task->project == NULL || !task->project->city_coordinates));
    case TURN_LEADER: return actor->role == ROLE_LEADER;
    default: return false;
    }
}

void task_write_action(struct json_writer *json, const struct task *task)
{
    json_object(json);
    json_member_text(json, "kind", text_of(task->action));
    json_member_text(json, "label", task->label);
    if (task->project != NULL) {
        json_member_int(json, "project_id", task->project->id);
    }
    if (task->application_id != 0) {
        json_member_int(json, "application_id", task->application_id);
    }
    if (task->problem_id != 0) {
        json_member_int(json, "problem_id", task->problem_id);
    }
    if (task->bring_forward_id != 0) {
        json_member_int(json, "bring_forward_id", task->bring_forward_id);
    }
    if (task->item.len > 0) {
        json_member_text(json, "item", task->item);
    }
    if (task->party == TURN_DEPARTMENT && task->who.len > 0) {
        json_member_text(json, "org_name", task->who);
    }
    json_end(json);
}

void task_write_next_step(struct json_writer *json, const struct task *task, enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    json_object(json);
    if (task == NULL) {
        json_member_text(json, "title",
                         is_zh ? TEXT("现在没有要办的事") : TEXT("Nothing to do now"));
        json_member_text(json, "detail", TEXT_NONE);
        json_member_date(json, "due", CIVIL_DATE_NONE);
        json_member_text(json, "light", TEXT("none"));
    } else {
        json_member_text(json, "title", task->title);
        json_member_text(json, "detail", task->detail);
        json_member_date(json, "due", task->due);
        json_member_text(json, "light", text_of(task->light));
    }
    json_name(json, "action");
    if (task == NULL) {
        json_object(json);
        json_member_text(json, "kind", TEXT("none"));
        json_end(json);
    } else {
        task_write_action(json, task);
    }
    json_end(json);
}
