#include "room/file/file_store.h"

#include "base/arena.h"

/* Who saw what: one row a time that a file's bytes went out. Facts, not events: they are about
 * persons who looked, not about the project. */

const struct statement file_seen_insert = {
    "file_seen_insert", "insert into file_seen(file, at, account, role, org) values($1,$2,$3,$4,$5)"
                        " on conflict (file, at, account) do nothing"};
const struct statement file_seen_list = {
    "file_seen_list",
    "select v.at, v.role, v.org, s.name from file_seen v left join account_secret s on"
    " s.account=v.account where v.file=$1 order by v.at desc limit $2"};
const struct statement file_seen_ids = {
    "file_seen_ids", "select id from file where project=$1 order by id desc limit $2"};
const struct statement file_seen_count = {"file_seen_count",
                                          "select count(*) from file_seen where file=$1"};

bool file_note_sight(struct command_run *run, int64_t file, struct fault *fault)
{
    const struct actor *actor = run->actor;
    return store_run(run->store, &file_seen_insert,
                     CELLS(cell_int(file), cell_int(run->now), cell_int(actor->account),
                           cell_text(text_of(role_name(actor->role))), cell_text(actor->org)),
                     fault);
}

bool file_note_sights(struct command_run *run, int64_t project, struct fault *fault)
{
    struct store_rows rows;
    int64_t *ids = arena_room(run->arena, int64_t, FILE_PROJECT_COUNT_MAX);
    size_t count = 0;
    if (!store_query(run->store, &file_seen_ids,
                     CELLS(cell_int(project), cell_int(FILE_PROJECT_COUNT_MAX)), &rows, fault)) {
        return false;
    }
    while (count < FILE_PROJECT_COUNT_MAX && store_next(&rows)) {
        ids[count++] = store_int(&rows, 0);
    }
    bool fine = store_done(&rows, fault);
    for (size_t i = 0; fine && i < count; i++) {
        fine = file_note_sight(run, ids[i], fault);
    }
    return fine;
}

bool file_sights_of(struct arena *arena, struct store *store, int64_t file, struct file_sights *out,
                    struct fault *fault)
{
    struct store_rows rows;
    *out = (struct file_sights){arena_array(arena, struct file_sight, FILE_SIGHTS_MAX), 0, 0};
    if (!store_query_int(store, &file_seen_count, CELLS(cell_int(file)), &out->total, fault) ||
        !store_query(store, &file_seen_list, CELLS(cell_int(file), cell_int(FILE_SIGHTS_MAX)),
                     &rows, fault)) {
        return false;
    }
    while (out->count < FILE_SIGHTS_MAX && store_next(&rows)) {
        out->items[out->count++] =
            (struct file_sight){store_int(&rows, 0), store_text(arena, &rows, 1),
                                store_text(arena, &rows, 2), store_text(arena, &rows, 3)};
    }
    return store_done(&rows, fault);
}
