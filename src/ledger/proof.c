#include <stdlib.h>
#include <string.h>

#include "ledger/format.h"
#include "ledger/tables.h"

/* Proofs after RFC 6962, 2.1.1 (audit paths) and 2.1.2 (consistency), made from the root downwards
 * and turned round at the end; checked as RFC 9162, 2.1.3.2 and 2.1.4.2 do it. */

/* The largest power of two below n, n > 1. */
static int64_t split(int64_t n)
{
    int64_t k = 1;
    while (k * 2 < n) {
        k *= 2;
    }
    return k;
}

static void turn_round(struct ledger_path *path)
{
    for (int i = 0, j = path->count - 1; i < j; i++, j--) {
        struct ledger_hash one = path->hashes[i];
        path->hashes[i] = path->hashes[j];
        path->hashes[j] = one;
    }
}

static bool add_root(const struct tables *from, int64_t first, int64_t count,
                     struct ledger_path *path, struct fault *fault)
{
    ensure(path->count < LEDGER_PATH_MAX);
    if (!tables_root(from, first, count, &path->hashes[path->count], fault)) {
        return false;
    }
    path->count++;
    return true;
}

/* The siblings on the way from the root of first+1 .. first+count down to the leaf. */
static bool walk_to_leaf(const struct tables *from, int64_t leaf, int64_t count,
                         struct ledger_path *path, struct fault *fault)
{
    int64_t first = 0;
    while (count > 1) {
        int64_t k = split(count);
        bool is_left = leaf - first < k;
        bool fine = is_left ? add_root(from, first + k, count - k, path, fault)
                            : add_root(from, first, k, path, fault);
        if (!fine) {
            return false;
        }
        first = is_left ? first : first + k;
        count = is_left ? k : count - k;
    }
    turn_round(path);
    return true;
}

static bool prove_with(const struct tables *from, struct ledger_proof *proof, struct fault *fault)
{
    int64_t entries = 0;
    if (!tables_size(from->store, &entries, fault)) {
        return false;
    }
    if (proof->seq < 1 || proof->seq > proof->size || proof->size > entries) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT("seq"), FAULT_NO_ARGS);
    }
    return tables_root(from, proof->seq - 1, 1, &proof->leaf, fault) &&
           tables_root(from, 0, proof->size, &proof->root, fault) &&
           walk_to_leaf(from, proof->seq - 1, proof->size, &proof->path, fault);
}

bool ledger_prove(struct store *store, int64_t seq, int64_t size, struct ledger_proof *out,
                  struct fault *fault)
{
    struct tables from = {store, sm3_open()};
    struct ledger_proof proof;
    proof.seq = seq;
    proof.size = size;
    proof.path.count = 0;
    bool fine = prove_with(&from, &proof, fault);
    sm3_close(from.sm3);
    if (fine) {
        *out = proof;
    }
    return fine;
}

bool ledger_proof_holds(const struct ledger_proof *proof)
{
    if (proof->seq < 1 || proof->seq > proof->size) {
        return false;
    }
    struct sm3 *sm3 = sm3_open();
    uint64_t leaf = (uint64_t)proof->seq - 1;
    uint64_t last = (uint64_t)proof->size - 1;
    struct ledger_hash root = proof->leaf;
    bool fits = true;
    for (int i = 0; i < proof->path.count && fits; i++) {
        const struct ledger_hash *sibling = &proof->path.hashes[i];
        fits = last > 0;
        if ((leaf & 1) != 0 || leaf == last) {
            root = format_node(sm3, sibling, &root);
            while ((leaf & 1) == 0 && leaf != 0) { /* levels where the right edge has no sibling */
                leaf >>= 1;
                last >>= 1;
            }
        } else {
            root = format_node(sm3, &root, sibling);
        }
        leaf >>= 1;
        last >>= 1;
    }
    sm3_close(sm3);
    return fits && last == 0 && ledger_hash_equal(&root, &proof->root);
}

/* SUBPROOF of RFC 6962. `whole`: the old tree is a complete subtree on the left edge so far, which
 * the checker knows by its root. */
static bool walk_to_old(const struct tables *from, int64_t old, int64_t count,
                        struct ledger_path *path, struct fault *fault)
{
    int64_t first = 0;
    bool whole = true;
    while (old < count) {
        int64_t k = split(count);
        bool is_left = old <= k;
        bool fine = is_left ? add_root(from, first + k, count - k, path, fault)
                            : add_root(from, first, k, path, fault);
        if (!fine) {
            return false;
        }
        first = is_left ? first : first + k;
        count = is_left ? k : count - k;
        old = is_left ? old : old - k;
        whole = whole && is_left;
    }
    if (!whole && !add_root(from, first, count, path, fault)) {
        return false;
    }
    turn_round(path);
    return true;
}

static bool prove_consistency_with(const struct tables *from, struct ledger_consistency *proof,
                                   struct fault *fault)
{
    int64_t entries = 0;
    if (!tables_size(from->store, &entries, fault)) {
        return false;
    }
    if (proof->old_size < 1 || proof->old_size > proof->new_size || proof->new_size > entries) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT("size"), FAULT_NO_ARGS);
    }
    return tables_root(from, 0, proof->old_size, &proof->old_root, fault) &&
           tables_root(from, 0, proof->new_size, &proof->new_root, fault) &&
           walk_to_old(from, proof->old_size, proof->new_size, &proof->path, fault);
}

bool ledger_prove_consistency(struct store *store, int64_t old_size, int64_t new_size,
                              struct ledger_consistency *out, struct fault *fault)
{
    struct tables from = {store, sm3_open()};
    struct ledger_consistency proof;
    proof.old_size = old_size;
    proof.new_size = new_size;
    proof.path.count = 0;
    bool fine = prove_consistency_with(&from, &proof, fault);
    sm3_close(from.sm3);
    if (fine) {
        *out = proof;
    }
    return fine;
}

/* Both roots are computed from the same path; `place` runs up the old tree's right edge. */
static bool roots_hold(struct sm3 *sm3, const struct ledger_consistency *proof)
{
    uint64_t place = (uint64_t)proof->old_size - 1;
    uint64_t last = (uint64_t)proof->new_size - 1;
    int next = 0;
    while ((place & 1) != 0) {
        place >>= 1;
        last >>= 1;
    }
    struct ledger_hash old_root = place > 0 ? proof->path.hashes[next++] : proof->old_root;
    struct ledger_hash new_root = old_root;
    for (; next < proof->path.count; next++) {
        const struct ledger_hash *hash = &proof->path.hashes[next];
        if (last == 0) {
            return false;
        }
        if ((place & 1) != 0 || place == last) {
            old_root = format_node(sm3, hash, &old_root);
            new_root = format_node(sm3, hash, &new_root);
            while ((place & 1) == 0 && place != 0) {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new_root = format_node(sm3, &new_root, hash);
        }
        place >>= 1;
        last >>= 1;
    }
    return last == 0 && ledger_hash_equal(&old_root, &proof->old_root) &&
           ledger_hash_equal(&new_root, &proof->new_root);
}

bool ledger_consistency_holds(const struct ledger_consistency *proof)
{
    if (proof->old_size < 1 || proof->old_size > proof->new_size) {
        return false;
    }
    if (proof->old_size == proof->new_size) {
        return proof->path.count == 0 && ledger_hash_equal(&proof->old_root, &proof->new_root);
    }
    if (proof->path.count == 0) {
        return false;
    }
    struct sm3 *sm3 = sm3_open();
    bool holds = roots_hold(sm3, proof);
    sm3_close(sm3);
    return holds;
}
