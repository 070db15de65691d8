#include "engine/guide/guide_rules.h"

#include <stdlib.h>

#include "base/arena.h"
#include "engine/rules/domain.h"

/* The classes of one variable. Two values are of one class where every leaf that reads the field
 * says the same of both. */
struct classes {
    const struct rule_leaf **leaves; /* of the field; none for a member of a set */
    uint32_t leaf_count;
    uint8_t *says; /* by class and leaf: 1 yes */
    uint32_t count;
    uint32_t question;
    double *priors;
};

struct guide_rules {
    struct arena *arena;
    const struct fact_space *space;
    const struct rule *const *rules;
    uint32_t rule_count;
    struct rule_domain domain; /* by field */
    struct classes *classes;   /* by variable */
    uint32_t *fields;          /* by question */
    uint32_t *first_of_field; /* the first variable of the field; the count of them where none is */
    struct guide *guide;
};

static bool is_member(const struct rule_variable *variable)
{
    return variable->atom != RULE_NO_ATOM;
}

/* ---- the leaves of a field ---- */

static void gather(struct guide_rules *of, const struct rule *rule, bool is_counting)
{
    if (rule->kind != RULE_LEAF) {
        for (uint32_t i = 0; i < rule->count; i++) {
            gather(of, &rule->children[i], is_counting);
        }
        return;
    }
    uint32_t at = of->first_of_field[rule->leaf.field];
    if (is_member(&of->domain.variables[at])) {
        return;
    }
    struct classes *classes = &of->classes[at];
    if (!is_counting) {
        classes->leaves[classes->leaf_count] = &rule->leaf;
    }
    classes->leaf_count++;
}

static void gather_leaves(struct guide_rules *of)
{
    for (uint32_t i = 0; i < of->rule_count; i++) {
        gather(of, of->rules[i], true);
    }
    for (uint32_t i = 0; i < of->domain.count; i++) {
        struct classes *classes = &of->classes[i];
        classes->leaves = arena_array(of->arena, const struct rule_leaf *, classes->leaf_count);
        classes->leaf_count = 0;
    }
    for (uint32_t i = 0; i < of->rule_count; i++) {
        gather(of, of->rules[i], false);
    }
}

/* ---- classes ---- */

static void listen(const struct classes *classes, const struct facts *facts, uint8_t *says)
{
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    for (uint32_t i = 0; i < classes->leaf_count; i++) {
        says[i] = rule_leaf_evaluate(classes->leaves[i], view) == RULE_YES;
    }
}

/* The class that says the same, or the number of classes. */
static uint32_t class_saying(const struct classes *classes, const uint8_t *says)
{
    for (uint32_t i = 0; i < classes->count; i++) {
        const uint8_t *of_class = classes->says + (size_t)i * classes->leaf_count;
        uint32_t at = 0;
        while (at < classes->leaf_count && of_class[at] == says[at]) {
            at++;
        }
        if (at == classes->leaf_count) {
            return i;
        }
    }
    return classes->count;
}

static bool tell_apart(struct guide_rules *of, struct facts *facts, uint32_t at,
                       struct fault *fault)
{
    const struct rule_variable *variable = &of->domain.variables[at];
    struct classes *classes = &of->classes[at];
    if (is_member(variable)) {
        classes->count = variable->count;
        return true;
    }
    size_t room = (size_t)variable->count * classes->leaf_count;
    classes->says = arena_array(of->arena, uint8_t, room);
    for (uint32_t i = 0; i < variable->count; i++) {
        uint8_t *says = classes->says + (size_t)classes->count * classes->leaf_count;
        rule_choose(facts, variable, &variable->candidates[i]);
        listen(classes, facts, says);
        classes->count += class_saying(classes, says) == classes->count;
        if (classes->count > DIAGRAM_OUTCOMES_MAX) {
            return fault_raise(fault, FAULT_GUIDE_WRONG, variable->field->name,
                               FAULT_ARGS(TEXT("条件里的取值超过 64 类"),
                                          TEXT("conditions tell more than 64 classes apart")));
        }
    }
    rule_choose(facts, variable, NULL);
    return true;
}

