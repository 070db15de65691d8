#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/guide/guide_inside.h"

/* How much each question tells. For one function, its chance of yes and the chance given any one
 * outcome of any variable come from one pass up and one down the diagram: a variable stands on a
 * path once, so
 *
 *     P(yes | v = o) = P(yes) + sum over the nodes n of v: reach(n) (P(child o of n) - P(n)). */

struct measure {
    struct guide_run *run;
    struct guide_walk walk;
    double *chance;  /* of yes, by place */
    double *reached; /* by place */
    double *shifts;  /* by variable and outcome, DIAGRAM_OUTCOMES_MAX apart */
    uint32_t *seen;  /* variables of the walk */
    uint32_t seen_count;
    uint8_t *is_seen;
};

static double chance_of(const struct measure *measure, diagram_node node)
{
    return diagram_is_decided(node) ? node : measure->chance[measure->run->place[node]];
}

static void go_up(struct measure *measure)
{
    const struct guide_run *run = measure->run;
    for (uint32_t i = 0; i < measure->walk.count; i++) {
        diagram_node node = measure->walk.nodes[i];
        const struct guide_variable *variable =
            &run->guide->variables[diagram_variable(run->diagram, node)];
        double sum = 0;
        for (uint32_t j = 0; j < variable->outcomes; j++) {
            sum += variable->priors[j] * chance_of(measure, diagram_child(run->diagram, node, j));
        }
        measure->chance[i] = sum;
        measure->reached[i] = 0;
    }
}

static void see(struct measure *measure, uint32_t variable)
{
    if (!measure->is_seen[variable]) {
        measure->is_seen[variable] = 1;
        measure->seen[measure->seen_count++] = variable;
        memset(measure->shifts + (size_t)variable * DIAGRAM_OUTCOMES_MAX, 0,
               DIAGRAM_OUTCOMES_MAX * sizeof *measure->shifts);
    }
}

static void go_down(struct measure *measure)
{
    const struct guide_run *run = measure->run;
    measure->reached[measure->walk.count - 1] = 1;
    for (uint32_t i = measure->walk.count; i-- > 0;) {
        diagram_node node = measure->walk.nodes[i];
        uint32_t at = diagram_variable(run->diagram, node);
        const struct guide_variable *variable = &run->guide->variables[at];
        double *shifts = measure->shifts + (size_t)at * DIAGRAM_OUTCOMES_MAX;
        see(measure, at);
        for (uint32_t j = 0; j < variable->outcomes; j++) {
            diagram_node child = diagram_child(run->diagram, node, j);
            shifts[j] += measure->reached[i] * (chance_of(measure, child) - measure->chance[i]);
            if (!diagram_is_decided(child)) {
                measure->reached[run->place[child]] += measure->reached[i] * variable->priors[j];
            }
        }
    }
}

static double bits(double chance)
{
    bool is_sure = chance <= 0 || chance >= 1;
    return is_sure ? 0 : -chance * log2(chance) - (1 - chance) * log2(1 - chance);
}

/* ---- what is remembered ---- */

#define TELLS_MAX (1u << 20) /* 16 MB; then all of it is forgotten */

static void make_told(struct guide_run *run)
{
    uint32_t needed = diagram_count(run->diagram);
    if (needed > run->told_room) {
        uint32_t *told = arena_array(run->arena, uint32_t, (size_t)needed * 2);
        if (run->told_room > 0) {
            memcpy(told, run->told, run->told_room * sizeof *told);
        }
        run->told = told;
        run->told_room = needed * 2;
    }
    if (run->tell_count > TELLS_MAX) {
        memset(run->told, 0, run->told_room * sizeof *run->told);
        run->tell_count = 0;
    }
}

