#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "place.h"

static const char note_ddl[] =
    "create table note (id integer primary key, text text, day text, bytes blob);"
    "create table other (id integer primary key);"
    "create table short (id integer primary key, days smallint, note text);"
    "create index note_day on note (day);";

static const struct statement note_add = {"note_add",
                                          "insert into note (id, text) values ($1, $2)"};
static const struct statement note_count = {"note_count", "select count(*) from note"};
static const struct statement note_ids = {"note_ids", "select id from note order by id"};
static const struct statement other_add = {"other_add", "insert into other (id) values ($1)"};

struct fixture {
    struct place place;
    struct store *store;
    struct fault fault;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    place_open(&fixture.place);
    fixture.store = place_store(&fixture.place, "notes.db");
    assert_true(store_script(fixture.store, note_ddl, &fixture.fault));
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    store_close(fixture->store);
    place_close(&fixture->place);
    return 0;
}

/* A server may put the answer off until the next one that is waited for. */
static bool add_note(struct fixture *f, int64_t id)
{
    static const struct statement nothing = {"nothing", "select 1"};
    int64_t out = 0;
    return store_run(f->store, &note_add, CELLS(cell_int(id), cell_text(TEXT("福州"))),
                     &f->fault) &&
           (place_server() == NULL ||
            store_query_int(f->store, &nothing, NO_CELLS, &out, &f->fault));
}

/* -- statements and cells -- */

static void parameters_go_by_their_number_not_by_their_place(void **state)
{
    static const struct statement swapped = {"swapped",
                                             "select $2 * 10 + $1 + $2 * 100 + count(*) from note"};
    struct fixture *f = *state;
    int64_t out = 0;
    assert_true(
        store_query_int(f->store, &swapped, CELLS(cell_int(1), cell_int(2)), &out, &f->fault));
    assert_int_equal(out, 221);
}

static void a_dollar_in_a_quoted_text_is_text(void **state)
{
    static const struct statement quoted = {"quoted", "select '$1 it''s $2' || $1"};
    struct fixture *f = *state;
    struct store_rows rows;
    assert_true(store_query(f->store, &quoted, CELLS(cell_text(TEXT("!"))), &rows, &f->fault));
    assert_true(store_next(&rows));
    struct text text = store_text(f->place.arena, &rows, 0);
    assert_string_equal(text.at, "$1 it's $2!");
    assert_true(store_done(&rows, &f->fault));
}

static void every_kind_of_cell_comes_back_as_it_went_in(void **state)
{
    static const struct statement keep = {
        "keep", "insert into kept (a, b, c, d, e, f, g) values ($1, $2, $3, $4, $5, $6, $7)"};
    static const struct statement kept = {"kept", "select a, b, c, d, e, f, g from kept"};
    struct fixture *f = *state;
    civil_date day = civil_date_from_parts((struct civil_parts){2026, 3, 2});
    struct store_rows rows;
    assert_true(store_script(f->store,
                             "create table kept (a integer, b text, c text, d blob, e text,"
                             " f text, g text)",
                             &f->fault));
    assert_true(store_run(f->store, &keep,
                          CELLS(cell_int(INT64_MIN), cell_text(TEXT("招商\n")), cell_date(day),
                                cell_bytes(TEXT("\0\xff")), cell_date(CIVIL_DATE_NONE),
                                cell_text_or_null(TEXT("")), cell_text(TEXT(""))),
                          &f->fault));
    assert_true(store_query(f->store, &kept, NO_CELLS, &rows, &f->fault));
    assert_true(store_next(&rows));
    assert_int_equal(store_column_count(&rows), 7);
    assert_true(store_int(&rows, 0) == INT64_MIN);
    assert_string_equal(store_text(f->place.arena, &rows, 1).at, "招商\n");
    assert_int_equal(store_date(&rows, 2), day);
    assert_true(text_equal(store_bytes(f->place.arena, &rows, 3), TEXT("\0\xff")));
    assert_true(store_is_null(&rows, 4) && store_date(&rows, 4) == CIVIL_DATE_NONE);
    assert_true(store_is_null(&rows, 5));
    assert_false(store_is_null(&rows, 6));
    assert_int_equal(store_text(f->place.arena, &rows, 6).len, 0);
    assert_false(store_next(&rows));
    assert_true(store_done(&rows, &f->fault));
}

