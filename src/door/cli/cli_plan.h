#ifndef LIANDONG_DOOR_CLI_PLAN_H
#define LIANDONG_DOOR_CLI_PLAN_H

#include "door/cli/cli.h"

/* From a file of facts to a dated plan, as JSON or as a Gantt in the terminal. A facts file is
 * {"name": ..., "facts": {...}} or the facts alone; "-" reads standard input. */
extern const struct cli_command cli_plan;

#endif
