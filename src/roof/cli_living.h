#ifndef LIANDONG_ROOF_CLI_LIVING_H
#define LIANDONG_ROOF_CLI_LIVING_H

#include "door/cli/cli.h"

/* liandong pack: what needs no database is the door's (check, diff); export reads the published
 * changes of a database and writes the living pack as a folder that `pack check` accepts. */
extern const struct cli_command cli_living;

#endif
