#include "base/arena.h"
#include "room/promise/promise.h"
#include "store/gather.h"

#define LIST_MAX 201 /* a page of 200 and the row that shows that there is more */
#define COLUMNS                                                                                    \
    "m.id, m.version, m.project, m.application, m.moves, m.what, m.words, m.by_org, m.reason, "    \
    "m.state, m.made_on, m.first_on, m.promised_on, m.kept_on, m.missed_on, r.id, r.account, "     \
    "r.state, r.to_on, r.asked_on, r.decided_on, r.reason, r.note, r.for_account"
#define FROM " from promise m left join promise_request r on r.id=m.request"

/* By day, from where the page before ended. */
#define LISTED                                                                                     \
    " and ($7='' or m.by_org=$7) and (m.promised_on>$8 or (m.promised_on=$8 and m.id>$9))"         \
    " order by m.promised_on, m.id limit $10"

static const struct statement promise_insert = {
    "promise_insert",
    "insert into promise(id, version, project, application, moves, what, words, by_org, reason,"
    " state, made_on, first_on, promised_on, kept_on, missed_on, request, asks)"
    " values($1,1,$2,$3,0,$4,$5,$6,'','open',$7,$8,$8,null,null,0,0)"};
static const struct statement promise_move_update = {
    "promise_move_update", "update promise set version=version+1, moves=moves+1, promised_on=$2,"
                           " reason=$3, asks=0 where id=$1"};
static const struct statement promise_ask_update = {
    "promise_ask_update", "update promise set version=version+1, request=$2, asks=1 where id=$1"};
static const struct statement promise_reject_update = {
    "promise_reject_update", "update promise set version=version+1, asks=0 where id=$1"};
static const struct statement promise_keep_update = {
    "promise_keep_update",
    "update promise set version=version+1, kept_on=$2, asks=0,"
    " state=case when state='missed' then state else 'kept' end where id=$1"};
static const struct statement promise_reopen_update = {
    "promise_reopen_update",
    "update promise set version=version+1, kept_on=null, reason=$2,"
    " state=case when state='missed' then state else 'open' end where id=$1"};
static const struct statement promise_miss_update = {
    "promise_miss_update",
    "update promise set version=version+1, state='missed', missed_on=$2 where id=$1"};
static const struct statement promise_cancel_update = {
    "promise_cancel_update",
    "update promise set version=version+1, state='cancelled', reason=$2, asks=0 where id=$1"};
static const struct statement promise_request_insert = {
    "promise_request_insert",
    "insert into promise_request(id, promise, account, state, to_on, asked_on, decided_on, reason,"
    " note, for_account, decided_by) values($1,$2,$3,'waiting',$4,$5,null,$6,'',0,'')"};
static const struct statement promise_request_update = {
    "promise_request_update", "update promise_request set state=$2, decided_on=$3, note=$4,"
                              " for_account=$5, decided_by=$6 where id=$1"};
static const struct statement promise_by_id = {"promise_by_id",
                                               "select " COLUMNS FROM " where m.id=$1"};
static const struct statement promise_by_application = {
    "promise_by_application",
    "select " COLUMNS FROM " where m.application=$1 order by m.id desc limit 50"};
static const struct statement promise_by_state = {
    "promise_by_state",
    "select " COLUMNS FROM " join project p on p.id=m.project where " ACCESS_PROJECT
    " and m.state=$6" LISTED};
static const struct statement promise_by_asking = {
    "promise_by_asking",
    "select " COLUMNS FROM " join project p on p.id=m.project where " ACCESS_PROJECT
    " and m.asks=1 and m.state=$6" LISTED};
static const struct statement promise_place = {
    "promise_place", "select m.promised_on from promise m join project p on p.id=m.project"
                     " where " ACCESS_PROJECT " and m.id=$6"};
static const struct statement promise_counted = {
    "promise_counted",
    "select m.state, m.asks, count(*) from promise m join project p on p.id=m.project"
    " where " ACCESS_PROJECT " and ($6='' or m.by_org=$6) group by m.state, m.asks"};
static const struct statement promise_past_due = {
    "promise_past_due", "select " COLUMNS FROM " where m.state='open' and m.promised_on<$1"
                        " and m.asks=0 order by m.promised_on limit 100"};
/* A look into a neighbour's table: who named whom his deputy. */
static const struct statement promise_delegation = {
    "promise_delegation",
    "select max(d.account) from delegation d where d.deputy=$1 and d.until_on>=$2 and"
    " d.from_on<=$2 and d.ended_on is null and d.role=$3 and (d.district='' or d.district=$4 or"
    " d.district=$5)"};

