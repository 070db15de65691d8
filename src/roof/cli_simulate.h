#ifndef LIANDONG_ROOF_CLI_SIMULATE_H
#define LIANDONG_ROOF_CLI_SIMULATE_H

#include "door/cli/cli.h"

/* `liandong simulate`: a city's year, and what it shows of the rules. */
extern const struct cli_command cli_simulate;

#endif
