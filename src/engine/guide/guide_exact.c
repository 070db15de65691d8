#include <string.h>

#include "base/arena.h"
#include "engine/guide/guide_inside.h"

/* The optimum of a part by dynamic programming over every combination of answers, "not asked" being
 * one answer more. A combination's number is written in mixed radix with "not asked" as the largest
 * digit, so that everything one answer ahead has a smaller number and is done before.
 *
 * What counts as decided: all complete combinations below have the same class, a class being what
 * the functions come to. Where a question can't be asked (closed) they come to functions of it. */

#define MIXED UINT32_MAX

struct solve {
    struct guide_run *run;
    const struct guide_part *part;
    uint32_t states;
    uint32_t *outcomes; /* by question of the part */
    uint32_t *weights;
    double **priors; /* by question and joint outcome */
    uint32_t *digits;
    uint32_t *classes; /* by state */
    double *values;    /* by state */
    uint32_t best;     /* of the last state that was not decided */
};

/* ---- classes of complete combinations ---- */

struct class_table {
    uint32_t *buckets; /* class + 1; 0 empty */
    uint32_t bucket_count;
    diagram_node *results; /* by class, `width` each */
    uint32_t width;
    uint32_t count;
    uint32_t room;
};

static uint32_t class_of(struct solve *solve, struct class_table *table, const diagram_node *result)
{
    size_t bytes = table->width * sizeof *result;
    uint32_t at = diagram_hash(result, table->width) & (table->bucket_count - 1);
    while (table->buckets[at] != 0) {
        uint32_t class = table->buckets[at] - 1;
        if (memcmp(table->results + (size_t) class * table->width, result, bytes) == 0) {
            return class;
        }
        at = (at + 1) & (table->bucket_count - 1);
    }
    if (table->count * table->width + table->width > table->room) {
        do {
            table->results = arena_grown(solve->run->scratch, table->results, &table->room,
                                         sizeof *table->results);
        } while (table->count * table->width + table->width > table->room);
    }
    memcpy(table->results + (size_t)table->count * table->width, result, bytes);
    table->buckets[at] = ++table->count;
    return table->count - 1;
}

/* One question after the other is put into the roots; at the last the class is known. */
static void classify(struct solve *solve, struct class_table *table, uint32_t depth,
                     diagram_node *roots, uint32_t state)
{
    uint32_t width = table->width;
    if (depth == solve->part->count) {
        solve->classes[state] = class_of(solve, table, roots);
        solve->values[state] = 0;
        return;
    }
    const struct guide *guide = solve->run->guide;
    const struct guide_question *asked = &guide->questions[solve->part->questions[depth]];
    diagram_node *put = roots + width;
    for (uint32_t outcome = 0; outcome < solve->outcomes[depth]; outcome++) {
        uint32_t joint = outcome;
        memcpy(put, roots, width * sizeof *put);
        for (uint32_t i = 0; i < asked->count; i++) {
            uint32_t variable = asked->first + i;
            uint32_t one = joint % guide->outcomes[variable];
            joint /= guide->outcomes[variable];
            for (uint32_t j = 0; j < width; j++) {
                put[j] = diagram_given(solve->run->diagram, put[j], variable, one);
            }
        }
        classify(solve, table, depth + 1, put, state + outcome * solve->weights[depth]);
    }
}

static void classify_complete(struct solve *solve)
{
    const struct guide_roots *roots = &solve->part->roots;
    struct class_table table = {.width = roots->count, .bucket_count = 64};
    uint64_t complete = 1;
    for (uint32_t i = 0; i < solve->part->count; i++) {
        complete *= solve->outcomes[i];
    }
    while (table.bucket_count < complete * 2) {
        table.bucket_count *= 2;
    }
    struct arena *scratch = solve->run->scratch;
    table.buckets = arena_array(scratch, uint32_t, table.bucket_count);
    diagram_node *put =
        arena_room(scratch, diagram_node, (size_t)(solve->part->count + 1) * roots->count);
    memcpy(put, roots->at, roots->count * sizeof *put);
    classify(solve, &table, 0, put, 0);
}

