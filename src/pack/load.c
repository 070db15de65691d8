#include <string.h>

#include "base/arena.h"
#include "pack/living.h"

struct loader {
    struct arena *arena;
    struct pack *pack;
    const struct pack_options *options;
    struct fact_space *spaces[PACK_SPACE_COUNT];
    struct fault *fault;
};

/* "items.json: inv-filing.applies_when: ..." */
static bool refuse(const struct loader *loader, enum pack_list list, struct text record,
                   const char *what)
{
    const struct jvalue *pack_json = loader->pack->files[PACK_FILE_PACK];
    struct text where = text_format(
        loader->arena, "%.*s#%.*s",
        TEXT_ARG(pack_file_name(pack_json, pack_list_shapes[list].file)), TEXT_ARG(record));
    return fault_raise(loader->fault, FAULT_PACK_INVALID, TEXT_NONE,
                       FAULT_ARGS(where, text_of(what)));
}

/* ---- lists ---- */

static struct text first_text(const struct jvalue *record, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        struct text text = jvalue_text(jvalue_get(record, *keys), TEXT_NONE);
        if (!text_is_empty(text)) {
            return text;
        }
    }
    return TEXT_NONE;
}

static bool read_record(const struct loader *loader, enum pack_list list, const struct jvalue *from,
                        struct pack_record *out)
{
    static const char *const names[] = {"name", "name_zh", "title", "meaning_zh", NULL};
    static const char *const names_en[] = {"name_en", "meaning_en", NULL};
    out->raw = from;
    out->id = jvalue_text(jvalue_get(from, pack_list_shapes[list].id), TEXT_NONE);
    out->name = first_text(from, names);
    out->name_en = first_text(from, names_en);
    if (text_is_empty(out->id)) {
        return refuse(loader, list, text_of(pack_list_shapes[list].array),
                      "no identifier (缺少标识)");
    }
    if (!pack_validity(from, "valid_from", &out->valid_from) ||
        !pack_validity(from, "valid_to", &out->valid_to)) {
        return refuse(loader, list, out->id, "valid_from, valid_to (日期有误)");
    }
    return true;
}

static bool load_list(const struct loader *loader, enum pack_list list)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *array = jvalue_get(loader->pack->files[shape->file], shape->array);
    if (array == NULL && shape->is_optional) {
        return true;
    }
    if (array == NULL || array->kind != JVALUE_ARRAY) {
        return refuse(loader, list, text_of(shape->array), "must be a list (应为列表)");
    }
    struct pack_records *records = &loader->pack->lists[list];
    struct pack_record *items = arena_array(loader->arena, struct pack_record, array->count);
    records->by_id = name_table_open(loader->arena, array->count);
    for (uint32_t i = 0; i < array->count; i++) {
        if (!read_record(loader, list, &array->items[i], &items[i])) {
            return false;
        }
    }
    records->count = array->count;
    for (uint32_t i = 0; i < records->count; i++) {
        (void)name_table_put(&records->by_id, items[i].id, i);
    }
    records->items = items;
    return true;
}

/* ---- namespaces and conditions ---- */

static bool load_space(struct loader *loader, enum pack_space space)
{
    enum pack_list list = pack_space_fields[space];
    const struct pack_records *records = &loader->pack->lists[list];
    loader->spaces[space] = fact_space_open(loader->arena);
    for (uint32_t i = 0; i < records->count; i++) {
        struct fact_field field;
        struct pack_why why;
        if (!pack_read_field(loader->arena, records->items[i].raw, &field, &why)) {
            return refuse(loader, list, records->items[i].id, why.en);
        }
        if (!fact_space_add(loader->spaces[space], &field)) {
            return refuse(loader, list, field.name, "twice (重复)");
        }
    }
    return true;
}

static bool load_rules(struct loader *loader, enum pack_list list)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    struct pack_records *records = &loader->pack->lists[list];
    struct pack_record *items = arena_array(loader->arena, struct pack_record, records->count);
    for (uint32_t i = 0; i < records->count; i++) {
        items[i] = records->items[i];
        struct fault inner = {0};
        if (!rule_compile(loader->spaces[shape->space], jvalue_get(items[i].raw, shape->rule),
                          &items[i].rule, &inner)) {
            struct text what = fault_sentence(loader->arena, &inner, LANGUAGE_EN);
            return refuse(loader, list, items[i].id, text_c_string(loader->arena, what));
        }
    }
    records->items = items;
    return true;
}

static bool load_conditions(struct loader *loader)
{
    enum pack_scope scope = loader->options->scope;
    for (int space = 0; space < PACK_SPACE_COUNT; space++) {
        if (pack_list_shapes[pack_space_fields[space]].scope <= scope &&
            !load_space(loader, (enum pack_space)space)) {
            return false;
        }
    }
    for (int list = 0; list < PACK_LIST_COUNT; list++) {
        if (pack_list_shapes[list].rule != NULL && pack_list_shapes[list].scope <= scope &&
            !load_rules(loader, (enum pack_list)list)) {
            return false;
        }
    }
    for (int space = 0; space < PACK_SPACE_COUNT; space++) {
        if (loader->spaces[space] != NULL) {
            fact_space_seal(loader->spaces[space]);
        }
        loader->pack->spaces[space] = loader->spaces[space];
    }
    return true;
}

