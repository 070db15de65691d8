#ifndef LIANDONG_BOARD_PORTFOLIO_H
#define LIANDONG_BOARD_PORTFOLIO_H

#include "board/dossier.h"
#include "board/task.h"

/* The portfolio (项目库): the list of projects and the page of one.
 *
 *     GET /projects        filtered, sorted, in pages; what one may not see is not counted either
 *     GET /projects/{id}   late or not, by how much, because of whom, what next: without a click */

struct portfolio_query {
    struct text stage, district, direction, q, light, navigator, sort, after;
    int64_t limit;
};

struct project_list {
    struct project *items;
    size_t count;
};

/* The statements' parameters once the query is read. */
struct portfolio_filter {
    struct text stage, district, direction;
    struct text like; /* '%...%' with its wildcards escaped; "" all */
    int64_t navigator;
    int64_t from; /* the page begins after this project; 0: at the beginning */
    int64_t limit;
};

enum portfolio_order {
    PORTFOLIO_BY_NUMBER,
    PORTFOLIO_BY_NUMBER_DOWN,
    PORTFOLIO_BY_NAME,
    PORTFOLIO_BY_INVESTMENT_DOWN,
    PORTFOLIO_ORDER_COUNT
};

/* -- portfolio_store.c -- */
MUST_USE bool portfolio_page(const struct view_run *run, enum portfolio_order order,
                             const struct portfolio_filter *filter, struct project_list *out,
                             struct fault *fault);
MUST_USE bool portfolio_count(const struct view_run *run, const struct portfolio_filter *filter,
                              int64_t *out, struct fault *fault);
/* All projects within the scope from a stage's rank on, up to the ceiling; for workbenches. */
MUST_USE bool portfolio_all(const struct view_run *run, int64_t rank_min, int64_t rank_max,
                            struct project_list *out, struct fault *fault);
MUST_USE bool portfolio_open_problems(const struct view_run *run, int64_t project, int64_t *out,
                                      struct fault *fault);

/* -- portfolio_row.c -- */

/* The members of a row, into an open object. */
MUST_USE bool portfolio_write_row(struct json_writer *json, const struct view_run *run,
                                  const struct dossier *dossier, struct fault *fault);
/* {"id","number","name","district_name"} */
void portfolio_write_brief(struct json_writer *json, const struct view_run *run,
                           const struct project *project);

/* A run with an arena of its own, for going through many projects one after the other: what one of
 * them needed is given back before the next. Ended by portfolio_walk_end. */
struct portfolio_walk {
    struct view_run run;
};
struct portfolio_walk portfolio_walk_begin(const struct view_run *run);
void portfolio_walk_next(struct portfolio_walk *walk);
void portfolio_walk_end(struct portfolio_walk *walk);

/* -- project_page.c -- */
MUST_USE bool project_page_answer(const struct view_run *run, struct json_writer *json,
                                  struct fault *fault);

extern const struct statement *const portfolio_statements[];
extern const size_t portfolio_statement_count;
extern const struct room portfolio_room;

#endif
