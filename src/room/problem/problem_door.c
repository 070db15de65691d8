#include "app/access.h"
#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/casefile/casefile.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/problem/problem_cause.h"
#include "room/problem/problem_climb.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_rows.h"
#include "room/problem/problem_store.h"
#include "room/problem/problem_upward.h"

/* -- commands -- */

static bool load(struct command_run *run, struct problem *out, struct fault *fault)
{
    struct sight sight = run_sight(run);
    return problem_find(&sight, run->id, run->today, out, fault) &&
           problem_know_reader(&sight, run->actor, &(struct problem_list){out, 1}, fault) &&
           run_version_is(run, out->version, fault);
}

static bool answer(struct command_run *run, int64_t id, struct text number, struct fault *fault)
{
    run->answer.id = id;
    run->answer.number = number;
    return problem_version(run->store, id, &run->answer.version, fault);
}

static struct problem_setting setting_of(const struct command_run *run)
{
    return (struct problem_setting){
        .actor = run->actor,
        .calendar = city_calendar(run->city),
        .today = run->today,
        .new_due = CIVIL_DATE_NONE,
    };
}

static bool emit(struct command_run *run, const struct problem *problem,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {problem->id, problem->project, run->today};
    return run_emit(run, kind, about, body, fault) &&
           answer(run, problem->id, problem->number, fault);
}

static bool items_are_right(struct command_run *run, const struct text_list *items, int64_t project,
                            struct fault *fault)
{
    for (size_t i = 0; i < items->count; i++) {
        bool is_there = false;
        if (!problem_plan_has(run->store, project, items->items[i], &is_there, fault)) {
            return false;
        }
        if (!is_there) {
            return fault_refuse_field(fault, "items", "项目的方案里没有这个事项",
                                      "the project's plan has no such item");
        }
    }
    return true;
}

static bool raise_is_right(struct command_run *run, const struct problem_raise *fields,
                           int64_t project, struct fault *fault)
{
    if (pack_find(city_pack(run->city), PACK_PROBLEM_CATEGORIES, fields->category, run->today) ==
        NULL) {
        return fault_refuse_field(fault, "category", "没有这个问题类别",
                                  "there is no such category");
    }
    return items_are_right(run, &fields->items, project, fault) &&
           casefile_is_of(run, project, fields->application_id, fault);
}

bool problem_raise_for(struct command_run *run, const struct problem_raise *fields,
                       const struct problem_origin *origin, struct fault *fault)
{
    int64_t year = civil_date_parts(run->today).year;
    int64_t serial = 0;
    if (!raise_is_right(run, fields, origin->project, fault) ||
        !problem_next_serial(run->store, year, &serial, fault)) {
        return false;
    }
    int64_t id = run_next_seq(run);
    struct problem_raised body = {
        .number = city_number(run->arena, run->city, "problem", (int)year, serial),
        .year = year,
        .serial = serial,
        .title = fields->title,
        .category = fields->category,
        .description = fields->description,
        .application = fields->application_id,
        .whistle = origin->whistle,
        .items = fields->items,
    };
    struct event_about about = {0, origin->project, run->today};
    return run_emit(run, &problem_raised_event, about, &body, fault) &&
           answer(run, id, body.number, fault);
}

static bool perform_raise(struct command_run *run, const void *given, struct fault *fault)
{
    struct project project;
    if (!project_of_run(run, 0, &project, fault)) {
        return false;
    }
    struct problem_origin origin = {project.id, 0};
    return problem_raise_for(run, given, &origin, fault);
}

/* From one of his posts he sees the project, and so can look for himself. */
static bool can_verify(struct command_run *run, int64_t account, int64_t project, bool *out,
                       struct fault *fault)
{
    struct post_list *posts = arena_new(run->arena, struct post_list);
    struct access_project *about = arena_new(run->arena, struct access_project);
    *out = false;
    if (!account_live_posts(run->arena, run->store, account, posts, fault) ||
        !access_project_load(run->arena, run->store, project, about, fault)) {
        return false;
    }
    for (size_t i = 0; i < posts->count; i++) {
        const struct post *post = &posts->items[i];
        struct actor actor = {.account = account,
                              .role = post->role,
                              .org = post->org,
                              .district = post->district,
                              .project = post->project};
        *out |=
            access_role_may(ROLES_BUSINESS, post->role) && access_sees(run->city, &actor, about);
    }
    return true;
}

