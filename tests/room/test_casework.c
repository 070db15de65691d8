#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "room/consultation/consultation.h"
#include "room/countersign/countersign.h"
#include "room/promise/promise.h"
#include "room/site_visit/site_visit.h"

/* What a unit does about a case: the decisions alone, without database and without HTTP. */

static const civil_date today = 20000;

/* -- countersigning: every way of four signers to answer, against a reference that counts -- */

#define SIGNERS 4

static void of_number(int number, struct countersign_signer out[SIGNERS])
{
    for (int i = 0; i < SIGNERS; i++) {
        out[i] = (struct countersign_signer){.position = i,
                                             .answer = (enum countersign_answer)(number % 4)};
        number /= 4;
    }
}

/* All: nobody says no, nobody is waited for, somebody says yes. Any: the first yes. */
static enum countersign_state by_counting(bool is_any, const struct countersign_signer *signers)
{
    int count[4] = {0};
    for (int i = 0; i < SIGNERS; i++) {
        count[signers[i].answer]++;
    }
    if (is_any ? count[COUNTERSIGN_AGREES] > 0
               : count[COUNTERSIGN_AGREES] > 0 &&
                     count[COUNTERSIGN_AGREES] + count[COUNTERSIGN_REMOVED] == SIGNERS) {
        return COUNTERSIGN_AGREED;
    }
    bool is_no = is_any ? count[COUNTERSIGN_DISAGREES] > 0 && count[COUNTERSIGN_WAITS] == 0
                        : count[COUNTERSIGN_DISAGREES] > 0;
    return is_no ? COUNTERSIGN_DECLINED : COUNTERSIGN_OPEN;
}

static void a_countersigning_comes_to_what_its_answers_say(void **state)
{
    (void)state;
    for (int number = 0; number < 256; number++) {
        struct countersign_signer signers[SIGNERS];
        of_number(number, signers);
        assert_int_equal(countersign_outcome(COUNTERSIGN_ALL, signers, SIGNERS),
                         by_counting(false, signers));
        assert_int_equal(countersign_outcome(COUNTERSIGN_ANY, signers, SIGNERS),
                         by_counting(true, signers));
    }
}

static struct countersign of_two(struct countersign_signer signers[2])
{
    signers[0] = (struct countersign_signer){.position = 0, .org = TEXT("sthj")};
    signers[1] = (struct countersign_signer){.position = 1, .account = 7};
    return (struct countersign){.id = 1,
                                .by_org = TEXT("zrzy"),
                                .mode = COUNTERSIGN_ALL,
                                .state = COUNTERSIGN_OPEN,
                                .signers = signers,
                                .signer_count = 2};
}

static void the_last_signer_is_not_taken_out(void **state)
{
    struct countersign_signer signers[2];
    struct countersign countersign = of_two(signers);
    enum countersign_state after = COUNTERSIGN_OPEN;
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    signers[1].answer = COUNTERSIGN_AGREES;
    assert_false(countersign_decide_remove(&countersign, 1, LANGUAGE_ZH, &after, &fault));
    fault.code = FAULT_NONE;
    assert_true(countersign_decide_remove(&countersign, 0, LANGUAGE_ZH, &after, &fault));
    assert_int_equal(after, COUNTERSIGN_AGREED);
    signers[1].answer = COUNTERSIGN_REMOVED;
    assert_false(countersign_decide_remove(&countersign, 0, LANGUAGE_ZH, &after, &fault));
}

static void a_person_signs_for_himself_before_his_unit(void **state)
{
    struct countersign_signer signers[2];
    struct countersign countersign = of_two(signers);
    struct actor both = {.account = 7, .role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("sthj")};
    struct actor unit = {.account = 8, .role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("sthj")};
    struct actor other = {.account = 9, .role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("zrzy")};
    (void)state;
    assert_int_equal(countersign_signer_of(&countersign, &both)->position, 1);
    assert_int_equal(countersign_signer_of(&countersign, &unit)->position, 0);
    assert_null(countersign_signer_of(&countersign, &other));
}

/* -- promised days -- */

static struct promise promised(civil_date on)
{
    return (struct promise){.id = 1,
                            .state = PROMISE_OPEN,
                            .by_org = TEXT("zrzy"),
                            .promised_on = on,
                            .first_on = on,
                            .made_on = today - 30,
                            .kept_on = CIVIL_DATE_NONE,
                            .missed_on = CIVIL_DATE_NONE};
}

static enum fault_code move(const struct promise *promise, int64_t left, civil_date to)
{
    struct actor actor = {.account = 7, .role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("zrzy")};
    struct promise_terms terms = {today, 5, left, &actor};
    struct promise_move command = {to, TEXT("等待专家意见")};
    struct fault fault = {.code = FAULT_NONE};
    return promise_decide_move(promise, &command, &terms, &fault) ? FAULT_NONE : fault.code;
}

