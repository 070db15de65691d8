#include "route_twin.h"

#include <string.h>

#include "base/json_read.h"

static const char *const codes[TWIN_NODES] = {"d", "c", "b", "a", "h", "g",
                                              "f", "e", "l", "k", "j", "p"};
/* The order of identifiers is not that of the case. */
static const char *const ids[TWIN_VARIANTS] = {"v3", "v1", "v7", "v2", "v8", "v5", "v4", "v6"};

#define LAG_FIELD TWIN_ITEMS
#define STEP_FIELD (TWIN_ITEMS + 1)
#define OPEN_FIELD (TWIN_ITEMS + 2)

static const struct rule *rule_of(struct twin *twin, const char *field)
{
    const struct jvalue *condition = NULL;
    const struct rule *rule = NULL;
    struct fault fault = {0};
    struct text source =
        text_format(twin->arena, "{\"field\":\"%s\",\"op\":\"eq\",\"value\":true}", field);
    ensure(json_read(twin->arena, source, &condition, &fault));
    ensure(rule_compile(twin->space, condition, &rule, &fault));
    return rule;
}

static void make_space(struct twin *twin)
{
    twin->space = fact_space_open(twin->arena);
    for (int i = 0; i < TWIN_ITEMS; i++) {
        struct fact_field field = {.name = text_of(codes[i]), .type = FACT_BOOL};
        ensure(fact_space_add(twin->space, &field));
    }
    struct fact_field lag = {.name = TEXT("lag"), .type = FACT_INTEGER};
    struct fact_field step = {.name = TEXT("step"), .type = FACT_INTEGER};
    ensure(fact_space_add(twin->space, &lag) && fact_space_add(twin->space, &step));
    for (int i = 0; i < TWIN_VARIANTS; i++) {
        struct fact_field field = {.name = text_of(ids[i]), .type = FACT_BOOL};
        ensure(fact_space_add(twin->space, &field));
    }
}

