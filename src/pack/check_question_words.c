#include "engine/retrieve/glean.h"
#include "pack/checker.h"

/* words.json: texts and lists of texts, kinds of passages that there are, and for the facts said in
 * a sentence fields that there are with values that they take. */

static bool are_texts(const struct jvalue *value)
{
    if (value == NULL || value->kind != JVALUE_ARRAY) {
        return false;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        if (value->items[i].kind != JVALUE_TEXT || value->items[i].text.len == 0) {
            return false;
        }
    }
    return true;
}

static void expect(struct checker *checker, const char *field, bool is_right)
{
    if (!is_right) {
        struct spot spot = {PACK_FILE_WORDS, TEXT_NONE, text_of(field)};
        check_add(checker, spot, TEXT("应为非空词语的数组"),
                  TEXT("an array of words that are not empty is expected"));
    }
}

static bool is_kind(struct text kind)
{
    return text_is(kind, "item") || text_is(kind, "bundle") || text_is(kind, "policy") ||
           text_is(kind, "park");
}

/* -- facts said in a sentence -- */

static bool takes(const struct fact_field *field, const struct jvalue *value)
{
    if (field->type == FACT_BOOL) {
        return value->kind == JVALUE_BOOL;
    }
    bool is_listed = field->type == FACT_TEXT;
    for (size_t i = 0; i < field->values.count && !is_listed; i++) {
        is_listed = value->kind == JVALUE_TEXT && text_equal(field->values.items[i], value->text);
    }
    return is_listed && value->kind == JVALUE_TEXT &&
           (field->type == FACT_TEXT || field->type == FACT_ENUM);
}

static bool take_all(const struct fact_field *field, const struct jvalue *rule)
{
    const struct jvalue *values = jvalue_get(rule, "values");
    const struct jvalue *no = jvalue_get(rule, "no");
    bool is_number = field->type == FACT_NUMBER || field->type == FACT_INTEGER;
    if (values == NULL) {
        return is_number && no == NULL;
    }
    for (uint32_t i = 0; values->kind == JVALUE_ARRAY && i < values->count; i++) {
        if (!takes(field, &values->items[i])) {
            return false;
        }
    }
    bool has_no = no != NULL && !(no->kind == JVALUE_TEXT && no->text.len == 0);
    return values->kind == JVALUE_ARRAY && values->count > 0 && (!has_no || takes(field, no));
}

static void check_rule(struct checker *checker, const struct jvalue *rule)
{
    const struct jvalue *name = jvalue_get(rule, "field");
    struct spot spot = {PACK_FILE_WORDS, jvalue_text(name, TEXT_NONE), TEXT("facts.rules")};
    uint32_t field = 0;
    if (!are_texts(jvalue_get(rule, "words"))) {
        expect(checker, "facts.rules.words", false);
    }
    if (name == NULL) {
        return;
    }
    if (!fact_space_find(checker->spaces[PACK_SPACE_FACTS], spot.record, &field)) {
        check_add(checker, spot, TEXT("没有这个字段"), TEXT("there is no such field"));
    } else if (!take_all(fact_space_field(checker->spaces[PACK_SPACE_FACTS], field), rule)) {
        check_add(checker, spot, TEXT("取值与字段的类型不符"),
                  TEXT("the values are none that the field takes"));
    }
}

static void check_facts(struct checker *checker, const struct jvalue *facts)
{
    static const char *const lists[] = {"yes", "no", "doubt", "ignore", "breaks"};
    const struct jvalue *rules = jvalue_get(facts, "rules");
    const struct jvalue *units = jvalue_get(facts, "units");
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        expect(checker, lists[i], are_texts(jvalue_get(facts, lists[i])));
    }
    bool is_right = rules != NULL && rules->kind == JVALUE_ARRAY;
    expect(checker, "facts.rules", is_right);
    for (uint32_t i = 0; is_right && i < rules->count; i++) {
        check_rule(checker, &rules->items[i]);
    }
    is_right = units != NULL && units->kind == JVALUE_ARRAY;
    for (uint32_t i = 0; is_right && i < units->count; i++) {
        const struct jvalue *factor = jvalue_get(&units->items[i], "factor");
        struct glean_number number;
        is_right = factor != NULL &&
                   (factor->kind == JVALUE_NULL ||
                    (factor->kind == JVALUE_TEXT && factor->text.len > 0 &&
                     glean_number(factor->text, &number) == factor->text.len)) &&
                   jvalue_text(jvalue_get(&units->items[i], "unit"), TEXT_NONE).len > 0;
    }
    expect(checker, "facts.units", is_right);
}

void check_question_words(struct checker *checker)
{
    const struct jvalue *file = checker->files[PACK_FILE_WORDS];
    if (file == NULL) {
        return;
    }
    const struct jvalue *same = jvalue_get(file, "same");
    const struct jvalue *kinds = jvalue_get(file, "kinds");
    bool is_right = same != NULL && same->kind == JVALUE_ARRAY;
    expect(checker, "stop", are_texts(jvalue_get(file, "stop")));
    for (uint32_t i = 0; is_right && i < same->count; i++) {
        is_right = are_texts(&same->items[i]) && same->items[i].count > 1;
    }
    expect(checker, "same", is_right);
    is_right = kinds != NULL && kinds->kind == JVALUE_ARRAY;
    for (uint32_t i = 0; is_right && i < kinds->count; i++) {
        is_right = are_texts(jvalue_get(&kinds->items[i], "words")) &&
                   is_kind(jvalue_text(jvalue_get(&kinds->items[i], "kind"), TEXT_NONE));
    }
    expect(checker, "kinds", is_right);
    if (jvalue_get(file, "facts") != NULL && checker->spaces[PACK_SPACE_FACTS] != NULL) {
        check_facts(checker, jvalue_get(file, "facts"));
    }
}
