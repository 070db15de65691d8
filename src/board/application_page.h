#ifndef LIANDONG_BOARD_APPLICATION_PAGE_H
#define LIANDONG_BOARD_APPLICATION_PAGE_H

#include "app/kind.h"

/* GET /applications/{id}: the row, the item's guide, how the clock came about line by line, what
 * stands before and after it in the plan, the history, what may be done. */
extern const struct room application_page_room;

#endif
