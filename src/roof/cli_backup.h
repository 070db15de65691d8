#ifndef LIANDONG_ROOF_CLI_BACKUP_H
#define LIANDONG_ROOF_CLI_BACKUP_H

#include "door/cli/cli.h"

/* A copy of the whole installation while it runs, and the way back. */
extern const struct cli_command cli_backup;
extern const struct cli_command cli_restore;

#endif
