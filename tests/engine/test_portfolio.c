#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/level/portfolio.h"

/* A portfolio's levelling against a checker that adds up every day, and against all orders there
 * are. Neither uses a structure of the engine's own. */

#define ITEMS_MAX 400
#define PROJECTS_MAX 40
#define DAYS_MAX 4000

struct shape {
    uint32_t projects;
    uint32_t items; /* at most, of a project */
    bool is_plain;  /* nothing fixed, no skills, every project due */
};

struct drawn {
    struct portfolio portfolio;
    struct portfolio_project projects[PROJECTS_MAX];
    struct portfolio_item items[ITEMS_MAX];
    uint32_t followers[ITEMS_MAX][12];
    struct portfolio_staff departments[3];
    struct portfolio_skill skills[2];
    int32_t by_day[5][20];
};

static struct portfolio_staff draw_staff(struct chance *chance, int32_t *by_day)
{
    struct portfolio_staff staff = {by_day, (uint32_t)chance_below(chance, 20), 0};
    staff.usual = 2 + chance_below(chance, 2);
    for (uint32_t t = 0; t < staff.days; t++) {
        by_day[t] = chance_below(chance, staff.usual + 1);
    }
    return staff;
}

static void draw_item(struct chance *chance, struct drawn *drawn, struct shape shape, uint32_t i,
                      uint32_t end)
{
    struct portfolio_item *item = &drawn->items[i];
    item->days = chance_below(chance, 5);
    item->department = (uint32_t)chance_below(chance, 3);
    item->reviewers = chance_of(chance, 85) ? 1 : 2;
    item->skill = PORTFOLIO_ANY_SKILL;
    item->fixed_start = PORTFOLIO_NOT_BEGUN;
    if (!shape.is_plain && item->department < 2 && chance_of(chance, 40)) {
        item->skill = item->department;
    }
    if (!shape.is_plain && chance_of(chance, 8)) {
        item->fixed_start = chance_of(chance, 70) ? 0 : chance_below(chance, 12);
    }
    item->followers = drawn->followers[i];
    for (uint32_t j = i + 1; j < end && item->follower_count < 12; j++) {
        if (chance_of(chance, 35)) {
            drawn->followers[i][item->follower_count++] = j;
        }
    }
}

static void draw(struct chance *chance, struct shape shape, struct drawn *drawn)
{
    memset(drawn, 0, sizeof *drawn);
    uint32_t items = 0;
    for (uint32_t d = 0; d < 3; d++) {
        drawn->departments[d] = draw_staff(chance, drawn->by_day[d]);
    }
    for (uint32_t s = 0; s < 2; s++) {
        drawn->skills[s] = (struct portfolio_skill){s, draw_staff(chance, drawn->by_day[3 + s])};
    }
    for (uint32_t p = 0; p < shape.projects; p++) {
        uint32_t count = 1 + (uint32_t)chance_below(chance, (int)shape.items);
        drawn->projects[p] = (struct portfolio_project){
            items, count, 1 + chance_below(chance, 5), chance_below(chance, 8),
            !shape.is_plain && chance_of(chance, 20) ? PORTFOLIO_NOT_DUE
                                                     : chance_below(chance, 30)};
        for (uint32_t i = items; i < items + count; i++) {
            draw_item(chance, drawn, shape, i, items + count);
        }
        items += count;
    }
    drawn->portfolio = (struct portfolio){drawn->projects,    shape.projects,
                                          drawn->items,       items,
                                          drawn->departments, 3,
                                          drawn->skills,      2};
}

/* ---- the checker ---- */

static int32_t staff_on(const struct portfolio_staff *staff, int32_t day)
{
    return (uint32_t)day < staff->days ? staff->by_day[day] : staff->usual;
}

/* What runs on a day and occupies a department or, behind them, a skill; only what is fixed, or
 * all. */
static int32_t used_on(const struct portfolio *portfolio, const int32_t *starts, uint32_t line,
                       int32_t day, bool only_fixed)
{
    int32_t used = 0;
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        const struct portfolio_item *item = &portfolio->items[i];
        uint32_t departments = portfolio->department_count;
        bool is_in =
            line < departments ? item->department == line : item->skill == line - departments;
        bool counts = !only_fixed || item->fixed_start != PORTFOLIO_NOT_BEGUN;
        if (is_in && counts && starts[i] <= day && day < starts[i] + item->days) {
            used += item->reviewers;
        }
    }
    return used;
}

