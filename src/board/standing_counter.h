#ifndef LIANDONG_BOARD_STANDING_COUNTER_H
#define LIANDONG_BOARD_STANDING_COUNTER_H

#include "board/standing.h"

/* Counters (计数): what a city adds up to, kept beside the rows that stand, so that a page of
 * figures reads some hundred lines and no project, however many there are.
 *
 * A counter is two whole numbers of a unit's projects, or of all (unit ""), for a district, a stage
 * and something to tell them apart by. Its table holds changes by day: a row adds on the
 * day on which it begins, and is taken out on that on which the next one of its project does; the
 * numbers of a day are the sum of all changes up to it. Of days that are past nothing is kept apart
 * (standing_forget).
 *
 *     what       of                     part                    whole
 *     running    -                      late projects           projects with a plan under way
 *     late       for whom is waited     late projects           working days of production lost
 *     decided    -                      decided in time         decided cases with a limit
 *     lights     -                      open cases in red       in yellow
 *     stage      the stage's code       projects past a limit   projects
 *     money      -                      investment, hundredths  projects with a figure of it
 *     share      an indicator           its numerator           its denominator
 *
 * For whom is waited: a unit of the pack, or "@" and the party; of a unit's own counters only
 * itself is told, all others are "". Decided cases and lights are counted for all only. Shares are
 * those that the city's cockpits show (`cockpits` of indicators.json), made by the same code as the
 * indicator's page: the whole time up to today; a unit's own are its own cases, and the projects in
 * which it takes part. */

#define STANDING_RUNNING "running"
#define STANDING_LATE "late"
#define STANDING_DECIDED "decided"
#define STANDING_LIGHTS "lights"
#define STANDING_STAGE "stage"
#define STANDING_MONEY "money"
#define STANDING_SHARE "share"

struct standing_counter {
    struct text what, of, district;
    int64_t stage_rank, part, whole;
};
struct standing_counters {
    struct standing_counter *items;
    size_t count;
};
/* All within the scope of who sees a city, a district or what his unit has part in, on the run's
 * day; only where standing_is_ready. */
MUST_USE bool standing_counters_of(const struct view_run *run, struct standing_counters *out,
                                   struct fault *fault);

/* The same for every role without rows that stand, project by project; what the rows are held
 * against. */
MUST_USE bool standing_counters_derive(const struct view_run *run, struct standing_counters *out,
                                       struct fault *fault);

/* For whom a project waits: see above. In the arena, or a text of the row. */
struct text standing_holder(struct arena *arena, const struct standing *standing);
/* What a row adds to the counters of a unit ("" all), shares aside; some add nothing. */
#define STANDING_COUNTERS_OF_ROW 6
void standing_counters_of_row(struct arena *arena, const struct standing *standing,
                              struct text unit,
                              struct standing_counter out[STANDING_COUNTERS_OF_ROW]);

/* -- shares (standing_shares.c) -- */

/* What the project adds to the shares, as a row keeps it: "id:unit:part:whole", blanks between. Of
 * cases one for all, and one for each unit that has some; of the project itself one, everybody's.
 */
#define STANDING_EVERYBODY "*"
MUST_USE bool standing_shares_of(const struct view_run *run, int64_t project, struct text *out,
                                 struct fault *fault);
struct standing_share {
    struct text id, unit; /* "" all cases */
    int64_t part, whole;
};
/* The indicators that are kept, as the actor asks for them; at most STANDING_SHOWN_MAX. */
#define STANDING_SHOWN_MAX 24
struct indicator_asked;
size_t standing_shown(const struct view_run *run, struct indicator_asked *out);
/* Takes the next one off the text; false at the end. */
bool standing_share_next(struct text *shares, struct standing_share *out);

#endif
