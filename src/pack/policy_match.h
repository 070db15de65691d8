#ifndef LIANDONG_PACK_POLICY_MATCH_H
#define LIANDONG_PACK_POLICY_MATCH_H

#include "pack/policy_benefit.h"

/* One profile against all policies of a pack: what the terminal, the pages and what is kept of
 * matching are all made of. */

/* What would be had if some numbers were reached. */
struct policy_near {
    bool is_near;
    struct match_near change;
    struct policy_amount amount;
};

struct policy_matched {
    struct policies policies;
    const struct facts *facts;
    const struct jvalue *given;  /* the same facts as JSON */
    const struct match *matches; /* by policy, as the next two */
    const struct policy_amount *amounts;
    const struct policy_near *nears;
    struct policy_combination combinations[2]; /* sure, possible */
};

/* The facts of a profile, of the space of policies. */
struct policy_profile {
    const struct facts *facts;
    const struct jvalue *given;
};
void policy_match_all(struct arena *arena, const struct pack *pack,
                      const struct policy_profile *profile, civil_date on,
                      struct policy_matched *out);

/* Where a policy stands for an enterprise: met; near, exactly one number stands in the way; facts
 * lacking; else not met. */
enum policy_group { POLICY_MET, POLICY_NEAR, POLICY_LACKING, POLICY_NOT_MET, POLICY_GROUP_COUNT };
enum policy_group policy_group_of(const struct policy_matched *matched, uint32_t at);
const char *policy_group_code(enum policy_group group); /* "met", "near", "lacking", "not_met" */

/* Places of policies in the order in which they are told: met by the most that may be had, near by
 * the gap's share of the threshold, lacking by how little lacks, then as the pack has them. */
const uint32_t *policy_order(struct arena *arena, const struct policy_matched *matched);

/* The members of one policy's result into an open object: match_write, policy_write_standing,
 * `amount` {...}, `near` {`changes`, `by`, `amount`} or null. */
void policy_write_result(struct json_writer *json, struct arena *arena,
                         const struct policy_matched *matched, uint32_t at);
/* The member `combination` {`sure`, `possible`}. */
void policy_write_combinations(struct json_writer *json, struct arena *arena,
                               const struct policy_matched *matched);

#endif
