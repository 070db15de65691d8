#ifndef LIANDONG_BOARD_QUEUE_H
#define LIANDONG_BOARD_QUEUE_H

#include "app/kind.h"

/* GET /queue: what waits in a department, by what is due next and then by the effect on production.
 * GET /projects/{id}/ready: the items of the plan in force that can be applied for now: not open,
 * not granted, and everything they need is there. `waiting=true` adds those that still wait, and
 * for what. */
extern const struct room queue_room;

#endif
