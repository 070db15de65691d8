#ifndef LIANDONG_ENGINE_LEVEL_LAYOUT_H
#define LIANDONG_ENGINE_LEVEL_LAYOUT_H

#include "engine/level/instance.h"

/* An instance as the solvers walk it: activities in a topological order (positions), modes that
 * cannot belong to an optimal schedule taken out, demands packed for the profile.
 *
 * Demands on renewable resources are packed four to a word of 64 bits, sixteen bits each, the top
 * bit of each kept as a guard (LAYOUT_GUARDS): `free - demand` has every guard still set exactly
 * when every lane had enough. So one subtraction asks four departments for one day.
 *
 * Modes are reduced after Sprecher, Hartmann & Drexl (1997), again and again until nothing changes:
 * a mode is non-executable when it exceeds a capacity by itself, or a budget together with the
 * cheapest modes of all others; a budget is redundant when the dearest modes together keep to it;
 * a mode is inefficient when another one of the activity is as short and demands no more of
 * anything that still counts. At least one optimal schedule survives.
 *
 * Capacities are cut to what all activities together could use, which changes nothing and keeps
 * them within a lane. */

#define LAYOUT_GUARDS UINT64_C(0x8000800080008000)
#define LAYOUT_LANES 4

/* Neighbours of position i: at[from[i]] .. at[from[i + 1] - 1]. */
struct layout_edges {
    const uint32_t *from;
    const uint16_t *at;
};

struct layout {
    const struct level_instance *instance;
    uint32_t count;
    uint32_t words; /* of packed demands, at least one */
    uint32_t renewable_count;
    uint32_t budget_count;        /* those that are not redundant */
    const uint64_t *capacity;     /* packed, guards set */
    const int32_t *capacities;    /* renewable, plain */
    const int32_t *budgets;       /* of those that are not redundant */
    const uint32_t *activity;     /* of the instance, by position */
    const uint32_t *mode_from;    /* modes of position i: mode_from[i] .. mode_from[i + 1] - 1 */
    const int32_t *days;          /* by mode; an activity's shortest mode stands first */
    const uint64_t *demand;       /* by mode and word, packed */
    const int32_t *units;         /* by mode and renewable resource */
    const int32_t *costs;         /* by mode and budget */
    const uint32_t *mode;         /* of the instance's activity, by mode here */
    struct layout_edges edges[2]; /* [0] predecessors, [1] successors */
    int32_t horizon;              /* the longest modes one after another */
    bool is_single;               /* every activity has one mode left */
};

/* Refused with a sentence: an activity none of whose modes can be carried out. */
MUST_USE bool layout_build(struct arena *arena, const struct level_instance *instance,
                           const struct layout **out, struct fault *fault);

/* Longest ways with the shortest modes: before each position (heads) and from its end to the end of
 * everything (tails). Gives back the critical-path bound. */
int32_t layout_measure(const struct layout *layout, int32_t *heads, int32_t *tails);

#endif
