#include "app/query.h"

#include "base/arena.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool query_decode(struct arena *arena, struct text encoded, struct text *out)
{
    char *at = arena_alloc_raw(arena, encoded.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < encoded.len; i++) {
        char c = encoded.at[i];
        if (c == '%') {
            int high = encoded.len - i > 2 ? hex_digit(encoded.at[i + 1]) : -1;
            int low = encoded.len - i > 2 ? hex_digit(encoded.at[i + 2]) : -1;
            if (high < 0 || low < 0 || (high == 0 && low == 0)) {
                return false;
            }
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        at[len++] = c;
    }
    at[len] = '\0';
    *out = (struct text){at, len};
    return text_is_utf8(*out);
}

static bool refuse(struct fault *fault, struct text name)
{
    return fault_raise(fault, FAULT_QUERY_INVALID, name, FAULT_ARGS(name));
}

static const struct field *find(const struct field_table *table, struct text name)
{
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        if (text_is(name, table->fields[i].name)) {
            return &table->fields[i];
        }
    }
    return NULL;
}

static bool typed(const struct field *field, struct text text, struct jvalue *out)
{
    switch (field->kind) {
    case FIELD_KIND_INT:
    case FIELD_KIND_ID:
        *out = (struct jvalue){.kind = JVALUE_INT};
        return text_to_int(text, &out->integer);
    case FIELD_KIND_BOOL:
    case FIELD_KIND_TRUTH:
        *out = (struct jvalue){.kind = JVALUE_BOOL,
                               .truth = text_is(text, "true") || text_is(text, "1")};
        return out->truth || text_is(text, "false") || text_is(text, "0");
    default: *out = (struct jvalue){.kind = JVALUE_TEXT, .text = text}; return true;
    }
}

bool query_read(struct arena *arena, const struct field_table *table, struct text query, void *out,
                struct fault *fault)
{
    size_t most = table == NULL ? 0 : table->count;
    struct jmember *members = arena_array(arena, struct jmember, most + 1);
    uint32_t count = 0;
    struct text rest = query;
    while (rest.len > 0) {
        struct text value = text_cut(&rest, '&');
        struct text name = text_cut(&value, '=');
        struct text decoded;
        const struct field *field = find(table, name);
        if (field == NULL || count == most || !query_decode(arena, value, &decoded)) {
            return refuse(fault, name);
        }
        for (uint32_t i = 0; i < count; i++) {
            if (text_equal(members[i].name, name)) {
                return refuse(fault, name);
            }
        }
        if (decoded.len == 0) {
            continue; /* "state=" is a filter that is not set */
        }
        if (!typed(field, decoded, &members[count].value)) {
            return refuse(fault, name);
        }
        members[count++].name = name;
    }
    if (table == NULL) {
        return true;
    }
    struct jvalue object = {.kind = JVALUE_OBJECT, .count = count, .members = members};
    return field_read(arena, table, &object, out, fault);
}
