#ifndef LIANDONG_DOOR_CLI_PARKS_H
#define LIANDONG_DOOR_CLI_PARKS_H

#include "door/cli/cli.h"

/* Which park suits a project (docs/parks.md). */
extern const struct cli_command cli_parks;

#endif
