#include "base/json_read.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* The text is copied once, with a NUL behind it, and read where it stands: a string is unescaped in
 * its place, which never needs more room, and its closing quote becomes the NUL at its end. So a
 * tree costs two allocations for each object or list, and none for a string. */
struct reading {
    struct arena *arena;
    char *at;
    char *end;           /* of the copy: a NUL stands there */
    struct jmember *row; /* what the open objects and lists hold so far, the innermost last */
    size_t count;
    size_t capacity;
    int depth;
    bool is_too_deep;
};

#define FIRST_ROW 64

static bool read_value(struct reading *r, struct jvalue *out);

static void skip_space(struct reading *r)
{
    while (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t') {
        r->at++;
    }
}

/* Past this character and the space before it. */
static bool take(struct reading *r, char wanted)
{
    skip_space(r);
    if (*r->at != wanted) {
        return false;
    }
    r->at++;
    return true;
}

static bool take_word(struct reading *r, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(r->at, word, len) != 0) {
        return false;
    }
    r->at += len;
    return true;
}

/* -- strings -- */

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The four digits behind "\u", or -1. */
static int32_t read_unit(struct reading *r)
{
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_of(r->at[i]); /* the NUL at the end is none */
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    r->at += 4;
    return unit;
}

static char *put_point(char *to, int32_t point)
{
    if (point < 0x80) {
        *to++ = (char)point;
        return to;
    }
    if (point < 0x800) {
        *to++ = (char)(0xc0 | point >> 6);
    } else if (point < 0x10000) {
        *to++ = (char)(0xe0 | point >> 12);
        *to++ = (char)(0x80 | (point >> 6 & 0x3f));
    } else {
        *to++ = (char)(0xf0 | point >> 18);
        *to++ = (char)(0x80 | (point >> 12 & 0x3f));
        *to++ = (char)(0x80 | (point >> 6 & 0x3f));
    }
    *to++ = (char)(0x80 | (point & 0x3f));
    return to;
}

/* Behind "\u": one unit, or the two of a surrogate pair. A lone surrogate and NUL are refused. */
static bool read_point(struct reading *r, char **to)
{
    int32_t point = read_unit(r);
    if (point >= 0xd800 && point < 0xdc00) {
        int32_t low = take_word(r, "\\u") ? read_unit(r) : -1;
        if (low < 0xdc00 || low > 0xdfff) {
            return false;
        }
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    } else if (point <= 0 || (point >= 0xdc00 && point < 0xe000)) {
        return false;
    }
    *to = put_point(*to, point);
    return true;
}

/* At the character behind the backslash. */
static bool read_escape(struct reading *r, char **to)
{
    static const char names[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    char name = *r->at;
    const char *known = name == '\0' ? NULL : strchr(names, name);
    if (known != NULL) {
        *(*to)++ = meant[known - names];
        r->at++;
        return true;
    }
    return take_word(r, "u") && read_point(r, to);
}

static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/* Behind the opening quote. */
static bool read_text(struct reading *r, struct text *out)
{
    char *from = r->at;
    while (is_plain(*r->at)) {
        r->at++;
    }
    char *to = r->at;
    while (*r->at != '"') {
        if (*r->at == '\\') {
            r->at++;
            if (!read_escape(r, &to)) {
                return false;
            }
        } else if (is_plain(*r->at)) {
            *to++ = *r->at++;
        } else {
            return false; /* a control character, or the end */
        }
    }
    r->at++;
    *to = '\0';
    *out = (struct text){from, (size_t)(to - from)};
    return true;
}

/* -- numbers -- */

static bool skip_digits(struct reading *r)
{
    const char *from = r->at;
    while (*r->at >= '0' && *r->at <= '9') {
        r->at++;
    }
    return r->at > from;
}

static bool skip_whole(struct reading *r)
{
    bool begins_with_zero = *r->at == '0';
    const char *from = r->at;
    return skip_digits(r) && (!begins_with_zero || r->at == from + 1);
}

/* Fraction and exponent, as far as they are there. */
static bool skip_rest(struct reading *r)
{
    if (*r->at == '.') {
        r->at++;
        if (!skip_digits(r)) {
            return false;
        }
    }
    if (*r->at == 'e' || *r->at == 'E') {
        r->at++;
        r->at += *r->at == '+' || *r->at == '-';
        return skip_digits(r);
    }
    return true;
}

static bool read_number(struct reading *r, struct jvalue *out)
{
    const char *from = r->at;
    r->at += *r->at == '-';
    if (!skip_whole(r)) {
        return false;
    }
    const char *behind_whole = r->at;
    if (!skip_rest(r)) {
        return false;
    }
    errno = 0;
    if (r->at == behind_whole) {
        *out = (struct jvalue){.kind = JVALUE_INT, .integer = strtoll(from, NULL, 10)};
        return errno == 0;
    }
    *out = (struct jvalue){.kind = JVALUE_REAL, .real = strtod(from, NULL)};
    return isfinite(out->real);
}

/* -- objects and lists -- */

static struct jmember *add_place(struct reading *r)
{
    if (r->count == r->capacity) {
        struct jmember *wider = arena_alloc_raw(r->arena, r->capacity * 2 * sizeof *wider);
        memcpy(wider, r->row, r->count * sizeof *wider);
        r->row = wider;
        r->capacity *= 2;
    }
    return &r->row[r->count++];
}

static int by_name(const void *a, const void *b)
{
    const struct text *one = *(const struct text *const *)a;
    const struct text *other = *(const struct text *const *)b;
    if (one->len != other->len) {
        return one->len < other->len ? -1 : 1;
    }
    return memcmp(one->at, other->at, one->len);
}

#define FEW 16 /* up to here each with each is quicker */

/* Whoever sends many names may choose them: sorting has no worse case that he could aim at. */
static bool sorted_names_differ(struct arena *arena, const struct jmember *members, size_t count)
{
    struct arena_mark mark = arena_mark(arena);
    const struct text **names = arena_array(arena, const struct text *, count);
    bool differ = true;
    for (size_t i = 0; i < count; i++) {
        names[i] = &members[i].name;
    }
    qsort(names, count, sizeof(struct text *), by_name);
    for (size_t i = 1; i < count; i++) {
        differ = differ && !text_equal(*names[i - 1], *names[i]);
    }
    arena_rewind(arena, mark);
    return differ;
}

static bool names_differ(struct arena *arena, const struct jmember *members, size_t count)
{
    if (count > FEW) {
        return sorted_names_differ(arena, members, count);
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (text_equal(members[i].name, members[j].name)) {
                return false;
            }
        }
    }
    return true;
}

