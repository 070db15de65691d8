#include "base/arena.h"
#include "pack/checker.h"

/* ---- namespaces ---- */

static void add_field(struct checker *checker, enum pack_space space, const struct jvalue *record)
{
    enum pack_list list = pack_space_fields[space];
    struct spot spot = {pack_list_shapes[list].file, check_id(list, record), TEXT("type")};
    struct fact_field field;
    struct pack_why why;
    if (record->kind != JVALUE_OBJECT) {
        return; /* said with the shapes */
    }
    if (!pack_read_field(checker->arena, record, &field, &why)) {
        check_add(checker, spot, text_of(why.zh), text_of(why.en));
        return;
    }
    if ((field.type == FACT_ENUM || field.type == FACT_SET) && field.values.count == 0 &&
        space != PACK_SPACE_POLICIES) {
        spot.field = TEXT("values");
        check_add(checker, spot, TEXT("枚举或集合必须列出取值"),
                  TEXT("an enum or set must list its values"));
    }
    (void)!fact_space_add(checker->spaces[space], &field); /* twice: said with the validity */
}

static void build_spaces(struct checker *checker)
{
    for (int space = 0; space < PACK_SPACE_COUNT; space++) {
        const struct jvalue *array = check_array(checker, pack_space_fields[space]);
        checker->spaces[space] = fact_space_open(checker->arena);
        for (uint32_t i = 0; array != NULL && i < array->count; i++) {
            add_field(checker, (enum pack_space)space, &array->items[i]);
        }
        uint32_t count = fact_space_count(checker->spaces[space]);
        checker->fields_used[space] = arena_array(checker->arena, uint8_t, count);
    }
}

/* ---- conditions ---- */

static const struct rule *compile(struct checker *checker, enum pack_list list,
                                  const struct jvalue *record)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *condition = jvalue_get(record, shape->rule);
    const struct rule *rule = NULL;
    struct fault fault = {0};
    if (jvalue_is_null(condition) || condition->kind != JVALUE_OBJECT) {
        return NULL; /* said with the shapes */
    }
    if (rule_compile(checker->spaces[shape->space], condition, &rule, &fault)) {
        if (list != PACK_CONTRADICTIONS && list != PACK_IMPLICATIONS) { /* alone of no use */
            rule_fields(rule, checker->fields_used[shape->space]);
        }
        return rule;
    }
    struct text where = text_copy(checker->arena, text_of(fault.field));
    struct spot spot = {shape->file, check_id(list, record),
                        text_format(checker->arena, "%s%s%.*s", shape->rule,
                                    text_is_empty(where) ? "" : ".", TEXT_ARG(where))};
    check_add(checker, spot, text_copy(checker->arena, text_of(fault.arguments[0])),
              text_copy(checker->arena, text_of(fault.arguments[1])));
    return NULL;
}

struct compiled {
    const struct rule **rules[PACK_LIST_COUNT]; /* by record; NULL where it did not compile */
};

static void compile_all(struct checker *checker, struct compiled *out)
{
    for (int list = 0; list < PACK_LIST_COUNT; list++) {
        const struct jvalue *array = check_array(checker, (enum pack_list)list);
        if (pack_list_shapes[list].rule == NULL || array == NULL) {
            continue;
        }
        out->rules[list] = arena_array(checker->arena, const struct rule *, array->count);
        for (uint32_t i = 0; i < array->count; i++) {
            out->rules[list][i] = compile(checker, (enum pack_list)list, &array->items[i]);
        }
    }
}

static void check_can_hold(struct checker *checker, enum pack_list list, const struct compiled *all)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *array = check_array(checker, list);
    for (uint32_t i = 0; all->rules[list] != NULL && i < array->count; i++) {
        const struct rule *rule = all->rules[list][i];
        if (rule != NULL && rule_satisfiable(checker->arena, checker->spaces[shape->space], rule) ==
                                RULE_NEVER_HOLDS) {
            struct spot spot = {shape->file, check_id(list, &array->items[i]),
                                text_of(shape->rule)};
            check_add(checker, spot, TEXT("该条件永远不会成立"),
                      TEXT("the condition can never hold"));
        }
    }
}

/* ---- fields nobody reads, and what a field says of who reads it ---- */

static void mark_lags(struct checker *checker)
{
    const struct jvalue *milestones = check_array(checker, PACK_MILESTONES);
    for (uint32_t i = 0; milestones != NULL && i < milestones->count; i++) {
        struct text lag = jvalue_text(jvalue_get(&milestones->items[i], "lag_field"), TEXT_NONE);
        uint32_t field = 0;
        if (text_is_empty(lag)) {
            continue;
        }
        if (fact_space_find(checker->spaces[PACK_SPACE_FACTS], lag, &field)) {
            checker->fields_used[PACK_SPACE_FACTS][field] = 1;
        } else {
            struct spot spot = {PACK_FILE_MILESTONES,
                                check_id(PACK_MILESTONES, &milestones->items[i]),
                                TEXT("lag_field")};
            check_add(checker, spot, TEXT("没有这个字段"), TEXT("there is no such field"));
        }
    }
}

