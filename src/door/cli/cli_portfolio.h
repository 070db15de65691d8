#ifndef LIANDONG_DOOR_CLI_PORTFOLIO_H
#define LIANDONG_DOOR_CLI_PORTFOLIO_H

#include "door/cli/cli.h"

/* Many projects at once: one JSON object of facts a line in, one row a node out. The file appears
 * whole or not at all: it is written beside its place and renamed. */
extern const struct cli_command cli_portfolio;

#endif
