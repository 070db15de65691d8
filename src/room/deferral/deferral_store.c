#include "room/deferral/deferral_store.h"
#include "base/arena.h"
#include "base/buffer.h"

#define COLUMNS                                                                                    \
    "d.id, d.version, d.project, d.application, d.variant, d.code, d.item_name, d.org,"            \
    " d.materials, d.held, d.state, d.promised_on, d.due_on, d.granted_on, d.fulfilled_on,"        \
    " d.lapsed_on, d.note, a.number, a.state, p.number, p.name, p.enterprise"
#define FROM                                                                                       \
    " from deferral d join project p on p.id=d.project join application a on a.id=d.application"

static const struct statement deferral_insert = {
    "deferral_insert",
    "insert into deferral(id, version, project, application, variant, code, item_name, org,"
    " materials, held, state, promised_on, due_on, granted_on, fulfilled_on, lapsed_on, files, "
    "note)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,'promised',$10,$11,null,null,null,'[]','')"};
static const struct statement deferral_grant_update = {
    "deferral_grant_update", "update deferral set version=version+1, granted_on=$2 where id=$1"};
static const struct statement deferral_ungrant_update = {
    "deferral_ungrant_update",
    "update deferral set version=version+1, granted_on=null where id=$1"};
static const struct statement deferral_void_update = {
    "deferral_void_update", "update deferral set version=version+1, state='void', note=$2"
                            " where id=$1"};
static const struct statement deferral_fulfil_update = {
    "deferral_fulfil_update", "update deferral set version=version+1, state='fulfilled',"
                              " fulfilled_on=$2, files=$3, note=$4 where id=$1"};
static const struct statement deferral_lapse_update = {
    "deferral_lapse_update",
    "update deferral set version=version+1, state=$3, lapsed_on=$2 where id=$1"};
static const struct statement deferral_conclude_update = {
    "deferral_conclude_update",
    "update deferral set version=version+1, state=$2, due_on=coalesce($3, due_on), note=$4"
    " where id=$1"};

static const struct statement deferral_by_id = {
    "deferral_by_id", "select " COLUMNS FROM " where " ACCESS_PROJECT " and d.id=$6"};
static const struct statement deferral_filtered = {
    "deferral_filtered",
    "select " COLUMNS FROM " where " ACCESS_PROJECT
    " and ($6='' or d.state=$6 or ($6='open' and d.state in ('promised','breached'))"
    " or ($6='granted' and d.granted_on is not null))"
    " and ($7='' or d.org=$7) and ($8=0 or d.project=$8) and ($9=0 or d.application=$9)"
    " order by d.due_on, d.id limit 200"};
static const struct statement deferral_by_application = {
    "deferral_by_application",
    "select " COLUMNS FROM " where d.application=$1 and d.state='promised' order by d.id limit 20"};
static const struct statement deferral_all_of_application = {
    "deferral_all_of_application",
    "select " COLUMNS FROM " where d.application=$1 order by d.id limit 100"};
static const struct statement deferral_overdue = {
    "deferral_overdue", "select " COLUMNS FROM " where d.state='promised' and d.due_on<$1"
                        " order by d.due_on, d.id limit $2"};
static const struct statement deferral_application = {
    "deferral_application",
    "select a.id, a.project, a.code, n.name, a.org, a.state, a.own, p.enterprise, p.industry_code,"
    " p.investment from application a join project p on p.id=a.project join application_name n on "
    "n.id=a.name_of where " ACCESS_PROJECT " and a.id=$6"};
/* Looks into neighbours' tables: what is known of the project, its files, the credit record. */
static const struct statement deferral_fact_rows = {
    "deferral_fact_rows",
    "select name, value from planning_fact where project=$1 order by name limit 1000"};
static const struct statement deferral_file = {"deferral_file",
                                               "select 1 from file where id=$1 and project=$2"};
static const struct statement deferral_marks = {
    "deferral_marks", "select distinct kind from commitment_mark where repaired_on is null and"
                      " (project=$1 or (enterprise<>'' and enterprise=$2)) limit 50"};

