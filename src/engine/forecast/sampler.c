#include "engine/forecast/sampler.h"

#include "base/arena.h"
#include "base/compiler.h"

#define BUCKET_SHIFT (32 - SAMPLER_BUCKET_BITS)
#define WHOLE 4294967296.0

/* ---- the table ---- */

static uint32_t day_of(const uint32_t *upto, uint32_t from, uint32_t u)
{
    while (u > upto[from]) {
        from++;
    }
    return from;
}

/* A day without mass lies nowhere: its bound is that of the day before, and no u is above the one
 * and not the other. Days before the first with mass have no bound at all, so the first day that
 * can be drawn is found apart. */
static uint32_t fill_bounds(const struct spread *spread, uint32_t *upto)
{
    uint32_t first = 0;
    bool is_begun = false;
    for (uint32_t t = 0; t < spread->count; t++) {
        double bound = spread->upto[t] * WHOLE + 0.5;
        uint64_t whole =
            bound >= WHOLE || t + 1 == spread->count ? (uint64_t)1 << 32 : (uint64_t)bound;
        upto[t] = whole == 0 ? 0 : (uint32_t)(whole - 1);
        if (!is_begun && whole > 0) {
            is_begun = true;
            first = t;
        }
    }
    return first;
}

struct sampler sampler_of(struct arena *arena, const struct spread *spread)
{
    uint32_t *upto = arena_alloc_raw(arena, spread->count * sizeof(*upto));
    struct sampler_bucket *buckets =
        arena_alloc_raw(arena, SAMPLER_BUCKETS * sizeof(struct sampler_bucket));
    uint32_t day = fill_bounds(spread, upto);
    for (uint32_t i = 0; i < SAMPLER_BUCKETS; i++) {
        uint32_t last = (i << BUCKET_SHIFT) | ((1u << BUCKET_SHIFT) - 1);
        struct sampler_bucket *bucket = &buckets[i];
        day = day_of(upto, day, i << BUCKET_SHIFT);
        *bucket = (struct sampler_bucket){UINT32_MAX, (uint16_t)day, (uint16_t)day};
        if (last > upto[day]) {
            uint32_t next = day_of(upto, day + 1, upto[day] + 1);
            bool is_pair = last <= upto[next];
            bucket->edge = is_pair ? upto[day] + 1 : 0;
            bucket->high = is_pair ? (uint16_t)next : SAMPLER_SEARCH;
        }
    }
    return (struct sampler){buckets, upto, spread->count};
}

void sampler_draw(const struct sampler *sampler, const uint32_t *restrict random, uint32_t count,
                  int32_t *restrict days)
{
    const struct sampler_bucket *buckets = sampler->buckets;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t u = random[i];
        struct sampler_bucket bucket = buckets[u >> BUCKET_SHIFT];
        uint32_t day = u < bucket.edge ? bucket.low : bucket.high;
        if (__builtin_expect(day == SAMPLER_SEARCH, 0)) {
            day = day_of(sampler->upto, bucket.low, u);
        }
        days[i] = (int32_t)day;
    }
}

/* ---- chance ---- */

/* splitmix64, which its authors recommend for seeding. */
static uint64_t split(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct sampler_chance sampler_chance_from(uint64_t seed, uint32_t stream)
{
    struct sampler_chance chance;
    uint64_t state = seed;
    state = split(&state) ^ ((uint64_t)stream << 32 | stream);
    for (int lane = 0; lane < SAMPLER_LANES; lane++) {
        for (int word = 0; word < 4; word += 2) {
            uint64_t bits = split(&state);
            chance.state[word][lane] = (uint32_t)bits;
            chance.state[word + 1][lane] = (uint32_t)(bits >> 32);
        }
        chance.state[0][lane] |= chance.state[1][lane] == 0; /* never all zero */
    }
    return chance;
}

static inline uint32_t rotate(uint32_t x, int by)
{
    return (x << by) | (x >> (32 - by));
}

void sampler_chance_fill(struct sampler_chance *chance, uint32_t *restrict out, uint32_t count)
{
    struct sampler_chance at = *chance;
    ensure(count % SAMPLER_LANES == 0);
    for (uint32_t i = 0; i < count; i += SAMPLER_LANES) {
        for (int lane = 0; lane < SAMPLER_LANES; lane++) {
            uint32_t a = at.state[0][lane];
            uint32_t b = at.state[1][lane];
            uint32_t c = at.state[2][lane] ^ a;
            uint32_t d = at.state[3][lane] ^ b;
            out[i + (uint32_t)lane] = rotate(a + at.state[3][lane], 7) + a;
            at.state[0][lane] = a ^ d;
            at.state[1][lane] = b ^ c;
            at.state[2][lane] = c ^ (b << 9);
            at.state[3][lane] = rotate(d, 11);
        }
    }
    *chance = at;
}
