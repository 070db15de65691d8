#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/calendar/calendar.h"
#include "room/problem/problem_climb.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_turn.h"
#include "room/problem/problem_upward.h"

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
    return (struct problem){
        .id = 9,
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
        .closed_on = CIVIL_DATE_NONE,
        .upward = {.returned_on = CIVIL_DATE_NONE,
                   .drafters = ROLES_SERVICE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER),
                   .approvers = ROLES_COORDINATORS},
        .level_on = CIVIL_DATE_NONE,
        .climbs_on = CIVIL_DATE_NONE,
        .stuck_on = CIVIL_DATE_NONE,
        .agreed_on = CIVIL_DATE_NONE};
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
    problem = solved();
    struct actor coordinator = COORDINATOR;
    assert_true(problem_may(&problem, &coordinator, PROBLEM_VERIFY));
    problem.is_of_readers_unit = true; /* by another post of his */
    assert_false(problem_may(&problem, &coordinator, PROBLEM_VERIFY));
    assert_int_equal(act(problem, coordinator, PROBLEM_VERIFY), FAULT_NOT_PERMITTED);
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

static void what_the_city_coordinates_is_nothing_for_the_district(void **state)
{
    (void)state;
    struct actor district = {.role = ROLE_DISTRICT_COORDINATOR, .account = 900};
    struct actor centre = {.role = ROLE_CENTRE_COORDINATOR, .account = 901};
    struct problem problem = raised();
    assert_true(problem_may(&problem, &district, PROBLEM_ASSIGN));
    problem.city_coordinates = true;
    assert_string_equal(turn(problem), "centre");
    assert_false(problem_may(&problem, &district, PROBLEM_ASSIGN));
    assert_false(problem_may(&problem, &district, PROBLEM_ESCALATE));
    assert_true(problem_may(&problem, &centre, PROBLEM_ASSIGN));
    assert_int_equal(problem_level_now(&problem), PROBLEM_CITY);
    struct problem_setting setting = setting_of(&centre);
    struct problem_escalate command = {.level = TEXT_NONE, .reason = TEXT("x")};
    struct problem_escalated out;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(problem_decide_escalate(&problem, &command, &setting, &out, &fault));
    assert_true(text_is(out.level, "leader")); /* with the city it is already */
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

/* -- whatever is done, in whatever order -- */

/* A small generator, so that a failure can be played again. */
static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % below;
}

static const struct {
    enum role role;
    const char *org;
} cast[] = {{ROLE_NONE, ""},
            {ROLE_ENTERPRISE, ""},
            {ROLE_NAVIGATOR, "centre"},
            {ROLE_CENTRE_COORDINATOR, "centre"},
            {ROLE_DISTRICT_COORDINATOR, "district-centre"},
            {ROLE_DEPARTMENT_OFFICER, "zrzy"},
            {ROLE_DEPARTMENT_OFFICER, "zrzy"},
            {ROLE_DEPARTMENT_OFFICER, "sthj"},
            {ROLE_LEADER, ""}};

static bool works_in(uint32_t account, struct text org)
{
    return account < COUNT_OF(cast) && org.len > 0 && text_is(org, cast[account].org);
}

struct stroll {
    struct problem problem;
    struct actor actor;
    struct problem_setting setting;
    struct problem_part parts[PROBLEM_PARTS_MAX];
    uint32_t seed;
    int64_t verified_by;
};

static bool stroll_assign(struct stroll *at, struct fault *fault)
{
    static const char *const orgs[] = {"zrzy", "sthj", "centre", "district-centre"};
    static const char *const days[] = {"2026-11-20", "2026-11-27", "2026-11-28"};
    struct problem_assign command = {.org = text_of(orgs[draw(&at->seed, COUNT_OF(orgs))]),
                                     .measures = TEXT("x"),
                                     .owner = draw(&at->seed, COUNT_OF(cast)),
                                     .verifier = draw(&at->seed, COUNT_OF(cast)),
                                     .due_on = day(days[draw(&at->seed, COUNT_OF(days))])};
    struct problem_assigned out;
    at->setting.owner_is_of_unit = works_in((uint32_t)command.owner, command.org);
    at->setting.verifier_is_of_unit = works_in((uint32_t)command.verifier, command.org);
    if (!problem_decide_assign(&at->problem, &command, &at->setting, &out, fault)) {
        return false;
    }
    at->problem.state = PROBLEM_ASSIGNED;
    at->problem.org = out.org;
    at->problem.owner = out.owner;
    at->problem.verifier = out.verifier;
    at->problem.due_on = out.due_on;
    return true;
}

