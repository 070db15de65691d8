#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
                                      database(book), head == NULL ? "" : head);
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
