#include "base/arena.h"
#include "room/devolution/devolution.h"

#define COLUMNS                                                                                    \
    "v.id, v.version, v.item, v.district, v.org, v.basis, v.reason, v.given_on, v.from_on, "       \
    "v.until_on"

static const struct statement devolution_insert = {
    "devolution_insert",
    "insert into devolution(id, version, item, district, org, basis, reason, given_on, from_on,"
    " until_on) values($1,1,$2,$3,$4,$5,'',$6,$7,null)"};
static const struct statement devolution_withdraw_update = {
    "devolution_withdraw_update",
    "update devolution set version=version+1, until_on=$2, reason=$3 where id=$1"};
static const struct statement devolution_filtered = {
    "devolution_filtered",
    "select " COLUMNS " from devolution v where ($1='' or v.item=$1) and ($2='' or v.district=$2)"
    " order by v.id desc limit 200"};
static const struct statement devolution_by_id = {
    "devolution_by_id", "select " COLUMNS " from devolution v where v.id=$1"};

const struct statement *const devolution_statements[] = {
    &devolution_insert, &devolution_withdraw_update, &devolution_filtered, &devolution_by_id};
const size_t devolution_statement_count = COUNT_OF(devolution_statements);

const char devolution_ddl[] =
    "create table devolution (id integer primary key, version integer not null, item text not null,"
    " district text not null, org text not null, basis text not null, reason text not null,"
    " given_on text not null, from_on text not null, until_on text);"
    "create index devolution_by_item on devolution(item, district, from_on);";

bool devolution_record_given(struct store *store, const struct event *event, struct fault *fault)
{
    const struct devolution_given *body = event->body;
    return store_run(store, &devolution_insert,
                     CELLS(cell_int(event->subject), cell_text(body->item),
                           cell_text(body->district), cell_text(body->org), cell_text(body->basis),
                           cell_date(event->happened_on), cell_date(body->from_on)),
                     fault);
}

bool devolution_record_withdrawn(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct devolution_withdrawn *body = event->body;
    return store_run(
        store, &devolution_withdraw_update,
        CELLS(cell_int(event->subject), cell_date(body->from_on), cell_text(body->reason)), fault);
}

static bool read_all(struct arena *arena, struct store_rows *rows, struct devolutions *out,
                     struct fault *fault)
{
    *out = (struct devolutions){arena_array(arena, struct devolution, DEVOLUTION_LIST_MAX), 0};
    while (out->count < DEVOLUTION_LIST_MAX && store_next(rows)) {
        out->items[out->count++] = (struct devolution){
            .id = store_int(rows, 0),
            .version = store_int(rows, 1),
            .item = store_text(arena, rows, 2),
            .district = store_text(arena, rows, 3),
            .org = store_text(arena, rows, 4),
            .basis = store_text(arena, rows, 5),
            .reason = store_text(arena, rows, 6),
            .given_on = store_date(rows, 7),
            .from_on = store_date(rows, 8),
            .until_on = store_date(rows, 9),
        };
    }
    return store_done(rows, fault);
}

bool devolution_list(struct arena *arena, struct store *store,
                     const struct devolution_filter *filter, struct devolutions *out,
                     struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &devolution_filtered,
                       CELLS(cell_text(filter->item), cell_text(filter->district)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool devolution_find(struct arena *arena, struct store *store, int64_t id, struct devolution *out,
                     struct fault *fault)
{
    struct store_rows rows;
    struct devolutions found;
    if (!store_query(store, &devolution_by_id, CELLS(cell_int(id)), &rows, fault) ||
        !read_all(arena, &rows, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}
