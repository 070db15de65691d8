#ifndef LIANDONG_STORE_GATHER_H
#define LIANDONG_STORE_GATHER_H

#include "store/store.h"

/* The rows of a query that runs, read into memory one like the other. Both end the query. */
struct store_shape {
    size_t size; /* of what a row becomes */
    size_t most; /* rows; what is behind them is left */
    void (*read)(struct arena *arena, const struct store_rows *rows, void *out);
};
struct store_list {
    void *items; /* in the arena; NULL: none */
    size_t count;
};
MUST_USE bool store_gather(struct arena *arena, struct store_rows *rows,
                           const struct store_shape *shape, struct store_list *out,
                           struct fault *fault);
/* The first row. Fault NOT_FOUND: there is none. */
MUST_USE bool store_gather_one(struct arena *arena, struct store_rows *rows,
                               const struct store_shape *shape, void *out, struct fault *fault);

#endif
