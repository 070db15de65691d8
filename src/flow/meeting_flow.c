#include "flow/meeting_flow.h"

#include <stdlib.h>

#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "flow/flow.h"
#include "pack/pack.h"
#include "room/meeting/meeting.h"
#include "room/problem/problem_upward.h"

/* A look into the rooms' tables and the boards' rows of the day. $6 the day, $7 the district or "".
 */
static const struct statement meeting_flow_problems = {
    "meeting_flow_problems",
    "select 'problem', b.id, b.project, b.application, b.title, b.org, b.due_on, -c.moves,"
    " p.name from problem b join project p on p.id=b.project left join standing_problem c on"
    " c.id=b.id and c.day=$6 where " ACCESS_PROJECT " and b.state not in " PROBLEM_OVER
    " and ($7='' or p.district=$7) order by b.id desc limit 300"};
static const struct statement meeting_flow_cases = {
    "meeting_flow_cases",
    "select 'case', c.id, c.project, c.id, a.code, c.org, c.due_on, c.moves_down, p.name"
    " from standing_case c join application a on a.id=c.id join project p on p.id=c.project "
    "where " ACCESS_PROJECT " and c.day=$6 and c.due_on<$6 and ($7='' or p.district=$7)"
    " order by c.due_on, c.id limit 300"};
/* Calls that nobody closed; one that became a problem is on the agenda with that. Its day is what
 * the unit said, once it reported in. */
static const struct statement meeting_flow_whistles = {
    "meeting_flow_whistles",
    "select 'whistle', w.id, w.project, w.application, w.said, w.org,"
    " case when w.state='reported' then w.next_on else w.due_on end, c.moves_down, p.name"
    " from whistle w join project p on p.id=w.project left join standing_case c on"
    " c.id=w.application and c.day=$6 where " ACCESS_PROJECT
    " and w.state<>'closed' and ($7='' or p.district=$7) and not exists(select 1 from problem b"
    " left join problem m on m.id=b.merged_into where b.whistle=w.id and coalesce(m.state,"
    " b.state)<>'closed') order by w.id desc limit 300"};

/* Projects for which a plan may be adopted. $6 to $7 their stages, $8 the district or "". */
static const struct statement meeting_flow_routes = {
    "meeting_flow_routes",
    "select 'route', p.id, p.id, 0, '', '', cast(null as text), cast(null as integer), p.name"
    " from project p where " ACCESS_PROJECT " and p.stage_rank>=$6 and p.stage_rank<=$7"
    " and ($8='' or p.district=$8) order by p.id desc limit 300"};

static const struct statement *const meeting_flow_statements[] = {
    &meeting_flow_problems, &meeting_flow_cases, &meeting_flow_whistles, &meeting_flow_routes};
static const size_t meeting_flow_statement_count = COUNT_OF(meeting_flow_statements);

struct candidate {
    struct text about, title, org, project_name;
    int64_t id, project, application;
    civil_date due_on;
    bool is_cost_known;
    int64_t moves; /* working days by which production comes later */
};
struct candidates {
    struct candidate *items;
    size_t count;
};
#define CANDIDATES_MAX 1200

static void read_candidate(struct arena *arena, const struct store_rows *rows,
                           struct candidate *out)
{
    *out = (struct candidate){
        .about = store_text(arena, rows, 0),
        .id = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .title = store_text(arena, rows, 4),
        .org = store_text(arena, rows, 5),
        .due_on = store_date(rows, 6),
        .is_cost_known = !store_is_null(rows, 7),
        .moves = store_is_null(rows, 7) ? 0 : -store_int(rows, 7),
        .project_name = store_text(arena, rows, 8),
    };
}

