#include "engine/rules/rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Can a condition hold at all? A leaf only asks on which side of its value a fact lies, so the
 * values of a field fall into finitely many classes that no leaf of the condition tells apart. One
 * candidate of each class is enough; the search gives the fields candidates one after another and
 * stops as soon as the known part decides. */

#define STEPS_MAX 1000000

struct candidate {
    double number;
    struct text text;
};

/* What is chosen: the value of a field, or for sets whether one member is in. */
struct variable {
    const struct fact_field *field;
    uint32_t index; /* of the field */
    uint32_t atom;  /* of the member, for sets */
    struct candidate *candidates;
    uint32_t count;
};

struct search {
    struct arena *arena;
    const struct fact_space *space;
    const struct rule *rule;
    struct facts *facts;
    struct variable *variables;
    uint32_t count;
    uint32_t steps;
};

/* ---- variables: every leaf adds the candidates around its values ---- */

static struct variable *variable_of(struct search *search, uint32_t field, uint32_t atom)
{
    for (uint32_t i = 0; i < search->count; i++) {
        if (search->variables[i].index == field && search->variables[i].atom == atom) {
            return &search->variables[i];
        }
    }
    struct variable *added = &search->variables[search->count++];
    added->index = field;
    added->atom = atom;
    added->field = fact_space_field(search->space, field);
    return added;
}

static void add(struct search *search, struct variable *variable, struct candidate candidate)
{
    if ((variable->count & (variable->count - 1)) == 0) { /* 0, 1, 2, 4, 8 ...: full */
        uint32_t larger = variable->count == 0 ? 1 : variable->count * 2;
        struct candidate *list = arena_array(search->arena, struct candidate, larger);
        if (variable->count > 0) {
            memcpy(list, variable->candidates, variable->count * sizeof *list);
        }
        variable->candidates = list;
    }
    variable->candidates[variable->count++] = candidate;
}

static bool is_allowed(const struct fact_field *field, double number)
{
    if (field->type == FACT_INTEGER && number < 0) {
        return false;
    }
    return isfinite(number) && !(field->has_min && number < field->min);
}

static void add_number(struct search *search, struct variable *variable, double number)
{
    if (is_allowed(variable->field, number)) {
        add(search, variable, (struct candidate){.number = number, .text = TEXT_NONE});
    }
}

/* Whole numbers: the neighbours of a threshold stand for everything between two of them. For others
 * the next double on either side does: it lies closer to the threshold than any other value named.
 */
static void add_around(struct search *search, struct variable *variable, double number)
{
    bool is_whole = variable->field->type != FACT_NUMBER;
    add_number(search, variable, is_whole ? ceil(number) - 1 : nextafter(number, -INFINITY));
    add_number(search, variable, is_whole ? floor(number) : number);
    add_number(search, variable, is_whole ? ceil(number) : number);
    add_number(search, variable, is_whole ? floor(number) + 1 : nextafter(number, INFINITY));
    add_number(search, variable, variable->field->has_min ? variable->field->min : 0);
}

/* For a text: itself, the smallest text behind it, and the smallest one behind all that begin with
 * it. Between two neighbouring cuts no leaf sees a difference. */
static void add_text(struct search *search, struct variable *variable, struct text text)
{
    if (variable->field->values.count > 0) {
        return; /* the list is the domain */
    }
    add(search, variable, (struct candidate){.text = text});
    add(search, variable,
        (struct candidate){.text = text_format(search->arena, "%.*s\001", TEXT_ARG(text))});
    if (text.len > 0 && (unsigned char)text.at[text.len - 1] < 0xff) {
        char *behind = arena_alloc(search->arena, text.len + 1);
        memcpy(behind, text.at, text.len);
        behind[text.len - 1]++;
        add(search, variable, (struct candidate){.text = {behind, text.len}});
    }
}

static bool is_listed(const struct fact_field *field, struct text value)
{
    for (size_t i = 0; i < field->values.count; i++) {
        if (text_equal(field->values.items[i], value)) {
            return true;
        }
    }
    return field->values.count == 0;
}

static void start_domain(struct search *search, struct variable *variable)
{
    const struct fact_field *field = variable->field;
    if (variable->count > 0) {
        return;
    }
    if (field->type == FACT_BOOL) {
        add(search, variable, (struct candidate){.number = 0, .text = TEXT_NONE});
        add(search, variable, (struct candidate){.number = 1, .text = TEXT_NONE});
    } else if (field->type == FACT_ENUM || field->type == FACT_TEXT) {
        for (size_t i = 0; i < field->values.count; i++) {
            add(search, variable, (struct candidate){.text = field->values.items[i]});
        }
        if (field->values.count == 0) {
            add(search, variable, (struct candidate){.text = TEXT("")});
        }
    }
}

