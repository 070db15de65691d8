#include "store/faulty.h"

#include <stdio.h>
#include <stdlib.h>

struct faulty {
    const struct store_driver *inner;
    void *connection;
    struct store_faults *faults;
};

void store_faults_restart(struct store_faults *faults)
{
    faults->calls = 0;
    faults->fired = false;
}

/* True when this call is one that fails. */
static bool strikes(struct store_faults *faults)
{
    faults->calls++;
    bool now = faults->at > 0 &&
               (faults->calls == faults->at || (faults->for_ever && faults->calls > faults->at));
    faults->fired = faults->fired || now;
    return now;
}

static bool fail(const struct store_faults *faults, struct store_error *error)
{
    error->trouble = faults->trouble;
    snprintf(error->words, sizeof error->words, "call %lld fails on purpose",
             (long long)faults->calls);
    return false;
}

/* The wrapped call, `done`, is an expression that is evaluated unless the call fails beforehand. */
#define TRY(faulty, done, error)                                                                   \
    do {                                                                                           \
        struct store_faults *its = (faulty)->faults;                                               \
        bool now = strikes(its);                                                                   \
        if (now && !its->too_late) {                                                               \
            return fail(its, (error));                                                             \
        }                                                                                          \
        bool fine = (done);                                                                        \
        return now && fine ? fail(its, (error)) : fine;                                            \
    } while (0)

static bool faulty_open(const struct store_options *options, void **connection,
                        struct store_error *error)
{
    if (strikes(options->faults)) {
        return fail(options->faults, error);
    }
    struct faulty *faulty = calloc(1, sizeof *faulty);
    ensure(faulty != NULL);
    faulty->inner = options->driver != NULL ? options->driver : &store_sqlite;
    faulty->faults = options->faults;
    if (!faulty->inner->open(options, &faulty->connection, error)) {
        free(faulty);
        return false;
    }
    *connection = faulty;
    return true;
}

static void faulty_close(void *connection)
{
    struct faulty *faulty = connection;
    faulty->inner->close(faulty->connection);
    free(faulty);
}

static bool faulty_act(void *connection, enum store_act act, int depth, struct store_error *error)
{
    struct faulty *faulty = connection;
    if (act == ACT_ROLLBACK) { /* a database that is gone has rolled back too */
        return faulty->inner->act(faulty->connection, act, depth, error);
    }
    TRY(faulty, faulty->inner->act(faulty->connection, act, depth, error), error);
}

static bool faulty_is_in_transaction(void *connection)
{
    struct faulty *faulty = connection;
    return faulty->inner->is_in_transaction(faulty->connection);
}

static bool faulty_prepare(void *connection, const struct statement *statement, void **prepared,
                           struct store_error *error)
{
    struct faulty *faulty = connection;
    if (strikes(faulty->faults)) {
        return fail(faulty->faults, error);
    }
    return faulty->inner->prepare(faulty->connection, statement, prepared, error);
}

static bool faulty_start(void *connection, void *prepared, struct cells cells, bool keep,
                         struct store_error *error)
{
    struct faulty *faulty = connection;
    return faulty->inner->start(faulty->connection, prepared, cells, keep, error);
}

static bool faulty_step(void *connection, void *prepared, bool *has_row, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->step(faulty->connection, prepared, has_row, error), error);
}

static struct cell faulty_column(void *connection, void *prepared, int column)
{
    struct faulty *faulty = connection;
    return faulty->inner->column(faulty->connection, prepared, column);
}

static int faulty_column_count(void *connection, void *prepared)
{
    struct faulty *faulty = connection;
    return faulty->inner->column_count(faulty->connection, prepared);
}

static void faulty_reset(void *connection, void *prepared)
{
    struct faulty *faulty = connection;
    faulty->inner->reset(faulty->connection, prepared);
}

static void faulty_discard(void *connection, void *prepared)
{
    struct faulty *faulty = connection;
    faulty->inner->discard(faulty->connection, prepared);
}

static int64_t faulty_changes(void *connection)
{
    struct faulty *faulty = connection;
    return faulty->inner->changes(faulty->connection);
}

static bool faulty_script(void *connection, const char *sql, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->script(faulty->connection, sql, error), error);
}

static bool faulty_lock(void *connection, int64_t key, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->lock(faulty->connection, key, error), error);
}

static bool faulty_hold(void *connection, int64_t key, bool *held, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->hold(faulty->connection, key, held, error), error);
}

static bool faulty_let_go(void *connection, int64_t key, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->let_go(faulty->connection, key, error), error);
}

static bool faulty_notify(void *connection, struct text payload, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->notify(faulty->connection, payload, error), error);
}

static bool faulty_listen(void *connection, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->listen(faulty->connection, error), error);
}

static bool faulty_heard(void *connection, int wait_ms, struct text *payload,
                         struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->heard(faulty->connection, wait_ms, payload, error), error);
}

static bool faulty_instant(void *connection, int64_t *out, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->instant(faulty->connection, out, error), error);
}

static bool faulty_grow(void *connection, int64_t upto, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->grow(faulty->connection, upto, error), error);
}

static bool faulty_load_begin(void *connection, const char *table, const char *columns,
                              struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->load_begin(faulty->connection, table, columns, error), error);
}

static bool faulty_load_row(void *connection, struct cells cells, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->load_row(faulty->connection, cells, error), error);
}

static bool faulty_load_end(void *connection, struct store_error *error)
{
    struct faulty *faulty = connection;
    bool ended = faulty->inner->load_end(faulty->connection, error); /* whatever it says after */
    TRY(faulty, ended, error);
}

static bool faulty_checkpoint(void *connection, int64_t *left, struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->checkpoint(faulty->connection, left, error), error);
}

static bool faulty_inspect(void *connection, const char *table, char words[STORE_WORDS_SIZE],
                           struct store_error *error)
{
    struct faulty *faulty = connection;
    TRY(faulty, faulty->inner->inspect(faulty->connection, table, words, error), error);
}

static bool faulty_guard(void *connection, const char *owner, struct store_error *error)
{
    struct faulty *faulty = connection;
    return faulty->inner->guard(faulty->connection, owner, error);
}

static bool faulty_plan(void *connection, const struct statement *statement, void **prepared,
                        struct store_error *error)
{
    struct faulty *faulty = connection;
    return faulty->inner->plan(faulty->connection, statement, prepared, error);
}

const struct store_driver store_faulty = {
    .name = "faulty",
    .open = faulty_open,
    .close = faulty_close,
    .act = faulty_act,
    .is_in_transaction = faulty_is_in_transaction,
    .prepare = faulty_prepare,
    .start = faulty_start,
    .step = faulty_step,
    .column = faulty_column,
    .column_count = faulty_column_count,
    .reset = faulty_reset,
    .discard = faulty_discard,
    .changes = faulty_changes,
    .script = faulty_script,
    .lock = faulty_lock,
    .hold = faulty_hold,
    .let_go = faulty_let_go,
    .notify = faulty_notify,
    .listen = faulty_listen,
    .heard = faulty_heard,
    .instant = faulty_instant,
    .checkpoint = faulty_checkpoint,
    .inspect = faulty_inspect,
    .guard = faulty_guard,
    .plan = faulty_plan,
    .grow = faulty_grow,
    .load_begin = faulty_load_begin,
    .load_row = faulty_load_row,
    .load_end = faulty_load_end,
};
