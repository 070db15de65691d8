#ifndef LIANDONG_ROOM_LOGBOOK_H
#define LIANDONG_ROOM_LOGBOOK_H

#include "ground/project/project.h"

/* The logbook (工作记录) of a project: what those who serve it write down. Notes, contacts with the
 * enterprise or a unit, visits at the enterprise, numbers under which other systems track a matter,
 * and that a status was verified today. Each entry says whether it is shown to the enterprise; that
 * can be changed, and the change is on record too. Departments and the enterprise read what is
 * shown; no entry holds personal data. */
struct logbook_add {
    struct text kind; /* note, contact, visit, number, verified */
    struct text words;
    struct text way;            /* of a contact: phone, meeting, message, visit, other */
    struct text system, number; /* of a tracking number */
    int64_t application_id;
    civil_date on;
    bool shown;
};
struct logbook_show {
    bool shown;
};
extern const struct field_table logbook_add_table, logbook_show_table;

struct logbook_added {
    struct text kind, words, way, system, number;
    int64_t application;
    bool shown;
};
/* Each once hidden from the enterprise's history and once in it. */
extern const struct event_kind logbook_added_event, logbook_told_event, logbook_hidden_event,
    logbook_shown_event;
record_function logbook_record_added, logbook_record_shown;

struct logbook_entry {
    int64_t id, version, project, application;
    struct text kind, words, way, system, number, actor;
    bool shown;
    civil_date on;
};
struct logbook {
    struct logbook_entry *items; /* newest first */
    size_t count;
};

/* -- deciding (logbook.c, pure) -- */

/* What each kind needs: words of a note, the number of a tracking number, the case of a check. */
MUST_USE bool logbook_decide(const struct logbook_add *command, struct fault *fault);

/* -- reading (logbook_store.c) -- */

struct logbook_question {
    int64_t project;
    struct text kind;   /* "": any */
    bool is_shown_only; /* what the enterprise may read */
    int64_t before;     /* 0: from the newest */
};
#define LOGBOOK_PAGE 100
MUST_USE bool logbook_of(struct arena *arena, struct store *store,
                         const struct logbook_question *question, struct logbook *out,
                         struct fault *fault);
/* `out->id` 0: none. */
MUST_USE bool logbook_find(struct arena *arena, struct store *store, int64_t id,
                           struct logbook_entry *out, struct fault *fault);
/* The last day on which somebody verified how a case of that project stands (今日已核);
 * CIVIL_DATE_NONE: never. The caller has checked that the project may be seen. */
MUST_USE bool logbook_verified_on(struct store *store, int64_t project, int64_t application,
                                  civil_date *out, struct fault *fault);
/* Visits at enterprises in a year, within the scope. */
MUST_USE bool logbook_visits(const struct sight *sight, int64_t year, int64_t *out,
                             struct fault *fault);

extern const struct statement *const logbook_statements[];
extern const size_t logbook_statement_count;
extern const char logbook_ddl[];
extern const struct room logbook_room;

#endif
