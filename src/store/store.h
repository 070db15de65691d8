#ifndef LIANDONG_STORE_STORE_H
#define LIANDONG_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "base/text.h"

/* One connection to the database, whichever it is. It knows tables and cells, no word of the trade.
 *
 * Invariants:
 * - A store is used by one thread at a time; each thread opens its own.
 * - SQL is never a run-time string: a statement is a `static const struct statement` at the top of
 *   the file that uses it, with parameters $1 $2 ..., in the portable subset of README.md.
 * - A statement is prepared once a connection and found again by its address.
 * - After a failure inside a transaction the only useful call is store_rollback. A transaction
 * whose commit failed is never tried again as it stands: after a failed fsync nobody knows what is
 * on the disk. When the connection itself is spoilt, store_is_broken says so: close it, open anew.
 * - A database across a network may put off store_run until the next query, savepoint end or commit
 *   (one round trip for many): then its failure is reported by that later call.
 *
 *     static const struct statement note_by_id = {"note_by_id", "select text from note where
 * id=$1"};
 *
 *     struct store_rows rows;
 *     if (!store_query(store, &note_by_id, CELLS(cell_int(id)), &rows, fault)) {
 *         return false;
 *     }
 *     while (store_next(&rows)) {
 *         list_add(out, store_text(arena, &rows, 0));
 *     }
 *     return store_done(&rows, fault);
 *
 * Faults: STORE_FULL (disk full), STORE_BUSY (locked by another, or lost a race: try again),
 * STORE_LOST (no connection to the server any more: see store_renew), STORE_FAILED (all else, with
 * the database's own words). */
struct store;

struct statement {
    const char *name; /* unique in the program: shown in plans, faults and the house test */
    const char *sql;
    bool is_large; /* its rows may be more than fit into memory: a server gives them bit by bit */
};

/* -- cells: what goes in as $1 $2 ... -- */

/* CELL_DATE only goes in: it is written as ISO text and comes out as CELL_TEXT. */
enum cell_kind { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BYTES, CELL_DATE };

struct cell {
    enum cell_kind kind;
    int64_t integer;  /* of INT and DATE */
    struct text text; /* of TEXT and BYTES; not copied: must live until the call returns */
};

struct cells {
    const struct cell *at;
    size_t count;
};

/* CELLS(cell_int(7), cell_text(name)) lives to the end of the enclosing block. */
#define CELLS(...)                                                                                 \
    ((struct cells){(const struct cell[]){__VA_ARGS__},                                            \
                    sizeof((const struct cell[]){__VA_ARGS__}) / sizeof(struct cell)})
#define NO_CELLS ((struct cells){NULL, 0})

struct cell cell_null(void);
struct cell cell_int(int64_t value);
struct cell cell_bool(bool value);       /* 0 or 1 */
struct cell cell_id_or_null(int64_t id); /* 0: NULL */
struct cell cell_text(struct text value);
struct cell cell_text_or_null(struct text value); /* empty: NULL */
struct cell cell_date(civil_date value);          /* ISO text; CIVIL_DATE_NONE: NULL */
struct cell cell_bytes(struct text value);

/* -- opening -- */

struct store_driver;
struct store_faults;

struct store_options {
    struct text path; /* a file, ":memory:", or an address "postgresql://..." */
    bool read_only;
    bool mends;      /* of a server, for reading only: a question that finds the connection lost is
                        asked once more on another. Not where a lock or a listening would be lost
                      */
    bool must_exist; /* a missing file is a failure, not a new database */
    bool is_lazy;    /* a power failure may take back the last commits, each whole: where all can
                        be made again. Never where somebody is told that it is done */
    int busy_timeout_ms; /* how long to wait for a lock; 0: 5 s embedded, 15 s across a network */
    int idle_ms;         /* how long a server waits for the next question; 0: for ever */
    int statement_ms;    /* how long a server may work at one statement; 0: 30 s; negative: any */
    int cache_kib;       /* page cache of this connection; 0: 8192 */
    int64_t mmap_bytes;  /* 0: 256 MiB; negative: none */
    const struct store_driver *driver; /* NULL: by the path */
    struct store_faults *faults;       /* tests only: see faulty.h; NULL: none */
};

