#ifndef LIANDONG_ROOM_FILE_UPLOAD_H
#define LIANDONG_ROOM_FILE_UPLOAD_H

#include "room/file/file.h"

/* Uploads in parts (分片上传、断点续传): what is large, or comes over a weak network, comes in
 * parts of one size, any of them again and in any order, and goes on where it stopped: after a lost
 * connection, a restart, at another node.
 *
 * An upload is opened with name and size, so that what will not be taken is refused before a byte
 * of it is sent. Each part is kept durably like a file, under its own digest, before the row that
 * tells of it is; when all are there they are put together, checked as any file is, and the file is
 * kept in one command, which also ends the upload. A crash at any point leaves an upload that goes
 * on, or bytes that nothing points to, which are swept away.
 *
 * Uploads under way are facts beside the ledger (sql/), not views: nothing has happened yet. They
 * belong to the account that opened them; for anybody else they do not exist. */
#define UPLOAD_PART_SIZE ((int64_t)1 << 20)
#define UPLOAD_LIFE_MS ((int64_t)3 * 86400000) /* since the last part */
#define UPLOAD_ENDED_LIFE_MS ((int64_t)3600000)
/* Under way for one account at a time. */
#define UPLOAD_COUNT_MAX 20
#define UPLOAD_BYTES_MAX ((int64_t)300 << 20)

struct upload_open {
    struct text name;
    int64_t size;
    struct text digest; /* SM3 of the whole, hexadecimal; empty: not told */
    int64_t replaces;   /* 0: nothing */
};
extern const struct field_table upload_open_table;

struct upload_part {
    int64_t upload, number, size;
    struct text digest;
};
extern const struct field_table upload_part_table;

#define UPLOAD_DROPPED (-1) /* given up by its owner */

struct upload {
    int64_t id, account, project, size, replaces;
    struct text name, digest;
    int64_t touched_at; /* UTC ms */
    int64_t file;       /* what it became; 0: still under way; UPLOAD_DROPPED */
};

/* What an account has under way, this one not counted. */
struct upload_load {
    int64_t count, bytes;
};

/* -- pure (file_upload.c) -- */

/* Name, kind by the name, size by the kind, and the account's share. */
MUST_USE bool upload_may_open(const struct upload_open *wanted, const struct upload_load *load,
                              struct fault *fault);
int64_t upload_part_count(int64_t size);
/* Of part `number`, counted from 1; 0: there is no such part. */
int64_t upload_part_size(int64_t size, int64_t number);
bool upload_is_over(const struct upload *upload, int64_t now);
/* 64 lower-case hexadecimal digits. */
bool upload_digest_is_valid(struct text digest);

/* -- the tables (file_upload_store.c) -- */

/* Of this account alone: NOT_FOUND for others and for none. */
MUST_USE bool upload_find(struct arena *arena, struct store *store, const struct upload *asked,
                          struct upload *out, struct fault *fault);
MUST_USE bool upload_load_of(struct store *store, int64_t account, int64_t now,
                             struct upload_load *out, struct fault *fault);
/* Gives `upload->id`. */
MUST_USE bool upload_add(struct store *store, struct upload *upload, struct fault *fault);
MUST_USE bool upload_add_part(struct store *store, const struct upload_part *part, int64_t now,
                              struct fault *fault);
MUST_USE bool upload_end(struct store *store, int64_t id, int64_t file, int64_t now,
                         struct fault *fault);

/* What an account has under way in a project, the newest first. */
struct uploads {
    struct upload *items;
    size_t count;
};
struct uploads_asked {
    int64_t account, project, now;
};
MUST_USE bool uploads_of(struct arena *arena, struct store *store,
                         const struct uploads_asked *asked, struct uploads *out,
                         struct fault *fault);

struct upload_parts {
    struct upload_part *items; /* in the order of their numbers */
    size_t count;
};
MUST_USE bool upload_parts_of(struct arena *arena, struct store *store, int64_t id,
                              struct upload_parts *out, struct fault *fault);

extern const struct statement *const upload_statements[];
extern const size_t upload_statement_count;

/* -- the door (file_upload_door.c, file_parts_door.c): commands and views of the room -- */

bool upload_perform_open(struct command_run *run, const void *fields, struct fault *fault);
bool upload_perform_drop(struct command_run *run, const void *fields, struct fault *fault);
bool upload_perform_part(struct command_run *run, const void *fields, struct fault *fault);
bool upload_prepare_part(const struct view_run *run, const struct raw_body *raw, void *fields,
                         struct fault *fault);
bool upload_prepare_finish(const struct view_run *run, const struct raw_body *raw, void *fields,
                           struct fault *fault);
bool upload_perform_finish(struct command_run *run, const void *fields, struct fault *fault);
bool uploads_answer(const struct view_run *run, struct json_writer *json, struct fault *fault);
bool upload_answer(const struct view_run *run, struct json_writer *json, struct fault *fault);

/* Where both ends of a file's keeping meet: what file.keep does once its fields are made. */
bool file_perform_keep(struct command_run *run, const void *given, struct fault *fault);

/* -- for the start, the timed jobs and the doctor -- */

/* Takes away what is over, some hundred at a time, with its parts and the bytes that nothing else
 * points to. In the writer's thread, outside a transaction. */
MUST_USE bool upload_forget(struct arena *arena, struct store *store, int64_t now,
                            int64_t *out_removed, struct fault *fault);

#endif
