#ifndef LIANDONG_ROOM_APPRAISAL_PARTS_H
#define LIANDONG_ROOM_APPRAISAL_PARTS_H

#include "base/json_read.h"
#include "room/appraisal/appraisal.h"

/* The parts of a result as the ledger keeps them: the formula as it was, the figures, and what they
 * came to, so that it can be reckoned again from them alone. */
struct appraisal_part {
    struct text id, indicator, rating; /* one of the last two is "" */
    struct appraise_part rule;
    struct appraise_figure figure;
    struct appraise_points points;
};
struct appraisal_parts {
    struct appraisal_part items[APPRAISE_PARTS_MAX];
    size_t count;
};

/* Points and score from rules and figures. */
void appraisal_reckon(struct appraisal_parts *parts, int64_t least_weight,
                      struct appraise_score *out);
/* As one JSON text for an event. */
struct text appraisal_parts_json(struct arena *arena, const struct appraisal_parts *parts);
/* What appraisal_parts_json wrote. */
MUST_USE bool appraisal_parts_read(struct arena *arena, struct text json,
                                   struct appraisal_parts *out, struct fault *fault);

#endif
