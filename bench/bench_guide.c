/* How long the next question of a large questionnaire takes: 200 fields, 500 items of up to three
 * terms of up to three fields, answered by chance from the first question to the last. Each time
 * everything is worked out anew from the answers so far, as for a page that was just opened. With a
 * pack also what its own questionnaire takes.
 *
 *     bench_guide [PACK] */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "door/cli/cli_common.h"
#include "engine/guide/guide_rules.h"
#include "measure.h"
#include "pack/pack.h"

#define FIELDS 200
#define ITEMS 500
#define ROUNDS 20
#define SMALL_FIELDS 12
#define SMALL_PROBLEMS 20
#define SMALL_PLACES 2000000
#define GUESSES 5 /* as many as the page makes */

static uint64_t seed = 20260301;

static uint32_t below(uint32_t most)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % most;
}

static struct guide *make(struct arena *arena, uint32_t fields, uint32_t items)
{
    struct guide_variable *variables = arena_array(arena, struct guide_variable, fields);
    double *priors = arena_array(arena, double, (size_t)fields * 2);
    for (uint32_t i = 0; i < fields; i++) {
        priors[i * 2 + 1] = (1 + below(99)) / 100.0;
        priors[i * 2] = 1 - priors[i * 2 + 1];
        variables[i] = (struct guide_variable){i, 2, &priors[(size_t)i * 2]};
    }
    struct guide *guide = guide_open(arena, variables, fields, fields);
    struct diagram *diagram = guide_diagram(guide);
    for (uint32_t i = 0; i < items; i++) {
        diagram_node any = DIAGRAM_NO;
        for (uint32_t terms = 1 + below(3); terms > 0; terms--) {
            diagram_node all = DIAGRAM_YES;
            for (uint32_t literals = 1 + below(3); literals > 0; literals--) {
                diagram_node one = diagram_leaf(diagram, below(fields), below(10) < 7 ? 2 : 1);
                all = diagram_and(diagram, all, one);
            }
            any = diagram_or(diagram, any, all);
        }
        guide_add(guide, any);
    }
    return guide;
}

struct times {
    double sum;
    double worst;
    uint32_t count;
};

/* Worked out anew from the answers; in milliseconds. False: nothing is left to ask. */
static bool ask_anew(const struct guide *guide, const int16_t *answers, struct guide_choice *choice,
                     double *spent)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    struct arena *scratch = arena_open((size_t)64 << 20, (size_t)1 << 30);
    struct guide_view view;
    double from = measure_seconds() * 1e3;
    struct guide_run *run = guide_begin(arena, scratch, guide, GUIDE_STATES_QUICK);
    guide_look(run, answers, &view);
    bool is_open = guide_next(run, choice);
    *spent = measure_seconds() * 1e3 - from;
    arena_close(scratch);
    arena_close(arena);
    return is_open;
}

/* Of each question the least of three goes: what a neighbour on the machine costs one of them is
 * seen beside the others. */
static void answer_all(const struct guide *guide, int16_t *answers, struct times *times)
{
    struct guide_choice choice;
    bool is_open = true;
    while (is_open) {
        double least = 1e9;
        for (int go = 0; go < 3; go++) {
            double spent = 0;
            is_open = ask_anew(guide, answers, &choice, &spent);
            least = spent < least ? spent : least;
        }
        times->sum += least;
        times->worst = least > times->worst ? least : times->worst;
        times->count++;
        if (is_open) {
            answers[choice.question] = (int16_t)below(2);
        }
    }
}

static void bench_large(void)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    const struct guide *guide = make(arena, FIELDS, ITEMS);
    struct times times = {0};
    for (int round = 0; round < 5; round++) {
        int16_t *answers = arena_array(arena, int16_t, FIELDS);
        for (uint32_t i = 0; i < FIELDS; i++) {
            answers[i] = GUIDE_OPEN;
        }
        answer_all(guide, answers, &times);
    }
    printf("next question of %u fields and %u items: mean %.3f ms, worst %.3f ms (aim <= 1), "
           "%.1f questions\n",
           FIELDS, ITEMS, times.sum / times.count, times.worst, times.count / 5.0 - 1);
    arena_close(arena);
}