static bool add_from(const struct sight *sight, const struct statement *statement,
                     struct cells cells, struct candidates *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, statement, cells, &rows, fault)) {
        return false;
    }
    while (out->count < CANDIDATES_MAX && store_next(&rows)) {
        read_candidate(sight->arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

/* Dear first, then known, then late longest; a day that nobody named comes last. */
static int by_cost(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->moves != b->moves) {
        return a->moves > b->moves ? -1 : 1;
    }
    if (a->is_cost_known != b->is_cost_known) {
        return a->is_cost_known ? -1 : 1;
    }
    if ((a->due_on == CIVIL_DATE_NONE) != (b->due_on == CIVIL_DATE_NONE)) {
        return b->due_on == CIVIL_DATE_NONE ? -1 : 1;
    }
    return a->due_on != b->due_on ? (a->due_on < b->due_on ? -1 : 1) : (a->id < b->id ? -1 : 1);
}

/* From where it is looked: how far, by which city's words, on which day. */
struct look {
    struct sight sight;
    const struct city *city;
    civil_date today;
};

static bool gather(const struct look *look, struct text district, struct candidates *out,
                   struct fault *fault)
{
    const struct sight *sight = &look->sight;
    bool is_of_city = text_equal(district, city_code(look->city));
    struct cells cells = CELLS(ACCESS_CELLS(sight->scope), cell_date(look->today),
                               cell_text(is_of_city ? TEXT_NONE : district));
    *out = (struct candidates){arena_array(sight->arena, struct candidate, CANDIDATES_MAX), 0};
    if (!add_from(sight, &meeting_flow_problems, cells, out, fault) ||
        !add_from(sight, &meeting_flow_cases, cells, out, fault) ||
        !add_from(sight, &meeting_flow_whistles, cells, out, fault)) {
        return false;
    }
    for (size_t i = 0; i < out->count; i++) { /* of a case the row has its item's code */
        struct candidate *one = &out->items[i];
        one->title = text_is(one->about, "case")
                         ? city_item_name(look->city, one->title, LANGUAGE_ZH)
                         : one->title;
    }
    qsort(out->items, out->count, sizeof *out->items, by_cost);
    return true;
}

/* An agenda goes to whoever sits there, leaders too: not the words in which it was raised. */
static bool name_problem(struct command_run *run, int64_t id, struct text *out, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct problem problem;
    if (!problem_load(&view, id, &problem, fault)) {
        return false;
    }
    *out = problem_name(run->arena, run->city, &problem);
    return true;
}

/* What a whistle says may be long: the first sixty characters or so. */
#define SHORT_BYTES 180
/* The unit that has it in hand must come; while nobody has it, or the enterprise does, nobody need.
 */
static bool put_on(struct command_run *run, int64_t meeting, const struct candidate *from,
                   struct fault *fault)
{
    bool is_there = false;
    struct text title = from->title;
    if (text_is(from->about, "problem") && !name_problem(run, from->id, &title, fault)) {
        return false;
    }
    struct meeting_point_added body = {
        .meeting = meeting,
        .about = from->about,
        .about_id = from->id,
        .application = from->application,
        .title = text_format(run->arena, "%.*s：%.*s", TEXT_ARG(from->project_name),
                             TEXT_ARG(text_begin(title, SHORT_BYTES))),
        .orgs = {&from->org, from->org.len > 0 && !text_is(from->org, "enterprise")},
    };
    return meeting_has_point(run->store, &body, &is_there, fault) &&
           (is_there || meeting_add_point(run, &body, from->project, fault));
}

/* -- by the table -- */

static bool fill(const struct flow_step *step, struct fault *fault)
{
    const struct meeting_call *call = step->event->body;
    struct command_run *run = step->run;
    struct look look = {run_sight(run), run->city, run->today};
    struct candidates found;
    int64_t most = jvalue_int(jvalue_get(step->with, "most"), 0);
    if (!gather(&look, call->district, &found, fault)) {
        return false;
    }
    for (size_t i = 0; i < found.count && (int64_t)i < most; i++) {
        if (!put_on(run, step->event->subject, &found.items[i], fault)) {
            return false;
        }
    }
    return true;
}

const struct flow_action flow_fill_agenda = {
    "fill_agenda", "由堵点生成会议议题（未办结问题、逾期办件、未了结吹哨，按影响投产排序）",
    "fills the agenda with what blocks, by what it costs production", fill};

/* -- by hand -- */

struct point_add {
    struct text about, title;
    int64_t about_id, project_id;
    struct text_list orgs;
};
static const char *const abouts[] = {"problem", "case", "whistle", "route", "free", NULL};
static const char *const abouts_words[][2] = {{"问题", "problem"},
                                              {"办件", "case"},
                                              {"吹哨", "whistle"},
                                              {"办理方式", "route"},
                                              {"其他", "free"}};
static const struct field add_fields[] = {
    FIELD(point_add, about, CHOICE, .required = true, .choices = abouts, .words = abouts_words,
          .zh = "议题来源", .en = "what it is about"),
    FIELD(point_add, about_id, ID, .zh = "所涉事项编号", .en = "id of that"),
    FIELD(point_add, project_id, ID, .zh = "项目", .en = "project"),
    FIELD(point_add, title, TEXT, .zh = "议题", .en = "point"),
    FIELD(point_add, orgs, TEXTS, .zh = "应到单位", .en = "units that must come"),
};
static const struct field_table add_table = FIELD_TABLE(point_add, add_fields);

static bool add_found(struct command_run *run, const struct meeting *meeting,
                      const struct point_add *command, struct fault *fault)
{
    struct look look = {run_sight(run), run->city, run->today};
    struct candidates found;
    if (!gather(&look, meeting->district, &found, fault)) {
        return false;
    }
    for (size_t i = 0; i < found.count; i++) {
        if (found.items[i].id == command->about_id &&
            text_equal(found.items[i].about, command->about)) {
            return put_on(run, meeting->id, &found.items[i], fault);
        }
    }
    return fault_refuse_field(
        fault, "about_id", "不是此会议范围内未办结的问题、逾期办件或未了结的吹哨",
        "no open problem, late case or open whistle within this meeting's reach");
}

static bool add_free(struct command_run *run, const struct meeting *meeting,
                     const struct point_add *command, struct fault *fault)
{
    struct project project;
    struct meeting_point_added body = {.meeting = meeting->id,
                                       .about = TEXT("free"),
                                       .title = command->title,
                                       .orgs = command->orgs};
    if (command->title.len == 0) {
        return fault_refuse_field(fault, "title", "请写明议题", "say what it is about");
    }
    return meeting_orgs_are_known(run, command->orgs, fault) &&
           (command->project_id == 0 ||
            project_of_run(run, command->project_id, &project, fault)) &&
           meeting_add_point(run, &body, command->project_id, fault);
}

/* The ways there are for a project, to be compared and one of them adopted (deliberation_flow.h).
 */
static bool add_route(struct command_run *run, const struct meeting *meeting,
                      const struct point_add *command, struct fault *fault)
{
    struct project project;
    struct meeting_point_added body = {.meeting = meeting->id,
                                       .about = TEXT("route"),
                                       .about_id = command->project_id != 0 ? command->project_id
                                                                            : command->about_id,
                                       .orgs = command->orgs};
    bool is_there = false;
    if (body.about_id == 0) {
        return fault_refuse_field(fault, "project_id", "请选择项目", "say for which project");
    }
    if (!project_of_run(run, body.about_id, &project, fault) ||
        !meeting_orgs_are_known(run, command->orgs, fault) ||
        !meeting_has_point(run->store, &body, &is_there, fault)) {
        return false;
    }
    body.title =
        command->title.len > 0
            ? command->title
            : text_format(run->arena, "%.*s：比较办理方式，采纳审批方案", TEXT_ARG(project.name));
    return is_there || meeting_add_point(run, &body, project.id, fault);
}

static bool perform_add(struct command_run *run, const void *given, struct fault *fault)
{
    const struct point_add *command = given;
    struct view_run view = run_view(run);
    struct meeting_sight sight = meeting_sight_of(&view);
    struct meeting meeting;
    struct meeting_terms terms;
    if (!meeting_find(&sight, run->id, &meeting, fault)) {
        return false;
    }
    (void)meeting_terms_of(&view, meeting.kind, &terms);
    run->answer.id = meeting.id;
    if (!meeting_decide_lead(&meeting, &terms, fault)) {
        return false;
    }
    if (text_is(command->about, "route") && !terms.adopts_plan) {
        return fault_refuse_field(fault, "about", "按本市规则，这类会议不采纳审批方案",
                                  "by the city's table such a meeting adopts no plan");
    }
    return text_is(command->about, "route")  ? add_route(run, &meeting, command, fault)
           : text_is(command->about, "free") ? add_free(run, &meeting, command, fault)
                                             : add_found(run, &meeting, command, fault);
}

/* -- what could be put on -- */

/* In meetings that may adopt a plan: the ways of each project that may have one. */
static bool add_routes(const struct look *look, struct text district, struct candidates *out,
                       struct fault *fault)
{
    const struct sight *sight = &look->sight;
    bool is_of_city = text_equal(district, city_code(look->city));
    size_t before = out->count;
    if (!add_from(sight, &meeting_flow_routes,
                  CELLS(ACCESS_CELLS(sight->scope), cell_int(stage_rank(STAGE_SERVED)),
                        cell_int(stage_rank(STAGE_UNDER_WAY)),
                        cell_text(is_of_city ? TEXT_NONE : district)),
                  out, fault)) {
        return false;
    }
    for (size_t i = before; i < out->count; i++) {
        out->items[i].title = TEXT("比较办理方式，采纳审批方案");
    }
    return true;
}

/* As whoever asks may read it. */
static bool put_upward(const struct view_run *run, struct candidate *row, struct fault *fault)
{
    struct problem problem;
    if (!text_is(row->about, "problem") || !upward_reads(run->city, run->actor, run->today)) {
        return true;
    }
    if (!problem_load(run, row->id, &problem, fault)) {
        return false;
    }
    row->title = problem_title_alone(run->arena, &problem);
    return true;
}

static void write_candidate(struct json_writer *json, const struct view_run *run,
                            const struct candidate *row)
{
    json_object(json);
    json_member_text(json, "about", row->about);
    json_member_int(json, "about_id", row->id);
    json_member_text(json, "title", row->title);
    json_member_int(json, "project_id", row->project);
    json_member_text(json, "project_name", row->project_name);
    json_member_text_or_null(json, "org", row->org);
    json_member_text_or_null(
        json, "org_name",
        row->org.len == 0 ? TEXT_NONE : city_org_name(run->city, row->org, run->actor->language));
    json_member_date(json, "due_on", row->due_on);
    json_member_int_if(json, "cost_days", row->is_cost_known, row->moves);
    json_end(json);
}

static bool answer_candidates(const struct view_run *run, struct json_writer *json,
                              struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(run);
    struct meeting meeting;
    struct candidates found;
    struct meeting_terms terms;
    struct look look = {sight.sight, run->city, run->today};
    if (!meeting_find(&sight, run->id, &meeting, fault) ||
        !gather(&look, meeting.district, &found, fault)) {
        return false;
    }
    if (meeting_terms_of(run, meeting.kind, &terms) && terms.adopts_plan &&
        !add_routes(&look, meeting.district, &found, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < found.count; i++) {
        struct meeting_point_added body = {
            .meeting = meeting.id, .about = found.items[i].about, .about_id = found.items[i].id};
        bool is_there = false;
        if (!meeting_has_point(run->store, &body, &is_there, fault) ||
            !put_upward(run, &found.items[i], fault)) {
            return false;
        }
        if (!is_there) {
            write_candidate(json, run, &found.items[i]);
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct command_kind commands[] = {
    {"meeting.add", "POST", "/meetings/{id}/points", &add_table,
     ROLES_COORDINATORS | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_LEADER), 0, "增列议题",
     "Put a point on the agenda", perform_add},
};

static const struct view_kind views[] = {
    {"meeting.candidates", "/meetings/{id}/candidates", NULL,
     ROLES_COORDINATORS | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_LEADER), 0,
     "可列入会议的堵点", "What blocks and could be put on the agenda", answer_candidates},
};

const struct room meeting_flow_room = {.name = "meeting_flow",
                                       ROOM_COMMANDS(commands),
                                       ROOM_VIEWS(views),
                                       ROOM_STATEMENTS(meeting_flow)};
