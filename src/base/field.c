#include "base/field.h"

#include <string.h>

#include "base/arena.h"

#define TEXT_DEFAULT_MAX 200
#define LIST_DEFAULT_MAX 50
#define ID_MAX ((int64_t)1 << 53)

bool text_list_has(struct text_list list, struct text item)
{
    for (size_t i = 0; i < list.count; i++) {
        if (text_equal(list.items[i], item)) {
            return true;
        }
    }
    return false;
}

struct text_list text_list_of(struct arena *arena, const struct jvalue *array)
{
    uint32_t count = array != NULL && array->kind == JVALUE_ARRAY ? array->count : 0;
    struct text *items = arena_array(arena, struct text, count);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = jvalue_text(&array->items[i], TEXT_NONE);
    }
    return (struct text_list){items, count};
}

struct text text_list_join(struct arena *arena, struct text_list list)
{
    size_t size = 0;
    for (size_t i = 0; i < list.count; i++) {
        size += list.items[i].len + 1;
    }
    char *joined = arena_array(arena, char, size + 1);
    size_t at = 0;
    for (size_t i = 0; i < list.count; i++) {
        memcpy(joined + at, list.items[i].at, list.items[i].len);
        at += list.items[i].len;
        joined[at++] = '\n';
    }
    return (struct text){joined, at > 0 ? at - 1 : 0};
}

struct text_list text_list_split(struct arena *arena, struct text joined)
{
    size_t count = 1;
    for (size_t i = 0; i < joined.len; i++) {
        count += joined.at[i] == '\n';
    }
    struct text *items = arena_array(arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        items[i] = text_cut(&joined, '\n');
    }
    bool is_empty = count == 1 && items[0].len == 0;
    return (struct text_list){items, is_empty ? 0 : count};
}

static struct text *as_text(const struct field *field, void *out)
{
    return (struct text *)(void *)((char *)out + field->offset);
}

static int64_t *as_int(const struct field *field, void *out)
{
    return (int64_t *)(void *)((char *)out + field->offset);
}

static civil_date *as_date(const struct field *field, void *out)
{
    return (civil_date *)(void *)((char *)out + field->offset);
}

static bool *as_bool(const struct field *field, void *out)
{
    return (bool *)(void *)((char *)out + field->offset);
}

static struct text_list *as_list(const struct field *field, void *out)
{
    return (struct text_list *)(void *)((char *)out + field->offset);
}

static void clear_one(const struct field *field, void *out)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
    case FIELD_KIND_MONEY:
    case FIELD_KIND_CHOICE:
    case FIELD_KIND_JSON: *as_text(field, out) = TEXT_NONE; break;
    case FIELD_KIND_INT:
    case FIELD_KIND_ID: *as_int(field, out) = 0; break;
    case FIELD_KIND_TRUTH: *as_int(field, out) = -1; break;
    case FIELD_KIND_BOOL: *as_bool(field, out) = false; break;
    case FIELD_KIND_DATE: *as_date(field, out) = CIVIL_DATE_NONE; break;
    case FIELD_KIND_TEXTS: *as_list(field, out) = (struct text_list){NULL, 0}; break;
    }
}

void field_clear(const struct field_table *table, void *out)
{
    memset(out, 0, table->size);
    for (size_t i = 0; i < table->count; i++) {
        clear_one(&table->fields[i], out);
    }
}

static bool refuse(const struct field *field, struct fault *fault, enum fault_code code,
                   const struct text *arguments)
{
    fault_raise(fault, code, text_of(field->name), arguments);
    fault_label(fault, field->zh, field->en);
    return false;
}

static bool refuse_type(const struct field *field, struct fault *fault, const char *zh,
                        const char *en)
{
    return refuse(field, fault, FAULT_FIELD_TYPE, FAULT_ARGS(text_of(zh), text_of(en)));
}

static bool refuse_bound(const struct field *field, struct fault *fault, enum fault_code code,
                         int64_t bound)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t left = bound < 0 ? 0 - (uint64_t)bound : (uint64_t)bound;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (bound < 0) {
        *--at = '-';
    }
    return refuse(field, fault, code,
                  FAULT_ARGS(((struct text){at, (size_t)(digits + sizeof digits - at)})));
}

static bool check_text(const struct field *field, struct text text, struct fault *fault)
{
    int64_t most = field->max > 0 ? field->max : TEXT_DEFAULT_MAX;
    bool has_lines =
        memchr(text.at, '\n', text.len) != NULL || memchr(text.at, '\r', text.len) != NULL;
    bool broken = text_has_controls(text) || (!field->multiline && has_lines);
    if (broken) {
        return refuse(field, fault, FAULT_FIELD_CONTROLS, FAULT_NO_ARGS);
    }
    if ((int64_t)text_length(text) > most) {
        return refuse_bound(field, fault, FAULT_FIELD_TOO_LONG, most);
    }
    return true;
}

