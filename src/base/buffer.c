#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

struct buffer buffer_open(struct arena *arena, size_t capacity)
{
    size_t first = capacity < 64 ? 64 : capacity;
    return (struct buffer){arena, arena_alloc_raw(arena, first), 0, first};
}

char *buffer_reserve(struct buffer *buffer, size_t len)
{
    if (buffer->capacity - buffer->len < len) {
        size_t capacity = buffer->capacity * 2;
        while (capacity - buffer->len < len) {
            capacity *= 2;
        }
        char *grown = arena_alloc_raw(buffer->arena, capacity);
        memcpy(grown, buffer->at, buffer->len);
        buffer->at = grown;
        buffer->capacity = capacity;
    }
    return buffer->at + buffer->len;
}

void buffer_commit(struct buffer *buffer, size_t len)
{
    ensure(len <= buffer->capacity - buffer->len);
    buffer->len += len;
}

void buffer_add_bytes(struct buffer *buffer, const void *bytes, size_t len)
{
    if (len > 0) { /* an empty text may point nowhere */
        memcpy(buffer_reserve(buffer, len), bytes, len);
        buffer->len += len;
    }
}

void buffer_add(struct buffer *buffer, struct text text)
{
    buffer_add_bytes(buffer, text.at, text.len);
}

void buffer_add_char(struct buffer *buffer, char c)
{
    *buffer_reserve(buffer, 1) = c;
    buffer->len++;
}

void buffer_add_int(struct buffer *buffer, int64_t value)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0) {
        *--at = '-';
    }
    buffer_add_bytes(buffer, at, (size_t)(digits + sizeof digits - at));
}

void buffer_addf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int needed = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    ensure(needed >= 0);
    char *at = buffer_reserve(buffer, (size_t)needed + 1);
    va_start(arguments, format);
    vsnprintf(at, (size_t)needed + 1, format, arguments);
    va_end(arguments);
    buffer->len += (size_t)needed;
}

struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){buffer->at, buffer->len};
}

void buffer_clear(struct buffer *buffer)
{
    buffer->len = 0;
}
