#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/plan/planner.h"

/* The planner against a twin that finds longest paths by plain recursion over the edges as given.
 */

#define ITEMS 12
#define MILESTONES 3
#define NODES (ITEMS + MILESTONES)
#define EDGES_MAX 60

struct world {
    struct arena *arena;
    struct fact_space *space;
    const struct calendar *calendar;
    struct plan_item_spec items[ITEMS];
    struct plan_milestone_spec milestones[MILESTONES];
    struct plan_edge edges[EDGES_MAX];
    uint32_t edge_count;
    uint32_t production;
    const struct plan_network *network;
    struct facts *facts;
    /* what the twin knows */
    bool applies[NODES];
    bool is_known[NODES];
    int32_t days[NODES];
    int32_t lag;
};

static const char *const codes[NODES] = {"d", "c", "b", "a", "h", "g", "f",           "e",
                                         "l", "k", "j", "i", "m", "n", "\xe4\xba\xa7"};

/* ---- building ---- */

static void make_space(struct world *world)
{
    world->space = fact_space_open(world->arena);
    for (int i = 0; i < ITEMS; i++) {
        struct fact_field field = {.name = text_of(codes[i]), .type = FACT_BOOL};
        assert_true(fact_space_add(world->space, &field));
    }
    struct fact_field lag = {.name = TEXT("lag"), .type = FACT_INTEGER};
    assert_true(fact_space_add(world->space, &lag));
}

static void make_item(struct world *world, struct chance *chance, int i)
{
    const struct jvalue *condition = NULL;
    struct fault fault = {0};
    struct text source =
        text_format(world->arena, "{\"field\":\"%s\",\"op\":\"eq\",\"value\":true}", codes[i]);
    assert_true(json_read(world->arena, source, &condition, &fault));
    world->items[i].code = text_of(codes[i]);
    assert_true(rule_compile(world->space, condition, &world->items[i].applies, &fault));
    for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
        world->items[i].days[basis] = chance_below(chance, 8);
    }
}

