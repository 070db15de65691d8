#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "room/milestone/milestone.h"

/* Milestones: what stands in the way of one, and what it needs. */

static struct arena *arena;
static struct fault fault;

static civil_date day(int year, int month, int of_month)
{
    return civil_date_from_parts((struct civil_parts){year, month, of_month});
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 20, (size_t)1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct milestone_gate gates[2];

/* 开工 behind a permit granted on 2 March and another on 4 March; today is 10 March. */
static struct milestone_case start_of_works(void)
{
    fault = (struct fault){.code = FAULT_NONE};
    gates[0] = (struct milestone_gate){TEXT("施工许可"), day(2026, 3, 2)};
    gates[1] = (struct milestone_gate){TEXT("环评批复"), day(2026, 3, 4)};
    return (struct milestone_case){.is_known = true,
                                   .needs_evidence = true,
                                   .name = TEXT("开工"),
                                   .gates = gates,
                                   .gate_count = 2,
                                   .today = day(2026, 3, 10)};
}

static bool decide_on(const struct milestone_case *about, civil_date reached_on, size_t files)
{
    struct milestone_reached out;
    struct milestone_reach command = {.milestone = TEXT("开工"),
                                      .reached_on = reached_on,
                                      .evidence = TEXT_NONE,
                                      .note = TEXT_NONE};
    return milestone_decide(arena, about, &command, files, &out, &fault);
}

static void a_milestone_is_reached_with_permits_and_evidence(void **state)
{
    (void)state;
    struct milestone_case about = start_of_works();
    assert_true(decide_on(&about, day(2026, 3, 9), 1));
    assert_true(decide_on(&about, day(2026, 3, 4), 1));
    assert_true(decide_on(&about, day(2026, 3, 10), 1));
}

static void it_is_not_reached_tomorrow(void **state)
{
    (void)state;
    struct milestone_case about = start_of_works();
    assert_false(decide_on(&about, day(2026, 3, 11), 1));
    assert_int_equal(fault.code, FAULT_DAY_IN_FUTURE);
    assert_string_equal(fault.field, "reached_on");
}

static void a_missing_permit_is_named(void **state)
{
    (void)state;
    struct milestone_case about = start_of_works();
    gates[1].over_on = CIVIL_DATE_NONE;
    assert_false(decide_on(&about, day(2026, 3, 9), 1));
    assert_int_equal(fault.code, FAULT_MILESTONE_BLOCKED);
    struct text sentence = fault_sentence(arena, &fault, LANGUAGE_ZH);
    assert_true(text_find(sentence, TEXT("环评批复")) != SIZE_MAX);
    assert_true(text_find(sentence, TEXT("施工许可")) == SIZE_MAX);
}

static void works_do_not_begin_before_their_permit(void **state)
{
    (void)state;
    struct milestone_case about = start_of_works();
    assert_false(decide_on(&about, day(2026, 3, 3), 1));
    assert_int_equal(fault.code, FAULT_MILESTONE_TOO_EARLY);
    assert_string_equal(fault.arguments[1], "环评批复");
    assert_string_equal(fault.arguments[2], "2026-03-04");
}

static void it_is_reported_once(void **state)
{
    (void)state;
    struct milestone_case about = start_of_works();
    about.is_reached = true;
    assert_false(decide_on(&about, day(2026, 3, 9), 1));
    assert_int_equal(fault.code, FAULT_ALREADY_DONE);
}

static void it_stands_in_the_plan(void **state)
{
    (void)state;
    struct milestone_case about = start_of_works();
    about.is_known = false;
    assert_false(decide_on(&about, day(2026, 3, 9), 1));
    assert_string_equal(fault.field, "milestone");
}

static void evidence_is_asked_for_and_must_be_the_projects_own(void **state)
{
    (void)state;
    struct milestone_case about = start_of_works();
    assert_false(decide_on(&about, day(2026, 3, 9), 0));
    assert_int_equal(fault.code, FAULT_MILESTONE_EVIDENCE);
    about = start_of_works();
    about.foreign_files = 1;
    assert_false(decide_on(&about, day(2026, 3, 9), 1));
    assert_string_equal(fault.field, "evidence");
    about = start_of_works();
    about.needs_evidence = false;
    assert_true(decide_on(&about, day(2026, 3, 9), 0));
}

static bool read(const char *json, size_t *count)
{
    int64_t ids[MILESTONE_EVIDENCE_MAX];
    fault = (struct fault){.code = FAULT_NONE};
    return milestone_evidence_read(arena, text_of(json), ids, count, &fault);
}

static void evidence_is_a_list_of_ids(void **state)
{
    (void)state;
    size_t count = 9;
    assert_true(read("", &count));
    assert_int_equal(count, 0);
    assert_true(read("[3,7]", &count));
    assert_int_equal(count, 2);
    static const char *const wrong[] = {
        "{}",      "[0]",   "[-1]",   "[3,3]",
        "[\"3\"]", "[1.5]", "[null]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(read(wrong[i], &count));
        assert_string_equal(fault.field, "evidence");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_milestone_is_reached_with_permits_and_evidence),
        cmocka_unit_test(it_is_not_reached_tomorrow),
        cmocka_unit_test(a_missing_permit_is_named),
        cmocka_unit_test(works_do_not_begin_before_their_permit),
        cmocka_unit_test(it_is_reported_once),
        cmocka_unit_test(it_stands_in_the_plan),
        cmocka_unit_test(evidence_is_asked_for_and_must_be_the_projects_own),
        cmocka_unit_test(evidence_is_a_list_of_ids),
    };
    return cmocka_run_group_tests_name("milestone", tests, set_up, tear_down);
}
