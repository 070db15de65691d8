#include "store/store.h"

#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "store/driver.h"
#include "store/inside.h"

/* What is the same on every database: statements found again by their address, savepoints in
 * order, nothing more after a failure, and the database's troubles put into faults. */

#define FIRST_CAPACITY 64

/* -- troubles -- */

bool store_raise_trouble(struct store *store, const struct store_error *error,
                         const struct statement *statement, struct fault *fault)
{
    store->broken = store->broken || error->trouble == TROUBLE_BROKEN;
    store->aborted = store->transacting;
    store->lost_race = error->trouble == TROUBLE_RACE;
    struct text words = text_of(error->words);
    /* A server's address stands in the words of an opening only: they are for whoever starts us. */
    bool is_lost = error->trouble == TROUBLE_BROKEN && store->connection != NULL &&
                   store->options.driver->is_shared;
    enum fault_code code = is_lost ? FAULT_STORE_LOST : FAULT_STORE_FAILED;
    switch (error->trouble) {
    case TROUBLE_FULL: return fault_raise(fault, FAULT_STORE_FULL, TEXT_NONE, FAULT_NO_ARGS);
    case TROUBLE_RACE:
    case TROUBLE_BUSY: return fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    default: break;
    }
    if (statement != NULL) {
        char named[192];
        int len = snprintf(named, sizeof named, "%s: %s", statement->name, error->words);
        words = (struct text){named, len < (int)sizeof named ? (size_t)len : sizeof named - 1};
        return fault_raise(fault, code, TEXT_NONE, FAULT_ARGS(words));
    }
    return fault_raise(fault, code, TEXT_NONE, FAULT_ARGS(words));
}

/* May something be asked of the database now? */
bool store_is_usable(struct store *store, struct fault *fault)
{
    if (store->broken) {
        return fault_raise(fault,
                           store->options.driver->is_shared ? FAULT_STORE_LOST : FAULT_STORE_FAILED,
                           TEXT_NONE, FAULT_ARGS(TEXT("the connection is broken")));
    }
    if (store->aborted) {
        return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE,
                           FAULT_ARGS(TEXT("a step of this transaction has failed before")));
    }
    return true;
}

/* -- opening -- */

bool store_path_is_shared(struct text path)
{
    return text_starts_with(path, TEXT("postgresql://")) ||
           text_starts_with(path, TEXT("postgres://"));
}

/* "postgresql://user:password@host/db": what stands between the second ':' and the '@'. */
struct text store_path_shown(struct arena *arena, struct text path)
{
    size_t scheme = store_path_is_shared(path) ? text_find(path, TEXT("//")) + 2 : path.len;
    struct text rest = text_slice(path, scheme, path.len - scheme);
    size_t at = text_find(rest, TEXT("@"));
    size_t colon = text_find(rest, TEXT(":"));
    if (at == SIZE_MAX || colon == SIZE_MAX || colon > at) {
        return path;
    }
    return text_format(arena, "%.*s%.*s:***%.*s", (int)scheme, path.at, (int)colon, rest.at,
                       (int)(rest.len - at), rest.at + at);
}

bool store_is_shared(const struct store *store)
{
    return store->options.driver->is_shared;
}

bool store_open(const struct store_options *options, struct store **out, struct fault *fault)
{
    struct arena *arena = arena_open(1 << 20, 16 << 20);
    struct store *store = arena_new(arena, struct store);
    store->arena = arena;
    store->options = *options;
    store->options.path = text_copy(arena, options->path);
    if (store->options.driver == NULL) {
        store->options.driver =
            store_path_is_shared(options->path) ? &store_postgres : &store_sqlite;
    }
    store->driver = options->faults != NULL ? &store_faulty : store->options.driver;
    store->capacity = FIRST_CAPACITY;
    store->cache = arena_array(arena, struct cached, store->capacity);
    struct store_error error = {TROUBLE_FAILED, ""};
    if (!store->driver->open(&store->options, &store->connection, &error)) {
        store_raise_trouble(store, &error, NULL, fault);
        arena_close(arena);
        return false;
    }
    *out = store;
    return true;
}

