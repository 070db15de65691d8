#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/public_page.h"
#include "board/turn.h"
#include "ground/project/project.h"
#include "ground/project/query_code.h"
#include "room/planning/planning.h"

/* What the public page of a project tells: name, district, stage, the approval steps with their
 * states and days, whose turn it is, and when anything last happened. Persons, money, land,
 * sources, notes and problems are not read for it at all. */

static const struct statement public_steps = {
    "public_steps", "select code, state, decided_on from application where project=$1 order by id"};
static const struct statement public_last = {
    "public_last", "select max(recorded_at) from ledger_event where project_id=$1"};

static const struct statement *const public_statements[] = {&public_steps, &public_last};
static const size_t public_statement_count = COUNT_OF(public_statements);

const struct room public_room = {.name = "public", ROOM_STATEMENTS(public)};

/* Where an application stands, in the words that departments use. */
struct state_line {
    const char *code;
    const char *zh, *en;
    const char *css;  /* done, now, wait, stop, todo */
    const char *mark; /* shape beside the word: colour alone tells nothing */
    const char *turn; /* enterprise, department, navigator, or "" */
};

static const struct state_line state_lines[] = {
    {"", "未开始", "not started", "todo", "○", ""},
    {"submitted", "已提交，待收件", "submitted", "now", "●", "department"},
    {"received", "已收件，待受理", "received", "now", "●", "department"},
    {"supplement", "等企业补正材料", "documents to be supplemented", "wait", "▲", "enterprise"},
    {"accepted", "审查中", "under review", "now", "●", "department"},
    {"special", "特别程序，暂停计时", "special procedure, clock stopped", "wait", "▲",
     "department"},
    {"suspended", "中止，暂停计时", "suspended, clock stopped", "wait", "▲", "department"},
    {"granted", "已办结", "granted", "done", "✓", ""},
    {"delivered", "已办结并送达", "granted and delivered", "done", "✓", ""},
    {"refused", "未通过", "refused", "stop", "■", "navigator"},
    {"not_accepted", "不予受理", "not accepted", "stop", "■", "navigator"},
    {"withdrawn", "已撤件", "withdrawn", "todo", "○", ""},
};

static const struct state_line *state_of(struct text code)
{
    for (size_t i = 0; i < COUNT_OF(state_lines); i++) {
        if (text_is(code, state_lines[i].code)) {
            return &state_lines[i];
        }
    }
    return &state_lines[0];
}

struct step {
    struct text code, name, org;
    const struct state_line *state;
    civil_date planned_finish; /* by the plan; NONE without one */
    civil_date decided_on;     /* NONE while it is open */
    bool is_milestone;
};

#define STEPS_MAX 120

struct progress {
    struct project project;
    struct step steps[STEPS_MAX];
    size_t count;
    size_t done, total; /* of the steps that are no milestones */
    bool has_plan;
    enum turn_plan plan;
    civil_date plan_since;
    civil_date production;
    int64_t last; /* UTC ms */
};

/* -- collecting -- */

static bool read_plan(const struct view_run *run, struct progress *out, struct fault *fault)
{
    struct adopted_plans plans;
    struct planned planned;
    if (!planning_plans_of(run->arena, run->store, out->project.id, &plans, fault)) {
        return false;
    }
    const struct adopted_plan *plan = planning_in_force(&plans);
    if (plan == NULL) {
        return true;
    }
    if (!planning_load_nodes(run->arena, run->store, out->project.id, plan->number, &planned,
                             fault)) {
        return false;
    }
    out->has_plan = true;
    out->plan = plan->state == PLAN_CONFIRMED  ? TURN_PLAN_CONFIRMED
                : plan->state == PLAN_OBJECTED ? TURN_PLAN_OBJECTED
                                               : TURN_PLAN_PROPOSED;
    out->plan_since = plan->state == PLAN_CONFIRMED  ? plan->confirmed_on
                      : plan->state == PLAN_OBJECTED ? plan->objected_on
                                                     : plan->adopted_on;
    out->production = plan->planned.production;
    for (size_t i = 0; i < planned.count && out->count < STEPS_MAX; i++) {
        const struct planned_node *node = &planned.nodes[i];
        out->steps[out->count++] = (struct step){
            .code = node->code,
            .name = planning_node_name(run->city, node, run->actor->language),
            .org = node->org,
            .state = &state_lines[0],
            .planned_finish = node->earliest_finish,
            .decided_on = CIVIL_DATE_NONE,
            .is_milestone = node->is_milestone,
        };
    }
    return true;
}

