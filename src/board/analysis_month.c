#include "app/city.h"
#include "base/arena.h"
#include "board/analysis.h"
#include "board/analysis_inside.h"
#include "store/page.h"

/* The month: each project with its figures, and the rows of a figure. */

static const struct {
    const char *code;
    const char *zh, *en;
    const char *says_zh, *says_en;
} figures[ANALYSIS_FIGURE_COUNT] = {
    [ANALYSIS_SUBMITTED] =
        {"submitted", "提交办件", "cases submitted",
         "提交日在当月的办件；企业自行组织的事项不计，办件各项均同",
         "cases submitted in the month; of this and all case figures: items that "
         "the enterprise organises itself are not counted"},
    [ANALYSIS_ACCEPTED] = {"accepted", "受理办件", "cases accepted",
                           "受理日在当月的办件，含逾期未告知视为受理的",
                           "cases whose acceptance lies in the month, by silence included"},
    [ANALYSIS_DECIDED] = {"decided", "作出决定", "cases decided", "决定日在当月的办件",
                          "cases decided in the month"},
    [ANALYSIS_DECIDED_LATE] =
        {"decided_late", "逾期作出决定", "decided late",
         "当月作出决定、决定日晚于办理期限的办件；期限按当日时钟扣除补正、特别程序和中止",
         "cases decided in the month after their limit, which leaves out "
         "supplements, special procedures and suspensions"},
    [ANALYSIS_OVERDUE] = {"overdue", "期末逾期未办结", "overdue at the end",
                          "截至统计末日期限已过、尚未作出决定且时钟未停的办件",
                          "cases undecided past their limit on the last day counted, their clock "
                          "running"},
    [ANALYSIS_DUE_NEXT] = {"due_next", "下月到期", "due next month",
                           "截至统计末日在办、办理期限落在下月的办件；时钟停着的不计",
                           "cases under way on the last day counted whose limit lies in the month "
                           "after; those whose clock stands are not counted"},
    [ANALYSIS_MILESTONES] = {"milestones", "达到节点", "milestones reached",
                             "达到日期在当月的项目节点", "milestones reached in the month"},
    [ANALYSIS_PLANS] = {"plans", "确认方案", "plans confirmed", "当月由企业确认的审批方案",
                        "plans that the enterprise confirmed in the month"},
    [ANALYSIS_PROBLEMS_OPENED] = {"problems_opened", "提出问题", "problems raised",
                                  "提出日在当月的问题", "problems raised in the month"},
    [ANALYSIS_PROBLEMS_CLOSED] = {"problems_closed", "销号问题", "problems closed",
                                  "销号日在当月、此后未重开的问题",
                                  "problems closed in the month and not opened again since"},
    [ANALYSIS_PROBLEMS_OPEN] =
        {"problems_open", "期末未销号问题", "problems open at the end",
         "统计末日尚未销号的问题；影响天数为查询当日推算，未知不等于零",
         "problems open on the last day counted; their cost in days is that of "
         "the day of asking, and unknown is not zero"},
    [ANALYSIS_PROMISES_KEPT] = {"promises_kept", "兑现承诺", "promises kept",
                                "兑现日在当月的承诺日期", "promised days kept in the month"},
    [ANALYSIS_PROMISES_BROKEN] = {"promises_broken", "未兑现承诺", "promises broken",
                                  "当月过期未兑现的承诺日期", "promised days missed in the month"},
    [ANALYSIS_WHISTLES] = {"whistles", "企业吹哨", "whistles", "当月吹响的哨",
                           "whistles blown in the month"},
};

static const char *const figure_codes[] = {
    "submitted",     "accepted",      "decided",         "decided_late",    "overdue",
    "due_next",      "milestones",    "plans",           "problems_opened", "problems_closed",
    "problems_open", "promises_kept", "promises_broken", "whistles",        NULL};

static bool is_zh(const struct view_run *run)
{
    return run->actor->language == LANGUAGE_ZH;
}

/* -- asking -- */

struct month_query {
    struct text figure, after;
    int64_t project, limit;
};
#define PAGE_DEFAULT 200
#define PAGE_FIELDS                                                                                \
    FIELD(month_query, limit, INT, .min = 1, .max = 500, .zh = "每页项目数",                       \
          .en = "projects a page"),                                                                \
        FIELD(month_query, after, TEXT, .max = 40, .zh = "下一页", .en = "next page")
static const struct field month_fields[] = {PAGE_FIELDS};
static const struct field_table month_table = FIELD_TABLE(month_query, month_fields);
static const struct field rows_fields[] = {
    FIELD(month_query, figure, CHOICE, .choices = figure_codes, .zh = "指标", .en = "figure"),
    FIELD(month_query, project, ID, .zh = "项目", .en = "project"), PAGE_FIELDS};
static const struct field_table rows_table = FIELD_TABLE(month_query, rows_fields);

