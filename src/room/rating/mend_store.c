#include "room/rating/mend.h"

#include "base/arena.h"

#define LIST_MAX 101
#define COLUMNS                                                                                    \
    "m.id, m.version, m.rating, m.org, m.item, m.state, m.opened_on, m.due_on, m.contacted_on,"    \
    " m.answered_on, m.closed_on, m.contact, m.kind, m.answer, m.return_reason, m.climbed_to,"     \
    " m.answered_by, m.returns, m.climbs, r.project, r.application, r.rater, r.grade, a.number,"   \
    " p.name, r.again_grade, r.reasons, r.tells_case, r.words"
#define FROM                                                                                       \
    " from mend m join rating r on r.id=m.rating join project p on p.id=r.project left "           \
    "join"                                                                                         \
    " application a on a.id=r.application"
/* A unit's own, which it reads without the project; else as far as one sees. */
#define MINE "(($6<>'' and m.org=$6) or ($6='' and " ACCESS_PROJECT "))"

static const struct statement mend_insert = {
    "mend_insert",
    "insert into mend(id, version, rating, org, item, state, opened_on, due_on, stays_until,"
    " contacted_on, answered_on, closed_on, in_time, contact, kind, answer, return_reason,"
    " climbed_to, answered_by, returns, climbs) values($1,1,$2,$3,$4,'open',$5,$6,$7,null,null,"
    "null,0,'','','','','',0,0,0)"};
static const struct statement mend_rating_update = {
    "mend_rating_update", "update rating set version=version+1, mend=$2 where id=$1"};
static const struct statement mend_contact_update = {
    "mend_contact_update", "update mend set version=version+1, state='contacted',"
                           " contacted_on=$2, contact=$3 where id=$1"};
static const struct statement mend_answer_update = {
    "mend_answer_update",
    "update mend set version=version+1, state='answered', answered_on=$2, kind=$3,"
    " answer=$4, answered_by=$5, stays_until=null where id=$1"};
static const struct statement mend_verify_update = {
    "mend_verify_update", "update mend set version=version+1, state='closed', closed_on=$2,"
                          " in_time=$3, stays_until=null where id=$1"};
static const struct statement mend_return_update = {
    "mend_return_update", "update mend set version=version+1, state='contacted',"
                          " return_reason=$2, returns=returns+1, stays_until=$3 where id=$1"};
static const struct statement mend_climb_update = {
    "mend_climb_update", "update mend set version=version+1, climbs=climbs+1, climbed_to=$2,"
                         " stays_until=$3 where id=$1"};

static const struct statement mend_by_id = {"mend_by_id",
                                            "select " COLUMNS FROM " where " MINE " and m.id=$7"};
static const struct statement mend_filtered = {
    "mend_filtered", "select " COLUMNS FROM " where " MINE
                     " and ($7=0 or m.state<>'closed') and m.id<$8 order by m.id desc limit $9"};
static const struct statement mend_by_rating = {"mend_by_rating",
                                                "select " COLUMNS FROM " where m.rating=$1"};
/* Nobody's scope: the chores look at all of them. */
static const struct statement mend_waiting_for = {
    "mend_waiting_for",
    "select id, org, item from rating where low=1 and mend=0 and state='counted' and rated_on<$1"
    " order by org, item, grade, id limit 50"};
static const struct statement mend_past_day = {
    "mend_past_day", "select " COLUMNS FROM " where m.stays_until<$1 order by m.stays_until, m.id"
                     " limit 50"};

const struct statement *const mend_statements[] = {
    &mend_insert,        &mend_rating_update, &mend_contact_update, &mend_answer_update,
    &mend_verify_update, &mend_return_update, &mend_climb_update,   &mend_by_id,
    &mend_filtered,      &mend_by_rating,     &mend_waiting_for,    &mend_past_day};
const size_t mend_statement_count = COUNT_OF(mend_statements);

const char mend_ddl[] =
    "create table mend (id integer primary key, version integer not null, rating integer not"
    " null, org text not null, item text not null, state text not null, opened_on text not null,"
    " due_on text not null, stays_until text, contacted_on text, answered_on text, closed_on text,"
    " in_time integer not null, contact text not null, kind text not null, answer text not null,"
    " return_reason text not null, climbed_to text not null, answered_by integer not null, returns"
    " integer not null, climbs integer not null);"
    "create unique index mend_rating on mend(rating);"
    "create index mend_by_org on mend(org);"
    "create index mend_by_stay on mend(stays_until) where stays_until is not null;";

/* -- recording -- */

bool mend_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct mend_opened *body = event->body;
    return store_run(store, &mend_insert,
                     CELLS(cell_int(event->subject), cell_int(body->rating), cell_text(body->org),
                           cell_text(body->item), cell_date(event->happened_on),
                           cell_date(body->due_on), cell_date(body->stays_until)),
                     fault) &&
           store_run(store, &mend_rating_update,
                     CELLS(cell_int(body->rating), cell_int(event->subject)), fault);
}

bool mend_record_contacted(struct store *store, const struct event *event, struct fault *fault)
{
    const struct mend_contacted *body = event->body;
    return store_run(
        store, &mend_contact_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->said)),
        fault);
}

