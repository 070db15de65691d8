#include "base/arena.h"
#include "room/validity/validity.h"

#define COLUMNS                                                                                    \
    "v.id, v.version, v.project, v.source, v.kind, v.code, v.name, v.org, v.ends_with, v.lapse,"   \
    " v.document, v.notice_days, v.state, v.from_on, v.until, v.noticed_on, v.lapsed_on,"          \
    " v.ended_on, v.next_on, v.extensions, v.extensions_most, v.extension_months, v.about,"        \
    " v.law, p.number, "                                                                           \
    "p.name"
#define FROM " from validity v join project p on p.id=v.project"
#define AT_A_TIME 20 /* of a chore */
#define LIST_MAX 200

static const struct statement validity_insert = {
    "validity_insert",
    "insert into validity(id, version, project, source, kind, code, name, org, ends_with, lapse,"
    " document, notice_days, state, from_on, until, noticed_on, lapsed_on, ended_on, next_on,"
    " extensions, extensions_most, extension_months, about, law)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,'running',$12,$13,null,null,null,$14,0,$15,$16,$"
    "17,"
    "$18)"};
static const struct statement validity_notice_update = {
    "validity_notice_update",
    "update validity set version=version+1, noticed_on=$2, next_on=$3 where id=$1"};
static const struct statement validity_extend_update = {
    "validity_extend_update", "update validity set version=version+1, until=$2, next_on=$3,"
                              " extensions=extensions+1 where id=$1"};
static const struct statement validity_lapse_update = {
    "validity_lapse_update",
    "update validity set version=version+1, state='lapsed', lapsed_on=$2 where id=$1"};
static const struct statement validity_end_update = {
    "validity_end_update",
    "update validity set version=version+1, state='ended', ended_on=$2 where id=$1"};

static const struct statement validity_by_id = {
    "validity_by_id", "select " COLUMNS FROM " where " ACCESS_PROJECT " and v.id=$6"};
static const struct statement validity_filtered = {
    "validity_filtered",
    "select " COLUMNS FROM " where " ACCESS_PROJECT " and ($6='' or v.state=$6)"
    " and ($7='' or v.kind=$7) and ($8=0 or v.project=$8) and v.until<=$9"
    " order by v.until, v.id limit 200"};
static const struct statement validity_by_project = {
    "validity_by_project", "select " COLUMNS FROM " where v.project=$1 and v.state='running'"
                           " order by v.until, v.id limit 200"};
static const struct statement validity_due_rows = {
    "validity_due_rows", "select " COLUMNS FROM " where v.state='running' and v.next_on<=$1"
                         " order by v.next_on, v.id limit 20"};

const struct statement *const validity_statements[] = {
    &validity_insert,       &validity_notice_update, &validity_extend_update,
    &validity_lapse_update, &validity_end_update,    &validity_by_id,
    &validity_filtered,     &validity_by_project,    &validity_due_rows,
};
const size_t validity_statement_count = COUNT_OF(validity_statements);

const char validity_ddl[] =
    "create table validity (id integer primary key, version integer not null,"
    " project integer not null, source integer not null, kind text not null, code text not null,"
    " name text not null, org text not null, ends_with text not null, lapse text not null,"
    " document text not null, notice_days text not null, state text not null,"
    " from_on text not null, until text not null, noticed_on text, lapsed_on text, ended_on text,"
    " next_on text not null, extensions integer not null, extensions_most integer not null,"
    " extension_months integer not null, about integer not null, law text not null);"
    "create index validity_by_project on validity(project, state);"
    "create index validity_by_until on validity(until, id);"
    "create index validity_by_next on validity(state, next_on);";

bool validity_record_watched(struct store *store, const struct event *event, struct fault *fault)
{
    const struct validity_watched *body = event->body;
    struct text days = body->notice_days.len > 0 ? body->notice_days : TEXT("[]");
    return store_run(
        store, &validity_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->source),
              cell_text(body->kind), cell_text(body->code), cell_text(body->name),
              cell_text(body->org), cell_text(body->ends_with), cell_text(body->lapse),
              cell_text(body->document), cell_text(days), cell_date(event->happened_on),
              cell_date(body->until), cell_date(body->next_on), cell_int(body->extensions_most),
              cell_int(body->extension_months), cell_int(body->about), cell_text(body->law)),
        fault);
}

bool validity_record_noticed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct validity_noticed *body = event->body;
    return store_run(
        store, &validity_notice_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_date(body->next_on)),
        fault);
}

bool validity_record_extended(struct store *store, const struct event *event, struct fault *fault)
{
    const struct validity_extended *body = event->body;
    return store_run(
        store, &validity_extend_update,
        CELLS(cell_int(event->subject), cell_date(body->until), cell_date(body->next_on)), fault);
}

bool validity_record_lapsed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &validity_lapse_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool validity_record_ended(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &validity_end_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct validity *out)
{
    *out = (struct validity){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .source = store_int(rows, 3),
        .kind = store_text(arena, rows, 4),
        .code = store_text(arena, rows, 5),
        .name = store_text(arena, rows, 6),
        .org = store_text(arena, rows, 7),
        .ends_with = store_text(arena, rows, 8),
        .lapse = store_text(arena, rows, 9),
        .document = store_text(arena, rows, 10),
        .notice_days = store_text(arena, rows, 11),
        .from_on = store_date(rows, 13),
        .until = store_date(rows, 14),
        .noticed_on = store_date(rows, 15),
        .lapsed_on = store_date(rows, 16),
        .ended_on = store_date(rows, 17),
        .next_on = store_date(rows, 18),
        .extensions = store_int(rows, 19),
        .extensions_most = store_int(rows, 20),
        .extension_months = store_int(rows, 21),
        .about = store_int(rows, 22),
        .law = store_text(arena, rows, 23),
        .project_number = store_text(arena, rows, 24),
        .project_name = store_text(arena, rows, 25),
    };
    ensure(validity_state_find(store_cell(rows, 12).text, &out->state));
}

static bool read_rows(struct arena *arena, struct store_rows *rows, size_t most,
                      struct validities *out, struct fault *fault)
{
    *out = (struct validities){arena_array(arena, struct validity, most), 0};
    while (out->count < most && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool validity_find(const struct sight *sight, int64_t id, struct validity *out, struct fault *fault)
{
    struct store_rows rows;
    struct validities found;
    if (!store_query(sight->store, &validity_by_id, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
                     &rows, fault) ||
        !read_rows(sight->arena, &rows, 1, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}

bool validity_select(const struct sight *sight, const struct validity_filter *filter,
                     struct validities *out, struct fault *fault)
{
    struct store_rows rows;
    struct cell until =
        filter->until == CIVIL_DATE_NONE ? cell_text(TEXT("9999-12-31")) : cell_date(filter->until);
    return store_query(sight->store, &validity_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_text(filter->state),
                             cell_text(filter->kind), cell_int(filter->project), until),
                       &rows, fault) &&
           read_rows(sight->arena, &rows, LIST_MAX, out, fault);
}

bool validity_running(struct arena *arena, struct store *store, int64_t project,
                      struct validities *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &validity_by_project, CELLS(cell_int(project)), &rows, fault) &&
           read_rows(arena, &rows, LIST_MAX, out, fault);
}

bool validity_due(struct arena *arena, struct store *store, civil_date today,
                  struct validities *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &validity_due_rows, CELLS(cell_date(today)), &rows, fault) &&
           read_rows(arena, &rows, AT_A_TIME, out, fault);
}
