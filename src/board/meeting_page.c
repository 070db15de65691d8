#include "board/meeting_page.h"
#include "board/meeting_inside.h"

#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/standing.h"
#include "pack/pack.h"
#include "room/application/application_rows.h"
#include "room/meeting/briefing.h"
#include "room/meeting/meeting_task.h"
#include "room/problem/problem_upward.h"

static struct text kind_name(const struct view_run *run, struct text kind)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_MEETING_KINDS, kind, run->today);
    if (record == NULL) {
        return kind;
    }
    return run->actor->language == LANGUAGE_EN ? record->name_en : record->name;
}

static bool leads(const struct view_run *run, struct text kind, struct text district)
{
    struct meeting_terms terms;
    return meeting_terms_of(run, kind, &terms) && meeting_may_lead(&terms, district);
}

static void write_org(struct json_writer *json, const struct view_run *run, struct text org)
{
    json_member_text_or_null(json, "org", org);
    json_member_text_or_null(json, "org_name",
                             org.len == 0 ? TEXT_NONE
                                          : city_org_name(run->city, org, run->actor->language));
}

static struct text district_name(const struct view_run *run, struct text district)
{
    return text_equal(district, city_code(run->city))
               ? city_title(run->city, run->actor->language)
               : city_district_name(run->city, district, run->actor->language);
}

/* -- a row -- */

static void row_members(struct json_writer *json, const struct view_run *run,
                        const struct meeting *meeting)
{
    enum language language = run->actor->language;
    json_member_int(json, "id", meeting->id);
    json_member_int(json, "version", meeting->version);
    json_member_text(json, "kind", meeting->kind);
    json_member_text(json, "kind_name", kind_name(run, meeting->kind));
    json_member_text(json, "title", meeting->title);
    json_member_text(json, "district", meeting->district);
    json_member_text(json, "district_name", district_name(run, meeting->district));
    json_member_text(json, "state", text_of(meeting_state_code(meeting->state)));
    json_member_text(json, "state_name", meeting_state_name(meeting->state, language));
    json_member_date(json, "held_on", meeting->held_on);
    json_member_text(json, "starts", meeting->starts);
    json_member_text(json, "ends", meeting->ends);
    json_member_text(json, "place", meeting->place);
    json_member_date(json, "confirm_by", meeting->confirm_by);
}

/* -- the list -- */

static void write_kinds(struct json_writer *json, const struct view_run *run)
{
    const struct pack_records *kinds = &city_pack(run->city)->lists[PACK_MEETING_KINDS];
    struct text home =
        text_is_empty(run->actor->district) ? city_code(run->city) : run->actor->district;
    json_name(json, "kinds");
    json_array(json);
    for (uint32_t i = 0; i < kinds->count; i++) {
        const struct pack_record *kind = &kinds->items[i];
        struct meeting_terms terms;
        if (!pack_in_force(kind, run->today) || !meeting_terms_of(run, kind->id, &terms)) {
            continue;
        }
        json_object(json);
        json_member_text(json, "id", kind->id);
        json_member_text(json, "name",
                         run->actor->language == LANGUAGE_EN ? kind->name_en : kind->name);
        json_member_bool(json, "may_call", meeting_may_lead(&terms, home));
        json_member_int(json, "tell_days", terms.tell_days);
        json_member_date(json, "earliest_on",
                         city_due(run->city, run->today, (int)terms.tell_days).day);
        json_end(json);
    }
    json_end(json);
}

