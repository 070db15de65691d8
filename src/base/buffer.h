#ifndef LIANDONG_BASE_BUFFER_H
#define LIANDONG_BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct arena;

/* Bytes that are being written.
 *
 * Invariants: the memory is the arena's and grows by doubling; `len` bytes are written; the result
 * of buffer_text() is valid until the next addition. A buffer is never freed by itself. */
struct buffer {
    struct arena *arena;
    char *at;
    size_t len;
    size_t capacity;
};

struct buffer buffer_open(struct arena *arena, size_t capacity);
void buffer_add(struct buffer *buffer, struct text text);
void buffer_add_bytes(struct buffer *buffer, const void *bytes, size_t len);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_int(struct buffer *buffer, int64_t value);
void buffer_addf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
struct text buffer_text(const struct buffer *buffer);
void buffer_clear(struct buffer *buffer);

/* Room for `len` more bytes at the returned place; buffer_commit says how many were used. */
char *buffer_reserve(struct buffer *buffer, size_t len);
void buffer_commit(struct buffer *buffer, size_t len);

#endif