static void make_edges(struct twin *twin, struct chance *chance)
{
    uint32_t order[TWIN_NODES];
    for (uint32_t i = 0; i < TWIN_NODES; i++) {
        uint32_t k = (uint32_t)chance_below(chance, (int)i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    uint32_t count = 8 + (uint32_t)chance_below(chance, TWIN_EDGES - 12);
    for (uint32_t i = 0; i < count; i++) {
        int to = 1 + chance_below(chance, TWIN_NODES - 1);
        struct plan_edge *edge = &twin->edges[twin->edge_count++];
        *edge = (struct plan_edge){order[chance_below(chance, to)], order[to], false};
        edge->has_lag = edge->after == TWIN_ITEMS + 1 && chance_of(chance, 50);
    }
    /* Production near the end of the order, so that there is something to gain. */
    for (uint32_t i = TWIN_NODES; i-- > 0;) {
        if (order[i] >= TWIN_ITEMS) {
            twin->production = order[i] - TWIN_ITEMS;
            break;
        }
    }
    for (uint32_t i = 0; i < 4 && order[TWIN_NODES - 1] == TWIN_ITEMS + twin->production; i++) {
        twin->edges[twin->edge_count++] =
            (struct plan_edge){order[i * 2], TWIN_ITEMS + twin->production, false};
    }
}

static uint32_t any_item(struct chance *chance)
{
    return (uint32_t)chance_below(chance, TWIN_ITEMS);
}

static void make_edge_effect(struct twin *twin, struct chance *chance, struct route_effect *effect)
{
    const struct plan_edge *edge = &twin->edges[chance_below(chance, (int)twin->edge_count)];
    if (edge->has_lag) { /* edges with a lag can't be dropped by name */
        effect->what = ROUTE_DEFER;
        effect->node = any_item(chance);
        effect->count = 1;
        return;
    }
    effect->node = edge->before;
    effect->other = edge->after;
    effect->by = any_item(chance);
    effect->by = effect->by == effect->other ? effect->node : effect->by;
}

static void make_effect(struct twin *twin, struct chance *chance, int variant, int at)
{
    struct route_effect *effect = &twin->effects[variant][at];
    static const enum route_do what[] = {
        ROUTE_SET_DAYS, ROUTE_SET_DAYS,  ROUTE_DROP_ITEM, ROUTE_REPLACE_ITEM, ROUTE_ADD_ITEM,
        ROUTE_ADD_STEP, ROUTE_DROP_EDGE, ROUTE_DROP_EDGE, ROUTE_REPLACE_EDGE, ROUTE_ADD_EDGE,
        ROUTE_JOINT,    ROUTE_LAG,       ROUTE_DEFER};
    effect->what = what[chance_below(chance, COUNT_OF(what))];
    effect->node = any_item(chance);
    effect->other = any_item(chance);
    effect->other = effect->other == effect->node ? (effect->node + 1) % TWIN_ITEMS : effect->other;
    effect->count = (uint32_t)chance_below(chance, 3);
    effect->field = STEP_FIELD;
    for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
        effect->days[basis] = chance_below(chance, 5) - 1;
    }
    switch (effect->what) {
    case ROUTE_ADD_STEP: effect->node = TWIN_NODES; break;
    case ROUTE_LAG: effect->node = TWIN_ITEMS + 1; break;
    case ROUTE_DROP_EDGE:
    case ROUTE_REPLACE_EDGE: make_edge_effect(twin, chance, effect); break;
    case ROUTE_ADD_EDGE:
        if (chance_of(chance, 40)) { /* with a step between */
            effect->other = TWIN_ITEMS + twin->production;
            effect->node = TWIN_NODES;
        }
        break;
    case ROUTE_JOINT:
        effect->count = 0;
        for (uint32_t i = 0; i < TWIN_ITEMS; i++) {
            if (chance_of(chance, 35)) {
                twin->members[variant][effect->count++] = i;
            }
        }
        effect->nodes = twin->members[variant];
        break;
    default: break;
    }
}

static bool has_joint(const struct route_variant *variant)
{
    for (uint32_t i = 0; i < variant->effect_count; i++) {
        if (variant->effects[i].what == ROUTE_JOINT) {
            return true;
        }
    }
    return false;
}

static void make_variant(struct twin *twin, struct chance *chance, int at)
{
    struct route_variant *variant = &twin->variants[at];
    *variant = (struct route_variant){.id = text_of(ids[at]),
                                      .is_in_force = true,
                                      .open_when = rule_of(twin, ids[at]),
                                      .assumes_field = PLAN_NO_FIELD,
                                      .expires_field = PLAN_NO_FIELD,
                                      .effects = twin->effects[at],
                                      .risk = chance_below(chance, 4),
                                      .visits_saved = chance_below(chance, 3),
                                      .counts_members = chance_of(chance, 50)};
    int count = 1 + chance_below(chance, TWIN_EFFECTS);
    for (int i = 0; i < count; i++) {
        if (!has_joint(variant)) { /* one a variant */
            make_effect(twin, chance, at, i);
            variant->effect_count++;
        }
    }
    if (at > 0 && chance_of(chance, 15)) {
        twin->requires[at] = (uint32_t)chance_below(chance, at);
        variant->requires = &twin->requires[at];
        variant->require_count = 1;
    }
    if (at > 0 && chance_of(chance, 15)) {
        twin->excludes[at] = (uint32_t)chance_below(chance, at);
        variant->excludes = &twin->excludes[at];
        variant->exclude_count = 1;
    }
}

static void set_truth(struct twin *twin, uint32_t field, bool truth)
{
    struct jvalue value = {.kind = JVALUE_BOOL, .truth = truth};
    struct fault fault = {0};
    ensure(facts_set(twin->facts, field, &value, &fault));
}

static void set_number(struct twin *twin, uint32_t field, int32_t number)
{
    struct jvalue value = {.kind = JVALUE_INT, .integer = number};
    struct fault fault = {0};
    ensure(facts_set(twin->facts, field, &value, &fault));
}

void twin_build(struct twin *twin)
{
    struct fault fault = {0};
    struct plan_network_spec spec = {.space = twin->space,
                                     .items = twin->items,
                                     .item_count = TWIN_ITEMS,
                                     .milestones = twin->milestones,
                                     .milestone_count = TWIN_MILESTONES,
                                     .production = twin->production,
                                     .edges = twin->edges,
                                     .edge_count = twin->edge_count};
    ensure(plan_network_build(twin->arena, &spec, &twin->of.network, &fault));
    twin->of.calendar = twin->calendar;
    twin->of.variants = twin->variants;
    twin->of.variant_count = twin->variant_count;
    twin->of.steps = &twin->step;
    twin->of.step_count = 1;
    twin->facts = facts_new(twin->arena, twin->space);
    for (uint32_t i = 0; i < TWIN_ITEMS; i++) {
        set_truth(twin, i, twin->applies[i]);
    }
    set_number(twin, LAG_FIELD, twin->lag);
    set_number(twin, STEP_FIELD, twin->step_days);
    for (uint32_t i = 0; i < TWIN_VARIANTS; i++) {
        if (!twin->is_unknown[i]) {
            set_truth(twin, OPEN_FIELD + i, twin->is_open[i]);
        }
    }
}

struct twin *twin_open(uint64_t seed)
{
    struct chance chance = chance_from(seed);
    struct arena *arena = arena_open((size_t)1 << 22, (size_t)1 << 28);
    struct twin *twin = arena_new(arena, struct twin);
    struct fault fault = {0};
    twin->arena = arena;
    ensure(calendar_build(arena, NULL, 0, &twin->calendar, &fault));
    make_space(twin);
    for (int i = 0; i < TWIN_ITEMS; i++) {
        twin->items[i].code = text_of(codes[i]);
        twin->items[i].applies = rule_of(twin, codes[i]);
        twin->applies[i] = chance_of(&chance, 85);
        for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
            twin->items[i].days[basis] = chance_below(&chance, 9);
        }
    }
    for (int i = 0; i < TWIN_MILESTONES; i++) {
        twin->milestones[i] = (struct plan_milestone_spec){
            text_of(codes[TWIN_ITEMS + i]), i == 1 ? (uint32_t)LAG_FIELD : PLAN_NO_FIELD};
        twin->applies[TWIN_ITEMS + i] = true;
    }
    twin->lag = chance_below(&chance, 12);
    twin->step_days = chance_below(&chance, 8);
    twin->step = (struct route_step){TEXT("s"), TEXT("s"), TEXT("s"), STEP_FIELD, NULL, 0};
    make_edges(twin, &chance);
    twin->variant_count = 2 + (uint32_t)chance_below(&chance, TWIN_VARIANTS - 1);
    for (int i = 0; i < (int)twin->variant_count; i++) {
        twin->is_open[i] = chance_of(&chance, 85);
        twin->is_unknown[i] = chance_of(&chance, 12);
        make_variant(twin, &chance, i);
    }
    fact_space_seal(twin->space);
    twin_build(twin);
    return twin;
}

