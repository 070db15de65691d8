#ifndef LIANDONG_ROOM_MEETING_TASK_H
#define LIANDONG_ROOM_MEETING_TASK_H

#include "room/meeting/meeting.h"

/* A task (责任事项): what a meeting decided, by whom, until when.
 *
 *     open --report--> reported --accept--> done
 *      ^                  |
 *      +----- return -----+
 *
 * - The unit reports what was done, with evidence, or says in words why there is none.
 * - Who leads meetings of that kind accepts it, never who reported it; or sends it back.
 * - Some working days before its day (`remind_days` of the kind) the unit is reminded, once.
 * - The day after its day it is recorded as missed and climbs: to the first role of the kind's
 *   ladder at once, to the next one each time its working days have passed again. Being done later
 *   does not take that off the record. */
enum meeting_task_state { MEETING_TASK_OPEN, MEETING_TASK_REPORTED, MEETING_TASK_DONE };
const char *meeting_task_state_code(enum meeting_task_state state);
struct text meeting_task_state_name(enum meeting_task_state state, enum language language);

struct meeting_task {
    int64_t id, version, meeting, point, project, reported_by, climbs;
    int64_t problem; /* that its point was about; 0: it was not */
    struct text kind, district, title, what, org;
    enum meeting_task_state state;
    civil_date decided_on, due_on, done_on, reported_on, accepted_on, missed_on, climbed_on;
    struct text solution, evidence, no_evidence, words; /* evidence: JSON array of file ids */
    struct text climbed_to;                             /* a role; "": it did not climb */
};
struct meeting_tasks {
    struct meeting_task *items;
    size_t count;
};

struct meeting_task_report {
    struct text solution, evidence, no_evidence;
    civil_date done_on;
};
struct meeting_task_note {
    struct text note;
};
extern const struct field_table meeting_task_report_table, meeting_task_note_table;

/* Of a task whose day is near, too. `next_on`: the last day before it climbs (on); absent: it
 * climbs no further. */
struct meeting_task_missed {
    struct text org, what;
    civil_date due_on, next_on;
};
struct meeting_task_climbed {
    struct text to, org, what;
    civil_date due_on, next_on;
};
extern const struct event_kind meeting_task_reported_event, meeting_task_accepted_event,
    meeting_task_returned_event, meeting_task_nearing_event, meeting_task_missed_event,
    meeting_task_climbed_event;
record_function meeting_task_record_reported, meeting_task_record_accepted,
    meeting_task_record_returned, meeting_task_record_nearing, meeting_task_record_missed,
    meeting_task_record_climbed;

/* -- deciding (task.c, pure) -- */

MUST_USE bool meeting_task_decide_report(const struct meeting_task *task,
                                         const struct meeting_task_report *command,
                                         const struct actor *actor, civil_date today,
                                         struct fault *fault);
/* `leads`: he may lead meetings of its kind and district. */
MUST_USE bool meeting_task_decide_judge(const struct meeting_task *task, const struct actor *actor,
                                        bool leads, struct fault *fault);
/* Whole numbers of a JSON array, each once, at most `most`; false when it is anything else. */
#define MEETING_TASK_EVIDENCE_MAX 20
MUST_USE bool meeting_task_ids_read(struct arena *arena, struct text json, int64_t *out,
                                    size_t most, size_t *out_count);

/* -- reading (meeting_task_store.c) -- */

enum meeting_task_wanted { MEETING_TASKS_OPEN, MEETING_TASKS_ALL };
/* Of one's unit, and of meetings that one may see, as far as their project may be seen; by day due,
 * at most 200. */
MUST_USE bool meeting_task_list(const struct meeting_sight *sight, enum meeting_task_wanted wanted,
                                struct meeting_tasks *out, struct fault *fault);
MUST_USE bool meeting_task_find(const struct meeting_sight *sight, int64_t id,
                                struct meeting_task *out, struct fault *fault);
/* Not done, of other meetings of that kind and district: what the next one opens on. */
MUST_USE bool meeting_task_left(const struct meeting_sight *sight, const struct meeting *meeting,
                                struct meeting_tasks *out, struct fault *fault);
/* Open ones past their day that are not on record as missed, or climb (on) now; at most 200. */
MUST_USE bool meeting_task_past(struct arena *arena, struct store *store, civil_date today,
                                struct meeting_tasks *out, struct fault *fault);
/* Open ones due within a month from today, of which nobody was reminded; at most 200. */
MUST_USE bool meeting_task_near(struct arena *arena, struct store *store, civil_date today,
                                struct meeting_tasks *out, struct fault *fault);
MUST_USE bool meeting_task_file_is_of(struct store *store, int64_t file, int64_t project, bool *out,
                                      struct fault *fault);

extern const struct statement *const meeting_task_statements[];
extern const size_t meeting_task_statement_count;

extern const struct room meeting_task_room;

#endif
