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

enum portfolio_order {
    PORTFOLIO_BY_NUMBER,
    PORTFOLIO_BY_NUMBER_DOWN,
    PORTFOLIO_BY_NAME,
    PORTFOLIO_BY_INVESTMENT_DOWN,
    PORTFOLIO_STORED_COUNT,                    /* what stands in the table ends here */
    PORTFOLIO_URGENT = PORTFOLIO_STORED_COUNT, /* derived */
    PORTFOLIO_PRODUCING
};

/* The place of a project in a derived order: the heaviest first, then the newest. */
struct portfolio_place {
    int64_t weight, id;
};

#define PORTFOLIO_GRAMS 3
#define PORTFOLIO_MARK "projects" /* see app/mark.h */

/* What is asked, once the query is read. */
struct portfolio_filter {
    struct text stage, district, direction, light;
    struct text words; /* looked for in name, enterprise and number; "" all */
    /* Grams that all of those hold, the rarest first, "" where fewer are known. */
    struct text grams[PORTFOLIO_GRAMS];
    int64_t navigator;
    enum portfolio_order order;
    const struct project
        *after; /* a stored order's page begins behind it; NULL: at the beginning */
    struct portfolio_place place; /* a derived order's; id 0: at the beginning */
    int64_t limit;
};

#define PORTFOLIO_GRAM_CELLS(filter)                                                               \
    cell_text((filter)->grams[0]), cell_text((filter)->grams[1]), cell_text((filter)->grams[2])

struct portfolio_page {
    const struct project *const *items;
    size_t count;
    int64_t total;
    bool is_least; /* there are at least `total`: words that very many hold are not all counted */
    bool is_standing; /* there are standing rows to show them by */
    struct text next; /* "" at the end */
};

/* -- portfolio_store.c -- */
MUST_USE bool portfolio_page(const struct view_run *run, enum portfolio_order order,
                             const struct portfolio_filter *filter, struct project_list *out,
                             struct fault *fault);

/* A project as far as the orders and the words need it. */
struct portfolio_found {
    int64_t id, hundredths, weight, production;
    struct text number, name;
};
struct portfolio_founds {
    struct portfolio_found *items;
    size_t count;
    bool is_cut; /* more would have been found */
};
/* -- portfolio_gather_store.c: all that answer a question which few can answer -- */
enum portfolio_way {
    PORTFOLIO_WALK,
    PORTFOLIO_OF_NAVIGATOR,
    PORTFOLIO_OWN,
    PORTFOLIO_OF_UNIT,
    PORTFOLIO_OF_GRAM,  /* by the rarest gram of the words */
    PORTFOLIO_OF_GRAMS, /* by the beginning of grams: too few characters for one */
};
struct portfolio_gathering {
    enum portfolio_way way;
    const struct portfolio_filter *filter;
    int64_t navigator;
    struct text grams[PORTFOLIO_GRAMS]; /* one alone where the way is by its beginning */
    int64_t rare;                       /* fewer hold it: all of them are gathered, and counted */
    size_t most;                        /* stop when so many are found */
    size_t seen;                        /* out: candidates looked at */
};
MUST_USE bool portfolio_gather(const struct view_run *run, struct portfolio_gathering *gathering,
                               struct portfolio_founds *out, struct fault *fault);
/* The gram that fewest projects hold, of the words typed, and others of them. `most` stays when
 * many hold even that one. */
MUST_USE bool portfolio_rarest(const struct view_run *run, struct portfolio_gathering *out,
                               struct fault *fault);

/* -- portfolio_derive.c: the same without standing rows; what they are held against -- */
MUST_USE bool portfolio_derive(const struct view_run *run, const struct portfolio_filter *filter,
                               struct portfolio_founds *out, struct fault *fault);

/* -- portfolio_find.c: the page by standing rows, however many projects there are -- */
MUST_USE bool portfolio_find(const struct view_run *run, struct portfolio_filter *filter,
                             struct portfolio_page *out, struct fault *fault);
bool portfolio_words_fit(const struct project *project, struct text words);
/* Along the index of the order, from the place on, until the page is full. */
MUST_USE bool portfolio_walk_page(const struct view_run *run, const struct portfolio_filter *filter,
                                  struct portfolio_page *out, struct fault *fault);
/* The page is these projects, in this order. */
MUST_USE bool portfolio_load_page(const struct view_run *run, const int64_t *ids, size_t count,
                                  struct portfolio_page *out, struct fault *fault);
/* Puts what was found in order and shows the page. */
MUST_USE bool portfolio_cut_page(const struct view_run *run, const struct portfolio_filter *filter,
                                 struct portfolio_founds *list, struct portfolio_page *out,
                                 struct fault *fault);

/* -- portfolio_search.c: the page of those that hold some words, the most urgent first -- */
/* Words that many hold one by one and few together may fill no page: after so many candidates the
 * page ends, short or empty, and `next` says where to go on. */
extern int64_t portfolio_rare_words, portfolio_looked_most;
MUST_USE bool portfolio_search(const struct view_run *run, struct portfolio_filter *filter,
                               struct portfolio_page *out, struct fault *fault);

/* All projects within the scope from a stage's rank on, up to the ceiling; for workbenches. */
#define PORTFOLIO_ALL_MAX 5000
MUST_USE bool portfolio_all(const struct view_run *run, int64_t rank_min, int64_t rank_max,
                            struct project_list *out, struct fault *fault);
MUST_USE bool portfolio_open_problems(const struct view_run *run, int64_t project, int64_t *out,
                                      struct fault *fault);

/* -- portfolio_row.c -- */

/* The members of a row, into an open object. */
MUST_USE bool portfolio_write_row(struct json_writer *json, const struct view_run *run,
                                  const struct dossier *dossier, struct fault *fault);
/* The rows of a page, into an open array. */
MUST_USE bool portfolio_write_page(const struct view_run *run, struct json_writer *json,
                                   const struct portfolio_page *page, struct fault *fault);
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

extern const struct statement portfolio_of_navigator, portfolio_own, portfolio_of_unit,
    portfolio_of_gram, portfolio_of_grams, portfolio_gram_count, portfolio_standing_of_navigator;
extern const struct statement *const portfolio_statements[];
extern const size_t portfolio_statement_count;
extern const struct room portfolio_room;

#endif
