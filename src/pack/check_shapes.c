#include <math.h>

#include "base/arena.h"
#include "pack/checker.h"

/* ---- one value against its kind ---- */

static bool is_whole(const struct jvalue *value)
{
    return value->kind == JVALUE_INT && value->integer >= 0;
}

static bool is_amount(const struct jvalue *value)
{
    return jvalue_is_number(value) && isfinite(jvalue_number(value)) && jvalue_number(value) >= 0;
}

static bool is_filled(const struct jvalue *value)
{
    return value->kind == JVALUE_TEXT && !text_is_empty(value->text);
}

static bool is_day(const struct jvalue *value)
{
    civil_date day = 0;
    return value->kind == JVALUE_TEXT && pack_parse_day(value->text, false, &day);
}

static bool is_texts(const struct jvalue *value)
{
    for (uint32_t i = 0; value->kind == JVALUE_ARRAY && i < value->count; i++) {
        if (!is_filled(&value->items[i])) {
            return false;
        }
        for (uint32_t k = 0; k < i; k++) {
            if (text_equal(value->items[i].text, value->items[k].text)) {
                return false;
            }
        }
    }
    return value->kind == JVALUE_ARRAY;
}

static bool is_any(const struct jvalue *value)
{
    return !jvalue_is_null(value);
}

static bool is_bool(const struct jvalue *value)
{
    return value->kind == JVALUE_BOOL;
}

static bool is_list(const struct jvalue *value)
{
    return value->kind == JVALUE_ARRAY;
}

static bool is_object(const struct jvalue *value)
{
    return value->kind == JVALUE_OBJECT;
}

static const struct {
    bool (*fits)(const struct jvalue *value);
    struct pack_why why;
} kinds[] = {
    [KEY_ANY] = {is_any, {"不应为空", "must not be null"}},
    [KEY_TEXT] = {is_filled, {"应为非空文本", "must be text that is not empty"}},
    [KEY_NUMBER] = {is_amount, {"应为不小于 0 的数", "must be a number of 0 or more"}},
    [KEY_WHOLE] = {is_whole, {"应为不小于 0 的整数", "must be a whole number of 0 or more"}},
    [KEY_BOOL] = {is_bool, {"应为 true 或 false", "must be true or false"}},
    [KEY_DAY] = {is_day,
                 {"应为存在的日期（YYYY-MM-DD）", "must be a day that exists (YYYY-MM-DD)"}},
    [KEY_LIST] = {is_list, {"应为列表", "must be a list"}},
    [KEY_TEXTS] = {is_texts, {"应为互不相同的文本的列表", "must be a list of distinct texts"}},
    [KEY_OBJECT] = {is_object, {"应为对象", "must be an object"}},
    [KEY_RULE] = {is_object, {"应为条件", "must be a condition"}},
    [KEY_CODE] = {is_filled, {"应为编码", "must be a code"}},
    [KEY_CODES] = {is_texts, {"应为互不相同的编码的列表", "must be a list of distinct codes"}},
};

/* ---- references ---- */

static void check_code(struct checker *checker, struct spot spot, enum pack_list target,
                       struct text code)
{
    uint32_t index = 0;
    const struct list_shape *shape = &pack_list_shapes[target];
    if (check_array(checker, target) == NULL ||
        name_table_find(&checker->ids[target], code, &index)) {
        return;
    }
    struct text file = pack_file_name(checker->files[PACK_FILE_PACK], shape->file);
    check_add(checker, spot,
              text_format(checker->arena, "“%.*s”不在 %.*s 的 %s 中", TEXT_ARG(code),
                          TEXT_ARG(file), shape->array),
              text_format(checker->arena, "'%.*s' is not among the %s of %.*s", TEXT_ARG(code),
                          shape->array, TEXT_ARG(file)));
}

static void check_codes(struct checker *checker, struct spot spot, enum pack_list target,
                        const struct jvalue *value)
{
    if (value->kind == JVALUE_TEXT) {
        check_code(checker, spot, target, value->text);
    }
    for (uint32_t i = 0; value->kind == JVALUE_ARRAY && i < value->count; i++) {
        check_code(checker, spot, target, jvalue_text(&value->items[i], TEXT_NONE));
    }
}

/* ---- one record ---- */

static void check_key(struct checker *checker, struct spot spot, const struct key_shape *key,
                      const struct jvalue *record)
{
    const struct jvalue *value = jvalue_get(record, key->name);
    spot.field = text_of(key->name);
    if (value == NULL) {
        if ((key->flags & KEY_OPTIONAL) == 0) {
            check_add(checker, spot, TEXT("缺少这一项"), TEXT("the key is missing"));
        }
        return;
    }
    if (value->kind == JVALUE_NULL && (key->flags & KEY_NULL) != 0) {
        return;
    }
    if (!kinds[key->kind].fits(value)) {
        check_add(checker, spot, text_of(kinds[key->kind].why.zh),
                  text_of(kinds[key->kind].why.en));
    } else if (key->target != KEY_NO_TARGET) {
        check_codes(checker, spot, key->target, value);
    }
}