/* As the record functions do: what was verified or accepted before no longer counts. */
static void begin_again(struct problem *problem, enum problem_state state)
{
    problem->state = state;
    problem->verified_on = problem->closed_on = CIVIL_DATE_NONE;
    problem->accepts_statement = false;
    problem->agreed_on = CIVIL_DATE_NONE;
    for (size_t i = 0; i < problem->part_count; i++) {
        problem->parts[i].agrees = false;
    }
}

/* Another one into this one, by its enterprise, navigator or an officer; or this one away. */
static bool stroll_merge(struct stroll *at, struct fault *fault)
{
    struct problem other = draw(&at->seed, 2) == 0 ? raised() : assigned();
    other.id = 99;
    other.raised_by = 1 + draw(&at->seed, 2) + (draw(&at->seed, 12) == 0 ? 4 : 0);
    other.raised_role = cast[other.raised_by].role;
    if (draw(&at->seed, 8) == 0) {
        bool goes = problem_decide_merge(&at->problem, &other, &at->setting, fault);
        at->problem.merged_into = goes ? other.id : at->problem.merged_into;
        at->problem.state = goes ? PROBLEM_MERGED : at->problem.state;
        return goes;
    }
    if (at->problem.part_count >= 3 ||
        !problem_decide_merge(&other, &at->problem, &at->setting, fault)) {
        return false;
    }
    assert_true(at->problem.state == PROBLEM_RAISED || at->problem.state == PROBLEM_ASSIGNED);
    at->problem.parts = at->parts;
    at->parts[at->problem.part_count++] = (struct problem_part){
        .id = 99, .raised_by = other.raised_by, .raised_role = other.raised_role};
    return true;
}

static bool stroll_split(struct stroll *at, struct fault *fault)
{
    if (at->problem.part_count > 0 && draw(&at->seed, 2) == 0) {
        struct problem part = raised();
        part.state = PROBLEM_MERGED;
        bool goes = problem_decide_act(&part, PROBLEM_SPLIT, &at->setting, fault);
        at->problem.part_count -= goes;
        return goes;
    }
    if (!problem_decide_act(&at->problem, PROBLEM_SPLIT, &at->setting, fault)) {
        return false;
    }
    at->problem.state = at->problem.org.len > 0 ? PROBLEM_ASSIGNED : PROBLEM_RAISED;
    at->problem.merged_into = 0;
    return true;
}

/* What the record functions leave of a confirmation; closed once nobody's is missing. */
static bool stroll_confirm(struct stroll *at, struct fault *fault)
{
    struct problem *problem = &at->problem;
    if (!problem_decide_confirm(problem, &at->setting, fault)) {
        return false;
    }
    bool is_last = problem_is_last_to_agree(problem, &at->actor);
    for (size_t i = 0; i < problem->part_count; i++) {
        struct problem_part *part = &problem->parts[i];
        part->agrees =
            part->agrees || problem_is_ones_own(part->raised_by, part->raised_role, &at->actor);
        assert_true(part->agrees || !is_last);
    }
    if (problem_is_ones_own(problem->raised_by, problem->raised_role, &at->actor)) {
        problem->agreed_on = at->setting.today;
    }
    assert_true(!is_last || problem->agreed_on != CIVIL_DATE_NONE);
    problem->state = is_last ? PROBLEM_CLOSED : problem->state;
    problem->closed_on = is_last ? at->setting.today : problem->closed_on;
    return true;
}

static bool stroll_solve(struct stroll *at, struct fault *fault)
{
    bool has_file = draw(&at->seed, 2) == 0;
    struct problem_solve command = {.solution = TEXT("x"),
                                    .done_on = CIVIL_DATE_NONE,
                                    .evidence = has_file ? TEXT("[12]") : TEXT("[]"),
                                    .no_evidence = draw(&at->seed, 3) == 0 ? TEXT_NONE : TEXT("y")};
    struct problem_solved out;
    if (!problem_decide_solve(&at->problem, &command, &at->setting, &out, fault)) {
        return false;
    }
    begin_again(&at->problem, PROBLEM_SOLVED);
    at->problem.solved_by = at->actor.account;
    at->problem.solved_on = at->setting.today;
    at->problem.evidence = out.evidence;
    at->problem.no_evidence = out.no_evidence;
    return true;
}

