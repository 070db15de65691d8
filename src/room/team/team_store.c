#include "base/arena.h"
#include "room/team/team.h"

#define LIST_MAX 200
#define COLUMNS "id, version, project, account, role, reason, from_on, to_on"

static const struct statement team_insert = {
    "team_insert", "insert into team(id, version, project, account, role, reason, from_on, to_on)"
                   " values($1,1,$2,$3,$4,'',$5,null)"};
static const struct statement team_end = {
    "team_end", "update team set version=version+1, to_on=$2, reason=$3 where id=$1"};
static const struct statement team_by_id = {"team_by_id",
                                            "select " COLUMNS " from team where id=$1"};
static const struct statement team_by_project = {
    "team_by_project", "select " COLUMNS " from team where project=$1 order by"
                       " case when to_on is null then 0 else 1 end, id desc limit 200"};

const struct statement *const team_statements[] = {&team_insert, &team_end, &team_by_id,
                                                   &team_by_project};
const size_t team_statement_count = COUNT_OF(team_statements);

const char team_ddl[] = "create table team (id integer primary key, version integer not null,"
                        " project integer not null, account integer not null, role text not null,"
                        " reason text not null, from_on text not null, to_on text);"
                        "create index team_of on team(project, id);";

bool team_record_joined(struct store *store, const struct event *event, struct fault *fault)
{
    const struct team_joined *body = event->body;
    return store_run(store, &team_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->account), cell_text(body->role),
                           cell_date(event->happened_on)),
                     fault);
}

bool team_record_left(struct store *store, const struct event *event, struct fault *fault)
{
    const struct team_leave *body = event->body;
    return store_run(
        store, &team_end,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->reason)),
        fault);
}

static bool read_all(struct arena *arena, struct store_rows *rows, struct team *out,
                     struct fault *fault)
{
    while (out->count < LIST_MAX && store_next(rows)) {
        out->items[out->count++] = (struct team_member){
            .id = store_int(rows, 0),
            .version = store_int(rows, 1),
            .project = store_int(rows, 2),
            .account = store_int(rows, 3),
            .role = store_text(arena, rows, 4),
            .reason = store_text(arena, rows, 5),
            .from = store_date(rows, 6),
            .to = store_date(rows, 7),
        };
    }
    return store_done(rows, fault);
}

bool team_of_project(struct arena *arena, struct store *store, int64_t project, struct team *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = (struct team){arena_array(arena, struct team_member, LIST_MAX), 0};
    return store_query(store, &team_by_project, CELLS(cell_int(project)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool team_find(struct arena *arena, struct store *store, int64_t id, struct team_member *out,
               struct fault *fault)
{
    struct store_rows rows;
    struct team one = {out, 0};
    *out = (struct team_member){.id = 0};
    return store_query(store, &team_by_id, CELLS(cell_int(id)), &rows, fault) &&
           read_all(arena, &rows, &one, fault);
}
