/* How long the next question of a large questionnaire takes: 200 fields, 500 items of up to three
 * terms of up to three fields, answered by chance from the first question to the last. Each time
 * everything is worked out anew from the answers so far, as for a page that was just opened.
 *
 *     bench_guide [FIELDS ITEMS] */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "engine/guide/guide.h"
#include "measure.h"

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

static void answer_all(const struct guide *guide, int16_t *answers, struct times *times)
{
    struct guide_choice choice;
    do {
        struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
        struct arena *scratch = arena_open((size_t)64 << 20, (size_t)1 << 30);
        struct guide_view view;
        double from = measure_seconds() * 1e3;
        struct guide_run *run = guide_begin(arena, scratch, guide, GUIDE_STATES_QUICK);
        guide_look(run, answers, &view);
        bool is_open = guide_next(run, &choice);
        double spent = measure_seconds() * 1e3 - from;
        arena_close(scratch);
        arena_close(arena);
        times->sum += spent;
        times->worst = spent > times->worst ? spent : times->worst;
        times->count++;
        if (!is_open) {
            return;
        }
        answers[choice.question] = (int16_t)below(2);
    } while (true);
}

int main(int argc, char **argv)
{
    uint32_t fields = argc > 2 ? (uint32_t)atoi(argv[1]) : 200;
    uint32_t items = argc > 2 ? (uint32_t)atoi(argv[2]) : 500;
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    const struct guide *guide = make(arena, fields, items);
    struct times times = {0};
    for (int round = 0; round < 5; round++) {
        int16_t *answers = arena_array(arena, int16_t, fields);
        for (uint32_t i = 0; i < fields; i++) {
            answers[i] = GUIDE_OPEN;
        }
        answer_all(guide, answers, &times);
    }
    printf("next question of %u fields and %u items: mean %.3f ms, worst %.3f ms (aim <= 1), "
           "%.1f questions\n",
           fields, items, times.sum / times.count, times.worst, times.count / 5.0 - 1);
    arena_close(arena);
    return 0;
}
