#include "installation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/arena.h"
#include "roof/setup.h"
#include "room/file/file.h"

/* The passwords that setup prints are of no interest here. */
static bool set_up_silently(const struct setup_options *options, struct fault *fault)
{
    FILE *out = stdout;
    stdout = fopen("/dev/null", "w");
    bool made = setup(options, fault);
    fclose(stdout);
    stdout = out;
    return made;
}

/* As if two files had been uploaded; one of them under two names. */
static void add_files(struct installation *all)
{
    static const char *const words[] = {"the first file", "the second file", "the second file"};
    struct store *store = installation_store(all, all->from);
    for (int i = 0; i < 3; i++) {
        struct text bytes = text_of(words[i]);
        struct file_content content = {file_digest(all->arena, bytes), bytes, 1};
        assert_true(file_content_write(store, &content, &all->fault));
        struct text sql = text_format(
            all->arena,
            "insert into file(id, project, name, media, size, digest, kept_on, kept_by, kept_role,"
            " scan, replaces, replaced_by, first, version, behalf)"
            " values(%d,1,'n.pdf','application/pdf',%zu,'%s','2026-01-01',1,'','none',0,0,%d,1,'')",
            900000 + i, bytes.len, content.digest.at, 900000 + i);
        assert_true(store_script(store, sql.at, &all->fault));
    }
    store_close(store);
}

void installation_open(struct installation *all, bool is_demo)
{
    memset(all, 0, sizeof *all);
    place_open(&all->place);
    all->arena = arena_open((size_t)64 << 20, (size_t)2 << 30);
    all->from_home = place_path(&all->place, "from");
    all->from = place_path(&all->place, "from/liandong.db");
    assert_int_equal(mkdir(all->from_home.at, 0700), 0);
    struct setup_options options = {.database = all->from,
                                    .home = all->from_home,
                                    .pack = SAMPLE_CITY,
                                    .is_demo = is_demo,
                                    .today = CIVIL_DATE_NONE};
    if (!set_up_silently(&options, &all->fault)) {
        fail_msg("%s", fault_sentence(all->arena, &all->fault, LANGUAGE_EN).at);
    }
    if (!is_demo) {
        add_files(all);
    }
    installation_new_target(all, "to");
}

void installation_close(struct installation *all)
{
    place_close(&all->place);
    arena_close(all->arena);
}

void installation_new_target(struct installation *all, const char *name)
{
    all->to_home = place_path(&all->place, name);
    assert_int_equal(mkdir(all->to_home.at, 0700), 0);
    all->to = place_server() != NULL
                  ? place_database(&all->place, name)
                  : text_format(all->place.arena, "%s/liandong.db", all->to_home.at);
}

struct move_options installation_options(const struct installation *all)
{
    return (struct move_options){.from = all->from,
                                 .to = all->to,
                                 .from_home = all->from_home,
                                 .to_home = all->to_home,
                                 .batch = 20};
}

bool installation_move(struct installation *all, const struct move_options *options)
{
    all->fault = (struct fault){.code = FAULT_NONE};
    bool moved = move_run(all->arena, options, &all->report, &all->fault);
    assert_true(moved == (all->fault.code == FAULT_NONE));
    return moved;
}

struct store *installation_store(const struct installation *all, struct text database)
{
    struct store *store = NULL;
    struct fault fault = {.code = FAULT_NONE};
    struct store_options options = {.path = database};
    if (!store_open(&options, &store, &fault)) {
        fail_msg("%s", fault_sentence(all->arena, &fault, LANGUAGE_EN).at);
    }
    return store;
}

void installation_script(struct installation *all, struct text database, const char *sql)
{
    struct store *store = installation_store(all, database);
    struct fault fault = {.code = FAULT_NONE};
    if (!store_script(store, sql, &fault)) {
        fail_msg("%s", fault_sentence(all->arena, &fault, LANGUAGE_EN).at);
    }
    store_close(store);
}

enum store_standing installation_standing(struct installation *all)
{
    struct store *store = installation_store(all, all->to);
    struct fault fault = {.code = FAULT_NONE};
    enum store_standing standing = STORE_MADE;
    int64_t newest = 0;
    assert_true(store_keep_books(store, &fault));
    assert_true(store_standing_of(store, &standing, &newest, &fault));
    store_close(store);
    return standing;
}