const struct statement *const promise_statements[] = {
    &promise_insert,         &promise_reopen_update,  &promise_move_update, &promise_ask_update,
    &promise_reject_update,  &promise_keep_update,    &promise_miss_update, &promise_cancel_update,
    &promise_request_insert, &promise_request_update, &promise_by_id,       &promise_by_application,
    &promise_by_state,       &promise_by_asking,      &promise_counted,     &promise_place,
    &promise_past_due,       &promise_delegation,
};
const size_t promise_statement_count = COUNT_OF(promise_statements);

const char promise_ddl[] =
    "create table promise (id integer primary key, version integer not null, project integer not"
    " null, application integer not null, moves integer not null, what text not null, words text"
    " not null, by_org text not null, reason text not null, state text not null, made_on text not"
    " null, first_on text not null, promised_on text not null, kept_on text, missed_on text,"
    " request integer not null, asks integer not null);"
    "create index promise_by_case on promise(application);"
    "create index promise_by_day on promise(state, promised_on);"
    "create index promise_by_asks on promise(asks, promised_on);"
    "create table promise_request (id integer primary key, promise integer not null, account"
    " integer not null, state text not null, to_on text not null, asked_on text not null,"
    " decided_on text, reason text not null, note text not null, for_account integer not null,"
    " decided_by text not null);"
    "create index promise_request_by_promise on promise_request(promise);";

/* -- recording -- */

bool promise_record_made(struct store *store, const struct event *event, struct fault *fault)
{
    const struct promise_made *body = event->body;
    return store_run(store, &promise_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_text(body->what),
                           cell_text(body->words), cell_text(body->by_org),
                           cell_date(event->happened_on), cell_date(body->promised_on)),
                     fault);
}

bool promise_record_moved(struct store *store, const struct event *event, struct fault *fault)
{
    const struct promise_moved *body = event->body;
    return store_run(store, &promise_move_update,
                     CELLS(cell_int(event->subject), cell_date(body->to), cell_text(body->reason)),
                     fault);
}

bool promise_record_asked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct promise_asked *body = event->body;
    return store_run(store, &promise_request_insert,
                     CELLS(cell_int(event->seq), cell_int(event->subject), cell_int(body->account),
                           cell_date(body->to), cell_date(event->happened_on),
                           cell_text(body->reason)),
                     fault) &&
           store_run(store, &promise_ask_update,
                     CELLS(cell_int(event->subject), cell_int(event->seq)), fault);
}

static bool answer_request(struct store *store, const struct event *event, struct text state,
                           struct fault *fault)
{
    const struct promise_answered *body = event->body;
    return store_run(store, &promise_request_update,
                     CELLS(cell_int(body->request), cell_text(state), cell_date(event->happened_on),
                           cell_text(body->note), cell_int(body->for_account),
                           cell_text(event->actor)),
                     fault);
}

bool promise_record_approved(struct store *store, const struct event *event, struct fault *fault)
{
    const struct promise_answered *body = event->body;
    return answer_request(store, event, TEXT("approved"), fault) &&
           store_run(store, &promise_move_update,
                     CELLS(cell_int(event->subject), cell_date(body->to), cell_text(body->note)),
                     fault);
}

bool promise_record_rejected(struct store *store, const struct event *event, struct fault *fault)
{
    return answer_request(store, event, TEXT("rejected"), fault) &&
           store_run(store, &promise_reject_update, CELLS(cell_int(event->subject)), fault);
}

bool promise_record_kept(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &promise_keep_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool promise_record_missed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &promise_miss_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool promise_record_cancelled(struct store *store, const struct event *event, struct fault *fault)
{
    const struct promise_noted *body = event->body;
    return store_run(store, &promise_cancel_update,
                     CELLS(cell_int(event->subject), cell_text(body->note)), fault);
}

bool promise_record_reopened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct promise_noted *body = event->body;
    return store_run(store, &promise_reopen_update,
                     CELLS(cell_int(event->subject), cell_text(body->note)), fault);
}

/* -- reading -- */

