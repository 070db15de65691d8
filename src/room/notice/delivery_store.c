#include "room/notice/delivery_store.h"

#include "base/arena.h"
#include "room/notice/notice_rows.h"
#include "room/notice/reach_code.h"

/* -- who reads an address -- */

#define ADDRESSEE_SELECT                                                                           \
    "select o.id, o.account, o.role, o.org, o.district, o.project, coalesce(r.mail,''),"           \
    " coalesce(r.message,''), coalesce(r.quiet_from,-1), coalesce(r.quiet_to,-1),"                 \
    " coalesce(r.refused,''), case when r.account is null then 0 else 1 end,"                      \
    " coalesce(r.address_state,'none')"                                                            \
    " from account_post o join account a on a.id=o.account and a.disabled=0"                       \
    " left join notice_reach r on r.account=o.account where o.ended=0 and "
#define ADDRESSEE_ORDER " order by o.account, o.id limit 500"

static const struct statement addressee_account = {"addressee_account",
                                                   ADDRESSEE_SELECT "o.account=$1" ADDRESSEE_ORDER};
static const struct statement addressee_unit = {
    "addressee_unit",
    ADDRESSEE_SELECT "o.org=$1 and o.role not in ('enterprise','window')" ADDRESSEE_ORDER};
static const struct statement addressee_hall = {"addressee_hall", ADDRESSEE_SELECT
                                                "o.org=$1 and o.role='window'" ADDRESSEE_ORDER};
static const struct statement addressee_role = {
    "addressee_role", ADDRESSEE_SELECT "o.role=$1 and ($2='' or o.district=$2)" ADDRESSEE_ORDER};
static const struct statement addressee_project = {
    "addressee_project", ADDRESSEE_SELECT "o.project=$1 and o.role='enterprise'" ADDRESSEE_ORDER};
/* A look into other rooms' tables: whether an item that it touches holds up production. */
static const struct statement delivery_critical = {
    "delivery_critical",
    "select 1 from planning_plan q join planning_node n on n.project=q.project and n.plan=q.plan"
    " where q.project=$1 and q.state in ('proposed','confirmed') and n.critical=1 and n.code in"
    " (select a.code from application a where a.id=$2"
    " union all select i.code from problem_item i where i.problem=$3"
    " union all select a.code from whistle w join application a on a.id=w.application where"
    " w.id=$3) limit 1"};

/* -- the rows -- */

#define COLUMNS                                                                                    \
    "d.notice, d.account, d.channel, d.project, d.state, d.digest, d.made_at, d.due_at,"           \
    " d.attempts, d.claimed_at, d.done_at, d.trouble"
#define INSERT                                                                                     \
    "insert into notice_delivery(notice, account, channel, project, state, digest, made_at,"       \
    " due_at, attempts, claimed_at, done_at, batch, trouble)"                                      \
    " values($1,$2,$3,$4,$5,$6,$7,$8,0,0,$9,0,'')"

static const struct statement delivery_put = {"delivery_put", INSERT
                                              " on conflict(notice, account, channel) do nothing"};
static const struct statement delivery_put_trial = {
    "delivery_put_trial",
    INSERT " on conflict(notice, account, channel) do update set state=excluded.state,"
           " made_at=excluded.made_at, due_at=excluded.due_at, attempts=0, done_at=0, trouble=''"};
static const struct statement delivery_due = {
    "delivery_due", "select " COLUMNS " from notice_delivery d where d.channel=$1 and"
                    " d.state='waiting' and d.due_at<=$2 order by d.due_at, d.notice limit 1"};
static const struct statement delivery_stale = {
    "delivery_stale", "select 1 from notice_delivery d where d.channel=$1 and d.state='sending'"
                      " and d.claimed_at<$2 limit 1"};
static const struct statement delivery_take_one = {
    "delivery_take_one",
    "update notice_delivery set state='sending', attempts=attempts+1, claimed_at=$4, batch=$3"
    " where channel=$1 and account=$2 and notice=$3 and state='waiting'"};
/* What he has opened meanwhile is not told once more. */
static const struct statement delivery_skip_read = {
    "delivery_skip_read",
    "update notice_delivery set state='read', done_at=$3 where channel=$1 and state='waiting'"
    " and due_at<=$3 and account=$2 and digest=1 and exists(select 1 from notice_reader r"
    " where r.notice=notice_delivery.notice and r.account=$2)"};
static const struct statement delivery_take_digest = {
    "delivery_take_digest",
    "update notice_delivery set state='sending', attempts=attempts+1, claimed_at=$4, batch=$3"
    " where channel=$1 and state='waiting' and account=$2 and digest=1 and due_at<=$4 and notice in"
    " (select d.notice from notice_delivery d where d.channel=$1 and d.state='waiting' and"
    " d.account=$2 and d.digest=1 and d.due_at<=$4 order by d.notice limit 100)"};