static void check_used(struct checker *checker, enum pack_space space)
{
    enum pack_list list = pack_space_fields[space];
    const struct fact_space *fields = checker->spaces[space];
    for (uint32_t i = 0; i < fact_space_count(fields); i++) {
        struct text name = fact_space_field(fields, i)->name;
        uint32_t index = 0;
        uint32_t same = 0;
        if (checker->fields_used[space][i] || !name_table_find(&checker->ids[list], name, &index)) {
            continue;
        }
        const struct jvalue *record = &check_array(checker, list)->items[index];
        struct text used_by = jvalue_text(jvalue_get(record, "used_by"), TEXT_NONE);
        /* A fact may be asked of a lead already and only be read there. */
        bool is_screened = text_is(used_by, "screening") &&
                           fact_space_find(checker->spaces[PACK_SPACE_LEADS], name, &same);
        if (!text_is(used_by, "record") && !is_screened) {
            check_add(checker, (struct spot){pack_list_shapes[list].file, name, TEXT("used_by")},
                      TEXT("没有任何规则使用该字段（仅供存档的请标 record）"),
                      TEXT("no rule reads this field (mark it 'record' if it is kept only)"));
        }
    }
}

static bool reads(const struct checker *checker, const struct rule *rule, uint32_t field)
{
    uint32_t count = fact_space_count(checker->spaces[PACK_SPACE_FACTS]);
    struct arena_mark mark = arena_mark(checker->arena);
    uint8_t *fields = arena_array(checker->arena, uint8_t, count);
    rule_fields(rule, fields);
    bool does = fields[field];
    arena_rewind(checker->arena, mark);
    return does;
}

static bool is_listed(const struct jvalue *codes, struct text code)
{
    for (uint32_t k = 0; k < codes->count; k++) {
        if (text_equal(jvalue_text(&codes->items[k], TEXT_NONE), code)) {
            return true;
        }
    }
    return false;
}

/* By the condition of any version of the item. */
static bool is_read_by(const struct checker *checker, const struct compiled *all, struct text code,
                       uint32_t field)
{
    const struct jvalue *items = check_array(checker, PACK_ITEMS);
    for (uint32_t i = 0; i < items->count; i++) {
        const struct rule *rule = all->rules[PACK_ITEMS][i];
        if (rule != NULL && text_equal(check_id(PACK_ITEMS, &items->items[i]), code) &&
            reads(checker, rule, field)) {
            return true;
        }
    }
    return false;
}

/* `items` of a field repeats what the conditions say; the page that shows it must not lie. */
static void check_readers(struct checker *checker, const struct jvalue *record,
                          const struct compiled *all)
{
    const struct jvalue *codes = jvalue_get(record, "items");
    const struct jvalue *items = check_array(checker, PACK_ITEMS);
    struct text name = check_id(PACK_FIELDS, record);
    uint32_t field = 0;
    uint32_t found = 0;
    if (codes == NULL || codes->kind != JVALUE_ARRAY || items == NULL ||
        !fact_space_find(checker->spaces[PACK_SPACE_FACTS], name, &field)) {
        return;
    }
    for (uint32_t i = 0; i < items->count; i++) {
        struct text code = check_id(PACK_ITEMS, &items->items[i]);
        found += is_listed(codes, code) != is_read_by(checker, all, code, field);
    }
    if (found > 0) {
        check_add(checker, (struct spot){PACK_FILE_FIELDS, name, TEXT("items")},
                  TEXT("与实际使用该字段的事项不一致"),
                  TEXT("does not match the items whose condition reads the field"));
    }
}

void check_rules(struct checker *checker)
{
    struct compiled all = {{0}};
    build_spaces(checker);
    compile_all(checker, &all);
    for (int space = 0; space < PACK_SPACE_COUNT; space++) {
        fact_space_seal(checker->spaces[space]);
    }
    check_policies(checker, all.rules[PACK_POLICIES]);
    mark_lags(checker);
    check_mark_variant_fields(checker);
    check_mark_park_fields(checker);
    for (int list = 0; list < PACK_LIST_COUNT; list++) {
        check_can_hold(checker, (enum pack_list)list, &all);
    }
    for (int space = 0; space < PACK_SPACE_COUNT; space++) {
        check_used(checker, (enum pack_space)space);
    }
    const struct jvalue *fields = check_array(checker, PACK_FIELDS);
    for (uint32_t i = 0; fields != NULL && i < fields->count; i++) {
        check_readers(checker, &fields->items[i], &all);
    }
}
