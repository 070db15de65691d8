#include "app/access.h"
#include "base/arena.h"
#include "room/application/application_kinds.h"
#include "room/application/application_rows.h"
#include "room/application/application_store.h"

#define CASE_COLUMNS                                                                               \
    "i.id, i.project, i.number, i.channel, i.desk, i.bundle, i.note, i.by_actor, i.taken_on,"      \
    " i.joint_days, i.joint_extension_days, i.joint_promised_days"
#define CASES_MAX 500

const struct statement application_case_by_id = {
    "application_case_by_id",
    "select " CASE_COLUMNS " from application_intake i join project p on p.id=i.project"
    " where " ACCESS_PROJECT " and i.id=$6"};
const struct statement application_cases_by_project = {
    "application_cases_by_project",
    "select " CASE_COLUMNS
    " from application_intake i where i.project=$1 order by i.id desc limit 500"};

const struct statement application_intake_serial = {
    "application_intake_serial", "select max(serial) from application_intake where year=$1"};
const struct statement application_intake_insert = {
    "application_intake_insert",
    "insert into application_intake(id, project, taken_on, note, by_actor, number, year, serial,"
    " channel, desk, bundle, joint_days, joint_extension_days, joint_promised_days)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)"};

/* -- recording -- */

bool application_record_taken_in(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct application_taken_in *body = event->body;
    return store_run(
        store, &application_intake_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_date(event->happened_on),
              cell_text(body->note), cell_text(event->actor), cell_text(body->number),
              cell_int(body->year), cell_int(body->serial), cell_text(body->channel),
              cell_text(body->desk), cell_text(body->bundle), cell_int(body->joint_days),
              cell_int(body->joint_extension_days), cell_int(body->joint_promised_days)),
        fault);
}

bool application_next_intake_serial(struct store *store, int64_t year, int64_t *out,
                                    struct fault *fault)
{
    int64_t last = 0;
    bool read =
        store_query_int(store, &application_intake_serial, CELLS(cell_int(year)), &last, fault);
    *out = last + 1;
    return read;
}

/* -- reading -- */

static void read_case(struct arena *arena, const struct store_rows *rows,
                      struct application_case *out)
{
    *out = (struct application_case){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .number = store_text(arena, rows, 2),
        .channel = store_text(arena, rows, 3),
        .desk = store_text(arena, rows, 4),
        .bundle = store_text(arena, rows, 5),
        .note = store_text(arena, rows, 6),
        .by = store_text(arena, rows, 7),
        .taken_on = store_date(rows, 8),
        .joint_days = store_int(rows, 9),
        .joint_extension_days = store_int(rows, 10),
        .joint_promised_days = store_int(rows, 11),
    };
}

bool application_case_load(const struct view_run *run, int64_t id, struct application_case *out,
                           struct fault *fault)
{
    struct store_rows rows;
    struct scope scope = access_scope(run->city, run->actor);
    if (!store_query(run->store, &application_case_by_id, CELLS(ACCESS_CELLS(scope), cell_int(id)),
                     &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        read_case(run->arena, &rows, out);
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool application_cases_of(const struct view_run *run, int64_t project,
                          struct application_cases *out, struct fault *fault)
{
    struct store_rows rows;
    *out =
        (struct application_cases){arena_room(run->arena, struct application_case, CASES_MAX), 0};
    if (!store_query(run->store, &application_cases_by_project, CELLS(cell_int(project)), &rows,
                     fault)) {
        return false;
    }
    while (out->count < CASES_MAX && store_next(&rows)) {
        read_case(run->arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
