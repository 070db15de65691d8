#include "base/arena.h"
#include "room/meeting/meeting_task.h"
#include "store/gather.h"

#define LIST_MAX 200
#define COLUMNS                                                                                    \
    "k.id, k.version, k.meeting, k.point, k.project, k.kind, k.district, k.title, k.what, k.org,"  \
    " k.state, k.decided_on, k.due_on, k.done_on, k.reported_on, k.reported_by, k.accepted_on,"    \
    " k.missed_on, k.climbs, k.climbed_to, k.climbed_on, k.solution, k.evidence, k.no_evidence,"   \
    " k.words, coalesce((select t.about_id from meeting_point t where t.id=k.point and"            \
    " t.about='problem'),0)"
/* One's own, or of a meeting that one may see; as far as the project may be seen. */
#define TASK_SEEN                                                                                  \
    "(k.org=$6 or exists(select 1 from meeting m where m.id=k.meeting and " MEETING_SEEN "))"      \
    " and (k.project=0 or exists(select 1 from project p where p.id=k.project and " ACCESS_PROJECT \
    "))"

static const struct statement meeting_task_report_update = {
    "meeting_task_report_update",
    "update meeting_task set version=version+1, state='reported', done_on=$2, reported_on=$3,"
    " reported_by=$4, solution=$5, evidence=$6, no_evidence=$7 where id=$1"};
static const struct statement meeting_task_accept_update = {
    "meeting_task_accept_update", "update meeting_task set version=version+1, state='done', "
                                  "accepted_on=$2, words=$3 where id=$1"};
static const struct statement meeting_task_return_update = {
    "meeting_task_return_update",
    "update meeting_task set version=version+1, state='open', words=$2 where id=$1"};
static const struct statement meeting_task_miss_update = {
    "meeting_task_miss_update",
    "update meeting_task set version=version+1, missed_on=$2, next_on=$3 where id=$1"};
static const struct statement meeting_task_climb_update = {
    "meeting_task_climb_update", "update meeting_task set version=version+1, climbs=climbs+1,"
                                 " climbed_to=$2, climbed_on=$3, next_on=$4 where id=$1"};
static const struct statement meeting_task_by_id = {
    "meeting_task_by_id", "select " COLUMNS " from meeting_task k where k.id=$7 and " TASK_SEEN};
static const struct statement meeting_task_open = {
    "meeting_task_open", "select " COLUMNS " from meeting_task k where k.state in ('open',"
                         "'reported') and " TASK_SEEN " order by k.due_on, k.id limit 200"};
static const struct statement meeting_task_all = {
    "meeting_task_all",
    "select " COLUMNS " from meeting_task k where " TASK_SEEN " order by k.id desc limit 200"};
static const struct statement meeting_task_left_of = {
    "meeting_task_left_of",
    "select " COLUMNS " from meeting_task k where k.state in ('open','reported') and k.kind=$7 and"
    " k.district=$8 and k.meeting<>$9 and " TASK_SEEN " order by k.due_on, k.id limit 200"};
static const struct statement meeting_task_past_day = {
    "meeting_task_past_day", "select " COLUMNS " from meeting_task k where k.state='open' and"
                             " k.next_on<$1 order by k.next_on, k.id limit 200"};
static const struct statement meeting_task_near_day = {
    "meeting_task_near_day", "select " COLUMNS " from meeting_task k where k.state='open' and"
                             " k.due_on>=$1 and k.due_on<=$2 and k.reminded_on is null"
                             " order by k.due_on, k.id limit 200"};
static const struct statement meeting_task_remind_update = {
    "meeting_task_remind_update", "update meeting_task set reminded_on=$2 where id=$1"};
/* A look into the table of files. */
static const struct statement meeting_task_file = {
    "meeting_task_file", "select count(*) from file f where f.id=$1 and f.project=$2"};

const struct statement *const meeting_task_statements[] = {
    &meeting_task_report_update, &meeting_task_accept_update, &meeting_task_return_update,
    &meeting_task_miss_update,   &meeting_task_climb_update,  &meeting_task_by_id,
    &meeting_task_open,          &meeting_task_all,           &meeting_task_left_of,
    &meeting_task_past_day,      &meeting_task_file,          &meeting_task_near_day,
    &meeting_task_remind_update};
const size_t meeting_task_statement_count = COUNT_OF(meeting_task_statements);

/* -- recording -- */

bool meeting_task_record_reported(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct meeting_task_report *body = event->body;
    civil_date done_on = body->done_on == CIVIL_DATE_NONE ? event->happened_on : body->done_on;
    return store_run(store, &meeting_task_report_update,
                     CELLS(cell_int(event->subject), cell_date(done_on),
                           cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor)), cell_text(body->solution),
                           cell_text(body->evidence), cell_text(body->no_evidence)),
                     fault);
}

