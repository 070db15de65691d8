#ifndef LIANDONG_ENGINE_LEVEL_GENETIC_H
#define LIANDONG_ENGINE_LEVEL_GENETIC_H

#include "engine/level/search.h"

/* placeholder */
struct genetic;
struct genetic *genetic_open(struct search *search, uint32_t size);
/* One generation; false when it is over */
bool genetic_step(struct genetic *genetic);
#endif
