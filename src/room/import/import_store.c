#include "room/import/import.h"

#include "base/arena.h"

static const struct statement import_insert = {
    "import_insert", "insert into import(id, kind, name, digest, rows, first, made_on, made_by)"
                     " values($1,$2,$3,$4,$5,$6,$7,$8)"};
static const struct statement import_by_digest = {
    "import_by_digest",
    "select id, kind, name, digest, rows, first, made_on from import where digest=$1"};
static const struct statement import_by_account = {
    "import_by_account", "select id, kind, name, digest, rows, first, made_on from import where"
                         " made_by=$1 order by id desc limit 100"};

const struct statement *const import_statements[] = {&import_insert, &import_by_digest,
                                                     &import_by_account};
const size_t import_statement_count = COUNT_OF(import_statements);

const char import_ddl[] =
    "create table import (id integer primary key, kind text not null, name text not null,"
    " digest text not null unique, rows integer not null, first integer not null,"
    " made_on text not null, made_by integer not null);"
    "create index import_by_account on import(made_by, id);";

record_function import_record_made;

bool import_record_made(struct store *store, const struct event *event, struct fault *fault)
{
    const struct import_made *body = event->body;
    return store_run(store, &import_insert,
                     CELLS(cell_int(event->subject), cell_text(body->kind), cell_text(body->name),
                           cell_text(body->digest), cell_int(body->rows), cell_int(body->first),
                           cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor))),
                     fault);
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct import_row *out)
{
    *out = (struct import_row){
        .id = store_int(rows, 0),
        .kind = store_text(arena, rows, 1),
        .name = store_text(arena, rows, 2),
        .digest = store_text(arena, rows, 3),
        .rows = store_int(rows, 4),
        .first = store_int(rows, 5),
        .made_on = store_date(rows, 6),
    };
}

bool import_find(struct arena *arena, struct store *store, struct text digest,
                 struct import_row *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct import_row){.id = 0};
    if (!store_query(store, &import_by_digest, CELLS(cell_text(digest)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_row(arena, &rows, out);
    }
    return store_done(&rows, fault);
}

bool import_list(struct arena *arena, struct store *store, int64_t account, struct import_rows *out,
                 struct fault *fault)
{
    struct store_rows rows;
    *out = (struct import_rows){arena_array(arena, struct import_row, IMPORT_LIST_MAX), 0};
    if (!store_query(store, &import_by_account, CELLS(cell_int(account)), &rows, fault)) {
        return false;
    }
    while (out->count < IMPORT_LIST_MAX && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
