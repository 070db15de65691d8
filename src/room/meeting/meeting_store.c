#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "room/meeting/meeting.h"
#include "store/gather.h"

#define LIST_MAX 100

/* -- writing -- */

static const struct statement meeting_insert = {
    "meeting_insert",
    "insert into meeting(id, version, sequence, kind, title, district, place, starts, ends, state,"
    " held_on, called_on, attended_on, minuted_on, confirm_by, closed_on, called_by, round,"
    " short_notice, summary, reason)"
    " values($1,1,0,$2,$3,$4,$5,$6,$7,'called',$8,$9,null,null,null,null,$10,0,$11,'','')"};
static const struct statement meeting_move_update = {
    "meeting_move_update",
    "update meeting set version=version+1, sequence=sequence+1, held_on=$2, starts=$3, ends=$4,"
    " place=$5, reason=$6 where id=$1"};
static const struct statement meeting_cancel_update = {
    "meeting_cancel_update", "update meeting set version=version+1, sequence=sequence+1,"
                             " state='cancelled', reason=$2 where id=$1"};
/* What was still to be spoken about goes to the next one. */
static const struct statement meeting_cancel_points = {
    "meeting_cancel_points", "update meeting_point set version=version+1, state='carried', words=$2"
                             " where meeting=$1 and state='open'"};
static const struct statement meeting_touch = {"meeting_touch",
                                               "update meeting set version=version+1 where id=$1"};
static const struct statement meeting_unit_insert = {
    "meeting_unit_insert",
    "insert into meeting_unit(meeting, org, invited_on, attended, answer, words, silent,"
    " answered_on) values($1,$2,$3,0,'','',0,null)"};
static const struct statement meeting_attended_update = {
    "meeting_attended_update", "update meeting set version=version+1, attended_on=$2 where id=$1"};
static const struct statement meeting_unit_absent = {
    "meeting_unit_absent", "update meeting_unit set attended=0 where meeting=$1"};
static const struct statement meeting_unit_present = {
    "meeting_unit_present", "update meeting_unit set attended=1 where meeting=$1 and org=$2"};
static const struct statement meeting_minutes_update = {
    "meeting_minutes_update",
    "update meeting set version=version+1, state='minuted', round=round+1, summary=$2,"
    " minuted_on=$3, confirm_by=$4 where id=$1"};
static const struct statement meeting_unit_asked = {
    "meeting_unit_asked", "update meeting_unit set answer='', words='', silent=0, answered_on=null"
                          " where meeting=$1"};
static const struct statement meeting_unit_answer = {
    "meeting_unit_answer", "update meeting_unit set answer=$3, words=$4, silent=$5, answered_on=$6"
                           " where meeting=$1 and org=$2"};
static const struct statement meeting_close_update = {
    "meeting_close_update",
    "update meeting set version=version+1, state='closed', closed_on=$2 where id=$1"};
static const struct statement meeting_point_insert = {
    "meeting_point_insert",
    "insert into meeting_point(id, version, meeting, project, about, about_id, application, title,"
    " orgs, place, from_point, to_point, task, plan, state, words, basis, org, due_on)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,0,$9,0,0,0,'open','','','',null)"};
static const struct statement meeting_point_taken = {
    "meeting_point_taken", "update meeting_point set to_point=$2 where id=$1"};
static const struct statement meeting_point_place = {
    "meeting_point_place", "update meeting_point set place=$3 where id=$1 and meeting=$2"};
static const struct statement meeting_point_decide = {
    "meeting_point_decide",
    "update meeting_point set version=version+1, state='decided', words=$2, basis=$3, org=$4,"
    " due_on=$5, task=$6, plan=$7 where id=$1"};
static const struct statement meeting_point_end = {
    "meeting_point_end",
    "update meeting_point set version=version+1, state=$2, words=$3 where id=$1"};
