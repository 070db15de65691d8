#include "engine/level/dispatch.h"

#include <string.h>

#include "base/arena.h"
#include "engine/level/dispatch_inside.h"

/* ---- staff ---- */

static int32_t free_on(const struct dispatch *dispatch, uint32_t line, int32_t day)
{
    int32_t room = day < dispatch->span
                       ? dispatch->room[line * (size_t)dispatch->span + (size_t)day]
                       : dispatch->usual[line];
    return room -
           dispatch->used[line * (size_t)dispatch->ring + ((uint32_t)day & (dispatch->ring - 1))];
}

/* Behind the span a line only becomes freer, so the present day says all. */
static bool has_room(const struct dispatch *dispatch, uint32_t line,
                     const struct portfolio_item *item)
{
    int32_t days = dispatch->day >= dispatch->span ? 1 : item->days;
    for (int32_t t = dispatch->day; t < dispatch->day + days; t++) {
        if (free_on(dispatch, line, t) < item->reviewers) {
            return false;
        }
    }
    return true;
}

static void occupy(struct dispatch *dispatch, uint32_t line, const struct portfolio_item *item)
{
    int32_t *used = dispatch->used + line * (size_t)dispatch->ring;
    for (int32_t t = dispatch->day; t < dispatch->day + item->days; t++) {
        used[(uint32_t)t & (dispatch->ring - 1)] += item->reviewers;
    }
}

/* ---- queues ---- */

static bool goes_first(const struct entry *a, const struct entry *b)
{
    return a->key < b->key || (a->key == b->key && a->item < b->item);
}

