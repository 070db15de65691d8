#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/plan/route_search.h"
#include "route_twin.h"

/* The best route, the front and the least risk by a date against every combination there is. */

#define WORLDS 500

struct run {
    struct twin *twin;
    struct route_set set;
    struct route_options options;
    uint64_t open; /* bits that routes may use */
    /* every combination that is allowed, by the twin */
    struct route all[1 << TWIN_VARIANTS];
    uint32_t count;
};

static uint64_t bits_of(const struct run *run, uint32_t set)
{
    uint64_t bits = 0;
    for (uint32_t v = 0; v < run->twin->variant_count; v++) {
        uint32_t bit = run->set.verdicts[v].bit;
        bits |= (set >> v & 1) != 0 && bit != UINT32_MAX ? (uint64_t)1 << bit : 0;
    }
    return bits;
}

/* What is of no use to this project is no part of a route: the twin leaves it out too. */
static bool is_usable(const struct run *run, uint32_t set)
{
    for (uint32_t v = 0; v < run->twin->variant_count; v++) {
        bool is_open = run->twin->is_open[v] && !run->twin->is_unknown[v];
        if ((set >> v & 1) != 0 && (!is_open || run->set.verdicts[v].status == ROUTE_NO_EFFECT)) {
            return false;
        }
    }
    return true;
}

static void ask(struct run *run)
{
    struct fault fault = {0};
    run->options.facts = run->twin->facts;
    assert_true(route_run(run->twin->arena, &run->twin->of, &run->options, &run->set, &fault));
    run->open = 0;
    for (uint32_t v = 0; v < run->twin->variant_count; v++) {
        run->open |=
            run->set.verdicts[v].status == ROUTE_OPEN ? (uint64_t)1 << run->set.verdicts[v].bit : 0;
    }
}

static struct run *run_open(uint64_t seed)
{
    struct twin *twin = twin_open(seed);
    struct run *run = arena_new(twin->arena, struct run);
    run->twin = twin;
    run->options = (struct route_options){
        .plan = {.start = civil_date_from_parts((struct civil_parts){2026, 3, 2})},
        .by = CIVIL_DATE_NONE};
    ask(run);
    for (uint32_t set = 0; set < 1u << twin->variant_count; set++) {
        struct route route = {.set = bits_of(run, set)};
        if (is_usable(run, set) && twin_figures(twin, set, &route.figures)) {
            run->all[run->count++] = route;
        }
    }
    return run;
}

/* days, risk, visits, materials, number of variants, identifiers; or risk before days */
static int compare(const struct route *a, const struct route *b, bool is_risk_first)
{
    int32_t days = a->figures.days - b->figures.days;
    int32_t risk = a->figures.risk - b->figures.risk;
    int32_t order[] = {is_risk_first ? risk : days, is_risk_first ? days : risk,
                       b->figures.visits_saved - a->figures.visits_saved,
                       b->figures.materials_saved - a->figures.materials_saved,
                       __builtin_popcountll(a->set) - __builtin_popcountll(b->set)};
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        if (order[i] != 0) {
            return order[i];
        }
    }
    for (uint32_t bit = 0; bit < 64; bit++) {
        bool in_a = a->set >> bit & 1;
        bool in_b = b->set >> bit & 1;
        if (in_a != in_b) {
            return in_a ? -1 : 1;
        }
    }
    return 0;
}

static const struct route *first_of(const struct run *run, bool is_risk_first, int32_t limit)
{
    const struct route *first = NULL;
    for (uint32_t i = 0; i < run->count; i++) {
        if (run->all[i].figures.days <= limit &&
            (first == NULL || compare(&run->all[i], first, is_risk_first) < 0)) {
            first = &run->all[i];
        }
    }
    return first;
}

static void assert_route(const struct route *got, const struct route *expected)
{
    assert_int_equal(got->figures.days, expected->figures.days);
    assert_int_equal(got->figures.risk, expected->figures.risk);
    assert_int_equal(got->figures.visits_saved, expected->figures.visits_saved);
    assert_int_equal(got->figures.materials_saved, expected->figures.materials_saved);
    assert_true(got->set == expected->set);
}