static void read_request(struct arena *arena, const struct store_rows *rows,
                         struct promise_request *out)
{
    struct text state = store_cell(rows, 17).text;
    *out = (struct promise_request){
        .id = store_int(rows, 15),
        .account = store_int(rows, 16),
        .state = text_is(state, "approved")   ? PROMISE_REQUEST_APPROVED
                 : text_is(state, "rejected") ? PROMISE_REQUEST_REJECTED
                                              : PROMISE_REQUEST_WAITS,
        .to_on = store_date(rows, 18),
        .asked_on = store_date(rows, 19),
        .decided_on = store_date(rows, 20),
        .reason = store_text(arena, rows, 21),
        .note = store_text(arena, rows, 22),
        .for_account = store_int(rows, 23),
    };
}

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct promise *out = place;
    *out = (struct promise){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .moves = store_int(rows, 4),
        .what = store_text(arena, rows, 5),
        .words = store_text(arena, rows, 6),
        .by_org = store_text(arena, rows, 7),
        .reason = store_text(arena, rows, 8),
        .made_on = store_date(rows, 10),
        .first_on = store_date(rows, 11),
        .promised_on = store_date(rows, 12),
        .kept_on = store_date(rows, 13),
        .missed_on = store_date(rows, 14),
    };
    ensure(promise_state_find(store_cell(rows, 9).text, &out->state));
    if (store_cell(rows, 15).kind != CELL_NULL) {
        read_request(arena, rows, &out->request);
    }
}

static const struct store_shape shape = {sizeof(struct promise), LIST_MAX, read_row};

static bool read_all(struct arena *arena, struct store_rows *rows, struct promises *out,
                     struct fault *fault)
{
    struct store_list list;
    bool read = store_gather(arena, rows, &shape, &list, fault);
    *out = (struct promises){list.items, list.count};
    return read;
}

bool promise_find(struct arena *arena, struct store *store, int64_t id, struct promise *out,
                  struct fault *fault)
{
    struct store_rows rows;
    struct promises found;
    if (!store_query(store, &promise_by_id, CELLS(cell_int(id)), &rows, fault) ||
        !read_all(arena, &rows, &found, fault)) {
        return false;
    }
    *out = found.count > 0 ? found.items[0] : (struct promise){.id = 0};
    return true;
}

bool promise_of_application(struct arena *arena, struct store *store, int64_t application,
                            struct promises *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &promise_by_application, CELLS(cell_int(application)), &rows,
                       fault) &&
           read_all(arena, &rows, out, fault);
}

/* The day of the last one of the page before; one that may not be seen says nothing. */
static bool place_of(struct arena *arena, struct store *store, const struct promise_filter *filter,
                     struct text *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &promise_place,
                     CELLS(ACCESS_CELLS(filter->scope), cell_int(filter->after)), &rows, fault)) {
        return false;
    }
    *out = store_next(&rows) ? store_text(arena, &rows, 0) : TEXT_NONE;
    return store_done(&rows, fault);
}

bool promise_list(struct arena *arena, struct store *store, const struct promise_filter *filter,
                  struct promises *out, struct fault *fault)
{
    struct store_rows rows;
    bool is_asked = text_is(filter->state, "asked");
    struct text from = TEXT_NONE;
    ensure(filter->limit < LIST_MAX);
    if (!place_of(arena, store, filter, &from, fault)) {
        return false;
    }
    return store_query(store, is_asked ? &promise_by_asking : &promise_by_state,
                       CELLS(ACCESS_CELLS(filter->scope),
                             cell_text(is_asked ? TEXT("open") : filter->state),
                             cell_text(filter->org), cell_text(from), cell_int(filter->after),
                             cell_int(filter->limit + 1)),
                       &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool promise_count(struct store *store, const struct promise_filter *filter,
                   struct promise_counts *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct promise_counts){.asked = 0};
    if (!store_query(store, &promise_counted,
                     CELLS(ACCESS_CELLS(filter->scope), cell_text(filter->org)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        enum promise_state state;
        ensure(promise_state_find(store_cell(&rows, 0).text, &state));
        bool is_asked = state == PROMISE_OPEN && store_int(&rows, 1) != 0;
        out->of[state] += store_int(&rows, 2);
        out->asked += is_asked ? store_int(&rows, 2) : 0;
    }
    return store_done(&rows, fault);
}

bool promise_past(struct arena *arena, struct store *store, civil_date before, struct promises *out,
                  struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &promise_past_due, CELLS(cell_date(before)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool promise_delegated(struct store *store, const struct promise_deputy *asked,
                       int64_t *out_account, struct fault *fault)
{
    int64_t account = 0;
    for (size_t i = 0; account == 0 && i < asked->roles.count; i++) {
        if (!store_query_int(store, &promise_delegation,
                             CELLS(cell_int(asked->deputy), cell_date(asked->on),
                                   cell_text(asked->roles.items[i]), cell_text(asked->district),
                                   cell_text(asked->city)),
                             &account, fault)) {
            return false;
        }
    }
    *out_account = account;
    return true;
}
