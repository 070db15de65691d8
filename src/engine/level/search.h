#ifndef LIANDONG_ENGINE_LEVEL_SEARCH_H
#define LIANDONG_ENGINE_LEVEL_SEARCH_H

#include "engine/level/chance.h"
#include "engine/level/layout.h"
#include "engine/level/level.h"

/* What all methods of one levelling share: the limits, chance, the best schedule so far, the bound.
 *
 * Inside, starts and modes go by position of the layout, and a mode is a number among all modes of
 * the layout. The search belongs to one thread and lives in the arena of the call. */
struct search {
    struct arena *arena;
    const struct layout *layout;
    const struct level_limits *limits;
    uint64_t state;       /* of chance */
    uint64_t schedules;   /* built so far */
    uint32_t assignments; /* start times fixed besides; below layout->count */
    uint32_t since_asked; /* how often it went on without asking the clock */
    double passed;        /* the share of the limits used up, when last asked */
    double until;         /* the share at which the present method ends; 1.0: none follows */
    int32_t bound;
    int32_t makespan; /* of the best; INT32_MAX: there is none */
    int32_t *starts;
    uint32_t *modes;
    int32_t *heads; /* longest ways before and behind, shortest modes */
    int32_t *tails;
    bool is_infeasible; /* proven */
};

static inline uint64_t search_draw(struct search *search)
{
    return chance_draw(&search->state);
}

/* 0 .. below - 1; below is at least 1. */
static inline uint32_t search_draw_below(struct search *search, uint32_t below)
{
    return chance_draw_below(&search->state, below);
}

/* 0.0 .. below 1.0 */
static inline double search_draw_share(struct search *search)
{
    return (double)(search_draw(search) >> 11) * 0x1.0p-53;
}

struct search *search_open(struct arena *arena, const struct layout *layout,
                           const struct level_limits *limits);

/* True when the best is proven, the limits are used up or the present method's share is. */
bool search_is_over(struct search *search);

/* Counts a pass of a generation scheme that is about to be made; false: it may not. */
bool search_may_build(struct search *search);

/* Counts start times that were fixed one by one, at most as many as there are activities. False:
 * the schedules are used up. */
bool search_count_assignments(struct search *search, uint32_t count);

/* A schedule of a side (see sgs.h) in the modes of its activities; kept when it is the best.
 * True when it was. `modes` NULL: the first of each. */
struct search_offer {
    int side;
    int32_t makespan;
    const int32_t *finishes;
    const int32_t *days;
    const uint32_t *modes;
};

bool search_offer(struct search *search, const struct search_offer *offer);

/* The same for a schedule with starts from the first day on; it must be the best. */
void search_keep(struct search *search, int32_t makespan, const int32_t *starts,
                 const uint32_t *modes);

#endif