static const struct statement delivery_batch_notices = {
    "delivery_batch_notices",
    "select " NOTICE_COLUMNS("n.read_on") ", coalesce(p.number,'') from notice_delivery d"
                                          " join notice n on n.id=d.notice" NOTICE_NAMED
                                          " where d.channel=$1 and d.state='sending' and "
                                          "d.account=$2 and d.batch=$3 order by n.id"};
static const struct statement delivery_set_one = {
    "delivery_set_one",
    "update notice_delivery set state=$4, trouble=$5, due_at=$6, done_at=$7"
    " where notice=$8 and account=$2 and channel=$1 and batch=$3 and state='sending'"};
static const struct statement delivery_set_all = {
    "delivery_set_all", "update notice_delivery set state=$4, trouble=$5, due_at=$6, done_at=$7"
                        " where channel=$1 and state='sending' and account=$2 and batch=$3"};
static const struct statement delivery_first_of = {
    "delivery_first_of",
    "select " COLUMNS " from notice_delivery d where d.channel=$1 and d.state='sending'"
    " and d.account=$2 and d.batch=$3 order by d.notice limit 1"};
static const struct statement delivery_lapse = {
    "delivery_lapse", "update notice_delivery set state=$2, done_at=$3 where channel=$1 and"
                      " state='sending' and claimed_at<$4"};

const struct statement *const delivery_statements[] = {
    &addressee_account,    &addressee_unit,         &addressee_hall,    &addressee_role,
    &addressee_project,    &delivery_critical,      &delivery_put,      &delivery_put_trial,
    &delivery_due,         &delivery_stale,         &delivery_take_one, &delivery_skip_read,
    &delivery_take_digest, &delivery_batch_notices, &delivery_set_one,  &delivery_set_all,
    &delivery_first_of,    &delivery_lapse,         &reach_put,         &reach_of,
    &reach_marked,         &reach_code_of,          &reach_code_put,    &delivery_told,
    &delivery_gaps,        &delivery_unopened,      &delivery_states};
const size_t delivery_statement_count = COUNT_OF(delivery_statements);

/* -- who reads an address -- */

static bool ask_addressees(struct store *store, struct text address, struct store_rows *rows,
                           struct fault *fault)
{
    struct text rest = address;
    struct text what = text_cut(&rest, ':');
    int64_t number = 0;
    if (text_is(what, "unit")) {
        return store_query(store, &addressee_unit, CELLS(cell_text(rest)), rows, fault);
    }
    if (text_is(what, "hall")) {
        return store_query(store, &addressee_hall, CELLS(cell_text(rest)), rows, fault);
    }
    if (text_is(what, "role")) {
        struct text role = text_cut(&rest, ':');
        return store_query(store, &addressee_role, CELLS(cell_text(role), cell_text(rest)), rows,
                           fault);
    }
    (void)!text_to_int(rest, &number);
    return store_query(store, text_is(what, "project") ? &addressee_project : &addressee_account,
                       CELLS(cell_int(number)), rows, fault);
}

bool delivery_addressees(struct arena *arena, struct store *store, struct text address,
                         struct addressees *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct addressees){arena_array(arena, struct addressee, ADDRESSEES_MAX), 0};
    if (!ask_addressees(store, address, &rows, fault)) {
        return false;
    }
    while (out->count < ADDRESSEES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct addressee){
            .actor = {.post = store_int(&rows, 0),
                      .account = store_int(&rows, 1),
                      .role = role_from_name(store_cell(&rows, 2).text),
                      .org = store_text(arena, &rows, 3),
                      .district = store_text(arena, &rows, 4),
                      .project = store_int(&rows, 5)},
            .mail = reach_mode_of(store_cell(&rows, 6).text),
            .message = reach_mode_of(store_cell(&rows, 7).text),
            .quiet_from = (int)store_int(&rows, 8),
            .quiet_to = (int)store_int(&rows, 9),
            .is_refused = store_cell(&rows, 10).text.len > 0,
            .has_said = store_bool(&rows, 11),
            .address_state = reach_address_of(store_cell(&rows, 12).text),
        };
    }
    return store_done(&rows, fault);
}

bool delivery_is_critical(struct store *store, const struct notice_message *message, bool *out,
                          struct fault *fault)
{
    int64_t found = 0;
    bool touches = message->application != 0 || message->about != 0;
    bool read =
        !touches || store_query_int(store, &delivery_critical,
                                    CELLS(cell_int(message->project),
                                          cell_int(message->application), cell_int(message->about)),
                                    &found, fault);
    *out = found != 0;
    return read;
}

/* -- the rows -- */

static bool insert(struct store *store, const struct statement *statement,
                   const struct delivery *row, struct fault *fault)
{
    return store_run(store, statement,
                     CELLS(cell_int(row->notice), cell_int(row->account), cell_text(row->channel),
                           cell_int(row->project), cell_text(row->state), cell_bool(row->is_digest),
                           cell_int(row->made_at), cell_int(row->due_at), cell_int(row->done_at)),
                     fault);
}

