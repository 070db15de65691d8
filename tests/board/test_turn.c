#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "board/turn.h"
#include "pack/pack.h"

/* Whose turn it is, by stage, on the pack of the sample city. */

static struct arena *arena;
static struct city *city;
static struct project project;

static civil_date day(int year, int month, int of_month)
{
    return civil_date_from_parts((struct civil_parts){year, month, of_month});
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 24, (size_t)1 << 27);
    struct text directory = text_of(SAMPLE_CITY);
    struct pack_options options = {PACK_SCOPE_ALL, true};
    const struct pack *pack = NULL;
    struct fault fault = {0};
    if (!pack_load(arena, directory, &options, &pack, &fault)) {
        print_error("%.*s\n", TEXT_ARG(fault_sentence(arena, &fault, LANGUAGE_EN)));
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

static struct turn ask(enum project_stage stage, enum turn_plan plan, civil_date today)
{
    project = (struct project){
        .id = 1,
        .enterprise = TEXT("某企业"),
        .district = city_pack(city)->lists[PACK_DISTRICTS].items[0].id,
        .stage = stage,
        .stage_since = day(2026, 3, 2), /* a Monday */
        .stage_until = CIVIL_DATE_NONE,
    };
    struct turn_asked asked = {.project = &project,
                               .navigator_name = TEXT("代办员甲"),
                               .plan = plan,
                               .plan_since = day(2026, 3, 4),
                               .today = today,
                               .language = LANGUAGE_ZH};
    return turn_of_project(city, &asked);
}

static civil_date due_after(civil_date from, const char *limit)
{
    return city_due(city, from, city_limit(city, limit, from)).day;
}

static void a_lead_waits_for_the_promotion_side(void **state)
{
    (void)state;
    struct turn turn = ask(STAGE_LEAD, TURN_PLAN_NONE, day(2026, 3, 3));
    assert_int_equal(turn.party, TURN_PROMOTION);
    assert_true(turn.org.len > 0);
    assert_int_equal(turn.since, day(2026, 3, 2));
    assert_int_equal(turn.until, due_after(day(2026, 3, 2), "lead_screen"));
    assert_int_equal(turn.overdue_days, 0);
}

static void a_hand_over_waits_for_the_centre_of_the_district(void **state)
{
    (void)state;
    struct turn turn = ask(STAGE_HANDED_OVER, TURN_PLAN_NONE, day(2026, 3, 3));
    assert_int_equal(turn.party, TURN_CENTRE);
    assert_int_equal(turn.until, due_after(day(2026, 3, 2), "handover_acknowledge"));
    turn = ask(STAGE_ACCEPTED, TURN_PLAN_NONE, day(2026, 3, 3));
    assert_int_equal(turn.party, TURN_CENTRE);
    assert_int_equal(turn.until, due_after(day(2026, 3, 2), "navigator_appoint"));
}

static void what_is_late_is_counted_in_working_days(void **state)
{
    (void)state;
    civil_date until = due_after(day(2026, 3, 2), "handover_acknowledge");
    struct turn turn = ask(STAGE_HANDED_OVER, TURN_PLAN_NONE, until);
    assert_int_equal(turn.overdue_days, 0);
    turn = ask(STAGE_HANDED_OVER, TURN_PLAN_NONE, until + 7);
    assert_int_equal(turn.overdue_days, 5);
}

static void a_plan_goes_from_navigator_to_enterprise_and_back(void **state)
{
    (void)state;
    struct turn turn = ask(STAGE_SERVED, TURN_PLAN_NONE, day(2026, 3, 5));
    assert_int_equal(turn.party, TURN_NAVIGATOR);
    assert_true(text_equal(turn.name, TEXT("代办员甲")));
    turn = ask(STAGE_SERVED, TURN_PLAN_PROPOSED, day(2026, 3, 5));
    assert_int_equal(turn.party, TURN_ENTERPRISE);
    assert_true(text_equal(turn.name, TEXT("某企业")));
    assert_int_equal(turn.since, day(2026, 3, 4));
    assert_int_equal(turn.until, due_after(day(2026, 3, 4), "plan_confirm"));
    turn = ask(STAGE_SERVED, TURN_PLAN_OBJECTED, day(2026, 3, 5));
    assert_int_equal(turn.party, TURN_NAVIGATOR);
    assert_int_equal(turn.since, day(2026, 3, 4));
}

static void a_new_plan_under_way_waits_for_the_enterprise_too(void **state)
{
    (void)state;
    struct turn turn = ask(STAGE_UNDER_WAY, TURN_PLAN_CONFIRMED, day(2026, 3, 5));
    assert_int_equal(turn.party, TURN_NAVIGATOR);
    assert_int_equal(turn.until, CIVIL_DATE_NONE);
    turn = ask(STAGE_UNDER_WAY, TURN_PLAN_PROPOSED, day(2026, 3, 5));
    assert_int_equal(turn.party, TURN_ENTERPRISE);
}

static void an_ended_project_waits_for_nobody(void **state)
{
    (void)state;
    static const enum project_stage ended[] = {STAGE_PRODUCTION, STAGE_REFUSED, STAGE_WITHDRAWN};
    for (size_t i = 0; i < COUNT_OF(ended); i++) {
        struct turn turn = ask(ended[i], TURN_PLAN_CONFIRMED, day(2027, 3, 5));
        assert_int_equal(turn.party, TURN_NOBODY);
        assert_int_equal(turn.until, CIVIL_DATE_NONE);
        assert_int_equal(turn.overdue_days, 0);
    }
}

static void a_deferred_lead_is_looked_at_again(void **state)
{
    (void)state;
    struct turn turn = ask(STAGE_DEFERRED, TURN_PLAN_NONE, day(2026, 3, 3));
    assert_int_equal(turn.party, TURN_PROMOTION);
    assert_int_equal(turn.until, due_after(day(2026, 3, 2), "lead_defer_review"));
}

static void every_stage_has_words_and_a_name(void **state)
{
    (void)state;
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        for (int plan = 0; plan <= TURN_PLAN_CONFIRMED; plan++) {
            struct turn turn =
                ask((enum project_stage)stage, (enum turn_plan)plan, day(2026, 3, 3));
            assert_non_null(turn.act_zh);
            assert_non_null(turn.act_en);
            assert_true(turn.name.len > 0);
        }
    }
}

