#ifndef LIANDONG_APP_RECEIPT_H
#define LIANDONG_APP_RECEIPT_H

#include "ledger/ledger.h"

/* A receipt (回执) is the number of a ledger entry and the first 20 hexadecimal digits of its leaf:
 * "123-0a1b2c3d4e5f60718293". 80 bits that nobody can guess without the entry, so that knowing the
 * code is knowing that the entry exists; nothing about it need be stored. */
#define RECEIPT_HEX 20

struct text receipt_code(struct arena *arena, int64_t seq, const struct ledger_hash *leaf);
/* False when it has not the form of a code. `out_hex` is a slice of `code`. */
MUST_USE bool receipt_parse(struct text code, int64_t *out_seq, struct text *out_hex);
/* Lower-case hexadecimal of the bytes. */
struct text hex_of(struct arena *arena, const unsigned char *bytes, size_t count);

#endif
