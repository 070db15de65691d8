#ifndef LIANDONG_ROOF_DEMO_SCENE_H
#define LIANDONG_ROOF_DEMO_SCENE_H

#include "roof/director.h"

/* One worked sample of the pack and how far it has come. */
struct scene {
    const struct jvalue *record; /* demo/worked-*.json */
    struct text source;
    const char *enterprise; /* login of its enterprise, "" none */
    int started;            /* working days before today that the plan begins */
    int percent;            /* of the plan's working days that have passed in fact */
    bool confirmed;
};

/* From lead to a confirmed plan. `*out_project` is its id. */
MUST_USE bool scene_open(struct director *director, const struct scene *scene, int64_t *out_project,
                         struct fault *fault);

/* What has happened since: intakes, decisions, supplements, a problem, milestones. */
MUST_USE bool scene_advance(struct director *director, const struct scene *scene, int64_t project,
                            struct fault *fault);

/* An officer of that unit acts; the account is made when the unit is needed first. */
MUST_USE bool scene_officer(struct director *director, struct text org, struct actor *out, struct fault *fault);

/* A JSON object of texts: name, value, name, value, ..., NULL. Empty values are left out. */
struct text scene_fields(struct arena *arena, const char *const *pairs);

/* Registers a lead from a record of the pack's demonstration data. */
MUST_USE bool scene_register(struct director *director, const struct jvalue *record, civil_date day,
                             struct text source, int64_t *out_id, struct fault *fault);

/* Screens, sets the plan-conformity fact, enters on the list; `with_exception`: the city's coordinator sets
 * aside what he may. */
MUST_USE bool scene_list(struct director *director, int64_t project, civil_date day, bool with_exception,
                         struct fault *fault);

#endif