bool mend_record_answered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct mend_answered *body = event->body;
    return store_run(store, &mend_answer_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->kind), cell_text(body->said),
                           cell_int(actor_label_account(event->actor))),
                     fault);
}

bool mend_record_verified(struct store *store, const struct event *event, struct fault *fault)
{
    const struct mend_verified *body = event->body;
    return store_run(
        store, &mend_verify_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_bool(body->in_time)),
        fault);
}

bool mend_record_returned(struct store *store, const struct event *event, struct fault *fault)
{
    const struct mend_returned *body = event->body;
    return store_run(
        store, &mend_return_update,
        CELLS(cell_int(event->subject), cell_text(body->reason), cell_date(body->stays_until)),
        fault);
}

bool mend_record_climbed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct mend_climbed *body = event->body;
    return store_run(
        store, &mend_climb_update,
        CELLS(cell_int(event->subject), cell_text(body->to), cell_date(body->stays_until)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct mend *out)
{
    *out = (struct mend){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .rating = store_int(rows, 2),
        .org = store_text(arena, rows, 3),
        .item = store_text(arena, rows, 4),
        .opened_on = store_date(rows, 6),
        .due_on = store_date(rows, 7),
        .contacted_on = store_date(rows, 8),
        .answered_on = store_date(rows, 9),
        .closed_on = store_date(rows, 10),
        .contact = store_text(arena, rows, 11),
        .kind = store_text(arena, rows, 12),
        .answer = store_text(arena, rows, 13),
        .return_reason = store_text(arena, rows, 14),
        .climbed_to = store_text(arena, rows, 15),
        .answered_by = store_int(rows, 16),
        .returns = store_int(rows, 17),
        .climbs = store_int(rows, 18),
        .project = store_int(rows, 19),
        .application = store_int(rows, 20),
        .rater = store_int(rows, 21),
        .grade = store_text(arena, rows, 22),
        .case_number = store_is_null(rows, 23) ? TEXT_NONE : store_text(arena, rows, 23),
        .project_name = store_text(arena, rows, 24),
        .again_grade = store_text(arena, rows, 25),
        .reasons = text_list_split(arena, store_text(arena, rows, 26)),
        .tells_case = store_bool(rows, 27),
        .has_words = store_bool(rows, 28),
    };
    ensure(mend_state_find(store_text(arena, rows, 5), &out->state));
}

static bool read_list(struct arena *arena, struct store_rows *rows, struct mends *out,
                      struct fault *fault)
{
    *out = (struct mends){arena_array(arena, struct mend, LIST_MAX), 0};
    while (out->count < LIST_MAX && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool mend_find(const struct mend_view *view, int64_t id, struct mend *out, struct fault *fault)
{
    struct store_rows rows;
    struct mends found;
    if (!store_query(view->sight.store, &mend_by_id,
                     CELLS(ACCESS_CELLS(view->sight.scope), cell_text(view->org), cell_int(id)),
                     &rows, fault) ||
        !read_list(view->sight.arena, &rows, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}

bool mend_list(const struct mend_view *view, const struct mend_filter *filter, struct mends *out,
               struct fault *fault)
{
    struct store_rows rows;
    int64_t before = filter->before > 0 ? filter->before : INT64_MAX;
    ensure(filter->limit < LIST_MAX);
    return store_query(view->sight.store, &mend_filtered,
                       CELLS(ACCESS_CELLS(view->sight.scope), cell_text(view->org),
                             cell_bool(filter->is_open), cell_int(before),
                             cell_int(filter->limit + 1)),
                       &rows, fault) &&
           read_list(view->sight.arena, &rows, out, fault);
}

bool mend_of_rating(struct arena *arena, struct store *store, int64_t rating, struct mend *out,
                    struct fault *fault)
{
    struct store_rows rows;
    struct mends found;
    *out = (struct mend){.id = 0};
    if (!store_query(store, &mend_by_rating, CELLS(cell_int(rating)), &rows, fault) ||
        !read_list(arena, &rows, &found, fault)) {
        return false;
    }
    if (found.count > 0) {
        *out = found.items[0];
    }
    return true;
}

bool mend_waiting(struct arena *arena, struct store *store, civil_date today, struct ratings *out,
                  struct fault *fault)
{
    struct store_rows rows;
    *out = (struct ratings){arena_array(arena, struct rating, MENDS_AT_ONCE), 0};
    if (!store_query(store, &mend_waiting_for, CELLS(cell_date(today)), &rows, fault)) {
        return false;
    }
    while (out->count < MENDS_AT_ONCE && store_next(&rows)) {
        out->items[out->count++] = (struct rating){.id = store_int(&rows, 0),
                                                   .org = store_text(arena, &rows, 1),
                                                   .item = store_text(arena, &rows, 2)};
    }
    return store_done(&rows, fault);
}

bool mend_past(struct arena *arena, struct store *store, civil_date today, struct mends *out,
               struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &mend_past_day, CELLS(cell_date(today)), &rows, fault) &&
           read_list(arena, &rows, out, fault);
}
