#include "engine/measure/measure.h"

#include <math.h>

#include "base/arena.h"
#include "engine/forecast/survival.h"

#define Z95 1.959963984540054

static const struct {
    const char *code;
    enum measure_form form;
} kinds[MEASURE_KIND_COUNT] = {
    [MEASURE_REACHED] = {"reached", MEASURE_IS_SHARE},
    [MEASURE_TOOK] = {"took", MEASURE_IS_DAYS},
    [MEASURE_ON_TIME] = {"on_time", MEASURE_IS_SHARE},
    [MEASURE_SAVED_LAW] = {"saved_law", MEASURE_IS_RATIO},
    [MEASURE_SAVED_PROMISE] = {"saved_promise", MEASURE_IS_RATIO},
    [MEASURE_CASE_DAYS] = {"case_days", MEASURE_IS_DAYS},
    [MEASURE_ONCE] = {"once", MEASURE_IS_SHARE},
    [MEASURE_FIRST_PASS] = {"first_pass", MEASURE_IS_SHARE},
    [MEASURE_TOLD_ONCE] = {"told_once", MEASURE_IS_SHARE},
    [MEASURE_VISITS] = {"visits", MEASURE_IS_MEAN},
    [MEASURE_NO_VISIT] = {"no_visit", MEASURE_IS_SHARE},
    [MEASURE_HANDS] = {"hands", MEASURE_IS_RATIO},
    [MEASURE_LATE_ENTRY] = {"late_entry", MEASURE_IS_SHARE},
    [MEASURE_PROMISES_KEPT] = {"promises_kept", MEASURE_IS_SHARE},
    [MEASURE_WHISTLES_ANSWERED] = {"whistles_answered", MEASURE_IS_SHARE},
    [MEASURE_PROBLEMS_CLOSED] = {"problems_closed", MEASURE_IS_SHARE},
    [MEASURE_PROBLEM_DAYS] = {"problem_days", MEASURE_IS_DAYS},
    [MEASURE_PROBLEMS_REOPENED] = {"problems_reopened", MEASURE_IS_SHARE},
    [MEASURE_PROBLEMS_RECUR] = {"problems_recur", MEASURE_IS_SHARE},
    [MEASURE_POLICY_GRANTED] = {"policy_granted", MEASURE_IS_RATIO},
    [MEASURE_POLICY_PAID] = {"policy_paid", MEASURE_IS_RATIO},
};

const char *measure_code(enum measure_kind kind)
{
    return kinds[kind].code;
}

bool measure_find(struct text code, enum measure_kind *out)
{
    for (int i = 0; i < MEASURE_KIND_COUNT; i++) {
        if (text_is(code, kinds[i].code)) {
            *out = (enum measure_kind)i;
            return true;
        }
    }
    return false;
}

enum measure_form measure_form_of(enum measure_kind kind)
{
    return kinds[kind].form;
}

bool measure_is_kept(enum measure_kind kind)
{
    return kind == MEASURE_REACHED || kind == MEASURE_ON_TIME || kind == MEASURE_ONCE ||
           kind == MEASURE_FIRST_PASS || kind == MEASURE_TOLD_ONCE || kind == MEASURE_NO_VISIT;
}

/* -- rows -- */

static void add_time(struct arena *arena, struct measure_sum *sum, const struct measure_row *row)
{
    if (sum->time_count == sum->time_capacity) {
        sum->times = arena_grown(arena, sum->times, &sum->time_capacity, sizeof *sum->times);
    }
    sum->times[sum->time_count++] = (struct survival_case){row->days, row->has_ended};
}

void measure_add(struct arena *arena, enum measure_form form, struct measure_sum *sum,
                 const struct measure_row *row)
{
    double part = (double)row->part;
    double whole = (double)row->whole;
    sum->rows++;
    sum->part += row->part;
    sum->whole += row->whole;
    sum->squares += part * part;
    sum->products += part * whole;
    sum->whole_squares += whole * whole;
    if (row->is_excluded) {
        sum->excluded++;
        sum->excluded_part += row->part;
        sum->excluded_whole += row->whole;
    }
    if (row->has_amount) {
        sum->with_amount++;
        sum->amount_part += row->amount_part;
        sum->amount_whole += row->amount_whole;
    }
    if (form == MEASURE_IS_DAYS) {
        add_time(arena, sum, row);
    }
}

/* -- values -- */

static int64_t scale_of(enum measure_form form)
{
    return form == MEASURE_IS_MEAN ? 100 : 1000;
}

struct bounds {
    double low, high;
};

static struct bounds wilson(double part, double whole)
{
    double share = part / whole;
    double z2 = Z95 * Z95;
    double middle = (share + z2 / (2 * whole)) / (1 + z2 / whole);
    double half =
        Z95 / (1 + z2 / whole) * sqrt(share * (1 - share) / whole + z2 / (4 * whole * whole));
    return (struct bounds){fmax(0, middle - half), fmin(1, middle + half)};
}

/* The ratio of two means is about straight near its value: the variance of part - value * whole. */
static struct bounds linearised(const struct measure_sum *sum)
{
    double rows = (double)sum->rows;
    double value = (double)sum->part / (double)sum->whole;
    double spread = sum->squares - 2 * value * sum->products + value * value * sum->whole_squares;
    double mean = (double)sum->whole / rows;
    double half = Z95 * sqrt(fmax(0, spread) / (rows * (rows - 1))) / fabs(mean);
    return (struct bounds){value - half, value + half};
}

