#ifndef LIANDONG_BOARD_CAPACITY_H
#define LIANDONG_BOARD_CAPACITY_H

#include "app/kind.h"

/* Where the departments' reviewers are the bottleneck: GET /capacity?priority=ID,ID
 *
 * All projects under way that the reader may see, with what runs and what is still to come of each
 * on its way to production, levelled under the reviewers that the units said they have
 * (engine/level/portfolio.h, room/staffing). Units that said nothing hold nobody up here, and are
 * shown as unknown. Nothing is kept: it says what the staff allows, nobody's date changes.
 *
 * Projects weigh alike; those named in `priority` weigh ten times as much, to see what holding
 * their dates does to the others. */
MUST_USE bool capacity_answer(const struct view_run *run, struct json_writer *json,
                              struct fault *fault);

extern const struct room capacity_room;

#endif
