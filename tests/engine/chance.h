#ifndef TESTS_ENGINE_CHANCE_H
#define TESTS_ENGINE_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

/* Chance from a seed: a failing test names the seed, and the seed brings the failure back. */
struct chance {
    uint64_t state;
};

struct chance chance_from(uint64_t seed);
uint64_t chance_next(struct chance *chance);

/* 0 .. below - 1 */
int chance_below(struct chance *chance, int below);

/* True `percent` times of a hundred. */
bool chance_of(struct chance *chance, int percent);

#endif
