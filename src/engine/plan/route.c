#include "engine/plan/route.h"

#include "base/arena.h"
#include "engine/plan/route_inside.h"

static const char *const status_names[ROUTE_STATUS_COUNT] = {
    [ROUTE_OPEN] = "open",           [ROUTE_IN_BASIC] = "in-basic",
    [ROUTE_UNDECIDED] = "unknown",   [ROUTE_CLOSED] = "closed",
    [ROUTE_EXPIRED] = "expired",     [ROUTE_NOT_IN_FORCE] = "not-in-force",
    [ROUTE_NO_EFFECT] = "no-effect", [ROUTE_CIRCULAR] = "circular",
};

const char *route_status_name(enum route_status status)
{
    ensure(status < ROUTE_STATUS_COUNT);
    return status_names[status];
}

static bool build(struct route_desk *desk, struct fault *fault)
{
    struct plan *basic = plan_new(desk->arena, desk->of->network);
    if (!planner_run(desk->planner, desk->used, &desk->options->plan, basic, fault)) {
        return false;
    }
    desk->basic = basic;
    struct route_graph_spec spec = {.of = desk->of,
                                    .basic = basic,
                                    .facts = desk->used,
                                    .variant_of_bit = desk->variant_of_bit,
                                    .bit_count = desk->bit_count};
    desk->graph = route_graph_build(desk->arena, &spec);
    return true;
}

/* Working days from the start that still lie on or before the day; negative: none. */
static int32_t days_until(const struct route_desk *desk, civil_date day)
{
    if (day < desk->basic->start) {
        return -1;
    }
    int64_t days = calendar_count(desk->of->calendar, desk->basic->start, day).working_days;
    return days < INT32_MAX ? (int32_t)days : INT32_MAX;
}

/* What meets the date; else the nearest, which is the best route, with its proof. */
static void search_by(const struct route_desk *desk, const struct route_found *best,
                      struct route_set *out)
{
    struct route_quest quest = {.graph = desk->graph,
                                .rules = &desk->rules,
                                .allowed = desk->open,
                                .goal = ROUTE_LEAST_RISK,
                                .limit = days_until(desk, desk->options->by)};
    struct route_found found = route_search(desk->arena, &quest);
    out->is_by_met = found.is_found;
    const struct route_found *from = found.is_found ? &found : best;
    out->by = (struct route){.set = from->set,
                             .figures = from->figures,
                             .zh = found.is_found ? "按期且风险最低" : "最接近该日期",
                             .en = found.is_found ? "In time at the least risk" : "Nearest"};
    out->by_proof = found.proof;
    out->by_proof.lower_bound = best->proof.lower_bound;
}

static void publish(const struct route_desk *desk, struct route_set *out)
{
    out->of = desk->of;
    out->options = *desk->options;
    out->facts = desk->used;
    out->given = desk->given;
    out->basic = desk->basic;
    out->graph = desk->graph;
    out->verdicts = desk->verdicts;
    out->rules = &desk->rules;
    out->variant_of_bit = desk->variant_of_bit;
}

static void find_routes(struct route_desk *desk, const struct route_quest *quest,
                        const struct route_found *best, struct route_set *out)
{
    struct route_front front = route_front_find(desk->arena, quest, best->figures.days);
    struct route basic = {.figures = {.days = plan_working_days(desk->basic)}};
    struct route first = {.set = best->set, .figures = best->figures};
    struct route_choice choice = route_choose(desk->arena, &front, &basic, &first);
    out->routes = choice.items;
    out->route_count = choice.count;
    out->best = choice.best;
    out->best_proof = best->proof;
    out->front_size = front.count;
    out->front_is_complete = front.is_complete;
    out->front_nodes = front.nodes;
}

bool route_run(struct arena *arena, const struct route_case *of,
               const struct route_options *options, struct route_set *out, struct fault *fault)
{
    struct route_desk *desk = arena_new(arena, struct route_desk);
    *desk =
        (struct route_desk){.arena = arena, .of = of, .options = options, .given = options->facts};
    desk->planner = planner_open(arena, of->network, of->calendar);
    if (!route_desk_open(desk, fault) || !build(desk, fault)) {
        return false;
    }
    route_desk_settle(desk);
    struct route_quest quest = {.graph = desk->graph,
                                .rules = &desk->rules,
                                .allowed = desk->open,
                                .goal = ROUTE_EARLIEST,
                                .limit = INT32_MAX};
    struct route_found best = route_search(arena, &quest);
    if (!route_desk_weigh(desk, &best, fault)) {
        return false;
    }
    *out = (struct route_set){0};
    publish(desk, out);
    find_routes(desk, &quest, &best, out);
    if (options->by != CIVIL_DATE_NONE) {
        search_by(desk, &best, out);
    }
    return true;
}