/* ---- all others, from those with fewer questions open ---- */

static double cost_of(const struct solve *solve, uint32_t state, uint32_t question)
{
    uint32_t outcomes = solve->outcomes[question];
    uint32_t weight = solve->weights[question];
    const double *values = solve->values + (state - outcomes * weight);
    const double *priors = solve->priors[question];
    double cost = 1;
    for (uint32_t i = 0; i < outcomes; i++) {
        cost += priors[i] * values[i * weight];
    }
    return cost;
}

static uint32_t class_below(const struct solve *solve, uint32_t state, uint32_t question)
{
    uint32_t outcomes = solve->outcomes[question];
    uint32_t weight = solve->weights[question];
    const uint32_t *classes = solve->classes + (state - outcomes * weight);
    uint32_t class = classes[0];
    for (uint32_t i = 1; i < outcomes && class != MIXED; i++) {
        class = classes[i * weight] == class ? class : MIXED;
    }
    return class;
}

static void settle(struct solve *solve, uint32_t state, uint32_t first_open)
{
    solve->classes[state] = class_below(solve, state, first_open);
    solve->values[state] = 0;
    if (solve->classes[state] != MIXED) {
        return;
    }
    double least = 0;
    bool is_first = true;
    for (uint32_t i = first_open; i < solve->part->count; i++) {
        if (solve->digits[i] != solve->outcomes[i]) {
            continue;
        }
        double cost = cost_of(solve, state, i);
        if (is_first || cost < least) {
            least = cost;
            solve->best = i;
            is_first = false;
        }
    }
    solve->values[state] = least;
}

static void go_through(struct solve *solve)
{
    uint32_t count = solve->part->count;
    for (uint32_t state = 0; state < solve->states; state++) {
        uint32_t first_open = 0;
        while (first_open < count && solve->digits[first_open] != solve->outcomes[first_open]) {
            first_open++;
        }
        if (first_open < count) {
            settle(solve, state, first_open);
        }
        for (uint32_t i = 0; i < count; i++) {
            solve->digits[i] = solve->digits[i] == solve->outcomes[i] ? 0 : solve->digits[i] + 1;
            if (solve->digits[i] != 0) {
                break;
            }
        }
    }
}

uint32_t guide_states(const struct guide_run *run, const struct guide_part *part)
{
    uint64_t states = 1;
    for (uint32_t i = 0; i < part->count && states < UINT32_MAX; i++) {
        states *= (uint64_t)run->guide->questions[part->questions[i]].outcomes + 1;
    }
    return states < UINT32_MAX ? (uint32_t)states : UINT32_MAX;
}

struct guide_solution guide_solve(struct guide_run *run, const struct guide_part *part)
{
    struct arena_mark mark = arena_mark(run->scratch);
    struct solve solve = {.run = run, .part = part, .states = guide_states(run, part)};
    solve.outcomes = arena_array(run->scratch, uint32_t, part->count);
    solve.weights = arena_array(run->scratch, uint32_t, part->count);
    solve.digits = arena_array(run->scratch, uint32_t, part->count);
    solve.priors = arena_array(run->scratch, double *, part->count);
    uint32_t weight = 1;
    for (uint32_t i = 0; i < part->count; i++) {
        solve.outcomes[i] = run->guide->questions[part->questions[i]].outcomes;
        solve.weights[i] = weight;
        weight *= solve.outcomes[i] + 1;
        solve.priors[i] = arena_room(run->scratch, double, solve.outcomes[i]);
        for (uint32_t j = 0; j < solve.outcomes[i]; j++) {
            solve.priors[i][j] = guide_prior(run->guide, part->questions[i], j);
        }
    }
    solve.classes = arena_room(run->scratch, uint32_t, solve.states);
    solve.values = arena_room(run->scratch, double, solve.states);
    classify_complete(&solve);
    go_through(&solve);
    struct guide_solution out = {solve.values[solve.states - 1], part->questions[solve.best]};
    arena_rewind(run->scratch, mark);
    return out;
}
