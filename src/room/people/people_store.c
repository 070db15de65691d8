#include "base/arena.h"
#include "room/people/people.h"

#define LIST_MAX 100
#define COLUMNS "id, version, project, role, from_on, to_on"

static const struct statement people_insert = {
    "people_insert", "insert into people(id, version, project, role, from_on, to_on)"
                     " values($1,1,$2,$3,$4,null)"};
static const struct statement people_end = {
    "people_end", "update people set version=version+1, to_on=$2 where id=$1"};
static const struct statement people_by_id = {"people_by_id",
                                              "select " COLUMNS " from people where id=$1"};
static const struct statement people_by_project = {
    "people_by_project", "select " COLUMNS " from people where project=$1 order by"
                         " case when to_on is null then 0 else 1 end, id limit 100"};

const struct statement *const people_statements[] = {&people_insert, &people_end, &people_by_id,
                                                     &people_by_project};
const size_t people_statement_count = COUNT_OF(people_statements);

const char people_ddl[] = "create table people (id integer primary key, version integer not null,"
                          " project integer not null, role text not null, from_on text not null,"
                          " to_on text);"
                          "create index people_of_project on people(project, id);";

bool people_record_joined(struct store *store, const struct event *event, struct fault *fault)
{
    const struct people_joined *body = event->body;
    return store_run(store, &people_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_text(body->role), cell_date(event->happened_on)),
                     fault);
}

bool people_record_left(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &people_end,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

static bool read_all(struct arena *arena, struct store_rows *rows, struct people *out,
                     struct fault *fault)
{
    while (out->count < LIST_MAX && store_next(rows)) {
        out->items[out->count++] = (struct people_member){
            .id = store_int(rows, 0),
            .version = store_int(rows, 1),
            .project = store_int(rows, 2),
            .role = store_text(arena, rows, 3),
            .from = store_date(rows, 4),
            .to = store_date(rows, 5),
        };
    }
    return store_done(rows, fault);
}

bool people_of(struct arena *arena, struct store *store, int64_t project, struct people *out,
               struct fault *fault)
{
    struct store_rows rows;
    *out = (struct people){arena_array(arena, struct people_member, LIST_MAX), 0};
    return store_query(store, &people_by_project, CELLS(cell_int(project)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool people_find(struct arena *arena, struct store *store, int64_t id, struct people_member *out,
                 struct fault *fault)
{
    struct store_rows rows;
    struct people one = {out, 0};
    *out = (struct people_member){.id = 0};
    return store_query(store, &people_by_id, CELLS(cell_int(id)), &rows, fault) &&
           read_all(arena, &rows, &one, fault);
}
