#ifndef LIANDONG_ROOM_COORDINATION_H
#define LIANDONG_ROOM_COORDINATION_H

#include "ground/project/project.h"

/* Which level coordinates a project (统筹层级), and how that changes. Its district coordinates it
 * unless the city has taken it over (提级办理). The city hands it down again (下放): the district
 * accepts, or returns it with a reason; until it has accepted, the city keeps it, and may withdraw
 * it. So one level coordinates a project at any moment, and with it all that is open in it: what
 * was open is listed in the ledger at each of these acts, by kind and id (coordination.listed,
 * which src/flow emits).
 *
 * The ground room project keeps the level (project.city_coordinates); this room the acts. */

enum coordination_act {
    COORDINATION_TAKE_OVER,
    COORDINATION_HAND_DOWN,
    COORDINATION_ACCEPT,
    COORDINATION_RETURN,
    COORDINATION_WITHDRAW
};
enum coordination_answer {
    COORDINATION_UNANSWERED,
    COORDINATION_ACCEPTED,
    COORDINATION_RETURNED,
    COORDINATION_WITHDRAWN, /* by the city, which keeps it */
    COORDINATION_ANSWERS
};
struct text coordination_answer_code(enum coordination_answer answer);

/* One taking over, or one handing down with its answer. */
struct coordination {
    int64_t id, version, project;
    bool is_down; /* handed down; else taken over */
    struct text reason, answer_reason;
    civil_date on, due_on;  /* due_on: by when the district answers; NONE of a taking over */
    civil_date answered_on; /* NONE: it waits, or is a taking over */
    enum coordination_answer answer;
    int64_t climbs;                    /* steps of the ladder behind it */
    struct text climbed_to, climbs_to; /* roles: it came to; it will come to, "" not announced */
    civil_date climbed_on, climbs_on;
    struct text district; /* the project's */
    int64_t matter_count; /* open matters that went along, as last listed */
    struct text matters;  /* JSON: {"application":[12,15],"problem":[9]}; "" none listed */
};
struct coordinations {
    struct coordination *items;
    size_t count;
};

struct coordination_reason {
    struct text reason;
};
struct coordination_note {
    struct text note;
};
extern const struct field_table coordination_reason_table, coordination_note_table;

struct coordination_handed_down {
    struct text reason;
    civil_date due_on;
};
struct coordination_climb_announced {
    struct text to;    /* a role */
    civil_date due_on; /* the day on which it climbs */
};
struct coordination_climbed {
    struct text to;
    civil_date due_on; /* by when it should have been answered */
    int64_t climbs;    /* steps of the ladder behind it now, those where nobody stands too */
};
struct coordination_listed {
    int64_t count;
    struct text matters; /* as in struct coordination */
};
extern const struct event_kind coordination_taken_over_event, coordination_handed_down_event,
    coordination_accepted_event, coordination_returned_event, coordination_withdrawn_event,
    coordination_climb_announced_event, coordination_climbed_event, coordination_listed_event;
record_function coordination_record_taken_over, coordination_record_handed_down,
    coordination_record_accepted, coordination_record_returned, coordination_record_withdrawn,
    coordination_record_climb_announced, coordination_record_climbed, coordination_record_listed;

/* -- deciding (coordination.c, pure) -- */

/* How it stands: who coordinates, and whether a handing down waits for its answer. */
struct coordination_standing {
    bool city_coordinates, is_waiting;
};
MUST_USE bool coordination_decide(enum coordination_act act,
                                  const struct coordination_standing *standing,
                                  struct fault *fault);

/* -- climbing (逾期未答复上报) --
 * A handing down that its district leaves unanswered goes up the ladder of the city's pack
 * (`hand_down_ladder` of clock.json), from the day after the day due. Each step is announced
 * before and never comes unannounced; a step where nobody stands is passed over; where nobody
 * stands at any, it stays. */

/* coordination_climb_door.c: the chore. */
bool coordination_perform_climb(struct command_run *run, const void *fields, struct fault *fault);

/* -- reading (coordination_store.c) -- */

/* The newest first, at most 100. */
MUST_USE bool coordination_of_project(struct arena *arena, struct store *store, int64_t project,
                                      struct coordinations *out, struct fault *fault);
/* The handing down that waits for its answer; `out->id` 0: none does. */
MUST_USE bool coordination_waiting(struct arena *arena, struct store *store, int64_t project,
                                   struct coordination *out, struct fault *fault);

/* Of nobody's scope: those that wait and are not announced for a later day, a page of those after
 * that id. */
#define COORDINATION_CLIMB_PAGE 50
struct coordination_climb_after {
    civil_date today;
    int64_t id;
};
MUST_USE bool coordination_climb_due(struct arena *arena, struct store *store,
                                     const struct coordination_climb_after *after,
                                     struct coordinations *out, struct fault *fault);

#define COORDINATION_PAGE 100
/* Projects under way that one may see, by the level that coordinates them, or those whose handing
 * down waits: their ids, one more than a page. */
struct coordination_filter {
    bool by_city, only_waiting;
    int64_t after;
};
struct coordination_page {
    int64_t projects[COORDINATION_PAGE + 1];
    size_t count;
};
MUST_USE bool coordination_select(const struct sight *sight,
                                  const struct coordination_filter *filter,
                                  struct coordination_page *out, struct fault *fault);

extern const struct statement *const coordination_statements[];
extern const size_t coordination_statement_count;
extern const char coordination_ddl[];
extern const struct room coordination_room;

#endif
