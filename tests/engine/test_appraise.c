#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "chance.h"
#include "engine/appraise/appraise.h"

/* The appraisal against a slow twin: points by trying every hundredth, scores by adding the formula
 * once for each unit of weight, places by asking each pair. */

#define TRIES 400

static int64_t slow_points(const struct appraise_part *part, int64_t value)
{
    double share =
        ((double)value - (double)part->floor) / ((double)part->full - (double)part->floor);
    int64_t best = 0;
    for (int64_t points = 0; points <= 10000; points++) {
        double off = fabs((double)points / 10000 - share);
        double least = fabs((double)best / 10000 - share);
        best = off <= least + 1e-12 ? points : best;
    }
    return best;
}

static bool slow_counts(const struct appraise_part *part, const struct appraise_figure *figure)
{
    return !part->is_left_out && figure->is_known && figure->rows >= part->minimum;
}

struct slow {
    double score, low, high;
    int64_t counted, of;
};

static struct slow slow_score(const struct appraise_formula *formula,
                              const struct appraise_figure *figures)
{
    struct slow out = {0, 0, 0, 0, 0};
    double below = 0, above = 0;
    for (size_t i = 0; i < formula->count; i++) {
        const struct appraise_part *part = &formula->parts[i];
        int64_t ends[3] = {slow_points(part, figures[i].low), slow_points(part, figures[i].value),
                           slow_points(part, figures[i].high)};
        int64_t low = ends[0] < ends[2] ? ends[0] : ends[2];
        int64_t high = ends[0] < ends[2] ? ends[2] : ends[0];
        for (int64_t each = 0; each < part->weight; each++) {
            out.of++;
            if (slow_counts(part, &figures[i])) {
                out.counted++;
                out.score += (double)ends[1];
            }
        }
        if (slow_counts(part, &figures[i])) {
            below += pow((double)(part->weight * (ends[1] - low)), 2);
            above += pow((double)(part->weight * (high - ends[1])), 2);
        }
    }
    if (out.counted > 0) {
        out.score /= (double)out.counted;
        out.low = fmax(0, out.score - sqrt(below) / (double)out.counted);
        out.high = fmin(10000, out.score + sqrt(above) / (double)out.counted);
    }
    return out;
}

static void guess_part(struct chance *chance, struct appraise_part *part,
                       struct appraise_figure *figure)
{
    int64_t from = (int64_t)chance_below(chance, 1000);
    int64_t to = (int64_t)chance_below(chance, 1000);
    *part = (struct appraise_part){.weight = 1 + (int64_t)chance_below(chance, 40),
                                   .floor = from,
                                   .full = to == from ? from + 1 : to,
                                   .minimum = 1 + (int64_t)chance_below(chance, 20),
                                   .is_left_out = chance_below(chance, 8) == 0};
    int64_t value = (int64_t)chance_below(chance, 1001);
    *figure = (struct appraise_figure){
        .rows = (int64_t)chance_below(chance, 60),
        .is_known = chance_below(chance, 6) != 0,
        .value = value,
        .low = value - (int64_t)chance_below(chance, (int)value + 1),
        .high = value + (int64_t)chance_below(chance, (int)(1001 - value)),
    };
}

struct guess {
    struct appraise_part parts[APPRAISE_PARTS_MAX];
    struct appraise_figure figures[APPRAISE_PARTS_MAX];
    struct appraise_formula formula;
};

static void guess(struct chance *chance, struct guess *out)
{
    out->formula = (struct appraise_formula){out->parts, (size_t)(1 + chance_below(chance, 6)),
                                             (int64_t)chance_below(chance, 101)};
    for (size_t i = 0; i < out->formula.count; i++) {
        guess_part(chance, &out->parts[i], &out->figures[i]);
    }
}

