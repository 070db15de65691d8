#include "engine/plan/planner.h"

#include "base/arena.h"

/* Later than any offset: 131 items of PLAN_DAYS_MAX and the longest lag stay far below. */
#define NEVER (INT32_MAX / 2)
#define LAG_MAX 4000000

struct planner {
    const struct plan_network *network;
    const struct calendar *calendar;
    uint8_t *scratch;
    /* Offsets by position. Apart from the plan's times, because the passes read one of them at a
     * time. */
    int32_t *earliest_start;
    int32_t *earliest_finish;
    int32_t *latest_start;
    int32_t *latest_finish;
    /* The calendar from the last start on: portfolios and what-ifs start on the same day. */
    civil_date asked_start;
    civil_date start;
    const civil_date *run;
    size_t run_count;
};

static const char *const basis_names[PLAN_BASIS_COUNT] = {"planning", "promised", "statutory"};

bool plan_basis_find(struct text name, enum plan_basis *out)
{
    for (int i = 0; i < PLAN_BASIS_COUNT; i++) {
        if (text_is(name, basis_names[i])) {
            *out = (enum plan_basis)i;
            return true;
        }
    }
    return false;
}

const char *plan_basis_name(enum plan_basis basis)
{
    ensure(basis < PLAN_BASIS_COUNT);
    return basis_names[basis];
}

struct planner *planner_open(struct arena *arena, const struct plan_network *network,
                             const struct calendar *calendar)
{
    struct planner *planner = arena_new(arena, struct planner);
    uint32_t count = network->position_count;
    planner->network = network;
    planner->calendar = calendar;
    planner->scratch = arena_alloc(arena, rule_program_scratch(network->program));
    planner->earliest_start = arena_array(arena, int32_t, count);
    planner->earliest_finish = arena_array(arena, int32_t, count);
    planner->latest_start = arena_array(arena, int32_t, count);
    planner->latest_finish = arena_array(arena, int32_t, count);
    planner->asked_start = CIVIL_DATE_NONE;
    return planner;
}

struct plan *plan_new(struct arena *arena, const struct plan_network *network)
{
    struct plan *plan = arena_new(arena, struct plan);
    uint32_t count = network->position_count;
    plan->network = network;
    plan->applies = arena_array(arena, uint8_t, network->item_count);
    plan->present = arena_array(arena, int32_t, count);
    plan->leads = arena_array(arena, int32_t, count);
    plan->days = arena_array(arena, int32_t, count);
    plan->times = arena_array(arena, struct plan_times, count);
    plan->dates = arena_array(arena, struct plan_times, count);
    return plan;
}

/* ---- who is in, for how long ---- */

static void mark_present(const struct plan_network *network, struct plan *plan)
{
    for (uint32_t i = 0; i < network->item_count; i++) {
        plan->present[network->position[i]] = -(int32_t)(plan->applies[i] == RULE_YES);
    }
    for (uint32_t i = network->item_count; i < network->node_count; i++) {
        plan->present[network->position[i]] = -1;
    }
    for (uint32_t i = 0; i < network->lag_count; i++) {
        uint32_t lag = network->lags[i].position;
        plan->present[lag] = 0;
        for (uint32_t e = network->before.starts[lag]; e < network->before.starts[lag + 1]; e++) {
            plan->present[lag] |= plan->present[network->before.positions[e]];
        }
    }
}

static bool set_days(const struct plan_network *network, const struct facts *facts,
                     struct plan *plan, struct fault *fault)
{
    const int32_t *days = network->days[plan->options.basis];
    for (uint32_t i = 0; i < network->position_count; i++) {
        plan->days[i] = days[i];
    }
    for (uint32_t i = 0; i < network->lag_count; i++) {
        double lag = facts->numbers[network->lags[i].slot];
        if (!(lag >= 0 && lag <= LAG_MAX)) {
            return fault_raise(fault, FAULT_CALENDAR_RANGE, TEXT_NONE, FAULT_NO_ARGS);
        }
        plan->days[network->lags[i].position] = (int32_t)lag;
    }
    return true;
}

/* ---- the two passes ---- */

/* What is not in the plan finishes on day 0, which delays nobody: dropping an edge needs no branch.
 */
static void pass_forward(struct planner *planner, struct plan *plan)
{
    const struct plan_network *network = planner->network;
    const uint16_t *before = network->before.positions;
    int32_t *finish = planner->earliest_finish;
    int32_t end = 0;
    for (uint32_t i = 0; i < network->position_count; i++) {
        const uint16_t *stop = network->before.positions + network->before.starts[i + 1];
        int32_t start = 0;
        for (; before < stop; before++) {
            int32_t value = finish[*before];
            start = value > start ? value : start;
        }
        planner->earliest_start[i] = start;
        finish[i] = (start + plan->days[i]) & plan->present[i];
        end = finish[i] > end ? finish[i] : end;
    }
    plan->end = end;
}

