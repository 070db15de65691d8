#include "room/whistle/whistle.h"

#include "app/access.h"
#include "base/arena.h"
#include "store/gather.h"

#define LIST_MAX 101 /* a page of 100 and the row that shows that there is more */
#define COLUMNS                                                                                    \
    "w.id, w.version, w.project, w.application, w.number, w.org, w.said, w.state, w.step, w.who,"  \
    " w.due_at, w.announce_at, w.announced, w.raised_by, w.raised_role, w.sounded_on,"             \
    " w.sounded_at, w.reported_on, w.reported_at, w.in_time, w.answer, w.next_on, w.closed_on,"    \
    " w.note, w.reason, w.climbs, w.reopens, w.files,"                                             \
    " w.answer_files, p.number, p.name, p.district, b.id, b.number"
#define FROM                                                                                       \
    " from whistle w join project p on p.id=w.project left join problem b on b.whistle=w.id"
#define FILTER                                                                                     \
    " and ($6='' or w.state=$6 or ($6='open' and w.state<>'closed')) and ($7='' or w.org=$7)"      \
    " and ($8=0 or w.project=$8) and w.id<$9"

static const struct statement whistle_insert = {
    "whistle_insert",
    "insert into whistle(id, version, project, application, number, year, nth, org, said, state,"
    " step, who, due_on, due_at, announce_at, announced, raised_by, raised_role, sounded_on,"
    " sounded_at, reported_on, reported_at, in_time, answer, next_on, closed_on, note, reason,"
    " climbs, reopens, files, answer_files) "
    "values($1,1,$2,$3,$4,$5,$6,$7,$8,'sounded',$9,$10,$11,$12,$13,0,$14,$15,$16,"
    "$17,null,'',0,'',null,null,'','',0,0,$18,'')"};
#define CALLED                                                                                     \
    "version=version+1, step=$2, who=$3, due_on=$4, due_at=$5, announce_at=$6, announced=0"
static const struct statement whistle_announce_update = {
    "whistle_announce_update",
    "update whistle set version=version+1, announced=1, due_on=$2, due_at=$3 where id=$1"};
static const struct statement whistle_climb_update = {
    "whistle_climb_update",
    "update whistle set " CALLED ", state='sounded', climbs=climbs+1 where id=$1"};
static const struct statement whistle_report_update = {
    "whistle_report_update",
    "update whistle set " CALLED ", state='reported', answer=$7, next_on=$8,"
    " reported_on=$9, reported_at=$10, in_time=$11, answer_files=$12 where id=$1"};
static const struct statement whistle_pass_update = {
    "whistle_pass_update", "update whistle set " CALLED ", org=$7, reason=$8 where id=$1"};
static const struct statement whistle_close_update = {
    "whistle_close_update", "update whistle set version=version+1, state='closed', announced=0,"
                            " announce_at='', closed_on=$2, note=$3 where id=$1"};
static const struct statement whistle_reopen_update = {
    "whistle_reopen_update", "update whistle set " CALLED ", state='sounded', reason=$7,"
                             " closed_on=null, reopens=reopens+1 where id=$1"};
static const struct statement whistle_touch = {"whistle_touch",
                                               "update whistle set version=version+1 where id=$1"};

static const struct statement whistle_by_id = {
    "whistle_by_id", "select " COLUMNS FROM " where " ACCESS_PROJECT " and w.id=$6"};
static const struct statement whistle_filtered = {
    "whistle_filtered",
    "select " COLUMNS FROM " where " ACCESS_PROJECT FILTER " order by w.id desc limit $10"};
/* Nobody's scope: the chore looks at all of them. */
static const struct statement whistle_due_at = {
    "whistle_due_at",
    "select " COLUMNS FROM " where w.id in (select x.id from whistle x where x.announced=0 and"
    " x.announce_at<>'' and x.announce_at<=$1 union all select y.id from whistle y where"
    " y.announced=1 and y.due_at<=$1) and (w.due_at>$2 or (w.due_at=$2 and w.id>$3))"
    " order by w.due_at, w.id limit $4"};
static const struct statement whistle_serial = {"whistle_serial",
                                                "select max(nth) from whistle where year=$1"};
