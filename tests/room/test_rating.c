#include "room/rating/mend.h"
#include "room/rating/rating.h"
#include "room/rating/rating_views.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const civil_date today = 20000;

static void a_case_is_rated_from_its_decision_to_the_day_of_default(void **state)
{
    (void)state;
    struct fault fault = {.code = FAULT_NONE};
    assert_false(rating_is_open(CIVIL_DATE_NONE, CIVIL_DATE_NONE, today, &fault));
    assert_int_equal(fault.code, FAULT_RATING_NOT_YET);
    fault.code = FAULT_NONE;
    assert_true(rating_is_open(today - 7, today, today, &fault));
    assert_false(rating_is_open(today - 8, today - 1, today, &fault));
    assert_int_equal(fault.code, FAULT_RATING_OVER);
    fault.code = FAULT_NONE;
}

static void a_rating_is_struck_by_two_supervisors(void **state)
{
    (void)state;
    struct rating rating = {.state = RATING_COUNTED};
    struct actor one = {.account = 1, .role = ROLE_SUPERVISOR};
    struct actor other = {.account = 2, .role = ROLE_SUPERVISOR};
    struct actor officer = {.account = 3, .role = ROLE_DEPARTMENT_OFFICER};
    struct fault fault = {.code = FAULT_NONE};
    assert_true(rating_may(&rating, &one, RATING_STRIKE));
    assert_false(rating_may(&rating, &officer, RATING_STRIKE));
    assert_false(rating_decide(&rating, &one, RATING_JUDGE, &fault));
    assert_int_equal(fault.code, FAULT_WRONG_STATE);
    fault.code = FAULT_NONE;
    rating.state = RATING_STRIKE_ASKED;
    rating.strike_by = 1;
    assert_false(rating_decide(&rating, &one, RATING_JUDGE, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    fault.code = FAULT_NONE;
    assert_true(rating_decide(&rating, &other, RATING_JUDGE, &fault));
    assert_false(rating_may(&rating, &one, RATING_JUDGE));
}

static void it_is_rated_again_once_when_it_was_mended(void **state)
{
    (void)state;
    struct rating rating = {.again_on = CIVIL_DATE_NONE};
    struct fault fault = {.code = FAULT_NONE};
    assert_false(rating_may_repeat(&rating, false, &fault));
    assert_int_equal(fault.code, FAULT_RATING_NOT_MENDED);
    fault.code = FAULT_NONE;
    assert_true(rating_may_repeat(&rating, true, &fault));
    rating.again_on = today;
    assert_false(rating_may_repeat(&rating, true, &fault));
    assert_int_equal(fault.code, FAULT_ALREADY_DONE);
    fault.code = FAULT_NONE;
}

static void the_unit_contacts_before_it_answers_and_another_verifies(void **state)
{
    (void)state;
    struct mend mend = {.org = TEXT("zjj"), .state = MEND_OPEN};
    struct actor unit = {.account = 1, .role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("zjj")};
    struct actor other = {.account = 2, .role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("sthj")};
    struct actor watch = {.account = 3, .role = ROLE_SUPERVISOR};
    struct fault fault = {.code = FAULT_NONE};
    assert_false(mend_decide(&mend, &unit, MEND_ANSWER, &fault));
    assert_int_equal(fault.code, FAULT_WRONG_STATE);
    fault.code = FAULT_NONE;
    assert_true(mend_decide(&mend, &unit, MEND_CONTACT, &fault));
    assert_false(mend_decide(&mend, &other, MEND_CONTACT, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    fault.code = FAULT_NONE;
    mend.state = MEND_CONTACTED;
    assert_true(mend_may(&mend, &unit, MEND_ANSWER));
    mend.state = MEND_ANSWERED;
    mend.answered_by = 3;
    assert_false(mend_decide(&mend, &watch, MEND_VERIFY, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    fault.code = FAULT_NONE;
    mend.answered_by = 1;
    assert_true(mend_decide(&mend, &watch, MEND_VERIFY, &fault));
    assert_true(mend_may(&mend, &watch, MEND_RETURN));
    assert_false(mend_may(&mend, &unit, MEND_VERIFY));
}

/* Whatever the numbers: no hidden sum can be told from the total and those that are shown. */
static void what_few_said_does_not_follow_from_the_rest(void **state)
{
    (void)state;
    uint32_t seed = 20261130;
    for (int round = 0; round < 2000; round++) {
        struct rating_sum items[6] = {{.ratings = 0}};
        struct rating_sums sums = {items, 6};
        int64_t hidden = 0, shown = 0, hidden_sums = 0;
        for (size_t i = 0; i < sums.count; i++) {
            seed = seed * 1664525 + 1013904223;
            items[i].ratings = (int64_t)((seed >> 16) % 12);
        }
        rating_hide_few(&sums, 5);
        for (size_t i = 0; i < sums.count; i++) {
            assert_true(items[i].is_hidden || items[i].ratings >= 5);
            hidden += items[i].is_hidden ? items[i].ratings : 0;
            hidden_sums += items[i].is_hidden && items[i].ratings > 0;
            shown += !items[i].is_hidden;
        }
        assert_true(hidden == 0 || hidden >= 5 || shown == 0);
        assert_true(hidden_sums != 1 || shown == 0 || hidden >= 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_rated_from_its_decision_to_the_day_of_default),
        cmocka_unit_test(a_rating_is_struck_by_two_supervisors),
        cmocka_unit_test(it_is_rated_again_once_when_it_was_mended),
        cmocka_unit_test(the_unit_contacts_before_it_answers_and_another_verifies),
        cmocka_unit_test(what_few_said_does_not_follow_from_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
