#ifndef LIANDONG_ROOM_ADMISSION_H
#define LIANDONG_ROOM_ADMISSION_H

#include "engine/rules/rules.h"
#include "ground/project/project.h"

struct pack;
struct pack_record;

/* Admission (准入): a lead is screened against the pack's criteria (mechanism sections 2 and 3) and
 * then entered on the linkage service list, refused, deferred or withdrawn, always with the reason.
 *
 * A criterion is required (all must hold), gives priority (points) or advice. Each is yes, no or
 * unknown: what is not known is not a no, it is asked for. A required criterion that fails may be
 * set aside by the role which the pack names for it, with a reason; both stay visible. */
enum screening_suggestion { SCREENING_LIST, SCREENING_MORE_FACTS, SCREENING_REFUSE };

struct screening_override {
    struct text code;
    struct text reason;
    struct text by; /* actor label */
    civil_date on;
};

struct screening_line {
    const struct pack_record *criterion;
    enum rule_answer answer;
    struct rule_reasons reasons;
    bool is_required;
    bool is_priority;
    int64_t score;                             /* points this criterion can give */
    const struct screening_override *override; /* NULL: none */
};

struct screening {
    const struct screening_line *lines; /* those in force on the day, in the pack's order */
    size_t count;
    int64_t score;
    int64_t score_max;
    enum screening_suggestion suggestion;
    const struct facts *facts;
};

struct screening_overrides {
    const struct screening_override *items;
    size_t count;
};

struct screening_question {
    const struct pack *pack;
    const struct project *project;
    const struct screening_overrides *overrides;
    civil_date today;
};

/* Pure: the project's columns and its screening facts against the criteria of the day. */
MUST_USE bool screening_run(struct arena *arena, const struct screening_question *question,
                            struct screening *out, struct fault *fault);

const char *screening_suggestion_name(enum screening_suggestion suggestion);

/* -- commands and events -- */

struct admission_screen {
    struct text overrides; /* JSON: [{"code","reason"}] */
};
struct admission_decide {
    struct text decision; /* list, refuse, defer, withdraw */
    struct text reason;
    civil_date until; /* of a deferral */
};
struct admission_screened {
    struct text suggestion;
    int64_t score;
    struct text results;   /* JSON: {"SC-CLASS":"yes",...} */
    struct text overrides; /* JSON: [{"code","reason"}] set aside by this actor */
};

extern const struct field_table admission_screen_table, admission_decide_table,
    admission_screened_table;
extern const struct event_kind admission_screened_event, admission_decided_event;
record_function admission_record_screened, admission_record_decided;

/* Whether this decision can be taken now: the stage, the screening, the reason. `screening` NULL:
 * none has been recorded. */
MUST_USE bool admission_may_decide(struct command_run *run, const struct project *project,
                                   const struct screening *screening,
                                   const struct admission_decide *command, struct fault *fault);
enum project_stage admission_stage(struct text decision);

/* -- admission_store.c -- */
struct admission_record {
    bool is_screened;
    civil_date screened_on;
    struct text by;
    struct text suggestion;
    struct screening_overrides overrides;
};
MUST_USE bool admission_load(struct arena *arena, struct store *store, int64_t project,
                             struct admission_record *out, struct fault *fault);

extern const struct statement *const admission_statements[];
extern const size_t admission_statement_count;
extern const char admission_ddl[];
extern const struct room admission_room;

#endif