static void disconnect(struct store *store)
{
    ensure(store->rows_open == 0);
    if (store->connection == NULL) {
        return;
    }
    store_rollback(store);
    for (size_t i = 0; i < store->capacity; i++) {
        if (store->cache[i].statement != NULL) {
            store->driver->discard(store->connection, store->cache[i].prepared);
            store->cache[i] = (struct cached){NULL, NULL, false};
        }
    }
    store->cached = 0;
    store->driver->close(store->connection);
    store->connection = NULL;
}

void store_close(struct store *store)
{
    if (store == NULL) {
        return;
    }
    disconnect(store);
    arena_close(store->arena);
}

bool store_renew(struct store *store, struct fault *fault)
{
    struct store_error error = {TROUBLE_BROKEN, ""};
    disconnect(store);
    store->broken = true;
    if (!store->driver->open(&store->options, &store->connection, &error)) {
        store->connection = NULL;
        return store_raise_trouble(store, &error, NULL, fault);
    }
    store->broken = false;
    return true;
}

bool store_is_broken(const struct store *store)
{
    return store->broken;
}

bool store_lost_a_race(const struct store *store)
{
    return store->lost_race;
}

bool store_commit_is_unknown(const struct store *store)
{
    return store->commit_unknown;
}

/* -- prepared statements -- */

static struct cached *slot_of(const struct store *store, const struct statement *statement)
{
    size_t mask = store->capacity - 1;
    size_t at = (size_t)(((uintptr_t)statement >> 4) * (uintptr_t)0x9e3779b97f4a7c15u >> 20) & mask;
    while (store->cache[at].statement != NULL && store->cache[at].statement != statement) {
        at = (at + 1) & mask;
    }
    return &store->cache[at];
}

static void grow_cache(struct store *store)
{
    struct cached *old = store->cache;
    size_t count = store->capacity;
    store->capacity = count * 2;
    store->cache = arena_array(store->arena, struct cached, store->capacity);
    for (size_t i = 0; i < count; i++) {
        if (old[i].statement != NULL) {
            *slot_of(store, old[i].statement) = old[i];
        }
    }
}

static bool prepare(struct store *store, const struct statement *statement, void **out,
                    struct fault *fault)
{
    struct store_error error = {TROUBLE_FAILED, ""};
    return store->driver->prepare(store->connection, statement, out, &error) ||
           store_raise_trouble(store, &error, statement, fault);
}

/* Sets rows->prepared: the cached one, or, when that one is running already (a query within the
 * same query), another for this run only. */
static bool borrow(struct store *store, const struct statement *statement, struct store_rows *rows,
                   struct fault *fault)
{
    struct cached *slot = slot_of(store, statement);
    *rows = (struct store_rows){.store = store, .statement = statement};
    if (slot->statement != NULL && slot->in_use) {
        rows->borrowed = true;
        return prepare(store, statement, &rows->prepared, fault);
    }
    if (slot->statement == NULL) {
        if (!prepare(store, statement, &rows->prepared, fault)) {
            return false;
        }
        if (++store->cached * 2 > store->capacity) { /* at most half full: short searches */
            grow_cache(store);
        }
        slot = slot_of(store, statement);
        *slot = (struct cached){statement, rows->prepared, false};
    }
    slot->in_use = true;
    rows->prepared = slot->prepared;
    return true;
}

static void give_back(struct store_rows *rows)
{
    struct store *store = rows->store;
    if (rows->borrowed) {
        store->driver->discard(store->connection, rows->prepared);
    } else {
        store->driver->reset(store->connection, rows->prepared);
        slot_of(store, rows->statement)->in_use = false;
    }
    rows->prepared = NULL;
}

/* -- running -- */

/* Steps once; a failure is kept in rows->failed and store->step_fault. */
static bool step(struct store_rows *rows)
{
    struct store *store = rows->store;
    struct store_error error = {TROUBLE_FAILED, ""};
    if (!store->driver->step(store->connection, rows->prepared, &rows->has_row, &error)) {
        rows->failed = true;
        rows->has_row = false;
        store->step_fault = (struct fault){0};
        store_raise_trouble(store, &error, rows->statement, &store->step_fault);
    }
    return rows->has_row;
}

/* -- how long it took -- */

static _Atomic int64_t slow_ms; /* looked at by whichever thread asks */
static void (*tell_slow)(const char *statement, int64_t ms);

