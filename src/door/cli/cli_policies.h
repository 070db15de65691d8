#ifndef LIANDONG_DOOR_CLI_POLICIES_H
#define LIANDONG_DOOR_CLI_POLICIES_H

#include "door/cli/cli.h"

/* An enterprise's profile against all policies of the pack (docs/policies.md). A profile is
 * {"name": ..., "facts": {...}} or the facts alone; "-" reads standard input. */
extern const struct cli_command cli_policies;

#endif