/* Looks into neighbours' tables. */
static const struct statement whistle_case_by_id = {
    "whistle_case_by_id", "select org from application where id=$1 and project=$2"};

const struct statement *const whistle_statements[] = {
    &whistle_insert,      &whistle_announce_update, &whistle_climb_update,  &whistle_report_update,
    &whistle_pass_update, &whistle_close_update,    &whistle_reopen_update, &whistle_touch,
    &whistle_by_id,       &whistle_filtered,        &whistle_due_at,        &whistle_serial,
    &whistle_case_by_id};
const size_t whistle_statement_count = COUNT_OF(whistle_statements);

const char whistle_ddl[] =
    "create table whistle (id integer primary key, version integer not null, project integer not"
    " null, application integer not null, number text not null, year integer not null, nth integer"
    " not null, org text not null, said text not null, state text not null, step integer not null,"
    " who text not null, due_on text not null, due_at text not null, announce_at text not null,"
    " announced integer not null, raised_by integer not null, raised_role text not null, sounded_on"
    " text not null, sounded_at text not null, reported_on text, reported_at text not null, in_time"
    " integer not null, answer text not null, next_on text, closed_on text, note text not null,"
    " reason text not null, climbs integer not null, reopens integer not null, files text not null,"
    " answer_files text not null);"
    "create unique index whistle_by_number on whistle(year, nth);"
    "create index whistle_by_project on whistle(project);"
    "create index whistle_by_announced on whistle(announced, announce_at);"
    "create index whistle_by_due on whistle(announced, due_at);"
    "create index whistle_by_state on whistle(state, due_on);";

/* -- recording -- */

#define CALL_CELLS(id, call)                                                                       \
    cell_int(id), cell_int((call)->step), cell_text((call)->who), cell_date((call)->due_on),       \
        cell_text((call)->due_at), cell_text((call)->announce_at)

bool whistle_record_sounded(struct store *store, const struct event *event, struct fault *fault)
{
    const struct whistle_sounded *body = event->body;
    const struct whistle_call *call = &body->call;
    return store_run(
        store, &whistle_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->application),
              cell_text(body->number), cell_int(body->year), cell_int(body->serial),
              cell_text(body->org), cell_text(body->said), cell_int(call->step),
              cell_text(call->who), cell_date(call->due_on), cell_text(call->due_at),
              cell_text(call->announce_at), cell_int(actor_label_account(event->actor)),
              cell_text(text_of(role_name(actor_label_role(event->actor)))),
              cell_date(event->happened_on), cell_text(body->at), cell_text(body->files)),
        fault);
}

bool whistle_record_announced(struct store *store, const struct event *event, struct fault *fault)
{
    const struct whistle_announced *body = event->body;
    return store_run(
        store, &whistle_announce_update,
        CELLS(cell_int(event->subject), cell_date(body->due_on), cell_text(body->climbs_at)),
        fault);
}

bool whistle_record_climbed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct whistle_climbed *body = event->body;
    return store_run(store, &whistle_climb_update, CELLS(CALL_CELLS(event->subject, &body->call)),
                     fault);
}

bool whistle_record_reported(struct store *store, const struct event *event, struct fault *fault)
{
    const struct whistle_reported *body = event->body;
    return store_run(store, &whistle_report_update,
                     CELLS(CALL_CELLS(event->subject, &body->call), cell_text(body->said),
                           cell_date(body->next_on), cell_date(event->happened_on),
                           cell_text(body->at), cell_bool(body->in_time), cell_text(body->files)),
                     fault);
}

bool whistle_record_passed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct whistle_passed *body = event->body;
    return store_run(store, &whistle_pass_update,
                     CELLS(CALL_CELLS(event->subject, &body->call), cell_text(body->org),
                           cell_text(body->reason)),
                     fault);
}

bool whistle_record_closed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct whistle_note *body = event->body;
    return store_run(
        store, &whistle_close_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->note)),
        fault);
}

bool whistle_record_reopened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct whistle_reopened *body = event->body;
    return store_run(store, &whistle_reopen_update,
                     CELLS(CALL_CELLS(event->subject, &body->call), cell_text(body->reason)),
                     fault);
}

