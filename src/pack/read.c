#include "pack/read.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

#define FILE_MAX ((size_t)64 << 20)

/* ---- files ---- */

static bool unreadable(struct fault *fault, struct text path, int error)
{
    return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                       FAULT_ARGS(path, text_of(strerror(error))));
}

static bool read_whole(int handle, char *bytes, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(handle, bytes + done, size - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            errno = got == 0 ? EIO : errno;
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

static bool read_text(struct arena *arena, struct text path, struct text *out, struct fault *fault)
{
    int handle = open(text_c_string(arena, path), O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (handle < 0) {
        return unreadable(fault, path, errno);
    }
    bool is_file =
        fstat(handle, &about) == 0 && S_ISREG(about.st_mode) && (size_t)about.st_size <= FILE_MAX;
    char *bytes = is_file ? arena_alloc_raw(arena, (size_t)about.st_size + 1) : NULL;
    errno = EFBIG;
    bool is_read = is_file && read_whole(handle, bytes, (size_t)about.st_size);
    int error = errno;
    close(handle);
    if (!is_read) {
        return unreadable(fault, path, error);
    }
    *out = (struct text){bytes, (size_t)about.st_size};
    return true;
}

static bool read_json(struct arena *arena, struct text directory, struct text name,
                      const struct jvalue **out, struct fault *fault)
{
    struct text source;
    struct fault inner = {0};
    struct text path = text_format(arena, "%.*s/%.*s", TEXT_ARG(directory), TEXT_ARG(name));
    if (!read_text(arena, path, &source, fault)) {
        return false;
    }
    if (!json_read(arena, source, out, &inner)) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(name, fault_sentence(arena, &inner, LANGUAGE_ZH)));
    }
    if ((*out)->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(name, TEXT("不是 JSON 对象 (not an object)")));
    }
    return true;
}

struct text pack_file_name(const struct jvalue *pack_json, enum pack_file file)
{
    if (file == PACK_FILE_PACK) {
        return TEXT("pack.json");
    }
    const struct jvalue *files = jvalue_get(pack_json, "files");
    return jvalue_text(jvalue_get(files, pack_file_shapes[file].kind), TEXT_NONE);
}

bool pack_has_file(const struct jvalue *pack_json, enum pack_file file)
{
    return !pack_file_shapes[file].is_optional || !text_is_empty(pack_file_name(pack_json, file));
}

/* Names come from the pack itself, but a pack may come from anywhere: it reads nothing outside. */
static bool stays_inside(struct text name)
{
    return !text_is_empty(name) && name.at[0] != '/' && text_find(name, TEXT("..")) == SIZE_MAX;
}

bool pack_read_file(struct arena *arena, struct text directory, const struct jvalue *pack_json,
                    enum pack_file file, const struct jvalue **out, struct fault *fault)
{
    struct text name = pack_file_name(pack_json, file);
    if (!stays_inside(name)) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(TEXT("pack.json"),
                                      text_format(arena, "files.%s", pack_file_shapes[file].kind)));
    }
    return read_json(arena, directory, name, out, fault);
}

/* ---- corrections ---- */

static int is_json(const struct dirent *entry)
{
    return text_ends_with(text_of(entry->d_name), TEXT(".json"));
}

static bool read_listed(struct arena *arena, struct text directory, struct dirent **entries,
                        uint32_t count, struct pack_corrections *out, struct fault *fault)
{
    const struct jvalue **items = arena_array(arena, const struct jvalue *, count);
    struct text *names = arena_array(arena, struct text, count);
    for (uint32_t i = 0; i < count; i++) {
        names[i] = text_copy(arena, text_of(entries[i]->d_name));
        if (!read_json(arena, directory, names[i], &items[i], fault)) {
            return false;
        }
    }
    *out = (struct pack_corrections){items, names, count};
    return true;
}

bool pack_read_corrections(struct arena *arena, struct text directory,
                           const struct jvalue *pack_json, struct pack_corrections *out,
                           struct fault *fault)
{
    struct text name = jvalue_text(jvalue_get(pack_json, "corrections"), TEXT_NONE);
    if (text_is_empty(name)) {
        *out = (struct pack_corrections){NULL, NULL, 0};
        return true;
    }
    if (!stays_inside(name)) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(TEXT("pack.json"), TEXT("corrections")));
    }
    struct text path = text_format(arena, "%.*s/%.*s", TEXT_ARG(directory), TEXT_ARG(name));
    struct dirent **entries = NULL;
    int count = scandir(text_c_string(arena, path), &entries, is_json, alphasort);
    if (count < 0) {
        return unreadable(fault, path, errno);
    }
    bool is_read = read_listed(arena, path, entries, (uint32_t)count, out, fault);
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    return is_read;
}

/* ---- days ---- */

bool pack_parse_day(struct text text, bool is_end, civil_date *out)
{
    char full[CIVIL_DATE_TEXT_SIZE];
    civil_date first = 0;
    if (text.len == 10) {
        return civil_date_parse(text, out);
    }
    if (text.len != 4 && text.len != 7) {
        return false;
    }
    memcpy(full, "0000-01-01", sizeof full);
    memcpy(full, text.at, text.len);
    if (!civil_date_parse(text_of(full), &first)) {
        return false;
    }
    struct civil_parts parts = civil_date_parts(first);
    if (is_end) {
        parts.month = text.len == 4 ? 12 : parts.month;
        parts.day = civil_days_in_month(parts.year, parts.month);
    }
    *out = civil_date_from_parts(parts);
    return true;
}

bool pack_validity(const struct jvalue *record, const char *key, civil_date *out)
{
    const struct jvalue *value = jvalue_get(record, key);
    if (jvalue_is_null(value)) {
        *out = CIVIL_DATE_NONE;
        return true;
    }
    return value->kind == JVALUE_TEXT &&
           pack_parse_day(value->text, text_is(text_of(key), "valid_to"), out);
}

