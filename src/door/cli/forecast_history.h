#ifndef LIANDONG_DOOR_CLI_FORECAST_HISTORY_H
#define LIANDONG_DOOR_CLI_FORECAST_HISTORY_H

#include "door/cli/cli_common.h"
#include "engine/forecast/calibration.h"
#include "pack/pack.h"

/* The cases of a city's past, one JSON object a line:
 *
 *     {"item": "construction-permit", "org": "zjj", "kind": "制造业", "season": "Q3",
 *      "received": "2025-07-14", "working_days": 12, "ended": true,
 *      "stops": [{"days": 5, "ended": true}]}
 *
 *   item          required: a code of the pack, or any other text
 *   org, kind     department and kind of project; absent is a value of its own
 *   season        of receipt; absent: the quarter of `received`, Q1 to Q4
 *   received      the day the clock began to run; the back-test needs it
 *   working_days  on the clock, without stops. Of an open case: the last full working day on which
 *                 it was still open. May be absent of a closed case that has `ended_on`
 *   ended         false: still open. Absent: true if there is an `ended_on`
 *   ended_on      absent: computed from the days and the calendar
 *   stops         working days the clock stood, one entry a stop; "ended": false is a running one
 *   promised_days of an item that is not in the pack; the least one counts
 *
 * What an item promises is the pack's (promised, else planning days), else the history's, else the
 * general limit of the Administrative Licensing Law, Art. 42: twenty days. An empty line is passed
 * over; anything wrong refuses the whole file and names the line. */
#define FORECAST_GENERAL_LIMIT 20

struct forecast_row;

struct forecast_rows {
    const struct forecast_row *items;
    uint32_t count;
    civil_date last; /* the latest day named; CIVIL_DATE_NONE: none is */
};

struct forecast_history {
    const struct pack *pack;
    struct name_table items;
    struct name_table orgs;
    struct name_table kinds;
    struct name_table seasons;
    const struct text *item_names;
    struct calibration_history of; /* calendar included */
    uint32_t undated;              /* cases without day of receipt: not for the back-test */
};

MUST_USE bool forecast_read_rows(struct cli *cli, struct text path, struct forecast_rows *out);

/* Room is made for the pack's items besides those of the rows. */
MUST_USE bool forecast_read_history(struct cli *cli, const struct pack *pack,
                                    const struct forecast_rows *rows, struct forecast_history *out);

/* The history as one learns from it. */
const struct durations *forecast_learn(struct arena *arena, const struct forecast_history *history);

/* The same, from what was known on a morning. Only dated cases count. */
const struct durations *forecast_learn_past(struct arena *arena,
                                            const struct forecast_history *history,
                                            const struct expectation *expectation,
                                            civil_date morning);

/* Leaves out the cases without a day of receipt. */
void forecast_drop_undated(struct arena *arena, struct forecast_history *history);

/* Numbers of names. What the history doesn't know is DURATION_ANY, but for the item, which has to
 * be one of the pack or of the history. */
struct forecast_question {
    struct text item;
    struct text org;
    struct text kind;
    struct text season;
};

MUST_USE bool forecast_find_key(struct cli *cli, const struct forecast_history *history,
                                const struct forecast_question *question, struct duration_key *out);

/* "Q1" to "Q4" */
struct text forecast_season(civil_date day);

/* The stops of a case, added up: {days, ended} each. */
MUST_USE bool forecast_read_stops(const struct jvalue *list, enum duration_stop *stop,
                                  int32_t *days, struct fault *fault);

#endif
