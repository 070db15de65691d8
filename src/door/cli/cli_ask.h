#ifndef LIANDONG_DOOR_CLI_ASK_H
#define LIANDONG_DOOR_CLI_ASK_H

#include "door/cli/cli.h"

/* A question in one's own words, answered with what the pack says and where it says it
 * (docs/guide.md). Nothing found is an answer too: status 0. */
extern const struct cli_command cli_ask;

#endif