/* Nothing to read: also the full-width space of a Chinese keyboard, and spaces of no width. */
static bool is_blank(struct text text)
{
    static const struct text spaces[] = {TEXT(" "),      TEXT("\t"),     TEXT("\n"),
                                         TEXT("\r"),     TEXT("\u3000"), TEXT("\xc2\xa0"),
                                         TEXT("\u200b"), TEXT("\ufeff")};
    size_t at = 0;
    bool moved = true;
    while (at < text.len && moved) {
        moved = false;
        for (size_t i = 0; i < COUNT_OF(spaces) && !moved; i++) {
            moved = text_starts_with(text_slice(text, at, text.len - at), spaces[i]);
            at += moved ? spaces[i].len : 0;
        }
    }
    return at == text.len;
}

static bool read_text(const struct field *field, const struct jvalue *value, void *out,
                      struct fault *fault)
{
    if (value->kind != JVALUE_TEXT) {
        return refuse_type(field, fault, "文本", "text");
    }
    struct text text = text_trim(value->text);
    if (!check_text(field, text, fault)) {
        return false;
    }
    if (field->required && is_blank(text)) {
        return refuse(field, fault, FAULT_FIELD_REQUIRED, FAULT_NO_ARGS);
    }
    *as_text(field, out) = text;
    return true;
}

static bool read_int(const struct field *field, const struct jvalue *value, void *out,
                     struct fault *fault)
{
    if (value->kind != JVALUE_INT) {
        return refuse_type(field, fault, "整数", "a whole number");
    }
    bool is_id = field->kind == FIELD_KIND_ID;
    int64_t least = is_id ? 1 : field->min;
    int64_t most = is_id ? ID_MAX : field->max != 0 ? field->max : ID_MAX;
    if (value->integer < least) {
        return refuse_bound(field, fault, FAULT_FIELD_TOO_SMALL, least);
    }
    if (value->integer > most) {
        return refuse_bound(field, fault, FAULT_FIELD_TOO_LARGE, most);
    }
    *as_int(field, out) = value->integer;
    return true;
}

static bool read_date(const struct field *field, const struct jvalue *value, void *out,
                      struct fault *fault)
{
    if (value->kind != JVALUE_TEXT || !civil_date_parse(value->text, as_date(field, out))) {
        return refuse(field, fault, FAULT_FIELD_DATE, FAULT_NO_ARGS);
    }
    return true;
}

/* "12345.67", with so many decimals at most, and the more of them the fewer digits before. */
static bool money_is_written(struct text text, int most)
{
    size_t whole = 0;
    while (whole < text.len && text.at[whole] >= '0' && text.at[whole] <= '9') {
        whole++;
    }
    if (whole == 0 || whole > (size_t)(15 - most) || (whole > 1 && text.at[0] == '0')) {
        return false;
    }
    if (whole == text.len) {
        return true;
    }
    size_t decimals = text.len - whole - 1;
    if (text.at[whole] != '.' || decimals < 1 || decimals > (size_t)most) {
        return false;
    }
    for (size_t i = whole + 1; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
    }
    return true;
}

static bool read_money(struct arena *arena, const struct field *field, const struct jvalue *value,
                       void *out, struct fault *fault)
{
    int decimals = field->max != 0 ? (int)field->max : MONEY_DECIMALS;
    if (value->kind != JVALUE_TEXT || !money_is_written(value->text, decimals)) {
        return refuse(field, fault, FAULT_FIELD_MONEY,
                      FAULT_ARGS(text_format(arena, "%d", decimals)));
    }
    *as_text(field, out) = value->text;
    return true;
}

/* "a、b、c" for the refusal; long lists are cut by the fault itself. */
static struct text choice_list(struct arena *arena, const char *const *choices)
{
    struct buffer out = buffer_open(arena, 128);
    for (size_t i = 0; choices[i] != NULL; i++) {
        buffer_add(&out, i == 0 ? TEXT_NONE : TEXT(", "));
        buffer_add(&out, text_of(choices[i]));
    }
    return buffer_text(&out);
}

static bool read_choice(struct arena *arena, const struct field *field, const struct jvalue *value,
                        void *out, struct fault *fault)
{
    struct text text = jvalue_text(value, TEXT_NONE);
    for (size_t i = 0; value->kind == JVALUE_TEXT && field->choices[i] != NULL; i++) {
        if (text_is(text, field->choices[i])) {
            *as_text(field, out) = text;
            return true;
        }
    }
    return refuse(field, fault, FAULT_FIELD_CHOICE,
                  FAULT_ARGS(text, choice_list(arena, field->choices)));
}

static bool list_holds(const struct text *items, size_t count, struct text text)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(items[i], text)) {
            return true;
        }
    }
    return false;
}

