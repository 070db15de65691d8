#include "base/arena.h"
#include "room/catalog/catalog.h"

#define SETS_MAX 500
#define SCRATCH_SOFT ((size_t)4 << 20)
#define SCRATCH_HARD ((size_t)256 << 20)

static const struct statement catalog_set_insert = {
    "catalog_set_insert",
    "insert into catalog_set(id, version, state, title, reason, from_day, reverts, opened_by,"
    " opened_on, note, why) values($1,1,'draft',$2,$3,$4,$5,$6,$7,'','')"};
static const struct statement catalog_set_describe = {
    "catalog_set_describe", "update catalog_set set version=version+1, title=$2, reason=$3,"
                            " from_day=$4 where id=$1"};
static const struct statement catalog_set_bump = {
    "catalog_set_bump", "update catalog_set set version=version+1 where id=$1"};
static const struct statement catalog_set_publish = {
    "catalog_set_publish",
    "update catalog_set set version=version+1, state='published', from_day=$2, published_by=$3,"
    " published_on=$4, note=$5 where id=$1"};
static const struct statement catalog_set_end = {
    "catalog_set_end", "update catalog_set set version=version+1, state=$2, withdrawn_by=$3,"
                       " withdrawn_on=$4, why=$5 where id=$1"};
static const struct statement catalog_change_put = {
    "catalog_change_put",
    "insert into catalog_change(set_id, kind, record_key, seq, record, ends, source, base,"
    " by_label, on_day) values($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)"
    " on conflict(set_id, kind, record_key) do update set seq=excluded.seq,"
    " record=excluded.record, ends=excluded.ends, source=excluded.source, base=excluded.base,"
    " by_label=excluded.by_label, on_day=excluded.on_day"};
static const struct statement catalog_change_delete = {
    "catalog_change_delete",
    "delete from catalog_change where set_id=$1 and kind=$2 and record_key=$3"};
static const struct statement catalog_law_insert = {
    "catalog_law_insert",
    "insert into catalog_law(seq, position, set_id, kind, record_key, record, from_day)"
    " values($1,$2,$3,$4,$5,$6,$7)"};
static const struct statement catalog_law_delete = {"catalog_law_delete",
                                                    "delete from catalog_law where set_id=$1"};
static const struct statement catalog_turn_put = {
    "catalog_turn_put", "insert into catalog_turn(number, turns, seq) values(1,1,$1)"
                        " on conflict(number) do update set turns=catalog_turn.turns+1,"
                        " seq=excluded.seq"};
static const struct statement catalog_turn_get = {"catalog_turn_get",
                                                  "select seq from catalog_turn where number=1"};
static const struct statement catalog_turns_get = {"catalog_turns_get",
                                                   "select turns from catalog_turn where number=1"};

#define SET_COLUMNS                                                                                \
    "s.id, s.version, s.state, s.title, s.reason, s.from_day, s.reverts, s.opened_by, "            \
    "s.opened_on,"                                                                                 \
    " s.published_by, s.published_on, s.note, s.withdrawn_by, s.withdrawn_on, s.why,"              \
    " (select count(*) from catalog_change c where c.set_id=s.id)"
static const struct statement catalog_set_get = {
    "catalog_set_get", "select " SET_COLUMNS " from catalog_set s where s.id=$1"};
static const struct statement catalog_set_list = {
    "catalog_set_list",
    "select " SET_COLUMNS " from catalog_set s where s.id>0 order by s.id desc limit 500"};
static const struct statement catalog_change_list = {
    "catalog_change_list",
    "select c.kind, c.record_key, c.record, c.ends, c.source, c.base, c.seq, c.by_label, c.on_day,"
    " coalesce((select max(l.seq) from catalog_law l where l.kind=c.kind and"
    " l.record_key=c.record_key and l.set_id<>c.set_id and l.seq>c.base), 0)"
    " from catalog_change c where c.set_id=$1 order by c.seq limit 100"};
static const struct statement catalog_law_list = {
    "catalog_law_list", "select kind, record_key, record, from_day, set_id from catalog_law"
                        " where seq>0 order by seq, position"};

const struct statement *const catalog_statements[] = {
    &catalog_set_insert, &catalog_set_describe, &catalog_set_bump,      &catalog_set_publish,
    &catalog_set_end,    &catalog_change_put,   &catalog_change_delete, &catalog_law_insert,
    &catalog_law_delete, &catalog_turn_put,     &catalog_turn_get,      &catalog_turns_get,
    &catalog_set_get,    &catalog_set_list,     &catalog_change_list,   &catalog_law_list,
};
const size_t catalog_statement_count = COUNT_OF(catalog_statements);

