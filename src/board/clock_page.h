#ifndef LIANDONG_BOARD_CLOCK_PAGE_H
#define LIANDONG_BOARD_CLOCK_PAGE_H

#include "app/kind.h"

/* All that concerns the clocks of one case, for whoever must check every date of it: the statutory
 * and the promised limit side by side, what stopped them and who extended them, each date line by
 * line with its article, in whose hands the days were, and the joint limit of its intake. */
extern const struct room clock_page_room;

#endif
