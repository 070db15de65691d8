#ifndef LIANDONG_PACK_QUESTIONNAIRE_H
#define LIANDONG_PACK_QUESTIONNAIRE_H

#include "engine/guide/guide_rules.h"
#include "pack/pack.h"

/* The questionnaire of a city on a day: over the items in force that have a condition, in their
 * order; `sure` are those in force that have none. Immutable. */
struct questionnaire {
    const struct pack *pack;
    const struct guide_rules *rules;
    const struct text *codes; /* by number of the rule */
    uint32_t count;
    struct text_list sure;
};

/* All of it lives in the arena and refers to the pack. */
MUST_USE bool questionnaire_open(struct arena *arena, const struct pack *pack, civil_date on,
                                 struct questionnaire *out, struct fault *fault);

/* How the question's group is asked for (fields.json, `question_groups`); NULL: asked alone. */
const struct pack_record *questionnaire_group(const struct questionnaire *of, uint32_t question);

#endif
