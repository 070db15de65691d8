#ifndef LIANDONG_STORE_INSIDE_H
#define LIANDONG_STORE_INSIDE_H

#include "store/driver.h"

/* What a store is made of. Only for store.c and store_apart.c. */

struct cached {
    const struct statement *statement; /* NULL: free */
    void *prepared;
    bool in_use;
};

struct store {
    struct arena *arena; /* holds the store itself and the cache */
    const struct store_driver *driver;
    void *connection;
    struct cached *cache; /* open addressing by the statement's address; capacity a power of two */
    size_t capacity;
    size_t cached;
    struct store_options options; /* for another connection; its texts are the arena's */
    int depth;                    /* savepoints open */
    int rows_open;                /* queries not yet done */
    bool transacting; /* between begin and commit or rollback, whatever the database thinks */
    bool aborted;     /* a call failed since the innermost savepoint */
    bool broken;
    bool lost_race;      /* the last failure was one that running again mends */
    bool commit_unknown; /* the answer to the last commit was lost with the connection */
    struct fault step_fault;
};

/* Puts a trouble of the driver's into the fault and marks what it spoils; always false. The words
 * carry the statement's name where there is one. */
bool store_raise_trouble(struct store *store, const struct store_error *error,
                         const struct statement *statement, struct fault *fault);
/* May something be asked of the database now? Not when the connection is broken, nor when a step of
 * the transaction in progress has failed. */
MUST_USE bool store_is_usable(struct store *store, struct fault *fault);

#endif
