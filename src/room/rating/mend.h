#ifndef LIANDONG_ROOM_RATING_MEND_H
#define LIANDONG_ROOM_RATING_MEND_H

#include "room/rating/rating.h"

/* Following a low rating up (差评整改): who handled it answers for it.
 *
 *     open --contact--> contacted --answer--> answered --verify--> closed
 *                           ^                    |
 *                           +------ return ------+
 *
 * - It is opened the day after the rating, together with those of the same day: neither its number
 *   nor its moment tells when somebody rated.
 * - The unit contacts the rater first (回访, always), by the platform, which passes its words on
 *   without saying to whom; then it mends, or explains why nothing is wrong, within the limit.
 * - Somebody else than who answered verifies it. Past its day it climbs the city's ladder.
 * - Whether it was in time is told by the day of the answer that was verified. */
enum mend_state { MEND_OPEN, MEND_CONTACTED, MEND_ANSWERED, MEND_CLOSED, MEND_STATE_COUNT };
const char *mend_state_code(enum mend_state state);
bool mend_state_find(struct text code, enum mend_state *out);
struct text mend_state_name(enum mend_state state, enum language language);

struct mend {
    int64_t id, version, rating;
    struct text org, item; /* item "": so few were rated that it would tell who */
    enum mend_state state;
    civil_date opened_on, due_on, contacted_on, answered_on, closed_on;
    struct text contact, kind, answer, return_reason, climbed_to; /* kind: mended, explained */
    int64_t answered_by, returns, climbs;

    /* of the rating */
    int64_t project, application, rater;
    struct text grade, case_number, project_name, again_grade;
    struct text_list reasons;
    bool tells_case, has_words;
};

enum mend_act { MEND_CONTACT, MEND_ANSWER, MEND_VERIFY, MEND_RETURN, MEND_ACT_COUNT };
const char *mend_act_code(enum mend_act act);
bool mend_may(const struct mend *mend, const struct actor *actor, enum mend_act act);
/* NOT_PERMITTED or WRONG_STATE in words. */
MUST_USE bool mend_decide(const struct mend *mend, const struct actor *actor, enum mend_act act,
                          struct fault *fault);

/* -- commands -- */

struct mend_words {
    struct text said;
};
struct mend_answer {
    struct text kind, said;
};
struct mend_reason {
    struct text reason;
};
extern const struct field_table mend_words_table, mend_answer_table, mend_reason_table;

/* -- events; `told` "person": its rater, `person`, is told -- */

struct mend_opened {
    int64_t rating;
    struct text org, item;
    civil_date due_on, stays_until;
};
struct mend_contacted {
    struct text said, told;
    int64_t person;
    civil_date due_on;
};
struct mend_answered {
    struct text kind, said, told;
    int64_t person;
    civil_date due_on;
};
struct mend_verified {
    bool in_time;
};
struct mend_returned {
    struct text reason, org;
    civil_date due_on, stays_until;
};
struct mend_climbed {
    struct text to, org;
    civil_date due_on, stays_until; /* absent: no further */
};
extern const struct event_kind mend_opened_event, mend_contacted_event, mend_answered_event,
    mend_verified_event, mend_returned_event, mend_climbed_event;
record_function mend_record_opened, mend_record_contacted, mend_record_answered,
    mend_record_verified, mend_record_returned, mend_record_climbed;

/* -- the table (mend_store.c) -- */

/* Whose they are to the asker: the unit's own, or those of projects that he sees. */
struct mend_view {
    struct sight sight;
    struct text org; /* "": by project */
};
MUST_USE bool mend_find(const struct mend_view *view, int64_t id, struct mend *out,
                        struct fault *fault);
struct mends {
    struct mend *items;
    size_t count;
};
struct mend_filter {
    bool is_open; /* those not closed alone */
    int64_t before, limit;
};
MUST_USE bool mend_list(const struct mend_view *view, const struct mend_filter *filter,
                        struct mends *out, struct fault *fault);
/* What the rater reads of it; `id` 0: it is not opened yet. */
MUST_USE bool mend_of_rating(struct arena *arena, struct store *store, int64_t rating,
                             struct mend *out, struct fault *fault);

/* Low ratings of earlier days that nobody follows up yet, and those past their day; by unit. */
#define MENDS_AT_ONCE 50
MUST_USE bool mend_waiting(struct arena *arena, struct store *store, civil_date today,
                           struct ratings *out, struct fault *fault);
MUST_USE bool mend_past(struct arena *arena, struct store *store, civil_date today,
                        struct mends *out, struct fault *fault);

extern const struct statement *const mend_statements[];
extern const size_t mend_statement_count;
extern const char mend_ddl[];
extern const struct room mend_room;

#endif
