#include "store/migrate.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

/* The store's own two tables, made before all others. */
static const char bookkeeping[] =
    "create table if not exists store_migration (number integer primary key, name text not null);"
    "create table if not exists store_schema (name text primary key, version integer not null,"
    " ddl text not null);"
    "create table if not exists store_lock (key integer primary key);";

/* 1,000,000 is the mark of a filling: no migration will ever have this number. */
static const struct statement migration_newest = {
    "migration_newest",
    "select coalesce(max(number), 0) from store_migration where number < 1000000"};
static const struct statement filling_find = {
    "filling_find", "select count(*) from store_migration where number = 1000000"};
static const struct statement filling_add = {
    "filling_add", "insert into store_migration (number, name) values (1000000, 'being filled')"
                   " on conflict (number) do nothing"};
static const struct statement filling_remove = {
    "filling_remove", "delete from store_migration where number = 1000000"};
static const struct statement migrations_forget = {
    "migrations_forget", "delete from store_migration where number < 1000000"};
static const struct statement schema_all = {"schema_all",
                                            "select ddl from store_schema order by name"};
static const struct statement schemas_forget = {"schemas_forget", "delete from store_schema"};

static const struct statement migration_add = {
    "migration_add", "insert into store_migration (number, name) values ($1, $2)"};

static const struct statement schema_find = {"schema_find", "select version, ddl from store_schema"
                                                            " where name = $1"};

static const struct statement schema_put = {
    "schema_put", "insert into store_schema (name, version, ddl) values ($1, $2, $3)"
                  " on conflict (name) do update set version = excluded.version,"
                  " ddl = excluded.ddl"};

/* -- facts -- */

static bool run_migration(struct store *store, const struct store_migration *migration,
                          struct fault *fault)
{
    if (!store_begin_write(store, fault)) {
        return false;
    }
    bool fine =
        store_script(store, migration->sql, fault) &&
        store_run(store, &migration_add,
                  CELLS(cell_int(migration->number), cell_text(text_of(migration->name))), fault);
    if (!fine) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}

static bool refuse_newer(int64_t newest, size_t known, struct fault *fault)
{
    char has[24];
    char knows[24];
    snprintf(has, sizeof has, "%lld", (long long)newest);
    snprintf(knows, sizeof knows, "%zu", known);
    return fault_raise(fault, FAULT_STORE_TOO_NEW, TEXT_NONE,
                       FAULT_ARGS(text_of(has), text_of(knows)));
}

static bool run_all(struct store *store, struct store_migrations migrations, struct fault *fault)
{
    int64_t newest = 0;
    if (!store_query_int(store, &migration_newest, NO_CELLS, &newest, fault)) {
        return false;
    }
    if (newest > (int64_t)migrations.count) {
        return refuse_newer(newest, migrations.count, fault);
    }
    for (size_t i = (size_t)newest; i < migrations.count; i++) {
        ensure(migrations.list[i].number == (int)i + 1);
        if (!run_migration(store, &migrations.list[i], fault)) {
            return false;
        }
    }
    return true;
}

bool store_migrate(struct store *store, struct store_migrations migrations, struct fault *fault)
{
    int64_t filling = 0;
    if (!store_script(store, bookkeeping, fault) ||
        !store_query_int(store, &filling_find, NO_CELLS, &filling, fault)) {
        return false;
    }
    if (filling > 0) {
        return fault_raise(fault, FAULT_STORE_HALF_MOVED, TEXT_NONE, FAULT_NO_ARGS);
    }
    return run_all(store, migrations, fault);
}

/* -- views -- */

bool store_schema_is_current(struct store *store, const struct store_schema *schema, bool *out,
                             struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &schema_find, CELLS(cell_text(text_of(schema->name))), &rows, fault)) {
        return false;
    }
    bool current = store_next(&rows) && store_int(&rows, 0) == schema->version &&
                   text_is(store_cell(&rows, 1).text, schema->ddl);
    if (!store_done(&rows, fault)) {
        return false;
    }
    *out = current;
    return true;
}

/* Skips `word` and the white space behind it, if it stands at the beginning. */
static bool skip_word(struct text *rest, const char *word)
{
    if (!text_starts_with(*rest, text_of(word))) {
        return false;
    }
    size_t len = strlen(word);
    *rest = text_trim(text_slice(*rest, len, rest->len - len));
    return true;
}

/* The name of the table if the text begins behind a "create", else empty. */
static struct text table_name(struct text rest)
{
    skip_word(&rest, "virtual");
    if (!skip_word(&rest, "table")) {
        return TEXT_NONE;
    }
    skip_word(&rest, "if not exists");
    size_t len = 0;
    while (len < rest.len && (strchr("_0123456789", rest.at[len]) != NULL ||
                              (rest.at[len] >= 'a' && rest.at[len] <= 'z'))) {
        len++;
    }
    return text_slice(rest, 0, len);
}

