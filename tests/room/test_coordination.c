#include "room/coordination/coordination.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static bool may(enum coordination_act act, bool city_coordinates, bool is_waiting)
{
    struct coordination_standing standing = {city_coordinates, is_waiting};
    struct fault fault = {.code = FAULT_NONE};
    bool allowed = coordination_decide(act, &standing, &fault);
    assert_int_equal(fault.code, allowed ? FAULT_NONE : FAULT_ALREADY_DONE);
    return allowed;
}

static void the_city_takes_over_what_is_not_its_own(void **state)
{
    (void)state;
    assert_true(may(COORDINATION_TAKE_OVER, false, false));
    assert_false(may(COORDINATION_TAKE_OVER, true, false));
    assert_false(may(COORDINATION_TAKE_OVER, true, true));
}

static void the_city_hands_down_what_is_its_own_once_at_a_time(void **state)
{
    (void)state;
    assert_false(may(COORDINATION_HAND_DOWN, false, false));
    assert_true(may(COORDINATION_HAND_DOWN, true, false));
    assert_false(may(COORDINATION_HAND_DOWN, true, true));
}

static void the_district_answers_what_it_is_asked(void **state)
{
    (void)state;
    assert_true(may(COORDINATION_ACCEPT, true, true));
    assert_true(may(COORDINATION_RETURN, true, true));
    assert_false(may(COORDINATION_ACCEPT, true, false));
    assert_false(may(COORDINATION_RETURN, true, false));
    assert_false(may(COORDINATION_ACCEPT, false, false));
}

static void the_city_withdraws_what_waits(void **state)
{
    (void)state;
    assert_true(may(COORDINATION_WITHDRAW, true, true));
    assert_false(may(COORDINATION_WITHDRAW, true, false));
    assert_false(may(COORDINATION_WITHDRAW, false, false));
}

/* Whatever is tried in whatever order, a handing down waits only while the city coordinates, and
 * the level changes by taking over and accepting alone. */
static void nothing_waits_that_is_not_the_citys(void **state)
{
    (void)state;
    struct coordination_standing now = {false, false};
    int accepted = 0;
    srand(7);
    for (int i = 0; i < 5000; i++) {
        enum coordination_act act = (enum coordination_act)(rand() % 5);
        struct coordination_standing before = now;
        if (may(act, now.city_coordinates, now.is_waiting)) {
            now.is_waiting = act == COORDINATION_HAND_DOWN;
            now.city_coordinates = act != COORDINATION_ACCEPT;
            accepted += act == COORDINATION_ACCEPT;
        }
        assert_true(now.city_coordinates || !now.is_waiting);
        assert_true(now.city_coordinates == before.city_coordinates ||
                    act == COORDINATION_TAKE_OVER || act == COORDINATION_ACCEPT);
    }
    assert_true(accepted > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_city_takes_over_what_is_not_its_own),
        cmocka_unit_test(the_city_hands_down_what_is_its_own_once_at_a_time),
        cmocka_unit_test(the_district_answers_what_it_is_asked),
        cmocka_unit_test(the_city_withdraws_what_waits),
        cmocka_unit_test(nothing_waits_that_is_not_the_citys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
