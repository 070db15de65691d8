#ifndef LIANDONG_GROUND_ACCOUNT_STORE_H
#define LIANDONG_GROUND_ACCOUNT_STORE_H

#include "ground/account/account.h"

/* Between the files of this room. */
struct account_rows {
    struct account *items;
    size_t count;
    int64_t total;
};
MUST_USE bool account_page(struct arena *arena, struct store *store, int64_t after, int64_t limit,
                           struct account_rows *out, struct fault *fault);

extern const struct statement *const account_statements[];
extern const size_t account_statement_count;
extern const char account_ddl[];

#endif
