#ifndef LIANDONG_BOARD_STANDING_H
#define LIANDONG_BOARD_STANDING_H

#include "board/portfolio.h"
#include "room/application/application_rows.h"

/* How things stand (现状): what is derived of every project and of every case that a unit has in
 * its hands, written down so that lists are read by an index, a page at a time, however large the
 * city.
 *
 * Derived rows, never the truth: a dossier says the same, slowly, and where the rows are not there
 * for the day asked, pages derive as ever. A row of a project holds from a day to a day; what time
 * no longer touches holds for ever. A row of a case holds one day. They are settled
 *
 * - with the commands of a group, in their transaction, for the projects these touched (for the day
 *   of the commands; later days are struck out);
 * - by standing_prepare, in slices between commands, for the day after, so that midnight finds
 *   everything in its place;
 * - for all at the start, when the pack is another one or the tables are new or the program slept.
 *
 * Counts are kept beside the rows, in the same transaction: a total never counts rows one by one.
 */

/* -- a project -- */

#define STANDING_FOR_EVER TEXT("9999-12-31")

/* A bit for each gram of some texts, of 126: whoever lacks one that the words typed have does not
 * hold them; whoever has all may. Looked at before anything that costs more. */
struct standing_bits {
    int64_t low, high;
};
void standing_bits_add(struct standing_bits *bits, struct text text);
/* The same of the units that take part: a unit's bit, by its place in the pack; several share one.
 */
int64_t standing_unit_bit(const struct city *city, struct text unit);

/* What a list shows and sorts by. Words are in Chinese; the navigator's name is never kept. */
struct standing {
    int64_t id;
    civil_date from, to; /* CIVIL_DATE_NONE: for ever */
    int64_t weight;      /* the most urgent have most */
    int64_t production;  /* the earliest have most: minus the day; without a plan INT32_MIN */
    struct text light, district, stage, direction;
    int64_t stage_rank, navigator, hundredths;
    enum turn_party party;
    struct text org, who, act; /* who: "" for the navigator */
    civil_date since, until;
    int64_t overdue_days;
    bool is_turn_provisional;
    int64_t effect_days;
    civil_date planned, forecast; /* of production; NONE: no plan, no forecast */
    bool is_provisional;
    int64_t done, total;
    int64_t decided, on_time, red, yellow, running, late; /* for the figures */
    struct text units;                                    /* that take part, blanks between them */
    struct text shares;                                   /* see standing_counter.h */
    int64_t unit_bits;                                    /* standing_unit_bit of each */
    struct standing_bits words;                           /* of name, enterprise and number */
    int64_t open_problems; /* not kept: counted when the row is read to be shown */
};

/* -- a case -- */

enum standing_mark { STANDING_PLAIN, STANDING_DUE_TODAY, STANDING_DELIVERY_OVERDUE };

struct standing_case {
    int64_t id, project;
    struct text org, district, state, light;
    bool is_open;
    int64_t urgency, moves, float_left;
    enum standing_mark mark;
    civil_date due_on; /* until when its turn lasts; CIVIL_DATE_NONE: no limit */
    struct application_beside beside;
};

struct standing_cases {
    struct standing_case *items;
    size_t count;
};

/* -- deriving (standing.c): pure, from what a dossier holds -- */

int64_t standing_weight(const struct dossier *dossier);
int64_t standing_production(const struct dossier *dossier);
void standing_derive(const struct view_run *run, const struct dossier *dossier,
                     struct standing *out);
/* The last day on which all of this is still so, knowing that it is so on `today`. */
civil_date standing_holds_until(const struct dossier *dossier, civil_date today);
bool standing_equal(const struct standing *a, const struct standing *b);
/* The dossier as far as a row of a list needs it. */
void standing_to_dossier(const struct standing *standing, const struct project *project,
                         struct text navigator_name, struct dossier *out);

/* -- settling (standing_settle.c); inside the caller's write transaction -- */

struct standing_desk {
    const struct city *city; /* the handle: each settling takes the newest snapshot */
    const struct vault *vault;
};
/* For pipeline_options.settle; `context` is a struct standing_desk. */
MUST_USE bool standing_settle(void *context, struct store *store, int64_t after_seq, int64_t now,
                              struct fault *fault);
/* One slice of what must be there tomorrow, in a transaction of its own; `*left` false: all is. */
MUST_USE bool standing_prepare(const struct standing_desk *desk, struct store *store,
                               civil_date today, bool *left, struct fault *fault);
