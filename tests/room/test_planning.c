#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/planning/planning_json.h"

/* Facts and plans, decided and computed on the sample city, without database and without HTTP. */

static struct arena *arena;
static const struct pack *pack;
static const struct city *city;
static struct fault fault;

static int set_up(void **state)
{
    (void)state;
    struct pack_options options = {PACK_SCOPE_ALL, true};
    arena = arena_open((size_t)1 << 24, (size_t)1 << 28);
    fault = (struct fault){.code = FAULT_NONE};
    if (!pack_load(arena, text_of(SAMPLE_CITY), &options, &pack, &fault)) {
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

static civil_date day(int year, int month, int of_month)
{
    return civil_date_from_parts((struct civil_parts){year, month, of_month});
}

static const struct jvalue *json(const char *text)
{
    const struct jvalue *out = NULL;
    struct fault wrong = {.code = FAULT_NONE};
    assert_true(json_read(arena, text_of(text), &out, &wrong));
    return out;
}

/* -- facts -- */

static struct planning_facts_changed changes;
static uint32_t changed;

static bool decide(const char *current, const char *given)
{
    struct planning_set_facts command = {text_of(given), TEXT("电话核实")};
    fault = (struct fault){.code = FAULT_NONE};
    return planning_decide_facts(arena, pack->spaces[PACK_SPACE_FACTS], json(current), &command,
                                 &changes, &changed, &fault);
}

static void only_what_changes_is_kept(void **state)
{
    (void)state;
    assert_true(decide("{\"new_company\":true,\"emissions\":\"低\"}",
                       "{\"new_company\":true,\"emissions\":\"中\",\"site_days\":30}"));
    assert_int_equal(changed, 2);
    assert_true(text_equal(changes.facts, TEXT("{\"emissions\":\"中\",\"site_days\":30}")));
    assert_true(text_equal(changes.source, TEXT("电话核实")));
}

static void the_same_answer_again_changes_nothing(void **state)
{
    (void)state;
    assert_true(decide("{\"topics\":[\"经营免证\"],\"floor_area_sqm\":900}",
                       "{\"floor_area_sqm\":900,\"topics\":[\"经营免证\"]}"));
    assert_int_equal(changed, 0);
    assert_true(decide("{}", "{\"emissions\":null}"));
    assert_int_equal(changed, 0);
}

static void a_fact_can_be_taken_back_to_unknown(void **state)
{
    (void)state;
    assert_true(decide("{\"emissions\":\"高\"}", "{\"emissions\":null}"));
    assert_int_equal(changed, 1);
    assert_true(text_equal(changes.facts, TEXT("{\"emissions\":null}")));
}

static void an_unknown_name_is_refused_by_name(void **state)
{
    (void)state;
    assert_false(decide("{}", "{\"colour_of_roof\":\"red\"}"));
    assert_int_equal(fault.code, FAULT_FIELD_UNKNOWN);
    assert_string_equal(fault.field, "colour_of_roof");
}

static void a_wrong_type_is_refused_by_name(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{\"new_company\":\"yes\"}", "{\"new_company\":1}", "{\"floor_area_sqm\":\"900\"}",
        "{\"site_days\":1.5}",       "{\"site_days\":-1}",  "{\"topics\":\"经营免证\"}",
        "{\"emissions\":[\"低\"]}",  "{\"emissions\":{}}",  "{\"floor_area_sqm\":true}",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(decide("{}", wrong[i]));
        assert_true(fault.field[0] != '\0');
        assert_int_equal(fault_http_status(fault.code), 422);
    }
    assert_false(decide("{}", "[1]"));
    assert_int_equal(fault.code, FAULT_FIELD_TYPE);
}

static void one_wrong_fact_refuses_all(void **state)
{
    (void)state;
    changed = 77;
    assert_false(decide("{}", "{\"site_days\":30,\"new_company\":7}"));
    assert_int_equal(changed, 77);
}

static void a_given_fact_outranks_the_lead(void **state)
{
    (void)state;
    struct project project = {.investment = TEXT("500.5"), .industry_code = TEXT_NONE};
    struct planning_facts none = {NULL, 0, 1};
    const struct jvalue *object = planning_facts_object(arena, city, &project, &none);
    assert_true(jvalue_number(jvalue_get(object, "total_investment_wanyuan")) == 500.5);
    struct planning_fact given = {TEXT("total_investment_wanyuan"), TEXT("700"), TEXT_NONE,
                                  TEXT_NONE, 0};
    struct planning_facts facts = {&given, 1, 2};
    object = planning_facts_object(arena, city, &project, &facts);
    assert_int_equal(object->count, 1);
    assert_true(jvalue_number(jvalue_get(object, "total_investment_wanyuan")) == 700);
}

/* -- stages and states -- */

static void facts_are_taken_from_the_acknowledgement_on(void **state)
{
    (void)state;
    assert_false(planning_takes_facts(STAGE_LEAD));
    assert_false(planning_takes_facts(STAGE_HANDED_OVER));
    assert_false(planning_takes_facts(STAGE_REFUSED));
    assert_true(planning_takes_facts(STAGE_ACCEPTED));
    assert_true(planning_takes_facts(STAGE_UNDER_WAY));
}

static void plans_are_made_once_there_is_a_navigator(void **state)
{
    (void)state;
    assert_false(planning_takes_plans(STAGE_ACCEPTED));
    assert_true(planning_takes_plans(STAGE_SERVED));
    assert_true(planning_takes_plans(STAGE_UNDER_WAY));
    assert_false(planning_takes_plans(STAGE_PRODUCTION));
}

static void only_a_proposed_plan_can_be_answered(void **state)
{
    (void)state;
    for (int i = 0; i < PLAN_STATE_COUNT; i++) {
        fault = (struct fault){.code = FAULT_NONE};
        bool may = planning_may_answer((enum plan_state)i, LANGUAGE_ZH, &fault);
        assert_int_equal(may, i == PLAN_PROPOSED);
        assert_int_equal(fault.code, may ? FAULT_NONE : FAULT_WRONG_STATE);
    }
}

static void a_start_ten_years_off_is_a_slip_of_the_pen(void **state)
{
    (void)state;
    civil_date today = day(2026, 11, 23);
    fault = (struct fault){.code = FAULT_NONE};
    assert_true(planning_start_is_sound(day(2026, 3, 2), today, &fault));
    assert_false(planning_start_is_sound(day(2066, 3, 2), today, &fault));
    assert_string_equal(fault.field, "start");
}

static void the_confirmed_plan_stays_in_force_while_a_new_one_waits(void **state)
{
    (void)state;
    struct adopted_plan items[] = {{.number = 3, .state = PLAN_PROPOSED},
                                   {.number = 2, .state = PLAN_CONFIRMED},
                                   {.number = 1, .state = PLAN_SUPERSEDED}};
    struct adopted_plans plans = {items, 3};
    assert_int_equal(planning_latest(&plans)->number, 3);
    assert_int_equal(planning_in_force(&plans)->number, 2);
    items[1].state = PLAN_SUPERSEDED;
    assert_int_equal(planning_in_force(&plans)->number, 3);
    assert_null(planning_find(&plans, 4));
    plans.count = 0;
    assert_null(planning_latest(&plans));
    assert_null(planning_in_force(&plans));
}

/* -- the computed plan -- */

static const char worked[] =
    "{\"new_company\":true,\"needs_building\":true,\"floor_area_sqm\":900,\"emissions\":\"中\","
    "\"needs_power\":true,\"site_days\":30,\"topics\":[\"其他成果\"]}";

static struct planning_result compute(const char *facts)
{
    struct planning_result out;
    struct plan_options options = {
        .missing = RULE_MISSING_UNKNOWN, .basis = PLAN_PLANNING, .start = day(2026, 3, 2)};
    fault = (struct fault){.code = FAULT_NONE};
    assert_true(
        planning_compute(arena, pack, json(facts), &options, day(2026, 3, 2), &out, &fault));
    return out;
}

static const struct planned_node *node(const struct planned *plan, const char *code)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (text_is(plan->nodes[i].code, code)) {
            return &plan->nodes[i];
        }
    }
    return NULL;
}

