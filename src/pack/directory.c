#include "pack/directory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

#define FILE_MAX ((long)64 << 20)

static bool unreadable(struct fault *fault, const char *path)
{
    return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                       FAULT_ARGS(text_of(path), text_of(strerror(errno))));
}

static bool read_all(struct arena *arena, FILE *file, const char *path, struct text *out, struct fault *fault)
{
    if (fseek(file, 0, SEEK_END) != 0) {
        return unreadable(fault, path);
    }
    long size = ftell(file);
    if (size < 0 || size > FILE_MAX || fseek(file, 0, SEEK_SET) != 0) {
        return unreadable(fault, path);
    }
    char *bytes = arena_alloc_raw(arena, (size_t)size + 1);
    if (fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        return unreadable(fault, path);
    }
    bytes[size] = '\0';
    *out = (struct text){bytes, (size_t)size};
    return true;
}

bool directory_read_json(struct arena *arena, const char *pack_directory, struct text file,
                         const struct jvalue **out, struct fault *fault)
{
    struct text path = text_format(arena, "%s/%.*s", pack_directory, TEXT_ARG(file));
    FILE *stream = fopen(path.at, "rb");
    if (stream == NULL) {
        return unreadable(fault, path.at);
    }
    struct text source;
    bool read = read_all(arena, stream, path.at, &source, fault);
    fclose(stream);
    return read && json_read(arena, source, out, fault);
}

static bool invalid(struct fault *fault, struct text file, const char *what)
{
    return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE, FAULT_ARGS(file, text_of(what)));
}

