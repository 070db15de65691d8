#ifndef LIANDONG_ROOM_FILE_STORE_H
#define LIANDONG_ROOM_FILE_STORE_H

#include "room/file/file.h"

/* Between the files of this room. */

struct file_row {
    int64_t id, project, size, kept_by;
    struct text name, media, digest, by_name;
    enum role by_role;
    civil_date kept_on;
};

struct file_rows {
    struct file_row *items;
    size_t count;
    int64_t total;
};

#define FILE_PAGE_MAX 200

MUST_USE bool file_find(struct arena *arena, struct store *store, const struct scope *scope,
                        int64_t id, struct file_row *out, struct fault *fault);
/* Newest first; `after` 0 begins. One row more than `limit` shows that there are more. */
MUST_USE bool file_of_project(const struct view_run *run, int64_t project, int64_t after,
                              int64_t limit, struct file_rows *out, struct fault *fault);
MUST_USE bool file_bytes_of(struct store *store, int64_t project, int64_t *out,
                            struct fault *fault);
MUST_USE bool file_is_wanted(struct store *store, struct text digest, bool *out,
                             struct fault *fault);

/* The table of contents, where several nodes share a database. Not found: empty. */
MUST_USE bool file_store_keep(struct store *store, const struct file_content *content,
                              struct fault *fault);
MUST_USE bool file_store_find(struct arena *arena, struct store *store, struct text digest,
                              struct text *out, struct fault *fault);

extern const struct statement *const file_statements[];
extern const size_t file_statement_count;
extern const char file_ddl[];

#endif
