#include "app/city.h"
#include "base/arena.h"
#include "board/standing.h"
#include "board/workbench.h"
#include "pack/pack.h"
#include "room/application/application.h"
#include "room/problem/problem.h"

/* GET /figures: what needs me, where is it stuck, how are we doing. Every number says what it
 * counts (口径) and leads to the list it was counted from. */

#define ON_LIST "p.stage_rank>=30"

static const struct statement figures_stages = {
    "figures_stages",
    "select p.stage, count(*) from project p where " ACCESS_PROJECT " group by p.stage"};
static const struct statement figures_districts = {
    "figures_districts",
    "select p.district, count(*),"
    " cast(sum(case when p.investment_hundredths>0 then p.investment_hundredths else 0 end)"
    " as integer)"
    " from project p where " ACCESS_PROJECT " and " ON_LIST " group by p.district order by 1"};
static const struct statement figures_problems = {
    "figures_problems", "select count(*) from problem q join project p on p.id=q.project"
                        " where " ACCESS_PROJECT " and q.state not in " PROBLEM_OVER};

static const struct statement *const figures_statements[] = {&figures_stages, &figures_districts,
                                                             &figures_problems};
static const size_t figures_statement_count = COUNT_OF(figures_statements);

struct place_count {
    struct text code;
    int64_t count;
    int64_t hundredths;
};

#define DISTRICTS_MAX 100

struct sums {
    int64_t by_stage[STAGE_COUNT];
    struct place_count districts[DISTRICTS_MAX];
    size_t district_count;
    int64_t listed, hundredths;
    int64_t problems;
    int64_t red, yellow;      /* open applications */
    int64_t decided, on_time; /* applications with a decision, and those within their limit */
    int64_t confirmed, late;  /* projects with a confirmed plan under way, and those running late */
    struct problem_list needs;
};

/* -- counting -- */

