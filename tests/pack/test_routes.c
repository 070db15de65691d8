#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/json_write.h"
#include "engine/plan/route_search.h"
#include "engine/plan/route_write.h"
#include "pack/variants.h"
#include "workshop.h"

/* The routes of the real pack: what the law lets a project do otherwise, and what it does not. */

static struct arena *pack_arena;
static const struct pack *fuzhou;

struct answer {
    struct arena *arena;
    struct pack_routes *routes;
    struct route_set set;
};

#define START                                                                                      \
    (struct civil_parts)                                                                           \
    {                                                                                              \
        2026, 7, 6                                                                                 \
    }

static struct answer ask_on(const char *facts_json, enum rule_missing missing,
                            struct civil_parts start)
{
    struct answer answer = {.arena = arena_open((size_t)16 << 20, (size_t)256 << 20)};
    answer.routes = arena_new(answer.arena, struct pack_routes);
    struct fault fault = {0};
    const struct jvalue *object = NULL;
    struct route_options options = {.by = CIVIL_DATE_NONE};
    struct facts *facts = facts_new(answer.arena, fuzhou->spaces[PACK_SPACE_FACTS]);
    assert_true(json_read(answer.arena, text_of(facts_json), &object, &fault));
    assert_true(facts_read(facts, object, NULL, &fault));
    options.plan.start = civil_date_from_parts(start);
    options.plan.missing = missing;
    options.facts = facts;
    assert_true(pack_routes_open(answer.arena, fuzhou, options.plan.start, answer.routes, &fault));
    assert_true(route_run(answer.arena, &answer.routes->of, &options, &answer.set, &fault));
    return answer;
}

static struct answer ask(const char *facts_json)
{
    return ask_on(facts_json, RULE_MISSING_NEGATIVE, START);
}

static void done(struct answer *answer)
{
    arena_close(answer->arena);
}

static uint32_t place_of(const struct answer *answer, const char *id)
{
    for (uint32_t i = 0; i < answer->routes->of.variant_count; i++) {
        if (text_is(answer->routes->of.variants[i].id, id)) {
            return i;
        }
    }
    fail_msg("no variant %s", id);
    return 0;
}

static const struct route_verdict *verdict(const struct answer *answer, const char *id)
{
    return &answer->set.verdicts[place_of(answer, id)];
}

static struct route_nodes read(const struct answer *answer, uint64_t set)
{
    struct route_nodes nodes;
    struct fault fault = {0};
    struct route_times times = route_times_new(answer->arena, answer->set.graph);
    struct route route = {.set = set};
    route.figures.days = route_times_run(answer->set.graph, set, 0, &times);
    assert_true(route_read(answer->arena, &answer->set, &route, &nodes, &fault));
    return nodes;
}

/* Of one variant and those it requires. */
static uint64_t bits(const struct answer *answer, const char *id)
{
    uint32_t bit = verdict(answer, id)->bit;
    assert_true(bit != UINT32_MAX);
    return answer->set.rules->with[bit];
}

static const struct route_node *node(const struct route_nodes *nodes, const char *code)
{
    for (uint32_t i = 0; i < nodes->count; i++) {
        if (text_is(nodes->items[i].code, code)) {
            return &nodes->items[i];
        }
    }
    return NULL;
}

static int32_t start_of(const struct route_nodes *nodes, const char *code)
{
    assert_non_null(node(nodes, code));
    return node(nodes, code)->offsets[PLAN_EARLIEST_START];
}

static int32_t finish_of(const struct route_nodes *nodes, const char *code)
{
    assert_non_null(node(nodes, code));
    return node(nodes, code)->offsets[PLAN_EARLIEST_FINISH];
}

static bool asks(const struct answer *answer, const char *id, const char *field)
{
    uint32_t at = 0;
    const uint8_t *fields = verdict(answer, id)->asks;
    return fact_space_find(fuzhou->spaces[PACK_SPACE_FACTS], text_of(field), &at) &&
           fields != NULL && fields[at];
}

