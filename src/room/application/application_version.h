#ifndef LIANDONG_ROOM_APPLICATION_VERSION_H
#define LIANDONG_ROOM_APPLICATION_VERSION_H

#include "app/kind.h"
#include "room/application/application.h"

/* By which version of its item (事项版本) a case goes: that of the day it was submitted, with the
 * limit of that day, however the item changes later. Its unit may move an open case to the version
 * in force today, with a reason that the applicant reads: then its limit is the new one, counted
 * from the same acceptance. Nothing moves by itself. */
struct application_move_version {
    struct text reason;
};
struct application_version_moved {
    civil_date from; /* the first day of the version; CIVIL_DATE_NONE: it always held */
    int64_t limit_days;
    struct text limit_basis; /* "" promised, statutory, planning */
    struct text reason;
};
extern const struct field_table application_move_version_table;
extern const struct event_kind application_version_moved_event;
record_function application_record_version_moved;

struct application_went { /* how the case came to its version */
    civil_date moved_on;  /* CIVIL_DATE_NONE: never moved */
    struct text reason;
};
MUST_USE bool application_went_of(struct arena *arena, struct store *store, int64_t id,
                                  struct application_went *out, struct fault *fault);

extern const struct statement application_version_update, application_moved_put,
    application_moved_get;

/* POST /applications/{id}/move-version {"reason"}; GET /applications/{id}/version */
extern const struct room application_version_room;

#endif