void store_watch_slow(int64_t ms, void (*told)(const char *statement, int64_t ms))
{
    slow_ms = ms;
    tell_slow = told;
}

static int64_t stopwatch(void)
{
    struct timespec now;
    if (slow_ms == 0) {
        return 0;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void look_at_time(const struct statement *statement, int64_t begun)
{
    int64_t ms = stopwatch() - begun;
    if (begun != 0 && ms >= slow_ms) {
        tell_slow(statement->name, ms);
    }
}

static bool start(struct store_rows *rows, struct cells cells, bool keep, struct fault *fault)
{
    struct store *store = rows->store;
    struct store_error error = {TROUBLE_FAILED, ""};
    if (store->driver->start(store->connection, rows->prepared, cells, keep, &error)) {
        return true;
    }
    store_raise_trouble(store, &error, rows->statement, fault);
    give_back(rows);
    return false;
}

/* Copies the fault of a failed step over to the caller; the first cause is kept. */
static bool hand_over(const struct store_rows *rows, struct fault *fault)
{
    if (rows->failed && fault->code == FAULT_NONE) {
        *fault = rows->store->step_fault;
    }
    return !rows->failed;
}

bool store_run(struct store *store, const struct statement *statement, struct cells cells,
               struct fault *fault)
{
    struct store_rows rows;
    int64_t begun = stopwatch();
    if (!store_is_usable(store, fault) || !borrow(store, statement, &rows, fault) ||
        !start(&rows, cells, false, fault)) {
        return false;
    }
    while (step(&rows)) {
        /* rows of a `returning` that nobody asked for */
    }
    look_at_time(statement, begun);
    give_back(&rows);
    return hand_over(&rows, fault);
}

int64_t store_changes(struct store *store)
{
    return store->broken || store->aborted ? 0 : store->driver->changes(store->connection);
}

static bool begin_query(struct store *store, const struct statement *statement, struct cells cells,
                        struct store_rows *rows, struct fault *fault)
{
    struct store_rows fresh;
    int64_t begun = stopwatch();
    if (!store_is_usable(store, fault) || !borrow(store, statement, &fresh, fault) ||
        !start(&fresh, cells, true, fault)) {
        return false;
    }
    store->rows_open++;
    fresh.begun = begun;
    *rows = fresh;
    return true;
}

/* The connection broke just now, with nothing on it that another would not have. */
static bool mend(struct store *store)
{
    struct fault fault = {.code = FAULT_NONE};
    return store->options.mends && store->broken && !store->transacting && store->rows_open == 0 &&
           store_renew(store, &fault);
}

bool store_query(struct store *store, const struct statement *statement, struct cells cells,
                 struct store_rows *rows, struct fault *fault)
{
    struct fault first = {.code = FAULT_NONE};
    bool was_broken = store->broken;
    if (begin_query(store, statement, cells, rows, &first) ||
        (!was_broken && mend(store) && begin_query(store, statement, cells, rows, fault))) {
        return true;
    }
    if (fault->code == FAULT_NONE) {
        *fault = first;
    }
    return false;
}

bool store_next(struct store_rows *rows)
{
    ensure(rows->prepared != NULL);
    bool found = !rows->failed && step(rows);
    if (rows->begun != 0) {
        look_at_time(rows->statement, rows->begun);
        rows->begun = 0;
    }
    return found;
}

bool store_done(struct store_rows *rows, struct fault *fault)
{
    ensure(rows->prepared != NULL && rows->store->rows_open > 0);
    give_back(rows);
    rows->store->rows_open--;
    rows->has_row = false;
    return hand_over(rows, fault);
}

bool store_query_int(struct store *store, const struct statement *statement, struct cells cells,
                     int64_t *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, statement, cells, &rows, fault)) {
        return false;
    }
    int64_t found = *out;
    if (store_next(&rows) && !store_is_null(&rows, 0)) {
        found = store_int(&rows, 0);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    *out = found;
    return true;
}

/* -- columns -- */

struct cell store_cell(const struct store_rows *rows, int column)
{
    ensure(rows->has_row);
    return rows->store->driver->column(rows->store->connection, rows->prepared, column);
}

int store_column_count(const struct store_rows *rows)
{
    return rows->store->driver->column_count(rows->store->connection, rows->prepared);
}

int64_t store_int(const struct store_rows *rows, int column)
{
    struct cell cell = store_cell(rows, column);
    return cell.kind == CELL_INT ? cell.integer : 0;
}

bool store_bool(const struct store_rows *rows, int column)
{
    return store_int(rows, column) != 0;
}

struct text store_text(struct arena *arena, const struct store_rows *rows, int column)
{
    struct cell cell = store_cell(rows, column);
    return cell.kind == CELL_TEXT ? text_copy(arena, cell.text) : TEXT_NONE;
}

struct text store_bytes(struct arena *arena, const struct store_rows *rows, int column)
{
    struct cell cell = store_cell(rows, column);
    return cell.kind == CELL_BYTES ? text_copy(arena, cell.text) : TEXT_NONE;
}

civil_date store_date(const struct store_rows *rows, int column)
{
    struct cell cell = store_cell(rows, column);
    civil_date date = CIVIL_DATE_NONE;
    return cell.kind == CELL_TEXT && civil_date_parse(cell.text, &date) ? date : CIVIL_DATE_NONE;
}

bool store_is_null(const struct store_rows *rows, int column)
{
    return store_cell(rows, column).kind == CELL_NULL;
}

/* -- transactions -- */

static bool act(struct store *store, enum store_act what, struct fault *fault)
{
    struct store_error error = {TROUBLE_FAILED, ""};
    return store->driver->act(store->connection, what, store->depth, &error) ||
           store_raise_trouble(store, &error, NULL, fault);
}

static bool begin(struct store *store, enum store_act what, struct fault *fault)
{
    ensure(!store->transacting);
    if (!store_is_usable(store, fault)) {
        return false;
    }
    if (!act(store, what, fault)) {
        store_rollback(store); /* the answer may have been lost, not the call */
        return false;
    }
    store->transacting = true;
    store->lost_race = false;
    store->commit_unknown = false;
    return true;
}

bool store_begin_write(struct store *store, struct fault *fault)
{
    return begin(store, ACT_BEGIN_WRITE, fault);
}

bool store_begin_read(struct store *store, struct fault *fault)
{
    return begin(store, ACT_BEGIN_READ, fault);
}

bool store_commit(struct store *store, struct fault *fault)
{
    ensure(store->transacting && store->depth == 0 && store->rows_open == 0);
    if (!store_is_usable(store, fault)) {
        store_rollback(store);
        return false;
    }
    if (!act(store, ACT_COMMIT, fault)) {
        store->commit_unknown = store->broken && store_is_shared(store);
        store_rollback(store);
        return false;
    }
    store->transacting = false;
    return true;
}

void store_rollback(struct store *store)
{
    ensure(store->rows_open == 0);
    struct store_error error;
    if (store->connection == NULL) {
        return;
    }
    if (!store->driver->act(store->connection, ACT_ROLLBACK, 0, &error)) {
        store->broken = true;
    }
    store->transacting = false;
    store->aborted = false;
    store->depth = 0;
}

bool store_in_transaction(const struct store *store)
{
    return store->transacting;
}

bool store_savepoint(struct store *store, struct fault *fault)
{
    ensure(store->transacting && store->depth < STORE_DEPTH_MAX);
    if (!store_is_usable(store, fault) || !act(store, ACT_SAVEPOINT, fault)) {
        return false;
    }
    store->depth++;
    return true;
}

bool store_release(struct store *store, struct fault *fault)
{
    ensure(store->depth > 0);
    if (!store_is_usable(store, fault)) {
        return false;
    }
    store->depth--;
    if (!act(store, ACT_RELEASE, fault)) {
        store->depth++;
        return false;
    }
    return true;
}

bool store_rollback_to(struct store *store, struct fault *fault)
{
    ensure(store->depth > 0 && store->rows_open == 0);
    store->depth--;
    /* A full disk or an I/O error makes SQLite end the whole transaction by itself. */
    if (store->broken || !store->driver->is_in_transaction(store->connection)) {
        store->aborted = true;
        return store_is_usable(store, fault);
    }
    if (!act(store, ACT_ROLLBACK_TO, fault)) {
        return false;
    }
    store->aborted = false;
    return true;
}
