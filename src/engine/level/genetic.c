#include "engine/level/genetic.h"

#include <string.h>

#include "base/arena.h"
#include "engine/level/sgs.h"

/* Chosen on populations of generated instances (bench/progen.py), at 1,000 to 50,000 schedules. */
#define SIZE_LEAST 20
#define SIZE_MOST 900
#define FEW 20000    /* schedules */
#define SIZE_LAST 10 /* one part in so many is left of a population at the end */
#define SIZE_FLOOR 4
#define STRETCH_LEAST 0.1 /* of all activities */
#define STRETCH_MOST 0.5
#define STRETCH_DRAWS 4
#define NOISE 0.5      /* of the bound, from end to end */
#define STILL 20       /* children in vain, for each place */
#define PARALLEL 4     /* one child in so many is built by the parallel scheme */
#define SWAP 50        /* one pair of neighbours in so many changes places */
#define WEIGHT_UNIT 64 /* all of one department for one day */
#define WEIGHT_LEAST 14
#define BLOCK 32 /* activities: how often a distance is looked at while it is added up */

struct individual {
    int32_t makespan;  /* INT32_MAX: none yet */
    int64_t lateness;  /* sum of the weighted finishes */
    int32_t *finishes; /* of its side */
    uint16_t *list;    /* for the other side */
};

struct genetic {
    struct search *search;
    struct sgs sgs;
    uint32_t first_size;
    uint32_t size;
    double begun; /* share of the limits */
    uint32_t in_vain;
    struct individual *side[2];
    struct individual child;
    uint16_t *list;
    int32_t *key;
    int64_t *weight; /* of an activity: what it takes from the departments */
    uint8_t *part;   /* of the stretch: before, in, behind */
};

static void open_individual(struct arena *arena, uint32_t count, struct individual *out)
{
    out->finishes = arena_array(arena, int32_t, count);
    out->list = arena_array(arena, uint16_t, count);
    out->makespan = INT32_MAX;
}

static int64_t weigh(const struct layout *layout, uint32_t i)
{
    uint32_t mode = layout->mode_from[i];
    int64_t weight = WEIGHT_LEAST;
    for (uint32_t k = 0; k < layout->renewable_count; k++) {
        int64_t units = layout->units[mode * layout->renewable_count + k];
        if (units > 0) {
            weight += WEIGHT_UNIT * units * layout->days[mode] / layout->capacities[k];
        }
    }
    return weight;
}

/* About 1.2 times the root of the schedules that will be built, and 1.6 times when they are many.
 */
static uint32_t size_for(uint64_t schedules)
{
    uint64_t size = SIZE_LEAST;
    uint64_t factor = schedules < FEW ? 36 : 64;
    while (25 * size * size < factor * schedules && size < SIZE_MOST) {
        size++;
    }
    return (uint32_t)size;
}

struct genetic *genetic_open(struct search *search, uint64_t schedules)
{
    struct arena *arena = search->arena;
    uint32_t count = search->layout->count;
    struct genetic *genetic = arena_new(arena, struct genetic);
    genetic->search = search;
    genetic->sgs = sgs_open(arena, search->layout);
    sgs_take_modes(arena, &genetic->sgs);
    genetic->first_size = genetic->size = size_for(schedules);
    genetic->begun = search->passed;
    genetic->list = arena_array(arena, uint16_t, count);
    genetic->key = arena_array(arena, int32_t, count);
    genetic->weight = arena_array(arena, int64_t, count);
    genetic->part = arena_array(arena, uint8_t, count);
    for (uint32_t i = 0; i < count; i++) {
        genetic->weight[i] = weigh(search->layout, i);
    }
    for (int side = 0; side < 2; side++) {
        genetic->side[side] = arena_array(arena, struct individual, genetic->size);
        for (uint32_t n = 0; n < genetic->size; n++) {
            open_individual(arena, count, &genetic->side[side][n]);
        }
    }
    open_individual(arena, count, &genetic->child);
    return genetic;
}

/* ---- schedules ---- */

static bool is_better(const struct individual *a, const struct individual *b)
{
    return a->makespan < b->makespan || (a->makespan == b->makespan && a->lateness < b->lateness);
}

