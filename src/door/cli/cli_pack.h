#ifndef LIANDONG_DOOR_CLI_PACK_H
#define LIANDONG_DOOR_CLI_PACK_H

#include "door/cli/cli.h"

/* Checks a city's data and names file, record and field of everything wrong. Exit status 0:
 * nothing, 1: findings. */
extern const struct cli_command cli_pack;

#endif