static const struct statement meeting_task_insert = {
    "meeting_task_insert",
    "insert into meeting_task(id, version, meeting, point, project, kind, district, title, what,"
    " org, state, decided_on, due_on, done_on, reported_on, reported_by, accepted_on, missed_on,"
    " climbs, climbed_to, climbed_on, next_on, reminded_on, solution, evidence, no_evidence, words)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,'open',$10,$11,null,null,0,null,null,0,'',null,$11,null,'"
    "',"
    "'','','')"};

/* Who sees its district, its units, who sees a project of one of its points. */
#define HEARERS(of)                                                                                \
    "select 'unit:'||org from meeting_unit where meeting=" of                                      \
    " union select 'district:'||district from meeting where id=" of                                \
    " union select 'sees:'||project from meeting_point where project<>0 and state<>'dropped'"      \
    " and meeting=" of " union select 'sees:'||project from briefing_guest where meeting=" of
const struct statement meeting_hearers = {"meeting_hearers", HEARERS("$1")};
const struct statement meeting_point_hearers = {
    "meeting_point_hearers", HEARERS("(select meeting from meeting_point where id=$1)")};
const struct statement meeting_task_hearers = {
    "meeting_task_hearers",
    HEARERS("(select meeting from meeting_task where id=$1)") " union select 'unit:'||org from "
                                                              "meeting_task where id=$1"};

/* -- reading -- */

#define COLUMNS                                                                                    \
    "m.id, m.version, m.sequence, m.kind, m.title, m.district, m.place, m.starts, m.ends,"         \
    " m.state, m.held_on, m.called_on, m.attended_on, m.minuted_on, m.confirm_by, m.closed_on,"    \
    " m.called_by, m.round, m.short_notice, m.summary, m.reason"

static const struct statement meeting_by_id = {
    "meeting_by_id", "select " COLUMNS " from meeting m where m.id=$7 and " MEETING_SEEN};
static const struct statement meeting_ahead = {
    "meeting_ahead",
    "select " COLUMNS " from meeting m where m.state in ('called','minuted') and " MEETING_SEEN
    " order by m.held_on, m.id limit 100"};
static const struct statement meeting_over = {
    "meeting_over",
    "select " COLUMNS " from meeting m where m.state in ('closed','cancelled') and " MEETING_SEEN
    " order by m.held_on desc, m.id desc limit 100"};
static const struct statement meeting_past_limit = {
    "meeting_past_limit", "select " COLUMNS " from meeting m where m.state='minuted' and"
                          " m.confirm_by<$1 order by m.held_on limit 50"};
static const struct statement meeting_unit_list = {
    "meeting_unit_list",
    "select org, answer, words, invited_on, answered_on, attended, silent from meeting_unit"
    " where meeting=$1 order by org limit 60"};

#define POINT_COLUMNS                                                                              \
    "t.id, t.version, t.meeting, t.project, t.about, t.about_id, t.application, t.title, t.orgs,"  \
    " t.place, t.from_point, t.to_point, t.task, t.state, t.words, t.basis, t.org, t.due_on, "     \
    "t.plan"
#define POINT_SEEN                                                                                 \
    "(t.project=0 or exists(select 1 from project p where p.id=t.project and " ACCESS_PROJECT "))"

static const struct statement meeting_point_list = {
    "meeting_point_list",
    "select " POINT_COLUMNS " from meeting_point t where t.meeting=$6 and " POINT_SEEN
    " order by case when t.place=0 then 1 else 0 end, t.place, t.id limit 60"};
static const struct statement meeting_point_by_id = {
    "meeting_point_by_id",
    "select " POINT_COLUMNS " from meeting_point t where t.id=$6 and " POINT_SEEN};
static const struct statement meeting_point_carried_list = {
    "meeting_point_carried_list",
    "select " POINT_COLUMNS " from meeting_point t join meeting m on m.id=t.meeting where"
    " t.state='carried' and t.to_point=0 and m.state<>'called' and m.kind=$6 and m.district=$7"
    " and " POINT_SEEN " order by t.id limit 60"};
