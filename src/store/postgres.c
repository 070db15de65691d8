#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SQL_MAX 16384
#define PARAMETERS_MAX 64
#define FETCH_ROWS 1000 /* of a large query at once */
#define STATEMENT_MS 30000
#define ANSWER_MARGIN_MS 5000 /* the server's own limit strikes first */
#define NO_LIMIT_MS (24 * 3600 * 1000)

struct pg_statement {
    const struct statement *statement;
    char name[24];
    int count;
    Oid types[PARAMETERS_MAX];
    PGresult *result; /* of a query: rows from `row` on are still to be given */
    int row;
    bool has_cursor; /* a large query: more rows may be fetched */
    bool is_last;    /* no more to be fetched */
};

/* -- opening -- */

static bool refuse(const char *words, struct store_error *error)
{
    error->trouble = TROUBLE_FAILED;
    snprintf(error->words, sizeof error->words, "%s", words);
    return false;
}

/* libpq reads the address itself (host, port, several hosts, passfile, TLS): what stands before it
 * here are our defaults. A peer that vanished without a word is noticed within seconds. */
static PGconn *connect_to(const char *address, bool read_only)
{
    const char *names[] = {"target_session_attrs", "connect_timeout",
                           "keepalives_idle",      "keepalives_interval",
                           "keepalives_count",     "tcp_user_timeout",
                           "application_name",     "dbname",
                           "client_encoding",      NULL};
    const char *values[] = {read_only ? "any" : "read-write",
                            "4",
                            "3",
                            "1",
                            "3",
                            "8000",
                            "liandong",
                            address,
                            "UTF8",
                            NULL};
    return PQconnectdbParams(names, values, 1);
}

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* Never less durable than what an answer promises; an operator's stricter setting stays. */
#define SET_DURABLE                                                                                \
    "select set_config('synchronous_commit', 'on', false)"                                         \
    " where current_setting('synchronous_commit') in ('off', 'local');"
#define SET_LAZY "set synchronous_commit = off;"

/* Statements are constants, each made for one way through one index, and the planner is kept to it:
 * - plan_cache_mode: a plan for each set of values is no better and costs more than the answer
 * (half a millisecond where a table has partitions); left to itself the server goes on planning for
 * ever.
 * - jit: knowing no value it expects conditions like ($7='' or ...) to cost much, and compiles for
 *   50 ms what then runs for 0.2 ms.
 * - bitmaps, joins but by index, parallel workers: expecting such conditions to leave a row or two,
 * it gathers and sorts ten thousand instead of reading fifty in the order of the index. */
static bool set_up(struct pg *pg, const struct store_options *options, struct store_error *error)
{
    char sql[1024];
    int limit = options->statement_ms;
    int busy = options->busy_timeout_ms > 0 ? options->busy_timeout_ms : 15000;
    limit = limit == 0 ? STATEMENT_MS : limit < 0 ? 0 : limit;
    pg->answer_ms = limit == 0 ? NO_LIMIT_MS : limit + ANSWER_MARGIN_MS;
    snprintf(sql, sizeof sql,
             "%sset statement_timeout = %d; set lock_timeout = %d;"
             "set idle_in_transaction_session_timeout = %d;"
             "set idle_session_timeout = %d;"
             "set default_transaction_read_only = %s;"
             "set standard_conforming_strings = on; set row_security = off;"
             "set plan_cache_mode = force_generic_plan; set jit = off;"
             "set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
             "set max_parallel_workers_per_gather = 0;"
             "select current_schema(), current_setting('server_encoding')",
             options->is_lazy ? SET_LAZY : SET_DURABLE, limit, busy, limit == 0 ? 0 : 8000,
             options->idle_ms, options->read_only ? "on" : "off");
    PGresult *result = PQexec(pg->conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        pg_fail(pg, result, error);
        PQclear(result);
        return false;
    }
    snprintf(pg->schema, sizeof pg->schema, "%s", PQgetvalue(result, 0, 0));
    bool is_utf8 = strcmp(PQgetvalue(result, 0, 1), "UTF8") == 0;
    PQclear(result);
    if (!is_utf8 || pg->schema[0] == '\0') {
        return refuse(
            is_utf8 ? "the database has no schema to work in" : "the database is not UTF8", error);
    }
    return PQenterPipelineMode(pg->conn) != 0 || pg_broken(pg, error);
}

