#include "store/table.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

#define TABLES_MAX 128

/* -- reading words -- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Takes the next word off the text; empty when none begins there. */
static struct text take_word(struct text *rest)
{
    struct text at = text_trim(*rest);
    size_t len = 0;
    while (len < at.len && is_word(at.at[len])) {
        len++;
    }
    *rest = text_slice(at, len, at.len - len);
    return text_slice(at, 0, len);
}

/* Takes the words off the text if it begins with all of them. */
static bool take_words(struct text *rest, const char *words)
{
    struct text wanted = text_of(words);
    struct text left = *rest;
    while (wanted.len > 0) {
        struct text word = text_cut(&wanted, ' ');
        if (!text_equal(take_word(&left), word)) {
            return false;
        }
    }
    *rest = left;
    return true;
}

/* How long the text is up to `end`, counted with it. */
static size_t length_to(struct text text, struct text end)
{
    size_t at = text_find(text, end);
    return at == SIZE_MAX ? text.len : at + end.len;
}

/* The DDL with a space for every comment and for what stands between quotes. */
static struct text bare(struct arena *arena, struct text ddl)
{
    struct buffer out = buffer_open(arena, ddl.len + 1);
    while (ddl.len > 0) {
        size_t len = 0;
        if (text_starts_with(ddl, TEXT("--"))) {
            len = length_to(ddl, TEXT("\n"));
        } else if (text_starts_with(ddl, TEXT("/*"))) {
            len = length_to(ddl, TEXT("*/"));
        } else if (ddl.at[0] == '\'') {
            len = 1 + length_to(text_slice(ddl, 1, ddl.len - 1), TEXT("'"));
        }
        buffer_add_char(&out, len > 0 ? ' ' : ddl.at[0]);
        len = len > 0 ? len : 1;
        ddl = text_slice(ddl, len, ddl.len - len);
    }
    return buffer_text(&out);
}

/* What stands up to `separator` outside brackets, cut off the text. */
static struct text take_to(struct text *rest, char separator)
{
    int depth = 0;
    size_t len = 0;
    while (len < rest->len && (rest->at[len] != separator || depth > 0)) {
        depth += (rest->at[len] == '(') - (rest->at[len] == ')');
        len++;
    }
    struct text taken = text_slice(*rest, 0, len);
    size_t cut = len < rest->len ? len + 1 : len;
    *rest = text_slice(*rest, cut, rest->len - cut);
    return taken;
}

/* What stands in the first brackets of the text. */
static struct text inside(struct text text)
{
    size_t open = text_find(text, TEXT("("));
    if (open == SIZE_MAX) {
        return TEXT_NONE;
    }
    struct text rest = text_slice(text, open + 1, text.len - open - 1);
    size_t len = 0;
    int depth = 1;
    while (len < rest.len && depth > 0) {
        depth += (rest.at[len] == '(') - (rest.at[len] == ')');
        len++;
    }
    return text_trim(text_slice(rest, 0, depth == 0 ? len - 1 : len));
}

/* -- tables -- */

static void add_column(struct arena *arena, struct store_table *table, struct text name)
{
    table->columns =
        table->column_count == 0
            ? text_copy(arena, name)
            : text_format(arena, "%.*s, %.*s", TEXT_ARG(table->columns), TEXT_ARG(name));
    table->column_count++;
}

/* A column or a condition on several, as it stands between two commas. */
static void read_line(struct arena *arena, struct store_table *table, struct text line)
{
    static const char *const conditions[] = {"unique", "check", "constraint", "foreign"};
    struct text rest = line;
    struct text first = take_word(&rest);
    if (text_is(first, "primary")) {
        table->key = text_copy(arena, inside(rest));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(conditions); i++) {
        if (text_is(first, conditions[i])) {
            return;
        }
    }
    add_column(arena, table, first);
    if (text_find(rest, TEXT("primary key")) != SIZE_MAX) {
        table->key = text_copy(arena, first);
    }
}

static struct store_table *find_table(const struct store_tables *tables, struct text name)
{
    for (size_t i = 0; i < tables->count; i++) {
        if (text_equal(tables->items[i].name, name)) {
            return &tables->items[i];
        }
    }
    return NULL;
}

static void create_table(struct arena *arena, struct store_tables *tables, struct text rest)
{
    (void)take_words(&rest, "if not exists");
    ensure(tables->count < TABLES_MAX);
    struct store_table *table = &tables->items[tables->count++];
    *table = (struct store_table){.name = text_copy(arena, take_word(&rest))};
    struct text lines = inside(rest);
    while (lines.len > 0) {
        read_line(arena, table, take_to(&lines, ','));
    }
}

static void alter_table(struct arena *arena, const struct store_tables *tables, struct text rest)
{
    struct store_table *table = find_table(tables, take_word(&rest));
    if (table != NULL && take_words(&rest, "add column")) {
        add_column(arena, table, take_word(&rest));
    }
}

static void drop_table(struct store_tables *tables, struct text rest)
{
    (void)take_words(&rest, "if exists");
    struct store_table *table = find_table(tables, take_word(&rest));
    if (table != NULL) {
        size_t behind = tables->count - (size_t)(table - tables->items) - 1;
        memmove(table, table + 1, behind * sizeof *table);
        tables->count--;
    }
}

static void read_ddl(struct arena *arena, struct store_tables *tables, const char *ddl)
{
    struct text rest = bare(arena, text_of(ddl));
    while (rest.len > 0) {
        struct text one = take_to(&rest, ';');
        if (take_words(&one, "create table")) {
            create_table(arena, tables, one);
        } else if (take_words(&one, "alter table")) {
            alter_table(arena, tables, one);
        } else if (take_words(&one, "drop table")) {
            drop_table(tables, one);
        }
    }
}

static struct store_tables open_tables(struct arena *arena)
{
    return (struct store_tables){arena_array(arena, struct store_table, TABLES_MAX), 0};
}

static void give_keys(const struct store_tables *tables)
{
    for (size_t i = 0; i < tables->count; i++) {
        struct store_table *table = &tables->items[i];
        table->key = table->key.len > 0 ? table->key : table->columns;
    }
}

struct store_tables store_tables_of_facts(struct arena *arena, struct store_migrations migrations)
{
    struct store_tables tables = open_tables(arena);
    for (size_t i = 0; i < migrations.count; i++) {
        read_ddl(arena, &tables, migrations.list[i].sql);
    }
    give_keys(&tables);
    return tables;
}

struct store_tables store_tables_of_schema(struct arena *arena, const struct store_schema *schema)
{
    struct store_tables tables = open_tables(arena);
    read_ddl(arena, &tables, schema->ddl);
    give_keys(&tables);
    return tables;
}

/* -- the two places where SQL is put together: from the names in the program's own DDL -- */

static const struct statement *statement_of(struct arena *arena, const char *name, struct text sql,
                                            bool is_large)
{
    struct statement *statement = arena_new(arena, struct statement);
    *statement = (struct statement){name, sql.at, is_large};
    return statement;
}

const struct statement *store_table_read(struct arena *arena, const struct store_table *table)
{
    struct text sql =
        text_format(arena, "select %.*s from %.*s order by %.*s", TEXT_ARG(table->columns),
                    TEXT_ARG(table->name), TEXT_ARG(table->key));
    return statement_of(arena, table->name.at, sql, true);
}

const struct statement *store_table_count(struct arena *arena, const struct store_table *table)
{
    struct text sql = text_format(arena, "select count(*) from %.*s", TEXT_ARG(table->name));
    return statement_of(arena, table->name.at, sql, false);
}
