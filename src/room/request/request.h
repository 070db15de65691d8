#ifndef LIANDONG_ROOM_REQUEST_H
#define LIANDONG_ROOM_REQUEST_H

#include "app/kind.h"

/* Requests (企业诉求): what an enterprise, or whoever serves it, asks a unit for that is no
 * approval: that a match of a policy be looked at again (判断不对), talent services, recruitment.
 *
 *     waiting --assign--> assigned --take--> taken --answer--> answered --close--> closed
 *                            |  ^              |  ^                |
 *                            |  +---assign-----+  +---- reopen ----+
 *                            +---------------answer--> answered
 *     (until it is answered) --withdraw--> withdrawn
 *
 * - The kinds are the city's (`request_kinds` of casework.json): which unit has it, the working
 *   days to take it and to answer it, what may come of it. A limit that is not known is
 *   CIVIL_DATE_NONE; nothing is late by it.
 * - Of a policy the unit is the one that decides claims of it (claims.json), else the unit of the
 *   city that the policy names first as its issuer. Where neither is known it waits for a
 *   coordinator, and says so.
 * - A unit that it does not concern passes it on with its reason, as a coordinator may.
 * - One person takes it and answers for it by name. Only the side that asked closes it or sends it
 *   back, and only while it is answered.
 * - What was not done in its time is on record as missed; taking it late does not undo that.
 * - A department sees what its own unit has. Words must hold no personal data: they stand in the
 *   ledger. */
enum request_state {
    REQUEST_WAITING,
    REQUEST_ASSIGNED,
    REQUEST_TAKEN,
    REQUEST_ANSWERED,
    REQUEST_CLOSED,
    REQUEST_WITHDRAWN,
    REQUEST_STATE_COUNT
};
const char *request_state_code(enum request_state state);
bool request_state_find(struct text code, enum request_state *out);
struct text request_state_name(enum request_state state, enum language language);
/* Whose turn it is: "coordinator", "unit", "enterprise"; "" when it is over. */
const char *request_owner(enum request_state state);

struct request {
    int64_t id, version, project, asked_by, taken_by; /* accounts; taken_by 0: nobody yet */
    struct text number, kind, policy, name, org;      /* policy "": about none; org "": waiting */
    struct text said, result, answer, words;          /* words: of the last step: why */
    struct text basis; /* why it is with whom it is, until it is assigned: see request_basis_name */
    enum request_state state;
    civil_date asked_on, due_on, answered_on, ended_on, missed_on; /* missed_on: first of all */
    int64_t reopens;
    struct text project_name, project_number, enterprise; /* for showing */
};
struct requests {
    struct request *items;
    size_t count;
};

/* -- acts -- */

enum request_act {
    REQUEST_ASSIGN,
    REQUEST_TAKE,
    REQUEST_ANSWER,
    REQUEST_CLOSE,
    REQUEST_REOPEN,
    REQUEST_WITHDRAW,
    REQUEST_ACT_COUNT
};
const char *request_act_code(enum request_act act); /* the last word of the command's name */
/* The project must be visible to him. */
bool request_may(const struct request *request, const struct actor *actor, enum request_act act);
/* NOT_PERMITTED or WRONG_STATE in words. */
MUST_USE bool request_decide(const struct request *request, const struct actor *actor,
                             enum request_act act, struct fault *fault);

/* -- commands -- */

struct request_ask {
    struct text kind, policy, said;
};
struct request_assign {
    struct text org, reason;
};
struct request_answer {
    struct text result, answer; /* result: see request_result_name */
};
struct request_note {
    struct text note;
};
struct request_reason {
    struct text reason;
};
extern const struct field_table request_ask_table, request_assign_table, request_answer_table,
    request_note_table, request_reason_table;
struct text request_result_name(struct text result, enum language language);
/* Why a request is with whom it is from the start: "claims" (the unit decides claims of the
 * policy), "issuer" (it is the first issuer), "kind" (the city's table), "unknown" (the data name
 * no unit). */
struct text request_basis_name(struct text basis, enum language language);

/* -- events -- */

struct request_asked {
    struct text number, kind, policy, name, org, said, owner, basis;
    int64_t year, serial;
    civil_date due_on;
};
/* Every later step; `owner`: whose turn it is then, or whose it was that was missed. */
struct request_moved {
    struct text org, name, owner, words, result;
    civil_date due_on;
};
extern const struct event_kind request_asked_event, request_assigned_event, request_taken_event,
    request_answered_event, request_closed_event, request_reopened_event, request_withdrawn_event,
    request_missed_event;
record_function request_record_asked, request_record_assigned, request_record_taken,
    request_record_answered, request_record_closed, request_record_reopened,
    request_record_withdrawn, request_record_missed;

/* -- the table (request_store.c) -- */

struct request_filter {
    struct text state; /* a code, "open", "unit", "enterprise" (whose turn it is), "late" or "" */
    int64_t project;   /* 0: any */
    civil_date today;
    int64_t before; /* id: the page after it; 0: from the newest */
};
#define REQUEST_PAGE 50
MUST_USE bool request_find(const struct sight *sight, int64_t id, struct request *out,
                           struct fault *fault);
/* Newest first; one more than a page when there are more. */
MUST_USE bool request_list(const struct sight *sight, const struct request_filter *filter,
                           struct requests *out, struct fault *fault);
/* Those past the limit of their state, not yet on record as such; at most 100. */
MUST_USE bool request_past(struct arena *arena, struct store *store, civil_date today,
                           struct requests *out, struct fault *fault);
MUST_USE bool request_next_serial(struct store *store, int64_t year, int64_t *out,
                                  struct fault *fault);
/* Open ones of a project, of the same kind and policy. */
MUST_USE bool request_open_count(struct store *store, int64_t project,
                                 const struct request_ask *like, int64_t *out, struct fault *fault);

extern const struct statement *const request_statements[];
extern const size_t request_statement_count;
extern const char request_ddl[];
extern const struct room request_room;

#endif
