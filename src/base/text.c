#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

struct text text_of(const char *c_string)
{
    return c_string == NULL ? TEXT_NONE : (struct text){c_string, strlen(c_string)};
}

struct text text_slice(struct text text, size_t from, size_t len)
{
    ensure(from <= text.len && len <= text.len - from);
    return (struct text){text.at + from, len};
}

struct text text_begin(struct text text, size_t bytes)
{
    size_t len = text.len < bytes ? text.len : bytes;
    while (len > 0 && len < text.len && ((unsigned char)text.at[len] & 0xc0) == 0x80) {
        len--;
    }
    return text_slice(text, 0, len);
}

bool text_is_empty(struct text text)
{
    return text.len == 0;
}

bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool text_is(struct text text, const char *c_string)
{
    return text_equal(text, text_of(c_string));
}

int text_compare(struct text a, struct text b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = memcmp(a.at, b.at, shorter);
    if (order != 0) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool text_starts_with(struct text text, struct text prefix)
{
    return text.len >= prefix.len && memcmp(text.at, prefix.at, prefix.len) == 0;
}

bool text_ends_with(struct text text, struct text suffix)
{
    return text.len >= suffix.len &&
           memcmp(text.at + text.len - suffix.len, suffix.at, suffix.len) == 0;
}

size_t text_find(struct text text, struct text part)
{
    if (part.len == 0) {
        return 0;
    }
    if (text.len < part.len) {
        return SIZE_MAX; /* an empty text may point nowhere */
    }
    const char *found = memmem(text.at, text.len, part.at, part.len);
    return found == NULL ? SIZE_MAX : (size_t)(found - text.at);
}

struct text text_cut(struct text *rest, char separator)
{
    const char *found = memchr(rest->at, separator, rest->len);
    if (found == NULL) {
        struct text all = *rest;
        *rest = TEXT_NONE;
        return all;
    }
    size_t before = (size_t)(found - rest->at);
    struct text head = {rest->at, before};
    *rest = (struct text){found + 1, rest->len - before - 1};
    return head;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text text)
{
    while (text.len > 0 && is_space(text.at[0])) {
        text.at++;
        text.len--;
    }
    while (text.len > 0 && is_space(text.at[text.len - 1])) {
        text.len--;
    }
    return text;
}

char text_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

struct text text_copy(struct arena *arena, struct text text)
{
    char *copy = arena_alloc_raw(arena, text.len + 1);
    if (text.len > 0) { /* an empty text may stand nowhere */
        memcpy(copy, text.at, text.len);
    }
    copy[text.len] = '\0';
    return (struct text){copy, text.len};
}

const char *text_c_string(struct arena *arena, struct text text)
{
    return text_copy(arena, text).at;
}

struct text text_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int needed = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    ensure(needed >= 0);
    char *at = arena_alloc_raw(arena, (size_t)needed + 1);
    va_start(arguments, format);
    vsnprintf(at, (size_t)needed + 1, format, arguments);
    va_end(arguments);
    return (struct text){at, (size_t)needed};
}

bool text_to_int(struct text text, int64_t *out)
{
    bool negative = text.len > 0 && text.at[0] == '-';
    size_t at = negative ? 1 : 0;
    if (at == text.len) {
        return false;
    }
    int64_t value = 0;
    for (; at < text.len; at++) {
        if (text.at[at] < '0' || text.at[at] > '9') {
            return false;
        }
        int64_t digit = text.at[at] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value)) {
            return false; /* counted downwards, so that INT64_MIN is reached */
        }
    }
    if (!negative && value == INT64_MIN) {
        return false;
    }
    *out = negative ? value : -value;
    return true;
}

/* Length of the code point that begins at `at`, or 0 if the bytes there are not UTF-8. */
static size_t code_point_length(const unsigned char *at, size_t left)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = at[0];
    size_t len = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (len <= 1) {
        return len;
    }
    if (len > left || first > 0xf4) {
        return 0;
    }
    uint32_t point = first & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
        point = point << 6 | (at[i] & 0x3fu);
    }
    bool surrogate = point >= 0xd800 && point <= 0xdfff;
    return point < least[len] || point > 0x10ffff || surrogate ? 0 : len;
}

bool text_is_utf8(struct text text)
{
    const unsigned char *bytes = (const unsigned char *)text.at;
    for (size_t at = 0; at < text.len;) {
        size_t len = code_point_length(bytes + at, text.len - at);
        if (len == 0) {
            return false;
        }
        at += len;
    }
    return true;
}

size_t text_length(struct text text)
{
    size_t points = 0;
    for (size_t i = 0; i < text.len; i++) {
        points += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    }
    return points;
}

bool text_has_controls(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool is_c1 = c == 0xc2 && i + 1 < text.len && (unsigned char)text.at[i + 1] < 0xa0;
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || is_c1) {
            return true;
        }
    }
    return false;
}

uint64_t text_hash(struct text text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    }
    return hash;
}
