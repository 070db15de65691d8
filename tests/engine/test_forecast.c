#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/plan/causes.h"
#include "engine/plan/forecast.h"

/* The forecast: examples with days on the paper, and a slow twin that walks the calendar day by day
 * and every path of the graph. */

#define NODES_MAX 12
#define EDGES_MAX 4

static struct arena *arena;
static const struct calendar *calendar;

static civil_date day(int year, int month, int of_month)
{
    return civil_date_from_parts((struct civil_parts){year, month, of_month});
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 24, (size_t)1 << 26);
    static civil_date off[8];
    static civil_date work[1];
    for (int i = 0; i < 8; i++) {
        off[i] = day(2026, 10, 1 + i);
    }
    work[0] = day(2026, 10, 10); /* a Saturday */
    struct calendar_year year = {2026, off, 8, work, 1};
    struct fault fault = {0};
    return calendar_build(arena, &year, 1, &calendar, &fault) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* ---- examples: permit (10 days) and water (5) before production; works of 20 days between ---- */

enum { PERMIT, WORKS_START, WORKS_DONE, WATER, PRODUCTION, EXAMPLE_COUNT };

static struct forecast_node example[EXAMPLE_COUNT];
static struct forecast_plan example_plan;

static void make_example(void)
{
    static const uint32_t after_permit[] = {PERMIT};
    static const uint32_t after_start[] = {WORKS_START};
    static const uint32_t after_all[] = {WORKS_DONE, WATER};
    static const int32_t works[] = {20};
    const struct forecast_node blank = {.started_on = CIVIL_DATE_NONE,
                                        .finished_on = CIVIL_DATE_NONE,
                                        .due_on = CIVIL_DATE_NONE,
                                        .not_before = CIVIL_DATE_NONE,
                                        .left_days = -1};
    for (int i = 0; i < EXAMPLE_COUNT; i++) {
        example[i] = blank;
    }
    example[PERMIT].days = 10;
    example[WORKS_START].after = after_permit;
    example[WORKS_START].after_count = 1;
    example[WORKS_DONE].after = after_start;
    example[WORKS_DONE].lags = works;
    example[WORKS_DONE].after_count = 1;
    example[WATER].days = 5;
    example[PRODUCTION].after = after_all;
    example[PRODUCTION].after_count = 2;
    example_plan = (struct forecast_plan){.calendar = calendar,
                                          .start = day(2026, 3, 2),
                                          .working_days = 30,
                                          .end = 30,
                                          .production = PRODUCTION,
                                          .nodes = example,
                                          .count = EXAMPLE_COUNT};
}

static struct forecast run_on(civil_date today)
{
    struct forecast out;
    struct fault fault = {0};
    assert_true(forecast_run(arena, &example_plan, today, &out, &fault));
    return out;
}

static void on_the_first_day_the_forecast_is_the_plan(void **state)
{
    (void)state;
    make_example();
    struct forecast out = run_on(day(2026, 3, 2));
    assert_int_equal(out.late_days, 0);
    assert_int_equal(out.production, day(2026, 4, 13));
    assert_int_equal(out.times[PERMIT].float_days, 0);
    assert_true(out.times[PERMIT].leads);
    assert_int_equal(out.times[WATER].float_days, 25);
    assert_int_equal(out.holder, PERMIT);
}

static void what_is_not_begun_moves_with_today(void **state)
{
    (void)state;
    make_example();
    struct forecast out = run_on(day(2026, 3, 9));
    assert_int_equal(out.late_days, 5);
    assert_int_equal(out.times[PERMIT].production_moves, 5);
    assert_int_equal(out.times[WATER].production_moves, 0);
    assert_int_equal(out.times[WATER].float_days, 20);
}

static void an_overdue_item_ends_today_at_the_earliest(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = day(2026, 3, 2);
    example[PERMIT].due_on = day(2026, 3, 16);
    struct forecast out = run_on(day(2026, 3, 18));
    assert_int_equal(out.times[PERMIT].finish, day(2026, 3, 18));
    assert_int_equal(out.late_days, 2);
    assert_int_equal(out.times[PERMIT].state, FORECAST_RUNNING);
}

