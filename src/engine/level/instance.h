#ifndef LIANDONG_ENGINE_LEVEL_INSTANCE_H
#define LIANDONG_ENGINE_LEVEL_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

/* The resource-constrained project scheduling problem, in the trade's words.
 *
 * A portfolio is a set of activities (工作). Each takes whole working days, follows others (finish
 * to start: it may begin on the day its last predecessor ends), and while it runs it occupies
 * people of departments. A department's staff is a renewable resource (可更新资源): so many units
 * on every day, free again when the activity ends. A budget is a non-renewable resource
 * (不可更新资源): a sum over the whole horizon. An activity may be carried out in one of several
 * modes (执行模式), each with its own duration and demands; once begun it is never interrupted.
 * Sought is the schedule whose last activity ends soonest: the least makespan (总工期).
 *
 * In the notation of Brucker, Drexl, Möhring, Neumann & Pesch (1999): PS|prec|Cmax with one mode,
 * MPS|prec|Cmax with several. Both are NP-hard; with non-renewable resources even the question
 * whether any choice of modes is affordable is (Kolisch & Drexl 1997).
 *
 * Units: days for durations and starts, whole units for demands and capacities. Day 0 is the first.
 * An activity that starts on day s and takes d days occupies days s .. s + d - 1.
 *
 * Everything belongs to the arena that the instance was read into and is immutable. */

#define LEVEL_ACTIVITIES_MAX 4000
#define LEVEL_MODES_MAX 64       /* of one activity */
#define LEVEL_RESOURCES_MAX 32   /* of one kind */
#define LEVEL_DAYS_MAX 30000     /* of one activity */
#define LEVEL_HORIZON_MAX 500000 /* the longest modes one after another */
#define LEVEL_UNITS_MAX 30000    /* of a demand */
#define LEVEL_CAPACITY_MAX 1000000000

struct level_mode {
    int32_t days;
    const int32_t *demands; /* renewable resources first, then non-renewable */
};

struct level_activity {
    const struct level_mode *modes; /* at least one */
    uint32_t mode_count;
    const uint32_t *followers; /* direct successors, indices into the instance's activities */
    uint32_t follower_count;
};

struct level_instance {
    const struct level_activity *activities; /* in the order of the file, dummies included */
    uint32_t count;
    uint32_t renewable_count;
    uint32_t budget_count;     /* non-renewable resources */
    const int32_t *capacities; /* renewable first */
};

struct level_schedule {
    int32_t makespan;
    int32_t *starts; /* by activity of the instance */
    uint32_t *modes; /* by activity, from 0 */
};

struct arena;

/* A file's content and the name that a refusal gives it. */
struct level_source {
    struct text name;
    struct text content;
};

/* What is wrong in a file: always false. Line 0: of the whole file. */
bool instance_refuse(const struct level_source *source, uint32_t line, struct text what,
                     struct fault *fault);

/* True when the activities can be done in some order: the rest of the readers' checks, a circle of
 * successors and a horizon that is too long, is one for all formats. */
MUST_USE bool instance_check(struct arena *arena, const struct level_source *source,
                             const struct level_instance *instance, struct fault *fault);

/* Activities so that each stands behind all it follows; NULL when they go round in a circle. */
uint32_t *instance_sort(struct arena *arena, const struct level_instance *instance);

#endif
