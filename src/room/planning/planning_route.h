#ifndef LIANDONG_ROOM_PLANNING_ROUTE_H
#define LIANDONG_ROOM_PLANNING_ROUTE_H

#include "pack/variants.h"
#include "room/planning/planning.h"

/* The lawful alternatives (办理方式) of a project, and the plan of one of them, in the words of
 * this room. Pure: from pack and facts alone. */

struct planning_routes {
    const struct pack *pack;
    civil_date on; /* the day whose items they are made of */
    struct pack_routes of;
    struct route_set set;
    struct fact_warnings warnings;
};
struct planning_routes_asked {
    const struct jvalue *facts;
    struct plan_options options;
    civil_date by; /* CIVIL_DATE_NONE: no date asked for */
    civil_date on; /* the day whose items and variants are in force */
};
MUST_USE bool planning_routes_run(struct arena *arena, const struct pack *pack,
                                  const struct planning_routes_asked *asked,
                                  struct planning_routes *out, struct fault *fault);
/* The plan of exactly these variants. Parts of the works that a route tells apart (基坑、±0) become
 * lags between the nodes around them, since nobody applies for them. Refused: a variant that is not
 * open, with why. */
struct planning_choice {
    struct planned plan;
    struct text route; /* what the event keeps of it; "" for the basic route */
};
MUST_USE bool planning_route_plan(struct arena *arena, const struct planning_routes *routes,
                                  struct text_list variants, struct planning_choice *out,
                                  struct fault *fault);

#endif
