#ifndef LIANDONG_BASE_TEXT_H
#define LIANDONG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

/* Text is a place and a length, passed by value.
 *
 * Invariants: `at` is never NULL (empty text points at ""); the bytes are UTF-8 once they are past
 * the door; there is no promise of a NUL behind them, save where a function says so. */
struct text {
    const char *at;
    size_t len;
};

struct arena;

#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})
#define TEXT_NONE ((struct text){"", 0})
/* For printf: "%.*s", TEXT_ARG(name). */
#define TEXT_ARG(t) (int)(t).len, (t).at

struct text text_of(const char *c_string); /* NULL gives empty text */
struct text text_slice(struct text text, size_t from, size_t len);
/* At most its first so many bytes, never half a character. */
struct text text_begin(struct text text, size_t bytes);

bool text_is_empty(struct text text);
bool text_equal(struct text a, struct text b);
bool text_is(struct text text, const char *c_string);
int text_compare(struct text a, struct text b); /* by bytes, as memcmp; shorter first */
bool text_starts_with(struct text text, struct text prefix);
bool text_ends_with(struct text text, struct text suffix);
/* Where `part` begins in `text`, or SIZE_MAX. */
size_t text_find(struct text text, struct text part);

/* Cuts `*rest` at the first `separator`: returns what stands before it and moves `*rest` behind it.
 * Without a separator all of the rest is returned and `*rest` becomes empty. */
struct text text_cut(struct text *rest, char separator);
struct text text_trim(struct text text); /* ASCII white space at both ends */
char text_lower(char c); /* A to Z only, as lower() on a column of either database */

struct text text_copy(struct arena *arena, struct text text);     /* NUL-terminated copy */
const char *text_c_string(struct arena *arena, struct text text); /* the same, as char * */
struct text text_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* Decimal digits with an optional leading '-', nothing else, within 64 bits. */
MUST_USE bool text_to_int(struct text text, int64_t *out);

/* Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
bool text_is_utf8(struct text text);
/* Number of code points of valid UTF-8: what a person counts as characters, near enough for limits.
 */
size_t text_length(struct text text);
/* True when a control character other than tab, newline, carriage return stands in it. */
bool text_has_controls(struct text text);

uint64_t text_hash(struct text text); /* FNV-1a, for tables in memory only */

#endif
