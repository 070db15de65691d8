#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/dossier.h"
#include "board/meeting_inside.h"
#include "board/meeting_page.h"
#include "room/application/application_rows.h"
#include "room/planning/planning.h"
#include "room/whistle/whistle.h"

/* What a meeting is prepared with, and its minutes: the page's own answer, and of each point the
 * facts. Both are answers like any other and go out as papers (meeting_paper.c). */

static void project_members(struct json_writer *json, const struct view_run *run,
                            const struct dossier *dossier)
{
    const struct project *project = dossier->project;
    enum language language = run->actor->language;
    json_member_text(json, "number", project->number);
    json_member_text(json, "name", project->name);
    json_member_text(json, "enterprise", project->enterprise);
    json_member_text(json, "district_name",
                     city_district_name(run->city, project->district, language));
    json_member_text(json, "investment_wanyuan", project->investment);
    json_member_text(json, "stage_name", stage_name(project->stage, language));
    json_member_text(json, "navigator", dossier->navigator_name);
    json_member_int(json, "done", dossier->done);
    json_member_int(json, "total", dossier->total);
    json_member_int_if(json, "effect_days", dossier->has_forecast, dossier->effect_days);
    json_member_text(json, "turn_name", dossier->turn.name);
    json_member_text(
        json, "turn_act",
        text_of(language == LANGUAGE_ZH ? dossier->turn.act_zh : dossier->turn.act_en));
    json_member_date(json, "turn_until", dossier->turn.until);
}

static bool write_project(struct json_writer *json, const struct view_run *run,
                          const struct project *project, struct fault *fault)
{
    struct dossier dossier;
    json_name(json, "project_facts");
    if (project->id == 0) {
        json_null(json);
        return true;
    }
    if (!dossier_load(run, project, &dossier, fault)) {
        return false;
    }
    json_object(json);
    project_members(json, run, &dossier);
    json_end(json);
    return true;
}

static bool write_case(struct json_writer *json, const struct view_run *run, int64_t id,
                       struct fault *fault)
{
    struct application application;
    json_name(json, "case_facts");
    if (id == 0) {
        json_null(json);
        return true;
    }
    return application_load(run, id, &application, fault) &&
           application_row(json, run, application_context_open(run), &application, fault);
}