static bool read_texts(struct arena *arena, const struct field *field, const struct jvalue *value,
                       void *out, struct fault *fault)
{
    int64_t most = field->max > 0 ? field->max : LIST_DEFAULT_MAX;
    if (value->kind != JVALUE_ARRAY) {
        return refuse_type(field, fault, "文本列表", "a list of texts");
    }
    if ((int64_t)value->count > most) {
        return refuse_bound(field, fault, FAULT_FIELD_TOO_LARGE, most);
    }
    struct text *items = arena_array(arena, struct text, value->count);
    size_t count = 0;
    const struct field line = {.name = field->name, .zh = field->zh, .en = field->en};
    for (uint32_t i = 0; i < value->count; i++) {
        const struct jvalue *item = &value->items[i];
        if (item->kind != JVALUE_TEXT) {
            return refuse_type(field, fault, "文本列表", "a list of texts");
        }
        struct text text = text_trim(item->text);
        if (!check_text(&line, text, fault)) {
            return false;
        }
        if (text.len > 0 && !list_holds(items, count, text)) {
            items[count++] = text;
        }
    }
    if (field->required && count == 0) {
        return refuse(field, fault, FAULT_FIELD_REQUIRED, FAULT_NO_ARGS);
    }
    *as_list(field, out) = (struct text_list){items, count};
    return true;
}

static bool read_json(struct arena *arena, const struct field *field, const struct jvalue *value,
                      void *out, struct fault *fault)
{
    if (value->kind != JVALUE_OBJECT && value->kind != JVALUE_ARRAY) {
        return refuse_type(field, fault, "对象或列表", "an object or a list");
    }
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    *as_text(field, out) = buffer_text(&buffer);
    return true;
}

static bool read_truth(const struct field *field, const struct jvalue *value, void *out,
                       struct fault *fault)
{
    if (value->kind != JVALUE_BOOL) {
        return refuse_type(field, fault, "是或否（true、false，未知填 null）",
                           "true, false, or null for unknown");
    }
    if (field->kind == FIELD_KIND_BOOL) {
        *as_bool(field, out) = value->truth;
    } else {
        *as_int(field, out) = value->truth ? 1 : 0;
    }
    return true;
}

static bool read_one(struct arena *arena, const struct field *field, const struct jvalue *value,
                     void *out, struct fault *fault)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT: return read_text(field, value, out, fault);
    case FIELD_KIND_INT:
    case FIELD_KIND_ID: return read_int(field, value, out, fault);
    case FIELD_KIND_BOOL:
    case FIELD_KIND_TRUTH: return read_truth(field, value, out, fault);
    case FIELD_KIND_DATE: return read_date(field, value, out, fault);
    case FIELD_KIND_MONEY: return read_money(arena, field, value, out, fault);
    case FIELD_KIND_CHOICE: return read_choice(arena, field, value, out, fault);
    case FIELD_KIND_TEXTS: return read_texts(arena, field, value, out, fault);
    case FIELD_KIND_JSON: return read_json(arena, field, value, out, fault);
    }
    return false;
}

static bool names_are_known(const struct field_table *table, const struct jvalue *object,
                            struct fault *fault)
{
    for (uint32_t i = 0; i < object->count; i++) {
        bool known = false;
        for (size_t f = 0; f < table->count && !known; f++) {
            known = text_is(object->members[i].name, table->fields[f].name);
        }
        if (!known) {
            struct text name = object->members[i].name;
            return fault_raise(fault, FAULT_FIELD_UNKNOWN, name, FAULT_ARGS(name));
        }
    }
    return true;
}

bool field_read(struct arena *arena, const struct field_table *table, const struct jvalue *object,
                void *out, struct fault *fault)
{
    if (object == NULL || object->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_BODY_NOT_OBJECT, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!names_are_known(table, object, fault)) {
        return false;
    }
    void *draft = arena_alloc(arena, table->size);
    field_clear(table, draft);
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        const struct jvalue *value = jvalue_get(object, field->name);
        if (jvalue_is_null(value)) {
            if (field->required) {
                return refuse(field, fault, FAULT_FIELD_REQUIRED, FAULT_NO_ARGS);
            }
            continue;
        }
        if (!read_one(arena, field, value, draft, fault)) {
            return false;
        }
    }
    memcpy(out, draft, table->size);
    return true;
}

bool money_is_valid(struct text text)
{
    return money_is_written(text, MONEY_DECIMALS);
}

static int64_t scaled(struct text text, int places)
{
    int64_t value = 0;
    int decimals = -1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '.') {
            decimals = 0;
            continue;
        }
        value = value * 10 + (text.at[i] - '0');
        decimals += decimals >= 0;
    }
    for (int left = places - (decimals < 0 ? 0 : decimals); left > 0; left--) {
        value *= 10;
    }
    return value;
}

int64_t money_hundredths(struct text text)
{
    ensure(money_is_valid(text));
    return scaled(text, MONEY_DECIMALS);
}

int64_t money_fen(struct text text)
{
    ensure(money_is_written(text, MONEY_FEN_DECIMALS));
    return scaled(text, MONEY_FEN_DECIMALS);
}
