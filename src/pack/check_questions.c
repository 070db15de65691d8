#include "base/arena.h"
#include "pack/checker.h"

/* What shapes can't say of fields.json: a fact that follows has a value that its field may have,
 * and what is asked together stands in one group only. */

static const struct fact_field *field_named(const struct checker *checker, struct text name)
{
    uint32_t field = 0;
    return fact_space_find(checker->spaces[PACK_SPACE_FACTS], name, &field)
               ? fact_space_field(checker->spaces[PACK_SPACE_FACTS], field)
               : NULL;
}

static bool may_have(const struct checker *checker, const struct fact_field *field,
                     const struct jvalue *value)
{
    struct arena_mark mark = arena_mark(checker->arena);
    struct facts *facts = facts_new(checker->arena, checker->spaces[PACK_SPACE_FACTS]);
    struct fault fault = {.code = FAULT_NONE};
    uint32_t at = 0;
    bool is_found = fact_space_find(checker->spaces[PACK_SPACE_FACTS], field->name, &at);
    bool may = is_found && facts_set(facts, at, value, &fault) && facts_has(facts, at);
    arena_rewind(checker->arena, mark);
    struct text text = jvalue_text(value, TEXT_NONE);
    return may && (field->type != FACT_ENUM || text_list_has(field->values, text));
}

static void check_implication(struct checker *checker, const struct jvalue *record)
{
    const struct jvalue *then = jvalue_get(record, "then");
    struct spot spot = {PACK_FILE_FIELDS, check_id(PACK_IMPLICATIONS, record), TEXT("then")};
    if (then == NULL || then->kind != JVALUE_OBJECT) {
        return; /* said with the shapes */
    }
    if (then->count == 0) {
        check_add(checker, spot, TEXT("至少推出一项信息"), TEXT("at least one fact must follow"));
    }
    for (uint32_t i = 0; i < then->count; i++) {
        const struct fact_field *field = field_named(checker, then->members[i].name);
        if (field == NULL) {
            check_add(checker, spot, TEXT("没有这个字段"), TEXT("there is no such field"));
        } else if (!may_have(checker, field, &then->members[i].value)) {
            check_add(checker, spot, TEXT("字段不能取这个值"),
                      TEXT("the field can't have that value"));
        }
    }
}

static void check_group(struct checker *checker, const struct jvalue *record, uint8_t *taken)
{
    const struct jvalue *names = jvalue_get(record, "fields");
    struct spot spot = {PACK_FILE_FIELDS, check_id(PACK_QUESTION_GROUPS, record), TEXT("fields")};
    for (uint32_t i = 0; names != NULL && names->kind == JVALUE_ARRAY && i < names->count; i++) {
        struct text name = jvalue_text(&names->items[i], TEXT_NONE);
        uint32_t at = 0;
        if (!fact_space_find(checker->spaces[PACK_SPACE_FACTS], name, &at)) {
            continue; /* said with the shapes */
        }
        if (taken[at]++) {
            check_add(checker, spot, TEXT("一项信息只能放在一组"),
                      TEXT("a fact stands in one group only"));
        }
    }
}

void check_questions(struct checker *checker)
{
    const struct jvalue *implications = check_array(checker, PACK_IMPLICATIONS);
    const struct jvalue *groups = check_array(checker, PACK_QUESTION_GROUPS);
    uint8_t *taken =
        arena_array(checker->arena, uint8_t, fact_space_count(checker->spaces[PACK_SPACE_FACTS]));
    for (uint32_t i = 0; implications != NULL && i < implications->count; i++) {
        check_implication(checker, &implications->items[i]);
    }
    for (uint32_t i = 0; groups != NULL && i < groups->count; i++) {
        check_group(checker, &groups->items[i], taken);
    }
}