static bool wrong(const char *name, struct fault *fault)
{
    return fault_raise(fault, FAULT_QUERY_INVALID, text_of(name), FAULT_ARGS(text_of(name)));
}

static bool load(const struct view_run *run, struct analysis_page *out, struct fault *fault)
{
    const struct month_query *query = run->query;
    struct analysis_asked asked = {.run = run,
                                   .project = query->project,
                                   .limit = query->limit > 0 ? query->limit : PAGE_DEFAULT};
    if (!analysis_month_parse(run->parameters[0], run->today, &asked.period)) {
        return wrong("month", fault);
    }
    if (query->after.len > 0 && (!text_to_int(query->after, &asked.after) || asked.after < 0)) {
        return wrong("after", fault);
    }
    return analysis_page_load(&asked, out, fault);
}

/* The projects of the page, and how each stands today. */
struct stand {
    struct project *projects;
    struct standing *now;
};

static bool load_projects(const struct analysis_page *page, struct stand *out, struct fault *fault)
{
    out->projects = arena_array(page->run->arena, struct project, page->count + 1);
    for (size_t i = 0; i < page->count; i += STORE_PAGE) {
        size_t count = page->count - i < STORE_PAGE ? page->count - i : STORE_PAGE;
        if (!projects_of_view(page->run, page->ids + i, count, out->projects + i, fault)) {
            return false;
        }
    }
    return true;
}

static bool stand_by_rows(const struct analysis_page *page, struct stand *out, struct fault *fault)
{
    struct standing_shown shown[STORE_PAGE];
    for (size_t i = 0; i < page->count; i += STORE_PAGE) {
        size_t count = page->count - i < STORE_PAGE ? page->count - i : STORE_PAGE;
        if (!standing_of(page->run, page->ids + i, count, shown, fault)) {
            return false;
        }
        for (size_t k = 0; k < count; k++) {
            out->now[i + k] = shown[k].row;
            if (shown[k].row.id == 0) { /* no row: nothing is known of it */
                out->now[i + k].forecast = CIVIL_DATE_NONE;
            }
        }
    }
    return true;
}

/* Of the derived row only days and numbers are kept: its texts are the walk's. */
static bool stand_by_dossiers(const struct analysis_page *page, struct stand *out,
                              struct fault *fault)
{
    struct portfolio_walk walk = portfolio_walk_begin(page->run);
    bool derived = true;
    for (size_t i = 0; derived && i < page->count; i++) {
        struct dossier dossier;
        struct standing made;
        portfolio_walk_next(&walk);
        derived = dossier_load(&walk.run, &out->projects[i], &dossier, fault);
        if (derived) {
            standing_derive(&walk.run, &dossier, &made);
            out->now[i] = (struct standing){
                .id = page->ids[i], .forecast = made.forecast, .effect_days = made.effect_days};
        }
    }
    portfolio_walk_end(&walk);
    return derived;
}

static bool load_stand(const struct analysis_page *page, struct stand *out, struct fault *fault)
{
    bool is_ready = false;
    out->now = arena_array(page->run->arena, struct standing, page->count + 1);
    return standing_is_ready(page->run, &is_ready, fault) &&
           (is_ready ? stand_by_rows(page, out, fault) : stand_by_dossiers(page, out, fault));
}

/* -- figures -- */

struct counts {
    int64_t of[ANALYSIS_FIGURE_COUNT];
    bool has_cost;
    int64_t cost; /* of the open problems whose cost is known, the dearest */
};

static void count(const struct analysis_row *row, struct counts *out)
{
    out->of[row->figure]++;
    if (row->figure == ANALYSIS_PROBLEMS_OPEN && row->has_cost) {
        out->cost = !out->has_cost || row->cost > out->cost ? row->cost : out->cost;
        out->has_cost = true;
    }
}

static void count_all(const struct analysis_page *page, struct counts *each, struct counts *sum)
{
    for (uint32_t r = 0; r < page->row_count; r++) {
        count(&page->rows[r], &each[page->rows[r].place]);
        count(&page->rows[r], sum);
    }
}

static void write_figures(struct json_writer *json, const struct analysis_page *page,
                          const struct counts *sum)
{
    const struct view_run *run = page->run;
    json_name(json, "figures");
    json_array(json);
    for (int i = 0; i < ANALYSIS_FIGURE_COUNT; i++) {
        json_object(json);
        json_member_text(json, "code", text_of(figures[i].code));
        json_member_text(json, "name", text_of(is_zh(run) ? figures[i].zh : figures[i].en));
        json_member_int(json, "value", sum->of[i]);
        json_member_text(json, "definition",
                         text_of(is_zh(run) ? figures[i].says_zh : figures[i].says_en));
        json_member_text(json, "rows",
                         text_format(run->arena, "/analysis/months/%.*s/rows?figure=%s",
                                     TEXT_ARG(run->parameters[0]), figures[i].code));
        json_end(json);
    }
    json_end(json);
}

