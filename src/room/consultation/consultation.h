#ifndef LIANDONG_ROOM_CONSULTATION_H
#define LIANDONG_ROOM_CONSULTATION_H

#include "ground/casefile/casefile.h"

/* A consultation (征求意见): the unit that handles a case asks other units what they think, each
 * answers for itself, and the asking unit puts the answers together into one merged opinion
 * (归并意见). It stops no clock: whoever asks asks within his own time limit.
 *
 *     open --reply (each unit once)--> open --conclude--> concluded
 *       \--cancel (with a reason)--> cancelled
 *
 * What kinds there are, how many working days a unit has and what holds after them is the city's
 * (casework.json, consultation_kinds): "required" holds the decision back while somebody may still
 * answer, "information" never does. Nobody blocks silently: once the limit has passed the asking
 * unit concludes with what there is and names who did not answer (after_limit: may_conclude), or
 * the program concludes by itself (after_limit: no_objection); in either case the missing answer is
 * an event of its own, recorded the day after the limit. */
enum consultation_state { CONSULTATION_OPEN, CONSULTATION_CONCLUDED, CONSULTATION_CANCELLED };
enum consultation_after { CONSULTATION_MAY_CONCLUDE, CONSULTATION_NO_OBJECTION };

const char *consultation_state_code(enum consultation_state state);

/* What a unit was asked and said; `opinion` "" as long as it said nothing. */
struct consultation_unit {
    struct text org, opinion, reason, by;
    civil_date replied_on;
};

#define CONSULTATION_UNITS_MAX 20

struct consultation {
    int64_t id, version, project, application;
    struct text kind, question, by_org;
    bool holds; /* the decision of the case, while a unit may still answer */
    enum consultation_after after;
    enum consultation_state state;
    civil_date asked_on, overdue_on, ended_on; /* overdue_on: somebody missed the limit; recorded */
    int64_t days;                              /* working days that each unit has */
    struct text outcome, opinion;              /* the merged one; or why it was cancelled */
    struct consultation_unit *units;
    size_t unit_count;
};
struct consultations {
    struct consultation *items;
    size_t count;
};

/* -- commands -- */

struct consultation_ask {
    struct text kind, question;
    struct text_list orgs;
    int64_t days; /* 0: the kind's own */
};
struct consultation_reply {
    struct text opinion; /* agree, agree_if, object, none */
    struct text reason;
};
struct consultation_conclude {
    struct text outcome; /* agreed, agreed_if, objected */
    struct text opinion;
};
struct consultation_cancel {
    struct text reason;
};
extern const struct field_table consultation_ask_table, consultation_reply_table,
    consultation_conclude_table, consultation_cancel_table;

/* -- events -- */

struct consultation_asked {
    int64_t application, days;
    struct text kind, question, by_org, after;
    struct text_list orgs;
    bool holds;
    civil_date due_on; /* by the calendar of the day: when to look; what holds is counted anew */
};
/* `application`, `by_org`, `due_on` of these: for who is told of it; absent in old entries. */
struct consultation_replied {
    struct text org, opinion, reason, by_org;
    int64_t application;
    civil_date due_on;
};
struct consultation_concluded {
    struct text outcome, opinion;
    struct text_list unanswered;
};
struct consultation_cancelled {
    struct text reason;
};
struct consultation_overdue {
    struct text_list orgs; /* who did not answer in time */
    int64_t application;
    struct text by_org;
    civil_date due_on;
};
extern const struct event_kind consultation_asked_event, consultation_replied_event,
    consultation_concluded_event, consultation_cancelled_event, consultation_overdue_event;
record_function consultation_record_asked, consultation_record_replied,
    consultation_record_concluded, consultation_record_cancelled, consultation_record_overdue;

/* -- deciding (consultation.c, pure) -- */

/* What the city says of a kind. */
struct consultation_rule {
    int64_t days, longest_days;
    bool holds;
    enum consultation_after after;
};
/* At least one unit, at most 20, the asking one not among them; days within the kind's. */
MUST_USE bool consultation_decide_ask(const struct consultation_ask *command,
                                      const struct consultation_rule *rule, struct text by_org,
                                      int64_t *out_days, struct fault *fault);
/* A unit that was asked answers once, as long as it is open: late answers count. An objection and
 * an agreement on conditions say why. */
MUST_USE bool consultation_decide_reply(const struct consultation *consultation,
                                        const struct consultation_reply *command,
                                        const struct actor *actor, struct fault *fault);
/* When all have answered, or the limit has passed, or it is for information only. `is_past`: the
 * last day of the limit is over. */
MUST_USE bool consultation_decide_conclude(const struct consultation *consultation, bool is_past,
                                           struct text unanswered_names, enum language language,
                                           struct fault *fault);
/* Refuses what is no longer open. */
MUST_USE bool consultation_is_open(const struct consultation *consultation, const char *zh,
                                   const char *en, enum language language, struct fault *fault);
size_t consultation_unanswered(const struct consultation *consultation,
                               struct text out[CONSULTATION_UNITS_MAX]);

/* -- reading (consultation_store.c) -- */

/* `out->id` 0: none. */
MUST_USE bool consultation_find(struct arena *arena, struct store *store, int64_t id,
                                struct consultation *out, struct fault *fault);
/* Newest first, at most 50. The caller has checked that the case may be seen. */
MUST_USE bool consultation_of_application(struct arena *arena, struct store *store,
                                          int64_t application, struct consultations *out,
                                          struct fault *fault);
/* Open ones in which that unit has still to answer, or which it asked; oldest first, at most 200.
 */
MUST_USE bool consultation_of_unit(struct arena *arena, struct store *store, struct text org,
                                   struct consultations *out, struct fault *fault);
/* Open ones in which something is to be recorded or concluded after their limit, which passed
 * before that day; at most 100. */
MUST_USE bool consultation_waiting(struct arena *arena, struct store *store, civil_date before,
                                   struct consultations *out, struct fault *fault);

/* -- for others (consultation_door.c) -- */

/* The last day of the limit. */
civil_date consultation_due(const struct city *city, const struct consultation *consultation);
/* {"id","kind",...,"units":[...],"may":[...]} */
void consultation_write(struct json_writer *json, const struct view_run *run,
                        const struct consultation *consultation, const struct casefile *casefile);
/* All that are open of a case that has ended are cancelled: there is nothing left to ask. */
MUST_USE bool consultation_end_all(struct command_run *run, int64_t application, struct text reason,
                                   struct fault *fault);

extern const struct statement *const consultation_statements[];
extern const size_t consultation_statement_count;
extern const char consultation_ddl[];
extern const struct room consultation_room;

#endif
