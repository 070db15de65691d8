#ifndef LIANDONG_ROOM_PROBLEM_STORE_H
#define LIANDONG_ROOM_PROBLEM_STORE_H

#include "room/problem/problem.h"

/* Between the files of this room. */

#define PROBLEM_CAUSE_UNKNOWN "unknown"

enum problem_order { PROBLEM_BY_DUE, PROBLEM_BY_COST, PROBLEM_NEWEST }; /* closed ones last */

struct problem_filter {
    struct text state;            /* a code, "open" or "" */
    struct text org, level, like; /* like: in lower case, \ as escape, or "" */
    struct text cause;            /* a code, PROBLEM_CAUSE_UNKNOWN or "" */
    civil_date from, until;       /* raised; CIVIL_DATE_NONE: whenever */
    bool reads_upward;            /* whoever asks (app/upward.h) */
    int64_t project;
    enum problem_order order;
    civil_date today; /* for the cost */
    int64_t limit;
    struct text after_key; /* where the page before ended */
    int64_t after_id;
};

struct problem_page {
    struct problem_list list;
    int64_t total;
    struct text next_key; /* empty: nothing follows */
    int64_t next_id;
};

struct problem_file {
    int64_t id, size;
    struct text name, media;
};

/* With all its words: for deciding. Whoever reads it gets it from problem_load. */
MUST_USE bool problem_find(const struct sight *sight, int64_t id, civil_date today,
                           struct problem *out, struct fault *fault);
/* Whether who asks has a post in the responsible unit: of those that wait to be verified. */
MUST_USE bool problem_know_reader(const struct sight *sight, const struct actor *reader,
                                  struct problem_list *list, struct fault *fault);
/* As whoever asks may read them. */
MUST_USE bool problem_page(const struct view_run *run, const struct problem_filter *filter,
                           struct problem_page *out, struct fault *fault);
MUST_USE bool problem_next_serial(struct store *store, int64_t year, int64_t *out,
                                  struct fault *fault);
MUST_USE bool problem_version(struct store *store, int64_t id, int64_t *out, struct fault *fault);
/* Whether a plan of the project that is proposed or confirmed has the item. */
MUST_USE bool problem_plan_has(struct store *store, int64_t project, struct text code, bool *out,
                               struct fault *fault);
/* The file if it belongs to the project; `out->id` 0 when not. */
MUST_USE bool problem_file_of(struct arena *arena, struct store *store, int64_t project,
                              int64_t file, struct problem_file *out, struct fault *fault);

/* What is assigned, solved or escalated was announced for nothing. */
#define PROBLEM_CLIMBS_NO_MORE ", climbs_on=null, climbs_to='', stuck_on=null"
/* The statements of the other files, for the register. */
extern const struct statement problem_insert, problem_assign_update, problem_solve_update,
    problem_verify_update, problem_close_update, problem_return_update, problem_reopen_update,
    problem_helper_clear, problem_helper_insert, problem_item_clear, problem_item_insert,
    problem_version_up, problem_escalate_update, problem_climb_announce_update,
    problem_climb_update, problem_climb_stuck_update, problem_climb_at, problem_merge_update,
    problem_split_update, problem_agree_update, problem_agree_clear, problem_parts_of,
    problem_cause_tally, problem_draft_put, problem_draft_approve, problem_draft_return,
    problem_draft_announce, problem_draft_climb, problem_drafts_at;

extern const struct statement *const problem_statements[];
extern const size_t problem_statement_count;
extern const char problem_ddl[];

#endif
