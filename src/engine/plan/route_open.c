#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "engine/plan/route_inside.h"

/* ---- by the facts alone ---- */

/* The last day on which the variant is relied on: where it spares items of the basic plan, the day
 * on which the last of these would be accepted; else the start. */
static bool find_use(const struct route_desk *desk, const struct route_variant *variant,
                     civil_date *day, struct fault *fault)
{
    struct facts *facts = facts_copy(desk->arena, desk->given);
    struct plan *with = plan_new(desk->arena, desk->of->network);
    struct plan *without = plan_new(desk->arena, desk->of->network);
    facts_suppose(facts, variant->assumes_field, variant->assumes_member, false);
    if (!planner_run(desk->planner, desk->given, &desk->options->plan, with, fault) ||
        !planner_run(desk->planner, facts, &desk->options->plan, without, fault)) {
        return false;
    }
    *day = without->start;
    for (uint32_t i = 0; i < desk->of->network->item_count; i++) {
        if (without->applies[i] == RULE_YES && with->applies[i] != RULE_YES) {
            uint32_t position = desk->of->network->position[i];
            civil_date accepted = without->dates[PLAN_EARLIEST_START][position];
            *day = accepted > *day ? accepted : *day;
        }
    }
    return true;
}

static bool is_expired(const struct route_desk *desk, const struct route_variant *variant,
                       bool *out, struct fault *fault)
{
    *out = false;
    if (variant->expires_field == PLAN_NO_FIELD ||
        !facts_has(desk->given, variant->expires_field)) {
        return true;
    }
    struct calendar_day start;
    uint32_t slot = fact_space_field(desk->given->space, variant->expires_field)->slot;
    if (!calendar_next(desk->of->calendar, desk->options->plan.start, &start, fault) ||
        (variant->assumes_field != PLAN_NO_FIELD && !find_use(desk, variant, &start.day, fault))) {
        return false;
    }
    *out = desk->given->numbers[slot] < start.day;
    return true;
}

/* Parts of the works whose days nobody gave count as 0, so little is gained: worth asking. */
static bool asks_steps(const struct route_desk *desk, const struct route_variant *variant,
                       uint8_t *asks)
{
    bool has_any = false;
    for (uint32_t i = 0; i < variant->effect_count; i++) {
        if (variant->effects[i].what == ROUTE_ADD_STEP) {
            uint32_t step = variant->effects[i].node - desk->of->network->node_count;
            uint32_t field = desk->of->steps[step].days_field;
            asks[field] |= !facts_has(desk->given, field);
            has_any |= asks[field];
        }
    }
    return has_any;
}

/* A lag that the variant takes from a fact must be known: it is what the project promises. */
static bool lacks_lag(const struct route_desk *desk, const struct route_variant *variant,
                      uint8_t *asks)
{
    bool lacks = false;
    for (uint32_t i = 0; i < variant->effect_count; i++) {
        const struct route_effect *effect = &variant->effects[i];
        if (effect->what == ROUTE_LAG && !facts_has(desk->given, effect->field)) {
            asks[effect->field] = 1;
            lacks = true;
        }
    }
    return lacks;
}

