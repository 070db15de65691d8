#ifndef LIANDONG_LEDGER_FORMAT_H
#define LIANDONG_LEDGER_FORMAT_H

#include "ledger/ledger.h"
#include "ledger/sm3.h"

/* THE FORMAT OF THE LEDGER
 *
 * Whoever has read this comment can check a ledger without this program. Numbers are big-endian;
 * || puts bytes one after another; SM3 is the hash of GB/T 32905-2016 (32 bytes), SM2 the signature
 * of GB/T 32918.2-2016 on the curve of GB/T 32918.5-2017.
 *
 * 1. Entries: table ledger_event, one row an entry
 *
 *     seq           integer, 1 2 3 ... without gaps
 *     recorded_at   integer, milliseconds since 1970-01-01T00:00:00Z, when it was written down
 *     happened_on   text YYYY-MM-DD, the day it was done, or NULL when no day belongs to it
 *     kind          text, "problem.closed"
 *     subject_id    integer, the thing it is about, 0: none
 *     project_id    integer, the project it belongs to, 0: none
 *     actor         text, "account:12", "system"
 *     command_id    text, the command that caused it
 *     pack_version  text, the rules in force
 *     body          text, canonical JSON
 *     leaf          32 bytes, the leaf hash
 *
 * No column but happened_on is NULL. Text is UTF-8.
 *
 * 2. Leaf hash
 *
 *     leaf = SM3(0x00 || row)
 *     row  = "LDE1" || i64(seq) || i64(recorded_at) || text(happened_on) || text(kind)
 *            || i64(subject_id) || i64(project_id) || text(actor) || text(command_id)
 *            || text(pack_version) || text(body)
 *     i64(n)  = 8 bytes, two's complement
 *     text(t) = 4 bytes length in bytes || the bytes;   text(NULL) = ff ff ff ff
 *
 * 3. Tree (RFC 6962, 2.1), over the leaves in the order of seq
 *
 *     root of no entries   SM3("")
 *     root of one entry    its leaf
 *     root of n entries    SM3(0x01 || root of the first k || root of the other n-k),
 *                          k the largest power of two below n
 *
 * 4. Tiles: table ledger_tile (level, place, hash). What could be computed is kept so that proofs
 * need not read everything: the roots of complete subtrees of 256, 65536, 16777216 ... entries.
 *
 *     level  integer, 1 2 3 ...
 *     place  integer, 0 1 2 ...
 *     hash   32 bytes, root of the entries with seq place * 256^level + 1 .. (place+1) * 256^level
 *
 * For each complete subtree of these sizes there is exactly one row, and there are no others.
 *
 * 5. Heads: table ledger_head, one row each time the tree was signed
 *
 *     number      integer, 1 2 3 ... without gaps
 *     size        integer, entries signed for; not smaller than in the row before
 *     root        32 bytes, root of the first `size` entries
 *     signed_at   integer, milliseconds since 1970-01-01T00:00:00Z
 *     key_id      32 bytes, SM3(public_key)
 *     public_key  65 bytes, 04 || x || y
 *     signature   64 bytes, r || s
 *
 *     signature = SM2(message) with the identifier "1234567812345678" in Z, hash SM3
 *     message   = "liandong-head-v1" || i64(size) || i64(signed_at) || root       (64 bytes)
 *
 * A public key found in the database proves only that the holder of its private key signed. That it
 * is the right key must be known from elsewhere: a pinned key, or a head that was kept outside.
 *
 * 6. A head outside the database is a JSON object; bytes are lower-case hexadecimal:
 *
 *     {"size":n,"root":"..","signed_at":n,"key_id":"..","public_key":"..","signature":".."}
 *
 * 7. When a ledger is sound
 *
 *     every row has the types above; seq and number have no gaps; every leaf, tile, root and
 *     signature is as computed; no head is larger than the ledger; a head kept outside is among the
 *     recorded ones. Rows cut off at the end together with their tiles and heads leave a
 *     shorter sound ledger: only a head kept outside shows it.
 *
 * 8. Test vectors
 *
 *     SM3("abc") = 66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0
 *     root of no entries =
 *         1ab21d83 55cfa17f 8e611948 31e81a8f 22bec8c7 28fefb74 7ed035eb 5082aa2b
 *     the row (1, 1767225600000, '2026-01-01', 'note.made', 7, 0, 'system', 'c1', 'p1', '{}')
 *     has the leaf
 *         5d099f59 1b29d261 66dc4bf9 61787fd4 38bf541c b3c952f7 d8e97e7e 21dfb0b8
 *     the row (2, 1767225600001, NULL, 'note.made', 8, 9, 'account:12', 'c2', 'p1', '{"a":"中"}')
 *     has the leaf
 *         b0d6c84a a0e18ce8 dbdd476c 38bd7a69 baa24371 f4300157 daa92460 4608abbb
 *     and both have the root
 *         d1d8164b addb5def 51d90f6e 4a6ee789 94cccc20 e8b29184 45776586 8ae75110
 */

#define FORMAT_TAG "LDE1"
#define FORMAT_HEAD_TAG "liandong-head-v1"
#define FORMAT_HEAD_MESSAGE_SIZE 64
#define FORMAT_TILE_BITS 8 /* a level of tiles is 8 levels of the tree */

/* The leaf hash of all columns but `leaf`. */
struct ledger_hash format_leaf(struct sm3 *sm3, const struct ledger_entry *entry);
struct ledger_hash format_node(struct sm3 *sm3, const struct ledger_hash *left,
                               const struct ledger_hash *right);

/* The 64 bytes that are signed. */
void format_head_message(const struct ledger_head *head,
                         unsigned char out[FORMAT_HEAD_MESSAGE_SIZE]);

bool ledger_hash_equal(const struct ledger_hash *a, const struct ledger_hash *b);

#endif
