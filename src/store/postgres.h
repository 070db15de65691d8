#ifndef LIANDONG_STORE_POSTGRES_H
#define LIANDONG_STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/driver.h"

/* PostgreSQL behind the seam, over libpq's pipeline mode: what needs no answer at once (inserts,
 * updates, begin, savepoint) is sent and its answer taken together with the next one that is waited
 * for. Over a network that halves the round trips of a command.
 *
 * Only for the files postgres*.c:
 *   postgres_sql.c    our portable SQL in PostgreSQL's words; no connection needed
 *   postgres_wire.c   sending, taking answers, troubles, cells
 *   postgres_apart.c  locks, notifications, the clock
 *   postgres_grow.c   partitions, COPY
 *   postgres.c        the driver's table
 *
 * Invariants:
 * - `pending` answers are still to come, in the order of sending; `late` holds the first failure
 *   among those that were taken already.
 * - The connection is in pipeline mode, save inside pg_simple and a COPY. */

/* Numbers of types are fixed for good (PostgreSQL, catalog/pg_type.dat). */
enum { PG_INT8 = 20, PG_INT2 = 21, PG_INT4 = 23, PG_TEXT = 25 };

#define PG_LOAD_MAX 64     /* columns of a table that rows are loaded into */
#define PG_PENDING_MAX 64  /* so that neither side's buffers ever fill with both waiting */
#define PG_PENDING_SLACK 4 /* commands that belong together */
#define PG_PART_ROWS                                                                               \
    ((int64_t)10000000) /* keys a partition; a whole one stays in the tens of GB                   \
                         */

struct pg {
    PGconn *conn;
    int pending;
    const char
        *names[PG_PENDING_MAX + PG_PENDING_SLACK]; /* of the statements whose answers are to come */
    bool has_late;
    struct store_error late;
    int64_t changes;       /* of the last statement whose answer was taken */
    int64_t prepared_made; /* numbers the prepared statements and cursors */
    int answer_ms;         /* no answer for longer: the server counts as gone */
    bool in_transaction;
    bool has_failed; /* a step of this transaction failed: the server takes nothing more in it */
    int cursors;     /* open outside a transaction of the caller's, in one of their own */
    Oid load_types[PG_LOAD_MAX]; /* of the columns of the load in progress */
    char schema[64]; /* where our tables are: names what several installations must not share */
    char heard[64];  /* payload of the last notification */
};

/* -- postgres_sql.c -- */

/* `statement` in PostgreSQL's words: integer is bigint, blob is bytea. False: too long. */
bool pg_statement_sql(const char *sql, char *out, size_t size);
/* The same for DDL, where text columns also get the byte order that SQLite compares by, and tables
 * marked as growing become partitioned. The caller frees the result with free(). */
char *pg_script_sql(const char *sql);
/* "create table t (...) grows by k": the table's name and key, cut out of DDL one after the other.
 * False: no more. */
bool pg_next_growing(struct text *ddl, struct text *table, struct text *key);

/* -- postgres_wire.c -- */

/* Puts libpq's last words into `error`; always false. */
bool pg_broken(struct pg *pg, struct store_error *error);
/* What a failed result says; always false. */
bool pg_fail(const struct pg *pg, const PGresult *result, struct store_error *error);

/* Sends without waiting. `name` is what a failure is told under. */
bool pg_send(struct pg *pg, const char *sql, const char *name, struct store_error *error);
/* Waits for all that was sent. The last one's result in `*last` when asked for, to be cleared by
 * the caller. False with the first failure, also of what was sent long before. */
bool pg_take(struct pg *pg, PGresult **last, struct store_error *error);
/* Before sending: takes what is pending when it is much. A failure is told by the next pg_take. */
void pg_make_room(struct pg *pg);
/* Counts one more command as sent, after a PQsend... call. */
bool pg_sent(struct pg *pg, int sent, const char *name, struct store_error *error);
/* Text as SQL outside the pipeline, several statements at once. */
bool pg_simple(struct pg *pg, const char *sql, PGresult **out, struct store_error *error);

/* A cell as a parameter of the type `type`: binary, in `bytes` when it is a number. */
struct pg_value {
    const char *at;
    int len;
    int format;
    char bytes[24];
};
bool pg_value(const struct cell *cell, Oid type, struct pg_value *out, struct store_error *error);
/* May a parameter, a column be of this type; a column's cell. */
bool pg_parameter_is_known(Oid type);
bool pg_type_is_known(Oid type);
struct cell pg_cell(const PGresult *result, int row, int column);

/* -- postgres_apart.c: what lies between processes -- */

bool pg_lock(void *connection, int64_t key, struct store_error *error);
bool pg_hold(void *connection, int64_t key, bool *held, struct store_error *error);
bool pg_let_go(void *connection, int64_t key, struct store_error *error);
bool pg_notify(void *connection, struct text payload, struct store_error *error);
bool pg_listen(void *connection, struct store_error *error);
bool pg_heard(void *connection, int wait_ms, struct text *payload, struct store_error *error);
bool pg_instant(void *connection, int64_t *out, struct store_error *error);
bool pg_checkpoint(void *connection, int64_t *left, struct store_error *error);
bool pg_inspect(void *connection, const char *table, char words[STORE_WORDS_SIZE],
                struct store_error *error);
bool pg_guard(void *connection, const char *owner, struct store_error *error);

/* -- postgres_grow.c -- */

bool pg_grow(void *connection, int64_t upto, struct store_error *error);
bool pg_load_begin(void *connection, const char *table, const char *columns,
                   struct store_error *error);
bool pg_load_row(void *connection, struct cells cells, struct store_error *error);
bool pg_load_end(void *connection, struct store_error *error);

#endif
