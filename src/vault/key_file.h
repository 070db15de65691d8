#ifndef LIANDONG_VAULT_KEY_FILE_H
#define LIANDONG_VAULT_KEY_FILE_H

#include "vault/vault.h"

/* The keys of the vault in their file (vault.h has its format). Only for this folder. */

#define VAULT_KEYS_MAX 64 /* one a year is usual */

struct vault_key {
    unsigned char cipher[16];
    unsigned char mac[32];
};

/* items[0] is version 1. */
struct vault_keys {
    size_t count;
    struct vault_key items[VAULT_KEYS_MAX];
};

/* Makes the file with one key when there is none. At least one key on success. */
MUST_USE bool vault_keys_load(struct text path, struct vault_keys *out, struct fault *fault);

#endif
