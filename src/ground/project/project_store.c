#include "ground/project/project_store.h"
#include "ground/project/upward_words.h"

#include <stdio.h>

#include "app/city.h"
#include "base/arena.h"
#include "store/page.h"

#define PROJECT_COLUMNS                                                                            \
    "p.id, p.version, p.number, p.name, p.enterprise, p.district, p.industry_class, p.direction,"  \
    " p.industry_code, p.investment, p.land_mu, p.source, p.reference, p.stage, p.stage_since,"    \
    " p.stage_until, p.navigator, p.registered_on, p.lead_facts, p.city_coordinates"

static const struct statement project_insert = {
    "project_insert",
    "insert into project(id, version, number, year, nth, listed_year, listed_nth, name, enterprise,"
    " industry_class, direction, industry_code, district, investment, investment_hundredths, "
    "land_mu,"
    " source, reference, lead_facts, stage, stage_rank, stage_since, stage_until, navigator, "
    "registered_on, city_coordinates)"
    " values($1,1,$2,$3,$4,0,0,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,'lead',10,$17,null,0,$"
    "17,0)"};
static const struct statement project_gram_insert = {
    "project_gram_insert",
    "insert into project_gram(gram, project, in_name) values($1,$2,$3) on conflict do nothing"};
static const struct statement project_initial_insert = {
    "project_initial_insert",
    "insert into project_initial(gram, project) values($1,$2) on conflict do nothing"};
static const struct statement project_move_update = {
    "project_move_update",
    "update project set version=version+1, stage=$2, stage_rank=$3, stage_since=$4, stage_until=$5,"
    " number=case when $6='' then number else $6 end,"
    " listed_year=case when $6='' then listed_year else $7 end,"
    " listed_nth=case when $6='' then listed_nth else $8 end where id=$1"};
static const struct statement project_serve_update = {
    "project_serve_update", "update project set version=version+1, navigator=$2 where id=$1"};
static const struct statement project_coordinate_update = {
    "project_coordinate_update",
    "update project set version=version+1, city_coordinates=$2 where id=$1"};
static const struct statement project_facts_update = {
    "project_facts_update", "update project set version=version+1, lead_facts=$2 where id=$1"};
static const struct statement project_party_insert = {
    "project_party_insert",
    "insert into project_party(project, org) values($1,$2) on conflict do nothing"};
static const struct statement project_rename_update = {
    "project_rename_update",
    "update project set version=version+1, name=case when $2='' then name else $2 end,"
    " enterprise=case when $3='' then enterprise else $3 end where id=$1"};
static const struct statement project_desk_insert = {
    "project_desk_insert", "insert into project_desk(project, org, came, came_on)"
                           " values($1,$2,$3,$4) on conflict do nothing"};
static const struct statement project_desk_find = {
    "project_desk_find", "select 1 from project_desk where project=$1 and org=$2"};
static const struct statement project_of_number = {
    "project_of_number", "select id from project where number=$1 order by id limit 1"};
static const struct statement project_by_id = {
    "project_by_id",
    "select " PROJECT_COLUMNS " from project p where " ACCESS_PROJECT " and p.id=$6"};
static const struct statement project_by_ids = {
    "project_by_ids", "select " PROJECT_COLUMNS " from project p where " ACCESS_PROJECT
                      " and p.id in " STORE_PAGE_IDS};
static const struct statement project_party_find = {
    "project_party_find", "select 1 from project_party where project=$1 and org=$2"};
static const struct statement project_version_of = {
    "project_version_of", "select version, number from project where id=$1"};
static const struct statement project_serial_lead = {"project_serial_lead",
                                                     "select max(nth) from project where year=$1"};
static const struct statement project_serial_listed = {
    "project_serial_listed", "select max(listed_nth) from project where listed_year=$1"};

const struct statement *const project_statements[] = {
    &project_insert,          &project_gram_insert,
    &project_move_update,     &project_serve_update,
    &project_facts_update,    &project_party_insert,
    &project_by_id,           &project_by_ids,
    &project_party_find,      &project_version_of,
    &project_serial_lead,     &project_serial_listed,
    &project_rename_update,   &project_past_close,
    &project_past_first_name, &project_past_first_owner,
    &project_past_open,       &project_past_of,
    &project_desk_insert,     &project_desk_find,
    &project_of_number,       &project_coordinate_update,
    &project_initial_insert,  &upward_words_problem,
};
const size_t project_statement_count = COUNT_OF(project_statements);

