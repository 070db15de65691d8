#include "engine/rules/rules.h"

#include "base/arena.h"

static const char *const op_names[RULE_OP_COUNT] = {
    [RULE_EQ] = "eq",
    [RULE_NE] = "ne",
    [RULE_IN] = "in",
    [RULE_NOT_IN] = "not_in",
    [RULE_GT] = "gt",
    [RULE_GTE] = "gte",
    [RULE_LT] = "lt",
    [RULE_LTE] = "lte",
    [RULE_BETWEEN] = "between",
    [RULE_CONTAINS] = "contains",
    [RULE_NOT_CONTAINS] = "not_contains",
    [RULE_CONTAINS_ANY] = "contains_any",
    [RULE_PREFIX] = "prefix",
};

const char *rule_op_name(enum rule_op op)
{
    ensure(op < RULE_OP_COUNT);
    return op_names[op];
}

bool rule_op_find(struct text name, enum rule_op *out)
{
    for (int i = 0; i < RULE_OP_COUNT; i++) {
        if (text_is(name, op_names[i])) {
            *out = (enum rule_op)i;
            return true;
        }
    }
    return false;
}

/* ---- which op fits which type ---- */

#define OP(name) (1u << RULE_##name)
#define OPS_EQUAL (OP(EQ) | OP(NE) | OP(IN) | OP(NOT_IN))
#define OPS_ORDER (OP(GT) | OP(GTE) | OP(LT) | OP(LTE) | OP(BETWEEN))

static const unsigned ops_of_type[FACT_TYPE_COUNT] = {
    [FACT_BOOL] = OPS_EQUAL,
    [FACT_NUMBER] = OPS_EQUAL | OPS_ORDER,
    [FACT_INTEGER] = OPS_EQUAL | OPS_ORDER,
    [FACT_ENUM] = OPS_EQUAL | OPS_ORDER | OP(PREFIX),
    [FACT_TEXT] = OPS_EQUAL | OPS_ORDER | OP(PREFIX),
    [FACT_SET] = OP(CONTAINS) | OP(NOT_CONTAINS) | OP(CONTAINS_ANY),
    [FACT_DATE] = OPS_EQUAL | OPS_ORDER,
};

bool rule_op_fits(enum rule_op op, enum fact_type type)
{
    return (ops_of_type[type] & (1u << op)) != 0;
}

static bool op_takes_array(enum rule_op op)
{
    return op == RULE_IN || op == RULE_NOT_IN || op == RULE_BETWEEN || op == RULE_CONTAINS_ANY;
}

/* ---- compiling; `place` says where in the condition we are ---- */

struct compiler {
    struct fact_space *space;
    struct arena *arena;
    struct fault *fault;
};

static bool refuse(const struct compiler *compiler, struct text place, struct text zh,
                   struct text en)
{
    return fault_raise(compiler->fault, FAULT_RULE_WRONG, place, FAULT_ARGS(zh, en));
}

static bool value_fits(enum fact_type type, const struct jvalue *value)
{
    civil_date day = 0;
    switch (type) {
    case FACT_BOOL: return value->kind == JVALUE_BOOL;
    case FACT_NUMBER:
    case FACT_INTEGER: return jvalue_is_number(value);
    case FACT_DATE: return value->kind == JVALUE_TEXT && civil_date_parse(value->text, &day);
    case FACT_ENUM:
    case FACT_TEXT:
    case FACT_SET: return value->kind == JVALUE_TEXT;
    case FACT_TYPE_COUNT: break;
    }
    return false;
}

static struct rule_value compile_value(const struct compiler *compiler, uint32_t field,
                                       const struct jvalue *value)
{
    struct rule_value out = {.text = TEXT_NONE};
    civil_date day = 0;
    switch (fact_space_field(compiler->space, field)->type) {
    case FACT_BOOL: out.number = value->truth ? 1 : 0; break;
    case FACT_DATE:
        ensure(civil_date_parse(value->text, &day));
        out.number = day;
        break;
    case FACT_NUMBER:
    case FACT_INTEGER: out.number = jvalue_number(value); break;
    case FACT_ENUM:
    case FACT_TEXT:
    case FACT_SET:
        out.text = value->text;
        out.id = fact_space_value(compiler->space, field, value->text);
        break;
    case FACT_TYPE_COUNT: break;
    }
    return out;
}

static bool compile_values(const struct compiler *compiler, const struct jvalue *value,
                           struct text place, struct rule_leaf *leaf)
{
    enum fact_type type = fact_space_field(compiler->space, leaf->field)->type;
    bool is_array = op_takes_array(leaf->op);
    if (is_array && (value == NULL || value->kind != JVALUE_ARRAY ||
                     (leaf->op == RULE_BETWEEN && value->count != 2))) {
        return refuse(compiler, place, TEXT("该运算需要一个列表"), TEXT("the op takes an array"));
    }
    if (leaf->op == RULE_CONTAINS_ANY && value->count == 0) {
        return refuse(compiler, place, TEXT("列表不能为空"), TEXT("the list must not be empty"));
    }
    const struct jvalue *items = is_array ? value->items : value;
    uint32_t count = is_array ? value->count : 1;
    struct rule_value *values = arena_array(compiler->arena, struct rule_value, count);
    for (uint32_t i = 0; i < count; i++) {
        if (items == NULL || !value_fits(type, &items[i])) {
            return refuse(compiler, place, TEXT("比较值与字段的类型不符"),
                          text_format(compiler->arena, "the value does not fit a field of type %s",
                                      fact_type_name(type)));
        }
        values[i] = compile_value(compiler, leaf->field, &items[i]);
    }
    leaf->values = values;
    leaf->count = count;
    return true;
}