/* Our DDL is written in lower case (README.md), so that this search is all the parsing it takes. */
static struct store_names tables_of(struct arena *arena, struct text ddl)
{
    struct text *items = arena_array(arena, struct text, ddl.len / sizeof "create table" + 1);
    size_t count = 0;
    for (size_t at = text_find(ddl, TEXT("create")); at != SIZE_MAX;
         at = text_find(ddl, TEXT("create"))) {
        ddl = text_slice(ddl, at + 6, ddl.len - at - 6);
        struct text name = table_name(text_trim(ddl));
        if (!text_is_empty(name)) {
            items[count++] = name;
        }
    }
    return (struct store_names){items, count};
}

struct store_names store_schema_tables(struct arena *arena, const struct store_schema *schema)
{
    return tables_of(arena, text_of(schema->ddl));
}

static bool drop_tables(struct arena *arena, struct store *store, struct text ddl,
                        struct fault *fault)
{
    struct store_names tables = tables_of(arena, ddl);
    for (size_t i = 0; i < tables.count; i++) {
        struct text sql =
            text_format(arena, "drop table if exists %.*s", TEXT_ARG(tables.items[i]));
        if (!store_script(store, sql.at, fault)) {
            return false;
        }
    }
    return true;
}

/* The text the schema had when its tables were made; empty when there are none. */
static bool recorded_ddl(struct arena *arena, struct store *store, const char *name,
                         struct text *out, struct fault *fault)
{
    struct store_rows rows;
    struct text ddl = TEXT_NONE;
    if (!store_query(store, &schema_find, CELLS(cell_text(text_of(name))), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        ddl = store_text(arena, &rows, 1);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    *out = ddl;
    return true;
}

static bool make_tables(struct arena *arena, struct store *store, const struct store_schema *schema,
                        struct fault *fault)
{
    struct text old = TEXT_NONE;
    return recorded_ddl(arena, store, schema->name, &old, fault) &&
           drop_tables(arena, store, old, fault) && store_script(store, schema->ddl, fault) &&
           store_run(store, &schema_put,
                     CELLS(cell_text(text_of(schema->name)), cell_int(schema->version),
                           cell_text(text_of(schema->ddl))),
                     fault);
}

bool store_schema_create(struct store *store, const struct store_schema *schema,
                         struct fault *fault)
{
    ensure(store_in_transaction(store));
    struct arena *arena = arena_open(1 << 20, 16 << 20);
    bool fine = make_tables(arena, store, schema, fault);
    arena_close(arena);
    return fine;
}

/* -- filling -- */

bool store_keep_books(struct store *store, struct fault *fault)
{
    return store_script(store, bookkeeping, fault);
}

bool store_standing_of(struct store *store, enum store_standing *out, int64_t *out_newest,
                       struct fault *fault)
{
    int64_t filling = 0;
    int64_t newest = 0;
    if (!store_query_int(store, &filling_find, NO_CELLS, &filling, fault) ||
        !store_query_int(store, &migration_newest, NO_CELLS, &newest, fault)) {
        return false;
    }
    *out = filling > 0 ? STORE_HALF : newest > 0 ? STORE_MADE : STORE_NEW;
    *out_newest = newest;
    return true;
}

/* What stands in store_schema, one text behind the other. */
static bool recorded_all(struct arena *arena, struct store *store, struct text *out,
                         struct fault *fault)
{
    struct store_rows rows;
    struct buffer all = buffer_open(arena, 4096);
    if (!store_query(store, &schema_all, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        buffer_add(&all, store_cell(&rows, 0).text);
        buffer_add_char(&all, '\n');
    }
    *out = buffer_text(&all);
    return store_done(&rows, fault);
}

/* Only what is recorded as made by this program: other tables of the same database stay. */
static bool drop_recorded(struct arena *arena, struct store *store,
                          struct store_migrations migrations, struct fault *fault)
{
    struct text views = TEXT_NONE;
    int64_t newest = 0;
    if (!recorded_all(arena, store, &views, fault) || !drop_tables(arena, store, views, fault) ||
        !store_query_int(store, &migration_newest, NO_CELLS, &newest, fault)) {
        return false;
    }
    if (newest > (int64_t)migrations.count) {
        return refuse_newer(newest, migrations.count, fault);
    }
    for (size_t i = 0; i < (size_t)newest; i++) {
        if (!drop_tables(arena, store, text_of(migrations.list[i].sql), fault)) {
            return false;
        }
    }
    return store_run(store, &schemas_forget, NO_CELLS, fault) &&
           store_run(store, &migrations_forget, NO_CELLS, fault);
}

static bool clear(struct store *store, struct store_migrations migrations, struct fault *fault)
{
    if (!store_begin_write(store, fault)) {
        return false;
    }
    struct arena *arena = arena_open(1 << 20, 64 << 20);
    bool cleared = store_run(store, &filling_add, NO_CELLS, fault) &&
                   drop_recorded(arena, store, migrations, fault);
    arena_close(arena);
    if (!cleared) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}

bool store_fill_begin(struct store *store, struct store_migrations migrations, struct fault *fault)
{
    return clear(store, migrations, fault) && run_all(store, migrations, fault);
}

bool store_fill_end(struct store *store, struct fault *fault)
{
    if (!store_begin_write(store, fault)) {
        return false;
    }
    if (!store_run(store, &filling_remove, NO_CELLS, fault)) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}
