#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/postgres.h"

/* -- partitions: a growing table is cut by its key, which is a number of the ledger -- */

/* Partitioned tables of our schema. */
#define GROWING                                                                                    \
    "select cast(c.relname as text) from pg_class c"                                               \
    " join pg_partitioned_table t on t.partrelid = c.oid"                                          \
    " where c.relnamespace = current_schema()::regnamespace"

static bool has_partition(struct pg *pg, const char *table, int64_t number, bool *out,
                          struct store_error *error)
{
    char sql[256];
    PGresult *result = NULL;
    snprintf(sql, sizeof sql, "select to_regclass('%s_p%lld') is not null", table,
             (long long)number);
    if (!pg_send(pg, sql, "grow", error) || !pg_take(pg, &result, error)) {
        return false;
    }
    *out = pg_cell(result, 0, 0).integer != 0;
    PQclear(result);
    return true;
}

/* The number of the last partition that holds something; looking for the largest key would read all
 * of a table that has no index by it. */
static bool newest_used(struct pg *pg, const char *table, int64_t *out, struct store_error *error)
{
    char sql[256];
    bool is_there = true;
    bool is_used = false;
    int64_t number = 0;
    while (is_there) {
        if (!has_partition(pg, table, ++number, &is_there, error)) {
            return false;
        }
    }
    while (!is_used && --number > 0) {
        PGresult *result = NULL;
        snprintf(sql, sizeof sql, "select exists(select 1 from %s_p%lld)", table,
                 (long long)number);
        if (!pg_send(pg, sql, "grow", error) || !pg_take(pg, &result, error)) {
            return false;
        }
        is_used = pg_cell(result, 0, 0).integer != 0;
        PQclear(result);
    }
    *out = number;
    return true;
}

/* Two partitions ahead: not even a day of the largest city's work reaches the end. */
static bool grow_table(struct pg *pg, const char *table, int64_t upto, struct store_error *error)
{
    int64_t newest = 0;
    if (!newest_used(pg, table, &newest, error)) {
        return false;
    }
    int64_t wanted = upto / PG_PART_ROWS;
    int64_t last = (newest > wanted ? newest : wanted) + 2;
    bool is_there = false;
    char sql[320];
    for (int64_t i = last; i > 0; i--) {
        if (!has_partition(pg, table, i, &is_there, error)) {
            return false;
        }
        if (is_there) {
            return true; /* and all before it */
        }
        snprintf(sql, sizeof sql,
                 "create table if not exists %s_p%lld partition of %s for values from (%lld) to"
                 " (%lld)",
                 table, (long long)i, table, (long long)(i * PG_PART_ROWS),
                 (long long)((i + 1) * PG_PART_ROWS));
        if (!pg_send(pg, sql, "grow", error) || !pg_take(pg, NULL, error)) {
            return false;
        }
    }
    return true;
}

bool pg_grow(void *connection, int64_t upto, struct store_error *error)
{
    struct pg *pg = connection;
    PGresult *tables = NULL;
    if (!pg_send(pg, GROWING, "grow", error) || !pg_take(pg, &tables, error)) {
        return false;
    }
    bool fine = true;
    for (int i = 0; fine && i < PQntuples(tables); i++) {
        fine = grow_table(pg, PQgetvalue(tables, i, 0), upto, error);
    }
    PQclear(tables);
    return fine;
}

/* -- COPY, in its binary form (PostgreSQL manual, "COPY", Binary Format) -- */

static bool put_bytes(struct pg *pg, const void *bytes, size_t len, struct store_error *error)
{
    return PQputCopyData(pg->conn, bytes, (int)len) == 1 || pg_broken(pg, error);
}

