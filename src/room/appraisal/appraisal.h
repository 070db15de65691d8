#ifndef LIANDONG_ROOM_APPRAISAL_H
#define LIANDONG_ROOM_APPRAISAL_H

#include "app/kind.h"
#include "engine/appraise/appraise.h"

/* Who may draw up an appraisal, withdraw it and decide objections. */
#define APPRAISAL_DRAWERS (ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_CENTRE_COORDINATOR))

/* The annual appraisal (年度考评) of departments and navigators by the city's published formula.
 *
 *     provisional --publish--> published
 *          |
 *          +--- withdraw ---> withdrawn
 *
 * - Drawing up counts a year's rows once and puts down what each came to: every part with its rows,
 *   figure, interval, points and weight. That is counted across rooms: board/appraisal_draw.h.
 * - While it is provisional, whoever is appraised reads every figure of his own with the way to its
 *   rows, and may object within the city's days. Somebody else, not he who drew it up, decides
 *   with a reason: it stays, it is counted again (rows were put right in the meantime), or a part
 *   is left out for this one. Nobody types a figure in. A result that changed is a new version; the
 *   earlier ones stay.
 * - It is published by an act that names its document, by somebody else than who drew it up, when
 *   the year is over, the days to object have passed and no objection waits.
 * - A department's published result is everybody's at work; a navigator's stays his, his
 *   coordinators' and the watchers'.
 *
 * The events are about no project. */
enum appraisal_state {
    APPRAISAL_PROVISIONAL,
    APPRAISAL_PUBLISHED,
    APPRAISAL_WITHDRAWN,
    APPRAISAL_STATE_COUNT
};
const char *appraisal_state_code(enum appraisal_state state);
bool appraisal_state_find(struct text code, enum appraisal_state *out);
struct text appraisal_state_name(enum appraisal_state state, enum language language);

struct appraisal {
    int64_t id, version, year, ledger_size, drawn_by, results, objections_open;
    struct text who, formula, pack, document, reason; /* who: department, navigator */
    enum appraisal_state state;
    civil_date cut, drawn_on, objections_until, published_on;
};
struct appraisals {
    struct appraisal *items;
    size_t count;
};

/* What one came to. `parts`: JSON, an array of APPRAISAL_PART objects (appraisal_write_part). */
struct appraisal_result {
    int64_t id, appraisal, version;
    int64_t account;                      /* 0: a unit */
    struct text key, parts, reason, name; /* key: a unit, or an account; reason: of this version */
    struct appraise_score score;
    civil_date on;
    int64_t objections_open;
};
struct appraisal_results {
    struct appraisal_result *items;
    size_t count;
};

struct appraisal_objection {
    int64_t id, version, result, appraisal, by, decided_by;
    struct text key, part, said, outcome, reason, name;
    civil_date objected_on, due_on, decided_on;
};
struct appraisal_objections {
    struct appraisal_objection *items;
    size_t count;
};

/* -- decisions (appraisal.c, pure) -- */

/* Whom a result is about: people of the unit, or the navigator himself. */
bool appraisal_is_ones_own(const struct actor *actor, struct text who, struct text key);
bool appraisal_may_withdraw(const struct appraisal *appraisal, struct fault *fault);
MUST_USE bool appraisal_may_publish(const struct appraisal *appraisal, const struct actor *actor,
                                    civil_date today, struct fault *fault);
MUST_USE bool appraisal_may_object(const struct appraisal *appraisal,
                                   const struct appraisal_result *result, const struct actor *actor,
                                   civil_date today, struct fault *fault);
MUST_USE bool appraisal_may_decide(const struct appraisal *appraisal,
                                   const struct appraisal_objection *objection,
                                   const struct actor *actor, struct fault *fault);

/* -- commands -- */

struct appraisal_draw {
    int64_t year;
    struct text who;
};
struct appraisal_reason {
    struct text reason;
};
struct appraisal_publish {
    struct text document;
};
struct appraisal_object {
    struct text part, said;
};
struct appraisal_decide {
    struct text outcome, reason; /* outcome: kept, recounted, left_out */
};
extern const struct field_table appraisal_draw_table, appraisal_reason_table,
    appraisal_publish_table, appraisal_object_table, appraisal_decide_table;

