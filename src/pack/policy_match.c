#include "pack/policy_match.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

void policy_match_all(struct arena *arena, const struct pack *pack,
                      const struct policy_profile *profile, civil_date on,
                      struct policy_matched *out)
{
    struct policies policies = policy_list(arena, pack, on);
    size_t room = (size_t)policies.count + 1;
    struct match *matches = arena_array(arena, struct match, room);
    struct policy_amount *amounts = arena_array(arena, struct policy_amount, room);
    struct policy_near *nears = arena_array(arena, struct policy_near, room);
    for (uint32_t i = 0; i < policies.count; i++) {
        const struct policy *policy = &policies.items[i];
        match_explain(arena, &policy->condition, profile->facts, &matches[i]);
        amounts[i] = policy_amount_of(arena, pack, policy, profile->facts);
        nears[i].is_near =
            match_find_near(arena, policy->condition.rule, profile->facts, &nears[i].change);
        if (nears[i].is_near) {
            nears[i].amount = policy_amount_of(arena, pack, policy, nears[i].change.facts);
        }
    }
    *out = (struct policy_matched){.policies = policies,
                                   .facts = profile->facts,
                                   .given = profile->given,
                                   .matches = matches,
                                   .amounts = amounts,
                                   .nears = nears};
    struct policy_results results = {policies, matches, amounts};
    policy_combine(arena, pack, &results, out->combinations);
}

/* -- groups and order -- */

enum policy_group policy_group_of(const struct policy_matched *matched, uint32_t at)
{
    switch (matched->matches[at].answer) {
    case RULE_YES: return POLICY_MET;
    case RULE_UNKNOWN: return POLICY_LACKING;
    case RULE_NO: break;
    }
    const struct policy_near *near = &matched->nears[at];
    return near->is_near && near->change.count == 1 ? POLICY_NEAR : POLICY_NOT_MET;
}

const char *policy_group_code(enum policy_group group)
{
    static const char *const codes[POLICY_GROUP_COUNT] = {[POLICY_MET] = "met",
                                                          [POLICY_NEAR] = "near",
                                                          [POLICY_LACKING] = "lacking",
                                                          [POLICY_NOT_MET] = "not_met"};
    ensure(group < POLICY_GROUP_COUNT);
    return codes[group];
}

struct place {
    uint32_t at;
    enum policy_group group;
    double weight; /* the smaller comes first */
};

/* The gap as a share of the threshold, so that people and money can stand in one list. */
static double gap_share(const struct match_change *change)
{
    struct text text = change->gap.gap;
    char digits[64];
    size_t len = text.len < sizeof digits - 1 ? text.len : sizeof digits - 1;
    for (size_t i = 0; i < len; i++) {
        digits[i] = text.at[i];
    }
    digits[len] = '\0';
    double goal = fabs(change->gap.goal);
    return strtod(digits, NULL) / (goal > 1 ? goal : 1);
}

static double weight_of(const struct policy_matched *matched, uint32_t at, enum policy_group group)
{
    const struct benefit_money *money = &matched->amounts[at].total.money;
    switch (group) {
    case POLICY_MET:
        return matched->amounts[at].benefits.count == 0 ? 0 : -(double)money->to - money->is_open;
    case POLICY_NEAR: return gap_share(&matched->nears[at].change.changes[0]);
    case POLICY_LACKING: return matched->matches[at].missing_count;
    case POLICY_NOT_MET:
    case POLICY_GROUP_COUNT: break;
    }
    return 0;
}

static int by_weight(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    if (a->group != b->group) {
        return a->group < b->group ? -1 : 1;
    }
    if (a->weight < b->weight || a->weight > b->weight) {
        return a->weight < b->weight ? -1 : 1;
    }
    return a->at < b->at ? -1 : a->at > b->at;
}

const uint32_t *policy_order(struct arena *arena, const struct policy_matched *matched)
{
    uint32_t count = matched->policies.count;
    struct place *places = arena_array(arena, struct place, (size_t)count + 1);
    uint32_t *out = arena_array(arena, uint32_t, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        enum policy_group group = policy_group_of(matched, i);
        places[i] = (struct place){i, group, weight_of(matched, i, group)};
    }
    qsort(places, count, sizeof *places, by_weight);
    for (uint32_t i = 0; i < count; i++) {
        out[i] = places[i].at;
    }
    return out;
}

/* -- JSON -- */

static void write_amount(struct json_writer *json, struct arena *arena,
                         const struct policy_matched *matched, const struct policy_amount *amount)
{
    json_name(json, "amount");
    json_object(json);
    policy_write_amount(json, arena, matched->facts->space, amount);
    json_end(json);
}

static void write_near(struct json_writer *json, struct arena *arena,
                       const struct policy_matched *matched, uint32_t at)
{
    const struct policy_near *near = &matched->nears[at];
    json_name(json, "near");
    if (!near->is_near) {
        json_null(json);
        return;
    }
    json_object(json);
    json_name(json, "changes");
    json_array(json);
    for (uint32_t i = 0; i < near->change.count; i++) {
        json_object(json);
        match_write_gap(json, matched->facts->space, near->change.changes[i].field,
                        &near->change.changes[i].gap);
        json_end(json);
    }
    json_end(json);
    json_member_text_or_null(json, "by", matched->policies.items[at].valid_to);
    write_amount(json, arena, matched, &near->amount);
    json_end(json);
}

void policy_write_result(struct json_writer *json, struct arena *arena,
                         const struct policy_matched *matched, uint32_t at)
{
    match_write(json, matched->facts->space, matched->given, &matched->matches[at]);
    policy_write_standing(json, &matched->policies.items[at]);
    write_amount(json, arena, matched, &matched->amounts[at]);
    write_near(json, arena, matched, at);
}

void policy_write_combinations(struct json_writer *json, struct arena *arena,
                               const struct policy_matched *matched)
{
    static const char *const names[] = {"sure", "possible"};
    json_name(json, "combination");
    json_object(json);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        json_name(json, names[i]);
        json_object(json);
        policy_write_combination(json, arena, &matched->policies, &matched->combinations[i]);
        json_end(json);
    }
    json_end(json);
}
