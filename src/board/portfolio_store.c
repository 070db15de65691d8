#include <string.h>

#include "app/access.h"
#include "base/arena.h"
#include "board/portfolio.h"
#include "ground/project/project_store.h"
#include "room/problem/problem.h"

/* $6 stage $7 district $8 direction; $9 $10 key and id of the project that the page begins behind,
 * $11 the limit; $12 $13 $14 grams that those looked for hold, "" any. */
#define COLUMNS                                                                                    \
    "p.id, p.version, p.number, p.name, p.enterprise, p.district, p.industry_class, p.direction,"  \
    " p.industry_code, p.investment, p.land_mu, p.source, p.reference, p.stage, p.stage_since,"    \
    " p.stage_until, p.navigator, p.registered_on, p.lead_facts, p.city_coordinates"
#define HOLDS(gram)                                                                                \
    " and (" gram "='' or (select 1 from project_gram g where g.gram=" gram                        \
    " and g.project=p.id)=1)"
#define FILTER                                                                                     \
    ACCESS_PROJECT                                                                                 \
    " and ($6='' or p.stage=$6) and ($7='' or p.district=$7) and ($8='' or p.direction=$8)" HOLDS( \
        "$12") HOLDS("$13") HOLDS("$14")

static const struct statement portfolio_by_number = {
    "portfolio_by_number",
    "select " COLUMNS " from project p where " FILTER
    " and p.number>=$9 and (p.number>$9 or p.id>$10) order by p.number, p.id limit $11"};
static const struct statement portfolio_by_number_down = {
    "portfolio_by_number_down",
    "select " COLUMNS " from project p where " FILTER
    " and p.number<=$9 and (p.number<$9 or p.id<$10) order by p.number desc, p.id desc limit $11"};
static const struct statement portfolio_by_name = {
    "portfolio_by_name", "select " COLUMNS " from project p where " FILTER
                         " and p.name>=$9 and (p.name>$9 or p.id>$10) order by p.name, p.id"
                         " limit $11"};
static const struct statement portfolio_by_investment_down = {
    "portfolio_by_investment_down",
    "select " COLUMNS " from project p where " FILTER
    " and p.investment_hundredths<=$9 and (p.investment_hundredths<$9 or p.id<$10)"
    " order by p.investment_hundredths desc, p.id desc limit $11"};
static const struct statement portfolio_in_scope = {
    "portfolio_in_scope", "select " COLUMNS " from project p where " ACCESS_PROJECT
                          " and p.stage_rank between $6 and $7 order by p.id desc limit $8"};
static const struct statement portfolio_in_scope_navigator = {
    "portfolio_in_scope_navigator",
    "select " COLUMNS " from project p where " ACCESS_PROJECT
    " and p.navigator=$3 and p.stage_rank between $6 and $7 order by p.id desc limit $8"};
static const struct statement portfolio_problem_count = {
    "portfolio_problem_count",
    "select count(*) from problem where project=$1 and state not in " PROBLEM_OVER};

const struct statement *const portfolio_statements[] = {
    &portfolio_by_number,     &portfolio_by_number_down,
    &portfolio_by_name,       &portfolio_by_investment_down,
    &portfolio_in_scope,      &portfolio_in_scope_navigator,
    &portfolio_problem_count, &portfolio_of_navigator,
    &portfolio_own,           &portfolio_of_unit,
    &portfolio_of_gram,       &portfolio_of_grams,
    &portfolio_gram_count,    &portfolio_standing_of_navigator,
};
const size_t portfolio_statement_count = COUNT_OF(portfolio_statements);

/* Behind every text that a name or a number can begin with. */
#define LAST_TEXT "\xf4\x8f\xbf\xbf"

static const struct statement *const by_order[PORTFOLIO_STORED_COUNT] = {
    [PORTFOLIO_BY_NUMBER] = &portfolio_by_number,
    [PORTFOLIO_BY_NUMBER_DOWN] = &portfolio_by_number_down,
    [PORTFOLIO_BY_NAME] = &portfolio_by_name,
    [PORTFOLIO_BY_INVESTMENT_DOWN] = &portfolio_by_investment_down,
};

static bool read_list(struct arena *arena, struct store_rows *rows, struct project_list *out,
                      struct fault *fault)
{
    size_t capacity = 0;
    *out = (struct project_list){NULL, 0};
    while (store_next(rows)) {
        if (out->count == capacity) {
            size_t wider = capacity == 0 ? 64 : capacity * 2;
            struct project *items = arena_array(arena, struct project, wider);
            if (capacity > 0) {
                memcpy(items, out->items, capacity * sizeof *items);
            }
            out->items = items;
            capacity = wider;
        }
        project_read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

/* The key of the project that the page begins behind; of none, the one before all. */
static struct cell key_of(enum portfolio_order order, const struct project *after)
{
    bool is_down = order == PORTFOLIO_BY_NUMBER_DOWN;
    if (order == PORTFOLIO_BY_INVESTMENT_DOWN) {
        return cell_int(after == NULL               ? INT64_MAX
                        : after->investment.len > 0 ? money_hundredths(after->investment)
                                                    : -1);
    }
    if (after == NULL) {
        return cell_text(is_down ? TEXT(LAST_TEXT) : TEXT_NONE);
    }
    return cell_text(order == PORTFOLIO_BY_NAME ? after->name : after->number);
}

bool portfolio_page(const struct view_run *run, enum portfolio_order order,
                    const struct portfolio_filter *filter, struct project_list *out,
                    struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    bool is_up = order == PORTFOLIO_BY_NUMBER || order == PORTFOLIO_BY_NAME;
    int64_t from = filter->after != NULL ? filter->after->id : is_up ? 0 : INT64_MAX;
    return store_query(run->store, by_order[order],
                       CELLS(ACCESS_CELLS(scope), cell_text(filter->stage),
                             cell_text(filter->district), cell_text(filter->direction),
                             key_of(order, filter->after), cell_int(from), cell_int(filter->limit),
                             PORTFOLIO_GRAM_CELLS(filter)),
                       &rows, fault) &&
           read_list(run->arena, &rows, out, fault);
}

bool portfolio_all(const struct view_run *run, int64_t rank_min, int64_t rank_max,
                   struct project_list *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    const struct statement *statement =
        scope.kind == SCOPE_NAVIGATOR ? &portfolio_in_scope_navigator : &portfolio_in_scope;
    return store_query(run->store, statement,
                       CELLS(ACCESS_CELLS(scope), cell_int(rank_min), cell_int(rank_max),
                             cell_int(PORTFOLIO_ALL_MAX)),
                       &rows, fault) &&
           read_list(run->arena, &rows, out, fault);
}

bool portfolio_open_problems(const struct view_run *run, int64_t project, int64_t *out,
                             struct fault *fault)
{
    *out = 0;
    return store_query_int(run->store, &portfolio_problem_count, CELLS(cell_int(project)), out,
                           fault);
}
