#ifndef LIANDONG_ENGINE_RULES_PROGRAM_H
#define LIANDONG_ENGINE_RULES_PROGRAM_H

#include <stdint.h>

#include "engine/rules/rules.h"

/* Many conditions as one flat program, for those who ask them all, again and again: the planner
 * asks the 131 of Fuzhou a million times a second.
 *
 * Negation is pushed down to the leaves (De Morgan), equal parts are shared, and what remains are
 * leaves and two-operand ANDs and ORs over answers in one byte array, run front to back without a
 * branch that depends on the facts. Answers are the bits of enum rule_answer, for which AND is `&`
 * and OR is `|`. A bool or a member of a set needs no leaf at all: it is an atom of the facts
 * already.
 *
 * A program is immutable. The space must be sealed before it is built. */
struct rule_program;

struct arena;

const struct rule_program *rule_program_build(struct arena *arena, const struct fact_space *space,
                                              const struct rule *const *rules, uint32_t count);

/* Bytes that rule_program_run needs as working memory. */
size_t rule_program_scratch(const struct rule_program *program);

/* Writes one enum rule_answer a rule into `answers`, in the order given to the build. */
void rule_program_run(const struct rule_program *program, struct rule_view view, uint8_t *scratch,
                      uint8_t *answers);

/* For the curious and the tests: what became of the conditions. */
struct rule_program_size {
    uint32_t atoms;
    uint32_t leaves;
    uint32_t negations;
    uint32_t steps;
};

struct rule_program_size rule_program_size(const struct rule_program *program);

#endif
