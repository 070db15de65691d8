#ifndef LIANDONG_ROOM_COUNTERSIGN_H
#define LIANDONG_ROOM_COUNTERSIGN_H

#include "ground/casefile/casefile.h"

/* Countersigning (会签): before a unit decides, others put their name to it: persons of the unit
 * itself, or other units. All must agree (会签), or one is enough (或签). While it is open signers
 * are added (加签) and taken out (减签), each time with a reason, and stay in the record.
 *
 *     open --sign--> open, agreed (all, or the first of an or-signing), declined
 *       \--cancel--> cancelled
 *
 * One that is open holds the decision back; one that was declined does so until it is followed by
 * another that is agreed, since nobody decides over a colleague's written no. It stops no clock. */
enum countersign_state {
    COUNTERSIGN_OPEN,
    COUNTERSIGN_AGREED,
    COUNTERSIGN_DECLINED,
    COUNTERSIGN_CANCELLED
};
enum countersign_mode { COUNTERSIGN_ALL, COUNTERSIGN_ANY };
enum countersign_answer {
    COUNTERSIGN_WAITS,
    COUNTERSIGN_AGREES,
    COUNTERSIGN_DISAGREES,
    COUNTERSIGN_REMOVED
};

const char *countersign_state_code(enum countersign_state state);
bool countersign_state_find(struct text code, enum countersign_state *out);

#define COUNTERSIGN_SIGNERS_MAX 40

/* A unit (`org`), or a person of the deciding unit (`account`). */
struct countersign_signer {
    int64_t position, account;
    struct text org, note, name; /* name: of the person, for showing */
    enum countersign_answer answer;
    civil_date answered_on;
};

struct countersign {
    int64_t id, version, project, application;
    struct text by_org, purpose, reason;
    enum countersign_mode mode;
    enum countersign_state state;
    civil_date opened_on, closed_on;
    struct countersign_signer *signers; /* in the order in which they were asked */
    size_t signer_count;
};
struct countersigns {
    struct countersign *items; /* newest first */
    size_t count;
};

/* -- commands -- */

struct countersign_open {
    struct text mode, purpose; /* mode: all, any */
    struct text_list orgs;
    struct text accounts; /* JSON array of ids */
};
struct countersign_sign {
    struct text opinion, note; /* opinion: agree, disagree */
};
struct countersign_add {
    struct text_list orgs;
    struct text accounts, reason;
};
struct countersign_remove {
    int64_t position;
    struct text reason;
};
struct countersign_cancel {
    struct text reason;
};
extern const struct field_table countersign_open_table, countersign_sign_table,
    countersign_add_table, countersign_remove_table, countersign_cancel_table;

/* -- events; `state` is what it came to -- */

struct countersign_opened {
    int64_t application;
    struct text by_org, mode, purpose, accounts;
    struct text_list orgs;
};
struct countersign_signed {
    int64_t position;
    struct text opinion, note, state;
};
struct countersign_added {
    struct text_list orgs;
    struct text accounts, reason;
    int64_t first; /* position of the first of them; units before persons */
};
struct countersign_removed {
    int64_t position;
    struct text reason, state;
};
struct countersign_cancelled {
    struct text reason;
};
extern const struct event_kind countersign_opened_event, countersign_signed_event,
    countersign_added_event, countersign_removed_event, countersign_cancelled_event;
record_function countersign_record_opened, countersign_record_signed, countersign_record_added,
    countersign_record_removed, countersign_record_cancelled;

/* -- deciding (countersign.c, pure) -- */

/* What the signers' answers come to. Whoever was taken out counts for nothing; with nobody left
 * that answered or may answer it stays open. */
enum countersign_state countersign_outcome(enum countersign_mode mode,
                                           const struct countersign_signer *signers, size_t count);
/* The signer for whom the actor would answer, NULL: none. A person answers for himself before he
 * answers for his unit; the deciding unit's own people are asked by name. */
const struct countersign_signer *countersign_signer_of(const struct countersign *countersign,
                                                       const struct actor *actor);
/* Who may be asked: neither twice, nor the deciding unit as a unit, and no more than 40. */
MUST_USE bool countersign_decide_signers(const struct countersign *countersign,
                                         const struct text_list *orgs, const int64_t *accounts,
                                         size_t account_count, struct fault *fault);
/* A disagreement says why. */
MUST_USE bool countersign_decide_sign(const struct countersign *countersign,
                                      const struct countersign_sign *command,
                                      const struct actor *actor,
                                      const struct countersign_signer **out, struct fault *fault);
/* Only one who has not answered, and never the last one: then it is cancelled instead. */
MUST_USE bool countersign_decide_remove(const struct countersign *countersign, int64_t position,
                                        enum language language, enum countersign_state *out,
                                        struct fault *fault);
MUST_USE bool countersign_is_open(const struct countersign *countersign, const char *zh,
                                  const char *en, enum language language, struct fault *fault);

/* -- reading (countersign_store.c) -- */

/* `out->id` 0: none. */
MUST_USE bool countersign_find(struct arena *arena, struct store *store, int64_t id,
                               struct countersign *out, struct fault *fault);
/* At most 50. The caller has checked that the case may be seen. */
MUST_USE bool countersign_of_application(struct arena *arena, struct store *store,
                                         int64_t application, struct countersigns *out,
                                         struct fault *fault);
/* Open ones that wait for this person or his unit, at most 200. */
MUST_USE bool countersign_of_person(struct arena *arena, struct store *store,
                                    const struct actor *actor, struct countersigns *out,
                                    struct fault *fault);

/* -- for others (countersign_door.c) -- */

void countersign_write(struct json_writer *json, const struct view_run *run,
                       const struct countersign *countersign, const struct casefile *casefile);
MUST_USE bool countersign_end_all(struct command_run *run, int64_t application, struct text reason,
                                  struct fault *fault);

extern const struct statement *const countersign_statements[];
extern const size_t countersign_statement_count;
extern const char countersign_ddl[];
extern const struct room countersign_room;

#endif
