#include "base/arena.h"
#include "room/rating/rating_views.h"

#define COUNTS_MAX 20000
#define ODDITIES_MAX 200

/* The parameters are the same in all: by, from, to, until, silent_to, unit. */
#define CASE_KEY                                                                                   \
    "case when $1='org' then a.org when $1='item' then a.code else substr(a.decided_on, 1, 7) end"
#define KEY                                                                                        \
    "case when $1='org' then r.org when $1='item' then r.item else substr(r.ended_on, 1, 7) end"
#define CASES                                                                                      \
    " from application a where a.decided_on>=$2 and a.decided_on<=$3 and a.own=0 and ($4='' or "   \
    "a.org=$4)"
#define RATED "exists (select 1 from rating r where r.application=a.id and r.rated_on<=$5)"
#define RATINGS                                                                                    \
    " from rating r where r.ended_on>=$2 and r.ended_on<=$3 and ($4='' or r.org=$4) and "          \
    "r.rated_on<=$5"

static const struct statement rating_finished = {
    "rating_finished",
    "select k, 'finished', count(*) from (select " CASE_KEY " as k" CASES ") x group by k"};
static const struct statement rating_rated = {"rating_rated",
                                              "select k, 'rated', count(*) from (select " CASE_KEY
                                              " as k" CASES " and " RATED ") x group by k"};
static const struct statement rating_silent = {
    "rating_silent", "select k, 'silent', count(*) from (select " CASE_KEY " as k" CASES
                     " and a.decided_on<=$6 and not " RATED ") x group by k"};
static const struct statement rating_graded = {
    "rating_graded",
    "select k, w, count(*) from (select " KEY " as k, case when r.state='struck' then 'struck' else"
    " r.grade end as w" RATINGS ") x group by k, w"};
static const struct statement rating_slips = {
    "rating_slips", "select k, 'slips', count(*) from (select " KEY " as k" RATINGS
                    " and r.visit>0 and r.state<>'struck') x group by k"};
static const struct statement rating_low_ones = {
    "rating_low_ones",
    "select k, w, count(*) from (select " KEY " as k, case when m.in_time=1 then 'low_in_time' else"
    " 'low_late' end as w from rating r join mend m on m.rating=r.id where r.ended_on>=$2"
    " and r.ended_on<=$3 and ($4='' or r.org=$4) and r.rated_on<=$5 and r.state<>'struck' and"
    " (m.state='closed' or m.due_on<=$5)) x group by k, w"};

/* Good ones alone, of the newest: nobody makes low ones up for himself. */
#define NEWEST                                                                                     \
    " from (select * from rating where rated_on>=$1 and low=0 order by rated_on desc limit "       \
    "20000) r"
static const struct statement rating_bursts = {
    "rating_bursts", "select r.org, count(*), 0, min(r.rated_on), max(r.rated_on)" NEWEST
                     " where r.rater>0 group by r.org, r.rated_at/$3 having count(*)>=$2 order by"
                     " r.org limit 200"};
static const struct statement rating_typed = {
    "rating_typed", "select r.org, count(*), r.noted_by, min(r.rated_on), max(r.rated_on)" NEWEST
                    " where r.noted_by>0 and $3>=0 group by r.org, r.noted_by having count(*)>=$2"
                    " order by r.org limit 200"};
static const struct statement rating_of_staff = {
    "rating_of_staff",
    "select r.org, count(*), r.rater, min(r.rated_on), max(r.rated_on)" NEWEST
    " where $3>=0 and exists (select 1 from account_post t where t.account=r.rater and"
    " t.role<>'enterprise') group by r.org, r.rater having count(*)>=$2 order by r.org limit 200"};
static const struct statement rating_of_source = {
    "rating_of_source", "select r.org, count(distinct r.rater), 0, min(r.rated_on),"
                        " max(r.rated_on)" NEWEST " where r.rater>0 and r.source<>'' and $3>=0"
                        " group by r.org, r.source having count(distinct r.rater)>=$2 order by"
                        " r.org limit 200"};

const struct statement *const rating_figures_statements[] = {
    &rating_finished, &rating_rated,  &rating_silent, &rating_graded,   &rating_slips,
    &rating_low_ones, &rating_bursts, &rating_typed,  &rating_of_staff, &rating_of_source};
const size_t rating_figures_statement_count = COUNT_OF(rating_figures_statements);

static bool add(struct arena *arena, struct store_rows *rows, struct rating_counts *out,
                struct fault *fault)
{
    while (out->count < COUNTS_MAX && store_next(rows)) {
        out->items[out->count++] = (struct rating_count){
            store_text(arena, rows, 0), store_text(arena, rows, 1), store_int(rows, 2)};
    }
    return store_done(rows, fault);
}

bool rating_counts_of(struct arena *arena, struct store *store, const struct rating_span *span,
                      struct rating_counts *out, struct fault *fault)
{
    static const char *const bys[] = {"org", "item", "month"};
    const struct statement *const statements[] = {&rating_finished, &rating_rated,
                                                  &rating_silent,   &rating_graded,
                                                  &rating_slips,    &rating_low_ones};
    *out = (struct rating_counts){arena_array(arena, struct rating_count, COUNTS_MAX), 0};
    for (size_t i = 0; i < COUNT_OF(statements); i++) {
        struct store_rows rows;
        struct cell cells[] = {cell_text(text_of(bys[span->by])),
                               cell_date(span->from),
                               cell_date(span->to),
                               cell_text(span->org),
                               cell_date(span->until),
                               cell_date(span->silent_to)};
        size_t count = statements[i] == &rating_finished ? 4
                       : statements[i] == &rating_silent ? 6
                                                         : 5;
        if (!store_query(store, statements[i], (struct cells){cells, count}, &rows, fault) ||
            !add(arena, &rows, out, fault)) {
            return false;
        }
    }
    return true;
}

bool rating_oddities_of(struct arena *arena, struct store *store,
                        const struct rating_odd_rule *rule, struct rating_oddities *out,
                        struct fault *fault)
{
    static const struct statement *const statements[] = {
        [RATING_ODD_BURST] = &rating_bursts,
        [RATING_ODD_TYPED] = &rating_typed,
        [RATING_ODD_STAFF] = &rating_of_staff,
        [RATING_ODD_SOURCE] = &rating_of_source,
    };
    struct store_rows rows;
    *out = (struct rating_oddities){arena_array(arena, struct rating_oddity, ODDITIES_MAX), 0};
    if (!store_query(store, statements[rule->odd],
                     CELLS(cell_date(rule->since), cell_int(rule->least), cell_int(rule->width_ms)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < ODDITIES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct rating_oddity){
            .org = store_text(arena, &rows, 0),
            .count = store_int(&rows, 1),
            .account = store_int(&rows, 2),
            .first = store_date(&rows, 3),
            .last = store_date(&rows, 4),
        };
    }
    return store_done(&rows, fault);
}
