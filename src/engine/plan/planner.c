#include "engine/plan/planner.h"

#include <string.h>

#include "base/arena.h"

/* Later than any offset: 131 items of PLAN_DAYS_MAX and the longest lag stay far below. */
#define NEVER (INT32_MAX / 2)
#define LAG_MAX 4000000

struct planner {
    const struct plan_network *network;
    const struct calendar *calendar;
    uint8_t *scratch;
    const int32_t *never; /* NEVER at every position, and at nobody's */
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
    planner->network = network;
    planner->calendar = calendar;
    planner->scratch = arena_alloc(arena, rule_program_scratch(network->program));
    int32_t *never = arena_array(arena, int32_t, network->position_count + 1);
    for (uint32_t i = 0; i <= network->position_count; i++) {
        never[i] = NEVER;
    }
    planner->never = never;
    planner->asked_start = CIVIL_DATE_NONE;
    return planner;
}

struct plan *plan_new(struct arena *arena, const struct plan_network *network)
{
    struct plan *plan = arena_new(arena, struct plan);
    uint32_t count = network->position_count + 1; /* and nobody's place, see plan_neighbours */
    plan->network = network;
    plan->applies = arena_array(arena, uint8_t, network->item_count);
    plan->present = arena_array(arena, int32_t, count);
    plan->in = arena_array(arena, uint16_t, count);
    plan->leads = arena_array(arena, int32_t, count);
    plan->days = arena_array(arena, int32_t, count);
    for (int time = 0; time < PLAN_TIME_COUNT; time++) {
        plan->offsets[time] = arena_array(arena, int32_t, count);
        plan->dates[time] = arena_array(arena, civil_date, count);
    }
    return plan;
}

/* ---- who is in, for how long ---- */

static void mark_present(const struct plan_network *network, struct plan *plan)
{
    int32_t *restrict present = plan->present;
    const uint32_t *position = network->position;
    for (uint32_t i = 0; i < network->item_count; i++) {
        present[position[i]] = -(int32_t)(plan->applies[i] == RULE_YES);
    }
    for (uint32_t i = network->item_count; i < network->node_count; i++) {
        present[position[i]] = -1;
    }
    for (uint32_t i = 0; i < network->lag_count; i++) {
        uint32_t lag = network->lags[i].position;
        present[lag] = 0;
        for (uint32_t e = network->before.starts[lag]; e < network->before.starts[lag + 1]; e++) {
            present[lag] |= present[network->before.positions[e]]; /* nobody: 0 */
        }
    }
}

/* The positions that are in, in their order. Every position is written and the next one overwrites
 * it unless it was in: no branch to mispredict. */
static void list_present(const struct plan_network *network, struct plan *plan)
{
    const int32_t *present = plan->present;
    uint16_t *restrict in = plan->in;
    uint32_t count = 0;
    for (uint32_t i = 0; i < network->position_count; i++) {
        in[count] = (uint16_t)i;
        count += (uint32_t)-present[i];
    }
    plan->in_count = count;
}

static bool set_days(const struct plan_network *network, const struct facts *facts,
                     struct plan *plan, struct fault *fault)
{
    memcpy(plan->days, network->days[plan->options.basis],
           network->position_count * sizeof *plan->days);
    for (uint32_t i = 0; i < network->lag_count; i++) {
        double lag = facts->numbers[network->lags[i].slot];
        if (!(lag >= 0 && lag <= LAG_MAX)) {
            return fault_raise(fault, FAULT_CALENDAR_RANGE, TEXT_NONE, FAULT_NO_ARGS);
        }
        plan->days[network->lags[i].position] = (int32_t)lag;
    }
    return true;
}

/* ---- the two passes ----
 *
 * Only what is in is visited; what is not has times that change nothing, so that dropping an edge
 * needs no branch. Neighbours come in pairs, filled up with nobody, whose place is behind all
 * others: two of three nodes have one neighbour, so the first pair is taken without asking, and the
 * branch for more is nearly always predicted. */

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* What is not in the plan finishes on day 0, which delays nobody. */
static void pass_forward(const struct plan_network *network, struct plan *plan)
{
    const int32_t *days = plan->days;
    const uint16_t *positions = network->before.positions;
    const uint32_t *bounds = network->before.starts;
    int32_t *restrict starts = plan->offsets[PLAN_EARLIEST_START];
    int32_t *restrict finish = plan->offsets[PLAN_EARLIEST_FINISH];
    int32_t end = 0;
    memset(finish, 0, (network->position_count + 1) * sizeof *finish);
    for (uint32_t k = 0; k < plan->in_count; k++) {
        uint32_t i = plan->in[k];
        const uint16_t *pair = positions + bounds[i];
        const uint16_t *stop = positions + bounds[i + 1];
        int32_t start = larger(finish[pair[0]], finish[pair[1]]);
        for (pair += 2; pair < stop; pair += 2) {
            start = larger(start, larger(finish[pair[0]], finish[pair[1]]));
        }
        starts[i] = start;
        finish[i] = start + days[i];
        end = larger(end, finish[i]);
    }
    plan->end = end;
}