static bool compile_leaf(const struct compiler *compiler, const struct jvalue *from,
                         struct text place, struct rule *out)
{
    struct arena *arena = compiler->arena;
    struct text field = jvalue_text(jvalue_get(from, "field"), TEXT_NONE);
    struct text op = jvalue_text(jvalue_get(from, "op"), TEXT_NONE);
    const struct jvalue *value = jvalue_get(from, "value");
    if (from->count != 3 || value == NULL) {
        return refuse(compiler, place, TEXT("叶子条件应恰有 field、op、value"),
                      TEXT("a leaf has exactly field, op and value"));
    }
    out->kind = RULE_LEAF;
    if (!fact_space_find(compiler->space, field, &out->leaf.field)) {
        return refuse(compiler, place, text_format(arena, "没有字段 %.*s", TEXT_ARG(field)),
                      text_format(arena, "there is no field '%.*s'", TEXT_ARG(field)));
    }
    if (!rule_op_find(op, &out->leaf.op)) {
        return refuse(compiler, place, text_format(arena, "没有运算 %.*s", TEXT_ARG(op)),
                      text_format(arena, "there is no op '%.*s'", TEXT_ARG(op)));
    }
    enum fact_type type = fact_space_field(compiler->space, out->leaf.field)->type;
    if (!rule_op_fits(out->leaf.op, type)) {
        return refuse(compiler, place,
                      text_format(arena, "运算 %.*s 不适用于 %s 类型的字段", TEXT_ARG(op),
                                  fact_type_name(type)),
                      text_format(arena, "op '%.*s' does not fit a field of type %s", TEXT_ARG(op),
                                  fact_type_name(type)));
    }
    return compile_values(compiler, value, place, &out->leaf);
}

static bool compile_node(const struct compiler *compiler, const struct jvalue *from,
                         struct text place, struct rule *out);

static bool compile_children(const struct compiler *compiler, const struct jvalue *from,
                             struct text place, struct rule *out)
{
    if (from->kind != JVALUE_ARRAY) {
        return refuse(compiler, place, TEXT("all 与 any 需要一个列表"),
                      TEXT("all and any take an array"));
    }
    struct rule *children = arena_array(compiler->arena, struct rule, from->count);
    for (uint32_t i = 0; i < from->count; i++) {
        struct text inner = text_format(compiler->arena, "%.*s[%u]", TEXT_ARG(place), (unsigned)i);
        if (!compile_node(compiler, &from->items[i], inner, &children[i])) {
            return false;
        }
    }
    out->children = children;
    out->count = from->count;
    return true;
}

static struct text below(const struct compiler *compiler, struct text place, const char *key)
{
    return text_format(compiler->arena, "%.*s%s%s", TEXT_ARG(place),
                       text_is_empty(place) ? "" : ".", key);
}

/* Recursion is bounded: JSON is refused beyond JSON_DEPTH_MAX. */
static bool compile_node(const struct compiler *compiler, const struct jvalue *from,
                         struct text place, struct rule *out)
{
    if (from == NULL || from->kind != JVALUE_OBJECT) {
        return refuse(compiler, place, TEXT("条件应为一个对象"), TEXT("a condition is an object"));
    }
    if (from->count != 1) {
        return compile_leaf(compiler, from, place, out);
    }
    struct text key = from->members[0].name;
    const struct jvalue *inner = &from->members[0].value;
    if (text_is(key, "not")) {
        struct rule *child = arena_new(compiler->arena, struct rule);
        out->kind = RULE_NOT;
        out->count = 1;
        out->children = child;
        return compile_node(compiler, inner, below(compiler, place, "not"), child);
    }
    if (text_is(key, "all") || text_is(key, "any")) {
        bool is_all = text_is(key, "all");
        out->kind = is_all ? RULE_ALL : RULE_ANY;
        return compile_children(compiler, inner, below(compiler, place, is_all ? "all" : "any"),
                                out);
    }
    return refuse(compiler, place, TEXT("条件只能是 all、any、not 或 field/op/value"),
                  TEXT("a condition is all, any, not or field/op/value"));
}

bool rule_compile(struct fact_space *space, const struct jvalue *condition, const struct rule **out,
                  struct fault *fault)
{
    struct compiler compiler = {space, fact_space_arena(space), fault};
    struct rule *rule = arena_new(compiler.arena, struct rule);
    if (!compile_node(&compiler, condition, TEXT_NONE, rule)) {
        return false;
    }
    *out = rule;
    return true;
}