/* The expected number of questions of the whole tree. */
static double expected_of(const struct guide *guide, uint32_t states)
{
    struct arena *arena = arena_open((size_t)1 << 30, (size_t)1 << 33);
    struct arena *scratch = arena_open((size_t)1 << 30, (size_t)1 << 33);
    struct guide_run *run = guide_begin(arena, scratch, guide, states);
    struct guide_expectation expected;
    struct guide_view view;
    int16_t answers[SMALL_FIELDS];
    for (uint32_t i = 0; i < SMALL_FIELDS; i++) {
        answers[i] = GUIDE_OPEN;
    }
    guide_look(run, answers, &view);
    bool is_whole = guide_expect(run, SMALL_PLACES, &expected);
    ensure(is_whole);
    arena_close(scratch);
    arena_close(arena);
    return expected.questions;
}

/* How many more questions than the least that is possible: as the terminal answers a problem, and
 * as a page asks, which works out small parts only. The least is what dynamic programming over all
 * combinations gives. */
static void bench_small(void)
{
    double sum = 0;
    double worst = 0;
    for (int i = 0; i < SMALL_PROBLEMS; i++) {
        struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
        const struct guide *guide = make(arena, SMALL_FIELDS, 4 + below(16));
        double least = expected_of(guide, GUIDE_STATES_STUDY);
        double share = least > 0 ? expected_of(guide, GUIDE_STATES_QUICK) / least : 1;
        sum += share;
        worst = share > worst ? share : worst;
        arena_close(arena);
    }
    printf("questions of %d random problems of %d fields, to the optimum: terminal 1.0000, page "
           "%.4f, worst %.4f (aim <= 1.005 on average)\n",
           SMALL_PROBLEMS, SMALL_FIELDS, sum / SMALL_PROBLEMS, worst);
}

static uint32_t rules_of(const struct pack *pack, const struct rule **out)
{
    const struct pack_records *items = &pack->lists[PACK_ITEMS];
    uint32_t count = 0;
    for (uint32_t i = 0; i < items->count; i++) {
        if (pack_in_force(&items->items[i], pack->as_of) && items->items[i].rule != NULL) {
            out[count++] = items->items[i].rule;
        }
    }
    return count;
}

/* What a page shows before anything was answered: the first question, and about how many follow. */
static double first_page(const struct guide_rules *rules)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    struct arena *scratch = arena_open((size_t)64 << 20, (size_t)1 << 30);
    int16_t *answers = arena_array(arena, int16_t, guide_rules_variables(rules));
    struct guide_view view;
    struct guide_choice choice;
    for (uint32_t i = 0; i < guide_rules_variables(rules); i++) {
        answers[i] = GUIDE_OPEN;
    }
    double from = measure_seconds() * 1e3;
    struct guide_run *run =
        guide_begin(arena, scratch, guide_rules_guide(rules), GUIDE_STATES_QUICK);
    guide_look(run, answers, &view);
    bool is_open = guide_next(run, &choice) && guide_guess(run, GUESSES) > 0;
    double spent = measure_seconds() * 1e3 - from;
    ensure(is_open);
    arena_close(scratch);
    arena_close(arena);
    return spent;
}

static bool bench_pack(struct cli *cli, struct text directory)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    const struct pack *pack = NULL;
    if (!pack_load(cli->arena, directory, &options, &pack, &cli->fault)) {
        return false;
    }
    const struct rule **rules =
        arena_array(cli->arena, const struct rule *, pack->lists[PACK_ITEMS].count);
    struct guide_conditions conditions = {pack->spaces[PACK_SPACE_FACTS], rules,
                                          rules_of(pack, rules)};
    struct guide_sample sample = {NULL, 0};
    struct guide_rules *guide = NULL;
    double from = measure_seconds() * 1e3;
    if (!guide_rules_open(cli->arena, &conditions, &sample, &guide, &cli->fault)) {
        return false;
    }
    double opened = measure_seconds() * 1e3 - from;
    double best = first_page(guide);
    for (int i = 1; i < ROUNDS; i++) {
        double spent = first_page(guide);
        best = spent < best ? spent : best;
    }
    printf("questionnaire of %u items: opened once a day in %.1f ms, its first page %.1f ms "
           "(aim <= 5)\n",
           conditions.count, opened, best);
    return true;
}

int main(int argc, char **argv)
{
    struct cli cli = cli_open();
    bench_large();
    bench_small();
    return cli_close(&cli, argc < 2 || bench_pack(&cli, text_of(argv[1])));
}
