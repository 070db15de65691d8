#ifndef LIANDONG_ROOM_FILE_STORE_H
#define LIANDONG_ROOM_FILE_STORE_H

#include "room/file/file.h"

/* Between the files of this room. */

struct file_row {
    int64_t id, project, size, kept_by;
    struct text name, media, digest, by_name, scan, behalf;
    enum role by_role;
    civil_date kept_on;
    int64_t replaces, replaced_by; /* 0: none */
    int64_t first, version;        /* of its chain: its own id and 1, or of the first and further */
};

struct file_rows {
    struct file_row *items;
    size_t count;
    int64_t total;
};

#define FILE_PAGE_MAX 200

MUST_USE bool file_find(struct arena *arena, struct store *store, const struct scope *scope,
                        int64_t id, struct file_row *out, struct fault *fault);
/* Who sits at a window reads what he took in himself, and the papers that the platform printed:
 * NOT_FOUND for him of all else. True for all others. */
MUST_USE bool file_lets(const struct file_row *row, const struct actor *actor, struct fault *fault);
/* Newest first; `after` 0 begins. One row more than `limit` shows that there are more. */
MUST_USE bool file_of_project(const struct view_run *run, int64_t project, int64_t after,
                              int64_t limit, struct file_rows *out, struct fault *fault);
/* The versions of a chain, the newest first. */
MUST_USE bool file_versions_of(const struct view_run *run, int64_t project, int64_t first,
                               struct file_rows *out, struct fault *fault);
struct file_used {
    int64_t count, bytes;
};
MUST_USE bool file_used_by(struct store *store, int64_t project, struct file_used *out,
                           struct fault *fault);
MUST_USE bool file_is_wanted(struct store *store, struct text digest, bool *out,
                             struct fault *fault);

/* Of a row as an answer's further members (file_door.c). */
MUST_USE bool file_answer_row(struct command_run *run, const struct file_row *row);

/* -- who saw what (谁看过), file_seen_store.c, file_seen_door.c -- */

struct file_seen {
    int64_t file;
};
extern const struct field_table file_seen_table;
bool file_perform_seen(struct command_run *run, const void *fields, struct fault *fault);
/* All of a project's, when its archive goes out. */
bool file_perform_seen_all(struct command_run *run, const void *fields, struct fault *fault);
bool file_answer_seen(const struct view_run *run, struct json_writer *json, struct fault *fault);

struct file_sight {
    int64_t at; /* UTC ms */
    struct text role, org, name;
};
struct file_sights {
    struct file_sight *items;
    size_t count;
    int64_t total;
};
#define FILE_SIGHTS_MAX 200
/* The newest FILE_SIGHTS_MAX. The caller has checked that the file may be seen. */
MUST_USE bool file_sights_of(struct arena *arena, struct store *store, int64_t file,
                             struct file_sights *out, struct fault *fault);
MUST_USE bool file_note_sight(struct command_run *run, int64_t file, struct fault *fault);
MUST_USE bool file_note_sights(struct command_run *run, int64_t project, struct fault *fault);
extern const struct statement file_seen_insert, file_seen_list, file_seen_count, file_seen_ids;

/* The table of contents, where several nodes share a database. Not found: empty. */
MUST_USE bool file_store_keep(struct store *store, const struct file_content *content,
                              struct fault *fault);
MUST_USE bool file_store_has(struct store *store, struct text digest, bool *out,
                             struct fault *fault);
MUST_USE bool file_store_find(struct arena *arena, struct store *store, struct text digest,
                              struct text *out, struct fault *fault);

extern const struct statement *const file_statements[];
extern const size_t file_statement_count;
extern const char file_ddl[];

#endif