static void keep(struct genetic *genetic, int side, int32_t makespan, struct individual *out)
{
    struct search_offer offer = {side, makespan, out->finishes, genetic->sgs.days, NULL};
    (void)search_offer(genetic->search, &offer);
    sgs_reverse(&genetic->sgs, side, out->finishes, out->list);
    out->makespan = makespan;
    out->lateness = 0;
    for (uint32_t i = 0; i < genetic->search->layout->count; i++) {
        out->lateness += genetic->weight[i] * out->finishes[i];
    }
}

static bool build(struct genetic *genetic, int side, const uint16_t *list, struct individual *out)
{
    struct search *search = genetic->search;
    if (!search_may_build(search)) {
        return false;
    }
    int32_t makespan;
    if (search_draw_below(search, PARALLEL) == 0) {
        for (uint32_t n = 0; n < search->layout->count; n++) {
            genetic->key[list[n]] = (int32_t)n;
        }
        makespan = sgs_build_parallel(&genetic->sgs, side, genetic->key, out->finishes);
    } else {
        makespan = sgs_build_serial(&genetic->sgs, side, list, out->finishes);
    }
    keep(genetic, side, makespan, out);
    return true;
}

/* Every other pair from the last day back, where the longest way before is what counts. */
static bool begin(struct genetic *genetic, uint32_t n)
{
    struct search *search = genetic->search;
    int side = (int)(n & 1);
    const int32_t *ways = side == 0 ? search->tails : search->heads;
    struct individual *first = &genetic->side[side][n];
    double noise = n < 2 ? 0.0 : NOISE * search->bound;
    if (!search_may_build(search)) {
        return false;
    }
    for (uint32_t i = 0; i < search->layout->count; i++) {
        double key = noise * (search_draw_share(search) - 0.5) - ways[i];
        genetic->key[i] = (int32_t)(key * 16);
    }
    int32_t makespan = sgs_build_parallel(&genetic->sgs, side, genetic->key, first->finishes);
    keep(genetic, side, makespan, first);
    return build(genetic, 1 - side, first->list, &genetic->side[1 - side][n]);
}

/* ---- parents and child ---- */

/* The best of two or, half of the time, of three. */
static const struct individual *select_parent(struct genetic *genetic,
                                              const struct individual *from)
{
    struct search *search = genetic->search;
    const struct individual *best = &from[search_draw_below(search, genetic->size)];
    uint32_t others = 1 + (uint32_t)(search_draw(search) & 1);
    for (uint32_t n = 0; n < others; n++) {
        const struct individual *other = &from[search_draw_below(search, genetic->size)];
        best = is_better(other, best) ? other : best;
    }
    return best;
}

struct stretch {
    uint32_t from;
    uint32_t to;
    int64_t work; /* what its activities take from the departments */
    int32_t span; /* days from its first to its last */
};

static void draw_stretch(struct genetic *genetic, const struct individual *of, uint32_t length,
                         struct stretch *out)
{
    uint32_t count = genetic->search->layout->count;
    out->from = search_draw_below(genetic->search, count - length + 1);
    out->to = out->from + length;
    out->work = 0;
    for (uint32_t n = out->from; n < out->to; n++) {
        out->work += genetic->weight[of->list[n]];
    }
    int32_t low = out->to < count ? of->finishes[of->list[out->to]] : 0;
    int32_t high = length > 0 ? of->finishes[of->list[out->from]] : low;
    out->span = high - low + 1;
}

/* Of some stretches of the same length the busiest. */
static struct stretch choose_stretch(struct genetic *genetic, const struct individual *of)
{
    struct search *search = genetic->search;
    double share = STRETCH_LEAST + (STRETCH_MOST - STRETCH_LEAST) * search_draw_share(search);
    uint32_t length = (uint32_t)(search->layout->count * share);
    struct stretch best;
    draw_stretch(genetic, of, length, &best);
    for (uint32_t n = 1; n < STRETCH_DRAWS; n++) {
        struct stretch other;
        draw_stretch(genetic, of, length, &other);
        best = other.work * best.span > best.work * other.span ? other : best;
    }
    return best;
}

/* The stretch of `inner` as it is, the rest in the order of `outer`. */
static void cross(struct genetic *genetic, const uint16_t *outer, const uint16_t *inner,
                  const struct stretch *stretch)
{
    uint32_t count = genetic->search->layout->count;
    uint32_t at = 0;
    uint32_t late = stretch->to;
    for (uint32_t n = 0; n < count; n++) {
        genetic->part[inner[n]] = (uint8_t)((n >= stretch->from) + (n >= stretch->to));
    }
    for (uint32_t n = 0; n < count; n++) {
        uint32_t part = genetic->part[outer[n]];
        if (part == 0) {
            genetic->list[at++] = outer[n];
        } else if (part == 2) {
            genetic->list[late++] = outer[n];
        }
    }
    memcpy(genetic->list + stretch->from, inner + stretch->from,
           (stretch->to - stretch->from) * sizeof inner[0]);
}