static void the_basic_route_is_the_plan(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        struct fault fault = {0};
        struct route_nodes nodes;
        struct plan_nodes plan = plan_read(run->twin->arena, run->set.basic);
        assert_true(run->set.routes[0].set == 0);
        assert_true(route_read(run->twin->arena, &run->set, &run->set.routes[0], &nodes, &fault));
        assert_int_equal(nodes.count, plan.count);
        assert_int_equal(nodes.production, plan_production(run->set.basic));
        for (uint32_t i = 0; i < plan.count; i++) {
            assert_int_equal(nodes.items[i].node, plan.items[i].node);
            assert_memory_equal(nodes.items[i].offsets, plan.items[i].offsets,
                                sizeof plan.items[i].offsets);
            assert_memory_equal(nodes.items[i].dates, plan.items[i].dates,
                                sizeof plan.items[i].dates);
            assert_int_equal(nodes.items[i].is_critical, plan.items[i].is_critical);
            assert_int_equal(nodes.items[i].after_count, plan.items[i].after_count);
            for (uint32_t k = 0; k < plan.items[i].after_count; k++) {
                struct text code = plan_network_code(run->twin->of.network, plan.items[i].after[k]);
                assert_true(text_equal(nodes.items[i].after[k], code));
            }
        }
        twin_close(run->twin);
    }
}

static void the_best_route_is_the_best_of_all_combinations(void **state)
{
    (void)state;
    uint32_t gains = 0;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        const struct route *best = first_of(run, false, INT32_MAX);
        assert_true(run->set.best_proof.is_proven);
        assert_route(&run->set.routes[run->set.best], best);
        assert_int_equal(run->set.best_proof.lower_bound, best->figures.days);
        assert_true(run->set.best_proof.root_bound <= best->figures.days);
        gains += best->figures.days < run->set.routes[0].figures.days;
        twin_close(run->twin);
    }
    assert_true(gains > WORLDS / 4); /* else the worlds prove nothing */
}

static bool is_bettered(const struct run *run, const struct route_figures *figures)
{
    for (uint32_t i = 0; i < run->count; i++) {
        const struct route_figures *other = &run->all[i].figures;
        if (other->days <= figures->days && other->risk <= figures->risk &&
            other->visits_saved >= figures->visits_saved &&
            other->materials_saved >= figures->materials_saved &&
            memcmp(other, figures, sizeof *other) != 0) {
            return true;
        }
    }
    return false;
}

/* Of equal figures the one that comes first. */
static bool comes_first(const struct run *run, const struct route *route)
{
    for (uint32_t i = 0; i < run->count; i++) {
        if (memcmp(&run->all[i].figures, &route->figures, sizeof route->figures) == 0 &&
            compare(&run->all[i], route, false) < 0) {
            return false;
        }
    }
    return true;
}

static void the_front_is_the_front_of_all_combinations(void **state)
{
    (void)state;
    uint32_t largest = 0;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        struct route_quest quest = {run->set.graph, run->set.rules, run->open, ROUTE_EARLIEST,
                                    INT32_MAX};
        struct route_front front =
            route_front_find(run->twin->arena, &quest, run->set.routes[run->set.best].figures.days);
        uint32_t expected = 0;
        for (uint32_t i = 0; i < run->count; i++) {
            if (is_bettered(run, &run->all[i].figures) || !comes_first(run, &run->all[i])) {
                continue;
            }
            uint32_t at = 0;
            while (at < front.count && front.items[at].set != run->all[i].set) {
                at++;
            }
            assert_true(at < front.count);
            assert_route(&front.items[at], &run->all[i]);
            expected++;
        }
        assert_true(front.is_complete);
        assert_int_equal(front.count, expected);
        assert_int_equal(run->set.front_size, expected);
        largest = expected > largest ? expected : largest;
        twin_close(run->twin);
    }
    assert_true(largest > ROUTE_SHOWN_AT_MOST);
}

