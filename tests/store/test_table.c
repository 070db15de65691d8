#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"
#include "store/table.h"

/* What the DDL says of the tables, read without a database. */

static const struct store_migration files[] = {
    {1, "first",
     "-- create table in_a_comment (id integer);\n"
     "create table one ( -- the first, of two\n"
     " id integer primary key, name text not null default 'a, b)', /* in its words */\n"
     " price integer check (price in (1, 2))\n) /* grows by id */;\n"
     "create index one_by_name on one (name);\n"
     "create table two (a text not null, b integer not null, primary key (a, b), unique (b));"},
    {2, "second",
     "alter table one add column note text; create table gone (id integer primary key);"},
    {3, "third", "drop table gone; create table loose (x integer, y text)"},
};

struct fixture {
    struct place place;
    struct store_tables tables;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    place_open(&fixture.place);
    fixture.tables =
        store_tables_of_facts(fixture.place.arena, (struct store_migrations){files, 3});
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    place_close(&fixture->place);
    return 0;
}

static void columns_are_found_in_their_order(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(f->tables.items[0].name.at, "one");
    assert_string_equal(f->tables.items[0].columns.at, "id, name, price, note");
    assert_int_equal(f->tables.items[0].column_count, 4);
    assert_string_equal(f->tables.items[1].columns.at, "a, b");
}

static void the_key_is_the_columns_or_the_tables_own(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(f->tables.items[0].key.at, "id");
    assert_string_equal(f->tables.items[1].key.at, "a, b");
}

static void a_table_without_a_key_is_ordered_by_all_its_columns(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(f->tables.items[2].name.at, "loose");
    assert_string_equal(f->tables.items[2].key.at, "x, y");
}

static void a_dropped_table_is_forgotten(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(f->tables.count, 3);
}

static void the_statements_are_good_sql(void **state)
{
    struct fixture *f = *state;
    struct fault fault = {0};
    struct store *store = place_store(&f->place, "facts.db");
    assert_true(store_migrate(store, (struct store_migrations){files, 3}, &fault));
    assert_true(
        store_script(store, "insert into one values (2, 'x', 1, null), (1, 'y', 2, 'n')", &fault));
    const struct store_table *one = &f->tables.items[0];
    assert_int_equal(number_in(store, store_table_count(f->place.arena, one)), 2);
    struct store_rows rows;
    assert_true(store_query(store, store_table_read(f->place.arena, one), NO_CELLS, &rows, &fault));
    assert_true(store_next(&rows));
    assert_int_equal(store_column_count(&rows), 4);
    assert_int_equal(store_int(&rows, 0), 1);
    assert_true(store_done(&rows, &fault));
    store_close(store);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(columns_are_found_in_their_order),
        T(the_key_is_the_columns_or_the_tables_own),
        T(a_table_without_a_key_is_ordered_by_all_its_columns),
        T(a_dropped_table_is_forgotten),
        T(the_statements_are_good_sql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
