#include "base/arena.h"
#include "engine/level/read.h"

static bool read_activity(struct level_reader *reader, struct level_instance *instance,
                          uint32_t self, struct level_activity *out)
{
    struct level_mode *mode = arena_new(reader->arena, struct level_mode);
    int32_t *demands = arena_array(reader->arena, int32_t, instance->renewable_count + 1);
    int32_t count = 0;
    if (!read_number_across(reader, (struct level_range){"the duration", 0, LEVEL_DAYS_MAX},
                            &mode->days)) {
        return false;
    }
    for (uint32_t k = 0; k < instance->renewable_count; k++) {
        if (!read_number_across(reader, (struct level_range){"a demand", 0, LEVEL_UNITS_MAX},
                                &demands[k])) {
            return false;
        }
    }
    mode->demands = demands;
    if (!read_number_across(
            reader,
            (struct level_range){"the number of successors", 0, (int32_t)instance->count - 1},
            &count)) {
        return false;
    }
    *out = (struct level_activity){.modes = mode, .mode_count = 1};
    out->follower_count = (uint32_t)count;
    return read_followers(reader,
                          (struct level_followers){self, (uint32_t)count, instance->count, true},
                          &out->followers);
}

static bool read_all(struct level_reader *reader, struct level_instance *instance)
{
    int32_t count = 0;
    int32_t resources = 0;
    if (!read_number_across(
            reader, (struct level_range){"the number of activities", 1, LEVEL_ACTIVITIES_MAX},
            &count) ||
        !read_number_across(reader,
                            (struct level_range){"the number of resources", 0, LEVEL_RESOURCES_MAX},
                            &resources)) {
        return false;
    }
    instance->count = (uint32_t)count;
    instance->renewable_count = (uint32_t)resources;
    int32_t *capacities = arena_array(reader->arena, int32_t, (size_t)resources + 1);
    for (int32_t k = 0; k < resources; k++) {
        if (!read_number_across(reader, (struct level_range){"a capacity", 0, LEVEL_CAPACITY_MAX},
                                &capacities[k])) {
            return false;
        }
    }
    instance->capacities = capacities;
    struct level_activity *activities =
        arena_array(reader->arena, struct level_activity, instance->count);
    for (uint32_t i = 0; i < instance->count; i++) {
        if (!read_activity(reader, instance, i, &activities[i])) {
            return false;
        }
    }
    instance->activities = activities;
    return true;
}

bool read_patterson(struct arena *arena, const struct level_source *source,
                    const struct level_instance **out, struct fault *fault)
{
    struct level_reader reader = {arena, source, source->content, TEXT_NONE, 0, fault};
    struct level_instance *instance = arena_new(arena, struct level_instance);
    if (!read_all(&reader, instance)) {
        return false;
    }
    do {
        if (!text_is_empty(read_word(&reader))) {
            return read_refuse(&reader, TEXT("more stands in the file than it should"));
        }
    } while (read_line(&reader));
    if (!instance_check(arena, source, instance, fault)) {
        return false;
    }
    *out = instance;
    return true;
}