static void by_a_date_the_least_risk_is_found_or_proven_impossible(void **state)
{
    (void)state;
    uint32_t impossible = 0;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        struct fault fault = {0};
        int32_t earliest = run->set.routes[run->set.best].figures.days;
        for (int32_t days = earliest - 1; days <= run->set.routes[0].figures.days; days++) {
            struct calendar_day day;
            assert_true(
                calendar_add(run->twin->calendar, run->set.basic->start, days, &day, &fault));
            run->options.by = day.day;
            ask(run);
            const struct route *expected = first_of(run, true, days);
            assert_true(run->set.by_proof.is_proven);
            assert_int_equal(run->set.is_by_met, expected != NULL);
            impossible += expected == NULL;
            assert_route(&run->set.by,
                         expected != NULL ? expected : first_of(run, false, INT32_MAX));
        }
        twin_close(run->twin);
    }
    assert_true(impossible > WORLDS / 2);
}

static void a_bound_undercuts_every_completion(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        struct chance chance = chance_from(seed * 77);
        struct route_times times = route_times_new(run->twin->arena, run->set.graph);
        for (int i = 0; i < 20; i++) {
            uint64_t in = chance_next(&chance) & run->open;
            uint64_t maybe = chance_next(&chance) & run->open & ~in;
            int32_t bound = route_times_run(run->set.graph, in, maybe, &times);
            for (uint32_t k = 0; k < run->count; k++) {
                if ((run->all[k].set & ~maybe) == in) {
                    assert_true(bound != ROUTE_CIRCLE);
                    assert_true(bound <= run->all[k].figures.days);
                }
            }
        }
        twin_close(run->twin);
    }
}

static void what_is_idle_never_moves_production(void **state)
{
    (void)state;
    uint32_t idle_ones = 0;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        uint64_t idle = route_graph_idle(run->twin->arena, run->set.graph, run->open,
                                         run->set.best_proof.lower_bound);
        idle_ones += idle != 0;
        for (uint32_t i = 0; i < run->count; i++) {
            for (uint32_t k = 0; k < run->count; k++) {
                if ((run->all[i].set & ~idle) == (run->all[k].set & ~idle)) {
                    assert_int_equal(run->all[i].figures.days, run->all[k].figures.days);
                }
            }
        }
        twin_close(run->twin);
    }
    assert_true(idle_ones > WORLDS / 20);
}

static void a_day_more_for_an_item_is_never_earlier(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        int32_t before = run->set.routes[run->set.best].figures.days;
        run->twin->items[seed % TWIN_ITEMS].days[0]++;
        twin_build(run->twin);
        ask(run);
        assert_true(run->set.routes[run->set.best].figures.days >= before);
        twin_close(run->twin);
    }
}

static bool is_touched(const struct twin *twin, uint32_t node)
{
    for (uint32_t v = 0; v < twin->variant_count; v++) {
        for (uint32_t i = 0; i < twin->variants[v].effect_count; i++) {
            const struct route_effect *effect = &twin->variants[v].effects[i];
            bool is_joined = false;
            for (uint32_t m = 0; effect->what == ROUTE_JOINT && m < effect->count; m++) {
                is_joined |= effect->nodes[m] == node;
            }
            if (is_joined || effect->node == node || effect->other == node) {
                return true;
            }
        }
    }
    return false;
}

static void an_item_less_is_never_later(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        uint32_t node = (uint32_t)(seed % TWIN_ITEMS);
        int32_t before = run->set.routes[run->set.best].figures.days;
        if (run->twin->applies[node] && !is_touched(run->twin, node)) {
            run->twin->applies[node] = false;
            twin_build(run->twin);
            ask(run);
            assert_true(run->set.routes[run->set.best].figures.days <= before);
        }
        twin_close(run->twin);
    }
}

static void an_open_variant_more_is_never_later(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        int32_t before = run->set.routes[run->set.best].figures.days;
        run->twin->of.variant_count--; /* nobody requires the last one */
        ask(run);
        assert_true(run->set.routes[run->set.best].figures.days >= before);
        twin_close(run->twin);
    }
}

