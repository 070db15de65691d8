#ifndef LIANDONG_LEDGER_COSIGN_H
#define LIANDONG_LEDGER_COSIGN_H

#include "ledger/ledger.h"

/* An outside witness (见证人) signs a head of the ledger with a key of his own: he has seen it, and
 * holds it to grow out of what he saw before. Who trusts the witness need not trust the operator:
 * another past of the same length would need the witness's signature too. As JSON, bytes in
 * lower-case hexadecimal:
 *
 *     {"size":n,"signed_at":n,"root":"..","public_key":"..","signature":".."}
 *
 *     signature = SM2(message) as of a head (format.h, 5)
 *     message   = "liandong-witness-v1" || i64(size) || i64(signed_at) || root     (67 bytes)
 *
 * Pure. */
#define COSIGN_TAG "liandong-witness-v1"
#define COSIGN_MESSAGE_SIZE 67

struct ledger_cosign {
    int64_t size;
    int64_t signed_at; /* of the head, UTC milliseconds: the witness has no clock in this */
    struct ledger_hash root;
    unsigned char public_key[LEDGER_PUBLIC_KEY_SIZE];
    unsigned char signature[LEDGER_SIGNATURE_SIZE];
};

void ledger_cosign_message(const struct ledger_cosign *cosign,
                           unsigned char out[COSIGN_MESSAGE_SIZE]);
bool ledger_cosign_holds(const struct ledger_cosign *cosign);
struct text ledger_cosign_json(struct arena *arena, const struct ledger_cosign *cosign);

/* Whether the bytes are a key that could sign: a point of the curve. */
bool ledger_key_is_one(const unsigned char key[LEDGER_PUBLIC_KEY_SIZE]);

#endif
