#include "room/rating/rating.h"

#include "base/arena.h"
#include "store/gather.h"

#define LIST_MAX 101 /* a page of 100 and the row that shows that there is more */
#define COLUMNS                                                                                    \
    "r.id, r.version, r.application, r.visit, r.project, r.org, r.item, r.channel, r.grade, "      \
    "r.low,"                                                                                       \
    " r.tells_case, r.words, r.reasons, r.rater, r.ended_on, r.rated_on, r.state,"                 \
    " r.strike_reason, r.strike_by, r.again_grade, r.again_on, r.mend, p.name, a.number"
#define FROM                                                                                       \
    " from rating r join project p on p.id=r.project left join application a on"                   \
    " a.id=r.application"

static const struct statement rating_insert = {
    "rating_insert",
    "insert into rating(id, version, application, visit, project, org, item, channel, grade, low,"
    " tells_case, words, reasons, rater, noted_by, source, ended_on, rated_on, rated_at, state,"
    " strike_reason, strike_by, again_grade, again_low, again_on, mend) values($1,1,$2,$3,$4,$5,"
    "$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,'counted','',0,'',0,null,0)"};
static const struct statement rating_repeat_update = {
    "rating_repeat_update", "update rating set version=version+1, again_grade=$2, again_low=$3,"
                            " again_on=$4 where id=$1"};
static const struct statement rating_strike_update = {
    "rating_strike_update", "update rating set version=version+1, state='strike_asked',"
                            " strike_reason=$2, strike_by=$3 where id=$1"};
static const struct statement rating_judge_update = {
    "rating_judge_update", "update rating set version=version+1, state=$2 where id=$1"};
/* What was struck is followed up no further. */
static const struct statement rating_mend_drop = {
    "rating_mend_drop", "update mend set version=version+1, state='closed', closed_on=$2,"
                        " in_time=0, stays_until=null where rating=$1 and state<>'closed'"};
static const struct statement rating_opening_insert = {
    "rating_opening_insert",
    "insert into rating_opening(id, rating, account, reason, opened_on) values($1,$2,$3,$4,$5)"};

static const struct statement rating_by_id = {
    "rating_by_id", "select " COLUMNS FROM " where " ACCESS_PROJECT " and r.id=$6"};
static const struct statement rating_filtered = {
    "rating_filtered", "select " COLUMNS FROM " where " ACCESS_PROJECT
                       " and ($6='' or ($6='low' and r.low=1) or r.state=$6) and r.id<$7 order by"
                       " r.id desc limit $8"};
/* Looks into neighbours' tables. */
static const struct statement rating_case_by_id = {
    "rating_case_by_id",
    "select a.id, a.project, a.org, a.code, '', a.own, a.decided_on, a.number from application a"
    " join project p on p.id=a.project where " ACCESS_PROJECT " and a.id=$6"};
static const struct statement rating_visit_by_id = {
    "rating_visit_by_id",
    "select v.id, v.project, '', coalesce(a.code, ''), v.desk, 0, v.visited_on, '' from hall_visit "
    "v"
    " join project p on p.id=v.project left join application a on a.id=v.application"
    " where " ACCESS_PROJECT " and v.id=$6"};
static const struct statement rating_of_case = {
    "rating_of_case", "select id from rating where application=$1 and rater=$2 and visit=0"};
static const struct statement rating_of_visit = {
    "rating_of_visit", "select id from rating where visit=$1 and visit>0"};
static const struct statement rating_of_item = {
    "rating_of_item", "select count(*) from rating where org=$1 and item=$2"};
static const struct statement rating_dues = {
    "rating_dues",
    "select a.id, a.project, a.org, a.code, '', a.own, a.decided_on, a.number, coalesce(r.id, 0),"
    " p.name from application a join project p on p.id=a.project left join rating r on"
    " r.application=a.id and r.rater=$6 and r.visit=0 where " ACCESS_PROJECT
    " and a.decided_on>=$7 and a.own=0 order by a.decided_on desc, a.id desc limit 100"};
/* Visits of a project, which nobody rated yet on paper. */
static const struct statement rating_unrated = {
    "rating_unrated",
    "select v.id, v.project, '', coalesce(a.code, ''), v.desk, 0, v.visited_on, '', 0, p.name from"
    " hall_visit v join project p on p.id=v.project left join application a on a.id=v.application"
    " where " ACCESS_PROJECT " and v.project=$6 and v.visited_on>=$7 and not exists (select 1 from"
    " rating r where r.visit=v.id and r.visit>0) order by v.visited_on desc, v.id desc limit 100"};
static const struct statement rating_raters = {
    "rating_raters", "select o.rating, s.name from rating_opening o join rating r on r.id=o.rating"
                     " join account_secret s on s.account=r.rater where o.account=$1 and"
                     " o.opened_on=$2 order by o.id desc limit 100"};
static const struct statement rating_opened = {
    "rating_opened",
    "select count(*) from rating_opening where rating=$1 and account=$2 and opened_on=$3"};

