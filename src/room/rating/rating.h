#ifndef LIANDONG_ROOM_RATING_H
#define LIANDONG_ROOM_RATING_H

#include "app/kind.h"

/* Ratings (好差评): what the enterprise says of a case once it is decided, in five grades, the last
 * two of which are low (差评). By 国办发〔2019〕51号 and GB/T 39735-2020; grades, reasons and
 * thresholds are the city's data (rating.json), the days its limits (rating_default,
 * rating_rectify).
 *
 *     counted --strike--> strike_asked --another agrees--> struck
 *        ^                     |
 *        +---- he does not ----+
 *
 * - One rating a finished case and person of the enterprise, until the day of default; never
 *   changed. A slip of paper after a visit to a hall is typed in by its window, once a visit.
 * - Silence is derived and counted apart: it is never a good rating that somebody gave.
 * - A low one is followed up (mend.h); afterwards its rater may say once how it is now.
 * - A wrong or malicious one is struck by two supervisors, with a reason; it stays visible as such.
 *
 * Nobody at work learns who rated. The events are about no project, so that they stand in no
 * history and no stream; words are sealed (ground/person), not in the ledger. The unit reads
 * figures of months that are over, of groups that are not too small, and what it must mend, without
 * the case unless the rater says that it may know it. A supervisor sees the case, and the person
 * only after saying why, on record. */
enum rating_state { RATING_COUNTED, RATING_STRIKE_ASKED, RATING_STRUCK, RATING_STATE_COUNT };
const char *rating_state_code(enum rating_state state);
bool rating_state_find(struct text code, enum rating_state *out);
struct text rating_state_name(enum rating_state state, enum language language);

struct rating {
    int64_t id, version, application, visit, project;
    struct text org, item, channel, grade; /* channel: online, hall */
    bool is_low, tells_case, has_words;
    struct text_list reasons;
    int64_t rater;                 /* account; 0: on paper */
    civil_date ended_on, rated_on; /* ended_on: of the decision, or the visit */
    enum rating_state state;
    struct text strike_reason;
    int64_t strike_by; /* who asked for it */
    struct text again_grade;
    civil_date again_on;
    int64_t mend; /* what follows it up, or 0 */

    /* of other tables, for showing */
    struct text project_name, case_number;
};

/* -- decisions (rating.c, pure) -- */

/* From the decision to the day of default, both included. */
MUST_USE bool rating_is_open(civil_date ended_on, civil_date until, civil_date today,
                             struct fault *fault);
enum rating_act { RATING_STRIKE, RATING_JUDGE, RATING_ACT_COUNT };
const char *rating_act_code(enum rating_act act);
bool rating_may(const struct rating *rating, const struct actor *actor, enum rating_act act);
/* NOT_PERMITTED or WRONG_STATE in words; who asks to strike does not decide it. */
MUST_USE bool rating_decide(const struct rating *rating, const struct actor *actor,
                            enum rating_act act, struct fault *fault);
/* Whether its rater may say how it is now: once, when the unit has mended or explained. */
MUST_USE bool rating_may_repeat(const struct rating *rating, bool is_answered, struct fault *fault);

/* -- commands -- */

struct rating_give {
    struct text grade, said;
    struct text_list reasons;
    bool tells_case;
};
struct rating_note {
    struct text grade, said;
    struct text_list reasons;
};
struct rating_repeat {
    struct text grade;
};
struct rating_reason {
    struct text reason;
};
struct rating_judge {
    bool agrees;
    struct text reason;
};
extern const struct field_table rating_give_table, rating_note_table, rating_repeat_table,
    rating_reason_table, rating_judge_table;

/* -- events; none is about a project -- */

struct rating_given {
    int64_t application, visit, project_id;
    struct text org, item, channel, grade, source; /* source: salted hash of where it came from */
    bool low, tells_case, has_words;
    struct text_list reasons;
    civil_date ended_on;
};
struct rating_repeated {
    struct text grade;
    bool low;
};
extern const struct event_kind rating_given_event, rating_repeated_event, rating_strike_asked_event,
    rating_strike_judged_event, rating_rater_opened_event;
record_function rating_record_given, rating_record_repeated, rating_record_strike_asked,
    rating_record_strike_judged, rating_record_rater_opened;

