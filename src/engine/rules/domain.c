#include "engine/rules/domain.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"

/* Every leaf adds the candidates around its values. */

static struct rule_variable *variable_of(struct rule_domain *domain, uint32_t field, uint32_t atom)
{
    for (uint32_t i = 0; i < domain->count; i++) {
        if (domain->variables[i].index == field && domain->variables[i].atom == atom) {
            return &domain->variables[i];
        }
    }
    struct rule_variable *added = &domain->variables[domain->count++];
    added->index = field;
    added->atom = atom;
    added->field = fact_space_field(domain->space, field);
    return added;
}

static void add(struct rule_domain *domain, struct rule_variable *variable,
                struct rule_candidate candidate)
{
    if ((variable->count & (variable->count - 1)) == 0) { /* 0, 1, 2, 4, 8 ...: full */
        uint32_t larger = variable->count == 0 ? 1 : variable->count * 2;
        struct rule_candidate *list = arena_array(domain->arena, struct rule_candidate, larger);
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

static void add_number(struct rule_domain *domain, struct rule_variable *variable, double number)
{
    if (is_allowed(variable->field, number)) {
        add(domain, variable, (struct rule_candidate){.number = number, .text = TEXT_NONE});
    }
}

/* Whole numbers: the neighbours of a threshold stand for everything between two of them. For others
 * the next double on either side does: it lies closer to the threshold than any other value named.
 */
static void add_around(struct rule_domain *domain, struct rule_variable *variable, double number)
{
    bool is_whole = variable->field->type != FACT_NUMBER;
    add_number(domain, variable, is_whole ? ceil(number) - 1 : nextafter(number, -INFINITY));
    add_number(domain, variable, is_whole ? floor(number) : number);
    add_number(domain, variable, is_whole ? ceil(number) : number);
    add_number(domain, variable, is_whole ? floor(number) + 1 : nextafter(number, INFINITY));
    add_number(domain, variable, variable->field->has_min ? variable->field->min : 0);
}

/* For a text: itself, the smallest text behind it, and the smallest one behind all that begin with
 * it. Between two neighbouring cuts no leaf sees a difference. */
static void add_text(struct rule_domain *domain, struct rule_variable *variable, struct text text)
{
    if (variable->field->values.count > 0) {
        return; /* the list is the domain */
    }
    add(domain, variable, (struct rule_candidate){.text = text});
    add(domain, variable,
        (struct rule_candidate){.text = text_format(domain->arena, "%.*s\001", TEXT_ARG(text))});
    if (text.len > 0 && (unsigned char)text.at[text.len - 1] < 0xff) {
        char *behind = arena_alloc(domain->arena, text.len + 1);
        memcpy(behind, text.at, text.len);
        behind[text.len - 1]++;
        add(domain, variable, (struct rule_candidate){.text = {behind, text.len}});
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

static void start_domain(struct rule_domain *domain, struct rule_variable *variable)
{
    const struct fact_field *field = variable->field;
    if (variable->count > 0) {
        return;
    }
    if (field->type == FACT_BOOL) {
        add(domain, variable, (struct rule_candidate){.number = 0, .text = TEXT_NONE});
        add(domain, variable, (struct rule_candidate){.number = 1, .text = TEXT_NONE});
    } else if (field->type == FACT_ENUM || field->type == FACT_TEXT) {
        for (size_t i = 0; i < field->values.count; i++) {
            add(domain, variable, (struct rule_candidate){.text = field->values.items[i]});
        }
        if (field->values.count == 0) {
            add(domain, variable, (struct rule_candidate){.text = TEXT("")});
        }
    }
}

static void collect_set(struct rule_domain *domain, const struct rule_leaf *leaf)
{
    for (uint32_t i = 0; i < leaf->count; i++) {
        struct rule_variable *variable = variable_of(domain, leaf->field, leaf->values[i].id);
        if (variable->count > 0) {
            continue;
        }
        add(domain, variable, (struct rule_candidate){.number = 0, .text = TEXT_NONE});
        if (is_listed(variable->field, leaf->values[i].text)) {
            add(domain, variable, (struct rule_candidate){.number = 1, .text = TEXT_NONE});
        }
    }
}

static void collect(struct rule_domain *domain, const struct rule *rule)
{
    if (rule->kind != RULE_LEAF) {
        for (uint32_t i = 0; i < rule->count; i++) {
            collect(domain, &rule->children[i]);
        }
        return;
    }
    const struct rule_leaf *leaf = &rule->leaf;
    enum fact_type type = fact_space_field(domain->space, leaf->field)->type;
    if (type == FACT_SET) {
        collect_set(domain, leaf);
        return;
    }
    struct rule_variable *variable = variable_of(domain, leaf->field, RULE_NO_ATOM);
    start_domain(domain, variable);
    for (uint32_t i = 0; i < leaf->count; i++) {
        if (type == FACT_NUMBER || type == FACT_INTEGER || type == FACT_DATE) {
            add_around(domain, variable, leaf->values[i].number);
        } else if (type != FACT_BOOL) {
            add_text(domain, variable, leaf->values[i].text);
        }
    }
    if (leaf->count == 0 && variable->count == 0) {
        add_number(domain, variable, variable->field->has_min ? variable->field->min : 0);
    }
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

void rule_domain_open(struct arena *arena, const struct fact_space *space,
                      const struct rule *const *rules, uint32_t count, struct rule_domain *out)
{
    uint32_t values = 0;
    for (uint32_t i = 0; i < count; i++) {
        values += count_values(rules[i]);
    }
    *out = (struct rule_domain){.arena = arena, .space = space};
    out->variables = arena_array(arena, struct rule_variable, values);
    for (uint32_t i = 0; i < count; i++) {
        collect(out, rules[i]);
    }
}

void rule_choose(struct facts *facts, const struct rule_variable *variable,
                 const struct rule_candidate *candidate)
{
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
