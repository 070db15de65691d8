#include "room/whistle/whistle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static struct arena *arena;
static const struct calendar *calendar;
static const struct hours office = {{{540, 720}, {840, 1020}}, 2};

static int set_up(void **state)
{
    (void)state;
    struct fault fault = {.code = FAULT_NONE};
    arena = arena_open((size_t)1 << 22, (size_t)1 << 24);
    const struct calendar_year year = {2026, NULL, 0, NULL, 0};
    assert_true(calendar_build(arena, &year, 1, &calendar, &fault));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct whistle sounded(void)
{
    return (struct whistle){.id = 1,
                            .state = WHISTLE_SOUNDED,
                            .org = TEXT("zjj"),
                            .raised_by = 10,
                            .raised_role = ROLE_ENTERPRISE,
                            .call = {.who = TEXT("unit")}};
}

static struct actor actor(enum role role, const char *org)
{
    return (struct actor){.account = 20, .role = role, .org = text_of(org)};
}

static void the_unit_reports_in_and_whoever_it_climbed_to(void **state)
{
    (void)state;
    struct whistle whistle = sounded();
    struct actor own = actor(ROLE_DEPARTMENT_OFFICER, "zjj");
    struct actor other = actor(ROLE_DEPARTMENT_OFFICER, "sthjj");
    struct actor district = actor(ROLE_DISTRICT_COORDINATOR, "asc-1");
    struct actor leader = actor(ROLE_LEADER, "");
    assert_true(whistle_may(&whistle, &own, WHISTLE_REPORT));
    assert_false(whistle_may(&whistle, &other, WHISTLE_REPORT));
    struct whistle own_call = sounded();
    own_call.raised_by = 20;
    assert_false(whistle_may(&own_call, &own, WHISTLE_REPORT)); /* nobody answers himself */
    assert_false(whistle_may(&whistle, &district, WHISTLE_REPORT));
    whistle.call.who = TEXT("district_coordinator");
    assert_true(whistle_may(&whistle, &district, WHISTLE_REPORT));
    assert_true(whistle_may(&whistle, &own, WHISTLE_REPORT));
    assert_false(whistle_may(&whistle, &leader, WHISTLE_REPORT));
    whistle.call.who = TEXT("leader");
    assert_true(whistle_may(&whistle, &leader, WHISTLE_REPORT));
    whistle.state = WHISTLE_REPORTED;
    assert_false(whistle_may(&whistle, &own, WHISTLE_REPORT));
}

static void only_who_whistled_closes(void **state)
{
    (void)state;
    struct whistle whistle = sounded();
    struct actor enterprise = actor(ROLE_ENTERPRISE, "");
    struct actor navigator = actor(ROLE_NAVIGATOR, "asc");
    struct actor centre = actor(ROLE_CENTRE_COORDINATOR, "asc");
    struct fault fault = {.code = FAULT_NONE};
    assert_true(whistle_may(&whistle, &enterprise, WHISTLE_CLOSE));
    assert_false(whistle_may(&whistle, &enterprise, WHISTLE_REOPEN));
    assert_false(whistle_decide(&whistle, &navigator, WHISTLE_CLOSE, &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    fault.code = FAULT_NONE;
    assert_false(whistle_decide(&whistle, &enterprise, WHISTLE_REOPEN, &fault));
    assert_int_equal(fault.code, FAULT_WRONG_STATE);
    assert_true(whistle_may(&whistle, &centre, WHISTLE_PASS));
    whistle.state = WHISTLE_CLOSED;
    assert_true(whistle_may(&whistle, &enterprise, WHISTLE_REOPEN));
    assert_false(whistle_may(&whistle, &centre, WHISTLE_PASS));
    assert_false(whistle_may(&whistle, &enterprise, WHISTLE_TO_PROBLEM));
}

static struct whistle_call call_of(const char *from, struct whistle_given given)
{
    struct office clock = {calendar, &office};
    struct whistle_call call;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(hours_moment_parse(text_of(from), &given.from));
    assert_true(whistle_call_until(arena, &clock, &given, &call, &fault));
    return call;
}

static void is_said(struct text got, const char *wanted)
{
    assert_int_equal(got.len, strlen(wanted));
    assert_memory_equal(got.at, wanted, got.len);
}

static void climbing_is_announced_before_it_happens(void **state)
{
    (void)state;
    struct whistle_given given = {
        .until = CIVIL_DATE_NONE, .hours = 4, .announce_hours = 1, .climbs = true};
    struct whistle_call call = call_of("2026-11-27 16:00", given);
    is_said(call.due_at, "2026-11-30 12:00");
    is_said(call.announce_at, "2026-11-30 11:00");
    given.climbs = false;
    call = call_of("2026-11-27 16:00", given);
    is_said(call.announce_at, "");
    given = (struct whistle_given){.hours = 4, .announce_hours = 6, .climbs = true};
    assert_true(civil_date_parse(TEXT("2026-12-01"), &given.until));
    call = call_of("2026-12-01 10:00", given);
    is_said(call.due_at, "2026-12-01 17:00");
    is_said(call.announce_at, "2026-12-01 10:00"); /* never before the answer itself */
}

static void the_day_named_is_a_working_day_from_today_on(void **state)
{
    (void)state;
    struct fault fault = {.code = FAULT_NONE};
    civil_date friday = 0;
    assert_true(civil_date_parse(TEXT("2026-11-27"), &friday));
    assert_true(whistle_day_is_right(calendar, friday, friday, &fault));
    assert_true(whistle_day_is_right(calendar, friday, friday + 3, &fault));
    assert_false(whistle_day_is_right(calendar, friday, friday + 1, &fault));
    assert_int_equal(fault.code, FAULT_FIELD_INVALID);
    fault.code = FAULT_NONE;
    assert_false(whistle_day_is_right(calendar, friday, friday - 1, &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_unit_reports_in_and_whoever_it_climbed_to),
        cmocka_unit_test(only_who_whistled_closes),
        cmocka_unit_test(climbing_is_announced_before_it_happens),
        cmocka_unit_test(the_day_named_is_a_working_day_from_today_on),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
