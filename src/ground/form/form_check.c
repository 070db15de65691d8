#include "ground/form/form.h"

#include <string.h>

/* -- kinds -- */

/* Digits, optionally a point and at most `decimals` digits; no sign, no leading zeros. */
static bool is_decimal(struct text text, size_t decimals)
{
    size_t whole = 0;
    while (whole < text.len && text.at[whole] >= '0' && text.at[whole] <= '9') {
        whole++;
    }
    if (whole == 0 || whole > 13 || (whole > 1 && text.at[0] == '0')) {
        return false;
    }
    if (whole == text.len) {
        return true;
    }
    size_t fraction = text.len - whole - 1;
    bool is_fraction = text.at[whole] == '.' && fraction >= 1 && fraction <= decimals;
    for (size_t i = whole + 1; is_fraction && i < text.len; i++) {
        is_fraction = text.at[i] >= '0' && text.at[i] <= '9';
    }
    return is_fraction;
}

static const struct jvalue *as_text(struct arena *arena, struct text text)
{
    struct jvalue *value = arena_new(arena, struct jvalue);
    *value = (struct jvalue){.kind = JVALUE_TEXT, .text = text};
    return value;
}

/* A fact's number as decimal text: facts are JSON numbers, forms are written by people. */
static const struct jvalue *decimal_of(struct arena *arena, const struct jvalue *given,
                                       size_t decimals)
{
    if (given->kind == JVALUE_TEXT) {
        return is_decimal(given->text, decimals) ? given : NULL;
    }
    if (given->kind == JVALUE_INT && given->integer >= 0) {
        return as_text(arena, text_format(arena, "%lld", (long long)given->integer));
    }
    if (given->kind != JVALUE_REAL || given->real < 0 || given->real > 1e13) {
        return NULL;
    }
    struct text text = text_format(arena, "%.*f", (int)decimals, given->real);
    while (text_ends_with(text, TEXT("0")) || text_ends_with(text, TEXT("."))) {
        bool is_point = text_ends_with(text, TEXT("."));
        text.len--;
        if (is_point) {
            break;
        }
    }
    return as_text(arena, text_copy(arena, text));
}

static bool is_line(struct text text, bool many)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == 0x7f || (c < 0x20 && !(many && (c == '\n' || c == '\r' || c == '\t')))) {
            return false;
        }
    }
    return text_trim(text).len > 0;
}

static bool is_day(struct text text)
{
    civil_date day = CIVIL_DATE_NONE;
    return civil_date_parse(text, &day);
}

const struct jvalue *form_value_of(struct arena *arena, const struct form_field *field,
                                   const struct jvalue *given)
{
    if (jvalue_is_null(given)) {
        return NULL;
    }
    struct text text = jvalue_text(given, TEXT_NONE);
    bool fits = false;
    switch (field->type) {
    case FORM_NUMBER: return decimal_of(arena, given, 4);
    case FORM_MONEY: return decimal_of(arena, given, 2);
    case FORM_TEXT:
    case FORM_AREA:
        fits = given->kind == JVALUE_TEXT && is_line(text, field->type == FORM_AREA);
        break;
    case FORM_INTEGER: fits = given->kind == JVALUE_INT; break;
    case FORM_DATE: fits = given->kind == JVALUE_TEXT && is_day(text); break;
    case FORM_BOOL: fits = given->kind == JVALUE_BOOL; break;
    case FORM_ENUM: fits = given->kind == JVALUE_TEXT && text_list_has(field->values, text); break;
    case FORM_TYPE_COUNT: break;
    }
    return fits ? given : NULL;
}

/* -- refusals -- */

static bool refuse(struct arena *arena, const struct form_field *field, enum fault_code code,
                   const struct text *arguments, struct fault *fault)
{
    fault_raise(fault, code, text_format(arena, "answers.%.*s", TEXT_ARG(field->id)), arguments);
    fault_label(fault, field->name.at, field->name_en.at);
    return false;
}

