#include <stdlib.h>

#include "base/arena.h"
#include "engine/plan/route_inside.h"

#define FIGURES 4

struct extreme {
    int order[FIGURES]; /* of the figures, by which is asked first */
    const char *zh;
    const char *en;
};

static const struct extreme extremes[] = {
    {{0, 1, 2, 3}, "最早投产", "Earliest production"},
    {{1, 0, 2, 3}, "风险最低", "Least risk"},
    {{2, 0, 1, 3}, "跑动最少", "Fewest visits"},
    {{3, 0, 1, 2}, "材料最省", "Fewest materials at once"},
};

/* All figures so that less is better. */
static int32_t figure_of(const struct route *route, int which)
{
    const int32_t figures[FIGURES] = {route->figures.days, route->figures.risk,
                                      -route->figures.visits_saved,
                                      -route->figures.materials_saved};
    return figures[which];
}

static bool comes_first(const struct route *a, const struct route *b, const int order[FIGURES])
{
    for (int i = 0; i < FIGURES; i++) {
        int32_t x = figure_of(a, order[i]);
        int32_t y = figure_of(b, order[i]);
        if (x != y) {
            return x < y;
        }
    }
    return false;
}

struct choosing {
    struct route *pool; /* the basic one first, then the front */
    uint32_t count;
    bool *is_chosen;
    uint32_t chosen;
    int32_t low[FIGURES];
    int32_t span[FIGURES];
};

static void take(struct choosing *choosing, uint32_t at, const char *zh, const char *en)
{
    if (!choosing->is_chosen[at]) {
        choosing->is_chosen[at] = true;
        choosing->pool[at].zh = zh;
        choosing->pool[at].en = en;
        choosing->chosen++;
    }
}

static void measure(struct choosing *choosing)
{
    for (int which = 0; which < FIGURES; which++) {
        int32_t low = figure_of(&choosing->pool[0], which);
        int32_t high = low;
        for (uint32_t i = 1; i < choosing->count; i++) {
            int32_t figure = figure_of(&choosing->pool[i], which);
            low = figure < low ? figure : low;
            high = figure > high ? figure : high;
        }
        choosing->low[which] = low;
        choosing->span[which] = high > low ? high - low : 1;
    }
}

static int64_t distance(const struct choosing *choosing, uint32_t a, uint32_t b)
{
    int64_t sum = 0;
    for (int which = 0; which < FIGURES; which++) {
        int64_t apart =
            (int64_t)figure_of(&choosing->pool[a], which) - figure_of(&choosing->pool[b], which);
        sum += (apart < 0 ? -apart : apart) * 1000 / choosing->span[which];
    }
    return sum;
}

/* How far each is from what is chosen is kept, and only lowered by the one chosen last. */
static void fill_up(struct arena *arena, struct choosing *choosing)
{
    int64_t *apart = arena_array(arena, int64_t, choosing->count);
    for (uint32_t i = 0; i < choosing->count; i++) {
        apart[i] = INT64_MAX;
        for (uint32_t k = 0; k < choosing->count; k++) {
            int64_t far = choosing->is_chosen[k] ? distance(choosing, i, k) : INT64_MAX;
            apart[i] = far < apart[i] ? far : apart[i];
        }
    }
    while (choosing->chosen < ROUTE_SHOWN_AT_MOST && choosing->chosen < choosing->count) {
        uint32_t farthest = UINT32_MAX;
        for (uint32_t i = 0; i < choosing->count; i++) {
            if (!choosing->is_chosen[i] && (farthest == UINT32_MAX || apart[i] > apart[farthest])) {
                farthest = i;
            }
        }
        take(choosing, farthest, "备选", "Alternative");
        for (uint32_t i = 0; i < choosing->count; i++) {
            int64_t far = distance(choosing, i, farthest);
            apart[i] = far < apart[i] ? far : apart[i];
        }
    }
}

static struct choosing pool_of(struct arena *arena, const struct route_front *front,
                               const struct route *basic, const struct route *best)
{
    struct choosing choosing = {.pool = arena_array(arena, struct route, front->count + 2)};
    bool has_best = best->set == basic->set;
    choosing.pool[choosing.count++] = *basic;
    for (uint32_t i = 0; i < front->count; i++) {
        has_best |= front->items[i].set == best->set;
    }
    if (!has_best) {
        choosing.pool[choosing.count++] = *best;
    }
    for (uint32_t i = 0; i < front->count; i++) {
        if (front->items[i].set != basic->set) {
            choosing.pool[choosing.count++] = front->items[i];
        }
    }
    choosing.is_chosen = arena_array(arena, bool, choosing.count);
    return choosing;
}

struct route_choice route_choose(struct arena *arena, const struct route_front *front,
                                 const struct route *basic, const struct route *best)
{
    struct choosing choosing = pool_of(arena, front, basic, best);
    take(&choosing, 0, "常规", "Basic");
    for (size_t e = 0; e < COUNT_OF(extremes); e++) {
        uint32_t first = 0;
        for (uint32_t i = 1; i < choosing.count; i++) {
            if (comes_first(&choosing.pool[i], &choosing.pool[first], extremes[e].order)) {
                first = i;
            }
        }
        take(&choosing, first, extremes[e].zh, extremes[e].en);
    }
    measure(&choosing);
    fill_up(arena, &choosing);
    struct route_choice choice = {0};
    struct route *items = arena_array(arena, struct route, choosing.chosen);
    for (uint32_t i = 0; i < choosing.count; i++) {
        if (choosing.is_chosen[i]) {
            choice.best = choosing.pool[i].set == best->set ? choice.count : choice.best;
            items[choice.count] = choosing.pool[i];
            items[choice.count].number = choice.count;
            choice.count++;
        }
    }
    choice.items = items;
    return choice;
}
