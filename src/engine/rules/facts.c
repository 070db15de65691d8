#include "engine/rules/facts.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/civil_date.h"
#include "base/name_table.h"

/* Enum, text and set fields carry the names that conditions compare with. */
struct space_field {
    struct fact_field field;
    struct name_table names; /* text → id, member → atom */
    uint32_t name_count;
};

struct fact_space {
    struct arena *arena;
    struct name_table by_name;
    struct space_field *fields;
    uint32_t count;
    uint32_t capacity;
    struct fact_sizes sizes;
    bool is_sealed;
};

static const char *const type_names[FACT_TYPE_COUNT] = {
    [FACT_BOOL] = "bool", [FACT_NUMBER] = "number", [FACT_INTEGER] = "integer",
    [FACT_ENUM] = "enum", [FACT_SET] = "set",       [FACT_TEXT] = "string",
    [FACT_DATE] = "date"};

const char *fact_type_name(enum fact_type type)
{
    ensure(type < FACT_TYPE_COUNT);
    return type_names[type];
}

bool fact_type_find(struct text name, enum fact_type *out)
{
    for (int i = 0; i < FACT_TYPE_COUNT; i++) {
        if (text_is(name, type_names[i])) {
            *out = (enum fact_type)i;
            return true;
        }
    }
    return false;
}

/* ---- the space ---- */

struct fact_space *fact_space_open(struct arena *arena)
{
    struct fact_space *space = arena_new(arena, struct fact_space);
    space->arena = arena;
    space->by_name = name_table_open(arena, 128);
    space->capacity = 128;
    space->fields = arena_array(arena, struct space_field, space->capacity);
    return space;
}

static uint32_t take_slot(struct fact_space *space, enum fact_type type)
{
    switch (type) {
    case FACT_BOOL: return space->sizes.atoms++;
    case FACT_NUMBER:
    case FACT_INTEGER:
    case FACT_DATE: return space->sizes.numbers++;
    case FACT_ENUM:
    case FACT_TEXT: return space->sizes.ids++;
    case FACT_SET:
    case FACT_TYPE_COUNT: break;
    }
    return 0; /* the members of a set have the atoms */
}

bool fact_space_add(struct fact_space *space, const struct fact_field *field)
{
    ensure(!space->is_sealed && field->type < FACT_TYPE_COUNT);
    if (!name_table_put(&space->by_name, field->name, space->count)) {
        return false;
    }
    if (space->count == space->capacity) {
        struct space_field *larger =
            arena_array(space->arena, struct space_field, (size_t)space->capacity * 2);
        memcpy(larger, space->fields, space->count * sizeof *larger);
        space->fields = larger;
        space->capacity *= 2;
    }
    struct space_field *added = &space->fields[space->count++];
    added->field = *field;
    added->field.slot = take_slot(space, field->type);
    added->names = name_table_open(space->arena, 4);
    return true;
}

void fact_space_seal(struct fact_space *space)
{
    space->is_sealed = true;
}

struct arena *fact_space_arena(const struct fact_space *space)
{
    return space->arena;
}

uint32_t fact_space_count(const struct fact_space *space)
{
    return space->count;
}

static struct space_field *field_at(const struct fact_space *space, uint32_t field)
{
    ensure(field < space->count);
    return &space->fields[field];
}

const struct fact_field *fact_space_field(const struct fact_space *space, uint32_t field)
{
    return &field_at(space, field)->field;
}

bool fact_space_find(const struct fact_space *space, struct text name, uint32_t *field)
{
    return name_table_find(&space->by_name, name, field);
}

struct fact_sizes fact_space_sizes(const struct fact_space *space)
{
    return space->sizes;
}