bool meeting_task_record_accepted(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct meeting_task_note *body = event->body;
    return store_run(
        store, &meeting_task_accept_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->note)),
        fault);
}

bool meeting_task_record_returned(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct meeting_task_note *body = event->body;
    return store_run(store, &meeting_task_return_update,
                     CELLS(cell_int(event->subject), cell_text(body->note)), fault);
}

bool meeting_task_record_nearing(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return store_run(store, &meeting_task_remind_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool meeting_task_record_missed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct meeting_task_missed *body = event->body;
    return store_run(
        store, &meeting_task_miss_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_date(body->next_on)),
        fault);
}

bool meeting_task_record_climbed(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct meeting_task_climbed *body = event->body;
    return store_run(store, &meeting_task_climb_update,
                     CELLS(cell_int(event->subject), cell_text(body->to),
                           cell_date(event->happened_on), cell_date(body->next_on)),
                     fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct meeting_task *out = place;
    struct text state = store_cell(rows, 10).text;
    *out = (struct meeting_task){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .meeting = store_int(rows, 2),
        .point = store_int(rows, 3),
        .project = store_int(rows, 4),
        .kind = store_text(arena, rows, 5),
        .district = store_text(arena, rows, 6),
        .title = store_text(arena, rows, 7),
        .what = store_text(arena, rows, 8),
        .org = store_text(arena, rows, 9),
        .decided_on = store_date(rows, 11),
        .due_on = store_date(rows, 12),
        .done_on = store_date(rows, 13),
        .reported_on = store_date(rows, 14),
        .reported_by = store_int(rows, 15),
        .accepted_on = store_date(rows, 16),
        .missed_on = store_date(rows, 17),
        .climbs = store_int(rows, 18),
        .climbed_to = store_text(arena, rows, 19),
        .climbed_on = store_date(rows, 20),
        .solution = store_text(arena, rows, 21),
        .evidence = store_text(arena, rows, 22),
        .no_evidence = store_text(arena, rows, 23),
        .words = store_text(arena, rows, 24),
        .problem = store_int(rows, 25),
    };
    while (!text_is(state, meeting_task_state_code(out->state))) {
        ensure(out->state < MEETING_TASK_DONE);
        out->state++;
    }
}

static const struct store_shape shape = {sizeof(struct meeting_task), LIST_MAX, read_row};

static bool read_all(struct arena *arena, struct store_rows *rows, struct meeting_tasks *out,
                     struct fault *fault)
{
    struct store_list list;
    bool read = store_gather(arena, rows, &shape, &list, fault);
    *out = (struct meeting_tasks){list.items, list.count};
    return read;
}

#define SIGHT_CELLS(from) ACCESS_CELLS((from)->sight.scope), cell_text((from)->org)

bool meeting_task_list(const struct meeting_sight *sight, enum meeting_task_wanted wanted,
                       struct meeting_tasks *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->sight.store,
                       wanted == MEETING_TASKS_OPEN ? &meeting_task_open : &meeting_task_all,
                       CELLS(SIGHT_CELLS(sight)), &rows, fault) &&
           read_all(sight->sight.arena, &rows, out, fault);
}

bool meeting_task_find(const struct meeting_sight *sight, int64_t id, struct meeting_task *out,
                       struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->sight.store, &meeting_task_by_id,
                       CELLS(SIGHT_CELLS(sight), cell_int(id)), &rows, fault) &&
           store_gather_one(sight->sight.arena, &rows, &shape, out, fault);
}

bool meeting_task_left(const struct meeting_sight *sight, const struct meeting *meeting,
                       struct meeting_tasks *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->sight.store, &meeting_task_left_of,
                       CELLS(SIGHT_CELLS(sight), cell_text(meeting->kind),
                             cell_text(meeting->district), cell_int(meeting->id)),
                       &rows, fault) &&
           read_all(sight->sight.arena, &rows, out, fault);
}

bool meeting_task_past(struct arena *arena, struct store *store, civil_date today,
                       struct meeting_tasks *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &meeting_task_past_day, CELLS(cell_date(today)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool meeting_task_near(struct arena *arena, struct store *store, civil_date today,
                       struct meeting_tasks *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &meeting_task_near_day,
                       CELLS(cell_date(today), cell_date(today + 31)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool meeting_task_file_is_of(struct store *store, int64_t file, int64_t project, bool *out,
                             struct fault *fault)
{
    int64_t count = 0;
    if (!store_query_int(store, &meeting_task_file, CELLS(cell_int(file), cell_int(project)),
                         &count, fault)) {
        return false;
    }
    *out = count > 0;
    return true;
}
