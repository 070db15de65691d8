#ifndef LIANDONG_LEDGER_SM3_H
#define LIANDONG_LEDGER_SM3_H

#include "base/text.h"

/* SM3, the hash of GB/T 32905-2016, by OpenSSL. A handle is used by one thread at a time; it saves
 * the looking up of the algorithm, which costs more than hashing a row (1 million rows of 300 bytes
 * a second with it). */
struct sm3;

#define SM3_SIZE 32

struct sm3 *sm3_open(void);
void sm3_close(struct sm3 *sm3); /* NULL is allowed */

void sm3_begin(struct sm3 *sm3);
void sm3_add(struct sm3 *sm3, const void *bytes, size_t len);
void sm3_end(struct sm3 *sm3, unsigned char out[SM3_SIZE]);

/* All at once, for what is hashed now and then. */
void sm3_of(struct text bytes, unsigned char out[SM3_SIZE]);

#endif
