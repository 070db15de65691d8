#ifndef LIANDONG_APP_QUERY_H
#define LIANDONG_APP_QUERY_H

#include "base/field.h"

/* Reads "limit=50&after=x" by a field table: percent-decoded, each name at most once, bounds and
 * types as in a body. Numbers and truths are given as text in a query; they become what the field
 * says. Unknown names are refused with QUERY_INVALID. */
MUST_USE bool query_read(struct arena *arena, const struct field_table *table, struct text query,
                         void *out, struct fault *fault);

/* Decodes %XX and '+'. False for a malformed escape, a NUL or bytes that are not UTF-8. */
MUST_USE bool query_decode(struct arena *arena, struct text encoded, struct text *out);

#endif
