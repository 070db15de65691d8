#ifndef LIANDONG_DOOR_CLI_LEVEL_H
#define LIANDONG_DOOR_CLI_LEVEL_H

#include "door/cli/cli.h"

/* `liandong level`: an instance of the resource-constrained project scheduling problem, as the
 * literature publishes them, to a schedule (engine/level/level.h). What it prints, by lines:
 *
 *     makespan M
 *     N START MODE      one line an activity in the order of the file, dummies included;
 *                       N and MODE from 1, START in days from 0
 *     bound B           what no schedule can be below
 *     optimal           the last line, only where it is proven (M = B)
 *
 * The time limit is wall time from the start of the command. Status 1: the instance has no
 * schedule, or the file is malformed; 2: wrong usage. */
extern const struct cli_command cli_level;

#endif
