#ifndef LIANDONG_ENGINE_FORECAST_SAMPLER_H
#define LIANDONG_ENGINE_FORECAST_SAMPLER_H

#include <stdint.h>

#include "engine/forecast/spread.h"

/* Days drawn from a spread, tens of millions a second.
 *
 * Inversion: a random number u of 32 bits becomes the least t with u < 2^32 * P(D <= t). So the
 * same u never gives fewer days from a spread that takes longer, which keeps two forecasts with the
 * same seed comparable (common random numbers). Probabilities are rounded to 2^-32.
 *
 * The search is cut short by a guide table (Chen & Asau, "On generating random variates from an
 * empirical distribution", AIIE Transactions 6 (1974)): the upper bits of u choose a bucket, in
 * which mostly one day or two neighbours are possible; where there are more, in thin tails, they
 * are searched.
 *
 * From the table on there are whole numbers only: a seed gives the same days on every machine. */
#define SAMPLER_BUCKET_BITS 11
#define SAMPLER_BUCKETS (1u << SAMPLER_BUCKET_BITS)
#define SAMPLER_SEARCH UINT16_MAX

struct sampler_bucket {
    uint32_t edge; /* below it `low`, from it on `high` */
    uint16_t low;
    uint16_t high; /* SAMPLER_SEARCH: more than two days are possible, look from `low` on */
};

struct sampler {
    const struct sampler_bucket *buckets;
    const uint32_t *upto; /* 2^32 * P(D <= t), less 1: u <= upto[t] */
    uint32_t count;
};

struct arena;

struct sampler sampler_of(struct arena *arena, const struct spread *spread);

/* `count` days from as many random numbers. */
void sampler_draw(const struct sampler *sampler, const uint32_t *restrict random, uint32_t count,
                  int32_t *restrict days);

/* ---- chance ---- */

/* xoshiro128++ (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
 * (2021)), eight generators side by side so that a compiler can use vector instructions. The i-th
 * number depends on seed, stream and i alone. */
#define SAMPLER_LANES 8

struct sampler_chance {
    uint32_t state[4][SAMPLER_LANES];
};

struct sampler_chance sampler_chance_from(uint64_t seed, uint32_t stream);

/* `count` is a multiple of SAMPLER_LANES. */
void sampler_chance_fill(struct sampler_chance *chance, uint32_t *restrict out, uint32_t count);

#endif
