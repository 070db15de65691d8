#ifndef LIANDONG_ROOM_PLANNING_SAID_H
#define LIANDONG_ROOM_PLANNING_SAID_H

#include "room/planning/planning.h"

/* What units said of whether the project needs an item (room/need) goes before what its condition
 * answers: every computed plan of a project is computed with it. Fills `options->said`; the caller
 * has made sure that the project may be seen. */
MUST_USE bool planning_said_of(struct arena *arena, struct store *store, int64_t project,
                               struct plan_options *options, struct fault *fault);

#endif
