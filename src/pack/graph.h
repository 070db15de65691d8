#ifndef LIANDONG_PACK_GRAPH_H
#define LIANDONG_PACK_GRAPH_H

#include "pack/pack.h"

/* Who waits for whom, read from items and milestones.json as they are: predecessors, gates, the
 * items after and before the works, the milestones' own predecessors. Nodes are numbered as in
 * plan/network.h: the given items in order, then the milestones.
 *
 * References that lead nowhere are collected, not refused: the loader and the checker judge them
 * differently. */
struct pack_stray {
    struct text record; /* the item or milestone, or the gate's name */
    const char *field;  /* "predecessors", "must_finish_before", "after", "gates", ... */
    struct text to;     /* what does not exist */
};

struct pack_graph {
    const struct text *codes; /* by node */
    uint32_t item_count;
    uint32_t node_count;
    const struct plan_edge *edges;
    uint32_t edge_count;
    const struct pack_stray *strays;
    uint32_t stray_count;
};

struct arena;

struct pack_graph pack_graph_read(struct arena *arena, const struct jvalue *const *items,
                                  uint32_t count, const struct jvalue *milestones_file);

/* Which milestone is production: `marks.production`, or the last one. False: there is none. */
MUST_USE bool pack_production(const struct jvalue *milestones_file, uint32_t *index);

#endif
