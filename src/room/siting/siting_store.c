#include "base/arena.h"
#include "room/siting/siting.h"

static const struct statement siting_upsert = {
    "siting_upsert", "insert into siting(project, park, reason, by_actor, chosen_on)"
                     " values($1,$2,$3,$4,$5) on conflict(project) do update set"
                     " park=excluded.park, reason=excluded.reason, by_actor=excluded.by_actor,"
                     " chosen_on=excluded.chosen_on"};
static const struct statement siting_find = {
    "siting_find", "select park, reason, by_actor, chosen_on from siting where project=$1"};

const struct statement *const siting_statements[] = {&siting_upsert, &siting_find};
const size_t siting_statement_count = COUNT_OF(siting_statements);

const char siting_ddl[] = "create table siting (project bigint primary key, park text not null,"
                          " reason text not null, by_actor text not null,"
                          " chosen_on text not null);"
                          "create index siting_by_park on siting (park, project);";

bool siting_record_chosen(struct store *store, const struct event *event, struct fault *fault)
{
    const struct siting_chosen *body = event->body;
    return store_run(store, &siting_upsert,
                     CELLS(cell_int(event->project), cell_text(body->park), cell_text(body->reason),
                           cell_text(event->actor), cell_date(event->happened_on)),
                     fault);
}

bool siting_of_project(struct arena *arena, struct store *store, int64_t project,
                       struct siting *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct siting){.project = 0};
    if (!store_query(store, &siting_find, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct siting){.project = project,
                               .park = store_text(arena, &rows, 0),
                               .reason = store_text(arena, &rows, 1),
                               .by = store_text(arena, &rows, 2),
                               .on = store_date(&rows, 3)};
    }
    return store_done(&rows, fault);
}
