#include "app/rebuild.h"

#include "base/arena.h"
#include "ledger/ledger.h"
#include "store/table.h"

/* -- replaying -- */

bool rebuild_entry(struct arena *arena, struct store *store, const struct registry *registry,
                   const struct ledger_entry *entry, struct fault *fault)
{
    const struct event_kind *kind = register_event(registry, entry->kind);
    const struct jvalue *object = NULL;
    if (kind == NULL) {
        struct text seq = text_format(arena, "%lld", (long long)entry->seq);
        return fault_raise(fault, FAULT_EVENT_UNKNOWN, TEXT_NONE, FAULT_ARGS(seq, entry->kind));
    }
    void *body = arena_alloc(arena, kind->fields->size);
    if (!json_read(arena, entry->body, &object, fault) ||
        !field_read(arena, kind->fields, object, body, fault)) {
        return false;
    }
    struct event event = {
        .kind = kind,
        .seq = entry->seq,
        .subject = entry->subject_id,
        .project = entry->project_id,
        .recorded_at = entry->recorded_at,
        .happened_on = entry->happened_on,
        .actor = entry->actor,
        .body = body,
    };
    return kind->record(store, &event, fault);
}

#define STRIDE 500

struct replaying {
    struct store *from, *into;
    const struct registry *registry;
    int64_t until;         /* the last entry */
    struct ledger *ledger; /* of `into`, where the entries are kept too; NULL: they are not */
};

static bool replay_one(struct arena *arena, const struct replaying *replaying,
                       struct ledger_entry *entry, struct fault *fault)
{
    return (replaying->ledger == NULL || ledger_append(replaying->ledger, entry, fault)) &&
           rebuild_entry(arena, replaying->into, replaying->registry, entry, fault);
}

static bool replay_until(const struct replaying *replaying, int64_t *out_count, struct fault *fault)
{
    int64_t seq = 0;
    for (;;) {
        struct arena *arena = arena_open((size_t)64 << 20, (size_t)512 << 20);
        struct ledger_entry *entries = arena_array(arena, struct ledger_entry, STRIDE);
        struct ledger_cursor cursor;
        size_t count = 0;
        bool done = ledger_read_after(replaying->from, seq, STRIDE, &cursor, fault);
        if (done) {
            while (count < STRIDE && ledger_next(arena, &cursor, &entries[count])) {
                count++;
            }
            done = ledger_done(&cursor, fault);
        }
        for (size_t i = 0; done && i < count && entries[i].seq <= replaying->until; i++) {
            seq = entries[i].seq;
            done = replay_one(arena, replaying, &entries[i], fault);
        }
        bool is_over = count == 0 || entries[count - 1].seq >= replaying->until;
        arena_close(arena);
        if (!done || is_over) {
            *out_count = seq;
            return done;
        }
    }
}

static bool replay(struct store *from, struct store *into, const struct registry *registry,
                   int64_t *out_count, struct fault *fault)
{
    struct replaying replaying = {from, into, registry, INT64_MAX, NULL};
    return replay_until(&replaying, out_count, fault);
}

static bool has_tables(const struct room *room)
{
    return room->schema.ddl != NULL;
}

bool rebuild_create(struct store *store, const struct house *house, struct fault *fault)
{
    for (size_t i = 0; i < house->room_count; i++) {
        if (has_tables(house->rooms[i]) &&
            !store_schema_create(store, &house->rooms[i]->schema, fault)) {
            return false;
        }
    }
    return true;
}

static bool all_current(struct store *store, const struct house *house, bool *out,
                        struct fault *fault)
{
    *out = true;
    for (size_t i = 0; i < house->room_count && *out; i++) {
        if (has_tables(house->rooms[i]) &&
            !store_schema_is_current(store, &house->rooms[i]->schema, out, fault)) {
            return false;
        }
    }
    return true;
}

bool rebuild_if_needed(struct store *store, const struct registry *registry, bool force,
                       int64_t *out_replayed, struct fault *fault)
{
    const struct house *house = register_house(registry);
    bool current = false;
    *out_replayed = 0;
    if (!all_current(store, house, &current, fault)) {
        return false;
    }
    if (current && !force) {
        return true;
    }
    if (!store_begin_write(store, fault)) {
        return false;
    }
    if (!ledger_lock(store, fault) || !rebuild_create(store, house, fault) ||
        !replay(store, store, registry, out_replayed, fault)) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}

