#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"

/* One text of every statement, on two databases: what the seam translates, and what it refuses. */

static const char note_ddl[] =
    "create table note (id integer primary key, text text, day text, bytes blob)";

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

/* Tests tamper with tables by scripts, and a migration may fill a column. */
static void a_script_may_write_a_column_that_is_called_like_a_type(void **state)
{
    static const struct statement changed = {"changed", "select count(*) from note where text='b'"};
    struct fixture *f = *state;
    assert_true(store_script(f->store, "insert into note (id) values (1)", &f->fault));
    assert_true(store_script(f->store,
                             "update note set text='a'; update note set text = cast('b' as text)"
                             " where text = 'a'",
                             &f->fault));
    assert_int_equal(number_in(f->store, &changed), 1);
}

static void a_parameter_of_a_type_that_no_cell_has_is_refused_by_a_server(void **state)
{
    static const struct statement truth = {"truth", "select 1 where $1"};
    struct fixture *f = *state;
    int64_t out = 0;
    if (place_server() == NULL) {
        skip(); /* a file's database asks no parameter for its type */
    }
    assert_false(store_query_int(f->store, &truth, CELLS(cell_int(1)), &out, &f->fault));
    assert_string_equal(f->fault.arguments[0], "truth: parameter $1 is of type 16: cast it");
}

static void a_column_of_a_type_that_no_cell_has_is_refused_by_a_server(void **state)
{
    static const struct statement sum = {"sum", "select sum(id) from note"};
    struct fixture *f = *state;
    int64_t out = 0;
    if (place_server() == NULL) {
        skip();
    }
    assert_false(store_query_int(f->store, &sum, NO_CELLS, &out, &f->fault));
    assert_string_equal(f->fault.arguments[0], "sum: column 0 is of type 1700: cast it");
}

static void text_is_ordered_by_its_bytes_and_null_where_it_is_said(void **state)
{
    static const struct statement texts = {"texts",
                                           "select id from note order by text nulls first, id"};
    struct fixture *f = *state;
    struct store_rows rows;
    char order[8] = "";
    assert_true(store_script(f->store,
                             "insert into note (id, text) values (1,'é'),(2,'a'),(3,null),(4,'Z'),"
                             "(5,''),(6,'福')",
                             &f->fault));
    assert_true(store_query(f->store, &texts, NO_CELLS, &rows, &f->fault));
    while (store_next(&rows)) {
        snprintf(order + strlen(order), 2, "%d", (int)store_int(&rows, 0));
    }
    assert_true(store_done(&rows, &f->fault));
    assert_string_equal(order, "354216");
}

static int64_t found(struct fixture *f, const char *pattern)
{
    static const struct statement like = {
        "like", "select count(*) from note where lower(text) like $1 escape '!'"};
    int64_t count = -1;
    assert_true(
        store_query_int(f->store, &like, CELLS(cell_text(text_of(pattern))), &count, &f->fault));
    return count;
}

static void a_search_in_lower_case_finds_ascii_letters_of_either_case(void **state)
{
    struct fixture *f = *state;
    assert_true(store_script(f->store,
                             "insert into note (id, text) values (1,'福州LNG'),(2,'lng'),(3,'É%')",
                             &f->fault));
    assert_int_equal(found(f, "%lng%"), 2);
    assert_int_equal(found(f, "%LNG%"), place_server() == NULL ? 2 : 0); /* hence lower case */
    assert_int_equal(found(f, "é%"), 0); /* other alphabets keep their case */
    assert_int_equal(found(f, "É!%"), 1);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_script_may_write_a_column_that_is_called_like_a_type),
        T(text_is_ordered_by_its_bytes_and_null_where_it_is_said),
        T(a_search_in_lower_case_finds_ascii_letters_of_either_case),
        T(a_parameter_of_a_type_that_no_cell_has_is_refused_by_a_server),
        T(a_column_of_a_type_that_no_cell_has_is_refused_by_a_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