/* COPY converts nothing: each number must come as wide as its column is. */
static bool take_widths(struct pg *pg, const char *table, const char *columns,
                        struct store_error *error)
{
    char sql[1024];
    snprintf(sql, sizeof sql, "select %s from %s limit 0", columns, table);
    PGresult *result = PQexec(pg->conn, sql);
    bool fine = PQresultStatus(result) == PGRES_TUPLES_OK && PQnfields(result) <= PG_LOAD_MAX;
    for (int i = 0; fine && i < PQnfields(result); i++) {
        pg->load_types[i] = PQftype(result, i);
    }
    if (!fine) {
        pg_fail(pg, result, error);
    }
    PQclear(result);
    return fine;
}

bool pg_load_begin(void *connection, const char *table, const char *columns,
                   struct store_error *error)
{
    static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";
    struct pg *pg = connection;
    char sql[1024];
    snprintf(sql, sizeof sql, "copy %s (%s) from stdin with (format binary)", table, columns);
    if (!pg_take(pg, NULL, error)) {
        return false;
    }
    if (PQexitPipelineMode(pg->conn) == 0) {
        return pg_broken(pg, error);
    }
    PGresult *result = NULL;
    bool begun = take_widths(pg, table, columns, error);
    if (begun) {
        result = PQexec(pg->conn, sql);
        begun = PQresultStatus(result) == PGRES_COPY_IN || pg_fail(pg, result, error);
    }
    if (!begun) {
        (void)PQenterPipelineMode(pg->conn);
    }
    PQclear(result);
    return begun && put_bytes(pg, head, 19, error);
}

static size_t put_number(char *out, uint32_t value, size_t bytes)
{
    uint32_t wide = htonl(value);
    memcpy(out, (char *)&wide + (4 - bytes), bytes);
    return bytes;
}

/* A row on its way: cells gather here, since each piece that is sent has a head of its own. */
struct piece {
    char bytes[8192];
    size_t used;
};

static bool add_bytes(struct pg *pg, struct piece *piece, struct text bytes,
                      struct store_error *error)
{
    if (piece->used + bytes.len > sizeof piece->bytes) {
        if (!put_bytes(pg, piece->bytes, piece->used, error)) {
            return false;
        }
        piece->used = 0;
    }
    if (bytes.len > sizeof piece->bytes) {
        return put_bytes(pg, bytes.at, bytes.len, error);
    }
    memcpy(piece->bytes + piece->used, bytes.at, bytes.len);
    piece->used += bytes.len;
    return true;
}

static bool add_cell(struct pg *pg, struct piece *piece, const struct cell *cell, Oid type,
                     struct store_error *error)
{
    struct pg_value value;
    char len[4];
    if (!pg_value(cell, type, &value, error)) {
        return false;
    }
    bool is_null = cell->kind == CELL_NULL;
    put_number(len, is_null ? UINT32_MAX : (uint32_t)value.len, 4);
    return add_bytes(pg, piece, (struct text){len, 4}, error) &&
           (is_null || value.len == 0 ||
            add_bytes(pg, piece, (struct text){value.at, (size_t)value.len}, error));
}

bool pg_load_row(void *connection, struct cells cells, struct store_error *error)
{
    struct pg *pg = connection;
    struct piece piece;
    ensure(cells.count <= PG_LOAD_MAX);
    piece.used = put_number(piece.bytes, (uint32_t)cells.count, 2);
    for (size_t i = 0; i < cells.count; i++) {
        if (!add_cell(pg, &piece, &cells.at[i], pg->load_types[i], error)) {
            return false;
        }
    }
    return put_bytes(pg, piece.bytes, piece.used, error);
}

bool pg_load_end(void *connection, struct store_error *error)
{
    struct pg *pg = connection;
    bool fine = put_bytes(pg, "\377\377", 2, error);
    if (PQputCopyEnd(pg->conn, fine ? NULL : "not all of it could be sent") != 1) {
        return pg_broken(pg, error);
    }
    for (PGresult *result = PQgetResult(pg->conn); result != NULL; result = PQgetResult(pg->conn)) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            fine = pg_fail(pg, result, error);
        }
        PQclear(result);
    }
    return (PQenterPipelineMode(pg->conn) != 0 || pg_broken(pg, error)) && fine;
}
