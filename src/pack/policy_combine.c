#include "base/arena.h"
#include "pack/policy_benefit.h"

static bool names(const struct pack_record *stacking, struct text policy)
{
    const struct jvalue *list = jvalue_get(stacking->raw, "policies");
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), policy)) {
            return true;
        }
    }
    return false;
}

enum combine_pair policy_pair(const struct pack *pack, const struct policy *a,
                              const struct policy *b, const struct pack_record **said)
{
    const struct pack_records *stacking = &pack->lists[PACK_STACKING];
    enum combine_pair pair = COMBINE_UNSTATED;
    *said = NULL;
    for (uint32_t i = 0; i < stacking->count; i++) {
        const struct pack_record *record = &stacking->items[i];
        if (!pack_in_force(record, a->on) || !names(record, a->record->id) ||
            !names(record, b->record->id)) {
            continue;
        }
        bool is_higher = text_is(jvalue_text(jvalue_get(record->raw, "rule"), TEXT_NONE), "higher");
        if (*said == NULL || is_higher) {
            *said = record;
            pair = is_higher ? COMBINE_EXCLUDES : COMBINE_STACKS;
        }
    }
    return pair;
}

#define NO_POLICY UINT32_MAX

struct table {
    const struct pack *pack;
    const struct policy_results *results;
    uint32_t *places; /* of the options in the list */
    bool *is_fixed;   /* by option: taken whatever the sum; none of them excludes another option */
    uint8_t *pairs;
    uint32_t count;
};

static enum combine_pair pair_at(const struct table *table, uint32_t a, uint32_t b)
{
    const struct policies *policies = &table->results->policies;
    const struct pack_record *said = NULL;
    return policy_pair(table->pack, &policies->items[a], &policies->items[b], &said);
}

static bool is_fixed(const struct policy_taking_of *fixed, uint32_t at)
{
    return at == fixed->at || (fixed->held != NULL && fixed->held[at]);
}

/* What is met, may be promised, is worth something and is not excluded by what is taken anyway. */
static bool is_option(const struct table *table, const struct policy_taking_of *fixed, uint32_t at)
{
    const struct policy_results *results = table->results;
    const struct benefit_money *money = &results->amounts[at].total.money;
    bool fits = results->matches[at].answer == RULE_YES &&
                results->policies.items[at].is_promisable && (money->to > 0 || money->is_open);
    for (uint32_t i = 0; i < results->policies.count && fits; i++) {
        fits = !is_fixed(fixed, i) || pair_at(table, at, i) != COMBINE_EXCLUDES;
    }
    return fits;
}

static struct table collect(struct arena *arena, const struct pack *pack,
                            const struct policy_results *results,
                            const struct policy_taking_of *fixed)
{
    const struct policies *policies = &results->policies;
    struct table table = {.pack = pack, .results = results};
    table.places = arena_array(arena, uint32_t, (size_t)policies->count + 1);
    table.is_fixed = arena_array(arena, bool, (size_t)policies->count + 1);
    for (uint32_t i = 0; i < policies->count; i++) {
        if (is_fixed(fixed, i) || is_option(&table, fixed, i)) {
            table.is_fixed[table.count] = is_fixed(fixed, i);
            table.places[table.count++] = i;
        }
    }
    table.pairs = arena_array(arena, uint8_t, (size_t)table.count * table.count + 1);
    for (uint32_t a = 0; a < table.count; a++) {
        for (uint32_t b = 0; b < table.count; b++) {
            table.pairs[(size_t)a * table.count + b] =
                (uint8_t)pair_at(&table, table.places[a], table.places[b]);
        }
    }
    return table;
}

static void list_unstated(struct arena *arena, const struct table *table,
                          const struct combine_choice *choice, struct policy_combination *out)
{
    uint32_t(*pairs)[2] =
        arena_alloc_array(arena, (size_t)table->count * table->count / 2 + 1, sizeof *pairs);
    for (uint32_t a = 0; a < table->count; a++) {
        for (uint32_t b = a + 1; b < table->count; b++) {
            if (choice->is_chosen[a] && choice->is_chosen[b] &&
                table->pairs[(size_t)a * table->count + b] == COMBINE_UNSTATED) {
                pairs[out->unstated_count][0] = table->places[a];
                pairs[out->unstated_count++][1] = table->places[b];
            }
        }
    }
    out->unstated = (const uint32_t(*)[2])pairs;
}

static void choose(struct arena *arena, const struct table *table, bool is_sure,
                   struct policy_combination *out)
{
    int64_t *worth = arena_array(arena, int64_t, (size_t)table->count + 1);
    uint32_t *chosen = arena_array(arena, uint32_t, (size_t)table->count + 1);
    struct combine_problem problem = {worth, table->count, table->pairs, is_sure};
    struct combine_choice choice;
    for (uint32_t i = 0; i < table->count; i++) {
        const struct benefit_money *money = &table->results->amounts[table->places[i]].total.money;
        worth[i] = table->is_fixed[i] ? 0 : is_sure ? money->from : money->to;
    }
    combine_best(arena, &problem, &choice);
    *out = (struct policy_combination){.is_proven = choice.is_proven, .policies = chosen};
    for (uint32_t i = 0; i < table->count; i++) {
        const struct benefit_money *money = &table->results->amounts[table->places[i]].total.money;
        choice.is_chosen[i] = choice.is_chosen[i] || table->is_fixed[i];
        if (!choice.is_chosen[i]) {
            continue;
        }
        chosen[out->count++] = table->places[i];
        if (table->results->matches[table->places[i]].answer == RULE_NO) {
            continue;
        }
        out->money.from += money->from;
        out->money.to += money->to;
        out->money.is_open = out->money.is_open || money->is_open;
    }
    list_unstated(arena, table, &choice, out);
}

void policy_combine(struct arena *arena, const struct pack *pack,
                    const struct policy_results *results, struct policy_combination out[2])
{
    struct policy_taking_of nothing = {NO_POLICY, NULL};
    struct table table = collect(arena, pack, results, &nothing);
    choose(arena, &table, true, &out[0]);
    choose(arena, &table, false, &out[1]);
}

/* -- what taking one of them means -- */

static void list_excluded(struct arena *arena, const struct table *table, struct policy_taking *out)
{
    const struct policy_results *results = table->results;
    uint32_t *excluded = arena_array(arena, uint32_t, (size_t)results->policies.count + 1);
    for (uint32_t i = 0; i < results->policies.count; i++) {
        if (i != out->at && results->policies.items[i].is_promisable &&
            results->matches[i].answer != RULE_NO &&
            pair_at(table, out->at, i) == COMBINE_EXCLUDES) {
            excluded[out->excluded_count++] = i;
        }
    }
    out->excluded = excluded;
}

void policy_take(struct arena *arena, const struct pack *pack, const struct policy_results *results,
                 const struct policy_taking_of *one, struct policy_taking *out)
{
    struct policy_taking_of held = {NO_POLICY, one->held};
    struct table without = collect(arena, pack, results, &held);
    struct table with = collect(arena, pack, results, one);
    *out = (struct policy_taking){.pack = pack, .results = results, .at = one->at};
    choose(arena, &without, false, &out->best);
    choose(arena, &with, false, &out->with);
    list_excluded(arena, &with, out);
    if (out->best.money.to > out->with.money.to && !out->with.money.is_open) {
        out->loss = out->best.money.to - out->with.money.to;
    }
}