/* The people named must be there: the owner with a post in the unit. */
static bool look_up_people(struct command_run *run, const struct problem_assign *fields,
                           int64_t project, struct problem_setting *setting, struct fault *fault)
{
    setting->unit_is_known = city_is_unit(run->city, fields->org);
    if (fields->owner != 0 &&
        !casefile_has_person(run, fields->org, fields->owner, &setting->owner_is_of_unit, fault)) {
        return false;
    }
    return fields->verifier == 0 ||
           (can_verify(run, fields->verifier, project, &setting->verifier_is_known, fault) &&
            casefile_has_person(run, fields->org, fields->verifier, &setting->verifier_is_of_unit,
                                fault));
}

static bool helpers_are_known(const struct command_run *run, const struct text_list *helpers,
                              struct fault *fault)
{
    for (size_t i = 0; i < helpers->count; i++) {
        if (!city_is_unit(run->city, helpers->items[i])) {
            return fault_refuse_field(fault, "helpers", "数据包里没有这个单位",
                                      "the pack has no such unit");
        }
    }
    return true;
}

static bool has_causes(const struct command_run *run)
{
    const struct pack_records *causes = &city_pack(run->city)->lists[PACK_PROBLEM_CAUSES];
    bool has = false;
    for (uint32_t i = 0; i < causes->count; i++) {
        has |= pack_in_force(&causes->items[i], run->today);
    }
    return has;
}

/* Where the city has a table of causes, nothing is solved without one said then or before. */
static bool cause_is_said(const struct command_run *run, const struct problem *problem,
                          struct text cause, struct fault *fault)
{
    return cause.len > 0 || problem->cause.len > 0 || !has_causes(run) ||
           fault_refuse_field(fault, "cause", "请选择问题的原因，以便发现反复出现的原因",
                              "say what it came from, so that causes that recur are found");
}

/* Given or not; of those the city has. */
static bool cause_is_known(const struct command_run *run, struct text cause, struct fault *fault)
{
    return cause.len == 0 ||
           pack_find(city_pack(run->city), PACK_PROBLEM_CAUSES, cause, run->today) != NULL ||
           fault_refuse_field(fault, "cause", "没有这个原因", "there is no such cause");
}

static bool perform_assign(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_assign *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    struct problem_assigned body;
    if (!load(run, &problem, fault) ||
        !look_up_people(run, fields, problem.project, &setting, fault) ||
        !problem_decide_assign(&problem, fields, &setting, &body, fault) ||
        !helpers_are_known(run, &fields->helpers, fault) ||
        !cause_is_known(run, body.cause, fault) ||
        !project_join(run, problem.project, body.org, fault)) {
        return false;
    }
    for (size_t i = 0; i < body.helpers.count; i++) {
        if (!project_join(run, problem.project, body.helpers.items[i], fault)) {
            return false;
        }
    }
    return emit(run, &problem, &problem_assigned_event, &body, fault);
}

static bool perform_pin(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_pin *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    struct problem_pinned body = {fields->items};
    return load(run, &problem, fault) &&
           problem_decide_act(&problem, PROBLEM_PIN, &setting, fault) &&
           items_are_right(run, &fields->items, problem.project, fault) &&
           emit(run, &problem, &problem_pinned_event, &body, fault);
}

