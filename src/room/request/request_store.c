#include "room/request/request.h"

#include "app/access.h"
#include "base/arena.h"
#include "store/gather.h"

#define LIST_MAX 101
#define COLUMNS                                                                                    \
    "r.id, r.version, r.project, r.asked_by, r.taken_by, r.number, r.kind, r.policy, r.name,"      \
    " r.org, r.said, r.result, r.answer, r.words, r.state, r.asked_on, r.due_on, r.answered_on,"   \
    " r.ended_on, r.missed_on, r.reopens, r.basis, p.name, p.number, p.enterprise"
#define FROM " from request r join project p on p.id=r.project"
/* A department sees what its own unit has. */
#define SEEN ACCESS_PROJECT " and ($1<>4 or r.org=$2)"
#define IS_UNITS "r.state in ('assigned','taken')"
#define IS_OPEN "r.state in ('waiting','assigned','taken')"

static const struct statement request_insert = {
    "request_insert",
    "insert into request(id, version, project, asked_by, taken_by, number, year, nth, kind, policy,"
    " name, org, said, result, answer, words, basis, state, asked_on, due_on, answered_on, "
    "ended_on,"
    " missed_on, reopens) "
    "values($1,1,$2,$3,0,$4,$5,$6,$7,$8,$9,$10,$11,'','','',$12,$13,$14,$15,null,"
    "null,null,0)"};
static const struct statement request_move_update = {
    "request_move_update",
    "update request set version=version+1, state=$2, org=$3, words=$4,"
    " due_on=$5, taken_by=$6, basis=case when $7=1 then basis else '' end where id=$1"};
static const struct statement request_answer_update = {
    "request_answer_update",
    "update request set version=version+1, state='answered', result=$2, answer=$3, answered_on=$4,"
    " due_on=null, taken_by=case when taken_by=0 then $5 else taken_by end where id=$1"};
static const struct statement request_reopen_update = {
    "request_reopen_update", "update request set version=version+1, state='taken', words=$2,"
                             " due_on=$3, answered_on=null, reopens=reopens+1 where id=$1"};
static const struct statement request_end_update = {
    "request_end_update", "update request set version=version+1, state=$2, words=$3, ended_on=$4,"
                          " due_on=null where id=$1"};
static const struct statement request_miss_update = {
    "request_miss_update", "update request set version=version+1, late_of=due_on,"
                           " missed_on=coalesce(missed_on, $2) where id=$1"};
static const struct statement request_by_id = {"request_by_id", "select " COLUMNS FROM
                                                                " where " SEEN " and r.id=$6"};
static const struct statement request_filtered = {
    "request_filtered",
    "select " COLUMNS FROM " where " SEEN " and ($6=0 or r.project=$6) and ($7='' or r.state=$7 or"
    " ($7='open' and " IS_OPEN ") or ($7='unit' and " IS_UNITS
    ") or ($7='enterprise' and r.state='answered') or ($7='late' and " IS_OPEN
    " and r.due_on<$8)) and r.id<$9 order by r.id desc limit $10"};
/* Nobody's scope: the chore looks at all of them; once for each limit. */
static const struct statement request_past_day = {
    "request_past_day", "select " COLUMNS FROM " where " IS_OPEN " and r.due_on<$1 and"
                        " (r.late_of is null or r.late_of<>r.due_on)"
                        " order by r.due_on, r.id limit 100"};
static const struct statement request_serial = {"request_serial",
                                                "select max(nth) from request where year=$1"};
static const struct statement request_open_like = {
    "request_open_like", "select count(*) from request r where r.project=$1 and r.kind=$2 and"
                         " r.policy=$3 and " IS_OPEN};

const struct statement *const request_statements[] = {
    &request_insert,     &request_move_update, &request_answer_update, &request_reopen_update,
    &request_end_update, &request_miss_update, &request_by_id,         &request_filtered,
    &request_past_day,   &request_serial,      &request_open_like};
const size_t request_statement_count = COUNT_OF(request_statements);

/* late_of: the limit that is on record as missed. */
const char request_ddl[] =
    "create table request (id integer primary key, version integer not null, project integer not"
    " null, asked_by integer not null, taken_by integer not null, number text not null, year"
    " integer not null, nth integer not null, kind text not null, policy text not null, name text"
    " not null, org text not null, said text not null, result text not null, answer text not null,"
    " words text not null, basis text not null, state text not null, asked_on text not null, "
    "due_on text, answered_on"
    " text, ended_on text, missed_on text, late_of text, reopens integer not null);"
    "create unique index request_by_number on request(year, nth);"
    "create index request_by_project on request(project);"
    "create index request_by_day on request(state, due_on);";

/* -- recording -- */

bool request_record_asked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct request_asked *body = event->body;
    enum request_state state = body->org.len > 0 ? REQUEST_ASSIGNED : REQUEST_WAITING;
    return store_run(store, &request_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(actor_label_account(event->actor)), cell_text(body->number),
                           cell_int(body->year), cell_int(body->serial), cell_text(body->kind),
                           cell_text(body->policy), cell_text(body->name), cell_text(body->org),
                           cell_text(body->said), cell_text(body->basis),
                           cell_text(text_of(request_state_code(state))),
                           cell_date(event->happened_on), cell_date(body->due_on)),
                     fault);
}

