#include "base/arena.h"
#include "base/json_read.h"
#include "room/succession/succession.h"

#define LIST_MAX 200

static const struct statement succession_insert = {
    "succession_insert", "insert into succession(id, version, project, from_account, to_account,"
                         " opened_on, closed_on) values($1,1,$2,$3,$4,$5,null)"};
static const struct statement succession_item_insert = {
    "succession_item_insert", "insert into succession_item(succession, nth, kind, ref, title,"
                              " due_on, acknowledged_on) values($1,$2,$3,$4,$5,$6,null)"};
/* What a navigator had not taken over goes on with the new list. */
static const struct statement succession_close_older = {
    "succession_close_older",
    "update succession set version=version+1, closed_on=$3 where project=$1 and id<>$2 and"
    " closed_on is null"};
static const struct statement succession_item_done = {
    "succession_item_done",
    "update succession_item set acknowledged_on=$3 where succession=$1 and nth=$2"};
static const struct statement succession_done = {
    "succession_done", "update succession set version=version+1, closed_on=case when $2=1 then $3"
                       " else closed_on end where id=$1"};
static const struct statement succession_by_id = {
    "succession_by_id",
    "select id, version, project, from_account, to_account, opened_on, closed_on,"
    " 0 from succession where id=$1"};
static const struct statement succession_items_of = {
    "succession_items_of", "select nth, kind, ref, title, due_on, acknowledged_on from"
                           " succession_item where succession=$1 order by nth limit 200"};
static const struct statement succession_open_of = {
    "succession_open_of",
    "select s.id, s.version, s.project, s.from_account, s.to_account, s.opened_on, s.closed_on,"
    " (select count(*) from succession_item i where i.succession=s.id and i.acknowledged_on is "
    "null)"
    " from succession s join project p on p.id=s.project where " ACCESS_PROJECT
    " and s.closed_on is null and ($6=0 or s.to_account=$6) order by s.id limit 200"};

const struct statement *const succession_statements[] = {
    &succession_insert, &succession_item_insert, &succession_close_older, &succession_item_done,
    &succession_done,   &succession_by_id,       &succession_items_of,    &succession_open_of};
const size_t succession_statement_count = COUNT_OF(succession_statements);

const char succession_ddl[] =
    "create table succession (id integer primary key, version integer not null, project integer not"
    " null, from_account integer not null, to_account integer not null, opened_on text not null,"
    " closed_on text);"
    "create index succession_of on succession(project, id);"
    "create index succession_by_open on succession(closed_on, id);"
    "create table succession_item (succession integer not null, nth integer not null, kind text not"
    " null, ref integer not null, title text not null, due_on text, acknowledged_on text, primary"
    " key(succession, nth));";

static bool keep_items(struct store *store, const struct event *event, const struct jvalue *items,
                       struct fault *fault)
{
    for (uint32_t i = 0; i < items->count; i++) {
        const struct jvalue *item = &items->items[i];
        civil_date due = CIVIL_DATE_NONE;
        (void)!civil_date_parse(jvalue_text(jvalue_get(item, "due_on"), TEXT_NONE), &due);
        if (!store_run(store, &succession_item_insert,
                       CELLS(cell_int(event->subject), cell_int((int64_t)i + 1),
                             cell_text(jvalue_text(jvalue_get(item, "kind"), TEXT_NONE)),
                             cell_int(jvalue_int(jvalue_get(item, "ref"), 0)),
                             cell_text(jvalue_text(jvalue_get(item, "title"), TEXT_NONE)),
                             cell_date(due)),
                       fault)) {
            return false;
        }
    }
    return true;
}

bool succession_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct succession_opened *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 16, (size_t)1 << 22);
    const struct jvalue *items = NULL;
    bool kept = json_read(arena, body->items, &items, fault) &&
                store_run(store, &succession_insert,
                          CELLS(cell_int(event->subject), cell_int(event->project),
                                cell_int(body->from_account), cell_int(body->to_account),
                                cell_date(event->happened_on)),
                          fault) &&
                store_run(store, &succession_close_older,
                          CELLS(cell_int(event->project), cell_int(event->subject),
                                cell_date(event->happened_on)),
                          fault) &&
                keep_items(store, event, items, fault);
    arena_close(arena);
    return kept;
}

bool succession_record_acknowledged(struct store *store, const struct event *event,
                                    struct fault *fault)
{
    const struct succession_acknowledged *body = event->body;
    for (size_t i = 0; i < body->items.count; i++) {
        int64_t nth = 0;
        if (text_to_int(body->items.items[i], &nth) &&
            !store_run(
                store, &succession_item_done,
                CELLS(cell_int(event->subject), cell_int(nth), cell_date(event->happened_on)),
                fault)) {
            return false;
        }
    }
    return store_run(store, &succession_done,
                     CELLS(cell_int(event->subject), cell_int(body->is_all ? 1 : 0),
                           cell_date(event->happened_on)),
                     fault);
}

static void read_row(const struct store_rows *rows, struct succession *out)
{
    *out = (struct succession){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .from_account = store_int(rows, 3),
        .to_account = store_int(rows, 4),
        .opened_on = store_date(rows, 5),
        .closed_on = store_date(rows, 6),
        .count = (size_t)store_int(rows, 7),
    };
}

static bool read_items(struct arena *arena, struct store *store, struct succession *out,
                       struct fault *fault)
{
    struct store_rows rows;
    out->items = arena_array(arena, struct succession_item, SUCCESSION_ITEMS_MAX);
    out->count = 0;
    if (!store_query(store, &succession_items_of, CELLS(cell_int(out->id)), &rows, fault)) {
        return false;
    }
    while (out->count < SUCCESSION_ITEMS_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct succession_item){
            .nth = store_int(&rows, 0),
            .kind = store_text(arena, &rows, 1),
            .ref = store_int(&rows, 2),
            .title = store_text(arena, &rows, 3),
            .due_on = store_date(&rows, 4),
            .acknowledged_on = store_date(&rows, 5),
        };
    }
    return store_done(&rows, fault);
}

bool succession_find(struct arena *arena, struct store *store, int64_t id, struct succession *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = (struct succession){.id = 0};
    if (!store_query(store, &succession_by_id, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_row(&rows, out);
    }
    return store_done(&rows, fault) && (out->id == 0 || read_items(arena, store, out, fault));
}

bool succession_open(const struct sight *sight, int64_t account, struct successions *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = (struct successions){arena_array(sight->arena, struct succession, LIST_MAX), 0};
    if (!store_query(sight->store, &succession_open_of,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(account)), &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        read_row(&rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