/* The sentence that names the leaves which close it. */
static bool is_closed_by(const struct answer *answer, const char *id, const char *part)
{
    const struct route_variant *variant = &answer->routes->of.variants[place_of(answer, id)];
    struct rule_view view = {answer->set.given, answer->set.options.plan.missing};
    struct route_why why = {&answer->routes->of, variant->open_when, view};
    struct text zh = route_why_sentence(answer->arena, &why, LANGUAGE_ZH);
    struct text en = route_why_sentence(answer->arena, &why, LANGUAGE_EN);
    return verdict(answer, id)->status == ROUTE_CLOSED && en.len > 0 &&
           text_find(zh, text_of(part)) != SIZE_MAX;
}

#define FACTORY                                                                                    \
    "\"new_entity\":true,\"investment_mode\":\"备案\",\"is_tech_upgrade\":false,"                \
    "\"is_industrial\":true,\"land_acquisition\":\"出让\",\"new_construction\":true,"            \
    "\"floor_area_sqm\":20000,\"works_cost_wanyuan\":8000,\"land_with_scheme\":false,"             \
    "\"low_risk_small\":false,\"fire_design_required\":true,\"spoil_offsite\":true,"               \
    "\"works_working_days\":200,\"eia_class\":\"报告表\",\"needs_power\":true,"                 \
    "\"needs_water\":true"

/* ---- special cases ---- */

static void case_09_a_water_and_soil_form_is_committed_by_law_already(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY ",\"soil_erosion_prone_area\":true,"
                               "\"disturbed_area_sqm\":45000,\"earthwork_m3\":49000}");
    assert_int_equal(verdict(&answer, "commit-water-soil-form")->status, ROUTE_IN_BASIC);
    done(&answer);
    answer = ask("{" FACTORY ",\"soil_erosion_prone_area\":true,"
                 "\"disturbed_area_sqm\":45000,\"earthwork_m3\":60000}");
    assert_true(is_closed_by(&answer, "commit-water-soil-form", "earthwork_m3"));
    done(&answer);
}

#define GEO                                                                                        \
    "\"geological_hazard_zone\":true,"                                                             \
    "\"regional_assessment_topics\":[\"地质灾害危险性评估\"]"

static void case_10_an_expired_regional_assessment_brings_the_single_item_back(void **state)
{
    (void)state;
    struct answer valid =
        ask("{" FACTORY "," GEO ",\"regional_assessment_valid_until\":\"2026-12-31\"}");
    struct answer expired =
        ask("{" FACTORY "," GEO ",\"regional_assessment_valid_until\":\"2026-06-30\"}");
    struct route_nodes with = read(&valid, 0);
    struct route_nodes without = read(&expired, 0);
    assert_int_equal(verdict(&valid, "regional-geo-hazard")->status, ROUTE_IN_BASIC);
    assert_int_equal(verdict(&expired, "regional-geo-hazard")->status, ROUTE_EXPIRED);
    assert_true(verdict(&expired, "regional-geo-hazard")->is_withdrawn);
    assert_null(node(&with, "geo-hazard"));
    assert_non_null(node(&without, "geo-hazard"));
    int32_t saved = plan_working_days(expired.set.basic) - plan_working_days(valid.set.basic);
    assert_true(saved > 0);
    assert_int_equal(verdict(&valid, "regional-geo-hazard")->saves, saved);
    done(&valid);
    done(&expired);
}

/* It must hold on the day on which the exemption is asked for, not only when the project begins. */
static void case_10_an_assessment_that_runs_out_before_it_is_used_is_expired(void **state)
{
    (void)state;
    struct answer answer =
        ask("{" FACTORY "," GEO ",\"regional_assessment_valid_until\":\"2026-07-08\"}");
    assert_int_equal(verdict(&answer, "regional-geo-hazard")->status, ROUTE_EXPIRED);
    struct route_nodes nodes = read(&answer, 0);
    assert_true(node(&nodes, "geo-hazard")->dates[PLAN_EARLIEST_START] >
                civil_date_from_parts((struct civil_parts){2026, 7, 8}));
    done(&answer);
}

static void case_10_a_project_outside_the_terms_may_not_use_the_assessment(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY "," GEO ",\"regional_assessment_exceeded\":true}");
    struct route_nodes nodes = read(&answer, 0);
    assert_true(is_closed_by(&answer, "regional-geo-hazard", "regional_assessment_exceeded"));
    assert_non_null(node(&nodes, "geo-hazard"));
    done(&answer);
}

