#include "naive.h"

#include "base/civil_date.h"

static enum rule_answer yes_or_no(bool truth)
{
    return truth ? RULE_YES : RULE_NO;
}

static enum fact_type type_of(const struct naive_world *world, struct text name)
{
    for (size_t i = 0; i < world->field_count; i++) {
        if (text_is(name, world->fields[i].name)) {
            return world->fields[i].type;
        }
    }
    return FACT_TYPE_COUNT;
}

/* -1, 0, 1; both of one type */
static int order(enum fact_type type, const struct jvalue *a, const struct jvalue *b)
{
    if (type == FACT_BOOL) {
        return (int)a->truth - (int)b->truth;
    }
    if (type == FACT_NUMBER || type == FACT_INTEGER) {
        double x = jvalue_number(a);
        double y = jvalue_number(b);
        return x < y ? -1 : x > y;
    }
    if (type == FACT_DATE) {
        civil_date x = 0;
        civil_date y = 0;
        (void)!civil_date_parse(a->text, &x);
        (void)!civil_date_parse(b->text, &y);
        return x < y ? -1 : x > y;
    }
    int compared = text_compare(a->text, b->text);
    return compared < 0 ? -1 : compared > 0;
}

static bool is_among(enum fact_type type, const struct jvalue *fact, const struct jvalue *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (order(type, fact, &list->items[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_member(const struct jvalue *set, const struct jvalue *member)
{
    return is_among(FACT_TEXT, member, set);
}

static bool has_any(const struct jvalue *set, const struct jvalue *members)
{
    for (uint32_t i = 0; i < members->count; i++) {
        if (has_member(set, &members->items[i])) {
            return true;
        }
    }
    return false;
}

static bool compare(struct text op, enum fact_type type, const struct jvalue *fact,
                    const struct jvalue *value)
{
    if (text_is(op, "in") || text_is(op, "not_in")) {
        return is_among(type, fact, value) == text_is(op, "in");
    }
    if (text_is(op, "contains") || text_is(op, "not_contains")) {
        return has_member(fact, value) == text_is(op, "contains");
    }
    if (text_is(op, "contains_any")) {
        return has_any(fact, value);
    }
    if (text_is(op, "prefix")) {
        return text_starts_with(fact->text, value->text);
    }
    if (text_is(op, "between")) {
        return order(type, fact, &value->items[0]) >= 0 && order(type, fact, &value->items[1]) <= 0;
    }
    int placed = order(type, fact, value);
    return (text_is(op, "eq") && placed == 0) || (text_is(op, "ne") && placed != 0) ||
           (text_is(op, "gt") && placed > 0) || (text_is(op, "gte") && placed >= 0) ||
           (text_is(op, "lt") && placed < 0) || (text_is(op, "lte") && placed <= 0);
}

static enum rule_answer leaf(const struct naive_world *world, const struct jvalue *condition)
{
    static const struct jvalue no = {.kind = JVALUE_BOOL, .truth = false};
    static const struct jvalue zero = {.kind = JVALUE_INT, .integer = 0};
    static const struct jvalue empty = {.kind = JVALUE_ARRAY, .count = 0, .items = NULL};
    static const struct jvalue epoch = {.kind = JVALUE_TEXT, .text = {"1970-01-01", 10}};
    struct text field = jvalue_get(condition, "field")->text;
    struct text op = jvalue_get(condition, "op")->text;
    const struct jvalue *value = jvalue_get(condition, "value");
    const struct jvalue *fact = NULL;
    enum fact_type type = type_of(world, field);
    for (uint32_t i = 0; i < world->facts->count; i++) {
        if (text_equal(world->facts->members[i].name, field)) {
            fact = &world->facts->members[i].value;
        }
    }
    if (!jvalue_is_null(fact)) {
        return yes_or_no(compare(op, type, fact, value));
    }
    if (world->missing == RULE_MISSING_UNKNOWN) {
        return RULE_UNKNOWN;
    }
    if (type == FACT_ENUM || type == FACT_TEXT) {
        return yes_or_no(text_is(op, "ne") || text_is(op, "not_in"));
    }
    fact = type == FACT_BOOL ? &no : type == FACT_SET ? &empty : type == FACT_DATE ? &epoch : &zero;
    return yes_or_no(compare(op, type, fact, value));
}

enum rule_answer naive_evaluate(const struct naive_world *world, const struct jvalue *condition)
{
    const struct jvalue *all = jvalue_get(condition, "all");
    const struct jvalue *any = jvalue_get(condition, "any");
    const struct jvalue *not = jvalue_get(condition, "not");
    if (not != NULL) {
        enum rule_answer inner = naive_evaluate(world, not );
        return inner == RULE_UNKNOWN ? RULE_UNKNOWN : yes_or_no(inner == RULE_NO);
    }
    if (all == NULL && any == NULL) {
        return leaf(world, condition);
    }
    const struct jvalue *list = all != NULL ? all : any;
    enum rule_answer deciding = all != NULL ? RULE_NO : RULE_YES;
    enum rule_answer answer = all != NULL ? RULE_YES : RULE_NO;
    for (uint32_t i = 0; i < list->count; i++) {
        enum rule_answer child = naive_evaluate(world, &list->items[i]);
        if (child == deciding) {
            return deciding;
        }
        answer = child == RULE_UNKNOWN ? RULE_UNKNOWN : answer;
    }
    return answer;
}