static void check_unknown_keys(struct checker *checker, struct spot spot,
                               const struct list_shape *shape, const struct jvalue *record)
{
    for (uint32_t i = 0; i < record->count; i++) {
        struct text name = record->members[i].name;
        size_t k = 0;
        while (k < shape->key_count && !text_is(name, shape->keys[k].name)) {
            k++;
        }
        if (k == shape->key_count) {
            spot.field = name;
            check_add(checker, spot, TEXT("格式中没有这一项"), TEXT("the format has no such key"));
        }
    }
}

static void check_record(struct checker *checker, enum pack_list list, const struct jvalue *record,
                         uint32_t at)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    struct spot spot = {shape->file, check_id(list, record), TEXT_NONE};
    if (text_is_empty(spot.record)) {
        spot.record = text_format(checker->arena, "%s[%u]", shape->array, (unsigned)at);
    }
    if (record->kind != JVALUE_OBJECT) {
        check_add(checker, spot, TEXT("应为对象"), TEXT("must be an object"));
        return;
    }
    for (size_t i = 0; i < shape->key_count; i++) {
        check_key(checker, spot, &shape->keys[i], record);
    }
    check_unknown_keys(checker, spot, shape, record);
}

/* ---- identifiers and validity ---- */

struct span {
    civil_date from;
    civil_date to;
};

/* CIVIL_DATE_NONE is the smallest day, which suits the beginning; the end needs the largest. A
 * broken bound counts as open: its own finding is made elsewhere. */
static struct span span_of(const struct jvalue *record)
{
    struct span span = {CIVIL_DATE_NONE, CIVIL_DATE_NONE};
    (void)!pack_validity(record, "valid_from", &span.from);
    (void)!pack_validity(record, "valid_to", &span.to);
    span.to = span.to == CIVIL_DATE_NONE ? INT32_MAX : span.to;
    return span;
}

static void check_validity(struct checker *checker, enum pack_list list, const struct jvalue *array,
                           uint32_t at)
{
    struct text id = check_id(list, &array->items[at]);
    struct span own = span_of(&array->items[at]);
    struct spot spot = {pack_list_shapes[list].file, id, TEXT("valid_from")};
    if (own.from > own.to) {
        check_add(checker, spot, TEXT("生效日晚于失效日"), TEXT("begins after it ends"));
    }
    for (uint32_t i = 0; i < at; i++) {
        struct span other = span_of(&array->items[i]);
        if (!text_is_empty(id) && text_equal(check_id(list, &array->items[i]), id) &&
            own.from <= other.to && other.from <= own.to) {
            check_add(checker, spot, TEXT("同一编码的有效期重叠（或重复）"),
                      TEXT("given twice with validity that overlaps"));
            return;
        }
    }
}

static void collect_ids(struct checker *checker, enum pack_list list)
{
    const struct jvalue *array = check_array(checker, list);
    checker->ids[list] = name_table_open(checker->arena, array == NULL ? 0 : array->count);
    for (uint32_t i = 0; array != NULL && i < array->count; i++) {
        (void)name_table_put(&checker->ids[list], check_id(list, &array->items[i]), i);
    }
}

static void check_list(struct checker *checker, enum pack_list list)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *array = check_array(checker, list);
    if (array == NULL) {
        bool is_there = jvalue_get(checker->files[shape->file], shape->array) != NULL;
        if (checker->files[shape->file] != NULL && (is_there || !shape->is_optional)) {
            check_add(checker, (struct spot){shape->file, TEXT_NONE, text_of(shape->array)},
                      TEXT("缺少这个列表"), TEXT("the list is missing or no list"));
        }
        return;
    }
    for (uint32_t i = 0; i < array->count; i++) {
        check_record(checker, list, &array->items[i], i);
        check_validity(checker, list, array, i);
    }
}

/* ---- whole files ---- */

static void check_top(struct checker *checker, enum pack_file file)
{
    const struct jvalue *top = checker->files[file];
    struct spot spot = {file, TEXT_NONE, TEXT("schema_version")};
    if (top == NULL) {
        return;
    }
    if (jvalue_int(jvalue_get(top, "schema_version"), 0) != 1) {
        check_add(checker, spot, TEXT("应为 1"), TEXT("must be 1"));
    }
    for (uint32_t i = 0; i < top->count; i++) {
        const char *const *known = pack_file_shapes[file].keys;
        while (*known != NULL && !text_is(top->members[i].name, *known)) {
            known++;
        }
        if (*known == NULL) {
            spot.field = top->members[i].name;
            check_add(checker, spot, TEXT("格式中没有这一项"), TEXT("the format has no such key"));
        }
    }
}

void check_shapes(struct checker *checker)
{
    for (int list = 0; list < PACK_LIST_COUNT; list++) {
        collect_ids(checker, (enum pack_list)list);
    }
    for (int file = 0; file < PACK_FILE_COUNT; file++) {
        check_top(checker, (enum pack_file)file);
        for (int list = 0; list < PACK_LIST_COUNT; list++) {
            if (pack_list_shapes[list].file == (enum pack_file)file) {
                check_list(checker, (enum pack_list)list);
            }
        }
    }
}
