#include "engine/clock/light.h"

const char *light_name(enum light light)
{
    static const char *const names[] = {"none", "green", "yellow", "red"};
    ensure((size_t)light < COUNT_OF(names));
    return names[light];
}

enum light light_of_promise(const struct clock_reading *reading, int32_t yellow_left)
{
    if (!reading->is_accepted || reading->is_decided) {
        return LIGHT_NONE;
    }
    if (reading->is_overdue) {
        return LIGHT_RED;
    }
    return reading->left <= yellow_left ? LIGHT_YELLOW : LIGHT_GREEN;
}

struct light_effect light_of_effect(const struct light_step *step, int32_t yellow_float)
{
    struct light_effect effect = {.light = LIGHT_NONE,
                                  .float_left = step->float_days - step->delay};
    if (!step->leads_to_production) {
        return effect;
    }
    if (effect.float_left < 0) {
        effect.light = LIGHT_RED;
        effect.production_moves = -effect.float_left;
    } else if (!step->is_done) {
        effect.light = effect.float_left <= yellow_float ? LIGHT_YELLOW : LIGHT_GREEN;
    }
    return effect;
}