static void pg_close(void *connection)
{
    struct pg *pg = connection;
    PQfinish(pg->conn);
    free(pg);
}

static bool pg_open(const struct store_options *options, void **connection,
                    struct store_error *error)
{
    char address[2048];
    if (options->path.len >= sizeof address) {
        return refuse("the address is too long", error);
    }
    memcpy(address, options->path.at, options->path.len);
    address[options->path.len] = '\0';
    struct pg *pg = calloc(1, sizeof *pg);
    ensure(pg != NULL);
    pg->conn = connect_to(address, options->read_only);
    explicit_bzero(address, sizeof address);
    ensure(pg->conn != NULL);
    PQsetNoticeReceiver(pg->conn, ignore_notice, NULL);
    bool open =
        PQstatus(pg->conn) == CONNECTION_OK ? set_up(pg, options, error) : pg_broken(pg, error);
    if (!open) {
        pg_close(pg);
        return false;
    }
    *connection = pg;
    return true;
}

/* -- transactions -- */

static bool pg_is_in_transaction(void *connection)
{
    struct pg *pg = connection;
    return pg->in_transaction && PQstatus(pg->conn) == CONNECTION_OK;
}

/* Forgets what was sent and not asked for; afterwards the server waits for us. */
static bool forget_pending(struct pg *pg)
{
    struct store_error ignored;
    bool fine = pg_take(pg, NULL, &ignored);
    return fine || PQstatus(pg->conn) == CONNECTION_OK;
}

static bool roll_back(struct pg *pg, struct store_error *error)
{
    pg->in_transaction = false;
    pg->has_failed = false;
    if (PQstatus(pg->conn) != CONNECTION_OK || !forget_pending(pg)) {
        return true; /* a server that is gone has rolled back too; the next call finds it gone */
    }
    if (PQtransactionStatus(pg->conn) == PQTRANS_IDLE) {
        return true;
    }
    return pg_send(pg, "rollback", "rollback", error) && pg_take(pg, NULL, error);
}

static bool commit(struct pg *pg, struct store_error *error)
{
    PGresult *result = NULL;
    /* A commit that waits for a standby and is cut short by the time limit would be reported as
     * done, with a warning. So it has none; who waits too long finds the connection lost, and
     * looks. */
    if (!pg_send(pg, "set local statement_timeout = 0", "commit", error) ||
        !pg_send(pg, "commit", "commit", error) || !pg_take(pg, &result, error)) {
        return false;
    }
    /* A transaction in which a step failed is not committed, whatever was asked. */
    bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    pg->in_transaction = false;
    return committed || refuse("the server rolled the transaction back", error);
}

static bool roll_back_to(struct pg *pg, int depth, struct store_error *error)
{
    char to[32], end[32];
    snprintf(to, sizeof to, "rollback to s%d", depth);
    snprintf(end, sizeof end, "release s%d", depth);
    if (!forget_pending(pg)) {
        return pg_broken(pg, error);
    }
    pg->has_failed = false;
    return pg_send(pg, to, "rollback to", error) && pg_send(pg, end, "release", error) &&
           pg_take(pg, NULL, error);
}

static bool begin(struct pg *pg, const char *sql, struct store_error *error)
{
    pg->in_transaction = true;
    return pg_send(pg, sql, "begin", error);
}