static bool stroll_verify(struct stroll *at, struct fault *fault)
{
    struct problem_verify command = {TEXT("x"), draw(&at->seed, 2) == 0};
    struct problem_verified out;
    at->problem.is_of_readers_unit = works_in((uint32_t)at->actor.account, at->problem.org);
    if (!problem_decide_verify(&at->problem, &command, &at->setting, &out, fault)) {
        return false;
    }
    at->problem.verified_on = at->setting.today;
    at->problem.accepts_statement = out.accepts_statement;
    at->verified_by = at->actor.account;
    return true;
}

/* Never approved or sent back by who drafted it; what is approved shows until another one is. */
static bool stroll_upward(struct stroll *at, enum problem_act what, struct fault *fault)
{
    struct problem_upward *upward = &at->problem.upward;
    int64_t by = at->actor.account;
    if (!problem_decide_act(&at->problem, what, &at->setting, fault)) {
        return false;
    }
    if (what == PROBLEM_DRAFT) {
        upward->draft_title = upward->draft_body = TEXT("x");
        upward->drafted_by = by;
        upward->returned_on = CIVIL_DATE_NONE;
        return true;
    }
    assert_true(by != upward->drafted_by && upward->draft_title.len > 0);
    assert_int_equal(upward->returned_on, CIVIL_DATE_NONE);
    if (what == PROBLEM_APPROVE) {
        upward->title = upward->draft_title;
        upward->draft_title = upward->draft_body = TEXT_NONE;
    } else {
        upward->returned_on = at->setting.today;
    }
    return true;
}

static bool stroll_on(struct stroll *at, enum problem_act what, struct fault *fault)
{
    struct problem_reopen again = {.reason = TEXT("x")};
    struct problem_escalate higher = {.level = TEXT_NONE, .reason = TEXT("x")};
    struct problem_reopened reopened;
    struct problem_escalated escalated;
    switch (what) {
    case PROBLEM_ASSIGN: return stroll_assign(at, fault);
    case PROBLEM_SOLVE: return stroll_solve(at, fault);
    case PROBLEM_VERIFY: return stroll_verify(at, fault);
    case PROBLEM_CONFIRM: return stroll_confirm(at, fault);
    case PROBLEM_MERGE: return stroll_merge(at, fault);
    case PROBLEM_SPLIT: return stroll_split(at, fault);
    case PROBLEM_DRAFT:
    case PROBLEM_APPROVE:
    case PROBLEM_REJECT: return stroll_upward(at, what, fault);
    case PROBLEM_REOPEN:
        if (problem_decide_reopen(&at->problem, &again, &at->setting, &reopened, fault)) {
            begin_again(&at->problem, PROBLEM_ASSIGNED);
            at->problem.due_on = reopened.due_on;
            return true;
        }
        return false;
    case PROBLEM_ESCALATE:
        return problem_decide_escalate(&at->problem, &higher, &at->setting, &escalated, fault) &&
               problem_level_find(escalated.level, &at->problem.level);
    default:
        if (problem_decide_act(&at->problem, what, &at->setting, fault)) {
            if (what == PROBLEM_RETURN) {
                begin_again(&at->problem, PROBLEM_ASSIGNED);
            }
            return true;
        }
        return false;
    }
}

static void holds(const struct stroll *at)
{
    const struct problem *problem = &at->problem;
    struct problem_limits limits = {.assign_by = 1, .confirm_by = 2};
    if (problem->state == PROBLEM_MERGED) {
        assert_int_not_equal(problem->merged_into, 0);
        assert_int_equal(problem->part_count, 0);
        return;
    }
    assert_int_equal(problem->merged_into, 0);
    if (problem->state != PROBLEM_RAISED) {
        assert_true(works_in((uint32_t)problem->owner, problem->org));
        assert_int_not_equal(problem->due_on, CIVIL_DATE_NONE);
        assert_int_not_equal(problem->owner, problem->verifier);
        assert_false(works_in((uint32_t)problem->verifier, problem->org));
    }
    if (problem->verified_on != CIVIL_DATE_NONE) {
        assert_int_not_equal(at->verified_by, problem->owner);
        assert_int_not_equal(at->verified_by, problem->solved_by);
        assert_false(works_in((uint32_t)at->verified_by, problem->org));
    }
    if (problem->state == PROBLEM_CLOSED) {
        assert_int_not_equal(problem->verified_on, CIVIL_DATE_NONE);
        assert_true(problem->evidence.len > 0 ||
                    (problem->no_evidence.len > 0 && problem->accepts_statement));
    } else {
        assert_int_not_equal(problem_until(problem, &limits), CIVIL_DATE_NONE);
    }
}