static bool judge(struct route_desk *desk, uint32_t at, struct fault *fault)
{
    const struct route_variant *variant = &desk->of->variants[at];
    struct route_verdict *verdict = &desk->verdicts[at];
    uint8_t *asks = arena_array(desk->arena, uint8_t, fact_space_count(desk->given->space));
    bool holds = variant->assumes_field != PLAN_NO_FIELD &&
                 facts_hold(desk->given, variant->assumes_field, variant->assumes_member);
    /* What the facts assume is taken back by facts, not by what is absent. */
    struct rule_view view = {desk->given, desk->options->plan.missing};
    view.missing = holds ? RULE_MISSING_UNKNOWN : view.missing;
    enum rule_answer answer = rule_evaluate(variant->open_when, view);
    *verdict = (struct route_verdict){.bit = UINT32_MAX, .needs = UINT32_MAX};
    bool expired = false;
    if (!is_expired(desk, variant, &expired, fault)) {
        return false;
    }
    if (!variant->is_in_force) {
        verdict->status = ROUTE_NOT_IN_FORCE;
    } else if (answer == RULE_NO) {
        verdict->status = ROUTE_CLOSED;
    } else if (expired) {
        verdict->status = ROUTE_EXPIRED;
    } else if (holds) {
        verdict->status = ROUTE_IN_BASIC; /* the fact itself says so; doubts are asked, not held */
    } else if (answer == RULE_UNKNOWN) {
        verdict->status = ROUTE_UNDECIDED;
    } else if (variant->assumes_field == PLAN_NO_FIELD) { /* without effect: the item is so */
        verdict->status = variant->effect_count > 0 ? ROUTE_OPEN : ROUTE_IN_BASIC;
    } else {
        verdict->status = ROUTE_NO_EFFECT;
    }
    if (verdict->status == ROUTE_UNDECIDED || verdict->status == ROUTE_IN_BASIC) {
        rule_questions(variant->open_when, view, asks);
        verdict->asks = asks;
    }
    if (verdict->status <= ROUTE_UNDECIDED && !holds && lacks_lag(desk, variant, asks)) {
        verdict->status = ROUTE_UNDECIDED;
        verdict->asks = asks;
        verdict->is_at_most = true;
    }
    if (verdict->status == ROUTE_OPEN || verdict->status == ROUTE_UNDECIDED) {
        verdict->asks = asks_steps(desk, variant, asks) ? asks : verdict->asks;
    }
    verdict->is_withdrawn = holds && verdict->status != ROUTE_IN_BASIC;
    if (verdict->is_withdrawn) {
        facts_suppose(desk->used, variant->assumes_field, variant->assumes_member, false);
    }
    return true;
}

/* ---- bits ---- */

static bool precedes(const struct route_desk *desk, uint32_t a, uint32_t b)
{
    return text_compare(desk->of->variants[a].id, desk->of->variants[b].id) < 0;
}

static bool give_bits(struct route_desk *desk, struct fault *fault)
{
    desk->bit_count = 0;
    for (uint32_t i = 0; i < desk->of->variant_count; i++) {
        bool is_candidate =
            desk->of->variants[i].assumes_field == PLAN_NO_FIELD &&
            (desk->verdicts[i].status == ROUTE_OPEN || desk->verdicts[i].status == ROUTE_UNDECIDED);
        if (!is_candidate) {
            continue;
        }
        if (desk->bit_count == ROUTE_VARIANTS_MAX) {
            return fault_raise(fault, FAULT_ROUTE_TOO_MANY, TEXT_NONE, FAULT_ARGS(TEXT("64")));
        }
        uint32_t into = desk->bit_count++;
        for (; into > 0 && precedes(desk, i, desk->variant_of_bit[into - 1]); into--) {
            desk->variant_of_bit[into] = desk->variant_of_bit[into - 1];
        }
        desk->variant_of_bit[into] = i;
    }
    for (uint32_t bit = 0; bit < desk->bit_count; bit++) {
        desk->verdicts[desk->variant_of_bit[bit]].bit = bit;
    }
    return true;
}

bool route_desk_open(struct route_desk *desk, struct fault *fault)
{
    desk->used = facts_copy(desk->arena, desk->given);
    desk->verdicts = arena_array(desk->arena, struct route_verdict, desk->of->variant_count);
    for (uint32_t i = 0; i < desk->of->variant_count; i++) {
        if (!judge(desk, i, fault)) {
            return false;
        }
    }
    return give_bits(desk, fault);
}

/* ---- with the graph ---- */

static void set_rules(struct route_desk *desk)
{
    struct route_rules *rules = &desk->rules;
    rules->bit_count = desk->bit_count;
    for (uint32_t bit = 0; bit < desk->bit_count; bit++) {
        const struct route_variant *variant = &desk->of->variants[desk->variant_of_bit[bit]];
        rules->risk[bit] = variant->risk;
        rules->visits[bit] = variant->visits_saved + desk->graph->joint_visits[bit];
        rules->materials[bit] = desk->graph->materials[bit];
        rules->with[bit] |= (uint64_t)1 << bit;
        rules->conflicts[bit] |= desk->graph->conflicts[bit];
        for (uint32_t i = 0; i < variant->require_count; i++) {
            uint32_t other = desk->verdicts[variant->requires[i]].bit;
            rules->with[bit] |= other == UINT32_MAX ? 0 : (uint64_t)1 << other;
        }
        for (uint32_t i = 0; i < variant->exclude_count; i++) {
            uint32_t other = desk->verdicts[variant->excludes[i]].bit;
            if (other != UINT32_MAX) {
                rules->conflicts[bit] |= (uint64_t)1 << other;
                rules->conflicts[other] |= (uint64_t)1 << bit;
            }
        }
    }
}