static bool refuse_kind(struct arena *arena, const struct form_field *field, struct fault *fault)
{
    static const struct {
        const char *zh, *en;
    } kinds[FORM_TYPE_COUNT] = {
        [FORM_TEXT] = {"一行文字", "a line of text"},
        [FORM_AREA] = {"文字", "text"},
        [FORM_NUMBER] = {"不小于 0 的数，最多四位小数",
                         "a number of 0 or more, at most four decimals"},
        [FORM_MONEY] = {"金额（万元），最多两位小数",
                        "an amount in 10,000 yuan, at most two decimals"},
        [FORM_INTEGER] = {"整数", "a whole number"},
        [FORM_DATE] = {"存在的日期，如 2026-05-07", "a day that exists, as 2026-05-07"},
        [FORM_BOOL] = {"是或否", "yes or no"},
        [FORM_ENUM] = {"所列选项之一", "one of the choices"},
    };
    const char *zh = kinds[field->type].zh;
    const char *en = kinds[field->type].en;
    return refuse(arena, field, FAULT_FORM_KIND, FAULT_ARGS(text_of(zh), text_of(en)), fault);
}

static bool size_is_right(struct arena *arena, const struct form_field *field,
                          const struct jvalue *value, struct fault *fault)
{
    if (field->type == FORM_TEXT || field->type == FORM_AREA) {
        int64_t most = field->max > 0 ? field->max : field->type == FORM_TEXT ? 200 : 2000;
        struct text bound = text_format(arena, "%lld", (long long)most);
        return (int64_t)text_length(value->text) <= most ||
               refuse(arena, field, FAULT_FIELD_TOO_LONG, FAULT_ARGS(bound), fault);
    }
    bool is_number = field->type == FORM_NUMBER || field->type == FORM_MONEY;
    if (!is_number && field->type != FORM_INTEGER) {
        return true;
    }
    /* Whole parts decide: the pack's bounds are whole, and a fraction above one is above it. */
    struct text rest = is_number ? value->text : TEXT_NONE;
    int64_t whole = value->integer;
    if (is_number) {
        struct text head = text_cut(&rest, '.');
        ensure(text_to_int(head, &whole));
    }
    bool has_rest = rest.len > 0;
    if (field->min >= 0 && whole < field->min) {
        struct text bound = text_format(arena, "%lld", (long long)field->min);
        return refuse(arena, field, FAULT_FIELD_TOO_SMALL, FAULT_ARGS(bound), fault);
    }
    if (field->max >= 0 && (whole > field->max || (whole == field->max && has_rest))) {
        struct text bound = text_format(arena, "%lld", (long long)field->max);
        return refuse(arena, field, FAULT_FIELD_TOO_LARGE, FAULT_ARGS(bound), fault);
    }
    return true;
}

/* -- forms of numbers -- */

static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static bool is_uscc_shaped(struct text number)
{
    bool fits = number.len == 18;
    for (size_t i = 0; fits && i < number.len; i++) {
        fits = strchr(uscc_alphabet, number.at[i]) != NULL && number.at[i] != '\0';
    }
    return fits;
}

/* GB 32100-2015: the sum of the first 17 characters, weighted by powers of 3, modulo 31. */
bool form_uscc_fits(struct text number)
{
    int64_t sum = 0, weight = 1;
    if (!is_uscc_shaped(number)) {
        return false;
    }
    for (size_t i = 0; i < 17; i++) {
        sum += weight * (strchr(uscc_alphabet, number.at[i]) - uscc_alphabet);
        weight = weight * 3 % 31;
    }
    return uscc_alphabet[(31 - sum % 31) % 31] == number.at[17];
}

/* GB/T 40058-2021: 4-6-2-2-6 digits. The last one is a check digit whose rule was not obtained:
 * it is never computed here. */
static bool is_project_code(struct text code)
{
    static const char shape[] = "dddd-dddddd-dd-dd-dddddd";
    bool fits = code.len == sizeof shape - 1;
    for (size_t i = 0; fits && i < code.len; i++) {
        bool is_digit = code.at[i] >= '0' && code.at[i] <= '9';
        fits = shape[i] == 'd' ? is_digit : code.at[i] == '-';
    }
    return fits;
}

