#include "ledger/ledger.h"

#include "ledger/tables.h"

static const struct statement ledger_after = {
    "ledger_after",
    "select seq, recorded_at, happened_on, kind, subject_id, project_id, actor, command_id,"
    " pack_version, body, leaf from ledger_event where seq > $1 order by seq limit $2",
    .is_large = true};

static const struct statement ledger_part = {
    "ledger_part",
    "select seq, recorded_at, happened_on, kind, subject_id, project_id, actor, command_id,"
    " pack_version, body, leaf from ledger_event where project_id in (0, $1) and seq <= $2"
    " order by seq limit $3",
    .is_large = true};

bool ledger_read_part(struct store *store, const struct ledger_part *part,
                      struct ledger_cursor *cursor, struct fault *fault)
{
    return store_query(store, &ledger_part,
                       CELLS(cell_int(part->project), cell_int(part->up_to), cell_int(part->limit)),
                       &cursor->rows, fault);
}

bool ledger_read_after(struct store *store, int64_t seq, int64_t limit,
                       struct ledger_cursor *cursor, struct fault *fault)
{
    int64_t most = limit > 0 ? limit : INT64_MAX;
    return store_query(store, &ledger_after, CELLS(cell_int(seq), cell_int(most)), &cursor->rows,
                       fault);
}

bool ledger_next(struct arena *arena, struct ledger_cursor *cursor, struct ledger_entry *out)
{
    const struct store_rows *rows = &cursor->rows;
    if (!store_next(&cursor->rows)) {
        return false;
    }
    *out = (struct ledger_entry){
        .seq = store_int(rows, 0),
        .recorded_at = store_int(rows, 1),
        .happened_on = store_date(rows, 2),
        .kind = store_text(arena, rows, 3),
        .subject_id = store_int(rows, 4),
        .project_id = store_int(rows, 5),
        .actor = store_text(arena, rows, 6),
        .command_id = store_text(arena, rows, 7),
        .pack_version = store_text(arena, rows, 8),
        .body = store_text(arena, rows, 9),
    };
    /* A leaf of another length stays all zeroes, which is no hash of anything. */
    (void)tables_hash(store_cell(rows, 10), &out->leaf);
    return true;
}

bool ledger_done(struct ledger_cursor *cursor, struct fault *fault)
{
    return store_done(&cursor->rows, fault);
}
