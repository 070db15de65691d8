#include "engine/guide/guide_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define FIELDS_MAX 4096u
#define ITEMS_MAX 100000u

/* A field and its number, in the order of names. */
struct named {
    struct text name;
    uint32_t field;
};

struct reading {
    struct arena *arena;
    struct fault *fault;
    struct guide *guide;
    struct named *names;
    uint32_t count;
};

static bool refuse(struct reading *reading, struct text place, const char *zh, const char *en)
{
    return fault_raise(reading->fault, FAULT_GUIDE_WRONG, place,
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

static struct text place_of(struct reading *reading, const char *list, uint32_t at,
                            const char *member)
{
    return text_format(reading->arena, "%s[%u]%s", list, at, member);
}

static bool is_list(const struct jvalue *value, uint32_t most)
{
    return value != NULL && value->kind == JVALUE_ARRAY && value->count <= most;
}

/* ---- fields ---- */

static int by_name(const void *left, const void *right)
{
    const struct named *a = left;
    const struct named *b = right;
    return text_compare(a->name, b->name);
}

static bool read_prior(struct reading *reading, const struct jvalue *field, uint32_t at,
                       double *priors)
{
    const struct jvalue *prior = jvalue_get(field, "prior");
    double chance = jvalue_is_number(prior) ? jvalue_number(prior) : -1;
    if (!isfinite(chance) || chance < 0 || chance > 1) {
        return refuse(reading, place_of(reading, "fields", at, ".prior"), "应为 0 到 1 之间的数",
                      "a number from 0 to 1 is expected");
    }
    priors[0] = 1 - chance;
    priors[1] = chance;
    return true;
}

static bool are_different(struct reading *reading)
{
    qsort(reading->names, reading->count, sizeof *reading->names, by_name);
    for (uint32_t i = 1; i < reading->count; i++) {
        if (text_equal(reading->names[i - 1].name, reading->names[i].name)) {
            return refuse(reading, place_of(reading, "fields", reading->names[i].field, ".name"),
                          "名称与另一字段相同", "another field has that name");
        }
    }
    return true;
}

static bool read_fields(struct reading *reading, const struct jvalue *fields)
{
    if (!is_list(fields, FIELDS_MAX)) {
        return refuse(reading, TEXT("fields"), "应为字段的数组，最多 4096 个",
                      "an array of fields is expected, at most 4096");
    }
    reading->count = fields->count;
    reading->names = arena_array(reading->arena, struct named, fields->count);
    struct guide_variable *variables =
        arena_array(reading->arena, struct guide_variable, fields->count);
    double *priors = arena_array(reading->arena, double, (size_t)fields->count * 2);
    for (uint32_t i = 0; i < fields->count; i++) {
        struct text name = jvalue_text(jvalue_get(&fields->items[i], "name"), TEXT_NONE);
        if (text_is_empty(name)) {
            return refuse(reading, place_of(reading, "fields", i, ".name"), "缺少字段名",
                          "a name is expected");
        }
        if (!read_prior(reading, &fields->items[i], i, &priors[(size_t)i * 2])) {
            return false;
        }
        reading->names[i] = (struct named){name, i};
        variables[i] = (struct guide_variable){i, 2, &priors[(size_t)i * 2]};
    }
    reading->guide = guide_open(reading->arena, variables, fields->count, fields->count);
    return are_different(reading);
}

/* ---- items ---- */

static bool find_field(const struct reading *reading, struct text name, uint32_t *out)
{
    struct named asked = {name, 0};
    const struct named *found =
        reading->count == 0
            ? NULL
            : bsearch(&asked, reading->names, reading->count, sizeof *reading->names, by_name);
    if (found == NULL) {
        return false;
    }
    *out = found->field;
    return true;
}

struct term {
    uint32_t item;
    uint32_t number;
    const struct jvalue *literals;
};

static bool read_literal(struct reading *reading, const struct term *term, uint32_t at,
                         diagram_node *out)
{
    const struct jvalue *literal = &term->literals->items[at];
    uint32_t field = 0;
    bool is_pair = is_list(literal, 2) && literal->count == 2 &&
                   literal->items[0].kind == JVALUE_TEXT && literal->items[1].kind == JVALUE_BOOL;
    struct text place =
        text_format(reading->arena, "items[%u].dnf[%u][%u]", term->item, term->number, at);
    if (!is_pair) {
        return refuse(reading, place, "应为 [字段名, true 或 false]",
                      "[field name, true or false] is expected");
    }
    if (!find_field(reading, literal->items[0].text, &field)) {
        return refuse(reading, place, "没有这个字段", "there is no such field");
    }
    *out = diagram_leaf(guide_diagram(reading->guide), field, literal->items[1].truth ? 2 : 1);
    return true;
}

/* From the last variable to the first: the term then grows upwards by one node a literal. */
static bool read_term(struct reading *reading, const struct term *term, diagram_node *out)
{
    *out = DIAGRAM_YES;
    if (!is_list(term->literals, UINT32_MAX)) {
        return refuse(reading,
                      text_format(reading->arena, "items[%u].dnf[%u]", term->item, term->number),
                      "应为文字的数组", "an array of literals is expected");
    }
    for (uint32_t i = 0; i < term->literals->count; i++) {
        diagram_node literal = DIAGRAM_NO;
        if (!read_literal(reading, term, i, &literal)) {
            return false;
        }
        *out = diagram_and(guide_diagram(reading->guide), *out, literal);
    }
    return true;
}

static bool read_item(struct reading *reading, const struct jvalue *item, uint32_t at)
{
    const struct jvalue *terms = jvalue_get(item, "dnf");
    diagram_node function = DIAGRAM_NO;
    if (!is_list(terms, UINT32_MAX)) {
        return refuse(reading, place_of(reading, "items", at, ".dnf"), "应为条件项的数组",
                      "an array of terms is expected");
    }
    for (uint32_t i = 0; i < terms->count; i++) {
        struct term term = {at, i, &terms->items[i]};
        diagram_node one = DIAGRAM_NO;
        if (!read_term(reading, &term, &one)) {
            return false;
        }
        function = diagram_or(guide_diagram(reading->guide), function, one);
    }
    guide_add(reading->guide, function);
    return true;
}

static bool read_items(struct reading *reading, const struct jvalue *items)
{
    if (!is_list(items, ITEMS_MAX)) {
        return refuse(reading, TEXT("items"), "应为事项的数组，最多 100000 个",
                      "an array of items is expected, at most 100000");
    }
    for (uint32_t i = 0; i < items->count; i++) {
        if (!read_item(reading, &items->items[i], i)) {
            return false;
        }
        if (diagram_is_full(guide_diagram(reading->guide))) {
            return refuse(reading, place_of(reading, "items", i, ".dnf"), "条件过于庞杂，无法展开",
                          "the condition is too large to be written down");
        }
    }
    return true;
}

bool guide_read(struct arena *arena, const struct jvalue *problem, struct guide **out,
                struct fault *fault)
{
    struct reading reading = {.arena = arena, .fault = fault};
    if (!read_fields(&reading, jvalue_get(problem, "fields")) ||
        !read_items(&reading, jvalue_get(problem, "items"))) {
        return false;
    }
    *out = reading.guide;
    return true;
}

struct text guide_read_name(const struct jvalue *problem, uint32_t field)
{
    return jvalue_get(&jvalue_get(problem, "fields")->items[field], "name")->text;
}
