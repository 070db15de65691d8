#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/match/benefit.h"
#include "engine/match/combine.h"

/* What is matched and how much it gives is held against a plain evaluator in tests/cli; here is
 * what the command line does not reach. */

#define OPTIONS_MOST 13

static int64_t by_trying_all(const struct combine_problem *problem)
{
    int64_t best = 0;
    for (uint32_t set = 0; set < 1u << problem->count; set++) {
        int64_t worth = 0;
        bool is_lawful = true;
        for (uint32_t a = 0; a < problem->count && is_lawful; a++) {
            if ((set >> a & 1) == 0) {
                continue;
            }
            worth += problem->worth[a];
            for (uint32_t b = 0; b < a && is_lawful; b++) {
                uint8_t pair = problem->pairs[a * problem->count + b];
                is_lawful = (set >> b & 1) == 0 || pair == COMBINE_STACKS ||
                            (pair == COMBINE_UNSTATED && !problem->is_strict);
            }
        }
        best = is_lawful && worth > best ? worth : best;
    }
    return best;
}

static void the_best_combination_is_that_of_trying_all(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 20, 256 << 20);
    struct chance chance = chance_from(20261130);
    for (int round = 0; round < 1500; round++) {
        int64_t worth[OPTIONS_MOST];
        uint8_t pairs[OPTIONS_MOST * OPTIONS_MOST];
        struct combine_problem problem = {worth, (uint32_t)chance_below(&chance, OPTIONS_MOST + 1),
                                          pairs, chance_of(&chance, 30)};
        struct combine_choice choice;
        int share = chance_below(&chance, 100);
        for (uint32_t a = 0; a < problem.count; a++) {
            worth[a] = chance_below(&chance, 20);
            for (uint32_t b = 0; b <= a; b++) {
                uint8_t pair = chance_of(&chance, share) ? COMBINE_EXCLUDES
                                                         : (uint8_t)chance_below(&chance, 2);
                pairs[a * problem.count + b] = pairs[b * problem.count + a] = pair;
            }
        }
        combine_best(arena, &problem, &choice);
        int64_t sum = 0;
        for (uint32_t a = 0; a < problem.count; a++) {
            sum += choice.is_chosen[a] ? worth[a] : 0;
        }
        assert_true(choice.is_proven);
        assert_int_equal(choice.worth, by_trying_all(&problem));
        assert_int_equal(sum, choice.worth);
        arena_reset(arena);
    }
    arena_close(arena);
}

static void a_split_loses_no_fen(void **state)
{
    (void)state;
    struct chance chance = chance_from(7);
    const double thirds[] = {0.3, 0.3, 0.3, 0.1};
    const double part[] = {0.5, 0.2};
    int64_t out[4];
    for (int round = 0; round < 2000; round++) {
        int64_t fen = (int64_t)(chance_next(&chance) % BENEFIT_FEN_MAX);
        benefit_split(fen, thirds, 4, out);
        assert_int_equal(out[0] + out[1] + out[2] + out[3], fen);
        assert_int_equal(out[3], fen / 10);
        benefit_split(fen, part, 2, out);
        assert_int_equal(out[0], fen / 2);
        assert_int_equal(out[1], fen / 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_combination_is_that_of_trying_all),
        cmocka_unit_test(a_split_loses_no_fen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
