#include "base/arena.h"
#include "room/matching/matching.h"

#define ROWS_MAX 10000

#define SCRATCH_SOFT ((size_t)1 << 20)
#define SCRATCH_HARD ((size_t)64 << 20)

static const struct statement matching_upsert = {
    "matching_upsert",
    "insert into matching(project, policy, fit, from_fen, to_fen, is_open, gap, since)"
    " values($1,$2,$3,$4,$5,$6,$7,$8) on conflict(project, policy) do update set"
    " since=case when matching.fit=excluded.fit then matching.since else excluded.since end,"
    " fit=excluded.fit, from_fen=excluded.from_fen, to_fen=excluded.to_fen,"
    " is_open=excluded.is_open, gap=excluded.gap"};
static const struct statement matching_delete = {
    "matching_delete", "delete from matching where project=$1 and policy=$2"};
/* What no longer holds may be told again when it does. */
static const struct statement matching_told_over = {
    "matching_told_over", "delete from matching_told where project=$1 and policy=$2 and what<>$3"
                          " and not (what='closing' and $3='met')"};
static const struct statement matching_told_insert = {
    "matching_told_insert", "insert into matching_told(project, policy, what, by_day)"
                            " values($1,$2,$3,$4) on conflict do nothing"};
static const struct statement matching_pass_upsert = {
    "matching_pass_upsert",
    "insert into matching_pass(id, version, day, through, is_done) values(1,$1,$2,$3,$4)"
    " on conflict(id) do update set version=excluded.version, day=excluded.day,"
    " through=excluded.through, is_done=excluded.is_done"};
static const struct statement matching_of_project = {
    "matching_of_project", "select policy, fit, from_fen, to_fen, is_open, gap, since from matching"
                           " where project=$1 order by policy limit 10000"};
static const struct statement matching_told_of_project = {
    "matching_told_of_project",
    "select policy, what, by_day from matching_told where project=$1 limit 10000"};
static const struct statement matching_pass_row = {
    "matching_pass_row", "select version, day, through, is_done from matching_pass where id=1"};
static const struct statement matching_next_projects = {
    "matching_next_projects",
    "select id from project where id>$1 and stage_rank>=$2 order by id limit 50"};

const struct statement *const matching_statements[] = {
    &matching_upsert,          &matching_delete,      &matching_told_over,
    &matching_told_insert,     &matching_pass_upsert, &matching_of_project,
    &matching_told_of_project, &matching_pass_row,    &matching_next_projects,
};
const size_t matching_statement_count = COUNT_OF(matching_statements);

const char matching_ddl[] =
    "create table matching (project integer not null, policy text not null, fit text not null,"
    " from_fen bigint not null, to_fen bigint not null, is_open integer not null,"
    " gap text not null, since text not null, primary key(project, policy));"
    "create index matching_by_policy on matching(policy, fit, project);"
    "create table matching_told (project integer not null, policy text not null,"
    " what text not null, by_day text not null, primary key(project, policy, what, by_day));"
    "create table matching_pass (id integer primary key, version text not null,"
    " day text not null, through integer not null, is_done integer not null);";

/* -- recording -- */

static bool record_row(struct store *store, const struct event *event, const struct jvalue *row,
                       struct fault *fault)
{
    struct cell project = cell_int(event->project);
    struct cell policy = cell_text(jvalue_text(jvalue_get(row, "policy"), TEXT_NONE));
    struct text group = jvalue_text(jvalue_get(row, "group"), TEXT_NONE);
    if (!store_run(store, &matching_told_over, CELLS(project, policy, cell_text(group)), fault)) {
        return false;
    }
    if (text_is(group, "not_met")) {
        return store_run(store, &matching_delete, CELLS(project, policy), fault);
    }
    return store_run(store, &matching_upsert,
                     CELLS(project, policy, cell_text(group),
                           cell_int(jvalue_int(jvalue_get(row, "from"), 0)),
                           cell_int(jvalue_int(jvalue_get(row, "to"), 0)),
                           cell_bool(jvalue_bool(jvalue_get(row, "open"), false)),
                           cell_text(jvalue_text(jvalue_get(row, "gap"), TEXT_NONE)),
                           cell_date(event->happened_on)),
                     fault);
}

