#include "base/arena.h"
#include "room/coordination/coordination.h"

#define LIST_MAX 100
#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.is_down, c.reason, c.answer_reason, c.on_day, c.due_on,"        \
    " c.answered_on, c.answer, c.matter_count, c.matters, c.climbs, c.climbed_to, c.climbs_to,"    \
    " c.climbed_on, c.climbs_on, p.district"
#define FROM " from coordination c join project p on p.id=c.project"
#define UNDER_WAY "p.stage in ('handed_over','accepted','served','under_way','production')"

static const struct statement coordination_insert = {
    "coordination_insert",
    "insert into coordination(id, version, project, is_down, reason, answer_reason, on_day, due_on,"
    " answered_on, answer, matter_count, matters, climbs, climbed_to, climbs_to)"
    " values($1,1,$2,$3,$4,'',$5,$6,null,'',0,'',0,'','')"};
static const struct statement coordination_answer = {
    "coordination_answer",
    "update coordination set version=version+1, answered_on=$2, answer=$3, answer_reason=$4,"
    " climbs_on=null, climbs_to='' where id=$1"};
static const struct statement coordination_announce = {
    "coordination_announce",
    "update coordination set version=version+1, climbs_to=$2, climbs_on=$3 where id=$1"};
static const struct statement coordination_climb_to = {
    "coordination_climb_to",
    "update coordination set version=version+1, climbed_to=$2, climbed_on=$3, climbs=$4,"
    " climbs_on=null, climbs_to='' where id=$1"};
static const struct statement coordination_list_matters = {
    "coordination_list_matters",
    "update coordination set version=version+1, matter_count=$2, matters=$3 where id=$1"};
static const struct statement coordination_acts = {"coordination_acts",
                                                   "select " COLUMNS FROM " where c.project=$1"
                                                   " order by c.id desc limit 100"};
static const struct statement coordination_unanswered = {
    "coordination_unanswered", "select " COLUMNS FROM " where c.project=$1 and c.is_down=1 and"
                               " c.answered_on is null order by c.id desc limit 1"};
static const struct statement coordination_climb_at = {
    "coordination_climb_at",
    "select " COLUMNS FROM " where c.is_down=1 and c.answered_on is null and " UNDER_WAY
    " and (c.climbs_on is null or c.climbs_on<=$1) and c.id>$2 order by c.id limit $3"};
static const struct statement coordination_projects = {
    "coordination_projects",
    "select p.id from project p where " ACCESS_PROJECT " and p.id>$6 and " UNDER_WAY
    " and p.city_coordinates=$7 and"
    " ($8=0 or exists (select 1 from coordination c where c.project=p.id and c.is_down=1 and"
    " c.answered_on is null)) order by p.id limit 101"};

const struct statement *const coordination_statements[] = {
    &coordination_insert,   &coordination_answer,     &coordination_announce,
    &coordination_climb_to, &coordination_acts,       &coordination_list_matters,
    &coordination_climb_at, &coordination_unanswered, &coordination_projects};
const size_t coordination_statement_count = COUNT_OF(coordination_statements);

const char coordination_ddl[] =
    "create table coordination (id integer primary key, version integer not null, project integer"
    " not null, is_down integer not null, reason text not null, answer_reason text not null,"
    " on_day text not null, due_on text, answered_on text, answer text not null,"
    " matter_count integer not null, matters text not null, climbs integer not null, climbed_to"
    " text not null, climbs_to text not null, climbed_on text, climbs_on text);"
    "create index coordination_by_project on coordination(project, id);"
    "create index coordination_waiting on coordination(project, id) where is_down=1 and "
    "answered_on is"
    " null;";

/* -- recording -- */

bool coordination_record_taken_over(struct store *store, const struct event *event,
                                    struct fault *fault)
{
    const struct coordination_reason *body = event->body;
    return store_run(store, &coordination_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project), cell_int(0),
                           cell_text(body->reason), cell_date(event->happened_on),
                           cell_date(CIVIL_DATE_NONE)),
                     fault);
}

bool coordination_record_handed_down(struct store *store, const struct event *event,
                                     struct fault *fault)
{
    const struct coordination_handed_down *body = event->body;
    return store_run(store, &coordination_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project), cell_int(1),
                           cell_text(body->reason), cell_date(event->happened_on),
                           cell_date(body->due_on)),
                     fault);
}

