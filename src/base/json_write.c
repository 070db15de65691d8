#include "base/json_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json_read.h"

struct json_writer json_writer_open(struct buffer *out)
{
    return (struct json_writer){.out = out};
}

static void before_value(struct json_writer *json)
{
    if (json->depth == 0) {
        return;
    }
    int top = json->depth - 1;
    if (json->scope[top] == '{') {
        ensure(json->named);
        json->named = false;
        return;
    }
    if (json->filled[top]) {
        buffer_add_char(json->out, ',');
    }
    json->filled[top] = true;
}

static void open_scope(struct json_writer *json, char scope)
{
    before_value(json);
    ensure(json->depth < JSON_WRITER_DEPTH);
    json->scope[json->depth] = scope;
    json->filled[json->depth] = false;
    json->depth++;
    buffer_add_char(json->out, scope);
}

void json_object(struct json_writer *json)
{
    open_scope(json, '{');
}

void json_array(struct json_writer *json)
{
    open_scope(json, '[');
}

void json_end(struct json_writer *json)
{
    ensure(json->depth > 0 && !json->named);
    json->depth--;
    buffer_add_char(json->out, json->scope[json->depth] == '{' ? '}' : ']');
}

static void add_escaped(struct buffer *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char *const short_form = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *pair = short_form; *pair != '\0'; pair += 2) {
        if ((unsigned char)pair[0] == c) {
            buffer_add_char(out, '\\');
            buffer_add_char(out, pair[1]);
            return;
        }
    }
    char escaped[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    buffer_add_bytes(out, escaped, sizeof escaped);
}

static void add_quoted(struct buffer *out, struct text value)
{
    buffer_add_char(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        buffer_add_bytes(out, value.at + from, i - from);
        add_escaped(out, c);
        from = i + 1;
    }
    buffer_add_bytes(out, value.at + from, value.len - from);
    buffer_add_char(out, '"');
}

void json_name_text(struct json_writer *json, struct text name)
{
    ensure(json->depth > 0 && json->scope[json->depth - 1] == '{' && !json->named);
    if (json->filled[json->depth - 1]) {
        buffer_add_char(json->out, ',');
    }
    json->filled[json->depth - 1] = true;
    add_quoted(json->out, name);
    buffer_add_char(json->out, ':');
    json->named = true;
}

void json_name(struct json_writer *json, const char *name)
{
    json_name_text(json, text_of(name));
}

void json_text(struct json_writer *json, struct text value)
{
    before_value(json);
    add_quoted(json->out, value);
}

void json_int(struct json_writer *json, int64_t value)
{
    before_value(json);
    buffer_add_int(json->out, value);
}

void json_real(struct json_writer *json, double value)
{
    ensure(isfinite(value));
    before_value(json);
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value) {
            break;
        }
    }
    buffer_add(json->out, text_of(digits));
}

void json_bool(struct json_writer *json, bool value)
{
    before_value(json);
    buffer_add(json->out, value ? TEXT("true") : TEXT("false"));
}

void json_null(struct json_writer *json)
{
    before_value(json);
    buffer_add(json->out, TEXT("null"));
}

void json_date(struct json_writer *json, civil_date value)
{
    if (value == CIVIL_DATE_NONE) {
        json_null(json);
        return;
    }
    char date[CIVIL_DATE_TEXT_SIZE];
    json_text(json, civil_date_write(value, date));
}

void json_raw(struct json_writer *json, struct text value)
{
    before_value(json);
    buffer_add(json->out, value);
}

void json_value(struct json_writer *json, const struct jvalue *value)
{
    switch (value->kind) {
    case JVALUE_NULL: json_null(json); break;
    case JVALUE_BOOL: json_bool(json, value->truth); break;
    case JVALUE_INT: json_int(json, value->integer); break;
    case JVALUE_REAL: json_real(json, value->real); break;
    case JVALUE_TEXT: json_text(json, value->text); break;
    case JVALUE_ARRAY:
        json_array(json);
        for (uint32_t i = 0; i < value->count; i++) {
            json_value(json, &value->items[i]);
        }
        json_end(json);
        break;
    case JVALUE_OBJECT:
        json_object(json);
        for (uint32_t i = 0; i < value->count; i++) {
            json_name_text(json, value->members[i].name);
            json_value(json, &value->members[i].value);
        }
        json_end(json);
        break;
    }
}

void json_member_text(struct json_writer *json, const char *name, struct text value)
{
    json_name(json, name);
    json_text(json, value);
}

void json_member_int(struct json_writer *json, const char *name, int64_t value)
{
    json_name(json, name);
    json_int(json, value);
}

void json_member_bool(struct json_writer *json, const char *name, bool value)
{
    json_name(json, name);
    json_bool(json, value);
}

void json_member_date(struct json_writer *json, const char *name, civil_date value)
{
    json_name(json, name);
    json_date(json, value);
}

void json_member_text_or_null(struct json_writer *json, const char *name, struct text value)
{
    json_name(json, name);
    if (text_is_empty(value)) {
        json_null(json);
    } else {
        json_text(json, value);
    }
}

void json_member_int_if(struct json_writer *json, const char *name, bool is_known, int64_t value)
{
    json_name(json, name);
    if (is_known) {
        json_int(json, value);
    } else {
        json_null(json);
    }
}
