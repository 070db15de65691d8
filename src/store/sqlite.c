#include "store/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* SQLite, embedded: write-ahead log, every commit on the disk before it counts (synchronous=FULL:
 * with commits in groups it costs nothing against NORMAL, measured), no constraint left to chance.
 */

/* A page of the log is 4 KiB: 80 MB. With SQLite's own 1,000 pages every few commits would stop for
 * a checkpoint of 10 ms; store_checkpoint on another connection keeps the log far below this. */
#define CHECKPOINT_PAGES 20000
#define DEFAULT_BUSY_MS 5000
#define DEFAULT_CACHE_KIB 8192
#define DEFAULT_MMAP ((int64_t)256 << 20)
#define SQL_MAX 16384

struct sqlite {
    sqlite3 *db;
    sqlite3_stmt *acts[ACT_COUNT][STORE_DEPTH_MAX];
    sqlite3_stmt *load; /* while many rows are loaded */
    char owner[64];     /* of the guard */
    char denied[128];
};

static const char *const act_sql[ACT_COUNT] = {
    [ACT_BEGIN_WRITE] = "begin immediate",
    [ACT_BEGIN_READ] = "begin",
    [ACT_COMMIT] = "commit",
    [ACT_ROLLBACK] = "rollback",
    [ACT_SAVEPOINT] = "savepoint s", /* and the depth */
    [ACT_RELEASE] = "release s",
    [ACT_ROLLBACK_TO] = "rollback to s",
};

static enum store_trouble trouble_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL: return TROUBLE_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return TROUBLE_BUSY;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN: return TROUBLE_BROKEN;
    default: return TROUBLE_FAILED;
    }
}

/* Always false: what SQLite says about the last call. */
static bool sqlite_fail(struct sqlite *sqlite, struct store_error *error)
{
    int code = sqlite3_extended_errcode(sqlite->db);
    error->trouble = trouble_of(code);
    if (sqlite->denied[0] != '\0') {
        snprintf(error->words, sizeof error->words, "%s", sqlite->denied);
        sqlite->denied[0] = '\0';
    } else {
        snprintf(error->words, sizeof error->words, "%s (%d)", sqlite3_errmsg(sqlite->db), code);
    }
    /* A full disk may also show as a failed write. */
    if (code == SQLITE_IOERR_WRITE && sqlite3_system_errno(sqlite->db) == ENOSPC) {
        error->trouble = TROUBLE_FULL;
    }
    return false;
}

static bool run_sql(struct sqlite *sqlite, const char *sql, struct store_error *error)
{
    return sqlite3_exec(sqlite->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           sqlite_fail(sqlite, error);
}

static bool set_up(struct sqlite *sqlite, const struct store_options *options,
                   struct store_error *error)
{
    int64_t mmap_bytes = options->mmap_bytes == 0 ? DEFAULT_MMAP : options->mmap_bytes;
    char sql[512];
    snprintf(sql, sizeof sql,
             "pragma cache_size = -%d; pragma mmap_size = %lld; pragma temp_store = memory;"
             "pragma trusted_schema = off; pragma cell_size_check = on; pragma foreign_keys = off;"
             "pragma secure_delete = on; pragma query_only = %s;",
             options->cache_kib > 0 ? options->cache_kib : DEFAULT_CACHE_KIB,
             (long long)(mmap_bytes < 0 ? 0 : mmap_bytes), options->read_only ? "on" : "off");
    sqlite3_busy_timeout(sqlite->db,
                         options->busy_timeout_ms > 0 ? options->busy_timeout_ms : DEFAULT_BUSY_MS);
    sqlite3_extended_result_codes(sqlite->db, 1);
    sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (!run_sql(sqlite, sql, error)) {
        return false;
    }
    if (options->read_only) {
        return true;
    }
    snprintf(sql, sizeof sql,
             "pragma journal_mode = wal; pragma synchronous = %s;"
             "pragma wal_autocheckpoint = %d; pragma journal_size_limit = %d;",
             options->is_lazy ? "normal" : "full", CHECKPOINT_PAGES, 2 * CHECKPOINT_PAGES * 4096);
    return run_sql(sqlite, sql, error);
}

/* A new database is readable by its owner only; SQLite gives the log the same rights. An existing
 * file isn't opened here: closing it would drop the locks of this process's other connections. */
static void create_private(const char *path)
{
    int file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) {
        close(file);
    }
}

