#ifndef LIANDONG_ROOM_MILESTONE_H
#define LIANDONG_ROOM_MILESTONE_H

#include "ground/project/project.h"

/* Milestones (里程碑): start of works, completion, use, production; what the approvals are for.
 * Which ones there are, and which of them is which, the pack says (milestones.json, `marks`).
 *
 * A milestone is reported by the navigator or a coordinator with the day on which it was reached
 * and evidence. It is not accepted while something that the law puts before it is missing: the plan
 * in force lists what (`after` of its node), so that no building starts before its permit
 * (未批先建) and nothing is used before its acceptance. Reaching production ends the project's way.
 * A milestone is reported once and not taken back. */
struct milestone_reach {
    struct text milestone;
    civil_date reached_on;
    struct text evidence; /* JSON array of file ids */
    struct text note;
};
extern const struct field_table milestone_reach_table;

struct milestone_reached {
    struct text milestone;
    civil_date reached_on;
    struct text evidence;
    struct text note;
    bool production; /* the one that ends the project */
};
extern const struct event_kind milestone_reached_event;
record_function milestone_record_reached;

/* -- deciding (milestone.c) -- */

#define MILESTONE_EVIDENCE_MAX 20

/* Something that must be over before: an item granted, a milestone reached. */
struct milestone_gate {
    struct text name;
    civil_date over_on; /* CIVIL_DATE_NONE: not yet */
};

struct milestone_case {
    bool is_known;   /* a milestone of the plan in force */
    bool is_reached; /* already */
    bool is_production;
    bool needs_evidence;
    struct text name;
    const struct milestone_gate *gates;
    size_t gate_count;
    size_t foreign_files; /* of the evidence, not of this project */
    civil_date today;
};

/* Whole numbers of a JSON array, each once; the empty text is none. False when it is anything else.
 */
MUST_USE bool milestone_evidence_read(struct arena *arena, struct text json,
                                      int64_t out[MILESTONE_EVIDENCE_MAX], size_t *count,
                                      struct fault *fault);
MUST_USE bool milestone_decide(struct arena *arena, const struct milestone_case *state,
                               const struct milestone_reach *command, size_t evidence_count,
                               struct milestone_reached *out, struct fault *fault);

/* -- reading (milestone_store.c); the caller has made sure that the project may be seen -- */

struct milestone_day {
    struct text milestone;
    civil_date reached_on;
};
struct milestone_days {
    struct milestone_day *items;
    size_t count;
};
MUST_USE bool milestone_days_of(struct arena *arena, struct store *store, int64_t project,
                                struct milestone_days *out, struct fault *fault);
civil_date milestone_day_of(const struct milestone_days *days, struct text milestone);

/* The codes that the plan in force puts before the milestone; *found false: not in that plan. */
MUST_USE bool milestone_gates_of(struct arena *arena, struct store *store, int64_t project,
                                 struct text milestone, struct text *out_codes, bool *found,
                                 struct fault *fault);
/* The day on which the item was granted, CIVIL_DATE_NONE not yet. */
MUST_USE bool milestone_granted_on(struct store *store, int64_t project, struct text code,
                                   civil_date *out, struct fault *fault);
MUST_USE bool milestone_file_is_there(struct store *store, int64_t project, int64_t file, bool *out,
                                      struct fault *fault);

extern const struct statement *const milestone_statements[];
extern const size_t milestone_statement_count;
extern const char milestone_ddl[];
extern const struct room milestone_room;

#endif