static void scores_are_those_of_the_twin(void **state)
{
    (void)state;
    struct chance chance = chance_from(20261130);
    int known = 0, unknown = 0;
    for (int try = 0; try < TRIES; try++) {
        struct guess one;
        struct appraise_points points[APPRAISE_PARTS_MAX];
        struct appraise_score got;
        guess(&chance, &one);
        struct slow wanted = slow_score(&one.formula, one.figures);
        appraise(&one.formula, one.figures, points, &got);
        assert_int_equal(got.counted, wanted.counted);
        assert_int_equal(got.of, wanted.of);
        bool is_known =
            wanted.counted > 0 && wanted.counted * 100 >= wanted.of * one.formula.least_weight;
        assert_int_equal(got.is_known, is_known);
        known += is_known ? 1 : 0;
        unknown += is_known ? 0 : 1;
        if (is_known) {
            assert_true(fabs((double)got.score - wanted.score) <= 0.5 + 1e-9);
            assert_true(fabs((double)got.low - wanted.low) <= 1 + 1e-6);
            assert_true(fabs((double)got.high - wanted.high) <= 1 + 1e-6);
            assert_true(0 <= got.low && got.low <= got.score && got.score <= got.high &&
                        got.high <= 10000);
        } else {
            assert_int_equal(got.score, 0);
        }
    }
    assert_true(known > TRIES / 5 && unknown > TRIES / 5);
}

/* What is left out is as if the formula had never had it. */
static void a_part_left_out_is_no_part(void **state)
{
    (void)state;
    struct chance chance = chance_from(7);
    for (int try = 0; try < TRIES; try++) {
        struct guess one, less;
        struct appraise_points points[APPRAISE_PARTS_MAX];
        struct appraise_score whole, rest;
        guess(&chance, &one);
        one.formula.least_weight = 0;
        less = one;
        less.formula.parts = less.parts;
        less.formula.count = 0;
        for (size_t i = 0; i < one.formula.count; i++) {
            if (slow_counts(&one.parts[i], &one.figures[i])) {
                less.parts[less.formula.count] = one.parts[i];
                less.figures[less.formula.count++] = one.figures[i];
            }
        }
        appraise(&one.formula, one.figures, points, &whole);
        int64_t weights = 0;
        for (size_t i = 0; i < one.formula.count; i++) {
            bool counts = slow_counts(&one.parts[i], &one.figures[i]);
            assert_int_equal(points[i].why == APPRAISE_COUNTED, counts);
            assert_int_equal(points[i].weight > 0, counts);
            weights += points[i].weight;
        }
        assert_true(whole.counted == 0 ||
                    llabs((long long)weights - 10000) <= (long long)one.formula.count);
        appraise(&less.formula, less.figures, points, &rest);
        assert_int_equal(whole.is_known, rest.is_known);
        assert_int_equal(whole.score, rest.score);
        assert_int_equal(whole.low, rest.low);
        assert_int_equal(whole.high, rest.high);
    }
}

static void less_may_be_better(void **state)
{
    (void)state;
    struct appraise_part part = {.weight = 1, .floor = 200, .full = 0, .minimum = 1};
    struct appraise_formula formula = {&part, 1, 50};
    struct appraise_figure figure = {10, true, 50, 20, 90};
    struct appraise_points points;
    struct appraise_score score;
    appraise(&formula, &figure, &points, &score);
    assert_int_equal(score.score, 7500);
    assert_int_equal(score.low, 5500);
    assert_int_equal(score.high, 9000);
}

static void places_are_intervals(void **state)
{
    (void)state;
    struct chance chance = chance_from(99);
    for (int try = 0; try < TRIES / 10; try++) {
        struct appraise_score scores[12];
        struct appraise_place places[12];
        for (size_t i = 0; i < 12; i++) {
            int64_t at = (int64_t)chance_below(&chance, 100);
            scores[i] = (struct appraise_score){.is_known = chance_below(&chance, 5) != 0,
                                                .score = at,
                                                .low = at - (int64_t)chance_below(&chance, 20),
                                                .high = at + (int64_t)chance_below(&chance, 20)};
        }
        appraise_places(scores, 12, places);
        for (size_t i = 0; i < 12; i++) {
            int64_t above = 0, reached = 0;
            for (size_t j = 0; j < 12; j++) {
                above += scores[j].is_known && scores[j].low > scores[i].high;
                reached += scores[j].is_known && scores[j].high >= scores[i].low;
            }
            assert_int_equal(places[i].best, scores[i].is_known ? above + 1 : 0);
            assert_int_equal(places[i].worst, scores[i].is_known ? reached : 0);
            assert_true(places[i].best <= places[i].worst);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_the_twin),
        cmocka_unit_test(a_part_left_out_is_no_part),
        cmocka_unit_test(less_may_be_better),
        cmocka_unit_test(places_are_intervals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
