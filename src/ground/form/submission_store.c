#include "ground/form/submission.h"

#include "app/city.h"
#include "base/arena.h"

#define SCRATCH_SOFT ((size_t)4 << 20)
#define SCRATCH_HARD ((size_t)64 << 20)
#define SUBMISSIONS_MAX 50
#define KNOWN_MAX 1000
#define SHELF_MAX 1000

static const struct statement submission_insert = {
    "submission_insert",
    "insert into submission(id, application, version, project, origin, kept_on, answers, materials,"
    " by_actor) values($1,$2,$3,$4,$5,$6,$7,$8,$9)"};
static const struct statement submission_answer_upsert = {
    "submission_answer_upsert",
    "insert into submission_answer(project, field, value, kept_on, application)"
    " values($1,$2,$3,$4,$5) on conflict(project, field) do update set value=excluded.value,"
    " kept_on=excluded.kept_on, application=excluded.application"};
static const struct statement submission_paper_upsert = {
    "submission_paper_upsert",
    "insert into submission_paper(project, name, files, kept_on, application)"
    " values($1,$2,$3,$4,$5) on conflict(project, name) do update set files=excluded.files,"
    " kept_on=excluded.kept_on, application=excluded.application"};
static const struct statement submission_by_application = {
    "submission_by_application",
    "select id, application, project, version, origin, kept_on, answers, materials, by_actor"
    " from submission where application=$1 order by version desc limit 50"};
static const struct statement submission_newest = {
    "submission_newest", "select max(version) from submission where application=$1"};
/* Looks into neighbours' tables: the facts, and what came of applications. */
static const struct statement submission_facts = {
    "submission_facts",
    "select name, value, on_day, source from planning_fact where project=$1 order by name"};
static const struct statement submission_answers = {
    "submission_answers",
    "select s.field, s.value, s.kept_on, a.number from submission_answer s"
    " join application a on a.id=s.application where s.project=$1 order by s.field limit 1000"};
/* Those in force that day; what was registered is as new as the look at the original. */
static const struct statement submission_certificates = {
    "submission_certificates",
    "select c.item, c.type, c.name, c.number, c.holder, c.holder_code, c.project_code,"
    " coalesce(c.verified_on, c.issued_on) from certificate c where c.project=$1 and c.state=0"
    " and (c.valid_until is null or c.valid_until>=$2) and (c.valid_from is null or"
    " c.valid_from<=$2) order by c.id limit 200"};
static const struct statement submission_papers = {
    "submission_papers",
    "select s.name, s.files, s.kept_on, a.number from submission_paper s"
    " join application a on a.id=s.application where s.project=$1 order by s.name limit 1000"};
static const struct statement submission_results = {
    "submission_results", "select code, number, decided_on from application where project=$1"
                          " and state in ('granted','delivered') order by id limit 1000"};
static const struct statement form_draft_find = {
    "form_draft_find",
    "select version, content, saved_at, saved_by from intake_draft where project=$1"};
static const struct statement form_draft_save = {
    "form_draft_save",
    "insert into intake_draft(project, version, content, saved_at, saved_by)"
    " values($1,$2,$3,$4,$5) on conflict(project) do update set version=excluded.version,"
    " content=excluded.content, saved_at=excluded.saved_at, saved_by=excluded.saved_by"};
static const struct statement form_draft_delete = {"form_draft_delete",
                                                   "delete from intake_draft where project=$1"};

const struct statement *const submission_statements[] = {
    &submission_insert,         &submission_answer_upsert, &submission_paper_upsert,
    &submission_by_application, &submission_newest,        &submission_facts,
    &submission_certificates,   &submission_answers,       &submission_papers,
    &submission_results,        &form_draft_find,          &form_draft_save,
    &form_draft_delete,
};
const size_t submission_statement_count = COUNT_OF(submission_statements);

const char submission_ddl[] =
    "create table submission (id integer primary key, application integer not null,"
    " version integer not null, project integer not null, origin text not null,"
    " kept_on text not null, answers text not null, materials text not null,"
    " by_actor text not null) /* grows by id */;"
    "create index submission_of_application on submission(application, version);"
    /* The newest answer and files of each project, under the name they go by. */
    "create table submission_answer (project integer not null, field text not null,"
    " value text not null, kept_on text not null, application integer not null,"
    " primary key(project, field)) /* grows by project */;"
    "create table submission_paper (project integer not null, name text not null,"
    " files text not null, kept_on text not null, application integer not null,"
    " primary key(project, name)) /* grows by project */;";

/* -- recording -- */

static struct text json_of(struct arena *arena, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    return buffer_text(&buffer);
}

struct recording {
    struct arena *arena;
    struct store *store;
    const struct event *event;
};

static bool record_each(const struct recording *recording, const struct statement *statement,
                        const struct jvalue *object, struct fault *fault)
{
    const struct event *event = recording->event;
    bool kept = true;
    for (uint32_t i = 0; kept && object->kind == JVALUE_OBJECT && i < object->count; i++) {
        const struct jmember *member = &object->members[i];
        kept = store_run(recording->store, statement,
                         CELLS(cell_int(event->project), cell_text(member->name),
                               cell_text(json_of(recording->arena, &member->value)),
                               cell_date(event->happened_on), cell_int(event->subject)),
                         fault);
    }
    return kept;
}