/* What is required requires in its turn (Warshall). */
static void close_rules(struct route_rules *rules)
{
    for (uint32_t k = 0; k < rules->bit_count; k++) {
        for (uint32_t bit = 0; bit < rules->bit_count; bit++) {
            rules->with[bit] |= (rules->with[bit] >> k & 1) != 0 ? rules->with[k] : 0;
        }
    }
    for (uint32_t bit = 0; bit < rules->bit_count; bit++) {
        for (uint32_t k = 0; k < rules->bit_count; k++) {
            rules->without[bit] |= (rules->with[k] >> bit & 1) != 0 ? (uint64_t)1 << k : 0;
        }
    }
}

static bool can_serve(enum route_status status)
{
    return status == ROUTE_OPEN || status == ROUTE_UNDECIDED || status == ROUTE_IN_BASIC;
}

/* What requires something that can't be had is closed; what requires something unknown is unknown.
 * Once round for each variant is enough for the longest chain. */
static void spread_needs(struct route_desk *desk)
{
    for (uint32_t round = 0; round < desk->of->variant_count; round++) {
        bool has_changed = false;
        for (uint32_t i = 0; i < desk->of->variant_count; i++) {
            const struct route_variant *variant = &desk->of->variants[i];
            struct route_verdict *verdict = &desk->verdicts[i];
            for (uint32_t k = 0; k < variant->require_count; k++) {
                const struct route_verdict *other = &desk->verdicts[variant->requires[k]];
                bool is_usable =
                    verdict->status == ROUTE_OPEN || verdict->status == ROUTE_UNDECIDED;
                if (is_usable && !can_serve(other->status)) {
                    verdict->status = ROUTE_CLOSED;
                    verdict->needs = variant->requires[k];
                    has_changed = true;
                } else if (verdict->status == ROUTE_OPEN && other->status == ROUTE_UNDECIDED) {
                    verdict->status = ROUTE_UNDECIDED;
                    verdict->needs = variant->requires[k];
                    verdict->asks = other->asks;
                    has_changed = true;
                }
            }
        }
        if (!has_changed) {
            return;
        }
    }
}

static struct text code_of(const struct route_desk *desk, uint32_t node)
{
    const struct plan_network *network = desk->of->network;
    uint32_t position = desk->graph->position[node];
    if (position == UINT32_MAX) {
        return TEXT_NONE; /* the gate before what is handled together */
    }
    if (position >= network->position_count) {
        return desk->of->steps[position - network->position_count].code;
    }
    uint32_t of_network = network->node[position];
    return of_network < network->node_count ? plan_network_code(network, of_network) : TEXT_NONE;
}

/* After a run that came to a circle: is_in is still that of the run. */
static struct text name_circle(const struct route_desk *desk, uint64_t in)
{
    const struct route_graph *graph = desk->graph;
    struct plan_edge *edges = arena_array(desk->arena, struct plan_edge, graph->edge_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < graph->edge_count; i++) {
        if (route_edge_counts(&graph->edges[i], in, &desk->times)) {
            edges[count++] =
                (struct plan_edge){graph->edges[i].before, graph->edges[i].after, false};
        }
    }
    struct plan_circle circle = plan_find_circle(desk->arena, graph->count, edges, count);
    struct buffer names = buffer_open(desk->arena, 128);
    for (uint32_t i = 0; i <= circle.count && circle.count > 0; i++) {
        struct text code = code_of(desk, circle.nodes[i % circle.count]);
        if (code.len > 0) {
            buffer_add(&names, names.len > 0 ? TEXT("→") : TEXT_NONE);
            buffer_add(&names, code);
        }
    }
    return buffer_text(&names);
}

