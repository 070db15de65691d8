#ifndef LIANDONG_DOOR_CLI_WHATIF_H
#define LIANDONG_DOOR_CLI_WHATIF_H

#include "door/cli/cli.h"

/* What plans would be if facts, an item's days, the calendar or the city's whole pack were
 * otherwise; for one project or for many. Nothing is kept. */
extern const struct cli_command cli_whatif;

#endif
