#ifndef LIANDONG_ENGINE_PLAN_ROUTE_INSIDE_H
#define LIANDONG_ENGINE_PLAN_ROUTE_INSIDE_H

#include "engine/plan/route_search.h"

/* What the files of route_run share: route_open.c says what may be used and what it saves,
 * route_search.c and route_front.c find the routes, route_choose.c picks those that are shown. The
 * desk lives for one run; all its memory is the caller's arena. */
struct route_desk {
    struct arena *arena;
    const struct route_case *of;
    const struct route_options *options;
    const struct facts *given;
    struct facts *used; /* the given ones less what is assumed but not open */
    struct planner *planner;
    const struct plan *basic;
    struct route_verdict *verdicts; /* by variant */
    uint32_t variant_of_bit[ROUTE_VARIANTS_MAX];
    uint32_t bit_count;
    const struct route_graph *graph;
    struct route_rules rules;
    uint64_t open;    /* bits that routes may use */
    uint64_t unknown; /* bits that are shown only */
    struct route_times times;
};

/* With the planner there: which variants are open, by the facts alone; which facts are withdrawn;
 * the bits. Refused: more than ROUTE_VARIANTS_MAX bits, a day outside the calendar. */
MUST_USE bool route_desk_open(struct route_desk *desk, struct fault *fault);

/* With basic plan and graph there: what has no effect, what requires what is closed, what would
 * wait for itself; then what each saves. */
void route_desk_settle(struct route_desk *desk);

/* What each saves alone, what the unknown ones would save beside the best route, and what the basic
 * route owes to those it has already. */
MUST_USE bool route_desk_weigh(struct route_desk *desk, const struct route_found *best,
                               struct fault *fault);

/* At most a dozen routes of a front, the basic one always: the extremes of each figure (ties by
 * days, risk, visits, materials), then, again and again, the one that is farthest from those chosen
 * (each figure on a scale of 1,000 over the front, distances added, the first among equals).
 * `best` is among them even where a front was given up. */
struct route_choice {
    const struct route *items; /* the basic one, then in the order of the front */
    uint32_t count;
    uint32_t best;
};

struct route_choice route_choose(struct arena *arena, const struct route_front *front,
                                 const struct route *basic, const struct route *best);

#endif
