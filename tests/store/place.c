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

void place_close(struct place *place)
{
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
        .path = place_path(place, name), .busy_timeout_ms = 50, .faults = faults};
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
    assert_true(store_query_int(store, statement, NO_CELLS, &number, &fault));
    return number;
}
