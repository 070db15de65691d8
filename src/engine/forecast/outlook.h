#ifndef LIANDONG_ENGINE_FORECAST_OUTLOOK_H
#define LIANDONG_ENGINE_FORECAST_OUTLOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "engine/forecast/sampler.h"
#include "engine/plan/forecast.h"

/* How sure the date of production (投产) is: the plan walked through some thousand times, each time
 * with other days drawn for what is not done (Monte Carlo).
 *
 * The plan, what has happened and the counting of days are those of plan/forecast.h, which answers
 * "and if all that is left takes its planned days?"; where every node's days are sure, both give
 * the same. Here a node's days are drawn anew in each sample, independently of the others:
 *
 *   done      keeps its days.
 *   running   ends on the first working day from today on, plus what its sampler draws: the days
 *             left (duration_left), given how long it has taken already.
 *   waiting   begins when its predecessors and their lags are over, not before today nor before the
 *             plan's first day, and takes what its sampler draws (duration_law.whole).
 *
 * A node without a sampler is sure: waiting, it takes the plan's days; running, it ends as in
 * forecast_run.
 *
 * P50, P80, P95 are the earliest days by which production has begun in at least 50, 80, 95 of a
 * hundred samples. With 10,000 samples a probability is off by about one in a hundred at most
 * (standard error 0.005 in the middle).
 *
 * Who drives it:
 *
 *   criticality  in which share of the samples the node lies on a longest path to production, so
 *                that one day more there is one day more for production. Van Slyke, "Monte Carlo
 *                methods and the PERT problem", Operations Research 11 (1963).
 *   cruciality   the correlation of the node's days with the day of production: long ones go with
 *                late ones. Williams, "Criticality in stochastic networks", JORS 43 (1992). 0 for
 *                what is sure or done.
 *   share        cruciality squared: the share of the variance of production that a straight line
 *                through the node's days explains. Since nodes are drawn independently the shares
 *                add up to at most 1, but for sampling error; the rest is in how they act together.
 *
 * A node may be critical always and yet not crucial (long, but sure). `driver` is the open node
 * with the greatest share.
 *
 *     struct outlook_plan plan = {.plan = &board_plan, .samplers = samplers, .streams = NULL};
 *     struct outlook_options options = {.samples = 10000, .seed = 1, .today = today,
 *                                       .promised_on = promised};
 *     if (!outlook_run(arena, &plan, &options, &outlook, fault)) { return false; }
 *
 * The same inputs and seed give the same result on every machine. A node's draws depend on seed
 * and stream only, so a change in one node leaves the draws of the others alone: differences
 * between two forecasts are the change's, not chance. 10,000 samples of a network of 40 nodes take
 * some 2 ms (bench/bench_forecast.c). */
#define OUTLOOK_SAMPLES_MAX 10000000u
#define OUTLOOK_NODES_MAX 4096u

struct outlook_plan {
    const struct forecast_plan *plan;
    const struct sampler *const *samplers; /* by node; NULL: the node is sure */
    const uint32_t *streams;               /* by node, one that the node keeps; NULL: its index */
};

struct outlook_options {
    uint32_t samples; /* 1 .. OUTLOOK_SAMPLES_MAX */
    uint64_t seed;
    civil_date today;
    civil_date promised_on; /* CIVIL_DATE_NONE: the adopted plan's day of production */
};

enum outlook_level { OUTLOOK_P50, OUTLOOK_P80, OUTLOOK_P95, OUTLOOK_LEVELS };

struct outlook_day {
    int32_t at; /* working days from the plan's first day */
    civil_date day;
    bool is_provisional;
};

struct outlook_node {
    bool is_open;
    double criticality;
    double cruciality; /* -1 .. 1 */
    double share;
    double mean_days; /* that were drawn */
};

struct outlook {
    struct outlook_day production[OUTLOOK_LEVELS];
    double mean; /* working days from the plan's first day */
    double deviation;
    civil_date promised_on;
    double promise_kept; /* probability */
    uint32_t driver;     /* FORECAST_NOBODY: nothing is uncertain */
    uint32_t samples;
    const int32_t *drawn; /* production by sample, in working days from the plan's first day */
    struct outlook_node *nodes; /* by node of the plan */
};

struct arena;

/* Refused: a day outside the calendar. Too many samples or nodes are a bug. */
MUST_USE bool outlook_run(struct arena *arena, const struct outlook_plan *plan,
                          const struct outlook_options *options, struct outlook *out,
                          struct fault *fault);

#endif
