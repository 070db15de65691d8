#include "base/arena.h"
#include "room/consultation/consultation.h"

#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.application, c.kind, c.question, c.by_org, c.holds, "           \
    "c.after_limit, c.state, c.asked_on, c.days, c.overdue_on, c.ended_on, c.outcome, c.opinion"

static const struct statement consultation_insert = {
    "consultation_insert",
    "insert into consultation(id, version, project, application, kind, question, by_org, holds,"
    " after_limit, state, asked_on, days, due_on, overdue_on, ended_on, outcome, opinion)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,'open',$9,$10,$11,null,null,'','')"};
static const struct statement consultation_unit_insert = {
    "consultation_unit_insert",
    "insert into consultation_unit(consultation, position, org, opinion, reason, replied_on,"
    " by_actor) values($1,$2,$3,'','',null,'')"};
static const struct statement consultation_touch = {
    "consultation_touch", "update consultation set version=version+1 where id=$1"};
static const struct statement consultation_reply_update = {
    "consultation_reply_update",
    "update consultation_unit set opinion=$3, reason=$4, replied_on=$5, by_actor=$6"
    " where consultation=$1 and org=$2"};
static const struct statement consultation_end_update = {
    "consultation_end_update",
    "update consultation set version=version+1, state=$2, ended_on=$3, outcome=$4, opinion=$5"
    " where id=$1"};
static const struct statement consultation_overdue_update = {
    "consultation_overdue_update",
    "update consultation set version=version+1, overdue_on=$2 where id=$1"};
static const struct statement consultation_by_id = {
    "consultation_by_id", "select " COLUMNS " from consultation c where c.id=$1"};
static const struct statement consultation_by_application = {
    "consultation_by_application", "select " COLUMNS " from consultation c where c.application=$1"
                                   " order by c.id desc limit 50"};
static const struct statement consultation_asked_of = {
    "consultation_asked_of",
    "select " COLUMNS " from consultation_unit u join consultation c on c.id=u.consultation"
    " where u.org=$1 and u.replied_on is null and c.state='open' order by c.id limit 200"};
static const struct statement consultation_asked_by = {
    "consultation_asked_by", "select " COLUMNS " from consultation c where c.by_org=$1"
                             " and c.state='open' order by c.id limit 200"};
static const struct statement consultation_not_recorded = {
    "consultation_not_recorded",
    "select " COLUMNS " from consultation c where c.state='open' and c.due_on<$1"
    " and c.overdue_on is null and (c.after_limit='no_objection' or exists(select 1 from"
    " consultation_unit u where u.consultation=c.id and u.replied_on is null))"
    " order by c.due_on limit 100"};
static const struct statement consultation_units_of = {
    "consultation_units_of", "select org, opinion, reason, replied_on, by_actor from"
                             " consultation_unit where consultation=$1 order by position"};

const struct statement *const consultation_statements[] = {
    &consultation_insert,       &consultation_unit_insert,    &consultation_touch,
    &consultation_reply_update, &consultation_end_update,     &consultation_overdue_update,
    &consultation_by_id,        &consultation_by_application, &consultation_asked_of,
    &consultation_asked_by,     &consultation_not_recorded,   &consultation_units_of,
};
const size_t consultation_statement_count = COUNT_OF(consultation_statements);

const char consultation_ddl[] =
    "create table consultation (id integer primary key, version integer not null, project integer"
    " not null, application integer not null, kind text not null, question text not null, by_org"
    " text not null, holds integer not null, after_limit text not null, state text not null,"
    " asked_on text not null, days integer not null, due_on text not null, overdue_on text, "
    "ended_on text, outcome text"
    " not null, opinion text not null);"
    "create index consultation_by_case on consultation(application, state);"
    "create index consultation_by_asker on consultation(by_org, state);"
    "create index consultation_by_day on consultation(state, due_on);"
    "create table consultation_unit (consultation integer not null, position integer not null, org"
    " text not null, opinion text not null, reason text not null, replied_on text, by_actor text"
    " not null, primary key(consultation, org));"
    "create index consultation_unit_by_org on consultation_unit(org, replied_on);";

/* -- recording -- */

bool consultation_record_asked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct consultation_asked *body = event->body;
    bool kept = store_run(
        store, &consultation_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->application),
              cell_text(body->kind), cell_text(body->question), cell_text(body->by_org),
              cell_bool(body->holds), cell_text(body->after), cell_date(event->happened_on),
              cell_int(body->days), cell_date(body->due_on)),
        fault);
    for (size_t i = 0; kept && i < body->orgs.count; i++) {
        kept = store_run(
            store, &consultation_unit_insert,
            CELLS(cell_int(event->subject), cell_int((int64_t)i), cell_text(body->orgs.items[i])),
            fault);
    }
    return kept;
}

bool consultation_record_replied(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct consultation_replied *body = event->body;
    return store_run(store, &consultation_reply_update,
                     CELLS(cell_int(event->subject), cell_text(body->org), cell_text(body->opinion),
                           cell_text(body->reason), cell_date(event->happened_on),
                           cell_text(event->actor)),
                     fault) &&
           store_run(store, &consultation_touch, CELLS(cell_int(event->subject)), fault);
}