record_function submission_record_kept;

bool submission_record_kept(struct store *store, const struct event *event, struct fault *fault)
{
    const struct submission_kept *body = event->body;
    struct arena *arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD);
    struct recording recording = {arena, store, event};
    const struct jvalue *answers = NULL;
    const struct jvalue *materials = NULL;
    bool kept =
        json_read(arena, body->answers, &answers, fault) &&
        json_read(arena, body->materials, &materials, fault) &&
        store_run(store, &submission_insert,
                  CELLS(cell_int(event->seq), cell_int(event->subject), cell_int(body->version),
                        cell_int(event->project), cell_text(body->origin),
                        cell_date(event->happened_on), cell_text(body->answers),
                        cell_text(body->materials), cell_text(event->actor)),
                  fault) &&
        record_each(&recording, &submission_answer_upsert, answers, fault) &&
        record_each(&recording, &submission_paper_upsert, materials, fault);
    arena_close(arena);
    return kept;
}

/* -- reading -- */

bool submissions_of(struct arena *arena, struct store *store, int64_t application,
                    struct submissions *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct submissions){arena_array(arena, struct submission, SUBMISSIONS_MAX), 0};
    if (!store_query(store, &submission_by_application, CELLS(cell_int(application)), &rows,
                     fault)) {
        return false;
    }
    while (out->count < SUBMISSIONS_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct submission){
            .id = store_int(&rows, 0),
            .application = store_int(&rows, 1),
            .project = store_int(&rows, 2),
            .version = store_int(&rows, 3),
            .origin = text_is(store_text(arena, &rows, 4), "intake") ? SUBMISSION_INTAKE
                                                                     : SUBMISSION_CORRECTION,
            .kept_on = store_date(&rows, 5),
            .answers = store_text(arena, &rows, 6),
            .materials = store_text(arena, &rows, 7),
            .by = store_text(arena, &rows, 8),
        };
    }
    return store_done(&rows, fault);
}

bool submission_keep(struct command_run *run, const struct submission_new *wanted,
                     struct fault *fault)
{
    static const char *const origins[] = {"intake", "correction"};
    int64_t newest = 0;
    if (!store_query_int(run->store, &submission_newest, CELLS(cell_int(wanted->application)),
                         &newest, fault)) {
        return false;
    }
    struct submission_kept body = {.version = newest + 1,
                                   .origin = text_of(origins[wanted->origin]),
                                   .answers = wanted->answers,
                                   .materials = wanted->materials};
    struct event_about about = {wanted->application, wanted->project, wanted->on};
    return run_emit(run, &submission_kept_event, about, &body, fault);
}

/* -- what is known -- */

struct gathering {
    struct arena *arena;
    struct store *store;
    int64_t project;
    struct form_world *world;
};

static void know(struct gathering *into, struct form_known known)
{
    if (into->world->count < KNOWN_MAX && !jvalue_is_null(known.value)) {
        into->world->items[into->world->count++] = known;
    }
}

static void know_text(struct gathering *into, const char *name, struct text text, civil_date on)
{
    if (text.len > 0) {
        struct jvalue *value = arena_new(into->arena, struct jvalue);
        *value = (struct jvalue){.kind = JVALUE_TEXT, .text = text};
        know(into, (struct form_known){FORM_FROM_PROJECT, text_of(name), value, on, TEXT_NONE});
    }
}

static bool know_rows(struct gathering *into, const struct statement *statement,
                      enum form_origin origin, struct fault *fault)
{
    struct store_rows rows;
    bool read = true;
    if (!store_query(into->store, statement, CELLS(cell_int(into->project)), &rows, fault)) {
        return false;
    }
    while (read && store_next(&rows)) {
        struct form_known known = {.origin = origin,
                                   .name = store_text(into->arena, &rows, 0),
                                   .on = store_date(&rows, 2),
                                   .note = store_text(into->arena, &rows, 3)};
        read = json_read(into->arena, store_text(into->arena, &rows, 1), &known.value, fault);
        if (read) {
            know(into, known);
        }
    }
    return store_done(&rows, fault) && read;
}

/* What stands on the certificates held. Those issued by a grant name their item; those of elsewhere
 * have a type, whose items the city's list of certificates says. */
struct held {
    struct text item, name, number, holder, holder_code, project_code;
    civil_date on;
};

static void know_member(struct gathering *into, const struct held *held, struct text member,
                        struct text value)
{
    bool is_made_up = text_ends_with(value, TEXT("（项目单位）")); /* nobody's name was known */
    if (value.len == 0 || is_made_up) {
        return;
    }
    struct jvalue *text = arena_new(into->arena, struct jvalue);
    *text = (struct jvalue){.kind = JVALUE_TEXT, .text = value};
    know(into, (struct form_known){
                   .origin = FORM_FROM_CERTIFICATE,
                   .name = held->item,
                   .value = text,
                   .on = held->on,
                   .note = text_format(into->arena, "%.*s %.*s", TEXT_ARG(held->name),
                                       TEXT_ARG(held->number)),
                   .member = member,
               });
}

