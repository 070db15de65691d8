#include "app/city.h"
#include "base/arena.h"
#include "room/notice/delivery_store.h"
#include "room/notice/notice_rows.h"

/* $6 notice */
const struct statement delivery_told = {
    "delivery_told",
    "select d.notice, d.account, d.channel, d.state, d.digest, d.made_at, d.due_at, d.attempts,"
    " d.done_at, d.trouble, coalesce(s.name,''), r.read_on from notice n"
    " left join project p on p.id=n.project join notice_delivery d on d.notice=n.id"
    " left join account_secret s on s.account=d.account"
    " left join notice_reader r on r.notice=d.notice and r.account=d.account"
    " where" NOTICE_SENT_SEEN("n.project") " and n.id=$6 order by d.account, d.channel limit 500"};
/* $6 since */
const struct statement delivery_gaps = {
    "delivery_gaps",
    "select d.account, d.channel, d.state, count(*), max(d.notice), max(d.project), max(d.made_at),"
    " max(d.trouble), max(coalesce(s.name,'')) from notice_delivery d"
    " left join project p on p.id=d.project left join account_secret s on s.account=d.account"
    " where" NOTICE_SENT_SEEN(
        "d.project") " and d.state in ('given_up','unsure','no_contact','unconfirmed',"
                     "'opted_out') and d.notice>0 and d.made_at>=$6 group by d.account, d.channel, "
                     "d.state"
                     " order by max(d.made_at) desc, d.account, d.channel limit 200"};
/* $6 from, $7 to */
const struct statement delivery_unopened = {
    "delivery_unopened",
    "select " NOTICE_COLUMNS("n.read_on") " from notice n" NOTICE_NAMED " where" NOTICE_SENT_SEEN(
        "n.project") " and n.read_on is null and n.sent_on>=$6 and n.sent_on<=$7"
                     " order by n.sent_on desc, n.id desc limit 200"};
const struct statement delivery_states = {
    "delivery_states", "select d.state, count(*), max(d.done_at) from notice_delivery d"
                       " where d.channel=$1 group by d.state order by d.state"};

bool delivery_of_notice(const struct view_run *run, int64_t notice, struct tolds *out,
                        struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    *out = (struct tolds){arena_array(run->arena, struct told, TOLD_MAX), 0};
    if (!store_query(run->store, &delivery_told, CELLS(ACCESS_CELLS(scope), cell_int(notice)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < TOLD_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct told){
            .delivery = {.notice = store_int(&rows, 0),
                         .account = store_int(&rows, 1),
                         .channel = store_text(run->arena, &rows, 2),
                         .state = store_text(run->arena, &rows, 3),
                         .is_digest = store_bool(&rows, 4),
                         .made_at = store_int(&rows, 5),
                         .due_at = store_int(&rows, 6),
                         .attempts = store_int(&rows, 7),
                         .done_at = store_int(&rows, 8),
                         .trouble = store_text(run->arena, &rows, 9)},
            .person = store_text(run->arena, &rows, 10),
            .opened_on = store_date(&rows, 11),
        };
    }
    return store_done(&rows, fault) &&
           (out->count > 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool delivery_list_gaps(const struct view_run *run, int64_t since, struct gaps *out,
                        struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    *out = (struct gaps){arena_array(run->arena, struct gap, GAPS_MAX), 0};
    if (!store_query(run->store, &delivery_gaps, CELLS(ACCESS_CELLS(scope), cell_int(since)), &rows,
                     fault)) {
        return false;
    }
    while (out->count < GAPS_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct gap){
            .account = store_int(&rows, 0),
            .channel = store_text(run->arena, &rows, 1),
            .state = store_text(run->arena, &rows, 2),
            .count = store_int(&rows, 3),
            .notice = store_int(&rows, 4),
            .project = store_int(&rows, 5),
            .made_at = store_int(&rows, 6),
            .trouble = store_text(run->arena, &rows, 7),
            .person = store_text(run->arena, &rows, 8),
        };
    }
    return store_done(&rows, fault);
}

bool delivery_list_unopened(const struct view_run *run, civil_date from, civil_date to,
                            struct notices *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    return store_query(run->store, &delivery_unopened,
                       CELLS(ACCESS_CELLS(scope), cell_date(from), cell_date(to)), &rows, fault) &&
           notice_read_all(run->arena, &rows, out, fault);
}

bool delivery_count_states(const struct view_run *run, struct text channel,
                           struct state_counts *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    if (!store_query(run->store, &delivery_states, CELLS(cell_text(channel)), &rows, fault)) {
        return false;
    }
    while (out->count < STATES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct state_count){store_text(run->arena, &rows, 0),
                                                        store_int(&rows, 1), store_int(&rows, 2)};
    }
    return store_done(&rows, fault);
}
