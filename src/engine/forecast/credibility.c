#include "engine/forecast/credibility.h"

#include "base/arena.h"
#include "base/compiler.h"

#define RANK_VARIANCE (1.0 / 12) /* of a uniform rank */
#define BELIEVED_FREEDOM 4.0     /* how much that is believed, in degrees of freedom */
#define BELIEVED_CASES 40.0      /* how much the believed weight is believed */
#define WEIGHT_LEAST 2.0
#define WEIGHT_MOST 1000.0

struct survival_counts cell_count(struct arena *arena, const struct cell *cell)
{
    struct survival_case *cases = arena_array(arena, struct survival_case, (size_t)cell->count + 1);
    for (uint32_t i = 0; i < cell->count; i++) {
        cases[i] = cell->cases[i].clock;
    }
    return survival_count(arena, cases, cell->count);
}

struct credibility_ranks credibility_rank(struct arena *arena, const struct cell *parent)
{
    struct survival_counts counts = cell_count(arena, parent);
    double *above = arena_array(arena, double, 3 * (size_t)counts.count + 1);
    double *ended = above + counts.count;
    double *open = ended + counts.count;
    survival_estimate(&counts, above);
    double before = 1;
    for (uint32_t t = 0; t < counts.count; t++) {
        ended[t] = 1 - (before + above[t]) / 2;
        open[t] = 1 - above[t] / 2;
        before = above[t];
    }
    return (struct credibility_ranks){ended, open};
}

static double rank_of(const struct credibility_ranks *ranks, const struct duration_case *one)
{
    int32_t days = one->clock.days < SPREAD_DAYS_MAX ? one->clock.days : SPREAD_DAYS_MAX;
    return one->clock.ended != 0 ? ranks->ended[days] : ranks->open[days];
}

void credibility_add(struct credibility *sums, const struct credibility_ranks *ranks,
                     const struct cell *cell)
{
    double sum = 0;
    double squares = 0;
    double count = cell->count;
    ensure(cell->count > 0);
    for (uint32_t i = 0; i < cell->count; i++) {
        double rank = rank_of(ranks, &cell->cases[i]);
        sum += rank;
        squares += rank * rank;
    }
    sums->cells++;
    sums->cases += count;
    sums->squares += count * count;
    sums->sum += sum;
    sums->weighted += sum * sum / count;
    sums->within += squares - sum * sum / count;
}

void credibility_close(struct credibility *sums)
{
    sums->between += sums->weighted - sums->sum * sums->sum / sums->cases;
    sums->freedom_between += sums->cells - 1;
    sums->freedom_within += sums->cases - sums->cells;
    sums->spread_cases += sums->cases - sums->squares / sums->cases;
    sums->cells = sums->cases = sums->squares = sums->sum = sums->weighted = 0;
}

double credibility_weight(const struct credibility *sums, double believed)
{
    double single = (sums->within + BELIEVED_FREEDOM * RANK_VARIANCE) /
                    (sums->freedom_within + BELIEVED_FREEDOM);
    double excess = sums->between - sums->freedom_between * single;
    double means =
        (excess + BELIEVED_CASES * single / believed) / (sums->spread_cases + BELIEVED_CASES);
    if (means * WEIGHT_MOST <= single) {
        return WEIGHT_MOST;
    }
    double weight = single / means;
    return weight > WEIGHT_LEAST ? weight : WEIGHT_LEAST;
}
