#ifndef LIANDONG_BOARD_INDICATOR_INSIDE_H
#define LIANDONG_BOARD_INDICATOR_INSIDE_H

#include "board/portfolio.h"
#include "engine/clock/hands.h"
#include "engine/measure/measure.h"

/* Between the files of the indicators. */

#define ROLES_MEASURING                                                                            \
    (ROLES_COORDINATORS | ROLES_WATCHERS | ROLE_BIT(ROLE_PROMOTION_OFFICER) |                      \
     ROLE_BIT(ROLE_DEPARTMENT_OFFICER) | ROLE_BIT(ROLE_NAVIGATOR))

struct pack_record;

/* What is asked: an indicator of the pack, for which days, seen from which day. */
struct indicator_asked {
    const struct view_run *run;
    const struct pack_record *indicator;
    enum measure_kind kind;
    enum measure_form form; /* as counted: reached by period is a ratio of two sums */
    bool is_period;         /* else the cohort of those that began in the time */
    civil_date from, to;    /* both included; CIVIL_DATE_NONE: open */
    civil_date cut;         /* the last day of which anything is known */
    const struct pack_record *from_step, *to_step; /* of projects; else NULL */
    enum hand hand;
    int64_t window_days;
    struct text org; /* only what this unit has in hand; "" all */
};
/* False with QUERY_INVALID or NOT_FOUND. `query` is a struct indicator_query. */
struct indicator_query {
    struct text by, key, across, at, basis, after;
    civil_date from, to, cut;
    int64_t limit;
};
MUST_USE bool indicator_ask(const struct view_run *run, const struct indicator_query *query,
                            struct indicator_asked *out, struct fault *fault);

/* One thing that counts, with all it can be sliced by; texts live until the next one. */
struct indicator_row {
    struct measure_row measure;
    int64_t id, project, navigator;
    const char *thing; /* "case", "project", "problem", ... */
    struct text number, org, item, cause;
    struct text project_number, project_name, district, direction, park, navigator_name;
    civil_date day; /* by which it belongs to the time */
};
/* False: enough. */
typedef bool indicator_take(void *context, const struct indicator_row *row);

/* All rows behind `after` in the order of their ids, one by one (indicator_gather.c). */
MUST_USE bool indicator_gather(const struct indicator_asked *asked, int64_t after,
                               indicator_take *take, void *context, struct fault *fault);

/* All rows of one project, for several that are `measure_is_kept` and share run and cut-off, each
 * row with whose it is: number, unit, item, day and measure are set. */
typedef void indicator_each(void *context, size_t which, const struct indicator_row *row);
struct indicator_several {
    const struct indicator_asked *items;
    size_t count;
    indicator_each *each;
    void *context;
};
MUST_USE bool indicator_of_project(const struct indicator_several *several, int64_t project,
                                   struct fault *fault);

/* Of the several those from `from` to before `to`: of one source, in one reading. */
struct indicator_span {
    size_t from, to;
};
/* A case, for those of its row that count (indicator_cases.c). */
void indicator_read_case(const struct indicator_several *several, struct indicator_span span,
                         const struct store_rows *rows);

/* -- sources: a statement, and what of a row counts -- */

/* Columns 0 to 7 are of the project, 8 is the row's id; a source's own are from INDICATOR_OWN on.
 * $6 the id behind which to go on, $7 how many, further cells as `cells` adds them. */
#define INDICATOR_PROJECT                                                                          \
    "select p.id, p.number, p.name, p.district, p.direction, p.navigator, coalesce(s.park,''),"    \
    " coalesce(h.name,'')"
#define INDICATOR_BESIDE                                                                           \
    " left join siting s on s.project=p.id left join account_secret h on h.account=p.navigator "
#define INDICATOR_OWN 9
#define INDICATOR_PAGE 2000
#define INDICATOR_CELLS 14

struct indicator_source {
    const struct statement *statement;
    const struct statement *of_project; /* the same of project $6; NULL: not asked for one */
    const char *thing;
    void (*cells)(const struct indicator_asked *asked, struct cell *out, size_t *count);
    /* Sets the day and the measure; false: it doesn't count. */
    bool (*read)(const struct indicator_asked *asked, struct arena *arena,
                 const struct store_rows *rows, struct indicator_row *out);
};
extern const struct indicator_source indicator_projects, indicator_cases, indicator_acts,
    indicator_promises, indicator_whistles, indicator_problems, indicator_claims;
extern const struct statement indicator_project_row, indicator_project_cases;
extern const struct statement indicator_project_rows, indicator_case_rows, indicator_act_rows,
    indicator_promise_rows, indicator_whistle_rows, indicator_problem_rows, indicator_claim_rows;

/* Within the days asked for. */
bool indicator_is_within(const struct indicator_asked *asked, civil_date day);
/* On or before the cut-off. */
bool indicator_is_past(const struct indicator_asked *asked, civil_date day);

/* "2026-11-30 09:05" in the city: when what is shown was asked. */
struct text indicator_moment(const struct view_run *run);
/* Per cent with one decimal; "" where nothing is known. */
struct text indicator_percent(struct arena *arena, struct measure_value value);

/* -- the paper (indicator_paper.c) -- */
struct paper_desk;
struct jvalue;
void indicator_compose(const struct paper_desk *desk, const struct jvalue *answer,
                       struct buffer *out);

/* -- groups (indicator_count.c) -- */

struct indicator_group {
    struct text key, name, across;
    struct measure_sum sum;
};
struct indicator_count {
    struct indicator_group all;
    struct indicator_group *items; /* in the order of their keys */
    uint32_t count, capacity;
    bool is_cut; /* more than INDICATOR_GROUPS_MAX: the rest is in `all` only */
};
#define INDICATOR_GROUPS_MAX 2000
/* Groups by one thing, or by one and weeks or months across it. */
struct indicator_slice {
    struct text by, across; /* "" none */
};
/* "" where the row has none of that kind; `by`: "district", "org", ..., "month", "week" (its
 * Monday). */
struct text indicator_key(struct arena *arena, const struct indicator_row *row, struct text by);
MUST_USE bool indicator_count(const struct indicator_asked *asked, struct indicator_slice slice,
                              struct indicator_count *out, struct fault *fault);
/* SM3 over query and numbers, in hexadecimal. */
struct text indicator_digest(struct arena *arena, struct text query,
                             const struct indicator_count *count, enum measure_form form);

#endif
