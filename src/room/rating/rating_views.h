#ifndef LIANDONG_ROOM_RATING_VIEWS_H
#define LIANDONG_ROOM_RATING_VIEWS_H

#include "room/rating/rating.h"

/* What is asked of ratings: the rater's own, the supervisors' list, the figures that anybody may
 * read, what looks made up. */

/* -- lists (rating_list_door.c) -- */

extern const struct field_table rating_mine_table, rating_list_table;
bool rating_answer_mine(const struct view_run *run, struct json_writer *json, struct fault *fault);
bool rating_answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault);
bool rating_answer_slips(const struct view_run *run, struct json_writer *json, struct fault *fault);
bool rating_answer_rater(const struct view_run *run, struct json_writer *json, struct fault *fault);
/* The words of a rating, "" where there are none or they were destroyed. */
MUST_USE bool rating_words(const struct view_run *run, int64_t rating, struct text *out,
                           struct fault *fault);

/* -- figures (rating_figures_door.c) -- */

/* Ratings of a year's finished cases, up to the end of the last month: what is counted day by day
 * would tell who rated. */
extern const struct room rating_figures_room; /* has no tables of its own */

#define RATING_GRADES_MAX 10
struct rating_sum {
    struct text key;                   /* of a unit, an item or a month */
    int64_t finished, rated, silent;   /* cases; silent: nobody rated them in time (默认) */
    int64_t ratings;                   /* that count, of both channels */
    int64_t grades[RATING_GRADES_MAX]; /* in the order of the pack */
    int64_t slips, struck;             /* slips: of the ratings, those on paper */
    int64_t low_due, low_in_time;      /* low ones whose day has come, or that are closed */
    bool is_hidden;                    /* too few to show the grades */
};
struct rating_sums {
    struct rating_sum *items;
    size_t count;
};
/* Hides the grades of sums with fewer ratings than `minimum`, and where those would follow from the
 * total, of the smallest that is left too. Pure. */
void rating_hide_few(struct rating_sums *sums, int64_t minimum);

/* -- the tables behind figures and findings (rating_figures_store.c) -- */

enum rating_by { RATING_BY_ORG, RATING_BY_ITEM, RATING_BY_MONTH };
struct rating_span {
    enum rating_by by;
    struct text org;      /* "": of all */
    civil_date from, to;  /* days of the decision, both included */
    civil_date until;     /* ratings up to that day */
    civil_date silent_to; /* decided until then and not rated: silent */
};
/* How often of what: `key` as of `by`, `what` a grade, "struck", "slip", "low_due" ... */
struct rating_count {
    struct text key, what;
    int64_t count;
};
struct rating_counts {
    struct rating_count *items;
    size_t count;
};
MUST_USE bool rating_counts_of(struct arena *arena, struct store *store,
                               const struct rating_span *span, struct rating_counts *out,
                               struct fault *fault);

/* Groups of good ratings since a day that reach `least`; `width_ms`: of a burst. */
enum rating_odd { RATING_ODD_BURST, RATING_ODD_TYPED, RATING_ODD_STAFF, RATING_ODD_SOURCE };
struct rating_oddity {
    struct text org;
    int64_t count, account;
    civil_date first, last;
};
struct rating_oddities {
    struct rating_oddity *items; /* at most 200 */
    size_t count;
};
struct rating_odd_rule {
    enum rating_odd odd;
    int64_t least, width_ms;
    civil_date since;
};
MUST_USE bool rating_oddities_of(struct arena *arena, struct store *store,
                                 const struct rating_odd_rule *rule, struct rating_oddities *out,
                                 struct fault *fault);

extern const struct statement *const rating_figures_statements[];
extern const size_t rating_figures_statement_count;

#endif