const char catalog_ddl[] =
    "create table catalog_set (id integer primary key, version integer not null, state text not"
    " null, title text not null, reason text not null, from_day text, reverts integer not null,"
    " opened_by text not null, opened_on text not null, published_by text, published_on text,"
    " note text not null, withdrawn_by text, withdrawn_on text, why text not null);"
    "create table catalog_change (set_id integer not null, kind text not null, record_key text not"
    " null, seq integer not null, record text not null, ends integer not null, source text not"
    " null, base integer not null, by_label text not null, on_day text not null,"
    " primary key(set_id, kind, record_key));"
    "create table catalog_law (seq integer not null, position integer not null, set_id integer not"
    " null, kind text not null, record_key text not null, record text not null, from_day text not"
    " null, primary key(seq, position));"
    "create index catalog_law_by_set on catalog_law(set_id);"
    "create index catalog_law_by_key on catalog_law(kind, record_key, seq);"
    "create table catalog_turn (number integer primary key, turns integer not null, seq integer not"
    " null);";

/* -- recording -- */

bool catalog_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct catalog_opened *body = event->body;
    return store_run(store, &catalog_set_insert,
                     CELLS(cell_int(event->subject), cell_text(body->title),
                           cell_text(body->reason), cell_date(body->from), cell_int(body->reverts),
                           cell_text(event->actor), cell_date(event->happened_on)),
                     fault);
}

bool catalog_record_described(struct store *store, const struct event *event, struct fault *fault)
{
    const struct catalog_describe *body = event->body;
    return store_run(store, &catalog_set_describe,
                     CELLS(cell_int(event->subject), cell_text(body->title),
                           cell_text(body->reason), cell_date(body->from)),
                     fault);
}

static bool bump(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &catalog_set_bump, CELLS(cell_int(event->subject)), fault);
}

bool catalog_record_put(struct store *store, const struct event *event, struct fault *fault)
{
    const struct catalog_was_put *body = event->body;
    return store_run(store, &catalog_change_put,
                     CELLS(cell_int(event->subject), cell_text(body->kind), cell_text(body->key),
                           cell_int(event->seq), cell_text(body->record), cell_bool(body->ends),
                           cell_text(body->source), cell_int(body->base), cell_text(event->actor),
                           cell_date(event->happened_on)),
                     fault) &&
           bump(store, event, fault);
}

bool catalog_record_taken(struct store *store, const struct event *event, struct fault *fault)
{
    const struct catalog_take *body = event->body;
    return store_run(store, &catalog_change_delete,
                     CELLS(cell_int(event->subject), cell_text(body->kind), cell_text(body->key)),
                     fault) &&
           bump(store, event, fault);
}

static bool end_set(struct store *store, const struct event *event, enum catalog_state state,
                    struct fault *fault)
{
    const struct catalog_why *body = event->body;
    return store_run(store, &catalog_set_end,
                     CELLS(cell_int(event->subject), cell_text(text_of(catalog_state_code(state))),
                           cell_text(event->actor), cell_date(event->happened_on),
                           cell_text(body->reason)),
                     fault);
}

bool catalog_record_discarded(struct store *store, const struct event *event, struct fault *fault)
{
    return end_set(store, event, CATALOG_DISCARDED, fault);
}

static bool turn(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &catalog_turn_put, CELLS(cell_int(event->seq)), fault);
}

bool catalog_record_withdrawn(struct store *store, const struct event *event, struct fault *fault)
{
    return end_set(store, event, CATALOG_WITHDRAWN, fault) &&
           store_run(store, &catalog_law_delete, CELLS(cell_int(event->subject)), fault) &&
           turn(store, event, fault);
}

static struct text record_text(struct arena *arena, const struct jvalue *record)
{
    struct buffer buffer = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&buffer);
    if (jvalue_is_null(record)) {
        return TEXT_NONE;
    }
    json_value(&json, record);
    return buffer_text(&buffer);
}

static bool record_law(struct arena *arena, struct store *store, const struct event *event,
                       const struct jvalue *changes, struct fault *fault)
{
    const struct catalog_published *body = event->body;
    for (uint32_t i = 0; changes->kind == JVALUE_ARRAY && i < changes->count; i++) {
        const struct jvalue *one = &changes->items[i];
        struct text record = record_text(arena, jvalue_get(one, "record"));
        if (!store_run(store, &catalog_law_insert,
                       CELLS(cell_int(event->seq), cell_int(i), cell_int(event->subject),
                             cell_text(jvalue_text(jvalue_get(one, "kind"), TEXT_NONE)),
                             cell_text(jvalue_text(jvalue_get(one, "key"), TEXT_NONE)),
                             cell_text(record), cell_date(body->from)),
                       fault)) {
            return false;
        }
    }
    return true;
}