/* What an unknown one would save is what the best route gains once the fact is known. */
static void what_would_be_saved_is_saved_once_it_is_known(void **state)
{
    (void)state;
    uint32_t savings = 0;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        for (uint32_t v = 0; v < run->twin->variant_count; v++) {
            struct route_verdict verdict = run->set.verdicts[v];
            if (verdict.status != ROUTE_UNDECIDED || run->twin->variants[v].require_count > 0) {
                continue;
            }
            int32_t before = run->set.routes[run->set.best].figures.days;
            run->twin->is_unknown[v] = false;
            run->twin->is_open[v] = true;
            bool others = false; /* that only this one held back */
            for (uint32_t k = 0; k < run->twin->variant_count; k++) {
                others |= run->twin->variants[k].require_count > 0 &&
                          run->twin->variants[k].requires[0] == v;
            }
            twin_build(run->twin);
            ask(run);
            int32_t after = run->set.routes[run->set.best].figures.days;
            if (!others) {
                assert_int_equal(before - after, verdict.would_save);
            }
            savings += after < before;
        }
        twin_close(run->twin);
    }
    assert_true(savings > WORLDS / 50);
}

static void the_routes_shown_keep_the_extremes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct run *run = run_open(seed);
        struct route_figures edge = {INT32_MAX, INT32_MAX, 0, 0};
        struct route_figures shown = {INT32_MAX, INT32_MAX, 0, 0};
        for (uint32_t i = 0; i < run->count; i++) {
            const struct route_figures *figures = &run->all[i].figures;
            edge.days = figures->days < edge.days ? figures->days : edge.days;
            edge.risk = figures->risk < edge.risk ? figures->risk : edge.risk;
            edge.visits_saved = figures->visits_saved > edge.visits_saved ? figures->visits_saved
                                                                          : edge.visits_saved;
            edge.materials_saved = figures->materials_saved > edge.materials_saved
                                       ? figures->materials_saved
                                       : edge.materials_saved;
        }
        for (uint32_t i = 0; i < run->set.route_count; i++) {
            const struct route_figures *figures = &run->set.routes[i].figures;
            shown.days = figures->days < shown.days ? figures->days : shown.days;
            shown.risk = figures->risk < shown.risk ? figures->risk : shown.risk;
            shown.visits_saved = figures->visits_saved > shown.visits_saved ? figures->visits_saved
                                                                            : shown.visits_saved;
            shown.materials_saved = figures->materials_saved > shown.materials_saved
                                        ? figures->materials_saved
                                        : shown.materials_saved;
        }
        assert_memory_equal(&edge, &shown, sizeof edge);
        assert_true(run->set.route_count <= ROUTE_SHOWN_AT_MOST);
        twin_close(run->twin);
    }
}

/* Each node begins on the day on which the last of its binding predecessors ends. */
static void what_binds_ends_on_the_day_the_node_begins(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS / 3; seed++) {
        struct run *run = run_open(seed);
        struct fault fault = {0};
        struct route_nodes nodes;
        const struct route *best = &run->set.routes[run->set.best];
        assert_true(route_read(run->twin->arena, &run->set, best, &nodes, &fault));
        for (uint32_t i = 0; i < nodes.count; i++) {
            const struct route_node *node = &nodes.items[i];
            bool is_bound = node->offsets[PLAN_EARLIEST_START] == 0 || node->binding_count > 0 ||
                            node->lag_days > 0;
            assert_true(is_bound);
            assert_true(node->binding_count <= node->after_count);
            assert_true(node->float_days >= 0);
        }
        for (uint32_t bit = 0; bit < 64; bit++) {
            if ((best->set >> bit & 1) != 0) {
                assert_true(route_saving_within(run->twin->arena, &run->set, best, bit) >= 0);
            }
        }
        twin_close(run->twin);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_basic_route_is_the_plan),
        cmocka_unit_test(the_best_route_is_the_best_of_all_combinations),
        cmocka_unit_test(the_front_is_the_front_of_all_combinations),
        cmocka_unit_test(by_a_date_the_least_risk_is_found_or_proven_impossible),
        cmocka_unit_test(a_bound_undercuts_every_completion),
        cmocka_unit_test(what_is_idle_never_moves_production),
        cmocka_unit_test(a_day_more_for_an_item_is_never_earlier),
        cmocka_unit_test(an_item_less_is_never_later),
        cmocka_unit_test(an_open_variant_more_is_never_later),
        cmocka_unit_test(what_would_be_saved_is_saved_once_it_is_known),
        cmocka_unit_test(the_routes_shown_keep_the_extremes),
        cmocka_unit_test(what_binds_ends_on_the_day_the_node_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
