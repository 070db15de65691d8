#include "base/arena.h"
#include "room/witness/witness.h"

#define NAMED_MAX 200
#define MARKS_MAX 100

static const struct statement witness_insert = {
    "witness_insert", "insert into witness(id, name, public_key, named_on, retired_on,"
                      " last_head_at, last_at) values($1,$2,$3,$4,null,0,0)"};
static const struct statement witness_end = {"witness_end",
                                             "update witness set retired_on=$2 where id=$1"};
static const struct statement witness_all = {
    "witness_all", "select id, name, public_key, named_on, retired_on, last_head_at, last_at"
                   " from witness order by id desc limit 200"};
static const struct statement witness_mark_insert = {
    "witness_mark_insert", "insert into witness_mark(id, witness, size, signed_at, root, signature,"
                           " recorded_at) values($1,$2,$3,$4,$5,$6,$7)"};
static const struct statement witness_mark_last = {
    "witness_mark_last", "update witness set last_head_at=$2, last_at=$3 where id=$1"};
static const struct statement witness_mark_between = {
    "witness_mark_between",
    "select w.name, m.size, m.signed_at, m.root, w.public_key, m.signature, m.recorded_at"
    " from witness_mark m join witness w on w.id = m.witness where m.size > $1 and m.size <= $2"
    " order by m.size, m.id limit 100"};

const struct statement *const witness_statements[] = {&witness_insert,    &witness_end,
                                                      &witness_all,       &witness_mark_insert,
                                                      &witness_mark_last, &witness_mark_between};
const size_t witness_statement_count = COUNT_OF(witness_statements);

const char witness_ddl[] =
    "create table witness (id bigint primary key, name text not null, public_key text not null,"
    " named_on text not null, retired_on text, last_head_at bigint not null,"
    " last_at bigint not null);"
    "create table witness_mark (id bigint primary key, witness bigint not null,"
    " size bigint not null, signed_at bigint not null, root text not null,"
    " signature text not null, recorded_at bigint not null);"
    "create index witness_mark_by_size on witness_mark (size, id);";

bool witness_record_named(struct store *store, const struct event *event, struct fault *fault)
{
    const struct witness_name *body = event->body;
    return store_run(store, &witness_insert,
                     CELLS(cell_int(event->subject), cell_text(body->name),
                           cell_text(body->public_key), cell_date(event->happened_on)),
                     fault);
}

bool witness_record_retired(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &witness_end,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool witness_record_signed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct witness_sign *body = event->body;
    return store_run(store, &witness_mark_insert,
                     CELLS(cell_int(event->seq), cell_int(event->subject), cell_int(body->size),
                           cell_int(body->signed_at), cell_text(body->root),
                           cell_text(body->signature), cell_int(event->recorded_at)),
                     fault) &&
           store_run(store, &witness_mark_last,
                     CELLS(cell_int(event->subject), cell_int(body->signed_at),
                           cell_int(event->recorded_at)),
                     fault);
}

bool witness_list(struct arena *arena, struct store *store, struct witnesses *out,
                  struct fault *fault)
{
    struct store_rows rows;
    *out = (struct witnesses){arena_array(arena, struct witness, NAMED_MAX), 0};
    if (!store_query(store, &witness_all, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (out->count < NAMED_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct witness){.id = store_int(&rows, 0),
                                                    .name = store_text(arena, &rows, 1),
                                                    .key = store_text(arena, &rows, 2),
                                                    .since = store_date(&rows, 3),
                                                    .until = store_date(&rows, 4),
                                                    .last_head_at = store_int(&rows, 5),
                                                    .last_at = store_int(&rows, 6)};
    }
    return store_done(&rows, fault);
}

bool witness_marks_in(struct arena *arena, struct store *store, const struct witness_span *span,
                      struct witness_marks *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct witness_marks){arena_array(arena, struct witness_mark, MARKS_MAX), 0};
    if (!store_query(store, &witness_mark_between,
                     CELLS(cell_int(span->above), cell_int(span->up_to)), &rows, fault)) {
        return false;
    }
    while (out->count < MARKS_MAX && store_next(&rows)) {
        out->items[out->count++] =
            (struct witness_mark){.name = store_text(arena, &rows, 0),
                                  .signed_one = {.size = store_int(&rows, 1),
                                                 .signed_at = store_int(&rows, 2),
                                                 .root = store_text(arena, &rows, 3),
                                                 .public_key = store_text(arena, &rows, 4),
                                                 .signature = store_text(arena, &rows, 5)},
                                  .recorded_at = store_int(&rows, 6)};
    }
    return store_done(&rows, fault);
}
