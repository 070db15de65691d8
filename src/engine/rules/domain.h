#ifndef LIANDONG_ENGINE_DOMAIN_H
#define LIANDONG_ENGINE_DOMAIN_H

#include "engine/rules/rules.h"

/* What conditions can tell apart. A leaf only asks on which side of its value a fact lies, so the
 * values of a field fall into finitely many classes that no leaf of the conditions tells apart. One
 * candidate of each class at least is given here. */
struct rule_candidate {
    double number;
    struct text text;
};

#define RULE_NO_ATOM UINT32_MAX

/* What is chosen: the value of a field, or for sets whether one member is in. */
struct rule_variable {
    const struct fact_field *field;
    uint32_t index; /* of the field */
    uint32_t atom;  /* of the member, for sets; else RULE_NO_ATOM */
    struct rule_candidate *candidates;
    uint32_t count;
};

struct rule_domain {
    struct arena *arena;
    const struct fact_space *space;
    struct rule_variable *variables;
    uint32_t count;
};

/* The variables of all the conditions together, in the order in which they are first read. */
void rule_domain_open(struct arena *arena, const struct fact_space *space,
                      const struct rule *const *rules, uint32_t count, struct rule_domain *out);

/* Puts the candidate into the facts, or takes the variable out of them (NULL). */
void rule_choose(struct facts *facts, const struct rule_variable *variable,
                 const struct rule_candidate *candidate);

#endif