static const struct statement meeting_point_about = {
    "meeting_point_about", "select count(*) from meeting_point where meeting=$1 and about=$2 and"
                           " about_id=$3 and state<>'dropped'"};

const struct statement *const meeting_statements[] = {&meeting_insert,
                                                      &meeting_move_update,
                                                      &meeting_cancel_update,
                                                      &meeting_cancel_points,
                                                      &meeting_touch,
                                                      &meeting_unit_insert,
                                                      &meeting_attended_update,
                                                      &meeting_unit_absent,
                                                      &meeting_unit_present,
                                                      &meeting_minutes_update,
                                                      &meeting_unit_asked,
                                                      &meeting_unit_answer,
                                                      &meeting_close_update,
                                                      &meeting_point_insert,
                                                      &meeting_point_taken,
                                                      &meeting_point_place,
                                                      &meeting_point_decide,
                                                      &meeting_point_end,
                                                      &meeting_task_insert,
                                                      &meeting_by_id,
                                                      &meeting_ahead,
                                                      &meeting_over,
                                                      &meeting_past_limit,
                                                      &meeting_unit_list,
                                                      &meeting_point_list,
                                                      &meeting_point_by_id,
                                                      &meeting_point_carried_list,
                                                      &meeting_point_about,
                                                      &meeting_hearers,
                                                      &meeting_point_hearers,
                                                      &meeting_task_hearers};
const size_t meeting_statement_count = COUNT_OF(meeting_statements);

const char meeting_ddl[] =
    "create table meeting (id integer primary key, version integer not null, sequence integer not"
    " null, kind text not null, title text not null, district text not null, place text not null,"
    " starts text not null, ends text not null, state text not null, held_on text not null,"
    " called_on text not null, attended_on text, minuted_on text, confirm_by text, closed_on text,"
    " called_by integer not null, round integer not null, short_notice text not null, summary text"
    " not null, reason text not null);"
    "create index meeting_by_day on meeting(state, held_on, id);"
    "create table meeting_unit (meeting integer not null, org text not null, invited_on text not"
    " null, attended integer not null, answer text not null, words text not null, silent integer"
    " not null, answered_on text, primary key(meeting, org));"
    "create table meeting_point (id integer primary key, version integer not null, meeting integer"
    " not null, project integer not null, about text not null, about_id integer not null,"
    " application integer not null, title text not null, orgs text not null, place integer not"
    " null, from_point integer not null, to_point integer not null, task integer not null, plan"
    " integer not null, state"
    " text not null, words text not null, basis text not null, org text not null, due_on text);"
    "create index meeting_point_by_meeting on meeting_point(meeting, place, id);"
    "create index meeting_point_by_project on meeting_point(project, state);"
    "create index meeting_point_by_carried on meeting_point(state, to_point, id);"
    "create table meeting_task (id integer primary key, version integer not null, meeting integer"
    " not null, point integer not null, project integer not null, kind text not null, district text"
    " not null, title text not null, what text not null, org text not null, state text not null,"
    " decided_on text not null, due_on text not null, done_on text, reported_on text, reported_by"
    " integer not null, accepted_on text, missed_on text, climbs integer not null, climbed_to text"
    " not null, climbed_on text, next_on text, reminded_on text, solution text not null, evidence "
    "text not null, "
    "no_evidence text"
    " not null, words text not null);"
    "create index meeting_task_by_project on meeting_task(project, state);"
    "create index meeting_task_by_day on meeting_task(state, due_on, id);"
    "create index meeting_task_by_next on meeting_task(state, next_on, id);"
    "create index meeting_task_by_org on meeting_task(org, state, due_on);";

/* -- recording -- */

bool meeting_record_called(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_call *body = event->body;
    return store_run(
        store, &meeting_insert,
        CELLS(cell_int(event->subject), cell_text(body->kind), cell_text(body->title),
              cell_text(body->district), cell_text(body->place), cell_text(body->starts),
              cell_text(body->ends), cell_date(body->held_on), cell_date(event->happened_on),
              cell_int(actor_label_account(event->actor)), cell_text(body->short_notice)),
        fault);
}

