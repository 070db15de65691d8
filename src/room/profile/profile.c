#include "room/profile/profile.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"

static const struct field state_fields[] = {
    FIELD(profile_state, facts, JSON, .required = true, .zh = "企业信息",
          .en = "facts of the enterprise"),
    FIELD(profile_state, source, TEXT, .max = 200, .zh = "信息来源", .en = "source"),
};
const struct field_table profile_state_table = FIELD_TABLE(profile_state, state_fields);

static const struct field take_over_fields[] = {
    FIELD(profile_take_over, from, ID, .required = true, .names = "project", .zh = "来自项目",
          .en = "project they are taken over from"),
};
const struct field_table profile_take_over_table = FIELD_TABLE(profile_take_over, take_over_fields);

static const struct field changed_fields[] = {
    FIELD(profile_changed, facts, JSON, .required = true, .zh = "企业信息",
          .en = "facts of the enterprise"),
    FIELD(profile_changed, source, TEXT, .max = 200, .zh = "信息来源", .en = "source"),
    FIELD(profile_changed, from, ID, .zh = "来自项目", .en = "project they are taken over from"),
};
static const struct field_table changed_table = FIELD_TABLE(profile_changed, changed_fields);

const struct event_kind profile_changed_event = {"profile.changed",
                                                 &changed_table,
                                                 profile_record_changed,
                                                 "补充企业画像信息",
                                                 "facts of the enterprise stated",
                                                 false};

const struct profile_fact *profile_find(const struct profile *profile, struct text name)
{
    for (size_t i = 0; i < profile->count; i++) {
        if (text_equal(profile->items[i].name, name)) {
            return &profile->items[i];
        }
    }
    return NULL;
}

/* The value as it stands, or what the pack says it comes to; NULL: nothing. */
static const struct jvalue *translated(struct arena *arena, const struct pack_record *record,
                                       const struct jvalue *value)
{
    const struct jvalue *values = jvalue_get(record->raw, "values");
    if (jvalue_is_null(value) || jvalue_is_null(values)) {
        return jvalue_is_null(value) ? NULL : value;
    }
    struct buffer name = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&name);
    if (value->kind == JVALUE_TEXT) {
        buffer_add(&name, value->text);
    } else {
        json_value(&json, value);
    }
    const struct jvalue *out = jvalue_get(values, text_c_string(arena, buffer_text(&name)));
    return jvalue_is_null(out) ? NULL : out;
}

/* Whether the field takes such a value: a fact of the project may be of another type. */
static bool fits(struct facts *probe, uint32_t field, const struct jvalue *value)
{
    struct fault fault = {.code = FAULT_NONE};
    return facts_set(probe, field, value, &fault);
}

void profile_prefill(struct arena *arena, const struct pack *pack, const struct jvalue *known,
                     struct profile *profile)
{
    const struct pack_records *fields = &pack->lists[PACK_PROFILE_FIELDS];
    const struct fact_space *space = pack->spaces[PACK_SPACE_POLICIES];
    struct facts *probe = facts_new(arena, space);
    struct profile_fact *items =
        arena_array(arena, struct profile_fact, profile->count + fields->count + 1);
    size_t count = profile->count;
    for (size_t i = 0; i < count; i++) {
        items[i] = profile->items[i];
    }
    for (uint32_t i = 0; i < fields->count; i++) {
        const struct pack_record *record = &fields->items[i];
        struct text fact = jvalue_text(jvalue_get(record->raw, "fact"), TEXT_NONE);
        const struct jvalue *value =
            text_is_empty(fact)
                ? NULL
                : translated(arena, record, jvalue_get(known, text_c_string(arena, fact)));
        uint32_t field = 0;
        if (value == NULL || profile_find(profile, record->id) != NULL ||
            !fact_space_find(space, record->id, &field) || !fits(probe, field, value)) {
            continue;
        }
        struct buffer text = buffer_open(arena, 64);
        struct json_writer json = json_writer_open(&text);
        json_value(&json, value);
        items[count++] = (struct profile_fact){.name = record->id,
                                               .value = buffer_text(&text),
                                               .source = TEXT_NONE,
                                               .by = TEXT_NONE,
                                               .on = CIVIL_DATE_NONE};
    }
    profile->items = items;
    profile->count = count;
}

/* -- as the matcher wants them -- */

const struct jvalue *profile_object(struct arena *arena, const struct city *city,
                                    const struct profile *profile)
{
    const struct fact_space *space = city_pack(city)->spaces[PACK_SPACE_POLICIES];
    struct buffer buffer = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    const struct jvalue *out = NULL;
    struct fault fault = {.code = FAULT_NONE};
    uint32_t field = 0;
    json_object(&json);
    for (size_t i = 0; i < profile->count; i++) {
        if (fact_space_find(space, profile->items[i].name, &field)) {
            json_name_text(&json, profile->items[i].name);
            json_raw(&json, profile->items[i].value);
        }
    }
    json_end(&json);
    bool is_sound = json_read(arena, buffer_text(&buffer), &out, &fault);
    ensure(is_sound);
    return out;
}
