#ifndef LIANDONG_ROOM_STAFFING_H
#define LIANDONG_ROOM_STAFFING_H

#include "app/kind.h"
#include "engine/calendar/calendar.h"

/* Reviewers (审批力量): how many people of a unit can review at the same time, for one stage of the
 * procedure or for any, from one day on, for good or for a while (leave, a task force). A unit says
 * it itself or a coordinator does; it is an estimate of the unit's, no legal fact, and the capacity
 * page is made from it. A unit of which nothing is said has no known capacity: nothing of it is
 * levelled, and it is shown as unknown, not as free.
 *
 * For a day and a stage counts what was said last of those that hold on that day: for the stage
 * itself where there is any, else for all stages. "Unknown again" takes back what was said. */
struct staffing_set {
    struct text org;
    struct text stage;   /* of the pack; "" any */
    int64_t reviewers;
    bool unknown; /* nobody knows any more: reviewers is not asked then */
    civil_date from, to; /* CIVIL_DATE_NONE: from today; for good */
    struct text note;
};
extern const struct field_table staffing_set_table;

struct staffing_said {
    struct text org, stage;
    int64_t reviewers;
    civil_date from, to;
    struct text note;
};
extern const struct event_kind staffing_set_event;
record_function staffing_record;

struct staffing {
    int64_t id; /* later ones overrule earlier ones */
    struct text org, stage;
    int64_t reviewers;
    civil_date from, to;
    struct text note;
    struct text by; /* actor_label */
    civil_date said_on;
};
struct staffings {
    struct staffing *items; /* by unit and stage, then as they were said */
    size_t count;
};

#define STAFFING_REVIEWERS_MAX 500
#define STAFFING_UNKNOWN (-1)

/* -- deciding (staffing.c) -- */
struct staffing_asked {
    const struct city *city;
    const struct actor *actor;
    civil_date today;
};
MUST_USE bool staffing_decide(const struct staffing_asked *asked,
                              const struct staffing_set *command, struct staffing_said *out,
                              struct fault *fault);

/* Reviewers of a unit for a stage on a day; STAFFING_UNKNOWN. */
int64_t staffing_on(const struct staffings *all, struct text org, struct text stage,
                    civil_date day);
/* Whether a stage of the unit has a number of its own on some day. */
bool staffing_is_apart(const struct staffings *all, struct text org, struct text stage);

/* -- reading (staffing_store.c) -- */

/* All that hold on `from` or later. */
MUST_USE bool staffing_all(struct arena *arena, struct store *store, civil_date from,
                           struct staffings *out, struct fault *fault);

extern const struct statement *const staffing_statements[];
extern const size_t staffing_statement_count;
extern const char staffing_ddl[];
extern const struct room staffing_room;

#endif
