#ifndef LIANDONG_PACK_VARIANTS_H
#define LIANDONG_PACK_VARIANTS_H

#include "engine/plan/route.h"
#include "pack/pack.h"

/* From variants.json to what the engine of routes takes, the way pack/network.c is for plans. Any
 * room or door that wants the routes of a project calls these two and route_write():
 *
 *     struct pack_routes routes;
 *     struct route_set set;
 *     if (!pack_routes_open(arena, pack, start, &routes, fault)) { return false; }
 *     struct route_options options = {.facts = facts, .plan = plan_options, .by = CIVIL_DATE_NONE};
 *     if (!route_run(arena, &routes.of, &options, &set, fault)) { return false; }
 *
 * The pack must be loaded whole (PACK_SCOPE_ALL); one without variants.json has the basic route
 * only. The case is immutable and may be kept beside the pack for a day. */
struct pack_routes {
    struct route_case of;
};

/* Refused: an effect that does not read (VARIANT_WRONG names variant and effect), a code that does
 * not exist, a variant that touches a bottom line (红线) which its kind may not replace. A code of
 * an item that exists but is not in force that day makes the effect void. */
MUST_USE bool pack_routes_open(struct arena *arena, const struct pack *pack, civil_date on,
                               struct pack_routes *out, struct fault *fault);

/* The fields of the facts as the pack has them, by their number in the space: what they mean, to be
 * asked and told. For whoever explains a condition without planning routes. */
const struct jvalue *const *pack_field_raws(struct arena *arena, const struct pack *pack);

/* ---- for loader and checker ---- */

/* The bottom line that forbids the variant, or NULL: one that names an item which the variant
 * drops, replaces, shortens or takes without all papers, while its kind (of commitments: its class)
 * is one that may not replace it. What is merely handled together is not touched. */
const struct jvalue *pack_bottom_line(const struct jvalue *lines, const struct jvalue *variant,
                                      struct text *item);

#define PACK_FIGURE_MAX 1000 /* of risk points and of visits saved, of one variant */

/* A key of an effect and what it must name. */
struct pack_effect_shape {
    const char *name; /* of `do` */
    enum route_do what;
    const char *item; /* keys; NULL: the effect has none */
    const char *other;
    const char *by;
};

/* The shape of that name, or NULL. */
const struct pack_effect_shape *pack_effect_find(struct text name);

#endif
