#include "engine/plan/route_search.h"

#include "base/arena.h"

#define NODES_MAX 2000000
#define KEYS 4

struct search {
    const struct route_quest *quest;
    struct route_times times;
    struct route_found best;
    int32_t key[KEYS]; /* of the best */
    bool is_given_up;
};

/* ---- sets ---- */

struct route_figures route_rules_sum(const struct route_rules *rules, uint64_t set)
{
    struct route_figures sum = {0};
    for (; set != 0; set &= set - 1) {
        int bit = __builtin_ctzll(set);
        sum.risk += rules->risk[bit];
        sum.visits_saved += rules->visits[bit];
        sum.materials_saved += rules->materials[bit];
    }
    return sum;
}

bool route_set_precedes(uint64_t a, uint64_t b)
{
    int more = __builtin_popcountll(a) - __builtin_popcountll(b);
    uint64_t differ = a ^ b;
    return more != 0 ? more < 0 : differ != 0 && (a & differ & -differ) != 0;
}

/* ---- the order of the goal ---- */

/* What is sought first stands first; less is better. */
static void key_of(enum route_goal goal, const struct route_figures *figures, int32_t key[KEYS])
{
    bool is_earliest = goal == ROUTE_EARLIEST;
    key[0] = is_earliest ? figures->days : figures->risk;
    key[1] = is_earliest ? figures->risk : figures->days;
    key[2] = -figures->visits_saved;
    key[3] = -figures->materials_saved;
}

static int compare_keys(const int32_t *a, const int32_t *b)
{
    for (int i = 0; i < KEYS; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

static void offer(struct search *search, uint64_t set, int32_t days)
{
    struct route_figures figures = route_rules_sum(search->quest->rules, set);
    int32_t key[KEYS];
    figures.days = days;
    key_of(search->quest->goal, &figures, key);
    int order = search->best.is_found ? compare_keys(key, search->key) : -1;
    if (order < 0 || (order == 0 && route_set_precedes(set, search->best.set))) {
        search->best.is_found = true;
        search->best.set = set;
        search->best.figures = figures;
        key_of(search->quest->goal, &figures, search->key);
    }
}

/* ---- the tree ---- */

struct state {
    uint64_t in;
    uint64_t open;     /* neither chosen nor refused */
    uint64_t touching; /* open ones of which one must come in for an earlier day */
    int32_t days;      /* as it stands; ROUTE_CIRCLE */
};

static int32_t least_risk(const struct route_rules *rules, uint64_t set)
{
    int32_t least = INT32_MAX;
    for (; set != 0; set &= set - 1) {
        int32_t risk = rules->risk[__builtin_ctzll(set)];
        least = risk < least ? risk : least;
    }
    return least;
}

/* The latest day that still helps. */
static int32_t useful_days(const struct search *search)
{
    int32_t limit = search->quest->limit;
    bool has_best = search->quest->goal == ROUTE_EARLIEST && search->best.is_found;
    return has_best && search->best.figures.days < limit ? search->best.figures.days : limit;
}

/* Open variants whose risk alone puts a completion behind the best are refused. */
static uint64_t refuse_risky(const struct search *search, const struct state *state, int32_t bound)
{
    const struct route_quest *quest = search->quest;
    if (!search->best.is_found ||
        (quest->goal == ROUTE_EARLIEST && bound < search->best.figures.days)) {
        return state->open;
    }
    uint64_t kept = state->open;
    int32_t left = search->best.figures.risk - route_rules_sum(quest->rules, state->in).risk;
    for (uint64_t rest = state->open; rest != 0; rest &= rest - 1) {
        int bit = __builtin_ctzll(rest);
        if (quest->rules->risk[bit] > left) {
            kept &= ~((uint64_t)1 << bit);
        }
    }
    return kept;
}

/* Whether some completion can come before the best: each figure of the bound is no worse than that
 * of any completion, so neither is its key. */
static bool can_better(const struct search *search, const struct state *state, int32_t bound)
{
    const struct route_rules *rules = search->quest->rules;
    struct route_figures figures = route_rules_sum(rules, state->in);
    struct route_figures more = route_rules_sum(rules, state->open);
    bool is_late = state->days == ROUTE_CIRCLE || state->days > useful_days(search);
    if (bound > search->quest->limit) {
        return false;
    }
    if (is_late && state->days != ROUTE_CIRCLE) {
        if (state->touching == 0) {
            return false;
        }
        figures.risk += least_risk(rules, state->touching);
    }
    if (!search->best.is_found) {
        return true;
    }
    int32_t key[KEYS];
    figures.days = bound;
    figures.visits_saved += more.visits_saved;
    figures.materials_saved += more.materials_saved;
    key_of(search->quest->goal, &figures, key);
    int order = compare_keys(key, search->key);
    return order < 0 ||
           (order == 0 && __builtin_popcountll(state->in) < __builtin_popcountll(search->best.set));
}

static uint64_t conflicts_of(const struct route_rules *rules, uint64_t set)
{
    uint64_t all = 0;
    for (; set != 0; set &= set - 1) {
        all |= rules->conflicts[__builtin_ctzll(set)];
    }
    return all;
}

static void visit(struct search *search, uint64_t in, uint64_t open);

static void branch(struct search *search, const struct state *state)
{
    const struct route_rules *rules = search->quest->rules;
    bool is_late = state->days == ROUTE_CIRCLE || state->days > useful_days(search);
    uint64_t first = is_late && state->touching != 0 ? state->touching : state->open;
    int bit = __builtin_ctzll(first);
    uint64_t in = state->in | rules->with[bit];
    uint64_t clash = conflicts_of(rules, in);
    if ((rules->with[bit] & ~(state->in | state->open)) == 0 && (in & clash) == 0) {
        visit(search, in, state->open & ~in & ~clash);
    }
    visit(search, state->in, state->open & ~rules->without[bit]);
}

static void visit(struct search *search, uint64_t in, uint64_t open)
{
    const struct route_graph *graph = search->quest->graph;
    struct state state = {.in = in, .open = open};
    if (search->best.proof.nodes++ >= NODES_MAX) {
        search->is_given_up = true;
        return;
    }
    int32_t bound = route_times_run(graph, in, open, &search->times);
    if (bound == ROUTE_CIRCLE) {
        return;
    }
    if (in == 0 && open == search->quest->allowed) {
        search->best.proof.root_bound = bound;
    }
    state.days = route_times_run(graph, in, 0, &search->times);
    if (state.days != ROUTE_CIRCLE) {
        state.touching = route_times_touching(graph, in, &search->times) & open;
        if (state.days <= search->quest->limit) {
            offer(search, in, state.days);
        }
    }
    state.open = refuse_risky(search, &state, bound);
    state.touching &= state.open;
    if (state.open != open) {
        bound = route_times_run(graph, in, state.open, &search->times);
    }
    if (bound != ROUTE_CIRCLE && state.open != 0 && can_better(search, &state, bound)) {
        branch(search, &state);
    }
}

struct route_found route_search(struct arena *arena, const struct route_quest *quest)
{
    struct arena_mark mark = arena_mark(arena);
    struct search search = {.quest = quest, .times = route_times_new(arena, quest->graph)};
    visit(&search, 0, quest->allowed);
    struct route_proof *proof = &search.best.proof;
    proof->is_proven = !search.is_given_up;
    bool is_earliest = quest->goal == ROUTE_EARLIEST && search.best.is_found;
    proof->lower_bound =
        proof->is_proven && is_earliest ? search.best.figures.days : proof->root_bound;
    arena_rewind(arena, mark);
    return search.best;
}
