#ifndef LIANDONG_PACK_POLICY_CROWD_H
#define LIANDONG_PACK_POLICY_CROWD_H

#include "pack/policy_match.h"

/* Many profiles against all policies of a pack at once, for passes over the whole city: the answers
 * of the crowd engine (engine/match/crowd.h), and for whom a policy that is not met may be near.
 * What is left for one profile and policy at a time are amounts, and the gaps of those that may be
 * near; reasons and combinations, which nobody keeps, are not made. */
#define POLICY_CROWD_MAX 256 /* profiles */

struct policy_crowd;

/* The policies of the pack on the day. Lives in the arena, as do the facts given to it. */
struct policy_crowd *policy_crowd_open(struct arena *arena, const struct pack *pack, civil_date on);

/* One profile more; gives its number, from 0. */
uint32_t policy_crowd_add(struct policy_crowd *crowd, const struct policy_profile *profile);

/* All of them, behind the last that was added. */
void policy_crowd_match(struct arena *scratch, struct policy_crowd *crowd);

/* That of policy_match_all as far as groups, amounts and near misses of what is met, near or
 * lacks facts go; what is not met has no amount, `matches` have the answer alone, and there are no
 * combinations. */
void policy_crowd_of(struct arena *arena, const struct policy_crowd *crowd, uint32_t number,
                     struct policy_matched *out);

#endif
