#ifndef LIANDONG_BOARD_WORKBENCH_H
#define LIANDONG_BOARD_WORKBENCH_H

#include "app/kind.h"

/* The first screens: the workbench of those who serve projects, the enterprise's own page. Each
 * answers "what must I do now" before anything else. */
/* More projects than these are not all gone through. Tests put it down. */
extern int64_t workbench_most;
extern const struct room workbench_room;       /* GET /workbench */
extern const struct room enterprise_home_room; /* GET /home-enterprise */

#endif
