#ifndef LIANDONG_DOOR_CLI_FORECAST_PRINT_H
#define LIANDONG_DOOR_CLI_FORECAST_PRINT_H

#include "base/json_write.h"
#include "door/cli/forecast_project.h"

/* The answers of `liandong forecast`, as JSON or as lines for people. Probabilities and shares are
 * between 0 and 1 in JSON, per cent in the lines; days are working days, dates are estimates.
 *
 * A project: production.p50|p80|p95 {working_days, date, provisional}, promise {date, probability},
 * driver, and by item its state, planned_days, what is drawn (`days`: mean and quantiles, of a
 * running item the days left; null where it is done or sure), criticality, cruciality,
 * variance_share. */
struct text forecast_outlook_json(struct cli *cli, const struct forecast_project *project,
                                  const struct outlook *outlook, uint64_t seed);
struct text forecast_outlook_text(struct cli *cli, const struct forecast_project *project,
                                  const struct outlook *outlook);

/* The back-test: the means over `all` and by number of past cases, each coverage beside what was
 * claimed. `with_cases`: every scored case besides. */
struct text forecast_calibration_json(struct cli *cli, const struct forecast_history *history,
                                      const struct calibration *calibration, bool with_cases);
struct text forecast_calibration_text(struct cli *cli, const struct calibration *calibration);

/* The same over whole projects. */
struct text forecast_past_json(struct cli *cli, const struct forecast_past *past, bool with_cases);
struct text forecast_past_text(struct cli *cli, const struct forecast_past *past);

/* One item: the clock, the stop, both together, each with mean, quantiles and P(at most t days) by
 * t. `left`: of a case that has taken so long already; NULL if that was not asked. */
struct text forecast_law_json(struct cli *cli, const struct duration_law *law, int32_t promised,
                              const struct spread *left);
struct text forecast_law_text(struct cli *cli, const struct duration_law *law, int32_t promised,
                              const struct spread *left);

#endif