/* Always open to somebody, closed, or merged into one that is; never without person and day once
 * assigned; never closed without evidence, verification and the raiser's word; never verified by
 * whose work it was. */
static void no_order_of_acts_breaks_the_loop(void **state)
{
    (void)state;
    int done[PROBLEM_ACT_COUNT] = {0};
    int closed_with_parts = 0;
    for (uint32_t walk = 0; walk < 8000; walk++) {
        struct stroll at = {.problem = raised(), .seed = walk * 7919u + 20261129u};
        for (int step = 0; step < 300; step++) {
            uint32_t who = draw(&at.seed, COUNT_OF(cast));
            enum problem_act what = (enum problem_act)draw(&at.seed, PROBLEM_ACT_COUNT);
            struct fault fault = {.code = FAULT_NONE};
            at.actor = of_role(cast[who].role, who, cast[who].org);
            at.setting = setting_of(&at.actor);
            bool was_closed = at.problem.state == PROBLEM_CLOSED;
            if (stroll_on(&at, what, &fault)) {
                done[what]++;
                assert_true(was_closed == (what == PROBLEM_REOPEN) || what == PROBLEM_SPLIT ||
                            what >= PROBLEM_DRAFT);
                assert_true(what != PROBLEM_CONFIRM || who == 1 || at.problem.part_count > 0);
                closed_with_parts += what == PROBLEM_CONFIRM && at.problem.part_count > 0 &&
                                     at.problem.state == PROBLEM_CLOSED;
            }
            holds(&at);
        }
    }
    for (int what = 0; what < PROBLEM_ACT_COUNT; what++) {
        assert_true(done[what] > 20);
    }
    assert_true(closed_with_parts > 10);
}

/* -- the text for upward eyes -- */

static bool may_upward(const struct problem *problem, struct actor actor, enum problem_act act)
{
    return problem_may(problem, &actor, act);
}

static void who_handles_it_drafts_and_another_of_its_level_approves(void **state)
{
    (void)state;
    struct problem problem = raised();
    problem.org = TEXT("zrzy");
    assert_true(may_upward(&problem, OFFICER, PROBLEM_DRAFT));
    assert_true(may_upward(&problem, NAVIGATOR, PROBLEM_DRAFT));
    assert_true(may_upward(&problem, DISTRICT, PROBLEM_DRAFT));
    assert_false(may_upward(&problem, STRANGER, PROBLEM_DRAFT));
    assert_false(may_upward(&problem, ENTERPRISE, PROBLEM_DRAFT));
    assert_false(may_upward(&problem, of_role(ROLE_LEADER, 8, ""), PROBLEM_DRAFT));
    assert_false(may_upward(&problem, COORDINATOR, PROBLEM_APPROVE)); /* there is none */
    problem.upward.draft_title = problem.upward.draft_body = TEXT("x");
    problem.upward.drafted_by = 4;
    assert_false(may_upward(&problem, DISTRICT, PROBLEM_APPROVE));
    assert_true(may_upward(&problem, COORDINATOR, PROBLEM_APPROVE));
    assert_true(may_upward(&problem, of_role(ROLE_DISTRICT_COORDINATOR, 9, "d"), PROBLEM_REJECT));
    problem.level = PROBLEM_CITY;
    assert_false(may_upward(&problem, of_role(ROLE_DISTRICT_COORDINATOR, 9, "d"), PROBLEM_APPROVE));
    assert_false(may_upward(&problem, NAVIGATOR, PROBLEM_APPROVE));
    assert_false(may_upward(&problem, COLLEAGUE, PROBLEM_APPROVE));
    problem.upward.approvers |= ROLE_BIT(ROLE_DEPARTMENT_OFFICER); /* a city's table says so */
    assert_true(may_upward(&problem, COLLEAGUE, PROBLEM_APPROVE));
    assert_false(may_upward(&problem, STRANGER, PROBLEM_APPROVE));
    problem.upward.returned_on = day("2026-11-23");
    assert_false(may_upward(&problem, COORDINATOR, PROBLEM_APPROVE)); /* drafted anew first */
    problem.state = PROBLEM_MERGED;
    assert_false(may_upward(&problem, OFFICER, PROBLEM_DRAFT));
}

