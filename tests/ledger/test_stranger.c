#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "book.h"
#include "door/cli/cli_ledger.h"

/* The same database before two readers that share no line of code: the command of this program, and
 * verify_ledger.py, written from the description of the format alone. */

static int set_up(void **state)
{
    static struct book book;
    book_open(&book);
    *state = &book;
    return 0;
}

static int tear_down(void **state)
{
    book_close(*state);
    return 0;
}

static const char *database(struct book *book)
{
    return place_database(&book->place, "book.db").at;
}

/* -- the stranger reads files only: of a server he gets a copy -- */

static const struct {
    struct statement from;
    struct statement into;
    int columns;
} copied[] = {
    {{"copied_events", "select seq, recorded_at, happened_on, kind, subject_id, project_id, actor,"
                       " command_id, pack_version, body, leaf from ledger_event order by seq"},
     {"copy_event", "insert into ledger_event values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)"},
     11},
    {{"copied_tiles", "select level, place, hash from ledger_tile order by level, place"},
     {"copy_tile", "insert into ledger_tile values ($1,$2,$3)"},
     3},
    {{"copied_heads", "select number, size, root, signed_at, key_id, public_key, signature"
                      " from ledger_head order by number"},
     {"copy_head", "insert into ledger_head values ($1,$2,$3,$4,$5,$6,$7)"},
     7},
};

static void copy_table(struct book *book, struct store *into, size_t table)
{
    struct store_rows rows;
    struct cell cells[11];
    assert_true(store_query(book->store, &copied[table].from, NO_CELLS, &rows, &book->fault));
    while (store_next(&rows)) {
        for (int i = 0; i < copied[table].columns; i++) {
            cells[i] = store_cell(&rows, i);
        }
        assert_true(store_run(into, &copied[table].into,
                              (struct cells){cells, (size_t)copied[table].columns}, &book->fault));
    }
    assert_true(store_done(&rows, &book->fault));
}

static const char *file_of(struct book *book)
{
    if (place_server() == NULL) {
        return database(book);
    }
    struct store_options options = {.path = place_path(&book->place, "copy.db")};
    struct store *copy = NULL;
    unlink(options.path.at);
    assert_true(store_open(&options, &copy, &book->fault) &&
                store_migrate(copy, store_facts, &book->fault) &&
                store_begin_write(copy, &book->fault));
    for (size_t i = 0; i < COUNT_OF(copied); i++) {
        copy_table(book, copy, i);
    }
    assert_true(store_commit(copy, &book->fault));
    store_close(copy);
    return options.path.at;
}

static const char *write_head(struct book *book, const struct ledger_head *head)
{
    const char *path = place_path(&book->place, "head.json").at;
    struct text json = ledger_head_json(book->place.arena, head);
    FILE *file = fopen(path, "w");
    fprintf(file, "%.*s\n", TEXT_ARG(json));
    fclose(file);
    return path;
}

static int run_command(const char *a, const char *b, const char *c, const char *d, const char *e)
{
    const char *all[] = {"ledger", a, b, c, d, e, NULL};
    char *argv[7];
    int argc = 0;
    for (; all[argc] != NULL; argc++) {
        argv[argc] = (char *)(uintptr_t)all[argc];
    }
    argv[argc] = NULL;
    return cli_ledger.run(argc, argv);
}

/* The first line the stranger prints; its exit status in *status. */
static void ask_stranger(struct book *book, const char *head, char line[256], int *status)
{
    const char *script = getenv("VERIFY_LEDGER");
    assert_non_null(script);
    struct text command = text_format(book->place.arena, "python3 -I '%s' '%s' %s", script,
                                      file_of(book), head == NULL ? "" : head);
    FILE *output = popen(command.at, "r");
    assert_non_null(output);
    if (fgets(line, 256, output) == NULL) {
        line[0] = '\0';
    }
    *status = pclose(output);
}

