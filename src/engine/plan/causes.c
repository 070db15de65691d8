#include "engine/plan/causes.h"

#include <stdlib.h>

#include "base/arena.h"

/* Each node as the planner sees it: it begins `wait` after its predecessors allow and takes `take`.
 */
struct shape {
    int32_t wait;
    int32_t take;
};

struct telling {
    const struct forecast_plan *plan;
    struct shape *shapes;
    int32_t *finish; /* offsets */
};

static int32_t allowed_at(const struct forecast_node *node, const int32_t *finish)
{
    int32_t at = 0;
    for (uint32_t i = 0; i < node->after_count; i++) {
        int32_t free_at = finish[node->after[i]] + (node->lags == NULL ? 0 : node->lags[i]);
        at = free_at > at ? free_at : at;
    }
    return at;
}

/* The offset of production. */
static int32_t tell(const struct telling *telling)
{
    for (uint32_t i = 0; i < telling->plan->count; i++) {
        const struct shape *shape = &telling->shapes[i];
        telling->finish[i] =
            allowed_at(&telling->plan->nodes[i], telling->finish) + shape->wait + shape->take;
    }
    return telling->finish[telling->plan->production];
}

/* -- the deviations -- */

static bool is_done(const struct forecast_time *time)
{
    return time->state == FORECAST_DONE;
}

static bool has_begun(const struct forecast_time *time)
{
    return is_done(time) || time->state == FORECAST_RUNNING;
}

static void add(struct cause *list, uint32_t *count, struct cause cause)
{
    if (cause.deviation != 0) {
        list[(*count)++] = cause;
    }
}

/* What of a deviation belongs to `part`: no more than it is long. */
static int32_t part_of(int32_t deviation, int32_t part)
{
    return deviation <= 0 || part <= 0 ? 0 : part < deviation ? part : deviation;
}

struct history {
    const struct forecast_plan *plan;
    const struct forecast *forecast;
    const int32_t *finish; /* offsets, as they were and will be */
    civil_date today;
};

static void deviations_of(const struct history *history, uint32_t node, struct cause *list,
                          uint32_t *count)
{
    const struct forecast_node *asked = &history->plan->nodes[node];
    const struct forecast_time *time = &history->forecast->times[node];
    civil_date today = history->today;
    int32_t wait = time->start_at - allowed_at(asked, history->finish);
    int32_t take = time->finish_at - time->start_at - asked->days;
    int32_t supplement = part_of(wait, asked->supplement_days);
    int32_t special = part_of(take, asked->special_days);
    civil_date begun = has_begun(time) ? time->start : today;
    civil_date ended = is_done(time) ? time->finish : today;
    bool waits = !has_begun(time);
    bool runs = !is_done(time);
    add(list, count, (struct cause){node, CAUSE_SUPPLEMENT, supplement, 0, begun, waits});
    add(list, count, (struct cause){node, CAUSE_WAIT, wait - supplement, 0, begun, waits});
    add(list, count, (struct cause){node, CAUSE_SPECIAL, special, 0, ended, runs});
    add(list, count, (struct cause){node, CAUSE_TAKE, take - special, 0, ended, runs});
}

/* By day, then predecessors first, then in the order of their making. */
static int compare(const void *left, const void *right)
{
    const struct cause *a = left;
    const struct cause *b = right;
    if (a->known_on != b->known_on) {
        return a->known_on < b->known_on ? -1 : 1;
    }
    if (a->node != b->node) {
        return a->node < b->node ? -1 : 1;
    }
    return (int)a->kind - (int)b->kind;
}

static struct causes deviations(struct arena *arena, const struct forecast_plan *plan,
                                const struct forecast *forecast, civil_date today)
{
    struct cause *list = arena_array(arena, struct cause, (size_t)plan->count * 4 + 1);
    int32_t *finish = arena_array(arena, int32_t, plan->count);
    uint32_t count = 0;
    struct history history = {plan, forecast, finish, today};
    for (uint32_t i = 0; i < plan->count; i++) {
        finish[i] = forecast->times[i].finish_at;
    }
    for (uint32_t i = 0; i < plan->count; i++) {
        deviations_of(&history, i, list, &count);
    }
    if (count > 1) {
        qsort(list, count, sizeof *list, compare);
    }
    return (struct causes){list, count};
}

/* -- their shares -- */

static void lay_in(struct shape *shape, const struct cause *cause)
{
    if (cause->kind == CAUSE_SUPPLEMENT || cause->kind == CAUSE_WAIT) {
        shape->wait += cause->deviation;
    } else {
        shape->take += cause->deviation;
    }
}

struct causes causes_of(struct arena *arena, const struct forecast_plan *plan,
                        const struct forecast *forecast, civil_date today)
{
    struct causes all = deviations(arena, plan, forecast, today);
    struct telling telling = {plan, arena_array(arena, struct shape, plan->count),
                              arena_array(arena, int32_t, plan->count)};
    struct cause *kept = arena_array(arena, struct cause, (size_t)all.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        telling.shapes[i] = (struct shape){0, plan->nodes[i].days};
    }
    int32_t before = tell(&telling);
    if (before != plan->working_days) {
        kept[count++] = (struct cause){
            FORECAST_NOBODY, CAUSE_PLAN, before - plan->working_days, before - plan->working_days,
            plan->start,     false};
    }
    for (uint32_t i = 0; i < all.count; i++) {
        struct cause cause = all.items[i];
        lay_in(&telling.shapes[cause.node], &cause);
        int32_t now = tell(&telling);
        cause.days = now - before;
        before = now;
        if (cause.days != 0) {
            kept[count++] = cause;
        }
    }
    ensure(before - plan->working_days == forecast->late_days);
    return (struct causes){kept, count};
}

const char *cause_kind_code(enum cause_kind kind)
{
    static const char *const codes[CAUSE_KIND_COUNT] = {"supplement", "wait", "special", "take",
                                                        "plan"};
    ensure(kind < CAUSE_KIND_COUNT);
    return codes[kind];
}