const char project_ddl[] =
    "create table project ("
    " id integer primary key, version integer not null, number text not null, year integer not "
    "null,"
    " nth integer not null, listed_year integer not null, listed_nth integer not null,"
    " name text not null, enterprise text not null, industry_class text not null, direction text "
    "not null,"
    " industry_code text not null, district text not null, investment text not null,"
    " investment_hundredths integer not null, land_mu text not null, source text not null,"
    " reference text not null, lead_facts text not null, stage text not null, stage_rank integer "
    "not null,"
    " stage_since text not null, stage_until text, navigator integer not null, registered_on text "
    "not null, city_coordinates integer not null) /* grows by id */;"
    "create index project_by_year on project(year, nth);"
    "create index project_by_listed on project(listed_year, listed_nth);"
    "create index project_by_district on project(district, stage_rank);"
    /* With what a navigator's projects are found by as he types. */
    "create index project_by_navigator on project(navigator, stage_rank, district, number, name,"
    " enterprise);"
    "create index project_by_stage on project(stage_rank);"
    "create table project_party (project integer not null, org text not null, primary key(org, "
    "project)) /* grows by project */;"
    "create index project_party_of on project_party(project);"
    /* `came`: the entry's number, for a list with the newest first. */
    "create table project_desk (project integer not null, org text not null, came integer not null,"
    " came_on text not null, primary key(org, project)) /* grows by project */;"
    "create index project_desk_of on project_desk(project);"
    "create index project_desk_by_came on project_desk(org, came);"
    "create index project_by_number on project(number, id);"
    "create index project_by_name on project(name, id);"
    "create index project_by_investment on project(investment_hundredths, id);"
    /* in_name 1: a pair of the name, by which likely duplicates are found; null: for searching
     * only. The narrow rows of a project are some forty. */
    "create table project_gram (gram text not null, project integer not null, in_name smallint,"
    " primary key(gram, project)) /* grows by project */;"
    /* What a name is found by as it is typed by initials: see initials_of. */
    "create table project_initial (gram text not null, project integer not null,"
    " primary key(gram, project)) /* grows by project */;"
    "create table project_past (id integer not null, project integer not null, what text not null,"
    " value text not null, reason text not null, from_on text not null, to_on text, primary key"
    " (project, what, id));";

/* -- recording -- */

static bool keep_gram(struct store *store, int64_t project, struct text gram, bool in_name,
                      struct fault *fault)
{
    return store_run(store, &project_gram_insert,
                     CELLS(cell_text(gram), cell_int(project), in_name ? cell_int(1) : cell_null()),
                     fault);
}

static bool keep_words(struct store *store, int64_t project, struct text text, struct fault *fault)
{
    bool kept = true;
    for (size_t at = 0; kept && at < text.len;) {
        struct search_gram gram;
        at = search_gram(text, at, &gram);
        kept = keep_gram(store, project, (struct text){gram.bytes, gram.len}, false, fault);
    }
    return kept;
}

/* Two letters at least: one says nothing. */
static bool keep_place(struct store *store, int64_t project, const struct initials *place,
                       struct fault *fault)
{
    bool kept = true;
    for (size_t i = 0; kept && place->len >= 2 && i < place->count; i++) {
        kept = store_run(
            store, &project_initial_insert,
            CELLS(cell_text((struct text){place->items[i].bytes, place->len}), cell_int(project)),
            fault);
    }
    return kept;
}

static bool keep_initials(struct store *store, int64_t project, struct text text,
                          struct fault *fault)
{
    struct arena *arena = arena_open((size_t)1 << 12, (size_t)1 << 16);
    struct suggest_name name = suggest_name(arena, text);
    bool kept = true;
    for (uint32_t at = 0; kept && at < name.count; at++) {
        struct initials place;
        initials_of(&name, at, &place);
        kept = keep_place(store, project, &place, fault);
    }
    arena_close(arena);
    return kept;
}