void twin_close(struct twin *twin)
{
    arena_close(twin->arena);
}

/* ---- the slow way ---- */

#define ALL (TWIN_NODES + 2) /* the step and the lag behind the nodes */
#define STEP TWIN_NODES
#define LAG (TWIN_NODES + 1)

struct slow {
    bool is_in[ALL];
    int32_t days[ALL];
    bool waits[ALL][ALL]; /* [after][before] */
    uint32_t group[ALL];  /* itself, or the first member of what is handled together */
};

static bool is_basic(const struct twin *twin, uint32_t node)
{
    return node < TWIN_NODES && twin->applies[node];
}

/* At least two are there, so that one form stands for several. */
static bool is_shared(const struct twin *twin, const struct route_effect *effect)
{
    uint32_t basic = 0;
    for (uint32_t i = 0; effect->what == ROUTE_JOINT && i < effect->count; i++) {
        basic += is_basic(twin, effect->nodes[i]);
    }
    return effect->what == ROUTE_JOINT && basic >= 2;
}

static bool is_joined(const struct twin *twin, const struct route_effect *effect)
{
    return is_shared(twin, effect) && effect->days[0] >= 0;
}

static int32_t own_days(const struct twin *twin, uint32_t node)
{
    return node == LAG         ? twin->lag
           : node == STEP      ? twin->step_days
           : node < TWIN_ITEMS ? twin->items[node].days[0]
                               : 0;
}

/* The least that is set; `days` are -1 before the first. */
static void set_least(struct slow *slow, uint32_t node, int32_t days)
{
    if (slow->days[node] < 0 || days < slow->days[node]) {
        slow->days[node] = days;
    }
}

