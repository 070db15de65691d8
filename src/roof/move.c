#include "roof/move.h"

#include <string.h>

#include "app/register.h"
#include "base/arena.h"
#include "roof/boot.h"
#include "roof/move_files.h"
#include "roof/rooms.h"

/* Contents of files are carried one by one, to wherever the target keeps them. */
#define CONTENTS "file_content"

struct moving {
    struct arena *arena;
    const struct move_options *options;
    struct store *from, *to;
    struct store_tables tables;
    size_t facts; /* how many of the tables are facts */
    struct move_ends ends;
    struct move_report report;
};

static void tell(const struct moving *moving, struct text what, int64_t rows)
{
    if (moving->options->tell != NULL) {
        moving->options->tell(moving->options->context, what, rows);
    }
}

/* -- which tables -- */

static void add_tables(struct store_tables *all, struct store_tables more)
{
    for (size_t i = 0; i < more.count; i++) {
        if (!text_is(more.items[i].name, CONTENTS)) {
            all->items[all->count++] = more.items[i];
        }
    }
}

struct store_tables move_tables(struct arena *arena, size_t *out_facts)
{
    struct store_tables all = {arena_array(arena, struct store_table, 512), 0};
    add_tables(&all, store_tables_of_facts(arena, store_facts));
    *out_facts = all.count;
    for (size_t i = 0; i < the_house.room_count; i++) {
        if (the_house.rooms[i]->schema.ddl != NULL) {
            ensure(all.count < 512 - 128);
            add_tables(&all, store_tables_of_schema(arena, &the_house.rooms[i]->schema));
        }
    }
    return all;
}

/* -- the source -- */

static bool views_are_current(struct moving *moving, struct fault *fault)
{
    for (size_t i = 0; i < the_house.room_count; i++) {
        const struct store_schema *schema = &the_house.rooms[i]->schema;
        bool current = true;
        if (schema->ddl != NULL &&
            !store_schema_is_current(moving->from, schema, &current, fault)) {
            return false;
        }
        if (!current) {
            return fault_raise(fault, FAULT_MOVE_SOURCE_OLD, TEXT_NONE,
                               FAULT_ARGS(text_of(schema->name)));
        }
    }
    return true;
}