static bool bounds_of(enum measure_form form, const struct measure_sum *sum, struct bounds *out)
{
    if (sum->whole <= 0 || form == MEASURE_IS_DAYS) {
        return false;
    }
    if (form == MEASURE_IS_SHARE) {
        *out = wilson((double)sum->part, (double)sum->whole);
        return true;
    }
    if (sum->rows < 2) {
        return false;
    }
    *out = linearised(sum);
    return true;
}

static struct measure_value value_of(int64_t part, int64_t whole, int64_t scale)
{
    struct measure_value value = {.is_known = whole > 0};
    if (value.is_known) {
        value.value = llround((double)part / (double)whole * (double)scale);
    }
    return value;
}

struct measure_value measure_value_of(enum measure_form form, const struct measure_sum *sum)
{
    int64_t scale = scale_of(form);
    struct measure_value value = value_of(sum->part, sum->whole, scale);
    struct bounds bounds = {0, 0};
    value.has_interval = bounds_of(form, sum, &bounds);
    if (value.has_interval) {
        value.low = (int64_t)floor(bounds.low * (double)scale);
        value.high = (int64_t)ceil(bounds.high * (double)scale);
    }
    return value;
}

struct measure_value measure_value_without(enum measure_form form, const struct measure_sum *sum)
{
    if (sum->excluded == 0) {
        return (struct measure_value){.is_known = false};
    }
    return value_of(sum->part - sum->excluded_part, sum->whole - sum->excluded_whole,
                    scale_of(form));
}

struct measure_value measure_amount_of(const struct measure_sum *sum)
{
    return value_of(sum->amount_part, sum->amount_whole, 1000);
}

/* -- comparing -- */

struct measure_sum measure_rest(const struct measure_sum *all, const struct measure_sum *group)
{
    return (struct measure_sum){
        .rows = all->rows - group->rows,
        .part = all->part - group->part,
        .whole = all->whole - group->whole,
        .squares = all->squares - group->squares,
        .products = all->products - group->products,
        .whole_squares = all->whole_squares - group->whole_squares,
    };
}

static int compare_shares(const struct measure_sum *group, const struct measure_sum *rest)
{
    double a = (double)group->part / (double)group->whole;
    double b = (double)rest->part / (double)rest->whole;
    struct bounds of_a = wilson((double)group->part, (double)group->whole);
    struct bounds of_b = wilson((double)rest->part, (double)rest->whole);
    double low = a - b - hypot(a - of_a.low, of_b.high - b);
    double high = a - b + hypot(of_a.high - a, b - of_b.low);
    return low > 0 ? 1 : high < 0 ? -1 : 0;
}

int measure_compare(enum measure_form form, const struct measure_sum *group,
                    const struct measure_sum *rest)
{
    struct bounds a = {0, 0};
    struct bounds b = {0, 0};
    if (!bounds_of(form, group, &a) || !bounds_of(form, rest, &b)) {
        return 0;
    }
    if (form == MEASURE_IS_SHARE) {
        return compare_shares(group, rest);
    }
    return a.low > b.high ? 1 : a.high < b.low ? -1 : 0;
}

/* -- days -- */

/* P(D > t) for each day, in the arena; NULL without cases. */
static const double *going_on(struct arena *arena, const struct measure_sum *sum,
                              struct survival_counts *counts)
{
    *counts = survival_count(arena, sum->times, sum->time_count);
    if (counts->count == 0) {
        return NULL;
    }
    double *out = arena_array(arena, double, counts->count);
    survival_estimate(counts, out);
    return out;
}

/* 1e-9: three times a third is one. */
static bool quantile(const double *after, uint32_t count, double left, int32_t *out)
{
    for (uint32_t t = 0; t < count; t++) {
        if (after[t] <= left + 1e-9) {
            *out = (int32_t)t;
            return true;
        }
    }
    return false;
}

struct measure_times measure_times_of(struct arena *arena, const struct measure_sum *sum)
{
    struct measure_times times = {0};
    if (sum->time_count == 0) {
        return times;
    }
    struct survival_counts counts;
    const double *after = going_on(arena, sum, &counts);
    times.cases = counts.cases;
    times.ended = counts.ended_cases;
    times.has_median = after != NULL && quantile(after, counts.count, 0.5, &times.median);
    times.has_p90 = after != NULL && quantile(after, counts.count, 0.1, &times.p90);
    return times;
}

size_t measure_curve(struct arena *arena, const struct measure_sum *sum, struct measure_point *out,
                     size_t most)
{
    struct survival_counts counts;
    const double *after = sum->time_count > 0 ? going_on(arena, sum, &counts) : NULL;
    size_t count = 0;
    if (after == NULL || most < 2) {
        return 0;
    }
    out[count++] = (struct measure_point){0, (int32_t)lround(after[0] * 1000)};
    uint32_t stride = counts.count / (uint32_t)(most - 1) + 1;
    for (uint32_t t = stride; t + 1 < counts.count && count + 1 < most; t += stride) {
        int32_t permille = (int32_t)lround(after[t] * 1000);
        if (permille != out[count - 1].permille) {
            out[count++] = (struct measure_point){(int32_t)t, permille};
        }
    }
    if (counts.count > 1) {
        uint32_t last = counts.count - 1;
        out[count++] = (struct measure_point){(int32_t)last, (int32_t)lround(after[last] * 1000)};
    }
    return count;
}
