#include <string.h>

#include "app/access.h"
#include "base/arena.h"
#include "board/portfolio.h"
#include "ground/project/project_store.h"

#define ALL_MAX 5000

/* $6 stage $7 district $8 direction $9 navigator $10 like $11 begin after $12 limit */
#define COLUMNS                                                                                    \
    "p.id, p.version, p.number, p.name, p.enterprise, p.district, p.industry_class, p.direction,"  \
    " p.industry_code, p.investment, p.land_mu, p.source, p.reference, p.stage, p.stage_since,"    \
    " p.stage_until, p.navigator, p.registered_on, p.lead_facts"
#define FILTER                                                                                     \
    ACCESS_PROJECT                                                                                 \
    " and ($6='' or p.stage=$6) and ($7='' or p.district=$7)"                                      \
    " and ($8='' or p.direction=$8) and ($9=0 or p.navigator=$9)"                                  \
    " and ($10='' or lower(p.name) like $10 escape '!' or lower(p.enterprise) like $10 escape '!'" \
    " or lower(p.number) like $10 escape '!')"

static const struct statement portfolio_by_number = {
    "portfolio_by_number",
    "select " COLUMNS " from project p left join project k on k.id=$11 where " FILTER
    " and ($11=0 or p.number>k.number or (p.number=k.number and p.id>k.id))"
    " order by p.number, p.id limit $12"};
static const struct statement portfolio_by_number_down = {
    "portfolio_by_number_down",
    "select " COLUMNS " from project p left join project k on k.id=$11 where " FILTER
    " and ($11=0 or p.number<k.number or (p.number=k.number and p.id<k.id))"
    " order by p.number desc, p.id desc limit $12"};
static const struct statement portfolio_by_name = {
    "portfolio_by_name",
    "select " COLUMNS " from project p left join project k on k.id=$11 where " FILTER
    " and ($11=0 or p.name>k.name or (p.name=k.name and p.id>k.id))"
    " order by p.name, p.id limit $12"};
static const struct statement portfolio_by_investment_down = {
    "portfolio_by_investment_down",
    "select " COLUMNS " from project p left join project k on k.id=$11 where " FILTER
    " and ($11=0 or p.investment_hundredths<k.investment_hundredths"
    " or (p.investment_hundredths=k.investment_hundredths and p.id<k.id))"
    " order by p.investment_hundredths desc, p.id desc limit $12"};
static const struct statement portfolio_total = {"portfolio_total",
                                                 "select count(*) from project p where " FILTER};
static const struct statement portfolio_in_scope = {
    "portfolio_in_scope", "select " COLUMNS " from project p where " ACCESS_PROJECT
                          " and p.stage_rank between $6 and $7 order by p.id desc limit $8"};
static const struct statement portfolio_problem_count = {
    "portfolio_problem_count", "select count(*) from problem where project=$1 and state<>'closed'"};

const struct statement *const portfolio_statements[] = {
    &portfolio_by_number,          &portfolio_by_number_down, &portfolio_by_name,
    &portfolio_by_investment_down, &portfolio_total,          &portfolio_in_scope,
    &portfolio_problem_count,
};
const size_t portfolio_statement_count = COUNT_OF(portfolio_statements);

static const struct statement *const by_order[PORTFOLIO_ORDER_COUNT] = {
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

bool portfolio_page(const struct view_run *run, enum portfolio_order order,
                    const struct portfolio_filter *filter, struct project_list *out,
                    struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    return store_query(run->store, by_order[order],
                       CELLS(ACCESS_CELLS(scope), cell_text(filter->stage),
                             cell_text(filter->district), cell_text(filter->direction),
                             cell_int(filter->navigator), cell_text(filter->like),
                             cell_int(filter->from), cell_int(filter->limit)),
                       &rows, fault) &&
           read_list(run->arena, &rows, out, fault);
}

bool portfolio_count(const struct view_run *run, const struct portfolio_filter *filter,
                     int64_t *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    *out = 0;
    return store_query_int(run->store, &portfolio_total,
                           CELLS(ACCESS_CELLS(scope), cell_text(filter->stage),
                                 cell_text(filter->district), cell_text(filter->direction),
                                 cell_int(filter->navigator), cell_text(filter->like)),
                           out, fault);
}

bool portfolio_all(const struct view_run *run, int64_t rank_min, int64_t rank_max,
                   struct project_list *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    return store_query(run->store, &portfolio_in_scope,
                       CELLS(ACCESS_CELLS(scope), cell_int(rank_min), cell_int(rank_max),
                             cell_int(ALL_MAX)),
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
