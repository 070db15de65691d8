#ifndef LIANDONG_BOARD_RULES_COMPARE_H
#define LIANDONG_BOARD_RULES_COMPARE_H

#include "board/fleet.h"
#include "engine/plan/planner.h"
#include "pack/pack.h"

/* Two packs on one project: between the files of the rehearsal of rules. */

/* A pack with what planning needs of it, built once for all projects. */
struct rules_side {
    const struct pack *pack;
    const struct plan_network *network;
    struct planner *planner;
    struct plan *plan; /* of the project looked at last */
};
MUST_USE bool rules_side_open(struct arena *arena, const struct pack *pack, civil_date on,
                              struct rules_side *out, struct fault *fault);

struct rules_pair {
    struct rules_side before, after;
    civil_date from, today;
};

#define RULES_NAMED 12 /* items named of one project, of each kind */

/* What the change does to one project. Codes are the packs'. */
struct rules_effect {
    int64_t id;
    struct text number, name, district;
    civil_date planned, production_before, production;
    int64_t days; /* by which production moves; 0: not at all */
    bool has_plans;
    int32_t plan_before, plan_after; /* working days of a plan made anew */
    bool is_critical_changed;
    struct text added[RULES_NAMED], removed[RULES_NAMED], critical[RULES_NAMED];
    uint32_t added_count, removed_count, critical_count; /* counted on beyond what is named */
    uint32_t waits; /* items yet to begin, on the day or later, whose record becomes another one */
    uint32_t kept;  /* accepted items whose record becomes another one: they keep theirs */
};

/* Where the confirmed plan leads. */
MUST_USE bool rules_forecast(struct arena *arena, const struct rules_pair *pair,
                             const struct fleet_project *project, struct rules_effect *out,
                             struct fault *fault);
/* The two plans that would be made anew of these facts, if they can be made. */
void rules_replan(struct arena *arena, struct rules_pair *pair, const struct fleet_project *project,
                  const struct jvalue *facts, struct rules_effect *out);

#endif