/* Of whatever words a problem holds none is left. */
static void nothing_but_the_approved_text_goes_upward(void **state)
{
    (void)state;
    struct problem_part part = {.number = TEXT("2"), .title = TEXT("raw")};
    struct problem_line line = {.category = TEXT("用地与选址"),
                                .items = TEXT("施工许可"),
                                .waiting_days = 12,
                                .is_cost_known = true,
                                .cost_days = 5};
    struct text raw = TEXT("raw");
    struct problem problem = raised();
    problem.title = problem.description = problem.measures = problem.solution = raw;
    problem.no_evidence = problem.verify_note = problem.close_note = problem.return_reason = raw;
    problem.merge_reason = problem.escalate_reason = problem.evidence = raw;
    problem.upward.draft_title = problem.upward.draft_body = problem.upward.return_reason = raw;
    problem.parts = &part;
    problem.part_count = 1;
    struct problem approved = problem;
    problem_put_upward(arena, &problem, &line, LANGUAGE_ZH);
    assert_true(problem.is_pending);
    assert_true(
        text_is(problem.title,
                "用地与选址：卡住施工许可，已等 12 个工作日，影响投产 5 个工作日（文字待审）"));
    assert_true(text_is(part.title, "（文字待审）"));
    const struct text *const words[] = {&problem.description,   &problem.measures,
                                        &problem.solution,      &problem.no_evidence,
                                        &problem.verify_note,   &problem.close_note,
                                        &problem.return_reason, &problem.merge_reason,
                                        &problem.evidence,      &problem.escalate_reason};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        assert_int_equal(words[i]->len, 0);
    }
    approved.upward.title = TEXT("t");
    approved.upward.body = TEXT("b");
    problem_put_upward(arena, &approved, &line, LANGUAGE_EN);
    assert_false(approved.is_pending);
    assert_true(text_is(approved.title, "t") && text_is(approved.description, "b"));
}

/* -- merging -- */

static enum fault_code takes_in(const struct problem *main, const struct problem *problem)
{
    struct fault fault = {.code = FAULT_NONE};
    return problem_takes_in(main, problem, &fault) ? FAULT_NONE : fault.code;
}

static void what_stands_lower_or_is_less_far_takes_nothing_in(void **state)
{
    (void)state;
    struct problem main = assigned();
    struct problem problem = raised();
    main.id = 2;
    problem.id = 1;
    assert_int_equal(takes_in(&main, &problem), FAULT_NONE);
    assert_int_equal(takes_in(&problem, &main), FAULT_FIELD_INVALID); /* less far */
    problem.level = PROBLEM_CITY;
    assert_int_equal(takes_in(&main, &problem), FAULT_FIELD_INVALID);
    main.city_coordinates = true;
    assert_int_equal(takes_in(&main, &problem), FAULT_NONE);
    problem.part_count = 1; /* no chains */
    assert_int_equal(takes_in(&main, &problem), FAULT_FIELD_INVALID);
    problem.part_count = 0;
    main.state = PROBLEM_MERGED;
    assert_int_equal(takes_in(&main, &problem), FAULT_FIELD_INVALID);
    main = assigned();
    assert_int_equal(takes_in(&problem, &problem), FAULT_FIELD_INVALID); /* itself */
    main.id = 2;
    main.project = 77;
    assert_int_equal(takes_in(&main, &problem), FAULT_FIELD_INVALID);
}

