#ifndef LIANDONG_ROOM_PLANNING_ADOPT_H
#define LIANDONG_ROOM_PLANNING_ADOPT_H

#include "room/planning/planning.h"

/* Adopts the plan as computed today, or that of the variants chosen, as the project's next one: for
 * this room's command and for a meeting that decides it (flow/deliberation_flow.h). The caller has
 * loaded the project within the actor's scope. Refused: the stage, a start far away, a variant that
 * is not open, variants without a note. */
MUST_USE bool planning_adopt_plan(struct command_run *run, const struct project *project,
                                  const struct planning_adopt *command, int64_t *number,
                                  struct fault *fault);

#endif