static void a_stranger_finds_the_same_root(void **state)
{
    struct book *book = *state;
    char line[256];
    char expected[256] = "ok 300 1 2 ";
    int status = -1;
    book_fill(book, 256);
    book_sign(book, 1767225700000);
    book_fill(book, 44);
    struct ledger_head head = book_sign(book, 1767225800000);
    for (int i = 0; i < LEDGER_HASH_SIZE; i++) {
        snprintf(expected + strlen(expected), 4, "%02x", head.root.bytes[i]);
    }
    strcat(expected, "\n");
    ask_stranger(book, write_head(book, &head), line, &status);
    assert_string_equal(line, expected);
    assert_int_equal(status, 0);
}

static void a_stranger_finds_what_we_find(void **state)
{
    static const char *const attacks[] = {
        "update ledger_event set body = '{}' where seq = 3",
        "update ledger_head set signed_at = signed_at + 1",
        "delete from ledger_event where seq = 2",
    };
    struct book *book = *state;
    char line[256];
    int status = 0;
    book_fill(book, 5);
    book_sign(book, 1767225700000);
    for (size_t i = 0; i < COUNT_OF(attacks); i++) {
        assert_true(store_script(book->store, attacks[i], &book->fault));
        ask_stranger(book, NULL, line, &status);
        assert_int_not_equal(status, 0);
        assert_true(strncmp(line, "broken", 6) == 0);
        assert_int_equal(run_command("verify", "--db", database(book), NULL, NULL), 1);
    }
}

static void the_command_verifies_with_the_head_kept_outside(void **state)
{
    struct book *book = *state;
    book_fill(book, 5);
    struct ledger_head head = book_sign(book, 1767225700000);
    const char *path = write_head(book, &head);
    assert_int_equal(run_command("verify", "--db", database(book), "--head", path), 0);
    assert_int_equal(run_command("verify", "--json", "--db", database(book), NULL), 0);
    assert_true(store_script(book->store,
                             "delete from ledger_event where seq = 5; delete from ledger_head",
                             &book->fault));
    assert_int_equal(run_command("verify", "--db", database(book), NULL, NULL), 0);
    assert_int_equal(run_command("verify", "--db", database(book), "--head", path), 1);
}

static void the_command_proves_and_shows_the_head(void **state)
{
    struct book *book = *state;
    book_fill(book, 5);
    assert_int_equal(run_command("head", "--db", database(book), NULL, NULL), 1); /* none yet */
    assert_int_equal(run_command("prove", "3", "--db", database(book), NULL), 0);
    book_sign(book, 1767225700000);
    assert_int_equal(run_command("head", "--db", database(book), NULL, NULL), 0);
    assert_int_equal(run_command("prove", "3", "--db", database(book), NULL), 0);
    assert_int_equal(run_command("prove", "6", "--db", database(book), NULL), 1);
    assert_int_equal(run_command("prove-consistency", "2", "5", "--db", database(book)), 0);
}

static void wrong_usage_has_a_status_of_its_own(void **state)
{
    struct book *book = *state;
    assert_int_equal(run_command(NULL, NULL, NULL, NULL, NULL), 2);
    assert_int_equal(run_command("burn", NULL, NULL, NULL, NULL), 2);
    assert_int_equal(run_command("verify", NULL, NULL, NULL, NULL), 2);
    assert_int_equal(run_command("verify", "--db", NULL, NULL, NULL), 2);
    assert_int_equal(run_command("prove", "--db", database(book), NULL, NULL), 2);
    assert_int_equal(run_command("prove", "x", "--db", database(book), NULL), 2);
    assert_int_equal(run_command("verify", "--db", "/nowhere/at/all.db", NULL, NULL), 1);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_stranger_finds_the_same_root),
        T(a_stranger_finds_what_we_find),
        T(the_command_verifies_with_the_head_kept_outside),
        T(the_command_proves_and_shows_the_head),
        T(wrong_usage_has_a_status_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
