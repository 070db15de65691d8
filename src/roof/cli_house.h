#ifndef LIANDONG_ROOF_CLI_HOUSE_H
#define LIANDONG_ROOF_CLI_HOUSE_H

#include "door/cli/cli.h"

/* What runs the platform on a database: serve it, set it up, rebuild its views. */
extern const struct cli_command cli_serve;
extern const struct cli_command cli_setup;
extern const struct cli_command cli_rebuild;

#endif
