#include "room/request/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct request at(enum request_state state)
{
    return (struct request){
        .id = 7, .project = 3, .asked_by = 11, .org = TEXT("rsj"), .state = state};
}

static struct actor actor_of(enum role role, int64_t account, const char *org)
{
    return (struct actor){.account = account, .role = role, .org = text_of(org)};
}

static void states_have_codes_and_owners(void **state)
{
    (void)state;
    for (int i = 0; i < REQUEST_STATE_COUNT; i++) {
        enum request_state found = REQUEST_WAITING;
        assert_true(request_state_find(text_of(request_state_code((enum request_state)i)), &found));
        assert_int_equal(found, i);
    }
    assert_false(request_state_find(TEXT("nowhere"), &(enum request_state){0}));
    assert_string_equal(request_owner(REQUEST_WAITING), "coordinator");
    assert_string_equal(request_owner(REQUEST_TAKEN), "unit");
    assert_string_equal(request_owner(REQUEST_CLOSED), "");
}

static void only_its_unit_takes_and_answers(void **state)
{
    (void)state;
    struct actor own = actor_of(ROLE_DEPARTMENT_OFFICER, 5, "rsj");
    struct actor other = actor_of(ROLE_DEPARTMENT_OFFICER, 6, "gxj");
    struct actor enterprise = actor_of(ROLE_ENTERPRISE, 11, "");
    struct request request = at(REQUEST_ASSIGNED);
    struct fault fault = {.code = FAULT_NONE};
    assert_true(request_may(&request, &own, REQUEST_TAKE));
    assert_true(request_may(&request, &own, REQUEST_ANSWER));
    assert_true(request_may(&request, &own, REQUEST_ASSIGN));
    assert_false(request_may(&request, &other, REQUEST_ASSIGN));
    assert_false(request_decide(&request, &other, REQUEST_TAKE, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    assert_false(request_may(&request, &enterprise, REQUEST_ANSWER));
    request.state = REQUEST_TAKEN;
    fault.code = FAULT_NONE;
    assert_false(request_decide(&request, &own, REQUEST_TAKE, &fault));
    assert_int_equal(fault.code, FAULT_WRONG_STATE);
}

static void a_request_of_no_unit_waits_for_a_coordinator(void **state)
{
    (void)state;
    struct actor nobody = actor_of(ROLE_DEPARTMENT_OFFICER, 5, "");
    struct actor coordinator = actor_of(ROLE_DISTRICT_COORDINATOR, 6, "asc-350182");
    struct request request = at(REQUEST_WAITING);
    request.org = TEXT_NONE;
    assert_false(request_may(&request, &nobody, REQUEST_ASSIGN));
    assert_false(request_may(&request, &nobody, REQUEST_TAKE));
    assert_true(request_may(&request, &coordinator, REQUEST_ASSIGN));
}

static void only_the_side_that_asked_closes_it(void **state)
{
    (void)state;
    struct request request = at(REQUEST_ANSWERED);
    struct actor enterprise = actor_of(ROLE_ENTERPRISE, 99, "");
    struct actor asker = actor_of(ROLE_NAVIGATOR, 11, "asc");
    struct actor another = actor_of(ROLE_NAVIGATOR, 12, "asc");
    assert_true(request_may(&request, &enterprise, REQUEST_CLOSE));
    assert_true(request_may(&request, &asker, REQUEST_REOPEN));
    assert_false(request_may(&request, &another, REQUEST_CLOSE));
    assert_false(request_may(&request, &enterprise, REQUEST_WITHDRAW));
    request.org = TEXT("asc"); /* his own unit answered: he does not judge it */
    assert_false(request_may(&request, &asker, REQUEST_CLOSE));
    request.state = REQUEST_CLOSED;
    assert_false(request_may(&request, &enterprise, REQUEST_REOPEN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_have_codes_and_owners),
        cmocka_unit_test(only_its_unit_takes_and_answers),
        cmocka_unit_test(a_request_of_no_unit_waits_for_a_coordinator),
        cmocka_unit_test(only_the_side_that_asked_closes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