static struct text get(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

static struct names get_names(const struct jvalue *object, const char *zh, const char *en)
{
    struct names names = {get(object, zh), get(object, en)};
    names.en = names.en.len > 0 ? names.en : names.zh;
    return names;
}

static civil_date get_day(const struct jvalue *object, const char *name)
{
    civil_date day = CIVIL_DATE_NONE;
    struct text text = get(object, name);
    return civil_date_parse(text, &day) ? day : CIVIL_DATE_NONE;
}

/* One list of a file and how its records become structs. */
struct list_reader {
    const char *kind;   /* key of pack.json's files */
    const char *member; /* the array in that file */
    size_t size;
    void (*read)(const struct jvalue *record, void *out);
};

struct list {
    void *items;
    size_t count;
};

static void read_unit(const struct jvalue *record, void *out)
{
    *(struct directory_unit *)out = (struct directory_unit){
        .id = get(record, "id"),
        .name = get_names(record, "name", "name_en"),
        .type = get(record, "type"),
        .level = get(record, "level"),
        .district = get(record, "district_code"),
        .function = get(record, "function"),
    };
}

static void read_district(const struct jvalue *record, void *out)
{
    *(struct directory_district *)out = (struct directory_district){
        .code = get(record, "code"),
        .name = get_names(record, "name", "name_en"),
        .service_centre_org = get(record, "service_centre_org"),
        .promotion_org = get(record, "promotion_org"),
    };
}

static void read_term(const struct jvalue *record, void *out)
{
    *(struct directory_term *)out =
        (struct directory_term){get(record, "id"), get_names(record, "name", "name_en")};
}

static void read_direction(const struct jvalue *record, void *out)
{
    const struct jvalue *classes = jvalue_get(record, "classes");
    bool has_class = classes != NULL && classes->kind == JVALUE_ARRAY && classes->count > 0;
    *(struct directory_direction *)out = (struct directory_direction){
        .id = get(record, "id"),
        .name = get_names(record, "name", "name_en"),
        .first_class = has_class ? jvalue_text(&classes->items[0], TEXT_NONE) : TEXT_NONE,
        .is_listed = jvalue_bool(jvalue_get(record, "listed"), false),
    };
}

static void read_park(const struct jvalue *record, void *out)
{
    *(struct directory_park *)out = (struct directory_park){
        get(record, "id"), get_names(record, "name", "name_en"), get(record, "district_code")};
}

static void read_category(const struct jvalue *record, void *out)
{
    *(struct directory_category *)out = (struct directory_category){
        .code = get(record, "code"),
        .name = get_names(record, "name", "name_en"),
        .default_org = get(record, "default_org"),
        .resolve_days = (int)jvalue_int(jvalue_get(record, "resolve_working_days"), 10),
    };
}

static void read_reason(const struct jvalue *record, void *out)
{
    *(struct directory_reason *)out = (struct directory_reason){
        .code = get(record, "code"),
        .name = get_names(record, "name", "name_en"),
        .sentence = get_names(record, "text_zh", "text_en"),
    };
}

static void read_limit(const struct jvalue *record, void *out)
{
    *(struct directory_limit *)out = (struct directory_limit){
        .code = get(record, "code"),
        .value = (int)jvalue_int(jvalue_get(record, "value"), 0),
        .calendar_days = text_is(get(record, "unit"), "calendar_days"),
        .meaning = get_names(record, "meaning_zh", "meaning_en"),
        .basis = get(record, "basis"),
        .basis_kind = get(record, "basis_kind"),
        .valid_from = get_day(record, "valid_from"),
        .valid_to = get_day(record, "valid_to"),
    };
}

static struct list read_items(struct arena *arena, const struct jvalue *array, const struct list_reader *reader)
{
    struct list list = {NULL, 0};
    if (array == NULL || array->kind != JVALUE_ARRAY) {
        return list;
    }
    list.items = arena_alloc_array(arena, array->count, reader->size);
    list.count = array->count;
    for (uint32_t i = 0; i < array->count; i++) {
        reader->read(&array->items[i], (char *)list.items + i * reader->size);
    }
    return list;
}

struct source {
    struct arena *arena;
    const char *directory;
    const struct jvalue *pack;
};

static bool read_list(const struct source *source, const struct list_reader *reader, struct list *out,
                      struct fault *fault)
{
    struct text file = get(jvalue_get(source->pack, "files"), reader->kind);
    const struct jvalue *root = NULL;
    if (file.len == 0) {
        return invalid(fault, TEXT("pack.json"), reader->kind);
    }
    if (!directory_read_json(source->arena, source->directory, file, &root, fault)) {
        return false;
    }
    *out = read_items(source->arena, jvalue_get(root, reader->member), reader);
    return out->items != NULL || invalid(fault, file, reader->member);
}

static const struct list_reader unit_reader = {"organisations", "units", sizeof(struct directory_unit), read_unit};
static const struct list_reader district_reader = {"districts", "districts", sizeof(struct directory_district), read_district};
static const struct list_reader class_reader = {"industries", "classes", sizeof(struct directory_term), read_term};
static const struct list_reader direction_reader = {"industries", "directions", sizeof(struct directory_direction), read_direction};
static const struct list_reader role_reader = {"roles", "roles", sizeof(struct directory_term), read_term};
static const struct list_reader park_reader = {"parks", "parks", sizeof(struct directory_park), read_park};
static const struct list_reader category_reader = {"problem_categories", "categories", sizeof(struct directory_category), read_category};
static const struct list_reader reason_reader = {"supplement_reasons", "reasons", sizeof(struct directory_reason), read_reason};
static const struct list_reader limit_reader = {NULL, NULL, sizeof(struct directory_limit), read_limit};

static bool read_lists(const struct source *source, struct directory *out, struct fault *fault)
{
    struct list units, districts, classes, directions, roles, parks, categories, reasons;
    if (!read_list(source, &unit_reader, &units, fault) ||
        !read_list(source, &district_reader, &districts, fault) ||
        !read_list(source, &class_reader, &classes, fault) ||
        !read_list(source, &direction_reader, &directions, fault) ||
        !read_list(source, &role_reader, &roles, fault) || !read_list(source, &park_reader, &parks, fault) ||
        !read_list(source, &category_reader, &categories, fault) ||
        !read_list(source, &reason_reader, &reasons, fault)) {
        return false;
    }
    struct list limits = read_items(source->arena, jvalue_get(source->pack, "limits"), &limit_reader);
    out->units = units.items, out->unit_count = units.count;
    out->districts = districts.items, out->district_count = districts.count;
    out->classes = classes.items, out->class_count = classes.count;
    out->directions = directions.items, out->direction_count = directions.count;
    out->roles = roles.items, out->role_count = roles.count;
    out->parks = parks.items, out->park_count = parks.count;
    out->categories = categories.items, out->category_count = categories.count;
    out->reasons = reasons.items, out->reason_count = reasons.count;
    out->limits = limits.items, out->limit_count = limits.count;
    return true;
}

bool directory_load(struct arena *arena, const char *pack_directory, struct directory *out,
                    struct fault *fault)
{
    const struct jvalue *pack = NULL;
    if (!directory_read_json(arena, pack_directory, TEXT("pack.json"), &pack, fault)) {
        return false;
    }
    struct directory draft = {
        .id = get(pack, "id"),
        .version = get(pack, "version"),
        .city_code = get(pack, "city_code"),
        .title = get_names(pack, "name", "name_en"),
        .utc_offset_minutes = (int)jvalue_int(jvalue_get(pack, "utc_offset_minutes"), 0),
        .numbers = jvalue_get(pack, "numbers"),
        .demo = jvalue_get(pack, "demo"),
    };
    struct source source = {arena, pack_directory, pack};
    if (draft.id.len == 0 || draft.version.len == 0 || draft.numbers == NULL) {
        return invalid(fault, TEXT("pack.json"), "id, version, numbers");
    }
    if (!read_lists(&source, &draft, fault)) {
        return false;
    }
    *out = draft;
    return true;
}

/* The lists are short (at most a hundred records): looking along them costs less than a table. */
#define FIND(list, member, wanted)                                                                 \
    for (size_t i = 0; i < directory->list##_count; i++) {                                         \
        if (text_equal(directory->list##s[i].member, wanted)) {                                    \
            return &directory->list##s[i];                                                         \
        }                                                                                          \
    }                                                                                              \
    return NULL

const struct directory_unit *directory_unit_find(const struct directory *directory, struct text id)
{
    FIND(unit, id, id);
}

const struct directory_district *directory_district_find(const struct directory *directory, struct text code)
{
    FIND(district, code, code);
}

const struct directory_direction *directory_direction_find(const struct directory *directory, struct text id)
{
    FIND(direction, id, id);
}

const struct directory_reason *directory_reason_find(const struct directory *directory, struct text code)
{
    FIND(reason, code, code);
}

const struct directory_category *directory_category_find(const struct directory *directory, struct text code)
{
    for (size_t i = 0; i < directory->category_count; i++) {
        if (text_equal(directory->categories[i].code, code)) {
            return &directory->categories[i];
        }
    }
    return NULL;
}

const struct directory_limit *directory_limit_find(const struct directory *directory, struct text code,
                                                   civil_date on)
{
    for (size_t i = 0; i < directory->limit_count; i++) {
        const struct directory_limit *limit = &directory->limits[i];
        bool begun = limit->valid_from == CIVIL_DATE_NONE || on >= limit->valid_from;
        bool over = limit->valid_to != CIVIL_DATE_NONE && on > limit->valid_to;
        if (text_equal(limit->code, code) && begun && !over) {
            return limit;
        }
    }
    return NULL;
}

struct text names_in(struct names names, enum language language)
{
    return language == LANGUAGE_ZH ? names.zh : names.en;
}