/* What SQLite has allocated is counted for nobody, behind one lock for all threads. */
static pthread_once_t configured = PTHREAD_ONCE_INIT;
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static void sqlite_close(void *connection)
{
    struct sqlite *sqlite = connection;
    sqlite3_finalize(sqlite->load);
    for (int act = 0; act < ACT_COUNT; act++) {
        for (int depth = 0; depth < STORE_DEPTH_MAX; depth++) {
            sqlite3_finalize(sqlite->acts[act][depth]);
        }
    }
    sqlite3_close_v2(sqlite->db);
    free(sqlite);
}

static bool sqlite_open(const struct store_options *options, void **connection,
                        struct store_error *error)
{
    char path[4096];
    if (options->path.len == 0 || options->path.len >= sizeof path) {
        *error = (struct store_error){TROUBLE_FAILED, "the path is empty or too long"};
        return false;
    }
    memcpy(path, options->path.at, options->path.len);
    path[options->path.len] = '\0';
    bool create = !options->read_only && !options->must_exist;
    if (create && strcmp(path, ":memory:") != 0) {
        create_private(path);
    }
    ensure(pthread_once(&configured, configure) == 0);
    int flags =
        SQLITE_OPEN_NOMUTEX | (options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    flags |= create ? SQLITE_OPEN_CREATE : 0;
    struct sqlite *sqlite = calloc(1, sizeof *sqlite);
    ensure(sqlite != NULL);
    int code = sqlite3_open_v2(path, &sqlite->db, flags, NULL);
    ensure(sqlite->db != NULL);
    if (code != SQLITE_OK ? !sqlite_fail(sqlite, error) : !set_up(sqlite, options, error)) {
        sqlite_close(sqlite);
        return false;
    }
    *connection = sqlite;
    return true;
}

static bool run_act(struct sqlite *sqlite, enum store_act act, int depth, struct store_error *error)
{
    sqlite3_stmt **prepared = &sqlite->acts[act][depth];
    if (*prepared == NULL) {
        char sql[32];
        char number[2] = {act >= ACT_SAVEPOINT ? (char)('0' + depth) : '\0', '\0'};
        snprintf(sql, sizeof sql, "%s%s", act_sql[act], number);
        if (sqlite3_prepare_v3(sqlite->db, sql, -1, SQLITE_PREPARE_PERSISTENT, prepared, NULL) !=
            SQLITE_OK) {
            return sqlite_fail(sqlite, error);
        }
    }
    bool fine = sqlite3_step(*prepared) == SQLITE_DONE || sqlite_fail(sqlite, error);
    sqlite3_reset(*prepared);
    return fine;
}

static bool sqlite_is_in_transaction(void *connection)
{
    struct sqlite *sqlite = connection;
    return sqlite3_get_autocommit(sqlite->db) == 0;
}

static bool sqlite_act(void *connection, enum store_act act, int depth, struct store_error *error)
{
    ensure(depth >= 0 && depth < STORE_DEPTH_MAX);
    struct sqlite *sqlite = connection;
    if (act == ACT_ROLLBACK && !sqlite_is_in_transaction(sqlite)) {
        return true;
    }
    if (!run_act(sqlite, act, depth, error)) {
        return false;
    }
    return act != ACT_ROLLBACK_TO || run_act(sqlite, ACT_RELEASE, depth, error);
}

/* SQLite counts "$1" as a name like any other, in the order of appearance; "?1" is the parameter 1.
 * So each $ outside a quoted text becomes a question mark. */
static bool number_parameters(const char *sql, char *out, size_t size)
{
    bool quoted = false;
    size_t len = strlen(sql);
    if (len >= size) {
        return false;
    }
    for (size_t i = 0; i <= len; i++) {
        quoted = sql[i] == '\'' ? !quoted : quoted;
        out[i] = sql[i] == '$' && !quoted ? '?' : sql[i];
    }
    return true;
}

static bool prepare_text(struct sqlite *sqlite, const char *sql, sqlite3_stmt **out,
                         struct store_error *error)
{
    if (sqlite3_prepare_v3(sqlite->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) !=
        SQLITE_OK) {
        return sqlite_fail(sqlite, error);
    }
    if (*out == NULL) {
        *error = (struct store_error){TROUBLE_FAILED, "the statement is empty"};
        return false;
    }
    return true;
}

static bool sqlite_prepare(void *connection, const struct statement *statement, void **prepared,
                           struct store_error *error)
{
    char sql[SQL_MAX];
    sqlite3_stmt *made = NULL;
    if (!number_parameters(statement->sql, sql, sizeof sql)) {
        *error = (struct store_error){TROUBLE_FAILED, "the statement is too long"};
        return false;
    }
    if (!prepare_text(connection, sql, &made, error)) {
        return false;
    }
    *prepared = made;
    return true;
}

static bool sqlite_plan(void *connection, const struct statement *statement, void **prepared,
                        struct store_error *error)
{
    char sql[SQL_MAX] = "explain query plan ";
    size_t used = strlen(sql);
    sqlite3_stmt *made = NULL;
    if (!number_parameters(statement->sql, sql + used, sizeof sql - used)) {
        *error = (struct store_error){TROUBLE_FAILED, "the statement is too long"};
        return false;
    }
    if (!prepare_text(connection, sql, &made, error)) {
        return false;
    }
    *prepared = made;
    return true;
}

static int bind_one(sqlite3_stmt *statement, int at, const struct cell *cell, bool keep)
{
    sqlite3_destructor_type whose = keep ? SQLITE_TRANSIENT : SQLITE_STATIC;
    char day[CIVIL_DATE_TEXT_SIZE];
    switch (cell->kind) {
    case CELL_INT: return sqlite3_bind_int64(statement, at, cell->integer);
    case CELL_TEXT:
        return sqlite3_bind_text64(statement, at, cell->text.at, cell->text.len, whose,
                                   SQLITE_UTF8);
    case CELL_BYTES:
        return sqlite3_bind_blob64(statement, at, cell->text.at, cell->text.len, whose);
    case CELL_DATE:
        civil_date_write((civil_date)cell->integer, day);
        return sqlite3_bind_text(statement, at, day, CIVIL_DATE_TEXT_SIZE - 1, SQLITE_TRANSIENT);
    case CELL_NULL: break;
    }
    return sqlite3_bind_null(statement, at);
}

static bool sqlite_start(void *connection, void *prepared, struct cells cells, bool keep,
                         struct store_error *error)
{
    sqlite3_stmt *statement = prepared;
    /* As many cells as parameters, else the one who wrote the call has miscounted. */
    ensure(sqlite3_bind_parameter_count(statement) == (int)cells.count);
    for (size_t i = 0; i < cells.count; i++) {
        if (bind_one(statement, (int)i + 1, &cells.at[i], keep) != SQLITE_OK) {
            return sqlite_fail(connection, error);
        }
    }
    return true;
}

static bool sqlite_step(void *connection, void *prepared, bool *has_row, struct store_error *error)
{
    int code = sqlite3_step(prepared);
    *has_row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE || sqlite_fail(connection, error);
}

/* The value is taken once and asked itself: the functions on columns look it up and lock each time.
 * A connection belongs to one thread, and the value is read before the next step. */
static struct cell sqlite_column(void *connection, void *prepared, int column)
{
    (void)connection;
    ensure(column >= 0 && column < sqlite3_data_count(prepared));
    sqlite3_value *value = sqlite3_column_value(prepared, column);
    struct cell cell = {CELL_NULL, 0, TEXT_NONE};
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL: return cell;
    case SQLITE_INTEGER:
        cell.kind = CELL_INT;
        cell.integer = sqlite3_value_int64(value);
        return cell;
    case SQLITE_BLOB:
        cell.kind = CELL_BYTES;
        cell.text.at = sqlite3_value_blob(value);
        break;
    default: /* a floating-point number, which none of our tables holds, shows as text */
        cell.kind = CELL_TEXT;
        cell.text.at = (const char *)sqlite3_value_text(value);
    }
    cell.text.len = (size_t)sqlite3_value_bytes(value);
    cell.text.at = cell.text.at == NULL ? "" : cell.text.at;
    return cell;
}

