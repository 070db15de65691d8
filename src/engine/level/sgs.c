#include "engine/level/sgs.h"

#include <string.h>

#include "base/arena.h"

#define RADIX_BITS 10
#define RADIX (1u << RADIX_BITS)

struct sgs sgs_open(struct arena *arena, const struct layout *layout)
{
    struct sgs sgs = {.layout = layout};
    sgs.free = arena_array(arena, uint64_t, ((size_t)layout->horizon + 1) * layout->words);
    sgs.waits = arena_array(arena, uint32_t, layout->count);
    sgs.ready = arena_array(arena, uint16_t, layout->count);
    sgs.days_used = layout->horizon + 1;
    return sgs;
}

void sgs_take_modes(struct arena *arena, struct sgs *sgs)
{
    const struct layout *layout = sgs->layout;
    int32_t *days = arena_array(arena, int32_t, layout->count);
    uint64_t *demand = arena_array(arena, uint64_t, layout->count * layout->words);
    for (uint32_t i = 0; i < layout->count; i++) {
        uint32_t mode = layout->mode_from[i];
        days[i] = layout->days[mode];
        memcpy(demand + i * layout->words, layout->demand + mode * layout->words,
               layout->words * sizeof demand[0]);
    }
    sgs->days = days;
    sgs->demand = demand;
}

/* ---- the profile ---- */

static void clear_profile(struct sgs *sgs)
{
    uint32_t words = sgs->layout->words;
    size_t used = (size_t)sgs->days_used * words;
    for (size_t t = 0; t < used; t += words) {
        for (uint32_t w = 0; w < words; w++) {
            sgs->free[t + w] = sgs->layout->capacity[w];
        }
    }
    sgs->days_used = 0;
}

static bool day_fits(const struct sgs *sgs, int32_t day, const uint64_t *demand)
{
    uint32_t words = sgs->layout->words;
    const uint64_t *free = sgs->free + (size_t)day * words;
    for (uint32_t w = 0; w < words; w++) {
        if (((free[w] - demand[w]) & LAYOUT_GUARDS) != LAYOUT_GUARDS) {
            return false;
        }
    }
    return true;
}

/* The first day from `at` on which the activity fits in for all its days, looked for from the last
 * of them backwards: behind the last day that is too full. */
static int32_t find_place(const struct sgs *sgs, int32_t at, int32_t days, const uint64_t *demand)
{
    int32_t checked = at - 1; /* all days up to it fit, from `at` on */
    int32_t day = at + days - 1;
    if (sgs->layout->words == 1) {
        const uint64_t *free = sgs->free;
        const uint64_t wanted = demand[0];
        while (day > checked) {
            if (((free[day] - wanted) & LAYOUT_GUARDS) == LAYOUT_GUARDS) {
                day--;
            } else {
                checked = at + days - 1;
                at = day + 1;
                day = at + days - 1;
            }
        }
        return at;
    }
    while (day > checked) {
        if (day_fits(sgs, day, demand)) {
            day--;
        } else {
            checked = at + days - 1;
            at = day + 1;
            day = at + days - 1;
        }
    }
    return at;
}

static void take_place(struct sgs *sgs, int32_t at, int32_t days, const uint64_t *demand)
{
    uint32_t words = sgs->layout->words;
    uint64_t *free = sgs->free + (size_t)at * words;
    if (words == 1) {
        for (int32_t t = 0; t < days; t++) {
            free[t] -= demand[0];
        }
    } else {
        for (int32_t t = 0; t < days; t++, free += words) {
            for (uint32_t w = 0; w < words; w++) {
                free[w] -= demand[w];
            }
        }
    }
    sgs->days_used = at + days > sgs->days_used ? at + days : sgs->days_used;
}

/* ---- serial ---- */

int32_t sgs_build_serial(struct sgs *sgs, int side, const uint16_t *list, int32_t *finishes)
{
    const struct layout *layout = sgs->layout;
    const struct layout_edges before = layout->edges[side];
    int32_t makespan = 0;
    clear_profile(sgs);
    for (uint32_t n = 0; n < layout->count; n++) {
        uint32_t i = list[n];
        int32_t at = 0;
        for (uint32_t e = before.from[i]; e < before.from[i + 1]; e++) {
            int32_t finish = finishes[before.at[e]];
            at = finish > at ? finish : at;
        }
        int32_t days = sgs->days[i];
        if (days > 0) {
            const uint64_t *demand = sgs->demand + i * layout->words;
            at = find_place(sgs, at, days, demand);
            take_place(sgs, at, days, demand);
        }
        finishes[i] = at + days;
        makespan = at + days > makespan ? at + days : makespan;
    }
    return makespan;
}

/* ---- parallel ---- */

static bool fits(const struct sgs *sgs, uint32_t i, int32_t at)
{
    for (int32_t day = at; day < at + sgs->days[i]; day++) {
        if (!day_fits(sgs, day, sgs->demand + i * sgs->layout->words)) {
            return false;
        }
    }
    return true;
}

