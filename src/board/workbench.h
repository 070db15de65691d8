#ifndef LIANDONG_BOARD_WORKBENCH_H
#define LIANDONG_BOARD_WORKBENCH_H

#include "app/kind.h"

/* The first screens: the workbench of those who serve projects, the enterprise's own page, the
 * figures of those who watch. Each answers "what must I do now" before anything else. */
extern const struct room workbench_room;       /* GET /workbench */
extern const struct room enterprise_home_room; /* GET /home-enterprise */
extern const struct room figures_room;         /* GET /figures */

#endif
