#include "base/arena.h"
#include "room/tickler/tickler.h"

#define LIST_MAX 200
#define COLUMNS                                                                                    \
    "id, version, project, application, account, on_day, set_on, done_on, note,"                   \
    " type, climb_on, steps"

static const struct statement tickler_insert = {
    "tickler_insert",
    "insert into tickler(id, version, project, application, account, on_day, set_on, done_on, note,"
    " type, climb_on, steps) values($1,1,$2,$3,$4,$5,$6,null,$7,$8,$9,0)"};
static const struct statement tickler_set_done = {
    "tickler_set_done",
    "update tickler set version=version+1, done_on=$2, climb_on=null where id=$1"};
static const struct statement tickler_set_account = {
    "tickler_set_account", "update tickler set version=version+1, account=$2 where id=$1"};
static const struct statement tickler_set_climbed = {
    "tickler_set_climbed",
    "update tickler set version=version+1, climb_on=$2, steps=$3 where id=$1"};
static const struct statement tickler_that_climb = {
    "tickler_that_climb",
    "select " COLUMNS " from tickler where climb_on<=$1 order by climb_on, id limit 50"};
static const struct statement tickler_by_id = {"tickler_by_id",
                                               "select " COLUMNS " from tickler where id=$1"};
static const struct statement tickler_of_account = {
    "tickler_of_account", "select " COLUMNS " from tickler where account=$1 and done_on is null"
                          " and on_day<=$2 order by on_day, id limit 200"};

const struct statement *const tickler_statements[] = {
    &tickler_insert,     &tickler_set_done, &tickler_set_account, &tickler_set_climbed,
    &tickler_that_climb, &tickler_by_id,    &tickler_of_account};
const size_t tickler_statement_count = COUNT_OF(tickler_statements);

const char tickler_ddl[] =
    "create table tickler (id integer primary key, version integer not "
    "null, project integer not null,"
    " application integer not null, account integer not null, on_day text "
    "not null, set_on text not "
    "null,"
    " done_on text, note text not null, type text not null, climb_on text, steps integer not"
    " null);"
    "create index tickler_by_climb on tickler(climb_on, id);"
    "create index tickler_by_account on tickler(account, on_day);"
    "create index tickler_by_project on tickler(project);";

bool tickler_record_set(struct store *store, const struct event *event, struct fault *fault)
{
    const struct tickler_noted *body = event->body;
    return store_run(store, &tickler_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_int(body->account),
                           cell_date(body->on), cell_date(event->happened_on),
                           cell_text(body->note), cell_text(body->type), cell_date(body->climb_on)),
                     fault);
}

bool tickler_record_done(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &tickler_set_done,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool tickler_record_climbed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct tickler_climbed *body = event->body;
    return store_run(
        store, &tickler_set_climbed,
        CELLS(cell_int(event->subject), cell_date(body->next_on), cell_int(body->step)), fault);
}

bool tickler_record_handed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct tickler_handed *body = event->body;
    return store_run(store, &tickler_set_account,
                     CELLS(cell_int(event->subject), cell_int(body->account)), fault);
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct tickler *out)
{
    *out = (struct tickler){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .account = store_int(rows, 4),
        .on = store_date(rows, 5),
        .set_on = store_date(rows, 6),
        .done_on = store_date(rows, 7),
        .note = store_text(arena, rows, 8),
        .type = store_text(arena, rows, 9),
        .climb_on = store_date(rows, 10),
        .steps = store_int(rows, 11),
    };
}

bool tickler_find(struct arena *arena, struct store *store, int64_t id, struct tickler *out,
                  struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &tickler_by_id, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        read_row(arena, &rows, out);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    return found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool tickler_open_until(struct arena *arena, struct store *store, int64_t account, civil_date until,
                        struct ticklers *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &tickler_of_account, CELLS(cell_int(account), cell_date(until)), &rows,
                     fault)) {
        return false;
    }
    *out = (struct ticklers){arena_array(arena, struct tickler, LIST_MAX), 0};
    while (out->count < LIST_MAX && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool tickler_climbing(struct arena *arena, struct store *store, civil_date today,
                      struct ticklers *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &tickler_that_climb, CELLS(cell_date(today)), &rows, fault)) {
        return false;
    }
    *out = (struct ticklers){arena_array(arena, struct tickler, LIST_MAX), 0};
    while (out->count < LIST_MAX && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
