#ifndef LIANDONG_ROOM_MEETING_H
#define LIANDONG_ROOM_MEETING_H

#include "ground/project/project.h"

/* Meetings (会商): consultations of the two departments, joint meetings (联席会议), special
 * deliberations (一事一议), thematic coordination, quarterly evaluations, policy briefings (宣讲).
 * Which kinds there are, who may call them, how many working days before the units must be told,
 * how long they have to confirm the minutes and what their silence means is the city's table
 * (casework.json, `meeting_kinds`).
 *
 *     called --(its day: points are decided or carried over)--minutes--> minuted --> closed
 *       |  ^ move                                                 ^ amended |  all units answered,
 *       +--+ --cancel--> cancelled                                +---------+  or the limit passed
 *
 * - Points (议题) are about a project, a problem, a case, a whistle, or none of these. Each ends in
 * a decision with a unit and a day, is carried over, or is dropped with a reason: minutes (纪要)
 * are not issued while one is open, so none is lost.
 * - What was carried over opens the agenda of the next meeting of the same kind and district; that
 *   of a cancelled meeting too.
 * - Who must come follows from the points: their units are invited with them.
 * - A decision is a task (责任事项, task.h) at once.
 * - Each invited unit confirms the minutes or objects, in words. Silence is recorded as what the
 *   table says, by the program, the day after the limit. */
enum meeting_state { MEETING_CALLED, MEETING_MINUTED, MEETING_CLOSED, MEETING_CANCELLED };
enum meeting_point_state { POINT_OPEN, POINT_DECIDED, POINT_CARRIED, POINT_DROPPED };

const char *meeting_state_code(enum meeting_state state);
struct text meeting_state_name(enum meeting_state state, enum language language);
const char *meeting_point_state_code(enum meeting_point_state state);
struct text meeting_point_state_name(enum meeting_point_state state, enum language language);

enum { MEETING_POINTS_MAX = 60, MEETING_UNITS_MAX = 60 };
struct meeting {
    int64_t id, version, sequence; /* sequence: of the calendar entry (RFC 5545), 0 at first */
    struct text kind, title, district, place, starts, ends; /* "14:30" */
    enum meeting_state state;
    civil_date held_on, called_on, attended_on, minuted_on, confirm_by, closed_on;
    int64_t called_by, round; /* round: how often minutes were issued */
    struct text short_notice, summary, reason;
};
struct meetings {
    struct meeting *items;
    size_t count;
};

struct meeting_unit {
    struct text org, answer, words; /* answer: "", confirmed, objected, or what silence means */
    civil_date invited_on, answered_on;
    bool has_attended, is_silent;
};
struct meeting_units {
    struct meeting_unit *items;
    size_t count;
};

struct meeting_point {
    int64_t id, version, meeting, project, about_id, application, from_point, to_point, task;
    int64_t place;     /* in the order put by hand; 0: by what its delay costs */
    struct text about; /* problem, case, whistle, route, free */
    struct text title;
    struct text_list orgs;
    enum meeting_point_state state;
    struct text words, basis; /* the decision, or why it was carried over or dropped */
    struct text org;          /* of the decision */
    civil_date due_on;
    int64_t plan; /* number of the plan that the decision adopted for the project; 0: none */
};
struct meeting_points {
    struct meeting_point *items;
    size_t count;
};

/* -- commands -- */

struct meeting_call {
    struct text kind, title, district, place, starts, ends, short_notice;
    civil_date held_on;
    struct text_list orgs;
};
struct meeting_move {
    struct text place, starts, ends, reason;
    civil_date held_on;
};
struct meeting_reason {
    struct text reason;
};
struct meeting_orgs {
    struct text_list orgs;
};
struct meeting_order {
    struct text_list points; /* ids of the points, in the order wanted */
};
struct meeting_decide {
    struct text decision, basis, org;
    civil_date due_on;
};
struct meeting_minutes {
    struct text summary;
};
struct meeting_confirm {
    struct text objection;
};
extern const struct field_table meeting_call_table, meeting_move_table, meeting_reason_table,
    meeting_orgs_table, meeting_order_table, meeting_decide_table, meeting_minutes_table,
    meeting_confirm_table;

/* -- events -- */

struct meeting_invited {
    struct text org;
};
struct meeting_point_added {
    int64_t meeting, about_id, application, from_point;
    struct text about, title;
    struct text_list orgs;
};
struct meeting_point_decided {
    int64_t meeting, plan;
    struct text title, decision, basis, org, kind, district;
    civil_date due_on;
};
struct meeting_point_noted {
    int64_t meeting;
    struct text reason;
};
struct meeting_minuted {
    struct text summary;
    civil_date confirm_by;
};
struct meeting_answered {
    struct text org, answer, words;
};
extern const struct event_kind meeting_called_event, meeting_moved_event, meeting_cancelled_event,
    meeting_invited_event, meeting_ordered_event, meeting_attended_event, meeting_point_added_event,
    meeting_point_decided_event, meeting_point_carried_event, meeting_point_dropped_event,
    meeting_minuted_event, meeting_answered_event, meeting_silent_event, meeting_closed_event;
/* Whom what happens to a meeting, and to a point of no project, reaches: see MEETING_SEEN. */
extern const struct statement meeting_hearers, meeting_point_hearers, meeting_task_hearers;
record_function meeting_record_called, meeting_record_moved, meeting_record_cancelled,
    meeting_record_invited, meeting_record_ordered, meeting_record_attended, meeting_record_added,
    meeting_record_decided, meeting_record_carried, meeting_record_dropped, meeting_record_minuted,
    meeting_record_answered, meeting_record_silent, meeting_record_closed;

/* -- deciding (meeting.c, pure) -- */

