#include "base/arena.h"
#include "pack/checker.h"

/* The one form: what its shapes cannot say. Kinds and checks are those the program knows; what a
 * field is filled from exists; waivers are complete. */

static void add(struct checker *checker, const struct jvalue *field, const char *key,
                struct pack_why why)
{
    struct spot spot = {PACK_FILE_FORMS, check_id(PACK_FORM_FIELDS, field), text_of(key)};
    check_add(checker, spot, text_of(why.zh), text_of(why.en));
}

static bool is_among(struct text word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (text_is(word, *words)) {
            return true;
        }
    }
    return false;
}

static bool is_record(const struct checker *checker, enum pack_list list, struct text id)
{
    uint32_t index = 0;
    return name_table_find(&checker->ids[list], id, &index);
}

static bool source_is_sound(const struct checker *checker, const struct jvalue *source)
{
    static const char *const members[] = {"name",          "enterprise", "district", "investment",
                                          "industry_code", "land_mu",    NULL};
    static const char *const faces[] = {"number", "holder", "holder_code", "project_code", NULL};
    struct text kind = jvalue_text(jvalue_get(source, "kind"), TEXT_NONE);
    struct text name = jvalue_text(jvalue_get(source, "name"), TEXT_NONE);
    return (text_is(kind, "project") && is_among(name, members)) ||
           (text_is(kind, "fact") && is_record(checker, PACK_FIELDS, name)) ||
           (text_is(kind, "answer") && is_record(checker, PACK_FORM_FIELDS, name)) ||
           (text_is(kind, "certificate") && is_record(checker, PACK_ITEMS, name) &&
            is_among(jvalue_text(jvalue_get(source, "member"), TEXT_NONE), faces));
}

/* An enum lists its values itself or takes those of the fact it is filled from. */
static bool has_values(const struct jvalue *field)
{
    const struct jvalue *values = jvalue_get(field, "values");
    const struct jvalue *sources = jvalue_get(field, "sources");
    if (!jvalue_is_null(values) && values->count > 0) {
        return true;
    }
    return sources != NULL && sources->kind == JVALUE_ARRAY && sources->count > 0 &&
           text_is(jvalue_text(jvalue_get(&sources->items[0], "kind"), TEXT_NONE), "fact");
}

static void check_field(struct checker *checker, const struct jvalue *field)
{
    static const char *const types[] = {"text", "area", "number", "money", "integer",
                                        "date", "bool", "enum",   NULL};
    static const char *const forms[] = {"uscc", "project_code", "industry_code", "must_be_true",
                                        NULL};
    const struct jvalue *sources = jvalue_get(field, "sources");
    struct text type = jvalue_text(jvalue_get(field, "type"), TEXT_NONE);
    struct text form = jvalue_text(jvalue_get(field, "form"), TEXT_NONE);
    if (!is_among(type, types)) {
        add(checker, field, "type",
            (struct pack_why){"不是表单项的类型", "is no kind of form field"});
    }
    if (form.len > 0 && !is_among(form, forms)) {
        add(checker, field, "form", (struct pack_why){"没有这种格式校验", "is no check of a form"});
    }
    if (text_is(type, "enum") && !has_values(field)) {
        add(checker, field, "values",
            (struct pack_why){"选择项应列出取值，或取自一项项目情况",
                              "a choice must list its values or be filled from a fact"});
    }
    for (uint32_t i = 0; sources != NULL && sources->kind == JVALUE_ARRAY && i < sources->count;
         i++) {
        if (!source_is_sound(checker, &sources->items[i])) {
            add(checker, field, "sources",
                (struct pack_why){"来源不存在", "a source that does not exist"});
        }
    }
}

static void check_waivers(struct checker *checker)
{
    static const char *const needed[] = {"form",      "uploaded", "issued",    "coming",
                                         "elsewhere", "shared",   "government"};
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        if (!is_record(checker, PACK_FORM_WAIVERS, text_of(needed[i]))) {
            check_add(checker,
                      (struct spot){PACK_FILE_FORMS, TEXT("form_waivers"), text_of(needed[i])},
                      TEXT("缺少这种免提交的理由"), TEXT("the reason for not asking is missing"));
        }
    }
}

static void check_handling(struct checker *checker)
{
    static const char *const ways[] = {"only", "whole", "partly", NULL};
    const struct jvalue *array = check_array(checker, PACK_HANDLING);
    for (uint32_t i = 0; array != NULL && i < array->count; i++) {
        if (!is_among(jvalue_text(jvalue_get(&array->items[i], "online"), TEXT_NONE), ways)) {
            struct spot spot = {PACK_FILE_FORMS, check_id(PACK_HANDLING, &array->items[i]),
                                TEXT("online")};
            check_add(checker, spot, TEXT("应为 only、whole 或 partly"),
                      TEXT("must be only, whole or partly"));
        }
    }
}

void check_forms(struct checker *checker)
{
    const struct jvalue *fields = check_array(checker, PACK_FORM_FIELDS);
    for (uint32_t i = 0; fields != NULL && i < fields->count; i++) {
        if (fields->items[i].kind == JVALUE_OBJECT) {
            check_field(checker, &fields->items[i]);
        }
    }
    if (fields != NULL) {
        check_waivers(checker);
        check_handling(checker);
    }
}
