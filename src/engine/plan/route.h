#ifndef LIANDONG_ENGINE_PLAN_ROUTE_H
#define LIANDONG_ENGINE_PLAN_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json_read.h"
#include "engine/plan/planner.h"

/* The lawful variants of a project's approval path, and the best route through them.
 *
 * A variant (办理方式) is what the law or a published reform allows to be done otherwise than in
 * the basic plan: notification and commitment (告知承诺), materials handed in later (容缺受理),
 * several items handled together (一件事), permits by stage of the works (分阶段施工许可), review
 * during the land notice (拿地即开工), acceptance by phase (分期验收). What it does is data:
 * effects on days, items and predecessors. A route is a set of variants; the empty set is the basic
 * route (常规), which is the plan of planner.h.
 *
 * Whether a variant may be used is its condition over the facts: yes opens it, no closes it with
 * the leaves that fail, unknown leaves it out of every proven route and says what to ask and what
 * it would save. Each route has four figures: working days to production, risk points, visits
 * saved, materials that may follow later. The last three add up over the set; risk is an ordinal
 * scale of the pack (0 nothing given up ... 4 the works may be stopped).
 *
 * Proven (route_search.h): the earliest production of all combinations, ties broken by less risk,
 * more visits saved, more materials saved, fewer variants, then by identifiers; the Pareto front of
 * the four figures; and for a date the least risky set that meets it, or that none does. */

/* What a variant does. `node`, `other` and `by` are nodes of the network, or node_count + k for the
 * case's step k. An effect on something that is not in the plan does nothing. */
enum route_do {
    ROUTE_SET_DAYS,     /* `node` takes `days`; never more than before */
    ROUTE_DROP_ITEM,    /* `node` is not done; what it waited for, its successors wait for */
    ROUTE_REPLACE_ITEM, /* `other` is done in the place of `node`, with its own days */
    ROUTE_ADD_ITEM,     /* `node` is done besides, with its own predecessors */
    ROUTE_ADD_STEP,     /* step `node` is done besides */
    ROUTE_DROP_EDGE,    /* `other` no longer waits for `node` */
    ROUTE_REPLACE_EDGE, /* `other` no longer waits for `node` but for `by` */
    ROUTE_ADD_EDGE,     /* `other` waits for `node` */
    ROUTE_JOINT,        /* `nodes` are accepted together, once what any of them waits for outside is
                           there, and decided together after `days`; inside they don't wait. Where the days
                           are unknown, only visits are saved */
    ROUTE_LAG,          /* the lag before milestone `node` is the fact `field` */
    ROUTE_DEFER         /* `count` materials of `node` may follow later */
};

#define ROUTE_DAYS_UNKNOWN (-1)
#define ROUTE_VARIANTS_MAX 64 /* that are open or unknown for one project */

struct route_effect {
    enum route_do what;
    uint32_t node;
    uint32_t other;
    uint32_t by;
    int32_t days[PLAN_BASIS_COUNT];     /* ROUTE_DAYS_UNKNOWN: the effect is void */
    bool is_estimate[PLAN_BASIS_COUNT]; /* 预估: a planning figure, not a published limit */
    const uint32_t *nodes;              /* of ROUTE_JOINT */
    uint32_t count;                     /* of nodes, or of materials */
    uint32_t field;                     /* of ROUTE_LAG */
};

/* A part of the works that is a node of its own: so many days of the project's construction time as
 * a fact says, less what other facts say of parts named themselves (never below 0; absent = 0). */
struct route_step {
    struct text code;
    struct text name;
    struct text name_en;
    uint32_t days_field;
    const uint32_t *less_fields;
    uint32_t less_count;
};

struct route_variant {
    struct text id;
    const struct jvalue *raw; /* names, kind, legal basis, risk: written as they stand */
    bool is_in_force;         /* on the day the plan starts */
    const struct rule *open_when;
    /* A truth, or a member of a set, that puts the variant into the basic plan already (an item's
     * own condition reads it): PLAN_NO_FIELD for none. When the variant turns out not to be open,
     * routes are planned as if the fact were not so. */
    uint32_t assumes_field;
    struct text assumes_member;
    uint32_t expires_field; /* a date: void when it lies before the day on which it is relied on,
                               that is on which the last item it spares would be accepted */
    const struct route_effect *effects;
    uint32_t effect_count;
    const uint32_t *requires; /* other variants, by their place in the case */
    uint32_t require_count;
    const uint32_t *excludes;
    uint32_t exclude_count;
    int32_t risk;
    int32_t visits_saved; /* beside what handling together saves: one less than the members */
    bool counts_members;  /* a joint effect saves visits: one form, one window */
};

struct route_case {
    const struct plan_network *network;
    const struct calendar *calendar;
    const struct route_variant *variants;
    uint32_t variant_count;
    const struct route_step *steps;
    uint32_t step_count;
    const struct jvalue *const *item_raws;  /* by item of the network: names and legal basis */
    const struct jvalue *const *field_raws; /* by field of the facts: what it means, to be asked */
};

struct route_options {
    const struct facts *facts; /* of the project, as they are given */
    struct plan_options plan;
    civil_date by; /* CIVIL_DATE_NONE: no date asked for */
};

