#ifndef LIANDONG_BOARD_ANALYSIS_INSIDE_H
#define LIANDONG_BOARD_ANALYSIS_INSIDE_H

#include "board/papers.h"
#include "board/standing.h"

/* Between the files of the analysis. */

#define ROLES_ANALYSIS (ROLES_COORDINATORS | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLES_WATCHERS)

/* -- periods (analysis_period.c): pure -- */

struct analysis_period {
    civil_date first, last; /* of its months, whole */
    civil_date end;         /* the last day that is counted: `last`, or today while it runs */
};
/* "2026-10". False: no month, or one that has not begun on `today`. */
bool analysis_month_parse(struct text name, civil_date today, struct analysis_period *out);
/* "2026-Q3". */
bool analysis_quarter_parse(struct text name, civil_date today, struct analysis_period *out);
/* As many months, right before it; over. */
struct analysis_period analysis_before(const struct analysis_period *period);
/* The last day of the month after it. */
civil_date analysis_next_month_end(const struct analysis_period *period);
/* Per mille, rounded down; false when there is nothing to divide by. */
bool analysis_permille(int64_t part, int64_t whole, int64_t *out);

/* -- what is counted of a month -- */

enum analysis_figure {
    ANALYSIS_SUBMITTED,
    ANALYSIS_ACCEPTED,
    ANALYSIS_DECIDED,
    ANALYSIS_DECIDED_LATE,
    ANALYSIS_OVERDUE,
    ANALYSIS_DUE_NEXT,
    ANALYSIS_MILESTONES,
    ANALYSIS_PLANS,
    ANALYSIS_PROBLEMS_OPENED,
    ANALYSIS_PROBLEMS_CLOSED,
    ANALYSIS_PROBLEMS_OPEN,
    ANALYSIS_PROMISES_KEPT,
    ANALYSIS_PROMISES_BROKEN,
    ANALYSIS_WHISTLES,
    ANALYSIS_FIGURE_COUNT
};

/* One thing that a figure counts. */
struct analysis_row {
    enum analysis_figure figure;
    int64_t id, project;
    size_t place;            /* of its project on the page */
    civil_date on;           /* the day for which it is counted */
    civil_date due_on;       /* its limit; of a plan: production; NONE: none */
    struct text number, org; /* "" none */
    struct text title;
    bool has_cost;
    int64_t cost; /* of a problem, today: working days by which production comes later */
};

/* A case with what its clock is derived from, first in a select; the columns behind are from
 * ANALYSIS_CASE_END on. */
#define ANALYSIS_CASE_COLUMNS                                                                      \
    "a.id, a.project, a.number, a.code, a.org, a.state, a.limit_days, a.notify_days,"              \
    " a.deliver_days, a.course, a.submitted_on, a.decided_on, coalesce(a.closed_on, a.decided_on)"
#define ANALYSIS_CASE_END 13
void analysis_read_case(struct arena *arena, const struct store_rows *rows,
                        struct application *out);

/* A page of projects in the order of their ids, and all rows of theirs. */
struct analysis_page {
    const struct view_run *run;
    struct analysis_period period;
    int64_t after, last; /* the projects behind this one, up to that */
    int64_t *ids;
    size_t count;
    bool has_more;
    civil_date *planned, *planned_before; /* production by the plan in force on the last day that is
                                             counted, and before the first; NONE: none was */
    struct analysis_row *rows;
    uint32_t row_count, row_capacity;
};
struct analysis_asked {
    const struct view_run *run;
    struct analysis_period period;
    int64_t project; /* 0: all */
    int64_t after;
    int64_t limit;
};
/* NOT_FOUND: `project` is none on the list that may be seen. */
MUST_USE bool analysis_page_load(const struct analysis_asked *asked, struct analysis_page *out,
                                 struct fault *fault);

/* -- decided cases of a stretch of days (analysis_decided.c) -- */

struct analysis_decision {
    int64_t id, project;
    struct text number, code, org, district, project_name, project_number;
    civil_date accepted_on, due_on, decided_on; /* due_on NONE: no limit is known */
    bool is_late;
    struct text reason; /* of a late one: category of the problem that was raised about it; "" no
                           problem says why */
};
struct analysis_place {
    civil_date day;
    int64_t id;
};
struct analysis_decisions {
    struct analysis_decision *items;
    size_t count;
    bool has_more;
};
struct analysis_decided_asked {
    struct analysis_place after; /* begins behind it */
    civil_date until;
    struct text org, district; /* "" all */
    int64_t limit;             /* at most ANALYSIS_DECISIONS_MAX */
};
#define ANALYSIS_DECISIONS_MAX 500
/* In the order of the day; the run's arena pays. Items that the enterprise organises itself are no
 * unit's decisions. */
MUST_USE bool analysis_decided(const struct view_run *run,
                               const struct analysis_decided_asked *asked,
                               struct analysis_decisions *out, struct fault *fault);

extern const struct statement *const analysis_month_statements[];
extern const size_t analysis_month_statement_count;
extern const struct statement *const analysis_quarter_statements[];
extern const size_t analysis_quarter_statement_count;

/* -- papers (analysis_paper.c) -- */
void analysis_compose_month(const struct paper_desk *desk, const struct jvalue *answer,
                            struct buffer *out);
void analysis_compose_quarter(const struct paper_desk *desk, const struct jvalue *answer,
                              struct buffer *out);

/* "title", the days, and the moment as of which it is: members of an open object. */
void analysis_write_head(struct json_writer *json, const struct view_run *run,
                         const struct analysis_period *period, struct text title);

#endif
