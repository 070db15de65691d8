#include "base/arena.h"
#include "base/buffer.h"
#include "room/site_visit/site_visit.h"

#define LIST_MAX 50
#define COLUMNS                                                                                    \
    "v.id, v.version, v.project, v.application, v.moves, v.by_org, v.purpose, v.place, v.orgs, "   \
    "v.state, v.planned_on, v.done_on, v.rectify_by, v.findings, v.result, v.files, v.reason"

static const struct statement site_visit_insert = {
    "site_visit_insert",
    "insert into site_visit(id, version, project, application, moves, by_org, purpose, place, orgs,"
    " state, planned_on, done_on, rectify_by, findings, result, files, reason)"
    " values($1,1,$2,$3,0,$4,$5,$6,$7,'planned',$8,null,null,'','','[]','')"};
static const struct statement site_visit_move_update = {
    "site_visit_move_update", "update site_visit set version=version+1, moves=moves+1,"
                              " planned_on=$2, reason=$3 where id=$1"};
static const struct statement site_visit_done_update = {
    "site_visit_done_update",
    "update site_visit set version=version+1, state='done', done_on=$2, findings=$3, result=$4,"
    " files=$5, rectify_by=$6 where id=$1"};
static const struct statement site_visit_cancel_update = {
    "site_visit_cancel_update",
    "update site_visit set version=version+1, state='cancelled', reason=$2 where id=$1"};
static const struct statement site_visit_by_id = {
    "site_visit_by_id", "select " COLUMNS " from site_visit v where v.id=$1"};
static const struct statement site_visit_by_application = {
    "site_visit_by_application",
    "select " COLUMNS " from site_visit v where v.application=$1 order by v.id desc limit 50"};

const struct statement *const site_visit_statements[] = {
    &site_visit_insert,        &site_visit_move_update, &site_visit_done_update,
    &site_visit_cancel_update, &site_visit_by_id,       &site_visit_by_application,
};
const size_t site_visit_statement_count = COUNT_OF(site_visit_statements);

const char site_visit_ddl[] =
    "create table site_visit (id integer primary key, version integer not null, project integer not"
    " null, application integer not null, moves integer not null, by_org text not null, purpose"
    " text not null, place text not null, orgs text not null, state text not null, planned_on text"
    " not null, done_on text, rectify_by text, findings text not null, result text not null, files"
    " text not null, reason text not null);"
    "create index site_visit_by_case on site_visit(application, state);";

static struct text list_json(struct arena *arena, struct text_list list)
{
    struct buffer buffer = buffer_open(arena, 128);
    struct json_writer json = json_writer_open(&buffer);
    json_array(&json);
    for (size_t i = 0; i < list.count; i++) {
        json_text(&json, list.items[i]);
    }
    json_end(&json);
    return buffer_text(&buffer);
}

bool site_visit_record_planned(struct store *store, const struct event *event, struct fault *fault)
{
    const struct site_visit_planned *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 20);
    bool kept = store_run(
        store, &site_visit_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->application),
              cell_text(body->by_org), cell_text(body->purpose), cell_text(body->place),
              cell_text(list_json(arena, body->orgs)), cell_date(body->planned_on)),
        fault);
    arena_close(arena);
    return kept;
}

bool site_visit_record_moved(struct store *store, const struct event *event, struct fault *fault)
{
    const struct site_visit_move *body = event->body;
    return store_run(store, &site_visit_move_update,
                     CELLS(cell_int(event->subject), cell_date(body->on), cell_text(body->reason)),
                     fault);
}

bool site_visit_record_done(struct store *store, const struct event *event, struct fault *fault)
{
    const struct site_visit_report *body = event->body;
    struct text files = body->files.len > 0 ? body->files : TEXT("[]");
    return store_run(store, &site_visit_done_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->findings), cell_text(body->result), cell_text(files),
                           cell_date(body->rectify_by)),
                     fault);
}

bool site_visit_record_cancelled(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct site_visit_cancel *body = event->body;
    return store_run(store, &site_visit_cancel_update,
                     CELLS(cell_int(event->subject), cell_text(body->reason)), fault);
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct site_visit *out)
{
    struct text state = store_cell(rows, 9).text;
    *out = (struct site_visit){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .moves = store_int(rows, 4),
        .by_org = store_text(arena, rows, 5),
        .purpose = store_text(arena, rows, 6),
        .place = store_text(arena, rows, 7),
        .orgs = store_text(arena, rows, 8),
        .state = text_is(state, "planned") ? SITE_VISIT_PLANNED
                 : text_is(state, "done")  ? SITE_VISIT_DONE
                                           : SITE_VISIT_CANCELLED,
        .planned_on = store_date(rows, 10),
        .done_on = store_date(rows, 11),
        .rectify_by = store_date(rows, 12),
        .findings = store_text(arena, rows, 13),
        .result = store_text(arena, rows, 14),
        .files = store_text(arena, rows, 15),
        .reason = store_text(arena, rows, 16),
    };
}

bool site_visit_find(struct arena *arena, struct store *store, int64_t id, struct site_visit *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = (struct site_visit){.id = 0};
    if (!store_query(store, &site_visit_by_id, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_row(arena, &rows, out);
    }
    return store_done(&rows, fault);
}

bool site_visit_of_application(struct arena *arena, struct store *store, int64_t application,
                               struct site_visits *out, struct fault *fault)
{
    struct store_rows rows;
    uint32_t room = 0;
    *out = (struct site_visits){.items = NULL};
    if (!store_query(store, &site_visit_by_application, CELLS(cell_int(application)), &rows,
                     fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, sizeof *out->items);
        }
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