bool matching_record_changed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct matching_changed *body = event->body;
    struct arena *arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    const struct jvalue *rows = NULL;
    bool kept = json_read(arena, body->rows, &rows, fault);
    for (uint32_t i = 0; kept && i < rows->count; i++) {
        kept = record_row(store, event, &rows->items[i], fault);
    }
    arena_close(arena);
    return kept;
}

/* What is told of a window is told of its last day; the rest once as long as it holds. */
bool matching_record_found(struct store *store, const struct event *event, struct fault *fault)
{
    const struct matching_found *body = event->body;
    struct arena *arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    const struct jvalue *all = NULL;
    bool kept = json_read(arena, body->policies, &all, fault);
    for (uint32_t i = 0; kept && i < all->count; i++) {
        const struct jvalue *one = &all->items[i];
        kept = store_run(store, &matching_told_insert,
                         CELLS(cell_int(event->project),
                               cell_text(jvalue_text(jvalue_get(one, "policy"), TEXT_NONE)),
                               cell_text(body->what),
                               cell_text(jvalue_text(jvalue_get(one, "by"), TEXT_NONE))),
                         fault);
    }
    arena_close(arena);
    return kept;
}

bool matching_record_passed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct matching_passed *body = event->body;
    return store_run(store, &matching_pass_upsert,
                     CELLS(cell_text(body->version), cell_date(event->happened_on),
                           cell_int(body->through), cell_bool(body->done)),
                     fault);
}

/* -- reading -- */

bool matching_kept(struct arena *arena, struct store *store, int64_t project,
                   struct matching_rows *out, struct fault *fault)
{
    struct store_rows rows;
    uint32_t room = 0;
    *out = (struct matching_rows){NULL, 0};
    if (!store_query(store, &matching_of_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < ROWS_MAX && store_next(&rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, sizeof *out->items);
        }
        out->items[out->count++] = (struct matching_row){
            .policy = store_text(arena, &rows, 0),
            .group = store_text(arena, &rows, 1),
            .from = store_int(&rows, 2),
            .to = store_int(&rows, 3),
            .is_open = store_bool(&rows, 4),
            .gap = store_text(arena, &rows, 5),
            .since = store_date(&rows, 6),
        };
    }
    return store_done(&rows, fault);
}

#define TOLD_MAX 2000

bool matching_told_of(struct arena *arena, struct store *store, int64_t project,
                      struct matching_tolds *out, struct fault *fault)
{
    struct store_rows rows;
    uint32_t room = 0;
    *out = (struct matching_tolds){NULL, 0};
    if (!store_query(store, &matching_told_of_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < TOLD_MAX && store_next(&rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, sizeof *out->items);
        }
        out->items[out->count++] = (struct matching_told){
            store_text(arena, &rows, 0), store_text(arena, &rows, 1), store_text(arena, &rows, 2)};
    }
    return store_done(&rows, fault);
}

bool matching_pass_load(struct arena *arena, struct store *store, struct matching_pass *out,
                        struct fault *fault)
{
    struct store_rows rows;
    *out = (struct matching_pass){.version = TEXT_NONE, .day = CIVIL_DATE_NONE, .is_done = true};
    if (!store_query(store, &matching_pass_row, NO_CELLS, &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct matching_pass){.version = store_text(arena, &rows, 0),
                                      .day = store_date(&rows, 1),
                                      .through = store_int(&rows, 2),
                                      .is_done = store_bool(&rows, 3)};
    }
    return store_done(&rows, fault);
}

bool matching_next(struct store *store, int64_t after, int64_t out[MATCHING_AT_ONCE], size_t *count,
                   struct fault *fault)
{
    struct store_rows rows;
    *count = 0;
    if (!store_query(store, &matching_next_projects,
                     CELLS(cell_int(after), cell_int(stage_rank(STAGE_ACCEPTED))), &rows, fault)) {
        return false;
    }
    while (*count < MATCHING_AT_ONCE && store_next(&rows)) {
        out[(*count)++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}