static void what_is_alike_is_seen_by_items_kind_and_words(void **state)
{
    (void)state;
    struct text both[] = {TEXT("S-01"), TEXT("S-02")};
    struct problem a = {.title = TEXT("临时用电接入点位不明确"), .category = TEXT("power")};
    struct problem b = {.title = TEXT("厂区临时用电接入点位未定"), .category = TEXT("power")};
    struct problem c = {.title = TEXT("雨污水接驳口标高不一致"), .category = TEXT("water")};
    struct problem_likeness like;
    struct problem_likeness unlike;
    problem_liken(&a, &b, &like);
    assert_true(like.is_like && like.same_category && like.shared_words > 30);
    problem_liken(&a, &c, &unlike);
    assert_false(unlike.is_like);
    assert_true(unlike.rank < like.rank);
    a.items = (struct text_list){both, 2};
    c.items = (struct text_list){both + 1, 1};
    problem_liken(&a, &c, &like);
    assert_int_equal(like.shared_items, 1);
    assert_true(like.is_like);
    a.title = b.title = TEXT_NONE;
    problem_liken(&a, &b, &like);
    assert_int_equal(like.shared_words, 0);
}

/* -- what is left lying climbs -- */

static civil_date later(civil_date from, int64_t days)
{
    struct calendar_day out = {from, false};
    struct fault fault = {.code = FAULT_NONE};
    assert_true(calendar_add(calendar, from, days, &out, &fault));
    return out.day;
}

static int64_t days_to(civil_date from, civil_date to)
{
    return calendar_count(calendar, from, to).working_days;
}

/* By a rule of two working days, announced one before; the deadline is Tuesday, 2026-11-24. */
static enum problem_move moves(const struct problem *problem, const char *today,
                               enum problem_level target)
{
    struct problem_climb climb = {.first = later(problem_climb_from(problem, day("2026-11-24")), 2),
                                  .announce_days = 1,
                                  .has_target = target != PROBLEM_DISTRICT,
                                  .target = target};
    climb.left_days = days_to(day(today), climb.first);
    return problem_move_of(problem, &climb, day(today));
}

static void it_climbs_after_its_days_and_is_announced_before(void **state)
{
    (void)state;
    struct problem problem = raised();
    assert_int_equal(moves(&problem, "2026-11-24", PROBLEM_CITY), PROBLEM_STAYS);
    assert_int_equal(moves(&problem, "2026-11-25", PROBLEM_CITY), PROBLEM_IS_ANNOUNCED);
    assert_int_equal(moves(&problem, "2026-12-02", PROBLEM_CITY), PROBLEM_IS_ANNOUNCED);
    problem.climbs_on = day("2026-11-26");
    problem.climbs_to = TEXT("city");
    assert_int_equal(moves(&problem, "2026-11-25", PROBLEM_CITY), PROBLEM_STAYS);
    assert_int_equal(moves(&problem, "2026-11-26", PROBLEM_CITY), PROBLEM_CLIMBS);
    assert_int_equal(moves(&problem, "2026-11-26", PROBLEM_LEADER), PROBLEM_IS_ANNOUNCED);
    problem.level = PROBLEM_LEADER;
    assert_int_equal(moves(&problem, "2026-11-26", PROBLEM_LEADER), PROBLEM_STAYS);
    problem = solved();
    assert_int_equal(moves(&problem, "2026-12-02", PROBLEM_CITY), PROBLEM_STAYS);
}

static void the_days_count_anew_at_each_level(void **state)
{
    (void)state;
    struct problem problem = assigned();
    problem.level = PROBLEM_CITY;
    problem.level_on = day("2026-11-26");
    assert_int_equal(moves(&problem, "2026-11-26", PROBLEM_LEADER), PROBLEM_STAYS);
    assert_int_equal(moves(&problem, "2026-11-27", PROBLEM_LEADER), PROBLEM_IS_ANNOUNCED);
}

static void where_nobody_stands_above_it_is_said_once(void **state)
{
    (void)state;
    struct problem problem = raised();
    assert_int_equal(moves(&problem, "2026-11-25", PROBLEM_DISTRICT), PROBLEM_STAYS);
    assert_int_equal(moves(&problem, "2026-11-26", PROBLEM_DISTRICT), PROBLEM_IS_STUCK);
    problem.stuck_on = day("2026-11-26");
    assert_int_equal(moves(&problem, "2026-11-27", PROBLEM_DISTRICT), PROBLEM_STAYS);
    assert_int_equal(moves(&problem, "2026-11-27", PROBLEM_LEADER), PROBLEM_IS_ANNOUNCED);
}