static void case_11_archaeology_comes_before_the_land_sale_in_every_route(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY ",\"underground_relic_area\":true}");
    for (uint32_t i = 0; i < answer.set.route_count; i++) {
        struct route_nodes nodes = read(&answer, answer.set.routes[i].set);
        assert_true(finish_of(&nodes, "heritage-survey") <= start_of(&nodes, "land-sale"));
        assert_true(finish_of(&nodes, "heritage-survey") <= start_of(&nodes, "planning-scheme"));
    }
    done(&answer);
}

static void case_12_start_of_works_in_one_go_is_not_for_special_fire_designs(void **state)
{
    (void)state;
    struct answer answer =
        ask("{" FACTORY ",\"special_fire_building\":true,\"special_fire_design_review\":true}");
    assert_true(is_closed_by(&answer, "bundle-start-works", "special_fire_design_review"));
    done(&answer);
    answer = ask_on("{" FACTORY ",\"special_fire_building\":true}", RULE_MISSING_UNKNOWN, START);
    assert_int_equal(verdict(&answer, "bundle-start-works")->status, ROUTE_UNDECIDED);
    assert_true(asks(&answer, "bundle-start-works", "special_fire_design_review"));
    assert_true(verdict(&answer, "bundle-start-works")->would_save > 0);
    done(&answer);
    answer = ask("{" FACTORY ",\"special_fire_building\":false}");
    assert_int_equal(verdict(&answer, "bundle-start-works")->status, ROUTE_OPEN);
    done(&answer);
}

static void case_14_a_leased_factory_has_no_route_through_the_land(void **state)
{
    (void)state;
    struct answer answer =
        ask("{\"new_entity\":true,\"investment_mode\":\"备案\",\"is_industrial\":true,"
            "\"land_acquisition\":\"租赁\",\"new_construction\":false,\"renovation_works\":true,"
            "\"floor_area_sqm\":4200,\"works_cost_wanyuan\":900}");
    struct route_nodes nodes = read(&answer, answer.set.routes[answer.set.best].set);
    assert_true(is_closed_by(&answer, "land-to-start", "land_acquisition"));
    assert_true(is_closed_by(&answer, "bundle-land-to-start", "land_acquisition"));
    assert_null(node(&nodes, "land-sale"));
    assert_null(node(&nodes, "planning-permit"));
    assert_non_null(node(&nodes, "construction-permit"));
    done(&answer);
}

#define STAGED ",\"staged_construction_permit\":true,\"special_fire_building\":true"

static void case_15_the_pit_begins_on_its_stage_permit_and_the_rest_waits(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY STAGED ",\"works_pit_working_days\":60}");
    assert_int_equal(verdict(&answer, "staged-permit")->status, ROUTE_OPEN);
    struct route_nodes basic = read(&answer, 0);
    struct route_nodes nodes = read(&answer, bits(&answer, "staged-permit"));
    assert_true(start_of(&nodes, "开工") < start_of(&basic, "开工"));
    assert_true(start_of(&nodes, "开工") >= finish_of(&nodes, "staged-foundation"));
    assert_true(start_of(&nodes, "works-above") >= finish_of(&nodes, "construction-permit"));
    assert_true(start_of(&nodes, "construction-permit") >= finish_of(&nodes, "drawing-review"));
    assert_int_equal(node(&nodes, "works-pit")->days, 60);
    assert_int_equal(node(&nodes, "works-above")->days, 140);
    assert_true(verdict(&answer, "staged-permit")->saves > 0);
    done(&answer);
}

static void case_15_without_the_days_of_the_pit_nothing_is_promised(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY STAGED "}");
    assert_int_equal(verdict(&answer, "staged-permit")->saves, 0);
    done(&answer);
}

#define COMMITTED ",\"eia_commitment_eligible\":true"

static void case_16_a_broken_promise_closes_commitments_until_it_is_repaired(void **state)
{
    (void)state;
    struct answer good = ask("{" FACTORY COMMITTED ",\"credit_restricted\":false}");
    struct answer bad = ask("{" FACTORY COMMITTED ",\"credit_restricted\":true}");
    struct route_nodes with = read(&good, 0);
    struct route_nodes without = read(&bad, 0);
    assert_int_equal(verdict(&good, "commit-eia-form")->status, ROUTE_IN_BASIC);
    assert_non_null(node(&with, "eia-form-commit"));
    assert_true(is_closed_by(&bad, "commit-eia-form", "credit_restricted"));
    assert_null(node(&without, "eia-form-commit"));
    assert_non_null(node(&without, "eia-form"));
    assert_true(is_closed_by(&bad, "commit-address", "credit_restricted"));
    done(&good);
    done(&bad);
}

