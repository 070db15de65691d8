#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "chance.h"
#include "engine/guide/guide.h"

/* The questionnaire against a twin that knows only tables: what each item is under each complete
 * set of answers. Items are decided, questions matter, and trees cost, by going through them all.
 */

#define VARIABLES 5
#define QUESTIONS 4
#define ITEMS 3
#define COMPLETE_MAX 243 /* 3 to the 5 */

struct world {
    struct guide_variable variables[VARIABLES];
    double priors[VARIABLES][3];
    uint8_t yes[ITEMS][COMPLETE_MAX];
    uint32_t complete;
    struct guide *guide;
};

/* ---- making one ---- */

static void make_variables(struct chance *chance, struct world *world)
{
    static const uint32_t question_of[VARIABLES] = {0, 1, 1, 2, 3};
    world->complete = 1;
    for (uint32_t i = 0; i < VARIABLES; i++) {
        uint32_t outcomes = chance_of(chance, 60) ? 2 : 3;
        double sum = 0;
        for (uint32_t j = 0; j < outcomes; j++) {
            world->priors[i][j] = 1 + chance_below(chance, 20);
            sum += world->priors[i][j];
        }
        for (uint32_t j = 0; j < outcomes; j++) {
            world->priors[i][j] /= sum;
        }
        world->variables[i] = (struct guide_variable){question_of[i], outcomes, world->priors[i]};
        world->complete *= outcomes;
    }
}

static uint32_t outcome_of(const struct world *world, uint32_t complete, uint32_t variable)
{
    for (uint32_t i = 0; i < variable; i++) {
        complete /= world->variables[i].outcomes;
    }
    return complete % world->variables[variable].outcomes;
}

struct made {
    diagram_node node;
    uint8_t yes[COMPLETE_MAX];
};

static void make_leaf(struct chance *chance, struct world *world, struct made *out)
{
    uint32_t variable = (uint32_t)chance_below(chance, VARIABLES);
    uint64_t mask = (uint64_t)chance_below(chance, 8);
    out->node = diagram_leaf(guide_diagram(world->guide), variable, mask);
    for (uint32_t i = 0; i < world->complete; i++) {
        out->yes[i] = mask >> outcome_of(world, i, variable) & 1;
    }
}

static void make(struct chance *chance, struct world *world, int depth, struct made *out)
{
    if (depth == 0) {
        make_leaf(chance, world, out);
        return;
    }
    struct diagram *diagram = guide_diagram(world->guide);
    struct made other;
    int kind = chance_below(chance, 5);
    make(chance, world, depth - 1, out);
    if (kind == 0) {
        out->node = diagram_not(diagram, out->node);
        for (uint32_t i = 0; i < world->complete; i++) {
            out->yes[i] = !out->yes[i];
        }
        return;
    }
    make(chance, world, depth - 1, &other);
    out->node = kind < 3 ? diagram_and(diagram, out->node, other.node)
                         : diagram_or(diagram, out->node, other.node);
    for (uint32_t i = 0; i < world->complete; i++) {
        out->yes[i] = kind < 3 ? out->yes[i] & other.yes[i] : out->yes[i] | other.yes[i];
    }
}

static void make_world(struct arena *arena, struct chance *chance, struct world *world)
{
    make_variables(chance, world);
    world->guide = guide_open(arena, world->variables, VARIABLES, QUESTIONS);
    for (uint32_t i = 0; i < ITEMS; i++) {
        struct made made;
        make(chance, world, 1 + chance_below(chance, 3), &made);
        guide_add(world->guide, made.node);
        memcpy(world->yes[i], made.yes, sizeof made.yes);
    }
}

/* ---- the twin ---- */

static bool fits(const struct world *world, uint32_t complete, const int16_t *answers)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        if (answers[i] >= 0 && outcome_of(world, complete, i) != (uint32_t)answers[i]) {
            return false;
        }
    }
    return true;
}

/* -1: open */
static int decided(const struct world *world, uint32_t item, const int16_t *answers)
{
    int value = -2;
    for (uint32_t i = 0; i < world->complete; i++) {
        if (fits(world, i, answers)) {
            value = value == -2 || value == world->yes[item][i] ? world->yes[item][i] : -1;
            if (value == -1) {
                return -1;
            }
        }
    }
    return value;
}

static bool differ_only_in(const struct world *world, uint32_t one, uint32_t other,
                           uint32_t question)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        if (world->variables[i].question != question &&
            outcome_of(world, one, i) != outcome_of(world, other, i)) {
            return false;
        }
    }
    return true;
}

