#ifndef LIANDONG_ENGINE_PLAN_WRITE_H
#define LIANDONG_ENGINE_PLAN_WRITE_H

#include "base/json_write.h"
#include "engine/plan/planner.h"

/* A plan as JSON, one object:
 *
 *   applies            {code: "yes" | "no" | "unknown"}, all items in the order of the pack
 *   start              the first working day on or after the day asked for
 *   production         the day of the production milestone
 *   working_days       its offset from `start`
 *   nodes              [{code, days, earliest_start, earliest_finish, latest_start, latest_finish,
 *                        float_days, critical, after}]: items that apply and milestones
 *   questions          [{field, decides: [codes]}] for items that are unknown
 *   provisional_after  last day with a published calendar; days after it may still move
 *   provisional        whether any day of this plan lies in a year without one
 *   warnings           [{kind, field, value, message, message_en}]: odd facts; the plan stands */
void plan_write(struct arena *arena, struct json_writer *json, const struct plan *plan,
                const struct facts *facts, const struct fact_warnings *warnings);

/* The four dates of a node, as members of an object that is open. */
void plan_write_dates(struct json_writer *json, const civil_date dates[PLAN_TIME_COUNT]);

/* The members `questions` and `warnings` of an object that is open. */
void plan_write_questions(struct arena *arena, struct json_writer *json, const struct plan *plan,
                          const struct facts *facts);
void plan_write_warnings(struct arena *arena, struct json_writer *json,
                         const struct fact_warnings *warnings);

/* The sentence for a person. */
struct text plan_warning_sentence(struct arena *arena, const struct fact_warning *warning,
                                  enum language language);

#endif