uint32_t fact_space_value(struct fact_space *space, uint32_t field, struct text value)
{
    struct space_field *in = field_at(space, field);
    bool is_set = in->field.type == FACT_SET;
    ensure(is_set || in->field.type == FACT_ENUM || in->field.type == FACT_TEXT);
    uint32_t id = 0;
    if (name_table_find(&in->names, value, &id)) {
        return id;
    }
    if (space->is_sealed) {
        return is_set ? UINT32_MAX : FACT_ID_OTHER;
    }
    id = is_set ? space->sizes.atoms++ : FACT_ID_FIRST + in->name_count;
    in->name_count++;
    ensure(in->name_count < UINT16_MAX - FACT_ID_FIRST);
    ensure(name_table_put(&in->names, value, id));
    return id;
}

uint32_t fact_space_value_count(const struct fact_space *space, uint32_t field)
{
    return FACT_ID_FIRST + field_at(space, field)->name_count;
}

/* ---- facts ---- */

struct facts *facts_new(struct arena *arena, const struct fact_space *space)
{
    ensure(space->is_sealed);
    struct facts *facts = arena_new(arena, struct facts);
    facts->space = space;
    facts->given = arena_array(arena, uint8_t, space->count);
    facts->atoms = arena_array(arena, uint8_t, space->sizes.atoms);
    facts->numbers = arena_array(arena, double, space->sizes.numbers);
    facts->number_given = arena_array(arena, uint8_t, space->sizes.numbers);
    facts->ids = arena_array(arena, uint16_t, space->sizes.ids);
    facts->texts = arena_array(arena, struct text, space->sizes.ids);
    facts_clear(facts);
    return facts;
}

void facts_clear(struct facts *facts)
{
    const struct fact_space *space = facts->space;
    memset(facts->given, 0, space->count);
    memset(facts->atoms, 1, space->sizes.atoms); /* not given: unknown */
    memset(facts->numbers, 0, space->sizes.numbers * sizeof *facts->numbers);
    memset(facts->number_given, 0, space->sizes.numbers);
    memset(facts->ids, 0, space->sizes.ids * sizeof *facts->ids);
    for (uint32_t i = 0; i < space->sizes.ids; i++) {
        facts->texts[i] = TEXT_NONE;
    }
}

bool facts_has(const struct facts *facts, uint32_t field)
{
    ensure(field < facts->space->count);
    return facts->given[field];
}

/* Before a field is set again, and when it becomes absent. */
static void forget(struct facts *facts, const struct space_field *in)
{
    const struct fact_field *field = &in->field;
    switch (field->type) {
    case FACT_BOOL: facts->atoms[field->slot] = 1; break;
    case FACT_NUMBER:
    case FACT_INTEGER:
    case FACT_DATE:
        facts->numbers[field->slot] = 0;
        facts->number_given[field->slot] = 0;
        break;
    case FACT_ENUM:
    case FACT_TEXT:
        facts->ids[field->slot] = FACT_ID_NONE;
        facts->texts[field->slot] = TEXT_NONE;
        break;
    case FACT_SET:
    case FACT_TYPE_COUNT: break;
    }
}

static void set_all_members(struct facts *facts, const struct space_field *in, uint8_t truth)
{
    for (uint32_t i = 0; i < in->names.capacity; i++) {
        if (in->names.slots[i].hash != 0) {
            facts->atoms[in->names.slots[i].value] = truth;
        }
    }
}

static bool refuse_type(const struct fact_field *field, struct fault *fault)
{
    static const char *const zh[FACT_TYPE_COUNT] = {
        [FACT_BOOL] = "是或否", [FACT_NUMBER] = "数值",    [FACT_INTEGER] = "不小于 0 的整数",
        [FACT_ENUM] = "文本",   [FACT_SET] = "文本的列表", [FACT_TEXT] = "文本",
        [FACT_DATE] = "日期"};
    static const char *const en[FACT_TYPE_COUNT] = {[FACT_BOOL] = "true or false",
                                                    [FACT_NUMBER] = "a finite number",
                                                    [FACT_INTEGER] = "a whole number of 0 or more",
                                                    [FACT_ENUM] = "text",
                                                    [FACT_SET] = "a list of texts",
                                                    [FACT_TEXT] = "text",
                                                    [FACT_DATE] = "a date (YYYY-MM-DD)"};
    return fault_raise(fault, FAULT_FIELD_TYPE, field->name,
                       FAULT_ARGS(text_of(zh[field->type]), text_of(en[field->type])));
}