/* ---- fields of a namespace ---- */

static bool read_type(const struct jvalue *record, enum fact_type *out)
{
    struct text type = jvalue_text(jvalue_get(record, "value_type"),
                                   jvalue_text(jvalue_get(record, "type"), TEXT_NONE));
    if (text_is(type, "list")) {
        *out = FACT_SET;
        return true;
    }
    return fact_type_find(type, out);
}

static bool read_values(struct arena *arena, const struct jvalue *values, struct text_list *out)
{
    if (jvalue_is_null(values)) {
        return true;
    }
    if (values->kind != JVALUE_ARRAY) {
        return false;
    }
    struct text *items = arena_array(arena, struct text, values->count);
    for (uint32_t i = 0; i < values->count; i++) {
        if (values->items[i].kind != JVALUE_TEXT) {
            return false;
        }
        items[i] = values->items[i].text;
    }
    *out = (struct text_list){items, values->count};
    return true;
}

bool pack_read_field(struct arena *arena, const struct jvalue *record, struct fact_field *out,
                     struct pack_why *why)
{
    struct fact_field field = {.name = jvalue_text(jvalue_get(record, "name"), TEXT_NONE)};
    const struct jvalue *min = jvalue_get(record, "min");
    if (text_is_empty(field.name)) {
        *why = (struct pack_why){"缺少字段名", "the field has no name"};
        return false;
    }
    if (!read_type(record, &field.type)) {
        *why = (struct pack_why){"字段类型不认识", "the field's type is not known"};
        return false;
    }
    if (!read_values(arena, jvalue_get(record, "values"), &field.values)) {
        *why = (struct pack_why){"取值应为文本的列表", "values must be a list of texts"};
        return false;
    }
    field.has_min = jvalue_is_number(min);
    field.min = jvalue_number(min);
    *out = field;
    return true;
}

/* ---- calendar ---- */

static bool read_day_list(struct arena *arena, const struct jvalue *list, const civil_date **out,
                          size_t *count)
{
    if (list == NULL || list->kind != JVALUE_ARRAY) {
        return false;
    }
    civil_date *days = arena_array(arena, civil_date, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != JVALUE_TEXT ||
            !civil_date_parse(list->items[i].text, &days[i])) {
            return false;
        }
    }
    *out = days;
    *count = list->count;
    return true;
}

static bool read_year(struct arena *arena, const struct jmember *member, struct calendar_year *out)
{
    int64_t year = 0;
    if (!text_to_int(member->name, &year) || year < 1 || year > 9999) {
        return false;
    }
    out->year = (int)year;
    return read_day_list(arena, jvalue_get(&member->value, "off"), &out->off, &out->off_count) &&
           read_day_list(arena, jvalue_get(&member->value, "work"), &out->work, &out->work_count);
}

bool pack_read_calendar(struct arena *arena, const struct jvalue *file, const struct calendar **out,
                        struct fault *fault)
{
    const struct jvalue *years = jvalue_get(file, "years");
    if (years == NULL || years->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(TEXT("calendar"), TEXT("years")));
    }
    struct calendar_year *list = arena_array(arena, struct calendar_year, years->count);
    for (uint32_t i = 0; i < years->count; i++) {
        if (!read_year(arena, &years->members[i], &list[i])) {
            return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                               FAULT_ARGS(TEXT("calendar"), years->members[i].name));
        }
    }
    return calendar_build(arena, list, years->count, out, fault);
}

/* ---- days of an item ---- */

bool pack_read_days(const struct jvalue *item, enum plan_basis basis, int32_t *out)
{
    static const char *const keys[PLAN_BASIS_COUNT] = {"planning_days", "promised_days",
                                                       "statutory_days"};
    const struct jvalue *value = jvalue_get(item, keys[basis]);
    if (jvalue_is_null(value) && basis != PLAN_PLANNING) {
        value = jvalue_get(item, keys[PLAN_PLANNING]);
    }
    if (!jvalue_is_number(value)) {
        return false;
    }
    double days = ceil(jvalue_number(value)); /* half a day counts as the next whole one */
    if (!(days >= 0 && days <= PLAN_DAYS_MAX) || jvalue_number(value) < 0) {
        return false;
    }
    *out = (int32_t)days;
    return true;
}

/* ---- equality, for corrections ---- */

static bool objects_equal(const struct jvalue *a, const struct jvalue *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t k = 0;
        while (k < b->count && !text_equal(a->members[i].name, b->members[k].name)) {
            k++;
        }
        if (k == b->count || !jvalue_equal(&a->members[i].value, &b->members[k].value)) {
            return false;
        }
    }
    return true;
}

static bool arrays_equal(const struct jvalue *a, const struct jvalue *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        if (!jvalue_equal(&a->items[i], &b->items[i])) {
            return false;
        }
    }
    return true;
}

bool jvalue_equal(const struct jvalue *a, const struct jvalue *b)
{
    if (jvalue_is_null(a) || jvalue_is_null(b)) {
        return jvalue_is_null(a) && jvalue_is_null(b);
    }
    if (jvalue_is_number(a) && jvalue_is_number(b)) {
        return !(jvalue_number(a) < jvalue_number(b)) && !(jvalue_number(a) > jvalue_number(b));
    }
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case JVALUE_BOOL: return a->truth == b->truth;
    case JVALUE_TEXT: return text_equal(a->text, b->text);
    case JVALUE_ARRAY: return a->count == b->count && arrays_equal(a, b);
    case JVALUE_OBJECT: return a->count == b->count && objects_equal(a, b);
    default: break;
    }
    return false;
}
