#ifndef LIANDONG_LEDGER_TABLES_H
#define LIANDONG_LEDGER_TABLES_H

#include "ledger/ledger.h"
#include "ledger/sm3.h"

/* Reading the tree back from the tables. Only for the files of this folder. */

struct tables {
    struct store *store;
    struct sm3 *sm3;
};

/* Root of the entries first+1 .. first+count, after the tiles and the leaves as they are stored.
 * `first` is a multiple of the largest power of two that is not above `count`, as for all subtrees
 * of RFC 6962. Rows that are missing raise LEDGER_BROKEN. */
MUST_USE bool tables_root(const struct tables *tables, int64_t first, int64_t count,
                          struct ledger_hash *out, struct fault *fault);

/* The frontier of the tree of the first `size` entries. */
MUST_USE bool tables_frontier(const struct tables *tables, int64_t size, struct ledger_mark *out,
                              struct fault *fault);

MUST_USE bool tables_size(struct store *store, int64_t *out, struct fault *fault);

/* Copies a cell of exactly 32 bytes; false for anything else. */
bool tables_hash(struct cell cell, struct ledger_hash *out);

#endif