static void a_stopped_clock_counts_from_today(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = day(2026, 3, 2);
    example[PERMIT].due_on = day(2026, 3, 16);
    example[PERMIT].left_days = 4;
    struct forecast out = run_on(day(2026, 3, 18));
    assert_int_equal(out.times[PERMIT].finish, day(2026, 3, 24));
    assert_int_equal(out.times[PERMIT].production_moves, 6);
}

static void an_overdue_item_with_float_moves_nothing(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = example[WATER].started_on = day(2026, 3, 2);
    example[WATER].due_on = day(2026, 3, 9);
    struct forecast out = run_on(day(2026, 3, 12));
    assert_int_equal(out.times[WATER].finish, day(2026, 3, 12));
    assert_int_equal(out.times[WATER].production_moves, 0);
    assert_int_equal(out.times[WATER].float_days, 22);
    assert_int_equal(out.late_days, 0);
}

static void what_is_done_early_brings_production_forward(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = day(2026, 3, 2);
    example[PERMIT].finished_on = day(2026, 3, 11);
    struct forecast out = run_on(day(2026, 3, 11));
    assert_int_equal(out.late_days, -3);
    assert_int_equal(out.times[WORKS_START].state, FORECAST_READY);
    assert_int_equal(out.times[WORKS_DONE].float_days, 3);
    assert_int_equal(out.times[PERMIT].float_days, 0);
}

static void after_production_nothing_is_open(void **state)
{
    (void)state;
    make_example();
    for (int i = 0; i < EXAMPLE_COUNT; i++) {
        example[i].finished_on = day(2026, 4, 20);
    }
    struct forecast out = run_on(day(2027, 5, 1));
    assert_int_equal(out.production, day(2026, 4, 20));
    assert_int_equal(out.late_days, 5);
    assert_int_equal(out.holder, FORECAST_NOBODY);
    assert_false(out.is_provisional);
}

static void days_of_an_unpublished_year_are_provisional(void **state)
{
    (void)state;
    make_example();
    struct forecast out = run_on(day(2026, 12, 1));
    assert_true(out.is_provisional);
    assert_false(out.times[WATER].is_provisional);
}

static void holidays_and_made_up_days_count(void **state)
{
    (void)state;
    make_example();
    example_plan.start = day(2026, 9, 28);
    struct forecast out = run_on(day(2026, 9, 28));
    /* 29, 30 September, 9 and 10 (Saturday, worked) October, 12 October */
    assert_int_equal(out.times[WATER].finish, day(2026, 10, 12));
}

/* ---- supposing ---- */

static void what_is_supposed_to_begin_later_moves_what_follows(void **state)
{
    (void)state;
    make_example();
    example[WATER].not_before = day(2026, 4, 10); /* a Friday, five days and one before the end */
    struct forecast out = run_on(day(2026, 3, 2));
    assert_int_equal(out.times[WATER].start, day(2026, 4, 10));
    assert_int_equal(out.times[WATER].finish, day(2026, 4, 17));
    assert_int_equal(out.late_days, 4);
    example[WATER].not_before = day(2026, 1, 5); /* long ago: today counts */
    assert_int_equal(run_on(day(2026, 3, 9)).times[WATER].start, day(2026, 3, 9));
}

/* ---- because of what ---- */

static struct causes causes_on(civil_date today)
{
    struct forecast out = run_on(today);
    return causes_of(arena, &example_plan, &out, today);
}

static void assert_cause(const struct cause *cause, uint32_t node, enum cause_kind kind,
                         int32_t days)
{
    assert_int_equal(cause->node, node);
    assert_string_equal(cause_kind_code(cause->kind), cause_kind_code(kind));
    assert_int_equal(cause->days, days);
}

static void who_keeps_to_the_plan_is_no_cause(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = day(2026, 3, 2);
    assert_int_equal(causes_on(day(2026, 3, 5)).count, 0);
}