static bool source_is_made(struct moving *moving, struct fault *fault)
{
    enum store_standing standing = STORE_NEW;
    struct fault why = {.code = FAULT_NONE};
    int64_t newest = 0;
    if (!store_standing_of(moving->from, &standing, &newest, &why) &&
        (store_is_broken(moving->from) || why.code != FAULT_STORE_FAILED)) {
        *fault = why;
        return false;
    }
    if (standing == STORE_HALF) {
        return fault_raise(fault, FAULT_STORE_HALF_MOVED, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct text shown = store_path_shown(moving->arena, moving->options->from);
    if (standing == STORE_NEW) {
        return fault_raise(fault, FAULT_MOVE_SOURCE_NEW, TEXT_NONE, FAULT_ARGS(shown));
    }
    struct text numbers =
        text_format(moving->arena, "%lld / %zu", (long long)newest, store_facts.count);
    return newest == (int64_t)store_facts.count ||
           fault_raise(fault, FAULT_MOVE_SOURCE_OLD, TEXT_NONE, FAULT_ARGS(numbers));
}

static bool open_source(struct moving *moving, struct fault *fault)
{
    struct store_options reading = {.path = moving->options->from,
                                    .read_only = true,
                                    .must_exist = true,
                                    .statement_ms = -1,
                                    .faults = moving->options->faults};
    return store_open(&reading, &moving->from, fault) && source_is_made(moving, fault) &&
           store_begin_read(moving->from, fault) && views_are_current(moving, fault);
}

/* -- the target -- */

/* A database that was made but never used may be filled as well. */
static bool has_rows(struct moving *moving, struct text *out, struct fault *fault)
{
    *out = TEXT_NONE;
    struct store_tables facts = store_tables_of_facts(moving->arena, store_facts);
    for (size_t i = 0; i < facts.count && out->len == 0; i++) {
        int64_t count = 0;
        if (!store_query_int(moving->to, store_table_count(moving->arena, &facts.items[i]),
                             NO_CELLS, &count, fault)) {
            return false;
        }
        if (count > 0) {
            *out = facts.items[i].name;
        }
    }
    return true;
}

static bool target_is_free(struct moving *moving, struct fault *fault)
{
    enum store_standing standing = STORE_MADE;
    int64_t newest = 0;
    struct text used = TEXT("store_migration");
    if (!store_standing_of(moving->to, &standing, &newest, fault)) {
        return false;
    }
    if (standing != STORE_MADE) {
        return true;
    }
    if (newest == (int64_t)store_facts.count && !has_rows(moving, &used, fault)) {
        return false;
    }
    struct text shown = store_path_shown(moving->arena, moving->options->to);
    return used.len == 0 ||
           fault_raise(fault, FAULT_MOVE_TARGET_USED, TEXT_NONE, FAULT_ARGS(shown, used));
}

/* Neither a program that starts nor another move works on it at the same time. */
static bool hold_target(struct moving *moving, struct fault *fault)
{
    bool held = false;
    return store_hold(moving->to, BOOT_START_LOCK, &held, fault) &&
           (held || fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS));
}

static bool create_views(struct moving *moving, struct fault *fault)
{
    if (!store_begin_write(moving->to, fault)) {
        return false;
    }
    for (size_t i = 0; i < the_house.room_count; i++) {
        const struct store_schema *schema = &the_house.rooms[i]->schema;
        if (schema->ddl != NULL && !store_schema_create(moving->to, schema, fault)) {
            store_rollback(moving->to);
            return false;
        }
    }
    return store_commit(moving->to, fault);
}

static bool open_target(struct moving *moving, struct fault *fault)
{
    struct store_options writing = {
        .path = moving->options->to, .statement_ms = -1, .faults = moving->options->faults};
    return store_open(&writing, &moving->to, fault) && hold_target(moving, fault) &&
           store_keep_books(moving->to, fault) && target_is_free(moving, fault);
}

/* -- copying -- */

struct telling {
    const struct moving *moving;
    struct text table;
};

static void tell_batch(void *context, int64_t rows)
{
    const struct telling *telling = context;
    tell(telling->moving, telling->table, rows);
}

static bool copy_tables(struct moving *moving, struct fault *fault)
{
    struct move_report *report = &moving->report;
    report->tables = arena_array(moving->arena, struct move_table, moving->tables.count);
    for (size_t i = 0; i < moving->tables.count; i++) {
        const struct store_table *table = &moving->tables.items[i];
        struct telling telling = {moving, table->name};
        struct table_copy copy = {moving->from, moving->to, moving->options->batch, tell_batch,
                                  &telling};
        struct move_table *moved = &report->tables[report->table_count++];
        moved->name = table->name;
        if (!table_copy_rows(moving->arena, &copy, table, &moved->sum, fault)) {
            return false;
        }
        report->rows += moved->sum.rows;
    }
    return true;
}

static bool copy_files(struct moving *moving, struct fault *fault)
{
    struct move_files files = {0, 0};
    if (!move_copy_files(&moving->ends, &files, fault)) {
        return false;
    }
    moving->report.files = files.count;
    moving->report.file_bytes = files.bytes;
    tell(moving, TEXT("files"), files.count);
    return true;
}

static bool fill(struct moving *moving, struct fault *fault)
{
    struct ledger *ledger = NULL;
    if (!ledger_open(moving->from, &ledger, fault)) {
        return false;
    }
    moving->report.entries = ledger_size(ledger);
    moving->report.root = ledger_root(ledger);
    ledger_close(ledger);
    return store_fill_begin(moving->to, store_facts, fault) && create_views(moving, fault) &&
           store_grow(moving->to, moving->report.entries, fault) && copy_tables(moving, fault) &&
           copy_files(moving, fault);
}

/* -- checking -- */

static bool unequal(struct text what, struct fault *fault)
{
    return fault_raise(fault, FAULT_MOVE_UNEQUAL, TEXT_NONE, FAULT_ARGS(what));
}

static bool check_tables(struct moving *moving, struct fault *fault)
{
    for (size_t i = 0; i < moving->tables.count; i++) {
        struct table_sum sum;
        const struct move_table *moved = &moving->report.tables[i];
        if (!table_sum_up(moving->arena, moving->to, &moving->tables.items[i], &sum, fault)) {
            return false;
        }
        if (!table_sum_equal(&sum, &moved->sum)) {
            return unequal(moved->name, fault);
        }
    }
    return true;
}

static bool check_ledger(struct moving *moving, struct fault *fault)
{
    struct ledger_verify_options any = {0};
    struct ledger_report report;
    struct ledger_head theirs, ours;
    if (!ledger_verify(moving->to, &any, &report, fault)) {
        return false;
    }
    if (!report.is_sound) {
        struct text row = text_format(moving->arena, "%lld", (long long)report.row);
        return fault_raise(fault, FAULT_MOVE_LEDGER, TEXT_NONE,
                           FAULT_ARGS(text_of(report.table), row));
    }
    if (!ledger_head_current(moving->from, &theirs, fault) ||
        !ledger_head_current(moving->to, &ours, fault)) {
        return false;
    }
    moving->report.head_size = ours.size;
    bool same_head = theirs.size == ours.size &&
                     memcmp(theirs.root.bytes, ours.root.bytes, LEDGER_HASH_SIZE) == 0 &&
                     memcmp(theirs.signature, ours.signature, LEDGER_SIGNATURE_SIZE) == 0;
    bool same_root = report.entries == moving->report.entries &&
                     memcmp(report.root.bytes, moving->report.root.bytes, LEDGER_HASH_SIZE) == 0;
    return (same_head && same_root) || unequal(TEXT("ledger"), fault);
}

/* In a new snapshot: has anybody worked on the source since the old one was taken? */
static bool source_is_unchanged(struct moving *moving, struct fault *fault)
{
    store_rollback(moving->from);
    for (size_t i = 0; i < moving->facts; i++) {
        int64_t count = 0;
        if (!store_query_int(moving->from,
                             store_table_count(moving->arena, &moving->tables.items[i]), NO_CELLS,
                             &count, fault)) {
            return false;
        }
        if (count != moving->report.tables[i].sum.rows) {
            return fault_raise(fault, FAULT_MOVE_SOURCE_GREW, TEXT_NONE,
                               FAULT_ARGS(moving->tables.items[i].name));
        }
    }
    return true;
}

static bool check(struct moving *moving, struct fault *fault)
{
    tell(moving, TEXT("checking"), moving->report.rows);
    const struct move_options *options = moving->options;
    return check_tables(moving, fault) && move_check_files(&moving->ends, fault) &&
           check_ledger(moving, fault) &&
           (options->source_lives || source_is_unchanged(moving, fault)) &&
           (options->accept == NULL || options->accept(options->context, &moving->report, fault));
}

/* What a server must know of its tables before the first question comes. */
static bool settle(struct moving *moving, struct fault *fault)
{
    int64_t left = 0;
    return !store_is_shared(moving->to) ? store_checkpoint(moving->to, &left, fault)
                                        : store_script(moving->to, "analyze", fault);
}

static bool copy_keys(const struct move_options *options, struct fault *fault)
{
    bool apart_from = options->from_keys.len > 0, apart_to = options->to_keys.len > 0;
    return move_copy_keys(apart_from ? options->from_keys : options->from_home,
                          apart_to ? options->to_keys : options->to_home, fault);
}

static bool move_all(struct moving *moving, struct fault *fault)
{
    const struct move_options *options = moving->options;
    int64_t begun = boot_now(NULL);
    if (!open_source(moving, fault) || !copy_keys(options, fault) || !open_target(moving, fault)) {
        return false;
    }
    moving->ends =
        (struct move_ends){moving->from, moving->to, options->from_home, options->to_home, begun};
    if (!fill(moving, fault)) {
        return false;
    }
    int64_t copied = boot_now(NULL);
    moving->report.copying_ms = copied - begun;
    if (!settle(moving, fault) || !check(moving, fault) || !store_fill_end(moving->to, fault)) {
        return false;
    }
    moving->report.checking_ms = boot_now(NULL) - copied;
    return true;
}

bool move_run(struct arena *arena, const struct move_options *options, struct move_report *out,
              struct fault *fault)
{
    struct moving moving = {.arena = arena, .options = options};
    moving.tables = move_tables(arena, &moving.facts);
    bool moved = move_all(&moving, fault);
    store_close(moving.from);
    store_close(moving.to);
    if (moved) {
        *out = moving.report;
    }
    return moved;
}