static void check_staff(const struct portfolio *portfolio, const int32_t *starts, int32_t last)
{
    uint32_t departments = portfolio->department_count;
    for (uint32_t line = 0; line < departments + portfolio->skill_count; line++) {
        const struct portfolio_staff *staff = line < departments
                                                  ? &portfolio->departments[line]
                                                  : &portfolio->skills[line - departments].staff;
        for (int32_t t = 0; t < last; t++) {
            int32_t fixed = used_on(portfolio, starts, line, t, true);
            int32_t offered = staff_on(staff, t);
            int32_t most = fixed > offered ? fixed : offered;
            assert_true(used_on(portfolio, starts, line, t, false) <= most);
        }
    }
}

static struct portfolio_score score_of(const struct portfolio *portfolio, const int32_t *starts)
{
    struct portfolio_score score = {0, 0};
    for (uint32_t p = 0; p < portfolio->project_count; p++) {
        const struct portfolio_project *project = &portfolio->projects[p];
        int32_t end = project->release_day;
        for (uint32_t i = project->first_item; i < project->first_item + project->item_count; i++) {
            int32_t of = starts[i] + portfolio->items[i].days;
            end = of > end ? of : end;
        }
        score.completion += (int64_t)project->weight * (end - project->release_day);
        if (end > project->due_day) {
            score.tardiness += (int64_t)project->weight * (end - project->due_day);
        }
    }
    return score;
}

static void check(const struct portfolio *portfolio, const struct portfolio_result *result)
{
    int32_t last = 0;
    for (uint32_t p = 0; p < portfolio->project_count; p++) {
        const struct portfolio_project *project = &portfolio->projects[p];
        last = result->ends[p] > last ? result->ends[p] : last;
        for (uint32_t i = project->first_item; i < project->first_item + project->item_count; i++) {
            const struct portfolio_item *item = &portfolio->items[i];
            if (item->fixed_start != PORTFOLIO_NOT_BEGUN) {
                assert_int_equal(result->starts[i], item->fixed_start);
            } else {
                assert_true(result->starts[i] >= project->release_day);
            }
            for (uint32_t f = 0; f < item->follower_count; f++) {
                uint32_t j = item->followers[f];
                assert_true(portfolio->items[j].fixed_start != PORTFOLIO_NOT_BEGUN ||
                            result->starts[j] >= result->starts[i] + item->days);
            }
        }
    }
    check_staff(portfolio, result->starts, last);
    struct portfolio_score score = score_of(portfolio, result->starts);
    assert_true(score.tardiness == result->score.tardiness);
    assert_true(score.completion == result->score.completion);
}

static struct arena *open_arena(void)
{
    return arena_open((size_t)1 << 24, (size_t)1 << 30);
}

static void level_and_check(struct arena *arena, const struct portfolio *portfolio,
                            uint64_t schedules, struct portfolio_result *out)
{
    struct level_limits limits = {schedules, NULL, NULL, 1};
    struct fault fault = {0};
    assert_true(portfolio_level(arena, portfolio, &limits, out, &fault));
    assert_true(out->schedules <= schedules);
    check(portfolio, out);
}

/* ---- all orders there are ---- */

struct brute {
    const struct portfolio *portfolio;
    int32_t starts[ITEMS_MAX];
    int32_t used[3][DAYS_MAX];
    struct portfolio_score best;
};

static bool fits(struct brute *brute, const struct portfolio_item *item, int32_t at)
{
    for (int32_t t = at; t < at + item->days; t++) {
        if (brute->used[item->department][t] + item->reviewers >
            staff_on(&brute->portfolio->departments[item->department], t)) {
            return false;
        }
    }
    return true;
}

static void take(struct brute *brute, const struct portfolio_item *item, int32_t at, int32_t sign)
{
    for (int32_t t = at; t < at + item->days; t++) {
        brute->used[item->department][t] += sign * item->reviewers;
    }
}

/* The earliest day by what has been placed; -1: something it follows has not. */
static int32_t ready_on(const struct brute *brute, uint32_t p, uint32_t i)
{
    const struct portfolio_project *project = &brute->portfolio->projects[p];
    int32_t at = project->release_day;
    for (uint32_t j = project->first_item; j < i; j++) {
        const struct portfolio_item *item = &brute->portfolio->items[j];
        for (uint32_t f = 0; f < item->follower_count; f++) {
            if (item->followers[f] == i && brute->starts[j] < 0) {
                return -1;
            }
            int32_t end = brute->starts[j] + item->days;
            at = item->followers[f] == i && end > at ? end : at;
        }
    }
    return at;
}

