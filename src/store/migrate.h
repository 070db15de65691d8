#ifndef LIANDONG_STORE_MIGRATE_H
#define LIANDONG_STORE_MIGRATE_H

#include "store/store.h"

/* Two kinds of tables. Facts (the ledger, idempotency records, records of persons) can't be made
 * anew: they change by numbered files in sql/, forward only, each in its own transaction. Views can
 * be rebuilt from the ledger: a schema with a number, and a new number (or a changed text) means
 * drop, create and replay. */

/* One file sql/NNNN_name.sql. Numbers run 1, 2, 3 ... without gaps. */
struct store_migration {
    int number;
    const char *name;
    const char *sql;
};

struct store_migrations {
    const struct store_migration *list;
    size_t count;
};

/* The files of sql/, put into the program when it is built (tools/embed_sql.py). */
extern const struct store_migrations store_facts;

/* Runs what has not been run. A database that is newer than the program is refused (STORE_TOO_NEW),
 * and one that was left half filled (STORE_HALF_MOVED). Not inside a transaction. */
MUST_USE bool store_migrate(struct store *store, struct store_migrations migrations,
                            struct fault *fault);

/* -- a database that is being filled from another (roof/move.h) -- */

/* While it is filled, a row stands in store_migration with a number that no program knows: this
 * program and every older one refuses to work on it, at whatever moment the filling broke off. */
enum store_standing {
    STORE_NEW,  /* no migration has been run */
    STORE_HALF, /* being filled, or left by a filling that broke off */
    STORE_MADE
};
/* `*out_newest` is the number of the last migration that was run. Only reads; fails where the
 * store's own tables are not there. */
MUST_USE bool store_standing_of(struct store *store, enum store_standing *out, int64_t *out_newest,
                                struct fault *fault);

/* Makes the store's own tables where they are missing, and nothing else. */
MUST_USE bool store_keep_books(struct store *store, struct fault *fault);

/* Marks it as being filled, takes away all that earlier migrations and schemas have made, and runs
 * the migrations. For a new one, one left half, or one whose tables are empty: the caller has seen
 * to that. Not inside a transaction. */
MUST_USE bool store_fill_begin(struct store *store, struct store_migrations migrations,
                               struct fault *fault);
/* Takes the mark away: from here on it is a database like any other. */
MUST_USE bool store_fill_end(struct store *store, struct fault *fault);

/* The tables of one room's view. */
struct store_schema {
    const char *name; /* of the room; also the prefix of its tables */
    int version;
    const char *ddl; /* create table ...; create index ...; in the portable subset */
};

/* True in `*out` when the tables stand as the schema says: same version, same text. */
MUST_USE bool store_schema_is_current(struct store *store, const struct store_schema *schema,
                                      bool *out, struct fault *fault);

/* Drops the tables that an earlier version of the schema made, makes them anew, empty, and writes
 * down the version. Inside a write transaction of the caller, who replays the ledger into them. */
MUST_USE bool store_schema_create(struct store *store, const struct store_schema *schema,
                                  struct fault *fault);

/* The names of the tables in the DDL, in its order. */
struct store_names {
    const struct text *items;
    size_t count;
};
struct store_names store_schema_tables(struct arena *arena, const struct store_schema *schema);

#endif
