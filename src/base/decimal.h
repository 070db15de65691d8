#ifndef LIANDONG_BASE_DECIMAL_H
#define LIANDONG_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/text.h"

/* Exact decimals of any finite double, for gaps and money: a share of an amount, the distance to a
 * threshold. A double stands for the shortest decimal that reads back as it, which is what the
 * person wrote; from there on nothing is rounded.
 *
 * Digits are kept least significant first, without zeros at either end; zero has none and is not
 * negative. The room is enough for every double and for sums and differences of two. */
#define DECIMAL_DIGITS 720

struct decimal {
    bool is_negative;
    int32_t exponent; /* of ten: what the least significant digit counts */
    uint32_t count;
    uint8_t digits[DECIMAL_DIGITS]; /* 0..9 */
};

void decimal_of_real(double value, struct decimal *out); /* finite */
void decimal_of_int(int64_t value, struct decimal *out);

/* False when the exact result has more digits than there is room for. `out` may be an operand. */
MUST_USE bool decimal_add(const struct decimal *a, const struct decimal *b, struct decimal *out);
MUST_USE bool decimal_subtract(const struct decimal *a, const struct decimal *b,
                               struct decimal *out);
MUST_USE bool decimal_multiply(const struct decimal *a, const struct decimal *b,
                               struct decimal *out);

int decimal_compare(const struct decimal *a, const struct decimal *b); /* -1, 0, 1 */

/* The whole part of a / b, both >= 0 and b > 0. False: it doesn't fit 64 bits. */
MUST_USE bool decimal_whole_quotient(const struct decimal *a, const struct decimal *b,
                                     int64_t *out);

struct arena;

/* "-1234.5": no exponent, no zeros at the end. */
struct text decimal_write(struct arena *arena, const struct decimal *value);

#endif
