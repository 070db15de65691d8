#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/standing_inside.h"
#include "room/problem/problem.h"
#include "store/page.h"

/* Reading. `standing` stands where `project` does in other statements: it is called p and has the
 * columns that ACCESS_PROJECT asks for, so that a page is read from one index alone. */

/* $6 the day $7 stage $8 district $9 direction $10 light */
#define TODAY " and p.from_day<=$6 and p.to_day>=$6"
#define FILTER                                                                                     \
    ACCESS_PROJECT TODAY                                                                           \
        " and ($7='' or p.stage=$7) and ($8='' or p.district=$8) and ($9='' or p.direction=$9)"
/* What bits tell, asked first: of the words ($a $b), of the unit. */
#define MAY_HOLD(low, high) " (p.words_low & " low ")=" low " and (p.words_high & " high ")=" high
#define MAY_BE_OF(unit) " and (" unit "=0 or (p.unit_bits & " unit ")<>0)"
/* A gram that those looked for hold, "" any. */
#define HOLD(gram)                                                                                 \
    " and (" gram "='' or (select 1 from project_gram g where g.gram=" gram                        \
    " and g.project=p.id)=1)"
/* $11 $12 the place the page begins behind $13 limit $14 a gram $15 $16 its bits $17 a unit's */
#define WORDS " and" MAY_HOLD("$15", "$16") MAY_BE_OF("$17") HOLD("$14")
#define BEHIND_WEIGHT " and (p.weight, p.id)<($11,$12) order by p.weight desc, p.id desc limit $13"

static const struct statement standing_urgent = {
    "standing_urgent",
    "select p.weight, p.id from standing p where $10=''" WORDS " and " FILTER BEHIND_WEIGHT};
/* $10 a gram $11 $12 bits of the words $13 a unit's $14 $15 behind this $16 $17 as far as that $18
 * limit */
static const struct statement standing_looked = {
    "standing_looked",
    "select p.weight, p.id from standing p where (p.weight, p.id)<($14,$15)"
    " and (p.weight, p.id)>=($16,$17) and" MAY_HOLD("$11", "$12") MAY_BE_OF("$13")
        HOLD("$10") " and " FILTER " order by p.weight desc, p.id desc limit $18"};
static const struct statement standing_end = {
    "standing_end", "select weight, id from standing where (weight, id)<($1,$2)"
                    " order by weight desc, id desc limit 1 offset $3"};
static const struct statement standing_urgent_light = {
    "standing_urgent_light",
    "select p.weight, p.id from standing p where p.light=$10" WORDS " and " FILTER BEHIND_WEIGHT};
static const struct statement standing_producing = {
    "standing_producing",
    "select p.production, p.id from standing p where (p.production, p.id)<($11,$12)" WORDS
    " and " FILTER " and ($10='' or p.light=$10) order by p.production desc, p.id desc limit $13"};
static const struct statement standing_light_total = {
    "standing_light_total",
    "select count(*) from standing p where p.light=$10" MAY_BE_OF("$11") " and " FILTER};
static const struct statement standing_sum_all = {
    "standing_sum_all", "select cast(sum(projects) as integer) from standing_tally where org=$1"
                        " and ($2='' or district=$2) and stage_rank>=$3 and ($4='' or stage=$4)"
                        " and ($5='' or direction=$5)"};
static const struct statement standing_page_of = {
    "standing_page_of", "select " STANDING_COLUMNS ", h.name, (select count(*) from problem x"
                        " where x.project=p.id and x.state not in " PROBLEM_OVER ")"
                        " from standing p left join account_secret h on h.account=p.navigator"
                        " where " ACCESS_PROJECT " and p.id in " STORE_PAGE_IDS
                        " and p.from_day<=$56 and p.to_day>=$56"};
/* In order, though one is enough: there is none as a rule, and a server that expects some finds
 * that out by reading the whole table. */
static const struct statement standing_stale = {
    "standing_stale",
    "select 1 from standing where to_day<$1 and is_last=1 order by to_day limit 1"};

static const struct statement standing_problem_cost_of = {
    "standing_problem_cost_of",
    "select moves, spare, item, is_provisional from standing_problem where id=$1 and day=$2"};