/* -- events -- */

struct appraisal_drawn {
    int64_t year, ledger_size;
    struct text who, formula, pack;
    civil_date cut, objections_until;
};
struct appraisal_reckoned {
    int64_t appraisal, score, low, high, counted, weights, objection;
    int64_t account; /* 0: a unit */
    struct text key, parts, reason;
    bool known;
};
struct appraisal_objected {
    int64_t result, appraisal;
    struct text part, said;
    civil_date due_on;
};
struct appraisal_decided {
    int64_t result;
    struct text outcome, reason;
};
/* `changed`: the same of a result that there is, as its next version. */
extern const struct event_kind appraisal_drawn_event, appraisal_reckoned_event,
    appraisal_changed_event, appraisal_withdrawn_event, appraisal_published_event,
    appraisal_objected_event, appraisal_decided_event;
record_function appraisal_record_drawn, appraisal_record_reckoned, appraisal_record_changed,
    appraisal_record_withdrawn, appraisal_record_published, appraisal_record_objected,
    appraisal_record_decided;

/* -- the tables (appraisal_store.c) -- */

/* How far somebody sees: all, or what is about `key` among those of `who`, and published results
 * of departments. */
struct appraisal_sight {
    struct arena *arena;
    struct store *store;
    bool is_all;
    struct text who, key;
};
struct appraisal_sight appraisal_sight_of(const struct view_run *run);

#define APPRAISALS_MAX 100
#define APPRAISAL_RESULTS_MAX 2000
#define APPRAISAL_OBJECTIONS_MAX 200
MUST_USE bool appraisal_list(const struct appraisal_sight *sight, struct appraisals *out,
                             struct fault *fault);
/* NOT_FOUND where there is none to be seen. */
MUST_USE bool appraisal_find(const struct appraisal_sight *sight, int64_t id, struct appraisal *out,
                             struct fault *fault);
/* The one of that year that is not withdrawn; `*out` 0: none. */
MUST_USE bool appraisal_of_year(struct store *store, int64_t year, struct text who, int64_t *out,
                                struct fault *fault);
/* All of an appraisal, in the order of their keys, whoever asks: places need all of them. */
MUST_USE bool appraisal_results_of(struct arena *arena, struct store *store, int64_t appraisal,
                                   struct appraisal_results *out, struct fault *fault);
MUST_USE bool appraisal_result_find(const struct appraisal_sight *sight, int64_t id,
                                    struct appraisal_result *out, struct fault *fault);
/* Earlier versions, newest first. */
MUST_USE bool appraisal_versions_of(struct arena *arena, struct store *store, int64_t result,
                                    struct appraisal_results *out, struct fault *fault);
MUST_USE bool appraisal_objections_of(const struct appraisal_sight *sight, int64_t appraisal,
                                      struct appraisal_objections *out, struct fault *fault);
MUST_USE bool appraisal_objection_find(const struct appraisal_sight *sight, int64_t id,
                                       struct appraisal_objection *out, struct fault *fault);

/* -- rows (appraisal_rows_door.c) -- */

bool appraisal_answer_list(const struct view_run *run, struct json_writer *json,
                           struct fault *fault);
bool appraisal_answer_show(const struct view_run *run, struct json_writer *json,
                           struct fault *fault);
bool appraisal_answer_result(const struct view_run *run, struct json_writer *json,
                             struct fault *fault);
bool appraisal_answer_objections(const struct view_run *run, struct json_writer *json,
                                 struct fault *fault);
bool appraisal_answer_formulas(const struct view_run *run, struct json_writer *json,
                               struct fault *fault);

extern const struct statement *const appraisal_statements[];
extern const size_t appraisal_statement_count;
extern const char appraisal_ddl[];
extern const struct room appraisal_room;

#endif
