#include "pack/policy_benefit.h"

#include <math.h>

#include "base/arena.h"

#define YEARS_MAX 50

static double number_of(const struct jvalue *object, const char *key)
{
    const struct jvalue *value = jvalue_get(object, key);
    double number = jvalue_is_number(value) ? jvalue_number(value) : 0;
    return number > 0 ? number : 0;
}

static bool has_number(const struct jvalue *object, const char *key)
{
    const struct jvalue *value = jvalue_get(object, key);
    return jvalue_is_number(value) && jvalue_number(value) >= 0;
}

/* A number or an array of them. */
static const double *read_numbers(struct arena *arena, const struct jvalue *value, uint32_t *count)
{
    bool is_list = value != NULL && value->kind == JVALUE_ARRAY;
    const struct jvalue *items = is_list ? value->items : value;
    uint32_t most = is_list ? value->count : value != NULL;
    double *out = arena_array(arena, double, (size_t)most + 1);
    *count = 0;
    for (uint32_t i = 0; i < most && *count < YEARS_MAX; i++) {
        if (jvalue_is_number(&items[i]) && jvalue_number(&items[i]) >= 0) {
            out[(*count)++] = jvalue_number(&items[i]);
        }
    }
    return out;
}

static void read_tiers(struct arena *arena, const struct jvalue *from, struct benefit *out)
{
    uint32_t count = from != NULL && from->kind == JVALUE_ARRAY ? from->count : 0;
    struct benefit_tier *tiers = arena_array(arena, struct benefit_tier, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *tier = &from->items[i];
        tiers[i] = (struct benefit_tier){.over = number_of(tier, "gt"),
                                         .through = has_number(tier, "lte") ? number_of(tier, "lte")
                                                                            : INFINITY,
                                         .flat = number_of(tier, "flat_wanyuan"),
                                         .per = number_of(tier, "per_wanyuan"),
                                         .pay = number_of(tier, "pay_wanyuan")};
    }
    out->tiers = tiers;
    out->tier_count = count;
}

static void read_shares(struct arena *arena, const struct jvalue *from, struct benefit *out)
{
    uint32_t count = from != NULL && from->kind == JVALUE_OBJECT ? from->count : 0;
    struct benefit_share *shares = arena_array(arena, struct benefit_share, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *share = &from->members[i].value;
        double part = jvalue_is_number(share) ? jvalue_number(share) : 0;
        if (part > 0 && part <= 1) {
            shares[out->share_count++] = (struct benefit_share){from->members[i].name, part};
        }
    }
    out->shares = shares;
}

static enum benefit_bound bound_of(const struct jvalue *terms)
{
    struct text bound = jvalue_text(jvalue_get(terms, "bound"), TEXT_NONE);
    return text_is(bound, "at_most")    ? BENEFIT_AT_MOST
           : text_is(bound, "at_least") ? BENEFIT_AT_LEAST
                                        : BENEFIT_EXACT;
}

static enum benefit_form form_of(const struct benefit *benefit, const struct jvalue *figures)
{
    if (benefit->tier_count > 0) {
        return BENEFIT_TIERS;
    }
    if (benefit->rate_count > 0) {
        return BENEFIT_RATE;
    }
    return has_number(figures, "amount_wanyuan") ? BENEFIT_SUM : BENEFIT_CAP;
}

static void read_benefit(struct arena *arena, const struct pack *pack,
                         const struct pack_record *terms, const struct jvalue *figures,
                         struct benefit *out)
{
    struct text base = jvalue_text(jvalue_get(terms->raw, "base_field"), TEXT_NONE);
    double years = number_of(figures, "years");
    *out = (struct benefit){.bound = bound_of(terms->raw),
                            .audience = terms->rule,
                            .is_established =
                                jvalue_bool(jvalue_get(terms->raw, "established"), false),
                            .base = UINT32_MAX,
                            .years = years >= 1 && years <= YEARS_MAX ? (uint32_t)years : 1,
                            .amount = number_of(figures, "amount_wanyuan"),
                            .has_cap = has_number(figures, "cap_wanyuan"),
                            .cap = number_of(figures, "cap_wanyuan")};
    out->rates = read_numbers(arena, jvalue_get(figures, "rate"), &out->rate_count);
    out->instalments =
        read_numbers(arena, jvalue_get(figures, "instalments"), &out->instalment_count);
    read_tiers(arena, jvalue_get(figures, "tiers"), out);
    read_shares(arena, jvalue_get(figures, "cost_sharing"), out);
    out->form = form_of(out, figures);
    out->has_base = out->form == BENEFIT_RATE || out->form == BENEFIT_TIERS || !text_is_empty(base);
    if (!text_is_empty(base)) {
        (void)!fact_space_find(pack->spaces[PACK_SPACE_POLICIES], base, &out->base);
    }
}

struct policy_benefits policy_benefits_of(struct arena *arena, const struct pack *pack,
                                          const struct policy *policy)
{
    const struct pack_records *all = &pack->lists[PACK_BENEFIT_TERMS];
    const struct jvalue *list = jvalue_get(policy->record->raw, "benefits");
    struct benefit *items = arena_array(arena, struct benefit, (size_t)all->count + 1);
    const struct jvalue **sources =
        arena_array(arena, const struct jvalue *, (size_t)all->count + 1);
    const struct pack_record **terms =
        arena_array(arena, const struct pack_record *, (size_t)all->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        const struct jvalue *raw = all->items[i].raw;
        int64_t place = jvalue_int(jvalue_get(raw, "place"), -1);
        if (!text_equal(jvalue_text(jvalue_get(raw, "policy"), TEXT_NONE), policy->record->id) ||
            !pack_in_force(&all->items[i], policy->on) || list == NULL || place < 0 ||
            place >= list->count) {
            continue;
        }
        terms[count] = &all->items[i];
        sources[count] = &list->items[place];
        read_benefit(arena, pack, terms[count], sources[count], &items[count]);
        count++;
    }
    return (struct policy_benefits){items, sources, terms, count};
}

struct policy_amount policy_amount_of(struct arena *arena, const struct pack *pack,
                                      const struct policy *policy, const struct facts *facts)
{
    struct policy_amount amount = {.benefits = policy_benefits_of(arena, pack, policy)};
    benefit_reckon(arena, amount.benefits.items, amount.benefits.count, facts, &amount.total);
    return amount;
}