/* ---- the whole ---- */

static bool load_head(struct loader *loader)
{
    struct pack *pack = loader->pack;
    const struct jvalue *file = pack->files[PACK_FILE_PACK];
    pack->id = jvalue_text(jvalue_get(file, "id"), TEXT_NONE);
    pack->name = jvalue_text(jvalue_get(file, "name"), TEXT_NONE);
    pack->name_en = jvalue_text(jvalue_get(file, "name_en"), TEXT_NONE);
    pack->version = jvalue_text(jvalue_get(file, "version"), TEXT_NONE);
    pack->city_code = jvalue_text(jvalue_get(file, "city_code"), TEXT_NONE);
    pack->utc_offset_minutes = (int)jvalue_int(jvalue_get(file, "utc_offset_minutes"), 0);
    pack->is_corrected = loader->options->is_corrected;
    if (jvalue_int(jvalue_get(file, "schema_version"), 0) != 1 ||
        !civil_date_parse(jvalue_text(jvalue_get(file, "as_of"), TEXT_NONE), &pack->as_of)) {
        return fault_raise(loader->fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(TEXT("pack.json"), TEXT("schema_version, as_of")));
    }
    return true;
}

bool pack_build(struct arena *arena, const struct pack_sources *sources,
                const struct pack_options *options, const struct pack **out, struct fault *fault)
{
    struct loader loader = {
        .arena = arena, .pack = arena_new(arena, struct pack), .options = options, .fault = fault};
    loader.pack->directory = text_copy(arena, sources->directory);
    memcpy(loader.pack->files, sources->files, sizeof loader.pack->files);
    if (!load_head(&loader) || !pack_read_calendar(arena, loader.pack->files[PACK_FILE_CALENDAR],
                                                   &loader.pack->calendar, fault)) {
        return false;
    }
    for (int list = 0; list < PACK_LIST_COUNT; list++) {
        if (pack_list_shapes[list].scope <= options->scope &&
            !load_list(&loader, (enum pack_list)list)) {
            return false;
        }
    }
    if (options->scope > PACK_SCOPE_CALENDAR && !load_conditions(&loader)) {
        return false;
    }
    *out = loader.pack;
    return true;
}

bool pack_load(struct arena *arena, struct text directory, const struct pack_options *options,
               const struct pack **out, struct fault *fault)
{
    struct pack_sources sources;
    return pack_read_sources(arena, directory, options, &sources, fault) &&
           pack_build(arena, &sources, options, out, fault);
}

/* ---- finding ---- */

bool pack_in_force(const struct pack_record *record, civil_date on)
{
    return (record->valid_from == CIVIL_DATE_NONE || record->valid_from <= on) &&
           (record->valid_to == CIVIL_DATE_NONE || on <= record->valid_to);
}

bool pack_is_online_only(const struct pack *pack, struct text item, civil_date on)
{
    const struct pack_record *way = pack_find(pack, PACK_HANDLING, item, on);
    return way != NULL && text_is(jvalue_text(jvalue_get(way->raw, "online"), TEXT_NONE), "only");
}

const struct pack_record *pack_find(const struct pack *pack, enum pack_list list, struct text id,
                                    civil_date on)
{
    const struct pack_records *records = &pack->lists[list];
    uint32_t first = 0;
    if (records->count == 0 || !name_table_find(&records->by_id, id, &first)) {
        return NULL;
    }
    if (on == CIVIL_DATE_NONE) {
        return &records->items[first];
    }
    for (uint32_t i = first; i < records->count; i++) {
        if (text_equal(records->items[i].id, id) && pack_in_force(&records->items[i], on)) {
            return &records->items[i];
        }
    }
    return NULL;
}

bool pack_limit(const struct pack *pack, struct text code, civil_date on, int *value,
                struct fault *fault)
{
    const struct pack_record *limit = pack_find(pack, PACK_LIMITS, code, on);
    int64_t number = limit == NULL ? -1 : jvalue_int(jvalue_get(limit->raw, "value"), -1);
    if (number < 0 || number > PLAN_DAYS_MAX) {
        return fault_raise(fault, FAULT_PACK_INVALID, code,
                           FAULT_ARGS(TEXT("pack.json#limits"), code));
    }
    *value = (int)number;
    return true;
}

void pack_warn(const struct pack *pack, const struct facts *facts, struct fact_warnings *warnings)
{
    const struct pack_records *records = &pack->lists[PACK_CONTRADICTIONS];
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        if (rule_evaluate(record->rule, view) == RULE_YES) {
            struct fact_warning warning = {
                .oddity = FACT_CONTRADICTION,
                .field = record->id,
                .zh = jvalue_text(jvalue_get(record->raw, "text_zh"), TEXT_NONE),
                .en = jvalue_text(jvalue_get(record->raw, "text_en"), TEXT_NONE)};
            fact_warnings_add(warnings, &warning);
        }
    }
}

bool pack_item_days(const struct pack_record *item, enum plan_basis basis, int32_t *out)
{
    return pack_read_days(item->raw, basis, out);
}
