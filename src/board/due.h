#ifndef LIANDONG_BOARD_DUE_H
#define LIANDONG_BOARD_DUE_H

#include "app/kind.h"

/* GET /due: what falls due next (接下来到期), over all clocks of the cases in units' hands: to be
 * accepted or answered, to be decided, to be delivered, and supplements that an enterprise owes.
 * In the order of the day; a department sees its own. From standing rows by index; where they are
 * not there for the day, every open case is replayed, so that it never answers with less. */
extern const struct room due_room;

#endif