static bool is_industry_code(struct text code)
{
    bool fits = code.len >= 1 && code.len <= 5 && code.at[0] >= 'A' && code.at[0] <= 'T';
    for (size_t i = 1; fits && i < code.len; i++) {
        fits = code.at[i] >= '0' && code.at[i] <= '9';
    }
    return fits;
}

static bool form_is_right(struct arena *arena, const struct form_field *field,
                          const struct jvalue *value, struct fault *fault)
{
    struct text text = jvalue_text(value, TEXT_NONE);
    static const struct {
        const char *check, *zh, *en;
        bool (*fits)(struct text text);
    } forms[] = {
        {"uscc", "18 位数字和大写字母（不用 I、O、S、V、Z）",
         "18 digits and capital letters without I, O, S, V, Z", is_uscc_shaped},
        {"project_code", "2605-350112-04-01-123456 的形式", "written as 2605-350112-04-01-123456",
         is_project_code},
        {"industry_code", "一个字母加至多四位数字，如 C3985",
         "a letter and up to four digits, as C3985", is_industry_code},
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (text_is(field->check, forms[i].check) && !forms[i].fits(text)) {
            return refuse(arena, field, FAULT_FORM_KIND,
                          FAULT_ARGS(text_of(forms[i].zh), text_of(forms[i].en)), fault);
        }
    }
    return !text_is(field->check, "must_be_true") || jvalue_bool(value, false) ||
           refuse(arena, field, FAULT_FORM_STATEMENT, FAULT_NO_ARGS, fault);
}

/* Days of one form are texts of one shape: their order is that of the calendar. */
static bool order_is_right(struct arena *arena, const struct form_field *field,
                           const struct jvalue *answers, const struct jvalue *value,
                           struct fault *fault)
{
    if (field->not_before.len == 0) {
        return true;
    }
    struct text first =
        jvalue_text(jvalue_get(answers, text_c_string(arena, field->not_before)), TEXT_NONE);
    return first.len == 0 || text_compare(value->text, first) >= 0 ||
           refuse(arena, field, FAULT_FORM_ORDER, FAULT_ARGS(first), fault);
}

bool form_field_check(struct arena *arena, const struct form_field *field,
                      const struct jvalue *answers, struct fault *fault)
{
    const struct jvalue *given = jvalue_get(answers, text_c_string(arena, field->id));
    if (jvalue_is_null(given) || (given->kind == JVALUE_TEXT && text_trim(given->text).len == 0)) {
        return !field->required || refuse(arena, field, FAULT_FIELD_REQUIRED, FAULT_NO_ARGS, fault);
    }
    /* What a person writes is text of a number, never a JSON number. */
    bool is_loose =
        (field->type == FORM_NUMBER || field->type == FORM_MONEY) && given->kind != JVALUE_TEXT;
    const struct jvalue *value = is_loose ? NULL : form_value_of(arena, field, given);
    if (value == NULL) {
        return refuse_kind(arena, field, fault);
    }
    return size_is_right(arena, field, value, fault) && form_is_right(arena, field, value, fault) &&
           order_is_right(arena, field, answers, value, fault);
}

bool form_answers_are_asked(const struct form *form, const struct jvalue *answers,
                            struct fault *fault)
{
    for (uint32_t i = 0; i < answers->count; i++) {
        if (form_find(form, answers->members[i].name) == NULL) {
            return fault_raise(fault, FAULT_FORM_UNASKED, TEXT("answers"),
                               FAULT_ARGS(answers->members[i].name));
        }
    }
    return true;
}

bool form_check(struct arena *arena, const struct form *form, const struct jvalue *answers,
                struct fault *fault)
{
    if (!form_answers_are_asked(form, answers, fault)) {
        return false;
    }
    for (size_t i = 0; i < form->count; i++) {
        if (!form_field_check(arena, &form->fields[i], answers, fault)) {
            return false;
        }
    }
    return true;
}