static int by_field(const void *left, const void *right)
{
    const struct rule_variable *a = left;
    const struct rule_variable *b = right;
    return a->index != b->index ? (a->index < b->index ? -1 : 1)
                                : (a->atom > b->atom) - (a->atom < b->atom);
}

static bool classify(struct guide_rules *of, struct fault *fault)
{
    uint32_t fields = fact_space_count(of->space);
    struct facts *facts = facts_new(of->arena, of->space);
    rule_domain_open(of->arena, of->space, of->rules, of->rule_count, &of->domain);
    qsort(of->domain.variables, of->domain.count, sizeof *of->domain.variables, by_field);
    of->classes = arena_array(of->arena, struct classes, of->domain.count);
    of->fields = arena_array(of->arena, uint32_t, of->domain.count);
    of->first_of_field = arena_array(of->arena, uint32_t, fields);
    for (uint32_t i = of->domain.count; i-- > 0;) {
        of->first_of_field[of->domain.variables[i].index] = i;
    }
    gather_leaves(of);
    for (uint32_t i = 0; i < of->domain.count; i++) {
        if (!tell_apart(of, facts, i, fault)) {
            return false;
        }
    }
    return true;
}

/* ---- answers ---- */

static int16_t answer_of(const struct guide_rules *of, const struct facts *facts, uint32_t at,
                         uint8_t *says)
{
    const struct rule_variable *variable = &of->domain.variables[at];
    const struct classes *classes = &of->classes[at];
    if (!facts_has(facts, variable->index)) {
        return GUIDE_OPEN;
    }
    if (is_member(variable)) {
        uint32_t is_in = facts->atoms[variable->atom] == RULE_YES;
        return is_in < classes->count ? (int16_t)is_in : GUIDE_CLOSED;
    }
    listen(classes, facts, says);
    uint32_t class = class_saying(classes, says);
    return class < classes->count ? (int16_t) class : GUIDE_CLOSED;
}

static uint8_t *room_to_listen(struct arena *arena, const struct guide_rules *of)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < of->domain.count; i++) {
        most = of->classes[i].leaf_count > most ? of->classes[i].leaf_count : most;
    }
    return arena_array(arena, uint8_t, most);
}

void guide_rules_answers(const struct guide_rules *of, struct arena *scratch,
                         const struct guide_known *known, int16_t *answers)
{
    uint8_t *says = room_to_listen(scratch, of);
    for (uint32_t i = 0; i < of->domain.count; i++) {
        answers[i] = answer_of(of, known->facts, i, says);
        if (answers[i] == GUIDE_OPEN && known->unsure != NULL &&
            known->unsure[of->domain.variables[i].index]) {
            answers[i] = GUIDE_CLOSED;
        }
    }
}

/* ---- opening ---- */

static void count_priors(struct guide_rules *of, const struct guide_sample *sample)
{
    uint8_t *says = room_to_listen(of->arena, of);
    for (uint32_t i = 0; i < of->domain.count; i++) {
        struct classes *classes = &of->classes[i];
        double sum = classes->count;
        classes->priors = arena_array(of->arena, double, classes->count);
        for (uint32_t j = 0; j < classes->count; j++) {
            classes->priors[j] = 1;
        }
        for (uint32_t j = 0; j < sample->count; j++) {
            int16_t answer = answer_of(of, sample->items[j], i, says);
            if (answer >= 0) {
                classes->priors[answer] += 1;
                sum += 1;
            }
        }
        for (uint32_t j = 0; j < classes->count; j++) {
            classes->priors[j] /= sum;
        }
    }
}

