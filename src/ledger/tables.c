#include "ledger/tables.h"

#include <stdio.h>
#include <string.h>

#include "ledger/format.h"
#include "ledger/tree.h"

static const struct statement ledger_last = {"ledger_last", "select max(seq) from ledger_event"};

static const struct statement ledger_leaves = {
    "ledger_leaves", "select leaf from ledger_event where seq > $1 and seq <= $2 order by seq"};

static const struct statement ledger_tiles = {
    "ledger_tiles", "select hash from ledger_tile"
                    " where level = $1 and place >= $2 and place < $3 order by place"};

bool tables_size(struct store *store, int64_t *out, struct fault *fault)
{
    int64_t size = 0;
    if (!store_query_int(store, &ledger_last, NO_CELLS, &size, fault)) {
        return false;
    }
    *out = size;
    return true;
}

bool tables_hash(struct cell cell, struct ledger_hash *out)
{
    if (cell.kind != CELL_BYTES || cell.text.len != LEDGER_HASH_SIZE) {
        return false;
    }
    memcpy(out->bytes, cell.text.at, LEDGER_HASH_SIZE);
    return true;
}

static bool raise_missing(int64_t first, int64_t count, struct fault *fault)
{
    char from[24];
    char what[64];
    snprintf(from, sizeof from, "%lld", (long long)first + 1);
    snprintf(what, sizeof what, "a hash of the %lld entries from there is missing",
             (long long)count);
    return fault_raise(fault, FAULT_LEDGER_BROKEN, TEXT_NONE,
                       FAULT_ARGS(text_of(from), text_of(what)));
}

/* A complete subtree of 2^height entries, index-th of its kind: the nearest level of tiles beneath
 * it has at most 128 rows for it. */
static bool complete_node(const struct tables *tables, int height, int64_t index,
                          struct ledger_hash *out, struct fault *fault)
{
    int level = height / FORMAT_TILE_BITS;
    int64_t width = (int64_t)1 << height % FORMAT_TILE_BITS;
    int64_t from = index * width;
    struct store_rows rows;
    bool begun = level == 0
                     ? store_query(tables->store, &ledger_leaves,
                                   CELLS(cell_int(from), cell_int(from + width)), &rows, fault)
                     : store_query(tables->store, &ledger_tiles,
                                   CELLS(cell_int(level), cell_int(from), cell_int(from + width)),
                                   &rows, fault);
    if (!begun) {
        return false;
    }
    struct ledger_mark tree;
    tree.size = 0;
    struct ledger_hash hash;
    while (store_next(&rows) && tables_hash(store_cell(&rows, 0), &hash)) {
        tree_push(tables->sm3, &tree, &hash, NULL);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    if (tree.size != width) {
        return raise_missing(index << height, (int64_t)1 << height, fault);
    }
    *out = tree_root(tables->sm3, &tree);
    return true;
}

/* The nodes of the binary digits of `count`, the largest first, beginning at `first`. */
static bool fill_frontier(const struct tables *tables, int64_t first, struct ledger_mark *tree,
                          struct fault *fault)
{
    int64_t at = first;
    for (int height = 62; height >= 0; height--) {
        if (((uint64_t)tree->size >> height & 1) == 0) {
            continue;
        }
        ensure((at & (((int64_t)1 << height) - 1)) == 0);
        if (!complete_node(tables, height, at >> height, &tree->nodes[height], fault)) {
            return false;
        }
        at += (int64_t)1 << height;
    }
    return true;
}

bool tables_frontier(const struct tables *tables, int64_t size, struct ledger_mark *out,
                     struct fault *fault)
{
    struct ledger_mark tree;
    tree.size = size;
    if (!fill_frontier(tables, 0, &tree, fault)) {
        return false;
    }
    *out = tree;
    return true;
}

bool tables_root(const struct tables *tables, int64_t first, int64_t count, struct ledger_hash *out,
                 struct fault *fault)
{
    struct ledger_mark tree;
    tree.size = count;
    if (!fill_frontier(tables, first, &tree, fault)) {
        return false;
    }
    *out = tree_root(tables->sm3, &tree);
    return true;
}