bool meeting_record_moved(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_move *body = event->body;
    return store_run(store, &meeting_move_update,
                     CELLS(cell_int(event->subject), cell_date(body->held_on),
                           cell_text(body->starts), cell_text(body->ends), cell_text(body->place),
                           cell_text(body->reason)),
                     fault);
}

bool meeting_record_cancelled(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_reason *body = event->body;
    struct cells cells = CELLS(cell_int(event->subject), cell_text(body->reason));
    return store_run(store, &meeting_cancel_points, cells, fault) &&
           store_run(store, &meeting_cancel_update, cells, fault);
}

static bool touch(struct store *store, int64_t meeting, struct fault *fault)
{
    return store_run(store, &meeting_touch, CELLS(cell_int(meeting)), fault);
}

bool meeting_record_invited(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_invited *body = event->body;
    return store_run(
        store, &meeting_unit_insert,
        CELLS(cell_int(event->subject), cell_text(body->org), cell_date(event->happened_on)),
        fault);
}

bool meeting_record_ordered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_order *body = event->body;
    for (size_t i = 0; i < body->points.count; i++) {
        int64_t id = 0;
        ensure(text_to_int(body->points.items[i], &id));
        if (!store_run(store, &meeting_point_place,
                       CELLS(cell_int(id), cell_int(event->subject), cell_int((int64_t)i + 1)),
                       fault)) {
            return false;
        }
    }
    return touch(store, event->subject, fault);
}

bool meeting_record_attended(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_orgs *body = event->body;
    if (!store_run(store, &meeting_unit_absent, CELLS(cell_int(event->subject)), fault)) {
        return false;
    }
    for (size_t i = 0; i < body->orgs.count; i++) {
        if (!store_run(store, &meeting_unit_present,
                       CELLS(cell_int(event->subject), cell_text(body->orgs.items[i])), fault)) {
            return false;
        }
    }
    return store_run(store, &meeting_attended_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* Codes of units hold no blank: one text, with a blank between. */
static size_t join(struct text_list list, char *out, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < list.count && at + list.items[i].len + 1 < size; i++) {
        out[at] = ' ';
        at += i > 0;
        memcpy(out + at, list.items[i].at, list.items[i].len);
        at += list.items[i].len;
    }
    return at;
}

bool meeting_record_added(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_point_added *body = event->body;
    char orgs[MEETING_UNITS_MAX * 61];
    struct text joined = {orgs, join(body->orgs, orgs, sizeof orgs)};
    return store_run(store, &meeting_point_insert,
                     CELLS(cell_int(event->subject), cell_int(body->meeting),
                           cell_int(event->project), cell_text(body->about),
                           cell_int(body->about_id), cell_int(body->application),
                           cell_text(body->title), cell_text(joined), cell_int(body->from_point)),
                     fault) &&
           (body->from_point == 0 ||
            store_run(store, &meeting_point_taken,
                      CELLS(cell_int(body->from_point), cell_int(event->subject)), fault)) &&
           touch(store, body->meeting, fault);
}

bool meeting_record_decided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_point_decided *body = event->body;
    return store_run(store, &meeting_point_decide,
                     CELLS(cell_int(event->subject), cell_text(body->decision),
                           cell_text(body->basis), cell_text(body->org), cell_date(body->due_on),
                           cell_int(event->seq), cell_int(body->plan)),
                     fault) &&
           store_run(store, &meeting_task_insert,
                     CELLS(cell_int(event->seq), cell_int(body->meeting), cell_int(event->subject),
                           cell_int(event->project), cell_text(body->kind),
                           cell_text(body->district), cell_text(body->title),
                           cell_text(body->decision), cell_text(body->org),
                           cell_date(event->happened_on), cell_date(body->due_on)),
                     fault) &&
           touch(store, body->meeting, fault);
}

