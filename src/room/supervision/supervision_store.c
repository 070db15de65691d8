#include "room/supervision/supervision.h"

#include "app/access.h"
#include "base/arena.h"
#include "store/gather.h"

#define LIST_MAX 101 /* a page of 100 and the row that shows that there is more */
#define COLUMNS                                                                                    \
    "s.id, s.version, s.project, s.application, s.problem, s.whistle, s.person, s.number, s.item," \
    " s.org, s.asked, s.source, s.basis, s.state, s.issued_by, s.issued_role, s.issued_district,"  \
    " s.issued_on, s.due_on, s.acknowledged_on, s.answered_on, s.ended_on, s.days, s.answered_by," \
    " s.answer, s.files, s.words, s.missed_on, s.misses, s.returns, s.climbs, s.climbed_to,"       \
    " p.number, p.name, p.district, p.city_coordinates"
#define FROM " from supervision s join project p on p.id=s.project"
#define IS_OPEN "s.state in ('issued','acknowledged')"
#define OF "($6='' or s.org=$6) and ($7=0 or s.issued_by=$7) and ($8=0 or s.project=$8)"

static const struct statement supervision_insert = {
    "supervision_insert",
    "insert into supervision(id, version, project, application, problem, whistle, person, number,"
    " year, nth, item, org, asked, source, basis, state, issued_by, issued_role, issued_district,"
    " issued_on, due_on, next_on, acknowledged_on, answered_on, ended_on, days, answered_by,"
    " answer, files, words, missed_on, misses, returns, climbs, climbed_to) "
    "values($1,1,$2,$3,$4,$5,"
    "$6,$7,$8,$9,$10,$11,$12,$13,$14,'issued',$15,$16,$17,$18,$19,$19,null,null,null,$20,0,'','',"
    "'',null,0,0,0,'')"};
static const struct statement supervision_acknowledge_update = {
    "supervision_acknowledge_update", "update supervision set version=version+1,"
                                      " state='acknowledged', acknowledged_on=$2 where id=$1"};
static const struct statement supervision_answer_update = {
    "supervision_answer_update",
    "update supervision set version=version+1, state='answered', answered_on=$2, answered_by=$3,"
    " answer=$4, files=$5, acknowledged_on=coalesce(acknowledged_on, $2) where id=$1"};
static const struct statement supervision_return_update = {
    "supervision_return_update",
    "update supervision set version=version+1, state='acknowledged', returns=returns+1, words=$2,"
    " days=$3, due_on=$4, next_on=$4, missed_on=null, climbs=0, climbed_to='' where id=$1"};
static const struct statement supervision_end_update = {
    "supervision_end_update", "update supervision set version=version+1, state=$2, ended_on=$3,"
                              " words=$4 where id=$1"};
static const struct statement supervision_miss_update = {
    "supervision_miss_update", "update supervision set version=version+1, misses=misses+1,"
                               " missed_on=$2, next_on=$3 where id=$1"};
static const struct statement supervision_climb_update = {
    "supervision_climb_update", "update supervision set version=version+1, climbs=climbs+1,"
                                " climbed_to=$2, next_on=$3 where id=$1"};
static const struct statement supervision_by_id = {
    "supervision_by_id", "select " COLUMNS FROM " where " ACCESS_PROJECT " and s.id=$6"};
static const struct statement supervision_filtered = {
    "supervision_filtered",
    "select " COLUMNS FROM " where " ACCESS_PROJECT " and " OF
    " and ($9='' or s.state=$9 or ($9='open' and " IS_OPEN ") or ($9='overdue' and " IS_OPEN
    " and s.due_on<$10)) and s.id<$11 order by s.id desc limit $12"};
static const struct statement supervision_counted = {
    "supervision_counted",
    "select count(*), count(case when " IS_OPEN " then 1 end), count(case when " IS_OPEN
    " and s.due_on<$9 then 1 end), count(case when s.state='answered' then 1 end)" FROM
    " where " ACCESS_PROJECT " and " OF};
/* Nobody's scope: the chore looks at all of them. */
static const struct statement supervision_past_day = {
    "supervision_past_day", "select " COLUMNS FROM " where " IS_OPEN " and s.next_on<$1"
                            " order by s.next_on, s.id limit 100"};
static const struct statement supervision_serial = {
    "supervision_serial", "select max(nth) from supervision where year=$1"};