static struct step *step_of(const struct view_run *run, struct progress *progress, struct text code)
{
    for (size_t i = 0; i < progress->count; i++) {
        if (text_equal(progress->steps[i].code, code)) {
            return &progress->steps[i];
        }
    }
    if (progress->count == STEPS_MAX) {
        return NULL;
    }
    struct step *step = &progress->steps[progress->count++];
    *step = (struct step){.code = code,
                          .name = city_item_name(run->city, code, run->actor->language),
                          .org = TEXT_NONE,
                          .state = &state_lines[0],
                          .planned_finish = CIVIL_DATE_NONE,
                          .decided_on = CIVIL_DATE_NONE};
    return step;
}

/* Later applications for the same item replace earlier ones, in the order of their ids. */
static bool read_applications(const struct view_run *run, struct progress *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(run->store, &public_steps, CELLS(cell_int(out->project.id)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct step *step = step_of(run, out, store_text(run->arena, &rows, 0));
        if (step != NULL) {
            step->state = state_of(store_text(run->arena, &rows, 1));
            step->decided_on = store_date(&rows, 2);
        }
    }
    return store_done(&rows, fault);
}

static bool collect(const struct view_run *run, int64_t project, struct progress *out,
                    struct fault *fault)
{
    const struct project_wanted wanted = {{.kind = SCOPE_CITY}, project};
    if (!project_load(run->arena, run->store, &wanted, &out->project, fault) ||
        !read_plan(run, out, fault) || !read_applications(run, out, fault) ||
        !store_query_int(run->store, &public_last, CELLS(cell_int(project)), &out->last, fault)) {
        return false;
    }
    for (size_t i = 0; i < out->count; i++) {
        bool is_item = !out->steps[i].is_milestone;
        out->total += is_item;
        out->done += is_item && text_is(text_of(out->steps[i].state->css), "done");
    }
    return true;
}

/* -- words -- */

/* By the project's stage and plan, where no application tells more. */
static struct text turn_by_stage(const struct public_view *view, const struct progress *progress)
{
    struct turn_asked asked = {.project = &progress->project,
                               .navigator_name = TEXT_NONE,
                               .plan = progress->plan,
                               .plan_since = progress->plan_since,
                               .today = view->run->today,
                               .language = view->language};
    struct turn turn = turn_of_project(view->run->city, &asked);
    if (turn.party == TURN_NOBODY) {
        return public_words(view, "无待办事项", "nothing is waited for");
    }
    return text_format(view->run->arena, "%.*s%.*s%.*s", TEXT_ARG(turn.name),
                       TEXT_ARG(public_words(view, "：", ": ")),
                       TEXT_ARG(public_words(view, turn.act_zh, turn.act_en)));
}

/* "市自然资源和规划局 审查中（用地预审）；企业 ..." of what is under way, at most four. */
static struct text turn_words(const struct public_view *view, const struct progress *progress)
{
    struct buffer out = buffer_open(view->run->arena, 256);
    int listed = 0;
    for (size_t i = 0; i < progress->count && listed < 4; i++) {
        const struct step *step = &progress->steps[i];
        struct text turn = text_of(step->state->turn);
        if (turn.len == 0) {
            continue;
        }
        struct text who =
            text_is(turn, "enterprise")  ? public_words(view, "企业", "the enterprise")
            : text_is(turn, "navigator") ? public_words(view, "代办员", "the navigator")
            : step->org.len > 0          ? city_org_name(view->run->city, step->org, view->language)
                                         : public_words(view, "审批部门", "the department");
        buffer_add(&out, listed++ > 0 ? public_words(view, "；", "; ") : TEXT_NONE);
        buffer_add(&out, who);
        buffer_add(&out, public_words(view, "：", ": "));
        buffer_add(&out, step->name);
        buffer_add(&out, TEXT(" "));
        buffer_add(&out, public_words(view, step->state->zh, step->state->en));
    }
    return listed > 0 ? buffer_text(&out) : turn_by_stage(view, progress);
}

/* -- writing -- */

static struct text day(const struct public_view *view, civil_date date)
{
    char out[CIVIL_DATE_TEXT_SIZE];
    return text_copy(view->run->arena, civil_date_write(date, out));
}

static void write_pair(const struct public_view *view, const char *zh, const char *en,
                       struct text value)
{
    html_add(view->out, "<div><dt>%</dt><dd>%</dd></div>\n", public_words(view, zh, en), value);
}

static void write_summary(const struct public_view *view, const struct progress *progress)
{
    const struct project *project = &progress->project;
    html_add(view->out, "<h2>%</h2>\n<dl>\n", project->name);
    write_pair(view, "编号", "Number", project->number);
    write_pair(view, "区县", "District",
               city_district_name(view->run->city, project->district, view->language));
    write_pair(view, "阶段", "Stage", stage_name(project->stage, view->language));
    if (progress->total > 0) {
        write_pair(
            view, "已办结", "Done",
            text_format(view->run->arena,
                        view->language == LANGUAGE_ZH ? "%zu 项，共 %zu 项" : "%zu of %zu steps",
                        progress->done, progress->total));
    }
    if (progress->has_plan) {
        write_pair(view, "计划投产", "Production planned", day(view, progress->production));
    }
    write_pair(view, "轮到谁", "Whose turn", turn_words(view, progress));
    write_pair(view, "最近更新", "Last update", public_instant(view, progress->last));
    html_raw(view->out, "</dl>\n");
    if (progress->total > 0) {
        html_add(view->out, "<progress value=\"%\" max=\"%\" aria-label=\"%\"></progress>\n",
                 text_format(view->run->arena, "%zu", progress->done),
                 text_format(view->run->arena, "%zu", progress->total),
                 public_words(view, "办理进度", "Progress"));
    }
}

static void write_step(const struct public_view *view, const struct step *step)
{
    bool is_done =
        text_is(text_of(step->state->css), "done") || text_is(text_of(step->state->css), "stop");
    html_add(view->out,
             "<tr><th scope=\"row\">%</th><td class=\"%\"><span aria-hidden=\"true\">%</span> "
             "%</td><td>",
             step->name, text_of(step->state->css), text_of(step->state->mark),
             public_words(view, step->state->zh, step->state->en));
    if (is_done && step->decided_on != CIVIL_DATE_NONE) {
        html_text(view->out, day(view, step->decided_on));
    } else if (!is_done && step->planned_finish != CIVIL_DATE_NONE) {
        html_add(view->out, "% %", public_words(view, "计划", "planned"),
                 day(view, step->planned_finish));
    } else {
        html_raw(view->out, "-");
    }
    html_raw(view->out, "</td></tr>\n");
}

static void write_steps(const struct public_view *view, const struct progress *progress)
{
    if (progress->total == 0) {
        html_add(view->out, "<p>%</p>\n",
                 public_words(view, "审批方案尚未编制，编制后在此公布各事项进度。",
                              "There is no approval plan yet; its steps will be shown here."));
        return;
    }
    html_add(
        view->out,
        "<table>\n<caption>%</caption>\n<thead><tr><th scope=\"col\">%</th><th scope=\"col\">%</th>"
        "<th scope=\"col\">%</th></tr></thead>\n<tbody>\n",
        public_words(view, "审批事项", "Approval steps"), public_words(view, "事项", "Step"),
        public_words(view, "状态", "State"), public_words(view, "日期", "Day"));
    for (size_t i = 0; i < progress->count; i++) {
        if (!progress->steps[i].is_milestone) {
            write_step(view, &progress->steps[i]);
        }
    }
    html_raw(view->out, "</tbody>\n</table>\n");
}

bool public_progress(struct public_view *view, struct text code, struct fault *fault)
{
    int64_t id = 0;
    struct progress *progress = arena_new(view->run->arena, struct progress);
    struct fault missing = {.code = FAULT_NONE};
    bool is_found = query_code_parse(code, &id) && collect(view->run, id, progress, &missing);
    if (!is_found && missing.code != FAULT_NONE && missing.code != FAULT_NOT_FOUND) {
        *fault = missing;
        return false;
    }
    if (!is_found) {
        view->status = 404;
        html_add(
            view->out, "<p class=\"notice\" role=\"alert\">%</p>\n",
            public_words(view, "没有查到。请核对查询码，或向代办员索取新的查询码。",
                         "Nothing found. Check the code, or ask the navigator for a new one."));
        return true;
    }
    write_summary(view, progress);
    write_steps(view, progress);
    return true;
}
