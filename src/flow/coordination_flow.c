#include "flow/coordination_flow.h"

#include "app/upward.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "room/coordination/coordination.h"
#include "room/problem/problem.h"

/* What the problem `id` is called for whoever reads upward. */
#define CALLED(id)                                                                                 \
    "(select q.number || coalesce(' ' || nullif(u.title,''), '') from problem q left join"         \
    " problem_upward u on u.problem=q.id where q.id=" id ")"
/* $2: 1 for whoever reads upward (app/upward.h). What is open in the project $1, in every room that
 * keeps something open. Reminders are people's own: that there are some is told, what they say is
 * not. */
static const struct statement coordination_flow_open = {
    "coordination_flow_open",
    "select 'application', a.id, a.number, null from application a where a.project=$1 and a.state"
    " in ('submitted','received','supplement','accepted','special','suspended','granted')"
    " union all select 'problem', p.id, case when $2=1 then " CALLED(
        "p.id") " else p.title end,"
                " p.due_on from problem p where p.project=$1 and p.state not in " PROBLEM_OVER
                " union all select 'whistle', w.id, w.number, w.due_on from whistle w where "
                "w.project=$1 and"
                " w.closed_on is null"
                " union all select 'promise', r.id, r.what, r.promised_on from promise r join "
                "application a on"
                " a.id=r.application where a.project=$1 and r.state='open'"
                " union all select 'commitment', m.id, m.item_name, m.next_on from commitment m "
                "where"
                " m.project=$1 and m.state in ('checking','rectifying','rechecking')"
                " union all select 'deferral', d.id, d.item_name, d.due_on from deferral d where "
                "d.project=$1"
                " and d.state in ('promised','breached')"
                " union all select 'task', k.id, k.item_name, k.due_on from commitment_task k where"
                " k.project=$1 and k.done_on is null"
                " union all select 'agency', g.id, '', g.until_on from agency g where g.project=$1 "
                "and"
                " g.state='drafted'"
                " union all select 'meeting_point', t.id, case when $2=1 and t.about='problem' then"
                " " CALLED(
                    "t.about_id") " else t.title end, t.due_on from meeting_point t where "
                                  "t.project=$1 and (t.state='open' or (t.state='carried' and "
                                  "t.to_point=0))"
                                  " union all select 'meeting_task', x.id, case when $2=1 and "
                                  "t.about='problem' then"
                                  " " CALLED(
                                      "t.about_id") " else x.title end, x.due_on from meeting_task "
                                                    "x join meeting_point t"
                                                    " on t.id=x.point where x.project=$1 and "
                                                    "x.accepted_on is null"
                                                    " union all select 'supervision', v.id, "
                                                    "v.number, v.due_on from supervision v where"
                                                    " v.project=$1 and v.ended_on is null"
                                                    " union all select 'reminder', n.id, '', "
                                                    "n.on_day from tickler n where n.project=$1 and"
                                                    " n.done_on is null"
                                                    " order by 1, 2 limit 1000"};
static const struct statement *const coordination_flow_statements[] = {&coordination_flow_open};
static const size_t coordination_flow_statement_count = COUNT_OF(coordination_flow_statements);

struct kind_name {
    const char *kind, *zh, *en;
};
static const struct kind_name kinds[] = {
    {"application", "办件", "application"},
    {"problem", "问题", "problem"},
    {"whistle", "吹哨", "whistle"},
    {"promise", "承诺日期", "promised day"},
    {"commitment", "告知承诺核查", "check of a commitment"},
    {"deferral", "容缺材料", "material owed"},
    {"task", "后续任务", "task of a result"},
    {"agency", "待签代办协议", "agreement to be signed"},
    {"meeting_point", "会议议题", "point of a meeting"},
    {"meeting_task", "会议任务", "task of a meeting"},
    {"supervision", "督办", "supervision order"},
    {"reminder", "到期提醒", "reminder"},
};

/* -- the list that goes into the ledger -- */

/* {"application":[12,15],"problem":[9]}; rows come by kind. */
static bool write_ids(struct command_run *run, int64_t project, struct json_writer *json,
                      int64_t *count, struct fault *fault)
{
    struct store_rows rows;
    struct text last = TEXT_NONE;
    if (!store_query(run->store, &coordination_flow_open, CELLS(cell_int(project), cell_int(0)),
                     &rows, fault)) {
        return false;
    }
    json_object(json);
    for (*count = 0; store_next(&rows); (*count)++) {
        struct text kind = store_text(run->arena, &rows, 0);
        if (!text_equal(kind, last)) {
            if (last.len > 0) {
                json_end(json);
            }
            json_name_text(json, kind);
            json_array(json);
            last = kind;
        }
        json_int(json, store_int(&rows, 1));
    }
    if (last.len > 0) {
        json_end(json);
    }
    json_end(json);
    return store_done(&rows, fault);
}

static bool list_matters(const struct flow_step *step, struct fault *fault)
{
    struct command_run *run = step->run;
    struct buffer buffer = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    struct coordination_listed body = {.count = 0};
    if (!write_ids(run, step->event->project, &json, &body.count, fault)) {
        return false;
    }
    body.matters = buffer_text(&buffer);
    struct event_about about = {step->event->subject, step->event->project,
                                step->event->happened_on};
    return run_emit(run, &coordination_listed_event, about, &body, fault);
}

const struct flow_action flow_list_matters = {
    "list_matters", "提级或下放时列出随项目移交的未结事项",
    "what is open is listed when a project passes to the other level", list_matters};

/* -- the same, as it stands -- */

static struct text name_of(struct text kind, enum language language)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (text_is(kind, kinds[i].kind)) {
            return text_of(language == LANGUAGE_ZH ? kinds[i].zh : kinds[i].en);
        }
    }
    return kind;
}

static void write_matter(struct json_writer *json, const struct view_run *run,
                         const struct store_rows *rows)
{
    struct text kind = store_text(run->arena, rows, 0);
    json_object(json);
    json_member_text(json, "kind", kind);
    json_member_text(json, "kind_name", name_of(kind, run->actor->language));
    json_member_int(json, "ref", store_int(rows, 1));
    json_member_text(json, "title", store_text(run->arena, rows, 2));
    json_member_date(json, "due_on", store_date(rows, 3));
    json_end(json);
}

static bool answer_open(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct store_rows rows;
    if (!project_of_view(run, 0, &project, fault) ||
        !store_query(
            run->store, &coordination_flow_open,
            CELLS(cell_int(project.id), cell_bool(upward_reads(run->city, run->actor, run->today))),
            &rows, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "level", project.city_coordinates ? TEXT("city") : TEXT("district"));
    json_name(json, "items");
    json_array(json);
    while (store_next(&rows)) {
        write_matter(json, run, &rows);
    }
    json_end(json);
    json_end(json);
    return store_done(&rows, fault);
}

static const struct view_kind views[] = {
    {"coordination.open", "/projects/{id}/open-matters", NULL, ROLES_COORDINATORS | ROLES_WATCHERS,
     0, "项目的未结事项和统筹层级", "What is open in a project, and which level coordinates it",
     answer_open},
};

const struct room coordination_flow_room = {
    .name = "coordination_flow", ROOM_VIEWS(views), ROOM_STATEMENTS(coordination_flow)};