static void a_number_wider_than_a_short_literal_beside_it_is_taken_whole(void **state)
{
    static const struct statement wide = {"wide", "select id from note where ($1=0 or id=$1)"};
    struct fixture *f = *state;
    int64_t out = 0;
    assert_true(add_note(f, INT64_MAX));
    assert_true(store_query_int(f->store, &wide, CELLS(cell_int(INT64_MAX)), &out, &f->fault));
    assert_true(out == INT64_MAX);
}

static void a_large_query_gives_all_its_rows_also_outside_a_transaction(void **state)
{
    static const struct statement all = {"all", "select id from note where id > $1 order by id",
                                         true};
    struct fixture *f = *state;
    struct store_rows rows;
    assert_true(store_begin_write(f->store, &f->fault));
    for (int64_t id = 1; id <= 2500; id++) {
        assert_true(store_run(f->store, &note_add, CELLS(cell_int(id), cell_null()), &f->fault));
    }
    for (int round = 0; round < 2; round++) { /* within the transaction, then without one */
        int64_t expected = 1;
        assert_true(store_query(f->store, &all, CELLS(cell_int(0)), &rows, &f->fault));
        for (; store_next(&rows); expected++) {
            assert_int_equal(store_int(&rows, 0), expected);
            assert_int_equal(expected % 1000 == 0 ? number_in(f->store, &note_count) : 2500, 2500);
        }
        assert_true(store_done(&rows, &f->fault));
        assert_int_equal(expected, 2501);
        assert_true(round == 1 || store_commit(f->store, &f->fault));
    }
    assert_true(store_begin_write(f->store, &f->fault) && store_commit(f->store, &f->fault));
}

static void many_rows_are_loaded_at_once_and_a_wrong_one_undoes_all(void **state)
{
    struct fixture *f = *state;
    for (int round = 0; round < 2; round++) {
        assert_true(store_begin_write(f->store, &f->fault));
        assert_true(store_load_begin(f->store, "note", "id, text, bytes", &f->fault));
        bool fine = true;
        for (int64_t id = 1; id <= 300; id++) {
            fine = fine && store_load_row(f->store,
                                          CELLS(cell_int(round * 300 + id / (1 + round)),
                                                cell_text(TEXT("一")), cell_null()),
                                          &f->fault);
        }
        fine = store_load_end(f->store, &f->fault) && fine && store_commit(f->store, &f->fault);
        assert_true(fine == (round == 0));
        store_rollback(f->store);
    }
    f->fault = (struct fault){0};
    assert_int_equal(number_in(f->store, &note_count), 300);
}

static void short_numbers_are_loaded_and_read_as_any_other(void **state)
{
    static const struct statement days = {"short_days",
                                          "select id, days from short where days<$1 order by id"};
    struct fixture *f = *state;
    struct store_rows rows;
    assert_true(
        store_begin_write(f->store, &f->fault) &&
        store_load_begin(f->store, "short", "id, days, note", &f->fault) &&
        store_load_row(f->store, CELLS(cell_int(1), cell_int(-5), cell_text(TEXT("一"))),
                       &f->fault) &&
        store_load_row(f->store, CELLS(cell_int(2), cell_int(32767), cell_null()), &f->fault) &&
        store_load_row(f->store, CELLS(cell_int(3), cell_null(), cell_null()), &f->fault) &&
        store_load_end(f->store, &f->fault) && store_commit(f->store, &f->fault));
    assert_true(store_query(f->store, &days, CELLS(cell_int(100000)), &rows, &f->fault));
    assert_true(store_next(&rows));
    assert_int_equal(store_int(&rows, 1), -5);
    assert_true(store_next(&rows));
    assert_int_equal(store_int(&rows, 1), 32767);
    assert_false(store_next(&rows));
    assert_true(store_done(&rows, &f->fault));
}