static void case_16_unknown_credit_is_asked_and_no_commitment_is_counted_on(void **state)
{
    (void)state;
    struct answer answer = ask_on("{" FACTORY COMMITTED "}", RULE_MISSING_UNKNOWN, START);
    assert_int_equal(verdict(&answer, "commit-address")->status, ROUTE_UNDECIDED);
    assert_true(asks(&answer, "commit-address", "credit_restricted"));
    assert_true(asks(&answer, "commit-eia-form", "credit_restricted"));
    for (uint32_t i = 0; i < answer.set.route_count; i++) {
        for (uint64_t rest = answer.set.routes[i].set; rest != 0; rest &= rest - 1) {
            uint32_t at = answer.set.variant_of_bit[__builtin_ctzll(rest)];
            assert_int_equal(answer.set.verdicts[at].status, ROUTE_OPEN);
        }
    }
    done(&answer);
}

static void case_18_a_phase_goes_first_only_when_it_can_be_used_by_itself(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY ",\"phase_usable_alone\":false}");
    assert_true(is_closed_by(&answer, "phased-acceptance", "phase_usable_alone"));
    done(&answer);
    answer = ask("{" FACTORY ",\"phase_usable_alone\":true}");
    assert_int_equal(verdict(&answer, "phased-acceptance")->status, ROUTE_UNDECIDED);
    assert_true(asks(&answer, "phased-acceptance", "first_phase_working_days"));
    assert_true(verdict(&answer, "phased-acceptance")->is_at_most);
    done(&answer);
    answer = ask("{" FACTORY ",\"phase_usable_alone\":true,\"first_phase_working_days\":90}");
    assert_int_equal(verdict(&answer, "phased-acceptance")->saves, 110);
    done(&answer);
}

static void case_20_no_commitment_stands_for_fire_acceptance_in_any_route(void **state)
{
    (void)state;
    struct answer answer =
        ask("{" FACTORY ",\"special_fire_building\":true,\"commitment_items\":[\"drain-permit\"]}");
    for (uint32_t i = 0; i < answer.set.route_count; i++) {
        struct route_nodes nodes = read(&answer, answer.set.routes[i].set);
        assert_non_null(node(&nodes, "acc-fire"));
        assert_non_null(node(&nodes, "fire-design-review"));
        assert_true(node(&nodes, "acc-fire")->days >= 7);
        assert_true(start_of(&nodes, "投入使用") >= finish_of(&nodes, "acc-fire"));
        assert_true(start_of(&nodes, "投入使用") >= finish_of(&nodes, "acc-filing"));
    }
    assert_int_equal(verdict(&answer, "commit-archive")->status, ROUTE_OPEN);
    done(&answer);
}

/* ---- routes ---- */

static void land_delivery_moves_the_review_and_keeps_the_permits_behind_the_land(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY ",\"special_fire_building\":false,"
                               "\"civil_defence_required\":true}");
    struct route_nodes nodes = read(&answer, bits(&answer, "land-to-start"));
    assert_true(start_of(&nodes, "planning-scheme") < finish_of(&nodes, "land-sale"));
    assert_true(start_of(&nodes, "planning-scheme") >= start_of(&nodes, "land-sale"));
    assert_true(start_of(&nodes, "planning-permit") >= finish_of(&nodes, "land-permit"));
    assert_true(start_of(&nodes, "civil-defence") >= finish_of(&nodes, "land-permit"));
    assert_true(start_of(&nodes, "construction-permit") >= finish_of(&nodes, "planning-permit"));
    nodes = read(&answer, bits(&answer, "bundle-land-to-start"));
    assert_int_equal(start_of(&nodes, "land-permit"), start_of(&nodes, "construction-permit"));
    assert_int_equal(node(&nodes, "construction-permit")->days, 5);
    assert_true(node(&nodes, "construction-permit")->is_estimate);
    done(&answer);
}

static void a_limit_that_the_city_publishes_is_no_estimate(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY "}");
    struct route_nodes nodes = read(&answer, bits(&answer, "bundle-enterprise-start"));
    assert_int_equal(node(&nodes, "biz-register")->days, 1);
    assert_false(node(&nodes, "biz-register")->is_estimate);
    assert_int_equal(start_of(&nodes, "biz-tax"), 0);
    done(&answer);
}

