#include "base/field.h"

#include "base/arena.h"

static const void *member(const struct field *field, const void *from)
{
    return (const char *)from + field->offset;
}

/* A required nought or no is an answer and is written: left out, it would not read back. */
static bool is_absent(const struct field *field, const void *from)
{
    const void *at = member(field, from);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
    case FIELD_KIND_MONEY:
    case FIELD_KIND_CHOICE:
    case FIELD_KIND_JSON: return ((const struct text *)at)->len == 0;
    case FIELD_KIND_INT: return *(const int64_t *)at == 0 && !(field->required && field->min <= 0);
    case FIELD_KIND_ID: return *(const int64_t *)at == 0;
    case FIELD_KIND_TRUTH: return *(const int64_t *)at < 0;
    case FIELD_KIND_BOOL: return !*(const bool *)at && !field->required;
    case FIELD_KIND_DATE: return *(const civil_date *)at == CIVIL_DATE_NONE;
    case FIELD_KIND_TEXTS: return ((const struct text_list *)at)->count == 0;
    }
    return true;
}

static void write_one(struct json_writer *json, const struct field *field, const void *from)
{
    const void *at = member(field, from);
    switch (field->kind) {
    case FIELD_KIND_TEXT:
    case FIELD_KIND_MONEY:
    case FIELD_KIND_CHOICE: json_text(json, *(const struct text *)at); break;
    case FIELD_KIND_JSON: json_raw(json, *(const struct text *)at); break;
    case FIELD_KIND_INT:
    case FIELD_KIND_ID: json_int(json, *(const int64_t *)at); break;
    case FIELD_KIND_TRUTH: json_bool(json, *(const int64_t *)at != 0); break;
    case FIELD_KIND_BOOL: json_bool(json, *(const bool *)at); break;
    case FIELD_KIND_DATE: json_date(json, *(const civil_date *)at); break;
    case FIELD_KIND_TEXTS: {
        const struct text_list *list = at;
        json_array(json);
        for (size_t i = 0; i < list->count; i++) {
            json_text(json, list->items[i]);
        }
        json_end(json);
        break;
    }
    }
}

void field_write(struct json_writer *json, const struct field_table *table, const void *from)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!is_absent(field, from)) {
            json_name(json, field->name);
            write_one(json, field, from);
        }
    }
}

struct text field_json(struct arena *arena, const struct field_table *table, const void *from)
{
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    field_write(&json, table, from);
    json_end(&json);
    return buffer_text(&buffer);
}

static void schema_bounds(struct json_writer *json, const struct field *field)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        json_member_int(json, "maxLength", field->max > 0 ? field->max : 200);
        break;
    case FIELD_KIND_ID:
        json_member_int(json, "minimum", 1);
        json_member_int(json, "maximum", (int64_t)1 << 53);
        break;
    case FIELD_KIND_INT:
        json_member_int(json, "minimum", field->min);
        json_member_int(json, "maximum", field->max != 0 ? field->max : (int64_t)1 << 53);
        break;
    case FIELD_KIND_DATE: json_member_text(json, "format", TEXT("date")); break;
    case FIELD_KIND_MONEY:
        json_member_text(json, "pattern",
                         field->max == MONEY_FEN_DECIMALS
                             ? TEXT("^(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?$")
                             : TEXT("^(0|[1-9][0-9]{0,12})(\\.[0-9]{1,2})?$"));
        break;
    case FIELD_KIND_CHOICE:
        json_name(json, "enum");
        json_array(json);
        for (size_t i = 0; field->choices[i] != NULL; i++) {
            json_text(json, text_of(field->choices[i]));
        }
        json_end(json);
        break;
    case FIELD_KIND_TEXTS:
        json_member_int(json, "maxItems", field->max > 0 ? field->max : 50);
        json_name(json, "items");
        json_object(json);
        json_member_text(json, "type", TEXT("string"));
        json_member_int(json, "maxLength", 200);
        json_end(json);
        break;
    case FIELD_KIND_BOOL:
    case FIELD_KIND_TRUTH:
    case FIELD_KIND_JSON: break;
    }
}

static void schema_type(struct json_writer *json, const struct field *field)
{
    static const char *const types[] = {
        [FIELD_KIND_TEXT] = "string",   [FIELD_KIND_INT] = "integer",
        [FIELD_KIND_ID] = "integer",    [FIELD_KIND_BOOL] = "boolean",
        [FIELD_KIND_DATE] = "string",   [FIELD_KIND_MONEY] = "string",
        [FIELD_KIND_CHOICE] = "string", [FIELD_KIND_TEXTS] = "array",
        [FIELD_KIND_TRUTH] = "boolean", [FIELD_KIND_JSON] = NULL,
    };
    json_name(json, "type");
    json_array(json);
    if (field->kind == FIELD_KIND_JSON) {
        json_text(json, TEXT("object"));
        json_text(json, TEXT("array"));
    } else {
        json_text(json, text_of(types[field->kind]));
    }
    if (!field->required) {
        json_text(json, TEXT("null"));
    }
    json_end(json);
}

void field_schema(struct json_writer *json, const struct field_table *table)
{
    json_object(json);
    json_member_text(json, "type", TEXT("object"));
    json_member_bool(json, "additionalProperties", false);
    json_name(json, "required");
    json_array(json);
    for (size_t i = 0; i < table->count; i++) {
        if (table->fields[i].required) {
            json_text(json, text_of(table->fields[i].name));
        }
    }
    json_end(json);
    json_name(json, "properties");
    json_object(json);
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        json_name(json, field->name);
        json_object(json);
        schema_type(json, field);
        json_member_text(json, "title", text_of(field->zh));
        json_member_text(json, "description", text_of(field->en));
        schema_bounds(json, field);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}