/* What is not in the plan starts NEVER, which hurries nobody, and leads nowhere. */
static void pass_backward(const struct planner *planner, struct plan *plan)
{
    const struct plan_network *network = planner->network;
    const int32_t *days = plan->days;
    const uint16_t *positions = network->after.positions;
    const uint32_t *bounds = network->after.starts;
    int32_t *restrict latest = plan->offsets[PLAN_LATEST_START];
    int32_t *restrict finishes = plan->offsets[PLAN_LATEST_FINISH];
    int32_t *restrict leads = plan->leads;
    uint32_t production = network->production;
    int32_t end = plan->end;
    memcpy(latest, planner->never, (network->position_count + 1) * sizeof *latest);
    memset(leads, 0, (network->position_count + 1) * sizeof *leads);
    for (uint32_t k = plan->in_count; k-- > 0;) {
        uint32_t i = plan->in[k];
        const uint16_t *pair = positions + bounds[i];
        const uint16_t *stop = positions + bounds[i + 1];
        int32_t finish = smaller(latest[pair[0]], latest[pair[1]]);
        int32_t lead = leads[pair[0]] | leads[pair[1]];
        for (pair += 2; pair < stop; pair += 2) {
            finish = smaller(finish, smaller(latest[pair[0]], latest[pair[1]]));
            lead |= leads[pair[0]] | leads[pair[1]];
        }
        if (i == production) {
            finish = plan->offsets[PLAN_EARLIEST_FINISH][i];
            lead = -1;
        }
        finish = finish == NEVER ? end : finish;
        finishes[i] = finish;
        latest[i] = finish - days[i];
        leads[i] = lead;
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

static void store_dates(const struct planner *planner, struct plan *plan)
{
    const civil_date *run = planner->run;
    int32_t *const *offsets = plan->offsets;
    civil_date *const *dates = plan->dates;
    for (uint32_t k = 0; k < plan->in_count; k++) {
        uint32_t i = plan->in[k];
        dates[PLAN_EARLIEST_START][i] = run[offsets[PLAN_EARLIEST_START][i]];
        dates[PLAN_EARLIEST_FINISH][i] = run[offsets[PLAN_EARLIEST_FINISH][i]];
        dates[PLAN_LATEST_START][i] = run[offsets[PLAN_LATEST_START][i]];
        dates[PLAN_LATEST_FINISH][i] = run[offsets[PLAN_LATEST_FINISH][i]];
    }
}

/* Outside the calendar's arrays: the same answers, one by one. */
static bool store_far_dates(const struct planner *planner, struct plan *plan, struct fault *fault)
{
    for (uint32_t i = 0; i < plan->in_count * PLAN_TIME_COUNT; i++) {
        uint32_t time = i % PLAN_TIME_COUNT;
        uint32_t position = plan->in[i / PLAN_TIME_COUNT];
        struct calendar_day day;
        if (!calendar_add(planner->calendar, planner->start, plan->offsets[time][position], &day,
                          fault)) {
            return false;
        }
        plan->dates[time][position] = day.day;
    }
    return true;
}

static void take_said(const struct plan_network *network, const struct plan_options *options,
                      uint8_t *applies)
{
    for (size_t s = 0; s < options->said_count; s++) {
        for (uint32_t i = 0; i < network->item_count; i++) {
            if (text_equal(network->items[i].code, options->said[s].code)) {
                applies[i] = (uint8_t)options->said[s].answer;
            }
        }
    }
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
    take_said(network, options, out->applies);
    mark_present(network, out);
    list_present(network, out);
    pass_forward(network, out);
    pass_backward(planner, out);
    if (planner->run == NULL || (size_t)out->end >= planner->run_count) {
        return store_far_dates(planner, out, fault);
    }
    store_dates(planner, out);
    return true;
}
