#include "room/validity/validity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;

static civil_date day(int year, int month, int of)
{
    return civil_date_from_parts((struct civil_parts){year, month, of});
}

static void months_end_with_the_month(void **state)
{
    (void)state;
    assert_int_equal(civil_date_months_after(day(2026, 11, 30), 3), day(2027, 2, 28));
    assert_int_equal(civil_date_months_after(day(2027, 11, 30), 3), day(2028, 2, 29));
    assert_int_equal(civil_date_months_after(day(2026, 10, 15), 3), day(2027, 1, 15));
    assert_int_equal(civil_date_months_after(day(2026, 12, 31), 12), day(2027, 12, 31));
}

/* Against the obvious: every day ahead of the list is told once, in order, then the day after. */
static void each_notice_is_given_once_and_then_the_lapse(void **state)
{
    (void)state;
    civil_date until = day(2027, 3, 1);
    int told = 0;
    for (civil_date today = until - 60; today <= until;) {
        civil_date next = validity_next(arena, TEXT("[30,10,3]"), until, today);
        assert_true(next > today);
        bool is_listed = next == until - 30 || next == until - 10 || next == until - 3;
        assert_true(is_listed || next == until + 1);
        told += is_listed;
        today = next;
    }
    assert_int_equal(told, 3);
}

static void an_assessment_is_valid_and_within_its_terms(void **state)
{
    (void)state;
    civil_date today = day(2026, 7, 1);
    struct validity_refer command = {.valid_until = day(2026, 6, 30), .within_terms = 1};
    struct fault fault = {.code = FAULT_NONE};
    assert_false(validity_decide_refer(&command, today, &fault)); /* special case 10 */
    assert_int_equal(fault.code, FAULT_ASSESSMENT_EXPIRED);
    command.valid_until = today;
    assert_true(validity_decide_refer(&command, today, &(struct fault){.code = FAULT_NONE}));
    for (int64_t unknown_or_no = -1; unknown_or_no <= 0; unknown_or_no++) {
        fault = (struct fault){.code = FAULT_NONE};
        command.within_terms = unknown_or_no;
        assert_false(validity_decide_refer(&command, today, &fault));
        assert_int_equal(fault.code, FAULT_ASSESSMENT_TERMS);
    }
}

static void an_extension_has_its_rule_and_its_number(void **state)
{
    (void)state;
    civil_date today = day(2026, 7, 1);
    struct actor unit = {.role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("zjj")};
    struct validity validity = {.org = TEXT("zjj"),
                                .state = VALIDITY_RUNNING,
                                .until = today,
                                .extensions_most = 2,
                                .extension_months = 3};
    struct fault fault = {.code = FAULT_NONE};
    assert_true(validity_decide_extend(&validity, &unit, today, &fault));
    assert_false(validity_decide_extend(&validity, &unit, today + 1, &fault));
    assert_int_equal(fault.code, FAULT_VALIDITY_OVER);
    validity.extensions = 2;
    fault = (struct fault){.code = FAULT_NONE};
    assert_false(validity_decide_extend(&validity, &unit, today, &fault));
    assert_int_equal(fault.code, FAULT_VALIDITY_EXTENDED);
    validity.extensions_most = -1; /* the rule does not say: nobody invents it */
    fault = (struct fault){.code = FAULT_NONE};
    assert_false(validity_decide_extend(&validity, &unit, today, &fault));
    assert_int_equal(fault.code, FAULT_VALIDITY_FIXED);
}

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 16, (size_t)16 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_end_with_the_month),
        cmocka_unit_test(each_notice_is_given_once_and_then_the_lapse),
        cmocka_unit_test(an_assessment_is_valid_and_within_its_terms),
        cmocka_unit_test(an_extension_has_its_rule_and_its_number),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
