#ifndef LIANDONG_ROOF_DEMO_H
#define LIANDONG_ROOF_DEMO_H

#include "roof/director.h"

/* The demonstration: the city's public projects as leads with what is known of them, some of them
 * on the service list, and the pack's worked samples under way at different stages. All of it
 * relative to director->today. `pack` is the pack's directory. */
MUST_USE bool demo_play(struct director *director, const char *pack, struct fault *fault);

#endif