/* The problem itself is the other room's; it says which whistle it came of. */
bool whistle_record_made_problem(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return store_run(store, &whistle_touch, CELLS(cell_int(event->subject)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct whistle *out = place;
    *out = (struct whistle){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .number = store_text(arena, rows, 4),
        .org = store_text(arena, rows, 5),
        .said = store_text(arena, rows, 6),
        .call = {.step = store_int(rows, 8),
                 .who = store_text(arena, rows, 9),
                 .due_at = store_text(arena, rows, 10),
                 .announce_at = store_text(arena, rows, 11)},
        .is_announced = store_bool(rows, 12),
        .raised_by = store_int(rows, 13),
        .raised_role = role_from_name(store_text(arena, rows, 14)),
        .sounded_on = store_date(rows, 15),
        .sounded_at = store_text(arena, rows, 16),
        .reported_on = store_date(rows, 17),
        .reported_at = store_text(arena, rows, 18),
        .was_in_time = store_bool(rows, 19),
        .answer = store_text(arena, rows, 20),
        .next_on = store_date(rows, 21),
        .closed_on = store_date(rows, 22),
        .note = store_text(arena, rows, 23),
        .reason = store_text(arena, rows, 24),
        .climbs = store_int(rows, 25),
        .reopens = store_int(rows, 26),
        .files = store_text(arena, rows, 27),
        .answer_files = store_text(arena, rows, 28),
        .project_number = store_text(arena, rows, 29),
        .project_name = store_text(arena, rows, 30),
        .project_district = store_text(arena, rows, 31),
        .problem = store_is_null(rows, 32) ? 0 : store_int(rows, 32),
        .problem_number = store_is_null(rows, 33) ? TEXT_NONE : store_text(arena, rows, 33),
    };
    struct hours_moment due;
    ensure(whistle_state_find(store_text(arena, rows, 7), &out->state));
    out->call.due_on = hours_moment_parse(out->call.due_at, &due) ? due.day : CIVIL_DATE_NONE;
}

static bool read_list(struct arena *arena, struct store_rows *rows, struct whistles *out,
                      struct fault *fault)
{
    *out = (struct whistles){arena_array(arena, struct whistle, LIST_MAX), 0};
    while (out->count < LIST_MAX && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

static const struct store_shape shape = {sizeof(struct whistle), 1, read_row};

bool whistle_find(const struct sight *sight, int64_t id, struct whistle *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &whistle_by_id,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) &&
           store_gather_one(sight->arena, &rows, &shape, out, fault);
}

bool whistle_list(const struct sight *sight, const struct whistle_filter *filter,
                  struct whistles *out, struct fault *fault)
{
    struct store_rows rows;
    int64_t before = filter->before > 0 ? filter->before : INT64_MAX;
    ensure(filter->limit < LIST_MAX);
    return store_query(sight->store, &whistle_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_text(filter->state),
                             cell_text(filter->org), cell_int(filter->project), cell_int(before),
                             cell_int(filter->limit + 1)),
                       &rows, fault) &&
           read_list(sight->arena, &rows, out, fault);
}

bool whistle_due(struct arena *arena, struct store *store, const struct whistle_due_after *after,
                 struct whistles *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &whistle_due_at,
                       CELLS(cell_text(after->now), cell_text(after->due_at), cell_int(after->id),
                             cell_int(WHISTLE_DUE_PAGE)),
                       &rows, fault) &&
           read_list(arena, &rows, out, fault);
}

bool whistle_next_serial(struct store *store, int64_t year, int64_t *out, struct fault *fault)
{
    int64_t last = 0;
    bool read = store_query_int(store, &whistle_serial, CELLS(cell_int(year)), &last, fault);
    *out = last + 1;
    return read;
}

bool whistle_case_org(struct arena *arena, struct store *store, struct whistle_case *about,
                      struct fault *fault)
{
    struct store_rows rows;
    about->org = TEXT_NONE;
    if (!store_query(store, &whistle_case_by_id,
                     CELLS(cell_int(about->application), cell_int(about->project)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        about->org = store_text(arena, &rows, 0);
    }
    return store_done(&rows, fault);
}