static bool pg_act(void *connection, enum store_act act, int depth, struct store_error *error)
{
    struct pg *pg = connection;
    char sql[32];
    switch (act) {
    case ACT_BEGIN_WRITE: return begin(pg, "begin isolation level read committed", error);
    case ACT_BEGIN_READ: return begin(pg, "begin isolation level repeatable read read only", error);
    case ACT_COMMIT: return commit(pg, error);
    case ACT_ROLLBACK: return roll_back(pg, error);
    case ACT_ROLLBACK_TO: return roll_back_to(pg, depth, error);
    case ACT_SAVEPOINT:
        snprintf(sql, sizeof sql, "savepoint s%d", depth);
        return pg_send(pg, sql, "savepoint", error);
    case ACT_RELEASE:
        /* The command's end: all that it did must have gone well. */
        snprintf(sql, sizeof sql, "release s%d", depth);
        return pg_send(pg, sql, "release", error) && pg_take(pg, NULL, error);
    case ACT_COUNT: break;
    }
    ensure(false);
}

/* -- statements -- */

/* The types that the server found for the parameters. A parameter that only meets a literal number
 * or a short integer counts as wide as ours: then true, and the statement is to be made again. */
static bool take_types(struct pg_statement *made, const PGresult *described)
{
    bool widened = false;
    made->count = PQnparams(described);
    for (int i = 0; i < made->count; i++) {
        Oid type = PQparamtype(described, i);
        bool is_short = type == PG_INT4 || type == PG_INT2;
        made->types[i] = is_short ? PG_INT8 : type;
        widened = widened || is_short;
    }
    return widened;
}

/* Written for SQLite, which asks no parameter for its type, a statement may want one that no cell
 * has: a truth, a number with fractions, a day. */
static bool types_are_known(const PGresult *described, struct store_error *error)
{
    for (int i = 0; i < PQnparams(described); i++) {
        if (!pg_parameter_is_known(PQparamtype(described, i))) {
            error->trouble = TROUBLE_FAILED;
            snprintf(error->words, sizeof error->words, "parameter $%d is of type %u: cast it",
                     i + 1, PQparamtype(described, i));
            return false;
        }
    }
    for (int i = 0; i < PQnfields(described); i++) {
        if (!pg_type_is_known(PQftype(described, i))) {
            error->trouble = TROUBLE_FAILED;
            snprintf(error->words, sizeof error->words, "column %d is of type %u: cast it", i,
                     PQftype(described, i));
            return false;
        }
    }
    return true;
}

static bool make(struct pg *pg, struct pg_statement *made, const char *sql, PGresult **described,
                 struct store_error *error)
{
    const char *name = made->statement->name;
    pg_make_room(pg);
    snprintf(made->name, sizeof made->name, "l%lld", (long long)++pg->prepared_made);
    return pg_sent(pg, PQsendPrepare(pg->conn, made->name, sql, made->count, made->types), name,
                   error) &&
           pg_sent(pg, PQsendDescribePrepared(pg->conn, made->name), name, error) &&
           pg_take(pg, described, error);
}

static bool make_typed(struct pg *pg, struct pg_statement *made, struct store_error *error)
{
    char sql[SQL_MAX];
    PGresult *described = NULL;
    if (!pg_statement_sql(made->statement->sql, sql, sizeof sql)) {
        return refuse("the statement is too long", error);
    }
    if (!make(pg, made, sql, &described, error)) {
        return false;
    }
    bool fine = PQnparams(described) <= PARAMETERS_MAX || refuse("too many parameters", error);
    if (fine && take_types(made, described)) {
        PQclear(described);
        described = NULL;
        fine = make(pg, made, sql, &described, error);
    }
    fine = fine && types_are_known(described, error);
    PQclear(described);
    return fine;
}

static bool pg_prepare(void *connection, const struct statement *statement, void **prepared,
                       struct store_error *error)
{
    struct pg_statement *made = calloc(1, sizeof *made);
    ensure(made != NULL);
    made->statement = statement;
    if (!make_typed(connection, made, error)) {
        struct pg *pg = connection;
        pg->has_failed = pg->in_transaction;
        free(made);
        return false;
    }
    *prepared = made;
    return true;
}

struct values {
    struct pg_value list[PARAMETERS_MAX];
    const char *at[PARAMETERS_MAX];
    int lens[PARAMETERS_MAX];
    int formats[PARAMETERS_MAX];
};

