#include "pack/gleaning.h"

#include "base/arena.h"
#include "base/json_write.h"

/* The rows of one array. */
static uint32_t count_of(const struct jvalue *array)
{
    return array != NULL && array->kind == JVALUE_ARRAY ? array->count : 0;
}

static struct text value_text(const struct jvalue *value)
{
    if (value != NULL && value->kind == JVALUE_BOOL) {
        return value->truth ? TEXT("true") : TEXT("false");
    }
    return jvalue_text(value, TEXT_NONE);
}

static struct text_list values_of(struct arena *arena, const struct jvalue *array)
{
    struct text *items = arena_array(arena, struct text, count_of(array));
    for (uint32_t i = 0; i < count_of(array); i++) {
        items[i] = value_text(&array->items[i]);
    }
    return (struct text_list){items, count_of(array)};
}

static bool is_true(const struct jvalue *record, const char *key)
{
    const struct jvalue *value = jvalue_get(record, key);
    return value != NULL && value->kind == JVALUE_BOOL && value->truth;
}

/* A field that the pack no longer has says nothing. */
static bool read_rule(struct arena *arena, const struct pack *pack, const struct jvalue *raw,
                      struct glean_rule *out)
{
    struct text name = jvalue_text(jvalue_get(raw, "field"), TEXT_NONE);
    *out = (struct glean_rule){.field = UINT32_MAX - 1,
                               .is_sink = name.len == 0,
                               .is_said = is_true(raw, "said"),
                               .is_open = is_true(raw, "open"),
                               .words = text_list_of(arena, jvalue_get(raw, "words")),
                               .values = values_of(arena, jvalue_get(raw, "values")),
                               .no = value_text(jvalue_get(raw, "no")),
                               .unit = jvalue_text(jvalue_get(raw, "unit"), TEXT_NONE)};
    if (out->is_sink) {
        return true;
    }
    const struct pack_record *record = pack_find(pack, PACK_FIELDS, name, CIVIL_DATE_NONE);
    out->unit =
        record == NULL ? TEXT_NONE : jvalue_text(jvalue_get(record->raw, "unit"), TEXT_NONE);
    return record != NULL && fact_space_find(pack->spaces[PACK_SPACE_FACTS], name, &out->field);
}

/* "长乐区", and "长乐" where what is left is still a name. */
static struct text_list names_of(struct arena *arena, struct text name)
{
    static const char *const kinds[] = {"区", "县", "市"};
    struct text *items = arena_array(arena, struct text, 2);
    struct text_list list = {items, 1};
    items[0] = name;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct text kind = text_of(kinds[i]);
        if (text_ends_with(name, kind) && text_length(name) > 2) {
            items[list.count++] = text_slice(name, 0, name.len - kind.len);
            break;
        }
    }
    return list;
}

static void add_districts(struct arena *arena, const struct pack *pack, struct glean_rule *rules,
                          struct glean_words *out)
{
    const struct pack_records *districts = &pack->lists[PACK_DISTRICTS];
    for (uint32_t i = 0; i < districts->count; i++) {
        struct text *code = arena_array(arena, struct text, 1);
        code[0] = districts->items[i].id;
        rules[out->rule_count++] =
            (struct glean_rule){.field = PACK_GLEAN_DISTRICT,
                                .is_said = true,
                                .words = names_of(arena, districts->items[i].name),
                                .values = {code, 1}};
    }
}

static void read_units(struct arena *arena, const struct jvalue *array, struct glean_words *out)
{
    struct glean_unit *units = arena_array(arena, struct glean_unit, count_of(array));
    for (uint32_t i = 0; i < count_of(array); i++) {
        const struct jvalue *raw = &array->items[i];
        struct glean_number factor;
        glean_number(jvalue_text(jvalue_get(raw, "factor"), TEXT_NONE), &factor);
        units[i] = (struct glean_unit){.unit = jvalue_text(jvalue_get(raw, "unit"), TEXT_NONE),
                                       .word = jvalue_text(jvalue_get(raw, "word"), TEXT_NONE),
                                       .factor = factor.value,
                                       .is_open = is_true(raw, "open")};
    }
    out->units = units;
    out->unit_count = count_of(array);
}

void pack_gleaning(struct arena *arena, const struct pack *pack, struct glean_words *out)
{
    const struct jvalue *file = jvalue_get(pack->files[PACK_FILE_WORDS], "facts");
    const struct jvalue *rules = jvalue_get(file, "rules");
    *out = (struct glean_words){.yes = text_list_of(arena, jvalue_get(file, "yes")),
                                .no = text_list_of(arena, jvalue_get(file, "no")),
                                .doubt = text_list_of(arena, jvalue_get(file, "doubt")),
                                .ignore = text_list_of(arena, jvalue_get(file, "ignore")),
                                .breaks = text_list_of(arena, jvalue_get(file, "breaks"))};
    if (file == NULL) {
        return;
    }
    struct glean_rule *all =
        arena_array(arena, struct glean_rule, count_of(rules) + pack->lists[PACK_DISTRICTS].count);
    for (uint32_t i = 0; i < count_of(rules); i++) {
        out->rule_count += read_rule(arena, pack, &rules->items[i], &all[out->rule_count]);
    }
    add_districts(arena, pack, all, out);
    out->rules = all;
    read_units(arena, jvalue_get(file, "units"), out);
}

void pack_glean_value(struct json_writer *json, const struct pack *pack, uint32_t field,
                      struct text value)
{
    enum fact_type type = field == PACK_GLEAN_DISTRICT
                              ? FACT_TEXT
                              : fact_space_field(pack->spaces[PACK_SPACE_FACTS], field)->type;
    if (type == FACT_BOOL || type == FACT_NUMBER || type == FACT_INTEGER) {
        json_raw(json, value);
    } else {
        json_text(json, value);
    }
}

struct text pack_glean_field(const struct pack *pack, uint32_t field)
{
    return field == PACK_GLEAN_DISTRICT
               ? TEXT("district")
               : fact_space_field(pack->spaces[PACK_SPACE_FACTS], field)->name;
}