static bool set_number(struct facts *facts, const struct fact_field *field,
                       const struct jvalue *value, struct fault *fault)
{
    double number = jvalue_number(value);
    bool is_whole = number >= 0 && number <= 9007199254740992.0 && floor(number) == number;
    if (!jvalue_is_number(value) || !isfinite(number) ||
        (field->type == FACT_INTEGER && !is_whole)) {
        return refuse_type(field, fault);
    }
    facts->numbers[field->slot] = number;
    facts->number_given[field->slot] = 1;
    return true;
}

static bool set_date(struct facts *facts, const struct fact_field *field,
                     const struct jvalue *value, struct fault *fault)
{
    civil_date day = 0;
    if (value->kind != JVALUE_TEXT || !civil_date_parse(value->text, &day)) {
        return refuse_type(field, fault);
    }
    facts->numbers[field->slot] = day;
    facts->number_given[field->slot] = 1;
    return true;
}

static bool set_members(struct facts *facts, const struct space_field *in,
                        const struct jvalue *value, struct fault *fault)
{
    if (value->kind != JVALUE_ARRAY) {
        return refuse_type(&in->field, fault);
    }
    for (uint32_t i = 0; i < value->count; i++) {
        if (value->items[i].kind != JVALUE_TEXT) {
            return refuse_type(&in->field, fault);
        }
    }
    set_all_members(facts, in, 0);
    for (uint32_t i = 0; i < value->count; i++) {
        uint32_t atom = 0;
        if (name_table_find(&in->names, value->items[i].text, &atom)) {
            facts->atoms[atom] = 3;
        }
    }
    return true;
}

static bool set_text(struct facts *facts, const struct space_field *in, const struct jvalue *value,
                     struct fault *fault)
{
    if (value->kind != JVALUE_TEXT) {
        return refuse_type(&in->field, fault);
    }
    uint32_t id = FACT_ID_OTHER;
    (void)!name_table_find(&in->names, value->text, &id);
    facts->ids[in->field.slot] = (uint16_t)id;
    facts->texts[in->field.slot] = value->text;
    return true;
}

static bool set_truth(struct facts *facts, const struct fact_field *field,
                      const struct jvalue *value, struct fault *fault)
{
    if (value->kind != JVALUE_BOOL) {
        return refuse_type(field, fault);
    }
    facts->atoms[field->slot] = value->truth ? 3 : 0;
    return true;
}

static bool set_given(struct facts *facts, const struct space_field *in, const struct jvalue *value,
                      struct fault *fault)
{
    switch (in->field.type) {
    case FACT_BOOL: return set_truth(facts, &in->field, value, fault);
    case FACT_NUMBER:
    case FACT_INTEGER: return set_number(facts, &in->field, value, fault);
    case FACT_DATE: return set_date(facts, &in->field, value, fault);
    case FACT_SET: return set_members(facts, in, value, fault);
    case FACT_ENUM:
    case FACT_TEXT: return set_text(facts, in, value, fault);
    case FACT_TYPE_COUNT: break;
    }
    ensure(false);
    return false;
}

bool facts_set(struct facts *facts, uint32_t field, const struct jvalue *value, struct fault *fault)
{
    const struct space_field *in = field_at(facts->space, field);
    if (jvalue_is_null(value)) {
        forget(facts, in);
        if (in->field.type == FACT_SET) {
            set_all_members(facts, in, 1);
        }
        facts->given[field] = 0;
        return true;
    }
    if (!set_given(facts, in, value, fault)) {
        return false;
    }
    facts->given[field] = 1;
    return true;
}

/* ---- what-ifs ---- */

