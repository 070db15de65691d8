#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/level/level.h"
#include "level_twin.h"

/* Levelling against a twin that tries everything, and against what must hold of any schedule. */

static double never(void *clock)
{
    (void)clock;
    return 0.0;
}

/* Time that passes by being asked: every method has its turn, the same one each time. */
static double tick(void *clock)
{
    double *share = clock;
    *share += 0.0005;
    return *share;
}

static const struct level_limits until_proven = {UINT64_MAX, never, NULL, 1};

static struct arena *open_arena(void)
{
    return arena_open((size_t)1 << 24, (size_t)1 << 32);
}

static void solve_and_check(struct arena *arena, const struct level_instance *instance,
                            const struct level_limits *limits, struct level_result *out)
{
    struct fault fault = {0};
    assert_true(level_solve(arena, instance, limits, out, &fault));
    const char *wrong = twin_check(instance, &out->schedule);
    if (wrong != NULL) {
        fail_msg("seed %llu: %s", (unsigned long long)limits->seed, wrong);
    }
    assert_true(out->bound <= out->schedule.makespan);
    assert_true(out->is_optimal == (out->bound == out->schedule.makespan));
}

static void compare_with_twin(uint64_t seed, struct twin_shape shape)
{
    struct arena *arena = open_arena();
    struct chance chance = chance_from(seed);
    const struct level_instance *instance = twin_draw(arena, &chance, shape);
    int32_t best = twin_solve(instance);
    struct level_result result;
    struct fault fault = {0};
    if (best == INT32_MAX) {
        assert_false(level_solve(arena, instance, &until_proven, &result, &fault));
        assert_true(fault.code == FAULT_LEVEL_BUDGET || fault.code == FAULT_LEVEL_ACTIVITY);
    } else {
        solve_and_check(arena, instance, &until_proven, &result);
        if (result.schedule.makespan != best || !result.is_optimal) {
            fail_msg("seed %llu: %d instead of %d", (unsigned long long)seed,
                     result.schedule.makespan, best);
        }
    }
    arena_close(arena);
}

static void one_mode_results_equal_those_of_brute_force(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        compare_with_twin(seed, (struct twin_shape){6, 1, 1 + (uint32_t)seed % 5, 0});
    }
}

static void several_mode_results_equal_those_of_brute_force(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        compare_with_twin(seed,
                          (struct twin_shape){4, 3, (uint32_t)seed % 3, (uint32_t)seed / 3 % 3});
    }
}

static void every_schedule_keeps_precedence_capacity_and_budget(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        uint32_t size = seed % 2 == 0 ? 70 : 40; /* on both sides of what counts as small */
        struct twin_shape shape = {size, seed % 3 == 0 ? 3 : 1, 1 + (uint32_t)seed % 6, 0};
        const struct level_instance *instance = twin_draw(arena, &chance, shape);
        double share = 0.0;
        struct level_result result;
        solve_and_check(arena, instance, &(struct level_limits){UINT64_MAX, tick, &share, seed},
                        &result);
        solve_and_check(arena, instance, &(struct level_limits){300, NULL, NULL, seed}, &result);
        arena_close(arena);
    }
}

static void the_same_seed_gives_the_same_schedule(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        struct twin_shape shape = {50, seed % 2 == 0 ? 3 : 1, 4, 0};
        const struct level_instance *instance = twin_draw(arena, &chance, shape);
        struct level_limits limits = {500, NULL, NULL, seed};
        struct level_result first;
        struct level_result second;
        solve_and_check(arena, instance, &limits, &first);
        solve_and_check(arena, instance, &limits, &second);
        size_t size = instance->count * sizeof(int32_t);
        assert_memory_equal(first.schedule.starts, second.schedule.starts, size);
        assert_memory_equal(first.schedule.modes, second.schedule.modes, size);
        assert_true(first.schedules == second.schedules);
        arena_close(arena);
    }
}

static void schedules_are_counted_and_never_exceed_the_limit(void **state)
{
    (void)state;
    const uint64_t limits[] = {1, 2, 7, 100, 1001};
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        struct twin_shape shape = {60, seed % 2 == 0 ? 3 : 1, 4, 0};
        const struct level_instance *instance = twin_draw(arena, &chance, shape);
        uint64_t limit = limits[seed % COUNT_OF(limits)];
        struct level_result result;
        struct fault fault = {0};
        if (level_solve(arena, instance, &(struct level_limits){limit, NULL, NULL, seed}, &result,
                        &fault)) {
            assert_true(result.schedules <= limit);
            assert_true(result.is_optimal || result.schedules == limit);
        } else {
            assert_int_equal(fault.code, FAULT_LEVEL_LIMITS);
        }
        arena_close(arena);
    }
}

static int32_t best_of(struct arena *arena, const struct level_instance *instance)
{
    struct level_result result;
    solve_and_check(arena, instance, &until_proven, &result);
    assert_true(result.is_optimal);
    return result.schedule.makespan;
}

static void another_unit_of_a_department_never_makes_it_longer(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        struct level_instance *instance =
            twin_draw(arena, &chance, (struct twin_shape){12, 2, 3, 0});
        int32_t before = best_of(arena, instance);
        int32_t more[3];
        memcpy(more, instance->capacities, sizeof more);
        more[seed % 3]++;
        instance->capacities = more;
        assert_true(best_of(arena, instance) <= before);
        arena_close(arena);
    }
}

static void days_twice_as_long_make_it_twice_as_long(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct arena *arena = open_arena();
        struct chance chance = chance_from(seed);
        struct level_instance *instance =
            twin_draw(arena, &chance, (struct twin_shape){10, 2, 2, 0});
        int32_t before = best_of(arena, instance);
        for (uint32_t i = 0; i < instance->count; i++) {
            struct level_activity *activity = (struct level_activity *)&instance->activities[i];
            struct level_mode *modes = arena_array(arena, struct level_mode, activity->mode_count);
            for (uint32_t m = 0; m < activity->mode_count; m++) {
                modes[m] = activity->modes[m];
                modes[m].days *= 2;
            }
            activity->modes = modes;
        }
        assert_int_equal(best_of(arena, instance), 2 * before);
        arena_close(arena);
    }
}

static void a_limit_that_has_passed_still_gives_a_schedule_of_one_mode(void **state)
{
    (void)state;
    struct arena *arena = open_arena();
    struct chance chance = chance_from(5);
    const struct level_instance *instance =
        twin_draw(arena, &chance, (struct twin_shape){40, 1, 3, 0});
    double share = 1.0;
    struct level_result result;
    solve_and_check(arena, instance, &(struct level_limits){UINT64_MAX, tick, &share, 1}, &result);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_mode_results_equal_those_of_brute_force),
        cmocka_unit_test(several_mode_results_equal_those_of_brute_force),
        cmocka_unit_test(every_schedule_keeps_precedence_capacity_and_budget),
        cmocka_unit_test(the_same_seed_gives_the_same_schedule),
        cmocka_unit_test(schedules_are_counted_and_never_exceed_the_limit),
        cmocka_unit_test(another_unit_of_a_department_never_makes_it_longer),
        cmocka_unit_test(days_twice_as_long_make_it_twice_as_long),
        cmocka_unit_test(a_limit_that_has_passed_still_gives_a_schedule_of_one_mode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