static int sqlite_column_count(void *connection, void *prepared)
{
    (void)connection;
    return sqlite3_column_count(prepared);
}

static void sqlite_reset(void *connection, void *prepared)
{
    (void)connection;
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
}

static void sqlite_discard(void *connection, void *prepared)
{
    (void)connection;
    sqlite3_finalize(prepared);
}

static int64_t sqlite_changes(void *connection)
{
    struct sqlite *sqlite = connection;
    return sqlite3_changes64(sqlite->db);
}

static bool sqlite_script(void *connection, const char *sql, struct store_error *error)
{
    return run_sql(connection, sql, error);
}

/* The write lock of begin immediate is the only lock there is. */
static bool sqlite_lock(void *connection, int64_t key, struct store_error *error)
{
    (void)connection;
    (void)key;
    (void)error;
    return true;
}

/* One process: it holds what it asks for, and whoever commits knows it already. */
static bool sqlite_hold(void *connection, int64_t key, bool *held, struct store_error *error)
{
    *held = true;
    return sqlite_lock(connection, key, error);
}

static bool sqlite_notify(void *connection, struct text payload, struct store_error *error)
{
    (void)payload;
    return sqlite_lock(connection, 0, error);
}

static bool sqlite_listen(void *connection, struct store_error *error)
{
    return sqlite_lock(connection, 0, error);
}

