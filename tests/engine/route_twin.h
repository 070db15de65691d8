#ifndef TESTS_ENGINE_ROUTE_TWIN_H
#define TESTS_ENGINE_ROUTE_TWIN_H

#include "base/arena.h"
#include "chance.h"
#include "engine/plan/route.h"

/* Small random networks with random variants, and the slow twin: every combination there is, each
 * planned by the words of route.h and nothing else. What is handled together is one group there,
 * not a gate; a circle is found by taking away what waits for nothing. */
#define TWIN_ITEMS 9
#define TWIN_MILESTONES 3
#define TWIN_NODES (TWIN_ITEMS + TWIN_MILESTONES)
#define TWIN_EDGES 40
#define TWIN_VARIANTS 8
#define TWIN_EFFECTS 3

struct twin {
    struct arena *arena;
    struct fact_space *space;
    const struct calendar *calendar;
    struct plan_item_spec items[TWIN_ITEMS];
    struct plan_milestone_spec milestones[TWIN_MILESTONES];
    struct plan_edge edges[TWIN_EDGES];
    uint32_t edge_count;
    uint32_t production;
    bool applies[TWIN_NODES];
    int32_t lag;
    int32_t step_days;
    struct route_step step;
    struct route_variant variants[TWIN_VARIANTS];
    struct route_effect effects[TWIN_VARIANTS][TWIN_EFFECTS];
    uint32_t members[TWIN_VARIANTS][TWIN_NODES];
    uint32_t requires[TWIN_VARIANTS];
    uint32_t excludes[TWIN_VARIANTS];
    bool is_open[TWIN_VARIANTS];
    bool is_unknown[TWIN_VARIANTS];
    uint32_t variant_count;
    struct facts *facts;
    struct route_case of;
};

struct twin *twin_open(uint64_t seed);
void twin_close(struct twin *twin);

/* Builds the network again after items, edges or facts were changed. */
void twin_build(struct twin *twin);

/* Figures of a set of variants by their place in the case; false: it makes a circle, or is not
 * allowed. */
bool twin_figures(const struct twin *twin, uint32_t set, struct route_figures *out);

#endif
