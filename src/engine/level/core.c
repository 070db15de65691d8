#include "engine/level/core.h"

#include <string.h>

#include "base/arena.h"

#define LOW(i) (2 * (i))
#define HIGH(i) (2 * (i) + 1)
#define RESTART 100  /* contradictions, times Luby's sequence */
#define ASK_EVERY 64 /* contradictions: how often the clock is asked */
#define CLAUSES_MOST 8000

struct core *core_open(struct search *search)
{
    struct core *core = arena_new(search->arena, struct core);
    struct arena *arena = search->arena;
    const struct layout *layout = search->layout;
    uint32_t modes = layout->mode_from[layout->count];
    core->search = search;
    core->layout = layout;
    core->first_days = layout->count + 1;
    core->first_mode = core->first_days + (layout->is_single ? 0 : layout->count);
    core->variables = core->first_mode + (layout->is_single ? 0 : modes);
    core->trail = trail_open(arena, core->variables, layout->count);
    uint32_t edges = layout->edges[0].from[layout->count];
    core->edge_room = layout->count * 60 + 100;
    core->edges = arena_array(arena, struct core_edge, core->edge_room);
    size_t sums = (size_t)(edges + core->edge_room + layout->count) * (layout->is_single ? 2 : 6);
    core->sums = arena_array(arena, struct core_sum, sums);
    core->sum_list = arena_array(arena, struct core_sum, sums);
    core->sum_side = arena_array(arena, uint32_t, sums);
    core->sum_from = arena_array(arena, uint32_t, 2 * core->variables + 2);
    core->free = arena_array(arena, uint64_t, ((size_t)layout->horizon + 1) * layout->words);
    core->days = arena_array(arena, int32_t, layout->count);
    core->demand = arena_array(arena, uint64_t, layout->count * layout->words);
    core->found = arena_array(arena, int32_t, layout->count);
    core->found_modes = arena_array(arena, uint32_t, layout->count);
    for (uint32_t i = 0; i < layout->count; i++) {
        core->days[i] = layout->days[layout->mode_from[i]];
        memcpy(core->demand + i * layout->words,
               layout->demand + layout->mode_from[i] * layout->words, layout->words * 8);
    }
    return core;
}

/* ---- the problem ---- */

static bool has_days(const struct core *core, uint32_t i)
{
    return core->layout->mode_from[i + 1] - core->layout->mode_from[i] > 1;
}

static void add_sum(struct core *core, uint32_t by, uint32_t to, uint32_t other, int32_t add)
{
    core->sum_side[core->sum_count] = by;
    core->sum_list[core->sum_count++] = (struct core_sum){to, other, add};
}

static void add_edge(struct core *core, uint32_t i, uint32_t j)
{
    if (!has_days(core, i)) {
        int32_t days = core->layout->days[core->layout->mode_from[i]];
        add_sum(core, LOW(i), LOW(j), TRAIL_NO_SIDE, days);
        add_sum(core, HIGH(j), HIGH(i), TRAIL_NO_SIDE, days);
        return;
    }
    uint32_t days = core->first_days + i;
    add_sum(core, LOW(i), LOW(j), LOW(days), 0);
    add_sum(core, LOW(days), LOW(j), LOW(i), 0);
    add_sum(core, HIGH(j), HIGH(i), LOW(days), 0);
    add_sum(core, LOW(days), HIGH(i), HIGH(j), 0);
    add_sum(core, HIGH(j), HIGH(days), LOW(i), 0);
    add_sum(core, LOW(i), HIGH(days), HIGH(j), 0);
}

static void build_sums(struct core *core)
{
    const struct layout *layout = core->layout;
    const struct layout_edges after = layout->edges[1];
    core->sum_count = 0;
    for (uint32_t i = 0; i < layout->count; i++) {
        for (uint32_t e = after.from[i]; e < after.from[i + 1]; e++) {
            add_edge(core, i, after.at[e]);
        }
        if (after.from[i] == after.from[i + 1]) {
            add_edge(core, i, layout->count);
        }
    }
    for (uint32_t n = 0; n < core->edge_count; n++) {
        add_edge(core, core->edges[n].before, core->edges[n].after);
    }
    uint32_t sides = 2 * core->variables;
    memset(core->sum_from, 0, (sides + 2) * sizeof core->sum_from[0]);
    for (uint32_t n = 0; n < core->sum_count; n++) {
        core->sum_from[core->sum_side[n] + 2]++;
    }
    for (uint32_t side = 0; side < sides; side++) {
        core->sum_from[side + 2] += core->sum_from[side + 1];
    }
    for (uint32_t n = 0; n < core->sum_count; n++) {
        core->sums[core->sum_from[core->sum_side[n] + 1]++] = core->sum_list[n];
    }
}

