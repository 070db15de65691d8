#include <stdlib.h>

#include "base/arena.h"
#include "engine/level/dispatch_inside.h"

/* ---- staff ---- */

static const struct portfolio_staff *staff_of(const struct portfolio *portfolio, uint32_t line)
{
    return line < portfolio->department_count
               ? &portfolio->departments[line]
               : &portfolio->skills[line - portfolio->department_count].staff;
}

static uint32_t department_of(const struct portfolio *portfolio, uint32_t line)
{
    return line < portfolio->department_count
               ? line
               : portfolio->skills[line - portfolio->department_count].department;
}

static int32_t staff_on(const struct portfolio *portfolio, uint32_t line, uint32_t more,
                        int32_t day)
{
    const struct portfolio_staff *staff = staff_of(portfolio, line);
    int32_t number = (uint32_t)day < staff->days ? staff->by_day[day] : staff->usual;
    return number + (number > 0 && department_of(portfolio, line) == more);
}

static void measure_span(struct dispatch *dispatch)
{
    const struct portfolio *portfolio = dispatch->portfolio;
    for (uint32_t line = 0; line < dispatch->lines; line++) {
        int32_t days = (int32_t)staff_of(portfolio, line)->days;
        dispatch->span = days > dispatch->span ? days : dispatch->span;
    }
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        const struct portfolio_item *item = &portfolio->items[i];
        if (dispatch_is_fixed(item) && item->fixed_start + item->days > dispatch->span) {
            dispatch->span = item->fixed_start + item->days;
        }
        while ((uint32_t)item->days >= dispatch->ring) {
            dispatch->ring *= 2;
        }
    }
}

static void open_staff(struct arena *arena, struct dispatch *dispatch)
{
    const struct portfolio *portfolio = dispatch->portfolio;
    size_t span = (size_t)dispatch->span;
    dispatch->room = arena_array(arena, int32_t, dispatch->lines * span + 1);
    dispatch->usual = arena_array(arena, int32_t, dispatch->lines);
    for (uint32_t line = 0; line < dispatch->lines; line++) {
        for (size_t t = 0; t < span; t++) {
            dispatch->room[line * span + t] = staff_on(portfolio, line, dispatch->more, (int32_t)t);
        }
        dispatch->usual[line] = staff_on(portfolio, line, dispatch->more, INT32_MAX);
    }
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        const struct portfolio_item *item = &portfolio->items[i];
        uint32_t line = dispatch_line(portfolio, item);
        for (int32_t t = 0; dispatch_is_fixed(item) && t < item->days; t++) {
            size_t day = (size_t)(item->fixed_start + t);
            dispatch->room[item->department * span + day] -= item->reviewers;
            if (line != item->department) {
                dispatch->room[line * span + day] -= item->reviewers;
            }
        }
    }
}

/* ---- what is the same in every run ---- */

static int compare_events(const void *a, const void *b)
{
    const struct event *x = a;
    const struct event *y = b;
    return x->day != y->day ? (x->day < y->day ? -1 : 1) : (x->what < y->what ? -1 : 1);
}

/* Tails from the last items back; false: they go round in a circle. `stack` takes the order. */
static bool measure_project(struct dispatch *dispatch, uint32_t p)
{
    const struct portfolio_project *project = &dispatch->portfolio->projects[p];
    const struct portfolio_item *items = dispatch->portfolio->items;
    uint32_t *order = dispatch->stack;
    uint32_t count = 0;
    for (uint32_t i = project->first_item; i < project->first_item + project->item_count; i++) {
        dispatch->project[i] = p;
        dispatch->waits[i] = dispatch->waits_first[i];
        if (dispatch->waits[i] == 0) {
            order[count++] = i;
        }
    }
    for (uint32_t n = 0; n < count; n++) {
        const struct portfolio_item *item = &items[order[n]];
        for (uint32_t f = 0; f < item->follower_count; f++) {
            if (--dispatch->waits[item->followers[f]] == 0) {
                order[count++] = item->followers[f];
            }
        }
    }
    for (uint32_t n = count; n-- > 0;) {
        const struct portfolio_item *item = &items[order[n]];
        int32_t behind = 0;
        for (uint32_t f = 0; f < item->follower_count; f++) {
            int32_t tail = dispatch->tail[item->followers[f]];
            behind = tail > behind ? tail : behind;
        }
        int32_t tail = behind + item->days;
        dispatch->tail[order[n]] = tail;
        dispatch->length[p] = tail > dispatch->length[p] ? tail : dispatch->length[p];
        dispatch->work[p] += (int64_t)item->days * item->reviewers;
    }
    return count == project->item_count;
}

