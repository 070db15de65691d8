#ifndef LIANDONG_ENGINE_GUIDE_RULES_H
#define LIANDONG_ENGINE_GUIDE_RULES_H

#include "engine/guide/guide.h"
#include "engine/rules/rules.h"

/* The questionnaire of a city's conditions: one question a field of the fact space that any of them
 * reads. The answers to a field are the classes of its values that no condition tells apart (the
 * pieces between thresholds, the values that are named); of a set it is learnt for each member that
 * is named whether it is in. */
struct guide_rules;

/* What is known of others, for the priors: how often each class was given, one added to each. */
struct guide_sample {
    const struct facts *const *items;
    uint32_t count;
};

struct guide_conditions {
    const struct fact_space *space;
    const struct rule *const *rules;
    uint32_t count;
};

/* Items have the numbers of the rules. All must live as long as the guide. Refused: a field of
 * which more than DIAGRAM_OUTCOMES_MAX classes are told apart, conditions too large to be written
 * down. */
MUST_USE bool guide_rules_open(struct arena *arena, const struct guide_conditions *conditions,
                               const struct guide_sample *sample, struct guide_rules **out,
                               struct fault *fault);

const struct guide *guide_rules_guide(const struct guide_rules *of);
uint32_t guide_rules_variables(const struct guide_rules *of);
/* guide_group, before the guide is used. */
void guide_rules_group(struct guide_rules *of, uint32_t question, uint32_t group);
/* The field of the space that a question asks. */
uint32_t guide_rules_field(const struct guide_rules *of, uint32_t question);

/* What is known of one project: its facts, and of which fields those asked are unsure (one byte a
 * field of the space; NULL: of none). */
struct guide_known {
    const struct facts *facts;
    const uint8_t *unsure;
};

/* The answers by variable. A field of which they are unsure and that is not given is closed; so is
 * one whose value is none that the field may have. */
void guide_rules_answers(const struct guide_rules *of, struct arena *scratch,
                         const struct guide_known *known, int16_t *answers);

#endif
