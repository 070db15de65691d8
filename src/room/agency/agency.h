#ifndef LIANDONG_ROOM_AGENCY_H
#define LIANDONG_ROOM_AGENCY_H

#include "ground/project/project.h"

/* The agreement on agency (代办协议): for which stages of the procedure the enterprise entrusts the
 * centre's navigator, free of charge. Both sides sign; it is in force when both have.
 *
 *     drafted --both sign--> in force --a newer one is signed by both--> replaced
 *         \--------- end, by either side, with a reason ---------> ended
 *
 * A change of the stages is a new draft: the old agreement holds until both have signed the new
 * one. When it comes into force the letter of the agreement is issued (triggers.json). */
enum agency_state { AGENCY_DRAFTED, AGENCY_IN_FORCE, AGENCY_REPLACED, AGENCY_ENDED };
const char *agency_state_code(enum agency_state state);

struct agency {
    int64_t id, version, project;
    enum agency_state state;
    struct text_list stages; /* of the pack */
    struct text note, reason;
    civil_date until; /* CIVIL_DATE_NONE: until production or until it is ended */
    civil_date drafted_on, centre_on, enterprise_on, in_force_on, ended_on;
};
struct agencies {
    struct agency *items; /* newest first */
    size_t count;
};

/* -- commands and events -- */

struct agency_draft {
    struct text_list stages;
    civil_date until;
    struct text note;
};
struct agency_end {
    struct text reason;
};
extern const struct field_table agency_draft_table, agency_end_table;

struct agency_signed {
    struct text side; /* centre, enterprise */
};
struct agency_in_force {
    struct text_list stages;
    civil_date until;
    int64_t replaces; /* the agreement that was in force so far; 0: none */
};
extern const struct event_kind agency_drafted_event, agency_signed_event, agency_in_force_event,
    agency_ended_event;
record_function agency_record_drafted, agency_record_signed, agency_record_in_force,
    agency_record_ended;

/* -- deciding (agency.c, pure) -- */

/* Which side a role signs for: "enterprise" or "centre". */
const char *agency_side(enum role role);
/* One draft at a time, of stages the pack has, with an end that lies ahead. */
struct pack;
struct agency_asked {
    const struct pack *pack;
    civil_date today;
};
MUST_USE bool agency_decide_draft(const struct agency_asked *asked, const struct agencies *all,
                                  const struct agency_draft *command, struct fault *fault);
/* Each side once, until the day that it ends. */
MUST_USE bool agency_decide_sign(const struct agency *agency, const char *side, civil_date today,
                                 struct fault *fault);
MUST_USE bool agency_decide_end(const struct agency *agency, struct fault *fault);
/* The one that holds, or NULL. */
const struct agency *agency_that_holds(const struct agencies *all);

/* -- reading (agency_store.c) -- */

/* At most 50. The caller has checked that the project may be seen. */
MUST_USE bool agency_of_project(struct arena *arena, struct store *store, int64_t project,
                                struct agencies *out, struct fault *fault);
/* `out->id` 0: none. */
MUST_USE bool agency_find(struct arena *arena, struct store *store, int64_t id, struct agency *out,
                          struct fault *fault);

extern const struct statement *const agency_statements[];
extern const size_t agency_statement_count;
extern const char agency_ddl[];
extern const struct room agency_room;

#endif