static bool open_projects(struct arena *arena, struct dispatch *dispatch, struct fault *fault)
{
    const struct portfolio *portfolio = dispatch->portfolio;
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        for (uint32_t f = 0; f < portfolio->items[i].follower_count; f++) {
            dispatch->waits_first[portfolio->items[i].followers[f]]++;
        }
    }
    for (uint32_t p = 0; p < portfolio->project_count; p++) {
        dispatch->releases[p] = (struct event){portfolio->projects[p].release_day, p};
        if (!measure_project(dispatch, p)) {
            return fault_raise(fault, FAULT_PORTFOLIO_CIRCLE, TEXT_NONE,
                               FAULT_ARGS(text_format(arena, "%u", p + 1)));
        }
    }
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        const struct portfolio_item *item = &portfolio->items[i];
        if (dispatch_is_fixed(item)) {
            dispatch->fixed[dispatch->fixed_count++] =
                (struct event){item->fixed_start + item->days, i};
        }
        dispatch->waits_first[i]++; /* for the release */
    }
    qsort(dispatch->releases, portfolio->project_count, sizeof(struct event), compare_events);
    qsort(dispatch->fixed, dispatch->fixed_count, sizeof(struct event), compare_events);
    return true;
}

static bool open_queues(struct arena *arena, struct dispatch *dispatch, struct fault *fault)
{
    const struct portfolio *portfolio = dispatch->portfolio;
    dispatch->queues = arena_array(arena, struct queue, dispatch->lines);
    for (uint32_t i = 0; i < portfolio->item_count; i++) {
        const struct portfolio_item *item = &portfolio->items[i];
        uint32_t line = dispatch_line(portfolio, item);
        dispatch->queues[line].count++;
        if (!dispatch_is_fixed(item) && item->days > 0 &&
            (item->reviewers > dispatch->usual[line] ||
             item->reviewers > dispatch->usual[item->department])) {
            return fault_raise(fault, FAULT_PORTFOLIO_STAFF, TEXT_NONE,
                               FAULT_ARGS(text_format(arena, "%u", i + 1)));
        }
    }
    for (uint32_t line = 0; line < dispatch->lines; line++) {
        dispatch->queues[line].heap =
            arena_array(arena, struct entry, dispatch->queues[line].count + 1);
    }
    dispatch->lines_from = arena_array(arena, uint32_t, portfolio->department_count + 1);
    dispatch->lines_of = arena_array(arena, uint32_t, portfolio->skill_count + 1);
    uint32_t at = 0;
    for (uint32_t d = 0; d < portfolio->department_count; d++) {
        for (uint32_t s = 0; s < portfolio->skill_count; s++) {
            if (portfolio->skills[s].department == d) {
                dispatch->lines_of[at++] = portfolio->department_count + s;
            }
        }
        dispatch->lines_from[d + 1] = at;
    }
    return true;
}

struct dispatch *dispatch_open(struct arena *arena, const struct portfolio *portfolio,
                               uint32_t more, struct fault *fault)
{
    struct dispatch *dispatch = arena_new(arena, struct dispatch);
    uint32_t items = portfolio->item_count;
    dispatch->portfolio = portfolio;
    dispatch->more = more;
    dispatch->lines = portfolio->department_count + portfolio->skill_count;
    dispatch->ring = 2;
    measure_span(dispatch);
    open_staff(arena, dispatch);
    dispatch->used = arena_array(arena, int32_t, dispatch->lines * (size_t)dispatch->ring);
    dispatch->ends = arena_array(arena, uint32_t, dispatch->ring);
    dispatch->next = arena_array(arena, uint32_t, items + 1);
    dispatch->waits = arena_array(arena, uint32_t, items + 1);
    dispatch->waits_first = arena_array(arena, uint32_t, items + 1);
    dispatch->project = arena_array(arena, uint32_t, items + 1);
    dispatch->tail = arena_array(arena, int32_t, items + 1);
    dispatch->stack = arena_array(arena, uint32_t, items + 1);
    dispatch->length = arena_array(arena, int32_t, portfolio->project_count + 1);
    dispatch->work = arena_array(arena, int64_t, portfolio->project_count + 1);
    dispatch->releases = arena_array(arena, struct event, portfolio->project_count + 1);
    dispatch->fixed = arena_array(arena, struct event, items + 1);
    return open_projects(arena, dispatch, fault) && open_queues(arena, dispatch, fault) ? dispatch
                                                                                        : NULL;
}

const int32_t *dispatch_lengths(const struct dispatch *dispatch)
{
    return dispatch->length;
}

const int64_t *dispatch_work(const struct dispatch *dispatch)
{
    return dispatch->work;
}