static void bound_modes(struct core *core, const struct core_task *task)
{
    const struct layout *layout = core->layout;
    int32_t *at = core->trail->at;
    for (uint32_t i = 0; i < layout->count; i++) {
        uint32_t days = core->first_days + i;
        uint32_t first = layout->mode_from[i];
        uint32_t last = layout->mode_from[i + 1] - 1;
        uint32_t fixed = task->modes == NULL ? UINT32_MAX : task->modes[i];
        at[LOW(days)] = layout->days[fixed == UINT32_MAX ? first : fixed];
        at[HIGH(days)] = -layout->days[fixed == UINT32_MAX ? last : fixed];
        for (uint32_t m = first; m <= last; m++) {
            bool is_in = fixed == m || first == last;
            at[LOW(core->first_mode + m)] = is_in ? 1 : 0;
            at[HIGH(core->first_mode + m)] = is_in || fixed == UINT32_MAX ? -1 : 0;
        }
    }
}

/* One mode each, and the days that go with it. */
static void link_modes(struct core *core, uint32_t i)
{
    const struct layout *layout = core->layout;
    struct trail *trail = core->trail;
    uint32_t first = layout->mode_from[i];
    uint32_t count = layout->mode_from[i + 1] - first;
    struct literal clause[LEVEL_MODES_MAX] = {{0, 0}};
    uint32_t days = core->first_days + i;
    for (uint32_t m = 0; m < count; m++) {
        struct literal in = {LOW(core->first_mode + first + m), 1};
        struct literal out = {HIGH(core->first_mode + first + m), 0};
        clause[m] = in;
        for (uint32_t n = 0; n < m; n++) {
            struct literal pair[2] = {out, {HIGH(core->first_mode + first + n), 0}};
            (void)trail_add_clause(trail, pair, 2);
        }
        struct literal low[2] = {out, {LOW(days), layout->days[first + m]}};
        struct literal high[2] = {out, {HIGH(days), -layout->days[first + m]}};
        (void)trail_add_clause(trail, low, 2);
        (void)trail_add_clause(trail, high, 2);
    }
    (void)trail_add_clause(trail, clause, count);
    for (uint32_t m = 1; m < count; m++) {
        /* none of the shorter ones: at least the days of this one; none of the longer ones: at most
         * those of the one before */
        if (layout->days[first + m] == layout->days[first + m - 1]) {
            continue;
        }
        struct literal some[LEVEL_MODES_MAX + 1];
        memcpy(some + 1, clause, m * sizeof clause[0]);
        some[0] = (struct literal){LOW(days), layout->days[first + m]};
        (void)trail_add_clause(trail, some, m + 1);
        memcpy(some + 1, clause + m, (count - m) * sizeof clause[0]);
        some[0] = (struct literal){HIGH(days), -layout->days[first + m - 1]};
        (void)trail_add_clause(trail, some, count - m + 1);
    }
}

static void set_up(struct core *core, const struct core_task *task)
{
    const struct layout *layout = core->layout;
    struct trail *trail = core->trail;
    trail_reset(trail, core->variables);
    for (uint32_t i = 0; i < layout->count; i++) {
        int32_t days = layout->days[layout->mode_from[i]];
        trail->at[LOW(i)] = core->search->heads[i];
        trail->at[HIGH(i)] = -(task->target - days);
    }
    trail->at[LOW(layout->count)] = 0;
    trail->at[HIGH(layout->count)] = -task->target;
    build_sums(core);
    if (!layout->is_single) {
        bound_modes(core, task);
        for (uint32_t i = 0; i < layout->count; i++) {
            if (has_days(core, i) && (task->modes == NULL || task->modes[i] == UINT32_MAX)) {
                link_modes(core, i);
            }
        }
    }
}

