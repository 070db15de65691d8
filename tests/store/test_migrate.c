#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "place.h"

static const struct store_migration three[] = {
    {1, "first", "create table fact (id integer primary key)"},
    {2, "second", "alter table fact add column note text"},
    {3, "third", "create table third (id integer); create tabel oops"},
};
static const struct statement migrations_run = {"migrations_run",
                                                "select count(*) from store_migration"};

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
    fixture.store = place_store(&fixture.place, "facts.db");
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

static bool migrate(struct fixture *f, size_t count)
{
    return store_migrate(f->store, (struct store_migrations){three, count}, &f->fault);
}

static void migrations_run_once_and_only_the_new_ones(void **state)
{
    struct fixture *f = *state;
    assert_true(migrate(f, 1));
    assert_true(migrate(f, 1));
    assert_true(migrate(f, 2));
    assert_true(migrate(f, 2));
    assert_int_equal(number_in(f->store, &migrations_run), 2);
}

static void a_failing_migration_leaves_nothing_of_itself(void **state)
{
    struct fixture *f = *state;
    assert_false(migrate(f, 3));
    assert_fault(f->fault, FAULT_STORE_FAILED);
    assert_int_equal(number_in(f->store, &migrations_run), 2);
    assert_int_equal(number_in(f->store, place_tables()), 1);
}

static void a_database_of_a_newer_program_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_true(migrate(f, 2));
    assert_false(migrate(f, 1));
    assert_fault(f->fault, FAULT_STORE_TOO_NEW);
    assert_string_equal(f->fault.arguments[0], "2");
    assert_string_equal(f->fault.arguments[1], "1");
}

static void the_programs_own_facts_can_be_laid_twice(void **state)
{
    struct fixture *f = *state;
    assert_true(store_migrate(f->store, store_facts, &f->fault));
    assert_true(store_migrate(f->store, store_facts, &f->fault));
    assert_int_equal(number_in(f->store, &migrations_run), (int64_t)store_facts.count);
}

static const char room_1[] = "create table room (id integer primary key);\n"
                             "create table if not exists room_member (id integer);\n"
                             "create index room_member_id on room_member (id);";
static const char room_2[] = "create table room (id integer primary key, name text);";

static bool create(struct fixture *f, const struct store_schema *schema)
{
    return store_begin_write(f->store, &f->fault) &&
           store_schema_create(f->store, schema, &f->fault) && store_commit(f->store, &f->fault);
}

static bool is_current(struct fixture *f, const struct store_schema *schema)
{
    bool current = false;
    assert_true(store_schema_is_current(f->store, schema, &current, &f->fault));
    return current;
}

static void a_schema_is_current_only_with_the_same_number_and_text(void **state)
{
    struct fixture *f = *state;
    const struct store_schema first = {"room", 1, room_1};
    assert_true(migrate(f, 0));
    assert_false(is_current(f, &first));
    assert_true(create(f, &first));
    assert_true(is_current(f, &first));
    assert_false(is_current(f, &(struct store_schema){"room", 2, room_1}));
    assert_false(is_current(f, &(struct store_schema){"room", 1, room_2}));
}

static void a_new_schema_takes_the_place_of_all_tables_of_the_old_one(void **state)
{
    static const struct statement member = {"member", "select count(*) from room_member"};
    static const struct statement named = {"named", "select count(name) from room"};
    struct fixture *f = *state;
    assert_true(migrate(f, 0));
    assert_true(create(f, &(struct store_schema){"room", 1, room_1}));
    assert_int_equal(number_in(f->store, &member), 0);
    assert_true(create(f, &(struct store_schema){"room", 2, room_2}));
    assert_int_equal(number_in(f->store, &named), 0);
    assert_int_equal(number_in(f->store, place_tables()), 1);
}

static void the_tables_of_a_schema_are_named_in_their_order(void **state)
{
    struct fixture *f = *state;
    struct store_names names =
        store_schema_tables(f->place.arena, &(struct store_schema){"room", 1, room_1});
    assert_int_equal(names.count, 2);
    assert_true(text_is(names.items[0], "room"));
    assert_true(text_is(names.items[1], "room_member"));
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(migrations_run_once_and_only_the_new_ones),
        T(a_failing_migration_leaves_nothing_of_itself),
        T(a_database_of_a_newer_program_is_refused),
        T(the_programs_own_facts_can_be_laid_twice),
        T(a_schema_is_current_only_with_the_same_number_and_text),
        T(a_new_schema_takes_the_place_of_all_tables_of_the_old_one),
        T(the_tables_of_a_schema_are_named_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
