#include "engine/level/instance.h"

#include "base/arena.h"

bool instance_refuse(const struct level_source *source, uint32_t line, struct text what,
                     struct fault *fault)
{
    char where[16];
    size_t at = sizeof where;
    do {
        where[--at] = (char)('0' + line % 10);
        line /= 10;
    } while (line > 0);
    struct text digits = {where + at, sizeof where - at};
    return fault_raise(fault, FAULT_LEVEL_FILE, TEXT_NONE, FAULT_ARGS(source->name, digits, what));
}

uint32_t *instance_sort(struct arena *arena, const struct level_instance *instance)
{
    uint32_t *waits = arena_array(arena, uint32_t, instance->count);
    uint32_t *order = arena_array(arena, uint32_t, instance->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < instance->count; i++) {
        const struct level_activity *activity = &instance->activities[i];
        for (uint32_t j = 0; j < activity->follower_count; j++) {
            waits[activity->followers[j]]++;
        }
    }
    for (uint32_t i = 0; i < instance->count; i++) {
        if (waits[i] == 0) {
            order[count++] = i;
        }
    }
    for (uint32_t next = 0; next < count; next++) {
        const struct level_activity *activity = &instance->activities[order[next]];
        for (uint32_t j = 0; j < activity->follower_count; j++) {
            if (--waits[activity->followers[j]] == 0) {
                order[count++] = activity->followers[j];
            }
        }
    }
    return count == instance->count ? order : NULL;
}

bool instance_check(struct arena *arena, const struct level_source *source,
                    const struct level_instance *instance, struct fault *fault)
{
    int64_t horizon = 0;
    for (uint32_t i = 0; i < instance->count; i++) {
        const struct level_activity *activity = &instance->activities[i];
        int32_t longest = 0;
        for (uint32_t m = 0; m < activity->mode_count; m++) {
            int32_t days = activity->modes[m].days;
            longest = days > longest ? days : longest;
        }
        horizon += longest;
    }
    if (horizon > LEVEL_HORIZON_MAX) {
        return instance_refuse(
            source, 0,
            text_format(arena, "all durations together exceed %d days", LEVEL_HORIZON_MAX), fault);
    }
    if (instance_sort(arena, instance) == NULL) {
        return instance_refuse(source, 0, TEXT("the successors go round in a circle"), fault);
    }
    return true;
}