/* -- the table (rating_store.c) -- */

MUST_USE bool rating_find(const struct sight *sight, int64_t id, struct rating *out,
                          struct fault *fault);
struct ratings {
    struct rating *items;
    size_t count;
};
struct rating_filter {
    struct text of; /* "", low, struck, strike_asked */
    int64_t before; /* id; 0: from the newest */
    int64_t limit;  /* up to 100 */
};
/* Newest first; one more than the limit when there are more. */
MUST_USE bool rating_list(const struct sight *sight, const struct rating_filter *filter,
                          struct ratings *out, struct fault *fault);

/* What is rated: a decided case of the project, or a visit; `id` 0: there is none such. `own`: the
 * enterprise organised it itself, so there is no unit to rate. */
struct rating_thing {
    int64_t id, project;
    struct text org, item, desk, number; /* desk: of a visit */
    bool is_own;
    civil_date ended_on;
};
MUST_USE bool rating_case(const struct sight *sight, int64_t application, struct rating_thing *out,
                          struct fault *fault);
MUST_USE bool rating_visit(const struct sight *sight, int64_t visit, struct rating_thing *out,
                           struct fault *fault);
/* The rating of the case by that person, or of the visit (`application` 0); 0: none. */
struct rating_of {
    int64_t application, rater, visit;
};
MUST_USE bool rating_exists(struct store *store, const struct rating_of *of, int64_t *out,
                            struct fault *fault);
/* How often an item of a unit was rated: few would tell who. */
MUST_USE bool rating_count_of(struct store *store, struct text org, struct text item, int64_t *out,
                              struct fault *fault);
/* Cases decided from a day on, newest first, with the asker's own rating where there is one. */
struct rating_due {
    struct rating_thing thing;
    int64_t rating; /* 0: not rated */
    struct text project_name;
};
#define RATING_DUES 100
struct rating_dues {
    struct rating_due items[RATING_DUES];
    size_t count;
};
struct rating_mine {
    int64_t rater;
    civil_date since;
};
MUST_USE bool rating_dues_of(const struct sight *sight, const struct rating_mine *mine,
                             struct rating_dues *out, struct fault *fault);
/* Visits of a project from a day on that have no slip yet; `rating` is 0. */
MUST_USE bool rating_slips_of(const struct sight *sight, int64_t project, civil_date since,
                              struct rating_dues *out, struct fault *fault);
/* Whether he looked the rater up on that day. */
struct rating_opening {
    int64_t rating, account;
    civil_date on;
};
MUST_USE bool rating_is_opened(struct store *store, const struct rating_opening *opening, bool *out,
                               struct fault *fault);
/* Whom he looked up on that day; `by->rating` is not read. */
struct rating_rater {
    int64_t rating;
    struct text name;
};
struct rating_raters {
    struct rating_rater items[100];
    size_t count;
};
MUST_USE bool rating_raters_of(struct arena *arena, struct store *store,
                               const struct rating_opening *by, struct rating_raters *out,
                               struct fault *fault);

/* -- the city's data (rating_city.c) -- */

struct city;
struct pack_record;
/* NULL: the pack has no such grade. */
const struct pack_record *rating_grade(const struct city *city, struct text code);
struct text rating_grade_name(const struct city *city, struct text code, enum language language);
bool rating_grade_is_low(const struct city *city, struct text code);
/* Each names a reason of that channel and grade. */
struct rating_choice {
    struct text channel, grade;
    struct text_list reasons;
};
MUST_USE bool rating_choice_is_right(const struct city *city, const struct rating_choice *choice,
                                     struct fault *fault);
void rating_write_reasons(struct json_writer *json, const struct view_run *run,
                          struct text_list reasons);
/* The rule of the day; NULL where the pack has none. */
const struct pack_record *rating_rule(const struct city *city, civil_date on);
int64_t rating_minimum(const struct city *city, civil_date on);
/* The last day on which a case decided on that day may be rated. */
civil_date rating_until(const struct city *city, civil_date ended_on);

extern const struct statement *const rating_statements[];
extern const size_t rating_statement_count;
extern const char rating_ddl[];
extern const struct room rating_room;

#endif
