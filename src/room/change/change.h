#ifndef LIANDONG_ROOM_CHANGE_H
#define LIANDONG_ROOM_CHANGE_H

#include "app/access.h"
#include "app/kind.h"

/* Design changes (设计变更) of what has been granted: more output, another process, other
 * pollutants. A remark is not enough: each is held against the rules on major changes (重大变动) of
 * the item, and a major one means that the item is applied for again (环境影响评价法 Art. 24).
 *
 *     reported --no rule calls it major--> minor
 *        |  \--a rule does--> major --the item is granted anew--> settled
 *        +--the versions of the rules disagree, or a fact is missing--> unclear
 *                                              \--the unit that granted judges--> minor or major
 *
 * - What adds a pollutant is major under every version. A growth of output is major from so many
 *   per cent on: the thresholds are the pack's (casework.json, `major_changes`), each with its
 *   source and days. Texts that say different things stand side by side; where they disagree on a
 *   case nobody is told an answer that a rule does not give: the unit judges, with a reason.
 * - While a major change is not settled the old result does not carry the new design: nothing that
 *   rests on it can be begun, no milestone be reached on it, and the item can be applied for again.
 * The result itself is not withdrawn: it holds for the old design.
 * - Output is a whole number in the unit that the enterprise names; per cents are counted without
 *   fractions lost: after * 100 >= before * (100 + per cent). */
enum change_state {
    CHANGE_MINOR,
    CHANGE_UNCLEAR,
    CHANGE_MAJOR,
    CHANGE_SETTLED,
    CHANGE_STATE_COUNT
};
const char *change_state_code(enum change_state state);
bool change_state_find(struct text code, enum change_state *out);

struct change {
    int64_t id, version, project, application;
    struct text code, org; /* the item; the unit that granted */
    struct text what, unit, why, reason, judged_by;
    int64_t output_before, output_after; /* 0: not said */
    int64_t adds_pollutant;              /* 1 yes, 0 no, -1 unknown */
    enum change_state state;
    civil_date reported_on, judged_on, settled_on;
};
struct changes {
    struct change *items;
    size_t count;
};

/* -- commands -- */

struct change_report {
    struct text what, unit;
    int64_t output_before, output_after, adds_pollutant;
};
struct change_judge {
    bool major;
    struct text reason;
};
extern const struct field_table change_report_table, change_judge_table;

/* -- events -- */

struct change_reported {
    int64_t application, output_before, output_after, adds_pollutant;
    struct text code, org, what, unit, state, why;
};
struct change_judged {
    int64_t application;
    struct text code, state, reason;
};
struct change_settled {
    int64_t application; /* the new grant */
};
extern const struct event_kind change_reported_event, change_judged_event, change_settled_event;
record_function change_record_reported, change_record_judged, change_record_settled;

/* -- deciding (change.c, pure) -- */

struct pack;
struct change_ground {
    const struct pack *pack;
    struct text item;
    civil_date on;
};
/* By the rules in force that day for the item. `out_why`: which rules say what, for a person. */
enum change_state change_verdict(struct arena *arena, const struct change_ground *ground,
                                 const struct change_report *report, struct text *out_why);
/* Numbers that can be compared: both or neither. */
MUST_USE bool change_report_is_sound(const struct change_report *report, struct fault *fault);
/* By the unit that granted, while it is unclear. */
MUST_USE bool change_decide_judge(const struct change *change, const struct actor *actor,
                                  struct fault *fault);

/* -- reading (change_store.c) -- */

MUST_USE bool change_find(const struct sight *sight, int64_t id, struct change *out,
                          struct fault *fault);
/* Of one application, newest first, at most 50. */
MUST_USE bool change_of_application(const struct sight *sight, int64_t application,
                                    struct changes *out, struct fault *fault);
/* Major ones of a project's item that no new grant has settled, at most 50: for flows. */
struct change_item {
    int64_t project;
    struct text code;
};
MUST_USE bool change_unsettled(struct arena *arena, struct store *store,
                               const struct change_item *item, struct changes *out,
                               struct fault *fault);
/* The granted application it is about, from the table of applications; id 0: there is none. */
struct change_case {
    int64_t id, project;
    struct text code, org, state;
};
MUST_USE bool change_case_find(const struct sight *sight, int64_t id, struct change_case *out,
                               struct fault *fault);

extern const struct statement *const change_statements[];
extern const size_t change_statement_count;
extern const char change_ddl[];
extern const struct room change_room;

#endif