static bool record_answer(struct store *store, const struct event *event,
                          enum coordination_answer answer, struct text words, struct fault *fault)
{
    return store_run(store, &coordination_answer,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(coordination_answer_code(answer)), cell_text(words)),
                     fault);
}

bool coordination_record_accepted(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct coordination_note *body = event->body;
    return record_answer(store, event, COORDINATION_ACCEPTED, body->note, fault);
}

bool coordination_record_returned(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct coordination_reason *body = event->body;
    return record_answer(store, event, COORDINATION_RETURNED, body->reason, fault);
}

bool coordination_record_withdrawn(struct store *store, const struct event *event,
                                   struct fault *fault)
{
    const struct coordination_reason *body = event->body;
    return record_answer(store, event, COORDINATION_WITHDRAWN, body->reason, fault);
}

bool coordination_record_climb_announced(struct store *store, const struct event *event,
                                         struct fault *fault)
{
    const struct coordination_climb_announced *body = event->body;
    return store_run(store, &coordination_announce,
                     CELLS(cell_int(event->subject), cell_text(body->to), cell_date(body->due_on)),
                     fault);
}

bool coordination_record_climbed(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct coordination_climbed *body = event->body;
    return store_run(store, &coordination_climb_to,
                     CELLS(cell_int(event->subject), cell_text(body->to),
                           cell_date(event->happened_on), cell_int(body->climbs)),
                     fault);
}

bool coordination_record_listed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct coordination_listed *body = event->body;
    return store_run(
        store, &coordination_list_matters,
        CELLS(cell_int(event->subject), cell_int(body->count), cell_text(body->matters)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct coordination *out)
{
    struct text answer = store_cell(rows, 9).text;
    *out = (struct coordination){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .is_down = store_int(rows, 3) != 0,
        .reason = store_text(arena, rows, 4),
        .answer_reason = store_text(arena, rows, 5),
        .on = store_date(rows, 6),
        .due_on = store_date(rows, 7),
        .answered_on = store_date(rows, 8),
        .matter_count = store_int(rows, 10),
        .matters = store_text(arena, rows, 11),
        .climbs = store_int(rows, 12),
        .climbed_to = store_text(arena, rows, 13),
        .climbs_to = store_text(arena, rows, 14),
        .climbed_on = store_date(rows, 15),
        .climbs_on = store_date(rows, 16),
        .district = store_text(arena, rows, 17),
    };
    while (!text_equal(answer, coordination_answer_code(out->answer))) {
        out->answer++;
        ensure(out->answer < COORDINATION_ANSWERS);
    }
}

bool coordination_of_project(struct arena *arena, struct store *store, int64_t project,
                             struct coordinations *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct coordinations){arena_array(arena, struct coordination, LIST_MAX), 0};
    if (!store_query(store, &coordination_acts, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool coordination_waiting(struct arena *arena, struct store *store, int64_t project,
                          struct coordination *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct coordination){.id = 0};
    if (!store_query(store, &coordination_unanswered, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_row(arena, &rows, out);
    }
    return store_done(&rows, fault);
}

bool coordination_climb_due(struct arena *arena, struct store *store,
                            const struct coordination_climb_after *after, struct coordinations *out,
                            struct fault *fault)
{
    struct store_rows rows;
    *out =
        (struct coordinations){arena_array(arena, struct coordination, COORDINATION_CLIMB_PAGE), 0};
    if (!store_query(
            store, &coordination_climb_at,
            CELLS(cell_date(after->today), cell_int(after->id), cell_int(COORDINATION_CLIMB_PAGE)),
            &rows, fault)) {
        return false;
    }
    while (out->count < COORDINATION_CLIMB_PAGE && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool coordination_select(const struct sight *sight, const struct coordination_filter *filter,
                         struct coordination_page *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, &coordination_projects,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(filter->after),
                           cell_int(filter->by_city), cell_int(filter->only_waiting)),
                     &rows, fault)) {
        return false;
    }
    out->count = 0;
    while (out->count <= COORDINATION_PAGE && store_next(&rows)) {
        out->projects[out->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}
