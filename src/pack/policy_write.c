#include "base/arena.h"
#include "pack/policy_benefit.h"

/* Amounts and combinations of benefits as JSON. Money is decimal text in 万元. */

struct writing {
    struct json_writer *json;
    struct arena *arena;
};

static void write_fen(const struct writing *to, const char *name, int64_t fen)
{
    json_member_text(to->json, name, benefit_write_fen(to->arena, fen));
}

static void write_money(const struct writing *to, const struct benefit_money *money)
{
    write_fen(to, "from", money->from);
    if (money->is_open) {
        json_name(to->json, "to");
        json_null(to->json);
    } else {
        write_fen(to, "to", money->to);
    }
}

static void write_list(const struct writing *to, const char *name, const int64_t *fen,
                       uint32_t count)
{
    json_name(to->json, name);
    json_array(to->json);
    for (uint32_t i = 0; i < count; i++) {
        json_text(to->json, benefit_write_fen(to->arena, fen[i]));
    }
    json_end(to->json);
}

/* Instalments of the upper end, where there is one. */
static void write_instalments(const struct writing *to, const struct benefit *benefit,
                              const struct benefit_money *money)
{
    uint32_t count = money->is_open ? 0 : benefit->instalment_count;
    int64_t *parts = arena_array(to->arena, int64_t, (size_t)count + 1);
    benefit_split(money->to, benefit->instalments, count, parts);
    write_list(to, "instalments", parts, count);
}

static void write_shares(const struct writing *to, const struct benefit *benefit,
                         const struct benefit_money *money)
{
    uint32_t count = money->is_open ? 0 : benefit->share_count;
    double *shares = arena_array(to->arena, double, (size_t)count + 1);
    int64_t *parts = arena_array(to->arena, int64_t, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        shares[i] = benefit->shares[i].share;
    }
    benefit_split(money->to, shares, count, parts);
    json_name(to->json, "shares");
    json_object(to->json);
    for (uint32_t i = 0; i < count; i++) {
        json_name_text(to->json, benefit->shares[i].name);
        json_text(to->json, benefit_write_fen(to->arena, parts[i]));
    }
    json_end(to->json);
}

static void write_text(const struct writing *to, const struct jvalue *from, const char *name)
{
    json_member_text_or_null(to->json, name, jvalue_text(jvalue_get(from, name), TEXT_NONE));
}

static void write_part(const struct writing *to, const struct policy_benefits *benefits,
                       uint32_t at, const struct benefit_part *part)
{
    const struct benefit *benefit = &benefits->items[at];
    json_object(to->json);
    write_text(to, benefits->sources[at], "kind");
    write_text(to, benefits->sources[at], "text");
    json_member_text(to->json, "applies", text_of(rule_answer_name(part->applies)));
    json_member_bool(to->json, "established", benefit->is_established);
    write_money(to, &part->money);
    write_list(to, "years", part->years, part->year_count);
    write_instalments(to, benefit, &part->money);
    write_shares(to, benefit, &part->money);
    write_text(to, benefits->sources[at], "clawback");
    write_text(to, benefits->terms[at]->raw, "note");
    json_end(to->json);
}

static const char *state_of(const struct policy_amount *amount)
{
    const struct benefit_money *money = &amount->total.money;
    if (amount->benefits.count == 0) {
        return "none";
    }
    if (money->is_open && money->from == 0) {
        return "unknown";
    }
    return !money->is_open && money->from == money->to ? "exact" : "range";
}

void policy_write_amount(struct json_writer *json, struct arena *arena,
                         const struct fact_space *space, const struct policy_amount *amount)
{
    struct writing to = {json, arena};
    json_member_text(json, "state", text_of(state_of(amount)));
    write_money(&to, &amount->total.money);
    json_name(json, "missing");
    json_array(json);
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        if (amount->total.missing[i]) {
            json_text(json, fact_space_field(space, i)->name);
        }
    }
    json_end(json);
    json_name(json, "parts");
    json_array(json);
    for (uint32_t i = 0; i < amount->benefits.count; i++) {
        write_part(&to, &amount->benefits, i, &amount->total.parts[i]);
    }
    json_end(json);
}

void policy_write_combination(struct json_writer *json, struct arena *arena,
                              const struct policies *policies,
                              const struct policy_combination *combination)
{
    struct writing to = {json, arena};
    write_money(&to, &combination->money);
    json_name(json, "policies");
    json_array(json);
    for (uint32_t i = 0; i < combination->count; i++) {
        json_text(json, policies->items[combination->policies[i]].record->id);
    }
    json_end(json);
    json_member_bool(json, "proven", combination->is_proven);
    json_name(json, "unstated");
    json_array(json);
    for (uint32_t i = 0; i < combination->unstated_count; i++) {
        json_array(json);
        for (int k = 0; k < 2; k++) {
            json_text(json, policies->items[combination->unstated[i][k]].record->id);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_excluded(const struct writing *to, const struct policy_taking *taking,
                           uint32_t other)
{
    const struct policy_results *results = taking->results;
    const struct policy *policies = results->policies.items;
    const struct pack_record *said = NULL;
    (void)policy_pair(taking->pack, &policies[taking->at], &policies[other], &said);
    json_object(to->json);
    json_member_text(to->json, "policy", policies[other].record->id);
    json_member_text(to->json, "title", policies[other].record->name);
    json_member_bool(to->json, "met", results->matches[other].answer == RULE_YES);
    json_name(to->json, "amount");
    json_object(to->json);
    write_money(to, &results->amounts[other].total.money);
    json_end(to->json);
    json_member_text_or_null(to->json, "text",
                             said == NULL ? TEXT_NONE
                                          : jvalue_text(jvalue_get(said->raw, "text"), TEXT_NONE));
    json_end(to->json);
}

void policy_write_taking(struct json_writer *json, struct arena *arena,
                         const struct policy_taking *taking)
{
    const struct policies *policies = &taking->results->policies;
    struct writing to = {json, arena};
    json_name(json, "best");
    json_object(json);
    policy_write_combination(json, arena, policies, &taking->best);
    json_end(json);
    json_name(json, "with");
    json_object(json);
    policy_write_combination(json, arena, policies, &taking->with);
    json_end(json);
    json_member_text(json, "loss", benefit_write_fen(arena, taking->loss));
    json_name(json, "excludes");
    json_array(json);
    for (uint32_t i = 0; i < taking->excluded_count; i++) {
        write_excluded(&to, taking, taking->excluded[i]);
    }
    json_end(json);
}

struct text policy_money_text(struct arena *arena, const struct benefit_money *money)
{
    struct text from = benefit_write_fen(arena, money->from);
    struct text to = benefit_write_fen(arena, money->to);
    if (money->is_open) {
        return money->from == 0 ? TEXT_NONE : text_format(arena, "≥ %.*s", TEXT_ARG(from));
    }
    return money->from == money->to ? to
                                    : text_format(arena, "%.*s–%.*s", TEXT_ARG(from), TEXT_ARG(to));
}