static bool evidence_is_of_project(struct command_run *run, const struct problem *problem,
                                   struct text evidence, struct fault *fault)
{
    int64_t ids[PROBLEM_EVIDENCE_MAX];
    size_t count = 0;
    if (!problem_ids_read(run->arena, evidence, ids, PROBLEM_EVIDENCE_MAX, &count)) {
        return fault_refuse_field(fault, "evidence", "应为本项目文件编号的列表，最多 20 个，不重复",
                                  "a list of ids of this project's files, at most 20, each once");
    }
    for (size_t i = 0; i < count; i++) {
        struct problem_file file;
        if (!problem_file_of(run->arena, run->store, problem->project, ids[i], &file, fault)) {
            return false;
        }
        if (file.id == 0) {
            return fault_refuse_field(fault, "evidence", "不是本项目的文件",
                                      "not a file of this project");
        }
    }
    return true;
}

static bool perform_solve(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_solve *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    struct problem_solved body;
    return load(run, &problem, fault) &&
           problem_decide_solve(&problem, fields, &setting, &body, fault) &&
           cause_is_known(run, body.cause, fault) &&
           cause_is_said(run, &problem, body.cause, fault) &&
           evidence_is_of_project(run, &problem, body.evidence, fault) &&
           emit(run, &problem, &problem_solved_event, &body, fault);
}

static bool perform_verify(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_verify *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    struct problem_verified body;
    return load(run, &problem, fault) &&
           problem_decide_verify(&problem, fields, &setting, &body, fault) &&
           emit(run, &problem, &problem_verified_event, &body, fault);
}

/* Once for each that he raised: itself and its parts. */
static bool agree(struct command_run *run, const struct problem *problem,
                  const struct problem_noted *body, struct fault *fault)
{
    const struct event_kind *kind = &problem_agreed_event;
    struct event_about about = {0, problem->project, run->today};
    for (size_t i = 0; i < problem->part_count; i++) {
        const struct problem_part *part = &problem->parts[i];
        about.subject = part->id;
        if (problem_is_ones_own(part->raised_by, part->raised_role, run->actor) &&
            !run_emit(run, kind, about, body, fault)) {
            return false;
        }
    }
    about.subject = problem->id;
    return (!problem_is_ones_own(problem->raised_by, problem->raised_role, run->actor) ||
            run_emit(run, kind, about, body, fault)) &&
           answer(run, problem->id, problem->number, fault);
}

static bool perform_confirm(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_confirm *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    if (!load(run, &problem, fault) || !problem_decide_confirm(&problem, &setting, fault)) {
        return false;
    }
    struct problem_noted body = {.note = fields->note};
    return problem_is_last_to_agree(&problem, run->actor)
               ? emit(run, &problem, &problem_closed_event, &body, fault)
               : agree(run, &problem, &body, fault);
}

static bool perform_return(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_return *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    struct problem_sent_back body = {.reason = fields->reason};
    return load(run, &problem, fault) &&
           problem_decide_act(&problem, PROBLEM_RETURN, &setting, fault) &&
           emit(run, &problem, &problem_returned_event, &body, fault);
}

static bool perform_reopen(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_reopen *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    struct problem_reopened body;
    int days = city_limit(run->city, "problem_resolve", run->today);
    setting.new_due = city_due(run->city, run->today, days).day;
    return load(run, &problem, fault) &&
           problem_decide_reopen(&problem, fields, &setting, &body, fault) &&
           emit(run, &problem, &problem_reopened_event, &body, fault);
}

static bool perform_escalate(struct command_run *run, const void *given, struct fault *fault)
{
    const struct problem_escalate *fields = given;
    struct problem problem;
    struct problem_setting setting = setting_of(run);
    struct problem_escalated body;
    enum problem_level above;
    if (!load(run, &problem, fault) ||
        !problem_decide_escalate(&problem, fields, &setting, &body, fault) ||
        !problem_find_above(run, &problem, &above, fault)) {
        return false;
    }
    body.level = text_of(problem_level_code(above));
    return emit(run, &problem, &problem_escalated_event, &body, fault);
}

#define ROLES_RAISE (ROLES_WORK | ROLE_BIT(ROLE_ENTERPRISE))

