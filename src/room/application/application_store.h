#ifndef LIANDONG_ROOM_APPLICATION_STORE_H
#define LIANDONG_ROOM_APPLICATION_STORE_H

#include "app/access.h"
#include "room/application/application.h"
#include "room/application/application_rows.h"

/* Between the files of this room. */

struct application_filter {
    struct text org, district, like; /* "" : all; like: a pattern in lower case with \ as escape */
    int64_t project, handler; /* handler: an account, 0 for nobody; only asked where by_handler */
    bool open_only, by_handler;
    struct text codes;  /* ",a,b,": only these items; "" any */
    struct text needed; /* said or proposed of the item (room/need); "" whatever */
};

#define APPLICATION_LIST_MAX 20000

/* The application if the scope reaches its project, else NOT_FOUND. */
MUST_USE bool application_find(struct arena *arena, struct store *store, const struct scope *scope,
                               int64_t id, struct application *out, struct fault *fault);
/* Newest first, with what the clock needs and no more: names and texts are empty. */
MUST_USE bool application_select(struct arena *arena, struct store *store,
                                 const struct scope *scope, const struct application_filter *filter,
                                 struct application_list *out, struct fault *fault);
MUST_USE bool application_all_of(struct arena *arena, struct store *store, int64_t project,
                                 struct application_list *out, struct fault *fault);
MUST_USE bool application_briefs_of(struct arena *arena, struct store *store, int64_t project,
                                    struct application_briefs *out, struct fault *fault);
/* The adopted plan of the project: the newest that is proposed or confirmed. Read from the table of
 * the planning room, which alone writes it. Names are left empty. */
MUST_USE bool application_plan_of(struct arena *arena, struct store *store, int64_t project,
                                  struct application_plan *out, struct fault *fault);
MUST_USE bool application_next_serial(struct store *store, int64_t year, int64_t *out,
                                      struct fault *fault);
MUST_USE bool application_next_intake_serial(struct store *store, int64_t year, int64_t *out,
                                             struct fault *fault);
MUST_USE bool application_version(struct store *store, int64_t id, int64_t *out,
                                  struct fault *fault);
MUST_USE bool application_file_is_of(struct store *store, int64_t project, int64_t file, bool *out,
                                     struct fault *fault);

/* In application_read_store.c. */
extern const struct statement application_by_id, application_by_ids, application_by_project,
    application_filtered, application_serial, application_version_of, application_file;
/* In application_plan_store.c. */
extern const struct statement application_case_by_id, application_cases_by_project,
    application_intake_serial, application_intake_insert;
extern const struct statement application_revoke_update; /* in application_revoke_store.c */
extern const struct statement application_brief_by_project, application_planned;

extern const struct statement *const application_statements[];
extern const size_t application_statement_count;
extern const char application_ddl[];

#endif
