#ifndef LIANDONG_ROOM_COMMITMENT_STORE_H
#define LIANDONG_ROOM_COMMITMENT_STORE_H

#include "app/access.h"
#include "room/commitment/commitment_kinds.h"

/* Between the files of this room, and for src/flow. */

/* The application that a promise is about, as far as this room looks into its neighbour's table. */
struct commitment_case {
    int64_t id, project;
    struct text number, code, name, org, state, enterprise;
    bool is_own;
    struct text industry_code, investment; /* what the lead tells of the facts */
};
/* If the scope reaches its project, else NOT_FOUND. */
MUST_USE bool commitment_case_find(const struct sight *sight, int64_t id,
                                   struct commitment_case *out, struct fault *fault);
/* Whether a JSON array names files of the project only; false also for what is no such array. */
MUST_USE bool commitment_files_are_of(struct arena *arena, struct store *store, int64_t project,
                                      struct text files, struct fault *fault);
/* The facts of the project as one JSON object: what the lead says, then what was given. */
MUST_USE bool commitment_facts(struct arena *arena, struct store *store,
                               const struct commitment_case *about, const struct jvalue **out,
                               struct fault *fault);

struct commitments {
    struct commitment *items;
    size_t count;
};
#define COMMITMENT_LIST_MAX 200

MUST_USE bool commitment_find(const struct sight *sight, int64_t id, struct commitment *out,
                              struct fault *fault);
struct commitment_filter {
    struct text state;            /* a code, "open" or "" */
    struct text checker;          /* "" any */
    int64_t project, application; /* 0 any */
    struct text after_day;        /* where the page before ended: its key; "" the first */
    int64_t after_id;
    int64_t limit;
};
/* By the day that counts next, then by id. The key of a row is commitment_key(). */
MUST_USE bool commitment_select(const struct sight *sight, const struct commitment_filter *filter,
                                struct commitments *out, struct fault *fault);
struct text commitment_key(struct arena *arena, const struct commitment *commitment);
/* The one of an application that is not over, `out->id` 0: none. Whoever asks has the right. */
MUST_USE bool commitment_live_of(struct arena *arena, struct store *store, int64_t application,
                                 struct commitment *out, struct fault *fault);
/* Whose check was to be done before `today` and is not, and is not recorded as missed; at most
 * `most`. */
MUST_USE bool commitment_unchecked(struct arena *arena, struct store *store, civil_date today,
                                   struct commitments *out, struct fault *fault);
MUST_USE bool commitment_version(struct store *store, int64_t id, int64_t *out,
                                 struct fault *fault);

/* -- tasks about what relied on a result that is gone -- */

struct commitment_task {
    int64_t id, version, project, source, application;
    struct text code, item_name, org, why, outcome, note;
    civil_date set_on, due_on, done_on;
    struct text project_number, project_name;
};
struct commitment_tasks {
    struct commitment_task *items;
    size_t count;
};
struct commitment_task_filter {
    int64_t source, project; /* 0 any */
    struct text org;         /* "" any */
    bool open_only;
};
MUST_USE bool commitment_tasks_select(const struct sight *sight,
                                      const struct commitment_task_filter *filter,
                                      struct commitment_tasks *out, struct fault *fault);
MUST_USE bool commitment_task_find(const struct sight *sight, int64_t id,
                                   struct commitment_task *out, struct fault *fault);

/* -- the credit record -- */

/* Marks that are not repaired, of the project and by the enterprise's name: whoever decides on its
 * promises must know them, whichever project they came from. */
struct credit_whose {
    int64_t project;
    struct text enterprise; /* "" while it has none: then only the project's own */
};
MUST_USE bool credit_open_of(struct arena *arena, struct store *store,
                             const struct credit_whose *whose, struct credit_marks *out,
                             struct fault *fault);
struct credit_filter {
    int64_t project; /* 0: all that the scope reaches */
    bool open_only;
};
MUST_USE bool credit_select(const struct sight *sight, const struct credit_filter *filter,
                            struct credit_marks *out, struct fault *fault);
MUST_USE bool credit_find(const struct sight *sight, int64_t id, struct credit_mark *out,
                          struct fault *fault);

extern const struct statement *const commitment_statements[];
extern const size_t commitment_statement_count;
extern const char commitment_ddl[];

#endif
