#ifndef LIANDONG_LEDGER_TREE_H
#define LIANDONG_LEDGER_TREE_H

#include "ledger/ledger.h"
#include "ledger/sm3.h"

/* The Merkle tree of RFC 6962 in memory: only its frontier, the roots of the complete subtrees that
 * the binary digits of `size` stand for. nodes[h] is the root of 2^h leaves and counts only where
 * bit h of size is set. Pure: nothing here knows a database. */

/* A subtree that became complete at a height that is a multiple of 8 (format.h, 4). */
struct tree_tile {
    int64_t level;
    int64_t place;
    struct ledger_hash hash;
};

struct tree_tiles {
    int count;
    struct tree_tile items[8];
};

/* Adds a leaf. `tiles` may be NULL. */
void tree_push(struct sm3 *sm3, struct ledger_mark *tree, const struct ledger_hash *leaf,
               struct tree_tiles *tiles);
struct ledger_hash tree_root(struct sm3 *sm3, const struct ledger_mark *tree);

#endif
