#include "base/civil_date.h"
#include "base/field.h"
#include "pack/checker.h"
#include "pack/parks.h"

/* What shapes can't say of parks.json: criteria that can be worked out on facts that parks have,
 * what a park says in the kind that its fact has, assessments with a topic of the pack. */

static struct spot at(enum pack_list list, const struct jvalue *record, const char *field)
{
    return (struct spot){PACK_FILE_PARKS, check_id(list, record), text_of(field)};
}

/* The facts of a project that the criteria read beside their conditions are read by somebody. */
void check_mark_park_fields(struct checker *checker)
{
    const struct jvalue *criteria = check_array(checker, PACK_MATCH_CRITERIA);
    for (uint32_t i = 0; criteria != NULL && i < criteria->count; i++) {
        struct text name = jvalue_text(jvalue_get(&criteria->items[i], "field"), TEXT_NONE);
        uint32_t field = 0;
        if (fact_space_find(checker->spaces[PACK_SPACE_FACTS], name, &field)) {
            checker->fields_used[PACK_SPACE_FACTS][field] = 1;
        }
    }
}

static void check_criterion(struct checker *checker, const struct jvalue *criterion)
{
    struct text offer = jvalue_text(jvalue_get(criterion, "offer"), TEXT_NONE);
    struct text test = jvalue_text(jvalue_get(criterion, "test"), TEXT_NONE);
    bool is_own = text_is(test, "industry") || text_is(test, "covers");
    struct pack_why why;
    uint32_t index = 0;
    if (!park_criterion_is_sound(checker->spaces[PACK_SPACE_FACTS], criterion, &why)) {
        check_add(checker, at(PACK_MATCH_CRITERIA, criterion, "test"), text_of(why.zh),
                  text_of(why.en));
    }
    if (!is_own && !name_table_find(&checker->ids[PACK_PARK_FACTS], offer, &index)) {
        check_add(checker, at(PACK_MATCH_CRITERIA, criterion, "offer"),
                  TEXT("park_facts 中没有这一项"), TEXT("park_facts has no such fact"));
    }
}

/* ---- what parks say ---- */

static bool is_of_type(const struct jvalue *value, struct text type)
{
    return jvalue_is_null(value) || (text_is(type, "bool") && value->kind == JVALUE_BOOL) ||
           (text_is(type, "number") && jvalue_is_number(value)) ||
           (text_is(type, "given") && value->kind == JVALUE_TEXT) ||
           (text_is(type, "codes") && value->kind == JVALUE_ARRAY);
}

/* A fact of the project that settling in a park sets, or says the last day of. */
static void check_set(struct checker *checker, enum pack_list list, const struct jvalue *record,
                      const char *key, enum fact_type type)
{
    const struct fact_space *space = checker->spaces[PACK_SPACE_FACTS];
    struct text name = jvalue_text(jvalue_get(record, key), TEXT_NONE);
    uint32_t field = 0;
    if (name.len > 0 &&
        (!fact_space_find(space, name, &field) || fact_space_field(space, field)->type != type)) {
        check_add(checker, at(list, record, key), TEXT("项目没有这个类型的字段"),
                  TEXT("a project has no such fact of that type"));
    }
}

static void check_facts(struct checker *checker, const struct jvalue *park)
{
    const struct jvalue *facts = check_array(checker, PACK_PARK_FACTS);
    for (uint32_t i = 0; facts != NULL && i < facts->count; i++) {
        struct text path = jvalue_text(jvalue_get(&facts->items[i], "path"), TEXT_NONE);
        struct text type = jvalue_text(jvalue_get(&facts->items[i], "type"), TEXT_NONE);
        if (!is_of_type(park_value_at(checker->arena, park, path), type)) {
            check_add(checker, at(PACK_PARKS, park, text_c_string(checker->arena, path)),
                      TEXT("与 park_facts 中的类型不符"), TEXT("is not of the type in park_facts"));
        }
    }
}

static struct text_list topics_of(const struct checker *checker)
{
    uint32_t field = 0;
    return fact_space_find(checker->spaces[PACK_SPACE_FACTS], TEXT("regional_assessment_topics"),
                           &field)
               ? fact_space_field(checker->spaces[PACK_SPACE_FACTS], field)->values
               : (struct text_list){NULL, 0};
}

static void check_assessments(struct checker *checker, const struct jvalue *park)
{
    const struct jvalue *all = jvalue_get(park, "assessments");
    for (uint32_t i = 0; all != NULL && all->kind == JVALUE_ARRAY && i < all->count; i++) {
        const struct jvalue *one = &all->items[i];
        struct text day = jvalue_text(jvalue_get(one, "valid_to"), TEXT_NONE);
        civil_date parsed = CIVIL_DATE_NONE;
        if (!text_list_has(topics_of(checker), jvalue_text(jvalue_get(one, "topic"), TEXT_NONE)) ||
            text_is_empty(jvalue_text(jvalue_get(one, "source"), TEXT_NONE)) ||
            (!text_is_empty(day) && !civil_date_parse(day, &parsed))) {
            check_add(checker, at(PACK_PARKS, park, "assessments"),
                      TEXT("区域评估须有 regional_assessment_topics 中的 topic、source 和 "
                           "valid_to（日期或 null）"),
                      TEXT("an assessment needs a topic of regional_assessment_topics, a source, "
                           "and valid_to, a day or null"));
        }
    }
}

void check_parks(struct checker *checker)
{
    const struct jvalue *criteria = check_array(checker, PACK_MATCH_CRITERIA);
    const struct jvalue *parks = check_array(checker, PACK_PARKS);
    for (uint32_t i = 0; criteria != NULL && i < criteria->count; i++) {
        check_criterion(checker, &criteria->items[i]);
        check_set(checker, PACK_MATCH_CRITERIA, &criteria->items[i], "until_field", FACT_DATE);
    }
    const struct jvalue *facts = check_array(checker, PACK_PARK_FACTS);
    for (uint32_t i = 0; facts != NULL && i < facts->count; i++) {
        check_set(checker, PACK_PARK_FACTS, &facts->items[i], "sets", FACT_BOOL);
    }
    for (uint32_t i = 0; parks != NULL && i < parks->count; i++) {
        check_facts(checker, &parks->items[i]);
        check_assessments(checker, &parks->items[i]);
    }
}