static bool bind(const struct pg_statement *made, struct cells cells, struct values *out,
                 struct store_error *error)
{
    /* As many cells as parameters, else the one who wrote the call has miscounted. */
    ensure((int)cells.count == made->count);
    for (int i = 0; i < made->count; i++) {
        if (!pg_value(&cells.at[i], made->types[i], &out->list[i], error)) {
            return false;
        }
        out->at[i] = out->list[i].at;
        out->lens[i] = out->list[i].len;
        out->formats[i] = out->list[i].format;
    }
    return true;
}

/* -- large queries: a cursor, some rows at a time -- */

static bool fetch(struct pg *pg, struct pg_statement *made, struct store_error *error)
{
    char sql[64];
    PQclear(made->result);
    made->result = NULL;
    snprintf(sql, sizeof sql, "fetch %d from c%s", FETCH_ROWS, made->name);
    if (!pg_send(pg, sql, made->statement->name, error) || !pg_take(pg, &made->result, error)) {
        return false;
    }
    made->row = -1;
    made->is_last = PQntuples(made->result) < FETCH_ROWS;
    return true;
}

/* A cursor lives in a transaction: in the caller's, or in one of its own as long as it is open. */
static bool open_cursor(struct pg *pg, struct pg_statement *made, const struct values *values,
                        struct store_error *error)
{
    char sql[SQL_MAX];
    int used = snprintf(sql, sizeof sql, "declare c%s no scroll cursor for ", made->name);
    if (!pg_statement_sql(made->statement->sql, sql + used, sizeof sql - (size_t)used)) {
        return refuse("the statement is too long", error);
    }
    if (!pg->in_transaction && pg->cursors++ == 0 &&
        !pg_send(pg, "begin isolation level repeatable read read only", "begin", error)) {
        return false;
    }
    made->has_cursor = true;
    return pg_sent(pg,
                   PQsendQueryParams(pg->conn, sql, made->count, made->types, values->at,
                                     values->lens, values->formats, 1),
                   made->statement->name, error) &&
           fetch(pg, made, error);
}

static void close_cursor(struct pg *pg, struct pg_statement *made)
{
    char sql[64];
    struct store_error ignored;
    bool last = !pg->in_transaction && --pg->cursors == 0;
    made->has_cursor = false;
    if (PQstatus(pg->conn) != CONNECTION_OK || pg->has_failed) {
        return; /* it goes with its transaction */
    }
    snprintf(sql, sizeof sql, "close c%s", made->name);
    if (!last) {
        (void)pg_send(pg, sql, "close", &ignored);
    } else if (pg_send(pg, "commit", "commit", &ignored)) {
        (void)pg_take(pg, NULL, &ignored);
    }
}

/* -- running -- */

/* A statement without rows inside a transaction is only sent: the next one that is waited for
 * brings its answer along. */
static bool run(struct pg *pg, struct pg_statement *made, const struct values *values, bool waits,
                struct store_error *error)
{
    bool sent = pg_sent(pg,
                        PQsendQueryPrepared(pg->conn, made->name, made->count, values->at,
                                            values->lens, values->formats, 1),
                        made->statement->name, error);
    return sent && (!waits || pg_take(pg, &made->result, error));
}

static bool pg_start(void *connection, void *prepared, struct cells cells, bool keep,
                     struct store_error *error)
{
    struct pg *pg = connection;
    struct pg_statement *made = prepared;
    struct values values;
    made->row = -1;
    made->is_last = true;
    if (pg->has_late && keep) {
        return pg_take(pg, NULL, error); /* told before anything more is waited for */
    }
    pg_make_room(pg);
    bool fine = bind(made, cells, &values, error) &&
                (keep && made->statement->is_large
                     ? open_cursor(pg, made, &values, error)
                     : run(pg, made, &values, keep || !pg->in_transaction, error));
    pg->has_failed = pg->has_failed || (!fine && pg->in_transaction);
    return fine;
}

static bool pg_step(void *connection, void *prepared, bool *has_row, struct store_error *error)
{
    struct pg_statement *made = prepared;
    *has_row = false;
    if (made->result == NULL) {
        return true; /* only sent */
    }
    made->row++;
    if (made->row == PQntuples(made->result) && !made->is_last) {
        if (!fetch(connection, made, error)) {
            return false;
        }
        made->row = 0;
    }
    *has_row = made->row < PQntuples(made->result);
    return true;
}

