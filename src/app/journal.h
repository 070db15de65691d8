#ifndef LIANDONG_APP_JOURNAL_H
#define LIANDONG_APP_JOURNAL_H

#include <stdint.h>

#include "base/text.h"

/* What operators read: one JSON line on standard error for each thing that happened to the program
 * itself (started, stopped, storage failed). Refusals of requests are not news and are not written;
 * no personal data, no secrets, no bodies. */
struct journal_line {
    int64_t at;         /* UTC ms */
    const char *level;  /* info, error */
    const char *what;   /* "storage-failed" */
    struct text detail; /* "GET /api/v1/projects"; may be empty */
};

void journal_write(const struct journal_line *line);

#endif