struct list_query {
    struct text state;
};
static const char *const list_states[] = {"open", "over", NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct meeting_sight sight = meeting_sight_of(run);
    struct meetings list;
    if (!meeting_list(&sight, text_is(query->state, "over"), &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        json_object(json);
        row_members(json, run, &list.items[i]);
        json_end(json);
    }
    json_end(json);
    write_kinds(json, run);
    json_end(json);
    return true;
}

/* -- one meeting: its points -- */

/* As whoever asks may read it now. */
static struct text title_of(const struct view_run *run, const struct project *project,
                            const struct problem *problem)
{
    return text_format(run->arena, "%.*s：%.*s", TEXT_ARG(project->name),
                       TEXT_ARG(problem_title_alone(run->arena, problem)));
}

static bool cost_of_problem(const struct view_run *run, struct meeting_costed *costed,
                            struct fault *fault)
{
    struct problem problem;
    struct problem_cost cost;
    if (!problem_load(run, costed->point->about_id, &problem, fault) ||
        !standing_problem_cost(run, costed->point->about_id, &cost, fault)) {
        return false;
    }
    costed->title = title_of(run, &costed->project, &problem);
    costed->is_known = cost.is_known;
    costed->days = cost.moves;
    return true;
}

static bool cost_of(const struct view_run *run, struct application_context *context,
                    struct meeting_costed *costed, struct fault *fault)
{
    struct application application;
    struct application_beside beside;
    if (costed->point->project != 0 &&
        !project_of_view(run, costed->point->project, &costed->project, fault)) {
        return false;
    }
    if (text_is(costed->point->about, "problem")) {
        return cost_of_problem(run, costed, fault);
    }
    if (costed->point->application == 0) {
        return true;
    }
    if (!application_load(run, costed->point->application, &application, fault) ||
        !application_beside_of(run, context, &application, &beside, fault)) {
        return false;
    }
    costed->is_known = beside.has_node;
    costed->days = beside.effect.production_moves;
    return true;
}

/* By hand first; then what costs most; then as they came. */
static int by_cost(const void *left, const void *right)
{
    const struct meeting_costed *a = left, *b = right;
    bool is_placed = a->point->place != 0;
    if (is_placed != (b->point->place != 0)) {
        return is_placed ? -1 : 1;
    }
    if (a->point->place != b->point->place) {
        return a->point->place < b->point->place ? -1 : 1;
    }
    if (a->days != b->days) {
        return a->days > b->days ? -1 : 1;
    }
    return a->is_known != b->is_known ? (a->is_known ? -1 : 1)
                                      : (a->point->id < b->point->id ? -1 : 1);
}

static void write_orgs(struct json_writer *json, const struct view_run *run, struct text_list orgs)
{
    json_name(json, "orgs");
    json_array(json);
    for (size_t i = 0; i < orgs.count; i++) {
        json_object(json);
        write_org(json, run, orgs.items[i]);
        json_end(json);
    }
    json_end(json);
}

static bool write_point(struct json_writer *json, const struct view_run *run,
                        const struct meeting_sheaf *sheaf, const struct meeting_costed *costed,
                        struct fault *fault)
{
    const struct meeting_point *point = costed->point;
    enum language language = run->actor->language;
    json_object(json);
    json_member_int(json, "id", point->id);
    json_member_int(json, "version", point->version);
    json_member_text(json, "about", point->about);
    json_member_int_if(json, "about_id", point->about_id != 0, point->about_id);
    json_member_int_if(json, "application_id", point->application != 0, point->application);
    json_member_text(json, "title", costed->title);
    json_name(json, "project");
    if (costed->project.id == 0) {
        json_null(json);
    } else {
        project_brief(json, run->city, &costed->project, language);
    }
    write_orgs(json, run, point->orgs);
    json_member_int_if(json, "cost_days", costed->is_known, costed->days);
    json_member_bool(json, "by_hand", point->place != 0);
    json_member_int_if(json, "from_point", point->from_point != 0, point->from_point);
    json_member_text(json, "state", text_of(meeting_point_state_code(point->state)));
    json_member_text(json, "state_name", meeting_point_state_name(point->state, language));
    json_member_text(json, "words", point->words);
    json_member_text(json, "basis", point->basis);
    write_org(json, run, point->org);
    json_member_date(json, "due_on", point->due_on);
    json_member_int_if(json, "task_id", point->task != 0, point->task);
    json_member_int_if(json, "plan", point->plan != 0, point->plan);
    bool fine = sheaf->facts == NULL || sheaf->facts(json, run, costed, fault);
    json_end(json);
    return fine;
}

static bool sort_points(const struct view_run *run, struct meeting_sheaf *sheaf,
                        struct fault *fault)
{
    struct application_context *context = application_context_open(run);
    struct meeting_costed *all =
        arena_array(run->arena, struct meeting_costed, sheaf->points.count + 1);
    for (size_t i = 0; i < sheaf->points.count; i++) {
        all[i] = (struct meeting_costed){.point = &sheaf->points.items[i],
                                         .title = sheaf->points.items[i].title};
        if (!cost_of(run, context, &all[i], fault)) {
            return false;
        }
    }
    qsort(all, sheaf->points.count, sizeof *all, by_cost);
    sheaf->agenda = all;
    return true;
}

static bool write_points(struct json_writer *json, const struct view_run *run,
                         const struct meeting_sheaf *sheaf, struct fault *fault)
{
    bool fine = true;
    json_name(json, "points");
    json_array(json);
    for (size_t i = 0; fine && i < sheaf->points.count; i++) {
        fine = write_point(json, run, sheaf, &sheaf->agenda[i], fault);
    }
    json_end(json);
    return fine;
}

/* -- its units: who must come follows from the points -- */

static bool must_come(const struct meeting_points *points, struct text org)
{
    bool must = false;
    for (size_t i = 0; i < points->count; i++) {
        must |=
            points->items[i].state != POINT_DROPPED && text_list_has(points->items[i].orgs, org);
    }
    return must;
}

static void write_units(struct json_writer *json, const struct view_run *run,
                        const struct meeting_units *units, const struct meeting_points *points)
{
    json_name(json, "units");
    json_array(json);
    for (size_t i = 0; i < units->count; i++) {
        const struct meeting_unit *unit = &units->items[i];
        json_object(json);
        write_org(json, run, unit->org);
        json_member_bool(json, "must_come", must_come(points, unit->org));
        json_member_date(json, "invited_on", unit->invited_on);
        json_member_bool(json, "attended", unit->has_attended);
        json_member_text(json, "answer", unit->answer);
        json_member_bool(json, "silent", unit->is_silent);
        json_member_text(json, "words", unit->words);
        json_member_date(json, "answered_on", unit->answered_on);
        json_end(json);
    }
    json_end(json);
}

static bool is_to_answer(const struct view_run *run, const struct meeting *meeting,
                         const struct meeting_units *units)
{
    bool is = false;
    for (size_t i = 0; i < units->count; i++) {
        is |= run->actor->org.len > 0 && text_equal(units->items[i].org, run->actor->org) &&
              units->items[i].answer.len == 0;
    }
    return is && meeting->state == MEETING_MINUTED &&
           (ROLES_WORK & ROLE_BIT(run->actor->role)) != 0;
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct meeting *meeting, const struct meeting_units *units)
{
    bool is_led = leads(run, meeting->kind, meeting->district);
    bool is_called = is_led && meeting->state == MEETING_CALLED;
    bool is_day = is_called && meeting->held_on <= run->today;
    json_name(json, "may");
    json_array(json);
    if (is_called) {
        json_text(json, TEXT("prepare"));
    }
    if (is_day) {
        json_text(json, TEXT("hold"));
    }
    if (is_day || (is_led && meeting->state == MEETING_MINUTED)) {
        json_text(json, TEXT("minutes"));
    }
    if (is_to_answer(run, meeting, units)) {
        json_text(json, TEXT("confirm"));
    }
    json_end(json);
}

/* -- tasks -- */

bool meeting_task_called(const struct view_run *run, const struct meeting_task *task,
                         struct text *out, struct fault *fault)
{
    struct project project;
    struct problem problem;
    *out = task->title;
    if (task->problem == 0) {
        return true;
    }
    if (!project_of_view(run, task->project, &project, fault) ||
        !problem_load(run, task->problem, &problem, fault)) {
        return false;
    }
    *out = title_of(run, &project, &problem);
    return true;
}

static bool write_task(struct json_writer *json, const struct view_run *run,
                       const struct meeting_task *task, struct fault *fault)
{
    enum language language = run->actor->language;
    struct text title = TEXT_NONE;
    if (!meeting_task_called(run, task, &title, fault)) {
        return false;
    }
    bool is_own = run->actor->org.len > 0 && text_equal(run->actor->org, task->org) &&
                  (ROLES_WORK & ROLE_BIT(run->actor->role)) != 0;
    bool judges =
        leads(run, task->kind, task->district) && run->actor->account != task->reported_by;
    json_object(json);
    json_member_int(json, "id", task->id);
    json_member_int(json, "version", task->version);
    json_member_int(json, "meeting_id", task->meeting);
    json_member_int_if(json, "project_id", task->project != 0, task->project);
    json_member_text(json, "kind_name", kind_name(run, task->kind));
    json_member_text(json, "title", title);
    json_member_text(json, "what", task->what);
    write_org(json, run, task->org);
    json_member_text(json, "state", text_of(meeting_task_state_code(task->state)));
    json_member_text(json, "state_name", meeting_task_state_name(task->state, language));
    json_member_date(json, "decided_on", task->decided_on);
    json_member_date(json, "due_on", task->due_on);
    json_member_int_if(json, "left_days", task->state == MEETING_TASK_OPEN,
                       city_working_days(run->city, run->today, task->due_on));
    json_member_date(json, "done_on", task->done_on);
    json_member_date(json, "accepted_on", task->accepted_on);
    json_member_date(json, "missed_on", task->missed_on);
    json_member_text_or_null(json, "climbed_to",
                             task->climbed_to.len == 0
                                 ? TEXT_NONE
                                 : city_role_name(run->city, task->climbed_to, language));
    json_member_text(json, "solution", task->solution);
    json_member_text(json, "no_evidence", task->no_evidence);
    json_name(json, "evidence");
    json_raw(json, task->evidence.len > 0 ? task->evidence : TEXT("[]"));
    json_member_text(json, "words", task->words);
    json_name(json, "may");
    json_array(json);
    if (is_own && task->state == MEETING_TASK_OPEN) {
        json_text(json, TEXT("report"));
    }
    if (judges && task->state == MEETING_TASK_REPORTED) {
        json_text(json, TEXT("accept"));
        json_text(json, TEXT("return"));
    }
    json_end(json);
    json_end(json);
    return true;
}

bool meeting_write_tasks(struct json_writer *json, const struct view_run *run, const char *name,
                         const struct meeting_tasks *tasks, struct fault *fault)
{
    bool fine = true;
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; fine && i < tasks->count; i++) {
        fine = write_task(json, run, &tasks->items[i], fault);
    }
    json_end(json);
    return fine;
}