/* Edges run upwards in a random order of the nodes, so that there is no circle. */
static void make_edges(struct world *world, struct chance *chance)
{
    uint32_t order[NODES];
    for (uint32_t i = 0; i < NODES; i++) {
        uint32_t k = (uint32_t)chance_below(chance, (int)i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    uint32_t count = (uint32_t)chance_below(chance, EDGES_MAX);
    for (uint32_t i = 0; i < count; i++) {
        int to = 1 + chance_below(chance, NODES - 1);
        int from = chance_below(chance, to);
        struct plan_edge *edge = &world->edges[world->edge_count++];
        *edge = (struct plan_edge){order[from], order[to], false};
        edge->has_lag = edge->after == ITEMS + 1 && chance_of(chance, 50);
    }
}

static void make_facts(struct world *world, struct chance *chance)
{
    struct fault fault = {0};
    world->facts = facts_new(world->arena, world->space);
    for (uint32_t i = 0; i < ITEMS; i++) {
        struct jvalue value = {.kind = JVALUE_BOOL, .truth = chance_of(chance, 70)};
        world->is_known[i] = chance_of(chance, 90);
        world->applies[i] = world->is_known[i] && value.truth;
        if (world->is_known[i]) {
            assert_true(facts_set(world->facts, i, &value, &fault));
        }
    }
    for (int i = ITEMS; i < NODES; i++) {
        world->applies[i] = world->is_known[i] = true;
    }
    if (chance_of(chance, 80)) {
        struct jvalue value = {.kind = JVALUE_INT, .integer = chance_below(chance, 30)};
        world->lag = (int32_t)value.integer;
        assert_true(facts_set(world->facts, ITEMS, &value, &fault));
    }
}

static struct world world_open(uint64_t seed)
{
    struct chance chance = chance_from(seed);
    struct world world = {.arena = arena_open((size_t)1 << 24, (size_t)1 << 26)};
    struct fault fault = {0};
    assert_true(calendar_build(world.arena, NULL, 0, &world.calendar, &fault));
    make_space(&world);
    for (int i = 0; i < ITEMS; i++) {
        make_item(&world, &chance, i);
    }
    for (int i = 0; i < MILESTONES; i++) {
        world.milestones[i] = (struct plan_milestone_spec){
            text_of(codes[ITEMS + i]), i == 1 ? (uint32_t)ITEMS : PLAN_NO_FIELD};
    }
    make_edges(&world, &chance);
    fact_space_seal(world.space);
    world.production = (uint32_t)chance_below(&chance, MILESTONES);
    make_facts(&world, &chance);
    return world;
}

static void build(struct world *world)
{
    struct fault fault = {0};
    struct plan_network_spec spec = {world->space,      world->items,     ITEMS,
                                     world->milestones, MILESTONES,       world->production,
                                     world->edges,      world->edge_count};
    assert_true(plan_network_build(world->arena, &spec, &world->network, &fault));
}

/* ---- the twin ---- */

/* The strongest of the edges from a to b, or -1: their lag. */
static int32_t edge_lag(const struct world *world, uint32_t a, uint32_t b)
{
    int32_t lag = -1;
    for (uint32_t i = 0; i < world->edge_count; i++) {
        if (world->edges[i].before == a && world->edges[i].after == b && world->applies[a] &&
            world->applies[b]) {
            int32_t own = world->edges[i].has_lag ? world->lag : 0;
            lag = own > lag ? own : lag;
        }
    }
    return lag;
}

static int32_t twin_start(const struct world *world, uint32_t node)
{
    int32_t start = 0;
    for (uint32_t i = 0; i < NODES; i++) {
        int32_t lag = edge_lag(world, i, node);
        if (lag >= 0) {
            int32_t after = twin_start(world, i) + world->days[i] + lag;
            start = after > start ? after : start;
        }
    }
    return start;
}

static int32_t twin_end(const struct world *world)
{
    int32_t end = 0;
    for (uint32_t i = 0; i < NODES; i++) {
        if (world->applies[i]) {
            int32_t finish = twin_start(world, i) + world->days[i];
            end = finish > end ? finish : end;
        }
    }
    return end;
}

static int32_t twin_latest(const struct world *world, uint32_t node)
{
    uint32_t production = ITEMS + world->production;
    bool has_next = false;
    int32_t latest = INT32_MAX;
    for (uint32_t i = 0; i < NODES; i++) {
        int32_t lag = edge_lag(world, node, i);
        if (lag >= 0) {
            int32_t allows = twin_latest(world, i) - world->days[i] - lag;
            latest = allows < latest ? allows : latest;
            has_next = true;
        }
    }
    if (node == production) {
        return twin_start(world, node); /* its own day; successors can't ask for less */
    }
    return has_next ? latest : twin_end(world);
}

static bool twin_leads(const struct world *world, uint32_t node)
{
    if (node == ITEMS + world->production) {
        return true;
    }
    for (uint32_t i = 0; i < NODES; i++) {
        if (edge_lag(world, node, i) >= 0 && twin_leads(world, i)) {
            return true;
        }
    }
    return false;
}

static uint32_t twin_after(const struct world *world, uint32_t node, uint32_t out[NODES])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < NODES; i++) {
        if (edge_lag(world, i, node) < 0) {
            continue;
        }
        uint32_t at = count++;
        for (; at > 0 && strcmp(codes[out[at - 1]], codes[i]) > 0; at--) {
            out[at] = out[at - 1];
        }
        out[at] = i;
    }
    return count;
}

/* ---- properties ---- */

static void compare_node(const struct world *world, const struct plan *plan,
                         const struct plan_node *node)
{
    uint32_t after[NODES];
    int32_t start = twin_start(world, node->node);
    int32_t latest = twin_latest(world, node->node);
    int32_t days = world->days[node->node];
    struct calendar_day day;
    struct fault fault = {0};
    assert_int_equal(node->days, days);
    assert_int_equal(node->offsets[PLAN_EARLIEST_START], start);
    assert_int_equal(node->offsets[PLAN_EARLIEST_FINISH], start + days);
    assert_int_equal(node->offsets[PLAN_LATEST_FINISH], latest);
    assert_int_equal(node->offsets[PLAN_LATEST_START], latest - days);
    assert_int_equal(node->float_days, latest - days - start);
    assert_int_equal(node->is_critical, twin_leads(world, node->node) && latest - days == start);
    assert_int_equal(node->after_count, twin_after(world, node->node, after));
    assert_memory_equal(node->after, after, node->after_count * sizeof *after);
    for (int time = 0; time < PLAN_TIME_COUNT; time++) {
        assert_true(calendar_add(world->calendar, plan->start, node->offsets[time], &day, &fault));
        assert_int_equal(node->dates[time], day.day);
    }
}