static bool write_problem(struct json_writer *json, const struct view_run *run,
                          const struct meeting_point *point, struct fault *fault)
{
    enum language language = run->actor->language;
    struct problem problem;
    json_name(json, "problem_facts");
    if (!text_is(point->about, "problem")) {
        json_null(json);
        return true;
    }
    if (!problem_load(run, point->about_id, &problem, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "number", problem.number);
    json_member_text(json, "title", problem.title);
    json_member_text(json, "description", problem.description);
    json_member_text(json, "state_name", problem_state_name(&problem, language));
    json_member_text(json, "level_name", problem_level_name(problem.level, language));
    json_member_text(json, "org_name",
                     problem.org.len > 0 ? city_org_name(run->city, problem.org, language)
                                         : TEXT_NONE);
    json_member_text(json, "measures", problem.measures);
    json_member_date(json, "raised_on", problem.raised_on);
    json_member_date(json, "due_on", problem.due_on);
    json_end(json);
    return true;
}

static bool write_whistle(struct json_writer *json, const struct view_run *run,
                          const struct meeting_point *point, struct fault *fault)
{
    enum language language = run->actor->language;
    struct sight sight = view_sight(run);
    struct whistle whistle;
    json_name(json, "whistle_facts");
    if (!text_is(point->about, "whistle")) {
        json_null(json);
        return true;
    }
    if (!whistle_find(&sight, point->about_id, &whistle, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "number", whistle.number);
    json_member_text(json, "said", whistle.said);
    json_member_text(json, "state_name", whistle_state_name(whistle.state, language));
    json_member_text(json, "org_name", city_org_name(run->city, whistle.org, language));
    json_member_date(json, "sounded_on", whistle.sounded_on);
    json_member_date(json, "reported_on", whistle.reported_on);
    json_member_text(json, "answer", whistle.answer);
    json_member_date(json, "next_on", whistle.next_on);
    json_end(json);
    return true;
}

/* -- the ways there are for a project, to be compared -- */

static void write_way(struct json_writer *json, const struct jvalue *route)
{
    static const char *const counts[] = {"number",       "working_days",    "saves_days", "risk",
                                         "visits_saved", "materials_saved", NULL};
    static const char *const words[] = {"name", "name_en", "production", NULL};
    json_object(json);
    for (size_t i = 0; counts[i] != NULL; i++) {
        json_member_int(json, counts[i], jvalue_int(jvalue_get(route, counts[i]), 0));
    }
    for (size_t i = 0; words[i] != NULL; i++) {
        json_member_text_or_null(json, words[i],
                                 jvalue_text(jvalue_get(route, words[i]), TEXT_NONE));
    }
    json_end(json);
}

/* By the answer that the project's own page gives (planning_answer_routes). A project whose facts
 * allow no plan has none: the others of the agenda are printed all the same. */
static void write_routes(struct json_writer *json, const struct view_run *run,
                         const struct meeting_point *point)
{
    struct planning_routes_query query = {CIVIL_DATE_NONE, CIVIL_DATE_NONE, TEXT_NONE};
    struct view_run of = *run;
    struct buffer buffer = buffer_open(run->arena, 64 << 10);
    struct json_writer answer = json_writer_open(&buffer);
    const struct jvalue *all = NULL;
    struct fault none = {.code = FAULT_NONE};
    of.id = point->project;
    of.query = &query;
    json_name(json, "routes_facts");
    if (!text_is(point->about, "route") || point->project == 0 ||
        !planning_answer_routes(&of, &answer, &none) ||
        !json_read(run->arena, buffer_text(&buffer), &all, &none)) {
        json_null(json);
        return;
    }
    const struct jvalue *routes = jvalue_get(all, "routes");
    json_array(json);
    for (uint32_t i = 0; routes != NULL && i < routes->count; i++) {
        write_way(json, &routes->items[i]);
    }
    json_end(json);
}

/* What earlier meetings decided for the project and is not done. */
static bool write_earlier(struct json_writer *json, const struct view_run *run,
                          const struct meeting_point *point, struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(run);
    struct meeting_tasks all, own;
    if (!meeting_task_list(&sight, MEETING_TASKS_OPEN, &all, fault)) {
        return false;
    }
    own = (struct meeting_tasks){arena_array(run->arena, struct meeting_task, all.count + 1), 0};
    for (size_t i = 0; point->project != 0 && i < all.count; i++) {
        if (all.items[i].project == point->project && all.items[i].meeting != point->meeting) {
            own.items[own.count++] = all.items[i];
        }
    }
    return meeting_write_tasks(json, run, "earlier", &own, fault);
}

static bool facts(struct json_writer *json, const struct view_run *run,
                  const struct meeting_costed *costed, struct fault *fault)
{
    write_routes(json, run, costed->point);
    return write_project(json, run, &costed->project, fault) &&
           write_case(json, run, costed->point->application, fault) &&
           write_problem(json, run, costed->point, fault) &&
           write_whistle(json, run, costed->point, fault) &&
           write_earlier(json, run, costed->point, fault);
}

static bool answer_pack(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct meeting_sheaf sheaf = {.facts = facts};
    if (!meeting_sheaf_load(run, &sheaf, fault)) {
        return false;
    }
    json_object(json);
    bool fine = meeting_sheaf_members(json, run, &sheaf, fault);
    json_end(json);
    return fine;
}

/* The minutes say how each task stands today. */
static bool load_tasks(const struct view_run *run, const struct meeting_sheaf *sheaf,
                       struct meeting_tasks *out, struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(run);
    *out = (struct meeting_tasks){
        arena_array(run->arena, struct meeting_task, sheaf->points.count + 1), 0};
    for (size_t i = 0; i < sheaf->points.count; i++) {
        int64_t task = sheaf->agenda[i].point->task;
        if (task != 0 && !meeting_task_find(&sight, task, &out->items[out->count++], fault)) {
            return false;
        }
    }
    return true;
}

static bool answer_record(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct meeting_sheaf sheaf = {.facts = NULL};
    struct meeting_tasks tasks;
    if (!meeting_sheaf_load(run, &sheaf, fault) || !load_tasks(run, &sheaf, &tasks, fault)) {
        return false;
    }
    json_object(json);
    bool fine = meeting_sheaf_members(json, run, &sheaf, fault) &&
                meeting_write_tasks(json, run, "tasks", &tasks, fault);
    json_end(json);
    return fine;
}

static const struct view_kind views[] = {
    {"meeting.pack", "/meetings/{id}/pack", NULL, ROLES_MEET, 0,
     "会议材料：议程、应到单位、每个议题的事实",
     "The papers of a meeting: agenda, units, the facts of each point", answer_pack},
    {"meeting.record", "/meetings/{id}/minutes", NULL, ROLES_MEET, 0,
     "会议纪要：结论、责任单位、期限、确认情况",
     "The minutes of a meeting: decisions, units, days, confirmations", answer_record},
};

const struct room meeting_pack_room = {.name = "meeting_pack", ROOM_VIEWS(views)};
