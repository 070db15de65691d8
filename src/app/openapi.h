#ifndef LIANDONG_APP_OPENAPI_H
#define LIANDONG_APP_OPENAPI_H

#include "app/register.h"

/* The OpenAPI 3.1 document of all that the register offers over HTTP: made from the same tables by
 * which requests are read, so it can't say anything else than what is so. */
struct text openapi_document(struct arena *arena, const struct registry *registry,
                             const char *version);
/* The same with the operations that a door serves by itself; `door` may be NULL. */
struct text openapi_document_with(struct arena *arena, const struct registry *registry,
                                  const struct room *door, const char *version);

#endif
