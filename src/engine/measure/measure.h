#ifndef LIANDONG_ENGINE_MEASURE_H
#define LIANDONG_ENGINE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Indicators (指标): what rows add up to, with how sure it is.
 *
 * A city's data says which indicators there are and in which words (indicators.json); each names
 * one of the measures below, which the program can count. A row says its share in the numerator and
 * the denominator; a sum of rows gives the value, the interval in which it lies, and whether two
 * groups differ at all. Whatever rows are added, and in which order a group comes, the whole is the
 * sum of its groups. */

/* What kind of value rows add up to. */
enum measure_form {
    MEASURE_IS_SHARE, /* each row is in the denominator once, in the numerator or not: per mille */
    MEASURE_IS_RATIO, /* sums of two numbers: per mille */
    MEASURE_IS_MEAN,  /* a number for each row: hundredths */
    MEASURE_IS_DAYS   /* how long it took; what goes on still is known to take longer */
};

enum measure_kind {
    MEASURE_REACHED, /* projects: from a step to a later one */
    MEASURE_TOOK,    /* the days between both */
    MEASURE_ON_TIME,
    MEASURE_SAVED_LAW,
    MEASURE_SAVED_PROMISE,
    MEASURE_CASE_DAYS,
    MEASURE_ONCE,
    MEASURE_FIRST_PASS,
    MEASURE_TOLD_ONCE,
    MEASURE_VISITS,
    MEASURE_NO_VISIT,
    MEASURE_HANDS,
    MEASURE_LATE_ENTRY,
    MEASURE_PROMISES_KEPT,
    MEASURE_WHISTLES_ANSWERED,
    MEASURE_PROBLEMS_CLOSED,
    MEASURE_PROBLEM_DAYS,
    MEASURE_PROBLEMS_REOPENED,
    MEASURE_PROBLEMS_RECUR,
    MEASURE_POLICY_GRANTED,
    MEASURE_POLICY_PAID,
    MEASURE_KIND_COUNT
};

const char *measure_code(enum measure_kind kind); /* "on_time" */
bool measure_find(struct text code, enum measure_kind *out);
enum measure_form measure_form_of(enum measure_kind kind);
/* Shares of projects and of cases, which a city's counters can keep: each row belongs to one
 * project, and nothing but its events and the day moves it. */
bool measure_is_kept(enum measure_kind kind);

/* -- rows -- */

struct measure_row {
    int64_t part, whole;
    int64_t amount_part, amount_whole; /* the same by money, in the source's whole unit */
    bool has_amount;
    bool is_excluded; /* 终止: stays in the denominator; reckoned apart without it too */
    int32_t days;     /* MEASURE_IS_DAYS, from 0 */
    bool has_ended;
};

struct survival_case;
struct arena;

struct measure_sum {
    int64_t rows, part, whole;
    int64_t excluded, excluded_part, excluded_whole;
    int64_t with_amount, amount_part, amount_whole;
    double squares, products, whole_squares; /* of parts and wholes, for the interval of a ratio */
    struct survival_case *times;
    uint32_t time_count, time_capacity;
};

/* Begins with {0}. */
void measure_add(struct arena *arena, enum measure_form form, struct measure_sum *sum,
                 const struct measure_row *row);

/* -- values -- */

/* In per mille, of a mean in hundredths, rounded to the nearest (halves away from zero); `low` to
 * `high` holds the true value in 95 of 100 such samples. */
struct measure_value {
    bool is_known; /* false: nothing to divide by */
    bool has_interval;
    int64_t value, low, high;
};

/* A share: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 * (1927). A ratio and a mean: linearised, with the rows as the sample; from two rows on. */
struct measure_value measure_value_of(enum measure_form form, const struct measure_sum *sum);
/* Without what is excluded; only where something is. */
struct measure_value measure_value_without(enum measure_form form, const struct measure_sum *sum);
struct measure_value measure_amount_of(const struct measure_sum *sum);

/* Whether a group's share is above (1) or below (-1) that of the rest, or can't be told from it
 * (0): Newcombe, "Interval estimation for the difference between independent proportions",
 * Statistics in Medicine 17 (1998), method 10. Other forms: whether the intervals lie apart. */
int measure_compare(enum measure_form form, const struct measure_sum *group,
                    const struct measure_sum *rest);
/* `all` without `group`; the group's rows are among those of all. Not for days. */
struct measure_sum measure_rest(const struct measure_sum *all, const struct measure_sum *group);

/* Days: the product-limit estimate (engine/forecast/survival.h). A quantile is the first day by
 * which at least so many per mille are expected to have ended; not known where too many go on
 * still. */
struct measure_times {
    uint32_t cases, ended;
    bool has_median, has_p90;
    int32_t median, p90;
};
struct measure_times measure_times_of(struct arena *arena, const struct measure_sum *sum);
/* Points of the curve "still going on after so many days", per mille: where it falls, at most
 * `most` of them, the first and the last included. Returns how many. */
struct measure_point {
    int32_t days, permille;
};
size_t measure_curve(struct arena *arena, const struct measure_sum *sum, struct measure_point *out,
                     size_t most);

#endif
