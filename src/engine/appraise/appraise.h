#ifndef LIANDONG_ENGINE_APPRAISE_H
#define LIANDONG_ENGINE_APPRAISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Annual appraisal (年度考评): figures become points by a city's published formula, points become a
 * score with the interval in which it lies. Pure: neither rows nor words of the trade.
 *
 * A part gives no points at its floor and a hundred at its full value, in a straight line between
 * them and no more beyond. A part with too few rows, or whose figure is not known, is left out and
 * the weights of the others are taken anew from what is left: unknown is not zero. Where less than
 * the formula's least weight is left there is no score at all. */

#define APPRAISE_PARTS_MAX 16

struct appraise_part {
    int64_t weight;      /* from 1 */
    int64_t floor, full; /* per mille, not the same; full below floor: less is better */
    int64_t minimum;     /* rows from which it counts */
    bool is_left_out;    /* by a decision about this one alone */
};

struct appraise_figure {
    int64_t rows;
    bool is_known;
    int64_t value, low, high; /* per mille, low <= value <= high */
};

enum appraise_why { APPRAISE_COUNTED, APPRAISE_FEW, APPRAISE_UNKNOWN, APPRAISE_LEFT_OUT };
const char *appraise_why_code(enum appraise_why why); /* "counted", "few", ... */

struct appraise_points {
    enum appraise_why why;
    int64_t points, low, high; /* hundredths of a point, 0..10000; 0 where it is left out */
    int64_t weight;            /* as taken anew, hundredths of a per cent; 0 where left out */
};

struct appraise_score {
    bool is_known;
    int64_t score, low, high; /* hundredths of a point; low <= score <= high */
    int64_t counted;          /* weight of the parts that count */
    int64_t of;               /* weight of all parts */
};

struct appraise_formula {
    const struct appraise_part *parts;
    size_t count;         /* up to APPRAISE_PARTS_MAX */
    int64_t least_weight; /* per cent of all weight that must count for a score */
};

/* `figures` and `points`: one for each part. Rounded to the nearest, halves up. The interval: what
 * each part's own interval does to the sum, added as squares on either side (Zou and Donner, "
 * Construction of confidence limits about effect measures", Statistics in Medicine 27 (2008)); the
 * parts are taken as independent of each other. */
void appraise(const struct appraise_formula *formula, const struct appraise_figure *figures,
              struct appraise_points *points, struct appraise_score *out);

/* From which place to which one may stand among others: better are only those whose whole interval
 * lies above, worse those whose whole interval lies below. 0 where there is no score. */
struct appraise_place {
    int64_t best, worst;
};
void appraise_places(const struct appraise_score *scores, size_t count, struct appraise_place *out);

#endif