bool consultation_record_concluded(struct store *store, const struct event *event,
                                   struct fault *fault)
{
    const struct consultation_concluded *body = event->body;
    return store_run(store, &consultation_end_update,
                     CELLS(cell_int(event->subject), cell_text(TEXT("concluded")),
                           cell_date(event->happened_on), cell_text(body->outcome),
                           cell_text(body->opinion)),
                     fault);
}

bool consultation_record_cancelled(struct store *store, const struct event *event,
                                   struct fault *fault)
{
    const struct consultation_cancelled *body = event->body;
    return store_run(store, &consultation_end_update,
                     CELLS(cell_int(event->subject), cell_text(TEXT("cancelled")),
                           cell_date(event->happened_on), cell_text(TEXT_NONE),
                           cell_text(body->reason)),
                     fault);
}

bool consultation_record_overdue(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return store_run(store, &consultation_overdue_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct consultation *out)
{
    struct text state = store_cell(rows, 9).text;
    *out = (struct consultation){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .kind = store_text(arena, rows, 4),
        .question = store_text(arena, rows, 5),
        .by_org = store_text(arena, rows, 6),
        .holds = store_bool(rows, 7),
        .after = text_is(store_cell(rows, 8).text, "no_objection") ? CONSULTATION_NO_OBJECTION
                                                                   : CONSULTATION_MAY_CONCLUDE,
        .state = text_is(state, "open")        ? CONSULTATION_OPEN
                 : text_is(state, "concluded") ? CONSULTATION_CONCLUDED
                                               : CONSULTATION_CANCELLED,
        .asked_on = store_date(rows, 10),
        .days = store_int(rows, 11),
        .overdue_on = store_date(rows, 12),
        .ended_on = store_date(rows, 13),
        .outcome = store_text(arena, rows, 14),
        .opinion = store_text(arena, rows, 15),
    };
}

static bool read_units(struct arena *arena, struct store *store, struct consultation *out,
                       struct fault *fault)
{
    struct store_rows rows;
    out->units = arena_room(arena, struct consultation_unit, CONSULTATION_UNITS_MAX);
    if (!store_query(store, &consultation_units_of, CELLS(cell_int(out->id)), &rows, fault)) {
        return false;
    }
    while (out->unit_count < CONSULTATION_UNITS_MAX && store_next(&rows)) {
        out->units[out->unit_count++] = (struct consultation_unit){
            .org = store_text(arena, &rows, 0),
            .opinion = store_text(arena, &rows, 1),
            .reason = store_text(arena, &rows, 2),
            .replied_on = store_date(&rows, 3),
            .by = store_text(arena, &rows, 4),
        };
    }
    return store_done(&rows, fault);
}

#define LIST_MAX 200

/* Behind those that are there. */
static bool read_all(struct arena *arena, struct store_rows *rows, struct consultations *out,
                     struct fault *fault)
{
    uint32_t room = (uint32_t)out->count;
    while (out->count < 2 * LIST_MAX && store_next(rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, sizeof *out->items);
        }
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

static bool with_units(struct arena *arena, struct store *store, struct consultations *out,
                       struct fault *fault)
{
    for (size_t i = 0; i < out->count; i++) {
        if (!read_units(arena, store, &out->items[i], fault)) {
            return false;
        }
    }
    return true;
}

bool consultation_find(struct arena *arena, struct store *store, int64_t id,
                       struct consultation *out, struct fault *fault)
{
    struct store_rows rows;
    struct consultations found = {.items = NULL};
    if (!store_query(store, &consultation_by_id, CELLS(cell_int(id)), &rows, fault) ||
        !read_all(arena, &rows, &found, fault) || !with_units(arena, store, &found, fault)) {
        return false;
    }
    *out = found.count > 0 ? found.items[0] : (struct consultation){.id = 0};
    return true;
}

bool consultation_of_application(struct arena *arena, struct store *store, int64_t application,
                                 struct consultations *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct consultations){.items = NULL};
    return store_query(store, &consultation_by_application, CELLS(cell_int(application)), &rows,
                       fault) &&
           read_all(arena, &rows, out, fault) && with_units(arena, store, out, fault);
}

bool consultation_of_unit(struct arena *arena, struct store *store, struct text org,
                          struct consultations *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct consultations){.items = NULL};
    if (!store_query(store, &consultation_asked_of, CELLS(cell_text(org)), &rows, fault) ||
        !read_all(arena, &rows, out, fault)) {
        return false;
    }
    return store_query(store, &consultation_asked_by, CELLS(cell_text(org)), &rows, fault) &&
           read_all(arena, &rows, out, fault) && with_units(arena, store, out, fault);
}

bool consultation_waiting(struct arena *arena, struct store *store, civil_date before,
                          struct consultations *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct consultations){.items = NULL};
    return store_query(store, &consultation_not_recorded, CELLS(cell_date(before)), &rows, fault) &&
           read_all(arena, &rows, out, fault) && with_units(arena, store, out, fault);
}
