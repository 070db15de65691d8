#include "base/arena.h"
#include "room/outside/outside.h"

#define COLUMNS                                                                                    \
    "o.id, o.version, o.project, o.application, o.code, o.item_name, o.org, o.system, o.number,"   \
    " o.status, o.note, o.document, o.opened_on, o.verified_on, o.ended_on, o.verified_by,"        \
    " a.number, p.number, p.name, s.name, a.state"
#define FROM                                                                                       \
    " from outside o join project p on p.id=o.project join application a on a.id=o.application"    \
    " left join account_secret s on s.account=o.verifier"
#define LIST_MAX 200

static const struct statement outside_insert = {
    "outside_insert",
    "insert into outside(id, version, project, application, code, item_name, org, system, number,"
    " status, note, document, opened_on, verified_on, ended_on, verified_by, verifier)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,$10,'',$11,$11,null,$12,$13)"};
static const struct statement outside_verify_update = {
    "outside_verify_update",
    "update outside set version=version+1, status=$2, note=$3, document=$4, verified_on=$5,"
    " ended_on=$6, verified_by=$7, verifier=$8 where id=$1"};
static const struct statement outside_by_id = {
    "outside_by_id", "select " COLUMNS FROM " where " ACCESS_PROJECT " and o.id=$6"};
static const struct statement outside_filtered = {
    "outside_filtered", "select " COLUMNS FROM " where " ACCESS_PROJECT
                        " and ($6=0 or o.project=$6) and ($7=0 or o.application=$7)"
                        " and ($8=0 or o.ended_on is null) order by o.verified_on, o.id limit 200"};
/* A look into a neighbour's table: what it is a step of. */
static const struct statement outside_application = {
    "outside_application",
    "select a.id, a.project, a.code, n.name, a.org, a.state, (select max(o.id) from outside o"
    " where o.application=a.id and o.ended_on is null) from application a"
    " join project p on p.id=a.project join application_name n on n.id=a.name_of"
    " where " ACCESS_PROJECT " and a.id=$6"};

const struct statement *const outside_statements[] = {&outside_insert, &outside_verify_update,
                                                      &outside_by_id, &outside_filtered,
                                                      &outside_application};
const size_t outside_statement_count = COUNT_OF(outside_statements);

const char outside_ddl[] =
    "create table outside (id integer primary key, version integer not null,"
    " project integer not null, application integer not null, code text not null,"
    " item_name text not null, org text not null, system text not null, number text not null,"
    " status text not null, note text not null, document text not null, opened_on text not null,"
    " verified_on text not null, ended_on text, verified_by text not null,"
    " verifier integer not null);"
    "create index outside_by_application on outside(application, id);"
    "create index outside_by_project on outside(project, id);"
    "create index outside_by_verified on outside(verified_on, id);";

bool outside_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct outside_opened *body = event->body;
    return store_run(
        store, &outside_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->application),
              cell_text(body->code), cell_text(body->item_name), cell_text(body->org),
              cell_text(body->system), cell_text(body->number), cell_text(body->status),
              cell_text(body->note), cell_date(event->happened_on), cell_text(event->actor),
              cell_int(actor_label_account(event->actor))),
        fault);
}

bool outside_record_verified(struct store *store, const struct event *event, struct fault *fault)
{
    const struct outside_verified *body = event->body;
    struct cell ended =
        outside_has_ended(body->status) ? cell_date(event->happened_on) : cell_null();
    return store_run(store, &outside_verify_update,
                     CELLS(cell_int(event->subject), cell_text(body->status), cell_text(body->note),
                           cell_text(body->document), cell_date(event->happened_on), ended,
                           cell_text(event->actor), cell_int(actor_label_account(event->actor))),
                     fault);
}

static bool is_open_state(struct text state)
{
    static const char *const open[] = {"submitted", "received", "supplement", "accepted",
                                       "special"};
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        if (text_is(state, open[i])) {
            return true;
        }
    }
    return false;
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct outside_step *out)
{
    *out = (struct outside_step){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .code = store_text(arena, rows, 4),
        .item_name = store_text(arena, rows, 5),
        .org = store_text(arena, rows, 6),
        .system = store_text(arena, rows, 7),
        .number = store_text(arena, rows, 8),
        .status = store_text(arena, rows, 9),
        .note = store_text(arena, rows, 10),
        .document = store_text(arena, rows, 11),
        .opened_on = store_date(rows, 12),
        .verified_on = store_date(rows, 13),
        .ended_on = store_date(rows, 14),
        .verified_by = store_text(arena, rows, 15),
        .application_number = store_text(arena, rows, 16),
        .project_number = store_text(arena, rows, 17),
        .project_name = store_text(arena, rows, 18),
        .verified_name = store_text(arena, rows, 19),
        .is_case_open = is_open_state(store_cell(rows, 20).text),
    };
}

static bool read_rows(struct arena *arena, struct store_rows *rows, size_t most,
                      struct outside_steps *out, struct fault *fault)
{
    *out = (struct outside_steps){arena_array(arena, struct outside_step, most), 0};
    while (out->count < most && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool outside_find(const struct sight *sight, int64_t id, struct outside_step *out,
                  struct fault *fault)
{
    struct store_rows rows;
    struct outside_steps found;
    if (!store_query(sight->store, &outside_by_id, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
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

bool outside_select(const struct sight *sight, const struct outside_filter *filter,
                    struct outside_steps *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &outside_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(filter->project),
                             cell_int(filter->application), cell_bool(filter->open_only)),
                       &rows, fault) &&
           read_rows(sight->arena, &rows, LIST_MAX, out, fault);
}

bool outside_case_find(const struct sight *sight, int64_t id, struct outside_case *out,
                       struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, &outside_application,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        *out = (struct outside_case){
            .id = store_int(&rows, 0),
            .project = store_int(&rows, 1),
            .code = store_text(sight->arena, &rows, 2),
            .name = store_text(sight->arena, &rows, 3),
            .org = store_text(sight->arena, &rows, 4),
            .is_open = is_open_state(store_cell(&rows, 5).text),
            .live = store_int(&rows, 6),
        };
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}
