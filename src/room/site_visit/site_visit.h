#ifndef LIANDONG_ROOM_SITE_VISIT_H
#define LIANDONG_ROOM_SITE_VISIT_H

#include "ground/casefile/casefile.h"

/* A site visit (现场踏勘): people of the unit go and look, on a day they announced, alone or
 * together with other units, and write down what they found, with photographs. The enterprise sees
 * day and findings: it must be there, and it must put right what was found.
 *
 *     planned --move--> planned --done--> done
 *        \--cancel (with a reason)--> cancelled
 *
 * A visit stops no clock (only a special procedure that the law names does). A planned visit holds
 * the decision back until it was made or cancelled: nobody decides on what he meant to look at. */
enum site_visit_state { SITE_VISIT_PLANNED, SITE_VISIT_DONE, SITE_VISIT_CANCELLED };

struct site_visit {
    int64_t id, version, project, application, moves;
    struct text by_org, purpose, place, orgs; /* orgs: JSON array, those that come along */
    enum site_visit_state state;
    civil_date planned_on, done_on, rectify_by;
    struct text findings, result, files, reason; /* result: passed, to_rectify, failed */
};
struct site_visits {
    struct site_visit *items; /* newest first */
    size_t count;
};

/* -- commands; the bodies of their events are the same, save the plan's -- */

struct site_visit_plan {
    civil_date on;
    struct text purpose, place;
    struct text_list orgs;
};
struct site_visit_move {
    civil_date on;
    struct text reason;
};
struct site_visit_report {
    civil_date on; /* the day it was made; absent: today */
    struct text findings, result, files;
    civil_date rectify_by; /* only where something must be put right */
};
struct site_visit_cancel {
    struct text reason;
};
extern const struct field_table site_visit_plan_table, site_visit_move_table,
    site_visit_report_table, site_visit_cancel_table;

/* -- events -- */

struct site_visit_planned {
    int64_t application;
    struct text by_org, purpose, place;
    struct text_list orgs;
    civil_date planned_on;
};
extern const struct event_kind site_visit_planned_event, site_visit_moved_event,
    site_visit_done_event, site_visit_cancelled_event;
record_function site_visit_record_planned, site_visit_record_moved, site_visit_record_done,
    site_visit_record_cancelled;

/* -- deciding (site_visit.c, pure) -- */

/* From today on, within a year: a visit that was made already is reported, not planned. */
MUST_USE bool site_visit_day_is_right(civil_date on, civil_date today, struct fault *fault);
/* Not in the future. What must be put right has a day for it, not before the visit. */
MUST_USE bool site_visit_decide_report(const struct site_visit_report *command, civil_date today,
                                       struct fault *fault);
MUST_USE bool site_visit_is_planned(const struct site_visit *visit, const char *zh, const char *en,
                                    enum language language, struct fault *fault);

/* -- reading (site_visit_store.c) -- */

/* `out->id` 0: none. */
MUST_USE bool site_visit_find(struct arena *arena, struct store *store, int64_t id,
                              struct site_visit *out, struct fault *fault);
/* At most 50. The caller has checked that the case may be seen. */
MUST_USE bool site_visit_of_application(struct arena *arena, struct store *store,
                                        int64_t application, struct site_visits *out,
                                        struct fault *fault);

/* -- for others (site_visit_door.c) -- */

void site_visit_write(struct json_writer *json, const struct view_run *run,
                      const struct site_visit *visit, const struct casefile *casefile);
/* What is still planned for a case that has ended is cancelled. */
MUST_USE bool site_visit_end_all(struct command_run *run, int64_t application, struct text reason,
                                 struct fault *fault);

extern const struct statement *const site_visit_statements[];
extern const size_t site_visit_statement_count;
extern const char site_visit_ddl[];
extern const struct room site_visit_room;

#endif
