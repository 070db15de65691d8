#ifndef LIANDONG_ENGINE_FACT_CHANGE_H
#define LIANDONG_ENGINE_FACT_CHANGE_H

#include "engine/rules/facts.h"

/* What somebody says of facts, against what was known before. */
struct fact_change {
    struct text facts; /* JSON object of what really changes; null: taken back to unknown */
    uint32_t count;    /* 0: nothing does */
};

/* `given`: text of a JSON object, name to value; `current`: the object before. */
struct fact_saying {
    const struct fact_space *space;
    const struct jvalue *current;
    struct text given;
};
/* Refused by the name of the field: an unknown one, a value of a wrong type, one too long. */
MUST_USE bool fact_change_read(struct arena *arena, const struct fact_saying *saying,
                               struct fact_change *out, struct fault *fault);

#endif
