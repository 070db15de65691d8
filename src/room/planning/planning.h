#ifndef LIANDONG_ROOM_PLANNING_H
#define LIANDONG_ROOM_PLANNING_H

#include "engine/plan/planner.h"
#include "engine/rules/facts.h"
#include "ground/project/project.h"

/* The tailored approval plan (定制化审批方案: mechanism sections 2 and 5): what is known of the
 * project, and what follows from it, dated.
 *
 *     facts --preview--> (nothing kept) --adopt--> proposed --confirm--> confirmed
 *                                                     |                     |
 *                                                     +--object--> objected +--> superseded
 *
 * - The enterprise and its navigator complete the facts together; who said what and when stays
 *   visible, and a fact may be taken back to unknown. A fact is never guessed.
 * - A computed plan is adopted by the navigator, a coordinator or a special deliberation: it gets
 *   the next number and is kept as it stands, with every date, the pack's version and the facts'
 *   digest. A later change of facts or pack changes no adopted plan; it shows as a difference, and
 *   a new plan may be adopted.
 * - The enterprise confirms or objects with a reason; nobody does it in its place. Its confirmation
 *   starts the approvals (project stage under_way).
 * - A new plan supersedes one that is not answered yet; a confirmed plan stays in force until the
 *   next one is confirmed. */
enum plan_state { PLAN_PROPOSED, PLAN_CONFIRMED, PLAN_OBJECTED, PLAN_SUPERSEDED, PLAN_STATE_COUNT };

const char *plan_state_code(enum plan_state state); /* "proposed" */
bool plan_state_find(struct text code, enum plan_state *out);

/* -- a computed plan, and the same read back from its table -- */

struct planned_node {
    struct text code;
    bool is_milestone;
    struct text stage; /* of the pack; "" for a milestone */
    struct text org;
    int32_t days;
    int32_t lag_days; /* the works: waited for after `lagged` */
    civil_date earliest_start, earliest_finish, latest_start, latest_finish;
    int32_t float_days;
    bool is_critical;
    struct text_list after;
    struct text_list lagged; /* those of `after` to which lag_days applies */
    const int32_t *lags;     /* by `lagged`, where they differ; NULL: lag_days each */
};
struct planned {
    civil_date start;
    civil_date production;
    int32_t working_days; /* to production */
    int32_t end_days;     /* to the end of everything */
    bool is_provisional;
    civil_date provisional_after;     /* last day with a published calendar */
    const struct planned_node *nodes; /* predecessors first */
    size_t count;
};
/* The node of that code, or NULL. */
const struct planned_node *planned_find(const struct planned *plan, struct text code);
/* Working days that it waits for besides, after that one of `after`. */
int32_t planned_lag(const struct planned_node *node, struct text after);

/* What planning asks for on top: questions, and items that nobody can decide yet. */
struct planning_question {
    struct text field;
    struct text_list decides;
};
struct planning_unknown {
    struct text code;
    struct text_list fields;
};
struct planning_result {
    struct planned plan;
    struct planning_question *questions;
    size_t question_count;
    struct planning_unknown *unknown;
    size_t unknown_count;
    struct fact_warnings warnings;
};

struct pack;

/* Stage and unit of a node that is an item, by the items in force on `on`. */
void planned_place(const struct pack *pack, civil_date on, struct planned_node *node);
/* Computes the plan of facts (a JSON object) by the items in force on `on`. Pure. */
MUST_USE bool planning_compute(struct arena *arena, const struct pack *pack,
                               const struct jvalue *facts, const struct plan_options *options,
                               civil_date on, struct planning_result *out, struct fault *fault);
/* -- commands -- */

struct planning_set_facts {
    struct text facts;
    struct text source;
};
struct planning_adopt {
    civil_date start;
    struct text basis;
    struct text_list route; /* variants (办理方式); none: the basic route */
    struct text note;       /* why; required with variants */
};
struct planning_confirm {
    struct text note;
};
struct planning_object {
    struct text reason;
};
extern const struct field_table planning_set_facts_table, planning_adopt_table,
    planning_confirm_table, planning_object_table;

/* -- events -- */

struct planning_facts_changed {
    struct text facts; /* the changed members; null: taken back */
    struct text source;
};
struct planning_plan_adopted {
    int64_t number;
    struct text basis;
    civil_date start, production;
    int64_t working_days, end_days;
    bool provisional;
    civil_date provisional_after;
    struct text pack_version;
    int64_t facts_version;
    struct text facts_digest; /* SM3 of the facts, sorted by name, as canonical JSON */
    struct text note;
    struct text route; /* [{"id","name","name_en","risk","saves_days"}]; "" the basic route */
    struct text nodes;
};
struct planning_plan_confirmed {
    int64_t number;
    struct text note;
};
struct planning_plan_objected {
    int64_t number;
    struct text reason;
};
extern const struct event_kind planning_facts_changed_event, planning_plan_adopted_event,
    planning_plan_confirmed_event, planning_plan_objected_event;
