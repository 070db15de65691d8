#ifndef LIANDONG_DOOR_API_LIMITER_H
#define LIANDONG_DOOR_API_LIMITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Token buckets by peer: `burst` at once, then `per_minute`. A fixed table: peers that share a slot
 * share a bucket, so memory is bounded and nobody can make it grow. */
struct limiter;

struct limiter *limiter_open(int burst, int per_minute);
void limiter_close(struct limiter *limiter);
/* True: allowed. False: `*retry_s` says when to come again. */
bool limiter_allows(struct limiter *limiter, struct text peer, int64_t now_ms, int64_t *retry_s);

#endif
