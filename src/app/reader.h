#ifndef LIANDONG_APP_READER_H
#define LIANDONG_APP_READER_H

#include "store/store.h"

/* A connection for reading that mends itself: what was lost with a server is had anew when it is
 * asked for next, and where that fails not again within a second, so that nobody waits in a row for
 * a server that is not there. Used by one thread at a time, as any store. */
struct reader {
    struct store *store;          /* NULL: not yet reached */
    struct store_options options; /* of one that may be reached later */
    int64_t retry_at;             /* UTC ms; not before then */
};

MUST_USE bool reader_open(const struct store_options *options, struct reader *out,
                          struct fault *fault);
/* For a database that may come and go, a standby: nothing is asked of it until reader_ready. The
 * path lives as long as the reader. */
void reader_expect(const struct store_options *options, struct reader *out);
void reader_close(struct reader *reader);

/* The store, had anew if need be. Still broken when there is no server: then what is asked of it is
 * a fault. NULL only for one that was expected and has not come yet. */
struct store *reader_ready(struct reader *reader, int64_t now);

/* How far a database is: entries of the ledger and signed heads. Two equal pairs tell of the same
 * content of all views. */
struct progress {
    int64_t size;
    int64_t heads;
    int64_t recorded_at; /* of the newest entry */
};
MUST_USE bool reader_progress(struct store *store, struct progress *out, struct fault *fault);

/* Whether an entry behind `size` is of a kind that begins with one of these ("claim."; NULL ends
 * them). Where more than two thousand have come they are not looked through: true. */
MUST_USE bool reader_has_news(struct store *store, int64_t size, const char *const *beginnings,
                              bool *out, struct fault *fault);

extern const struct statement *const reader_statements[];
extern const size_t reader_statement_count;

#endif
