#include "base/arena.h"
#include "room/offering/offering.h"

#define MOST 100
#define COLUMNS                                                                                    \
    "t.id, t.version, t.project, t.package, t.name, t.items, t.policies, t.units, t.roles,"        \
    " t.reason, t.answer, t.state, t.offered_on, t.answered_on"

static const struct statement offering_insert = {
    "offering_insert",
    "insert into offering(id, version, project, package, name, items, policies, units, roles,"
    " reason, answer, state, offered_on, answered_on)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,'','offered',$10,null)"};
static const struct statement offering_answer = {
    "offering_answer", "update offering set version=version+1, state=$2, answer=$3, answered_on=$4"
                       " where id=$1"};
static const struct statement offering_rows = {
    "offering_rows",
    "select " COLUMNS " from offering t where t.project=$1 order by t.id desc limit 100"};
static const struct statement offering_one = {
    "offering_one", "select " COLUMNS " from offering t join project p on p.id=t.project"
                    " where " ACCESS_PROJECT " and t.id=$6"};

const struct statement *const offering_statements[] = {&offering_insert, &offering_answer,
                                                       &offering_rows, &offering_one};
const size_t offering_statement_count = COUNT_OF(offering_statements);

const char offering_ddl[] =
    "create table offering (id bigint primary key, version bigint not null,"
    " project bigint not null, package text not null, name text not null, items text not null,"
    " policies text not null, units text not null, roles text not null, reason text not null,"
    " answer text not null, state text not null, offered_on text not null, answered_on text);"
    "create index offering_by_project on offering (project, id);";

bool offering_record_offered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct offering_offered *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 20);
    bool kept = store_run(store, &offering_insert,
                          CELLS(cell_int(event->subject), cell_int(event->project),
                                cell_text(body->package), cell_text(body->name),
                                cell_text(text_list_join(arena, body->items)),
                                cell_text(text_list_join(arena, body->policies)),
                                cell_text(text_list_join(arena, body->units)),
                                cell_text(text_list_join(arena, body->roles)),
                                cell_text(body->reason), cell_date(event->happened_on)),
                          fault);
    arena_close(arena);
    return kept;
}

static bool record_answer(struct store *store, const struct event *event, enum offering_state state,
                          struct text answer, struct fault *fault)
{
    return store_run(store, &offering_answer,
                     CELLS(cell_int(event->subject), cell_text(text_of(offering_state_code(state))),
                           cell_text(answer), cell_date(event->happened_on)),
                     fault);
}

bool offering_record_adopted(struct store *store, const struct event *event, struct fault *fault)
{
    const struct offering_adopt *body = event->body;
    return record_answer(store, event, OFFERING_ADOPTED, body->note, fault);
}

bool offering_record_declined(struct store *store, const struct event *event, struct fault *fault)
{
    const struct offering_decline *body = event->body;
    return record_answer(store, event, OFFERING_DECLINED, body->reason, fault);
}

/* -- reading -- */

static enum offering_state state_of(struct text code)
{
    for (enum offering_state state = 0; state < OFFERING_STATE_COUNT; state++) {
        if (text_is(code, offering_state_code(state))) {
            return state;
        }
    }
    return OFFERING_OFFERED;
}

static struct text_list list_at(struct arena *arena, const struct store_rows *rows, int column)
{
    return text_list_split(arena, store_text(arena, rows, column));
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct offering *out)
{
    *out = (struct offering){.id = store_int(rows, 0),
                             .version = store_int(rows, 1),
                             .project = store_int(rows, 2),
                             .package = store_text(arena, rows, 3),
                             .name = store_text(arena, rows, 4),
                             .items = list_at(arena, rows, 5),
                             .policies = list_at(arena, rows, 6),
                             .units = list_at(arena, rows, 7),
                             .roles = list_at(arena, rows, 8),
                             .reason = store_text(arena, rows, 9),
                             .answer = store_text(arena, rows, 10),
                             .state = state_of(store_cell(rows, 11).text),
                             .offered_on = store_date(rows, 12),
                             .answered_on = store_date(rows, 13)};
}

bool offering_of_project(struct arena *arena, struct store *store, int64_t project,
                         struct offerings *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct offerings){arena_array(arena, struct offering, MOST), 0};
    if (!store_query(store, &offering_rows, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < MOST && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool offering_find(const struct sight *sight, int64_t id, struct offering *out, struct fault *fault)
{
    struct store_rows rows;
    bool is_there = false;
    if (!store_query(sight->store, &offering_one, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
                     &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_row(sight->arena, &rows, out);
        is_there = true;
    }
    return store_done(&rows, fault) &&
           (is_there || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}
