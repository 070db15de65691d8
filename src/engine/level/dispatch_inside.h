#ifndef LIANDONG_ENGINE_LEVEL_DISPATCH_INSIDE_H
#define LIANDONG_ENGINE_LEVEL_DISPATCH_INSIDE_H

#include "engine/level/dispatch.h"

/* What dispatch_open.c makes once and dispatch.c uses in every run. */

#define NOBODY UINT32_MAX

struct entry {
    int64_t key;
    uint32_t item;
};

/* Items that may begin and wait for one line: a heap, least key first. */
struct queue {
    struct entry *heap;
    uint32_t count;
};

/* A fixed item's end or a project's release. */
struct event {
    int32_t day;
    uint32_t what;
};

struct dispatch {
    const struct portfolio *portfolio;
    uint32_t more;
    uint32_t lines;
    int32_t span;    /* days after which every line has its usual number */
    int32_t *room;   /* by line and day of the span: staff less what is fixed */
    int32_t *usual;  /* by line */
    uint32_t ring;   /* days, a power of two */
    int32_t *used;   /* by line and day of the ring */
    uint32_t *ends;  /* by day of the ring: the first item that ends then, or NOBODY */
    uint32_t *next;  /* by item: another one that ends on the same day */
    uint32_t *waits; /* by item: predecessors that have not ended, and one for the release */
    uint32_t *waits_first;
    uint32_t *project; /* by item */
    int32_t *tail;     /* by item: from its start to its project's end */
    int32_t *length;   /* by project */
    int64_t *work;
    struct queue *queues; /* by line */
    uint32_t *lines_from; /* of department d, without itself: lines_of[lines_from[d]] .. */
    uint32_t *lines_of;
    struct event *releases;
    struct event *fixed;
    uint32_t fixed_count;
    uint32_t *stack; /* what has just ended */
    struct entry aside[DISPATCH_ASIDE_MOST];
    const int64_t *keys;
    int32_t *starts;
    int32_t day;
    uint32_t left; /* items that have not begun */
};

static inline bool dispatch_is_fixed(const struct portfolio_item *item)
{
    return item->fixed_start != PORTFOLIO_NOT_BEGUN;
}

/* Where an item waits: the narrowest line that it is held against. */
static inline uint32_t dispatch_line(const struct portfolio *portfolio,
                                     const struct portfolio_item *item)
{
    return item->skill == PORTFOLIO_ANY_SKILL ? item->department
                                              : portfolio->department_count + item->skill;
}

#endif
