#include "app/access.h"
#include "base/arena.h"
#include "room/hall/hall.h"

#define VISITS_MAX 200
#define COUNTS_MAX 2000

static const struct statement hall_insert = {
    "hall_insert", "insert into hall_visit(id, project, application, year, visited_on, desk,"
                   " purpose, note) values($1,$2,$3,$4,$5,$6,$7,$8)"};
static const struct statement hall_of_project = {
    "hall_of_project", "select id, application, desk, purpose, note, visited_on from hall_visit"
                       " where project=$1 order by visited_on desc, id desc limit 200"};
/* Looks into a neighbour's tables: whose case it is, and how intakes came in. */
static const struct statement hall_application = {
    "hall_application", "select 1 from application where id=$1 and project=$2"};
static const struct statement hall_channels = {
    "hall_channels", "select 0, channel, channel, count(*) from application_intake"
                     " where project=$1 group by channel order by channel"};
static const struct statement hall_year_intakes = {
    "hall_year_intakes", "select i.project, p.name, i.channel, count(*) from application_intake i"
                         " join project p on p.id=i.project where " ACCESS_PROJECT " and i.year=$6"
                         " group by i.project, p.name, i.channel order by i.project limit 2000"};
static const struct statement hall_year_visits = {
    "hall_year_visits", "select v.project, p.name, p.number, count(*) from hall_visit v"
                        " join project p on p.id=v.project where " ACCESS_PROJECT " and v.year=$6"
                        " group by v.project, p.name, p.number order by v.project limit 2000"};
static const struct statement hall_year_items = {
    "hall_year_items",
    "select 0, a.code, a.code, count(*) from hall_visit v join project p on p.id=v.project"
    " join application a on a.id=v.application where " ACCESS_PROJECT " and v.year=$6"
    " group by a.code order by count(*) desc, a.code limit 2000"};

const struct statement *const hall_statements[] = {
    &hall_insert,       &hall_of_project,  &hall_application, &hall_channels,
    &hall_year_intakes, &hall_year_visits, &hall_year_items};
const size_t hall_statement_count = COUNT_OF(hall_statements);

const char hall_ddl[] =
    "create table hall_visit (id integer primary key, project integer not null,"
    " application integer not null, year integer not null, visited_on text not null,"
    " desk text not null, purpose text not null, note text not null) /* grows by id */;"
    "create index hall_visit_by_project on hall_visit(project, visited_on);"
    "create index hall_visit_by_year on hall_visit(year);";

bool hall_record_visited(struct store *store, const struct event *event, struct fault *fault)
{
    const struct hall_visited *body = event->body;
    return store_run(store, &hall_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_int(body->year),
                           cell_date(event->happened_on), cell_text(body->desk),
                           cell_text(body->purpose), cell_text(body->note)),
                     fault);
}

/* The ledger is the record of it; no list is made of it. */
bool hall_record_looked_up(struct store *store, const struct event *event, struct fault *fault)
{
    (void)store, (void)event, (void)fault;
    return true;
}

bool hall_visits_of(struct arena *arena, struct store *store, int64_t project,
                    struct hall_visits *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct hall_visits){arena_array(arena, struct hall_visit, VISITS_MAX), 0};
    if (!store_query(store, &hall_of_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < VISITS_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct hall_visit){
            .id = store_int(&rows, 0),
            .application = store_int(&rows, 1),
            .desk = store_text(arena, &rows, 2),
            .purpose = store_text(arena, &rows, 3),
            .note = store_text(arena, &rows, 4),
            .visited_on = store_date(&rows, 5),
        };
    }
    return store_done(&rows, fault);
}

bool hall_application_is_of(struct store *store, int64_t project, int64_t application, bool *out,
                            struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &hall_application,
                                CELLS(cell_int(application), cell_int(project)), &found, fault);
    *out = found != 0;
    return read;
}

static bool read_counts(struct arena *arena, struct store_rows *rows, struct hall_counts *out,
                        struct fault *fault)
{
    *out = (struct hall_counts){arena_array(arena, struct hall_count, COUNTS_MAX), 0};
    while (out->count < COUNTS_MAX && store_next(rows)) {
        out->items[out->count++] = (struct hall_count){
            .project = store_int(rows, 0),
            .name = store_text(arena, rows, 1),
            .key = store_text(arena, rows, 2),
            .count = store_int(rows, 3),
        };
    }
    return store_done(rows, fault);
}

bool hall_channels_of(struct arena *arena, struct store *store, int64_t project,
                      struct hall_counts *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &hall_channels, CELLS(cell_int(project)), &rows, fault) &&
           read_counts(arena, &rows, out, fault);
}

bool hall_counts_of(struct arena *arena, struct store *store, const struct hall_asked *asked,
                    struct hall_counts *out, struct fault *fault)
{
    static const struct statement *const statements[] = {[HALL_INTAKES] = &hall_year_intakes,
                                                         [HALL_VISITS] = &hall_year_visits,
                                                         [HALL_ITEMS] = &hall_year_items};
    struct store_rows rows;
    return store_query(store, statements[asked->question],
                       CELLS(ACCESS_CELLS(asked->scope), cell_int(asked->year)), &rows, fault) &&
           read_counts(arena, &rows, out, fault);
}
