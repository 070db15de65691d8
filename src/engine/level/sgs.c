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
    sgs.running = arena_array(arena, uint16_t, layout->count);
    sgs.ended = arena_array(arena, uint16_t, layout->count);
    sgs.free_now = arena_array(arena, uint64_t, layout->words);
    sgs.places = arena_array(arena, uint32_t, RADIX);
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

/* All that runs began by the present day, so a department only becomes freer behind it: what is
 * free on the present day alone says what may begin. */
struct parallel {
    struct sgs *sgs;
    int side;
    const int32_t *rank;
    int32_t *finishes;
    int32_t day;
    uint32_t ready;   /* in `ready`, by rank */
    uint32_t running; /* in `running`, in no order */
};

static void add_ready(struct parallel *run, uint16_t i)
{
    uint16_t *ready = run->sgs->ready;
    uint32_t at = run->ready++;
    while (at > 0 && run->rank[ready[at - 1]] > run->rank[i]) {
        ready[at] = ready[at - 1];
        at--;
    }
    ready[at] = i;
}

/* What followed an activity that has ended and waits for nothing else; what takes no days ends with
 * it, so the list of those that ended grows while it is walked. */
static void end_activity(struct parallel *run, uint16_t ended)
{
    struct sgs *sgs = run->sgs;
    const struct layout_edges after = sgs->layout->edges[1 - run->side];
    uint32_t count = 1;
    sgs->ended[0] = ended;
    for (uint32_t n = 0; n < count; n++) {
        uint16_t i = sgs->ended[n];
        for (uint32_t e = after.from[i]; e < after.from[i + 1]; e++) {
            uint16_t j = after.at[e];
            if (--sgs->waits[j] > 0) {
                continue;
            }
            if (sgs->days[j] > 0) {
                add_ready(run, j);
            } else {
                run->finishes[j] = run->day;
                sgs->ended[count++] = j;
            }
        }
    }
}

static bool takes_from(uint64_t *free, const uint64_t *demand, uint32_t words)
{
    uint64_t held = LAYOUT_GUARDS;
    for (uint32_t w = 0; w < words; w++) {
        held &= free[w] - demand[w];
    }
    if (held != LAYOUT_GUARDS) {
        return false;
    }
    for (uint32_t w = 0; w < words; w++) {
        free[w] -= demand[w];
    }
    return true;
}

/* Begins on the present day what is ready, first by rank, and fits. */
static void begin_ready(struct parallel *run)
{
    struct sgs *sgs = run->sgs;
    uint32_t words = sgs->layout->words;
    uint32_t left = 0;
    for (uint32_t n = 0; n < run->ready; n++) {
        uint16_t i = sgs->ready[n];
        if (takes_from(sgs->free_now, sgs->demand + i * words, words)) {
            run->finishes[i] = run->day + sgs->days[i];
            sgs->running[run->running++] = i;
        } else {
            sgs->ready[left++] = i;
        }
    }
    run->ready = left;
}

/* On to the day on which the next activity ends; false: none is running. */
static bool go_on(struct parallel *run)
{
    struct sgs *sgs = run->sgs;
    uint32_t words = sgs->layout->words;
    int32_t next = INT32_MAX;
    for (uint32_t n = 0; n < run->running; n++) {
        int32_t finish = run->finishes[sgs->running[n]];
        next = finish < next ? finish : next;
    }
    run->day = next;
    uint32_t before = run->running;
    run->running = 0;
    for (uint32_t n = 0; n < before; n++) {
        uint16_t i = sgs->running[n];
        if (run->finishes[i] > next) {
            sgs->running[run->running++] = i;
            continue;
        }
        for (uint32_t w = 0; w < words; w++) {
            sgs->free_now[w] += sgs->demand[i * words + w];
        }
        end_activity(run, i);
    }
    return before > 0;
}

int32_t sgs_build_parallel(struct sgs *sgs, int side, const int32_t *rank, int32_t *finishes)
{
    const struct layout *layout = sgs->layout;
    const struct layout_edges before = layout->edges[side];
    struct parallel run = {sgs, side, rank, finishes, 0, 0, 0};
    for (uint32_t i = 0; i < layout->count; i++) {
        sgs->waits[i] = before.from[i + 1] - before.from[i];
    }
    memcpy(sgs->free_now, layout->capacity, layout->words * sizeof layout->capacity[0]);
    for (uint32_t i = 0; i < layout->count; i++) {
        if (before.from[i + 1] > before.from[i]) {
            continue;
        }
        if (sgs->days[i] > 0) {
            add_ready(&run, (uint16_t)i);
        } else {
            finishes[i] = 0;
            end_activity(&run, (uint16_t)i);
        }
    }
    int32_t makespan = 0;
    do {
        makespan = run.day;
        begin_ready(&run);
    } while (go_on(&run));
    return makespan;
}

/* ---- the other side ---- */

void sgs_reverse(const struct sgs *sgs, int side, const int32_t *finishes, uint16_t *list)
{
    uint32_t count = sgs->layout->count;
    uint32_t *places = sgs->places;
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