const struct statement *const standing_statements[] = {
    &standing_urgent,
    &standing_looked,
    &standing_end,
    &standing_urgent_light,
    &standing_producing,
    &standing_light_total,
    &standing_sum_all,
    &standing_counter_add,
    &standing_counter_fold,
    &standing_counter_old_delete,
    &standing_counter_read,
    &standing_page_of,
    &standing_stale,
    &standing_insert,
    &standing_delete,
    &standing_extend,
    &standing_count_add,
    &standing_case_insert,
    &standing_case_of,
    &standing_case_delete,
    &standing_case_count,
    &standing_by_project,
    &standing_units,
    &standing_touched_after,
    &standing_all_after,
    &standing_ending,
    &standing_pack_get,
    &standing_pack_put,
    &standing_pack_day,
    &standing_old,
    &standing_old_delete,
    &standing_case_old_delete,
    &standing_case_tally_old_delete,
    &standing_queue_by_left,
    &standing_queue_by_effect,
    &standing_queue_newest,
    &standing_queue_counts,
    &standing_pressing_page,
    &standing_pressing_total,
    &standing_problem_insert,
    &standing_problem_delete,
    &standing_problem_old_delete,
    &standing_problem_cost_of,
};
const size_t standing_statement_count = COUNT_OF(standing_statements);

bool standing_is_ready(const struct view_run *run, bool *out, struct fault *fault)
{
    int64_t stale = 0;
    *out = false;
    if (!standing_pack_is(run->store, city_version(run->city), run->today, out, fault) ||
        !store_query_int(run->store, &standing_stale, CELLS(cell_date(run->today)), &stale,
                         fault)) {
        return false;
    }
    *out = *out && stale == 0;
    return true;
}

static bool read_shown(const struct view_run *run, const int64_t *projects, size_t count,
                       struct standing_shown *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct cell cells[STORE_PAGE_CELLS + 1] = {ACCESS_CELLS(scope)};
    struct store_rows rows;
    store_page_ids(cells, projects, count);
    cells[STORE_PAGE_CELLS] = cell_date(run->today);
    if (!store_query(run->store, &standing_page_of, (struct cells){cells, STORE_PAGE_CELLS + 1},
                     &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct standing_shown *shown = &out[store_page_place(projects, count, store_int(&rows, 0))];
        standing_read(run->arena, &rows, &shown->row);
        shown->navigator_name = store_text(run->arena, &rows, STANDING_COLUMN_COUNT);
        shown->row.open_problems = store_int(&rows, STANDING_COLUMN_COUNT + 1);
    }
    return store_done(&rows, fault);
}

bool standing_of(const struct view_run *run, const int64_t *projects, size_t count,
                 struct standing_shown *out, struct fault *fault)
{
    bool read = true;
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct standing_shown){.row = {.id = 0}, .navigator_name = TEXT_NONE};
    }
    for (size_t at = 0; read && at < count; at += STORE_PAGE) {
        size_t some = count - at < STORE_PAGE ? count - at : STORE_PAGE;
        read = read_shown(run, projects + at, some, out + at, fault);
    }
    return read;
}

/* Of the unit through which the reader sees, if it is that; else any. */
static int64_t unit_bits(const struct view_run *run, const struct scope *scope)
{
    return scope->kind == SCOPE_ORG ? standing_unit_bit(run->city, scope->org_or_district) : 0;
}

static bool read_places(struct store_rows *rows, int64_t limit, struct arena *arena,
                        struct standing_places *out, struct fault *fault)
{
    *out = (struct standing_places){arena_array(arena, struct standing_place, (size_t)limit), 0};
    while (store_next(rows)) {
        out->items[out->count++] = (struct standing_place){store_int(rows, 0), store_int(rows, 1)};
    }
    return store_done(rows, fault);
}

bool standing_page(const struct view_run *run, const struct standing_question *question,
                   struct standing_places *out, struct fault *fault)
{
    const struct statement *statement = question->order == STANDING_PRODUCING ? &standing_producing
                                        : question->light.len > 0 ? &standing_urgent_light
                                                                  : &standing_urgent;
    const struct portfolio_filter *filter = question->filter;
    struct scope scope = access_scope(run->city, run->actor);
    struct standing_bits words = {0, 0};
    struct store_rows rows;
    standing_bits_add(&words, filter->words);
    return store_query(run->store, statement,
                       CELLS(ACCESS_CELLS(scope), cell_date(run->today), cell_text(filter->stage),
                             cell_text(filter->district), cell_text(filter->direction),
                             cell_text(question->light), cell_int(question->after.weight),
                             cell_int(question->after.id), cell_int(question->limit),
                             cell_text(filter->grams[0]), cell_int(words.low), cell_int(words.high),
                             cell_int(unit_bits(run, &scope))),
                       &rows, fault) &&
           read_places(&rows, question->limit, run->arena, out, fault);
}