bool delivery_insert(struct store *store, const struct delivery *row, struct fault *fault)
{
    return insert(store, &delivery_put, row, fault);
}

bool delivery_insert_trial(struct store *store, const struct delivery *row, struct fault *fault)
{
    return insert(store, &delivery_put_trial, row, fault);
}

/* Of the running query, which it ends. Texts are left out: they would need an arena, and whoever
 * asks for one row knows its channel. */
static bool take_row(struct store_rows *rows, struct delivery *out, struct fault *fault)
{
    *out = (struct delivery){.made_at = 0};
    if (store_next(rows)) {
        *out = (struct delivery){
            .notice = store_int(rows, 0),
            .account = store_int(rows, 1),
            .project = store_int(rows, 3),
            .is_digest = store_bool(rows, 5),
            .made_at = store_int(rows, 6),
            .due_at = store_int(rows, 7),
            .attempts = store_int(rows, 8),
            .claimed_at = store_int(rows, 9),
            .done_at = store_int(rows, 10),
        };
    }
    return store_done(rows, fault);
}

bool delivery_next(struct store *store, struct text channel, int64_t now, struct delivery *out,
                   struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &delivery_due, CELLS(cell_text(channel), cell_int(now)), &rows,
                     fault) ||
        !take_row(&rows, out, fault)) {
        return false;
    }
    out->channel = channel;
    return true;
}

bool delivery_take(struct store *store, const struct delivery *first, int64_t now,
                   struct fault *fault)
{
    struct cell channel = cell_text(first->channel), account = cell_int(first->account);
    struct cell notice = cell_int(first->notice);
    if (!first->is_digest) {
        return store_run(store, &delivery_take_one, CELLS(channel, account, notice, cell_int(now)),
                         fault);
    }
    return store_run(store, &delivery_skip_read, CELLS(channel, account, cell_int(now)), fault) &&
           store_run(store, &delivery_take_digest, CELLS(channel, account, notice, cell_int(now)),
                     fault);
}

bool delivery_taken(struct arena *arena, struct store *store, const struct delivery_batch *batch,
                    struct notices *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct notices){arena_array(arena, struct notice, NOTICE_LIST_MAX), 0};
    if (!store_query(
            store, &delivery_batch_notices,
            CELLS(cell_text(batch->channel), cell_int(batch->account), cell_int(batch->batch)),
            &rows, fault)) {
        return false;
    }
    while (out->count < NOTICE_LIST_MAX && store_next(&rows)) {
        struct notice *one = &out->items[out->count++];
        notice_read(arena, &rows, one);
        one->project_number = store_text(arena, &rows, NOTICE_COLUMN_END);
    }
    return store_done(&rows, fault);
}

#define BATCH_CELLS(batch)                                                                         \
    cell_text((batch)->channel), cell_int((batch)->account), cell_int((batch)->batch)
#define CHANGE_CELLS(change)                                                                       \
    cell_text((change)->state), cell_text((change)->trouble), cell_int((change)->due_at),          \
        cell_int((change)->done_at)

bool delivery_change_one(struct store *store, const struct delivery_batch *batch, int64_t notice,
                         const struct delivery_change *change, struct fault *fault)
{
    return store_run(store, &delivery_set_one,
                     CELLS(BATCH_CELLS(batch), CHANGE_CELLS(change), cell_int(notice)), fault);
}

bool delivery_change_all(struct store *store, const struct delivery_batch *batch,
                         const struct delivery_change *change, struct fault *fault)
{
    return store_run(store, &delivery_set_all, CELLS(BATCH_CELLS(batch), CHANGE_CELLS(change)),
                     fault);
}

bool delivery_under_way(struct store *store, const struct delivery_batch *batch,
                        struct delivery *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &delivery_first_of, CELLS(BATCH_CELLS(batch)), &rows, fault) &&
           take_row(&rows, out, fault);
}

bool delivery_let_lapse(struct store *store, const struct delivery_channel *channel, int64_t now,
                        struct fault *fault)
{
    struct text state =
        channel->way == DELIVERY_BY_MAIL ? TEXT(DELIVERY_UNSURE) : TEXT(DELIVERY_WAITING);
    return store_run(store, &delivery_lapse,
                     CELLS(cell_text(channel->name), cell_text(state),
                           cell_int(channel->way == DELIVERY_BY_MAIL ? now : 0),
                           cell_int(now - DELIVERY_STALE_MS)),
                     fault);
}

bool delivery_is_due(struct store *store, struct text channel, int64_t now, bool *out,
                     struct fault *fault)
{
    struct delivery first;
    int64_t stale = 0;
    if (!delivery_next(store, channel, now, &first, fault) ||
        !store_query_int(store, &delivery_stale,
                         CELLS(cell_text(channel), cell_int(now - DELIVERY_STALE_MS)), &stale,
                         fault)) {
        return false;
    }
    *out = first.made_at != 0 || stale != 0;
    return true;
}