static void handling_together_changes_no_limit_of_the_law(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY "}");
    struct fault fault = {0};
    struct route_options options = answer.set.options;
    options.plan.basis = PLAN_STATUTORY;
    options.facts = answer.set.given;
    assert_true(route_run(answer.arena, &answer.routes->of, &options, &answer.set, &fault));
    const struct route_verdict *joint = verdict(&answer, "bundle-joint-acceptance");
    struct route_nodes basic = read(&answer, 0);
    struct route_nodes nodes = read(&answer, bits(&answer, "bundle-joint-acceptance"));
    assert_int_equal(joint->status, ROUTE_OPEN);
    assert_int_equal(node(&nodes, "acc-plan")->days, 20);
    assert_int_equal(start_of(&nodes, "acc-filing"), start_of(&basic, "acc-filing"));
    assert_true(answer.set.rules->visits[joint->bit] > 0);
    done(&answer);
}

static void a_legal_commitment_is_decided_on_the_spot(void **state)
{
    (void)state;
    struct answer answer = ask("{" FACTORY ",\"public_assembly_venue\":true}");
    struct route_nodes nodes = read(&answer, bits(&answer, "commit-fire-safety-check"));
    assert_int_equal(node(&nodes, "fire-safety-check")->days, 0);
    assert_false(node(&nodes, "fire-safety-check")->is_estimate);
    done(&answer);
}

static void a_licence_is_committed_only_where_the_city_lists_it(void **state)
{
    (void)state;
    struct answer answer = ask_on("{" FACTORY ",\"food_production\":true,"
                                  "\"credit_restricted\":false}",
                                  RULE_MISSING_UNKNOWN, START);
    assert_int_equal(verdict(&answer, "commit-food-prod")->status, ROUTE_UNDECIDED);
    assert_true(asks(&answer, "commit-food-prod", "commitment_items"));
    done(&answer);
    answer = ask("{" FACTORY ",\"food_production\":true,\"commitment_items\":[\"food-prod\"]}");
    assert_int_equal(verdict(&answer, "commit-food-prod")->status, ROUTE_OPEN);
    struct route_nodes nodes = read(&answer, bits(&answer, "commit-food-prod"));
    assert_true(node(&nodes, "food-prod")->is_estimate);
    done(&answer);
}

static void a_variant_holds_from_its_day_on(void **state)
{
    (void)state;
    struct answer answer = ask_on("{" FACTORY ",\"special_fire_building\":false}",
                                  RULE_MISSING_NEGATIVE, (struct civil_parts){2025, 7, 15});
    assert_int_equal(verdict(&answer, "bundle-start-works")->status, ROUTE_NOT_IN_FORCE);
    done(&answer);
}

/* With a special fire review between planning and construction permits the two can't be one act. */
static void items_handled_together_may_not_wait_for_each_other_outside(void **state)
{
    (void)state;
    struct workshop workshop = workshop_open("fuzhou");
    const struct pack *other = NULL;
    struct fault fault = {0};
    struct pack_options options = {.scope = PACK_SCOPE_ALL};
    workshop_change(&workshop, "variants.json",
                    "\"field\": \"special_fire_building\",\n      \"op\": \"eq\",\n      "
                    "\"value\": false\n     }\n    ]\n   },\n   \"assumes\": null,\n   "
                    "\"expires_with\": null,\n   \"effects\": [\n    {\n     \"do\": \"joint\",\n"
                    "     \"items\": [\n      \"land-permit\"",
                    "\"field\": \"new_construction\",\n      \"op\": \"eq\",\n      "
                    "\"value\": true\n     }\n    ]\n   },\n   \"assumes\": null,\n   "
                    "\"expires_with\": null,\n   \"effects\": [\n    {\n     \"do\": \"joint\",\n"
                    "     \"items\": [\n      \"land-permit\"");
    assert_true(pack_load(workshop.arena, workshop.folder, &options, &other, &fault));
    const struct pack *kept = fuzhou;
    fuzhou = other;
    struct answer answer = ask("{" FACTORY ",\"special_fire_building\":true}");
    const struct route_verdict *circular = verdict(&answer, "bundle-land-to-start");
    assert_int_equal(circular->status, ROUTE_CIRCULAR);
    assert_true(text_find(circular->circle, TEXT("fire-design-review")) != SIZE_MAX);
    done(&answer);
    fuzhou = kept;
    workshop_close(&workshop);
}

