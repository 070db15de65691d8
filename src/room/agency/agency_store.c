#include "base/arena.h"
#include "room/agency/agency.h"

#define LIST_MAX 50
#define COLUMNS                                                                                    \
    "id, version, project, state, stages, note, reason, until_on, drafted_on, centre_on,"          \
    " enterprise_on, in_force_on, ended_on"

static const struct statement agency_insert = {
    "agency_insert",
    "insert into agency(id, version, project, state, stages, note, reason, until_on, drafted_on,"
    " centre_on, enterprise_on, in_force_on, ended_on)"
    " values($1,1,$2,'drafted',$3,$4,'',$5,$6,null,null,null,null)"};
static const struct statement agency_set_signed = {
    "agency_set_signed", "update agency set version=version+1, centre_on=case when $2='centre' then"
                         " $3 else centre_on end, enterprise_on=case when $2='enterprise' then $3"
                         " else enterprise_on end where id=$1"};
static const struct statement agency_set_in_force = {
    "agency_set_in_force", "update agency set state='in_force', in_force_on=$2 where id=$1"};
static const struct statement agency_set_ended = {
    "agency_set_ended", "update agency set version=version+1, state=$2, ended_on=$3, reason=$4"
                        " where id=$1"};
static const struct statement agency_by_id = {"agency_by_id",
                                              "select " COLUMNS " from agency where id=$1"};
static const struct statement agency_by_project = {
    "agency_by_project",
    "select " COLUMNS " from agency where project=$1 order by id desc limit 50"};

const struct statement *const agency_statements[] = {&agency_insert,       &agency_set_signed,
                                                     &agency_set_in_force, &agency_set_ended,
                                                     &agency_by_id,        &agency_by_project};
const size_t agency_statement_count = COUNT_OF(agency_statements);

const char agency_ddl[] =
    "create table agency (id integer primary key, version integer not null, project integer not"
    " null, state text not null, stages text not null, note text not null, reason text not null,"
    " until_on text, drafted_on text not null, centre_on text, enterprise_on text, in_force_on"
    " text, ended_on text);"
    "create index agency_of on agency(project, id);";

bool agency_record_drafted(struct store *store, const struct event *event, struct fault *fault)
{
    const struct agency_draft *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 20);
    bool kept =
        store_run(store, &agency_insert,
                  CELLS(cell_int(event->subject), cell_int(event->project),
                        cell_text(text_list_join(arena, body->stages)), cell_text(body->note),
                        cell_date(body->until), cell_date(event->happened_on)),
                  fault);
    arena_close(arena);
    return kept;
}

bool agency_record_signed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct agency_signed *body = event->body;
    return store_run(
        store, &agency_set_signed,
        CELLS(cell_int(event->subject), cell_text(body->side), cell_date(event->happened_on)),
        fault);
}

bool agency_record_in_force(struct store *store, const struct event *event, struct fault *fault)
{
    const struct agency_in_force *body = event->body;
    struct cells old = CELLS(cell_int(body->replaces), cell_text(TEXT("replaced")),
                             cell_date(event->happened_on), cell_text(TEXT_NONE));
    return (body->replaces == 0 || store_run(store, &agency_set_ended, old, fault)) &&
           store_run(store, &agency_set_in_force,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool agency_record_ended(struct store *store, const struct event *event, struct fault *fault)
{
    const struct agency_end *body = event->body;
    return store_run(store, &agency_set_ended,
                     CELLS(cell_int(event->subject), cell_text(TEXT("ended")),
                           cell_date(event->happened_on), cell_text(body->reason)),
                     fault);
}

static enum agency_state state_of(struct text code)
{
    for (int i = AGENCY_DRAFTED; i <= AGENCY_ENDED; i++) {
        if (text_is(code, agency_state_code((enum agency_state)i))) {
            return (enum agency_state)i;
        }
    }
    ensure(false);
    return AGENCY_ENDED;
}

static bool read_all(struct arena *arena, struct store_rows *rows, struct agencies *out,
                     struct fault *fault)
{
    while (out->count < LIST_MAX && store_next(rows)) {
        out->items[out->count++] = (struct agency){
            .id = store_int(rows, 0),
            .version = store_int(rows, 1),
            .project = store_int(rows, 2),
            .state = state_of(store_cell(rows, 3).text),
            .stages = text_list_split(arena, store_text(arena, rows, 4)),
            .note = store_text(arena, rows, 5),
            .reason = store_text(arena, rows, 6),
            .until = store_date(rows, 7),
            .drafted_on = store_date(rows, 8),
            .centre_on = store_date(rows, 9),
            .enterprise_on = store_date(rows, 10),
            .in_force_on = store_date(rows, 11),
            .ended_on = store_date(rows, 12),
        };
    }
    return store_done(rows, fault);
}

bool agency_of_project(struct arena *arena, struct store *store, int64_t project,
                       struct agencies *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct agencies){arena_array(arena, struct agency, LIST_MAX), 0};
    return store_query(store, &agency_by_project, CELLS(cell_int(project)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool agency_find(struct arena *arena, struct store *store, int64_t id, struct agency *out,
                 struct fault *fault)
{
    struct store_rows rows;
    struct agencies one = {out, 0};
    *out = (struct agency){.id = 0};
    return store_query(store, &agency_by_id, CELLS(cell_int(id)), &rows, fault) &&
           read_all(arena, &rows, &one, fault);
}
