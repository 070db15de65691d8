#include "room/file/file_upload.h"

#include "base/arena.h"
#include "room/file/file_store.h"

static const struct statement upload_by_id = {
    "file_upload_by_id", "select id, account, project, size, replaces, name, digest, touched_at,"
                         " file from file_upload where id=$1 and account=$2"};
static const struct statement upload_share = {
    "file_upload_share", "select count(*), cast(coalesce(sum(size), 0) as integer) from file_upload"
                         " where account=$1 and file=0 and touched_at>=$2"};
static const struct statement upload_mine = {
    "file_upload_mine", "select id, name, size, touched_at from file_upload where account=$1 and"
                        " file=0 and touched_at>=$2 and project=$3 order by id desc limit 20"};
static const struct statement upload_last = {"file_upload_last", "select max(id) from file_upload"};
static const struct statement upload_insert = {
    "file_upload_insert",
    "insert into file_upload(id, account, project, size, replaces, name, digest, touched_at, file)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,0)"};
static const struct statement upload_touch = {"file_upload_touch",
                                              "update file_upload set touched_at=$2 where id=$1"};
static const struct statement upload_set_file = {
    "file_upload_set_file", "update file_upload set file=$2, touched_at=$3 where id=$1"};
static const struct statement part_upsert = {
    "file_part_upsert",
    "insert into file_part(upload, number, size, digest) values($1,$2,$3,$4)"
    " on conflict (upload, number) do update set size=excluded.size, digest=excluded.digest"};
static const struct statement parts_of = {
    "file_parts_of",
    "select upload, number, size, digest from file_part where upload=$1 order by number"};
static const struct statement upload_over = {
    "file_upload_over", "select id from file_upload where touched_at<$1"
                        " and (file<>0 or touched_at<$2) order by touched_at limit 100"};
static const struct statement upload_delete = {"file_upload_delete",
                                               "delete from file_upload where id=$1"};
static const struct statement parts_delete = {"file_parts_delete",
                                              "delete from file_part where upload=$1"};

const struct statement *const upload_statements[] = {
    &upload_mine,     &upload_by_id, &upload_share, &upload_last, &upload_insert, &upload_touch,
    &upload_set_file, &part_upsert,  &parts_of,     &upload_over, &upload_delete, &parts_delete,
};
const size_t upload_statement_count = COUNT_OF(upload_statements);

