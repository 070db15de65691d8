#ifndef LIANDONG_ROOM_ABSENCE_H
#define LIANDONG_ROOM_ABSENCE_H

#include "ground/project/project.h"

/* An absence (离岗与代班): a navigator is away from a day to a day, and a colleague serves his
 * projects meanwhile. On the first day each project of his gets the substitute as its navigator,
 * with a hand-over list as at any change; on the day after the last one, or when it is ended early,
 * those that the substitute still has come back, again with a list. A chore does both. Why somebody
 * is away is a kind, not a text: it is nobody's business and must not stand in the ledger. */
struct absence_note {
    int64_t account_id; /* 0: oneself */
    int64_t substitute_id;
    civil_date from, until;
    struct text kind; /* leave, travel, training, other */
};
extern const struct field_table absence_note_table;

struct absence_noted {
    int64_t account, substitute;
    civil_date from, until;
    struct text kind;
};
struct absence_turned {
    struct text_list projects; /* ids: taken over, or given back */
};
extern const struct event_kind absence_noted_event, absence_begun_event, absence_ended_event,
    absence_over_event;
record_function absence_record_noted, absence_record_begun, absence_record_ended,
    absence_record_over;

struct absence {
    int64_t id, version, account, substitute;
    civil_date from, until, begun_on;
    civil_date ended_on; /* ended early, or called off */
    civil_date over_on;  /* the projects are back */
    struct text kind;
};
struct absences {
    struct absence *items;
    size_t count;
};

/* -- deciding (absence.c, pure) -- */

struct absence_terms {
    civil_date today;
    int64_t account;
    const struct absences *all; /* those that are not over */
};
/* Ahead, in order, nobody stands in for himself, neither is away twice, and no substitute is away.
 */
MUST_USE bool absence_decide(const struct absence_terms *terms, const struct absence_note *command,
                             struct fault *fault);

/* -- reading (absence_store.c) -- */

/* Those that are not over, by their first day, at most 200. */
MUST_USE bool absence_current(struct arena *arena, struct store *store, struct absences *out,
                              struct fault *fault);
struct absence_projects {
    int64_t *items;
    size_t count;
};
#define ABSENCE_PROJECTS_MAX 500
/* Which way the projects change hands. */
struct absence_turn {
    const struct absence *absence;
    bool is_back;
};
/* To be taken over: those that the account serves; to be given back: those of the absence that its
 * substitute still serves. */
MUST_USE bool absence_projects_of(struct arena *arena, struct store *store,
                                  const struct absence_turn *turn, struct absence_projects *out,
                                  struct fault *fault);

extern const struct statement *const absence_statements[];
extern const size_t absence_statement_count;
extern const char absence_ddl[];
extern const struct room absence_room;

#endif
