#include "engine/level/genetic.h"

#include <string.h>

#include "base/arena.h"
#include "engine/level/sgs.h"

#define SIZE_LEAST 20
#define SIZE_MOST 1200
#define STRETCH_LEAST 0.1 /* of all activities */
#define STRETCH_MOST 0.5
#define NOISE 0.5 /* of the bound, from end to end */
#define STILL 20  /* children in vain, for each place */
#define FEW 20000 /* schedules: below, one pass a child gets further */
#define PASSES_OF_MANY 3

struct individual {
    int64_t rank;      /* makespan, then the sum of finishes: the smaller the better */
    int32_t *finishes; /* of its side */
    uint16_t *list;    /* for the other side */
};

struct genetic {
    struct search *search;
    struct sgs sgs;
    uint32_t size;
    uint32_t passes;
    uint32_t in_vain;
    struct individual *side[2];
    struct individual child;
    uint16_t *list;
    int32_t *key;
    uint8_t *part; /* of the stretch: before, in, behind */
};

static void open_individual(struct arena *arena, uint32_t count, struct individual *out)
{
    out->finishes = arena_array(arena, int32_t, count);
    out->list = arena_array(arena, uint16_t, count);
    out->rank = INT64_MAX;
}

struct genetic *genetic_open(struct search *search, uint64_t schedules)
{
    struct arena *arena = search->arena;
    uint32_t count = search->layout->count;
    struct genetic *genetic = arena_new(arena, struct genetic);
    uint64_t size = 0;
    while (25 * size * size < 36 * schedules && size < SIZE_MOST) {
        size++;
    }
    genetic->search = search;
    genetic->sgs = sgs_open(arena, search->layout);
    sgs_take_modes(arena, &genetic->sgs);
    genetic->size = size < SIZE_LEAST ? SIZE_LEAST : (uint32_t)size;
    genetic->passes = schedules < FEW ? 1 : PASSES_OF_MANY;
    genetic->list = arena_array(arena, uint16_t, count);
    genetic->key = arena_array(arena, int32_t, count);
    genetic->part = arena_array(arena, uint8_t, count);
    for (int side = 0; side < 2; side++) {
        genetic->side[side] = arena_array(arena, struct individual, genetic->size);
        for (uint32_t n = 0; n < genetic->size; n++) {
            open_individual(arena, count, &genetic->side[side][n]);
        }
    }
    open_individual(arena, count, &genetic->child);
    return genetic;
}

static void keep(struct genetic *genetic, int side, int32_t makespan, struct individual *out)
{
    struct search_offer offer = {side, makespan, out->finishes, genetic->sgs.days, NULL};
    int64_t sum = 0;
    (void)search_offer(genetic->search, &offer);
    sgs_reverse(&genetic->sgs, side, out->finishes, out->list);
    for (uint32_t i = 0; i < genetic->search->layout->count; i++) {
        sum += out->finishes[i];
    }
    out->rank = ((int64_t)makespan << 32) + sum;
}

static bool build(struct genetic *genetic, int side, const uint16_t *list, struct individual *out)
{
    if (!search_may_build(genetic->search)) {
        return false;
    }
    keep(genetic, side, sgs_build_serial(&genetic->sgs, side, list, out->finishes), out);
    return true;
}

static bool begin(struct genetic *genetic, uint32_t n)
{
    struct search *search = genetic->search;
    struct individual *first = &genetic->side[0][n];
    double noise = n == 0 ? 0.0 : NOISE * search->bound;
    if (!search_may_build(search)) {
        return false;
    }
    for (uint32_t i = 0; i < search->layout->count; i++) {
        double key = noise * (search_draw_share(search) - 0.5) - search->tails[i];
        genetic->key[i] = (int32_t)(key * 16);
    }
    keep(genetic, 0, sgs_build_parallel(&genetic->sgs, 0, genetic->key, first->finishes), first);
    return build(genetic, 1, first->list, &genetic->side[1][n]);
}

static uint32_t select_parent(struct genetic *genetic, const struct individual *from)
{
    uint32_t a = search_draw_below(genetic->search, genetic->size);
    uint32_t b = search_draw_below(genetic->search, genetic->size);
    return from[b].rank < from[a].rank ? b : a;
}

/* The stretch inner[from] .. inner[to - 1] as it is, the rest in the order of `outer`. */
static void cross(struct genetic *genetic, const uint16_t *outer, const uint16_t *inner,
                  const uint32_t stretch[2])
{
    uint32_t count = genetic->search->layout->count;
    uint32_t at = 0;
    uint32_t late = stretch[1];
    for (uint32_t n = 0; n < count; n++) {
        genetic->part[inner[n]] = (uint8_t)((n >= stretch[0]) + (n >= stretch[1]));
    }
    for (uint32_t n = 0; n < count; n++) {
        uint32_t part = genetic->part[outer[n]];
        if (part == 0) {
            genetic->list[at++] = outer[n];
        } else if (part == 2) {
            genetic->list[late++] = outer[n];
        }
    }
    memcpy(genetic->list + stretch[0], inner + stretch[0],
           (stretch[1] - stretch[0]) * sizeof inner[0]);
}

/* Into the place of the worst, unless it is no better or there already. */
static bool settle(struct genetic *genetic, struct individual *into)
{
    struct individual *worst = &into[0];
    for (uint32_t n = 0; n < genetic->size; n++) {
        if (into[n].rank == genetic->child.rank) {
            return false;
        }
        worst = into[n].rank > worst->rank ? &into[n] : worst;
    }
    if (genetic->child.rank > worst->rank) {
        return false;
    }
    struct individual old = *worst;
    *worst = genetic->child;
    genetic->child = old;
    return true;
}

/* One child; false: the search is over. */
static bool breed(struct genetic *genetic)
{
    struct search *search = genetic->search;
    uint32_t count = search->layout->count;
    int side = (int)(search_draw(search) & 1);
    const struct individual *from = genetic->side[side];
    uint32_t inner = select_parent(genetic, from);
    uint32_t outer = select_parent(genetic, from);
    double share = STRETCH_LEAST + (STRETCH_MOST - STRETCH_LEAST) * search_draw_share(search);
    uint32_t length = (uint32_t)(count * share);
    uint32_t at = search_draw_below(search, count - length + 1);
    cross(genetic, from[outer].list, from[inner].list, (uint32_t[2]){at, at + length});
    for (uint32_t pass = 0; pass < genetic->passes; pass++) {
        side = 1 - side;
        if (!build(genetic, side, genetic->list, &genetic->child)) {
            return false;
        }
        memcpy(genetic->list, genetic->child.list, count * sizeof genetic->list[0]);
    }
    bool is_taken = settle(genetic, genetic->side[side]);
    genetic->in_vain = is_taken ? 0 : genetic->in_vain + 1;
    return true;
}

void genetic_run(struct genetic *genetic)
{
    bool goes_on = true;
    for (uint32_t n = 0; n < genetic->size && goes_on; n++) {
        goes_on = begin(genetic, n);
    }
    while (goes_on && genetic->in_vain < STILL * genetic->size) {
        goes_on = breed(genetic);
    }
}
