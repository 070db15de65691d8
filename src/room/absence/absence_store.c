#include "base/arena.h"
#include "room/absence/absence.h"

#define LIST_MAX 200

static const struct statement absence_insert = {
    "absence_insert", "insert into absence(id, version, account, substitute, from_on, until_on,"
                      " kind, begun_on, ended_on, over_on, is_over)"
                      " values($1,1,$2,$3,$4,$5,$6,null,null,null,0)"};
static const struct statement absence_set_begun = {
    "absence_set_begun", "update absence set version=version+1, begun_on=$2 where id=$1"};
static const struct statement absence_project_insert = {
    "absence_project_insert", "insert into absence_project(absence, project) values($1,$2)"};
/* What has not begun is over with that. */
static const struct statement absence_set_ended = {
    "absence_set_ended",
    "update absence set version=version+1, ended_on=$2, is_over=case when begun_on is null then 1"
    " else 0 end where id=$1"};
static const struct statement absence_set_over = {
    "absence_set_over", "update absence set version=version+1, over_on=$2, is_over=1 where id=$1"};
static const struct statement absence_of_now = {
    "absence_of_now", "select id, version, account, substitute, from_on, until_on, kind, begun_on,"
                      " ended_on, over_on from absence where is_over=0 order by from_on, id limit"
                      " 200"};
static const struct statement absence_serves = {
    "absence_serves", "select id from project where navigator=$1 and stage_rank between 50 and 70"
                      " order by id limit 500"};
static const struct statement absence_gives_back = {
    "absence_gives_back",
    "select p.id from absence_project x join project p on p.id=x.project where x.absence=$1 and"
    " p.navigator=$2 and p.stage_rank between 50 and 70 order by p.id limit 500"};

const struct statement *const absence_statements[] = {
    &absence_insert,   &absence_set_begun, &absence_project_insert, &absence_set_ended,
    &absence_set_over, &absence_of_now,    &absence_serves,         &absence_gives_back};
const size_t absence_statement_count = COUNT_OF(absence_statements);

const char absence_ddl[] =
    "create table absence (id integer primary key, version integer not null, account integer not"
    " null, substitute integer not null, from_on text not null, until_on text not null, kind text"
    " not null, begun_on text, ended_on text, over_on text, is_over integer not null);"
    "create index absence_by_day on absence(is_over, from_on, id);"
    "create table absence_project (absence integer not null, project integer not null, primary"
    " key(absence, project));";

bool absence_record_noted(struct store *store, const struct event *event, struct fault *fault)
{
    const struct absence_noted *body = event->body;
    return store_run(store, &absence_insert,
                     CELLS(cell_int(event->subject), cell_int(body->account),
                           cell_int(body->substitute), cell_date(body->from),
                           cell_date(body->until), cell_text(body->kind)),
                     fault);
}

bool absence_record_begun(struct store *store, const struct event *event, struct fault *fault)
{
    const struct absence_turned *body = event->body;
    for (size_t i = 0; i < body->projects.count; i++) {
        int64_t project = 0;
        if (text_to_int(body->projects.items[i], &project) &&
            !store_run(store, &absence_project_insert,
                       CELLS(cell_int(event->subject), cell_int(project)), fault)) {
            return false;
        }
    }
    return store_run(store, &absence_set_begun,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool absence_record_ended(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &absence_set_ended,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool absence_record_over(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &absence_set_over,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool absence_current(struct arena *arena, struct store *store, struct absences *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = (struct absences){arena_array(arena, struct absence, LIST_MAX), 0};
    if (!store_query(store, &absence_of_now, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct absence){
            .id = store_int(&rows, 0),
            .version = store_int(&rows, 1),
            .account = store_int(&rows, 2),
            .substitute = store_int(&rows, 3),
            .from = store_date(&rows, 4),
            .until = store_date(&rows, 5),
            .kind = store_text(arena, &rows, 6),
            .begun_on = store_date(&rows, 7),
            .ended_on = store_date(&rows, 8),
            .over_on = store_date(&rows, 9),
        };
    }
    return store_done(&rows, fault);
}

bool absence_projects_of(struct arena *arena, struct store *store, const struct absence_turn *turn,
                         struct absence_projects *out, struct fault *fault)
{
    struct store_rows rows;
    const struct absence *absence = turn->absence;
    *out = (struct absence_projects){arena_array(arena, int64_t, ABSENCE_PROJECTS_MAX), 0};
    if (!(turn->is_back ? store_query(store, &absence_gives_back,
                                      CELLS(cell_int(absence->id), cell_int(absence->substitute)),
                                      &rows, fault)
                        : store_query(store, &absence_serves, CELLS(cell_int(absence->account)),
                                      &rows, fault))) {
        return false;
    }
    while (out->count < ABSENCE_PROJECTS_MAX && store_next(&rows)) {
        out->items[out->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}
