#include "base/arena.h"
#include "base/json_read.h"
#include "room/application/application_desk.h"
#include "room/application/application_store.h"

/* What few cases have, in tables of their own: a return, a transfer, conditions, how it was
 * delivered. */

const struct statement application_desk_return = {
    "application_desk_return",
    "insert into application_desk(application, stage, since, returned_from, code, reason, returns,"
    " proposal, opinion) values($1,$2,$3,$4,$5,$6,1,'','') on conflict (application) do update set"
    " stage=excluded.stage, since=excluded.since, returned_from=excluded.returned_from,"
    " code=excluded.code, reason=excluded.reason, returns=application_desk.returns+1, proposal='',"
    " opinion=''"};
const struct statement application_desk_propose = {
    "application_desk_propose",
    "insert into application_desk(application, stage, since, returned_from, code, reason, returns,"
    " proposal, opinion) values($1,'decision',$2,'','','',0,$3,$4) on conflict (application) do"
    " update set stage=excluded.stage, since=excluded.since, proposal=excluded.proposal,"
    " opinion=excluded.opinion"};
const struct statement application_desk_forward = {
    "application_desk_forward",
    "update application_desk set stage=$2, since=$3 where application=$1"};
const struct statement application_desk_end = {
    "application_desk_end", "update application_desk set stage='' where application=$1"};
const struct statement application_desk_touch = {
    "application_desk_touch", "update application set version=version+1 where id=$1"};
/* The last mark of the course is the decision's: " D2026-05-07". */
const struct statement application_desk_undo = {
    "application_desk_undo",
    "update application set state='accepted', decided_on=null, reason=null, basis=null,"
    " document=null, files=null, valid_until=null, course=case when length(course)=11 then ''"
    " else substr(course, 1, length(course)-12) end where id=$1"};
const struct statement application_desk_drop_conditions = {
    "application_desk_drop_conditions", "delete from application_condition where application=$1"};

const struct statement application_transfer_insert = {
    "application_transfer_insert",
    "insert into application_transfer(id, application, from_org, to_org, reason, asked_on, state,"
    " answered_on, note) values($1,$2,$3,$4,$5,$6,'waiting',null,'')"};
const struct statement application_transfer_close = {
    "application_transfer_close",
    "update application_transfer set state=$2, answered_on=$3, note=$4 where id=$1"};
const struct statement application_transfer_void = {
    "application_transfer_void",
    "update application_transfer set state='void' where application=$1 and state='waiting'"};
const struct statement application_transfer_move = {
    "application_transfer_move",
    "update application set org=$2, handler=null, opened_on=null where id=$1"};
const struct statement application_transfer_waits = {
    "application_transfer_waits", "select id, from_org, to_org, reason, asked_on from"
                                  " application_transfer where application=$1 and state='waiting'"
                                  " order by id desc limit 1"};

const struct statement application_condition_insert = {
    "application_condition_insert",
    "insert into application_condition(application, position, words, due_on, state, met_on, note,"
    " files) values($1,$2,$3,$4,'open',null,'','[]')"};
const struct statement application_condition_meet = {
    "application_condition_meet", "update application_condition set state='met', met_on=$3,"
                                  " note=$4, files=$5 where application=$1 and position=$2"};
const struct statement application_condition_miss = {
    "application_condition_miss",
    "update application_condition set state='missed' where application=$1 and position=$2"};
const struct statement application_condition_list = {
    "application_condition_list",
    "select c.application, a.project, c.position, c.words, c.state, c.note, c.files, c.due_on,"
    " c.met_on from application_condition c join application a on a.id=c.application"
    " where c.application=$1 order by c.position"};
const struct statement application_condition_due = {
    "application_condition_due",
    "select c.application, a.project, c.position, c.words, c.state, c.note, c.files, c.due_on,"
    " c.met_on from application_condition c join application a on a.id=c.application"
    " where c.state='open' and c.due_on<$1 order by c.due_on limit 100"};

const struct statement application_delivery_insert = {
    "application_delivery_insert",
    "insert into application_delivery(application, way, tracking) values($1,$2,$3)"
    " on conflict (application) do update set way=excluded.way, tracking=excluded.tracking"};
