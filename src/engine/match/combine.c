#include "engine/match/combine.h"

#include <string.h>

#include "base/arena.h"

#define STEPS_MAX 10000000

struct search {
    const struct combine_problem *problem;
    uint32_t *rows;  /* candidates of each depth, the largest first */
    uint32_t *group; /* of the bound, by candidate of the row */
    bool *taken;
    struct combine_choice *best;
    uint32_t count; /* of options worth something */
    uint32_t steps;
};

static bool excludes(const struct search *search, uint32_t a, uint32_t b)
{
    uint8_t pair = search->problem->pairs[(size_t)a * search->problem->count + b];
    return pair == COMBINE_EXCLUDES || (search->problem->is_strict && pair == COMBINE_UNSTATED);
}

/* Candidates come with the largest first, so the first of a group is its largest. */
static int64_t bound_of(struct search *search, const uint32_t *row, uint32_t count)
{
    int64_t bound = 0;
    uint32_t groups = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t group = 0;
        for (; group < groups; group++) {
            bool fits = true;
            for (uint32_t k = 0; k < i && fits; k++) {
                fits = search->group[k] != group || excludes(search, row[i], row[k]);
            }
            if (fits) {
                break;
            }
        }
        search->group[i] = group;
        if (group == groups) {
            groups++;
            bound += search->problem->worth[row[i]];
        }
    }
    return bound;
}

static void keep(struct search *search, int64_t worth)
{
    if (worth > search->best->worth) {
        search->best->worth = worth;
        memcpy(search->best->is_chosen, search->taken,
               search->problem->count * sizeof *search->taken);
    }
}

static void branch(struct search *search, uint32_t depth, uint32_t count, int64_t worth)
{
    uint32_t *row = search->rows + (size_t)depth * (search->count + 1);
    uint32_t *next = row + search->count + 1;
    keep(search, worth);
    for (uint32_t i = 0; i < count; i++) {
        if (++search->steps > STEPS_MAX) {
            search->best->is_proven = false;
            return;
        }
        if (worth + bound_of(search, row + i, count - i) <= search->best->worth) {
            return;
        }
        uint32_t left = 0;
        for (uint32_t k = i + 1; k < count; k++) {
            if (!excludes(search, row[i], row[k])) {
                next[left++] = row[k];
            }
        }
        search->taken[row[i]] = true;
        branch(search, depth + 1, left, worth + search->problem->worth[row[i]]);
        search->taken[row[i]] = false;
    }
}

void combine_best(struct arena *arena, const struct combine_problem *problem,
                  struct combine_choice *out)
{
    size_t most = (size_t)problem->count + 1;
    *out = (struct combine_choice){0, arena_array(arena, bool, most), true};
    struct arena_mark mark = arena_mark(arena);
    struct search search = {.problem = problem, .best = out};
    search.rows = arena_array(arena, uint32_t, most * most);
    search.group = arena_array(arena, uint32_t, most);
    search.taken = arena_array(arena, bool, most);
    for (uint32_t i = 0; i < problem->count; i++) {
        uint32_t at = search.count;
        if (problem->worth[i] <= 0) {
            continue;
        }
        for (; at > 0 && problem->worth[search.rows[at - 1]] < problem->worth[i]; at--) {
            search.rows[at] = search.rows[at - 1];
        }
        search.rows[at] = i;
        search.count++;
    }
    branch(&search, 0, search.count, 0);
    arena_rewind(arena, mark);
}
