#ifndef LIANDONG_ROOM_TICKLER_H
#define LIANDONG_ROOM_TICKLER_H

#include "ground/project/project.h"

/* Bring-forwards (到期提醒): a dated note that somebody who serves a project leaves for himself,
 * "ask the water company again on the 3rd". It comes up on his workbench on its day and stays
 * there, growing redder, until he says it is done. It is his own: nobody else sees it, and it
 * changes nothing; but one with a type (部门, 企业, 时限) that is not seen to climbs, step by step,
 * to whom the city's table names (navigation.json, reminder_types). When another takes the project
 * over, he acknowledges it and it is his. */
struct tickler_set {
    int64_t project_id;
    int64_t application_id;
    civil_date on;
    struct text note;
    struct text type; /* of the pack; "": it climbs to nobody */
};
struct tickler_done {
    struct text note;
};
extern const struct field_table tickler_set_table, tickler_done_table;

struct tickler_noted {
    int64_t application;
    int64_t account;
    civil_date on;
    struct text note;
    struct text type;
    civil_date climb_on; /* the day from which somebody above is told; CIVIL_DATE_NONE: never */
};
/* Nobody has seen to it: it goes to the next above, and on that day further up. */
struct tickler_climbed {
    int64_t application, step; /* 1, 2, ... */
    struct text type, who;     /* who is told: an addressee of notices */
    civil_date on, next_on;
};
/* It is somebody else's now: whoever took the project over acknowledged it. */
struct tickler_handed {
    int64_t account;
};
extern const struct event_kind tickler_set_event, tickler_done_event, tickler_handed_event,
    tickler_climbed_event;
record_function tickler_record_set, tickler_record_done, tickler_record_handed,
    tickler_record_climbed;

struct tickler {
    int64_t id, version, project, application, account;
    civil_date on, set_on, done_on, climb_on;
    struct text note, type;
    int64_t steps; /* how often it has climbed */
};
struct ticklers {
    struct tickler *items;
    size_t count;
};

/* -- deciding (tickler.c) -- */
MUST_USE bool tickler_decide_set(const struct tickler_set *command, civil_date today,
                                 struct fault *fault);
/* Only its owner, only once; another's does not exist for him. */
MUST_USE bool tickler_decide_done(const struct tickler *tickler, int64_t account,
                                  struct fault *fault);

/* -- reading (tickler_store.c) -- */

/* Open ones of an account up to and including a day, earliest first, at most 200. */
MUST_USE bool tickler_open_until(struct arena *arena, struct store *store, int64_t account,
                                 civil_date until, struct ticklers *out, struct fault *fault);
/* Open ones that climb on that day or should have, at most 50. */
MUST_USE bool tickler_climbing(struct arena *arena, struct store *store, civil_date today,
                               struct ticklers *out, struct fault *fault);
MUST_USE bool tickler_find(struct arena *arena, struct store *store, int64_t id,
                           struct tickler *out, struct fault *fault);

extern const struct statement *const tickler_statements[];
extern const size_t tickler_statement_count;
extern const char tickler_ddl[];
extern const struct room tickler_room;

#endif
