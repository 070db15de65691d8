#ifndef LIANDONG_BOARD_OFFERING_PAGE_H
#define LIANDONG_BOARD_OFFERING_PAGE_H

#include "app/kind.h"

/* GET /projects/{id}/service-packages (服务包): which packages suit the project, by the class of
 * its industry and what is known of it (yes, unknown, no), each with the reason and what would have
 * to be known; and those that were offered, with their parts: each item with how far it is, each
 * policy with its legal standing, units, roles. Promises nothing. */
extern const struct room offering_page_room;

#endif