static void place_the_rest(struct brute *brute, uint32_t placed)
{
    const struct portfolio *portfolio = brute->portfolio;
    if (placed == portfolio->item_count) {
        struct portfolio_score score = score_of(portfolio, brute->starts);
        if (score.tardiness < brute->best.tardiness ||
            (score.tardiness == brute->best.tardiness &&
             score.completion < brute->best.completion)) {
            brute->best = score;
        }
        return;
    }
    for (uint32_t p = 0; p < portfolio->project_count; p++) {
        const struct portfolio_project *project = &portfolio->projects[p];
        for (uint32_t i = project->first_item; i < project->first_item + project->item_count; i++) {
            int32_t at = brute->starts[i] < 0 ? ready_on(brute, p, i) : -1;
            if (at < 0) {
                continue;
            }
            while (!fits(brute, &portfolio->items[i], at)) {
                at++;
            }
            brute->starts[i] = at;
            take(brute, &portfolio->items[i], at, 1);
            place_the_rest(brute, placed + 1);
            take(brute, &portfolio->items[i], at, -1);
            brute->starts[i] = -1;
        }
    }
}

static struct portfolio_score brute_force(const struct portfolio *portfolio)
{
    static struct brute brute;
    memset(&brute, 0, sizeof brute);
    brute.portfolio = portfolio;
    brute.best = (struct portfolio_score){INT64_MAX, INT64_MAX};
    memset(brute.starts, 0xff, sizeof brute.starts);
    place_the_rest(&brute, 0);
    return brute.best;
}

static void small_portfolios_are_never_below_and_mostly_at_the_best(void **state)
{
    (void)state;
    uint32_t compared = 0;
    uint32_t at_best = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        static struct drawn drawn;
        struct chance chance = chance_from(seed);
        draw(&chance, (struct shape){3, 3, true}, &drawn);
        if (drawn.portfolio.item_count > 7) {
            continue; /* too many orders to try */
        }
        struct arena *arena = open_arena();
        struct portfolio_result result;
        level_and_check(arena, &drawn.portfolio, 500, &result);
        struct portfolio_score best = brute_force(&drawn.portfolio);
        assert_true(result.score.tardiness >= best.tardiness);
        assert_true(result.score.tardiness > best.tardiness ||
                    result.score.completion >= best.completion);
        compared++;
        at_best += result.score.tardiness == best.tardiness;
        arena_close(arena);
    }
    print_message("%u of %u at the best\n", at_best, compared);
    assert_true(compared > 200 && at_best * 10 >= compared * 9);
}

static void order_staff_skills_and_what_is_fixed_are_kept(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        static struct drawn drawn;
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        draw(&chance, (struct shape){1 + (uint32_t)seed % 30, 9, seed % 5 == 0}, &drawn);
        struct portfolio_result result;
        level_and_check(arena, &drawn.portfolio, 30, &result);
        arena_close(arena);
    }
}

static void more_schedules_are_never_worse_and_a_seed_repeats(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        static struct drawn drawn;
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        draw(&chance, (struct shape){20, 8, false}, &drawn);
        struct portfolio_result few;
        struct portfolio_result many;
        struct portfolio_result again;
        level_and_check(arena, &drawn.portfolio, 5, &few);
        level_and_check(arena, &drawn.portfolio, 300, &many);
        level_and_check(arena, &drawn.portfolio, 300, &again);
        assert_true(many.score.tardiness <= few.score.tardiness);
        assert_memory_equal(many.starts, again.starts,
                            drawn.portfolio.item_count * sizeof(int32_t));
        arena_close(arena);
    }
}

static void a_closed_day_in_front_moves_everything_by_a_day(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        static struct drawn drawn;
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        draw(&chance, (struct shape){15, 8, true}, &drawn);
        struct portfolio_result before;
        struct portfolio_result after;
        level_and_check(arena, &drawn.portfolio, 1, &before);
        for (uint32_t d = 0; d < 3; d++) {
            struct portfolio_staff *staff = &drawn.departments[d];
            memmove(&drawn.by_day[d][1], &drawn.by_day[d][0], staff->days * sizeof(int32_t));
            drawn.by_day[d][0] = 0;
            staff->days++;
        }
        for (uint32_t p = 0; p < 15; p++) {
            drawn.projects[p].release_day++;
            drawn.projects[p].due_day++;
        }
        level_and_check(arena, &drawn.portfolio, 1, &after);
        for (uint32_t i = 0; i < drawn.portfolio.item_count; i++) {
            assert_int_equal(after.starts[i], before.starts[i] + 1);
        }
        arena_close(arena);
    }
}

