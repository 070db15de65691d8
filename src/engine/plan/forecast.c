#include "engine/plan/forecast.h"

#include "base/arena.h"

/* Later than any offset that a calendar of ten thousand years can give. */
#define NEVER (INT32_MAX / 2)

struct pass {
    const struct forecast_plan *plan;
    int32_t soonest; /* the first working day on which something may yet happen */
    struct forecast_time *times;
};

/* The calendar takes a day off before `start` for the working day after it; here it is always the
 * one before. */
int32_t forecast_offset(const struct forecast_plan *plan, civil_date day)
{
    int64_t offset = calendar_count(plan->calendar, plan->start, day).working_days;
    if (day < plan->start && !calendar_is_working_day(plan->calendar, day)) {
        offset--;
    }
    ensure(offset > -NEVER && offset < NEVER);
    return (int32_t)offset;
}

int32_t forecast_offset_to_begin(const struct forecast_plan *plan, civil_date day)
{
    return forecast_offset(plan, day) + !calendar_is_working_day(plan->calendar, day);
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* ---- forwards: when ---- */

static void time_done(const struct pass *pass, const struct forecast_node *node,
                      struct forecast_time *time)
{
    bool has_start = node->started_on != CIVIL_DATE_NONE;
    time->state = FORECAST_DONE;
    time->start = has_start ? node->started_on : node->finished_on;
    time->finish = node->finished_on;
    time->start_at = forecast_offset(pass->plan, time->start);
    time->finish_at = forecast_offset(pass->plan, time->finish);
}

static void time_running(const struct pass *pass, const struct forecast_node *node,
                         struct forecast_time *time)
{
    time->state = FORECAST_RUNNING;
    time->start = node->started_on;
    time->start_at = forecast_offset(pass->plan, node->started_on);
    if (node->left_days >= 0) {
        time->finish_at = pass->soonest + node->left_days;
    } else {
        int32_t due = node->due_on != CIVIL_DATE_NONE ? forecast_offset(pass->plan, node->due_on)
                                                      : time->start_at + node->days;
        time->finish_at = later(due, pass->soonest);
    }
}

static void time_waiting(const struct pass *pass, const struct forecast_node *node,
                         struct forecast_time *time)
{
    time->state = FORECAST_READY;
    time->start_at = later(pass->soonest, 0);
    if (node->not_before != CIVIL_DATE_NONE) {
        time->start_at =
            later(time->start_at, forecast_offset_to_begin(pass->plan, node->not_before));
    }
    for (uint32_t i = 0; i < node->after_count; i++) {
        const struct forecast_time *before = &pass->times[node->after[i]];
        int32_t lag = node->lags == NULL ? 0 : node->lags[i];
        int32_t free_at = before->finish_at + lag;
        bool is_open = before->state != FORECAST_DONE;
        if (is_open) {
            time->state = FORECAST_WAITING;
        }
        if (free_at > time->start_at || (free_at == time->start_at && is_open)) {
            time->start_at = free_at;
            time->holder = node->after[i];
        }
    }
    time->finish_at = time->start_at + node->days;
}

static void pass_forward(const struct pass *pass)
{
    for (uint32_t i = 0; i < pass->plan->count; i++) {
        const struct forecast_node *node = &pass->plan->nodes[i];
        struct forecast_time *time = &pass->times[i];
        time->holder = FORECAST_NOBODY;
        for (uint32_t j = 0; j < node->after_count; j++) {
            ensure(node->after[j] < i);
        }
        if (node->finished_on != CIVIL_DATE_NONE) {
            time_done(pass, node, time);
        } else if (node->started_on != CIVIL_DATE_NONE) {
            time_running(pass, node, time);
        } else {
            time_waiting(pass, node, time);
        }
    }
}

/* ---- backwards: how much it may slip ---- */

static bool is_yet_to_start(const struct forecast_time *time)
{
    return time->state == FORECAST_WAITING || time->state == FORECAST_READY;
}

/* Latest finishes under which node `to` finishes by `goal`; NEVER for what does not lead to it.
 * With `to` nobody: under which everything finishes by then. */
static void pass_backward(const struct pass *pass, uint32_t to, int32_t goal, int32_t *latest)
{
    const struct forecast_plan *plan = pass->plan;
    for (uint32_t i = 0; i < plan->count; i++) {
        latest[i] = to == FORECAST_NOBODY || to == i ? goal : NEVER;
    }
    for (uint32_t i = plan->count; i-- > 0;) {
        const struct forecast_node *node = &plan->nodes[i];
        if (!is_yet_to_start(&pass->times[i]) || latest[i] == NEVER) {
            continue;
        }
        for (uint32_t j = 0; j < node->after_count; j++) {
            int32_t lag = node->lags == NULL ? 0 : node->lags[j];
            int32_t allowed = latest[i] - node->days - lag;
            uint32_t before = node->after[j];
            latest[before] = allowed < latest[before] ? allowed : latest[before];
        }
    }
}

static void measure_effect(struct arena *arena, const struct pass *pass)
{
    const struct forecast_plan *plan = pass->plan;
    int32_t *to_production = arena_array(arena, int32_t, plan->count);
    int32_t *to_end = arena_array(arena, int32_t, plan->count);
    pass_backward(pass, plan->production, plan->working_days, to_production);
    pass_backward(pass, FORECAST_NOBODY, plan->end, to_end);
    for (uint32_t i = 0; i < plan->count; i++) {
        struct forecast_time *time = &pass->times[i];
        if (time->state == FORECAST_DONE) {
            continue;
        }
        time->leads = to_production[i] != NEVER;
        int32_t slack = (time->leads ? to_production[i] : to_end[i]) - time->finish_at;
        time->float_days = later(slack, 0);
        time->production_moves = time->leads ? later(-slack, 0) : 0;
    }
}

/* ---- the result ---- */

static bool date_one(const struct forecast_plan *plan, struct forecast_time *time,
                     struct fault *fault)
{
    struct calendar_day start;
    struct calendar_day finish;
    if (time->state == FORECAST_DONE) {
        return true;
    }
    if (!calendar_add(plan->calendar, plan->start, time->start_at, &start, fault) ||
        !calendar_add(plan->calendar, plan->start, time->finish_at, &finish, fault)) {
        return false;
    }
    if (time->state != FORECAST_RUNNING) {
        time->start = start.day;
    }
    time->finish = finish.day;
    time->is_provisional = finish.is_provisional;
    return true;
}

/* Down the chain of those that wait, to the one that could be hurried today. */
static uint32_t root_of(const struct forecast_time *times, uint32_t node)
{
    if (times[node].state == FORECAST_DONE) {
        return FORECAST_NOBODY;
    }
    while (times[node].holder != FORECAST_NOBODY &&
           times[times[node].holder].state != FORECAST_DONE) {
        node = times[node].holder;
    }
    return node;
}

bool forecast_run(struct arena *arena, const struct forecast_plan *plan, civil_date today,
                  struct forecast *out, struct fault *fault)
{
    struct calendar_day next;
    ensure(plan->production < plan->count);
    if (!calendar_next(plan->calendar, today, &next, fault)) {
        return false;
    }
    struct pass pass = {plan, forecast_offset(plan, next.day),
                        arena_array(arena, struct forecast_time, plan->count)};
    pass_forward(&pass);
    measure_effect(arena, &pass);
    for (uint32_t i = 0; i < plan->count; i++) {
        if (!date_one(plan, &pass.times[i], fault)) {
            return false;
        }
    }
    const struct forecast_time *production = &pass.times[plan->production];
    *out = (struct forecast){
        .times = pass.times,
        .production = production->finish,
        .late_days = production->finish_at - plan->working_days,
        .is_provisional = production->is_provisional,
        .holder = root_of(pass.times, plan->production),
    };
    return true;
}
