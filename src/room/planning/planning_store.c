#include <string.h>

#include "base/arena.h"
#include "room/planning/planning_json.h"
#include "room/planning/planning_said.h"
#include "room/planning/planning_unsure.h"

static const struct statement planning_fact_upsert = {
    "planning_fact_upsert",
    "insert into planning_fact(project, name, value, source, by_actor, on_day) "
    "values($1,$2,$3,$4,$5,$6)"
    " on conflict(project, name) do update set value=excluded.value, source=excluded.source,"
    " by_actor=excluded.by_actor, on_day=excluded.on_day"};
static const struct statement planning_fact_delete = {
    "planning_fact_delete", "delete from planning_fact where project=$1 and name=$2"};
static const struct statement planning_state_bump = {
    "planning_state_bump",
    "insert into planning_state(project, facts_version) values($1,2)"
    " on conflict(project) do update set facts_version=planning_state.facts_version+1"};
static const struct statement planning_plan_supersede = {
    "planning_plan_supersede",
    "update planning_plan set state='superseded' where project=$1 and state=$2 and plan<>$3"};
static const struct statement planning_plan_insert = {
    "planning_plan_insert",
    "insert into planning_plan(project, plan, state, adopted_on, by_actor, basis, start, "
    "production,"
    " working_days, end_days, provisional, provisional_after, pack_version, facts_version, "
    "facts_digest,"
    " note, route, confirmed_on, objected_on, reason)"
    " values($1,$2,'proposed',$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,null,null,'')"};
static const struct statement planning_node_insert = {
    "planning_node_insert",
    "insert into planning_node(project, plan, position, code, kind, stage, org, days, lag_days,"
    " earliest_start, earliest_finish, latest_start, latest_finish, float_days, critical, "
    "after_codes,"
    " lagged_codes, lags) values($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)"};
static const struct statement planning_plan_confirm_update = {
    "planning_plan_confirm_update",
    "update planning_plan set state='confirmed', confirmed_on=$3 where project=$1 and plan=$2"};
static const struct statement planning_plan_object_update = {
    "planning_plan_object_update", "update planning_plan set state='objected', objected_on=$3, "
                                   "reason=$4 where project=$1 and plan=$2"};

static const struct statement planning_facts_by_project = {
    "planning_facts_by_project", "select name, value, source, by_actor, on_day from planning_fact "
                                 "where project=$1 order by name"};
static const struct statement planning_version_of = {
    "planning_version_of", "select facts_version from planning_state where project=$1"};
/* A look into a neighbour's table: what units said of whether items are needed. */
static const struct statement planning_said_rows = {
    "planning_said_rows", "select code, needed from need where project=$1 and seq<>0 order by code"
                          " limit 500"};
static const struct statement planning_plans_by_project = {
    "planning_plans_by_project",
    "select plan, state, adopted_on, by_actor, basis, start, production, working_days, end_days,"
    " provisional, provisional_after, note, confirmed_on, objected_on, reason, route"
    " from planning_plan where project=$1 order by plan desc limit 200"};
static const struct statement planning_nodes_by_plan = {
    "planning_nodes_by_plan",
    "select code, kind, stage, org, days, lag_days, earliest_start, earliest_finish, latest_start,"
    " latest_finish, float_days, critical, after_codes, lagged_codes, lags"
    " from planning_node where project=$1 and plan=$2 order by position limit 1000"};

const struct statement *const planning_statements[] = {
    &planning_fact_upsert,         &planning_fact_delete,        &planning_state_bump,
    &planning_plan_supersede,      &planning_plan_insert,        &planning_node_insert,
    &planning_plan_confirm_update, &planning_plan_object_update, &planning_facts_by_project,
    &planning_version_of,          &planning_plans_by_project,   &planning_nodes_by_plan,
    &planning_said_rows,           &planning_unsure_insert,      &planning_unsure_delete,
    &planning_unsure_by_project,
};
const size_t planning_statement_count = COUNT_OF(planning_statements);

const char planning_ddl[] =
    "create table planning_state (project integer primary key, facts_version integer not null);"
    "create table planning_fact (project integer not null, name text not null, value text not null,"
    " source text not null, by_actor text not null, on_day text not null, primary key(project, "
    "name));"
    "create table planning_unsure (project integer not null, name text not null,"
    " by_actor text not null, on_day text not null, primary key(project, name));"
    "create table planning_plan (project integer not null, plan integer not null, state text not "
    "null,"
    " adopted_on text not null, by_actor text not null, basis text not null, start text not null,"
    " production text not null, working_days integer not null, end_days integer not null,"
    " provisional integer not null, provisional_after text, pack_version text not null,"
    " facts_version integer not null, facts_digest text not null, note text not null, route text "
    "not "
    "null, confirmed_on text,"
    " objected_on text, reason text not null, primary key(project, plan));"
    "create index planning_plan_by_state on planning_plan(state, project);"
    "create table planning_node (project integer not null, plan integer not null, position integer "
    "not null,"
    " code text not null, kind text not null, stage text not null, org text not null, days integer "
    "not null,"
    " lag_days integer not null, earliest_start text not null, earliest_finish text not null,"
    " latest_start text not null, latest_finish text not null, float_days integer not null,"
    " critical integer not null, after_codes text not null, lagged_codes text not null,"
    " lags text not null, primary key(project, plan, position));";

