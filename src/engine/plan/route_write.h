#ifndef LIANDONG_ENGINE_PLAN_ROUTE_WRITE_H
#define LIANDONG_ENGINE_PLAN_ROUTE_WRITE_H

#include "base/json_write.h"
#include "engine/plan/route.h"

/* Routes as JSON, one object, the same from the terminal and from the API:
 *
 *   start, basis        as asked for
 *   basic               {working_days, production}: the plan without any variant that is a choice
 *   best                {route, working_days, production, variants, optimal, nodes, lower_bound,
 *                        root_bound}; `route` is a number among `routes`
 *   front               {size, shown, complete, nodes}
 *   by                  only when a date was asked for: {date, met, optimal, nodes, earliest,
 * route}: the least risky route that meets it, else the nearest routes              [{number, name,
 * name_en, working_days, production, saves_days, risk, visits_saved, materials_saved, estimate,
 * provisional, variants, differences, nodes}] variants          [{id, saves_alone, saves_here}]
 *     differences       {left_out, added, days: [{code, from, to, estimate}],
 *                        starts: [{code, from, to}]} against the basic route; starts are days
 *     nodes             [{code, days, the four dates, float_days, critical, after, binding,
 * lag_days, estimate, by}]; `by` are the variants that act on it variants            [{id, the
 * pack's own words, status, saves_alone, would_save,
 *                        would_save_at_most, failed, ask, needs, circle, withdrawn}] failed
 * leaves of its condition that fail: {field, op, value, fact, reason, reason_en} ask [{field,
 * question, question_en}]: absent facts that decide it items               {code: {name, name_en,
 * legal_basis, because}} of all items in a route shown; because: the decisive leaves of
 * applies_when with the facts they met questions, provisional_after, warnings as in plan_write.h */
MUST_USE bool route_write(struct arena *arena, struct json_writer *json,
                          const struct route_set *set, const struct fact_warnings *warnings,
                          struct fault *fault);

/* ---- why ---- */

/* A condition that came to an answer, and in whose words. */
struct route_why {
    const struct route_case *of;
    const struct rule *rule;
    struct rule_view view;
};

/* The decisive leaves as an array of {field, op, value, fact, answer, reason, reason_en}. */
void route_write_why(struct arena *arena, struct json_writer *json, const struct route_why *why);

/* The same in one line for a person: "用地取得方式（land_acquisition）为租赁，要求等于出让". */
struct text route_why_sentence(struct arena *arena, const struct route_why *why,
                               enum language language);

#endif