bool project_record_registered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct project_registered *body = event->body;
    int64_t hundredths = text_is_empty(body->investment) ? -1 : money_hundredths(body->investment);
    if (!store_run(store, &project_insert,
                   CELLS(cell_int(event->subject), cell_text(body->number), cell_int(body->year),
                         cell_int(body->serial), cell_text(body->name), cell_text(body->enterprise),
                         cell_text(body->industry_class), cell_text(body->direction),
                         cell_text(body->industry_code), cell_text(body->district),
                         cell_text(body->investment), cell_int(hundredths),
                         cell_text(body->land_mu), cell_text(body->source),
                         cell_text(body->reference),
                         cell_text(body->facts.len > 0 ? body->facts : TEXT("{}")),
                         cell_date(event->happened_on)),
                   fault)) {
        return false;
    }
    struct grams grams;
    grams_of(body->name, &grams);
    for (size_t i = 0; i < grams.count; i++) {
        if (!keep_gram(store, event->subject, grams.items[i], true, fault)) {
            return false;
        }
    }
    return keep_words(store, event->subject, body->name, fault) &&
           keep_words(store, event->subject, body->enterprise, fault) &&
           keep_initials(store, event->subject, body->name, fault) &&
           keep_initials(store, event->subject, body->enterprise, fault) &&
           keep_words(store, event->subject, body->number, fault);
}

bool project_record_moved(struct store *store, const struct event *event, struct fault *fault)
{
    const struct project_moved *body = event->body;
    enum project_stage stage = STAGE_LEAD;
    ensure(stage_find(body->stage, &stage));
    /* The grams of an earlier number stay: they find a candidate more. */
    return keep_words(store, event->project, body->number, fault) &&
           store_run(store, &project_move_update,
                     CELLS(cell_int(event->project), cell_text(body->stage),
                           cell_int(stage_rank(stage)), cell_date(event->happened_on),
                           cell_date(body->until), cell_text(body->number), cell_int(body->year),
                           cell_int(body->serial)),
                     fault);
}

bool project_record_served_by(struct store *store, const struct event *event, struct fault *fault)
{
    const struct project_served_by *body = event->body;
    char number[24];
    int len = snprintf(number, sizeof number, "%lld", (long long)body->account);
    struct project_turn turn = {.project = event->project,
                                .what = "navigator",
                                .value = {number, (size_t)len},
                                .reason = body->reason,
                                .on = event->happened_on,
                                .id = event->seq};
    return project_turns(store, &turn, fault) &&
           store_run(store, &project_serve_update,
                     CELLS(cell_int(event->project), cell_int(body->account)), fault);
}

bool project_record_coordinated(struct store *store, const struct event *event, struct fault *fault)
{
    const struct project_coordinated *body = event->body;
    return store_run(store, &project_coordinate_update,
                     CELLS(cell_int(event->project), cell_int(text_is(body->level, "city"))),
                     fault);
}

/* The old words stay too: a search for the old name finds it. */
bool project_record_renamed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct project_renamed *body = event->body;
    const struct {
        const char *what;
        struct text value;
    } changed[] = {{"name", body->name}, {"enterprise", body->enterprise}, {"scope", body->scope}};
    for (size_t i = 0; i < COUNT_OF(changed); i++) {
        struct project_turn turn = {event->project, changed[i].what,    changed[i].value,
                                    body->reason,   event->happened_on, event->seq};
        if (turn.value.len > 0 && !project_turns(store, &turn, fault)) {
            return false;
        }
    }
    return keep_words(store, event->project, body->name, fault) &&
           keep_words(store, event->project, body->enterprise, fault) &&
           keep_initials(store, event->project, body->name, fault) &&
           keep_initials(store, event->project, body->enterprise, fault) &&
           store_run(
               store, &project_rename_update,
               CELLS(cell_int(event->project), cell_text(body->name), cell_text(body->enterprise)),
               fault);
}

bool project_record_party_joined(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct project_party_joined *body = event->body;
    return store_run(store, &project_party_insert,
                     CELLS(cell_int(event->project), cell_text(body->org)), fault);
}

bool project_record_came_to_desk(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct project_came_to_desk *body = event->body;
    return store_run(store, &project_desk_insert,
                     CELLS(cell_int(event->project), cell_text(body->org), cell_int(event->seq),
                           cell_date(event->happened_on)),
                     fault);
}

