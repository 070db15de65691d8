#ifndef LIANDONG_ROOM_APPLICATION_INTAKE_DOOR_H
#define LIANDONG_ROOM_APPLICATION_INTAKE_DOOR_H

#include "app/kind.h"

/* POST /projects/{id}/intakes (一窗受理): {"items":[codes],"note"?,"on"?}. Opens one application an
 * item, with the limits in force on that day, and lets their units take part in the project. */
bool application_perform_intake(struct command_run *run, const void *fields, struct fault *fault);

/* The limit that the unit promised, else the law's, else what planning counts with: then it is no
 * promise, and says so. Half a day is a day. */
struct pack_record;
void application_limit_of(const struct pack_record *item, int64_t *days, struct text *basis);

#endif