static bool follows(const struct layout *layout, int side, uint16_t after, uint16_t before)
{
    const struct layout_edges edges = layout->edges[side];
    for (uint32_t e = edges.from[after]; e < edges.from[after + 1]; e++) {
        if (edges.at[e] == before) {
            return true;
        }
    }
    return false;
}

/* Some neighbours in the list, which is for `side`, change places. */
static void mutate(struct genetic *genetic, int side)
{
    struct search *search = genetic->search;
    uint16_t *list = genetic->list;
    for (uint32_t n = 0; n + 1 < search->layout->count; n++) {
        if (search_draw_below(search, SWAP) == 0 &&
            !follows(search->layout, side, list[n + 1], list[n])) {
            uint16_t first = list[n];
            list[n] = list[n + 1];
            list[n + 1] = first;
        }
    }
}

/* ---- the population ---- */

/* Days by which the finishes differ, all together; given up when it is `most` or more. */
static int64_t distance(const struct genetic *genetic, const struct individual *a,
                        const struct individual *b, int64_t most)
{
    uint32_t count = genetic->search->layout->count;
    int64_t sum = 0;
    for (uint32_t from = 0; from < count && sum < most; from += BLOCK) {
        uint32_t to = from + BLOCK < count ? from + BLOCK : count;
        int32_t part = 0;
        for (uint32_t i = from; i < to; i++) {
            int32_t apart = a->finishes[i] - b->finishes[i];
            part += apart < 0 ? -apart : apart;
        }
        sum += part;
    }
    return sum;
}

/* Into the place of the most similar that is worse; false: there is none, or a twin is there. */
static bool settle(struct genetic *genetic, struct individual *into)
{
    struct individual *child = &genetic->child;
    struct individual *place = NULL;
    int64_t nearest = INT64_MAX;
    for (uint32_t n = 0; n < genetic->size; n++) {
        if (into[n].makespan == child->makespan && into[n].lateness == child->lateness) {
            return false;
        }
    }
    for (uint32_t n = 0; n < genetic->size; n++) {
        int64_t far =
            is_better(child, &into[n]) ? distance(genetic, child, &into[n], nearest) : INT64_MAX;
        if (far < nearest) {
            nearest = far;
            place = &into[n];
        }
    }
    if (place == NULL) {
        return false;
    }
    struct individual old = *place;
    *place = *child;
    *child = old;
    return true;
}

static void drop_worst(struct genetic *genetic, struct individual *from)
{
    uint32_t worst = 0;
    for (uint32_t n = 1; n < genetic->size; n++) {
        worst = is_better(&from[worst], &from[n]) ? n : worst;
    }
    struct individual dropped = from[worst];
    from[worst] = from[genetic->size - 1];
    from[genetic->size - 1] = dropped;
}

/* To the size that goes with the share of the limits used up. */
static void shrink(struct genetic *genetic)
{
    const struct search *search = genetic->search;
    double left = (search->until - search->passed) / (search->until - genetic->begun);
    double last = (double)genetic->first_size / SIZE_LAST;
    double size = last + (genetic->first_size - last) * left;
    while (genetic->size > size && genetic->size > SIZE_FLOOR) {
        drop_worst(genetic, genetic->side[0]);
        drop_worst(genetic, genetic->side[1]);
        genetic->size--;
    }
}

/* One child; false: the search is over. */
static bool breed(struct genetic *genetic)
{
    int side = (int)(search_draw(genetic->search) & 1);
    const struct individual *inner = select_parent(genetic, genetic->side[side]);
    const struct individual *outer = select_parent(genetic, genetic->side[side]);
    struct stretch stretch = choose_stretch(genetic, inner);
    cross(genetic, outer->list, inner->list, &stretch);
    mutate(genetic, 1 - side);
    if (!build(genetic, 1 - side, genetic->list, &genetic->child)) {
        return false;
    }
    bool is_taken = settle(genetic, genetic->side[1 - side]);
    genetic->in_vain = is_taken ? 0 : genetic->in_vain + 1;
    shrink(genetic);
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
