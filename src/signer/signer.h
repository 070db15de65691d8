#ifndef LIANDONG_SIGNER_SIGNER_H
#define LIANDONG_SIGNER_SIGNER_H

#include "ledger/ledger.h"

/* The process that holds the key of the ledger's heads and can do nothing else.
 *
 * It is forked off at the start, before any thread and before anything foreign is read, reads or
 * makes the key, and then locks itself in: no new privileges, no core dump, and a seccomp filter
 * that leaves it read and write on one socket, memory and random numbers. It makes up the signed
 * message by itself from size, time and root, so that whoever takes over the server can have heads
 * signed, and digests of documents under a tag of their own, but nothing else, and can't carry the
 * key away.
 *
 * It also remembers the last head: it refuses one of a smaller size, and another root for the same
 * size, as long as it runs. Two different truths of one ledger then need two starts of the program,
 * which leave traces.
 *
 * The key pair is made at the first start: `key_path` holds the private key (PKCS#8 PEM, 0600), and
 * `key_path`.pub the public one (130 hexadecimal digits, for pinning and for strangers).
 *
 *     struct signer *signer;
 *     signer_start(&(struct signer_options){TEXT("var/keys/ledger.pem")}, &signer, fault);
 *     struct ledger_signer for_ledger = signer_for_ledger(signer);
 *     ledger_sign_head(ledger, &for_ledger, now, &head, fault);
 *     signer_stop(signer);
 */
struct signer;

struct signer_options {
    struct text key_path; /* its folder is made, 0700, when it is missing */
};

/* Call it before the process has threads. Faults: SIGNER_FAILED. */
MUST_USE bool signer_start(const struct signer_options *options, struct signer **out,
                           struct fault *fault);
void signer_stop(struct signer *signer); /* NULL is allowed; waits for the process to end */

const unsigned char *signer_public_key(const struct signer *signer); /* 65 bytes */
int signer_process_id(const struct signer *signer); /* for the page of an administrator */

/* Of `head`, size, root and signed_at are given; the rest is filled in. Any thread. */
MUST_USE bool signer_sign(struct signer *signer, struct ledger_head *head, struct fault *fault);

/* Signs a testimony for its first entry's sake (ledger/testimony.h). Any thread. */
struct testimony;
MUST_USE bool signer_sign_testimony(struct signer *signer, struct testimony *testimony,
                                    struct fault *fault);
/* Any other document, with the same tag. Any thread. */
MUST_USE bool signer_sign_document(struct signer *signer, struct text document,
                                   unsigned char out[LEDGER_SIGNATURE_SIZE], struct fault *fault);

/* A witness outside signs a head with a key of his own, in his own process: size, signed_at and
 * root are given, the rest is filled in. The key pair is made when the file is missing.
 * SIGNER_FAILED. */
struct ledger_cosign;
MUST_USE bool signer_cosign(struct text key_path, struct ledger_cosign *cosign,
                            struct fault *fault);

struct ledger_signer signer_for_ledger(struct signer *signer);

/* Reads a file of 130 hexadecimal digits, as signer_start leaves it: what to pin. */
MUST_USE bool signer_read_public_key(struct text path, unsigned char out[LEDGER_PUBLIC_KEY_SIZE],
                                     struct fault *fault);

#endif
