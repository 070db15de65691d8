#ifndef LIANDONG_ROOM_NAVIGATOR_PROFILE_H
#define LIANDONG_ROOM_NAVIGATOR_PROFILE_H

#include "engine/rules/facts.h"
#include "room/navigator/navigator.h"

/* What a navigator can do (技能、语言、服务区县), what he has learned (培训与资格), and who is
 * suggested for a project. Skills, languages, courses, weights and needs are the pack's
 * (navigation.json). A suggestion decides nothing: a coordinator appoints. */

/* -- profile and training: commands, and the bodies of their events -- */

struct navigator_profile {
    int64_t account; /* of the path, in the event alone */
    struct text_list skills, languages, districts;
    int64_t full_load;
    struct text note;
};
/* One step of a course: enrolled (报名), attended (到课), passed or failed (考试). */
struct navigator_training {
    int64_t account;
    struct text course, act;
    civil_date on;
    civil_date valid_until; /* worked out when it is passed; CIVIL_DATE_NONE: for good */
    struct text note;
};
extern const struct field_table navigator_profile_table, navigator_training_table;
extern const struct event_kind navigator_profiled_event, navigator_trained_event;
record_function navigator_record_profiled, navigator_record_trained;

struct navigator_trainings {
    struct navigator_training *items; /* by account, then as they were noted */
    size_t count;
};
/* Whose trainings run out within days, both counted; each once, up to NAVIGATOR_ENDING_MAX. */
#define NAVIGATOR_ENDING_MAX 1000
struct navigator_span {
    civil_date from, to;
};
struct navigator_accounts {
    int64_t *items;
    size_t count;
};
MUST_USE bool navigator_trainings_ending(struct arena *arena, struct store *store,
                                         const struct navigator_span *span,
                                         struct navigator_accounts *out, struct fault *fault);
/* Of one account, or of all (0). */
MUST_USE bool navigator_trainings_of(struct arena *arena, struct store *store, int64_t account,
                                     struct navigator_trainings *out, struct fault *fault);

/* -- deciding (navigator_profile.c, pure) -- */

struct pack;
struct city;
/* Ids that the pack has on that day. */
MUST_USE bool navigator_profile_is_known(const struct city *city,
                                         const struct navigator_profile *profile, civil_date today,
                                         struct fault *fault);
/* Completes `step`: the day, and until when a pass holds. */
MUST_USE bool navigator_decide_training(const struct pack *pack, struct navigator_training *step,
                                        civil_date today, struct fault *fault);

/* Where somebody stands in a course on a day: "" never enrolled, "enrolled", "attended", "failed",
 * "valid", "soon" (within the course's remind_days), "expired". */
struct navigator_standing {
    const char *state;
    civil_date on, valid_until;
};
struct pack_record;
struct navigator_standing navigator_stands(const struct navigator_trainings *steps, int64_t account,
                                           const struct pack_record *course, civil_date today);

/* -- suggesting (navigator_suggest.c, pure) -- */

/* What a project asks for; unknown is neither yes nor no and is told. */
struct navigator_need {
    const struct pack_record *record;
    enum { NEED_NO, NEED_YES, NEED_UNKNOWN } answer;
};
struct navigator_needs {
    struct navigator_need *items;
    size_t count;
};
void navigator_needs_of(struct arena *arena, const struct pack *pack, const struct facts *facts,
                        civil_date today, struct navigator_needs *out);

/* One criterion of one candidate: `points` of `most`, and what they were counted from. */
struct navigator_reason {
    const struct pack_record *weight;
    int64_t points,
        most;           /* in hundredths of a point, so that shares are exact enough to order by */
    int64_t have, need; /* load: projects and the limit; else how many of how many */
};
#define NAVIGATOR_REASONS 8
struct navigator_candidate {
    const struct navigator_row *row;
    struct navigator_reason reasons[NAVIGATOR_REASONS];
    size_t reason_count;
    int64_t points;
};
struct navigator_asked {
    const struct pack *pack;
    struct text city_code, district; /* of the project */
    civil_date today;
    const struct navigator_needs *needs;
    const struct navigator_trainings *trainings;
};
/* One for each row, the best first; equal ones by load, then by account. */
void navigator_suggest(const struct navigator_asked *asked, const struct navigator_rows *rows,
                       struct navigator_candidate *out);

#endif