enum route_status {
    ROUTE_OPEN,
    ROUTE_IN_BASIC,  /* open, and basic already: a fact says so, or the item is so by law */
    ROUTE_UNDECIDED, /* facts are missing */
    ROUTE_CLOSED,    /* its condition does not hold, or what it requires is closed */
    ROUTE_EXPIRED,   /* of regional assessments: the result is no longer valid */
    ROUTE_NOT_IN_FORCE,
    ROUTE_NO_EFFECT, /* nothing of it is in this project's plan */
    ROUTE_CIRCULAR,  /* with these items it would make something wait for itself */
    ROUTE_STATUS_COUNT
};

#define ROUTE_SHOWN_AT_MOST 12 /* routes, the basic one among them */

struct route_figures {
    int32_t days;
    int32_t risk;
    int32_t visits_saved;
    int32_t materials_saved;
};

/* Sets are bits, one a variant that is open or unknown, in the order of identifiers. */
struct route {
    uint64_t set;
    struct route_figures figures;
    const char *zh; /* what it is the best at, or its number */
    const char *en;
    uint32_t number; /* 0: the basic route */
};

struct route_verdict {
    enum route_status status;
    uint32_t bit;        /* UINT32_MAX: none */
    int32_t saves;       /* alone, or for what is in the basic route: what it saves there */
    int32_t would_save;  /* of an unknown one: days earlier than the best route, were it open */
    bool is_at_most;     /* ... at most: how long a part takes is among what must be known */
    uint32_t needs;      /* the variant whose state closes this one; UINT32_MAX: none */
    const uint8_t *asks; /* by field: absent facts to ask; NULL: none */
    struct text circle;  /* of ROUTE_CIRCULAR: the codes */
    bool is_withdrawn;   /* the facts assume it, and the routes are planned without it */
};

/* What a search has shown. `is_proven` false: it was given up at its limit and says so. */
struct route_proof {
    bool is_proven;
    uint64_t nodes;      /* of the search tree */
    int32_t lower_bound; /* working days that no combination can undercut */
    int32_t root_bound;  /* the same as known before the search: all variants at their best */
};

struct route_graph;
struct route_rules;

struct route_set {
    const struct route_case *of;
    struct route_options options;
    const struct facts *facts; /* as the routes use them: see assumes_field */
    const struct facts *given; /* as they were given */
    const struct plan *basic;  /* the plan of the basic route */
    const struct route_graph *graph;
    const struct route_rules *rules;
    const struct route_verdict *verdicts; /* by variant */
    const uint32_t *variant_of_bit;
    const struct route *routes; /* the basic one, then by days, risk, ... */
    uint32_t route_count;
    uint32_t best; /* among the routes */
    struct route_proof best_proof;
    uint32_t front_size; /* of which the routes are a selection when it is larger */
    bool front_is_complete;
    uint64_t front_nodes;
    bool is_by_met;  /* with options.by: */
    struct route by; /* the least risky that meets the date; else the nearest */
    struct route_proof by_proof;
};

struct arena;

/* Everything about the routes of one project. The case and the facts must live as long as the set.
 * Refused: what planner_run refuses, and more than ROUTE_VARIANTS_MAX variants at once. */
MUST_USE bool route_run(struct arena *arena, const struct route_case *of,
                        const struct route_options *options, struct route_set *out,
                        struct fault *fault);

const char *route_status_name(enum route_status status);

/* ---- reading a route ---- */

struct route_node {
    struct text code;
    uint32_t node; /* of the network, or node_count + step */
    int32_t days;
    int32_t offsets[PLAN_TIME_COUNT];
    civil_date dates[PLAN_TIME_COUNT];
    int32_t float_days;
    bool is_critical;
    bool is_estimate; /* its days are 预估 by a variant of the route */
    uint64_t by;      /* the variants of the route that set its days, put it in or free it */
    int32_t lag_days; /* construction time that it waits for besides, where that is binding */
    const struct text *after; /* what it waits for, sorted by code */
    uint32_t after_count;
    int32_t works_days;        /* construction time, binding or not ... */
    const struct text *lagged; /* ... that it waits for after these of them */
    uint32_t lagged_count;
    const struct text *binding; /* those of them that it waits for last; none on day 0 */
    uint32_t binding_count;
};

struct route_nodes {
    const struct route_node *items; /* by earliest start; at equal starts predecessors first */
    uint32_t count;
    const uint32_t *dropped; /* nodes of the basic route that this one leaves out */
    uint32_t dropped_count;
    civil_date production;
    bool is_provisional; /* a year without a published calendar has a part in it */
};

/* The route of exactly these variants, by their identifiers in any order. False when that is none:
 * `*wrong` is the one that is not open, lacks what it requires, stands against another or makes
 * something wait for itself; UINT32_MAX when there is none of that identifier. */
struct route_ids {
    const struct text *items;
    size_t count;
};
bool route_pick(struct arena *arena, const struct route_set *set, struct route_ids ids,
                struct route *out, uint32_t *wrong);

MUST_USE bool route_read(struct arena *arena, const struct route_set *set,
                         const struct route *route, struct route_nodes *out, struct fault *fault);

/* Working days by which the route would be later without the variant (and those that require it).
 */
int32_t route_saving_within(struct arena *arena, const struct route_set *set,
                            const struct route *route, uint32_t bit);

/* True when the days of some node in the route are 预估. */
bool route_is_estimate(const struct route_set *set, const struct route *route);

#endif