static void a_turn_is_written_as_the_contract_says(void **state)
{
    (void)state;
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    struct turn turn = ask(STAGE_SERVED, TURN_PLAN_PROPOSED, day(2026, 3, 5));
    turn.until = CIVIL_DATE_NONE;
    turn_write(&json, &turn, LANGUAGE_EN);
    assert_true(text_equal(buffer_text(&buffer),
                           TEXT("{\"party\":\"enterprise\",\"org\":null,\"name\":\"某企业\","
                                "\"act\":\"confirm the approval plan\",\"since\":\"2026-03-04\","
                                "\"until\":null,\"overdue_days\":0,\"provisional\":false}")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lead_waits_for_the_promotion_side),
        cmocka_unit_test(a_hand_over_waits_for_the_centre_of_the_district),
        cmocka_unit_test(what_is_late_is_counted_in_working_days),
        cmocka_unit_test(a_plan_goes_from_navigator_to_enterprise_and_back),
        cmocka_unit_test(a_new_plan_under_way_waits_for_the_enterprise_too),
        cmocka_unit_test(an_ended_project_waits_for_nobody),
        cmocka_unit_test(a_deferred_lead_is_looked_at_again),
        cmocka_unit_test(every_stage_has_words_and_a_name),
        cmocka_unit_test(a_turn_is_written_as_the_contract_says),
    };
    return cmocka_run_group_tests_name("turn", tests, set_up, tear_down);
}
