#include "ledger/tree.h"

#include "ledger/format.h"

static bool has_node(int64_t size, int height)
{
    return ((uint64_t)size >> height & 1) != 0;
}

void tree_push(struct sm3 *sm3, struct ledger_mark *tree, const struct ledger_hash *leaf,
               struct tree_tiles *tiles)
{
    struct ledger_hash node = *leaf;
    int height = 0;
    for (; has_node(tree->size, height); height++) { /* like carrying when 1 is added */
        node = format_node(sm3, &tree->nodes[height], &node);
        if (tiles != NULL && (height + 1) % FORMAT_TILE_BITS == 0) {
            tiles->items[tiles->count++] = (struct tree_tile){(height + 1) / FORMAT_TILE_BITS,
                                                              tree->size >> (height + 1), node};
        }
    }
    tree->nodes[height] = node;
    tree->size++;
}

struct ledger_hash tree_root(struct sm3 *sm3, const struct ledger_mark *tree)
{
    struct ledger_hash root;
    int height = 0;
    if (tree->size == 0) {
        sm3_begin(sm3);
        sm3_end(sm3, root.bytes);
        return root;
    }
    while (!has_node(tree->size, height)) {
        height++;
    }
    root = tree->nodes[height];
    for (height++; height < 63; height++) {
        if (has_node(tree->size, height)) {
            root = format_node(sm3, &tree->nodes[height], &root);
        }
    }
    return root;
}
