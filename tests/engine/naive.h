#ifndef TESTS_ENGINE_NAIVE_H
#define TESTS_ENGINE_NAIVE_H

#include "base/json_read.h"
#include "engine/rules/rules.h"

/* The slow obvious twin of the rules: walks the JSON of a condition with the JSON of the facts, by
 * the words of the specification and with none of the compiler's structures. */
struct naive_field {
    const char *name;
    enum fact_type type;
};

struct naive_world {
    const struct naive_field *fields;
    size_t field_count;
    const struct jvalue *facts;
    enum rule_missing missing;
};

enum rule_answer naive_evaluate(const struct naive_world *world, const struct jvalue *condition);

#endif