/* ---- propagation ---- */

static bool wake_sums(struct core *core, uint32_t side)
{
    struct trail *trail = core->trail;
    for (uint32_t n = core->sum_from[side]; n < core->sum_from[side + 1]; n++) {
        const struct core_sum *sum = &core->sums[n];
        int32_t add = sum->add + (sum->other == TRAIL_NO_SIDE ? 0 : trail->at[sum->other]);
        struct literal to = {sum->to, trail->at[side] + add};
        if (to.value > trail->at[to.side] &&
            !trail_raise(trail, to, (struct trail_reason){TRAIL_SUM, side, sum->other, add})) {
            return false;
        }
    }
    return true;
}

static bool propagate(struct core *core)
{
    struct trail *trail = core->trail;
    do {
        while (trail->done < trail->count) {
            uint32_t entry = trail->done++;
            uint32_t side = trail->entries[entry].side;
            if (side < LOW(core->layout->count) && trail->at[side] + trail->at[side ^ 1] == 0) {
                core->fixed++;
            }
            if (!trail_wake_clauses(trail, entry) || !wake_sums(core, side)) {
                return false;
            }
        }
        if (trail->is_full) {
            return true;
        }
        if ((core->layout->budget_count > 0 && !core_budgets(core)) || !core_timetable(core)) {
            return false;
        }
    } while (trail->done < trail->count && !trail->is_full);
    return true;
}

/* All sums once, from the bounds as they were set. */
static bool propagate_all(struct core *core)
{
    for (uint32_t side = 0; side < 2 * core->variables; side++) {
        if (!wake_sums(core, side)) {
            return false;
        }
    }
    return propagate(core);
}

/* ---- decisions ---- */

static bool is_fixed(const struct core *core, uint32_t i)
{
    return core->trail->at[LOW(i)] + core->trail->at[HIGH(i)] == 0;
}

static bool mode_is_open(const struct core *core, uint32_t i)
{
    if (!has_days(core, i)) {
        return false;
    }
    for (uint32_t m = core->layout->mode_from[i]; m < core->layout->mode_from[i + 1]; m++) {
        if (core->trail->at[LOW(core->first_mode + m)] >= 1) {
            return false;
        }
    }
    return true;
}

static bool goes_first(const struct core *core, enum core_order order, uint32_t i, uint32_t best)
{
    const int32_t *at = core->trail->at;
    if (order == CORE_BY_CONFLICTS) {
        return core->trail->weights[i] > core->trail->weights[best];
    }
    return at[LOW(i)] < at[LOW(best)] ||
           (at[LOW(i)] == at[LOW(best)] && at[HIGH(i)] > at[HIGH(best)]);
}

/* The next activity to decide on, or UINT32_MAX. */
static uint32_t choose(const struct core *core, enum core_order order)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < core->layout->count; i++) {
        if (is_fixed(core, i) && !mode_is_open(core, i)) {
            continue;
        }
        if (best == UINT32_MAX || goes_first(core, order, i, best)) {
            best = i;
        }
    }
    return best;
}

static struct literal decide(struct core *core, uint32_t i)
{
    const struct layout *layout = core->layout;
    const int32_t *at = core->trail->at;
    if (mode_is_open(core, i)) {
        uint32_t pick = UINT32_MAX;
        for (uint32_t m = layout->mode_from[i]; m < layout->mode_from[i + 1]; m++) {
            if (at[HIGH(core->first_mode + m)] >= 0) {
                continue;
            }
            if (pick == UINT32_MAX || (core->hint_modes != NULL && core->hint_modes[i] == m)) {
                pick = m;
            }
        }
        return (struct literal){LOW(core->first_mode + pick), 1};
    }
    return (struct literal){HIGH(i), -at[LOW(i)]};
}

static void keep_found(struct core *core)
{
    const struct layout *layout = core->layout;
    const int32_t *at = core->trail->at;
    int32_t makespan = 0;
    for (uint32_t i = 0; i < layout->count; i++) {
        core->found[i] = at[LOW(i)];
        core->found_modes[i] = layout->mode_from[i];
        for (uint32_t m = layout->mode_from[i]; !layout->is_single && m < layout->mode_from[i + 1];
             m++) {
            if (at[LOW(core->first_mode + m)] >= 1) {
                core->found_modes[i] = m;
            }
        }
        int32_t end = at[LOW(i)] + layout->days[core->found_modes[i]];
        makespan = end > makespan ? end : makespan;
    }
    core->found_makespan = makespan;
}

