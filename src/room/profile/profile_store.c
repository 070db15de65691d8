#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/profile/profile.h"

#define FACTS_MAX 1000
#define HISTORY_MAX 50
#define OTHERS_MAX 20

#define SCRATCH_SOFT ((size_t)1 << 20)
#define SCRATCH_HARD ((size_t)64 << 20)

static const struct statement profile_fact_past = {
    "profile_fact_past", "update profile_fact set is_current=0 where project=$1 and name=$2"};
static const struct statement profile_fact_insert = {
    "profile_fact_insert",
    "insert into profile_fact(project, name, seq, value, source, by_actor, on_day, from_project,"
    " is_current) values($1,$2,$3,$4,$5,$6,$7,$8,1)"};
static const struct statement profile_version_bump = {
    "profile_version_bump",
    "insert into profile_version(project, version) values($1,2)"
    " on conflict(project) do update set version=profile_version.version+1"};
static const struct statement profile_version_of = {
    "profile_version_of", "select version from profile_version where project=$1"};
static const struct statement profile_facts_current = {
    "profile_facts_current",
    "select name, value, source, by_actor, on_day, from_project from profile_fact"
    " where project=$1 and is_current=1 and value<>'null' order by name limit 1000"};
static const struct statement profile_fact_said = {
    "profile_fact_said", "select name, value, source, by_actor, on_day, from_project from"
                         " profile_fact where project=$1 and name=$2 order by seq desc limit 50"};
/* A look into a neighbour's table: what is known of the project. */
static const struct statement profile_project_facts = {
    "profile_project_facts",
    "select name, value from planning_fact where project=$1 order by name limit 1000"};
static const struct statement profile_other_projects = {
    "profile_other_projects",
    "select p.id, p.number, p.name from project p join profile_version v on v.project=p.id"
    " where " ACCESS_PROJECT " and p.district=$6 and p.enterprise=$7 and p.id<>$8"
    " order by p.id desc limit 20"};

const struct statement *const profile_statements[] = {
    &profile_fact_past,     &profile_fact_insert, &profile_version_bump,  &profile_version_of,
    &profile_facts_current, &profile_fact_said,   &profile_project_facts, &profile_other_projects,
};
const size_t profile_statement_count = COUNT_OF(profile_statements);

const char profile_ddl[] =
    "create table profile_version (project integer primary key, version integer not null);"
    "create table profile_fact (project integer not null, name text not null, seq integer not null,"
    " value text not null, source text not null, by_actor text not null, on_day text not null,"
    " from_project integer not null, is_current integer not null,"
    " primary key(project, name, seq));";

/* -- recording -- */

static bool record_fact(struct arena *arena, struct store *store, const struct event *event,
                        const struct jmember *member, struct fault *fault)
{
    const struct profile_changed *body = event->body;
    struct buffer value = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&value);
    json_value(&json, &member->value);
    return store_run(store, &profile_fact_past,
                     CELLS(cell_int(event->project), cell_text(member->name)), fault) &&
           store_run(store, &profile_fact_insert,
                     CELLS(cell_int(event->project), cell_text(member->name), cell_int(event->seq),
                           cell_text(buffer_text(&value)), cell_text(body->source),
                           cell_text(event->actor), cell_date(event->happened_on),
                           cell_int(body->from)),
                     fault);
}

bool profile_record_changed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct profile_changed *body = event->body;
    struct arena *arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    const struct jvalue *facts = NULL;
    bool kept = json_read(arena, body->facts, &facts, fault);
    for (uint32_t i = 0; kept && i < facts->count; i++) {
        kept = record_fact(arena, store, event, &facts->members[i], fault);
    }
    kept = kept && store_run(store, &profile_version_bump, CELLS(cell_int(event->project)), fault);
    arena_close(arena);
    return kept;
}

/* -- reading -- */

static bool read_facts(struct arena *arena, struct store_rows *rows, size_t most,
                       struct profile *out, struct fault *fault)
{
    struct profile_fact *items = arena_array(arena, struct profile_fact, most);
    out->items = items;
    out->count = 0;
    while (out->count < most && store_next(rows)) {
        items[out->count++] = (struct profile_fact){.name = store_text(arena, rows, 0),
                                                    .value = store_text(arena, rows, 1),
                                                    .source = store_text(arena, rows, 2),
                                                    .by = store_text(arena, rows, 3),
                                                    .on = store_date(rows, 4),
                                                    .from = store_int(rows, 5)};
    }
    return store_done(rows, fault);
}

