#ifndef LIANDONG_GROUND_PROJECT_QUERY_CODE_H
#define LIANDONG_GROUND_PROJECT_QUERY_CODE_H

#include <stdint.h>

#include "base/text.h"

/* The query code (查询码): what an enterprise or its navigator hands to whoever shall see how far
 * the project is, and nothing else. It can't be guessed and needs no table: 40 bits of the
 * project's number and 80 bits of HMAC-SM3 over it, in Crockford's base 32, four characters a
 * group:
 *
 *     0000-001P-7K3M-QZ8T-H2WD-94XN
 *
 *     bits  = u40(project) || the first 10 bytes of HMAC-SM3(key, "liandong-query-code-v1" ||
 * u64(project))
 *
 * Read without regard to case, hyphens and spaces; I and L count as 1, O as 0. A new key makes all
 * codes void. Whoever guesses has one chance in 2^80 for each project; the door limits tries
 * besides. */
#define QUERY_CODE_KEY_SIZE 32
#define QUERY_CODE_SIZE 29 /* 24 characters and 5 hyphens */

struct arena;

/* Once, at the start, before the first thread. */
void query_code_set_key(const unsigned char key[QUERY_CODE_KEY_SIZE]);

/* `project` below 2^40. */
struct text query_code_of(struct arena *arena, int64_t project);
/* The project of a genuine code. All others cost the same time and say nothing of why. */
MUST_USE bool query_code_parse(struct text code, int64_t *out_project);

#endif
