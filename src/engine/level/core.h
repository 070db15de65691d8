#ifndef LIANDONG_ENGINE_LEVEL_CORE_H
#define LIANDONG_ENGINE_LEVEL_CORE_H

#include "engine/level/search.h"
#include "engine/level/trail.h"

/* The exact core. */
struct core_sum {
    uint32_t to;
    uint32_t other;
    int32_t add;
};

struct core_edge {
    uint32_t before;
    uint32_t after;
};

struct core {
    struct search *search;
    const struct layout *layout;
    struct trail *trail;
    uint32_t variables;
    uint32_t first_days; /* variable */
    uint32_t first_mode;
    struct core_edge *edges; /* besides those of the layout */
    uint32_t edge_count;
    uint32_t edge_room;
    /* sums by the side that wakes them */
    uint32_t *sum_from;
    struct core_sum *sums;
    uint32_t sum_count, sum_room;
    uint32_t *sum_side;     /* while building: the side that wakes it */
    struct core_sum *sum_list;
    /* profile */
    uint64_t *free;
    int32_t *days;      /* least, by position */
    uint64_t *demand;   /* least, by position and word */
    uint32_t *open;
    uint32_t fixed;
    const int32_t *hint; /* starts */
    const uint32_t *hint_modes;
    uint32_t *found_modes;
    int32_t *found;
    int32_t found_makespan;
};

struct core_task {
    int32_t target;      /* makespan at most */
    uint64_t conflicts;  /* at most */
    const int32_t *least; /* by position: start at least (NULL: heads) */
    const int32_t *most;
    const uint32_t *modes; /* UINT32_MAX: free; NULL: all are */
    bool stop_at_first;
    int strategy;
};

enum core_answer { CORE_NONE, CORE_FOUND, CORE_GAVE_UP };

struct core *core_open(struct search *search);
/* none: proven there is no schedule of at most `target`.. */
enum core_answer core_run(struct core *core, const struct core_task *task);

bool core_timetable(struct core *core);
bool core_budgets(struct core *core);

static inline uint32_t core_start(uint32_t i) { return 2 * i; }
#endif