static void a_late_permit_falls_into_its_parts(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = day(2026, 3, 9);   /* five days late, three for supplements */
    example[PERMIT].finished_on = day(2026, 3, 27); /* four days longer, two of them a hearing */
    example[PERMIT].supplement_days = 3;
    example[PERMIT].special_days = 2;
    example[WATER].started_on = day(2026, 3, 20); /* late, and has float */
    struct causes causes = causes_on(day(2026, 3, 27));
    assert_int_equal(causes.count, 4);
    assert_cause(&causes.items[0], PERMIT, CAUSE_SUPPLEMENT, 3);
    assert_cause(&causes.items[1], PERMIT, CAUSE_WAIT, 2);
    assert_cause(&causes.items[2], PERMIT, CAUSE_SPECIAL, 2);
    assert_cause(&causes.items[3], PERMIT, CAUSE_TAKE, 2);
    assert_false(causes.items[3].is_open);
}

static void of_two_delays_at_a_time_the_first_has_the_share(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = day(2026, 3, 2);
    example[PERMIT].finished_on = day(2026, 3, 23); /* five days longer */
    example[WATER].started_on = day(2026, 3, 2);
    example[WATER].due_on = day(2026, 4, 24); /* nine days behind the old production */
    struct causes causes = causes_on(day(2026, 4, 22));
    assert_int_equal(causes.count, 2);
    assert_cause(&causes.items[0], PERMIT, CAUSE_TAKE, 5);
    assert_cause(&causes.items[1], WORKS_START, CAUSE_WAIT, 22); /* not begun to this day */
    assert_true(causes.items[1].is_open);
}

static void what_was_quicker_makes_up_for_what_was_slow(void **state)
{
    (void)state;
    make_example();
    example[PERMIT].started_on = day(2026, 3, 9);   /* five days late */
    example[PERMIT].finished_on = day(2026, 3, 18); /* and three days quicker */
    struct causes causes = causes_on(day(2026, 3, 18));
    assert_int_equal(causes.count, 2);
    assert_cause(&causes.items[0], PERMIT, CAUSE_WAIT, 5);
    assert_cause(&causes.items[1], PERMIT, CAUSE_TAKE, -3);
}

static void a_plan_that_disagrees_with_its_network_is_named(void **state)
{
    (void)state;
    make_example();
    example_plan.working_days = 28;
    struct causes causes = causes_on(day(2026, 3, 2));
    assert_int_equal(causes.count, 1);
    assert_cause(&causes.items[0], FORECAST_NOBODY, CAUSE_PLAN, 2);
}

/* ---- the slow twin ---- */

static uint64_t seed = 20261123;

static uint32_t below(uint32_t bound)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % bound;
}

static civil_date working_from(civil_date from)
{
    while (!calendar_is_working_day(calendar, from)) {
        from++;
    }
    return from;
}

static civil_date working_until(civil_date until)
{
    while (!calendar_is_working_day(calendar, until)) {
        until--;
    }
    return until;
}

static civil_date add_slowly(civil_date from, int32_t days)
{
    from = working_until(from);
    while (days > 0) {
        from = working_from(from + 1);
        days--;
    }
    return from;
}

static int32_t count_slowly(civil_date from, civil_date to)
{
    int32_t sign = from <= to ? 1 : -1;
    civil_date low = working_until(from < to ? from : to);
    civil_date high = working_until(from < to ? to : from);
    int32_t count = 0;
    while (low < high) {
        low = working_from(low + 1);
        count++;
    }
    return sign * count;
}

struct twin {
    struct forecast_node nodes[NODES_MAX];
    uint32_t after[NODES_MAX][EDGES_MAX];
    int32_t lags[NODES_MAX][EDGES_MAX];
    struct forecast_plan plan;
    civil_date today;
};

static bool is_begun(const struct forecast_node *node)
{
    return node->started_on != CIVIL_DATE_NONE || node->finished_on != CIVIL_DATE_NONE;
}

