#include "chance.h"

struct chance chance_from(uint64_t seed)
{
    struct chance chance = {seed * 0x9e3779b97f4a7c15u + 0x1234567u};
    chance_next(&chance);
    return chance;
}

/* splitmix64 */
uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int chance_below(struct chance *chance, int below)
{
    return (int)(chance_next(chance) % (uint64_t)below);
}

bool chance_of(struct chance *chance, int percent)
{
    return chance_below(chance, 100) < percent;
}