static void add_tell(struct guide_run *run, uint32_t question, double gain)
{
    if (run->tell_count == run->tell_room) {
        run->tells = arena_grown(run->arena, run->tells, &run->tell_room, sizeof *run->tells);
    }
    run->tells[run->tell_count++] = (struct guide_tell){question, gain};
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

/* Variables of a question stand one behind the other. */
static void remember(struct measure *measure, diagram_node root)
{
    struct guide_run *run = measure->run;
    double chance = measure->chance[measure->walk.count - 1];
    double before = bits(chance);
    uint32_t head = run->tell_count;
    run->told[root] = head + 1;
    add_tell(run, 0, 0);
    qsort(measure->seen, measure->seen_count, sizeof *measure->seen, by_number);
    for (uint32_t i = 0; i < measure->seen_count; i++) {
        uint32_t at = measure->seen[i];
        const struct guide_variable *variable = &run->guide->variables[at];
        const double *shifts = measure->shifts + (size_t)at * DIAGRAM_OUTCOMES_MAX;
        double after = 0;
        for (uint32_t j = 0; j < variable->outcomes; j++) {
            after += variable->priors[j] * bits(chance + shifts[j]);
        }
        if (run->tell_count == head + 1 ||
            run->tells[run->tell_count - 1].question != variable->question) {
            add_tell(run, variable->question, 0);
        }
        run->tells[run->tell_count - 1].gain += before > after ? before - after : 0;
        measure->is_seen[at] = 0;
    }
    run->tells[head].question = run->tell_count - head - 1;
    measure->seen_count = 0;
}

static void measure_root(struct measure *measure, diagram_node root)
{
    struct guide_run *run = measure->run;
    struct arena_mark mark = arena_mark(run->scratch);
    measure->walk = guide_walk(run, root);
    measure->chance = arena_room(run->scratch, double, measure->walk.count);
    measure->reached = arena_room(run->scratch, double, measure->walk.count);
    go_up(measure);
    go_down(measure);
    remember(measure, root);
    guide_walked(run, &measure->walk);
    arena_rewind(run->scratch, mark);
}

static struct measure measure_open(struct guide_run *run)
{
    uint32_t variables = run->guide->variable_count;
    return (struct measure){
        .run = run,
        .shifts = arena_room(run->scratch, double, (size_t)variables *DIAGRAM_OUTCOMES_MAX),
        .seen = arena_room(run->scratch, uint32_t, variables),
        .is_seen = arena_array(run->scratch, uint8_t, variables)};
}

void guide_measure(struct guide_run *run, const struct guide_roots *roots, double *gains)
{
    struct measure measure = {.run = NULL};
    make_told(run);
    for (uint32_t i = 0; i < run->guide->question_count; i++) {
        gains[i] = -1;
    }
    for (uint32_t i = 0; i < roots->count; i++) {
        if (run->told[roots->at[i]] == 0) {
            measure = measure.run == NULL ? measure_open(run) : measure;
            measure_root(&measure, roots->at[i]);
        }
        const struct guide_tell *head = &run->tells[run->told[roots->at[i]] - 1];
        for (uint32_t j = 1; j <= head->question; j++) {
            double *gain = &gains[head[j].question];
            *gain = (*gain < 0 ? 0 : *gain) + head[j].gain;
        }
    }
}

uint32_t guide_most_telling(const struct guide_run *run, const double *gains)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < run->guide->question_count; i++) {
        if (gains[i] >= 0 && !run->is_closed[i] && (best == UINT32_MAX || gains[i] > gains[best])) {
            best = i;
        }
    }
    return best;
}

uint32_t guide_greedy(struct guide_run *run, const struct guide_part *part)
{
    struct arena_mark mark = arena_mark(run->scratch);
    double *gains = arena_array(run->scratch, double, run->guide->question_count);
    uint32_t best = part->questions[0];
    guide_measure(run, &part->roots, gains);
    for (uint32_t i = 1; i < part->count; i++) {
        best = gains[part->questions[i]] > gains[best] ? part->questions[i] : best;
    }
    arena_rewind(run->scratch, mark);
    return best;
}