static bool end_point(struct store *store, const struct event *event, struct text state,
                      struct fault *fault)
{
    const struct meeting_point_noted *body = event->body;
    return store_run(store, &meeting_point_end,
                     CELLS(cell_int(event->subject), cell_text(state), cell_text(body->reason)),
                     fault) &&
           touch(store, body->meeting, fault);
}

bool meeting_record_carried(struct store *store, const struct event *event, struct fault *fault)
{
    return end_point(store, event, TEXT("carried"), fault);
}

bool meeting_record_dropped(struct store *store, const struct event *event, struct fault *fault)
{
    return end_point(store, event, TEXT("dropped"), fault);
}

bool meeting_record_minuted(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_minuted *body = event->body;
    return store_run(store, &meeting_unit_asked, CELLS(cell_int(event->subject)), fault) &&
           store_run(store, &meeting_minutes_update,
                     CELLS(cell_int(event->subject), cell_text(body->summary),
                           cell_date(event->happened_on), cell_date(body->confirm_by)),
                     fault);
}

static bool answer_minutes(struct store *store, const struct event *event, bool is_silent,
                           struct fault *fault)
{
    const struct meeting_answered *body = event->body;
    return store_run(store, &meeting_unit_answer,
                     CELLS(cell_int(event->subject), cell_text(body->org), cell_text(body->answer),
                           cell_text(body->words), cell_bool(is_silent),
                           cell_date(event->happened_on)),
                     fault) &&
           touch(store, event->subject, fault);
}

bool meeting_record_answered(struct store *store, const struct event *event, struct fault *fault)
{
    return answer_minutes(store, event, false, fault);
}

bool meeting_record_silent(struct store *store, const struct event *event, struct fault *fault)
{
    return answer_minutes(store, event, true, fault);
}

bool meeting_record_closed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &meeting_close_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct meeting *out = place;
    struct text state = store_cell(rows, 9).text;
    *out = (struct meeting){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .sequence = store_int(rows, 2),
        .kind = store_text(arena, rows, 3),
        .title = store_text(arena, rows, 4),
        .district = store_text(arena, rows, 5),
        .place = store_text(arena, rows, 6),
        .starts = store_text(arena, rows, 7),
        .ends = store_text(arena, rows, 8),
        .held_on = store_date(rows, 10),
        .called_on = store_date(rows, 11),
        .attended_on = store_date(rows, 12),
        .minuted_on = store_date(rows, 13),
        .confirm_by = store_date(rows, 14),
        .closed_on = store_date(rows, 15),
        .called_by = store_int(rows, 16),
        .round = store_int(rows, 17),
        .short_notice = store_text(arena, rows, 18),
        .summary = store_text(arena, rows, 19),
        .reason = store_text(arena, rows, 20),
    };
    while (!text_is(state, meeting_state_code(out->state))) {
        ensure(out->state < MEETING_CANCELLED);
        out->state++;
    }
}

static const struct store_shape shape = {sizeof(struct meeting), LIST_MAX, read_row};

static bool read_all(struct arena *arena, struct store_rows *rows, struct meetings *out,
                     struct fault *fault)
{
    struct store_list list;
    bool read = store_gather(arena, rows, &shape, &list, fault);
    *out = (struct meetings){list.items, list.count};
    return read;
}

#define SIGHT_CELLS(from) ACCESS_CELLS((from)->sight.scope), cell_text((from)->org)

bool meeting_find(const struct meeting_sight *sight, int64_t id, struct meeting *out,
                  struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->sight.store, &meeting_by_id, CELLS(SIGHT_CELLS(sight), cell_int(id)),
                       &rows, fault) &&
           store_gather_one(sight->sight.arena, &rows, &shape, out, fault);
}

bool meeting_list(const struct meeting_sight *sight, bool is_over, struct meetings *out,
                  struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->sight.store, is_over ? &meeting_over : &meeting_ahead,
                       CELLS(SIGHT_CELLS(sight)), &rows, fault) &&
           read_all(sight->sight.arena, &rows, out, fault);
}

