#ifndef LIANDONG_ROOF_MOVE_FILES_H
#define LIANDONG_ROOF_MOVE_FILES_H

#include "store/store.h"

/* What of an installation is not rows: keys, and the contents of uploaded files, which lie in a
 * folder beside a database in a file and in the table file_content of one that nodes share. */

/* `from` is read within the caller's snapshot; `to` writes and is in no transaction, since each
 * content goes in by a transaction of its own. Homes are used where an end is a file. */
struct move_ends {
    struct store *from, *to;
    struct text from_home, to_home;
    int64_t now; /* UTC ms: when the target's contents count as kept */
};

/* Copies keys/vault.keys and keys/ledger.pem (0600), the public key beside it and the accounts of a
 * demonstration if they are there. First looks at all: KEYS_MISSING, or MOVE_KEYS_DIFFER when the
 * target has one with another content; then nothing has been written. */
MUST_USE bool move_copy_keys(struct text from_home, struct text to_home, struct fault *fault);

/* Contents, each counted once however many rows point to it. */
struct move_files {
    int64_t count, bytes;
};
/* Copies every content that a row of `file` points to; left-overs of uploads stay behind. */
MUST_USE bool move_copy_files(const struct move_ends *ends, struct move_files *out,
                              struct fault *fault);
/* Reads them all back from the target, hashed again: MOVE_FILE_GONE. */
MUST_USE bool move_check_files(const struct move_ends *ends, struct fault *fault);

#endif
