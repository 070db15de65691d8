#include "base/arena.h"
#include "room/change/change.h"

#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.application, c.code, c.org, c.what, c.unit, c.why, c.reason,"   \
    " c.judged_by, c.output_before, c.output_after, c.adds_pollutant, c.state, c.reported_on,"     \
    " c.judged_on, c.settled_on"
#define MOST 50

static const struct statement change_insert = {
    "change_insert",
    "insert into change_report(id, version, project, application, code, org, what, unit, why,"
    " reason, judged_by, output_before, output_after, adds_pollutant, state, reported_on,"
    " judged_on, settled_on)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,'','',$9,$10,$11,$12,$13,null,null)"};
static const struct statement change_judge_update = {
    "change_judge_update", "update change_report set version=version+1, state=$2, reason=$3,"
                           " judged_by=$4, judged_on=$5 where id=$1"};
static const struct statement change_settle_update = {
    "change_settle_update",
    "update change_report set version=version+1, state='settled', settled_on=$2 where id=$1"};
static const struct statement change_by_id = {
    "change_by_id", "select " COLUMNS " from change_report c join project p on p.id=c.project where"
                    " " ACCESS_PROJECT " and c.id=$6"};
static const struct statement change_by_application = {
    "change_by_application",
    "select " COLUMNS " from change_report c join project p on p.id=c.project where " ACCESS_PROJECT
    " and c.application=$6 order by c.id desc limit 50"};
static const struct statement change_open_of_item = {
    "change_open_of_item", "select " COLUMNS " from change_report c where c.project=$1 and"
                           " c.code=$2 and c.state='major' order by c.id limit 50"};
/* A look into a neighbour's table: what it changes. */
static const struct statement change_application = {
    "change_application",
    "select a.id, a.project, a.code, a.org, a.state from application a join project p on"
    " p.id=a.project where " ACCESS_PROJECT " and a.id=$6"};

const struct statement *const change_statements[] = {
    &change_insert,         &change_judge_update, &change_settle_update, &change_by_id,
    &change_by_application, &change_open_of_item, &change_application};
const size_t change_statement_count = COUNT_OF(change_statements);

const char change_ddl[] =
    "create table change_report (id integer primary key, version integer not null,"
    " project integer not null, application integer not null, code text not null,"
    " org text not null, what text not null, unit text not null, why text not null,"
    " reason text not null, judged_by text not null, output_before integer not null,"
    " output_after integer not null, adds_pollutant integer not null, state text not null,"
    " reported_on text not null, judged_on text, settled_on text);"
    "create index change_report_by_application on change_report(application, id);"
    "create index change_report_by_item on change_report(project, code, state);";

bool change_record_reported(struct store *store, const struct event *event, struct fault *fault)
{
    const struct change_reported *body = event->body;
    return store_run(store, &change_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_text(body->code), cell_text(body->org),
                           cell_text(body->what), cell_text(body->unit), cell_text(body->why),
                           cell_int(body->output_before), cell_int(body->output_after),
                           cell_int(body->adds_pollutant), cell_text(body->state),
                           cell_date(event->happened_on)),
                     fault);
}

bool change_record_judged(struct store *store, const struct event *event, struct fault *fault)
{
    const struct change_judged *body = event->body;
    return store_run(store, &change_judge_update,
                     CELLS(cell_int(event->subject), cell_text(body->state),
                           cell_text(body->reason), cell_text(event->actor),
                           cell_date(event->happened_on)),
                     fault);
}

bool change_record_settled(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &change_settle_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct change *out)
{
    *out = (struct change){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .code = store_text(arena, rows, 4),
        .org = store_text(arena, rows, 5),
        .what = store_text(arena, rows, 6),
        .unit = store_text(arena, rows, 7),
        .why = store_text(arena, rows, 8),
        .reason = store_text(arena, rows, 9),
        .judged_by = store_text(arena, rows, 10),
        .output_before = store_int(rows, 11),
        .output_after = store_int(rows, 12),
        .adds_pollutant = store_int(rows, 13),
        .reported_on = store_date(rows, 15),
        .judged_on = store_date(rows, 16),
        .settled_on = store_date(rows, 17),
    };
    ensure(change_state_find(store_cell(rows, 14).text, &out->state));
}

static bool read_rows(struct arena *arena, struct store_rows *rows, struct changes *out,
                      struct fault *fault)
{
    *out = (struct changes){arena_room(arena, struct change, MOST), 0};
    while (out->count < MOST && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool change_find(const struct sight *sight, int64_t id, struct change *out, struct fault *fault)
{
    struct store_rows rows;
    struct changes found;
    if (!store_query(sight->store, &change_by_id, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
                     &rows, fault) ||
        !read_rows(sight->arena, &rows, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}

bool change_of_application(const struct sight *sight, int64_t application, struct changes *out,
                           struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &change_by_application,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(application)), &rows, fault) &&
           read_rows(sight->arena, &rows, out, fault);
}

bool change_unsettled(struct arena *arena, struct store *store, const struct change_item *item,
                      struct changes *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &change_open_of_item,
                       CELLS(cell_int(item->project), cell_text(item->code)), &rows, fault) &&
           read_rows(arena, &rows, out, fault);
}

bool change_case_find(const struct sight *sight, int64_t id, struct change_case *out,
                      struct fault *fault)
{
    struct store_rows rows;
    *out = (struct change_case){.id = 0};
    if (!store_query(sight->store, &change_application,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct change_case){
            store_int(&rows, 0), store_int(&rows, 1), store_text(sight->arena, &rows, 2),
            store_text(sight->arena, &rows, 3), store_text(sight->arena, &rows, 4)};
    }
    return store_done(&rows, fault) &&
           (out->id != 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}