static void take_out(struct slow *slow, const struct route_effect *effect)
{
    if (effect->what == ROUTE_DROP_EDGE || effect->what == ROUTE_REPLACE_EDGE) {
        slow->waits[effect->other][effect->node] = false;
    }
}

static void put_in(const struct twin *twin, struct slow *slow, const struct route_effect *effect)
{
    switch (effect->what) {
    case ROUTE_SET_DAYS:
        if (effect->days[0] >= 0 && effect->days[0] < own_days(twin, effect->node)) {
            set_least(slow, effect->node, effect->days[0]);
        }
        break;
    case ROUTE_DROP_ITEM: set_least(slow, effect->node, 0); break;
    case ROUTE_REPLACE_ITEM:
        if (is_basic(twin, effect->other)) {
            set_least(slow, effect->node, 0);
            slow->waits[effect->node][effect->other] = true;
        } else {
            set_least(slow, effect->node, own_days(twin, effect->other));
        }
        break;
    case ROUTE_ADD_ITEM:
    case ROUTE_ADD_STEP: slow->is_in[effect->node] = true; break;
    case ROUTE_REPLACE_EDGE: slow->waits[effect->other][effect->by] = true; break;
    case ROUTE_ADD_EDGE: slow->waits[effect->other][effect->node] = true; break;
    case ROUTE_LAG:
        if (twin->step_days < twin->lag) {
            set_least(slow, LAG, twin->step_days);
        }
        break;
    default: break;
    }
}

static void join(struct slow *slow, const struct route_effect *effect)
{
    for (uint32_t i = 0; i < effect->count; i++) {
        slow->group[effect->nodes[i]] = effect->nodes[0];
        set_least(slow, effect->nodes[i], effect->days[0]);
    }
}

static void lay_out(const struct twin *twin, uint32_t set, struct slow *slow)
{
    for (uint32_t i = 0; i < ALL; i++) {
        slow->is_in[i] = is_basic(twin, i);
        slow->days[i] = -1;
        slow->group[i] = i;
    }
    for (uint32_t i = 0; i < twin->edge_count; i++) {
        const struct plan_edge *edge = &twin->edges[i];
        bool has_lag = false; /* the stronger of the same pair */
        for (uint32_t k = 0; k < twin->edge_count; k++) {
            has_lag |= twin->edges[k].before == edge->before &&
                       twin->edges[k].after == edge->after && twin->edges[k].has_lag;
        }
        slow->waits[has_lag ? LAG : edge->after][edge->before] = true;
        if (has_lag) {
            slow->waits[edge->after][LAG] = true;
            slow->is_in[LAG] |= is_basic(twin, edge->before);
        }
    }
    for (uint32_t v = 0; v < twin->variant_count; v++) {
        for (uint32_t i = 0; (set >> v & 1) != 0 && i < twin->variants[v].effect_count; i++) {
            take_out(slow, &twin->variants[v].effects[i]);
        }
    }
    for (uint32_t v = 0; v < twin->variant_count; v++) {
        for (uint32_t i = 0; (set >> v & 1) != 0 && i < twin->variants[v].effect_count; i++) {
            put_in(twin, slow, &twin->variants[v].effects[i]);
        }
    }
    for (uint32_t v = 0; v < twin->variant_count; v++) {
        for (uint32_t i = 0; (set >> v & 1) != 0 && i < twin->variants[v].effect_count; i++) {
            if (is_joined(twin, &twin->variants[v].effects[i])) {
                join(slow, &twin->variants[v].effects[i]);
            }
        }
    }
    for (uint32_t i = 0; i < ALL; i++) {
        slow->days[i] = slow->days[i] < 0 ? own_days(twin, i) : slow->days[i];
    }
}

/* A group may begin when all that any member waits for outside of it has been dealt with. */
static bool is_free(const struct slow *slow, uint32_t group, const bool *is_done, int32_t *start,
                    const int32_t *finish)
{
    *start = 0;
    for (uint32_t node = 0; node < ALL; node++) {
        for (uint32_t before = 0; before < ALL; before++) {
            if (slow->group[node] != group || slow->group[before] == group || !slow->is_in[node] ||
                !slow->is_in[before] || !slow->waits[node][before]) {
                continue;
            }
            if (!is_done[slow->group[before]]) {
                return false;
            }
            *start = finish[before] > *start ? finish[before] : *start;
        }
    }
    return true;
}

