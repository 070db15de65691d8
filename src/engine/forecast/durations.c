#include "engine/forecast/durations.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "engine/forecast/credibility.h"

#define STOP_SHARE_WEIGHT                                                                          \
    10.0 /* cases' worth of belief that an item is stopped like the others                         \
          */
#define STOP_LENGTH_WEIGHT 8.0
#define STOP_EXPECTED_DAYS                                                                         \
    10 /* where to look for the lengths of stops; bent by all stops known                          \
        */

struct durations {
    const struct expectation *expectation;
    const int32_t *promised;
    uint32_t item_count;
    const struct duration_case *cases; /* by key */
    uint32_t count;
    double weights[DURATION_LEVELS];
    double stop_share; /* of all items; negative: no stop is known */
    struct spread stop;
};

/* ---- cells: runs of sorted cases ---- */

static int compare_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

/* By the first `parts` parts of the key. */
static int compare_keys(const struct duration_key *a, const struct duration_key *b, int parts)
{
    int by = compare_numbers(a->item, b->item);
    by = by != 0 || parts < 2 ? by : compare_numbers(a->org, b->org);
    by = by != 0 || parts < 3 ? by : compare_numbers(a->kind, b->kind);
    return by != 0 || parts < 4 ? by : compare_numbers(a->season, b->season);
}

static int compare_cases(const void *left, const void *right)
{
    const struct duration_case *a = left;
    const struct duration_case *b = right;
    int by = compare_keys(&a->key, &b->key, DURATION_LEVELS);
    by = by != 0 ? by : compare_numbers((uint32_t)a->clock.days, (uint32_t)b->clock.days);
    return by != 0 ? by : compare_numbers(a->clock.ended, b->clock.ended);
}

