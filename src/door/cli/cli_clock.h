#ifndef LIANDONG_DOOR_CLI_CLOCK_H
#define LIANDONG_DOOR_CLI_CLOCK_H

#include "door/cli/cli.h"

/* The law's clock of one application, replayed from a file:
 *
 *   {"limit_days": 20, "as_of": "2026-06-10",
 *    "events": [{"type": "received", "on": "2026-05-07"},
 *               {"type": "special_started", "on": "2026-05-20", "notified": true},
 *               {"type": "extended", "on": "2026-06-01", "days": 10}]} */
extern const struct cli_command cli_clock;

#endif