static void push(struct queue *queue, struct entry entry)
{
    uint32_t at = queue->count++;
    while (at > 0 && goes_first(&entry, &queue->heap[(at - 1) / 2])) {
        queue->heap[at] = queue->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    queue->heap[at] = entry;
}

static struct entry pop(struct queue *queue)
{
    struct entry first = queue->heap[0];
    struct entry last = queue->heap[--queue->count];
    uint32_t at = 0;
    for (uint32_t child = 1; child < queue->count; child = 2 * at + 1) {
        if (child + 1 < queue->count && goes_first(&queue->heap[child + 1], &queue->heap[child])) {
            child++;
        }
        if (!goes_first(&queue->heap[child], &last)) {
            break;
        }
        queue->heap[at] = queue->heap[child];
        at = child;
    }
    queue->heap[at] = last;
    return first;
}

/* ---- a day ---- */

/* One thing less that an item waits for; what takes no days ends at once. */
static uint32_t free_item(struct dispatch *dispatch, uint32_t i, uint32_t ended)
{
    const struct portfolio_item *item = &dispatch->portfolio->items[i];
    if (--dispatch->waits[i] > 0 || dispatch_is_fixed(item)) {
        return ended;
    }
    if (item->days == 0) {
        dispatch->starts[i] = dispatch->day;
        dispatch->left--;
        dispatch->stack[ended++] = i;
        return ended;
    }
    int64_t key =
        dispatch->keys[dispatch->project[i]] - (int64_t)dispatch->tail[i] * PORTFOLIO_KEY_DAY;
    push(&dispatch->queues[dispatch_line(dispatch->portfolio, item)], (struct entry){key, i});
    return ended;
}

/* Everything on the stack has ended. */
static void free_followers(struct dispatch *dispatch, uint32_t ended)
{
    while (ended > 0) {
        const struct portfolio_item *item = &dispatch->portfolio->items[dispatch->stack[--ended]];
        for (uint32_t f = 0; f < item->follower_count; f++) {
            ended = free_item(dispatch, item->followers[f], ended);
        }
    }
}

static void end_items(struct dispatch *dispatch)
{
    uint32_t slot = (uint32_t)dispatch->day & (dispatch->ring - 1);
    uint32_t i = dispatch->ends[slot];
    dispatch->ends[slot] = NOBODY;
    while (i != NOBODY) {
        uint32_t next = dispatch->next[i];
        dispatch->stack[0] = i;
        free_followers(dispatch, 1);
        i = next;
    }
}

static void release(struct dispatch *dispatch, uint32_t p)
{
    const struct portfolio_project *project = &dispatch->portfolio->projects[p];
    for (uint32_t i = project->first_item; i < project->first_item + project->item_count; i++) {
        free_followers(dispatch, free_item(dispatch, i, 0));
    }
}

static void start(struct dispatch *dispatch, uint32_t i)
{
    const struct portfolio_item *item = &dispatch->portfolio->items[i];
    uint32_t line = dispatch_line(dispatch->portfolio, item);
    uint32_t slot = (uint32_t)(dispatch->day + item->days) & (dispatch->ring - 1);
    occupy(dispatch, item->department, item);
    if (line != item->department) {
        occupy(dispatch, line, item);
    }
    dispatch->starts[i] = dispatch->day;
    dispatch->next[i] = dispatch->ends[slot];
    dispatch->ends[slot] = i;
    dispatch->left--;
}

/* The line of a department whose first waits with the least key and has anybody free; NOBODY:
 * none. */
static uint32_t next_line(const struct dispatch *dispatch, uint32_t department)
{
    uint32_t best = dispatch->queues[department].count > 0 ? department : NOBODY;
    for (uint32_t n = dispatch->lines_from[department]; n < dispatch->lines_from[department + 1];
         n++) {
        uint32_t line = dispatch->lines_of[n];
        const struct queue *queue = &dispatch->queues[line];
        if (queue->count > 0 && free_on(dispatch, line, dispatch->day) > 0 &&
            (best == NOBODY || goes_first(&queue->heap[0], &dispatch->queues[best].heap[0]))) {
            best = line;
        }
    }
    return best;
}

static void begin_items(struct dispatch *dispatch, uint32_t department)
{
    uint32_t aside = 0;
    while (aside < DISPATCH_ASIDE_MOST && free_on(dispatch, department, dispatch->day) > 0) {
        uint32_t line = next_line(dispatch, department);
        if (line == NOBODY) {
            break;
        }
        struct entry first = pop(&dispatch->queues[line]);
        const struct portfolio_item *item = &dispatch->portfolio->items[first.item];
        if (has_room(dispatch, department, item) &&
            (line == department || has_room(dispatch, line, item))) {
            start(dispatch, first.item);
        } else {
            dispatch->aside[aside++] = first;
        }
    }
    while (aside > 0) {
        struct entry entry = dispatch->aside[--aside];
        push(&dispatch->queues[dispatch_line(dispatch->portfolio,
                                             &dispatch->portfolio->items[entry.item])],
             entry);
    }
}

/* ---- a run ---- */

static void begin_run(struct dispatch *dispatch)
{
    const struct portfolio *portfolio = dispatch->portfolio;
    memcpy(dispatch->waits, dispatch->waits_first, portfolio->item_count * sizeof(uint32_t));
    memset(dispatch->used, 0, dispatch->lines * (size_t)dispatch->ring * sizeof(int32_t));
    memset(dispatch->ends, 0xff, dispatch->ring * sizeof(uint32_t));
    for (uint32_t line = 0; line < dispatch->lines; line++) {
        dispatch->queues[line].count = 0;
    }
    dispatch->left = portfolio->item_count - dispatch->fixed_count;
    for (uint32_t n = 0; n < dispatch->fixed_count; n++) {
        uint32_t i = dispatch->fixed[n].what;
        dispatch->starts[i] = portfolio->items[i].fixed_start;
    }
}

static void forget_day(struct dispatch *dispatch)
{
    uint32_t slot = (uint32_t)dispatch->day & (dispatch->ring - 1);
    for (uint32_t line = 0; line < dispatch->lines; line++) {
        dispatch->used[line * (size_t)dispatch->ring + slot] = 0;
    }
}

static struct portfolio_score score(const struct dispatch *dispatch, int32_t *ends)
{
    const struct portfolio *portfolio = dispatch->portfolio;
    struct portfolio_score sum = {0, 0};
    for (uint32_t p = 0; p < portfolio->project_count; p++) {
        const struct portfolio_project *project = &portfolio->projects[p];
        ends[p] = project->release_day;
        for (uint32_t n = 0; n < project->item_count; n++) {
            uint32_t i = project->first_item + n;
            int32_t end = dispatch->starts[i] + portfolio->items[i].days;
            ends[p] = end > ends[p] ? end : ends[p];
        }
        int64_t late = (int64_t)ends[p] - project->due_day;
        sum.tardiness += late > 0 ? late * project->weight : 0;
        sum.completion += (int64_t)(ends[p] - project->release_day) * project->weight;
    }
    return sum;
}

struct portfolio_score dispatch_run(struct dispatch *dispatch, const int64_t *keys, int32_t *starts,
                                    int32_t *ends)
{
    const struct portfolio *portfolio = dispatch->portfolio;
    uint32_t released = 0;
    uint32_t fixed = 0;
    dispatch->keys = keys;
    dispatch->starts = starts;
    begin_run(dispatch);
    for (dispatch->day = 0; dispatch->left > 0; dispatch->day++) {
        end_items(dispatch);
        for (; fixed < dispatch->fixed_count && dispatch->fixed[fixed].day <= dispatch->day;
             fixed++) {
            dispatch->stack[0] = dispatch->fixed[fixed].what;
            free_followers(dispatch, 1);
        }
        for (; released < portfolio->project_count &&
               dispatch->releases[released].day <= dispatch->day;
             released++) {
            release(dispatch, dispatch->releases[released].what);
        }
        for (uint32_t d = 0; d < portfolio->department_count; d++) {
            begin_items(dispatch, d);
        }
        forget_day(dispatch);
    }
    return score(dispatch, ends);
}