static void compare(struct world *world, struct planner *planner, struct plan *plan,
                    enum plan_basis basis)
{
    struct plan_options options = {RULE_MISSING_UNKNOWN, basis,
                                   civil_date_from_parts((struct civil_parts){2026, 2, 28})};
    struct fault fault = {0};
    uint32_t expected = 0;
    for (int i = 0; i < NODES; i++) {
        world->days[i] = i < ITEMS ? world->items[i].days[basis] : 0;
        expected += world->applies[i];
    }
    assert_true(planner_run(planner, world->facts, &options, plan, &fault));
    for (int i = 0; i < ITEMS; i++) {
        assert_int_equal(plan->applies[i], !world->is_known[i] ? RULE_UNKNOWN
                                           : world->applies[i] ? RULE_YES
                                                               : RULE_NO);
    }
    struct plan_nodes nodes = plan_read(world->arena, plan);
    assert_int_equal(nodes.count, expected);
    assert_int_equal(plan_working_days(plan), twin_start(world, ITEMS + world->production));
    for (uint32_t i = 0; i < nodes.count; i++) {
        compare_node(world, plan, &nodes.items[i]);
        if (i > 0) {
            assert_true(nodes.items[i].offsets[PLAN_EARLIEST_START] >=
                        nodes.items[i - 1].offsets[PLAN_EARLIEST_START]);
        }
    }
}

static void plans_equal_those_of_the_twin(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 250; seed++) {
        struct world world = world_open(seed);
        build(&world);
        struct planner *planner = planner_open(world.arena, world.network, world.calendar);
        struct plan *plan = plan_new(world.arena, world.network);
        for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
            compare(&world, planner, plan, (enum plan_basis)basis);
        }
        arena_close(world.arena);
    }
}

/* What an earlier plan left behind must not be seen in the next one. */
static void one_planner_gives_the_same_plan_again(void **state)
{
    (void)state;
    struct world world = world_open(5);
    build(&world);
    struct planner *planner = planner_open(world.arena, world.network, world.calendar);
    struct plan *plan = plan_new(world.arena, world.network);
    for (uint64_t seed = 100; seed < 250; seed++) {
        struct chance chance = chance_from(seed);
        make_facts(&world, &chance);
        compare(&world, planner, plan, PLAN_PLANNING);
    }
    arena_close(world.arena);
}

/* ---- claims ---- */

static struct plan_options from(int year, int month, int day)
{
    return (struct plan_options){RULE_MISSING_NEGATIVE, PLAN_PLANNING,
                                 civil_date_from_parts((struct civil_parts){year, month, day})};
}

static void a_start_that_does_not_work_moves_to_the_next_day_that_does(void **state)
{
    (void)state;
    struct world world = world_open(1);
    build(&world);
    struct plan *plan = plan_new(world.arena, world.network);
    struct planner *planner = planner_open(world.arena, world.network, world.calendar);
    struct plan_options options = from(2026, 3, 1); /* a Sunday */
    struct fault fault = {0};
    assert_true(planner_run(planner, world.facts, &options, plan, &fault));
    assert_int_equal(plan->start, civil_date_from_parts((struct civil_parts){2026, 3, 2}));
    arena_close(world.arena);
}