record_function planning_record_facts, planning_record_adopted, planning_record_confirmed,
    planning_record_objected;

/* -- decisions (planning.c) -- */

/* `current`: the facts object before. Refused by the name of the field: an unknown name, a wrong
 * type. `out` holds what really changes; count 0: nothing. */
MUST_USE bool planning_decide_facts(struct arena *arena, const struct fact_space *space,
                                    const struct jvalue *current,
                                    const struct planning_set_facts *command,
                                    struct planning_facts_changed *out, uint32_t *changed,
                                    struct fault *fault);
/* Whether facts may be completed, a plan adopted at this stage of the project. */
bool planning_takes_facts(enum project_stage stage);
bool planning_takes_plans(enum project_stage stage);
MUST_USE bool planning_start_is_sound(civil_date start, civil_date today, struct fault *fault);
MUST_USE bool planning_choice_has_reason(const struct planning_adopt *command, struct fault *fault);
/* A plan can be answered once, while it is the newest. */
MUST_USE bool planning_may_answer(enum plan_state state, enum language language,
                                  struct fault *fault);

/* -- reading (planning_store.c); the caller has made sure that the project may be seen -- */

struct planning_fact {
    struct text name;
    struct text value; /* JSON */
    struct text source;
    struct text by; /* actor_label */
    civil_date on;
};
struct planning_facts {
    struct planning_fact *items; /* by name */
    size_t count;
    int64_t version; /* 1 before the first */
};
MUST_USE bool planning_facts_of(struct arena *arena, struct store *store, int64_t project,
                                struct planning_facts *out, struct fault *fault);

struct adopted_plan {
    int64_t number; /* 0: none */
    enum plan_state state;
    civil_date adopted_on;
    struct text by;
    civil_date confirmed_on, objected_on;
    struct text basis, note, reason;
    struct text route; /* JSON as in the event */
    civil_date provisional_after;
    struct planned planned; /* without nodes */
};
struct adopted_plans {
    struct adopted_plan *items; /* newest first */
    size_t count;
};
MUST_USE bool planning_plans_of(struct arena *arena, struct store *store, int64_t project,
                                struct adopted_plans *out, struct fault *fault);
/* The newest that is not superseded: what waits for an answer, or was answered last. NULL: none. */
const struct adopted_plan *planning_latest(const struct adopted_plans *plans);
/* The confirmed one; while there is none, the latest. NULL: none. */
const struct adopted_plan *planning_in_force(const struct adopted_plans *plans);
const struct adopted_plan *planning_find(const struct adopted_plans *plans, int64_t number);
MUST_USE bool planning_load_nodes(struct arena *arena, struct store *store, int64_t project,
                                  int64_t number, struct planned *out, struct fault *fault);

/* What the lead says already, then the facts that were given, by name: one JSON object. */
const struct jvalue *planning_facts_object(struct arena *arena, const struct city *city,
                                           const struct project *project,
                                           const struct planning_facts *facts);

/* -- JSON (planning_json_door.c) -- */

/* The members of a plan node that do not change, into an open object. */
void planning_write_node(struct json_writer *json, const struct city *city, enum language language,
                         const struct planned_node *node);
struct text planning_node_name(const struct city *city, const struct planned_node *node,
                               enum language language);
/* number, adopted_on, confirmed_on, state, start, production, working_days, ... into an open
 * object. */
void planning_write_plan(struct json_writer *json, const struct adopted_plan *plan);
/* "warnings": facts that contradict each other, values out of place. */
void planning_write_warnings(struct json_writer *json, const struct view_run *run,
                             const struct fact_warnings *warnings);
MUST_USE bool planning_answer_facts(const struct view_run *run, struct json_writer *json,
                                    struct fault *fault);
MUST_USE bool planning_answer_preview(const struct view_run *run, struct json_writer *json,
                                      struct fault *fault);
MUST_USE bool planning_answer_routes(const struct view_run *run, struct json_writer *json,
                                     struct fault *fault);
MUST_USE bool planning_answer_why(const struct view_run *run, struct json_writer *json,
                                  struct fault *fault);
MUST_USE bool planning_answer_plans(const struct view_run *run, struct json_writer *json,
                                    struct fault *fault);
MUST_USE bool planning_answer_plan(const struct view_run *run, struct json_writer *json,
                                   struct fault *fault);

struct planning_preview_query {
    civil_date start;
    struct text basis;
};
extern const struct field_table planning_preview_table;

struct planning_routes_query {
    civil_date start, by;
    struct text basis;
};
extern const struct field_table planning_routes_table;

extern const struct statement *const planning_statements[];
extern const size_t planning_statement_count;
extern const char planning_ddl[];
extern const struct room planning_room;

#endif
