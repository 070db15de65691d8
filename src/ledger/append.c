#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "ledger/format.h"
#include "ledger/handle.h"
#include "ledger/tables.h"
#include "ledger/tree.h"

/* "LDGR": what writers of several processes lock on a database that has more than one. */
#define LEDGER_LOCK 0x4c444752

static const struct statement ledger_event_add = {
    "ledger_event_add",
    "insert into ledger_event (seq, recorded_at, happened_on, kind, subject_id, project_id, actor,"
    " command_id, pack_version, body, leaf)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

static const struct statement ledger_tile_add = {
    "ledger_tile_add", "insert into ledger_tile (level, place, hash) values ($1, $2, $3)"};

static bool read_frontier(const struct ledger *ledger, int64_t size, struct ledger_mark *out,
                          struct fault *fault)
{
    return tables_frontier(&(struct tables){ledger->store, ledger->sm3}, size, out, fault);
}

bool ledger_open(struct store *store, struct ledger **out, struct fault *fault)
{
    struct ledger *ledger = malloc(sizeof *ledger);
    ensure(ledger != NULL);
    ledger->store = store;
    ledger->sm3 = sm3_open();
    ledger->is_stale = false;
    int64_t size = 0;
    if (!tables_size(store, &size, fault) || !read_frontier(ledger, size, &ledger->tree, fault)) {
        ledger_close(ledger);
        return false;
    }
    ledger->committed = ledger->tree;
    *out = ledger;
    return true;
}

void ledger_close(struct ledger *ledger)
{
    if (ledger != NULL) {
        sm3_close(ledger->sm3);
        free(ledger);
    }
}

bool ledger_lock(struct store *store, struct fault *fault)
{
    return store_lock(store, LEDGER_LOCK, fault);
}

bool ledger_begin(struct ledger *ledger, struct fault *fault)
{
    ensure(store_in_transaction(ledger->store));
    int64_t size = 0;
    if (!ledger_lock(ledger->store, fault) || !tables_size(ledger->store, &size, fault)) {
        return false;
    }
    if ((ledger->is_stale || size != ledger->tree.size) &&
        !read_frontier(ledger, size, &ledger->tree, fault)) {
        return false;
    }
    ledger->is_stale = false;
    ledger->committed = ledger->tree;
    return true;
}

void ledger_forget(struct ledger *ledger)
{
    ledger->is_stale = true;
}

static struct cell hash_cell(const struct ledger_hash *hash)
{
    return cell_bytes((struct text){(const char *)hash->bytes, LEDGER_HASH_SIZE});
}

bool ledger_copy(struct store *into, const struct ledger_entry *entry, struct fault *fault)
{
    return store_run(
        into, &ledger_event_add,
        CELLS(cell_int(entry->seq), cell_int(entry->recorded_at), cell_date(entry->happened_on),
              cell_text(entry->kind), cell_int(entry->subject_id), cell_int(entry->project_id),
              cell_text(entry->actor), cell_text(entry->command_id), cell_text(entry->pack_version),
              cell_text(entry->body), hash_cell(&entry->leaf)),
        fault);
}

static bool add_tiles(struct ledger *ledger, const struct tree_tiles *tiles, struct fault *fault)
{
    for (int i = 0; i < tiles->count; i++) {
        const struct tree_tile *tile = &tiles->items[i];
        if (!store_run(ledger->store, &ledger_tile_add,
                       CELLS(cell_int(tile->level), cell_int(tile->place), hash_cell(&tile->hash)),
                       fault)) {
            return false;
        }
    }
    return true;
}

bool ledger_append(struct ledger *ledger, struct ledger_entry *entry, struct fault *fault)
{
    ensure(store_in_transaction(ledger->store));
    struct ledger_entry written = *entry;
    written.seq = ledger->tree.size + 1;
    written.leaf = format_leaf(ledger->sm3, &written);
    if (!ledger_copy(ledger->store, &written, fault)) {
        return false;
    }
    /* A tile is written once in 256 entries: only then a copy for going back is worth its price. */
    bool ends_tile = (written.seq & ((1 << FORMAT_TILE_BITS) - 1)) == 0;
    struct ledger_mark before;
    if (ends_tile) {
        before = ledger->tree;
    }
    struct tree_tiles tiles;
    tiles.count = 0;
    tree_push(ledger->sm3, &ledger->tree, &written.leaf, &tiles);
    ensure(ends_tile == (tiles.count > 0));
    if (ends_tile && !add_tiles(ledger, &tiles, fault)) {
        ledger->tree = before;
        return false;
    }
    entry->seq = written.seq;
    entry->leaf = written.leaf;
    return true;
}

void ledger_mark(const struct ledger *ledger, struct ledger_mark *out)
{
    *out = ledger->tree;
}

void ledger_rewind(struct ledger *ledger, const struct ledger_mark *mark)
{
    ensure(mark->size <= ledger->tree.size && mark->size >= ledger->committed.size);
    ledger->tree = *mark;
}

void ledger_commit_done(struct ledger *ledger)
{
    ledger->committed = ledger->tree;
}

void ledger_rollback_done(struct ledger *ledger)
{
    ledger->tree = ledger->committed;
}

int64_t ledger_size(const struct ledger *ledger)
{
    return ledger->tree.size;
}

struct ledger_hash ledger_root(const struct ledger *ledger)
{
    return tree_root(ledger->sm3, &ledger->tree);
}

struct ledger_hash ledger_leaf(const struct ledger_entry *entry)
{
    struct sm3 *sm3 = sm3_open();
    struct ledger_hash leaf = format_leaf(sm3, entry);
    sm3_close(sm3);
    return leaf;
}

static bool raise_differs(int64_t seq, struct fault *fault)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)seq);
    return fault_raise(fault, FAULT_LEDGER_BROKEN, TEXT_NONE,
                       FAULT_ARGS(text_of(number), TEXT("read back, it is not what was written")));
}

/* Hashes what comes back; the number of the first entry that differs, or 0. */
static int64_t first_difference(struct ledger *ledger, struct ledger_cursor *cursor,
                                struct arena *arena, int64_t expected)
{
    struct ledger_entry entry;
    struct arena_mark mark = arena_mark(arena);
    for (; ledger_next(arena, cursor, &entry); expected++) {
        struct ledger_hash leaf = format_leaf(ledger->sm3, &entry);
        if (entry.seq != expected || !ledger_hash_equal(&leaf, &entry.leaf)) {
            return expected;
        }
        arena_rewind(arena, mark);
    }
    return expected == ledger->tree.size + 1 ? 0 : expected;
}

bool ledger_recheck(struct ledger *ledger, int64_t after_seq, struct fault *fault)
{
    struct ledger_cursor cursor;
    if (!ledger_read_after(ledger->store, after_seq, 0, &cursor, fault)) {
        return false;
    }
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    int64_t wrong = first_difference(ledger, &cursor, arena, after_seq + 1);
    arena_close(arena);
    if (!ledger_done(&cursor, fault)) {
        return false;
    }
    return wrong == 0 || raise_differs(wrong, fault);
}
