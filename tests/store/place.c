#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "place.h"

void place_open(struct place *place)
{
    const char *base = getenv("TMPDIR");
    snprintf(place->folder, sizeof place->folder, "%s/liandong-test-XXXXXX",
             base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(place->folder));
    place->arena = arena_open(64 << 20, 256 << 20);
    place->schema_count = 0;
}

static void empty_folder(const char *folder)
{
    char path[512];
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (unlink(path) != 0) {
            empty_folder(path);
        }
    }
    closedir(entries);
    rmdir(folder);
}

/* -- on a server: a database is a schema of the server's one -- */

const char *place_server(void)
{
    const char *server = getenv("LIANDONG_TEST_DB");
    return server != NULL && server[0] != '\0' ? server : NULL;
}

/* Schemas are named after the folder, which is there once on this machine. */
static struct text schema_of(struct place *place, const char *name)
{
    const char *unique = strrchr(place->folder, '-') + 1;
    char *schema = arena_alloc(place->arena, 80);
    snprintf(schema, 80, "t_%s_%s", unique, name);
    for (char *c = schema; *c != '\0'; c++) {
        *c = *c == '.' ? '_' : *c >= 'A' && *c <= 'Z' ? (char)(*c + ('a' - 'A')) : *c;
    }
    return text_of(schema);
}

static void on_server(const char *sql)
{
    struct fault fault = {0};
    struct store *store = NULL;
    struct store_options options = {.path = text_of(place_server())};
    if (!store_open(&options, &store, &fault) || !store_script(store, sql, &fault)) {
        fail_msg("%s: %s", sql, fault.arguments[0]);
    }
    store_close(store);
}

struct text place_database(struct place *place, const char *name)
{
    const char *server = place_server();
    if (server == NULL) {
        return place_path(place, name);
    }
    struct text schema = schema_of(place, name);
    bool is_known = false;
    for (size_t i = 0; i < place->schema_count; i++) {
        is_known = is_known || text_equal(place->schemas[i], schema);
    }
    if (!is_known) {
        assert_true(place->schema_count < COUNT_OF(place->schemas));
        place->schemas[place->schema_count++] = schema;
        on_server(text_format(place->arena, "create schema %s", schema.at).at);
    }
    return text_format(place->arena, "%s%coptions=-csearch_path%%3D%s", server,
                       strchr(server, '?') == NULL ? '?' : '&', schema.at);
}

const struct statement *place_tables(void)
{
    static const struct statement of_file = {"place_tables",
                                             "select count(*) from sqlite_master"
                                             " where type = 'table' and name not like 'store%'"};
    static const struct statement of_server = {
        "place_tables", "select count(*) from pg_tables"
                        " where schemaname = current_schema() and tablename not like 'store%'"};
    return place_server() == NULL ? &of_file : &of_server;
}

static struct text quoted_hex(struct arena *arena, struct text bytes, const char *form)
{
    char *hex = arena_alloc(arena, 2 * bytes.len + 1);
    for (size_t i = 0; i < bytes.len; i++) {
        snprintf(hex + 2 * i, 3, "%02x", (unsigned char)bytes.at[i]);
    }
    size_t before = strcspn(form, "@");
    return text_format(arena, "%.*s%s%s", (int)before, form, hex, form + before + 1);
}

struct text place_bytes(struct arena *arena, struct text bytes)
{
    return quoted_hex(arena, bytes, place_server() == NULL ? "x'@'" : "cast('\\x@' as blob)");
}

struct text place_text(struct arena *arena, struct text bytes)
{
    return quoted_hex(arena, bytes,
                      place_server() == NULL ? "cast(x'@' as text)"
                                             : "convert_from('\\x@', 'UTF8')");
}

void place_close(struct place *place)
{
    for (size_t i = 0; i < place->schema_count; i++) {
        on_server(text_format(place->arena, "set client_min_messages=error; drop schema %s cascade",
                              place->schemas[i].at)
                      .at);
    }
    empty_folder(place->folder);
    arena_close(place->arena);
}

struct text place_path(struct place *place, const char *name)
{
    return text_format(place->arena, "%s/%s", place->folder, name);
}

struct store *place_faulty_store(struct place *place, const char *name, struct store_faults *faults,
                                 struct fault *fault)
{
    struct store *store = NULL;
    struct store_options options = {
        .path = place_database(place, name), .busy_timeout_ms = 50, .faults = faults};
    return store_open(&options, &store, fault) ? store : NULL;
}

struct store *place_store(struct place *place, const char *name)
{
    struct fault fault = {0};
    struct store *store = place_faulty_store(place, name, NULL, &fault);
    assert_non_null(store);
    return store;
}

int64_t number_in(struct store *store, const struct statement *statement)
{
    struct fault fault = {0};
    int64_t number = -1;
    if (!store_query_int(store, statement, NO_CELLS, &number, &fault)) {
        fail_msg("%s", fault.arguments[0]);
    }
    return number;
}
