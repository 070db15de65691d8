#ifndef LIANDONG_APP_JOURNAL_H
#define LIANDONG_APP_JOURNAL_H

#include <stdint.h>

#include "base/text.h"

/* What operators read: one JSON line on standard error for each thing that happened to the program
 * itself (started, stopped, storage failed, slow). Refusals of requests are not news and are not
 * written, unless the city wants a line a request; no personal data, no secrets, no bodies. */
struct journal_line {
    int64_t at;         /* UTC ms */
    const char *level;  /* info, error */
    const char *what;   /* "storage-failed" */
    struct text detail; /* "GET /api/v1/projects"; may be empty */
    /* Of a request; each may be absent (empty, 0). */
    struct text request; /* its number, as the X-Request-Id field of the answer says it */
    int status;
    int64_t us;      /* until it was answered */
    int64_t account; /* who asked */
    int64_t seq;     /* the last entry of the ledger that it left */
};

void journal_write(const struct journal_line *line);

#endif