static const struct command_kind commands[] = {
    {"problem.raise", "POST", "/projects/{id}/problems", &problem_raise_table, ROLES_RAISE, 0,
     "提出问题", "Raise a problem", perform_raise},
    {"problem.pin", "POST", "/problems/{id}/pins", &problem_pin_table, ROLES_RAISE, 0,
     "关联被卡住的计划事项", "Say which items of the plan it holds up", perform_pin},
    {"problem.assign", "POST", "/problems/{id}/assign", &problem_assign_table, ROLES_COORDINATORS,
     0, "问题定责：责任单位、措施、期限、验证人",
     "Assign a problem: unit, measures, day due, verifier", perform_assign},
    {"problem.solve", "POST", "/problems/{id}/solve", &problem_solve_table, ROLES_WORK, 0,
     "责任单位提交解决情况和证据", "The responsible unit reports the solution with evidence",
     perform_solve},
    {"problem.verify", "POST", "/problems/{id}/verify", &problem_verify_table, ROLES_BUSINESS, 0,
     "验证解决情况", "Verify the solution", perform_verify},
    {"problem.confirm", "POST", "/problems/{id}/confirm", &problem_confirm_table, ROLES_RAISE, 0,
     "提出人确认销号", "The raiser confirms; this closes the problem", perform_confirm},
    {"problem.return", "POST", "/problems/{id}/return", &problem_return_table, ROLES_BUSINESS, 0,
     "不满意，退回责任单位", "Not satisfied: send it back", perform_return},
    {"problem.reopen", "POST", "/problems/{id}/reopen", &problem_reopen_table, ROLES_RAISE, 0,
     "重新打开已销号的问题", "Reopen a closed problem", perform_reopen},
    {"problem.escalate", "POST", "/problems/{id}/escalate", &problem_escalate_table, ROLES_RAISE, 0,
     "提级：区县级、市级、领导协调", "Escalate: district, city, leader", perform_escalate},
    {"problem.merge", "POST", "/problems/{id}/merge", &problem_merge_table, ROLES_COORDINATORS, 0,
     "并入同一项目的同类问题", "Merge into a like problem of the project", problem_perform_merge},
    {"problem.split", "POST", "/problems/{id}/split", &problem_split_table, ROLES_COORDINATORS, 0,
     "把并入的问题拆回", "Split off again what was merged", problem_perform_split},
    {"problem.draft", "POST", "/problems/{id}/draft", &problem_draft_table, ROLES_WORK, 0,
     "起草上报文字：领导看到的标题和内容，须另一人审定",
     "Draft the text for upward eyes, which another person approves", problem_perform_draft},
    {"problem.approve", "POST", "/problems/{id}/approve", NULL, ROLES_WORK, 0,
     "审定上报文字（起草人不得审定）", "Approve the text for upward eyes; not by who drafted it",
     problem_perform_approve},
    {"problem.reject", "POST", "/problems/{id}/reject", &problem_reject_table, ROLES_WORK, 0,
     "退回上报文字", "Return the text for upward eyes", problem_perform_reject},
    {"problem.climb", "POST", "/chores/problems", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "预告并按规则提级逾期的问题",
     "Announce and climb problems that are left lying", problem_perform_climb},
    {"problem.climb_drafts", "POST", "/chores/problem-drafts", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "预告并按规则上报逾期未审的上报文字",
     "Announce and climb texts for upward eyes that nobody approves", problem_perform_climb_drafts},
};

/* -- the list -- */

struct list_query {
    struct text state, org, level, cause, q, sort, after;
    int64_t project, limit;
    civil_date from, until;
};

static const char *const sorts[] = {"due", "cost", "-raised", NULL};
static const char *const list_states[] = {"open",   "raised",   "assigned", "solved", "closed",
                                          "merged", "climbing", "stuck",    NULL};