/* Everything that has become ready by `day`, sorted by rank into `ready`. */
static uint32_t add_ready(struct sgs *sgs, uint16_t i, const int32_t *rank, uint32_t count)
{
    uint32_t at = count;
    while (at > 0 && rank[sgs->ready[at - 1]] > rank[i]) {
        sgs->ready[at] = sgs->ready[at - 1];
        at--;
    }
    sgs->ready[at] = i;
    return count + 1;
}

/* The earliest day on which a waiting activity may begin. */
static int32_t earliest(const struct sgs *sgs, int side, uint32_t i, const int32_t *finishes)
{
    const struct layout_edges before = sgs->layout->edges[side];
    int32_t at = 0;
    for (uint32_t e = before.from[i]; e < before.from[i + 1]; e++) {
        int32_t finish = finishes[before.at[e]];
        at = finish > at ? finish : at;
    }
    return at;
}

struct parallel {
    int32_t day;
    int32_t next; /* the next day on which anything changes */
    uint32_t ready;
    uint32_t left;
    int32_t makespan;
};

/* Begins on the present day what is ready, first by rank, and fits; false: nothing began. */
static bool begin_ready(struct sgs *sgs, int side, const int32_t *rank, int32_t *finishes,
                        struct parallel *run)
{
    const struct layout_edges after = sgs->layout->edges[1 - side];
    for (uint32_t n = 0; n < run->ready; n++) {
        uint32_t i = sgs->ready[n];
        int32_t at = earliest(sgs, side, i, finishes);
        if (at > run->day || !fits(sgs, i, run->day)) {
            run->next = at > run->day && at < run->next ? at : run->next;
            continue;
        }
        take_place(sgs, run->day, sgs->days[i], sgs->demand + i * sgs->layout->words);
        finishes[i] = run->day + sgs->days[i];
        run->makespan = finishes[i] > run->makespan ? finishes[i] : run->makespan;
        run->left--;
        run->ready--;
        memmove(sgs->ready + n, sgs->ready + n + 1, (run->ready - n) * sizeof sgs->ready[0]);
        for (uint32_t e = after.from[i]; e < after.from[i + 1]; e++) {
            if (--sgs->waits[after.at[e]] == 0) {
                run->ready = add_ready(sgs, after.at[e], rank, run->ready);
            }
        }
        return true;
    }
    return false;
}

int32_t sgs_build_parallel(struct sgs *sgs, int side, const int32_t *rank, int32_t *finishes)
{
    const struct layout *layout = sgs->layout;
    const struct layout_edges before = layout->edges[side];
    struct parallel run = {.left = layout->count};
    clear_profile(sgs);
    for (uint32_t i = 0; i < layout->count; i++) {
        sgs->waits[i] = before.from[i + 1] - before.from[i];
        finishes[i] = 0;
        if (sgs->waits[i] == 0) {
            run.ready = add_ready(sgs, (uint16_t)i, rank, run.ready);
        }
    }
    while (run.left > 0) {
        run.next = INT32_MAX;
        while (begin_ready(sgs, side, rank, finishes, &run)) {
            run.next = INT32_MAX;
        }
        /* Departments become free when something ends: the next such day. */
        for (uint32_t i = 0; i < layout->count; i++) {
            run.next = finishes[i] > run.day && finishes[i] < run.next ? finishes[i] : run.next;
        }
        run.day = run.next;
    }
    return run.makespan;
}

/* ---- the other side ---- */

void sgs_reverse(const struct sgs *sgs, int side, const int32_t *finishes, uint16_t *list)
{
    uint32_t count = sgs->layout->count;
    uint32_t places[RADIX];
    uint32_t highest = 0;
    for (uint32_t i = 0; i < count; i++) {
        /* Of equal finishes, what stands later on this side comes first on the other. */
        list[i] = (uint16_t)(side == 0 ? count - 1 - i : i);
        highest = (uint32_t)finishes[i] > highest ? (uint32_t)finishes[i] : highest;
    }
    for (uint32_t shift = 0; shift == 0 || highest >> shift != 0; shift += RADIX_BITS) {
        uint32_t buckets = highest >> shift < RADIX ? (highest >> shift) + 1 : RADIX;
        memset(places, 0, buckets * sizeof places[0]);
        for (uint32_t i = 0; i < count; i++) {
            places[((uint32_t)finishes[i] >> shift) & (RADIX - 1)]++;
        }
        uint32_t at = 0;
        for (uint32_t b = buckets; b-- > 0;) {
            uint32_t size = places[b];
            places[b] = at;
            at += size;
        }
        memcpy(sgs->ready, list, count * sizeof list[0]);
        for (uint32_t i = 0; i < count; i++) {
            uint16_t activity = sgs->ready[i];
            list[places[((uint32_t)finishes[activity] >> shift) & (RADIX - 1)]++] = activity;
        }
    }
}
