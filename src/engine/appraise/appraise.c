#include "engine/appraise/appraise.h"

#include <math.h>

#define FULL_POINTS 10000 /* hundredths */

const char *appraise_why_code(enum appraise_why why)
{
    static const char *const codes[] = {"counted", "few", "unknown", "left_out"};
    return codes[why];
}

/* Of non-negative numbers, halves up. */
static int64_t divided(int64_t of, int64_t by)
{
    return (2 * of + by) / (2 * by);
}

static int64_t points_of(const struct appraise_part *part, int64_t value)
{
    bool is_down = part->full < part->floor;
    int64_t way = is_down ? part->floor - value : value - part->floor;
    int64_t whole = is_down ? part->floor - part->full : part->full - part->floor;
    return way <= 0 ? 0 : way >= whole ? FULL_POINTS : divided(way * FULL_POINTS, whole);
}

static enum appraise_why why_of(const struct appraise_part *part,
                                const struct appraise_figure *figure)
{
    return part->is_left_out              ? APPRAISE_LEFT_OUT
           : !figure->is_known            ? APPRAISE_UNKNOWN
           : figure->rows < part->minimum ? APPRAISE_FEW
                                          : APPRAISE_COUNTED;
}

static struct appraise_points part_points(const struct appraise_part *part,
                                          const struct appraise_figure *figure)
{
    struct appraise_points out = {.why = why_of(part, figure)};
    if (out.why == APPRAISE_COUNTED) {
        int64_t one = points_of(part, figure->low);
        int64_t other = points_of(part, figure->high);
        out.points = points_of(part, figure->value);
        out.low = one < other ? one : other;
        out.high = one < other ? other : one;
    }
    return out;
}

static int64_t clamped(double points)
{
    return points < 0 ? 0 : points > FULL_POINTS ? FULL_POINTS : (int64_t)points;
}

static void sum_up(const struct appraise_formula *formula, struct appraise_points *points,
                   struct appraise_score *out)
{
    int64_t sum = 0;
    double below = 0, above = 0;
    for (size_t i = 0; i < formula->count; i++) {
        double weight = (double)formula->parts[i].weight;
        if (points[i].why == APPRAISE_COUNTED) {
            double down = weight * (double)(points[i].points - points[i].low);
            double up = weight * (double)(points[i].high - points[i].points);
            points[i].weight = divided(formula->parts[i].weight * FULL_POINTS, out->counted);
            sum += formula->parts[i].weight * points[i].points;
            below += down * down;
            above += up * up;
        }
    }
    double score = (double)sum / (double)out->counted;
    out->score = divided(sum, out->counted);
    out->low = clamped(floor(score - sqrt(below) / (double)out->counted));
    out->high = clamped(ceil(score + sqrt(above) / (double)out->counted));
    out->low = out->low > out->score ? out->score : out->low;
    out->high = out->high < out->score ? out->score : out->high;
}

void appraise(const struct appraise_formula *formula, const struct appraise_figure *figures,
              struct appraise_points *points, struct appraise_score *out)
{
    *out = (struct appraise_score){.is_known = false};
    for (size_t i = 0; i < formula->count; i++) {
        points[i] = part_points(&formula->parts[i], &figures[i]);
        out->of += formula->parts[i].weight;
        out->counted += points[i].why == APPRAISE_COUNTED ? formula->parts[i].weight : 0;
    }
    out->is_known = out->counted > 0 && out->counted * 100 >= out->of * formula->least_weight;
    if (out->counted > 0) {
        struct appraise_score sum = *out;
        sum_up(formula, points, &sum);
        *out = out->is_known ? sum : *out;
    }
}

void appraise_places(const struct appraise_score *scores, size_t count, struct appraise_place *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct appraise_place){0, 0};
        if (!scores[i].is_known) {
            continue;
        }
        out[i] = (struct appraise_place){1, 0};
        for (size_t j = 0; j < count; j++) {
            bool is_above = scores[j].is_known && scores[j].low > scores[i].high;
            bool is_below = scores[j].is_known && scores[j].high < scores[i].low;
            out[i].best += is_above ? 1 : 0;
            out[i].worst += scores[j].is_known && !is_below ? 1 : 0;
        }
    }
}