static void near_its_day_a_promise_is_not_moved(void **state)
{
    struct promise promise = promised(today + 20);
    (void)state;
    assert_int_equal(move(&promise, 6, today + 30), FAULT_NONE);
    assert_int_equal(move(&promise, 5, today + 30), FAULT_PROMISE_LOCKED);
    assert_int_equal(move(&promise, 0, today + 30), FAULT_PROMISE_LOCKED);
    assert_int_equal(move(&promise, 6, today + 20), FAULT_FIELD_INVALID);
    assert_int_equal(move(&promise, 6, today - 1), FAULT_FIELD_INVALID);
}

static void a_request_made_in_time_stands_while_it_waits(void **state)
{
    struct promise promise = promised(today - 1);
    (void)state;
    assert_true(promise_is_missed(&promise, today));
    promise.request = (struct promise_request){
        .id = 2, .account = 7, .state = PROMISE_REQUEST_WAITS, .to_on = today + 9};
    assert_false(promise_is_missed(&promise, today));
    assert_false(promise_is_late(&promise, today + 9));
    assert_true(promise_is_late(&promise, today + 10));
    promise.request.state = PROMISE_REQUEST_REJECTED;
    assert_true(promise_is_missed(&promise, today));
    assert_true(promise_is_late(&promise, today));
}

static void a_promise_is_missed_the_day_after(void **state)
{
    struct promise promise = promised(today);
    (void)state;
    assert_false(promise_is_missed(&promise, today));
    assert_true(promise_is_missed(&promise, today + 1));
    promise.state = PROMISE_KEPT;
    assert_false(promise_is_missed(&promise, today + 1));
}

static void nobody_approves_his_own_request(void **state)
{
    struct promise promise = promised(today + 1);
    struct actor asker = {.account = 7, .role = ROLE_CENTRE_COORDINATOR};
    struct actor other = {.account = 8, .role = ROLE_CENTRE_COORDINATOR};
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    promise.request =
        (struct promise_request){.id = 2, .account = 7, .state = PROMISE_REQUEST_WAITS};
    assert_false(promise_decide_answer(&promise, &asker, true, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    fault.code = FAULT_NONE;
    assert_false(promise_decide_answer(&promise, &other, false, &fault));
    fault.code = FAULT_NONE;
    assert_true(promise_decide_answer(&promise, &other, true, &fault));
}

/* -- consultations, visits -- */

static void a_required_consultation_waits_for_its_limit_not_longer(void **state)
{
    struct consultation required = {.id = 1, .holds = true, .state = CONSULTATION_OPEN};
    struct consultation information = {.id = 1, .holds = false, .state = CONSULTATION_OPEN};
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    assert_false(
        consultation_decide_conclude(&required, false, TEXT("生态环境局"), LANGUAGE_ZH, &fault));
    assert_int_equal(fault.code, FAULT_CONSULTATION_WAITS);
    fault.code = FAULT_NONE;
    assert_true(
        consultation_decide_conclude(&required, true, TEXT("生态环境局"), LANGUAGE_ZH, &fault));
    assert_true(consultation_decide_conclude(&required, false, TEXT_NONE, LANGUAGE_ZH, &fault));
    assert_true(
        consultation_decide_conclude(&information, false, TEXT("生态环境局"), LANGUAGE_ZH, &fault));
}

static void what_must_be_put_right_has_a_day(void **state)
{
    struct site_visit_report report = {.on = CIVIL_DATE_NONE,
                                       .findings = TEXT("缺标线"),
                                       .result = TEXT("to_rectify"),
                                       .rectify_by = CIVIL_DATE_NONE};
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    assert_false(site_visit_decide_report(&report, today, &fault));
    assert_int_equal(fault.code, FAULT_FIELD_REQUIRED);
    fault.code = FAULT_NONE;
    report.rectify_by = today + 3;
    assert_true(site_visit_decide_report(&report, today, &fault));
    report.result = TEXT("passed");
    assert_false(site_visit_decide_report(&report, today, &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_countersigning_comes_to_what_its_answers_say),
        cmocka_unit_test(the_last_signer_is_not_taken_out),
        cmocka_unit_test(a_person_signs_for_himself_before_his_unit),
        cmocka_unit_test(near_its_day_a_promise_is_not_moved),
        cmocka_unit_test(a_request_made_in_time_stands_while_it_waits),
        cmocka_unit_test(a_promise_is_missed_the_day_after),
        cmocka_unit_test(nobody_approves_his_own_request),
        cmocka_unit_test(a_required_consultation_waits_for_its_limit_not_longer),
        cmocka_unit_test(what_must_be_put_right_has_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
