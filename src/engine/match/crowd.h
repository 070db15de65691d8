#ifndef LIANDONG_ENGINE_MATCH_CROWD_H
#define LIANDONG_ENGINE_MATCH_CROWD_H

#include "engine/rules/rules.h"

/* Very many enterprises against very many policies: who meets what, as whole lists. The answers are
 * those of rule_evaluate with absent facts unknown, pair by pair; this is the side of it that knows
 * all of them at once. Why an answer is so, match_explain says.
 *
 * The crowd keeps facts in columns by blocks of 256 enterprises: numbers, days and texts sorted
 * within the block, truths and members of sets as bits. Policies are compiled together: comparisons
 * that several of them make are made once a block, as one row of 256 bits each, and a policy is
 * ANDs and ORs of such rows. Two bits a pair are kept: yes, and not no.
 *
 * Costs on one shared core (docs/policies.md): 0.6 ns a pair in a full run, 12 ns a policy for a
 * changed enterprise, 8 ns an enterprise for a new policy; memory 21 bytes a number or text, 1 a
 * truth or member of a set, and 2 bits a pair. Nothing is locked: one thread writes, and nobody
 * reads meanwhile. */
struct crowd;
struct arena;

/* Enterprises are numbered from 0 without gaps. The space must be sealed and live as long. */
struct crowd *crowd_open(struct arena *arena, const struct fact_space *space, uint32_t capacity);
uint32_t crowd_count(const struct crowd *crowd);

/* Takes the facts over, texts copied; `enterprise` is known or the next one. */
void crowd_set(struct crowd *crowd, uint32_t enterprise, const struct facts *facts);

/* ---- policies ---- */

struct crowd_policies;

/* Compiles conditions of the crowd's space. They must live as long as the result, and so must the
 * crowd; further enterprises may come. A change of one policy is a new build of all, or one of the
 * changed policy alone. */
const struct crowd_policies *crowd_policies_build(struct arena *arena, const struct crowd *crowd,
                                                  const struct rule *const *rules, uint32_t count);

struct crowd_size {
    uint32_t policies;
    uint32_t literals; /* comparisons of all policies */
    uint32_t rows;     /* different ones */
};

struct crowd_size crowd_policies_size(const struct crowd_policies *policies);

/* ---- answers ---- */

#define CROWD_BLOCK 256 /* enterprises */
#define CROWD_WORDS 4   /* of 64 bits, in a row of a block */

/* By block and policy 2 x CROWD_WORDS words: the enterprises that meet it, and those that do or
 * may. Bits behind the last enterprise are 0. */
struct crowd_answers {
    uint64_t *words;
    uint32_t policies;
    uint32_t blocks;
};

/* Room for all pairs of the crowd's capacity; nothing in it is set. */
struct crowd_answers crowd_answers_room(struct arena *arena, const struct crowd *crowd,
                                        const struct crowd_policies *policies);

/* All pairs; what has changed is put in order. `scratch` gives its memory back. */
void crowd_match_all(struct arena *scratch, struct crowd *crowd,
                     const struct crowd_policies *policies, struct crowd_answers *out);

/* One enterprise: an enum rule_answer a policy. */
void crowd_match_one(struct arena *scratch, const struct crowd *crowd,
                     const struct crowd_policies *policies, uint32_t enterprise, uint8_t *out);

/* Writes the answers of one enterprise into the lists. */
void crowd_answers_put(struct crowd_answers *answers, uint32_t enterprise, const uint8_t *of);

enum rule_answer crowd_answer(const struct crowd_answers *answers, uint32_t policy,
                              uint32_t enterprise);
/* How many enterprises have that answer. */
uint32_t crowd_count_answers(const struct crowd *crowd, const struct crowd_answers *answers,
                             uint32_t policy, enum rule_answer answer);

#endif