/* What the table says of a kind, and whoever acts. */
struct meeting_terms {
    const struct actor *actor;
    civil_date today;
    struct text city;   /* its code */
    role_set roles;     /* that may call meetings of the kind */
    int64_t tell_days;  /* working days between the call and the meeting, by the table */
    int64_t ahead_days; /* working days from today to the day that is wanted */
    bool adopts_plan;   /* by the table: such a meeting may adopt a project's plan */
};
/* May he call and lead meetings of that kind in that district. Who coordinates a district does so
 * for his own only. */
bool meeting_may_lead(const struct meeting_terms *terms, struct text district);
MUST_USE bool meeting_decide_call(const struct meeting_call *command,
                                  const struct meeting_terms *terms, struct fault *fault);
MUST_USE bool meeting_decide_move(const struct meeting *meeting, const struct meeting_move *command,
                                  const struct meeting_terms *terms, struct fault *fault);
/* What changes a meeting that is called: by who leads it, in that state. */
MUST_USE bool meeting_decide_lead(const struct meeting *meeting, const struct meeting_terms *terms,
                                  struct fault *fault);
/* What happens in the meeting: not before its day. */
MUST_USE bool meeting_decide_hold(const struct meeting *meeting, const struct meeting_terms *terms,
                                  struct fault *fault);
MUST_USE bool meeting_decide_point(const struct meeting_point *point, enum language language,
                                   struct fault *fault);
MUST_USE bool meeting_decide_due(civil_date due_on, civil_date today, struct fault *fault);
/* Attendance noted, no point open; while they wait for the units' answers they may be amended. */
MUST_USE bool meeting_decide_minutes(const struct meeting *meeting,
                                     const struct meeting_points *points,
                                     const struct meeting_terms *terms, struct fault *fault);
MUST_USE bool meeting_decide_confirm(const struct meeting *meeting, const struct meeting_unit *unit,
                                     enum language language, struct fault *fault);

/* -- reading (meeting_store.c) -- */

/* Of `meeting m`, with ACCESS_CELLS and one's own unit as $6. */
#define MEETING_SEEN                                                                               \
    "($1=1 or ($1=2 and m.district=$2) or exists(select 1 from meeting_unit u where"               \
    " u.meeting=m.id and u.org=$6) or exists(select 1 from meeting_point v join project p on"      \
    " p.id=v.project where v.meeting=m.id and v.state<>'dropped' and " ACCESS_PROJECT              \
    ") or exists"                                                                                  \
    "(select 1 from briefing_guest g join project p on p.id=g.project where g.meeting=m.id "       \
    "and " ACCESS_PROJECT "))"

/* A meeting is seen: of the whole city, of one's district, with one's unit invited, or with a point
 * about a project that one may see or such a guest. */
struct meeting_sight {
    struct sight sight;
    struct text org; /* of whoever looks */
};
MUST_USE bool meeting_find(const struct meeting_sight *sight, int64_t id, struct meeting *out,
                           struct fault *fault);
/* Those not over first, by day, then the others from the newest; at most 100. */
MUST_USE bool meeting_list(const struct meeting_sight *sight, bool is_over, struct meetings *out,
                           struct fault *fault);
MUST_USE bool meeting_units_of(struct arena *arena, struct store *store, int64_t meeting,
                               struct meeting_units *out, struct fault *fault);
/* In their order; only those whose project the sight reaches, or that have none. */
MUST_USE bool meeting_points_of(const struct sight *sight, int64_t meeting,
                                struct meeting_points *out, struct fault *fault);
MUST_USE bool meeting_point_find(const struct sight *sight, int64_t id, struct meeting_point *out,
                                 struct fault *fault);
/* Carried over in an earlier meeting of the kind and district, and in no later one yet. */
struct meeting_series {
    struct text kind, district;
};
MUST_USE bool meeting_points_carried(const struct sight *sight, const struct meeting_series *series,
                                     struct meeting_points *out, struct fault *fault);
/* Minuted ones whose limit for the units is over; at most 50. */
MUST_USE bool meeting_past(struct arena *arena, struct store *store, civil_date today,
                           struct meetings *out, struct fault *fault);
/* Whether the meeting has a point about this already, dropped ones aside. */
MUST_USE bool meeting_has_point(struct store *store, const struct meeting_point_added *body,
                                bool *out, struct fault *fault);

/* -- for flow and boards (meeting_point_door.c) -- */

struct meeting_sight meeting_sight_of(const struct view_run *run);
/* The terms of a kind on the run's day; false: the pack has no such kind. */
bool meeting_terms_of(const struct view_run *run, struct text kind, struct meeting_terms *out);
/* The run's open point, and its meeting on or after its day, led by whoever acts. */
struct meeting_at_point {
    struct meeting meeting;
    struct meeting_point point;
    struct meeting_terms terms;
};
MUST_USE bool meeting_point_at_hand(struct command_run *run, struct meeting_at_point *out,
                                    struct fault *fault);
/* Decides it; `plan`: the number of the plan that the decision adopted, or 0. */
MUST_USE bool meeting_decide_point_at(struct command_run *run, const struct meeting_at_point *at,
                                      const struct meeting_decide *command, int64_t plan,
                                      struct fault *fault);
MUST_USE bool meeting_orgs_are_known(const struct command_run *run, struct text_list orgs,
                                     struct fault *fault);
/* Puts a point on the agenda and invites its units. */
MUST_USE bool meeting_add_point(struct command_run *run, const struct meeting_point_added *body,
                                int64_t project, struct fault *fault);

extern const struct statement *const meeting_statements[];
extern const size_t meeting_statement_count;
extern const char meeting_ddl[];
extern const struct room meeting_room;
#endif
