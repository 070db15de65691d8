#ifndef LIANDONG_STORE_DRIVER_H
#define LIANDONG_STORE_DRIVER_H

#include "store/store.h"

/* The seam between store.c and a database: a const table of functions for each database (sqlite.c,
 * postgres.c), and faulty.c around either. Only store.c and the drivers include this.
 *
 * A driver keeps no state of its own save the connection. store.c sees to the rest: what is
 * prepared, transactions and savepoints in order, nothing after a failure, faults in words. So a
 * driver may trust that it is never asked for a commit outside a transaction, and so on.
 *
 * Functions return false with `*error` filled in. */

enum store_trouble {
    TROUBLE_FULL,   /* no space left */
    TROUBLE_BUSY,   /* a lock not to be had, a time limit: the same may go well later */
    TROUBLE_RACE,   /* another was first: the same, run again at once, sees what he did */
    TROUBLE_FAILED, /* a wrong statement, a broken constraint */
    TROUBLE_BROKEN  /* I/O error, lost connection: the connection can't be used any more */
};

struct store_error {
    enum store_trouble trouble;
    char words[STORE_WORDS_SIZE]; /* the database's own */
};

enum store_act {
    ACT_BEGIN_WRITE,
    ACT_BEGIN_READ,
    ACT_COMMIT,
    ACT_ROLLBACK, /* fine also when the database has rolled back by itself */
    ACT_SAVEPOINT,
    ACT_RELEASE,
    ACT_ROLLBACK_TO, /* and ends the savepoint */
    ACT_COUNT
};

#define STORE_DEPTH_MAX 8 /* savepoints in one another; one digit */

struct store_driver {
    const char *name;
    bool is_shared; /* several processes work on one database: see store_is_shared */

    bool (*open)(const struct store_options *options, void **connection, struct store_error *error);
    void (*close)(void *connection);

    /* `depth` names the savepoint: 0 .. STORE_DEPTH_MAX - 1. */
    bool (*act)(void *connection, enum store_act act, int depth, struct store_error *error);
    /* False when the database has ended the transaction by itself. */
    bool (*is_in_transaction)(void *connection);

    bool (*prepare)(void *connection, const struct statement *statement, void **prepared,
                    struct store_error *error);
    /* Binds. With `keep` the cells are copied, since the caller's may be gone at the next step. */
    bool (*start)(void *connection, void *prepared, struct cells cells, bool keep,
                  struct store_error *error);
    bool (*step)(void *connection, void *prepared, bool *has_row, struct store_error *error);
    struct cell (*column)(void *connection, void *prepared, int column);
    int (*column_count)(void *connection, void *prepared);
    void (*reset)(void *connection, void *prepared); /* ready for the next start */
    void (*discard)(void *connection, void *prepared);
    int64_t (*changes)(void *connection);

    bool (*script)(void *connection, const char *sql, struct store_error *error);
    bool (*lock)(void *connection, int64_t key, struct store_error *error);
    /* A lock of the connection's own life, not of a transaction: `*held` false when another has it.
     */
    bool (*hold)(void *connection, int64_t key, bool *held, struct store_error *error);
    bool (*let_go)(void *connection, int64_t key, struct store_error *error);
    bool (*notify)(void *connection, struct text payload, struct store_error *error);
    bool (*listen)(void *connection, struct store_error *error);
    /* The next payload, or empty text after `wait_ms`; valid until the next call. */
    bool (*heard)(void *connection, int wait_ms, struct text *payload, struct store_error *error);
    bool (*instant)(void *connection, int64_t *out, struct store_error *error);
    bool (*checkpoint)(void *connection, int64_t *left, struct store_error *error);
    bool (*inspect)(void *connection, const char *table, char words[STORE_WORDS_SIZE],
                    struct store_error *error);
    bool (*guard)(void *connection, const char *owner, struct store_error *error);
    /* The statement's plan: a prepared statement whose first column is one step in words. */
    bool (*plan)(void *connection, const struct statement *statement, void **prepared,
                 struct store_error *error);

    bool (*grow)(void *connection, int64_t upto, struct store_error *error);
    /* One load at a time; load_end also after a row that failed. */
    bool (*load_begin)(void *connection, const char *table, const char *columns,
                       struct store_error *error);
    bool (*load_row)(void *connection, struct cells cells, struct store_error *error);
    bool (*load_end)(void *connection, struct store_error *error);
};

extern const struct store_driver store_sqlite;
extern const struct store_driver store_postgres;
extern const struct store_driver store_faulty; /* around options->driver, by options->faults */

#endif