struct facts *facts_copy(struct arena *arena, const struct facts *facts)
{
    struct facts *copy = facts_new(arena, facts->space);
    struct fact_sizes sizes = fact_space_sizes(facts->space);
    memcpy(copy->given, facts->given, fact_space_count(facts->space));
    memcpy(copy->atoms, facts->atoms, sizes.atoms);
    memcpy(copy->numbers, facts->numbers, sizes.numbers * sizeof *copy->numbers);
    memcpy(copy->number_given, facts->number_given, sizes.numbers);
    memcpy(copy->ids, facts->ids, sizes.ids * sizeof *copy->ids);
    memcpy(copy->texts, facts->texts, sizes.ids * sizeof *copy->texts);
    return copy;
}

/* The atom that says it, or false: no condition and no list names that member. */
static bool find_atom(const struct facts *facts, uint32_t field, struct text member, uint32_t *atom)
{
    const struct space_field *in = field_at(facts->space, field);
    if (in->field.type == FACT_BOOL) {
        *atom = in->field.slot;
        return true;
    }
    return in->field.type == FACT_SET && name_table_find(&in->names, member, atom);
}

bool facts_hold(const struct facts *facts, uint32_t field, struct text member)
{
    uint32_t atom = 0;
    return facts->given[field] && find_atom(facts, field, member, &atom) && facts->atoms[atom] == 3;
}

void facts_suppose(struct facts *facts, uint32_t field, struct text member, bool holds)
{
    uint32_t atom = 0;
    const struct space_field *in = field_at(facts->space, field);
    if (!find_atom(facts, field, member, &atom)) {
        return;
    }
    if (in->field.type == FACT_SET && !facts->given[field]) {
        set_all_members(facts, in, 0);
    }
    facts->atoms[atom] = holds ? 3 : 0;
    facts->given[field] = 1;
}

/* ---- a whole object, with what is odd about it ---- */

void fact_warnings_add(struct fact_warnings *warnings, const struct fact_warning *warning)
{
    if (warnings->count < COUNT_OF(warnings->items)) {
        warnings->items[warnings->count] = *warning;
    }
    warnings->count++;
}

static void warn(struct fact_warnings *warnings, enum fact_oddity oddity, struct text field,
                 struct text value)
{
    struct fact_warning warning = {oddity, field, value, TEXT_NONE, TEXT_NONE};
    if (warnings != NULL) {
        fact_warnings_add(warnings, &warning);
    }
}

static void warn_outside(const struct fact_field *field, struct text value,
                         struct fact_warnings *warnings)
{
    for (size_t i = 0; i < field->values.count; i++) {
        if (text_equal(field->values.items[i], value)) {
            return;
        }
    }
    if (field->values.count > 0) {
        warn(warnings, FACT_OUTSIDE_LIST, field->name, value);
    }
}

static void warn_of_value(const struct fact_field *field, const struct jvalue *value,
                          struct fact_warnings *warnings)
{
    if (value->kind == JVALUE_TEXT && field->type != FACT_DATE) {
        warn_outside(field, value->text, warnings);
    } else if (value->kind == JVALUE_ARRAY) {
        for (uint32_t i = 0; i < value->count; i++) {
            warn_outside(field, value->items[i].text, warnings);
        }
    } else if (field->has_min && jvalue_is_number(value) && jvalue_number(value) < field->min) {
        warn(warnings, FACT_BELOW_MIN, field->name, TEXT_NONE);
    }
}

bool facts_read(struct facts *facts, const struct jvalue *object, struct fact_warnings *warnings,
                struct fault *fault)
{
    if (object == NULL || object->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_BODY_NOT_OBJECT, TEXT_NONE, FAULT_NO_ARGS);
    }
    facts_clear(facts);
    for (uint32_t i = 0; i < object->count; i++) {
        const struct jmember *member = &object->members[i];
        uint32_t field = 0;
        if (!fact_space_find(facts->space, member->name, &field)) {
            warn(warnings, FACT_UNKNOWN_NAME, member->name, TEXT_NONE);
            continue;
        }
        if (!facts_set(facts, field, &member->value, fault)) {
            return false;
        }
        warn_of_value(fact_space_field(facts->space, field), &member->value, warnings);
    }
    return true;
}
