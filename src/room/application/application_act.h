#ifndef LIANDONG_ROOM_APPLICATION_ACT_H
#define LIANDONG_ROOM_APPLICATION_ACT_H

#include "room/application/application_kinds.h"

/* How every command on one application begins and ends: shared by the doors of this room. */

/* The application of the path within the actor's scope, at the version he saw. */
MUST_USE bool application_begin(struct command_run *run, struct application *out,
                                struct fault *fault);
struct application_setting application_setting_of(const struct command_run *run);

/* Emits one event about it; then the answer is its id, number and new version. */
struct application_outcome {
    const struct event_kind *kind;
    civil_date on;
    const void *body;
};
MUST_USE bool application_emit(struct command_run *run, const struct application *application,
                               struct application_outcome outcome, struct fault *fault);

#endif
