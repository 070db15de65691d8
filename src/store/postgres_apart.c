#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "store/postgres.h"

/* What lies between processes: locks, notifications, a clock. */

/* The row is locked, not changed: whoever comes second waits here until the first has committed or
 * is gone. */
bool pg_lock(void *connection, int64_t key, struct store_error *error)
{
    struct pg *pg = connection;
    char find[96], add[96];
    PGresult *result = NULL;
    snprintf(find, sizeof find, "select key from store_lock where key=%lld for update",
             (long long)key);
    snprintf(add, sizeof add, "insert into store_lock(key) values(%lld) on conflict do nothing",
             (long long)key);
    if (!pg_send(pg, find, "lock", error) || !pg_take(pg, &result, error)) {
        return false;
    }
    bool found = PQntuples(result) == 1;
    PQclear(result);
    return found || (pg_send(pg, add, "lock", error) && pg_send(pg, find, "lock", error) &&
                     pg_take(pg, NULL, error));
}

/* Two installations in one database have schemas of their own, and locks and channels too. */
bool pg_hold(void *connection, int64_t key, bool *held, struct store_error *error)
{
    struct pg *pg = connection;
    char sql[160];
    PGresult *result = NULL;
    snprintf(sql, sizeof sql, "select pg_try_advisory_lock(%d, hashtext(current_schema()))",
             (int)key);
    if (!pg_send(pg, sql, "hold", error) || !pg_take(pg, &result, error)) {
        return false;
    }
    *held = pg_cell(result, 0, 0).integer != 0;
    PQclear(result);
    return true;
}

bool pg_let_go(void *connection, int64_t key, struct store_error *error)
{
    char sql[160];
    snprintf(sql, sizeof sql, "select pg_advisory_unlock(%d, hashtext(current_schema()))",
             (int)key);
    return pg_send(connection, sql, "let go", error) && pg_take(connection, NULL, error);
}

bool pg_notify(void *connection, struct text payload, struct store_error *error)
{
    struct pg *pg = connection;
    char channel[96];
    pg_make_room(pg);
    int length = snprintf(channel, sizeof channel, "liandong_%s", pg->schema);
    const char *values[] = {channel, payload.at};
    int lens[] = {length, (int)payload.len};
    int formats[] = {1, 1};
    Oid types[] = {PG_TEXT, PG_TEXT};
    return pg_sent(pg,
                   PQsendQueryParams(pg->conn, "select pg_notify($1, $2)", 2, types, values, lens,
                                     formats, 1),
                   "notify", error) &&
           (pg->in_transaction || pg_take(pg, NULL, error));
}

bool pg_listen(void *connection, struct store_error *error)
{
    struct pg *pg = connection;
    char sql[128];
    snprintf(sql, sizeof sql, "listen \"liandong_%s\"", pg->schema);
    return pg_send(pg, sql, "listen", error) && pg_take(pg, NULL, error);
}

static bool take_notification(struct pg *pg)
{
    PGnotify *notification = PQnotifies(pg->conn);
    if (notification == NULL) {
        return false;
    }
    snprintf(pg->heard, sizeof pg->heard, "%s", notification->extra);
    PQfreemem(notification);
    return true;
}

bool pg_heard(void *connection, int wait_ms, struct text *payload, struct store_error *error)
{
    struct pg *pg = connection;
    bool heard = take_notification(pg);
    if (!heard) {
        struct pollfd socket = {.fd = PQsocket(pg->conn), .events = POLLIN};
        if (poll(&socket, 1, wait_ms) > 0 && PQconsumeInput(pg->conn) == 0) {
            return pg_broken(pg, error);
        }
        heard = take_notification(pg);
    }
    *payload = heard ? text_of(pg->heard) : TEXT_NONE;
    return PQstatus(pg->conn) == CONNECTION_OK || pg_broken(pg, error);
}

bool pg_instant(void *connection, int64_t *out, struct store_error *error)
{
    struct pg *pg = connection;
    PGresult *result = NULL;
    if (!pg_send(pg, "select cast(extract(epoch from clock_timestamp())*1000 as bigint)", "clock",
                 error) ||
        !pg_take(pg, &result, error)) {
        return false;
    }
    *out = pg_cell(result, 0, 0).integer;
    PQclear(result);
    return true;
}

/* The server does it by itself. */
bool pg_checkpoint(void *connection, int64_t *left, struct store_error *error)
{
    (void)connection;
    (void)error;
    *left = 0;
    return true;
}

/* That is amcheck's work, which takes an extension and rights that this program is not given. */
bool pg_inspect(void *connection, const char *table, char words[STORE_WORDS_SIZE],
                struct store_error *error)
{
    (void)connection;
    (void)table;
    (void)error;
    words[0] = '\0';
    return true;
}

/* Who may write which table is watched where the authorizer is: in the tests on SQLite. */
bool pg_guard(void *connection, const char *owner, struct store_error *error)
{
    (void)connection;
    (void)owner;
    (void)error;
    return true;
}
