#include <string.h>

#include "base/arena.h"
#include "sheet/sheet.h"

#define DIGITS 15
#define PLAIN_MAX 30

/* Sign, digits and where the point stands: value = 0.d1d2d3... x 10^point. */
struct decimal {
    bool negative;
    char digits[DIGITS + 1];
    int count;
    int point;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes digits up to one more than are kept, skipping leading zeros. */
static size_t take_digits(struct text raw, size_t at, bool behind_point, struct decimal *out)
{
    while (at < raw.len && is_digit(raw.at[at])) {
        bool leads = out->count == 0 && raw.at[at] == '0';
        if (!leads && out->count <= DIGITS) {
            out->digits[out->count] = raw.at[at];
        }
        if (!leads) {
            out->count += out->count <= DIGITS;
            out->point += !behind_point;
        } else if (behind_point) {
            out->point--;
        }
        at++;
    }
    return at;
}

static bool take_exponent(struct text raw, size_t at, struct decimal *out)
{
    int64_t exponent = 0;
    if (at == raw.len) {
        return true;
    }
    if (raw.at[at] != 'e' && raw.at[at] != 'E') {
        return false;
    }
    at += at + 1 < raw.len && raw.at[at + 1] == '+' ? 2 : 1;
    if (!text_to_int(text_slice(raw, at, raw.len - at), &exponent) || exponent < -400 ||
        exponent > 400) {
        return false;
    }
    out->point += (int)exponent;
    return true;
}

static void round_off(struct decimal *number)
{
    bool up = number->count > DIGITS && number->digits[DIGITS] >= '5';
    number->count = number->count > DIGITS ? DIGITS : number->count;
    for (int i = number->count - 1; up && i >= 0; i--) {
        up = number->digits[i] == '9';
        number->digits[i] = up ? '0' : (char)(number->digits[i] + 1);
    }
    if (up && number->count > 0) {
        memmove(number->digits + 1, number->digits, (size_t)number->count - 1);
        number->digits[0] = '1';
        number->point++;
    }
    while (number->count > 0 && number->digits[number->count - 1] == '0') {
        number->count--;
    }
}

static bool parse(struct text raw, struct decimal *out)
{
    size_t at = 0;
    *out = (struct decimal){.count = 0};
    out->negative = raw.len > 0 && raw.at[0] == '-';
    at += out->negative;
    size_t begins = at;
    at = take_digits(raw, at, false, out);
    bool has_digits = at > begins;
    if (at < raw.len && raw.at[at] == '.') {
        size_t behind = at + 1;
        at = take_digits(raw, behind, true, out);
        has_digits |= at > behind;
    }
    if (!has_digits || !take_exponent(raw, at, out)) {
        return false;
    }
    round_off(out);
    return true;
}

bool sheet_decimal(struct arena *arena, struct text raw, struct text *out)
{
    struct decimal number;
    char plain[2 * PLAIN_MAX + 4];
    size_t len = 0;
    if (!parse(raw, &number) || number.point > PLAIN_MAX || number.point < -PLAIN_MAX) {
        return false;
    }
    if (number.negative && number.count > 0) {
        plain[len++] = '-';
    }
    if (number.point <= 0 || number.count == 0) {
        plain[len++] = '0';
    }
    for (int i = 0; number.count > 0 && i < number.point; i++) {
        plain[len++] = i < number.count ? number.digits[i] : '0';
    }
    if (number.count > number.point && number.count > 0) {
        plain[len++] = '.';
        for (int i = number.point; i < 0; i++) {
            plain[len++] = '0';
        }
        for (int i = number.point > 0 ? number.point : 0; i < number.count; i++) {
            plain[len++] = number.digits[i];
        }
    }
    ensure(len < sizeof plain);
    *out = text_copy(arena, (struct text){plain, len});
    return true;
}

/* Day 1 is 1900-01-01 and day 60 the 29th of February that 1900 did not have: counting from
 * 1899-12-30 is right from 1900-03-01 on. */
civil_date sheet_day(struct text serial, bool since_1904)
{
    int64_t number = 0;
    struct text rest = serial;
    struct text whole = text_cut(&rest, '.');
    if (!text_to_int(whole, &number) || number < (since_1904 ? 0 : 61) || number > 2958465) {
        return CIVIL_DATE_NONE;
    }
    civil_date epoch = civil_date_from_parts(since_1904 ? (struct civil_parts){1904, 1, 1}
                                                        : (struct civil_parts){1899, 12, 30});
    return epoch + (civil_date)number;
}

/* Letters of days and years outside quotes and brackets, in the part for positive numbers;
 * "General" and "h:mm" have none. */
bool sheet_format_is_date(struct text code)
{
    bool quoted = false, has_day = false;
    int brackets = 0;
    for (size_t i = 0; i < code.len && (quoted || code.at[i] != ';'); i++) {
        char c = text_lower(code.at[i]);
        if (c == '\\' || c == '_') {
            i++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '[' || c == ']')) {
            brackets += c == '[' ? 1 : -1;
        } else if (!quoted && brackets == 0 && (c == 'y' || c == 'd')) {
            has_day = true;
        } else if (!quoted && brackets == 0 && (c == '#' || c == '0' || c == '@')) {
            return false;
        }
    }
    return has_day && !text_is(code, "General");
}

struct text sheet_address(struct arena *arena, size_t row, size_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (size_t rest = column + 1; rest > 0 && at > 0; rest = (rest - 1) / 26) {
        letters[--at] = (char)('A' + (rest - 1) % 26);
    }
    return text_format(arena, "%.*s%zu", (int)(sizeof letters - at), letters + at, row + 1);
}
