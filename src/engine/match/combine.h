#ifndef LIANDONG_ENGINE_MATCH_COMBINE_H
#define LIANDONG_ENGINE_MATCH_COMBINE_H

#include <stdbool.h>
#include <stdint.h>

/* Which benefits to take together, where not all of them may be: the set of the largest sum in
 * which no two exclude each other. */

enum combine_pair { COMBINE_UNSTATED, COMBINE_STACKS, COMBINE_EXCLUDES };

struct combine_problem {
    const int64_t *worth; /* >= 0; the sum of all must fit */
    uint32_t count;
    const uint8_t *pairs; /* enum combine_pair, count x count, symmetric */
    bool is_strict;       /* what is not stated excludes too: nothing is assumed */
};

struct combine_choice {
    int64_t worth;
    bool *is_chosen; /* by option */
    bool is_proven;  /* false: given up after ten million steps with the best so far */
};

struct arena;

/* Branch and bound. The bound of what is left: its options fall into groups of which any two
 * exclude each other, so that each group gives at most its largest. Options worth nothing are left
 * out; the same problem gives the same choice. */
void combine_best(struct arena *arena, const struct combine_problem *problem,
                  struct combine_choice *out);

#endif
