#ifndef LIANDONG_ENGINE_LEVEL_CORE_H
#define LIANDONG_ENGINE_LEVEL_CORE_H

#include "engine/level/search.h"
#include "engine/level/trail.h"

/* The exact core: is there a schedule of at most so many days?
 *
 * Lazy clause generation after Schutt, Feydy, Stuckey & Wallace (2011), over the bounds of trail.h.
 * The variables are the activities' starts and the makespan; with several modes also an activity's
 * days and, for each mode, whether it is the one chosen (Szeredi & Schutt 2016). Three things
 * propagate: precedence, as sums of bounds; the departments' capacity, by the time table of what
 * is certain to run on a day (Lahrichi 1982; the reasons by point of Schutt et al.); the budgets,
 * by the cheapest modes that are left.
 *
 * Search decides an activity's mode, then its earliest start; which activity, either by the
 * earliest start or by how often it has been part of a contradiction lately (Moskewicz et al.
 * 2001), and by turns from one restart to the next. Restarts follow Luby, Sinclair & Zuckerman
 * (1993). A task may fix modes and add an order between activities, which makes the same core the
 * sub-solver of a neighbourhood.
 *
 * A NONE is a proof, given the task's own restrictions. Units: days; contradictions for effort.
 * All memory is taken at core_open, from the search's arena. */

/* A sum is woken by its first side: at[to] >= at[first] + at[other] + add. */
struct core_sum {
    uint32_t to;
    uint32_t other; /* or TRAIL_NO_SIDE */
    int32_t add;
};

/* `after` may begin when `before` has ended. */
struct core_edge {
    uint32_t before;
    uint32_t after;
};

struct core {
    struct search *search;
    const struct layout *layout;
    struct trail *trail;
    uint32_t variables;
    uint32_t first_days;     /* the variable of position 0's days; starts are 0 .. count - 1 */
    uint32_t first_mode;     /* the variable of mode 0 */
    struct core_edge *edges; /* of the task, besides those of the layout */
    uint32_t edge_count;
    uint32_t edge_room;
    uint32_t *sum_from; /* sums by the side that wakes them */
    struct core_sum *sums;
    uint32_t sum_count;
    uint32_t *sum_side; /* scratch while sums are sorted */
    struct core_sum *sum_list;
    uint64_t *free;             /* the time table: by day and word */
    int32_t *days;              /* least, by position */
    uint64_t *demand;           /* least, by position and word */
    uint32_t fixed;             /* starts fixed since they were last counted */
    const uint32_t *hint_modes; /* tried first; NULL: the shortest */
    int32_t *found;             /* starts of the best schedule of the last run */
    uint32_t *found_modes;
    int32_t found_makespan;
    bool is_exhausted; /* the last run proved that nothing is shorter than it found */
};

enum core_order { CORE_BY_START, CORE_BY_CONFLICTS, CORE_BY_TURNS };

struct core_task {
    int32_t target;        /* makespan at most */
    uint64_t conflicts;    /* at most so many contradictions */
    const uint32_t *modes; /* by position; UINT32_MAX: free; NULL: all are */
    bool stop_at_first;    /* schedule; otherwise the shortest is sought */
    enum core_order order;
};

/* NONE: proven that there is no schedule within the target. FOUND: in `found`. */
enum core_answer { CORE_NONE, CORE_FOUND, CORE_GAVE_UP };

struct core *core_open(struct search *search);
enum core_answer core_run(struct core *core, const struct core_task *task);

/* The propagators of timetable.c. False: contradiction, which stands in the trail. */
bool core_timetable(struct core *core);
bool core_budgets(struct core *core);

#endif
