#include "room/supervision/supervision.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct actor who(enum role role, int64_t account, const char *org, const char *district)
{
    return (struct actor){.role = role,
                          .account = account,
                          .org = text_of(org),
                          .district = text_of(district),
                          .language = LANGUAGE_EN};
}

static struct supervision issued(void)
{
    return (struct supervision){.id = 1,
                                .org = TEXT("zjj"),
                                .issued_by = 10,
                                .issued_role = ROLE_SUPERVISOR,
                                .issued_district = TEXT("350100")};
}

static void the_unit_acknowledges_and_answers(void **state)
{
    (void)state;
    struct supervision order = issued();
    struct actor own = who(ROLE_DEPARTMENT_OFFICER, 20, "zjj", "350100");
    struct actor other = who(ROLE_DEPARTMENT_OFFICER, 21, "scjg", "350100");
    assert_true(supervision_may(&order, &own, SUPERVISION_ACKNOWLEDGE));
    assert_true(supervision_may(&order, &own, SUPERVISION_ANSWER)); /* an answer receives it too */
    assert_false(supervision_may(&order, &other, SUPERVISION_ACKNOWLEDGE));
    assert_false(supervision_may(&order, &own, SUPERVISION_ACCEPT));
    order.state = SUPERVISION_ACKNOWLEDGED;
    assert_false(supervision_may(&order, &own, SUPERVISION_ACKNOWLEDGE));
    order.state = SUPERVISION_ANSWERED;
    assert_false(supervision_may(&order, &own, SUPERVISION_ANSWER));
}

static void whoever_issued_it_judges_and_never_the_unit(void **state)
{
    (void)state;
    struct supervision order = issued();
    struct actor issuer = who(ROLE_SUPERVISOR, 10, "", "350100");
    struct actor successor = who(ROLE_SUPERVISOR, 11, "", "350100");
    struct actor elsewhere = who(ROLE_SUPERVISOR, 12, "", "350112");
    struct fault fault = {.code = FAULT_NONE};
    assert_false(supervision_decide(&order, &issuer, SUPERVISION_ACCEPT, &fault));
    assert_int_equal(fault.code, FAULT_WRONG_STATE);
    order.state = SUPERVISION_ANSWERED;
    assert_true(supervision_may(&order, &issuer, SUPERVISION_ACCEPT));
    assert_true(supervision_may(&order, &successor, SUPERVISION_RETURN));
    fault.code = FAULT_NONE;
    assert_false(supervision_decide(&order, &elsewhere, SUPERVISION_ACCEPT, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    struct actor districts = who(ROLE_DISTRICT_COORDINATOR, 31, "asc-350112", "350112");
    struct actor citys = who(ROLE_CENTRE_COORDINATOR, 32, "asc", "350100");
    struct supervision passed = order;
    passed.issued_by = 31;
    passed.issued_role = ROLE_DISTRICT_COORDINATOR;
    passed.issued_district = TEXT("350112");
    assert_true(supervision_may(&passed, &districts, SUPERVISION_ACCEPT));
    assert_false(supervision_may(&passed, &citys, SUPERVISION_ACCEPT));
    passed.city_coordinates = true; /* the city has taken the project over, and the order with it */
    assert_false(supervision_may(&passed, &districts, SUPERVISION_ACCEPT));
    assert_true(supervision_may(&passed, &citys, SUPERVISION_ACCEPT));
    order.answered_by = 10; /* who answered in another post */
    assert_false(supervision_may(&order, &issuer, SUPERVISION_ACCEPT));
    order.issued_role = ROLE_CENTRE_COORDINATOR;
    struct actor own = who(ROLE_CENTRE_COORDINATOR, 10, "zjj", "350100");
    order.answered_by = 0;
    assert_false(supervision_may(&order, &own, SUPERVISION_ACCEPT));
}

static void what_is_over_stays_over(void **state)
{
    (void)state;
    struct actor issuer = who(ROLE_SUPERVISOR, 10, "", "350100");
    struct actor own = who(ROLE_DEPARTMENT_OFFICER, 20, "zjj", "350100");
    for (int at = SUPERVISION_ACCEPTED; at <= SUPERVISION_WITHDRAWN; at++) {
        struct supervision order = issued();
        order.state = (enum supervision_state)at;
        for (int act = 0; act < SUPERVISION_ACT_COUNT; act++) {
            assert_false(supervision_may(&order, &issuer, (enum supervision_act)act));
            assert_false(supervision_may(&order, &own, (enum supervision_act)act));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_unit_acknowledges_and_answers),
        cmocka_unit_test(whoever_issued_it_judges_and_never_the_unit),
        cmocka_unit_test(what_is_over_stays_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