static void a_connection_can_be_had_anew(void **state)
{
    struct fixture *f = *state;
    assert_true(add_note(f, 1) && store_begin_write(f->store, &f->fault) && add_note(f, 2));
    assert_true(store_renew(f->store, &f->fault));
    assert_false(store_in_transaction(f->store));
    assert_int_equal(number_in(f->store, &note_count), 1);
}

static void a_lock_that_is_held_is_had_by_nobody_else_until_its_connection_ends(void **state)
{
    struct fixture *f = *state;
    bool held = false;
    if (place_server() == NULL) {
        skip(); /* one process: it holds what it asks for */
    }
    struct store *second = place_store(&f->place, "notes.db");
    assert_true(store_hold(f->store, 7, &held, &f->fault) && held);
    assert_true(store_hold(second, 7, &held, &f->fault) && !held);
    assert_true(store_renew(f->store, &f->fault));
    for (int i = 0; i < 100 && !held; i++) {
        assert_true(store_hold(second, 7, &held, &f->fault));
        usleep(held ? 0 : 20000);
    }
    assert_true(held);
    store_close(second);
}

static void what_is_told_is_heard_after_the_commit_and_not_before(void **state)
{
    struct fixture *f = *state;
    struct text heard = TEXT_NONE;
    if (place_server() == NULL) {
        skip();
    }
    struct store *second = place_store(&f->place, "notes.db");
    assert_true(store_listen(second, &f->fault));
    assert_true(store_begin_write(f->store, &f->fault));
    assert_true(store_notify(f->store, TEXT("size 5"), &f->fault) && add_note(f, 1));
    assert_true(store_heard(second, 50, &heard, &f->fault) && heard.len == 0);
    assert_true(store_commit(f->store, &f->fault));
    assert_true(store_heard(second, 2000, &heard, &f->fault));
    assert_string_equal(heard.at, "size 5");
    store_close(second);
}

static void a_password_in_an_address_is_not_shown(void **state)
{
    struct fixture *f = *state;
    struct arena *arena = f->place.arena;
    assert_string_equal(store_path_shown(arena, TEXT("postgresql://me:secret@host:5432/db")).at,
                        "postgresql://me:***@host:5432/db");
    assert_string_equal(store_path_shown(arena, TEXT("postgresql://host:5432/db")).at,
                        "postgresql://host:5432/db");
    assert_string_equal(store_path_shown(arena, TEXT("a:b@c.db")).at, "a:b@c.db");
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Another connection holds the table. */
static struct store *lock_notes(struct fixture *f, struct text path)
{
    struct store_options options = {.path = path};
    struct store *other = NULL;
    assert_true(store_open(&options, &other, &f->fault));
    assert_true(store_begin_write(other, &f->fault));
    assert_true(store_script(other, "lock table note in access exclusive mode", &f->fault));
    return other;
}

/* Whether the statement was known to the server before or not; and it is usable after. */
static void what_is_locked_is_waited_for_as_long_as_was_said(void **state)
{
    static const struct statement known = {"known", "select id from note where id=$1"};
    static const struct statement fresh = {"fresh", "select id from note where id=$1 and id>0"};
    const struct statement *const both[] = {&known, &fresh};
    enum { LIMIT_MS = 400 };
    struct fixture *f = *state;
    struct store *reader = NULL;
    int64_t out = 0;
    if (place_server() == NULL) {
        skip();
    }
    struct store_options options = {.path = place_database(&f->place, "notes.db"),
                                    .busy_timeout_ms = LIMIT_MS};
    assert_true(store_open(&options, &reader, &f->fault));
    assert_true(add_note(f, 7));
    assert_true(store_query_int(reader, &known, CELLS(cell_int(7)), &out, &f->fault));
    struct store *other = lock_notes(f, options.path);
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        struct fault fault = {0};
        int64_t from = now_ms();
        assert_false(store_query_int(reader, both[i], CELLS(cell_int(7)), &out, &fault));
        assert_fault(fault, FAULT_STORE_BUSY);
        assert_in_range(now_ms() - from, LIMIT_MS / 2, LIMIT_MS * 5 / 2);
    }
    store_rollback(other);
    store_close(other);
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        out = 0;
        assert_true(store_query_int(reader, both[i], CELLS(cell_int(7)), &out, &f->fault));
        assert_int_equal(out, 7);
    }
    store_close(reader);
}

