#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "app/city.h"
#include "base/arena.h"
#include "installation.h"
#include "roof/boot.h"

/* An installation goes from one database into another and back, and is the same; and the cases in
 * which it must not go. With LIANDONG_TEST_DB the other database is PostgreSQL. */

static struct installation all;

static int open_demo(void **state)
{
    (void)state;
    installation_open(&all, true);
    return 0;
}

static int open_small(void **state)
{
    (void)state;
    installation_open(&all, false);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    installation_close(&all);
    return 0;
}

static void move_now(void)
{
    struct move_options options = installation_options(&all);
    if (!installation_move(&all, &options)) {
        fail_msg("%s", fault_sentence(all.arena, &all.fault, LANGUAGE_EN).at);
    }
}

static void refuse_with(const struct move_options *options, enum fault_code code)
{
    assert_false(installation_move(&all, options));
    assert_fault(all.fault, code);
}

/* -- what arrives -- */

/* Every view of the house, asked about one project on behalf of the system. */
static void ask_all(const struct boot *boot, int64_t id, int64_t now, struct buffer *out)
{
    const struct house *house = register_house(boot->registry);
    struct actor system = {.role = ROLE_SYSTEM,
                           .name = TEXT_NONE,
                           .org = TEXT_NONE,
                           .district = city_code(boot->city)};
    struct text number = text_format(all.arena, "%lld", (long long)id);
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->view_count; i++) {
            const struct view_kind *kind = &house->rooms[r]->views[i];
            struct fault fault = {.code = FAULT_NONE};
            void *query = kind->query == NULL ? NULL : arena_alloc(all.arena, kind->query->size);
            if (query != NULL) {
                field_clear(kind->query, query);
            }
            struct view_run run = {.arena = all.arena,
                                   .store = boot->store,
                                   .city = boot->city,
                                   .vault = boot->vault,
                                   .actor = &system,
                                   .parameters = {number, number, number},
                                   .id = id,
                                   .query = query,
                                   .now = now,
                                   .today = city_today(boot->city, now)};
            struct json_writer json = json_writer_open(out);
            bool answered = kind->answer(&run, &json, &fault);
            buffer_addf(out, "\n%s: %d %s %s\n", kind->name, answered, fault_code_name(fault.code),
                        fault.arguments[0]);
        }
    }
}

static struct text answers_of(struct text database, struct text home, int64_t now)
{
    static const struct statement some = {"test_some_project",
                                          "select max(id) from project where stage_rank>=60"};
    struct boot *boot = NULL;
    struct fault fault = {.code = FAULT_NONE};
    struct boot_options options = {
        .database = database, .home = home, .pack = SAMPLE_CITY, .must_exist = true};
    if (!boot_open(&options, &boot, &fault)) {
        fail_msg("%s", fault_sentence(all.arena, &fault, LANGUAGE_EN).at);
    }
    struct buffer out = buffer_open(all.arena, 1 << 16);
    ask_all(boot, number_in(boot->store, &some), now, &out);
    boot_close(boot);
    return buffer_text(&out);
}

static void assert_same_report(const struct move_report *a, const struct move_report *b)
{
    assert_int_equal(a->table_count, b->table_count);
    for (size_t i = 0; i < a->table_count; i++) {
        if (!table_sum_equal(&a->tables[i].sum, &b->tables[i].sum)) {
            fail_msg("table %s differs", a->tables[i].name.at);
        }
    }
    assert_memory_equal(a->root.bytes, b->root.bytes, LEDGER_HASH_SIZE);
    assert_int_equal(a->entries, b->entries);
    assert_int_equal(a->head_size, b->head_size);
    assert_int_equal(a->files, b->files);
    assert_int_equal(a->file_bytes, b->file_bytes);
}

/* Line by line, so that a failure shows the view and no more. */
static void assert_same_answers(struct text a, struct text b)
{
    while (a.len > 0 || b.len > 0) {
        struct text one = text_cut(&a, '\n');
        struct text other = text_cut(&b, '\n');
        if (!text_equal(one, other)) {
            fail_msg("%.*s\ninstead of\n%.*s\n%.*s", TEXT_ARG(one), TEXT_ARG(other),
                     TEXT_ARG(text_cut(&a, '\n')));
        }
    }
}

