#include "base/arena.h"
#include "room/coordination/coordination.h"

#define LIST_MAX 100
#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.is_down, c.reason, c.answer_reason, c.on_day, c.due_on,"        \
    " c.answered_on, c.is_accepted, c.matter_count, c.matters"

static const struct statement coordination_insert = {
    "coordination_insert",
    "insert into coordination(id, version, project, is_down, reason, answer_reason, on_day, due_on,"
    " answered_on, is_accepted, matter_count, matters)"
    " values($1,1,$2,$3,$4,'',$5,$6,null,0,0,'')"};
static const struct statement coordination_answer = {
    "coordination_answer",
    "update coordination set version=version+1, answered_on=$2, is_accepted=$3, answer_reason=$4"
    " where id=$1"};
static const struct statement coordination_list_matters = {
    "coordination_list_matters",
    "update coordination set version=version+1, matter_count=$2, matters=$3 where id=$1"};
static const struct statement coordination_acts = {
    "coordination_acts", "select " COLUMNS " from coordination c where c.project=$1"
                         " order by c.id desc limit 100"};
static const struct statement coordination_unanswered = {
    "coordination_unanswered", "select " COLUMNS " from coordination c where c.project=$1 and"
                               " c.is_down=1 and c.answered_on is null order by c.id desc limit 1"};
static const struct statement coordination_projects = {
    "coordination_projects",
    "select p.id from project p where " ACCESS_PROJECT " and p.id>$6 and p.stage in"
    " ('handed_over','accepted','served','under_way','production') and p.city_coordinates=$7 and"
    " ($8=0 or exists (select 1 from coordination c where c.project=p.id and c.is_down=1 and"
    " c.answered_on is null)) order by p.id limit 101"};

const struct statement *const coordination_statements[] = {
    &coordination_insert, &coordination_answer,     &coordination_list_matters,
    &coordination_acts,   &coordination_unanswered, &coordination_projects};
const size_t coordination_statement_count = COUNT_OF(coordination_statements);

const char coordination_ddl[] =
    "create table coordination (id integer primary key, version integer not null, project integer"
    " not null, is_down integer not null, reason text not null, answer_reason text not null,"
    " on_day text not null, due_on text, answered_on text, is_accepted integer not null,"
    " matter_count integer not null, matters text not null);"
    "create index coordination_by_project on coordination(project, id);";

/* -- recording -- */

bool coordination_record_taken_over(struct store *store, const struct event *event,
                                    struct fault *fault)
{
    const struct coordination_reason *body = event->body;
    return store_run(store, &coordination_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project), cell_int(0),
                           cell_text(body->reason), cell_date(event->happened_on),
                           cell_date(CIVIL_DATE_NONE)),
                     fault);
}

bool coordination_record_handed_down(struct store *store, const struct event *event,
                                     struct fault *fault)
{
    const struct coordination_handed_down *body = event->body;
    return store_run(store, &coordination_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project), cell_int(1),
                           cell_text(body->reason), cell_date(event->happened_on),
                           cell_date(body->due_on)),
                     fault);
}

bool coordination_record_accepted(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct coordination_note *body = event->body;
    return store_run(store, &coordination_answer,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_int(1),
                           cell_text(body->note)),
                     fault);
}

bool coordination_record_returned(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct coordination_reason *body = event->body;
    return store_run(store, &coordination_answer,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_int(0),
                           cell_text(body->reason)),
                     fault);
}

bool coordination_record_listed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct coordination_listed *body = event->body;
    return store_run(
        store, &coordination_list_matters,
        CELLS(cell_int(event->subject), cell_int(body->count), cell_text(body->matters)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct coordination *out)
{
    *out = (struct coordination){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .is_down = store_int(rows, 3) != 0,
        .reason = store_text(arena, rows, 4),
        .answer_reason = store_text(arena, rows, 5),
        .on = store_date(rows, 6),
        .due_on = store_date(rows, 7),
        .answered_on = store_date(rows, 8),
        .is_accepted = store_int(rows, 9) != 0,
        .matter_count = store_int(rows, 10),
        .matters = store_text(arena, rows, 11),
    };
}

bool coordination_of_project(struct arena *arena, struct store *store, int64_t project,
                             struct coordinations *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct coordinations){arena_array(arena, struct coordination, LIST_MAX), 0};
    if (!store_query(store, &coordination_acts, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool coordination_waiting(struct arena *arena, struct store *store, int64_t project,
                          struct coordination *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct coordination){.id = 0};
    if (!store_query(store, &coordination_unanswered, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_row(arena, &rows, out);
    }
    return store_done(&rows, fault);
}

bool coordination_select(const struct sight *sight, const struct coordination_filter *filter,
                         struct coordination_page *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, &coordination_projects,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(filter->after),
                           cell_int(filter->by_city), cell_int(filter->only_waiting)),
                     &rows, fault)) {
        return false;
    }
    out->count = 0;
    while (out->count <= COORDINATION_PAGE && store_next(&rows)) {
        out->projects[out->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}
