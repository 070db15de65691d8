#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/climbing.h"

static int64_t due(int64_t late_days, int64_t step_days, int64_t steps)
{
    struct climbing ladder = {.roles = NULL, .steps = steps, .days = step_days};
    return climbing_steps_due(&ladder, late_days);
}

static void it_climbs_a_step_at_a_time(void **state)
{
    (void)state;
    assert_int_equal(due(0, 3, 3), 0);
    assert_int_equal(due(1, 3, 3), 1);
    assert_int_equal(due(3, 3, 3), 1);
    assert_int_equal(due(4, 3, 3), 2);
    assert_int_equal(due(400, 3, 3), 3);
    assert_int_equal(due(5, 3, 0), 0);
    assert_int_equal(due(1, 0, 3), 3);
}

static void without_a_record_there_is_no_ladder(void **state)
{
    (void)state;
    struct climbing none = climbing_of(NULL);
    assert_int_equal(none.steps, 0);
    assert_int_equal(climbing_steps_due(&none, 40), 0);
    assert_int_equal(climbing_stays_until(NULL, &none, 0, 0), CIVIL_DATE_NONE);
}

static enum climbing_move move(const char *announced_to, civil_date announced_for, const char *to,
                               int64_t left_days)
{
    struct climbing_next next = {text_of(to), left_days, 1, text_of(announced_to), announced_for};
    return climbing_move_of(&next, 20000);
}

static void it_climbs_announced_and_never_to_nobody(void **state)
{
    (void)state;
    assert_int_equal(move("", CIVIL_DATE_NONE, "leader", 2), CLIMBING_STAYS);
    assert_int_equal(move("", CIVIL_DATE_NONE, "leader", 1), CLIMBING_IS_ANNOUNCED);
    assert_int_equal(move("", CIVIL_DATE_NONE, "leader", -9), CLIMBING_IS_ANNOUNCED);
    assert_int_equal(move("leader", 20001, "leader", 0), CLIMBING_STAYS);
    assert_int_equal(move("leader", 20000, "leader", 0), CLIMBING_CLIMBS);
    /* Somebody else stands there by now: he is told first. */
    assert_int_equal(move("centre_coordinator", 20000, "leader", 0), CLIMBING_IS_ANNOUNCED);
    assert_int_equal(move("leader", 20000, "", 0), CLIMBING_STAYS);
    assert_int_equal(move("", CIVIL_DATE_NONE, "", -9), CLIMBING_STAYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_climbs_a_step_at_a_time),
        cmocka_unit_test(it_climbs_announced_and_never_to_nobody),
        cmocka_unit_test(without_a_record_there_is_no_ladder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