bool upload_find(struct arena *arena, struct store *store, const struct upload *asked,
                 struct upload *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &upload_by_id, CELLS(cell_int(asked->id), cell_int(asked->account)),
                     &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        *out = (struct upload){
            .id = store_int(&rows, 0),
            .account = store_int(&rows, 1),
            .project = store_int(&rows, 2),
            .size = store_int(&rows, 3),
            .replaces = store_int(&rows, 4),
            .name = store_text(arena, &rows, 5),
            .digest = store_text(arena, &rows, 6),
            .touched_at = store_int(&rows, 7),
            .file = store_int(&rows, 8),
        };
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    return found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool upload_load_of(struct store *store, int64_t account, int64_t now, struct upload_load *out,
                    struct fault *fault)
{
    struct store_rows rows;
    *out = (struct upload_load){0, 0};
    if (!store_query(store, &upload_share, CELLS(cell_int(account), cell_int(now - UPLOAD_LIFE_MS)),
                     &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct upload_load){store_int(&rows, 0), store_int(&rows, 1)};
    }
    return store_done(&rows, fault);
}

bool uploads_of(struct arena *arena, struct store *store, const struct uploads_asked *asked,
                struct uploads *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct uploads){arena_array(arena, struct upload, UPLOAD_COUNT_MAX), 0};
    if (!store_query(store, &upload_mine,
                     CELLS(cell_int(asked->account), cell_int(asked->now - UPLOAD_LIFE_MS),
                           cell_int(asked->project)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < UPLOAD_COUNT_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct upload){.id = store_int(&rows, 0),
                                                   .name = store_text(arena, &rows, 1),
                                                   .size = store_int(&rows, 2),
                                                   .touched_at = store_int(&rows, 3)};
    }
    return store_done(&rows, fault);
}

bool upload_add(struct store *store, struct upload *upload, struct fault *fault)
{
    int64_t last = 0;
    if (!store_query_int(store, &upload_last, NO_CELLS, &last, fault)) {
        return false;
    }
    upload->id = last + 1;
    return store_run(store, &upload_insert,
                     CELLS(cell_int(upload->id), cell_int(upload->account),
                           cell_int(upload->project), cell_int(upload->size),
                           cell_int(upload->replaces), cell_text(upload->name),
                           cell_text(upload->digest), cell_int(upload->touched_at)),
                     fault);
}

bool upload_add_part(struct store *store, const struct upload_part *part, int64_t now,
                     struct fault *fault)
{
    return store_run(store, &part_upsert,
                     CELLS(cell_int(part->upload), cell_int(part->number), cell_int(part->size),
                           cell_text(part->digest)),
                     fault) &&
           store_run(store, &upload_touch, CELLS(cell_int(part->upload), cell_int(now)), fault);
}

bool upload_end(struct store *store, int64_t id, int64_t file, int64_t now, struct fault *fault)
{
    return store_run(store, &upload_set_file, CELLS(cell_int(id), cell_int(file), cell_int(now)),
                     fault);
}

bool upload_parts_of(struct arena *arena, struct store *store, int64_t id, struct upload_parts *out,
                     struct fault *fault)
{
    struct store_rows rows;
    size_t most = (size_t)upload_part_count((int64_t)FILE_SIZE_MAX);
    *out = (struct upload_parts){arena_array(arena, struct upload_part, most), 0};
    if (!store_query(store, &parts_of, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    while (out->count < most && store_next(&rows)) {
        out->items[out->count++] =
            (struct upload_part){store_int(&rows, 0), store_int(&rows, 1), store_int(&rows, 2),
                                 store_text(arena, &rows, 3)};
    }
    return store_done(&rows, fault);
}

/* -- forgetting -- */

struct over {
    int64_t ids[100];
    size_t count;
};

static bool find_over(struct store *store, int64_t now, struct over *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    if (!store_query(store, &upload_over,
                     CELLS(cell_int(now - UPLOAD_ENDED_LIFE_MS), cell_int(now - UPLOAD_LIFE_MS)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < COUNT_OF(out->ids) && store_next(&rows)) {
        out->ids[out->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}

static bool delete_all(struct store *store, const struct over *over, struct fault *fault)
{
    for (size_t i = 0; i < over->count; i++) {
        if (!store_run(store, &parts_delete, CELLS(cell_int(over->ids[i])), fault) ||
            !store_run(store, &upload_delete, CELLS(cell_int(over->ids[i])), fault)) {
            return false;
        }
    }
    return true;
}

static bool gather_parts(struct arena *arena, struct store *store, const struct over *over,
                         struct upload_parts *out, struct fault *fault)
{
    for (size_t i = 0; i < over->count; i++) {
        if (!upload_parts_of(arena, store, over->ids[i], &out[i], fault)) {
            return false;
        }
    }
    return true;
}

/* On a disk of our own the bytes go at once, save what came within the hour: an upload of the same
 * content may be about to point to it. A shared database sweeps what is a day old by itself. */
static bool forget_bytes(struct store *store, const struct upload_parts *parts, int64_t now,
                         struct fault *fault)
{
    for (size_t i = 0; i < parts->count; i++) {
        bool is_wanted = false;
        if (!file_is_wanted(store, parts->items[i].digest, &is_wanted, fault)) {
            return false;
        }
        if (!is_wanted) {
            file_disk_forget(parts->items[i].digest, now - UPLOAD_ENDED_LIFE_MS);
        }
    }
    return true;
}

static bool forget_rows(struct arena *arena, struct store *store, const struct over *over,
                        struct upload_parts *parts, struct fault *fault)
{
    if (!store_begin_write(store, fault)) {
        return false;
    }
    if (!gather_parts(arena, store, over, parts, fault) || !delete_all(store, over, fault)) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}

bool upload_forget(struct arena *arena, struct store *store, int64_t now, int64_t *out_removed,
                   struct fault *fault)
{
    struct over *over = arena_new(arena, struct over);
    struct upload_parts *parts = arena_array(arena, struct upload_parts, COUNT_OF(over->ids));
    *out_removed = 0;
    if (!find_over(store, now, over, fault)) {
        return false;
    }
    if (over->count == 0) {
        return true;
    }
    if (!forget_rows(arena, store, over, parts, fault)) {
        return false;
    }
    for (size_t i = 0; i < over->count && !store_is_shared(store); i++) {
        if (!forget_bytes(store, &parts[i], now, fault)) {
            return false;
        }
    }
    *out_removed = (int64_t)over->count;
    return true;
}
