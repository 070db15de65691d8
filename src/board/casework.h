#ifndef LIANDONG_BOARD_CASEWORK_H
#define LIANDONG_BOARD_CASEWORK_H

#include "room/application/application_rows.h"

/* What hangs on a case, from the rooms that keep it, for the page of a case; and what waits for a
 * unit beside the cases of its queue (GET /desk). */

/* "desk", "transfer", "conditions", "delivery", "corrections", "versions", "consultations",
 * "site_visits", "countersigns", "promises", "held_by" as members of an open object. The enterprise
 * reads what concerns it: conditions, delivery, visits, promises; what the units say among
 * themselves stays theirs. */
MUST_USE bool casework_write(struct json_writer *json, const struct view_run *run,
                             const struct application *application, struct fault *fault);

/* A transfer that waits for a unit. */
struct casework_transfer {
    int64_t id, application;
    struct text from, reason;
    civil_date asked_on;
};
struct casework_transfers {
    struct casework_transfer *items; /* oldest first, at most 200 */
    size_t count;
};
MUST_USE bool casework_transfers_to(struct arena *arena, struct store *store, struct text org,
                                    struct casework_transfers *out, struct fault *fault);

/* Who works in a unit, by name, at most 300: whom a case can be given to. */
struct casework_person {
    int64_t account;
    struct text name;
};
struct casework_people {
    struct casework_person *items;
    size_t count;
};
MUST_USE bool casework_people_of(struct arena *arena, struct store *store, struct text org,
                                 struct casework_people *out, struct fault *fault);

extern const struct statement *const casework_statements[];
extern const size_t casework_statement_count;
extern const struct room casework_room;

#endif