static struct cell pg_column(void *connection, void *prepared, int column)
{
    (void)connection;
    struct pg_statement *made = prepared;
    ensure(column >= 0 && column < PQnfields(made->result));
    return pg_cell(made->result, made->row, column);
}

static int pg_column_count(void *connection, void *prepared)
{
    (void)connection;
    struct pg_statement *made = prepared;
    return PQnfields(made->result);
}

static void pg_reset(void *connection, void *prepared)
{
    struct pg_statement *made = prepared;
    if (made->has_cursor) {
        close_cursor(connection, made);
    }
    PQclear(made->result);
    made->result = NULL;
}

static void pg_discard(void *connection, void *prepared)
{
    struct pg *pg = connection;
    struct pg_statement *made = prepared;
    char sql[48];
    struct store_error ignored;
    pg_reset(connection, prepared);
    if (PQstatus(pg->conn) == CONNECTION_OK && !pg->has_failed) {
        snprintf(sql, sizeof sql, "deallocate %s", made->name);
        (void)pg_send(pg, sql, "deallocate", &ignored);
    }
    free(made);
}

static int64_t pg_changes(void *connection)
{
    struct pg *pg = connection;
    struct store_error error;
    if (!pg_take(pg, NULL, &error)) { /* told again by the next call that may fail */
        pg->has_late = true;
        pg->late = error;
        return 0;
    }
    return pg->changes;
}

static bool pg_script(void *connection, const char *sql, struct store_error *error)
{
    char *translated = pg_script_sql(sql);
    bool fine = pg_simple(connection, translated, NULL, error);
    free(translated);
    return fine;
}

/* As it will be run once its parameters are known to vary; without whole tables where anything else
 * is possible, since the tables of a test are too small for an index to pay. */
#define PLAN_SET "set enable_seqscan = off"
#define PLAN_RESET "reset enable_seqscan"

static bool pg_plan(void *connection, const struct statement *statement, void **prepared,
                    struct store_error *error)
{
    struct pg *pg = connection;
    void *made = NULL;
    if (!pg_simple(pg, PLAN_SET, NULL, error) || !pg_prepare(connection, statement, &made, error)) {
        return false;
    }
    struct pg_statement *plan = made;
    char sql[512];
    int used = snprintf(sql, sizeof sql, "explain (costs off) execute %s", plan->name);
    for (int i = 0; i < plan->count; i++) {
        used += snprintf(sql + used, sizeof sql - (size_t)used, "%snull", i == 0 ? "(" : ",");
    }
    snprintf(sql + used, sizeof sql - (size_t)used, plan->count > 0 ? ")" : "");
    plan->row = -1;
    plan->is_last = true;
    if (!pg_send(pg, sql, statement->name, error) || !pg_take(pg, &plan->result, error)) {
        pg_discard(connection, plan);
        return false;
    }
    *prepared = plan;
    return pg_simple(pg, PLAN_RESET, NULL, error);
}

const struct store_driver store_postgres = {
    .name = "postgres",
    .is_shared = true,
    .open = pg_open,
    .close = pg_close,
    .act = pg_act,
    .is_in_transaction = pg_is_in_transaction,
    .prepare = pg_prepare,
    .start = pg_start,
    .step = pg_step,
    .column = pg_column,
    .column_count = pg_column_count,
    .reset = pg_reset,
    .discard = pg_discard,
    .changes = pg_changes,
    .script = pg_script,
    .lock = pg_lock,
    .hold = pg_hold,
    .let_go = pg_let_go,
    .notify = pg_notify,
    .listen = pg_listen,
    .heard = pg_heard,
    .instant = pg_instant,
    .checkpoint = pg_checkpoint,
    .inspect = pg_inspect,
    .guard = pg_guard,
    .plan = pg_plan,
    .grow = pg_grow,
    .load_begin = pg_load_begin,
    .load_row = pg_load_row,
    .load_end = pg_load_end,
};
