#ifndef LIANDONG_DOOR_CLI_CALENDAR_H
#define LIANDONG_DOOR_CLI_CALENDAR_H

#include "door/cli/cli.h"

/* Working days: `calendar add 2026-02-13 5` prints 2026-02-27. What rests on a year without a
 * published calendar says so on standard error, so that the day alone stands on standard output. */
extern const struct cli_command cli_calendar;

#endif
