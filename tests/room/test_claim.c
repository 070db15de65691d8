#include "room/claim/claim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

static const struct actor enterprise = {
    .account = 1, .role = ROLE_ENTERPRISE, .org = {"", 0}, .project = 7};
static const struct actor officer = {
    .account = 2, .role = ROLE_DEPARTMENT_OFFICER, .org = {"gxj", 3}, .project = 0};
static const struct actor stranger = {
    .account = 3, .role = ROLE_DEPARTMENT_OFFICER, .org = {"ndrc", 4}, .project = 0};

static struct claim in_state(enum claim_state state)
{
    return (struct claim){.id = 1,
                          .project = 7,
                          .org = TEXT("gxj"),
                          .state = state,
                          .would_grant = true,
                          .proposed = 1000,
                          .due_on = CIVIL_DATE_NONE};
}

/* Whoever has the turn has an act; whoever has not can at most withdraw. */
static void each_state_has_an_owner_who_can_act(void **state)
{
    (void)state;
    for (int at = 0; at < CLAIM_STATE_COUNT; at++) {
        struct claim claim = in_state((enum claim_state)at);
        struct text owner = text_of(claim_owner(claim.state));
        int units = 0;
        int enterprises = 0;
        for (int act = 0; act < CLAIM_ACT_COUNT; act++) {
            units += claim_may(&claim, &officer, (enum claim_act)act);
            enterprises += claim_may(&claim, &enterprise, (enum claim_act)act);
            assert_false(claim_may(&claim, &stranger, (enum claim_act)act));
        }
        if (text_is(owner, "enterprise")) {
            assert_true(enterprises > 0 && units == 0);
        } else if (text_is(owner, "unit")) {
            assert_true(units > 0);
        } else {
            assert_true(enterprises == 0);
        }
    }
}

static void codes_are_read_back(void **state)
{
    (void)state;
    for (int at = 0; at < CLAIM_STATE_COUNT; at++) {
        enum claim_state found;
        assert_true(claim_state_find(text_of(claim_state_code((enum claim_state)at)), &found));
        assert_int_equal(found, at);
    }
    enum claim_state none;
    assert_false(claim_state_find(TEXT("no such"), &none));
}

static void nobody_decides_what_he_reviewed(void **state)
{
    (void)state;
    struct claim claim = in_state(CLAIM_REVIEWED);
    struct fault fault = {.code = FAULT_NONE};
    claim.reviewer = officer.account;
    assert_false(claim_decide(&claim, &officer, CLAIM_DECIDE, &fault));
    assert_int_equal(fault.code, FAULT_CLAIM_SAME_PERSON);
    claim.reviewer = 99;
    assert_true(claim_decide(&claim, &officer, CLAIM_DECIDE, &fault));
}

static enum fault_code grant(struct arena *arena, const struct claim *claim,
                             struct claim_grant wanted)
{
    struct fault fault = {.code = FAULT_NONE};
    return claim_grant_is_lawful(arena, claim, &wanted, &fault) ? FAULT_NONE : fault.code;
}

static void no_more_is_granted_than_was_proposed_and_is_left(void **state)
{
    (void)state;
    struct arena *arena = arena_open(4096, 1 << 20);
    struct claim claim = in_state(CLAIM_REVIEWED);
    const struct {
        int64_t amount, left;
        enum fault_code code;
    } cases[] = {{1000, -1, FAULT_NONE},         {1001, -1, FAULT_CLAIM_AMOUNT},
                 {0, -1, FAULT_CLAIM_AMOUNT},    {1000, 1000, FAULT_NONE},
                 {1000, 999, FAULT_CLAIM_QUOTA}, {1, 0, FAULT_CLAIM_QUOTA}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct claim_grant wanted = {cases[i].amount, cases[i].left, 100, 0};
        assert_int_equal(grant(arena, &claim, wanted), cases[i].code);
    }
    claim.would_grant = false;
    assert_int_equal(grant(arena, &claim, (struct claim_grant){1, -1, 100, 0}), FAULT_CLAIM_AMOUNT);
    arena_close(arena);
}

static void the_public_notice_comes_first(void **state)
{
    (void)state;
    struct arena *arena = arena_open(4096, 1 << 20);
    struct claim claim = in_state(CLAIM_REVIEWED);
    struct claim_grant wanted = {10, -1, 100, -1};
    assert_int_equal(grant(arena, &claim, wanted), FAULT_CLAIM_NOT_ANNOUNCED);
    wanted.notice_days = 5;
    assert_int_equal(grant(arena, &claim, wanted), FAULT_CLAIM_NOT_ANNOUNCED);
    claim.state = CLAIM_ANNOUNCED;
    claim.due_on = 100;
    assert_int_equal(grant(arena, &claim, wanted), FAULT_CLAIM_NOT_ANNOUNCED);
    claim.due_on = 99;
    assert_int_equal(grant(arena, &claim, wanted), FAULT_NONE);
    claim.open_objections = 1;
    assert_int_equal(grant(arena, &claim, wanted), FAULT_CLAIM_NOT_ANNOUNCED);
    arena_close(arena);
}

static void a_part_is_done_once(void **state)
{
    (void)state;
    struct claim_part part = {.claim = 1, .nth = 1, .done_on = CIVIL_DATE_NONE};
    struct fault fault = {.code = FAULT_NONE};
    assert_true(claim_part_is_open(&part, "nth", &fault));
    part.done_on = 100;
    assert_false(claim_part_is_open(&part, "nth", &fault));
    assert_int_equal(fault.code, FAULT_CLAIM_PART_DONE);
    part = (struct claim_part){.claim = 0, .done_on = CIVIL_DATE_NONE};
    assert_false(claim_part_is_open(&part, "nth", &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_has_an_owner_who_can_act),
        cmocka_unit_test(codes_are_read_back),
        cmocka_unit_test(nobody_decides_what_he_reviewed),
        cmocka_unit_test(no_more_is_granted_than_was_proposed_and_is_left),
        cmocka_unit_test(the_public_notice_comes_first),
        cmocka_unit_test(a_part_is_done_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