bool standing_stretch_end(const struct view_run *run, struct standing_stretch *stretch,
                          int64_t rows, struct fault *fault)
{
    struct standing_places found;
    struct store_rows read;
    if (!store_query(
            run->store, &standing_end,
            CELLS(cell_int(stretch->after.weight), cell_int(stretch->after.id), cell_int(rows - 1)),
            &read, fault) ||
        !read_places(&read, 1, run->arena, &found, fault)) {
        return false;
    }
    stretch->is_last = found.count == 0;
    stretch->end = stretch->is_last ? (struct standing_place){INT64_MIN, 0} : found.items[0];
    return true;
}

bool standing_look(const struct view_run *run, const struct standing_stretch *stretch,
                   struct standing_places *out, struct fault *fault)
{
    const struct portfolio_filter *filter = stretch->filter;
    struct scope scope = access_scope(run->city, run->actor);
    struct standing_bits words = {0, 0};
    struct store_rows rows;
    standing_bits_add(&words, filter->words);
    return store_query(run->store, &standing_looked,
                       CELLS(ACCESS_CELLS(scope), cell_date(run->today), cell_text(filter->stage),
                             cell_text(filter->district), cell_text(filter->direction),
                             cell_text(filter->grams[0]), cell_int(words.low), cell_int(words.high),
                             cell_int(unit_bits(run, &scope)), cell_int(stretch->after.weight),
                             cell_int(stretch->after.id), cell_int(stretch->end.weight),
                             cell_int(stretch->end.id), cell_int(stretch->limit)),
                       &rows, fault) &&
           read_places(&rows, stretch->limit, run->arena, out, fault);
}

/* -- totals -- */

/* Of the scope and the filter: one district, all (""), or none in common. */
static bool district_of(const struct scope *scope, struct text asked, struct text *out)
{
    struct text own = scope->kind == SCOPE_DISTRICT ? scope->org_or_district : scope->district;
    bool is_own = scope->kind == SCOPE_DISTRICT || scope->kind == SCOPE_ORG;
    *out = is_own && own.len > 0 ? own : asked;
    return !is_own || own.len == 0 || asked.len == 0 || text_equal(own, asked);
}

bool standing_total(const struct view_run *run, const struct standing_question *question,
                    int64_t *out, struct fault *fault)
{
    static const char *const others[] = {"green", "yellow", "red", "done", "paused"};
    const struct portfolio_filter *filter = question->filter;
    struct scope scope = access_scope(run->city, run->actor);
    bool is_none = text_is(question->light, "none");
    struct text district;
    *out = 0;
    if (scope.kind == SCOPE_NOTHING || !district_of(&scope, filter->district, &district)) {
        return true;
    }
    if ((question->light.len == 0 || is_none) &&
        !store_query_int(
            run->store, &standing_sum_all,
            CELLS(cell_text(scope.kind == SCOPE_ORG ? scope.org_or_district : TEXT_NONE),
                  cell_text(district), cell_int(scope.rank_min), cell_text(filter->stage),
                  cell_text(filter->direction)),
            out, fault)) {
        return false;
    }
    for (size_t i = 0; question->light.len > 0 && i < COUNT_OF(others); i++) {
        int64_t count = 0;
        if ((is_none || text_is(question->light, others[i])) &&
            !store_query_int(run->store, &standing_light_total,
                             CELLS(ACCESS_CELLS(scope), cell_date(run->today),
                                   cell_text(filter->stage), cell_text(filter->district),
                                   cell_text(filter->direction), cell_text(text_of(others[i])),
                                   cell_int(unit_bits(run, &scope))),
                             &count, fault)) {
            return false;
        }
        *out += is_none ? -count : count;
    }
    return true;
}

bool standing_problem_cost(const struct view_run *run, int64_t id, struct problem_cost *out,
                           struct fault *fault)
{
    struct store_rows rows;
    *out = (struct problem_cost){.item = TEXT_NONE};
    if (!store_query(run->store, &standing_problem_cost_of,
                     CELLS(cell_int(id), cell_date(run->today)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct problem_cost){.is_known = true,
                                     .moves = store_int(&rows, 0),
                                     .spare = store_int(&rows, 1),
                                     .item = store_text(run->arena, &rows, 2),
                                     .is_provisional = store_int(&rows, 3) != 0};
    }
    return store_done(&rows, fault);
}

const struct room standing_room = {
    .name = "standing",
    ROOM_STATEMENTS(standing),
    .schema = {"standing", 8, standing_ddl},
    .is_derived = true,
};