bool project_record_lead_facts(struct store *store, const struct event *event, struct fault *fault)
{
    const struct project_lead_facts *body = event->body;
    return store_run(store, &project_facts_update,
                     CELLS(cell_int(event->project), cell_text(body->facts)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct project *out)
{
    *out = (struct project){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .number = store_text(arena, rows, 2),
        .name = store_text(arena, rows, 3),
        .enterprise = store_text(arena, rows, 4),
        .district = store_text(arena, rows, 5),
        .industry_class = store_text(arena, rows, 6),
        .direction = store_text(arena, rows, 7),
        .industry_code = store_text(arena, rows, 8),
        .investment = store_text(arena, rows, 9),
        .land_mu = store_text(arena, rows, 10),
        .source = store_text(arena, rows, 11),
        .reference = store_text(arena, rows, 12),
        .stage_since = store_date(rows, 14),
        .stage_until = store_date(rows, 15),
        .navigator = store_int(rows, 16),
        .registered_on = store_date(rows, 17),
        .lead_facts = store_text(arena, rows, 18),
        .city_coordinates = store_int(rows, 19) != 0,
    };
    ensure(stage_find(store_text(arena, rows, 13), &out->stage));
}

void project_read_row(struct arena *arena, const struct store_rows *rows, struct project *out)
{
    read_row(arena, rows, out);
}

bool project_load(struct arena *arena, struct store *store, const struct project_wanted *wanted,
                  struct project *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &project_by_id,
                     CELLS(ACCESS_CELLS(wanted->scope), cell_int(wanted->id)), &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        read_row(arena, &rows, out);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    return found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool project_of_run(struct command_run *run, int64_t id, struct project *out, struct fault *fault)
{
    struct project_wanted wanted = {access_scope(run->city, run->actor), id != 0 ? id : run->id};
    return project_load(run->arena, run->store, &wanted, out, fault);
}

bool project_of_view(const struct view_run *run, int64_t id, struct project *out,
                     struct fault *fault)
{
    struct project_wanted wanted = {access_scope(run->city, run->actor), id != 0 ? id : run->id};
    return project_load(run->arena, run->store, &wanted, out, fault);
}

static bool read_page(const struct view_run *run, const int64_t *ids, size_t count,
                      struct project *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct cell cells[STORE_PAGE_CELLS] = {ACCESS_CELLS(scope)};
    struct store_rows rows;
    size_t found = 0;
    store_page_ids(cells, ids, count);
    if (!store_query(run->store, &project_by_ids, (struct cells){cells, STORE_PAGE_CELLS}, &rows,
                     fault)) {
        return false;
    }
    for (; store_next(&rows); found++) {
        read_row(run->arena, &rows, &out[store_page_place(ids, count, store_int(&rows, 0))]);
    }
    return store_done(&rows, fault) &&
           (found == count || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool projects_of_view(const struct view_run *run, const int64_t *ids, size_t count,
                      struct project *out, struct fault *fault)
{
    bool read = true;
    for (size_t at = 0; read && at < count; at += STORE_PAGE) {
        size_t some = count - at < STORE_PAGE ? count - at : STORE_PAGE;
        read = read_page(run, ids + at, some, out + at, fault);
    }
    return read;
}

bool project_has_party(struct store *store, int64_t id, struct text org, bool *out,
                       struct fault *fault)
{
    int64_t found = 0;
    if (!store_query_int(store, &project_party_find, CELLS(cell_int(id), cell_text(org)), &found,
                         fault)) {
        return false;
    }
    *out = found != 0;
    return true;
}

bool project_is_at_desk(struct store *store, int64_t id, struct text org, bool *out,
                        struct fault *fault)
{
    int64_t found = 0;
    if (!store_query_int(store, &project_desk_find, CELLS(cell_int(id), cell_text(org)), &found,
                         fault)) {
        return false;
    }
    *out = found != 0;
    return true;
}

bool project_by_exact_number(struct store *store, struct text number, int64_t *out,
                             struct fault *fault)
{
    return store_query_int(store, &project_of_number, CELLS(cell_text(number)), out, fault);
}

bool project_next_serial(struct store *store, bool listed, int64_t year, int64_t *out,
                         struct fault *fault)
{
    int64_t last = 0;
    const struct statement *statement = listed ? &project_serial_listed : &project_serial_lead;
    if (!store_query_int(store, statement, CELLS(cell_int(year)), &last, fault)) {
        return false;
    }
    *out = last + 1;
    return true;
}

bool project_answer(struct command_run *run, int64_t id, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(run->store, &project_version_of, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        run->answer.version = store_int(&rows, 0);
        run->answer.number = store_text(run->arena, &rows, 1);
    }
    run->answer.id = id;
    return store_done(&rows, fault);
}