static bool move(struct store *store, const struct event *event, enum request_state state,
                 struct fault *fault)
{
    const struct request_moved *body = event->body;
    bool is_taken = state == REQUEST_TAKEN;
    return store_run(store, &request_move_update,
                     CELLS(cell_int(event->subject), cell_text(text_of(request_state_code(state))),
                           cell_text(body->org), cell_text(body->words), cell_date(body->due_on),
                           cell_int(is_taken ? actor_label_account(event->actor) : 0),
                           cell_int(is_taken)),
                     fault);
}

bool request_record_assigned(struct store *store, const struct event *event, struct fault *fault)
{
    return move(store, event, REQUEST_ASSIGNED, fault);
}

bool request_record_taken(struct store *store, const struct event *event, struct fault *fault)
{
    return move(store, event, REQUEST_TAKEN, fault);
}

bool request_record_answered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct request_moved *body = event->body;
    return store_run(store, &request_answer_update,
                     CELLS(cell_int(event->subject), cell_text(body->result),
                           cell_text(body->words), cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor))),
                     fault);
}

bool request_record_reopened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct request_moved *body = event->body;
    return store_run(
        store, &request_reopen_update,
        CELLS(cell_int(event->subject), cell_text(body->words), cell_date(body->due_on)), fault);
}

static bool end(struct store *store, const struct event *event, enum request_state state,
                struct fault *fault)
{
    const struct request_moved *body = event->body;
    return store_run(store, &request_end_update,
                     CELLS(cell_int(event->subject), cell_text(text_of(request_state_code(state))),
                           cell_text(body->words), cell_date(event->happened_on)),
                     fault);
}

bool request_record_closed(struct store *store, const struct event *event, struct fault *fault)
{
    return end(store, event, REQUEST_CLOSED, fault);
}

bool request_record_withdrawn(struct store *store, const struct event *event, struct fault *fault)
{
    return end(store, event, REQUEST_WITHDRAWN, fault);
}

bool request_record_missed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &request_miss_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct request *out = place;
    *out = (struct request){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .asked_by = store_int(rows, 3),
        .taken_by = store_int(rows, 4),
        .number = store_text(arena, rows, 5),
        .kind = store_text(arena, rows, 6),
        .policy = store_text(arena, rows, 7),
        .name = store_text(arena, rows, 8),
        .org = store_text(arena, rows, 9),
        .said = store_text(arena, rows, 10),
        .result = store_text(arena, rows, 11),
        .answer = store_text(arena, rows, 12),
        .words = store_text(arena, rows, 13),
        .asked_on = store_date(rows, 15),
        .due_on = store_date(rows, 16),
        .answered_on = store_date(rows, 17),
        .ended_on = store_date(rows, 18),
        .missed_on = store_date(rows, 19),
        .reopens = store_int(rows, 20),
        .basis = store_text(arena, rows, 21),
        .project_name = store_text(arena, rows, 22),
        .project_number = store_text(arena, rows, 23),
        .enterprise = store_text(arena, rows, 24),
    };
    ensure(request_state_find(store_cell(rows, 14).text, &out->state));
}

static const struct store_shape shape = {sizeof(struct request), LIST_MAX, read_row};

static bool read_all(struct arena *arena, struct store_rows *rows, struct requests *out,
                     struct fault *fault)
{
    struct store_list list;
    bool read = store_gather(arena, rows, &shape, &list, fault);
    *out = (struct requests){list.items, list.count};
    return read;
}

bool request_find(const struct sight *sight, int64_t id, struct request *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &request_by_id,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) &&
           store_gather_one(sight->arena, &rows, &shape, out, fault);
}

bool request_list(const struct sight *sight, const struct request_filter *filter,
                  struct requests *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &request_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(filter->project),
                             cell_text(filter->state), cell_date(filter->today),
                             cell_int(filter->before > 0 ? filter->before : INT64_MAX),
                             cell_int(REQUEST_PAGE + 1)),
                       &rows, fault) &&
           read_all(sight->arena, &rows, out, fault);
}

bool request_past(struct arena *arena, struct store *store, civil_date today, struct requests *out,
                  struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &request_past_day, CELLS(cell_date(today)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool request_next_serial(struct store *store, int64_t year, int64_t *out, struct fault *fault)
{
    int64_t last = 0;
    bool read = store_query_int(store, &request_serial, CELLS(cell_int(year)), &last, fault);
    *out = last + 1;
    return read;
}

bool request_open_count(struct store *store, int64_t project, const struct request_ask *like,
                        int64_t *out, struct fault *fault)
{
    return store_query_int(store, &request_open_like,
                           CELLS(cell_int(project), cell_text(like->kind), cell_text(like->policy)),
                           out, fault);
}
