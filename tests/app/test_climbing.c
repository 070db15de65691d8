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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_climbs_a_step_at_a_time),
        cmocka_unit_test(without_a_record_there_is_no_ladder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
