#ifndef LIANDONG_DOOR_CLI_FORECAST_H
#define LIANDONG_DOOR_CLI_FORECAST_H

#include "door/cli/cli.h"

/* `liandong forecast`: how sure the date is.
 *
 *   forecast            P50, P80, P95 of a project's production, the chance to keep the promise,
 * and who drives it, from its facts, a history of cases and what has happened forecast days what
 * the history says of one item forecast calibrate  whether such forecasts kept their word on the
 * closed cases
 *
 * The files are described in door/cli/forecast_history.h and forecast_project.h, the figures in
 * engine/forecast and docs/planning.md. All dates are estimates (预估). */
extern const struct cli_command cli_forecast;

#endif
