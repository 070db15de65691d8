#ifndef LIANDONG_GROUND_FORM_SUBMISSION_H
#define LIANDONG_GROUND_FORM_SUBMISSION_H

#include "app/kind.h"
#include "ground/form/form_paper.h"
#include "ground/project/project.h"

/* The submission (申请内容): what an application says, as it was handed in. Each department's case
 * keeps a copy of the answers and materials that concern it. It is never changed: a correction that
 * was asked for makes the next version, and the one before stays to be compared with. The newest
 * answers of a project fill its next form, the materials are not asked for again.
 *
 * Rooms: the one that takes applications in keeps version 1; the one that corrects keeps the others
 * through submission_keep(). */

enum submission_origin { SUBMISSION_INTAKE, SUBMISSION_CORRECTION, SUBMISSION_ORIGIN_COUNT };

struct submission {
    int64_t id, application, project, version; /* version: 1, 2, ... of the application */
    enum submission_origin origin;
    civil_date kept_on;
    struct text answers;   /* {"field": value}: only what concerns the item */
    struct text materials; /* {"name of the material": [ids of files]} */
    struct text by;        /* actor_label */
};
struct submissions {
    struct submission *items; /* newest first; at most 50 */
    size_t count;
};

/* -- for rooms -- */

struct submission_new {
    int64_t application, project;
    enum submission_origin origin;
    struct text answers, materials; /* whole: what is not changed is in it too */
    civil_date on;
};
/* Emits submission.kept as the application's next version; the application must be one that the
 * actor may act on: the caller has loaded it. */
MUST_USE bool submission_keep(struct command_run *run, const struct submission_new *wanted,
                              struct fault *fault);
MUST_USE bool submissions_of(struct arena *arena, struct store *store, int64_t application,
                             struct submissions *out, struct fault *fault);

/* -- what the platform knows of a project: for filling forms -- */

/* Where it is read and what the names are of. */
struct form_place {
    struct arena *arena;
    struct store *store;
    const struct city *city;
    civil_date on; /* which certificates are valid */
};
MUST_USE bool submission_world(const struct form_place *place, const struct project *project,
                               struct form_world *out, struct fault *fault);
/* Results and materials of the project; `planned` and `given` are the caller's. */
MUST_USE bool submission_shelf(struct arena *arena, struct store *store, int64_t project,
                               struct form_shelf *out, struct fault *fault);

/* -- the shared draft (facts beside the ledger) -- */

/* One open form a project, worked on by several people. Each answer carries the version in which it
 * was last changed, so that two people who fill different fields never lose a word; who changes
 * what another changed meanwhile is told. */
struct form_draft {
    int64_t version; /* 0: none */
    struct text content;
    int64_t saved_at, saved_by; /* UTC ms; account */
};
MUST_USE bool form_draft_of(struct arena *arena, struct store *store, int64_t project,
                            struct form_draft *out, struct fault *fault);
MUST_USE bool form_draft_keep(struct store *store, int64_t project, const struct form_draft *draft,
                              struct fault *fault);
/* After what was written in it has been submitted. */
MUST_USE bool form_draft_drop(struct store *store, int64_t project, struct fault *fault);

/* -- events -- */

struct submission_kept {
    int64_t version;
    struct text origin, answers, materials;
};
extern const struct event_kind submission_kept_event;

extern const struct statement *const submission_statements[];
extern const size_t submission_statement_count;
extern const char submission_ddl[];
extern const struct room submission_room;

#endif
