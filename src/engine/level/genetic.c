#include "engine/level/genetic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/level/sgs.h"

struct individual {
    int32_t makespan;
    int64_t rank; 
    int32_t *finishes; /* of its side */
    uint16_t *list;    /* for the other side */
};

struct genetic {
    struct search *search;
    struct sgs sgs;
    uint32_t size;
    struct individual *side[2];
    struct individual child;
    int32_t *key;
    bool *taken;
    int next; /* the side whose schedules are parents */
};

static double tune(const char *name, double value)
{
    const char *s = getenv(name);
    return s ? strtod(s, NULL) : value;
}

static void open_individual(struct arena *arena, uint32_t count, struct individual *out)
{
    out->finishes = arena_array(arena, int32_t, count);
    out->list = arena_array(arena, uint16_t, count);
    out->makespan = INT32_MAX;
}

static bool build(struct genetic *g, int side, const uint16_t *list, struct individual *out)
{
    if (!search_may_build(g->search)) {
        return false;
    }
    out->makespan = sgs_build_serial(&g->sgs, side, list, out->finishes);
    struct search_offer offer = {side, out->makespan, out->finishes, g->sgs.days, NULL};
    (void)search_offer(g->search, &offer);
    sgs_reverse(&g->sgs, side, out->finishes, out->list);
    int64_t sum = 0;
    for (uint32_t i = 0; i < g->search->layout->count; i++) sum += out->finishes[i];
    out->rank = ((int64_t)out->makespan << 32) + sum;
    return true;
}

/* first schedules: parallel/serial with random-biased LFT keys */
static bool begin_one(struct genetic *g, uint32_t n, struct individual *out)
{
    struct search *search = g->search;
    const struct layout *layout = search->layout;
    double noise = n == 0 ? 0.0 : tune("NOISE", 0.25);
    int32_t *key = g->key;
    for (uint32_t i = 0; i < layout->count; i++) {
        double tail = search->tails[i] + g->sgs.days[i]*0.0;
        double v = -tail;
        v += noise * (search_draw_share(search) - 0.5) * 2 * search->bound;
        key[i] = (int32_t)(v * 16);
    }
    if (!search_may_build(search)) return false;
    /* ranks unique enough */
    out->makespan = sgs_build_parallel(&g->sgs, 0, key, out->finishes);
    struct search_offer offer = {0, out->makespan, out->finishes, g->sgs.days, NULL};
    (void)search_offer(search, &offer);
    sgs_reverse(&g->sgs, 0, out->finishes, out->list);
    int64_t sum = 0;
    for (uint32_t i = 0; i < layout->count; i++) sum += out->finishes[i];
    out->rank = ((int64_t)out->makespan << 32) + sum;
    return true;
}

struct genetic *genetic_open(struct search *search, uint32_t size)
{
    struct genetic *g = arena_new(search->arena, struct genetic);
    uint32_t count = search->layout->count;
    g->search = search;
    g->sgs = sgs_open(search->arena, search->layout);
    sgs_take_modes(search->arena, &g->sgs);
    g->size = size;
    g->key = arena_array(search->arena, int32_t, count);
    g->taken = arena_array(search->arena, bool, count);
    for (int s = 0; s < 2; s++) {
        g->side[s] = arena_array(search->arena, struct individual, size);
        for (uint32_t n = 0; n < size; n++) open_individual(search->arena, count, &g->side[s][n]);
    }
    open_individual(search->arena, count, &g->child);
    for (uint32_t n = 0; n < size; n++) {
        if (!begin_one(g, n, &g->side[0][n])) return g;
    }
    g->next = 0;
    for (uint32_t n = 0; n < size; n++) {
        if (!build(g, 1, g->side[0][n].list, &g->side[1][n])) return g;
    }
    g->next = 1;
    return g;
}

static uint32_t tournament(struct genetic *g, const struct individual *of, uint32_t not)
{
    uint32_t best = UINT32_MAX;
    uint32_t k = (uint32_t)tune("TOUR", 2);
    for (uint32_t n = 0; n < k; n++) {
        uint32_t a = search_draw_below(g->search, g->size);
        if (a == not) a = (a + 1) % g->size;
        if (best == UINT32_MAX || of[a].makespan < of[best].makespan) best = a;
    }
    return best;
}

static void cross(struct genetic *g, const uint16_t *outer, const uint16_t *inner, uint32_t from, uint32_t to, uint16_t *list)
{
    uint32_t count = g->search->layout->count;
    uint8_t *group = (uint8_t*)g->taken;
    for (uint32_t n = 0; n < count; n++) group[inner[n]] = n < from ? 0 : n < to ? 1 : 2;
    uint32_t at = 0, late = to;
    for (uint32_t n = 0; n < count; n++) {
        uint16_t i = outer[n];
        if (group[i] == 0) list[at++] = i;
        else if (group[i] == 2) list[late++] = i;
    }
    memcpy(list + from, inner + from, (to - from) * sizeof list[0]);
}

static void mutate(struct genetic *g, int side, uint16_t *list)
{
    uint32_t count = g->search->layout->count;
    const struct layout_edges before = g->search->layout->edges[side];
    double p = tune("MUT", 0.01);
    for (uint32_t n = 0; n + 1 < count; n++) {
        if (search_draw_share(g->search) < p) {
            bool ok = true;
            for (uint32_t e = before.from[list[n+1]]; e < before.from[list[n+1]+1]; e++) ok = ok && before.at[e] != list[n];
            if (ok) { uint16_t x = list[n]; list[n] = list[n+1]; list[n+1] = x; }
        }
    }
}


bool genetic_step(struct genetic *g)
{
    static int mode = -1; static double lmin, lmax; static int passes; static int inner_better;
    if (mode < 0) { mode = (int)tune("MODE", 0); lmin = tune("LENMIN", 0.25); lmax = tune("LENMAX", 0.75); passes = (int)tune("PASSES", 2); inner_better=(int)tune("INB",1);}
    uint32_t count = g->search->layout->count;
    uint16_t list[4096];
    int s = (int)(search_draw(g->search) & 1);
    struct individual *from = g->side[s];
    uint32_t a = tournament(g, from, UINT32_MAX), b = tournament(g, from, a);
    if (inner_better && from[b].rank < from[a].rank) { uint32_t x = a; a = b; b = x; }
    uint32_t len = (uint32_t)(count * (lmin + (lmax - lmin) * search_draw_share(g->search)));
    uint32_t at = search_draw_below(g->search, count - len + 1);
    cross(g, from[b].list, from[a].list, at, at + len, list);
    mutate(g, 1 - s, list);
    struct individual *child = &g->child;
    int side = 1 - s;
    if (!build(g, side, list, child)) return false;
    int32_t m = child->makespan;
    for (int p = 1; p < passes; p++) {
        int32_t before = child->makespan;
        side = 1 - side;
        memcpy(list, child->list, count * sizeof list[0]);
        if (!build(g, side, list, child)) return false;
    }
    /* replace the worst of its side if better and unlike */
    struct individual *to = g->side[side];
    uint32_t worst = 0;
    for (uint32_t n = 0; n < g->size; n++) {
        if (to[n].rank == child->rank) return true;
        if (mode == 0) { if (to[n].rank > to[worst].rank) worst = n; }
    }
    if (mode == 1) { worst = search_draw_below(g->search, g->size); uint32_t o = search_draw_below(g->search, g->size); if (to[o].rank > to[worst].rank) worst = o; }
    if (mode == 2) { worst = a; }
    if (child->rank < to[worst].rank) { struct individual x = to[worst]; to[worst] = *child; *child = x; }
    return true;
}