MUST_USE bool store_open(const struct store_options *options, struct store **out,
                         struct fault *fault);
void store_close(struct store *store); /* NULL is allowed; rolls back what is open */
bool store_is_broken(const struct store *store);
/* The last failure was a race lost against another connection (serialization failure, deadlock):
 * once rolled back, the same may be run again. */
bool store_lost_a_race(const struct store *store);
/* The connection was lost while a commit was on its way: it may be durable or not. Whoever must
 * know looks, on another connection and behind the same lock, for what the transaction wrote. */
bool store_commit_is_unknown(const struct store *store);
/* Closes the connection and opens another with the same options; statements are prepared anew as
 * they are used. What was in progress is rolled back. On failure the store stays broken. */
MUST_USE bool store_renew(struct store *store, struct fault *fault);

/* True for an address of a server: other processes may work on the same database, a lost connection
 * says nothing of the data, and it can be had again. False for a file: after an I/O error nobody
 * knows what is on the disk. */
bool store_is_shared(const struct store *store);
bool store_path_is_shared(struct text path);
/* The path without a password, for messages. */
struct text store_path_shown(struct arena *arena, struct text path);

/* -- running statements -- */

MUST_USE bool store_run(struct store *store, const struct statement *statement, struct cells cells,
                        struct fault *fault);
/* Rows changed by the last store_run; asked before anything else is run. */
int64_t store_changes(struct store *store);

/* From here on `told` hears of every statement that took `ms` or longer to its end, or to its first
 * row, in the thread that ran it; 0: of none. Set once, before there are threads. */
void store_watch_slow(int64_t ms, void (*told)(const char *statement, int64_t ms));

/* The rows of a running query. Closed by store_done, which must be called exactly once, also after
 * leaving the loop early; it is false when a step failed, with the fault set. */
struct store_rows {
    struct store *store;
    const struct statement *statement;
    void *prepared;
    bool borrowed; /* prepared for this run only: the cached one was in use */
    bool has_row;
    bool failed;
    int64_t begun; /* when it was asked, while its first row is awaited; else 0 */
};

MUST_USE bool store_query(struct store *store, const struct statement *statement,
                          struct cells cells, struct store_rows *rows, struct fault *fault);
bool store_next(struct store_rows *rows);
MUST_USE bool store_done(struct store_rows *rows, struct fault *fault);

/* The first column of the first row; no row or NULL leaves `*out` as it was. */
MUST_USE bool store_query_int(struct store *store, const struct statement *statement,
                              struct cells cells, int64_t *out, struct fault *fault);

/* Columns of the current row, counted from 0. NULL gives 0, empty text, CIVIL_DATE_NONE. A text
 * that is no date gives CIVIL_DATE_NONE. Text and bytes are copied into the arena. */
int64_t store_int(const struct store_rows *rows, int column);
bool store_bool(const struct store_rows *rows, int column);
struct text store_text(struct arena *arena, const struct store_rows *rows, int column);
struct text store_bytes(struct arena *arena, const struct store_rows *rows, int column);
civil_date store_date(const struct store_rows *rows, int column);
bool store_is_null(const struct store_rows *rows, int column);
/* The cell as the database holds it, uncopied: valid until the next store_next or store_done. */
struct cell store_cell(const struct store_rows *rows, int column);
int store_column_count(const struct store_rows *rows);

/* -- transactions: one at a time; savepoints nest inside -- */

MUST_USE bool store_begin_write(struct store *store,
                                struct fault *fault);                     /* takes the write lock */
