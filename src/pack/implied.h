#ifndef LIANDONG_PACK_IMPLIED_H
#define LIANDONG_PACK_IMPLIED_H

#include "pack/pack.h"

/* Facts that follow from others (fields.json, `implications`): where nothing is built there is no
 * tower crane. What was given is never changed, so that an implication fills what is absent and
 * contradicts nobody. */
struct pack_implied {
    uint32_t field;
    const struct pack_record *by;
};

/* Adds what follows to the facts, and what follows of that. `out`, when it is not NULL, has room
 * for every field of the space and gets what was added; gives how many. */
uint32_t pack_imply(const struct pack *pack, struct facts *facts, struct pack_implied *out);

/* The value that the record gives the field. */
const struct jvalue *pack_implied_value(const struct pack_implied *implied,
                                        const struct fact_space *space);

#endif
