#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/calendar/calendar.h"
#include "room/problem/problem.h"

/* Decisions about problems, without database and without HTTP. Today is Monday, 2026-11-23. */

static struct arena *arena;
static const struct calendar *calendar;

static int open_all(void **state)
{
    (void)state;
    static const civil_date none[1];
    struct fault fault = {.code = FAULT_NONE};
    arena = arena_open(1 << 20, 16 << 20);
    const struct calendar_year year = {.year = 2026, .off = none, .work = none};
    return calendar_build(arena, &year, 1, &calendar, &fault) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static civil_date day(const char *text)
{
    civil_date out = CIVIL_DATE_NONE;
    assert_true(civil_date_parse(text_of(text), &out));
    return out;
}

static struct actor of_role(enum role role, int64_t account, const char *org)
{
    return (struct actor){.account = account,
                          .role = role,
                          .org = text_of(org),
                          .name = TEXT_NONE,
                          .district = TEXT_NONE};
}

#define ENTERPRISE of_role(ROLE_ENTERPRISE, 1, "")
#define NAVIGATOR of_role(ROLE_NAVIGATOR, 2, "centre")
#define COORDINATOR of_role(ROLE_CENTRE_COORDINATOR, 3, "centre")
#define DISTRICT of_role(ROLE_DISTRICT_COORDINATOR, 4, "district-centre")
#define OFFICER of_role(ROLE_DEPARTMENT_OFFICER, 5, "zrzy")
#define COLLEAGUE of_role(ROLE_DEPARTMENT_OFFICER, 6, "zrzy")
#define STRANGER of_role(ROLE_DEPARTMENT_OFFICER, 7, "sthj")

static struct problem raised(void)
{
    return (struct problem){.id = 9,
                            .version = 1,
                            .project = 8,
                            .state = PROBLEM_RAISED,
                            .level = PROBLEM_DISTRICT,
                            .org = TEXT_NONE,
                            .raised_on = day("2026-11-20"),
                            .raised_by = 1,
                            .raised_role = ROLE_ENTERPRISE,
                            .assigned_on = CIVIL_DATE_NONE,
                            .due_on = CIVIL_DATE_NONE,
                            .solved_on = CIVIL_DATE_NONE,
                            .done_on = CIVIL_DATE_NONE,
                            .verified_on = CIVIL_DATE_NONE,
                            .closed_on = CIVIL_DATE_NONE};
}

static struct problem assigned(void)
{
    struct problem problem = raised();
    problem.state = PROBLEM_ASSIGNED;
    problem.org = TEXT("zrzy");
    problem.owner = 5;
    problem.assigned_on = day("2026-11-20");
    problem.due_on = day("2026-11-27");
    return problem;
}

static struct problem solved(void)
{
    struct problem problem = assigned();
    problem.state = PROBLEM_SOLVED;
    problem.solved_by = 5;
    problem.evidence = TEXT("[12]");
    problem.solved_on = problem.done_on = day("2026-11-23");
    return problem;
}

static struct problem verified(void)
{
    struct problem problem = solved();
    problem.verified_on = day("2026-11-23");
    return problem;
}

static struct problem closed(void)
{
    struct problem problem = verified();
    problem.state = PROBLEM_CLOSED;
    problem.closed_on = day("2026-11-23");
    return problem;
}

static struct problem_setting setting_of(const struct actor *actor)
{
    return (struct problem_setting){.actor = actor,
                                    .calendar = calendar,
                                    .today = day("2026-11-23"),
                                    .new_due = day("2026-12-07"),
                                    .owner_is_of_unit = true,
                                    .verifier_is_known = true,
                                    .unit_is_known = true};
}

static enum fault_code act(struct problem problem, struct actor actor, enum problem_act what)
{
    struct fault fault = {.code = FAULT_NONE};
    struct problem_setting setting = setting_of(&actor);
    bool done = problem_decide_act(&problem, what, &setting, &fault);
    assert_int_equal(done, fault.code == FAULT_NONE);
    assert_int_equal(done, problem_may(&problem, &actor, what));
    return fault.code;
}

static enum fault_code assign(struct actor actor, struct problem_assign command, bool of_unit)
{
    struct fault fault = {.code = FAULT_NONE};
    struct problem problem = raised();
    struct problem_setting setting = setting_of(&actor);
    struct problem_assigned out;
    setting.owner_is_of_unit = of_unit;
    (void)!problem_decide_assign(&problem, &command, &setting, &out, &fault);
    return fault.code;
}

static struct problem_assign order(const char *due)
{
    return (struct problem_assign){
        .org = TEXT("zrzy"), .measures = TEXT("x"), .owner = 5, .due_on = day(due)};
}

static void only_coordinators_assign(void **state)
{
    (void)state;
    assert_int_equal(assign(COORDINATOR, order("2026-11-27"), true), FAULT_NONE);
    assert_int_equal(assign(DISTRICT, order("2026-11-27"), true), FAULT_NONE);
    assert_int_equal(assign(NAVIGATOR, order("2026-11-27"), true), FAULT_NOT_PERMITTED);
    assert_int_equal(assign(ENTERPRISE, order("2026-11-27"), true), FAULT_NOT_PERMITTED);
    assert_int_equal(assign(OFFICER, order("2026-11-27"), true), FAULT_NOT_PERMITTED);
}

static void once_escalated_the_district_no_longer_assigns(void **state)
{
    (void)state;
    struct problem problem = raised();
    problem.level = PROBLEM_CITY;
    assert_int_equal(act(problem, DISTRICT, PROBLEM_ASSIGN), FAULT_NOT_PERMITTED);
    assert_int_equal(act(problem, COORDINATOR, PROBLEM_ASSIGN), FAULT_NONE);
}

static void the_day_due_is_a_working_day_and_not_past(void **state)
{
    (void)state;
    assert_int_equal(assign(COORDINATOR, order("2026-11-23"), true), FAULT_NONE);
    assert_int_equal(assign(COORDINATOR, order("2026-11-20"), true), FAULT_FIELD_INVALID);
    assert_int_equal(assign(COORDINATOR, order("2026-11-28"), true), FAULT_FIELD_INVALID);
}

static void owner_is_of_the_unit_and_never_the_verifier(void **state)
{
    (void)state;
    struct problem_assign command = order("2026-11-27");
    assert_int_equal(assign(COORDINATOR, command, false), FAULT_FIELD_INVALID);
    command.verifier = 5;
    assert_int_equal(assign(COORDINATOR, command, true), FAULT_FIELD_INVALID);
    command.verifier = 6;
    assert_int_equal(assign(COORDINATOR, command, true), FAULT_NONE);
    command.owner = command.verifier = 0;
    assert_int_equal(assign(COORDINATOR, command, false), FAULT_FIELD_INVALID);
}

static enum fault_code assign_to(struct actor actor, struct problem_assign command, bool of_unit)
{
    struct fault fault = {.code = FAULT_NONE};
    struct problem problem = raised();
    struct problem_setting setting = setting_of(&actor);
    struct problem_assigned out;
    setting.verifier_is_of_unit = of_unit;
    (void)!problem_decide_assign(&problem, &command, &setting, &out, &fault);
    return fault.code;
}

static void no_unit_verifies_its_own_work(void **state)
{
    (void)state;
    struct problem_assign command = order("2026-11-27");
    command.verifier = 6;
    assert_int_equal(assign_to(COORDINATOR, command, true), FAULT_FIELD_INVALID);
    command.org = TEXT("centre"); /* his own: somebody else must look */
    command.verifier = 0;
    assert_int_equal(assign_to(COORDINATOR, command, false), FAULT_FIELD_INVALID);
    command.verifier = 7;
    assert_int_equal(assign_to(COORDINATOR, command, false), FAULT_NONE);
    struct problem problem = solved();
    problem.verifier = 6; /* came to the unit after he was named */
    assert_int_equal(act(problem, COLLEAGUE, PROBLEM_VERIFY), FAULT_NOT_PERMITTED);
}

static enum fault_code solve(struct problem problem, struct actor actor,
                             struct problem_solve command)
{
    struct fault fault = {.code = FAULT_NONE};
    struct problem_setting setting = setting_of(&actor);
    struct problem_solved out;
    (void)!problem_decide_solve(&problem, &command, &setting, &out, &fault);
    return fault.code;
}

static void a_problem_is_not_solved_without_evidence_or_a_reason_for_its_absence(void **state)
{
    (void)state;
    struct problem_solve command = {.solution = TEXT("x"),
                                    .done_on = day("2026-11-23"),
                                    .evidence = TEXT("[]"),
                                    .no_evidence = TEXT_NONE};
    assert_int_equal(solve(assigned(), OFFICER, command), FAULT_PROBLEM_EVIDENCE);
    command.no_evidence = TEXT("口头答复");
    assert_int_equal(solve(assigned(), OFFICER, command), FAULT_NONE);
    command.no_evidence = TEXT_NONE;
    command.evidence = TEXT("[12]");
    assert_int_equal(solve(assigned(), OFFICER, command), FAULT_NONE);
}

static void only_the_responsible_unit_reports_it_solved(void **state)
{
    (void)state;
    struct problem_solve command = {.solution = TEXT("x"),
                                    .done_on = day("2026-11-23"),
                                    .evidence = TEXT("[12]"),
                                    .no_evidence = TEXT_NONE};
    assert_int_equal(solve(assigned(), COLLEAGUE, command), FAULT_NONE);
    assert_int_equal(solve(assigned(), STRANGER, command), FAULT_NOT_PERMITTED);
    assert_int_equal(solve(assigned(), COORDINATOR, command), FAULT_NOT_PERMITTED);
    assert_int_equal(solve(assigned(), ENTERPRISE, command), FAULT_NOT_PERMITTED);
    assert_int_equal(solve(raised(), OFFICER, command), FAULT_NOT_PERMITTED);
}

static void the_day_done_is_neither_future_nor_before_the_problem(void **state)
{
    (void)state;
    struct problem_solve command = {.solution = TEXT("x"),
                                    .done_on = day("2026-11-24"),
                                    .evidence = TEXT("[12]"),
                                    .no_evidence = TEXT_NONE};
    assert_int_equal(solve(assigned(), OFFICER, command), FAULT_DAY_IN_FUTURE);
    command.done_on = day("2026-11-19");
    assert_int_equal(solve(assigned(), OFFICER, command), FAULT_FIELD_INVALID);
    command.done_on = CIVIL_DATE_NONE;
    assert_int_equal(solve(assigned(), OFFICER, command), FAULT_NONE);
}

static void who_solved_it_never_verifies_it(void **state)
{
    (void)state;
    struct problem problem = solved();
    assert_int_equal(act(problem, COORDINATOR, PROBLEM_VERIFY), FAULT_NONE);
    assert_int_equal(act(problem, OFFICER, PROBLEM_VERIFY), FAULT_NOT_PERMITTED);
    problem.verifier = 7;
    assert_int_equal(act(problem, STRANGER, PROBLEM_VERIFY), FAULT_NONE);
    assert_int_equal(act(problem, COORDINATOR, PROBLEM_VERIFY), FAULT_NOT_PERMITTED);
    problem.solved_by = 7;
    assert_int_equal(act(problem, STRANGER, PROBLEM_VERIFY), FAULT_NOT_PERMITTED);
}

static enum fault_code verify(struct problem problem, bool accepts)
{
    struct fault fault = {.code = FAULT_NONE};
    struct actor actor = COORDINATOR;
    struct problem_setting setting = setting_of(&actor);
    struct problem_verify command = {TEXT("x"), accepts};
    struct problem_verified out;
    (void)!problem_decide_verify(&problem, &command, &setting, &out, &fault);
    return fault.code;
}

static enum fault_code confirm(struct problem problem)
{
    struct fault fault = {.code = FAULT_NONE};
    struct actor actor = ENTERPRISE;
    struct problem_setting setting = setting_of(&actor);
    (void)!problem_decide_confirm(&problem, &setting, &fault);
    return fault.code;
}

static void a_statement_counts_only_once_the_verifier_accepts_it(void **state)
{
    (void)state;
    struct problem problem = solved();
    assert_int_equal(verify(problem, true), FAULT_NONE);
    problem.evidence = TEXT_NONE;
    problem.no_evidence = TEXT("口头答复");
    assert_int_equal(verify(problem, false), FAULT_PROBLEM_STATEMENT);
    assert_int_equal(verify(problem, true), FAULT_NONE);
    problem.verified_on = day("2026-11-23");
    assert_int_equal(confirm(problem), FAULT_PROBLEM_UNPROVEN);
    problem.accepts_statement = true;
    assert_int_equal(confirm(problem), FAULT_NONE);
    assert_int_equal(confirm(verified()), FAULT_NONE);
}

static void lists_begin_with_what_costs_most(void **state)
{
    (void)state;
    struct problem_cost dear = {.is_known = true, .moves = 7, .spare = 0};
    struct problem_cost cheap = {.is_known = true, .moves = 1, .spare = 0};
    struct problem_cost tight = {.is_known = true, .moves = 0, .spare = 2};
    struct problem_cost loose = {.is_known = true, .moves = 0, .spare = 40};
    struct problem_cost done = {.is_known = true, .moves = 0, .spare = PROBLEM_SPARE_MOST};
    struct problem_cost unknown = {.is_known = false};
    const struct problem_cost *in_order[] = {&dear, &cheap, &tight, &loose, &done, &unknown};
    for (size_t i = 0; i + 1 < COUNT_OF(in_order); i++) {
        assert_true(problem_cost_rank(in_order[i]) < problem_cost_rank(in_order[i + 1]));
    }
    struct problem_cost endless = {.is_known = true, .moves = INT64_MAX, .spare = 0};
    assert_true(problem_cost_rank(&endless) > INT32_MIN);
}

static void nothing_is_closed_before_it_is_verified(void **state)
{
    (void)state;
    assert_int_equal(act(assigned(), ENTERPRISE, PROBLEM_CONFIRM), FAULT_WRONG_STATE);
    assert_int_equal(act(solved(), ENTERPRISE, PROBLEM_CONFIRM), FAULT_WRONG_STATE);
    assert_int_equal(act(verified(), ENTERPRISE, PROBLEM_CONFIRM), FAULT_NONE);
}

static void only_who_raised_it_confirms(void **state)
{
    (void)state;
    assert_int_equal(act(verified(), COORDINATOR, PROBLEM_CONFIRM), FAULT_NOT_PERMITTED);
    assert_int_equal(act(verified(), NAVIGATOR, PROBLEM_CONFIRM), FAULT_NOT_PERMITTED);
    struct actor successor = of_role(ROLE_ENTERPRISE, 77, "");
    assert_int_equal(act(verified(), successor, PROBLEM_CONFIRM), FAULT_NONE);
    struct problem by_officer = verified();
    by_officer.raised_by = 7;
    by_officer.raised_role = ROLE_DEPARTMENT_OFFICER;
    assert_int_equal(act(by_officer, STRANGER, PROBLEM_CONFIRM), FAULT_NONE);
    assert_int_equal(act(by_officer, COLLEAGUE, PROBLEM_CONFIRM), FAULT_NOT_PERMITTED);
}

static void not_satisfied_sends_it_back(void **state)
{
    (void)state;
    assert_int_equal(act(solved(), ENTERPRISE, PROBLEM_RETURN), FAULT_NONE);
    assert_int_equal(act(verified(), ENTERPRISE, PROBLEM_RETURN), FAULT_NONE);
    assert_int_equal(act(verified(), OFFICER, PROBLEM_RETURN), FAULT_NOT_PERMITTED);
    assert_int_equal(act(closed(), ENTERPRISE, PROBLEM_RETURN), FAULT_WRONG_STATE);
}

static void reopening_gives_a_new_day_due(void **state)
{
    (void)state;
    struct fault fault = {.code = FAULT_NONE};
    struct problem problem = closed();
    struct actor actor = ENTERPRISE;
    struct problem_setting setting = setting_of(&actor);
    struct problem_reopen command = {.reason = TEXT("x")};
    struct problem_reopened out;
    assert_true(problem_decide_reopen(&problem, &command, &setting, &out, &fault));
    assert_int_equal(out.due_on, day("2026-12-07"));
    assert_int_equal(act(closed(), STRANGER, PROBLEM_REOPEN), FAULT_NOT_PERMITTED);
    assert_int_equal(act(verified(), ENTERPRISE, PROBLEM_REOPEN), FAULT_WRONG_STATE);
}

static void escalation_goes_one_step_at_a_time(void **state)
{
    (void)state;
    struct fault fault = {.code = FAULT_NONE};
    struct problem problem = assigned();
    struct actor actor = NAVIGATOR;
    struct problem_setting setting = setting_of(&actor);
    struct problem_escalate command = {.level = TEXT("leader"), .reason = TEXT("x")};
    struct problem_escalated out;
    assert_false(problem_decide_escalate(&problem, &command, &setting, &out, &fault));
    assert_int_equal(fault.code, FAULT_FIELD_INVALID);
    fault = (struct fault){.code = FAULT_NONE};
    command.level = TEXT_NONE;
    assert_true(problem_decide_escalate(&problem, &command, &setting, &out, &fault));
    assert_true(text_is(out.level, "city"));
    problem.level = PROBLEM_LEADER;
    assert_int_equal(act(problem, NAVIGATOR, PROBLEM_ESCALATE), FAULT_WRONG_STATE);
    assert_int_equal(act(assigned(), STRANGER, PROBLEM_ESCALATE), FAULT_NOT_PERMITTED);
}

static void the_light_follows_the_units_clock(void **state)
{
    (void)state;
    struct problem problem = assigned();
    struct problem_limits limits = {.yellow_days = 3, .left_days = 4};
    assert_string_equal(problem_light(&problem, &limits), "green");
    limits.left_days = 3;
    assert_string_equal(problem_light(&problem, &limits), "yellow");
    limits.left_days = 0;
    assert_string_equal(problem_light(&problem, &limits), "yellow");
    limits.left_days = -2;
    assert_string_equal(problem_light(&problem, &limits), "red");
    assert_int_equal(problem_overdue_days(&problem, &limits), 2);
    problem = verified();
    assert_string_equal(problem_light(&problem, &limits), "yellow");
    problem = closed();
    limits.late_days = 1;
    assert_string_equal(problem_light(&problem, &limits), "done");
    assert_int_equal(problem_overdue_days(&problem, &limits), 1);
}

static const char *turn(struct problem problem)
{
    struct problem_limits limits = {
        .yellow_days = 3, .left_days = 1, .assign_by = 1, .confirm_by = 2};
    struct problem_turn out;
    problem_turn_of(&problem, &limits, LANGUAGE_ZH, &out);
    return out.party;
}

static void it_is_always_somebodys_turn_until_it_is_closed(void **state)
{
    (void)state;
    struct problem at_city = raised();
    at_city.level = PROBLEM_CITY;
    assert_string_equal(turn(raised()), "district");
    assert_string_equal(turn(at_city), "centre");
    assert_string_equal(turn(assigned()), "department");
    assert_string_equal(turn(solved()), "district");
    assert_string_equal(turn(verified()), "enterprise");
    assert_string_equal(turn(closed()), "nobody");
}

static void evidence_is_a_list_of_distinct_ids(void **state)
{
    (void)state;
    int64_t ids[4];
    size_t count = 9;
    assert_true(problem_ids_read(arena, TEXT_NONE, ids, 4, &count));
    assert_int_equal(count, 0);
    assert_true(problem_ids_read(arena, TEXT("[3,1]"), ids, 4, &count));
    assert_int_equal(count, 2);
    static const char *const wrong[] = {"[1,1]",
                                        "[0]",
                                        "[-1]",
                                        "[1.5]",
                                        "[\"1\"]",
                                        "{}",
                                        "[1,2,3,4,5]",
                                        "[null]",
                                        "[9223372036854775808]",
                                        "["};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(problem_ids_read(arena, text_of(wrong[i]), ids, 4, &count));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_coordinators_assign),
        cmocka_unit_test(once_escalated_the_district_no_longer_assigns),
        cmocka_unit_test(the_day_due_is_a_working_day_and_not_past),
        cmocka_unit_test(owner_is_of_the_unit_and_never_the_verifier),
        cmocka_unit_test(a_problem_is_not_solved_without_evidence_or_a_reason_for_its_absence),
        cmocka_unit_test(only_the_responsible_unit_reports_it_solved),
        cmocka_unit_test(the_day_done_is_neither_future_nor_before_the_problem),
        cmocka_unit_test(who_solved_it_never_verifies_it),
        cmocka_unit_test(no_unit_verifies_its_own_work),
        cmocka_unit_test(a_statement_counts_only_once_the_verifier_accepts_it),
        cmocka_unit_test(lists_begin_with_what_costs_most),
        cmocka_unit_test(nothing_is_closed_before_it_is_verified),
        cmocka_unit_test(only_who_raised_it_confirms),
        cmocka_unit_test(not_satisfied_sends_it_back),
        cmocka_unit_test(reopening_gives_a_new_day_due),
        cmocka_unit_test(escalation_goes_one_step_at_a_time),
        cmocka_unit_test(the_light_follows_the_units_clock),
        cmocka_unit_test(it_is_always_somebodys_turn_until_it_is_closed),
        cmocka_unit_test(evidence_is_a_list_of_distinct_ids),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
