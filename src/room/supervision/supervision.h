#ifndef LIANDONG_ROOM_SUPERVISION_H
#define LIANDONG_ROOM_SUPERVISION_H

#include "app/kind.h"

/* Supervision orders (督办): a leader, a supervisor or a coordinator orders a unit, perhaps a
 * person of it, to do something about a project within so many working days and to answer for it.
 *
 *     issued --acknowledge--> acknowledged --answer--> answered --accept--> accepted
 *       |                        ^   |                  |
 *       +-------- answer --------|---+----> answered    |
 *                                +------- return -------+   with a limit of its own
 *     (until it is accepted) --withdraw--> withdrawn
 *
 * - The source (`supervision_sources` of the pack: an instruction, a meeting, supervision) says who
 *   may issue it and whom it climbs to. What it is about may be narrowed to a case, a problem, a
 *   whistle or an item of the plan.
 * - Whoever works in the unit acknowledges and answers; the person who is named answers for it in
 *   the list, but nothing waits for him alone.
 * - Who issued it, or holds the same role in the same district, judges the answer or withdraws the
 *   order. The unit that was ordered never judges itself.
 * - The day after its limit it is on record as missed and climbs: to the first role at once, to the
 *   next one each time so many working days have passed again. An answer later does not take that
 *   off the record. It is inner business: the enterprise does not see it. */
enum supervision_state {
    SUPERVISION_ISSUED,
    SUPERVISION_ACKNOWLEDGED,
    SUPERVISION_ANSWERED,
    SUPERVISION_ACCEPTED,
    SUPERVISION_WITHDRAWN,
    SUPERVISION_STATE_COUNT
};
const char *supervision_state_code(enum supervision_state state);
bool supervision_state_find(struct text code, enum supervision_state *out);
struct text supervision_state_name(enum supervision_state state, enum language language);

struct supervision {
    int64_t id, version, project, application, problem, whistle, person;
    struct text number, item, org, asked, source, basis;
    enum supervision_state state;
    int64_t issued_by;
    enum role issued_role;
    struct text issued_district;
    civil_date issued_on, due_on, acknowledged_on, answered_on, ended_on;
    int64_t days, answered_by;        /* days: working days of the limit that runs */
    struct text answer, files, words; /* files: JSON array of ids; words: of the judgement */
    civil_date missed_on;             /* of the limit that runs */
    int64_t misses, returns, climbs;  /* climbs: of the limit that runs */
    struct text climbed_to;           /* a role; "": it did not climb */
    struct text project_number, project_name, project_district; /* for showing */
    bool city_coordinates;                                      /* the project */
};
struct supervisions {
    struct supervision *items;
    size_t count;
};

/* -- acts -- */

enum supervision_act {
    SUPERVISION_ACKNOWLEDGE,
    SUPERVISION_ANSWER,
    SUPERVISION_ACCEPT,
    SUPERVISION_RETURN,
    SUPERVISION_WITHDRAW,
    SUPERVISION_ACT_COUNT
};
const char *supervision_act_code(enum supervision_act act); /* as in the path and in `may` */
/* The project must be visible to him. */
bool supervision_may(const struct supervision *order, const struct actor *actor,
                     enum supervision_act act);
/* NOT_PERMITTED or WRONG_STATE in words. */
MUST_USE bool supervision_decide(const struct supervision *order, const struct actor *actor,
                                 enum supervision_act act, struct fault *fault);
/* Whether it waits for the unit. */
bool supervision_is_open(const struct supervision *order);

/* -- commands -- */

struct supervision_issue {
    struct text org, asked, source, reference, item;
    int64_t days, person_id, application_id, problem_id, whistle_id;
};
struct supervision_reply {
    struct text answer, files;
};
struct supervision_note {
    struct text note;
};
struct supervision_send_back {
    struct text reason;
    int64_t days;
};
struct supervision_reason {
    struct text reason;
};
extern const struct field_table supervision_issue_table, supervision_reply_table,
    supervision_note_table, supervision_send_back_table, supervision_reason_table;

/* -- events; `next_on`: the last day before it climbs (on), absent: no further -- */

struct supervision_issued {
    struct text number, org, asked, source, basis, item, district;
    int64_t year, serial, days, person, application, problem, whistle;
    civil_date due_on;
};
struct supervision_answered {
    struct text org, answer, files, basis, issuer; /* issuer: the role that judges it */
    civil_date due_on;
};
struct supervision_returned {
    struct text org, reason, basis;
    int64_t days;
    civil_date due_on;
};
struct supervision_ended {
    struct text org, words;
};
struct supervision_missed {
    struct text org, basis;
    civil_date due_on, next_on;
};
struct supervision_climbed {
    struct text to, org, basis;
    civil_date due_on, next_on;
};
extern const struct event_kind supervision_issued_event, supervision_acknowledged_event,
    supervision_answered_event, supervision_accepted_event, supervision_returned_event,
    supervision_withdrawn_event, supervision_missed_event, supervision_climbed_event;
record_function supervision_record_issued, supervision_record_acknowledged,
    supervision_record_answered, supervision_record_accepted, supervision_record_returned,
    supervision_record_withdrawn, supervision_record_missed, supervision_record_climbed;

/* -- the table (supervision_store.c) -- */

struct supervision_filter {
    struct text state; /* a code, "open" (waits for the unit), "overdue" or "" */
    struct text org;
    int64_t issuer; /* account; 0: any */
    int64_t project;
    civil_date today;
    int64_t before; /* id: the page after it; 0: from the newest */
    int64_t limit;  /* up to 100 */
};
MUST_USE bool supervision_find(const struct sight *sight, int64_t id, struct supervision *out,
                               struct fault *fault);
/* Newest first; one more than the limit when there are more. */
MUST_USE bool supervision_list(const struct sight *sight, const struct supervision_filter *filter,
                               struct supervisions *out, struct fault *fault);
/* Of all that the filter's unit, issuer and project leave, whatever the state asked for. */
struct supervision_counts {
    int64_t all, open, overdue, answered;
};
MUST_USE bool supervision_count(const struct sight *sight, const struct supervision_filter *filter,
                                struct supervision_counts *out, struct fault *fault);
/* Those that wait for a unit past the day on which they are missed or climb; at most 100. */
MUST_USE bool supervision_past(struct arena *arena, struct store *store, civil_date today,
                               struct supervisions *out, struct fault *fault);
MUST_USE bool supervision_next_serial(struct store *store, int64_t year, int64_t *out,
                                      struct fault *fault);
/* Looks into neighbours' tables: whether what it is about is of that project. */
MUST_USE bool supervision_is_of_project(struct store *store, const struct supervision_issue *issue,
                                        int64_t project, const char **out_field,
                                        struct fault *fault);
extern const struct statement *const supervision_statements[];
extern const size_t supervision_statement_count;
extern const char supervision_ddl[];

/* -- rows (supervision_rows_door.c) -- */

void supervision_write(struct json_writer *json, const struct view_run *run,
                       const struct supervision *order);

extern const struct room supervision_room;

#endif