const struct statement *const deferral_statements[] = {
    &deferral_insert,          &deferral_grant_update,
    &deferral_fulfil_update,   &deferral_lapse_update,
    &deferral_conclude_update, &deferral_by_id,
    &deferral_filtered,        &deferral_by_application,
    &deferral_overdue,         &deferral_application,
    &deferral_fact_rows,       &deferral_file,
    &deferral_marks,           &deferral_ungrant_update,
    &deferral_void_update,     &deferral_all_of_application,
};
const size_t deferral_statement_count = COUNT_OF(deferral_statements);

const char deferral_ddl[] =
    "create table deferral (id integer primary key, version integer not null,"
    " project integer not null, application integer not null, variant text not null,"
    " code text not null, item_name text not null, org text not null, materials text not null,"
    " held integer not null, state text not null, promised_on text not null, due_on text not null,"
    " granted_on text, fulfilled_on text, lapsed_on text, files text not null, note text not null);"
    "create index deferral_by_application on deferral(application, id);"
    "create index deferral_by_project on deferral(project, id);"
    "create index deferral_by_due on deferral(state, due_on);";

/* -- recording -- */

static struct text list_json(struct arena *arena, struct text_list list)
{
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_array(&json);
    for (size_t i = 0; i < list.count; i++) {
        json_text(&json, list.items[i]);
    }
    json_end(&json);
    return buffer_text(&buffer);
}

bool deferral_record_promised(struct store *store, const struct event *event, struct fault *fault)
{
    const struct deferral_promised *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 22);
    bool kept = store_run(
        store, &deferral_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->application),
              cell_text(body->variant), cell_text(body->code), cell_text(body->item_name),
              cell_text(body->org), cell_text(list_json(arena, body->materials)),
              cell_bool(body->held), cell_date(event->happened_on), cell_date(body->due_on)),
        fault);
    arena_close(arena);
    return kept;
}

bool deferral_record_granted(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &deferral_grant_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool deferral_record_ungranted(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &deferral_ungrant_update, CELLS(cell_int(event->subject)), fault);
}

bool deferral_record_voided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct deferral_ended *body = event->body;
    return store_run(store, &deferral_void_update,
                     CELLS(cell_int(event->subject), cell_text(body->reason)), fault);
}

bool deferral_record_fulfilled(struct store *store, const struct event *event, struct fault *fault)
{
    const struct deferral_fulfilled *body = event->body;
    return store_run(store, &deferral_fulfil_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->files.len > 0 ? body->files : TEXT("[]")),
                           cell_text(body->note)),
                     fault);
}

bool deferral_record_lapsed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct deferral_lapsed *body = event->body;
    return store_run(
        store, &deferral_lapse_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->outcome)),
        fault);
}

bool deferral_record_concluded(struct store *store, const struct event *event, struct fault *fault)
{
    const struct deferral_concluded *body = event->body;
    bool is_extended = text_is(body->consequence, "extend");
    return store_run(store, &deferral_conclude_update,
                     CELLS(cell_int(event->subject),
                           cell_text(is_extended ? TEXT("promised") : TEXT("revoked")),
                           cell_date(body->due_on), cell_text(body->reason)),
                     fault);
}

/* -- reading -- */

#define LIST_MAX 200

static void read_row(struct arena *arena, const struct store_rows *rows, struct deferral *out)
{
    *out = (struct deferral){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .variant = store_text(arena, rows, 4),
        .code = store_text(arena, rows, 5),
        .item_name = store_text(arena, rows, 6),
        .org = store_text(arena, rows, 7),
        .materials = store_text(arena, rows, 8),
        .is_held = store_bool(rows, 9),
        .promised_on = store_date(rows, 11),
        .due_on = store_date(rows, 12),
        .granted_on = store_date(rows, 13),
        .fulfilled_on = store_date(rows, 14),
        .lapsed_on = store_date(rows, 15),
        .note = store_text(arena, rows, 16),
        .number = store_text(arena, rows, 17),
        .application_state = store_text(arena, rows, 18),
        .project_number = store_text(arena, rows, 19),
        .project_name = store_text(arena, rows, 20),
        .enterprise = store_text(arena, rows, 21),
    };
    ensure(deferral_state_find(store_cell(rows, 10).text, &out->state));
}

