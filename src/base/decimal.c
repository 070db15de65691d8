#include "base/decimal.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* ---- digits as numbers without a sign ---- */

/* Takes the zeros off both ends. */
static void tidy(struct decimal *value)
{
    uint32_t low = 0;
    while (value->count > 0 && value->digits[value->count - 1] == 0) {
        value->count--;
    }
    while (low < value->count && value->digits[low] == 0) {
        low++;
    }
    memmove(value->digits, value->digits + low, value->count - low);
    value->count -= low;
    value->exponent += (int32_t)low;
    if (value->count == 0) {
        value->exponent = 0;
        value->is_negative = false;
    }
}

static unsigned digit_at(const struct decimal *value, int32_t exponent)
{
    int64_t at = (int64_t)exponent - value->exponent;
    return at >= 0 && at < (int64_t)value->count ? value->digits[at] : 0;
}

static int32_t end_of(const struct decimal *value)
{
    return value->exponent + (int32_t)value->count;
}

static int compare_sizes(const struct decimal *a, const struct decimal *b)
{
    if (a->count == 0 || b->count == 0) {
        return (a->count > 0) - (b->count > 0);
    }
    int32_t low = a->exponent < b->exponent ? a->exponent : b->exponent;
    int32_t high = end_of(a) > end_of(b) ? end_of(a) : end_of(b);
    for (int32_t at = high - 1; at >= low; at--) {
        int order = (int)digit_at(a, at) - (int)digit_at(b, at);
        if (order != 0) {
            return order < 0 ? -1 : 1;
        }
    }
    return 0;
}

/* a + b, or a - b where a is not smaller. */
static bool combine_sizes(const struct decimal *a, const struct decimal *b, bool is_sum,
                          struct decimal *out)
{
    int32_t low = a->exponent;
    int32_t high = end_of(a);
    if (b->count > 0) {
        low = a->count == 0 || b->exponent < low ? b->exponent : low;
        high = a->count == 0 || end_of(b) > high ? end_of(b) : high;
    }
    if (high - low + 1 > DECIMAL_DIGITS) {
        return false;
    }
    struct decimal sum;
    sum.is_negative = a->is_negative;
    sum.exponent = low;
    sum.count = 0;
    int carry = 0;
    for (int32_t at = low; at <= high; at++) {
        int other = (int)digit_at(b, at);
        int digit = (int)digit_at(a, at) + (is_sum ? other : -other) + carry;
        carry = digit < 0 ? -1 : digit / 10;
        sum.digits[sum.count++] = (uint8_t)(digit - 10 * carry);
    }
    ensure(carry == 0);
    tidy(&sum);
    *out = sum;
    return true;
}

/* ---- making ---- */

static void read_digits(const char *text, struct decimal *out)
{
    uint32_t behind_point = 0;
    bool is_behind = false;
    out->is_negative = *text == '-';
    out->exponent = 0;
    out->count = 0;
    char digits[40];
    for (text += *text == '-'; *text != '\0' && *text != 'e'; text++) {
        if (*text == '.') {
            is_behind = true;
            continue;
        }
        digits[out->count++] = *text;
        behind_point += is_behind;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        out->digits[i] = (uint8_t)(digits[out->count - 1 - i] - '0');
    }
    out->exponent = (int32_t)(*text == 'e' ? strtol(text + 1, NULL, 10) : 0);
    out->exponent -= (int32_t)behind_point;
    tidy(out);
}

void decimal_of_int(int64_t value, struct decimal *out)
{
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    out->is_negative = value < 0;
    out->exponent = 0;
    out->count = 0;
    for (; left > 0; left /= 10) {
        out->digits[out->count++] = (uint8_t)(left % 10);
    }
    tidy(out);
}

void decimal_of_real(double value, struct decimal *out)
{
    ensure(isfinite(value));
    if (fabs(value) < 1e15 && floor(value) == value) {
        decimal_of_int((int64_t)value, out);
        return;
    }
    char digits[40];
    /* A number of up to 15 digits comes back as it was written; below the normal range fewer hold.
     */
    for (int precision = fabs(value) < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        if (strtod(digits, NULL) == value) {
            break;
        }
    }
    read_digits(digits, out);
}

/* ---- reckoning ---- */

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
    if (a->is_negative != b->is_negative) {
        return a->is_negative ? -1 : 1;
    }
    int order = compare_sizes(a, b);
    return a->is_negative ? -order : order;
}

bool decimal_add(const struct decimal *a, const struct decimal *b, struct decimal *out)
{
    if (a->is_negative == b->is_negative) {
        return combine_sizes(a, b, true, out);
    }
    return compare_sizes(a, b) >= 0 ? combine_sizes(a, b, false, out)
                                    : combine_sizes(b, a, false, out);
}

bool decimal_subtract(const struct decimal *a, const struct decimal *b, struct decimal *out)
{
    struct decimal minus = *b;
    minus.is_negative = b->count > 0 && !b->is_negative;
    return decimal_add(a, &minus, out);
}

bool decimal_multiply(const struct decimal *a, const struct decimal *b, struct decimal *out)
{
    if (a->count + b->count > DECIMAL_DIGITS) {
        return false;
    }
    struct decimal product = {.is_negative = a->is_negative != b->is_negative,
                              .exponent = a->exponent + b->exponent,
                              .count = a->count + b->count};
    for (uint32_t i = 0; i < a->count; i++) {
        unsigned carry = 0;
        for (uint32_t j = 0; j < b->count || carry > 0; j++) {
            unsigned digit = product.digits[i + j] + carry;
            digit += j < b->count ? (unsigned)a->digits[i] * b->digits[j] : 0;
            product.digits[i + j] = (uint8_t)(digit % 10);
            carry = digit / 10;
        }
    }
    tidy(&product);
    *out = product;
    return true;
}

bool decimal_whole_quotient(const struct decimal *a, const struct decimal *b, int64_t *out)
{
    ensure(b->count > 0 && !b->is_negative && !a->is_negative);
    if (end_of(a) - end_of(b) > 17) {
        return false;
    }
    struct decimal rest = *a;
    int64_t quotient = 0;
    for (int32_t shift = end_of(a) - end_of(b) + 1; shift >= 0; shift--) {
        struct decimal part = *b;
        part.exponent += shift;
        quotient *= 10;
        while (compare_sizes(&rest, &part) >= 0) {
            if (!decimal_subtract(&rest, &part, &rest)) {
                return false;
            }
            quotient++;
        }
    }
    *out = quotient;
    return true;
}

struct text decimal_write(struct arena *arena, const struct decimal *value)
{
    int32_t low = value->count > 0 && value->exponent < 0 ? value->exponent : 0;
    int32_t high = value->count > 0 && end_of(value) > 0 ? end_of(value) : 1;
    char *out = arena_alloc(arena, (size_t)(high - low) + 3);
    size_t len = 0;
    if (value->is_negative) {
        out[len++] = '-';
    }
    for (int32_t at = high - 1; at >= low; at--) {
        if (at == -1) {
            out[len++] = '.';
        }
        out[len++] = (char)('0' + digit_at(value, at));
    }
    return (struct text){out, len};
}