static void open_guide(struct guide_rules *of)
{
    struct guide_variable *variables =
        arena_array(of->arena, struct guide_variable, of->domain.count);
    uint32_t questions = 0;
    for (uint32_t i = 0; i < of->domain.count; i++) {
        uint32_t field = of->domain.variables[i].index;
        if (of->first_of_field[field] == i) {
            of->fields[questions++] = field;
        }
        variables[i] =
            (struct guide_variable){questions - 1, of->classes[i].count, of->classes[i].priors};
    }
    of->guide = guide_open(of->arena, variables, of->domain.count, questions);
}

static uint64_t mask_of(const struct guide_rules *of, uint32_t at, const struct rule_leaf *leaf)
{
    const struct classes *classes = &of->classes[at];
    uint64_t mask = 0;
    uint32_t place = 0;
    while (classes->leaves[place] != leaf) {
        place++;
    }
    for (uint32_t i = 0; i < classes->count; i++) {
        mask |= (uint64_t)classes->says[(size_t)i * classes->leaf_count + place] << i;
    }
    return mask;
}

static uint32_t variable_of_member(const struct guide_rules *of, uint32_t field, uint32_t atom)
{
    uint32_t at = of->first_of_field[field];
    while (of->domain.variables[at].atom != atom) {
        at++;
    }
    return at;
}

/* contains, not_contains, contains_any: whether one of the members is in. */
static diagram_node node_of_set(struct guide_rules *of, const struct rule_leaf *leaf)
{
    struct diagram *diagram = guide_diagram(of->guide);
    diagram_node any = DIAGRAM_NO;
    for (uint32_t i = 0; i < leaf->count; i++) {
        uint32_t at = variable_of_member(of, leaf->field, leaf->values[i].id);
        any = diagram_or(diagram, any, diagram_leaf(diagram, at, 2));
    }
    return leaf->op == RULE_NOT_CONTAINS ? diagram_not(diagram, any) : any;
}

static diagram_node node_of(struct guide_rules *of, const struct rule *rule)
{
    struct diagram *diagram = guide_diagram(of->guide);
    if (rule->kind == RULE_LEAF) {
        uint32_t at = of->first_of_field[rule->leaf.field];
        return is_member(&of->domain.variables[at])
                   ? node_of_set(of, &rule->leaf)
                   : diagram_leaf(diagram, at, mask_of(of, at, &rule->leaf));
    }
    if (rule->kind == RULE_NOT) {
        return diagram_not(diagram, node_of(of, rule->children));
    }
    diagram_node node = rule->kind == RULE_ALL ? DIAGRAM_YES : DIAGRAM_NO;
    for (uint32_t i = 0; i < rule->count; i++) {
        diagram_node child = node_of(of, &rule->children[i]);
        node = rule->kind == RULE_ALL ? diagram_and(diagram, node, child)
                                      : diagram_or(diagram, node, child);
    }
    return node;
}

bool guide_rules_open(struct arena *arena, const struct guide_conditions *conditions,
                      const struct guide_sample *sample, struct guide_rules **out,
                      struct fault *fault)
{
    struct guide_rules *of = arena_new(arena, struct guide_rules);
    of->arena = arena;
    of->space = conditions->space;
    of->rules = conditions->rules;
    of->rule_count = conditions->count;
    if (!classify(of, fault)) {
        return false;
    }
    count_priors(of, sample);
    open_guide(of);
    for (uint32_t i = 0; i < of->rule_count; i++) {
        guide_add(of->guide, node_of(of, of->rules[i]));
    }
    if (diagram_is_full(guide_diagram(of->guide))) {
        return fault_raise(fault, FAULT_GUIDE_LARGE, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = of;
    return true;
}

const struct guide *guide_rules_guide(const struct guide_rules *of)
{
    return of->guide;
}

uint32_t guide_rules_variables(const struct guide_rules *of)
{
    return of->domain.count;
}

uint32_t guide_rules_field(const struct guide_rules *of, uint32_t question)
{
    return of->fields[question];
}

void guide_rules_group(struct guide_rules *of, uint32_t question, uint32_t group)
{
    guide_group(of->guide, question, group);
}