static void a_growing_table_takes_keys_of_every_part(void **state)
{
    static const struct statement grown_add = {"grown_add", "insert into grown (id) values ($1)"};
    static const struct statement grown_sum = {"grown_sum",
                                               "select cast(sum(id) as integer) from grown"};
    struct fixture *f = *state;
    assert_true(store_script(f->store,
                             "create table grown (id integer primary key, text text)"
                             " /* grows by id */; create index grown_text on grown (text)",
                             &f->fault));
    assert_true(store_grow(f->store, 31000000, &f->fault));
    assert_true(store_run(f->store, &grown_add, CELLS(cell_int(1)), &f->fault));
    assert_true(store_run(f->store, &grown_add, CELLS(cell_int(31000000)), &f->fault));
    assert_true(store_grow(f->store, 0, &f->fault));
    assert_true(store_run(f->store, &grown_add, CELLS(cell_int(50000000)), &f->fault));
    assert_int_equal(number_in(f->store, &grown_sum), 81000001);
}

static void a_query_may_run_within_the_same_query(void **state)
{
    struct fixture *f = *state;
    for (int64_t id = 1; id <= 3; id++) {
        assert_true(add_note(f, id));
    }
    struct store_rows outer;
    struct store_rows inner;
    int pairs = 0;
    assert_true(store_query(f->store, &note_ids, NO_CELLS, &outer, &f->fault));
    while (store_next(&outer)) {
        assert_true(store_query(f->store, &note_ids, NO_CELLS, &inner, &f->fault));
        while (store_next(&inner)) {
            pairs++;
        }
        assert_true(store_done(&inner, &f->fault));
    }
    assert_true(store_done(&outer, &f->fault));
    assert_int_equal(pairs, 9);
}

static void leaving_a_query_early_leaves_the_statement_usable(void **state)
{
    struct fixture *f = *state;
    assert_true(add_note(f, 1) && add_note(f, 2));
    for (int i = 0; i < 3; i++) {
        struct store_rows rows;
        assert_true(store_query(f->store, &note_ids, NO_CELLS, &rows, &f->fault));
        assert_true(store_next(&rows));
        assert_int_equal(store_int(&rows, 0), 1);
        assert_true(store_done(&rows, &f->fault));
    }
}

static void hundreds_of_statements_are_found_again(void **state)
{
    static char sql[300][32];
    static struct statement statements[300];
    struct fixture *f = *state;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 300; i++) {
            int64_t out = -1;
            snprintf(sql[i], sizeof sql[i], "select %d", i);
            statements[i] = (struct statement){"number", sql[i]};
            assert_true(store_query_int(f->store, &statements[i], NO_CELLS, &out, &f->fault));
            assert_int_equal(out, i);
        }
    }
}

static void a_wrong_statement_is_a_fault_with_its_name(void **state)
{
    static const struct statement wrong = {"wrong_one", "selekt 1"};
    struct fixture *f = *state;
    assert_false(store_run(f->store, &wrong, NO_CELLS, &f->fault));
    assert_fault(f->fault, FAULT_STORE_FAILED);
    assert_true(strstr(f->fault.arguments[0], "wrong_one") != NULL);
}

static void changes_are_counted(void **state)
{
    static const struct statement rename = {"rename", "update note set text = $1"};
    struct fixture *f = *state;
    assert_true(add_note(f, 1) && add_note(f, 2));
    assert_true(store_run(f->store, &rename, CELLS(cell_null()), &f->fault));
    assert_int_equal(store_changes(f->store), 2);
}

/* -- transactions -- */

static void what_is_rolled_back_to_a_savepoint_is_gone_and_the_rest_stays(void **state)
{
    struct fixture *f = *state;
    assert_true(store_begin_write(f->store, &f->fault));
    assert_true(add_note(f, 1));
    assert_true(store_savepoint(f->store, &f->fault) && add_note(f, 2));
    assert_true(store_savepoint(f->store, &f->fault) && add_note(f, 3));
    assert_true(store_rollback_to(f->store, &f->fault));
    assert_true(store_release(f->store, &f->fault));
    assert_true(store_savepoint(f->store, &f->fault) && add_note(f, 4));
    assert_true(store_rollback_to(f->store, &f->fault));
    assert_true(store_commit(f->store, &f->fault));
    assert_int_equal(number_in(f->store, &note_count), 2);
}