bool rebuild_past(const struct rebuild_past *past, struct store *fresh, struct fault *fault)
{
    struct replaying replaying = {past->live, fresh, past->registry, past->size, NULL};
    int64_t count = 0;
    bool done = store_begin_write(fresh, fault) &&
                rebuild_create(fresh, register_house(past->registry), fault) &&
                ledger_open(fresh, &replaying.ledger, fault) &&
                ledger_begin(replaying.ledger, fault) && replay_until(&replaying, &count, fault) &&
                store_commit(fresh, fault);
    ledger_close(replaying.ledger);
    return done &&
           (count == past->size || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

/* -- comparing -- */

static struct text cell_words(struct arena *arena, struct cell cell)
{
    switch (cell.kind) {
    case CELL_NULL: return TEXT("null");
    case CELL_INT: return text_format(arena, "%lld", (long long)cell.integer);
    default: return text_copy(arena, cell.text);
    }
}

static struct text row_words(struct arena *arena, const struct store_rows *rows)
{
    struct buffer out = buffer_open(arena, 128);
    int columns = store_column_count(rows);
    for (int i = 0; i < columns; i++) {
        buffer_add(&out, i == 0 ? TEXT_NONE : TEXT(" | "));
        buffer_add(&out, cell_words(arena, store_cell(rows, i)));
    }
    return buffer_text(&out);
}

static bool same_cell(struct cell a, struct cell b)
{
    return a.kind == b.kind &&
           (a.kind == CELL_NULL ||
            (a.kind == CELL_INT ? a.integer == b.integer : text_equal(a.text, b.text)));
}

static bool same_row(const struct store_rows *a, const struct store_rows *b)
{
    int columns = store_column_count(a);
    bool same = columns == store_column_count(b);
    for (int i = 0; i < columns && same; i++) {
        same = same_cell(store_cell(a, i), store_cell(b, i));
    }
    return same;
}

/* Walks both tables side by side; stops at the first row that differs. */
static void walk(struct arena *arena, struct store_rows *live, struct store_rows *fresh,
                 struct rebuild_difference *out)
{
    for (int64_t row = 1; !out->found; row++) {
        bool a = store_next(live);
        bool b = store_next(fresh);
        if (!a && !b) {
            return;
        }
        out->rows += a;
        if (a != b || !same_row(live, fresh)) {
            out->found = true;
            out->row = row;
            out->live = a ? row_words(arena, live) : TEXT_NONE;
            out->fresh = b ? row_words(arena, fresh) : TEXT_NONE;
        }
    }
}

struct comparing {
    struct arena *arena;
    struct store *live;
    struct store *fresh;
};

static bool compare_table(const struct comparing *with, const struct store_table *table,
                          struct rebuild_difference *out, struct fault *fault)
{
    const struct statement *statement = store_table_read(with->arena, table);
    struct store_rows live, fresh;
    if (!store_query(with->live, statement, NO_CELLS, &live, fault)) {
        return false;
    }
    if (!store_query(with->fresh, statement, NO_CELLS, &fresh, fault)) {
        (void)!store_done(&live, fault);
        return false;
    }
    walk(with->arena, &live, &fresh, out);
    out->table = table->name;
    bool both = store_done(&live, fault);
    return store_done(&fresh, fault) && both;
}

static bool compare_all(struct comparing *with, const struct house *house,
                        struct rebuild_difference *out, struct fault *fault)
{
    for (size_t i = 0; i < house->room_count && !out->found; i++) {
        if (!has_tables(house->rooms[i]) || house->rooms[i]->is_derived) {
            continue;
        }
        struct store_tables tables = store_tables_of_schema(with->arena, &house->rooms[i]->schema);
        for (size_t t = 0; t < tables.count && !out->found; t++) {
            if (!compare_table(with, &tables.items[t], out, fault)) {
                return false;
            }
        }
    }
    return true;
}

bool rebuild_check(struct arena *arena, const struct rebuild_check *check,
                   struct rebuild_difference *out, struct fault *fault)
{
    const struct house *house = register_house(check->registry);
    struct comparing with = {arena, check->live, check->fresh};
    int64_t replayed = 0;
    *out = (struct rebuild_difference){.found = false};
    /* Ledger and tables of one moment: a service may be writing meanwhile. */
    bool own = !store_in_transaction(check->live);
    if (own && !store_begin_read(check->live, fault)) {
        return false;
    }
    bool done = store_begin_write(check->fresh, fault) &&
                rebuild_create(check->fresh, house, fault) &&
                replay(check->live, check->fresh, check->registry, &replayed, fault) &&
                store_commit(check->fresh, fault) && compare_all(&with, house, out, fault);
    if (own) {
        store_rollback(check->live);
    }
    return done;
}

bool rebuild_check_at(struct arena *arena, struct text database, const struct registry *registry,
                      struct rebuild_difference *out, struct fault *fault)
{
    struct store_options reading = {
        .path = database, .read_only = true, .must_exist = true, .statement_ms = -1};
    struct store_options memory = {.path = TEXT(":memory:")};
    struct rebuild_check check = {.registry = registry};
    bool done =
        store_open(&reading, &check.live, fault) && store_open(&memory, &check.fresh, fault) &&
        store_migrate(check.fresh, store_facts, fault) && rebuild_check(arena, &check, out, fault);
    store_close(check.live);
    store_close(check.fresh);
    return done;
}