static void all_facts_known_leave_nothing_to_ask(void **state)
{
    (void)state;
    struct planning_result out = compute(worked);
    assert_int_equal(out.question_count, 0);
    assert_int_equal(out.unknown_count, 0);
    assert_int_equal(out.plan.count, 9 + 4);
    assert_int_equal(out.plan.start, day(2026, 3, 2));
    /* 2 + 0 + 8 + 3, the works 30, inspection 4, operation 5 */
    assert_int_equal(out.plan.working_days, 2 + 8 + 3 + 30 + 4 + 5);
    assert_int_equal(node(&out.plan, "投运")->earliest_finish, out.plan.production);
}

static void an_unknown_item_is_listed_with_what_decides_it(void **state)
{
    (void)state;
    struct planning_result out = compute("{\"needs_building\":false}");
    bool found = false;
    for (size_t i = 0; i < out.unknown_count; i++) {
        found = found || text_is(out.unknown[i].code, "s-impact");
        assert_true(out.unknown[i].fields.count > 0);
        assert_null(node(&out.plan, text_c_string(arena, out.unknown[i].code)));
    }
    assert_true(found);
    assert_true(out.question_count > 0);
}

static void the_works_are_a_property_of_the_milestone_that_waits(void **state)
{
    (void)state;
    struct planning_result out = compute(worked);
    const struct planned_node *done = node(&out.plan, "完工");
    assert_int_equal(done->lag_days, 30);
    assert_int_equal(done->lagged.count, 1);
    assert_true(text_is(done->lagged.items[0], "动工"));
    assert_int_equal(node(&out.plan, "动工")->lag_days, 0);
}