static void after_a_failure_nothing_runs_until_it_is_rolled_back(void **state)
{
    struct fixture *f = *state;
    struct fault again = {0};
    assert_true(store_begin_write(f->store, &f->fault) && add_note(f, 1));
    assert_true(store_savepoint(f->store, &f->fault));
    assert_false(add_note(f, 1));
    assert_fault(f->fault, FAULT_STORE_FAILED);
    assert_false(store_run(f->store, &other_add, CELLS(cell_int(1)), &again));
    assert_false(store_release(f->store, &again));
    f->fault = (struct fault){0};
    assert_true(store_rollback_to(f->store, &f->fault));
    assert_true(add_note(f, 2) && store_commit(f->store, &f->fault));
    assert_int_equal(number_in(f->store, &note_count), 2);
}

static void a_commit_after_a_failure_rolls_everything_back(void **state)
{
    struct fixture *f = *state;
    assert_true(store_begin_write(f->store, &f->fault) && add_note(f, 1));
    assert_false(add_note(f, 1));
    assert_false(store_commit(f->store, &f->fault));
    assert_false(store_in_transaction(f->store));
    assert_int_equal(number_in(f->store, &note_count), 0);
}

static void a_second_writer_is_told_that_the_house_is_busy(void **state)
{
    struct fixture *f = *state;
    struct store *second = place_store(&f->place, "notes.db");
    assert_true(
        store_script(f->store, "create table store_lock (key integer primary key)", &f->fault));
    assert_true(store_begin_write(f->store, &f->fault) && store_lock(f->store, 1, &f->fault) &&
                add_note(f, 1));
    assert_false(store_begin_write(second, &f->fault) && store_lock(second, 1, &f->fault));
    assert_fault(f->fault, FAULT_STORE_BUSY);
    assert_false(store_is_broken(second));
    store_rollback(second);
    f->fault = (struct fault){0};
    assert_true(store_commit(f->store, &f->fault));
    assert_true(store_begin_write(second, &f->fault) && store_lock(second, 1, &f->fault));
    store_close(second);
}

static void a_reader_keeps_its_snapshot_while_the_writer_commits(void **state)
{
    struct fixture *f = *state;
    struct store *reader = place_store(&f->place, "notes.db");
    assert_true(store_begin_read(reader, &f->fault));
    assert_int_equal(number_in(reader, &note_count), 0);
    assert_true(add_note(f, 1));
    assert_int_equal(number_in(reader, &note_count), 0);
    store_rollback(reader);
    assert_int_equal(number_in(reader, &note_count), 1);
    store_close(reader);
}

static void a_read_only_store_refuses_to_write(void **state)
{
    struct fixture *f = *state;
    struct store *reader = NULL;
    struct store_options options = {.path = place_database(&f->place, "notes.db"),
                                    .read_only = true};
    assert_true(store_open(&options, &reader, &f->fault));
    assert_int_equal(number_in(reader, &note_count), 0);
    assert_false(store_run(reader, &other_add, CELLS(cell_int(1)), &f->fault));
    store_close(reader);
}

/* -- the disk -- */

static void what_was_committed_survives_a_killed_process_and_nothing_else_does(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    pid_t child = fork();
    if (child == 0) {
        f->store = place_store(&f->place, "notes.db");
        bool fine = store_begin_write(f->store, &f->fault) && add_note(f, 1) &&
                    store_commit(f->store, &f->fault) && store_begin_write(f->store, &f->fault) &&
                    add_note(f, 2);
        kill(getpid(), fine ? SIGKILL : SIGABRT);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WTERMSIG(status), SIGKILL);
    f->store = place_store(&f->place, "notes.db");
    assert_int_equal(number_in(f->store, &note_count), 1);
}

