#ifndef LIANDONG_BOARD_APPRAISAL_DRAW_H
#define LIANDONG_BOARD_APPRAISAL_DRAW_H

#include "room/appraisal/appraisal_parts.h"

/* What the annual appraisal counts (年度考评): the year's indicators and ratings, by unit or by
 * navigator, from the rows of all rooms. So the two commands that count stand here, and emit the
 * events of the room (docs/decisions/0023-appraisal.md).
 *
 *     POST /appraisals                           draw up a year's
 *     POST /appraisal-objections/{id}/decide     decide an objection, perhaps counting again */

struct appraisal_asked {
    const struct view_run *run;
    struct text who, formula;
    int64_t year;
    civil_date cut;
    struct text only; /* key of the one that is counted; "": all */
};
struct appraisal_counted {
    struct text key;
    int64_t account;              /* 0: a unit */
    struct appraisal_parts parts; /* rules and figures; no points */
};
struct appraisal_counts {
    struct appraisal_counted *items; /* in the order of their keys */
    size_t count;
    int64_t least_weight;
};
/* APPRAISAL_NOT_NOW where the city has no such formula. appraisal_count.c */
MUST_USE bool appraisal_count(const struct appraisal_asked *asked, struct appraisal_counts *out,
                              struct fault *fault);
/* The formula for departments or navigators in force on a day; NULL: none. */
struct pack_record;
const struct pack_record *appraisal_formula_on(const struct city *city, struct text who,
                                               civil_date on);

struct paper_desk;
struct jvalue;
void appraisal_compose(const struct paper_desk *desk, const struct jvalue *answer,
                       struct buffer *to);

extern const struct room appraisal_draw_room; /* has no tables of its own */

#endif