static bool count_stages(const struct view_run *run, struct sums *sums, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    if (!store_query(run->store, &figures_stages, CELLS(ACCESS_CELLS(scope)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        enum project_stage stage;
        if (stage_find(store_text(run->arena, &rows, 0), &stage)) {
            sums->by_stage[stage] = store_int(&rows, 1);
        }
    }
    return store_done(&rows, fault);
}

static bool count_districts(const struct view_run *run, struct sums *sums, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    if (!store_query(run->store, &figures_districts, CELLS(ACCESS_CELLS(scope)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows) && sums->district_count < DISTRICTS_MAX) {
        struct place_count *place = &sums->districts[sums->district_count++];
        *place = (struct place_count){store_text(run->arena, &rows, 0), store_int(&rows, 1),
                                      store_int(&rows, 2)};
        sums->listed += place->count;
        sums->hundredths += place->hundredths;
    }
    return store_done(&rows, fault);
}

static void count_applications(const struct dossier *dossier, struct sums *sums)
{
    for (size_t i = 0; i < dossier->application_count; i++) {
        const struct dossier_application *application = &dossier->applications[i];
        if (application->is_open) {
            sums->red += text_is(text_of(application->light), "red");
            sums->yellow += text_is(text_of(application->light), "yellow");
        }
        if (application->decided_on != CIVIL_DATE_NONE && application->due_on != CIVIL_DATE_NONE) {
            sums->decided++;
            sums->on_time += application->decided_on <= application->due_on;
        }
    }
}

static bool count_served(const struct view_run *run, struct sums *sums, struct fault *fault)
{
    struct project_list projects;
    if (!portfolio_all(run, stage_rank(STAGE_UNDER_WAY), stage_rank(STAGE_PRODUCTION), &projects,
                       fault)) {
        return false;
    }
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool counted = true;
    for (size_t i = 0; counted && i < projects.count; i++) {
        struct dossier dossier;
        portfolio_walk_next(&walk);
        counted = dossier_load(&walk.run, &projects.items[i], &dossier, fault);
        if (counted) {
            count_applications(&dossier, sums);
            bool is_running = projects.items[i].stage == STAGE_UNDER_WAY && dossier.has_forecast;
            sums->confirmed += is_running;
            sums->late += is_running && dossier.effect_days > 0;
        }
    }
    portfolio_walk_end(&walk);
    return counted;
}

/* The same from what stands written down. */
static bool count_standing(const struct view_run *run, struct sums *sums, struct fault *fault)
{
    struct standing_by_districts *places = arena_new(run->arena, struct standing_by_districts);
    struct standing_sums sum;
    if (!standing_by_stage(run, sums->by_stage, fault) ||
        !standing_by_district(run, places, fault) || !standing_sum(run, &sum, fault)) {
        return false;
    }
    for (size_t i = 0; i < places->count && sums->district_count < DISTRICTS_MAX; i++) {
        const struct standing_district *place = &places->items[i];
        sums->districts[sums->district_count++] =
            (struct place_count){place->code, place->projects, place->hundredths};
        sums->listed += place->projects;
        sums->hundredths += place->hundredths;
    }
    sums->decided = sum.decided;
    sums->on_time = sum.on_time;
    sums->red = sum.red;
    sums->yellow = sum.yellow;
    sums->confirmed = sum.running;
    sums->late = sum.late;
    return true;
}

static bool count_projects(const struct view_run *run, struct sums *sums, struct fault *fault)
{
    bool is_ready = false;
    if (!standing_is_ready(run, &is_ready, fault)) {
        return false;
    }
    return is_ready ? count_standing(run, sums, fault)
                    : count_stages(run, sums, fault) && count_districts(run, sums, fault) &&
                          count_served(run, sums, fault);
}

static bool count_all(const struct view_run *run, struct sums *sums, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    return count_projects(run, sums, fault) && problem_for_leader(run, &sums->needs, fault) &&
           store_query_int(run->store, &figures_problems, CELLS(ACCESS_CELLS(scope)),
                           &sums->problems, fault);
}

/* -- writing -- */

/* Exact: hundredths of 万元 as decimal text. */
static struct text money_text(struct arena *arena, int64_t hundredths)
{
    int64_t whole = hundredths / 100;
    int64_t rest = hundredths % 100;
    return rest == 0 ? text_format(arena, "%lld", (long long)whole)
           : rest % 10 == 0
               ? text_format(arena, "%lld.%lld", (long long)whole, (long long)rest / 10)
               : text_format(arena, "%lld.%02lld", (long long)whole, (long long)rest);
}

struct figure {
    const char *code;
    const char *zh, *en;
    const char *unit_zh, *unit_en;
    const char *says_zh, *says_en;
    const char *link;
};

enum { LISTED, INVESTED, UNDER_WAY, LATE, ON_TIME, PROBLEMS, NEEDS, FIGURE_COUNT };

static const struct figure figures[FIGURE_COUNT] = {
    [LISTED] =
        {"listed", "在服务清单", "on the service list", "个", "projects",
         "已纳入联动服务清单、未退出的项目数（含已投产）",
         "projects on the linkage service list that have not left it, those in production included",
         "/projects?sort=number"},
    [INVESTED] = {"invested", "清单项目总投资", "their total investment", "万元", "10,000 yuan",
                  "在服务清单项目登记的总投资之和；未填总投资的项目不计入",
                  "sum of the registered total investment; projects without a figure count as none",
                  "/projects?sort=-investment"},
    [UNDER_WAY] =
        {"under_way", "审批推进中", "under way", "个", "projects",
         "企业已确认审批方案、尚未投产的项目数",
         "projects whose plan the enterprise has confirmed and that are not in production yet",
         "/projects?stage=under_way"},
    [LATE] = {"late", "预测晚于方案投产", "forecast later than planned", "个", "projects",
              "审批推进中的项目里，按今天的实际进度推算、投产日晚于企业确认方案的项目数",
              "of those under way, projects whose production by today's forecast lies after the "
              "confirmed plan",
              "/projects?stage=under_way&sort=urgency"},
    [ON_TIME] = {"on_time", "按期办结率", "decided in time", "%", "%",
                 "已作出决定的办件中，决定日不晚于承诺期限的比例；没有已决定的办件时不显示",
                 "share of decided applications whose decision came within the promised limit; "
                 "none while nothing is decided",
                 NULL},
    [PROBLEMS] = {"problems", "未销号问题", "open problems", "个", "problems",
                  "已提出、尚未由提出人确认销号的问题数",
                  "problems that their raiser has not confirmed as closed", "/problems"},
    [NEEDS] = {"needs", "需领导协调", "for the leader", "个", "problems",
               "已提级到领导、尚未销号的问题数", "open problems escalated to the leader",
               "/problems?level=leader"},
};

static struct text value_of(struct arena *arena, const struct sums *sums, int which)
{
    switch (which) {
    case LISTED: return text_format(arena, "%lld", (long long)sums->listed);
    case INVESTED: return money_text(arena, sums->hundredths);
    case UNDER_WAY: return text_format(arena, "%lld", (long long)sums->by_stage[STAGE_UNDER_WAY]);
    case LATE: return text_format(arena, "%lld", (long long)sums->late);
    case ON_TIME:
        return sums->decided == 0
                   ? TEXT("–")
                   : text_format(arena, "%lld.%lld",
                                 (long long)(sums->on_time * 100 / sums->decided),
                                 (long long)(sums->on_time * 1000 / sums->decided % 10));
    case PROBLEMS: return text_format(arena, "%lld", (long long)sums->problems);
    default: return text_format(arena, "%lld", (long long)sums->needs.count);
    }
}

static void write_figures(struct json_writer *json, const struct view_run *run,
                          const struct sums *sums)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_name(json, "items");
    json_array(json);
    for (int i = 0; i < FIGURE_COUNT; i++) {
        const struct figure *figure = &figures[i];
        json_object(json);
        json_member_text(json, "code", text_of(figure->code));
        json_member_text(json, "name", text_of(is_zh ? figure->zh : figure->en));
        json_member_text(json, "value", value_of(run->arena, sums, i));
        json_member_text(json, "unit", text_of(is_zh ? figure->unit_zh : figure->unit_en));
        json_member_text(json, "definition", text_of(is_zh ? figure->says_zh : figure->says_en));
        json_member_text_or_null(json, "link", text_of(figure->link));
        json_end(json);
    }
    json_end(json);
}

static void write_stages(struct json_writer *json, const struct view_run *run,
                         const struct sums *sums)
{
    json_name(json, "stages");
    json_array(json);
    for (int i = 0; i < STAGE_COUNT; i++) {
        json_object(json);
        json_member_text(json, "id", text_of(stage_code((enum project_stage)i)));
        json_member_text(json, "name", stage_name((enum project_stage)i, run->actor->language));
        json_member_int(json, "count", sums->by_stage[i]);
        json_end(json);
    }
    json_end(json);
}

static void write_districts(struct json_writer *json, const struct view_run *run,
                            const struct sums *sums)
{
    json_name(json, "districts");
    json_array(json);
    for (size_t i = 0; i < sums->district_count; i++) {
        const struct place_count *place = &sums->districts[i];
        json_object(json);
        json_member_text(json, "code", place->code);
        json_member_text(json, "name",
                         city_district_name(run->city, place->code, run->actor->language));
        json_member_int(json, "count", place->count);
        json_member_text_or_null(json, "investment_wanyuan",
                                 place->hundredths > 0 ? money_text(run->arena, place->hundredths)
                                                       : TEXT_NONE);
        json_end(json);
    }
    json_end(json);
}

static bool answer_figures(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct sums *sums = arena_new(run->arena, struct sums);
    if (!count_all(run, sums, fault)) {
        return false;
    }
    json_object(json);
    write_figures(json, run, sums);
    json_name(json, "needs");
    json_array(json);
    for (size_t i = 0; i < sums->needs.count; i++) {
        problem_row(json, run, &sums->needs.items[i]);
    }
    json_end(json);
    json_name(json, "lights");
    json_object(json);
    json_member_int(json, "red", sums->red);
    json_member_int(json, "yellow", sums->yellow);
    json_end(json);
    write_stages(json, run, sums);
    write_districts(json, run, sums);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"figures", "/figures", NULL, ROLES_WATCHERS, VIEW_MAY_BE_OLD, "总览：数字及其口径",
     "figures with their definitions", answer_figures},
};

const struct room figures_room = {
    .name = "figures",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(figures),
};
