#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/notice/delivery.h"
#include "room/notice/reach_code.h"

/* Deliveries: what goes at once, when something may leave, how often it is tried; how one is
 * reached. */

#define MINUTE ((int64_t)60000)

static struct arena *arena;
static struct city *city;
static struct fault fault;

static int set_up(void **state)
{
    (void)state;
    const struct pack *pack = NULL;
    struct pack_options options = {.scope = PACK_SCOPE_ALL};
    arena = arena_open((size_t)1 << 24, (size_t)1 << 27);
    if (!pack_load(arena, TEXT(CITY_PACK), &options, &pack, &fault)) {
        return -1;
    }
    city = city_open(arena, pack);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static civil_date day(int month, int of_month)
{
    return civil_date_from_parts((struct civil_parts){2026, month, of_month});
}

static const char *rule = "";
static civil_date near_until = CIVIL_DATE_NONE;

static bool is_urgent(const char *kind, bool is_critical, civil_date due_on)
{
    struct delivery_rules rules = delivery_rules_on(city, day(3, 2));
    struct delivery_asked asked = {.rules = &rules,
                                   .kind = text_of(kind),
                                   .rule = text_of(rule),
                                   .near_until = near_until,
                                   .is_critical = is_critical,
                                   .due_on = due_on,
                                   .digest_on = day(3, 3),
                                   .today = day(3, 2)};
    return delivery_is_urgent(&asked);
}

static void only_what_presses_goes_at_once(void **state)
{
    (void)state;
    struct delivery_rules rules = delivery_rules_on(city, day(3, 2));
    assert_int_equal(rules.digest_at, 8 * 60 + 30);
    assert_false(is_urgent("clock", false, day(3, 9)));
    assert_true(is_urgent("clock", true, day(3, 9)));
    assert_false(is_urgent("calendar", true, day(3, 9)));
    assert_true(is_urgent("clock", false, day(3, 2)));
    assert_true(is_urgent("clock", false, day(3, 3)));
    assert_false(is_urgent("clock", false, day(3, 4)));
    assert_false(is_urgent("clock", false, day(2, 20)));
    /* What the city names, and what is near: from the day it is sent on, not before. */
    rule = "whistle-unit";
    assert_true(is_urgent("escalation", false, day(3, 9)));
    rule = "whistle-reported";
    assert_false(is_urgent("escalation", false, day(3, 9)));
    rule = "";
    assert_int_equal(rules.urgent_days, 1);
    near_until = day(3, 5);
    assert_true(is_urgent("clock", false, day(3, 5)));
    assert_false(is_urgent("clock", false, day(3, 6)));
    assert_false(is_urgent("clock", false, day(3, 1)));
    near_until = CIVIL_DATE_NONE;
    /* Before there were such rules: everything at once, at any hour. */
    struct delivery_rules none = delivery_rules_on(city, day(3, 2) - 4000);
    struct delivery_asked asked = {.rules = &none, .kind = TEXT("clock"), .due_on = day(9, 9)};
    assert_true(none.digest_at < 0 && delivery_is_urgent(&asked));
}

/* Over every minute of a day and many kinds of hours: what leaves leaves outside the quiet hours,
 * never before now, and never later than needed. */
static void nothing_leaves_in_quiet_hours(void **state)
{
    (void)state;
    srand(7);
    for (int n = 0; n < 400; n++) {
        int from = rand() % 1440, to = rand() % 1440;
        struct delivery_hours hours = {from, to, 480};
        for (int minute = 0; minute < 1440; minute += 7) {
            int64_t now = ((int64_t)20000 * 1440 + minute - 480) * MINUTE + rand() % 60000;
            int64_t at = delivery_after_quiet(&hours, now);
            int then = (int)((at / MINUTE + 480) % 1440);
            bool was_quiet =
                from < to ? minute >= from && minute < to : minute >= from || minute < to;
            bool is_quiet = from < to ? then >= from && then < to : then >= from || then < to;
            was_quiet = was_quiet && from != to;
            assert_false(is_quiet && from != to);
            assert_true(was_quiet ? at > now && then == to : at == now);
            assert_true(at - now <= 1440 * MINUTE);
        }
    }
    struct delivery_hours none = {-1, -1, 480};
    assert_int_equal(delivery_after_quiet(&none, 12345), 12345);
}

/* Pauses grow, and there is an end. */
static void is_tried_for_a_day(void **state)
{
    int64_t waited = 0, last = 0, attempts = 0, pause = 0;
    (void)state;
    while ((pause = delivery_pause_ms(++attempts, waited)) > 0) {
        assert_true(pause >= last && attempts < 40);
        last = pause;
        waited += pause;
    }
    assert_true(waited >= DELIVERY_PATIENCE_MS && attempts > 8);
}

static void shows_how_it_stands(void **state)
{
    struct delivery one = {.state = TEXT(DELIVERY_WAITING), .due_at = 200};
    (void)state;
    assert_true(text_is(delivery_shown(&one, false, 100), "held"));
    assert_true(text_is(delivery_shown(&one, false, 300), "waiting"));
    one.is_digest = true;
    assert_true(text_is(delivery_shown(&one, false, 100), "waiting"));
    one.attempts = 2;
    assert_true(text_is(delivery_shown(&one, false, 100), "failed"));
    assert_true(text_is(delivery_shown(&one, true, 100), "opened"));
    one.state = TEXT(DELIVERY_UNSURE);
    assert_true(text_is(delivery_shown(&one, false, 100), "unsure"));
}

static void reach_is_checked(void **state)
{
    struct reach reach;
    struct reach_set all = {.mail_address = TEXT("a@b.cn"),
                            .phone = TEXT("+86 591-12345"),
                            .mail = TEXT("once"),
                            .language = TEXT("en"),
                            .quiet_from = TEXT("22:00"),
                            .quiet_to = TEXT("07:00")};
    (void)state;
    assert_true(reach_decide(&all, &reach, &fault));
    assert_true(reach.mail == REACH_ONCE && reach.message == REACH_DIGEST &&
                reach.language == LANGUAGE_EN && reach.quiet_from == 22 * 60);
    struct reach_set half = all, phone = all, address = all, hour = all;
    half.quiet_to = TEXT_NONE;
    phone.phone = TEXT("12a45678");
    address.mail_address = TEXT("a@b.cn\nBcc: c@d.cn");
    hour.quiet_from = TEXT("24:00");
    assert_false(reach_decide(&half, &reach, &fault));
    assert_false(reach_decide(&phone, &reach, &fault));
    assert_false(reach_decide(&address, &reach, &fault));
    assert_false(reach_decide(&hour, &reach, &fault));
    assert_false(reach_phone_is_valid(TEXT("1234")));
    assert_false(reach_phone_is_valid(TEXT("1+2345678")));
}

/* -- the code that confirms an address -- */

static void codes_are_few(void **state)
{
    struct reach_code code = {.account = 1};
    int64_t now = 100000 * MINUTE, day = 24 * 60 * MINUTE;
    (void)state;
    assert_int_equal(reach_code_wait_s(&code, true, now), 0);
    for (int i = 0; i < REACH_CODES_A_DAY; i++) {
        assert_int_equal(reach_code_wait_s(&code, false, now + i), 0);
        reach_code_count(&code, now + i);
    }
    assert_int_equal(reach_code_wait_s(&code, false, now + MINUTE), 86340);
    assert_int_equal(reach_code_wait_s(&code, false, now + day - 1), 1);
    assert_int_equal(reach_code_wait_s(&code, false, now + day), 0);
    reach_code_count(&code, now + day);
    assert_int_equal(code.count, 1);
    assert_int_equal(reach_code_wait_s(&code, true, now + day + MINUTE - 1), 1);
    assert_int_equal(reach_code_wait_s(&code, false, now + day + MINUTE - 1), 0);
    assert_int_equal(reach_code_wait_s(&code, true, now + day + MINUTE), 0);
}

static void codes_are_tried_a_few_times(void **state)
{
    struct text right = TEXT("aa"), wrong = TEXT("bb");
    struct reach_code code = {.hash = right, .sent_at = MINUTE};
    (void)state;
    assert_int_equal(reach_code_try(&code, right, 31 * MINUTE), REACH_CODE_RIGHT);
    assert_int_equal(reach_code_try(&code, right, 31 * MINUTE + 1), REACH_CODE_OVER);
    for (int i = 1; i < REACH_CODE_TRIES; i++) {
        assert_int_equal(reach_code_try(&code, wrong, MINUTE), REACH_CODE_WRONG);
        assert_int_equal(code.tries, i);
    }
    assert_int_equal(reach_code_try(&code, wrong, MINUTE), REACH_CODE_OVER);
    assert_int_equal(reach_code_try(&code, right, MINUTE), REACH_CODE_OVER);
    struct reach_code none = {.hash = TEXT_NONE};
    assert_int_equal(reach_code_try(&none, TEXT_NONE, 0), REACH_CODE_OVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_presses_goes_at_once),
        cmocka_unit_test(nothing_leaves_in_quiet_hours),
        cmocka_unit_test(is_tried_for_a_day),
        cmocka_unit_test(shows_how_it_stands),
        cmocka_unit_test(reach_is_checked),
        cmocka_unit_test(codes_are_few),
        cmocka_unit_test(codes_are_tried_a_few_times),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
