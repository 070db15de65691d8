#ifndef LIANDONG_PACK_POLICY_TRIAL_H
#define LIANDONG_PACK_POLICY_TRIAL_H

#include "pack/check.h"
#include "pack/read.h"

/* Trial cases (试算样例) of a policy, its member `trials`: [{name, facts, expected}]. Facts of an
 * enterprise as policies.json names them, what is absent being unknown, and what the conditions
 * must come to: "yes", "no" or "unknown". They stay with the policy, so that each later version is
 * tried on them too. */
struct policy_trial {
    struct text name;
    const struct jvalue *given; /* the facts as JSON */
    struct facts *facts;
    enum rule_answer expected;
};

/* False: `why` says where in the case and what; its other members are left alone. The space must
 * be sealed. */
MUST_USE bool policy_trial_read(struct arena *arena, const struct fact_space *space,
                                const struct jvalue *trial, struct policy_trial *out,
                                struct pack_finding *why);

/* At least one case that must match and one that must not. */
bool policy_is_tried(const struct jvalue *policy);

/* The fields of policies in a space of its own, open for conditions that are not of the pack. */
struct fact_space *policy_space_open(struct arena *arena, const struct pack *pack);

#endif