static bool read_rows(struct arena *arena, struct store_rows *rows, size_t most,
                      struct deferrals *out, struct fault *fault)
{
    *out = (struct deferrals){arena_room(arena, struct deferral, most), 0};
    while (out->count < most && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool deferral_find(const struct sight *sight, int64_t id, struct deferral *out, struct fault *fault)
{
    struct store_rows rows;
    struct deferrals found;
    if (!store_query(sight->store, &deferral_by_id, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
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

bool deferral_select(const struct sight *sight, const struct deferral_filter *filter,
                     struct deferrals *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &deferral_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_text(filter->state),
                             cell_text(filter->org), cell_int(filter->project),
                             cell_int(filter->application)),
                       &rows, fault) &&
           read_rows(sight->arena, &rows, LIST_MAX, out, fault);
}

bool deferral_owed(struct arena *arena, struct store *store, int64_t application,
                   struct deferrals *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &deferral_by_application, CELLS(cell_int(application)), &rows,
                       fault) &&
           read_rows(arena, &rows, 20, out, fault);
}

bool deferral_of_application(struct arena *arena, struct store *store, int64_t application,
                             struct deferrals *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &deferral_all_of_application, CELLS(cell_int(application)), &rows,
                       fault) &&
           read_rows(arena, &rows, 100, out, fault);
}

#define AT_A_TIME 20 /* of a chore */

bool deferral_due(struct arena *arena, struct store *store, civil_date today, struct deferrals *out,
                  struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &deferral_overdue, CELLS(cell_date(today), cell_int(AT_A_TIME)),
                       &rows, fault) &&
           read_rows(arena, &rows, AT_A_TIME, out, fault);
}

bool deferral_case_find(const struct sight *sight, int64_t id, struct deferral_case *out,
                        struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, &deferral_application,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        *out = (struct deferral_case){
            .id = store_int(&rows, 0),
            .project = store_int(&rows, 1),
            .code = store_text(sight->arena, &rows, 2),
            .name = store_text(sight->arena, &rows, 3),
            .org = store_text(sight->arena, &rows, 4),
            .state = store_text(sight->arena, &rows, 5),
            .is_own = store_bool(&rows, 6),
            .enterprise = store_text(sight->arena, &rows, 7),
        };
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool deferral_facts(struct arena *arena, struct store *store, int64_t project,
                    const struct jvalue **out, struct fault *fault)
{
    struct store_rows rows;
    struct buffer buffer = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    if (!store_query(store, &deferral_fact_rows, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    json_object(&json);
    while (store_next(&rows)) {
        json_name_text(&json, store_text(arena, &rows, 0));
        json_raw(&json, store_text(arena, &rows, 1));
    }
    json_end(&json);
    return store_done(&rows, fault) && json_read(arena, buffer_text(&buffer), out, fault);
}

bool deferral_marks_of(struct arena *arena, struct store *store, const struct deferral_case *about,
                       struct text_list *out, struct fault *fault)
{
    struct store_rows rows;
    struct text *kinds = arena_array(arena, struct text, 50);
    size_t count = 0;
    if (!store_query(store, &deferral_marks,
                     CELLS(cell_int(about->project), cell_text(about->enterprise)), &rows, fault)) {
        return false;
    }
    while (count < 50 && store_next(&rows)) {
        kinds[count++] = store_text(arena, &rows, 0);
    }
    *out = (struct text_list){kinds, count};
    return store_done(&rows, fault);
}

#define FILES_MAX 50

bool deferral_files_are_of(struct arena *arena, struct store *store, int64_t project,
                           struct text files, struct fault *fault)
{
    const struct jvalue *list = NULL;
    struct fault unread = {.code = FAULT_NONE};
    bool is_right = json_read(arena, files, &list, &unread) && list->kind == JVALUE_ARRAY &&
                    list->count > 0 && list->count <= FILES_MAX;
    for (uint32_t i = 0; is_right && i < list->count; i++) {
        int64_t found = 0;
        if (!store_query_int(store, &deferral_file,
                             CELLS(cell_int(jvalue_int(&list->items[i], 0)), cell_int(project)),
                             &found, fault)) {
            return false;
        }
        is_right = found != 0;
    }
    return is_right || fault_raise(fault, FAULT_FIELD_INVALID, TEXT("files"),
                                   FAULT_ARGS(TEXT("应为本项目文件编号的列表,至少一个"),
                                              TEXT("ids of this project's files, at least one")));
}