static void one_more_reviewer_is_never_reported_as_a_loss(void **state)
{
    (void)state;
    uint32_t saving = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        static struct drawn drawn;
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        draw(&chance, (struct shape){20, 8, false}, &drawn);
        struct portfolio_result result;
        struct portfolio_load loads[3];
        struct level_limits limits = {20, NULL, NULL, seed};
        level_and_check(arena, &drawn.portfolio, 20, &result);
        portfolio_examine(arena, &drawn.portfolio, &result, &limits, loads);
        for (uint32_t d = 0; d < 3; d++) {
            assert_true(loads[d].saved.tardiness > 0 ||
                        (loads[d].saved.tardiness == 0 && loads[d].saved.completion >= 0));
            assert_true(loads[d].full_days > 0 || loads[d].waiting_days == 0);
            assert_true((loads[d].full_days > 0) == (loads[d].first_full >= 0));
            saving += loads[d].saved.tardiness > 0;
        }
        arena_close(arena);
    }
    assert_true(saving > 20);
}

/* One department, two projects of one item each: one waits for the other, and two reviewers need
 * not. */
static void the_bottleneck_is_found_where_it_is(void **state)
{
    (void)state;
    struct arena *arena = open_arena();
    const struct portfolio_item items[] = {
        {5, 0, PORTFOLIO_ANY_SKILL, 1, PORTFOLIO_NOT_BEGUN, NULL, 0},
        {5, 0, PORTFOLIO_ANY_SKILL, 1, PORTFOLIO_NOT_BEGUN, NULL, 0},
        {2, 1, PORTFOLIO_ANY_SKILL, 1, 0, NULL, 0}};
    const struct portfolio_project projects[] = {{0, 1, 3, 0, 5}, {1, 1, 2, 0, 5}, {2, 1, 9, 0, 1}};
    const struct portfolio_staff staff[] = {{NULL, 0, 1}, {NULL, 0, 4}};
    const struct portfolio portfolio = {projects, 3, items, 3, staff, 2, NULL, 0};
    struct level_limits limits = {50, NULL, NULL, 1};
    struct portfolio_result result;
    struct portfolio_load loads[2];
    level_and_check(arena, &portfolio, 50, &result);
    assert_int_equal(result.score.tardiness, 2 * 5 + 9 * 1);
    portfolio_examine(arena, &portfolio, &result, &limits, loads);
    assert_int_equal(loads[0].used_days, 10);
    assert_int_equal(loads[0].offered_days, 10);
    assert_int_equal(loads[0].waiting_days, 5);
    assert_int_equal(loads[0].full_days, 5);
    assert_int_equal(loads[0].first_full, 0);
    assert_int_equal(loads[0].last_full, 4);
    assert_int_equal(loads[0].saved.tardiness, 10);
    assert_int_equal(loads[1].used_days, 2);
    assert_int_equal(loads[1].offered_days, 40);
    assert_int_equal(loads[1].saved.tardiness, 0);
    assert_int_equal(loads[1].first_full, -1);
    arena_close(arena);
}

static void what_can_never_begin_is_refused(void **state)
{
    (void)state;
    struct arena *arena = open_arena();
    const uint32_t next[] = {1, 0};
    struct portfolio_item items[] = {
        {1, 0, PORTFOLIO_ANY_SKILL, 1, PORTFOLIO_NOT_BEGUN, &next[0], 1},
        {1, 0, PORTFOLIO_ANY_SKILL, 1, PORTFOLIO_NOT_BEGUN, &next[1], 1}};
    const struct portfolio_project project = {0, 2, 1, 0, 5};
    const struct portfolio_staff staff = {NULL, 0, 1};
    const struct portfolio portfolio = {&project, 1, items, 2, &staff, 1, NULL, 0};
    struct level_limits limits = {5, NULL, NULL, 1};
    struct portfolio_result result;
    struct fault fault = {0};
    assert_false(portfolio_level(arena, &portfolio, &limits, &result, &fault));
    assert_int_equal(fault.code, FAULT_PORTFOLIO_CIRCLE);
    items[1].follower_count = 0;
    items[1].reviewers = 2;
    fault = (struct fault){0};
    assert_false(portfolio_level(arena, &portfolio, &limits, &result, &fault));
    assert_int_equal(fault.code, FAULT_PORTFOLIO_STAFF);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_portfolios_are_never_below_and_mostly_at_the_best),
        cmocka_unit_test(order_staff_skills_and_what_is_fixed_are_kept),
        cmocka_unit_test(more_schedules_are_never_worse_and_a_seed_repeats),
        cmocka_unit_test(a_closed_day_in_front_moves_everything_by_a_day),
        cmocka_unit_test(one_more_reviewer_is_never_reported_as_a_loss),
        cmocka_unit_test(the_bottleneck_is_found_where_it_is),
        cmocka_unit_test(what_can_never_begin_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