const struct statement *const rating_statements[] = {
    &rating_insert,     &rating_repeat_update,  &rating_strike_update, &rating_judge_update,
    &rating_mend_drop,  &rating_opening_insert, &rating_by_id,         &rating_filtered,
    &rating_case_by_id, &rating_visit_by_id,    &rating_of_case,       &rating_of_visit,
    &rating_of_item,    &rating_dues,           &rating_opened,        &rating_unrated,
    &rating_raters};
const size_t rating_statement_count = COUNT_OF(rating_statements);

/* The unique indexes are the last word on one rating a case and person, and one a visit. */
const char rating_ddl[] =
    "create table rating (id integer primary key, version integer not null, application integer not"
    " null, visit integer not null, project integer not null, org text not null, item text not"
    " null, channel text not null, grade text not null, low integer not null, tells_case integer"
    " not null, words integer not null, reasons text not null, rater integer not null, noted_by"
    " integer not null, source text not null, ended_on text not null, rated_on text not null,"
    " rated_at integer not null, state text not null, strike_reason text not null, strike_by"
    " integer not null, again_grade text not null, again_low integer not null, again_on text, mend"
    " integer not null);"
    "create unique index rating_by_case on rating(application, rater) where visit=0;"
    "create unique index rating_by_visit on rating(visit) where visit>0;"
    "create index rating_by_item on rating(org, item);"
    "create index rating_by_ended on rating(ended_on);"
    "create index rating_by_day on rating(rated_on);"
    "create index rating_by_waiting on rating(rated_on) where low=1 and mend=0 and"
    " state='counted';"
    "create table rating_opening (id integer primary key, rating integer not null, account integer"
    " not null, reason text not null, opened_on text not null);"
    "create index rating_opening_by_account on rating_opening(account, opened_on);";

/* -- recording -- */

bool rating_record_given(struct store *store, const struct event *event, struct fault *fault)
{
    const struct rating_given *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 20);
    int64_t who = actor_label_account(event->actor);
    bool is_typed = body->visit > 0;
    bool done = store_run(
        store, &rating_insert,
        CELLS(cell_int(event->subject), cell_int(body->application), cell_int(body->visit),
              cell_int(body->project_id), cell_text(body->org), cell_text(body->item),
              cell_text(body->channel), cell_text(body->grade), cell_bool(body->low),
              cell_bool(body->tells_case), cell_bool(body->has_words),
              cell_text(text_list_join(arena, body->reasons)), cell_int(is_typed ? 0 : who),
              cell_int(is_typed ? who : 0), cell_text(body->source), cell_date(body->ended_on),
              cell_date(event->happened_on), cell_int(event->recorded_at)),
        fault);
    arena_close(arena);
    return done;
}

bool rating_record_repeated(struct store *store, const struct event *event, struct fault *fault)
{
    const struct rating_repeated *body = event->body;
    return store_run(store, &rating_repeat_update,
                     CELLS(cell_int(event->subject), cell_text(body->grade), cell_bool(body->low),
                           cell_date(event->happened_on)),
                     fault);
}

bool rating_record_strike_asked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct rating_reason *body = event->body;
    return store_run(store, &rating_strike_update,
                     CELLS(cell_int(event->subject), cell_text(body->reason),
                           cell_int(actor_label_account(event->actor))),
                     fault);
}

bool rating_record_strike_judged(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct rating_judge *body = event->body;
    return store_run(store, &rating_judge_update,
                     CELLS(cell_int(event->subject),
                           cell_text(body->agrees ? TEXT("struck") : TEXT("counted"))),
                     fault) &&
           (!body->agrees ||
            store_run(store, &rating_mend_drop,
                      CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault));
}

bool rating_record_rater_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct rating_reason *body = event->body;
    return store_run(store, &rating_opening_insert,
                     CELLS(cell_int(event->seq), cell_int(event->subject),
                           cell_int(actor_label_account(event->actor)), cell_text(body->reason),
                           cell_date(event->happened_on)),
                     fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct rating *out = place;
    *out = (struct rating){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .application = store_int(rows, 2),
        .visit = store_int(rows, 3),
        .project = store_int(rows, 4),
        .org = store_text(arena, rows, 5),
        .item = store_text(arena, rows, 6),
        .channel = store_text(arena, rows, 7),
        .grade = store_text(arena, rows, 8),
        .is_low = store_bool(rows, 9),
        .tells_case = store_bool(rows, 10),
        .has_words = store_bool(rows, 11),
        .reasons = text_list_split(arena, store_text(arena, rows, 12)),
        .rater = store_int(rows, 13),
        .ended_on = store_date(rows, 14),
        .rated_on = store_date(rows, 15),
        .strike_reason = store_text(arena, rows, 17),
        .strike_by = store_int(rows, 18),
        .again_grade = store_text(arena, rows, 19),
        .again_on = store_date(rows, 20),
        .mend = store_int(rows, 21),
        .project_name = store_text(arena, rows, 22),
        .case_number = store_is_null(rows, 23) ? TEXT_NONE : store_text(arena, rows, 23),
    };
    ensure(rating_state_find(store_text(arena, rows, 16), &out->state));
}