const struct statement application_delivery_of = {
    "application_delivery_of",
    "select way, tracking from application_delivery where application=$1"};

/* Looks into neighbours' tables: what a decision waits for. */
const struct statement application_holds = {
    "application_holds",
    "select (select count(*) from consultation c where c.application=$1 and c.state='open' and"
    " c.holds=1), (select count(*) from site_visit v where v.application=$1 and"
    " v.state='planned'), (select count(*) from countersign s where s.application=$1 and"
    " (s.state='open' or (s.state='declined' and not exists(select 1 from countersign n where"
    " n.application=$1 and n.id>s.id and n.state='agreed')))), (select count(*) from"
    " application_transfer t where t.application=$1 and t.state='waiting')"};

/* -- recording -- */

static bool touch(struct store *store, int64_t application, struct fault *fault)
{
    return store_run(store, &application_desk_touch, CELLS(cell_int(application)), fault);
}

bool application_desk_clear(struct store *store, int64_t application, struct fault *fault)
{
    return store_run(store, &application_desk_end, CELLS(cell_int(application)), fault);
}

bool application_desk_leave(struct store *store, int64_t application, struct fault *fault)
{
    return application_desk_clear(store, application, fault) &&
           store_run(store, &application_transfer_void, CELLS(cell_int(application)), fault);
}

bool application_record_proposed(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct application_propose *body = event->body;
    return store_run(store, &application_desk_propose,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->result), cell_text(body->opinion)),
                     fault) &&
           touch(store, event->subject, fault);
}

bool application_record_returned(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct application_returned *body = event->body;
    struct cell subject = cell_int(event->subject);
    return store_run(store, &application_desk_return,
                     CELLS(subject, cell_text(body->to), cell_date(event->happened_on),
                           cell_text(body->from), cell_text(body->code), cell_text(body->reason)),
                     fault) &&
           (!body->undone ||
            (store_run(store, &application_desk_undo, CELLS(subject), fault) &&
             store_run(store, &application_desk_drop_conditions, CELLS(subject), fault))) &&
           touch(store, event->subject, fault);
}

bool application_record_forwarded(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct application_forwarded *body = event->body;
    return store_run(
               store, &application_desk_forward,
               CELLS(cell_int(event->subject), cell_text(body->to), cell_date(event->happened_on)),
               fault) &&
           touch(store, event->subject, fault);
}

bool application_record_transfer_asked(struct store *store, const struct event *event,
                                       struct fault *fault)
{
    const struct application_transfer_asked *body = event->body;
    return store_run(store, &application_transfer_insert,
                     CELLS(cell_int(event->seq), cell_int(event->subject), cell_text(body->from),
                           cell_text(body->to), cell_text(body->reason),
                           cell_date(event->happened_on)),
                     fault) &&
           touch(store, event->subject, fault);
}

static bool close_transfer(struct store *store, const struct event *event, const char *state,
                           struct fault *fault)
{
    const struct application_transfer_answered *body = event->body;
    return store_run(store, &application_transfer_close,
                     CELLS(cell_int(body->transfer), cell_text(text_of(state)),
                           cell_date(event->happened_on), cell_text(body->note)),
                     fault) &&
           touch(store, event->subject, fault);
}

bool application_record_transfer_taken(struct store *store, const struct event *event,
                                       struct fault *fault)
{
    const struct application_transfer_answered *body = event->body;
    return close_transfer(store, event, "taken", fault) &&
           store_run(store, &application_transfer_move,
                     CELLS(cell_int(event->subject), cell_text(body->org)), fault);
}

bool application_record_transfer_declined(struct store *store, const struct event *event,
                                          struct fault *fault)
{
    const struct application_transfer_answered *body = event->body;
    return close_transfer(store, event, body->withdrawn ? "withdrawn" : "declined", fault);
}

