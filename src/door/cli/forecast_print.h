#ifndef LIANDONG_DOOR_CLI_FORECAST_PRINT_H
#define LIANDONG_DOOR_CLI_FORECAST_PRINT_H

#include "base/json_write.h"
#include "door/cli/forecast_project.h"

/* The answers of `liandong forecast`, as JSON or as lines for people. Probabilities are between 0
 * and 1 in JSON, per cent in the lines; days are working days. */
struct text forecast_outlook_json(struct cli *cli, const struct forecast_project *project,
                                  const struct outlook *outlook, uint64_t seed);
struct text forecast_outlook_text(struct cli *cli, const struct forecast_project *project,
                                  const struct outlook *outlook);

/* `with_cases`: every scored case besides the means. */
struct text forecast_calibration_json(struct cli *cli, const struct forecast_history *history,
                                      const struct calibration *calibration, bool with_cases);
struct text forecast_calibration_text(struct cli *cli, const struct calibration *calibration);

struct text forecast_past_json(struct cli *cli, const struct forecast_past *past, bool with_cases);
struct text forecast_past_text(struct cli *cli, const struct forecast_past *past);

/* `left`: of a case that has taken so long already; NULL if that was not asked. */
struct text forecast_law_json(struct cli *cli, const struct duration_law *law, int32_t promised,
                              const struct spread *left);
struct text forecast_law_text(struct cli *cli, const struct duration_law *law, int32_t promised,
                              const struct spread *left);

#endif