/* ---- the worked projects ---- */

static void the_worked_projects_have_a_proven_best_route_and_keep_their_plan(void **state)
{
    (void)state;
    static const char *const files[] = {"worked-p1.json", "worked-p2.json", "worked-p3.json",
                                        "worked-p4.json"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        for (int missing = 0; missing < 2; missing++) {
            struct arena *arena = arena_open((size_t)1 << 20, (size_t)64 << 20);
            struct text path =
                source_path(arena, text_format(arena, "data/fuzhou/demo/%s", files[i]).at);
            const struct jvalue *whole = NULL;
            struct fault fault = {0};
            assert_true(json_read(arena, workshop_read(arena, path.at), &whole, &fault));
            struct buffer facts_json = buffer_open(arena, 4096);
            struct json_writer json = json_writer_open(&facts_json);
            json_value(&json, jvalue_get(whole, "facts"));
            buffer_add_char(&facts_json, '\0');
            struct answer answer = ask_on(facts_json.at, (enum rule_missing)missing, START);
            struct planner *planner =
                planner_open(answer.arena, answer.routes->of.network, fuzhou->calendar);
            struct plan *plan = plan_new(answer.arena, answer.routes->of.network);
            assert_true(
                planner_run(planner, answer.set.given, &answer.set.options.plan, plan, &fault));
            assert_int_equal(answer.set.routes[0].figures.days, plan_working_days(plan));
            assert_true(answer.set.best_proof.is_proven);
            assert_true(answer.set.front_is_complete);
            assert_true(answer.set.routes[answer.set.best].figures.days <=
                        answer.set.routes[0].figures.days);
            done(&answer);
            arena_close(arena);
        }
    }
}

/* ---- the pack ---- */

static int load(void **state)
{
    (void)state;
    struct fault fault = {0};
    struct pack_options options = {.scope = PACK_SCOPE_ALL};
    pack_arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
    return pack_load(pack_arena, source_path(pack_arena, "data/fuzhou"), &options, &fuzhou, &fault)
               ? 0
               : 1;
}

static int unload(void **state)
{
    (void)state;
    arena_close(pack_arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_09_a_water_and_soil_form_is_committed_by_law_already),
        cmocka_unit_test(case_10_an_expired_regional_assessment_brings_the_single_item_back),
        cmocka_unit_test(case_10_an_assessment_that_runs_out_before_it_is_used_is_expired),
        cmocka_unit_test(case_10_a_project_outside_the_terms_may_not_use_the_assessment),
        cmocka_unit_test(case_11_archaeology_comes_before_the_land_sale_in_every_route),
        cmocka_unit_test(case_12_start_of_works_in_one_go_is_not_for_special_fire_designs),
        cmocka_unit_test(case_14_a_leased_factory_has_no_route_through_the_land),
        cmocka_unit_test(case_15_the_pit_begins_on_its_stage_permit_and_the_rest_waits),
        cmocka_unit_test(case_15_without_the_days_of_the_pit_nothing_is_promised),
        cmocka_unit_test(case_16_a_broken_promise_closes_commitments_until_it_is_repaired),
        cmocka_unit_test(case_16_unknown_credit_is_asked_and_no_commitment_is_counted_on),
        cmocka_unit_test(case_18_a_phase_goes_first_only_when_it_can_be_used_by_itself),
        cmocka_unit_test(case_20_no_commitment_stands_for_fire_acceptance_in_any_route),
        cmocka_unit_test(land_delivery_moves_the_review_and_keeps_the_permits_behind_the_land),
        cmocka_unit_test(a_limit_that_the_city_publishes_is_no_estimate),
        cmocka_unit_test(handling_together_changes_no_limit_of_the_law),
        cmocka_unit_test(a_legal_commitment_is_decided_on_the_spot),
        cmocka_unit_test(a_licence_is_committed_only_where_the_city_lists_it),
        cmocka_unit_test(a_variant_holds_from_its_day_on),
        cmocka_unit_test(items_handled_together_may_not_wait_for_each_other_outside),
        cmocka_unit_test(the_worked_projects_have_a_proven_best_route_and_keep_their_plan),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
