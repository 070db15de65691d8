#ifndef LIANDONG_ENGINE_PROCESS_H
#define LIANDONG_ENGINE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where time goes: what directly followed what in many courses, how often, and after how long (van
 * der Aalst, "Process Mining: Data Science in Action", 2nd ed., Springer 2016, ch. 3 and 5: the
 * directly-follows graph, variants, rework).
 *
 * A course is a row of marks, each an activity with the day on which it was done, in the order of
 * days. Between two marks time passed, in somebody's hands. A course that goes on still waits in
 * its last activity, and is known to wait longer than it has: such waits are right-censored and are
 * not left out (product-limit estimate, engine/forecast/survival.h).
 *
 * Days are ranks of working days: only their differences count. Memory does not grow with the
 * courses: waits are counted by days, variants up to a bound. */
#define PROCESS_ACTIVITIES_MAX 120
#define PROCESS_HANDS 4
#define PROCESS_DAYS_MAX 400 /* a longer wait counts as one of so many working days */
#define PROCESS_VARIANTS_MAX 1000
#define PROCESS_WAY_MAX 32 /* marks of a variant that are kept to be shown */

/* Before the first and behind the last mark, in arcs. */
#define PROCESS_BEGIN PROCESS_ACTIVITIES_MAX
#define PROCESS_END (PROCESS_ACTIVITIES_MAX + 1)

struct process_mark {
    int32_t day;
    uint8_t activity;
    uint8_t hand; /* whose the time before this mark was; of the first: unused */
};

struct process_course {
    const struct process_mark *marks; /* days do not fall */
    uint32_t count;
    bool is_open;
    int32_t until; /* of an open one: the last day that was seen */
};

struct process_waits {
    int64_t ended, open;
    int64_t days;                       /* of those that ended, unbounded */
    uint32_t *ended_after, *open_after; /* [PROCESS_DAYS_MAX + 1]; NULL: none yet */
};

struct process_arc {
    uint8_t from, to;
    int64_t courses;              /* in which it is at least once */
    struct process_waits waits;   /* `ended` is how often it was taken */
    int64_t hands[PROCESS_HANDS]; /* days, in whose hands */
};

struct process_activity {
    int64_t times, courses;
    int64_t again;              /* courses in which it came more than once */
    int64_t again_days;         /* in those, from the first time to the last */
    struct process_waits after; /* until the next mark; open ones wait in it still */
};

struct process_variant {
    uint64_t mark; /* of the whole row of activities */
    int64_t courses;
    uint32_t count; /* marks; `way` holds the first PROCESS_WAY_MAX of them */
    uint8_t way[PROCESS_WAY_MAX];
};

struct arena;
struct process {
    struct arena *arena;
    int64_t courses, open;
    struct process_activity activities[PROCESS_ACTIVITIES_MAX];
    struct process_arc *arcs; /* in the order in which they were met */
    uint32_t arc_count, arc_capacity;
    uint16_t *arc_of; /* [from][to]: 1 + place; 0: never taken */
    struct process_variant *variants;
    uint32_t variant_count;
    uint16_t *variant_of;    /* by hash: 1 + place */
    int64_t beyond_variants; /* courses of others than those that are kept */
};

struct process *process_open(struct arena *arena);
/* An empty course counts as one without marks. */
void process_add(struct process *process, const struct process_course *course);

/* The first number of working days by which at least so many per mille are expected to have gone
 * on. False: not known, as too many wait still, or nobody ever went on. */
bool process_quantile(const struct process_waits *waits, int permille, int32_t *out);

/* How many days fewer all of them would have waited, had none waited longer than `most`. */
int64_t process_saved(const struct process_waits *waits, int32_t most);

/* NULL: never taken. */
const struct process_arc *process_arc(const struct process *process, uint8_t from, uint8_t to);

/* The longest wait with which a course takes that arc; false: it does not. BEGIN and END are arcs
 * without waits. */
bool process_takes(const struct process_course *course, uint8_t from, uint8_t to, int32_t *out);

/* The most frequent first, of equals in the order of their marks. Nothing is added behind it. */
void process_sort_variants(struct process *process);

#endif
