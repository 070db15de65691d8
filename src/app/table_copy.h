#ifndef LIANDONG_APP_TABLE_COPY_H
#define LIANDONG_APP_TABLE_COPY_H

#include "ledger/sm3.h"
#include "store/table.h"

/* Rows from one database into another, whichever the two are, and a sum by which both can be held
 * against each other.
 *
 * The sum (摘要) of a table is the SM3 hash over its rows in the order of the key: for each cell a
 * byte for its kind ('-' null, 'i' integer, 't' text, 'b' bytes), then, but for null, eight bytes
 * big-endian: the number itself, or the length, which the bytes follow. Equal sums mean equal rows,
 * also between two databases. */
struct table_sum {
    int64_t rows;
    unsigned char digest[SM3_SIZE];
};

struct table_copy {
    struct store *from; /* best in a snapshot of the caller's */
    struct store *to;   /* writing, not in a transaction; has the table, empty */
    int64_t batch;      /* rows a transaction; 0: 50,000 */
    void (*tell)(void *context, int64_t rows); /* after each batch; may be NULL */
    void *context;
};

/* Copies all rows; `*out` is the sum of what was read. On failure the target may have some of the
 * batches. Neither side's rows are held in memory. */
MUST_USE bool table_copy_rows(struct arena *arena, const struct table_copy *copy,
                              const struct store_table *table, struct table_sum *out,
                              struct fault *fault);

/* The sum of a table as it stands. */
MUST_USE bool table_sum_up(struct arena *arena, struct store *store,
                           const struct store_table *table, struct table_sum *out,
                           struct fault *fault);
bool table_sum_equal(const struct table_sum *a, const struct table_sum *b);

#endif
