#ifndef LIANDONG_ROOF_CLI_MOVE_H
#define LIANDONG_ROOF_CLI_MOVE_H

#include "door/cli/cli.h"

/* `liandong move`: a whole installation from one database into another (move.h). What is done is
 * told on standard error while it is done; the summary goes to standard output. */
extern const struct cli_command cli_move;

#endif
