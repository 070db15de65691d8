#ifndef LIANDONG_ENGINE_LEVEL_CHANCE_H
#define LIANDONG_ENGINE_LEVEL_CHANCE_H

#include <stdint.h>

/* Chance: splitmix64 (Steele, Lea & Flood 2014). The state is the caller's and begins with his
 * seed; the same seed draws the same numbers on every machine. */
static inline uint64_t chance_draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 .. below - 1; below is at least 1. */
static inline uint32_t chance_draw_below(uint64_t *state, uint32_t below)
{
    return (uint32_t)(((chance_draw(state) >> 32) * below) >> 32);
}

#endif