static const char *const task_states[] = {"open", "all", NULL};
static const struct field task_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = task_states, .zh = "状态", .en = "state"),
};
static const struct field_table task_table = FIELD_TABLE(list_query, task_fields);

static bool answer_tasks(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct meeting_sight sight = meeting_sight_of(run);
    struct meeting_tasks tasks;
    enum meeting_task_wanted wanted =
        text_is(query->state, "all") ? MEETING_TASKS_ALL : MEETING_TASKS_OPEN;
    if (!meeting_task_list(&sight, wanted, &tasks, fault)) {
        return false;
    }
    json_object(json);
    bool fine = meeting_write_tasks(json, run, "items", &tasks, fault);
    json_end(json);
    return fine;
}

/* -- one meeting whole -- */

bool meeting_sheaf_load(const struct view_run *run, struct meeting_sheaf *out, struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(run);
    return meeting_find(&sight, run->id, &out->meeting, fault) &&
           meeting_units_of(run->arena, run->store, out->meeting.id, &out->units, fault) &&
           meeting_points_of(&sight.sight, out->meeting.id, &out->points, fault) &&
           meeting_task_left(&sight, &out->meeting, &out->left, fault) &&
           sort_points(run, out, fault);
}

bool meeting_sheaf_members(struct json_writer *json, const struct view_run *run,
                           const struct meeting_sheaf *sheaf, struct fault *fault)
{
    const struct meeting *meeting = &sheaf->meeting;
    row_members(json, run, meeting);
    json_member_int(json, "sequence", meeting->sequence);
    json_member_date(json, "called_on", meeting->called_on);
    json_member_date(json, "attended_on", meeting->attended_on);
    json_member_date(json, "minuted_on", meeting->minuted_on);
    json_member_date(json, "closed_on", meeting->closed_on);
    json_member_int(json, "round", meeting->round);
    json_member_text(json, "short_notice", meeting->short_notice);
    json_member_text(json, "summary", meeting->summary);
    json_member_text(json, "reason", meeting->reason);
    json_member_bool(json, "takes_questions",
                     briefing_answer_days(run->city, meeting->kind, run->today) > 0);
    write_units(json, run, &sheaf->units, &sheaf->points);
    if (!write_points(json, run, sheaf, fault) ||
        !meeting_write_tasks(json, run, "left", &sheaf->left, fault)) {
        return false;
    }
    write_may(json, run, meeting, &sheaf->units);
    return true;
}

static bool answer_meeting(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct meeting_sheaf sheaf = {.facts = NULL};
    if (!meeting_sheaf_load(run, &sheaf, fault)) {
        return false;
    }
    json_object(json);
    bool fine = meeting_sheaf_members(json, run, &sheaf, fault);
    json_end(json);
    return fine;
}

static const struct view_kind views[] = {
    {"meeting.list", "/meetings", &list_table, ROLES_MEET, 0, "会议", "Meetings", answer_list},
    {"meeting.show", "/meetings/{id}", NULL, ROLES_MEET, 0, "一次会议", "One meeting",
     answer_meeting},
    {"meeting.tasks", "/meeting-tasks", &task_table, ROLES_MEET, 0, "会议责任事项",
     "What meetings decided", answer_tasks},
};

const struct room meeting_page_room = {.name = "meeting_page", ROOM_VIEWS(views)};