static bool matters(const struct world *world, uint32_t question, const int16_t *answers)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        if (world->variables[i].question == question && answers[i] != GUIDE_OPEN) {
            return false;
        }
    }
    for (uint32_t i = 0; i < world->complete; i++) {
        for (uint32_t j = 0; fits(world, i, answers) && j < world->complete; j++) {
            for (uint32_t k = 0; k < ITEMS; k++) {
                if (fits(world, j, answers) && world->yes[k][i] != world->yes[k][j] &&
                    differ_only_in(world, i, j, question)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* The next joint answer of the question's variables, with its prior; false behind the last. */
static bool answer(const struct world *world, uint32_t question, uint32_t joint, int16_t *answers,
                   double *prior)
{
    *prior = 1;
    for (uint32_t i = 0; i < VARIABLES; i++) {
        if (world->variables[i].question == question) {
            uint32_t outcome = joint % world->variables[i].outcomes;
            joint /= world->variables[i].outcomes;
            answers[i] = (int16_t)outcome;
            *prior *= world->priors[i][outcome];
        }
    }
    return joint == 0;
}

static double least(const struct world *world, const int16_t *answers)
{
    double best = -1;
    for (uint32_t q = 0; q < QUESTIONS; q++) {
        if (!matters(world, q, answers)) {
            continue;
        }
        double cost = 1;
        int16_t after[VARIABLES];
        double prior = 0;
        memcpy(after, answers, sizeof after);
        for (uint32_t joint = 0; answer(world, q, joint, after, &prior); joint++) {
            cost += prior * least(world, after);
        }
        best = best < 0 || cost < best ? cost : best;
    }
    return best < 0 ? 0 : best;
}

/* ---- beside each other ---- */

static void random_answers(struct chance *chance, const struct world *world, int16_t *answers)
{
    for (uint32_t i = 0; i < VARIABLES; i++) {
        bool is_first = i == 0 || world->variables[i].question != world->variables[i - 1].question;
        int kind = is_first                         ? chance_below(chance, 10)
                   : answers[i - 1] == GUIDE_OPEN   ? 0
                   : answers[i - 1] == GUIDE_CLOSED ? 6
                                                    : 9;
        answers[i] = kind < 6   ? GUIDE_OPEN
                     : kind < 8 ? GUIDE_CLOSED
                                : (int16_t)chance_below(chance, (int)world->variables[i].outcomes);
    }
}

static void look_is_exact(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct arena *arena = arena_open((size_t)1 << 26, (size_t)1 << 28);
        struct arena *scratch = arena_open((size_t)1 << 26, (size_t)1 << 28);
        struct chance chance = chance_from(seed);
        struct world world;
        make_world(arena, &chance, &world);
        struct guide_run *run = guide_begin(arena, scratch, world.guide, GUIDE_STATES_QUICK);
        for (int round = 0; round < 5; round++) {
            int16_t answers[VARIABLES];
            struct guide_view view;
            uint32_t open_items = 0;
            random_answers(&chance, &world, answers);
            guide_look(run, answers, &view);
            for (uint32_t i = 0; i < ITEMS; i++) {
                int value = decided(&world, i, answers);
                assert_int_equal(value,
                                 diagram_is_decided(view.items[i]) ? (int)view.items[i] : -1);
                open_items += value == -1;
            }
            assert_int_equal(open_items, view.open_items);
            for (uint32_t i = 0; i < QUESTIONS; i++) {
                assert_int_equal(matters(&world, i, answers), view.matters[i]);
            }
        }
        arena_close(scratch);
        arena_close(arena);
    }
}

/* The expected length of the tree that guide_next leads through, followed by hand. */
static double follow(struct guide_run *run, const struct world *world, const int16_t *answers)
{
    struct guide_view view;
    struct guide_choice choice;
    guide_look(run, answers, &view);
    if (!guide_next(run, &choice)) {
        assert_int_equal(0, view.open_questions);
        return 0;
    }
    assert_true(matters(world, choice.question, answers));
    int16_t after[VARIABLES];
    double cost = 1;
    double prior = 0;
    memcpy(after, answers, sizeof after);
    for (uint32_t joint = 0; answer(world, choice.question, joint, after, &prior); joint++) {
        cost += prior * follow(run, world, after);
    }
    return cost;
}

static void trees_cost_what_they_say(void **state)
{
    (void)state;
    double of_optimal = 0;
    double of_greedy = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct arena *arena = arena_open((size_t)1 << 27, (size_t)1 << 30);
        struct arena *scratch = arena_open((size_t)1 << 27, (size_t)1 << 30);
        struct chance chance = chance_from(seed * 7919);
        struct world world;
        int16_t answers[VARIABLES];
        struct guide_view view;
        make_world(arena, &chance, &world);
        random_answers(&chance, &world, answers);
        double optimum = least(&world, answers);
        for (int way = 0; way < 2; way++) {
            struct guide_run *run =
                guide_begin(arena, scratch, world.guide, way == 0 ? GUIDE_STATES_QUICK : 0);
            struct guide_expectation expected;
            guide_look(run, answers, &view);
            assert_true(guide_expect(run, 10000, &expected));
            double followed = follow(run, &world, answers);
            assert_true(fabs(followed - expected.questions) < 1e-9);
            assert_true(way == 0 ? fabs(expected.questions - optimum) < 1e-9
                                 : expected.questions > optimum - 1e-9);
            assert_true(way == 1 || expected.is_optimal);
            of_optimal += way == 0 ? expected.questions : 0;
            of_greedy += way == 1 ? expected.questions : 0;
        }
        arena_close(scratch);
        arena_close(arena);
    }
    assert_true(of_greedy < of_optimal * 1.05);
}

/* The question matters, whatever the screen's others from `at` on are answered. */
static bool always_matters(const struct world *world, uint32_t question, const uint32_t *screen,
                           uint32_t count, const int16_t *answers)
{
    if (count == 0) {
        return matters(world, question, answers);
    }
    if (screen[0] == question) {
        return always_matters(world, question, screen + 1, count - 1, answers);
    }
    int16_t after[VARIABLES];
    double prior = 0;
    memcpy(after, answers, sizeof after);
    for (uint32_t joint = 0; answer(world, screen[0], joint, after, &prior); joint++) {
        if (!always_matters(world, question, screen + 1, count - 1, after)) {
            return false;
        }
    }
    return true;
}

static void a_screen_asks_nothing_that_may_not_matter(void **state)
{
    (void)state;
    uint32_t several = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct arena *arena = arena_open((size_t)1 << 26, (size_t)1 << 28);
        struct arena *scratch = arena_open((size_t)1 << 26, (size_t)1 << 28);
        struct chance chance = chance_from(seed);
        struct world world;
        struct guide_view view;
        struct guide_choice choice;
        int16_t answers[VARIABLES];
        uint32_t screen[QUESTIONS];
        uint32_t count = 0;
        make_world(arena, &chance, &world);
        struct guide_run *run = guide_begin(arena, scratch, world.guide, GUIDE_STATES_QUICK);
        random_answers(&chance, &world, answers);
        guide_look(run, answers, &view);
        uint32_t alone = guide_guess(run, 20);
        for (uint32_t i = 0; i < QUESTIONS; i++) {
            guide_group(world.guide, i, i < 3 ? 1 : 2);
        }
        if (guide_next(run, &choice)) {
            count = guide_screen(run, choice.question, screen);
            assert_true(guide_guess(run, 20) <= alone);
        }
        bool has_asked = count == 0;
        for (uint32_t i = 0; i < count; i++) {
            has_asked |= screen[i] == choice.question;
            assert_true((screen[i] < 3) == (choice.question < 3));
            assert_true(i == 0 || screen[i - 1] < screen[i]);
            assert_true(always_matters(&world, screen[i], screen, count, answers));
        }
        assert_true(has_asked);
        several += count > 1;
        arena_close(scratch);
        arena_close(arena);
    }
    assert_true(several > 20);
}

static void what_is_too_large_is_said(void **state)
{
    (void)state;
    struct arena *arena = arena_open((size_t)1 << 26, (size_t)1 << 28);
    uint8_t outcomes[40];
    memset(outcomes, 2, sizeof outcomes);
    struct diagram *diagram = diagram_open(arena, outcomes, 40, 1000);
    diagram_node sum = DIAGRAM_NO;
    for (uint32_t i = 0; i < 20; i++) { /* pairs far from each other: two to the twentieth nodes */
        diagram_node pair =
            diagram_and(diagram, diagram_leaf(diagram, i, 2), diagram_leaf(diagram, i + 20, 2));
        sum = diagram_or(diagram, sum, pair);
    }
    assert_true(diagram_is_full(diagram));
    assert_true(diagram_count(diagram) <= 1002);
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(look_is_exact),
        cmocka_unit_test(trees_cost_what_they_say),
        cmocka_unit_test(a_screen_asks_nothing_that_may_not_matter),
        cmocka_unit_test(what_is_too_large_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
