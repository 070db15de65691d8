#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/staffing/staffing.h"

/* Reviewers: who may say how many, for when, and what counts on a day. */

static struct arena *arena;
static struct city *city;
static struct fault fault;
static struct text org, stage;

static civil_date day(int month, int of_month)
{
    return civil_date_from_parts((struct civil_parts){2026, month, of_month});
}

static int set_up(void **state)
{
    (void)state;
    const struct pack *pack = NULL;
    struct pack_options options = {.scope = PACK_SCOPE_ALL};
    arena = arena_open((size_t)1 << 24, (size_t)1 << 27);
    if (!pack_load(arena, TEXT(SAMPLE_CITY), &options, &pack, &fault)) {
        return -1;
    }
    city = city_open(arena, pack);
    org = pack->lists[PACK_UNITS].items[0].id;
    stage = pack->lists[PACK_STAGES].items[0].id;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const struct staffing_set plain = {.reviewers = 4,
                                          .from = CIVIL_DATE_NONE,
                                          .to = CIVIL_DATE_NONE,
                                          .stage = {"", 0},
                                          .note = {"", 0}};

static bool decide(const struct staffing_set *command, enum role role, struct text of)
{
    struct actor actor = {.role = role, .org = of};
    struct staffing_said said;
    fault = (struct fault){.code = FAULT_NONE};
    struct staffing_asked asked = {city, &actor, day(3, 2)};
    return staffing_decide(&asked, command, &said, &fault);
}

static void a_unit_says_it_of_itself_a_coordinator_of_any(void **state)
{
    (void)state;
    struct staffing_set command = plain;
    command.org = org;
    assert_true(decide(&command, ROLE_DEPARTMENT_OFFICER, org));
    assert_false(decide(&command, ROLE_DEPARTMENT_OFFICER, TEXT("another")));
    assert_true(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
    command.org = TEXT("no-such-unit");
    assert_false(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
    command.org = org;
    command.stage = TEXT("no-such-stage");
    assert_false(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
    command.stage = stage;
    assert_true(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
}

static void days_are_from_today_on_and_in_order(void **state)
{
    (void)state;
    struct staffing_set command = plain;
    command.org = org;
    command.from = day(3, 1);
    assert_false(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
    command.from = day(3, 2);
    command.to = day(3, 1);
    assert_false(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
    command.to = day(3, 2);
    assert_true(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
    command.to = day(3, 2) + 2000;
    assert_false(decide(&command, ROLE_CENTRE_COORDINATOR, TEXT_NONE));
}

static void what_was_said_last_counts_on_its_days(void **state)
{
    (void)state;
    struct staffing items[] = {
        {.org = TEXT("a"),
         .stage = TEXT(""),
         .reviewers = 5,
         .from = day(3, 1),
         .to = CIVIL_DATE_NONE},
        {.org = TEXT("a"), .stage = TEXT(""), .reviewers = 3, .from = day(4, 1), .to = day(4, 30)},
        {.org = TEXT("a"),
         .stage = TEXT("s"),
         .reviewers = 1,
         .from = day(3, 10),
         .to = CIVIL_DATE_NONE},
        {.org = TEXT("a"),
         .stage = TEXT("s"),
         .reviewers = STAFFING_UNKNOWN,
         .from = day(5, 1),
         .to = CIVIL_DATE_NONE},
    };
    struct staffings all = {items, COUNT_OF(items)};
    assert_int_equal(staffing_on(&all, TEXT("a"), TEXT(""), day(2, 27)), STAFFING_UNKNOWN);
    assert_int_equal(staffing_on(&all, TEXT("a"), TEXT(""), day(3, 31)), 5);
    assert_int_equal(staffing_on(&all, TEXT("a"), TEXT(""), day(4, 1)), 3);
    assert_int_equal(staffing_on(&all, TEXT("a"), TEXT("t"), day(4, 30)), 3);
    assert_int_equal(staffing_on(&all, TEXT("a"), TEXT(""), day(5, 1)), 5);
    assert_int_equal(staffing_on(&all, TEXT("a"), TEXT("s"), day(4, 1)), 1);
    assert_int_equal(staffing_on(&all, TEXT("a"), TEXT("s"), day(5, 1)), 5);
    assert_int_equal(staffing_on(&all, TEXT("b"), TEXT("s"), day(5, 1)), STAFFING_UNKNOWN);
    assert_true(staffing_is_apart(&all, TEXT("a"), TEXT("s")));
    assert_false(staffing_is_apart(&all, TEXT("a"), TEXT("t")));
    assert_false(staffing_is_apart(&all, TEXT("a"), TEXT("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_says_it_of_itself_a_coordinator_of_any),
        cmocka_unit_test(days_are_from_today_on_and_in_order),
        cmocka_unit_test(what_was_said_last_counts_on_its_days),
    };
    return cmocka_run_group_tests_name("staffing", tests, set_up, tear_down);
}