static bool sqlite_heard(void *connection, int wait_ms, struct text *payload,
                         struct store_error *error)
{
    *payload = TEXT_NONE;
    poll(NULL, 0, wait_ms);
    return sqlite_lock(connection, 0, error);
}

static bool sqlite_instant(void *connection, int64_t *out, struct store_error *error)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *out = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    return sqlite_lock(connection, 0, error);
}

/* A table of SQLite's is not cut into parts. */
static bool sqlite_grow(void *connection, int64_t upto, struct store_error *error)
{
    return sqlite_lock(connection, upto, error);
}

/* -- many rows: one insert, prepared once -- */

static bool sqlite_load_begin(void *connection, const char *table, const char *columns,
                              struct store_error *error)
{
    struct sqlite *sqlite = connection;
    char sql[2048];
    int used = snprintf(sql, sizeof sql, "insert into %s (%s) values (?", table, columns);
    for (const char *at = strchr(columns, ','); at != NULL; at = strchr(at + 1, ',')) {
        used += snprintf(sql + used, sizeof sql - (size_t)used, ",?");
    }
    snprintf(sql + used, sizeof sql - (size_t)used, ")");
    sqlite3_finalize(sqlite->load); /* of a load whose beginning was taken for failed */
    sqlite->load = NULL;
    return prepare_text(sqlite, sql, &sqlite->load, error);
}

static bool sqlite_load_row(void *connection, struct cells cells, struct store_error *error)
{
    struct sqlite *sqlite = connection;
    if (!sqlite_start(sqlite, sqlite->load, cells, false, error)) {
        return false;
    }
    bool fine = sqlite3_step(sqlite->load) == SQLITE_DONE || sqlite_fail(sqlite, error);
    sqlite3_reset(sqlite->load);
    return fine;
}

