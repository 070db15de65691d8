#ifndef LIANDONG_ENGINE_LIGHT_H
#define LIANDONG_ENGINE_LIGHT_H

#include "engine/clock/clock.h"

/* Two lights, never mixed. One is about the promise: is this department in time? The other is about
 * what it does to the project: does production move? An application may be late without harm, and
 * in time while the project waits for it. */
enum light { LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED };

/* Red when overdue, yellow when `yellow_left` working days or fewer remain, none before acceptance
 * and after the decision. The threshold is the pack's (light_yellow_remaining). */
enum light light_of_promise(const struct clock_reading *reading, int32_t yellow_left);

/* What a step does to production. `delay` is how many working days later than its earliest finish
 * it will finish; its float is what it may slip. */
struct light_effect {
    enum light light;         /* none when the step does not lead to production */
    int32_t float_left;       /* may be negative */
    int32_t production_moves; /* working days, 0 while there is float */
};

struct light_step {
    int32_t float_days;
    int32_t delay; /* negative: earlier than planned */
    bool leads_to_production;
    bool is_done;
};

/* Red when more than the float is used and production moves, yellow when `yellow_float` days of it
 * or fewer remain (effect_yellow_float of the pack), else green. A step that is done has no light
 * unless it moved production. */
struct light_effect light_of_effect(const struct light_step *step, int32_t yellow_float);

const char *light_name(enum light light); /* "none", "green", "yellow", "red" */

#endif
