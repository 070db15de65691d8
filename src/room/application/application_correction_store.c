#include "base/arena.h"
#include "room/application/application_correction.h"

const struct statement application_correction_insert = {
    "application_correction_insert",
    "insert into application_correction(application, position, is_field, target, reason, note)"
    " values($1,$2,$3,$4,$5,$6)"};
const struct statement application_correction_list = {
    "application_correction_list",
    "select is_field, target, reason, note from"
    " application_correction where application=$1 order by position"};

bool application_corrections_keep(struct store *store, int64_t application, struct text corrections,
                                  struct fault *fault)
{
    struct arena *arena = arena_open((size_t)1 << 16, (size_t)1 << 22);
    struct application_corrections read;
    bool kept = application_corrections_read(arena, corrections, &read);
    for (size_t i = 0; kept && i < read.count; i++) {
        const struct application_correction *one = &read.items[i];
        kept =
            store_run(store, &application_correction_insert,
                      CELLS(cell_int(application), cell_int((int64_t)i), cell_bool(one->is_field),
                            cell_text(one->target), cell_text(one->reason), cell_text(one->note)),
                      fault);
    }
    arena_close(arena);
    return kept;
}

bool application_corrections_of(struct arena *arena, struct store *store, int64_t application,
                                struct application_corrections *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct application_corrections){
        arena_room(arena, struct application_correction, APPLICATION_CORRECTIONS_MAX), 0};
    if (!store_query(store, &application_correction_list, CELLS(cell_int(application)), &rows,
                     fault)) {
        return false;
    }
    while (out->count < APPLICATION_CORRECTIONS_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct application_correction){
            .is_field = store_bool(&rows, 0),
            .target = store_text(arena, &rows, 1),
            .reason = store_text(arena, &rows, 2),
            .note = store_text(arena, &rows, 3),
        };
    }
    return store_done(&rows, fault);
}
