#ifndef LIANDONG_ROOF_CLI_FIGURE_H
#define LIANDONG_ROOF_CLI_FIGURE_H

#include "door/cli/cli.h"

/* liandong figure verify: derives a printed or exported indicator again, from the ledger as it was
 * when the figure was made, and says that it is equal or where it is not. */
extern const struct cli_command cli_figure;

#endif
