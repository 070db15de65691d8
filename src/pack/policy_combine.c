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

struct table {
    const struct policy_results *results;
    uint32_t *places; /* of the options in the list */
    uint8_t *pairs;
    uint32_t count;
};

static struct table collect(struct arena *arena, const struct pack *pack,
                            const struct policy_results *results)
{
    const struct policies *policies = &results->policies;
    struct table table = {results, NULL, NULL, 0};
    const struct pack_record *said = NULL;
    table.places = arena_array(arena, uint32_t, (size_t)policies->count + 1);
    for (uint32_t i = 0; i < policies->count; i++) {
        const struct benefit_money *money = &results->amounts[i].total.money;
        if (results->matches[i].answer == RULE_YES && policies->items[i].is_promisable &&
            (money->to > 0 || money->is_open)) {
            table.places[table.count++] = i;
        }
    }
    table.pairs = arena_array(arena, uint8_t, (size_t)table.count * table.count + 1);
    for (uint32_t a = 0; a < table.count; a++) {
        for (uint32_t b = 0; b < table.count; b++) {
            table.pairs[(size_t)a * table.count + b] = (uint8_t)policy_pair(
                pack, &policies->items[table.places[a]], &policies->items[table.places[b]], &said);
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
        worth[i] = is_sure ? money->from : money->to;
    }
    combine_best(arena, &problem, &choice);
    *out = (struct policy_combination){.is_proven = choice.is_proven, .policies = chosen};
    for (uint32_t i = 0; i < table->count; i++) {
        const struct benefit_money *money = &table->results->amounts[table->places[i]].total.money;
        if (!choice.is_chosen[i]) {
            continue;
        }
        chosen[out->count++] = table->places[i];
        out->money.from += money->from;
        out->money.to += money->to;
        out->money.is_open = out->money.is_open || money->is_open;
    }
    list_unstated(arena, table, &choice, out);
}

void policy_combine(struct arena *arena, const struct pack *pack,
                    const struct policy_results *results, struct policy_combination out[2])
{
    struct table table = collect(arena, pack, results);
    choose(arena, &table, true, &out[0]);
    choose(arena, &table, false, &out[1]);
}
