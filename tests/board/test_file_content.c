#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "room/file/file_store.h"
#include "world.h"

/* Where the bytes of a file are: in a folder beside a database in a file, in the database itself
 * where nodes share it. The claims are the same; LIANDONG_TEST_DB chooses which. */

#define PDF                                                                                        \
    TEXT("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 "                \
         "R>>\nstartxref\n9\n%%EOF\n")

#define HOUR ((int64_t)3600000)

static const struct statement contents = {"test_contents", "select count(*) from file_content"};
static const struct statement content_is_there = {
    "test_content_is_there", "select count(*) from file_content where digest=$1"};

static struct world world;

static int open_world(void **state)
{
    (void)state;
    world_open(&world);
    const char *folder = place_path(&world.place, "files").at;
    return file_set_directory(folder, &world.fault) ? 0 : -1;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&world);
    return 0;
}

static int64_t upload(struct text bytes, struct file_keep *out)
{
    struct actor actor = world_actor(&world, NAVIGATOR);
    struct view_run run = world_view(&world, &actor, world.project);
    assert_true(file_accept(&run, TEXT("意见.pdf"), bytes, out, &world.fault));
    return world_give(&world, NAVIGATOR, "file.keep", world.project, out);
}

static bool download(struct store *store, int64_t id, struct file_download *out)
{
    struct actor actor = world_actor(&world, ENTERPRISE);
    struct view_run run = world_view(&world, &actor, id);
    run.store = store;
    world.fault = (struct fault){.code = FAULT_NONE};
    return file_open_for(&run, out, &world.fault);
}

static void what_one_node_takes_in_another_gives_out(void **state)
{
    (void)state;
    struct file_keep fields;
    struct file_download file;
    int64_t id = upload(PDF, &fields);
    struct store *other = place_store(&world.place, "world.db");
    assert_true(download(other, id, &file));
    assert_true(text_equal(file.bytes, PDF));
    store_close(other);
}

static void only_a_shared_database_holds_contents(void **state)
{
    (void)state;
    struct file_keep fields;
    (void)upload(PDF, &fields);
    (void)upload(PDF, &fields);
    assert_int_equal(number_in(world.store, &contents), store_is_shared(world.store) ? 1 : 0);
}

static void damage(struct text digest)
{
    if (store_is_shared(world.store)) {
        assert_true(store_script(world.store,
                                 "update file_content set bytes=overlay(bytes placing"
                                 " cast('!' as blob) from 3)",
                                 &world.fault));
        return;
    }
    struct text path =
        text_format(world.arena, "%s/files/%.2s/%s", world.place.folder, digest.at, digest.at + 2);
    FILE *file = fopen(path.at, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 2, SEEK_SET), 0);
    assert_int_equal(fputc('!', file), '!');
    assert_int_equal(fclose(file), 0);
}

static void damaged_content_is_not_given_out(void **state)
{
    (void)state;
    struct file_keep fields;
    struct file_download file;
    int64_t id = upload(PDF, &fields);
    damage(fields.digest);
    assert_false(download(world.store, id, &file));
    assert_fault(world.fault, FAULT_FILE_GONE);
}

static void content_that_is_not_there_is_said_to_be_gone(void **state)
{
    (void)state;
    struct text bytes;
    struct file_asked asked = {file_digest(world.arena, TEXT("nobody kept this")), 16};
    assert_false(file_content_read(world.arena, world.store, &asked, &bytes, &world.fault));
    assert_fault(world.fault, FAULT_FILE_GONE);
}

static void the_largest_file_goes_in_and_comes_back(void **state)
{
    (void)state;
    char *bytes = arena_alloc_raw(world.arena, FILE_SIZE_MAX);
    uint64_t number = 88172645463325252u;
    for (size_t i = 0; i < FILE_SIZE_MAX; i++) {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        bytes[i] = (char)number;
    }
    struct text whole = {bytes, FILE_SIZE_MAX};
    struct file_content content = {file_digest(world.arena, whole), whole, world.now};
    struct file_asked asked = {content.digest, FILE_SIZE_MAX};
    struct text back;
    assert_true(file_content_write(world.store, &content, &world.fault));
    assert_true(file_content_read(world.arena, world.store, &asked, &back, &world.fault));
    assert_true(text_equal(back, whole));
}

static struct text keep(const char *words, int64_t kept_at)
{
    struct file_content content = {file_digest(world.arena, text_of(words)), text_of(words),
                                   kept_at};
    assert_true(file_store_keep(world.store, &content, &world.fault));
    return content.digest;
}

static bool is_there(struct text digest)
{
    int64_t count = 0;
    assert_true(store_query_int(world.store, &content_is_there, CELLS(cell_text(digest)), &count,
                                &world.fault));
    return count == 1;
}

static int64_t sweep(int64_t before)
{
    int64_t removed = -1;
    assert_true(file_sweep_shared(world.store, before, &removed, &world.fault));
    return removed;
}

static void the_sweep_takes_what_is_old_and_unwanted_alone(void **state)
{
    (void)state;
    struct file_keep fields;
    (void)upload(PDF, &fields);
    struct file_content wanted = {fields.digest, PDF, world.now - 48 * HOUR};
    assert_true(file_store_keep(world.store, &wanted, &world.fault));
    struct text old = keep("an upload whose command never came", world.now - 25 * HOUR);
    struct text young = keep("an upload under way", world.now - HOUR);
    assert_int_equal(sweep(world.now - 24 * HOUR), 1);
    assert_false(is_there(old));
    assert_true(is_there(young));
    assert_true(is_there(fields.digest));
    assert_int_equal(sweep(world.now - 24 * HOUR), 0);
}

static void the_same_content_again_is_young_again(void **state)
{
    (void)state;
    struct text again = keep("sent twice", world.now - 48 * HOUR);
    (void)keep("sent twice", world.now);
    assert_int_equal(sweep(world.now - 24 * HOUR), 0);
    assert_true(is_there(again));
}

static void the_start_sweeps_nothing_that_another_node_may_be_taking_in(void **state)
{
    (void)state;
    int64_t removed = -1;
    if (!store_is_shared(world.store)) {
        skip();
    }
    struct text digest = keep("an upload under way elsewhere", world.now);
    assert_true(file_sweep(world.store, &removed, &world.fault));
    assert_int_equal(removed, 0);
    assert_true(is_there(digest));
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, open_world, close_world)
    const struct CMUnitTest tests[] = {
        T(what_one_node_takes_in_another_gives_out),
        T(only_a_shared_database_holds_contents),
        T(damaged_content_is_not_given_out),
        T(content_that_is_not_there_is_said_to_be_gone),
        T(the_largest_file_goes_in_and_comes_back),
        T(the_sweep_takes_what_is_old_and_unwanted_alone),
        T(the_same_content_again_is_young_again),
        T(the_start_sweeps_nothing_that_another_node_may_be_taking_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
