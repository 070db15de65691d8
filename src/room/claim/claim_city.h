#ifndef LIANDONG_ROOM_CLAIM_CITY_H
#define LIANDONG_ROOM_CLAIM_CITY_H

#include "app/city.h"
#include "pack/policy_match.h"
#include "room/claim/claim_store.h"

/* What the city's data say of a claim: its policy, who decides, the limits, what may be had
 * together. Nothing is assumed where they say nothing. */
struct claim_ground {
    const struct pack *pack;
    struct policies policies; /* of the day */
    const struct policy *policy;
    const struct pack_record *rule; /* of claims.json */
    struct text org;
    struct claim_span quota_span;
    int64_t quota; /* fen; -1: none is known */
};

/* NULL policy or rule where there is none; never refuses. */
struct claim_ground claim_ground_of(struct arena *arena, const struct city *city,
                                    struct text policy, civil_date on);
/* In force, within its days, with a unit that decides: CLAIM_POLICY_CLOSED says what is not. */
MUST_USE bool claim_ground_holds(const struct claim_ground *ground, struct fault *fault);
/* Working days of a limit of the rule ("accept_days"), -1: not known. */
int64_t claim_days(const struct claim_ground *ground, const char *limit);
/* The last day of that limit from `from` on, CIVIL_DATE_NONE: not known. */
civil_date claim_due(const struct city *city, const struct claim_ground *ground, const char *limit,
                     civil_date from);
/* What the quota leaves in fen after `granted`; -1: there is none. */
int64_t claim_quota_left(const struct claim_ground *ground, int64_t granted);

/* Together with what the enterprise has claimed already. CLAIM_EXCLUDED when one that was granted
 * excludes it, CLAIM_OPEN_ALREADY when its project has the same one open. */
MUST_USE bool claim_stacks(const struct claim_ground *ground, const struct claim_others *others,
                           struct fault *fault);
/* The same as JSON, for whoever looks: `stacking` [{policy, title, granted, rule, text}] of every
 * other claim; rule "stacks", "higher" or "unknown". */
void claim_write_stacking(struct json_writer *json, const struct claim_ground *ground,
                          const struct claim_others *others);
/* The titles of policies that may be promised and are said not to be had together with it, as the
 * member `excludes`: what the data say, of whatever enterprise. */
void claim_write_excludes(struct json_writer *json, const struct claim_ground *ground);

/* What taking a policy means for an enterprise, beside what it was granted already. */
struct claim_question {
    const struct policy_matched *matched;
    const struct claim_others *others;
    uint32_t at; /* place of the policy in `matched` */
};
void claim_take(struct arena *arena, const struct pack *pack, const struct claim_question *question,
                struct policy_taking *out);

/* `shares` [{level, amount}] of an amount, `clawback` texts, of the benefits of the policy. */
void claim_write_terms(struct json_writer *json, struct arena *arena,
                       const struct claim_ground *ground, int64_t fen);
/* The instalments of an amount as the policy has them; else all of it at once. */
struct claim_instalments {
    const int64_t *fen;
    uint32_t count;
};
struct claim_instalments claim_instalments_of(struct arena *arena,
                                              const struct claim_ground *ground, int64_t fen);

#endif