static void find_circles(struct route_desk *desk)
{
    uint64_t all = 0;
    for (uint32_t bit = 0; bit < desk->bit_count; bit++) {
        enum route_status status = desk->verdicts[desk->variant_of_bit[bit]].status;
        all |= status == ROUTE_OPEN || status == ROUTE_UNDECIDED ? (uint64_t)1 << bit : 0;
    }
    for (uint32_t bit = 0; bit < desk->bit_count; bit++) {
        uint64_t with = desk->rules.with[bit];
        struct route_verdict *verdict = &desk->verdicts[desk->variant_of_bit[bit]];
        if ((all >> bit & 1) != 0 &&
            route_times_run(desk->graph, with, all & ~with, &desk->times) == ROUTE_CIRCLE) {
            verdict->status = ROUTE_CIRCULAR;
            verdict->circle = name_circle(desk, with);
        }
    }
}

void route_desk_settle(struct route_desk *desk)
{
    desk->times = route_times_new(desk->arena, desk->graph);
    set_rules(desk);
    close_rules(&desk->rules);
    for (uint32_t bit = 0; bit < desk->bit_count; bit++) {
        const struct route_variant *variant = &desk->of->variants[desk->variant_of_bit[bit]];
        if ((desk->graph->effective >> bit & 1) == 0 && variant->visits_saved == 0) {
            struct route_verdict *verdict = &desk->verdicts[desk->variant_of_bit[bit]];
            verdict->status = ROUTE_NO_EFFECT;
            verdict->asks = NULL;
        }
    }
    spread_needs(desk);
    find_circles(desk);
    spread_needs(desk);
    for (uint32_t bit = 0; bit < desk->bit_count; bit++) {
        enum route_status status = desk->verdicts[desk->variant_of_bit[bit]].status;
        desk->open |= status == ROUTE_OPEN ? (uint64_t)1 << bit : 0;
        desk->unknown |= status == ROUTE_UNDECIDED ? (uint64_t)1 << bit : 0;
    }
}

/* ---- what each saves ---- */

/* Days of the basic plan if the fact were so or not. */
static bool days_supposing(struct route_desk *desk, const struct route_variant *variant, bool holds,
                           int32_t *days, struct fault *fault)
{
    struct facts *facts = facts_copy(desk->arena, desk->used);
    struct plan *plan = plan_new(desk->arena, desk->of->network);
    facts_suppose(facts, variant->assumes_field, variant->assumes_member, holds);
    if (!planner_run(desk->planner, facts, &desk->options->plan, plan, fault)) {
        return false;
    }
    *days = plan_working_days(plan);
    return true;
}

static int32_t would_save(struct route_desk *desk, uint32_t bit, const struct route_found *best)
{
    struct route_quest quest = {.graph = desk->graph, .rules = &desk->rules, .limit = INT32_MAX};
    quest.allowed = desk->open | (desk->rules.with[bit] & (desk->open | desk->unknown));
    struct route_found found = route_search(desk->arena, &quest);
    return best->figures.days - found.figures.days;
}

bool route_desk_weigh(struct route_desk *desk, const struct route_found *best, struct fault *fault)
{
    int32_t basic = plan_working_days(desk->basic);
    for (uint32_t i = 0; i < desk->of->variant_count; i++) {
        const struct route_variant *variant = &desk->of->variants[i];
        struct route_verdict *verdict = &desk->verdicts[i];
        int32_t days = basic;
        if (variant->assumes_field != PLAN_NO_FIELD) {
            bool is_in = verdict->status == ROUTE_IN_BASIC;
            if ((is_in || verdict->status == ROUTE_UNDECIDED) &&
                !days_supposing(desk, variant, !is_in, &days, fault)) {
                return false;
            }
            verdict->saves = is_in ? days - basic : 0;
            verdict->would_save = is_in ? 0 : basic - days;
        } else if (verdict->status == ROUTE_OPEN || verdict->status == ROUTE_UNDECIDED) {
            days = route_times_run(desk->graph, desk->rules.with[verdict->bit], 0, &desk->times);
            verdict->saves = days == ROUTE_CIRCLE ? 0 : basic - days;
            verdict->would_save =
                verdict->status == ROUTE_UNDECIDED ? would_save(desk, verdict->bit, best) : 0;
        }
    }
    return true;
}
