#ifndef LIANDONG_VAULT_VAULT_H
#define LIANDONG_VAULT_VAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"

/* Personal data at rest: small records, sealed one by one, with keys that are kept outside the
 * database. Who steals the database, its log or a backup has no name and no telephone number;
 * deleting the record destroys the datum without breaking any proof, since events only point to it.
 *
 * Encryption is SM4 in counter mode (GB/T 32907-2016), then HMAC-SM3 over all of it: encrypt, then
 * authenticate. A record is bound to what it is about, so that a sealed number can't be moved to
 * another person's row.
 *
 * A sealed record, bytes in this order, numbers big-endian:
 *      1  format, 0x01
 *      4  version of the key
 *     16  nonce, random: the first counter block
 *      n  ciphertext, as long as the plain text
 *     32  HMAC-SM3(mac key, u32(length of about) || about || all bytes before)
 *
 * The key file is text, 0600: a line a version, "1 " and 96 hexadecimal digits (16 bytes SM4 key,
 * 32 bytes MAC key). New records take the newest version; old ones open as long as theirs is
 * listed.
 *
 * A vault may be used by several threads at once. */
struct vault;

/* Reads the key file, or makes it (and its folder, 0700) with one key. Fault: VAULT_KEYS. */
MUST_USE bool vault_unlock(struct text key_path, struct vault **out, struct fault *fault);
void vault_lock(struct vault *vault); /* wipes the keys; NULL is allowed */

/* Adds a new key version to the file; whoever unlocks it next seals with it. */
MUST_USE bool vault_add_key(struct text key_path, struct fault *fault);

uint32_t vault_key_version(const struct vault *vault); /* what new records are sealed with */
/* The version a record was sealed with; 0: not a sealed record. For sealing anew in the background.
 */
uint32_t vault_record_version(struct text sealed);

/* A text, and what it is about: place and person, "person:12:phone". */
struct vault_item {
    struct text about;
    struct text text; /* plain, or sealed */
};

/* Plain text up to 64 KiB, else VAULT_RECORD. */
MUST_USE bool vault_seal_item(struct arena *arena, const struct vault *vault,
                              struct vault_item plain, struct text *out, struct fault *fault);
/* Fault VAULT_RECORD: altered, moved from elsewhere, or its key is gone. */
MUST_USE bool vault_open_item(struct arena *arena, const struct vault *vault,
                              struct vault_item sealed, struct text *out, struct fault *fault);

/* The same with both texts side by side, as most callers have them. */
#define vault_seal(arena, vault, about, plain, out, fault)                                         \
    vault_seal_item(arena, vault, (struct vault_item){about, plain}, out, fault)
#define vault_open(arena, vault, about, sealed, out, fault)                                        \
    vault_open_item(arena, vault, (struct vault_item){about, sealed}, out, fault)

/* A key of 32 bytes for another purpose, from the first key of the vault and a label: HMAC-SM3(mac
 * key, "derive\n" || label). It stays the same when keys are added. */
MUST_USE bool vault_derive(const struct vault *vault, struct text label, unsigned char out[32],
                           struct fault *fault);

#endif