struct run {
    struct core *core;
    const struct core_task *task;
    uint64_t restart_at; /* contradictions */
    uint64_t asked_at;
    uint32_t restarts;
    bool is_found;
    bool is_spent; /* the schedules are used up */
};

static uint32_t luby(uint32_t i)
{
    uint32_t k = 1;
    while ((1u << k) - 1 < i + 1) {
        k++;
    }
    while ((1u << k) - 1 != i + 1) {
        i = i - (1u << (k - 1)) + 1;
        k = 1;
        while ((1u << k) - 1 < i + 1) {
            k++;
        }
    }
    return 1u << (k - 1);
}

static void count_fixed(struct run *run, uint32_t fixed)
{
    uint32_t count = run->core->layout->count;
    if (!search_count_assignments(run->core->search, fixed < count ? fixed : count)) {
        run->is_spent = true;
    }
    run->core->fixed = 0;
}

/* After a contradiction; false: there is no (better) schedule. */
static bool turn(struct run *run)
{
    count_fixed(run, run->core->fixed);
    return trail_learn(run->core->trail);
}

static bool restart(struct run *run)
{
    struct core *core = run->core;
    count_fixed(run, core->fixed);
    trail_undo(core->trail, 0);
    if (!propagate(core)) {
        return false;
    }
    trail_flatten(core->trail);
    trail_forget(core->trail, CLAUSES_MOST);
    run->restarts++;
    run->restart_at = core->trail->conflicts + (uint64_t)RESTART * luby(run->restarts);
    return true;
}

/* A schedule: everything shorter is sought from now on. False: there is none. */
static bool keep_and_go_on(struct run *run)
{
    struct core *core = run->core;
    keep_found(core);
    run->is_found = true;
    count_fixed(run, core->layout->count);
    trail_undo(core->trail, 0);
    struct literal shorter = {HIGH(core->layout->count), -(core->found_makespan - 1)};
    return trail_raise(core->trail, shorter, (struct trail_reason){.kind = TRAIL_DECISION});
}

static bool must_stop(struct run *run)
{
    const struct trail *trail = run->core->trail;
    if (run->is_spent || trail->is_full || trail->conflicts >= run->task->conflicts ||
        (run->is_found && run->task->stop_at_first)) {
        return true;
    }
    if (trail->conflicts < run->asked_at + ASK_EVERY) {
        return false;
    }
    run->asked_at = trail->conflicts;
    return search_is_over(run->core->search);
}

/* One decision, or a restart, and what follows. False: nothing is left to decide. */
static bool step(struct run *run)
{
    struct core *core = run->core;
    bool goes_on = true;
    if (core->trail->conflicts >= run->restart_at) {
        return restart(run);
    }
    enum core_order order = run->task->order;
    if (order == CORE_BY_TURNS) {
        order = run->restarts % 2 == 0 ? CORE_BY_START : CORE_BY_CONFLICTS;
    }
    uint32_t i = choose(core, order);
    if (i == UINT32_MAX) {
        goes_on = keep_and_go_on(run);
    } else {
        trail_decide(core->trail, decide(core, i));
    }
    while (goes_on && !core->trail->is_full && !propagate(core)) {
        goes_on = turn(run);
    }
    return goes_on;
}

enum core_answer core_run(struct core *core, const struct core_task *task)
{
    struct run run = {.core = core, .task = task, .restart_at = RESTART};
    core->found_makespan = INT32_MAX;
    core->fixed = 0;
    set_up(core, task);
    bool goes_on = propagate_all(core);
    if (goes_on) {
        trail_flatten(core->trail);
    }
    while (goes_on && !must_stop(&run)) {
        goes_on = step(&run);
    }
    count_fixed(&run, core->fixed);
    core->is_exhausted = !goes_on && !core->trail->is_full;
    return run.is_found ? CORE_FOUND : core->is_exhausted ? CORE_NONE : CORE_GAVE_UP;
}