static void write_project(struct json_writer *json, const struct analysis_page *page,
                          const struct stand *stand, const struct counts *counts, size_t i)
{
    const struct view_run *run = page->run;
    const struct project *project = &stand->projects[i];
    civil_date before = page->planned_before[i];
    civil_date planned = page->planned[i];
    bool has_moved = before != CIVIL_DATE_NONE && planned != CIVIL_DATE_NONE;
    json_object(json);
    json_name(json, "project");
    project_brief(json, run->city, project, run->actor->language);
    json_member_text(json, "stage", text_of(stage_code(project->stage)));
    json_member_text(json, "stage_name", stage_name(project->stage, run->actor->language));
    json_member_date(json, "planned_on", planned);
    json_member_date(json, "planned_before_on", before);
    json_member_int_if(json, "moved_days", has_moved,
                       has_moved ? city_working_days(run->city, before, planned) : 0);
    json_member_date(json, "expected_on", stand->now[i].forecast);
    json_member_int_if(json, "effect_days", stand->now[i].forecast != CIVIL_DATE_NONE,
                       stand->now[i].effect_days);
    json_member_int_if(json, "cost_days", counts->has_cost, counts->cost);
    for (int f = 0; f < ANALYSIS_FIGURE_COUNT; f++) {
        json_member_int(json, figures[f].code, counts->of[f]);
    }
    json_member_text(json, "rows",
                     text_format(run->arena, "/analysis/months/%.*s/rows?project=%lld",
                                 TEXT_ARG(run->parameters[0]), (long long)project->id));
    json_end(json);
}

static void write_next(struct json_writer *json, const struct analysis_page *page)
{
    view_next(page->run, json, page->has_more, page->last);
}

static struct text month_title(const struct view_run *run)
{
    return text_format(run->arena, is_zh(run) ? "%.*s 月度推进分析" : "Monthly analysis %.*s",
                       TEXT_ARG(run->parameters[0]));
}

static bool answer_month(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct analysis_page page;
    struct stand stand;
    struct counts sum = {.has_cost = false};
    if (!load(run, &page, fault) || !load_projects(&page, &stand, fault) ||
        !load_stand(&page, &stand, fault)) {
        return false;
    }
    struct counts *each = arena_array(run->arena, struct counts, page.count + 1);
    count_all(&page, each, &sum);
    json_object(json);
    analysis_write_head(json, run, &page.period, month_title(run));
    write_figures(json, &page, &sum);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < page.count; i++) {
        write_project(json, &page, &stand, &each[i], i);
    }
    json_end(json);
    write_next(json, &page);
    json_end(json);
    return true;
}

/* -- rows -- */

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct analysis_row *row, const struct project *project)
{
    json_object(json);
    json_member_text(json, "figure", text_of(figures[row->figure].code));
    json_member_text(json, "figure_name",
                     text_of(is_zh(run) ? figures[row->figure].zh : figures[row->figure].en));
    json_name(json, "project");
    project_brief(json, run->city, project, run->actor->language);
    json_member_int(json, "id", row->id);
    json_member_text_or_null(json, "number", row->number);
    json_member_text(json, "title", row->title);
    json_member_text_or_null(json, "org", row->org);
    json_member_text_or_null(
        json, "org_name",
        row->org.len == 0 ? TEXT_NONE : city_org_name(run->city, row->org, run->actor->language));
    json_member_date(json, "on", row->on);
    json_member_date(json, "due_on", row->due_on);
    json_member_int_if(json, "cost_days", row->has_cost, row->cost);
    json_end(json);
}

static bool answer_rows(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct month_query *query = run->query;
    struct analysis_page page;
    struct stand stand;
    if (!load(run, &page, fault) || !load_projects(&page, &stand, fault)) {
        return false;
    }
    json_object(json);
    analysis_write_head(json, run, &page.period, month_title(run));
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < page.row_count; i++) {
        const struct analysis_row *row = &page.rows[i];
        if (query->figure.len == 0 || text_is(query->figure, figures[row->figure].code)) {
            write_row(json, run, row, &stand.projects[row->place]);
        }
    }
    json_end(json);
    write_next(json, &page);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"analysis.month", "/analysis/months/{month}", &month_table, ROLES_ANALYSIS, 0,
     "月度推进分析：每个项目当月的指标及口径",
     "A month's analysis: each project's figures with their definitions", answer_month},
    {"analysis.month_rows", "/analysis/months/{month}/rows", &rows_table, ROLES_ANALYSIS, 0,
     "月度分析各指标所计的明细", "The rows that a month's figures count", answer_rows},
};

const struct room analysis_month_room = {
    .name = "analysis_month", ROOM_VIEWS(views), ROOM_STATEMENTS(analysis_month)};