static bool sqlite_load_end(void *connection, struct store_error *error)
{
    struct sqlite *sqlite = connection;
    (void)error;
    sqlite3_finalize(sqlite->load);
    sqlite->load = NULL;
    return true;
}

static bool sqlite_checkpoint(void *connection, int64_t *left, struct store_error *error)
{
    struct sqlite *sqlite = connection;
    int in_log = 0, moved = 0;
    int code =
        sqlite3_wal_checkpoint_v2(sqlite->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) { /* busy: another one is at it */
        return sqlite_fail(sqlite, error);
    }
    *left = in_log > moved ? in_log - moved : 0;
    return true;
}

static bool sqlite_inspect(void *connection, const char *table, char words[STORE_WORDS_SIZE],
                           struct store_error *error)
{
    struct sqlite *sqlite = connection;
    sqlite3_stmt *check = NULL;
    char sql[128];
    snprintf(sql, sizeof sql, "pragma integrity_check(%s)", table);
    bool fine = sqlite3_prepare_v2(sqlite->db, sql, -1, &check, NULL) == SQLITE_OK &&
                sqlite3_step(check) == SQLITE_ROW;
    const char *said = fine ? (const char *)sqlite3_column_text(check, 0) : NULL;
    bool is_well = said != NULL && strcmp(said, "ok") == 0;
    snprintf(words, STORE_WORDS_SIZE, "%s", is_well || said == NULL ? "" : said);
    fine = fine || sqlite_fail(sqlite, error);
    sqlite3_finalize(check);
    return fine;
}

/* `table` is the owner's own, or one of the owner's: "problem", "problem_supervision". */
static bool owns(const char *owner, const char *table)
{
    size_t len = strlen(owner);
    return len > 0 && strncmp(owner, table, len) == 0 && (table[len] == '\0' || table[len] == '_');
}

static int authorize(void *context, int action, const char *table, const char *column,
                     const char *database, const char *trigger)
{
    struct sqlite *sqlite = context;
    (void)column;
    (void)database;
    (void)trigger;
    bool writes = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
    if (!writes || owns(sqlite->owner, table)) {
        return SQLITE_OK;
    }
    snprintf(sqlite->denied, sizeof sqlite->denied, "table '%s' is not written by '%s'", table,
             sqlite->owner);
    return SQLITE_DENY;
}

/* Setting an authorizer makes SQLite compile every prepared statement anew at its next step, so
 * that the guard holds for those too. */
static bool sqlite_guard(void *connection, const char *owner, struct store_error *error)
{
    struct sqlite *sqlite = connection;
    snprintf(sqlite->owner, sizeof sqlite->owner, "%s", owner == NULL ? "" : owner);
    int code = sqlite3_set_authorizer(sqlite->db, owner == NULL ? NULL : authorize, sqlite);
    return code == SQLITE_OK || sqlite_fail(sqlite, error);
}

const struct store_driver store_sqlite = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .act = sqlite_act,
    .is_in_transaction = sqlite_is_in_transaction,
    .prepare = sqlite_prepare,
    .start = sqlite_start,
    .step = sqlite_step,
    .column = sqlite_column,
    .column_count = sqlite_column_count,
    .reset = sqlite_reset,
    .discard = sqlite_discard,
    .changes = sqlite_changes,
    .script = sqlite_script,
    .lock = sqlite_lock,
    .hold = sqlite_hold,
    .let_go = sqlite_lock,
    .notify = sqlite_notify,
    .listen = sqlite_listen,
    .heard = sqlite_heard,
    .instant = sqlite_instant,
    .checkpoint = sqlite_checkpoint,
    .inspect = sqlite_inspect,
    .guard = sqlite_guard,
    .plan = sqlite_plan,
    .grow = sqlite_grow,
    .load_begin = sqlite_load_begin,
    .load_row = sqlite_load_row,
    .load_end = sqlite_load_end,
};