/* Looks into neighbours' tables. */
static const struct statement supervision_application = {
    "supervision_application", "select count(*) from application where id=$1 and project=$2"};
static const struct statement supervision_problem = {
    "supervision_problem", "select count(*) from problem where id=$1 and project=$2"};
static const struct statement supervision_whistle = {
    "supervision_whistle", "select count(*) from whistle where id=$1 and project=$2"};

const struct statement *const supervision_statements[] = {
    &supervision_insert,        &supervision_acknowledge_update,
    &supervision_answer_update, &supervision_return_update,
    &supervision_end_update,    &supervision_miss_update,
    &supervision_climb_update,  &supervision_by_id,
    &supervision_filtered,      &supervision_counted,
    &supervision_past_day,      &supervision_serial,
    &supervision_application,   &supervision_problem,
    &supervision_whistle};
const size_t supervision_statement_count = COUNT_OF(supervision_statements);

const char supervision_ddl[] =
    "create table supervision (id integer primary key, version integer not null, project integer"
    " not null, application integer not null, problem integer not null, whistle integer not null,"
    " person integer not null, number text not null, year integer not null, nth integer not null,"
    " item text not null, org text not null, asked text not null, source text not null, basis text"
    " not null, state text not null, issued_by integer not null, issued_role text not null,"
    " issued_district text not null, issued_on text not null, due_on text not null, next_on text,"
    " acknowledged_on text, answered_on text, ended_on text, days integer not null, answered_by"
    " integer not null, answer text not null, files text not null, words text not null, missed_on"
    " text, misses integer not null, returns integer not null, climbs integer not null, climbed_to"
    " text not null);"
    "create unique index supervision_by_number on supervision(year, nth);"
    "create index supervision_by_project on supervision(project);"
    "create index supervision_by_day on supervision(state, next_on);";

/* -- recording -- */

bool supervision_record_issued(struct store *store, const struct event *event, struct fault *fault)
{
    const struct supervision_issued *body = event->body;
    return store_run(store, &supervision_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_int(body->problem),
                           cell_int(body->whistle), cell_int(body->person), cell_text(body->number),
                           cell_int(body->year), cell_int(body->serial), cell_text(body->item),
                           cell_text(body->org), cell_text(body->asked), cell_text(body->source),
                           cell_text(body->basis), cell_int(actor_label_account(event->actor)),
                           cell_text(text_of(role_name(actor_label_role(event->actor)))),
                           cell_text(body->district), cell_date(event->happened_on),
                           cell_date(body->due_on), cell_int(body->days)),
                     fault);
}

bool supervision_record_acknowledged(struct store *store, const struct event *event,
                                     struct fault *fault)
{
    return store_run(store, &supervision_acknowledge_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool supervision_record_answered(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct supervision_answered *body = event->body;
    return store_run(store, &supervision_answer_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor)), cell_text(body->answer),
                           cell_text(body->files)),
                     fault);
}

bool supervision_record_returned(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct supervision_returned *body = event->body;
    return store_run(store, &supervision_return_update,
                     CELLS(cell_int(event->subject), cell_text(body->reason), cell_int(body->days),
                           cell_date(body->due_on)),
                     fault);
}

static bool end(struct store *store, const struct event *event, enum supervision_state state,
                struct fault *fault)
{
    const struct supervision_ended *body = event->body;
    return store_run(store, &supervision_end_update,
                     CELLS(cell_int(event->subject),
                           cell_text(text_of(supervision_state_code(state))),
                           cell_date(event->happened_on), cell_text(body->words)),
                     fault);
}

bool supervision_record_accepted(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return end(store, event, SUPERVISION_ACCEPTED, fault);
}

bool supervision_record_withdrawn(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    return end(store, event, SUPERVISION_WITHDRAWN, fault);
}

bool supervision_record_missed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct supervision_missed *body = event->body;
    return store_run(
        store, &supervision_miss_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_date(body->next_on)),
        fault);
}

