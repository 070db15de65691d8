#ifndef LIANDONG_DOOR_CLI_FORECAST_PROJECT_H
#define LIANDONG_DOOR_CLI_FORECAST_PROJECT_H

#include "door/cli/forecast_history.h"
#include "door/cli/plan_request.h"
#include "engine/forecast/outlook.h"

/* One project for the forecast: its plan, what has happened, and what is expected of the rest.
 *
 * What has happened is a file of its own:
 *
 *     {"today": "2026-05-06",
 *      "items": [{"item": "inv-filing", "started": "2026-03-02", "finished": "2026-03-05"},
 *                {"item": "eia-report", "started": "2026-03-20",
 *                 "stops": [{"days": 4, "ended": false}]}]}
 *
 * or the list alone; "code" for "item" is understood too. Items and milestones are meant by their
 * codes; `started` may be absent of what
 * is finished; what is not named has not begun. Nothing may lie after today.
 *
 * Lags (the construction time) and milestones are sure; every item that is not finished is drawn,
 * by its department (the pack's), the project's kind and the quarter it begins in by the plan. */
struct forecast_project {
    struct plan_desk desk;
    struct forecast_plan plan;
    struct outlook_plan outlook;
    civil_date today;
    const uint32_t *nodes;           /* of the network, by node of the plan */
    const struct duration_law *laws; /* by node; cases and days 0 where it is sure */
    const struct spread *spreads;    /* what is drawn: of a running item the days left */
};

struct forecast_words {
    const struct jvalue *facts;
    const struct durations *durations;
    struct text done; /* a file; empty: nothing has happened */
    struct text kind;
    struct text today;
};

/* `desk` is open, its start that of the project, its calendar that of the history. `today` falls
 * back on the file's, else on the plan's first day. */
MUST_USE bool forecast_open_project(struct cli *cli, const struct forecast_words *words,
                                    const struct forecast_history *history,
                                    struct forecast_project *project);

/* ---- projects of the past ---- */

/* One project a line, forecast on its first day from what was known that morning, and held against
 * the day on which production really began:
 *
 *     {"name": "...", "facts": {...}, "start": "2025-01-06", "finished": "2026-02-27",
 *      "kind": "制造业"}
 *
 * Days are working days from the first. Only projects that have begun production can be scored:
 * slow ones that have not yet are missing, so a back-test soon after their start flatters. */
struct forecast_past_project {
    struct text name;
    int32_t planned_days;
    struct calibration_score score;
};

struct forecast_past {
    struct calibration_band all; /* promise_error is that of the planned days */
    struct forecast_past_project *items;
    uint32_t count;
};

MUST_USE bool forecast_read_past(struct cli *cli, struct text path, struct plan_desk *desk,
                                 const struct forecast_history *history, struct forecast_past *out);

#endif