/* -- recording -- */

#define SAID_MAX 500

#define SCRATCH_SOFT ((size_t)4 << 20)
#define SCRATCH_HARD ((size_t)256 << 20)

static struct text value_json(struct arena *arena, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    return buffer_text(&buffer);
}

static bool record_fact(struct arena *arena, struct store *store, const struct event *event,
                        const struct jmember *member, struct fault *fault)
{
    const struct planning_facts_changed *body = event->body;
    if (jvalue_is_null(&member->value)) {
        return store_run(store, &planning_fact_delete,
                         CELLS(cell_int(event->project), cell_text(member->name)), fault);
    }
    return planning_unsure_given(store, event->project, member->name, fault) &&
           store_run(store, &planning_fact_upsert,
                     CELLS(cell_int(event->project), cell_text(member->name),
                           cell_text(value_json(arena, &member->value)), cell_text(body->source),
                           cell_text(event->actor), cell_date(event->happened_on)),
                     fault);
}

bool planning_record_facts(struct store *store, const struct event *event, struct fault *fault)
{
    const struct planning_facts_changed *body = event->body;
    struct arena *arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    const struct jvalue *facts = NULL;
    bool kept = json_read(arena, body->facts, &facts, fault);
    for (uint32_t i = 0; kept && i < facts->count; i++) {
        kept = record_fact(arena, store, event, &facts->members[i], fault);
    }
    kept = kept && store_run(store, &planning_state_bump, CELLS(cell_int(event->project)), fault);
    arena_close(arena);
    return kept;
}

static bool record_node(struct arena *arena, struct store *store, const struct event *event,
                        const struct planned_node *node, int64_t position, struct fault *fault)
{
    const struct planning_plan_adopted *body = event->body;
    return store_run(store, &planning_node_insert,
                     CELLS(cell_int(event->project), cell_int(body->number), cell_int(position),
                           cell_text(node->code),
                           cell_text(node->is_milestone ? TEXT("milestone") : TEXT("item")),
                           cell_text(node->stage), cell_text(node->org), cell_int(node->days),
                           cell_int(node->lag_days), cell_date(node->earliest_start),
                           cell_date(node->earliest_finish), cell_date(node->latest_start),
                           cell_date(node->latest_finish), cell_int(node->float_days),
                           cell_bool(node->is_critical),
                           cell_text(text_list_json(arena, node->after)),
                           cell_text(text_list_json(arena, node->lagged)),
                           cell_text(planned_lags_json(arena, node))),
                     fault);
}

static bool record_nodes(struct store *store, const struct event *event, struct fault *fault)
{
    const struct planning_plan_adopted *body = event->body;
    struct arena *arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    struct planned_node *nodes = NULL;
    size_t count = 0;
    bool kept = planned_nodes_read(arena, body->nodes, &nodes, &count, fault);
    for (size_t i = 0; kept && i < count; i++) {
        kept = record_node(arena, store, event, &nodes[i], (int64_t)i, fault);
    }
    arena_close(arena);
    return kept;
}

bool planning_record_adopted(struct store *store, const struct event *event, struct fault *fault)
{
    const struct planning_plan_adopted *body = event->body;
    struct cell project = cell_int(event->project);
    struct cell number = cell_int(body->number);
    return store_run(store, &planning_plan_insert,
                     CELLS(project, number, cell_date(event->happened_on), cell_text(event->actor),
                           cell_text(body->basis), cell_date(body->start),
                           cell_date(body->production), cell_int(body->working_days),
                           cell_int(body->end_days), cell_bool(body->provisional),
                           cell_date(body->provisional_after), cell_text(body->pack_version),
                           cell_int(body->facts_version), cell_text(body->facts_digest),
                           cell_text(body->note), cell_text(body->route)),
                     fault) &&
           store_run(store, &planning_plan_supersede,
                     CELLS(project, cell_text(TEXT("proposed")), number), fault) &&
           store_run(store, &planning_plan_supersede,
                     CELLS(project, cell_text(TEXT("objected")), number), fault) &&
           record_nodes(store, event, fault);
}

bool planning_record_confirmed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct planning_plan_confirmed *body = event->body;
    struct cell project = cell_int(event->project);
    struct cell number = cell_int(body->number);
    return store_run(store, &planning_plan_confirm_update,
                     CELLS(project, number, cell_date(event->happened_on)), fault) &&
           store_run(store, &planning_plan_supersede,
                     CELLS(project, cell_text(TEXT("confirmed")), number), fault);
}

bool planning_record_objected(struct store *store, const struct event *event, struct fault *fault)
{
    const struct planning_plan_objected *body = event->body;
    return store_run(store, &planning_plan_object_update,
                     CELLS(cell_int(event->project), cell_int(body->number),
                           cell_date(event->happened_on), cell_text(body->reason)),
                     fault);
}

