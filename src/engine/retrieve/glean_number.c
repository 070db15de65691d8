#include "engine/retrieve/glean.h"

/* Numbers as people write them. A number is a row of parts with falling scales ("3亿5000万"), a
 * part a section below ten thousand, or in digits, times its scale. */

#define DIGITS_MAX 15

struct sign {
    const char *text;
    int64_t value;
};

static const struct sign digits[] = {
    {"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3}, {"四", 4},
    {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"壹", 1}, {"贰", 2},
    {"叁", 3}, {"肆", 4}, {"伍", 5}, {"陆", 6}, {"柒", 7}, {"捌", 8}, {"玖", 9}};
static const struct sign wide_digits[] = {{"０", 0}, {"１", 1}, {"２", 2}, {"３", 3}, {"４", 4},
                                          {"５", 5}, {"６", 6}, {"７", 7}, {"８", 8}, {"９", 9}};
static const struct sign tens[] = {{"十", 10}, {"百", 100}, {"千", 1000},
                                   {"拾", 10}, {"佰", 100}, {"仟", 1000}};
static const struct sign scales[] = {
    {"万", 4}, {"萬", 4}, {"亿", 8}, {"億", 8}}; /* powers of ten */

struct reading {
    struct text text;
    size_t at;
};

static struct text rest_of(const struct reading *reading)
{
    return text_slice(reading->text, reading->at, reading->text.len - reading->at);
}

static bool take_word(struct reading *reading, const char *word)
{
    bool is_there = text_starts_with(rest_of(reading), text_of(word));
    reading->at += is_there ? text_of(word).len : 0;
    return is_there;
}

static bool take_sign(struct reading *reading, const struct sign *signs, size_t count,
                      int64_t *value)
{
    for (size_t i = 0; i < count; i++) {
        if (take_word(reading, signs[i].text)) {
            *value = signs[i].value;
            return true;
        }
    }
    return false;
}

static bool take_digit(struct reading *reading, int64_t *value)
{
    struct text rest = rest_of(reading);
    if (rest.len > 0 && rest.at[0] >= '0' && rest.at[0] <= '9') {
        *value = rest.at[0] - '0';
        reading->at++;
        return true;
    }
    return take_sign(reading, wide_digits, COUNT_OF(wide_digits), value);
}

/* What was read of one part. */
struct part {
    int64_t mantissa;
    int32_t exponent;  /* of ten */
    uint32_t digits;   /* of the mantissa, as written */
    int64_t last_tens; /* the last 十, 百, 千; 1: none */
    bool is_chinese;
    bool is_plain; /* one Chinese digit, without 零 before it */
    bool is_loose;
};

/* A comma between thousands: three digits behind it, and no fourth. */
static bool take_comma(struct reading *reading)
{
    struct reading ahead = *reading;
    int64_t digit = 0;
    uint32_t count = 0;
    if (!take_word(&ahead, ",")) {
        return false;
    }
    while (count <= 3 && take_digit(&ahead, &digit)) {
        count++;
    }
    reading->at += count == 3;
    return count == 3;
}

static void take_fraction(struct reading *reading, struct part *part)
{
    struct reading ahead = *reading;
    int64_t digit = 0;
    bool has_point = part->is_chinese ? take_word(&ahead, "点")
                                      : take_word(&ahead, ".") || take_word(&ahead, "．");
    if (!has_point) {
        return;
    }
    while (part->is_chinese ? take_sign(&ahead, digits, COUNT_OF(digits), &digit)
                            : take_digit(&ahead, &digit)) {
        part->digits++;
        part->is_plain = false;
        if (part->digits <= DIGITS_MAX) {
            part->mantissa = part->mantissa * 10 + digit;
            part->exponent--;
        }
        *reading = ahead;
    }
}

static bool take_digits(struct reading *reading, struct part *part)
{
    int64_t digit = 0;
    int64_t times = 1;
    while (take_digit(reading, &digit) ||
           (part->digits > 0 && take_comma(reading) && take_digit(reading, &digit))) {
        part->digits++;
        part->mantissa = part->digits <= DIGITS_MAX ? part->mantissa * 10 + digit : 0;
    }
    if (part->digits == 0) {
        return false;
    }
    take_fraction(reading, part);
    if (part->digits <= DIGITS_MAX && take_sign(reading, tens, COUNT_OF(tens), &times)) {
        part->mantissa *= times;
    }
    part->last_tens = times;
    return true;
}

/* 三千零五, 三千五 (which is 3500), 二〇二六, 十五. */
static bool take_chinese(struct reading *reading, struct part *part)
{
    size_t from = reading->at;
    int64_t pending = 0;
    int64_t value = 0;
    int64_t sign = 0;
    uint32_t row = 0; /* digits one behind the other */
    bool has_zero = false;
    part->is_chinese = true;
    while (part->digits <= DIGITS_MAX) {
        if (take_sign(reading, digits, COUNT_OF(digits), &sign)) {
            has_zero = has_zero || sign == 0;
            pending = pending * 10 + sign;
            row++;
            part->digits++;
        } else if (take_sign(reading, tens, COUNT_OF(tens), &sign)) {
            part->is_loose = part->is_loose || (row == 0 && sign > 10 && value == 0);
            value += (row == 0 ? 1 : pending) * sign;
            part->last_tens = sign;
            pending = 0;
            row = 0;
            has_zero = false;
            part->digits++;
        } else {
            break;
        }
    }
    bool is_short = row == 1 && !has_zero && part->last_tens > 10;
    part->is_plain = row == 1 && !has_zero && part->last_tens == 1;
    part->mantissa = value + (is_short ? pending * (part->last_tens / 10) : pending);
    if (reading->at > from) {
        take_fraction(reading, part);
    }
    return reading->at > from;
}

static int32_t take_scales(struct reading *reading)
{
    int64_t power = 0;
    int32_t sum = 0;
    while (sum <= 8 && take_sign(reading, scales, COUNT_OF(scales), &power)) {
        sum += (int32_t)power;
    }
    return sum;
}

static bool add_part(struct decimal *sum, const struct part *part, int32_t scale)
{
    struct decimal value;
    decimal_of_int(part->mantissa, &value);
    value.exponent += value.count > 0 ? part->exponent + scale : 0;
    return part->digits <= DIGITS_MAX && decimal_add(sum, &value, sum);
}

static bool take_part(struct reading *reading, struct part *part)
{
    *part = (struct part){.last_tens = 1};
    return take_digits(reading, part) || take_chinese(reading, part);
}

size_t glean_number(struct text text, struct glean_number *out)
{
    struct reading reading = {text, 0};
    struct part part;
    int32_t before = INT32_MAX;
    size_t end = 0;
    *out = (struct glean_number){.has_scale = false};
    decimal_of_int(0, &out->value);
    while (before > 0 && take_part(&reading, &part)) {
        int32_t scale = take_scales(&reading);
        bool is_short = end > 0 && scale == 0 && part.is_plain; /* 一万五 */
        bool is_another = end > 0 && scale == 0 && !part.is_chinese && part.last_tens == 1;
        if (scale >= before || is_another ||
            !add_part(&out->value, &part, is_short ? before - 1 : scale)) {
            break;
        }
        out->has_scale = out->has_scale || scale > 0;
        out->is_loose = out->is_loose || part.is_loose;
        before = scale;
        end = reading.at;
    }
    return end;
}
