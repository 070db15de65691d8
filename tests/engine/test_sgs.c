#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/level/sgs.h"
#include "level_twin.h"

/* The generation schemes by what defines their schedules, day by day, on both sides. */

struct drawn {
    struct arena *arena;
    const struct layout *layout;
    struct sgs sgs;
    int32_t *rank;
    uint16_t *list;
    int32_t *finishes;
};

static void draw(uint64_t seed, struct drawn *out)
{
    struct chance chance = chance_from(seed);
    struct fault fault = {0};
    out->arena = arena_open((size_t)1 << 20, (size_t)1 << 30);
    /* Up to six resources: more than one word of packed demands. */
    const struct level_instance *instance =
        twin_draw(out->arena, &chance, (struct twin_shape){25, 1, 1 + (uint32_t)seed % 6, 0});
    assert_true(layout_build(out->arena, instance, &out->layout, &fault));
    out->sgs = sgs_open(out->arena, out->layout);
    sgs_take_modes(out->arena, &out->sgs);
    out->rank = arena_array(out->arena, int32_t, out->layout->count);
    out->list = arena_array(out->arena, uint16_t, out->layout->count);
    out->finishes = arena_array(out->arena, int32_t, out->layout->count);
    for (uint32_t i = 0; i < out->layout->count; i++) {
        out->rank[i] = chance_below(&chance, 1000);
    }
}

static int32_t start_of(const struct drawn *drawn, uint32_t i)
{
    return drawn->finishes[i] - drawn->sgs.days[i];
}

/* Whether an activity would fit on a day beside all others that run then. */
static bool fits_on(const struct drawn *drawn, uint32_t self, int32_t day)
{
    const struct layout *layout = drawn->layout;
    for (uint32_t k = 0; k < layout->renewable_count; k++) {
        int32_t used = layout->units[self * layout->renewable_count + k];
        for (uint32_t i = 0; i < layout->count; i++) {
            if (i != self && start_of(drawn, i) <= day && day < drawn->finishes[i]) {
                used += layout->units[i * layout->renewable_count + k];
            }
        }
        if (used > layout->capacities[k]) {
            return false;
        }
    }
    return true;
}

static int32_t ready_on(const struct drawn *drawn, int side, uint32_t i)
{
    const struct layout_edges before = drawn->layout->edges[side];
    int32_t at = 0;
    for (uint32_t e = before.from[i]; e < before.from[i + 1]; e++) {
        int32_t end = drawn->finishes[before.at[e]];
        at = end > at ? end : at;
    }
    return at;
}

static void check_order_and_capacity(const struct drawn *drawn, int side, int32_t makespan)
{
    int32_t last = 0;
    for (uint32_t i = 0; i < drawn->layout->count; i++) {
        assert_true(start_of(drawn, i) >= ready_on(drawn, side, i));
        for (int32_t t = start_of(drawn, i); t < drawn->finishes[i]; t++) {
            assert_true(fits_on(drawn, i, t));
        }
        last = drawn->finishes[i] > last ? drawn->finishes[i] : last;
    }
    assert_int_equal(last, makespan);
}

static void the_parallel_scheme_keeps_nothing_waiting_that_could_begin(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct drawn drawn;
        draw(seed, &drawn);
        for (int side = 0; side < 2; side++) {
            int32_t makespan = sgs_build_parallel(&drawn.sgs, side, drawn.rank, drawn.finishes);
            check_order_and_capacity(&drawn, side, makespan);
            for (uint32_t i = 0; i < drawn.layout->count; i++) {
                for (int32_t t = ready_on(&drawn, side, i); t < start_of(&drawn, i); t++) {
                    assert_false(fits_on(&drawn, i, t));
                }
            }
        }
        arena_close(drawn.arena);
    }
}

static bool fits_from(const struct drawn *drawn, uint32_t i, int32_t at)
{
    for (int32_t t = at; t < at + drawn->sgs.days[i]; t++) {
        if (!fits_on(drawn, i, t)) {
            return false;
        }
    }
    return true;
}

static void the_serial_scheme_leaves_nothing_that_could_be_moved_forward(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct drawn drawn;
        draw(seed, &drawn);
        (void)sgs_build_parallel(&drawn.sgs, 0, drawn.rank, drawn.finishes);
        for (int side = 1; side >= 0; side--) {
            sgs_reverse(&drawn.sgs, 1 - side, drawn.finishes, drawn.list);
            int32_t makespan = sgs_build_serial(&drawn.sgs, side, drawn.list, drawn.finishes);
            check_order_and_capacity(&drawn, side, makespan);
            for (uint32_t i = 0; i < drawn.layout->count; i++) {
                for (int32_t t = ready_on(&drawn, side, i); t < start_of(&drawn, i); t++) {
                    assert_false(drawn.sgs.days[i] > 0 && fits_from(&drawn, i, t));
                }
            }
        }
        arena_close(drawn.arena);
    }
}

static void justification_never_makes_a_schedule_longer(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct drawn drawn;
        draw(seed, &drawn);
        int32_t makespan = sgs_build_parallel(&drawn.sgs, 0, drawn.rank, drawn.finishes);
        for (int pass = 0; pass < 4; pass++) {
            int side = 1 - pass % 2;
            sgs_reverse(&drawn.sgs, 1 - side, drawn.finishes, drawn.list);
            int32_t next = sgs_build_serial(&drawn.sgs, side, drawn.list, drawn.finishes);
            assert_true(next <= makespan);
            makespan = next;
        }
        arena_close(drawn.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parallel_scheme_keeps_nothing_waiting_that_could_begin),
        cmocka_unit_test(the_serial_scheme_leaves_nothing_that_could_be_moved_forward),
        cmocka_unit_test(justification_never_makes_a_schedule_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
