#ifndef LIANDONG_PACK_PASSAGES_H
#define LIANDONG_PACK_PASSAGES_H

#include "engine/retrieve/retrieve.h"
#include "pack/pack.h"

/* What the city publishes, as passages that a question can be answered with: the items, bundles and
 * parks in force on the day, and all policies, since that one has ended is an answer too. Kinds:
 * "item", "bundle", "policy", "park". */
struct pack_passages {
    const struct passage *items;
    const struct pack_record **records; /* by passage */
    const bool *is_in_force;            /* by passage */
    uint32_t count;
    struct retrieve_words words; /* of words.json; empty where the pack has none */
};

void pack_passages(struct arena *arena, const struct pack *pack, civil_date on,
                   struct pack_passages *out);

#endif