static void plans_outside_the_calendars_arrays_are_exact(void **state)
{
    (void)state;
    for (int year = 2098; year <= 2103; year++) {
        struct world world = world_open(9);
        build(&world);
        struct plan *plan = plan_new(world.arena, world.network);
        struct planner *planner = planner_open(world.arena, world.network, world.calendar);
        struct plan_options options = from(year, 12, 20);
        struct fault fault = {0};
        struct jvalue lag = {.kind = JVALUE_INT, .integer = 700};
        assert_true(facts_set(world.facts, ITEMS, &lag, &fault));
        assert_true(planner_run(planner, world.facts, &options, plan, &fault));
        struct plan_nodes nodes = plan_read(world.arena, plan);
        for (uint32_t i = 0; i < nodes.count; i++) {
            struct calendar_day day;
            for (int time = 0; time < PLAN_TIME_COUNT; time++) {
                assert_true(calendar_add(world.calendar, plan->start, nodes.items[i].offsets[time],
                                         &day, &fault));
                assert_int_equal(nodes.items[i].dates[time], day.day);
            }
        }
        arena_close(world.arena);
    }
}

static void a_lag_past_the_calendar_is_refused(void **state)
{
    (void)state;
    struct world world = world_open(2);
    struct fault fault = {0};
    struct jvalue lag = {.kind = JVALUE_INT, .integer = 3000000};
    world.edges[world.edge_count++] = (struct plan_edge){ITEMS, ITEMS + 1, true};
    world.edge_count = 1;
    world.edges[0] = (struct plan_edge){ITEMS, ITEMS + 1, true};
    build(&world);
    struct plan *plan = plan_new(world.arena, world.network);
    struct planner *planner = planner_open(world.arena, world.network, world.calendar);
    struct plan_options options = from(2026, 3, 2);
    assert_true(facts_set(world.facts, ITEMS, &lag, &fault));
    assert_false(planner_run(planner, world.facts, &options, plan, &fault));
    assert_int_equal(fault.code, FAULT_CALENDAR_RANGE);
    arena_close(world.arena);
}

static void a_circle_is_refused_and_printed(void **state)
{
    (void)state;
    struct world world = world_open(3);
    struct fault fault = {0};
    world.edges[0] = (struct plan_edge){3, 2, false};     /* a before b */
    world.edges[1] = (struct plan_edge){2, ITEMS, false}; /* b before m */
    world.edges[2] = (struct plan_edge){ITEMS, 3, false}; /* m before a */
    world.edges[3] = (struct plan_edge){0, 3, false};
    struct plan_network_spec spec = {world.space, world.items, ITEMS,       world.milestones,
                                     MILESTONES,  0,           world.edges, 4};
    assert_false(plan_network_build(world.arena, &spec, &world.network, &fault));
    assert_int_equal(fault.code, FAULT_PLAN_CIRCLE);
    assert_string_equal(fault.arguments[0], "a→b→m→a");
    arena_close(world.arena);
}

static void questions_name_the_items_they_decide(void **state)
{
    (void)state;
    struct world world = world_open(4);
    build(&world);
    struct plan *plan = plan_new(world.arena, world.network);
    struct planner *planner = planner_open(world.arena, world.network, world.calendar);
    struct plan_options options = from(2026, 3, 2);
    struct fault fault = {0};
    options.missing = RULE_MISSING_UNKNOWN;
    facts_clear(world.facts);
    assert_true(planner_run(planner, world.facts, &options, plan, &fault));
    struct plan_questions questions = plan_ask(world.arena, plan, world.facts);
    assert_int_equal(questions.count, ITEMS);
    for (uint32_t i = 0; i < questions.count; i++) {
        assert_int_equal(questions.items[i].item_count, 1);
        assert_int_equal(questions.items[i].items[0], questions.items[i].field);
    }
    options.missing = RULE_MISSING_NEGATIVE;
    assert_true(planner_run(planner, world.facts, &options, plan, &fault));
    assert_int_equal(plan_ask(world.arena, plan, world.facts).count, 0);
    assert_int_equal(plan_read(world.arena, plan).count, MILESTONES);
    arena_close(world.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_equal_those_of_the_twin),
        cmocka_unit_test(one_planner_gives_the_same_plan_again),
        cmocka_unit_test(a_start_that_does_not_work_moves_to_the_next_day_that_does),
        cmocka_unit_test(plans_outside_the_calendars_arrays_are_exact),
        cmocka_unit_test(a_lag_past_the_calendar_is_refused),
        cmocka_unit_test(a_circle_is_refused_and_printed),
        cmocka_unit_test(questions_name_the_items_they_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