static civil_date finish_slowly(const struct twin *twin, uint32_t i)
{
    const struct forecast_node *node = &twin->nodes[i];
    civil_date soonest = working_from(twin->today);
    if (node->finished_on != CIVIL_DATE_NONE) {
        return node->finished_on;
    }
    if (is_begun(node)) {
        if (node->left_days >= 0) {
            return add_slowly(soonest, node->left_days);
        }
        civil_date due = node->due_on != CIVIL_DATE_NONE ? working_until(node->due_on)
                                                         : add_slowly(node->started_on, node->days);
        return due > soonest ? due : soonest;
    }
    civil_date start = soonest > twin->plan.start ? soonest : twin->plan.start;
    if (node->not_before != CIVIL_DATE_NONE && working_from(node->not_before) > start) {
        start = working_from(node->not_before);
    }
    for (uint32_t j = 0; j < node->after_count; j++) {
        civil_date free_on = add_slowly(finish_slowly(twin, node->after[j]), node->lags[j]);
        start = free_on > start ? free_on : start;
    }
    return add_slowly(start, node->days);
}

/* The longest way through what is yet to begin, from the end of `from` to the end of `to`; -1:
 * none. With `to` nobody: to the end of anything. */
static int32_t longest_way(const struct twin *twin, uint32_t from, uint32_t to)
{
    int32_t longest = from == to || to == FORECAST_NOBODY ? 0 : -1;
    for (uint32_t i = from + 1; i < twin->plan.count; i++) {
        const struct forecast_node *node = &twin->nodes[i];
        for (uint32_t j = 0; j < node->after_count && !is_begun(node); j++) {
            if (node->after[j] != from) {
                continue;
            }
            int32_t rest = longest_way(twin, i, to);
            int32_t way = rest < 0 ? -1 : rest + node->days + node->lags[j];
            longest = way > longest ? way : longest;
        }
    }
    return longest;
}

static void make_history(struct twin *twin, struct forecast_node *node)
{
    bool may_begin = true;
    for (uint32_t j = 0; j < node->after_count; j++) {
        may_begin = may_begin && is_begun(&twin->nodes[node->after[j]]);
    }
    node->started_on = node->finished_on = node->due_on = node->not_before = CIVIL_DATE_NONE;
    node->left_days = -1;
    node->supplement_days = (int32_t)below(8);
    node->special_days = (int32_t)below(8);
    if (below(6) == 0) {
        node->not_before = twin->today + (civil_date)below(60);
    }
    if (!may_begin || below(3) == 0) {
        return;
    }
    node->started_on = twin->today - (civil_date)below(40);
    switch (below(4)) {
    case 0: node->due_on = node->started_on + (civil_date)below(60); break;
    case 1: node->left_days = (int32_t)below(12); break;
    case 2: node->finished_on = twin->today - (civil_date)below(10); break;
    default: break;
    }
}

static void make_twin(struct twin *twin)
{
    twin->plan = (struct forecast_plan){.calendar = calendar, .nodes = twin->nodes};
    twin->plan.start = working_from(day(2026, 8, 1) + (civil_date)below(90));
    twin->plan.count = 2 + below(NODES_MAX - 2);
    twin->plan.production = twin->plan.count - 1 - below(2);
    twin->plan.working_days = (int32_t)below(60);
    twin->plan.end = twin->plan.working_days + (int32_t)below(20);
    twin->today = twin->plan.start - 20 + (civil_date)below(80);
    for (uint32_t i = 0; i < twin->plan.count; i++) {
        struct forecast_node *node = &twin->nodes[i];
        *node = (struct forecast_node){.days = (int32_t)below(15),
                                       .after = twin->after[i],
                                       .lags = twin->lags[i],
                                       .after_count = i == 0 ? 0 : below(EDGES_MAX + 1)};
        for (uint32_t j = 0; j < node->after_count; j++) {
            twin->after[i][j] = below(i);
            twin->lags[i][j] = below(4) == 0 ? (int32_t)below(30) : 0;
        }
        make_history(twin, node);
    }
}