static bool read_member(struct reading *r)
{
    struct text name;
    struct jvalue value;
    if (!take(r, '"') || !read_text(r, &name) || !take(r, ':') || !read_value(r, &value)) {
        return false;
    }
    *add_place(r) = (struct jmember){name, value};
    return true;
}

static bool read_item(struct reading *r)
{
    struct jvalue value;
    if (!read_value(r, &value)) {
        return false;
    }
    add_place(r)->value = value;
    return true;
}

static bool read_each(struct reading *r, char closing, bool (*read_one)(struct reading *))
{
    if (take(r, closing)) {
        return true;
    }
    do {
        if (!read_one(r)) {
            return false;
        }
    } while (take(r, ','));
    return take(r, closing);
}

static bool read_object(struct reading *r, struct jvalue *out)
{
    size_t first = r->count;
    if (!read_each(r, '}', read_member) ||
        !names_differ(r->arena, r->row + first, r->count - first)) {
        return false;
    }
    size_t count = r->count - first;
    struct jmember *members = arena_alloc_raw(r->arena, count * sizeof *members);
    memcpy(members, r->row + first, count * sizeof *members);
    r->count = first;
    *out = (struct jvalue){.kind = JVALUE_OBJECT, .count = (uint32_t)count, .members = members};
    return true;
}

static bool read_list(struct reading *r, struct jvalue *out)
{
    size_t first = r->count;
    if (!read_each(r, ']', read_item)) {
        return false;
    }
    size_t count = r->count - first;
    struct jvalue *items = arena_alloc_raw(r->arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = r->row[first + i].value;
    }
    r->count = first;
    *out = (struct jvalue){.kind = JVALUE_ARRAY, .count = (uint32_t)count, .items = items};
    return true;
}

static bool read_nested(struct reading *r, struct jvalue *out)
{
    bool is_object = *r->at++ == '{';
    if (++r->depth > JSON_DEPTH_MAX) {
        r->is_too_deep = true;
        return false;
    }
    bool read = is_object ? read_object(r, out) : read_list(r, out);
    r->depth--;
    return read;
}

static bool read_value(struct reading *r, struct jvalue *out)
{
    *out = (struct jvalue){.kind = JVALUE_NULL};
    skip_space(r);
    switch (*r->at) {
    case '{':
    case '[': return read_nested(r, out);
    case '"':
        r->at++;
        out->kind = JVALUE_TEXT;
        return read_text(r, &out->text);
    case 't':
        *out = (struct jvalue){.kind = JVALUE_BOOL, .truth = true};
        return take_word(r, "true");
    case 'f':
        *out = (struct jvalue){.kind = JVALUE_BOOL, .truth = false};
        return take_word(r, "false");
    case 'n': return take_word(r, "null");
    default: return read_number(r, out);
    }
}

/* Where reading stopped, in the source: line and column in characters, both from 1. */
static bool raise_syntax(struct fault *fault, struct text source, size_t stopped)
{
    int line = 1;
    int column = 1;
    char digits[2][16];
    for (size_t i = 0; i < stopped && i < source.len; i++) {
        bool is_new_line = source.at[i] == '\n';
        line += is_new_line;
        column = is_new_line ? 1 : column + (((unsigned char)source.at[i] & 0xc0) != 0x80);
    }
    snprintf(digits[0], sizeof digits[0], "%d", line);
    snprintf(digits[1], sizeof digits[1], "%d", column);
    return fault_raise(fault, FAULT_JSON_SYNTAX, TEXT_NONE,
                       FAULT_ARGS(text_of(digits[0]), text_of(digits[1])));
}

bool json_read(struct arena *arena, struct text source, const struct jvalue **out,
               struct fault *fault)
{
    if (!text_is_utf8(source)) {
        return fault_raise(fault, FAULT_TEXT_NOT_UTF8, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct jmember first[FIRST_ROW];
    struct jvalue *root = arena_new(arena, struct jvalue);
    char *copy = arena_alloc_raw(arena, source.len + 1);
    if (source.len > 0) {
        memcpy(copy, source.at, source.len);
    }
    copy[source.len] = '\0';
    struct reading r = {
        .arena = arena, .at = copy, .end = copy + source.len, .row = first, .capacity = FIRST_ROW};
    bool read = read_value(&r, root);
    if (read) {
        skip_space(&r);
    }
    if (r.is_too_deep) {
        return fault_raise(fault, FAULT_JSON_TOO_DEEP, TEXT_NONE, FAULT_ARGS(TEXT("64")));
    }
    if (!read || r.at != r.end) {
        return raise_syntax(fault, source, (size_t)(r.at - copy));
    }
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