static void know_certificate(struct gathering *into, const struct held *held)
{
    know_member(into, held, TEXT("number"), held->number);
    know_member(into, held, TEXT("holder"), held->holder);
    know_member(into, held, TEXT("holder_code"), held->holder_code);
    know_member(into, held, TEXT("project_code"), held->project_code);
}

static void know_by_type(struct gathering *into, const struct city *city, struct text type,
                         struct held *held)
{
    const struct pack_record *record =
        pack_find(city_pack(city), PACK_CERTIFICATE_TYPES, type, CIVIL_DATE_NONE);
    const struct jvalue *items = record == NULL ? NULL : jvalue_get(record->raw, "items");
    for (uint32_t i = 0; items != NULL && i < items->count; i++) {
        held->item = jvalue_text(&items->items[i], TEXT_NONE);
        know_certificate(into, held);
    }
}

static bool know_certificates(struct gathering *into, const struct form_place *place,
                              struct fault *fault)
{
    struct store_rows rows;
    struct arena *arena = into->arena;
    if (!store_query(into->store, &submission_certificates,
                     CELLS(cell_int(into->project), cell_date(place->on)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct held held = {store_text(arena, &rows, 0), store_text(arena, &rows, 2),
                            store_text(arena, &rows, 3), store_text(arena, &rows, 4),
                            store_text(arena, &rows, 5), store_text(arena, &rows, 6),
                            store_date(&rows, 7)};
        if (held.item.len > 0) {
            know_certificate(into, &held);
        } else {
            know_by_type(into, place->city, store_text(arena, &rows, 1), &held);
        }
    }
    return store_done(&rows, fault);
}

bool submission_world(const struct form_place *place, const struct project *project,
                      struct form_world *out, struct fault *fault)
{
    struct arena *arena = place->arena;
    civil_date on = project->registered_on;
    struct gathering into = {arena, place->store, project->id, out};
    *out = (struct form_world){arena_array(arena, struct form_known, KNOWN_MAX), 0};
    know_text(&into, "name", project->name, on);
    know_text(&into, "enterprise", project->enterprise, on);
    know_text(&into, "industry_code", project->industry_code, on);
    know_text(&into, "investment", project->investment, on);
    know_text(&into, "land_mu", project->land_mu, on);
    if (project->district.len > 0) {
        know_text(&into, "district",
                  city_district_name(place->city, project->district, LANGUAGE_ZH), on);
    }
    return know_rows(&into, &submission_facts, FORM_FROM_FACT, fault) &&
           know_rows(&into, &submission_answers, FORM_FROM_ANSWER, fault) &&
           know_certificates(&into, place, fault);
}

/* -- the shelf -- */

static bool read_results(struct arena *arena, struct store *store, int64_t project,
                         struct form_shelf *out, struct fault *fault)
{
    struct store_rows rows;
    out->results = arena_array(arena, struct form_result, SHELF_MAX);
    if (!store_query(store, &submission_results, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->result_count < SHELF_MAX && store_next(&rows)) {
        out->results[out->result_count++] = (struct form_result){
            store_text(arena, &rows, 0), store_text(arena, &rows, 1), store_date(&rows, 2)};
    }
    return store_done(&rows, fault);
}

bool submission_shelf(struct arena *arena, struct store *store, int64_t project,
                      struct form_shelf *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct form_shelf){.results = NULL};
    out->uploads = arena_array(arena, struct form_upload, SHELF_MAX);
    if (!read_results(arena, store, project, out, fault) ||
        !store_query(store, &submission_papers, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->upload_count < SHELF_MAX && store_next(&rows)) {
        out->uploads[out->upload_count++] = (struct form_upload){
            .name = store_text(arena, &rows, 0),
            .files = store_text(arena, &rows, 1),
            .on = store_date(&rows, 2),
            .number = store_text(arena, &rows, 3),
        };
    }
    return store_done(&rows, fault);
}

/* -- the draft -- */

bool form_draft_of(struct arena *arena, struct store *store, int64_t project,
                   struct form_draft *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct form_draft){.version = 0};
    if (!store_query(store, &form_draft_find, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct form_draft){.version = store_int(&rows, 0),
                                   .content = store_text(arena, &rows, 1),
                                   .saved_at = store_int(&rows, 2),
                                   .saved_by = store_int(&rows, 3)};
    }
    return store_done(&rows, fault);
}

bool form_draft_keep(struct store *store, int64_t project, const struct form_draft *draft,
                     struct fault *fault)
{
    return store_run(store, &form_draft_save,
                     CELLS(cell_int(project), cell_int(draft->version), cell_text(draft->content),
                           cell_int(draft->saved_at), cell_int(draft->saved_by)),
                     fault);
}

bool form_draft_drop(struct store *store, int64_t project, struct fault *fault)
{
    return store_run(store, &form_draft_delete, CELLS(cell_int(project)), fault);
}