static void predecessors_come_first(void **state)
{
    (void)state;
    struct planning_result out = compute(worked);
    for (size_t i = 0; i < out.plan.count; i++) {
        for (size_t j = 0; j < out.plan.nodes[i].after.count; j++) {
            const struct planned_node *before =
                node(&out.plan, text_c_string(arena, out.plan.nodes[i].after.items[j]));
            assert_non_null(before);
            assert_true(before < &out.plan.nodes[i]);
        }
    }
}

static void nodes_come_back_as_they_were_written(void **state)
{
    (void)state;
    struct planning_result out = compute(worked);
    struct text written = planned_nodes_json(arena, &out.plan);
    struct planned again = out.plan;
    struct planned_node *nodes = NULL;
    assert_true(planned_nodes_read(arena, written, &nodes, &again.count, &fault));
    again.nodes = nodes;
    assert_int_equal(again.count, out.plan.count);
    assert_true(text_equal(written, planned_nodes_json(arena, &again)));
}

static void an_item_names_its_stage_and_unit(void **state)
{
    (void)state;
    struct planning_result out = compute(worked);
    assert_true(text_is(node(&out.plan, "s-power")->org, "power"));
    assert_true(text_is(node(&out.plan, "s-power")->stage, "建设"));
    assert_true(text_is_empty(node(&out.plan, "动工")->stage));
    assert_true(node(&out.plan, "动工")->is_milestone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_changes_is_kept),
        cmocka_unit_test(the_same_answer_again_changes_nothing),
        cmocka_unit_test(a_fact_can_be_taken_back_to_unknown),
        cmocka_unit_test(an_unknown_name_is_refused_by_name),
        cmocka_unit_test(a_wrong_type_is_refused_by_name),
        cmocka_unit_test(one_wrong_fact_refuses_all),
        cmocka_unit_test(a_given_fact_outranks_the_lead),
        cmocka_unit_test(facts_are_taken_from_the_acknowledgement_on),
        cmocka_unit_test(plans_are_made_once_there_is_a_navigator),
        cmocka_unit_test(only_a_proposed_plan_can_be_answered),
        cmocka_unit_test(a_start_ten_years_off_is_a_slip_of_the_pen),
        cmocka_unit_test(the_confirmed_plan_stays_in_force_while_a_new_one_waits),
        cmocka_unit_test(all_facts_known_leave_nothing_to_ask),
        cmocka_unit_test(an_unknown_item_is_listed_with_what_decides_it),
        cmocka_unit_test(the_works_are_a_property_of_the_milestone_that_waits),
        cmocka_unit_test(predecessors_come_first),
        cmocka_unit_test(nodes_come_back_as_they_were_written),
        cmocka_unit_test(an_item_names_its_stage_and_unit),
    };
    return cmocka_run_group_tests_name("planning", tests, set_up, tear_down);
}
