#include "base/json_read.h"

#include <jansson.h>
#include <string.h>

#include "base/arena.h"

/* Nesting is measured before parsing: jansson's own ceiling is far higher than we want to descend.
 */
static bool depth_within(struct text source, int most)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < source.len; i++) {
        char c = source.at[i];
        if (in_string) {
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > most) {
                return false;
            }
        } else if (c == ']' || c == '}') {
            depth--;
        }
    }
    return true;
}

static struct text copy_text(struct arena *arena, const char *at, size_t len)
{
    return text_copy(arena, (struct text){at, len});
}

static struct jvalue convert(struct arena *arena, const json_t *from);

static struct jvalue convert_array(struct arena *arena, const json_t *from)
{
    size_t count = json_array_size(from);
    struct jvalue *items = arena_array(arena, struct jvalue, count);
    for (size_t i = 0; i < count; i++) {
        items[i] = convert(arena, json_array_get(from, i));
    }
    return (struct jvalue){.kind = JVALUE_ARRAY, .count = (uint32_t)count, .items = items};
}

static struct jvalue convert_object(struct arena *arena, const json_t *from)
{
    size_t count = json_object_size(from);
    struct jmember *members = arena_array(arena, struct jmember, count);
    size_t at = 0;
    /* jansson's iteration takes a non-const object, but changes nothing. */
    for (void *i = json_object_iter((json_t *)(uintptr_t)from); i != NULL;
         i = json_object_iter_next((json_t *)(uintptr_t)from, i)) {
        const char *name = json_object_iter_key(i);
        members[at].name = copy_text(arena, name, strlen(name));
        members[at].value = convert(arena, json_object_iter_value(i));
        at++;
    }
    return (struct jvalue){.kind = JVALUE_OBJECT, .count = (uint32_t)count, .members = members};
}

static struct jvalue convert(struct arena *arena, const json_t *from)
{
    switch (json_typeof(from)) {
    case JSON_OBJECT: return convert_object(arena, from);
    case JSON_ARRAY: return convert_array(arena, from);
    case JSON_STRING:
        return (struct jvalue){
            .kind = JVALUE_TEXT,
            .text = copy_text(arena, json_string_value(from), json_string_length(from))};
    case JSON_INTEGER:
        return (struct jvalue){.kind = JVALUE_INT, .integer = json_integer_value(from)};
    case JSON_REAL: return (struct jvalue){.kind = JVALUE_REAL, .real = json_real_value(from)};
    case JSON_TRUE: return (struct jvalue){.kind = JVALUE_BOOL, .truth = true};
    case JSON_FALSE: return (struct jvalue){.kind = JVALUE_BOOL, .truth = false};
    case JSON_NULL: break;
    }
    return (struct jvalue){.kind = JVALUE_NULL};
}

static bool raise_syntax(struct fault *fault, const json_error_t *error)
{
    char line[16];
    char column[16];
    struct text where[2];
    snprintf(line, sizeof line, "%d", error->line < 1 ? 1 : error->line);
    snprintf(column, sizeof column, "%d", error->column < 1 ? 1 : error->column);
    where[0] = text_of(line);
    where[1] = text_of(column);
    return fault_raise(fault, FAULT_JSON_SYNTAX, TEXT_NONE, FAULT_ARGS(where[0], where[1]));
}

bool json_read(struct arena *arena, struct text source, const struct jvalue **out,
               struct fault *fault)
{
    if (!text_is_utf8(source)) {
        return fault_raise(fault, FAULT_TEXT_NOT_UTF8, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!depth_within(source, JSON_DEPTH_MAX)) {
        return fault_raise(fault, FAULT_JSON_TOO_DEEP, TEXT_NONE, FAULT_ARGS(TEXT("64")));
    }
    json_error_t error;
    json_t *tree =
        json_loadb(source.at, source.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (tree == NULL) {
        return raise_syntax(fault, &error);
    }
    struct jvalue *root = arena_new(arena, struct jvalue);
    *root = convert(arena, tree);
    json_decref(tree);
    *out = root;
    return true;
}

const struct jvalue *jvalue_get(const struct jvalue *object, const char *name)
{
    if (object == NULL || object->kind != JVALUE_OBJECT) {
        return NULL;
    }
    struct text wanted = text_of(name);
    for (uint32_t i = 0; i < object->count; i++) {
        if (text_equal(object->members[i].name, wanted)) {
            return &object->members[i].value;
        }
    }
    return NULL;
}

static bool has_member(const struct jvalue *object, struct text name)
{
    for (uint32_t i = 0; i < object->count; i++) {
        if (text_equal(object->members[i].name, name)) {
            return true;
        }
    }
    return false;
}

const struct jvalue *jvalue_merge(struct arena *arena, const struct jvalue *base,
                                  const struct jvalue *over)
{
    ensure(base->kind == JVALUE_OBJECT && over->kind == JVALUE_OBJECT);
    struct jvalue *out = arena_new(arena, struct jvalue);
    struct jmember *members = arena_array(arena, struct jmember, (size_t)base->count + over->count);
    *out = (struct jvalue){.kind = JVALUE_OBJECT, .members = members};
    for (uint32_t i = 0; i < base->count; i++) {
        if (!has_member(over, base->members[i].name)) {
            members[out->count++] = base->members[i];
        }
    }
    for (uint32_t i = 0; i < over->count; i++) {
        members[out->count++] = over->members[i];
    }
    return out;
}

struct text jvalue_text(const struct jvalue *value, struct text fallback)
{
    return value != NULL && value->kind == JVALUE_TEXT ? value->text : fallback;
}

int64_t jvalue_int(const struct jvalue *value, int64_t fallback)
{
    return value != NULL && value->kind == JVALUE_INT ? value->integer : fallback;
}

bool jvalue_bool(const struct jvalue *value, bool fallback)
{
    return value != NULL && value->kind == JVALUE_BOOL ? value->truth : fallback;
}

bool jvalue_is_null(const struct jvalue *value)
{
    return value == NULL || value->kind == JVALUE_NULL;
}

bool jvalue_is_number(const struct jvalue *value)
{
    return value != NULL && (value->kind == JVALUE_INT || value->kind == JVALUE_REAL);
}

double jvalue_number(const struct jvalue *value)
{
    if (!jvalue_is_number(value)) {
        return 0;
    }
    return value->kind == JVALUE_INT ? (double)value->integer : value->real;
}

bool json_ids_read(struct arena *arena, struct text json, int64_t *out, size_t most,
                   size_t *out_count)
{
    const struct jvalue *array = NULL;
    struct fault unread = {.code = FAULT_NONE};
    *out_count = 0;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(arena, json, &array, &unread) || array->kind != JVALUE_ARRAY ||
        array->count > most) {
        return false;
    }
    for (uint32_t i = 0; i < array->count; i++) {
        int64_t id = jvalue_int(&array->items[i], 0);
        for (uint32_t j = 0; j < i; j++) {
            id = out[j] == id ? 0 : id;
        }
        if (id <= 0) {
            return false;
        }
        out[i] = id;
    }
    *out_count = array->count;
    return true;
}
