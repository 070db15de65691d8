#ifndef LIANDONG_ROOM_WHISTLE_H
#define LIANDONG_ROOM_WHISTLE_H

#include "app/kind.h"
#include "engine/calendar/hours.h"

/* Whistles (企业吹哨、部门报到): the enterprise or its navigator calls, about a project and perhaps
 * a case, and the department concerned reports in: who looks after it, what happens next, by which
 * day.
 *
 *     sounded --report in--> reported --close--> closed
 *        ^  \                  |                   |
 *        |   +---climb---+     | the day it named  |
 *        +---------------+<----+ has passed        |
 *        +------------------------- reopen --------+
 *
 * - Each step of the ladder (`whistle_steps` of the pack: department, district, city, leader) has
 *   so many working hours. Before they are over it is announced that the whistle will climb, and
 *   to whom; it never climbs unannounced, and only to a step where somebody is there.
 * - Whoever stands on the step reports in; the department always may, so that nothing is held up.
 * - Coordinators pass it to another unit when the wrong one was called.
 * - Only who whistled closes it, or reopens it and says why. It may become a problem (问题清单).
 */
enum whistle_state { WHISTLE_SOUNDED, WHISTLE_REPORTED, WHISTLE_CLOSED, WHISTLE_STATE_COUNT };
const char *whistle_state_code(enum whistle_state state);
bool whistle_state_find(struct text code, enum whistle_state *out);
struct text whistle_state_name(enum whistle_state state, enum language language);

/* Whose turn it is and until when. Moments are the city's, "2026-11-30 14:30". */
struct whistle_call {
    int64_t step;    /* of the pack's list, from 0 */
    struct text who; /* unit, district_coordinator, coordinator, leader */
    civil_date due_on;
    struct text due_at;
    struct text announce_at; /* when it is said that it will climb; "": there is no higher step */
};

struct whistle {
    int64_t id, version, project, application;
    struct text number, org, said;
    enum whistle_state state;
    struct whistle_call call;
    bool is_announced;
    int64_t raised_by;
    enum role raised_role;
    civil_date sounded_on, reported_on, next_on, closed_on;
    struct text sounded_at, reported_at, answer, note, reason;
    struct text files, answer_files; /* JSON arrays of ids: what was shown with the call, with the
                                        report */
    bool was_in_time;                /* of the report */
    int64_t climbs, reopens;

    /* of other tables, for showing */
    struct text project_number, project_name, project_district;
    int64_t problem;
    struct text problem_number;
};

/* -- acts -- */

enum whistle_act {
    WHISTLE_REPORT,
    WHISTLE_PASS,
    WHISTLE_CLOSE,
    WHISTLE_REOPEN,
    WHISTLE_TO_PROBLEM,
    WHISTLE_ACT_COUNT
};
const char *whistle_act_code(enum whistle_act act); /* as in the path and in `may` */
/* The project must be visible to him. */
bool whistle_may(const struct whistle *whistle, const struct actor *actor, enum whistle_act act);
/* NOT_PERMITTED or WRONG_STATE in words. */
MUST_USE bool whistle_decide(const struct whistle *whistle, const struct actor *actor,
                             enum whistle_act act, struct fault *fault);
/* The day by which the unit says that it will be done: from today on, a working day. */
MUST_USE bool whistle_day_is_right(const struct calendar *calendar, civil_date today,
                                   civil_date next_on, struct fault *fault);

/* -- when it is announced and when it climbs (pure) -- */

/* Working hours from `from` on, or to the end of the day `until` where there is one; announced so
 * long before they are over, and never before `from`. `climbs` false: it is the last step. */
struct whistle_given {
    struct hours_moment from;
    civil_date until; /* CIVIL_DATE_NONE: `hours` count */
    int hours, announce_hours;
    bool climbs;
};
MUST_USE bool whistle_call_until(struct arena *arena, const struct office *clock,
                                 const struct whistle_given *given, struct whistle_call *out,
                                 struct fault *fault);