bool supervision_record_climbed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct supervision_climbed *body = event->body;
    return store_run(store, &supervision_climb_update,
                     CELLS(cell_int(event->subject), cell_text(body->to), cell_date(body->next_on)),
                     fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct supervision *out = place;
    *out = (struct supervision){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .problem = store_int(rows, 4),
        .whistle = store_int(rows, 5),
        .person = store_int(rows, 6),
        .number = store_text(arena, rows, 7),
        .item = store_text(arena, rows, 8),
        .org = store_text(arena, rows, 9),
        .asked = store_text(arena, rows, 10),
        .source = store_text(arena, rows, 11),
        .basis = store_text(arena, rows, 12),
        .issued_by = store_int(rows, 14),
        .issued_role = role_from_name(store_text(arena, rows, 15)),
        .issued_district = store_text(arena, rows, 16),
        .issued_on = store_date(rows, 17),
        .due_on = store_date(rows, 18),
        .acknowledged_on = store_date(rows, 19),
        .answered_on = store_date(rows, 20),
        .ended_on = store_date(rows, 21),
        .days = store_int(rows, 22),
        .answered_by = store_int(rows, 23),
        .answer = store_text(arena, rows, 24),
        .files = store_text(arena, rows, 25),
        .words = store_text(arena, rows, 26),
        .missed_on = store_date(rows, 27),
        .misses = store_int(rows, 28),
        .returns = store_int(rows, 29),
        .climbs = store_int(rows, 30),
        .climbed_to = store_text(arena, rows, 31),
        .project_number = store_text(arena, rows, 32),
        .project_name = store_text(arena, rows, 33),
        .project_district = store_text(arena, rows, 34),
        .city_coordinates = store_int(rows, 35) != 0,
    };
    ensure(supervision_state_find(store_cell(rows, 13).text, &out->state));
}

static const struct store_shape shape = {sizeof(struct supervision), LIST_MAX, read_row};

static bool read_all(struct arena *arena, struct store_rows *rows, struct supervisions *out,
                     struct fault *fault)
{
    struct store_list list;
    bool read = store_gather(arena, rows, &shape, &list, fault);
    *out = (struct supervisions){list.items, list.count};
    return read;
}

bool supervision_find(const struct sight *sight, int64_t id, struct supervision *out,
                      struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &supervision_by_id,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) &&
           store_gather_one(sight->arena, &rows, &shape, out, fault);
}

#define OF_CELLS(filter)                                                                           \
    cell_text((filter)->org), cell_int((filter)->issuer), cell_int((filter)->project)

bool supervision_list(const struct sight *sight, const struct supervision_filter *filter,
                      struct supervisions *out, struct fault *fault)
{
    struct store_rows rows;
    ensure(filter->limit < LIST_MAX);
    return store_query(sight->store, &supervision_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), OF_CELLS(filter), cell_text(filter->state),
                             cell_date(filter->today),
                             cell_int(filter->before > 0 ? filter->before : INT64_MAX),
                             cell_int(filter->limit + 1)),
                       &rows, fault) &&
           read_all(sight->arena, &rows, out, fault);
}

bool supervision_count(const struct sight *sight, const struct supervision_filter *filter,
                       struct supervision_counts *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, &supervision_counted,
                     CELLS(ACCESS_CELLS(sight->scope), OF_CELLS(filter), cell_date(filter->today)),
                     &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct supervision_counts){store_int(&rows, 0), store_int(&rows, 1),
                                           store_int(&rows, 2), store_int(&rows, 3)};
    }
    return store_done(&rows, fault);
}

bool supervision_past(struct arena *arena, struct store *store, civil_date today,
                      struct supervisions *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &supervision_past_day, CELLS(cell_date(today)), &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool supervision_next_serial(struct store *store, int64_t year, int64_t *out, struct fault *fault)
{
    int64_t last = 0;
    bool read = store_query_int(store, &supervision_serial, CELLS(cell_int(year)), &last, fault);
    *out = last + 1;
    return read;
}

bool supervision_is_of_project(struct store *store, const struct supervision_issue *issue,
                               int64_t project, const char **out_field, struct fault *fault)
{
    const struct {
        const char *field;
        const struct statement *look;
        int64_t id;
    } things[] = {{"application_id", &supervision_application, issue->application_id},
                  {"problem_id", &supervision_problem, issue->problem_id},
                  {"whistle_id", &supervision_whistle, issue->whistle_id}};
    *out_field = NULL;
    for (size_t i = 0; i < COUNT_OF(things) && *out_field == NULL; i++) {
        int64_t count = 1;
        if (things[i].id != 0 &&
            !store_query_int(store, things[i].look,
                             CELLS(cell_int(things[i].id), cell_int(project)), &count, fault)) {
            return false;
        }
        *out_field = count == 0 ? things[i].field : NULL;
    }
    return true;
}