static int32_t production_of(const struct twin *twin, const struct slow *slow)
{
    bool is_done[ALL] = {false};
    int32_t finish[ALL] = {0};
    for (uint32_t round = 0; round < ALL; round++) {
        for (uint32_t group = 0; group < ALL; group++) {
            int32_t start = 0;
            if (slow->group[group] != group || is_done[group] ||
                !is_free(slow, group, is_done, &start, finish)) {
                continue;
            }
            is_done[group] = true;
            for (uint32_t node = 0; node < ALL; node++) {
                if (slow->group[node] == group) {
                    finish[node] = start + slow->days[node];
                }
            }
        }
    }
    for (uint32_t node = 0; node < ALL; node++) {
        if (slow->is_in[node] && !is_done[slow->group[node]]) {
            return -1;
        }
    }
    return finish[TWIN_ITEMS + twin->production];
}

/* Basic, or put in by some variant that is not closed. */
static bool can_be(const struct twin *twin, uint32_t node)
{
    bool can = is_basic(twin, node);
    for (uint32_t v = 0; v < twin->variant_count; v++) {
        for (uint32_t i = 0; i < twin->variants[v].effect_count; i++) {
            const struct route_effect *effect = &twin->variants[v].effects[i];
            can |= (twin->is_open[v] || twin->is_unknown[v]) && effect->what == ROUTE_ADD_ITEM &&
                   effect->node == node;
        }
    }
    return can;
}

static bool share_item(const struct twin *twin, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < twin->variants[a].effect_count; i++) {
        for (uint32_t k = 0; k < twin->variants[b].effect_count; k++) {
            const struct route_effect *x = &twin->variants[a].effects[i];
            const struct route_effect *y = &twin->variants[b].effects[k];
            for (uint32_t m = 0; x->what == ROUTE_JOINT && m < x->count; m++) {
                for (uint32_t n = 0; y->what == ROUTE_JOINT && n < y->count; n++) {
                    if (x->nodes[m] == y->nodes[n] && can_be(twin, x->nodes[m])) {
                        return true;
                    }
                }
            }
        }
    }
    return false;
}

static bool is_allowed(const struct twin *twin, uint32_t set)
{
    for (uint32_t v = 0; v < twin->variant_count; v++) {
        const struct route_variant *variant = &twin->variants[v];
        if ((set >> v & 1) == 0) {
            continue;
        }
        if (variant->require_count > 0 && (set >> variant->requires[0] & 1) == 0) {
            return false;
        }
        if (variant->exclude_count > 0 && (set >> variant->excludes[0] & 1) != 0) {
            return false;
        }
        for (uint32_t other = 0; other < v; other++) {
            if ((set >> other & 1) != 0 && share_item(twin, v, other)) {
                return false;
            }
        }
    }
    return true;
}

bool twin_figures(const struct twin *twin, uint32_t set, struct route_figures *out)
{
    struct slow slow = {0};
    *out = (struct route_figures){0};
    if (!is_allowed(twin, set)) {
        return false;
    }
    lay_out(twin, set, &slow);
    out->days = production_of(twin, &slow);
    for (uint32_t v = 0; v < twin->variant_count; v++) {
        const struct route_variant *variant = &twin->variants[v];
        for (uint32_t i = 0; (set >> v & 1) != 0 && i < variant->effect_count; i++) {
            const struct route_effect *effect = &variant->effects[i];
            if (effect->what == ROUTE_DEFER && is_basic(twin, effect->node)) {
                out->materials_saved += (int32_t)effect->count;
            }
            for (uint32_t m = 0, basic = 0;
                 is_shared(twin, effect) && variant->counts_members && m < effect->count; m++) {
                basic += is_basic(twin, effect->nodes[m]);
                out->visits_saved += basic > 1 && is_basic(twin, effect->nodes[m]);
            }
        }
        out->risk += (set >> v & 1) != 0 ? variant->risk : 0;
        out->visits_saved += (set >> v & 1) != 0 ? variant->visits_saved : 0;
    }
    return out->days >= 0;
}