/* -- commands -- */

struct whistle_sound {
    struct text said, org, files; /* files: JSON array of ids of the project's files */
    int64_t application_id;
};
struct whistle_report_in {
    struct text said, files;
    civil_date next_on;
};
struct whistle_pass_on {
    struct text org, reason;
};
struct whistle_note {
    struct text note;
};
struct whistle_reason {
    struct text reason;
};
struct whistle_raise {
    struct text title, category;
};
extern const struct field_table whistle_sound_table, whistle_report_in_table, whistle_pass_on_table,
    whistle_note_table, whistle_reason_table, whistle_raise_table;

/* -- events -- */

struct whistle_sounded {
    struct text number, org, said, at, files;
    int64_t year, serial, application;
    struct whistle_call call;
};
struct whistle_announced {
    struct text org, from, who; /* who is called so far, and when it climbs */
    civil_date due_on;
    struct text climbs_at;
};
struct whistle_climbed {
    struct text org;
    struct whistle_call call;
};
struct whistle_reported {
    struct text said, at, files;
    civil_date next_on;
    bool in_time;
    struct whistle_call call;
};
struct whistle_passed {
    struct text org, reason;
    struct whistle_call call;
};
struct whistle_reopened {
    struct text org, reason;
    struct whistle_call call;
};
struct whistle_made_problem {
    struct text title, category, description;
    int64_t application;
};
extern const struct event_kind whistle_sounded_event, whistle_announced_event,
    whistle_climbed_event, whistle_reported_event, whistle_passed_event, whistle_closed_event,
    whistle_reopened_event, whistle_made_problem_event;
record_function whistle_record_sounded, whistle_record_announced, whistle_record_climbed,
    whistle_record_reported, whistle_record_passed, whistle_record_closed, whistle_record_reopened,
    whistle_record_made_problem;

/* -- the table (whistle_store.c) -- */

struct whistles {
    struct whistle *items;
    size_t count;
};
struct whistle_filter {
    struct text state; /* a code, "open" or "" */
    struct text org;
    int64_t project;
    int64_t before; /* id: the page after it; 0: from the newest */
    int64_t limit;  /* up to 100 */
};
MUST_USE bool whistle_find(const struct sight *sight, int64_t id, struct whistle *out,
                           struct fault *fault);
/* Newest first; one more than the limit when there are more. */
MUST_USE bool whistle_list(const struct sight *sight, const struct whistle_filter *filter,
                           struct whistles *out, struct fault *fault);
/* What is to be announced, or climbs, at a moment: a page of those after `last`, the earliest
 * first. One above which nobody stands any more stays due; the page after it passes it by. */
#define WHISTLE_DUE_PAGE 50
struct whistle_due_after {
    struct text now;
    struct text due_at; /* of the last one of the page before, with its id; "" and 0: the first */
    int64_t id;
};
MUST_USE bool whistle_due(struct arena *arena, struct store *store,
                          const struct whistle_due_after *after, struct whistles *out,
                          struct fault *fault);
MUST_USE bool whistle_next_serial(struct store *store, int64_t year, int64_t *out,
                                  struct fault *fault);
/* Fills in the unit whose case it is; "" when it is no case of the project. */
struct whistle_case {
    int64_t application, project;
    struct text org;
};
MUST_USE bool whistle_case_org(struct arena *arena, struct store *store, struct whistle_case *about,
                               struct fault *fault);
extern const struct statement *const whistle_statements[];
extern const size_t whistle_statement_count;
extern const char whistle_ddl[];

/* -- for boards (whistle_rows_door.c) -- */

/* The members of a row, into an open object. */
void whistle_row_members(struct json_writer *json, const struct view_run *run,
                         const struct whistle *whistle);
/* The city's moment of an instant. */
struct hours_moment whistle_moment(const struct city *city, int64_t now);

extern const struct room whistle_room;

#endif
