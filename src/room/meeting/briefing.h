#ifndef LIANDONG_ROOM_MEETING_BRIEFING_H
#define LIANDONG_ROOM_MEETING_BRIEFING_H

#include "room/meeting/meeting.h"

/* Briefings (宣讲): meetings to which enterprises come, and what they ask there. The kinds of
 * meetings that take questions are those of which the city's table says `answer_days`.
 *
 * - An enterprise is invited with its project and is a guest (参会企业); who came is noted.
 * - A guest asks before, in or after the meeting; so does whoever may see it, for himself or for a
 * guest. Each question is from the beginning with a unit that is invited, which may pass it on to
 * another one.
 *
 *     open --answer--> answered
 *
 * - It is to be answered within `answer_days` working days from the day it is asked or, when that
 * is later, from the day of the meeting. The day after it is on record as missed and climbs by the
 * kind's ladder, as a task does (meeting_task.h).
 * - Whoever answers says to whom the answer is shown: to whoever asked, or to all guests. What one
 * guest asked is shown to the others without his name.
 *
 * Question and answer must hold no personal data: they stand in the ledger. */
struct briefing_invite {
    int64_t project_id;
};
struct briefing_attend {
    bool came;
};
struct briefing_ask {
    struct text org, question;
    int64_t project_id; /* the guest for whom it is asked; 0: whoever asks it himself */
};
struct briefing_pass {
    struct text org, reason;
};
struct briefing_answer {
    struct text answer, shown; /* see briefing_shown */
};
extern const struct field_table briefing_invite_table, briefing_attend_table, briefing_ask_table,
    briefing_pass_table, briefing_answer_table;

/* -- events -- */

/* Of an answer that is shown to all guests, too. */
struct briefing_invited {
    int64_t meeting;
};
struct briefing_asked {
    int64_t meeting, project;
    struct text org, question, kind, district;
    civil_date due_on;
};
struct briefing_passed {
    struct text org, reason;
    civil_date due_on;
};
struct briefing_missed {
    struct text org;
    civil_date due_on, next_on; /* next_on: the last day before it climbs (on) */
};
struct briefing_climbed {
    struct text to, org;
    civil_date due_on, next_on;
};
extern const struct event_kind briefing_invited_event, briefing_attended_event,
    briefing_asked_event, briefing_passed_event, briefing_answered_event, briefing_shown_event,
    briefing_missed_event, briefing_climbed_event;
extern const struct statement briefing_hearers; /* of a question */
record_function briefing_record_invited, briefing_record_attended, briefing_record_asked,
    briefing_record_passed, briefing_record_answered, briefing_record_shown, briefing_record_missed,
    briefing_record_climbed;

/* -- guests -- */

struct briefing_guest {
    int64_t id, version, meeting, project;
    civil_date invited_on, noted_on; /* noted_on: when it was said whether it came */
    bool has_come;
    struct text name; /* the project's */
};
struct briefing_guests {
    struct briefing_guest *items;
    size_t count;
};
#define BRIEFING_GUESTS_MAX 200
/* As far as the project may be seen; in the order of invitation. */
MUST_USE bool briefing_guests_of(const struct sight *sight, int64_t meeting,
                                 struct briefing_guests *out, struct fault *fault);
MUST_USE bool briefing_guest_find(const struct sight *sight, int64_t id, struct briefing_guest *out,
                                  struct fault *fault);
/* All of them, or 1 or 0 for that `project`. */
MUST_USE bool briefing_guests_count(struct store *store, int64_t meeting, int64_t project,
                                    int64_t *out, struct fault *fault);
/* Meetings that a project is a guest of, cancelled ones aside, from the newest; at most 100. */
MUST_USE bool briefing_meetings_of(struct arena *arena, struct store *store, int64_t project,
                                   struct meetings *out, struct fault *fault);

/* -- questions -- */

struct briefing_question {
    int64_t id, version, meeting, project, asked_by, climbs; /* project 0: staff asked */
    struct text kind, district, org, question, answer;
    struct text shown; /* "": not answered; asker, guests */
    struct text title, climbed_to;
    civil_date held_on, asked_on, due_on, answered_on, missed_on;
    bool sees_project; /* whoever looks may see that */
};
struct briefing_questions {
    struct briefing_question *items;
    size_t count;
};

struct briefing_search {
    int64_t meeting; /* 0: of any */
    int64_t before;  /* 0: from the newest */
    bool is_open_only;
    struct text words; /* in the question or the answer; "": any */
};
#define BRIEFING_PAGE 50
/* From the newest. `*out_next`: where the next page begins (`before`), 0: there is none. */
MUST_USE bool briefing_question_list(const struct meeting_sight *sight,
                                     const struct briefing_search *search,
                                     struct briefing_questions *out, int64_t *out_next,
                                     struct fault *fault);
MUST_USE bool briefing_question_find(const struct meeting_sight *sight, int64_t id,
                                     struct briefing_question *out, struct fault *fault);
/* Open ones past their day that are not on record as missed, or climb (on) now; at most 200. */
MUST_USE bool briefing_past(struct arena *arena, struct store *store, civil_date today,
                            struct briefing_questions *out, struct fault *fault);

/* -- deciding (briefing.c, pure) -- */

/* `answer_days` of the kind, 0: it takes no guests and no questions. */
MUST_USE bool briefing_decide_invite(const struct meeting *meeting,
                                     const struct meeting_terms *terms, int64_t answer_days,
                                     struct fault *fault);
/* Whether a meeting takes questions, and the unit is one of its own. */
MUST_USE bool briefing_decide_ask(const struct meeting *meeting, const struct meeting_units *units,
                                  struct text org, int64_t answer_days, struct fault *fault);
/* By the unit that has it or, `leads`, who leads such meetings; while it is open. */
MUST_USE bool briefing_decide_act(const struct briefing_question *question,
                                  const struct actor *actor, bool leads, struct fault *fault);
MUST_USE bool briefing_decide_pass(const struct briefing_question *question,
                                   const struct meeting_units *units, struct text org,
                                   struct fault *fault);
/* An answer is shown to all guests once, by the same people. */
MUST_USE bool briefing_decide_show(const struct briefing_question *question,
                                   const struct actor *actor, bool leads, struct fault *fault);
enum briefing_when { BRIEFING_BEFORE, BRIEFING_IN, BRIEFING_AFTER };
enum briefing_when briefing_when(civil_date asked_on, civil_date held_on);

/* -- between the files of the door -- */

int64_t briefing_answer_days(const struct city *city, struct text kind, civil_date on);
bool briefing_leads(const struct view_run *run, struct text kind, struct text district);

extern const struct statement *const briefing_statements[];
extern const size_t briefing_statement_count;
extern const char briefing_ddl[];
extern const struct room briefing_room, briefing_page_room; /* acts; lists */

#endif
