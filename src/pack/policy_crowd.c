#include "pack/policy_crowd.h"

#include "base/arena.h"
#include "engine/match/crowd.h"

/* By policy two conditions: its own, and the bound of its near misses. */
struct policy_crowd {
    const struct pack *pack;
    struct policies policies;
    struct crowd *crowd;
    const struct crowd_policies *rules;
    struct crowd_answers answers;
    struct policy_profile profiles[POLICY_CROWD_MAX];
};

struct policy_crowd *policy_crowd_open(struct arena *arena, const struct pack *pack, civil_date on)
{
    const struct fact_space *space = pack->spaces[PACK_SPACE_POLICIES];
    struct policy_crowd *crowd = arena_new(arena, struct policy_crowd);
    *crowd = (struct policy_crowd){.pack = pack,
                                   .policies = policy_list(arena, pack, on),
                                   .crowd = crowd_open(arena, space, POLICY_CROWD_MAX)};
    uint32_t count = crowd->policies.count;
    const struct rule **rules = arena_array(arena, const struct rule *, (size_t)count * 2 + 1);
    for (uint32_t i = 0; i < count; i++) {
        rules[i] = crowd->policies.items[i].condition.rule;
        rules[count + i] = match_near_bound(arena, space, rules[i]);
    }
    crowd->rules = crowd_policies_build(arena, crowd->crowd, rules, count * 2);
    crowd->answers = crowd_answers_room(arena, crowd->crowd, crowd->rules);
    return crowd;
}

uint32_t policy_crowd_add(struct policy_crowd *crowd, const struct policy_profile *profile)
{
    uint32_t number = crowd_count(crowd->crowd);
    ensure(number < POLICY_CROWD_MAX);
    crowd->profiles[number] = *profile;
    crowd_set(crowd->crowd, number, profile->facts);
    return number;
}

void policy_crowd_match(struct arena *scratch, struct policy_crowd *crowd)
{
    crowd_match_all(scratch, crowd->crowd, crowd->rules, &crowd->answers);
}

/* One that is not met and may be near. */
static void look_near(struct arena *arena, const struct policy_crowd *crowd, uint32_t policy,
                      const struct facts *facts, struct policy_near *out)
{
    const struct policy *one = &crowd->policies.items[policy];
    out->is_near = match_find_near(arena, one->condition.rule, facts, &out->change);
    if (out->is_near) {
        out->amount = policy_amount_of(arena, crowd->pack, one, out->change.facts);
    }
}

void policy_crowd_of(struct arena *arena, const struct policy_crowd *crowd, uint32_t number,
                     struct policy_matched *out)
{
    const struct policy_profile *profile = &crowd->profiles[number];
    uint32_t count = crowd->policies.count;
    struct match *matches = arena_array(arena, struct match, (size_t)count + 1);
    struct policy_amount *amounts = arena_array(arena, struct policy_amount, (size_t)count + 1);
    struct policy_near *nears = arena_array(arena, struct policy_near, (size_t)count + 1);
    ensure(number < crowd_count(crowd->crowd));
    for (uint32_t i = 0; i < count; i++) {
        matches[i].answer = crowd_answer(&crowd->answers, i, number);
        if (matches[i].answer != RULE_NO) {
            amounts[i] =
                policy_amount_of(arena, crowd->pack, &crowd->policies.items[i], profile->facts);
        } else if (crowd_answer(&crowd->answers, count + i, number) == RULE_YES) {
            look_near(arena, crowd, i, profile->facts, &nears[i]);
        }
    }
    *out = (struct policy_matched){.policies = crowd->policies,
                                   .facts = profile->facts,
                                   .given = profile->given,
                                   .matches = matches,
                                   .amounts = amounts,
                                   .nears = nears};
}