static void a_full_disk_is_told_as_such_and_loses_nothing(void **state)
{
    static const struct statement big = {
        "big", "insert into note (id, bytes) values ($1, zeroblob(65536))"};
    struct fixture *f = *state;
    SKIP_ON_A_SERVER();
    assert_true(add_note(f, 1));
    assert_true(store_script(f->store, "pragma max_page_count = 12", &f->fault));
    assert_true(store_begin_write(f->store, &f->fault));
    assert_false(store_run(f->store, &big, CELLS(cell_int(2)), &f->fault));
    assert_fault(f->fault, FAULT_STORE_FULL);
    assert_false(store_commit(f->store, &f->fault));
    f->fault = (struct fault){0};
    assert_true(store_script(f->store, "pragma max_page_count = 100000", &f->fault));
    assert_true(store_run(f->store, &big, CELLS(cell_int(2)), &f->fault));
    assert_int_equal(number_in(f->store, &note_count), 2);
}

static void a_new_database_is_readable_by_its_owner_only(void **state)
{
    struct fixture *f = *state;
    SKIP_ON_A_SERVER();
    struct stat stat_of_file;
    assert_true(add_note(f, 1));
    assert_int_equal(stat(place_path(&f->place, "notes.db").at, &stat_of_file), 0);
    assert_int_equal(stat_of_file.st_mode & 0777, 0600);
    assert_int_equal(stat(place_path(&f->place, "notes.db-wal").at, &stat_of_file), 0);
    assert_int_equal(stat_of_file.st_mode & 0777, 0600);
}

static void a_missing_database_is_not_made_when_it_must_exist(void **state)
{
    struct fixture *f = *state;
    SKIP_ON_A_SERVER();
    struct store *store = NULL;
    struct store_options options = {.path = place_path(&f->place, "none.db"), .must_exist = true};
    assert_false(store_open(&options, &store, &f->fault));
    assert_fault(f->fault, FAULT_STORE_FAILED);
    assert_int_not_equal(access(options.path.at, F_OK), 0);
}

static void a_file_that_is_no_database_breaks_the_store(void **state)
{
    struct fixture *f = *state;
    SKIP_ON_A_SERVER();
    struct store *store = NULL;
    struct store_options options = {.path = place_path(&f->place, "text.db")};
    FILE *file = fopen(options.path.at, "w");
    for (int i = 0; i < 1000; i++) {
        fputs("not a database", file);
    }
    fclose(file);
    assert_false(store_open(&options, &store, &f->fault));
    assert_fault(f->fault, FAULT_STORE_FAILED);
}

static void a_checkpoint_moves_the_log_from_another_connection(void **state)
{
    struct fixture *f = *state;
    struct store *second = place_store(&f->place, "notes.db");
    int64_t left = -1;
    for (int64_t id = 1; id <= 100; id++) {
        assert_true(add_note(f, id));
    }
    assert_true(store_checkpoint(second, &left, &f->fault));
    assert_int_equal(left, 0);
    assert_int_equal(number_in(second, &note_count), 100);
    store_close(second);
}

static void a_deleted_text_is_not_left_in_the_file(void **state)
{
    static const struct statement clear = {"clear", "delete from note"};
    struct fixture *f = *state;
    SKIP_ON_A_SERVER();
    static char bytes[1 << 20];
    assert_true(store_run(f->store, &note_add,
                          CELLS(cell_int(1), cell_text(TEXT("350102-SECRET-NUMBER"))), &f->fault));
    assert_true(store_run(f->store, &clear, NO_CELLS, &f->fault));
    store_close(f->store);
    f->store = NULL;
    FILE *file = fopen(place_path(&f->place, "notes.db").at, "rb");
    struct text all = {bytes, fread(bytes, 1, sizeof bytes, file)};
    fclose(file);
    assert_true(text_find(all, TEXT("SECRET-NUMBER")) == SIZE_MAX);
}

/* -- for the house -- */