bool meeting_past(struct arena *arena, struct store *store, civil_date today, struct meetings *out,
                  struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &meeting_past_limit, CELLS(cell_date(today)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool meeting_units_of(struct arena *arena, struct store *store, int64_t meeting,
                      struct meeting_units *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct meeting_units){arena_array(arena, struct meeting_unit, MEETING_UNITS_MAX), 0};
    if (!store_query(store, &meeting_unit_list, CELLS(cell_int(meeting)), &rows, fault)) {
        return false;
    }
    while (out->count < MEETING_UNITS_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct meeting_unit){
            .org = store_text(arena, &rows, 0),
            .answer = store_text(arena, &rows, 1),
            .words = store_text(arena, &rows, 2),
            .invited_on = store_date(&rows, 3),
            .answered_on = store_date(&rows, 4),
            .has_attended = store_bool(&rows, 5),
            .is_silent = store_bool(&rows, 6),
        };
    }
    return store_done(&rows, fault);
}

/* -- points -- */

static struct text_list split(struct arena *arena, struct text joined)
{
    struct text_list list = {NULL, 0};
    struct text *items =
        joined.len == 0 ? NULL : arena_array(arena, struct text, MEETING_UNITS_MAX);
    while (joined.len > 0 && list.count < MEETING_UNITS_MAX) {
        items[list.count++] = text_cut(&joined, ' ');
    }
    list.items = items;
    return list;
}

static void read_point(struct arena *arena, const struct store_rows *rows,
                       struct meeting_point *out)
{
    struct text state = store_cell(rows, 13).text;
    *out = (struct meeting_point){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .meeting = store_int(rows, 2),
        .project = store_int(rows, 3),
        .about = store_text(arena, rows, 4),
        .about_id = store_int(rows, 5),
        .application = store_int(rows, 6),
        .title = store_text(arena, rows, 7),
        .orgs = split(arena, store_text(arena, rows, 8)),
        .place = store_int(rows, 9),
        .from_point = store_int(rows, 10),
        .to_point = store_int(rows, 11),
        .task = store_int(rows, 12),
        .words = store_text(arena, rows, 14),
        .basis = store_text(arena, rows, 15),
        .org = store_text(arena, rows, 16),
        .due_on = store_date(rows, 17),
        .plan = store_int(rows, 18),
    };
    while (!text_is(state, meeting_point_state_code(out->state))) {
        ensure(out->state < POINT_DROPPED);
        out->state++;
    }
}

static bool read_points(struct arena *arena, struct store_rows *rows, struct meeting_points *out,
                        struct fault *fault)
{
    *out = (struct meeting_points){arena_array(arena, struct meeting_point, MEETING_POINTS_MAX), 0};
    while (out->count < MEETING_POINTS_MAX && store_next(rows)) {
        read_point(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool meeting_points_of(const struct sight *sight, int64_t meeting, struct meeting_points *out,
                       struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &meeting_point_list,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(meeting)), &rows, fault) &&
           read_points(sight->arena, &rows, out, fault);
}

bool meeting_point_find(const struct sight *sight, int64_t id, struct meeting_point *out,
                        struct fault *fault)
{
    struct store_rows rows;
    struct meeting_points found;
    if (!store_query(sight->store, &meeting_point_by_id,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) ||
        !read_points(sight->arena, &rows, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}

bool meeting_points_carried(const struct sight *sight, const struct meeting_series *series,
                            struct meeting_points *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &meeting_point_carried_list,
                       CELLS(ACCESS_CELLS(sight->scope), cell_text(series->kind),
                             cell_text(series->district)),
                       &rows, fault) &&
           read_points(sight->arena, &rows, out, fault);
}

bool meeting_has_point(struct store *store, const struct meeting_point_added *body, bool *out,
                       struct fault *fault)
{
    int64_t count = 0;
    if (!store_query_int(
            store, &meeting_point_about,
            CELLS(cell_int(body->meeting), cell_text(body->about), cell_int(body->about_id)),
            &count, fault)) {
        return false;
    }
    *out = count > 0;
    return true;
}