/* The first case that is not before the key; with `is_after` the first behind all its equals. */
static uint32_t bound(const struct durations *durations, const struct duration_key *key, int parts,
                      bool is_after)
{
    uint32_t low = 0;
    uint32_t high = durations->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int by = compare_keys(&durations->cases[middle].key, key, parts);
        if (by < 0 || (is_after && by == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct cell find_cell(const struct durations *durations, const struct duration_key *key,
                             int parts)
{
    uint32_t from = bound(durations, key, parts, false);
    return (struct cell){durations->cases + from, bound(durations, key, parts, true) - from};
}

static uint32_t cell_length(const struct durations *durations, uint32_t from, int parts)
{
    uint32_t to = from + 1;
    while (to < durations->count &&
           compare_keys(&durations->cases[from].key, &durations->cases[to].key, parts) == 0) {
        to++;
    }
    return to - from;
}

/* ---- levels ---- */

static double learn_weight(struct arena *arena, const struct durations *durations, int level)
{
    struct credibility sums = {0};
    for (uint32_t from = 0; from < durations->count;) {
        uint32_t whole = cell_length(durations, from, level);
        if (cell_length(durations, from, level + 1) < whole) {
            struct arena_mark mark = arena_mark(arena);
            struct cell parent = {durations->cases + from, whole};
            struct credibility_ranks ranks = credibility_rank(arena, &parent);
            for (uint32_t at = from; at < from + whole;) {
                struct cell part = {durations->cases + at, cell_length(durations, at, level + 1)};
                credibility_add(&sums, &ranks, &part);
                at += part.count;
            }
            credibility_close(&sums);
            arena_rewind(arena, mark);
        }
        from += whole;
    }
    return credibility_weight(&sums, DURATION_LEVEL_WEIGHT);
}

static struct spread descend(struct arena *arena, const struct durations *durations,
                             const struct duration_key *key, struct duration_law *law)
{
    struct cell above = find_cell(durations, key, 1);
    struct survival_counts counts = cell_count(arena, &above);
    struct spread spread =
        expectation_spread(arena, durations->expectation, durations->promised[key->item], &counts);
    law->cases = counts.cases;
    law->open_cases = counts.cases - counts.ended_cases;
    law->level_cases[0] = counts.cases;
    spread = survival_update(arena, &spread, DURATION_PROMISE_WEIGHT, &counts);
    const uint32_t parts[DURATION_LEVELS] = {key->item, key->org, key->kind, key->season};
    for (int level = 1; level < DURATION_LEVELS && parts[level] != DURATION_ANY; level++) {
        struct cell cell = find_cell(durations, key, level + 1);
        law->level_cases[level] = cell.count;
        if (cell.count == 0) {
            break;
        }
        if (cell.count < above.count) {
            counts = cell_count(arena, &cell);
            spread = survival_update(arena, &spread, durations->weights[level], &counts);
        }
        above = cell;
    }
    return spread;
}

/* ---- stops ---- */

/* How much of its chance to be stopped a case has had that has run `used` days on the clock and is
 * known to take at least `from` days: the mean of used / D. */
static double exposure(const struct spread *clock, int32_t used, int32_t from)
{
    double seen = 0;
    double whole = 0;
    if (used == 0) {
        return 0;
    }
    for (uint32_t t = (uint32_t)from; t < clock->count; t++) {
        whole += clock->mass[t];
        seen += clock->mass[t] * (t > (uint32_t)used ? (double)used / t : 1);
    }
    return whole > 1e-12 ? seen / whole : 1;
}

struct stop_counts {
    double exposed;
    double stopped;
};

static struct stop_counts count_stops(const struct cell *cell, const struct spread *clock)
{
    struct stop_counts counts = {0, 0};
    for (uint32_t i = 0; i < cell->count; i++) {
        const struct duration_case *one = &cell->cases[i];
        counts.stopped += one->stop != DURATION_NOT_STOPPED;
        counts.exposed +=
            one->clock.ended != 0 ? 1 : exposure(clock, one->clock.days, one->clock.days + 1);
    }
    return counts;
}

static struct survival_counts count_lengths(struct arena *arena, const struct cell *cell)
{
    uint32_t count = 0;
    struct survival_case *lengths =
        arena_array(arena, struct survival_case, (size_t)cell->count + 1);
    for (uint32_t i = 0; i < cell->count; i++) {
        const struct duration_case *one = &cell->cases[i];
        if (one->stop != DURATION_NOT_STOPPED) {
            lengths[count++] = (struct survival_case){
                one->stop_days, one->stop == DURATION_RESUMED || one->clock.ended != 0};
        }
    }
    return survival_count(arena, lengths, count);
}

/* All items together. The clock of each item is needed to weigh its open cases; the product-limit
 * estimate of the item is good enough for that. */
static void learn_stops(struct arena *arena, struct durations *durations)
{
    struct cell all = {durations->cases, durations->count};
    struct survival_counts lengths = count_lengths(arena, &all);
    struct stop_counts sums = {0, 0};
    durations->stop_share = -1;
    if (lengths.cases == 0) {
        return;
    }
    for (uint32_t from = 0; from < durations->count;) {
        struct arena_mark mark = arena_mark(arena);
        struct cell cell = {durations->cases + from, cell_length(durations, from, 1)};
        struct survival_counts counts = cell_count(arena, &cell);
        struct spread longest = spread_sure(arena, (int32_t)counts.count);
        struct spread clock = survival_update(arena, &longest, 1, &counts);
        struct stop_counts found = count_stops(&cell, &clock);
        sums.exposed += found.exposed;
        sums.stopped += found.stopped;
        from += cell.count;
        arena_rewind(arena, mark);
    }
    double share = sums.exposed > 0 ? sums.stopped / sums.exposed : 1;
    durations->stop_share = share < 1 ? share : 1;
    struct spread expected =
        expectation_spread(arena, durations->expectation, STOP_EXPECTED_DAYS, &lengths);
    durations->stop = survival_update(arena, &expected, STOP_LENGTH_WEIGHT, &lengths);
}

static void add_stops(struct arena *arena, const struct durations *durations,
                      const struct duration_key *key, struct duration_law *law)
{
    law->stop = spread_sure(arena, 0);
    law->whole = law->clock;
    if (durations->stop_share < 0) {
        return;
    }
    struct cell cell = find_cell(durations, key, 1);
    struct stop_counts seen = count_stops(&cell, &law->clock);
    struct survival_counts lengths = count_lengths(arena, &cell);
    double share = (seen.stopped + STOP_SHARE_WEIGHT * durations->stop_share) /
                   (seen.exposed + STOP_SHARE_WEIGHT);
    law->stop_share = share < 1 ? share : 1;
    law->stop = survival_update(arena, &durations->stop, STOP_LENGTH_WEIGHT, &lengths);
    struct spread stops = spread_sometimes(arena, &law->stop, law->stop_share);
    law->whole = spread_add(arena, &law->clock, &stops);
}

/* ---- the whole ---- */

const struct durations *durations_learn(struct arena *arena, const struct expectation *expectation,
                                        const struct duration_history *history)
{
    struct durations *durations = arena_new(arena, struct durations);
    struct duration_case *cases =
        arena_array(arena, struct duration_case, (size_t)history->count + 1);
    for (uint32_t i = 0; i < history->count; i++) {
        ensure(history->cases[i].key.item < history->item_count);
        cases[i] = history->cases[i];
    }
    qsort(cases, history->count, sizeof(*cases), compare_cases);
    *durations = (struct durations){.expectation = expectation,
                                    .promised = history->promised,
                                    .item_count = history->item_count,
                                    .cases = cases,
                                    .count = history->count};
    for (int level = 1; level < DURATION_LEVELS; level++) {
        durations->weights[level] = learn_weight(arena, durations, level);
    }
    learn_stops(arena, durations);
    return durations;
}

struct duration_law durations_law(struct arena *arena, const struct durations *durations,
                                  struct duration_key key)
{
    struct duration_law law = {0};
    ensure(key.item < durations->item_count);
    law.clock = descend(arena, durations, &key, &law);
    add_stops(arena, durations, &key, &law);
    return law;
}

struct spread_interval duration_interval(const struct duration_law *law, double p)
{
    double known = law->cases - law->open_cases + DURATION_PROMISE_WEIGHT;
    double tail = ((known + 1) * (1 - p) / 2 - 0.5) / known;
    return spread_interval(&law->clock, tail > 0 ? 1 - 2 * tail : 1);
}

double durations_weight(const struct durations *durations, uint32_t level)
{
    ensure(level > 0 && level < DURATION_LEVELS);
    return durations->weights[level];
}

struct spread duration_left(struct arena *arena, const struct duration_law *law,
                            struct duration_state state)
{
    struct spread clock = spread_left(arena, &law->clock, state.used);
    if (state.stop == DURATION_RESUMED || law->stop_share <= 0) {
        return clock;
    }
    if (state.stop == DURATION_STOPPED) {
        struct spread stop = spread_left(arena, &law->stop, state.stop_days);
        return spread_add(arena, &clock, &stop);
    }
    double had = exposure(&law->clock, state.used, state.used);
    double never = 1 - law->stop_share * had;
    double share = never > 1e-12 ? law->stop_share * (1 - had) / never : 0;
    struct spread stops = spread_sometimes(arena, &law->stop, share < 1 ? share : 1);
    return spread_add(arena, &clock, &stops);
}