static const char *const list_levels[] = {"district", "city", "leader", NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
    FIELD(list_query, org, TEXT, .names = "units", .max = 60, .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(list_query, level, CHOICE, .choices = list_levels, .zh = "级别", .en = "level"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, cause, TEXT, .names = "causes", .max = 60, .zh = "原因（unknown：未注明）",
          .en = "cause (unknown: not said)"),
    FIELD(list_query, from, DATE, .zh = "提出日期从", .en = "raised from"),
    FIELD(list_query, until, DATE, .zh = "提出日期至", .en = "raised until"),
    FIELD(list_query, q, TEXT, .max = 60, .zh = "搜索", .en = "search"),
    FIELD(list_query, sort, CHOICE, .choices = sorts, .zh = "排序", .en = "order"),
    FIELD(list_query, limit, INT, .min = 1, .max = 200, .zh = "每页", .en = "a page"),
    FIELD(list_query, after, TEXT, .max = 60, .zh = "下一页", .en = "next page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

/* "%a\%b%": what is typed stands for itself, in whatever case. */
static struct text pattern_of(struct arena *arena, struct text typed)
{
    if (typed.len == 0) {
        return TEXT_NONE;
    }
    struct buffer out = buffer_open(arena, typed.len * 2 + 2);
    buffer_add_char(&out, '%');
    for (size_t i = 0; i < typed.len; i++) {
        char c = text_lower(typed.at[i]);
        if (c == '%' || c == '_' || c == '\\') {
            buffer_add_char(&out, '\\');
        }
        buffer_add_char(&out, c);
    }
    buffer_add_char(&out, '%');
    return buffer_text(&out);
}

static bool read_after(struct text after, struct problem_filter *filter, struct fault *fault)
{
    struct text id = after;
    filter->after_key = text_cut(&id, '.');
    if (after.len > 0 && (!text_to_int(id, &filter->after_id) || filter->after_key.len == 0)) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
    }
    return true;
}

static enum problem_order order_of(struct text sort)
{
    return text_is(sort, "-raised") ? PROBLEM_NEWEST
           : text_is(sort, "cost")  ? PROBLEM_BY_COST
                                    : PROBLEM_BY_DUE;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct problem_filter filter = {
        .state = query->state,
        .org = query->org,
        .level = query->level,
        .like = pattern_of(run->arena, query->q),
        .project = query->project,
        .cause = query->cause,
        .from = query->from,
        .until = query->until,
        .order = order_of(query->sort),
        .reads_upward = upward_reads(run->city, run->actor, run->today),
        .today = run->today,
        .limit = query->limit > 0 ? query->limit : 50,
    };
    struct problem_page page;
    if (!read_after(query->after, &filter, fault) || !problem_page(run, &filter, &page, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < page.list.count; i++) {
        problem_row(json, run, &page.list.items[i]);
    }
    json_end(json);
    json_member_int(json, "total", page.total);
    struct text next = page.next_key.len == 0
                           ? TEXT_NONE
                           : text_format(run->arena, "%.*s.%lld", TEXT_ARG(page.next_key),
                                         (long long)page.next_id);
    json_member_text_or_null(json, "next", next);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"problem.list", "/problems", &list_table, ROLES_BUSINESS, 0, "问题清单", "Problems",
     answer_list},
    {"problem.causes", "/problem-causes", &problem_causes_table, ROLES_WORK | ROLES_WATCHERS, 0,
     "反复出现的原因", "Causes that recur", problem_answer_causes},
};

static const struct event_kind *const events[] = {
    &problem_raised_event,
    &problem_pinned_event,
    &problem_assigned_event,
    &problem_solved_event,
    &problem_verified_event,
    &problem_closed_event,
    &problem_returned_event,
    &problem_reopened_event,
    &problem_escalated_event,
    &problem_climb_announced_event,
    &problem_climbed_event,
    &problem_climb_stuck_event,
    &problem_merged_event,
    &problem_split_event,
    &problem_agreed_event,
    &problem_drafted_event,
    &problem_approved_event,
    &problem_rejected_event,
    &problem_draft_climb_announced_event,
    &problem_draft_climbed_event,
};

const struct room problem_room = {
    .name = "problem",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(problem),
    .schema = {"problem", 8, problem_ddl},
};
