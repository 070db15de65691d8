#ifndef LIANDONG_GROUND_PROJECT_REPRESENT_H
#define LIANDONG_GROUND_PROJECT_REPRESENT_H

#include "ground/project/project.h"

/* The agreement (授权、代为提交) of an enterprise that the windows of a hall fill in and submit the
 * one form for it. The enterprise gives it itself, or signs it on paper at a window, where the
 * clerk uploads the paper and records it; it holds for a hall (all of its windows), until a day,
 * and is ended by the enterprise at any time. Without it a window takes in papers, hands out and
 * counts visits, but neither reads the form nor submits: what is submitted binds the enterprise.
 *
 * What was submitted stays submitted when the agreement ends. */
struct representation {
    int64_t id, project;
    int64_t file;        /* the signed paper; 0: the enterprise agreed itself */
    struct text org, by; /* the hall; actor_label of who recorded it */
    civil_date agreed_on, until, ended_on;
};
struct representations {
    struct representation *items; /* newest first, at most 50 */
    size_t count;
};

/* -- commands -- */

struct represent_agree {
    struct text desk;
    civil_date until;
    int64_t file_id;
};
struct represent_end {
    struct text reason;
};
extern const struct field_table represent_agree_table, represent_end_table;

/* -- events -- */

struct represent_agreed {
    struct text org;
    civil_date until;
    int64_t file;
};
struct represent_ended {
    struct text reason;
};
extern const struct event_kind represent_agreed_event, represent_ended_event;
record_function represent_record_agreed, represent_record_ended;

/* -- deciding (represent.c, pure) -- */

/* Not for days that have passed; what a window records rests on a paper. */
MUST_USE bool represent_may_agree(const struct represent_agree *command, enum role role,
                                  civil_date today, struct fault *fault);
bool represent_holds(const struct representation *one, civil_date today);

/* -- reading (represent_store.c) -- */

MUST_USE bool represent_of_project(struct arena *arena, struct store *store, int64_t project,
                                   struct representations *out, struct fault *fault);
/* Of a project that the scope reaches, else NOT_FOUND. */
MUST_USE bool represent_find(const struct sight *sight, int64_t id, struct representation *out,
                             struct fault *fault);
MUST_USE bool represent_file_is_of(struct store *store, int64_t project, int64_t file, bool *out,
                                   struct fault *fault);
/* The last day of the newest agreement with the hall that holds, CIVIL_DATE_NONE when none does. */
struct represent_asked {
    int64_t project;
    struct text org;
    civil_date today;
};
MUST_USE bool represent_until(struct store *store, const struct represent_asked *asked,
                              civil_date *out, struct fault *fault);

/* For who sits at a window: NOT_REPRESENTED without an agreement that holds. True for all others.
 */
MUST_USE bool represent_lets(struct store *store, const struct actor *actor,
                             const struct represent_asked *asked, struct fault *fault);

extern const struct statement *const represent_statements[];
extern const size_t represent_statement_count;
extern const char represent_ddl[];
extern const struct room represent_room;

#endif
