#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/register.h"
#include "base/arena.h"

static const struct command_kind commands[] = {
    {"lead.register", "POST", "/leads", NULL, ROLES_WORK, 0, "登记", "register", NULL},
    {"project.name", "PUT", "/projects/{id}/name", NULL, ROLES_WORK, 0, "命名", "name", NULL},
    {"project.drop", "DELETE", "/projects/{id}", NULL, ROLES_WORK, 0, "撤销", "drop", NULL},
    {"file.cut", "DELETE", "/projects/{id}/files/{file}", NULL, ROLES_WORK, 0, "删", "cut", NULL},
    {"inner.only", "POST", "/inner", NULL, ROLES_WORK, COMMAND_INTERNAL, "内部", "inner", NULL},
};
static const struct view_kind views[] = {
    {"project.show", "/projects/{id}", NULL, ROLES_WORK, 0, "项目", "project", NULL},
    {"project.new", "/projects/new", NULL, ROLES_WORK, 0, "新", "new", NULL},
    {"project.list", "/projects", NULL, ROLES_WORK, 0, "列表", "list", NULL},
};
static const struct event_kind happened = {.name = "project.named"};
static const struct event_kind *const events[] = {&happened};
static const struct room room = {
    .name = "project", ROOM_COMMANDS(commands), ROOM_VIEWS(views), ROOM_EVENTS(events)};
static const struct room *const rooms[] = {&room};
static const struct house house = {rooms, 1};

struct fixture {
    struct arena *arena;
    struct registry *registry;
    struct route_match match;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_open(1 << 20, 16 << 20);
    fixture.registry = register_open(fixture.arena, &house);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_close(f->arena);
    return 0;
}

static enum route_result ask(struct fixture *f, const char *method, const char *path)
{
    f->match = (struct route_match){.command = NULL};
    return register_route(f->arena, f->registry, text_of(method), text_of(path), &f->match);
}

static void a_path_leads_to_what_stands_in_the_table(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "POST", "/leads"), ROUTE_FOUND);
    assert_ptr_equal(f->match.command, &commands[0]);
    assert_null(f->match.view);
    assert_int_equal(ask(f, "GET", "/projects"), ROUTE_FOUND);
    assert_ptr_equal(f->match.view, &views[2]);
    assert_null(f->match.command);
}

static void parameters_come_in_the_order_of_the_path(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "DELETE", "/projects/12/files/ab c"), ROUTE_FOUND);
    assert_true(text_is(f->match.parameters[0], "12"));
    assert_true(text_is(f->match.parameters[1], "ab c"));
    assert_true(text_is(f->match.parameters[2], ""));
}

static void a_literal_wins_over_a_parameter(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "GET", "/projects/new"), ROUTE_FOUND);
    assert_ptr_equal(f->match.view, &views[1]);
    assert_int_equal(ask(f, "GET", "/projects/newer"), ROUTE_FOUND);
    assert_ptr_equal(f->match.view, &views[0]);
    /* Where the literal's method is another, the parameter's route answers. */
    assert_int_equal(ask(f, "DELETE", "/projects/new"), ROUTE_FOUND);
    assert_ptr_equal(f->match.command, &commands[2]);
}

static void a_head_is_answered_as_a_get(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "HEAD", "/projects/7"), ROUTE_FOUND);
    assert_ptr_equal(f->match.view, &views[0]);
}

static void what_is_in_no_table_is_unknown(void **state)
{
    struct fixture *f = *state;
    static const char *const unknown[] = {"",
                                          "/",
                                          "leads",
                                          "/leads/",
                                          "/leads/1",
                                          "/Leads",
                                          "//leads",
                                          "/projects//name",
                                          "/projects/1/nam",
                                          "/a/b/c/d/e/f/g/h/i/j/k",
                                          "/leads?x=1",
                                          "/projects/1/files/",
                                          "/{id}"};
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        if (ask(f, "GET", unknown[i]) != ROUTE_UNKNOWN) {
            fail_msg("'%s' was found", unknown[i]);
        }
    }
}

static void another_method_is_told_which_are_there(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "POST", "/projects/7"), ROUTE_OTHER_METHOD);
    struct text allowed = register_allowed(f->arena, f->registry, TEXT("/projects/7"));
    assert_true(text_is(allowed, "DELETE, GET, HEAD"));
    assert_int_equal(ask(f, "get", "/projects/7"), ROUTE_OTHER_METHOD);
}

static void an_internal_command_has_no_route_but_a_name(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(ask(f, "POST", "/inner"), ROUTE_UNKNOWN);
    assert_ptr_equal(register_command(f->registry, TEXT("inner.only")), &commands[4]);
    assert_null(register_command(f->registry, TEXT("inner")));
}

static void an_event_is_found_by_its_name(void **state)
{
    struct fixture *f = *state;
    assert_ptr_equal(register_event(f->registry, TEXT("project.named")), &happened);
    assert_null(register_event(f->registry, TEXT("project.name")));
}

static void an_id_has_one_form_only(void **state)
{
    (void)state;
    assert_true(route_id(TEXT("1")) == 1);
    assert_true(route_id(TEXT("9007199254740992")) == (int64_t)1 << 53);
    static const char *const none[] = {"",
                                       "0",
                                       "-1",
                                       "+1",
                                       "01",
                                       "1.0",
                                       " 1",
                                       "1 ",
                                       "abc",
                                       "9007199254740993",
                                       "99999999999999999999",
                                       "1e3"};
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        assert_int_equal(route_id(text_of(none[i])), 0);
    }
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(a_path_leads_to_what_stands_in_the_table),
        T(parameters_come_in_the_order_of_the_path),
        T(a_literal_wins_over_a_parameter),
        T(a_head_is_answered_as_a_get),
        T(what_is_in_no_table_is_unknown),
        T(another_method_is_told_which_are_there),
        T(an_internal_command_has_no_route_but_a_name),
        T(an_event_is_found_by_its_name),
        T(an_id_has_one_form_only),
    };
    return cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
