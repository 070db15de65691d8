#include "base/arena.h"
#include "room/logbook/logbook.h"

#define COLUMNS                                                                                    \
    "l.id, l.version, l.project, l.application, l.kind, l.words, l.way, l.system, l.number,"       \
    " l.actor, l.shown, l.on_day"

static const struct statement logbook_insert = {
    "logbook_insert", "insert into logbook(id, version, project, application, kind, words, way, "
                      "system, number, actor,"
                      " shown, on_day, year) values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)"};
static const struct statement logbook_set_shown = {
    "logbook_set_shown", "update logbook set version=version+1, shown=$2 where id=$1"};
static const struct statement logbook_by_id = {"logbook_by_id",
                                               "select " COLUMNS " from logbook l where l.id=$1"};
static const struct statement logbook_page = {
    "logbook_page", "select " COLUMNS " from logbook l where l.project=$1 and l.id<$2 and ($3='' or"
                    " l.kind=$3) and ($4=0 or l.shown=1) order by l.id desc limit 100"};
static const struct statement logbook_visits_of = {
    "logbook_visits_of", "select count(*) from logbook l join project p on p.id=l.project where"
                         " " ACCESS_PROJECT " and l.kind='visit' and l.year=$6"};

static const struct statement logbook_verified_last = {
    "logbook_verified_last",
    "select max(on_day) from logbook where project=$1 and application=$2 and kind='verified'"};

const struct statement *const logbook_statements[] = {&logbook_insert,    &logbook_set_shown,
                                                      &logbook_by_id,     &logbook_page,
                                                      &logbook_visits_of, &logbook_verified_last};
const size_t logbook_statement_count = COUNT_OF(logbook_statements);

const char logbook_ddl[] =
    "create table logbook (id integer primary key, version integer not null, project integer not"
    " null, application integer not null, kind text not null, words text not null, way text not"
    " null, system text not null, number text not null, actor text not null, shown integer not "
    "null,"
    " on_day text not null, year integer not null);"
    "create index logbook_of_project on logbook(project, id);"
    "create index logbook_by_kind on logbook(kind, year, project);";

bool logbook_record_added(struct store *store, const struct event *event, struct fault *fault)
{
    const struct logbook_added *body = event->body;
    return store_run(store, &logbook_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_text(body->kind),
                           cell_text(body->words), cell_text(body->way), cell_text(body->system),
                           cell_text(body->number), cell_text(event->actor),
                           cell_int(body->shown ? 1 : 0), cell_date(event->happened_on),
                           cell_int(civil_date_parts(event->happened_on).year)),
                     fault);
}

bool logbook_record_shown(struct store *store, const struct event *event, struct fault *fault)
{
    const struct logbook_show *body = event->body;
    return store_run(store, &logbook_set_shown,
                     CELLS(cell_int(event->subject), cell_int(body->shown ? 1 : 0)), fault);
}

bool logbook_verified_on(struct store *store, int64_t project, int64_t application, civil_date *out,
                         struct fault *fault)
{
    struct store_rows rows;
    *out = CIVIL_DATE_NONE;
    if (!store_query(store, &logbook_verified_last, CELLS(cell_int(project), cell_int(application)),
                     &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = store_date(&rows, 0);
    }
    return store_done(&rows, fault);
}

static bool read_all(struct arena *arena, struct store_rows *rows, struct logbook *out,
                     struct fault *fault)
{
    while (out->count < LOGBOOK_PAGE && store_next(rows)) {
        out->items[out->count++] = (struct logbook_entry){
            .id = store_int(rows, 0),
            .version = store_int(rows, 1),
            .project = store_int(rows, 2),
            .application = store_int(rows, 3),
            .kind = store_text(arena, rows, 4),
            .words = store_text(arena, rows, 5),
            .way = store_text(arena, rows, 6),
            .system = store_text(arena, rows, 7),
            .number = store_text(arena, rows, 8),
            .actor = store_text(arena, rows, 9),
            .shown = store_int(rows, 10) != 0,
            .on = store_date(rows, 11),
        };
    }
    return store_done(rows, fault);
}

bool logbook_of(struct arena *arena, struct store *store, const struct logbook_question *question,
                struct logbook *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct logbook){arena_array(arena, struct logbook_entry, LOGBOOK_PAGE), 0};
    return store_query(store, &logbook_page,
                       CELLS(cell_int(question->project),
                             cell_int(question->before > 0 ? question->before : INT64_MAX),
                             cell_text(question->kind), cell_int(question->is_shown_only ? 1 : 0)),
                       &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool logbook_find(struct arena *arena, struct store *store, int64_t id, struct logbook_entry *out,
                  struct fault *fault)
{
    struct store_rows rows;
    struct logbook one = {out, 0};
    *out = (struct logbook_entry){.id = 0};
    return store_query(store, &logbook_by_id, CELLS(cell_int(id)), &rows, fault) &&
           read_all(arena, &rows, &one, fault);
}

bool logbook_visits(const struct sight *sight, int64_t year, int64_t *out, struct fault *fault)
{
    return store_query_int(sight->store, &logbook_visits_of,
                           CELLS(ACCESS_CELLS(sight->scope), cell_int(year)), out, fault);
}
