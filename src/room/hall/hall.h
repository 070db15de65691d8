#ifndef LIANDONG_ROOM_HALL_H
#define LIANDONG_ROOM_HALL_H

#include "ground/project/project.h"

/* Visits to the service hall (到厅): "at most one visit" (最多跑一次) is a promise that can be
 * counted. Each time somebody of the applicant's stands at a window is one visit: to hand in, to
 * supplement, to fetch a document, to ask. An intake that a window takes in is a visit by itself
 * and is never noted a second time; what came online or by the navigator is none. Whoever sits at
 * the window notes it, with the application it was about where there is one. Nothing of a person is
 * kept: a visit is counted, not who came.
 *
 * Who sits at a window (窗口受理员) sees a project only once it has come to his hall: a visit, an
 * intake, an agreement (ground/project/represent.h), or because somebody at the window handed over
 * its exact number or query code and it was looked up with it. A look-up stands in the ledger,
 * where the enterprise reads it too. What is not known exactly is not found: there is no search. */

/* -- the command: note a visit -- */

struct hall_note {
    int64_t application_id; /* 0: about none */
    struct text desk;       /* of the pack */
    struct text purpose;    /* supplement, collect, consult, other */
    struct text note;
    civil_date visited_on;
};
extern const struct field_table hall_note_table;

struct hall_visited {
    int64_t application, year;
    struct text desk, purpose, note;
};
extern const struct event_kind hall_visited_event;
record_function hall_record_visited;

/* -- the command: look up by what was handed over -- */

struct hall_look_up {
    struct text code; /* the project's number, or its query code */
    struct text desk;
};
extern const struct field_table hall_look_up_table;

struct hall_looked_up {
    struct text desk, by; /* by: number, query_code */
};
extern const struct event_kind hall_looked_up_event;
record_function hall_record_looked_up;

/* -- the decision (hall.c, pure) -- */

/* Not in the future, and not before there was a project. */
MUST_USE bool hall_day_is_right(civil_date visited_on, civil_date registered_on, civil_date today,
                                struct fault *fault);

/* -- reading (hall_store.c) -- */

struct hall_visit {
    int64_t id, application;
    struct text desk, purpose, note;
    civil_date visited_on;
};
struct hall_visits {
    struct hall_visit *items; /* newest first, at most 200 */
    size_t count;
};
MUST_USE bool hall_visits_of(struct arena *arena, struct store *store, int64_t project,
                             struct hall_visits *out, struct fault *fault);
MUST_USE bool hall_application_is_of(struct store *store, int64_t project, int64_t application,
                                     bool *out, struct fault *fault);

/* How many of what, by a name: a channel, an item, a project's number. */
struct hall_count {
    int64_t project;
    struct text name, key;
    int64_t count;
};
struct hall_counts {
    struct hall_count *items; /* at most 2000 */
    size_t count;
};
/* Intakes of a project by channel; those of before channels were kept have "". */
MUST_USE bool hall_channels_of(struct arena *arena, struct store *store, int64_t project,
                               struct hall_counts *out, struct fault *fault);

enum hall_question {
    HALL_INTAKES, /* by project and channel */
    HALL_VISITS,  /* by project */
    HALL_ITEMS,   /* visits by item */
};
struct hall_asked {
    enum hall_question question;
    int64_t year;
    struct scope scope;
};
/* What happened in a year, as far as the scope reaches. */
MUST_USE bool hall_counts_of(struct arena *arena, struct store *store,
                             const struct hall_asked *asked, struct hall_counts *out,
                             struct fault *fault);

extern const struct statement *const hall_statements[];
extern const size_t hall_statement_count;
extern const char hall_ddl[];
extern const struct room hall_room;

#endif
