#include "base/arena.h"
#include "base/buffer.h"
#include "store/driver.h"
#include "store/inside.h"

/* What differs between databases, under one name each; loads; plans and guards for tests. */

/* One call of the driver's, its trouble put into the fault. */
#define ASK(store, call, fault)                                                                    \
    struct store_error error = {TROUBLE_FAILED, ""};                                               \
    return store_is_usable((store), (fault)) &&                                                    \
           ((store)->driver->call || store_raise_trouble((store), &error, NULL, (fault)))

bool store_lock(struct store *store, int64_t key, struct fault *fault)
{
    ASK(store, lock(store->connection, key, &error), fault);
}

bool store_hold(struct store *store, int64_t key, bool *out_held, struct fault *fault)
{
    ASK(store, hold(store->connection, key, out_held, &error), fault);
}

bool store_let_go(struct store *store, int64_t key, struct fault *fault)
{
    ASK(store, let_go(store->connection, key, &error), fault);
}

bool store_notify(struct store *store, struct text payload, struct fault *fault)
{
    ASK(store, notify(store->connection, payload, &error), fault);
}

bool store_listen(struct store *store, struct fault *fault)
{
    ASK(store, listen(store->connection, &error), fault);
}

bool store_heard(struct store *store, int wait_ms, struct text *out, struct fault *fault)
{
    ASK(store, heard(store->connection, wait_ms, out, &error), fault);
}

bool store_clock(struct store *store, int64_t *out, struct fault *fault)
{
    ASK(store, instant(store->connection, out, &error), fault);
}

bool store_checkpoint(struct store *store, int64_t *out_left, struct fault *fault)
{
    ASK(store, checkpoint(store->connection, out_left, &error), fault);
}

bool store_inspect(struct store *store, const char *table, char words[STORE_WORDS_SIZE],
                   struct fault *fault)
{
    ASK(store, inspect(store->connection, table, words, &error), fault);
}

bool store_script(struct store *store, const char *sql, struct fault *fault)
{
    ASK(store, script(store->connection, sql, &error), fault);
}

bool store_grow(struct store *store, int64_t upto, struct fault *fault)
{
    ASK(store, grow(store->connection, upto, &error), fault);
}

bool store_load_begin(struct store *store, const char *table, const char *columns,
                      struct fault *fault)
{
    ensure(store->transacting);
    ASK(store, load_begin(store->connection, table, columns, &error), fault);
}

bool store_load_row(struct store *store, struct cells cells, struct fault *fault)
{
    ASK(store, load_row(store->connection, cells, &error), fault);
}

bool store_load_end(struct store *store, struct fault *fault)
{
    bool usable =
        store_is_usable(store, fault); /* false: a row has failed; the load is ended all the same */
    struct store_error error = {TROUBLE_FAILED, ""};
    bool ended = store->driver->load_end(store->connection, &error);
    return usable && (ended || store_raise_trouble(store, &error, NULL, fault));
}

bool store_guard(struct store *store, const char *owner, struct fault *fault)
{
    struct store_error error = {TROUBLE_FAILED, ""};
    return store->driver->guard(store->connection, owner, &error) ||
           store_raise_trouble(store, &error, NULL, fault);
}

bool store_query_plan(struct arena *arena, struct store *store, const struct statement *statement,
                      struct text *out, struct fault *fault)
{
    struct store_error error = {TROUBLE_FAILED, ""};
    void *prepared = NULL;
    if (!store_is_usable(store, fault)) {
        return false;
    }
    if (!store->driver->plan(store->connection, statement, &prepared, &error)) {
        return store_raise_trouble(store, &error, statement, fault);
    }
    struct buffer lines = buffer_open(arena, 256);
    bool has_row = false;
    bool fine = store->driver->step(store->connection, prepared, &has_row, &error);
    while (fine && has_row) {
        int last = store->driver->column_count(store->connection, prepared) - 1;
        buffer_add(&lines, store->driver->column(store->connection, prepared, last).text);
        buffer_add_char(&lines, '\n');
        fine = store->driver->step(store->connection, prepared, &has_row, &error);
    }
    store->driver->discard(store->connection, prepared);
    if (!fine) {
        return store_raise_trouble(store, &error, statement, fault);
    }
    *out = buffer_text(&lines);
    return true;
}
