#include "ground/form/form.h"

#include "base/buffer.h"
#include "base/json_write.h"

static const char *const type_codes[FORM_TYPE_COUNT] = {
    [FORM_TEXT] = "text",   [FORM_AREA] = "area",       [FORM_NUMBER] = "number",
    [FORM_MONEY] = "money", [FORM_INTEGER] = "integer", [FORM_DATE] = "date",
    [FORM_BOOL] = "bool",   [FORM_ENUM] = "enum"};
static const char *const origin_codes[FORM_ORIGIN_COUNT] = {[FORM_FROM_PROJECT] = "project",
                                                            [FORM_FROM_FACT] = "fact",
                                                            [FORM_FROM_ANSWER] = "answer",
                                                            [FORM_FROM_CERTIFICATE] =
                                                                "certificate"};

const char *form_type_code(enum form_type type)
{
    return type_codes[type];
}

const char *form_origin_code(enum form_origin origin)
{
    return origin_codes[origin];
}

static enum form_type type_of(struct text code)
{
    for (int type = 0; type < FORM_TYPE_COUNT; type++) {
        if (text_is(code, type_codes[type])) {
            return (enum form_type)type;
        }
    }
    return FORM_TEXT;
}

static struct text member(const struct jvalue *raw, const char *name)
{
    return jvalue_text(jvalue_get(raw, name), TEXT_NONE);
}

/* -- which items ask -- */

static bool list_has(const struct jvalue *array, struct text item)
{
    for (uint32_t i = 0; array != NULL && array->kind == JVALUE_ARRAY && i < array->count; i++) {
        if (text_equal(jvalue_text(&array->items[i], TEXT_NONE), item)) {
            return true;
        }
    }
    return false;
}

static bool item_asks(const struct form_asked *asked, const struct jvalue *field, struct text item)
{
    if (jvalue_bool(jvalue_get(field, "everywhere"), false) ||
        list_has(jvalue_get(field, "items"), item)) {
        return true;
    }
    const struct pack_record *record = pack_find(asked->pack, PACK_ITEMS, item, asked->on);
    return record != NULL && list_has(jvalue_get(field, "stages"), member(record->raw, "stage"));
}

static struct text_list asked_by(struct arena *arena, const struct form_asked *asked,
                                 const struct jvalue *field)
{
    struct text *codes = arena_array(arena, struct text, asked->items.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < asked->items.count; i++) {
        if (item_asks(asked, field, asked->items.items[i])) {
            codes[count++] = asked->items.items[i];
        }
    }
    return (struct text_list){codes, count};
}

/* -- one field -- */

/* A choice that lists no values of its own has those of the fact it is filled from. */
static const struct jvalue *values_of(const struct pack *pack, const struct jvalue *raw)
{
    const struct jvalue *own = jvalue_get(raw, "values");
    const struct jvalue *sources = jvalue_get(raw, "sources");
    if (!jvalue_is_null(own)) {
        return own;
    }
    for (uint32_t i = 0; sources != NULL && sources->kind == JVALUE_ARRAY && i < sources->count;
         i++) {
        const struct jvalue *source = &sources->items[i];
        if (text_is(member(source, "kind"), "fact")) {
            const struct pack_record *fact =
                pack_find(pack, PACK_FIELDS, member(source, "name"), CIVIL_DATE_NONE);
            return fact == NULL ? NULL : jvalue_get(fact->raw, "values");
        }
    }
    return NULL;
}

static struct form_field field_of(struct arena *arena, const struct pack *pack,
                                  const struct pack_record *record)
{
    const struct jvalue *raw = record->raw;
    enum form_type type = type_of(member(raw, "type"));
    return (struct form_field){
        .id = record->id,
        .section = member(raw, "section"),
        .name = record->name,
        .name_en = record->name_en.len > 0 ? record->name_en : record->name,
        .unit = member(raw, "unit"),
        .type = type,
        .required = jvalue_bool(jvalue_get(raw, "required"), false),
        .guidance_zh = member(raw, "guidance_zh"),
        .guidance_en = member(raw, "guidance_en"),
        .check = member(raw, "form"),
        .min = jvalue_int(jvalue_get(raw, "min"), -1),
        .max = jvalue_int(jvalue_get(raw, "max"), -1),
        .not_before = member(raw, "not_before"),
        .values = type == FORM_ENUM ? text_list_of(arena, values_of(pack, raw))
                                    : (struct text_list){NULL, 0},
        .sources = jvalue_get(raw, "sources"),
    };
}

void form_open(struct arena *arena, const struct form_asked *asked, struct form *out)
{
    const struct pack_records *library = &asked->pack->lists[PACK_FORM_FIELDS];
    struct form_field *fields = arena_array(arena, struct form_field, library->count + 1);
    size_t count = 0;
    for (uint32_t i = 0; i < library->count; i++) {
        const struct pack_record *record = &library->items[i];
        if (!pack_in_force(record, asked->on)) {
            continue;
        }
        struct text_list asking = asked_by(arena, asked, record->raw);
        if (asking.count > 0) {
            fields[count] = field_of(arena, asked->pack, record);
            fields[count++].asked_by = asking;
        }
    }
    *out = (struct form){fields, count};
}

const struct form_field *form_find(const struct form *form, struct text id)
{
    for (size_t i = 0; i < form->count; i++) {
        if (text_equal(form->fields[i].id, id)) {
            return &form->fields[i];
        }
    }
    return NULL;
}

struct text form_field_name(const struct form_field *field, enum language language)
{
    return language == LANGUAGE_EN ? field->name_en : field->name;
}

bool form_field_concerns(const struct form_field *field, struct text item)
{
    return text_list_has(field->asked_by, item);
}

struct text form_answers_of_item(struct arena *arena, const struct form *form,
                                 const struct jvalue *answers, struct text item)
{
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    for (size_t i = 0; i < form->count; i++) {
        const struct form_field *field = &form->fields[i];
        const struct jvalue *given = jvalue_get(answers, text_c_string(arena, field->id));
        if (!jvalue_is_null(given) && form_field_concerns(field, item)) {
            json_name_text(&json, field->id);
            json_value(&json, given);
        }
    }
    json_end(&json);
    return buffer_text(&buffer);
}