static void compare_node(const struct twin *twin, const struct forecast *fast, uint32_t i)
{
    const struct forecast_time *time = &fast->times[i];
    civil_date finish = finish_slowly(twin, i);
    assert_int_equal(time->finish, finish);
    if (twin->nodes[i].finished_on != CIVIL_DATE_NONE) {
        assert_int_equal(time->production_moves, 0);
        return;
    }
    int32_t way = longest_way(twin, i, twin->plan.production);
    assert_int_equal(time->leads, way >= 0);
    int32_t rest = way >= 0 ? way : longest_way(twin, i, FORECAST_NOBODY);
    int32_t goal = way >= 0 ? twin->plan.working_days : twin->plan.end;
    int32_t slack = goal - count_slowly(twin->plan.start, finish) - rest;
    assert_int_equal(time->float_days, slack > 0 ? slack : 0);
    assert_int_equal(time->production_moves, way >= 0 && slack < 0 ? -slack : 0);
}

/* The shares add up; each is what production moves by, so never more than the deviation itself. */
static void add_up_causes(const struct twin *twin, const struct forecast *fast)
{
    struct causes causes = causes_of(arena, &twin->plan, fast, twin->today);
    int32_t sum = 0;
    for (uint32_t i = 0; i < causes.count; i++) {
        const struct cause *cause = &causes.items[i];
        assert_int_not_equal(cause->days, 0);
        assert_true(i == 0 || cause->kind == CAUSE_PLAN || causes.items[i - 1].kind == CAUSE_PLAN ||
                    cause->known_on >= causes.items[i - 1].known_on);
        assert_true(cause->kind == CAUSE_PLAN || abs(cause->days) <= abs(cause->deviation));
        assert_true(cause->kind == CAUSE_PLAN || (cause->days > 0) == (cause->deviation > 0));
        sum += cause->days;
    }
    assert_int_equal(sum, fast->late_days);
}

static void the_forecast_equals_its_slow_twin(void **state)
{
    (void)state;
    static struct twin twin;
    for (int round = 0; round < 4000; round++) {
        struct arena_mark mark = arena_mark(arena);
        struct forecast fast;
        struct fault fault = {0};
        make_twin(&twin);
        assert_true(forecast_run(arena, &twin.plan, twin.today, &fast, &fault));
        for (uint32_t i = 0; i < twin.plan.count; i++) {
            compare_node(&twin, &fast, i);
        }
        assert_int_equal(fast.production, fast.times[twin.plan.production].finish);
        add_up_causes(&twin, &fast);
        arena_rewind(arena, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_the_first_day_the_forecast_is_the_plan),
        cmocka_unit_test(what_is_not_begun_moves_with_today),
        cmocka_unit_test(an_overdue_item_ends_today_at_the_earliest),
        cmocka_unit_test(a_stopped_clock_counts_from_today),
        cmocka_unit_test(an_overdue_item_with_float_moves_nothing),
        cmocka_unit_test(what_is_done_early_brings_production_forward),
        cmocka_unit_test(after_production_nothing_is_open),
        cmocka_unit_test(days_of_an_unpublished_year_are_provisional),
        cmocka_unit_test(holidays_and_made_up_days_count),
        cmocka_unit_test(what_is_supposed_to_begin_later_moves_what_follows),
        cmocka_unit_test(who_keeps_to_the_plan_is_no_cause),
        cmocka_unit_test(a_late_permit_falls_into_its_parts),
        cmocka_unit_test(of_two_delays_at_a_time_the_first_has_the_share),
        cmocka_unit_test(what_was_quicker_makes_up_for_what_was_slow),
        cmocka_unit_test(a_plan_that_disagrees_with_its_network_is_named),
        cmocka_unit_test(the_forecast_equals_its_slow_twin),
    };
    return cmocka_run_group_tests_name("forecast", tests, set_up, tear_down);
}