/* What is not in the plan starts NEVER, which hurries nobody. */
static void pass_backward(struct planner *planner, struct plan *plan)
{
    const struct plan_network *network = planner->network;
    const uint16_t *after =
        network->after.positions + network->after.starts[network->position_count];
    int32_t *latest = planner->latest_start;
    for (uint32_t i = network->position_count; i-- > 0;) {
        const uint16_t *stop = network->after.positions + network->after.starts[i];
        bool is_production = i == network->production;
        int32_t finish = is_production ? planner->earliest_finish[i] : NEVER;
        int32_t leads = -(int32_t)is_production;
        while (after > stop) {
            uint32_t next = *--after;
            int32_t value = latest[next];
            finish = value < finish ? value : finish;
            leads |= plan->leads[next];
        }
        finish = finish == NEVER ? plan->end : finish;
        planner->latest_finish[i] = finish;
        latest[i] = plan->present[i] ? finish - plan->days[i] : NEVER;
        plan->leads[i] = leads & plan->present[i];
    }
}

/* ---- days ---- */

static bool settle_start(struct planner *planner, struct plan *plan, struct fault *fault)
{
    if (plan->options.start != planner->asked_start) {
        struct calendar_day day;
        if (!calendar_next(planner->calendar, plan->options.start, &day, fault)) {
            return false;
        }
        planner->asked_start = plan->options.start;
        planner->start = day.day;
        planner->run = calendar_days_from(planner->calendar, day.day, &planner->run_count);
    }
    plan->start = planner->start;
    return true;
}

static void store_times(const struct planner *planner, struct plan *plan)
{
    for (uint32_t i = 0; i < planner->network->position_count; i++) {
        plan->times[i] =
            (struct plan_times){planner->earliest_start[i], planner->earliest_finish[i],
                                planner->latest_start[i], planner->latest_finish[i]};
    }
}

/* Absent nodes get day 0 of the run: reading something is cheaper than asking whether to. */
static void store_dates(const struct planner *planner, struct plan *plan)
{
    const civil_date *run = planner->run;
    for (uint32_t i = 0; i < planner->network->position_count; i++) {
        int32_t in = plan->present[i];
        plan->dates[i] = (struct plan_times){
            run[planner->earliest_start[i] & in], run[planner->earliest_finish[i] & in],
            run[planner->latest_start[i] & in], run[planner->latest_finish[i] & in]};
    }
}

static bool far_day(const struct planner *planner, int32_t offset, int32_t *out,
                    struct fault *fault)
{
    struct calendar_day day;
    if (!calendar_add(planner->calendar, planner->start, offset, &day, fault)) {
        return false;
    }
    *out = day.day;
    return true;
}

/* Outside the calendar's arrays: the same answers, one by one. */
static bool store_far_dates(const struct planner *planner, struct plan *plan, struct fault *fault)
{
    for (uint32_t i = 0; i < planner->network->position_count; i++) {
        const struct plan_times *times = &plan->times[i];
        struct plan_times *dates = &plan->dates[i];
        if (plan->present[i] &&
            !(far_day(planner, times->earliest_start, &dates->earliest_start, fault) &&
              far_day(planner, times->earliest_finish, &dates->earliest_finish, fault) &&
              far_day(planner, times->latest_start, &dates->latest_start, fault) &&
              far_day(planner, times->latest_finish, &dates->latest_finish, fault))) {
            return false;
        }
    }
    return true;
}

bool planner_run(struct planner *planner, const struct facts *facts,
                 const struct plan_options *options, struct plan *out, struct fault *fault)
{
    const struct plan_network *network = planner->network;
    ensure(out->network == network && facts->space == network->space);
    out->calendar = planner->calendar;
    out->options = *options;
    if (!settle_start(planner, out, fault) || !set_days(network, facts, out, fault)) {
        return false;
    }
    rule_program_run(network->program, (struct rule_view){facts, options->missing},
                     planner->scratch, out->applies);
    mark_present(network, out);
    pass_forward(planner, out);
    pass_backward(planner, out);
    store_times(planner, out);
    if (planner->run == NULL || (size_t)out->end >= planner->run_count) {
        return store_far_dates(planner, out, fault);
    }
    store_dates(planner, out);
    return true;
}
