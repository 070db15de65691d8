#include "base/arena.h"
#include "room/admission/admission.h"

static const struct statement admission_upsert = {
    "admission_upsert",
    "insert into admission(project, screened_on, by_actor, suggestion, score, results) "
    "values($1,$2,$3,$4,$5,$6)"
    " on conflict(project) do update set screened_on=excluded.screened_on, "
    "by_actor=excluded.by_actor,"
    " suggestion=excluded.suggestion, score=excluded.score, results=excluded.results"};
static const struct statement admission_override_upsert = {
    "admission_override_upsert",
    "insert into admission_override(project, code, reason, by_actor, on_day) values($1,$2,$3,$4,$5)"
    " on conflict(project, code) do update set reason=excluded.reason, by_actor=excluded.by_actor,"
    " on_day=excluded.on_day"};
static const struct statement admission_decision_insert = {
    "admission_decision_insert",
    "insert into admission_decision(seq, project, decision, reason, until_day, on_day, by_actor)"
    " values($1,$2,$3,$4,$5,$6,$7)"};
static const struct statement admission_find = {
    "admission_find", "select screened_on, by_actor, suggestion from admission where project=$1"};
static const struct statement admission_override_list = {
    "admission_override_list", "select code, reason, by_actor, on_day from admission_override "
                               "where project=$1 order by code limit 100"};

const struct statement *const admission_statements[] = {
    &admission_upsert, &admission_override_upsert, &admission_decision_insert, &admission_find,
    &admission_override_list};
const size_t admission_statement_count = COUNT_OF(admission_statements);

const char admission_ddl[] =
    "create table admission (project integer primary key, screened_on text not null, by_actor text "
    "not null,"
    " suggestion text not null, score integer not null, results text not null);"
    "create table admission_override (project integer not null, code text not null, reason text "
    "not "
    "null,"
    " by_actor text not null, on_day text not null, primary key(project, code));"
    "create table admission_decision (seq integer primary key, project integer not null, decision "
    "text not null,"
    " reason text not null, until_day text, on_day text not null, by_actor text not null);"
    "create index admission_decision_by_project on admission_decision(project, seq);";

static bool record_overrides(struct store *store, const struct event *event,
                             const struct jvalue *list, struct fault *fault)
{
    for (uint32_t i = 0; i < list->count; i++) {
        struct text code = jvalue_text(jvalue_get(&list->items[i], "code"), TEXT_NONE);
        struct text reason = jvalue_text(jvalue_get(&list->items[i], "reason"), TEXT_NONE);
        if (!store_run(store, &admission_override_upsert,
                       CELLS(cell_int(event->project), cell_text(code), cell_text(reason),
                             cell_text(event->actor), cell_date(event->happened_on)),
                       fault)) {
            return false;
        }
    }
    return true;
}

bool admission_record_screened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct admission_screened *body = event->body;
    if (!store_run(store, &admission_upsert,
                   CELLS(cell_int(event->project), cell_date(event->happened_on),
                         cell_text(event->actor), cell_text(body->suggestion),
                         cell_int(body->score), cell_text(body->results)),
                   fault)) {
        return false;
    }
    if (body->overrides.len == 0) {
        return true;
    }
    struct arena *scratch = arena_open(1 << 20, 16 << 20);
    const struct jvalue *list = NULL;
    bool done = json_read(scratch, body->overrides, &list, fault) &&
                record_overrides(store, event, list, fault);
    arena_close(scratch);
    return done;
}

bool admission_record_decided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct admission_decide *body = event->body;
    return store_run(store, &admission_decision_insert,
                     CELLS(cell_int(event->seq), cell_int(event->project),
                           cell_text(body->decision), cell_text(body->reason),
                           cell_date(body->until), cell_date(event->happened_on),
                           cell_text(event->actor)),
                     fault);
}

static bool load_overrides(struct arena *arena, struct store *store, int64_t project,
                           struct screening_overrides *out, struct fault *fault)
{
    struct screening_override *items = arena_array(arena, struct screening_override, 100);
    struct store_rows rows;
    size_t count = 0;
    if (!store_query(store, &admission_override_list, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (count < 100 && store_next(&rows)) {
        items[count++] = (struct screening_override){
            .code = store_text(arena, &rows, 0),
            .reason = store_text(arena, &rows, 1),
            .by = store_text(arena, &rows, 2),
            .on = store_date(&rows, 3),
        };
    }
    *out = (struct screening_overrides){items, count};
    return store_done(&rows, fault);
}

bool admission_load(struct arena *arena, struct store *store, int64_t project,
                    struct admission_record *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct admission_record){.screened_on = CIVIL_DATE_NONE};
    if (!store_query(store, &admission_find, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        out->is_screened = true;
        out->screened_on = store_date(&rows, 0);
        out->by = store_text(arena, &rows, 1);
        out->suggestion = store_text(arena, &rows, 2);
    }
    return store_done(&rows, fault) &&
           load_overrides(arena, store, project, &out->overrides, fault);
}