static void collect_set(struct search *search, const struct rule_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->count; i++) {
        struct variable *variable = variable_of(search, leaf->field, leaf->values[i].id);
        if (variable->count > 0) {
            continue;
        }
        add(search, variable, (struct candidate){.number = 0, .text = TEXT_NONE});
        if (is_listed(variable->field, leaf->values[i].text)) {
            add(search, variable, (struct candidate){.number = 1, .text = TEXT_NONE});
        }
    }
}

static void collect(struct search *search, const struct rule *rule)
{
    if (rule->kind != RULE_LEAF) {
        for (uint32_t i = 0; i < rule->count; i++) {
            collect(search, &rule->children[i]);
        }
        return;
    }
    const struct rule_leaf *leaf = &rule->leaf;
    enum fact_type type = fact_space_field(search->space, leaf->field)->type;
    if (type == FACT_SET) {
        collect_set(search, leaf);
        return;
    }
    struct variable *variable = variable_of(search, leaf->field, UINT32_MAX);
    start_domain(search, variable);
    for (uint32_t i = 0; i < leaf->count; i++) {
        if (type == FACT_NUMBER || type == FACT_INTEGER || type == FACT_DATE) {
            add_around(search, variable, leaf->values[i].number);
        } else if (type != FACT_BOOL) {
            add_text(search, variable, leaf->values[i].text);
        }
    }
    if (leaf->count == 0 && variable->count == 0) {
        add_number(search, variable, variable->field->has_min ? variable->field->min : 0);
    }
}

/* ---- searching ---- */

static void choose(struct search *search, const struct variable *variable,
                   const struct candidate *candidate)
{
    struct facts *facts = search->facts;
    const struct fact_field *field = variable->field;
    facts->given[variable->index] = candidate != NULL || field->type == FACT_SET;
    switch (field->type) {
    case FACT_SET:
        facts->atoms[variable->atom] = candidate == NULL ? 1 : candidate->number == 1 ? 3 : 0;
        break;
    case FACT_BOOL:
        facts->atoms[field->slot] = candidate == NULL ? 1 : candidate->number == 1 ? 3 : 0;
        break;
    case FACT_NUMBER:
    case FACT_INTEGER:
    case FACT_DATE: facts->numbers[field->slot] = candidate == NULL ? 0 : candidate->number; break;
    case FACT_ENUM:
    case FACT_TEXT:
        facts->ids[field->slot] = candidate == NULL ? FACT_ID_NONE : FACT_ID_OTHER;
        facts->texts[field->slot] = candidate == NULL ? TEXT_NONE : candidate->text;
        break;
    case FACT_TYPE_COUNT: break;
    }
}

/* The tree evaluator compares texts, not ids, so FACT_ID_OTHER is all that choose() has to say. */
static bool search_from(struct search *search, uint32_t at)
{
    struct rule_view view = {search->facts, RULE_MISSING_UNKNOWN};
    enum rule_answer answer = rule_evaluate(search->rule, view);
    if (answer != RULE_UNKNOWN || search->steps >= STEPS_MAX) {
        return answer == RULE_YES;
    }
    ensure(at < search->count);
    const struct variable *variable = &search->variables[at];
    for (uint32_t i = 0; i < variable->count; i++) {
        search->steps++;
        choose(search, variable, &variable->candidates[i]);
        if (search_from(search, at + 1)) {
            return true;
        }
    }
    choose(search, variable, NULL);
    return false;
}

static uint32_t count_values(const struct rule *rule)
{
    if (rule->kind == RULE_LEAF) {
        return 1 + rule->leaf.count;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < rule->count; i++) {
        count += count_values(&rule->children[i]);
    }
    return count;
}

static enum rule_truth can_hold(struct arena *scratch, const struct fact_space *space,
                                const struct rule *rule)
{
    struct search search = {.arena = scratch, .space = space, .rule = rule};
    search.facts = facts_new(scratch, space);
    search.variables = arena_array(scratch, struct variable, count_values(rule));
    collect(&search, rule);
    bool found = search_from(&search, 0);
    if (!found && search.steps >= STEPS_MAX) {
        return RULE_TOO_LARGE;
    }
    return found ? RULE_CAN_HOLD : RULE_NEVER_HOLDS;
}

enum rule_truth rule_satisfiable(struct arena *scratch, const struct fact_space *space,
                                 const struct rule *rule)
{
    struct arena_mark mark = arena_mark(scratch);
    struct rule opposite = {.kind = RULE_NOT, .count = 1, .children = rule};
    enum rule_truth truth = can_hold(scratch, space, rule);
    if (truth == RULE_CAN_HOLD && can_hold(scratch, space, &opposite) == RULE_NEVER_HOLDS) {
        truth = RULE_ALWAYS_HOLDS;
    }
    arena_rewind(scratch, mark);
    return truth;
}