static void write_text(struct json_writer *json, const char *name, struct text value)
{
    if (value.len > 0) {
        json_member_text(json, name, value);
    }
}

/* The columns of a project go by these names in every pack (data/README.md, screening.json). */
static bool lead_object(struct arena *arena, const struct project *project,
                        const struct jvalue **out, struct fault *fault)
{
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    write_text(&json, "industry_class", project->industry_class);
    write_text(&json, "industry_direction", project->direction);
    write_text(&json, "industry_code", project->industry_code);
    write_text(&json, "district_code", project->district);
    if (project->investment.len > 0) {
        json_name(&json, "total_investment_wanyuan");
        json_raw(&json, project->investment);
    }
    json_end(&json);
    const struct jvalue *columns = NULL;
    const struct jvalue *added = NULL;
    struct text more = project->lead_facts.len > 0 ? project->lead_facts : TEXT("{}");
    if (!json_read(arena, more, &added, fault) ||
        !json_read(arena, buffer_text(&buffer), &columns, fault)) {
        return false;
    }
    *out = jvalue_merge(arena, added, columns);
    return true;
}

/* What is known of the project: its facts, and before those what its lead says. */
static bool known_object(struct arena *arena, struct store *store, const struct project *project,
                         const struct jvalue **out, struct fault *fault)
{
    struct store_rows rows;
    const struct jvalue *lead = NULL;
    const struct jvalue *given = NULL;
    if (!lead_object(arena, project, &lead, fault) ||
        !store_query(store, &profile_project_facts, CELLS(cell_int(project->id)), &rows, fault)) {
        return false;
    }
    struct buffer buffer = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    while (store_next(&rows)) {
        json_name_text(&json, store_cell(&rows, 0).text);
        json_raw(&json, store_cell(&rows, 1).text);
    }
    json_end(&json);
    if (!store_done(&rows, fault) || !json_read(arena, buffer_text(&buffer), &given, fault)) {
        return false;
    }
    *out = jvalue_merge(arena, lead, given);
    return true;
}

bool profile_load(const struct profile_desk *desk, const struct project *project,
                  struct profile *out, struct fault *fault)
{
    struct store_rows rows;
    const struct jvalue *known = NULL;
    struct profile profile = {.version = 1};
    struct cell id = cell_int(project->id);
    if (!store_query_int(desk->store, &profile_version_of, CELLS(id), &profile.version, fault) ||
        !store_query(desk->store, &profile_facts_current, CELLS(id), &rows, fault) ||
        !read_facts(desk->arena, &rows, FACTS_MAX, &profile, fault) ||
        !known_object(desk->arena, desk->store, project, &known, fault)) {
        return false;
    }
    profile_prefill(desk->arena, city_pack(desk->city), known, &profile);
    *out = profile;
    return true;
}

bool profile_history(const struct profile_desk *desk, int64_t project, struct text name,
                     struct profile *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(desk->store, &profile_fact_said, CELLS(cell_int(project), cell_text(name)),
                       &rows, fault) &&
           read_facts(desk->arena, &rows, HISTORY_MAX, out, fault);
}

bool profile_others_of(const struct sight *sight, const struct project *project,
                       struct profile_others *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct profile_others){arena_array(sight->arena, struct profile_other, OTHERS_MAX), 0};
    if (text_is_empty(project->enterprise)) {
        return true;
    }
    if (!store_query(sight->store, &profile_other_projects,
                     CELLS(ACCESS_CELLS(sight->scope), cell_text(project->district),
                           cell_text(project->enterprise), cell_int(project->id)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < OTHERS_MAX && store_next(&rows)) {
        out->items[out->count++] =
            (struct profile_other){store_int(&rows, 0), store_text(sight->arena, &rows, 1),
                                   store_text(sight->arena, &rows, 2)};
    }
    return store_done(&rows, fault);
}
