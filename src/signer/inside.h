#ifndef LIANDONG_SIGNER_INSIDE_H
#define LIANDONG_SIGNER_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/sm2.h"

/* What is spoken over the socket, and the life of the process behind it. Only for this folder. Both
 * ends are one program, so that numbers are in the machine's order. */

enum signer_what { SIGNER_HEAD, SIGNER_DOCUMENT };

struct signer_request {
    int32_t what;
    int64_t size;
    int64_t signed_at;
    unsigned char root[32]; /* of a document: the digest of its bytes; the rest is 0 */
};

enum signer_verdict { SIGNER_DONE, SIGNER_REFUSED, SIGNER_BROKEN };

struct signer_answer {
    int32_t verdict;
    unsigned char public_key[SM2_PUBLIC_SIZE];
    unsigned char signature[SM2_SIGNATURE_SIZE];
};

/* Reads the key pair of that path, or makes it: see signer.h. NULL with errno set, or with errno 0
 * when the file holds no key. */
struct sm2_key *signer_key(const char *path, unsigned char public_key[SM2_PUBLIC_SIZE]);

/* No new privileges, no core, and the seccomp filter. False when the kernel won't. */
MUST_USE bool signer_lock_in(void);

/* The signing process: answers once with its public key, then to each request, until the socket is
 * closed. Never returns. */
_Noreturn void signer_live(int socket, const char *key_path);

#endif
