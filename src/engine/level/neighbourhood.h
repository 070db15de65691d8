#ifndef LIANDONG_ENGINE_LEVEL_NEIGHBOURHOOD_H
#define LIANDONG_ENGINE_LEVEL_NEIGHBOURHOOD_H

#include "engine/level/core.h"

struct neighbourhood;

struct neighbourhood *neighbourhood_open(struct core *core);

/* One sub-problem around a schedule (starts and modes by position). True: improved in place. */
struct neighbourhood_schedule {
    int32_t makespan;
    int32_t *starts;
    uint32_t *modes;
};
bool neighbourhood_improve(struct neighbourhood *around, struct neighbourhood_schedule *schedule);
#endif