bool application_conditions_keep(struct store *store, int64_t application, struct text conditions,
                                 struct fault *fault)
{
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 20);
    struct application_conditions read;
    bool kept = conditions.len <= 2; /* "[]" */
    if (!kept && application_conditions_read(arena, conditions, CIVIL_DATE_NONE, true, &read)) {
        kept = true;
        for (size_t i = 0; kept && i < read.count; i++) {
            kept = store_run(store, &application_condition_insert,
                             CELLS(cell_int(application), cell_int(read.items[i].position),
                                   cell_text(read.items[i].words), cell_date(read.items[i].due_on)),
                             fault);
        }
    }
    arena_close(arena);
    return kept;
}

bool application_record_condition_met(struct store *store, const struct event *event,
                                      struct fault *fault)
{
    const struct application_condition_met *body = event->body;
    struct text files = body->files.len > 0 ? body->files : TEXT("[]");
    return store_run(store, &application_condition_meet,
                     CELLS(cell_int(event->subject), cell_int(body->position),
                           cell_date(event->happened_on), cell_text(body->note), cell_text(files)),
                     fault) &&
           touch(store, event->subject, fault);
}

bool application_record_condition_missed(struct store *store, const struct event *event,
                                         struct fault *fault)
{
    const struct application_condition_missed *body = event->body;
    return store_run(store, &application_condition_miss,
                     CELLS(cell_int(event->subject), cell_int(body->position)), fault) &&
           touch(store, event->subject, fault);
}

/* -- reading -- */

bool application_waiting_move(struct arena *arena, struct store *store, int64_t application,
                              struct application_move *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct application_move){.id = 0};
    if (!store_query(store, &application_transfer_waits, CELLS(cell_int(application)), &rows,
                     fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct application_move){
            .id = store_int(&rows, 0),
            .from = store_text(arena, &rows, 1),
            .to = store_text(arena, &rows, 2),
            .reason = store_text(arena, &rows, 3),
            .asked_on = store_date(&rows, 4),
        };
    }
    return store_done(&rows, fault);
}

#define LIST_MAX 100

static bool read_conditions(struct arena *arena, struct store_rows *rows,
                            struct application_conditions *out, struct fault *fault)
{
    *out = (struct application_conditions){
        arena_array(arena, struct application_condition, LIST_MAX), 0};
    while (out->count < LIST_MAX && store_next(rows)) {
        out->items[out->count++] = (struct application_condition){
            .application = store_int(rows, 0),
            .project = store_int(rows, 1),
            .position = store_int(rows, 2),
            .words = store_text(arena, rows, 3),
            .state = store_text(arena, rows, 4),
            .note = store_text(arena, rows, 5),
            .files = store_text(arena, rows, 6),
            .due_on = store_date(rows, 7),
            .met_on = store_date(rows, 8),
        };
    }
    return store_done(rows, fault);
}

bool application_conditions_of(struct arena *arena, struct store *store, int64_t application,
                               struct application_conditions *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &application_condition_list, CELLS(cell_int(application)), &rows,
                       fault) &&
           read_conditions(arena, &rows, out, fault);
}

bool application_conditions_past(struct arena *arena, struct store *store, civil_date before,
                                 struct application_conditions *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &application_condition_due, CELLS(cell_date(before)), &rows, fault) &&
           read_conditions(arena, &rows, out, fault);
}

bool application_way_of(struct arena *arena, struct store *store, int64_t application,
                        struct application_way *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct application_way){TEXT_NONE, TEXT_NONE};
    if (!store_query(store, &application_delivery_of, CELLS(cell_int(application)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct application_way){store_text(arena, &rows, 0), store_text(arena, &rows, 1)};
    }
    return store_done(&rows, fault);
}

bool application_held_by(struct store *store, int64_t application, struct application_held *out,
                         struct fault *fault)
{
    struct store_rows rows;
    *out = (struct application_held){.visits = 0};
    if (!store_query(store, &application_holds, CELLS(cell_int(application)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct application_held){
            .consultations = store_int(&rows, 0),
            .visits = store_int(&rows, 1),
            .countersigns = store_int(&rows, 2),
            .transfers = store_int(&rows, 3),
        };
    }
    return store_done(&rows, fault);
}