static void there_and_back_everything_is_the_same(void **state)
{
    (void)state;
    int64_t now = boot_now(NULL);
    struct text before = answers_of(all.from, all.from_home, now);
    move_now();
    struct move_report there = all.report;
    assert_true(there.rows > 200 && there.files > 5 && there.entries > 100);
    assert_int_equal(there.head_size, there.entries);
    struct move_options back = installation_options(&all);
    back.from = all.to;
    back.from_home = all.to_home;
    back.to_home = place_path(&all.place, "back");
    back.to = place_path(&all.place, "back/liandong.db");
    assert_true(installation_move(&all, &back));
    assert_same_report(&there, &all.report);
    struct text middle = answers_of(all.to, all.to_home, now);
    struct text after = answers_of(back.to, back.to_home, now);
    assert_true(before.len > 10000);
    assert_same_answers(middle, before);
    assert_same_answers(after, before);
    printf("# %lld rows there and back, the way back at %lld rows/s\n", (long long)there.rows,
           (long long)(all.report.rows * 1000 / (all.report.copying_ms + 1)));
}

static void secrets_are_for_their_owner_alone(void **state)
{
    (void)state;
    static const char *const names[] = {"keys/vault.keys", "keys/ledger.pem"};
    struct stat about;
    move_now();
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct text path = text_format(all.arena, "%s/%s", all.to_home.at, names[i]);
        assert_int_equal(stat(path.at, &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
}

static void a_database_that_was_made_and_never_used_may_be_filled(void **state)
{
    (void)state;
    struct store *store = installation_store(&all, all.to);
    assert_true(store_migrate(store, store_facts, &all.fault));
    store_close(store);
    move_now();
    assert_int_equal(installation_standing(&all), STORE_MADE);
}

static void a_content_under_two_names_is_moved_once(void **state)
{
    (void)state;
    move_now();
    assert_int_equal(all.report.files, 2);
}

/* -- what is refused -- */

static void a_target_with_data_is_not_touched(void **state)
{
    (void)state;
    static const struct statement admins = {"test_admins", "select count(*) from account_secret"};
    move_now();
    struct move_options options = installation_options(&all);
    installation_script(&all, all.from, "delete from account_secret");
    refuse_with(&options, FAULT_MOVE_TARGET_USED);
    struct store *store = installation_store(&all, all.to);
    assert_int_equal(number_in(store, &admins), 3);
    store_close(store);
}

static void an_empty_source_is_no_installation(void **state)
{
    (void)state;
    struct move_options options = installation_options(&all);
    options.from = place_database(&all.place, "nothing.db");
    store_close(installation_store(&all, options.from));
    refuse_with(&options, FAULT_MOVE_SOURCE_NEW);
    assert_int_equal(installation_standing(&all), STORE_NEW);
}

static void views_of_another_version_are_made_anew_first(void **state)
{
    (void)state;
    struct move_options options = installation_options(&all);
    installation_script(&all, all.from, "update store_schema set version=0 where name='file'");
    refuse_with(&options, FAULT_MOVE_SOURCE_OLD);
    assert_string_equal(all.fault.arguments[0], "file");
}

static void a_structure_of_an_older_program_is_refused(void **state)
{
    (void)state;
    struct move_options options = installation_options(&all);
    installation_script(&all, all.from, "delete from store_migration where number>1");
    refuse_with(&options, FAULT_MOVE_SOURCE_OLD);
}

static void write_file(const char *path, const char *words)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(words, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void other_keys_are_never_written_over(void **state)
{
    (void)state;
    struct move_options options = installation_options(&all);
    struct text folder = text_format(all.arena, "%s/keys", all.to_home.at);
    struct text path = text_format(all.arena, "%s/vault.keys", folder.at);
    char line[16];
    assert_int_equal(mkdir(folder.at, 0700), 0);
    write_file(path.at, "another's\n");
    refuse_with(&options, FAULT_MOVE_KEYS_DIFFER);
    FILE *file = fopen(path.at, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_int_equal(fclose(file), 0);
    assert_string_equal(line, "another's\n");
    assert_int_equal(installation_standing(&all), STORE_NEW);
}

static void without_its_keys_nothing_is_moved(void **state)
{
    (void)state;
    struct move_options options = installation_options(&all);
    options.from_home = place_path(&all.place, "elsewhere");
    refuse_with(&options, FAULT_KEYS_MISSING);
    assert_int_equal(installation_standing(&all), STORE_NEW);
}

static void a_lost_file_stops_the_move(void **state)
{
    (void)state;
    struct move_options options = installation_options(&all);
    installation_script(
        &all, all.from,
        "insert into file(id, project, name, media, size, digest, kept_on, kept_by, kept_role,"
        " scan, replaces, replaced_by, first, version, behalf)"
        " values(1,1,'n','m',5,'"
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
        "','2026-01-01',1,'','none',0,0,1,1,'')");
    refuse_with(&options, FAULT_MOVE_FILE_GONE);
    assert_int_equal(installation_standing(&all), STORE_HALF);
}

/* -- what happens meanwhile -- */

struct meddler {
    struct text database;
    const char *sql;
};

static void meddle(void *context, struct text what, int64_t rows)
{
    const struct meddler *meddler = context;
    (void)rows;
    if (text_is(what, "checking")) {
        installation_script(&all, meddler->database, meddler->sql);
    }
}

static void whoever_still_works_on_the_source_is_noticed(void **state)
{
    (void)state;
    struct meddler meddler = {all.from, "insert into audit values(999,1,1,'signed-in','','')"};
    struct move_options options = installation_options(&all);
    options.tell = meddle;
    options.context = &meddler;
    refuse_with(&options, FAULT_MOVE_SOURCE_GREW);
    assert_string_equal(all.fault.arguments[0], "audit");
    assert_int_equal(installation_standing(&all), STORE_HALF);
}

static void a_row_that_arrived_otherwise_is_noticed(void **state)
{
    (void)state;
    struct meddler meddler = {all.to, "update account_secret set failures=failures+1"};
    struct move_options options = installation_options(&all);
    options.tell = meddle;
    options.context = &meddler;
    refuse_with(&options, FAULT_MOVE_UNEQUAL);
    assert_string_equal(all.fault.arguments[0], "account_secret");
    assert_int_equal(installation_standing(&all), STORE_HALF);
}

static void half_a_database_is_not_served(void **state)
{
    (void)state;
    struct boot *boot = NULL;
    struct boot_options booting = {
        .database = all.to, .home = all.to_home, .pack = SAMPLE_CITY, .must_exist = true};
    whoever_still_works_on_the_source_is_noticed(state);
    all.fault = (struct fault){.code = FAULT_NONE};
    assert_false(boot_open(&booting, &boot, &all.fault));
    assert_fault(all.fault, FAULT_STORE_HALF_MOVED);
    move_now();
    assert_int_equal(installation_standing(&all), STORE_MADE);
}

static void half_a_database_is_no_source(void **state)
{
    (void)state;
    whoever_still_works_on_the_source_is_noticed(state);
    struct move_options options = installation_options(&all);
    options.from = all.to;
    options.from_home = all.to_home;
    options.to = place_path(&all.place, "further.db");
    refuse_with(&options, FAULT_STORE_HALF_MOVED);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, open_small, close_all)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(there_and_back_everything_is_the_same, open_demo,
                                        close_all),
        T(secrets_are_for_their_owner_alone),
        T(a_database_that_was_made_and_never_used_may_be_filled),
        T(a_content_under_two_names_is_moved_once),
        T(a_target_with_data_is_not_touched),
        T(an_empty_source_is_no_installation),
        T(views_of_another_version_are_made_anew_first),
        T(a_structure_of_an_older_program_is_refused),
        T(other_keys_are_never_written_over),
        T(without_its_keys_nothing_is_moved),
        T(a_lost_file_stops_the_move),
        T(whoever_still_works_on_the_source_is_noticed),
        T(a_row_that_arrived_otherwise_is_noticed),
        T(half_a_database_is_not_served),
        T(half_a_database_is_no_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