/* Makes the rows right for `today`, all of them where the pack changed, in transactions of its own.
 */
MUST_USE bool standing_catch_up(const struct standing_desk *desk, struct store *store,
                                civil_date today, int64_t *out_settled, struct fault *fault);

/* The same in slices between commands, when the pack has become another one while the program runs:
 * one slice a call. Until all rows are made anew pages derive, and are right. */
struct standing_renewal {
    int64_t serial, above; /* of the snapshot for which rows are made, and how far */
    bool is_left;          /* out */
};
MUST_USE bool standing_renew(const struct standing_desk *desk, struct store *store,
                             civil_date today, struct standing_renewal *renewal,
                             struct fault *fault);

/* -- asking (standing_store.c) -- */

/* False: no rows for this day or this pack; derive. */
MUST_USE bool standing_is_ready(const struct view_run *run, bool *out, struct fault *fault);
/* The rows of a page of projects on the run's day, in the order of the ids, and who navigates them;
 * `id` 0: there is none. */
struct standing_shown {
    struct standing row;
    struct text navigator_name;
};
MUST_USE bool standing_of(const struct view_run *run, const int64_t *projects, size_t count,
                          struct standing_shown *out, struct fault *fault);

enum standing_order { STANDING_URGENT, STANDING_PRODUCING };
struct standing_place { /* of a project in an order */
    int64_t weight, id;
};
struct standing_places {
    struct standing_place *items;
    size_t count;
};
struct standing_question {
    enum standing_order order;
    const struct portfolio_filter *filter; /* its words and its navigator are not asked here */
    struct text light;                     /* "" any */
    struct standing_place after;           /* weight INT64_MAX: from the beginning */
    int64_t limit;
};
MUST_USE bool standing_page(const struct view_run *run, const struct standing_question *question,
                            struct standing_places *out, struct fault *fault);
/* A stretch of the order of urgency: behind a place, as far as another one, which belongs to it. */
struct standing_stretch {
    const struct portfolio_filter *filter;
    struct standing_place after, end;
    bool is_last; /* nothing comes behind it */
    int64_t limit;
};
/* Sets the end of the stretch that begins behind `after` and is `rows` long, or what is left. */
MUST_USE bool standing_stretch_end(const struct view_run *run, struct standing_stretch *stretch,
                                   int64_t rows, struct fault *fault);
/* What of the stretch answers the filter and may hold its words, in order, at most `limit`. */
MUST_USE bool standing_look(const struct view_run *run, const struct standing_stretch *stretch,
                            struct standing_places *out, struct fault *fault);
/* How many projects answer the question, wherever the page begins. */
MUST_USE bool standing_total(const struct view_run *run, const struct standing_question *question,
                             int64_t *out, struct fault *fault);

/* Of the living projects within some stages those that press most, and how many there are in all;
 * for who sees a city, a district, or what his unit has part in. */
struct standing_pressing {
    int64_t rank_min, rank_max, limit;
    int64_t *ids; /* out, the most urgent first */
    size_t count;
    int64_t total;
};
MUST_USE bool standing_press(const struct view_run *run, struct standing_pressing *asked,
                             struct fault *fault);

/* -- the queue of a unit (standing_queue_store.c) -- */

enum standing_queue_order { STANDING_BY_LEFT, STANDING_BY_EFFECT, STANDING_NEWEST };
struct standing_queue {
    enum standing_queue_order order;
    struct text org, state, light, district;
    struct standing_case after; /* id 0: from the beginning */
    int64_t limit;
};
struct standing_tally { /* of the cases in a unit's hands, one line a kind */
    struct text state, light;
    enum standing_mark mark;
    int64_t count;
};
struct standing_tallies {
    struct standing_tally items[256];
    size_t count;
};
MUST_USE bool standing_queue_page(const struct view_run *run, const struct standing_queue *asked,
                                  struct standing_cases *out, struct fault *fault);
MUST_USE bool standing_queue_tally(const struct view_run *run, const struct standing_queue *asked,
                                   struct standing_tallies *out, struct fault *fault);

/* -- what an open problem costs production today (standing_store.c) -- */
MUST_USE bool standing_problem_cost(const struct view_run *run, int64_t id,
                                    struct problem_cost *out, struct fault *fault);

extern const struct statement *const standing_statements[];
extern const size_t standing_statement_count;
extern const struct room standing_room;

#endif
