#ifndef LIANDONG_LEDGER_SM2_H
#define LIANDONG_LEDGER_SM2_H

#include <stdbool.h>

#include "base/text.h"

/* SM2 signatures (GB/T 32918.2-2016, curve of 32918.5-2017, hash SM3, identifier
 * "1234567812345678") by OpenSSL. Signatures are r || s, public keys 04 || x || y, private keys 32
 * bytes, all big-endian: the DER forms are converted here and seen nowhere else. */

#define SM2_PRIVATE_SIZE 32
#define SM2_PUBLIC_SIZE 65
#define SM2_SIGNATURE_SIZE 64

struct sm2_key; /* a pair, or a public key alone */

/* A new pair from the system's random numbers. */
void sm2_generate(unsigned char private_key[SM2_PRIVATE_SIZE],
                  unsigned char public_key[SM2_PUBLIC_SIZE]);

/* NULL when the bytes are no point of the curve or no pair. `private_key` may be NULL. */
struct sm2_key *sm2_key_open(const unsigned char public_key[SM2_PUBLIC_SIZE],
                             const unsigned char *private_key);
void sm2_key_close(struct sm2_key *key); /* NULL is allowed */

MUST_USE bool sm2_sign(struct sm2_key *key, struct text message,
                       unsigned char signature[SM2_SIGNATURE_SIZE]);
bool sm2_is_signed(struct sm2_key *key, struct text message,
                   const unsigned char signature[SM2_SIGNATURE_SIZE]);

#endif