bool catalog_record_published(struct store *store, const struct event *event, struct fault *fault)
{
    const struct catalog_published *body = event->body;
    struct arena *arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    const struct jvalue *changes = NULL;
    bool kept =
        store_run(store, &catalog_set_publish,
                  CELLS(cell_int(event->subject), cell_date(body->from), cell_text(event->actor),
                        cell_date(event->happened_on), cell_text(body->note)),
                  fault) &&
        json_read(arena, body->changes, &changes, fault) &&
        record_law(arena, store, event, changes, fault) && turn(store, event, fault);
    arena_close(arena);
    return kept;
}

/* -- reading -- */

static void read_set(struct arena *arena, const struct store_rows *rows, struct catalog_set *out)
{
    *out = (struct catalog_set){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .title = store_text(arena, rows, 3),
        .reason = store_text(arena, rows, 4),
        .from = store_date(rows, 5),
        .reverts = store_int(rows, 6),
        .opened_by = store_text(arena, rows, 7),
        .opened_on = store_date(rows, 8),
        .published_by = store_text(arena, rows, 9),
        .published_on = store_date(rows, 10),
        .note = store_text(arena, rows, 11),
        .withdrawn_by = store_text(arena, rows, 12),
        .withdrawn_on = store_date(rows, 13),
        .why = store_text(arena, rows, 14),
        .change_count = store_int(rows, 15),
    };
    bool known = catalog_state_find(store_cell(rows, 2).text, &out->state);
    ensure(known);
}

bool catalog_sets_of(struct arena *arena, struct store *store, struct catalog_sets *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = (struct catalog_sets){arena_array(arena, struct catalog_set, SETS_MAX), 0};
    if (!store_query(store, &catalog_set_list, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (out->count < SETS_MAX && store_next(&rows)) {
        read_set(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool catalog_set_of(struct arena *arena, struct store *store, int64_t id, struct catalog_set *out,
                    struct fault *fault)
{
    struct store_rows rows;
    *out = (struct catalog_set){.id = 0};
    if (!store_query(store, &catalog_set_get, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_set(arena, &rows, out);
    }
    return store_done(&rows, fault) &&
           (out->id != 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool catalog_changes_of(struct arena *arena, struct store *store, int64_t set,
                        struct catalog_changes *out, struct fault *fault)
{
    struct store_rows rows;
    *out =
        (struct catalog_changes){arena_array(arena, struct catalog_change, CATALOG_CHANGES_MAX), 0};
    if (!store_query(store, &catalog_change_list, CELLS(cell_int(set)), &rows, fault)) {
        return false;
    }
    while (out->count < CATALOG_CHANGES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct catalog_change){
            .kind = store_text(arena, &rows, 0),
            .key = store_text(arena, &rows, 1),
            .record = store_text(arena, &rows, 2),
            .ends = store_int(&rows, 3) != 0,
            .source = store_text(arena, &rows, 4),
            .base = store_int(&rows, 5),
            .seq = store_int(&rows, 6),
            .by = store_text(arena, &rows, 7),
            .on = store_date(&rows, 8),
            .newer = store_int(&rows, 9),
        };
    }
    return store_done(&rows, fault);
}

bool catalog_turn(struct store *store, int64_t *out, struct fault *fault)
{
    *out = 0;
    return store_query_int(store, &catalog_turn_get, NO_CELLS, out, fault);
}

/* Of a kind that a later program knows: this one can't lay it in, and must not go on without. */
static bool read_law(struct arena *arena, const struct store_rows *rows, struct pack_change *out,
                     struct fault *fault)
{
    struct text kind = store_text(arena, rows, 0);
    struct text record = store_text(arena, rows, 2);
    out->key = store_text(arena, rows, 1);
    out->from = store_date(rows, 3);
    out->set = store_int(rows, 4);
    if (!pack_kind_find(kind, &out->kind)) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE, FAULT_ARGS(kind, out->key));
    }
    return record.len == 0 || json_read(arena, record, &out->record, fault);
}

bool catalog_in_law(struct arena *arena, struct store *store, struct pack_changes *out,
                    struct fault *fault)
{
    struct store_rows rows;
    struct pack_change *items = NULL;
    uint32_t capacity = 0;
    int64_t turns = 0;
    bool read = true;
    *out = (struct pack_changes){.items = NULL};
    if (!store_query_int(store, &catalog_turns_get, NO_CELLS, &turns, fault) ||
        !store_query(store, &catalog_law_list, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (read && store_next(&rows)) {
        if (out->count == capacity) {
            items = arena_grown(arena, items, &capacity, sizeof *items);
        }
        items[out->count] = (struct pack_change){.record = NULL};
        read = read_law(arena, &rows, &items[out->count++], fault);
    }
    out->items = items;
    out->turns = (uint32_t)turns;
    return store_done(&rows, fault) && read;
}
