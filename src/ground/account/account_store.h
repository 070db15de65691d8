#ifndef LIANDONG_GROUND_ACCOUNT_STORE_H
#define LIANDONG_GROUND_ACCOUNT_STORE_H

#include "ground/account/account.h"

/* Between the files of this room. */
struct account_rows {
    struct account *items;
    size_t count;
    int64_t total;
};
struct account_window {
    int64_t after; /* the last account of the page before; 0: from the first */
    int64_t limit;
};
/* Live accounts of the government's side by name, once for each post; `role` empty: whatever post.
 */
struct colleague {
    int64_t account;
    struct text name, role, org, district;
};
struct colleagues {
    struct colleague *items;
    size_t count;
};
#define COLLEAGUES_MAX 2000
MUST_USE bool account_colleagues(struct arena *arena, struct store *store, struct text role,
                                 struct colleagues *out, struct fault *fault);
MUST_USE bool account_page(struct arena *arena, struct store *store, struct account_window window,
                           struct account_rows *out, struct fault *fault);

extern const struct statement *const account_statements[];
extern const size_t account_statement_count;
extern const char account_ddl[];

#endif