static void the_guard_stops_a_foreign_write_also_of_a_prepared_statement(void **state)
{
    struct fixture *f = *state;
    SKIP_ON_A_SERVER();
    assert_true(store_run(f->store, &other_add, CELLS(cell_int(1)), &f->fault));
    assert_true(store_guard(f->store, "note", &f->fault));
    assert_true(add_note(f, 1));
    assert_false(store_run(f->store, &other_add, CELLS(cell_int(2)), &f->fault));
    assert_true(strstr(f->fault.arguments[0], "table 'other'") != NULL);
    f->fault = (struct fault){0};
    assert_true(store_guard(f->store, "", &f->fault));
    assert_false(add_note(f, 2));
    f->fault = (struct fault){0};
    assert_int_equal(number_in(f->store, &note_count), 1);
    assert_true(store_guard(f->store, NULL, &f->fault));
    assert_true(store_run(f->store, &other_add, CELLS(cell_int(2)), &f->fault));
}

static void a_name_that_only_begins_alike_is_foreign_to_the_guard(void **state)
{
    static const struct statement notebook_add = {"notebook_add",
                                                  "insert into notebook values (1)"};
    struct fixture *f = *state;
    SKIP_ON_A_SERVER();
    assert_true(store_script(f->store, "create table notebook (id integer)", &f->fault));
    assert_true(store_guard(f->store, "note", &f->fault));
    assert_false(store_run(f->store, &notebook_add, NO_CELLS, &f->fault));
}

static void a_plan_tells_a_search_from_a_scan(void **state)
{
    static const struct statement by_day = {"by_day", "select id from note where day = $1"};
    static const struct statement by_text = {"by_text", "select id from note where text = $1"};
    struct fixture *f = *state;
    struct text plan = TEXT_NONE;
    assert_true(store_query_plan(f->place.arena, f->store, &by_day, &plan, &f->fault));
    assert_true(text_find(plan, TEXT("note_day")) != SIZE_MAX);
    assert_true(store_query_plan(f->place.arena, f->store, &by_text, &plan, &f->fault));
    assert_true(text_starts_with(plan, TEXT("SCAN note")) ||
                text_starts_with(plan, TEXT("Seq Scan on note")));
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(parameters_go_by_their_number_not_by_their_place),
        T(a_dollar_in_a_quoted_text_is_text),
        T(every_kind_of_cell_comes_back_as_it_went_in),
        T(a_number_wider_than_a_short_literal_beside_it_is_taken_whole),
        T(a_large_query_gives_all_its_rows_also_outside_a_transaction),
        T(many_rows_are_loaded_at_once_and_a_wrong_one_undoes_all),
        T(short_numbers_are_loaded_and_read_as_any_other),
        T(a_connection_can_be_had_anew),
        T(a_lock_that_is_held_is_had_by_nobody_else_until_its_connection_ends),
        T(what_is_told_is_heard_after_the_commit_and_not_before),
        T(a_password_in_an_address_is_not_shown),
        T(what_is_locked_is_waited_for_as_long_as_was_said),
        T(a_growing_table_takes_keys_of_every_part),
        T(a_query_may_run_within_the_same_query),
        T(leaving_a_query_early_leaves_the_statement_usable),
        T(hundreds_of_statements_are_found_again),
        T(a_wrong_statement_is_a_fault_with_its_name),
        T(changes_are_counted),
        T(what_is_rolled_back_to_a_savepoint_is_gone_and_the_rest_stays),
        T(after_a_failure_nothing_runs_until_it_is_rolled_back),
        T(a_commit_after_a_failure_rolls_everything_back),
        T(a_second_writer_is_told_that_the_house_is_busy),
        T(a_reader_keeps_its_snapshot_while_the_writer_commits),
        T(a_read_only_store_refuses_to_write),
        T(what_was_committed_survives_a_killed_process_and_nothing_else_does),
        T(a_full_disk_is_told_as_such_and_loses_nothing),
        T(a_new_database_is_readable_by_its_owner_only),
        T(a_missing_database_is_not_made_when_it_must_exist),
        T(a_file_that_is_no_database_breaks_the_store),
        T(a_checkpoint_moves_the_log_from_another_connection),
        T(a_deleted_text_is_not_left_in_the_file),
        T(the_guard_stops_a_foreign_write_also_of_a_prepared_statement),
        T(a_name_that_only_begins_alike_is_foreign_to_the_guard),
        T(a_plan_tells_a_search_from_a_scan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