static const struct store_shape shape = {sizeof(struct rating), 1, read_row};

bool rating_find(const struct sight *sight, int64_t id, struct rating *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &rating_by_id, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
                       &rows, fault) &&
           store_gather_one(sight->arena, &rows, &shape, out, fault);
}

bool rating_list(const struct sight *sight, const struct rating_filter *filter, struct ratings *out,
                 struct fault *fault)
{
    struct store_rows rows;
    int64_t before = filter->before > 0 ? filter->before : INT64_MAX;
    ensure(filter->limit < LIST_MAX);
    *out = (struct ratings){arena_array(sight->arena, struct rating, LIST_MAX), 0};
    if (!store_query(sight->store, &rating_filtered,
                     CELLS(ACCESS_CELLS(sight->scope), cell_text(filter->of), cell_int(before),
                           cell_int(filter->limit + 1)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        read_row(sight->arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

static void read_thing(struct arena *arena, const struct store_rows *rows, struct rating_thing *out)
{
    *out = (struct rating_thing){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .org = store_text(arena, rows, 2),
        .item = store_text(arena, rows, 3),
        .desk = store_text(arena, rows, 4),
        .is_own = store_bool(rows, 5),
        .ended_on = store_date(rows, 6),
        .number = store_text(arena, rows, 7),
    };
}

static bool find_thing(const struct sight *sight, const struct statement *statement, int64_t id,
                       struct rating_thing *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct rating_thing){.ended_on = CIVIL_DATE_NONE};
    if (!store_query(sight->store, statement, CELLS(ACCESS_CELLS(sight->scope), cell_int(id)),
                     &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        read_thing(sight->arena, &rows, out);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    return out->id != 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool rating_case(const struct sight *sight, int64_t application, struct rating_thing *out,
                 struct fault *fault)
{
    return find_thing(sight, &rating_case_by_id, application, out, fault);
}

bool rating_visit(const struct sight *sight, int64_t visit, struct rating_thing *out,
                  struct fault *fault)
{
    return find_thing(sight, &rating_visit_by_id, visit, out, fault);
}

bool rating_exists(struct store *store, const struct rating_of *of, int64_t *out,
                   struct fault *fault)
{
    *out = 0;
    return of->visit > 0
               ? store_query_int(store, &rating_of_visit, CELLS(cell_int(of->visit)), out, fault)
               : store_query_int(store, &rating_of_case,
                                 CELLS(cell_int(of->application), cell_int(of->rater)), out, fault);
}

bool rating_count_of(struct store *store, struct text org, struct text item, int64_t *out,
                     struct fault *fault)
{
    return store_query_int(store, &rating_of_item, CELLS(cell_text(org), cell_text(item)), out,
                           fault);
}

static bool read_dues(struct arena *arena, struct store_rows *rows, struct rating_dues *out,
                      struct fault *fault)
{
    while (out->count < RATING_DUES && store_next(rows)) {
        struct rating_due *due = &out->items[out->count++];
        read_thing(arena, rows, &due->thing);
        due->rating = store_int(rows, 8);
        due->project_name = store_text(arena, rows, 9);
    }
    return store_done(rows, fault);
}

bool rating_dues_of(const struct sight *sight, const struct rating_mine *mine,
                    struct rating_dues *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    return store_query(
               sight->store, &rating_dues,
               CELLS(ACCESS_CELLS(sight->scope), cell_int(mine->rater), cell_date(mine->since)),
               &rows, fault) &&
           read_dues(sight->arena, &rows, out, fault);
}

bool rating_slips_of(const struct sight *sight, int64_t project, civil_date since,
                     struct rating_dues *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    return store_query(sight->store, &rating_unrated,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(project), cell_date(since)),
                       &rows, fault) &&
           read_dues(sight->arena, &rows, out, fault);
}

bool rating_raters_of(struct arena *arena, struct store *store, const struct rating_opening *by,
                      struct rating_raters *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    if (!store_query(store, &rating_raters, CELLS(cell_int(by->account), cell_date(by->on)), &rows,
                     fault)) {
        return false;
    }
    while (out->count < COUNT_OF(out->items) && store_next(&rows)) {
        out->items[out->count++] =
            (struct rating_rater){store_int(&rows, 0), store_text(arena, &rows, 1)};
    }
    return store_done(&rows, fault);
}

bool rating_is_opened(struct store *store, const struct rating_opening *opening, bool *out,
                      struct fault *fault)
{
    int64_t count = 0;
    bool read = store_query_int(
        store, &rating_opened,
        CELLS(cell_int(opening->rating), cell_int(opening->account), cell_date(opening->on)),
        &count, fault);
    *out = count > 0;
    return read;
}
