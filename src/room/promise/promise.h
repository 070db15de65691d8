#ifndef LIANDONG_ROOM_PROMISE_H
#define LIANDONG_ROOM_PROMISE_H

#include "ground/casefile/casefile.h"

/* A promised date (承诺日期): a day that somebody of a unit, or the navigator, told the enterprise
 * for a case: "decided by the 20th". It is kept apart from the law's limits, which nobody promises.
 *
 *     open --(its day passes)--> missed        by itself, the day after
 *     open --kept--> kept                      by hand, or when what was promised happens
 *     open --move--> open                      while the day is far
 *     open --request--> open, a move waits --approve--> open with the new day
 *                                          --reject--> open, the old day stands
 *     open --> cancelled                       when the case ends otherwise
 *     kept --reopened--> open                  when what kept it is undone (missed stays missed)
 *
 * Near its day (lock_days of casework.json, working days) it can't be moved directly: whoever
 * promised asks, with a reason, before the day has passed, and somebody else approves. A request
 * made in time stands while it waits: until it is answered the promise is not counted as missed.
 * Who approves, of what a district's unit promised and of all else, and who in his place, is the
 * city's table; nobody else does. See room/delegation for deputies. */
enum promise_state {
    PROMISE_OPEN,
    PROMISE_KEPT,
    PROMISE_MISSED,
    PROMISE_CANCELLED,
    PROMISE_STATE_COUNT
};
enum promise_request_state {
    PROMISE_REQUEST_WAITS,
    PROMISE_REQUEST_APPROVED,
    PROMISE_REQUEST_REJECTED
};

const char *promise_state_code(enum promise_state state);
bool promise_state_find(struct text code, enum promise_state *out);

/* The request that was made last. */
struct promise_request {
    int64_t id, account; /* account: who asked */
    enum promise_request_state state;
    civil_date to_on, asked_on, decided_on;
    struct text reason, note;
    int64_t for_account; /* answered by a deputy for this account; 0: in one's own right */
};

struct promise {
    int64_t id, version, project, application, moves;
    struct text what, words, by_org, reason; /* what: decide, deliver, visit, reply, other */
    enum promise_state state;
    civil_date made_on, first_on, promised_on, kept_on, missed_on;
    struct promise_request request; /* id 0: none was made */
};
struct promises {
    struct promise *items;
    size_t count;
};

/* -- commands -- */

struct promise_make {
    struct text what, words;
    civil_date on;
};
struct promise_move {
    civil_date to;
    struct text reason;
};
struct promise_answer {
    struct text note;
};
struct promise_keep {
    civil_date on;
    struct text note;
};
extern const struct field_table promise_make_table, promise_move_table, promise_answer_table,
    promise_reject_table, promise_keep_table;

/* -- events -- */

struct promise_made {
    int64_t application;
    struct text what, words, by_org;
    civil_date promised_on;
};
struct promise_moved {
    civil_date to;
    struct text reason;
};
/* `application`, `by_org`, `from` of these: for who is told of it; 0, "" and absent in old entries.
 */
struct promise_asked {
    int64_t account, application;
    civil_date to, from;
    struct text reason, by_org;
};
struct promise_answered {
    int64_t request, for_account;
    civil_date to; /* the new day; absent: rejected */
    struct text note, by_org;
    int64_t application;
    civil_date from; /* the day that was promised so far */
};
struct promise_noted {
    struct text note;
};
struct promise_missed {
    civil_date promised_on;
    int64_t application;
    struct text by_org;
};
extern const struct event_kind promise_made_event, promise_moved_event, promise_asked_event,
    promise_approved_event, promise_rejected_event, promise_kept_event, promise_missed_event,
    promise_cancelled_event, promise_reopened_event;
record_function promise_record_made, promise_record_moved, promise_record_asked,
    promise_record_approved, promise_record_rejected, promise_record_kept, promise_record_missed,
    promise_record_cancelled, promise_record_reopened;

/* -- deciding (promise.c, pure) -- */

