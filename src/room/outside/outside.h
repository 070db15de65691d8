#ifndef LIANDONG_ROOM_OUTSIDE_H
#define LIANDONG_ROOM_OUTSIDE_H

#include "app/access.h"
#include "app/kind.h"

/* A step done in another system or at another level (系统外事项: province, state, a desk): this
 * platform neither decides it nor hears of it by itself. What is kept is what somebody saw there:
 * the number under which it runs, the state it was in, the day on which that was looked up, and who
 * looked.
 *
 *     opened --verify--> the same, seen anew --verify: granted / refused--> ended
 *
 * - No limit and no date is promised for it: where nobody has said how long it takes, the answer is
 *   null, never a planning figure.
 * - What was not looked up for so many working days (the system's `stale_days` in commitments.json)
 *   shows as not verified, until somebody looks again.
 * - Granted there is granted here only where the city's pack says that the item's results come from
 *   elsewhere (`outside_results` in commitments.json): the application it belongs to is then
 * decided by it (src/flow). Of every other item the step is a record beside the case, which its own
 * unit decides here; how the step ended is noted after that decision. */
struct calendar;
struct pack;
struct pack_record;
struct outside_step {
    int64_t id, version, project, application;
    struct text code, item_name, org, system, number;
    struct text status; /* submitted, in_progress, supplement, granted, refused */
    struct text note, document;
    civil_date opened_on, verified_on, ended_on;
    struct text verified_by; /* actor_label */

    /* of other tables, for showing */
    struct text application_number, project_number, project_name, verified_name;
    bool is_case_open; /* the application is not decided yet */
};
struct outside_steps {
    struct outside_step *items;
    size_t count;
};

struct outside_open {
    struct text system, number, status, note;
    civil_date verified_on;
};
struct outside_verify {
    struct text status, note, document;
    civil_date verified_on;
};
extern const struct field_table outside_open_table, outside_verify_table;

struct outside_opened {
    int64_t application;
    struct text code, item_name, org, system, number, status, note;
};
struct outside_verified {
    int64_t application;
    struct text status, note, document, system, number;
};
extern const struct event_kind outside_opened_event, outside_verified_event;
record_function outside_record_opened, outside_record_verified;

/* The application that it is a step of, as far as this room looks into its neighbour's table. */
struct outside_case {
    int64_t id, project, live; /* live: a step that has not ended, 0 none */
    struct text code, name, org;
    bool is_open; /* not decided yet */
};

/* -- deciding (outside.c, pure) -- */

/* What was seen there becomes the result here, so not everybody who sees the project may say it:
 * the item's own unit, and the project's navigator, who looks after what runs elsewhere. */
MUST_USE bool outside_is_ones_own(struct text org, const struct actor *actor, struct fault *fault);
bool outside_has_ended(struct text status);
/* The pack's rule by which a result of the item may come from elsewhere on that day; NULL: none. */
const struct pack_record *outside_result_rule(const struct pack *pack, struct text code,
                                              civil_date on);
/* How it ended there is no news as long as the item's unit has not decided the case here. */
MUST_USE bool outside_result_counts(const struct pack *pack, const struct outside_step *step,
                                    struct text status, civil_date on, struct fault *fault);
/* The first day on which it counts as not verified; CIVIL_DATE_NONE once it has ended. */
civil_date outside_stale_on(const struct outside_step *step, const struct calendar *calendar,
                            int64_t stale_days);
/* A step that ended is not looked up again; a day in the future, or before the last, is none. */
MUST_USE bool outside_decide_verify(const struct outside_step *step,
                                    const struct outside_verify *command, civil_date today,
                                    struct fault *fault);

/* -- reading (outside_store.c) -- */

MUST_USE bool outside_find(const struct sight *sight, int64_t id, struct outside_step *out,
                           struct fault *fault);
struct outside_filter {
    int64_t project, application; /* 0 any */
    bool open_only;
};
/* The longest not verified first, at most 200. */
MUST_USE bool outside_select(const struct sight *sight, const struct outside_filter *filter,
                             struct outside_steps *out, struct fault *fault);

MUST_USE bool outside_case_find(const struct sight *sight, int64_t id, struct outside_case *out,
                                struct fault *fault);

extern const struct statement *const outside_statements[];
extern const size_t outside_statement_count;
extern const char outside_ddl[];
extern const struct room outside_room;

#endif
