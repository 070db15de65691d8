#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"
#include "statement_check.h"

struct fixture {
    struct place place;
    struct store *store;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct fault fault = {0};
    place_open(&fixture.place);
    fixture.store = place_store(&fixture.place, "notes.db");
    assert_true(store_script(fixture.store,
                             "create table note (id integer primary key, day text, text text);"
                             "create index note_day on note (day)",
                             &fault));
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

static bool finds(struct fixture *f, const char *sql, bool may_scan, const char *expected)
{
    struct statement statement = {"statement", sql};
    struct text wrong = statement_check(f->place.arena, f->store, &statement, may_scan);
    return *expected == '\0' ? text_is_empty(wrong)
                             : text_find(wrong, text_of(expected)) != SIZE_MAX;
}

static void a_good_statement_has_nothing_wrong(void **state)
{
    struct fixture *f = *state;
    assert_true(finds(f, "select text from note where id = $1", false, ""));
    assert_true(finds(f, "select id from note where day >= $1 order by day limit $2", false, ""));
    assert_true(
        finds(f, "insert into note (id) values ($1) on conflict (id) do nothing", false, ""));
}

static void a_scan_is_found_unless_it_is_meant(void **state)
{
    struct fixture *f = *state;
    assert_true(finds(f, "select id from note where text = $1", false, "reads everything"));
    assert_true(finds(f, "select id from note where text = $1", true, ""));
}

static void a_word_of_one_database_is_found(void **state)
{
    struct fixture *f = *state;
    assert_true(finds(f, "INSERT OR IGNORE INTO note (id) values ($1)", false, "on conflict"));
    assert_true(finds(f, "select ifnull(text, '') from note where id = $1", false, "coalesce"));
}

static void a_typing_error_is_found(void **state)
{
    struct fixture *f = *state;
    assert_true(finds(f, "select txet from note where id = $1", false, "txet"));
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_good_statement_has_nothing_wrong),
        T(a_scan_is_found_unless_it_is_meant),
        T(a_word_of_one_database_is_found),
        T(a_typing_error_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