struct promise_terms {
    civil_date today;
    int64_t lock_days;
    int64_t left_days; /* working days from today to the promised day */
    const struct actor *actor;
};
/* Whoever promised, or a colleague of his unit. */
MUST_USE bool promise_is_ones_own(const struct promise *promise, const struct actor *actor,
                                  struct fault *fault);
MUST_USE bool promise_is_open(const struct promise *promise, const char *zh, const char *en,
                              enum language language, struct fault *fault);
MUST_USE bool promise_decide_make(const struct promise_make *command, civil_date today,
                                  struct fault *fault);
MUST_USE bool promise_decide_move(const struct promise *promise, const struct promise_move *command,
                                  const struct promise_terms *terms, struct fault *fault);
MUST_USE bool promise_decide_request(const struct promise *promise,
                                     const struct promise_move *command,
                                     const struct promise_terms *terms, struct fault *fault);
/* `may`: the actor has the right, by role, as deputy or by delegation. Nobody answers his own. */
MUST_USE bool promise_decide_answer(const struct promise *promise, const struct actor *actor,
                                    bool may, struct fault *fault);
/* What keeping it on that day comes to: late is late, save that a day which a waiting request asks
 * for counts as long as nobody has answered. */
bool promise_is_late(const struct promise *promise, civil_date on);
/* The day has passed and nothing excuses it. */
bool promise_is_missed(const struct promise *promise, civil_date today);

/* -- reading (promise_store.c) -- */

/* `out->id` 0: none. */
MUST_USE bool promise_find(struct arena *arena, struct store *store, int64_t id,
                           struct promise *out, struct fault *fault);
/* Newest first, at most 50. The caller has checked that the case may be seen. */
MUST_USE bool promise_of_application(struct arena *arena, struct store *store, int64_t application,
                                     struct promises *out, struct fault *fault);
struct promise_filter {
    struct scope scope;
    struct text state; /* a code, or "asked": open with a request that waits */
    struct text org;   /* the unit that promised; "": any */
    int64_t after;     /* id of the last one of the page before; 0: from the earliest day */
    int64_t limit;     /* up to 200 */
};
/* Those that the scope reaches, by day; one more than the limit when there are more. */
MUST_USE bool promise_list(struct arena *arena, struct store *store,
                           const struct promise_filter *filter, struct promises *out,
                           struct fault *fault);
/* How many of each state, of that unit, whatever the state asked for; `asked` are open ones. */
struct promise_counts {
    int64_t of[PROMISE_STATE_COUNT], asked;
};
MUST_USE bool promise_count(struct store *store, const struct promise_filter *filter,
                            struct promise_counts *out, struct fault *fault);
/* Open ones whose day is before that one; at most 100. */
MUST_USE bool promise_past(struct arena *arena, struct store *store, civil_date before,
                           struct promises *out, struct fault *fault);
/* Who named this account his deputy on that day, for one of these roles in this district; 0:
 * nobody. A look into the table of the room delegation. */
struct promise_deputy {
    int64_t deputy;
    civil_date on;
    struct text_list roles;
    struct text district, city;
};
MUST_USE bool promise_delegated(struct store *store, const struct promise_deputy *asked,
                                int64_t *out_account, struct fault *fault);

/* -- for others (promise_door.c) -- */

void promise_write(struct json_writer *json, const struct view_run *run,
                   const struct promise *promise, const struct casefile *casefile);
/* What was promised of a case has happened, on that day. */
MUST_USE bool promise_keep_all(struct command_run *run, int64_t application, struct text what,
                               civil_date on, struct fault *fault);
/* What had happened is undone: what counted as kept by it is promised still. */
MUST_USE bool promise_reopen_all(struct command_run *run, int64_t application, struct text what,
                                 struct text reason, struct fault *fault);
/* The case has ended: what is still promised of it falls away. */
MUST_USE bool promise_end_all(struct command_run *run, int64_t application, struct text reason,
                              struct fault *fault);

extern const struct statement *const promise_statements[];
extern const size_t promise_statement_count;
extern const char promise_ddl[];
extern const struct room promise_room;

#endif
