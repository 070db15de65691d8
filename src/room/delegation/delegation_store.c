#include "base/arena.h"
#include "room/delegation/delegation.h"

#define LIST_MAX 200
#define SELECT                                                                                     \
    "select d.id, d.version, d.account, d.deputy, d.role, d.district, d.reason, d.from_on, "       \
    "d.until_on, d.ended_on, g.name, t.name from delegation d"                                     \
    " left join account_secret g on g.account=d.account"                                           \
    " left join account_secret t on t.account=d.deputy"

static const struct statement delegation_insert = {
    "delegation_insert",
    "insert into delegation(id, version, account, deputy, role, district, reason, from_on,"
    " until_on, ended_on) values($1,1,$2,$3,$4,$5,$6,$7,$8,null)"};
static const struct statement delegation_end_update = {
    "delegation_end_update", "update delegation set version=version+1, ended_on=$2 where id=$1"};
static const struct statement delegation_given_by = {
    "delegation_given_by", SELECT " where d.account=$1 order by d.id desc limit 100"};
static const struct statement delegation_given_to = {
    "delegation_given_to", SELECT " where d.deputy=$1 order by d.id desc limit 100"};
const struct statement *const delegation_statements[] = {
    &delegation_insert, &delegation_end_update, &delegation_given_by, &delegation_given_to};
const size_t delegation_statement_count = COUNT_OF(delegation_statements);

const char delegation_ddl[] =
    "create table delegation (id integer primary key, version integer not null, account integer"
    " not null, deputy integer not null, role text not null, district text not null, reason text"
    " not null, from_on text not null, until_on text not null, ended_on text);"
    "create index delegation_by_account on delegation(account);"
    "create index delegation_by_deputy on delegation(deputy, until_on);";

bool delegation_record_given(struct store *store, const struct event *event, struct fault *fault)
{
    const struct delegation_given *body = event->body;
    return store_run(store, &delegation_insert,
                     CELLS(cell_int(event->subject), cell_int(body->account),
                           cell_int(body->deputy), cell_text(body->role), cell_text(body->district),
                           cell_text(body->reason), cell_date(body->from_on),
                           cell_date(body->until_on)),
                     fault);
}

bool delegation_record_ended(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &delegation_end_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

static bool read_all(struct arena *arena, struct store_rows *rows, struct delegations *out,
                     struct fault *fault)
{
    while (out->count < LIST_MAX && store_next(rows)) {
        out->items[out->count++] = (struct delegation){.id = store_int(rows, 0),
                                                       .version = store_int(rows, 1),
                                                       .account = store_int(rows, 2),
                                                       .deputy = store_int(rows, 3),
                                                       .role = store_text(arena, rows, 4),
                                                       .district = store_text(arena, rows, 5),
                                                       .reason = store_text(arena, rows, 6),
                                                       .from_on = store_date(rows, 7),
                                                       .until_on = store_date(rows, 8),
                                                       .ended_on = store_date(rows, 9),
                                                       .account_name = store_text(arena, rows, 10),
                                                       .deputy_name = store_text(arena, rows, 11)};
    }
    return store_done(rows, fault);
}

bool delegation_of_account(struct arena *arena, struct store *store, int64_t account,
                           struct delegations *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct delegations){arena_array(arena, struct delegation, LIST_MAX), 0};
    if (!store_query(store, &delegation_given_by, CELLS(cell_int(account)), &rows, fault) ||
        !read_all(arena, &rows, out, fault)) {
        return false;
    }
    return store_query(store, &delegation_given_to, CELLS(cell_int(account)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}