MUST_USE bool store_begin_read(struct store *store, struct fault *fault); /* one snapshot */
/* Returns true when the change is durable. On failure all of it is rolled back. */
MUST_USE bool store_commit(struct store *store, struct fault *fault);
/* Can't fail in a way the caller could act on; a store that can't roll back is broken. */
void store_rollback(struct store *store);
bool store_in_transaction(const struct store *store);

MUST_USE bool store_savepoint(struct store *store, struct fault *fault);
MUST_USE bool store_release(struct store *store,
                            struct fault *fault); /* keeps what was done since */
/* Undoes what was done since the innermost savepoint, and ends it. */
MUST_USE bool store_rollback_to(struct store *store, struct fault *fault);

/* -- what differs between databases, under one name each -- */

/* Holds others off until the end of the transaction; `key` names what is locked. On a database with
 * one writer the write lock does it already. */
MUST_USE bool store_lock(struct store *store, int64_t key, struct fault *fault);
/* Tells the listeners of all processes, after the commit: a word or two, below 64 bytes. Nothing to
 * do on an embedded database. */
MUST_USE bool store_notify(struct store *store, struct text payload, struct fault *fault);
/* From here on store_heard gives what is told. On a connection that does nothing else. */
MUST_USE bool store_listen(struct store *store, struct fault *fault);
/* What was told next, or empty text when nothing was within `wait_ms`. Valid until the next call.
 */
MUST_USE bool store_heard(struct store *store, int wait_ms, struct text *out, struct fault *fault);

/* A lock that lasts as long as this connection: `*out_held` false when another connection has it.
 * It is gone with the process that held it. On an embedded database the one process has it. */
MUST_USE bool store_hold(struct store *store, int64_t key, bool *out_held, struct fault *fault);
MUST_USE bool store_let_go(struct store *store, int64_t key, struct fault *fault);

/* The clock that all processes of this database share: the server's, else the machine's. UTC ms. */
MUST_USE bool store_clock(struct store *store, int64_t *out, struct fault *fault);

/* Makes room for keys up to `upto`, and some more, in the tables that are marked as growing
 * (README.md); 0: behind the newest there is. Not within a transaction in progress. */
MUST_USE bool store_grow(struct store *store, int64_t upto, struct fault *fault);

/* Many rows into one table, as fast as the database takes them, for moving and filling a database.
 * Inside a write transaction of the caller. `columns` as in an insert: "id, name". Nothing else may
 * be asked of the store in between; store_load_end ends it also after a row that failed. */
MUST_USE bool store_load_begin(struct store *store, const char *table, const char *columns,
                               struct fault *fault);
MUST_USE bool store_load_row(struct store *store, struct cells cells, struct fault *fault);
MUST_USE bool store_load_end(struct store *store, struct fault *fault);

/* Moves committed pages from the log into the database without holding up readers or the writer.
 * For a connection of its own, on a thread of its own: the committing connection does it by itself
 * only past 20,000 pages. `*out_left` is the number of pages not yet moved. */
MUST_USE bool store_checkpoint(struct store *store, int64_t *out_left, struct fault *fault);

/* What the database itself finds wrong with the table's pages and indexes, in its own words; ""
 * when nothing is. A server has its own tools for that (amcheck), and always says nothing here. */
#define STORE_WORDS_SIZE 160
MUST_USE bool store_inspect(struct store *store, const char *table, char words[STORE_WORDS_SIZE],
                            struct fault *fault);

/* Several statements of DDL at once; for migrations and tests only. */
MUST_USE bool store_script(struct store *store, const char *sql, struct fault *fault);

/* -- for tests of the house -- */

/* From here on only tables called `owner` or `owner_...` may be written on this connection; ""
 * allows no write at all, NULL lifts the guard. Statements prepared before are checked too. */
MUST_USE bool store_guard(struct store *store, const char *owner, struct fault *fault);

/* How the database would run the statement: its plan, a line a step; fails when the SQL is wrong.
 */
MUST_USE bool store_query_plan(struct arena *arena, struct store *store,
                               const struct statement *statement, struct text *out,
                               struct fault *fault);

#endif