/* -- reading -- */

/* Room for one more: the array, doubled when it is full. */
static void *grown(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    size_t wider = *capacity == 0 ? 16 : *capacity * 2;
    void *out = arena_alloc_array(arena, wider, size);
    if (count > 0) {
        memcpy(out, items, count * size);
    }
    *capacity = wider;
    return out;
}

bool planning_facts_of(struct arena *arena, struct store *store, int64_t project,
                       struct planning_facts *out, struct fault *fault)
{
    struct store_rows rows;
    size_t capacity = 0;
    *out = (struct planning_facts){NULL, 0, 1};
    if (!store_query_int(store, &planning_version_of, CELLS(cell_int(project)), &out->version,
                         fault) ||
        !store_query(store, &planning_facts_by_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        out->items = grown(arena, out->items, out->count, &capacity, sizeof *out->items);
        out->items[out->count++] = (struct planning_fact){
            .name = store_text(arena, &rows, 0),
            .value = store_text(arena, &rows, 1),
            .source = store_text(arena, &rows, 2),
            .by = store_text(arena, &rows, 3),
            .on = store_date(&rows, 4),
        };
    }
    return store_done(&rows, fault);
}

static void read_plan(struct arena *arena, const struct store_rows *rows, struct adopted_plan *out)
{
    *out = (struct adopted_plan){
        .number = store_int(rows, 0),
        .adopted_on = store_date(rows, 2),
        .by = store_text(arena, rows, 3),
        .basis = store_text(arena, rows, 4),
        .planned = {.start = store_date(rows, 5),
                    .production = store_date(rows, 6),
                    .working_days = (int32_t)store_int(rows, 7),
                    .end_days = (int32_t)store_int(rows, 8),
                    .is_provisional = store_bool(rows, 9),
                    .provisional_after = store_date(rows, 10)},
        .provisional_after = store_date(rows, 10),
        .note = store_text(arena, rows, 11),
        .confirmed_on = store_date(rows, 12),
        .objected_on = store_date(rows, 13),
        .reason = store_text(arena, rows, 14),
        .route = store_text(arena, rows, 15),
    };
    ensure(plan_state_find(store_text(arena, rows, 1), &out->state));
}

bool planning_plans_of(struct arena *arena, struct store *store, int64_t project,
                       struct adopted_plans *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &planning_plans_by_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    size_t capacity = 0;
    *out = (struct adopted_plans){NULL, 0};
    while (store_next(&rows)) {
        out->items = grown(arena, out->items, out->count, &capacity, sizeof *out->items);
        read_plan(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

static void read_node(struct arena *arena, const struct store_rows *rows, struct planned_node *out)
{
    *out = (struct planned_node){
        .code = store_text(arena, rows, 0),
        .is_milestone = text_is(store_cell(rows, 1).text, "milestone"),
        .stage = store_text(arena, rows, 2),
        .org = store_text(arena, rows, 3),
        .days = (int32_t)store_int(rows, 4),
        .lag_days = (int32_t)store_int(rows, 5),
        .earliest_start = store_date(rows, 6),
        .earliest_finish = store_date(rows, 7),
        .latest_start = store_date(rows, 8),
        .latest_finish = store_date(rows, 9),
        .float_days = (int32_t)store_int(rows, 10),
        .is_critical = store_bool(rows, 11),
    };
}

bool planning_load_nodes(struct arena *arena, struct store *store, int64_t project, int64_t number,
                         struct planned *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &planning_nodes_by_plan, CELLS(cell_int(project), cell_int(number)),
                     &rows, fault)) {
        return false;
    }
    struct planned_node *nodes = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool read = true;
    while (read && store_next(&rows)) {
        nodes = grown(arena, nodes, count, &capacity, sizeof *nodes);
        struct planned_node *node = &nodes[count++];
        read_node(arena, &rows, node);
        read = text_list_read(arena, store_cell(&rows, 12).text, &node->after, fault) &&
               text_list_read(arena, store_cell(&rows, 13).text, &node->lagged, fault) &&
               planned_lags_read(arena, store_cell(&rows, 14).text, node, fault);
    }
    out->nodes = nodes;
    out->count = count;
    return store_done(&rows, fault) && read;
}

bool planning_said_of(struct arena *arena, struct store *store, int64_t project,
                      struct plan_options *options, struct fault *fault)
{
    struct store_rows rows;
    struct plan_said *said = arena_array(arena, struct plan_said, SAID_MAX);
    options->said = said;
    options->said_count = 0;
    if (!store_query(store, &planning_said_rows, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (options->said_count < SAID_MAX && store_next(&rows)) {
        struct text needed = store_cell(&rows, 1).text;
        said[options->said_count++] = (struct plan_said){store_text(arena, &rows, 0),
                                                         text_is(needed, "no")    ? RULE_NO
                                                         : text_is(needed, "yes") ? RULE_YES
                                                                                  : RULE_UNKNOWN};
    }
    return store_done(&rows, fault);
}
