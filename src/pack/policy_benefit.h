#ifndef LIANDONG_PACK_POLICY_BENEFIT_H
#define LIANDONG_PACK_POLICY_BENEFIT_H

#include "engine/match/benefit.h"
#include "engine/match/combine.h"
#include "pack/policy.h"

/* What policies give, from two places of the pack: figures from the policy's own `benefits`, and
 * how they are read (who for, which fact is the base, whether a figure is a ceiling) from
 * benefits.json. A benefit without such terms is no sum of money: a tax rate, a deduction, a
 * status. */
struct policy_benefits {
    const struct benefit *items;
    const struct jvalue *const *sources; /* the record in `benefits`, one each */
    const struct pack_record *const *terms;
    uint32_t count;
};

struct policy_benefits policy_benefits_of(struct arena *arena, const struct pack *pack,
                                          const struct policy *policy);

/* What is said of taking both: the stacking record, or NULL when nothing is. */
enum combine_pair policy_pair(const struct pack *pack, const struct policy *a,
                              const struct policy *b, const struct pack_record **said);

/* ---- the amounts of one profile ---- */

struct policy_amount {
    struct policy_benefits benefits;
    struct benefit_total total;
};

struct policy_amount policy_amount_of(struct arena *arena, const struct pack *pack,
                                      const struct policy *policy, const struct facts *facts);

/* What one profile comes to. */
struct policy_results {
    struct policies policies;
    const struct match *matches;         /* by policy */
    const struct policy_amount *amounts; /* by policy */
};

struct policy_combination {
    struct benefit_money money;
    bool is_proven;
    const uint32_t *policies; /* places in the list */
    uint32_t count;
    const uint32_t (*unstated)[2]; /* pairs of places of which nothing is said */
    uint32_t unstated_count;
};

/* Of those policies that are met and may be promised. `sure`: the set with the most that is
 * certain, in which every pair is said to stack. `possible`: the set with the most that may be had,
 * in which no pair is said to exclude the other; with the pairs that have to be asked about. */
void policy_combine(struct arena *arena, const struct pack *pack,
                    const struct policy_results *results, struct policy_combination out[2]);

/* What taking one of them means, whether it is met for certain or a fact still lacks. */
struct policy_taking {
    const struct pack *pack;
    const struct policy_results *results;
    uint32_t at;                    /* place of the one that is asked about */
    struct policy_combination best; /* the most that may be had beside what is held */
    struct policy_combination with; /* the same with this one in it */
    int64_t loss;                   /* fen by which `with` may come to less; an estimate */
    const uint32_t *excluded;       /* places of promisable ones, met or lacking facts, that are */
    uint32_t excluded_count;        /* said not to be had together with it */
};
struct policy_taking_of {
    uint32_t at;      /* its place in the list */
    const bool *held; /* by policy: what the enterprise was granted already; stays */
};
void policy_take(struct arena *arena, const struct pack *pack, const struct policy_results *results,
                 const struct policy_taking_of *one, struct policy_taking *out);

/* ---- as JSON, as members of an object that is open ---- */

/* `state` ("none", "exact", "range", "unknown"), `from`, `to` (null: no upper end is known),
 * `missing`, `parts`. */
void policy_write_amount(struct json_writer *json, struct arena *arena,
                         const struct fact_space *space, const struct policy_amount *amount);

/* `from`, `to`, `policies`, `proven`, `unstated`. */
void policy_write_combination(struct json_writer *json, struct arena *arena,
                              const struct policies *policies,
                              const struct policy_combination *combination);

/* `best` and `with` (combinations), `loss` (text in 万元), `excludes` [{policy, title, met, amount
 * {from, to}, text}]. */
void policy_write_taking(struct json_writer *json, struct arena *arena,
                         const struct policy_taking *taking);

/* "300", "0–600", "≥ 50": 万元 for a person; empty when nothing is known of it. */
struct text policy_money_text(struct arena *arena, const struct benefit_money *money);

#endif