/* One problem over weeks in which posts come and go. */
struct lying {
    struct problem problem;
    civil_date today, announced_on;
    bool stands[PROBLEM_LEVEL_COUNT];
};

static enum problem_move lie_on(struct lying *at)
{
    struct problem *problem = &at->problem;
    struct problem_climb climb = {.announce_days = 1, .has_target = false};
    for (int level = (int)problem->level + 1; level < PROBLEM_LEVEL_COUNT && !climb.has_target;
         level++) {
        climb.has_target = at->stands[level];
        climb.target = (enum problem_level)level;
    }
    civil_date deadline = problem->state == PROBLEM_RAISED ? day("2026-11-23") : problem->due_on;
    climb.first = later(problem_climb_from(problem, deadline), 2);
    climb.left_days = days_to(at->today, climb.first);
    enum problem_move move = problem_move_of(problem, &climb, at->today);
    switch (move) {
    case PROBLEM_IS_ANNOUNCED:
        assert_true(climb.has_target);
        problem->climbs_on = later(at->today, 1) > climb.first ? later(at->today, 1) : climb.first;
        problem->climbs_to = text_of(problem_level_code(climb.target));
        problem->stuck_on = CIVIL_DATE_NONE;
        at->announced_on = at->today;
        break;
    case PROBLEM_CLIMBS:
        assert_true(at->stands[climb.target]);
        assert_true(days_to(at->announced_on, at->today) >= 1);
        assert_true(at->today > deadline);
        problem->level = climb.target;
        problem->level_on = at->today;
        problem->climbs_on = problem->stuck_on = CIVIL_DATE_NONE;
        break;
    case PROBLEM_IS_STUCK:
        assert_false(climb.has_target);
        problem->stuck_on = at->today;
        problem->climbs_on = CIVIL_DATE_NONE;
        break;
    default:
        if (problem->level != PROBLEM_LEADER && climb.left_days <= 0) {
            assert_true(climb.has_target ? problem->climbs_on >= at->today
                                         : problem->stuck_on != CIVIL_DATE_NONE);
        }
    }
    return move;
}

/* Nothing climbs unannounced or to nobody; what should climb is announced or said to be stuck. */
static void every_climb_is_announced_and_has_a_target(void **state)
{
    (void)state;
    int seen[PROBLEM_IS_STUCK + 1] = {0};
    for (uint32_t walk = 0; walk < 400; walk++) {
        uint32_t seed = walk * 7919u + 20261129u;
        struct lying at = {.problem = walk % 2 == 0 ? raised() : assigned(),
                           .today = day("2026-11-20"),
                           .announced_on = CIVIL_DATE_NONE};
        for (int days = 0; days < 40; days++, at.today++) {
            for (int level = PROBLEM_CITY; level < PROBLEM_LEVEL_COUNT; level++) {
                at.stands[level] = draw(&seed, 6) == 0 ? draw(&seed, 2) == 0 : at.stands[level];
            }
            int turns = 0;
            for (enum problem_move move = lie_on(&at); move != PROBLEM_STAYS; move = lie_on(&at)) {
                seen[move]++;
                assert_true(++turns < 4);
            }
        }
    }
    for (int move = PROBLEM_IS_ANNOUNCED; move <= PROBLEM_IS_STUCK; move++) {
        assert_true(seen[move] > 20);
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
        cmocka_unit_test(what_the_city_coordinates_is_nothing_for_the_district),
        cmocka_unit_test(evidence_is_a_list_of_distinct_ids),
        cmocka_unit_test(no_order_of_acts_breaks_the_loop),
        cmocka_unit_test(who_handles_it_drafts_and_another_of_its_level_approves),
        cmocka_unit_test(nothing_but_the_approved_text_goes_upward),
        cmocka_unit_test(what_stands_lower_or_is_less_far_takes_nothing_in),
        cmocka_unit_test(what_is_alike_is_seen_by_items_kind_and_words),
        cmocka_unit_test(it_climbs_after_its_days_and_is_announced_before),
        cmocka_unit_test(the_days_count_anew_at_each_level),
        cmocka_unit_test(where_nobody_stands_above_it_is_said_once),
        cmocka_unit_test(every_climb_is_announced_and_has_a_target),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
