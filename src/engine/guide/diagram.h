#ifndef LIANDONG_ENGINE_GUIDE_DIAGRAM_H
#define LIANDONG_ENGINE_GUIDE_DIAGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"

/* Decision diagrams: a yes-or-no function of variables with a few outcomes each, as a graph in
 * which equal functions are one node. So "decided already", "does not depend on it" and "the same
 * question as before" are comparisons of two numbers, exactly, whatever form the condition was
 * written in.
 *
 * Bryant, Graph-Based Algorithms for Boolean Function Manipulation, IEEE Trans. Computers 1986;
 * with more than two outcomes: Srinivasan et al., Algorithms for Discrete Function Manipulation,
 * ICCAD 1990. Variables stand in the order of their numbers on every path.
 *
 * A diagram either stands alone, or over another that is shared and not changed: what one caller
 * works out stands in his own and goes with his arena. */
typedef uint32_t diagram_node;

#define DIAGRAM_NO 0u
#define DIAGRAM_YES 1u

#define DIAGRAM_OUTCOMES_MAX 64u

struct arena;
struct diagram;

/* `outcomes`: by variable, 1..64, kept by reference. At most `most` nodes: what would be more is
 * DIAGRAM_NO, and diagram_is_full says so from then on. */
struct diagram *diagram_open(struct arena *arena, const uint8_t *outcomes, uint32_t variables,
                             uint32_t most);
struct diagram *diagram_over(struct arena *arena, const struct diagram *base, uint32_t most);
bool diagram_is_full(const struct diagram *diagram);

/* The variable has one of the outcomes of the mask. */
diagram_node diagram_leaf(struct diagram *diagram, uint32_t variable, uint64_t mask);
diagram_node diagram_and(struct diagram *diagram, diagram_node a, diagram_node b);
diagram_node diagram_or(struct diagram *diagram, diagram_node a, diagram_node b);
diagram_node diagram_not(struct diagram *diagram, diagram_node node);

/* What is left of the function once the variable has that outcome. */
diagram_node diagram_given(struct diagram *diagram, diagram_node node, uint32_t variable,
                           uint32_t outcome);

/* The same for many at once: `answers` by variable, below 0 where it has none. `memo`: a place for
 * each node there is, zeroed before the first of several functions that get the same answers. */
diagram_node diagram_known(struct diagram *diagram, diagram_node node, const int16_t *answers,
                           diagram_node *memo);

static inline bool diagram_is_decided(diagram_node node)
{
    return node <= DIAGRAM_YES;
}

/* Of a node that is not decided. */
uint32_t diagram_variable(const struct diagram *diagram, diagram_node node);
diagram_node diagram_child(const struct diagram *diagram, diagram_node node, uint32_t outcome);

/* Of several nodes in their order, for tables. */
uint32_t diagram_hash(const diagram_node *nodes, uint32_t count);

/* Nodes are numbered below this. */
uint32_t diagram_count(const struct diagram *diagram);

#endif
