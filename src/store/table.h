#ifndef LIANDONG_STORE_TABLE_H
#define LIANDONG_STORE_TABLE_H

#include "store/migrate.h"

/* What the program's own DDL says of its tables: their columns and their key. For whoever handles
 * rows of all tables alike (moving a database, comparing two) and so cannot have a statement a
 * table written down. Nothing here comes from outside the program, nor from the database.
 *
 * Understood are "create table", "alter table ... add column" and "drop table" of the portable
 * subset (README.md), with comments in between. Whether all is understood is a test of the house:
 * it compares with what the database says of its tables.
 *
 * All of it lives in the arena, statements included: it must live as long as the stores that are
 * asked, since a statement is found again by its address. */

struct store_table {
    struct text name;
    struct text columns; /* "id, name": as in an insert, NUL-terminated */
    int column_count;
    struct text key; /* the primary key's columns, "id"; without one: all columns */
};

struct store_tables {
    struct store_table *items;
    size_t count;
};

/* Those of the facts, as they are when all migrations have run; those of a room's view. */
struct store_tables store_tables_of_facts(struct arena *arena, struct store_migrations migrations);
struct store_tables store_tables_of_schema(struct arena *arena, const struct store_schema *schema);

/* All rows, all columns in the order of `columns`, sorted by the key. A large query. */
const struct statement *store_table_read(struct arena *arena, const struct store_table *table);
/* The number of rows. */
const struct statement *store_table_count(struct arena *arena, const struct store_table *table);

#endif
