#include "pack/living.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

const struct pack_kind_row pack_kinds[PACK_KIND_COUNT] = {
    [PACK_KIND_ITEM] = {"item", "事项", "item", PACK_ITEMS, PACK_FILE_ITEMS, NULL},
    [PACK_KIND_GUIDE] = {"guide", "办事指南", "guide", PACK_GUIDES, PACK_FILE_GUIDES, NULL},
    [PACK_KIND_BUNDLE] = {"bundle", "一件事", "bundle", PACK_BUNDLES, PACK_FILE_BUNDLES, NULL},
    [PACK_KIND_VARIANT] = {"variant", "办理方式", "variant", PACK_VARIANTS, PACK_FILE_VARIANTS,
                           NULL},
    [PACK_KIND_LIMIT] = {"limit", "机制时限", "time limit", PACK_LIMITS, PACK_FILE_PACK, NULL},
    [PACK_KIND_LETTER] = {"letter", "文书", "letter", PACK_LETTERS, PACK_FILE_LETTERS, NULL},
    [PACK_KIND_LADDER] = {"ladder", "提醒与上报", "reminder", PACK_LADDER, PACK_FILE_CLOCK, NULL},
    [PACK_KIND_UNIT] = {"unit", "单位", "unit", PACK_UNITS, PACK_FILE_ORGANISATIONS, NULL},
    [PACK_KIND_POLICY] = {"policy", "政策", "policy", PACK_POLICIES, PACK_FILE_POLICIES, NULL},
    [PACK_KIND_BENEFIT] = {"benefit", "待遇口径", "terms of a benefit", PACK_BENEFIT_TERMS,
                           PACK_FILE_BENEFITS, NULL},
    [PACK_KIND_STACKING] = {"stacking", "叠加关系", "stacking of policies", PACK_STACKING,
                            PACK_FILE_BENEFITS, NULL},
    [PACK_KIND_PARK] = {"park", "园区", "park", PACK_PARKS, PACK_FILE_PARKS, NULL},
    [PACK_KIND_PACKAGE] = {"package", "服务包", "service package", PACK_PACKAGES,
                           PACK_FILE_PACKAGES, NULL},
    [PACK_KIND_GATE] = {"gate", "关卡", "gate", PACK_LIST_COUNT, PACK_FILE_MILESTONES, "gates"},
    [PACK_KIND_CALENDAR] = {"calendar", "工作日历", "calendar", PACK_LIST_COUNT, PACK_FILE_CALENDAR,
                            "years"},
};

bool pack_kind_find(struct text name, enum pack_kind *out)
{
    for (int kind = 0; kind < PACK_KIND_COUNT; kind++) {
        if (text_is(name, pack_kinds[kind].name)) {
            *out = (enum pack_kind)kind;
            return true;
        }
    }
    return false;
}

bool pack_kind_is_dated(enum pack_kind kind)
{
    return pack_kinds[kind].list != PACK_LIST_COUNT;
}

bool pack_kind_says_its_end(enum pack_kind kind)
{
    return kind == PACK_KIND_POLICY;
}

/* ---- JSON ---- */

static const struct jvalue null_value = {.kind = JVALUE_NULL};

const struct jvalue *jvalue_with(struct arena *arena, const struct jvalue *object, const char *name,
                                 const struct jvalue *value)
{
    struct jvalue *copy = arena_new(arena, struct jvalue);
    struct jmember *members = arena_array(arena, struct jmember, (size_t)object->count + 1);
    uint32_t at = object->count;
    if (object->count > 0) {
        memcpy(members, object->members, object->count * sizeof *members);
    }
    for (uint32_t i = 0; i < object->count; i++) {
        at = text_is(members[i].name, name) ? i : at;
    }
    members[at].name = text_copy(arena, text_of(name));
    members[at].value = *value;
    *copy = (struct jvalue){.kind = JVALUE_OBJECT,
                            .count = at == object->count ? object->count + 1 : object->count,
                            .members = members};
    return copy;
}

static const struct jvalue *without(struct arena *arena, const struct jvalue *object,
                                    struct text name)
{
    struct jvalue *copy = arena_new(arena, struct jvalue);
    struct jmember *members = arena_array(arena, struct jmember, object->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < object->count; i++) {
        if (!text_equal(object->members[i].name, name)) {
            members[count++] = object->members[i];
        }
    }
    *copy = (struct jvalue){.kind = JVALUE_OBJECT, .count = count, .members = members};
    return copy;
}

struct jvalue pack_day_value(struct arena *arena, civil_date day)
{
    char written[CIVIL_DATE_TEXT_SIZE];
    return day == CIVIL_DATE_NONE
               ? null_value
               : (struct jvalue){.kind = JVALUE_TEXT,
                                 .text = text_copy(arena, civil_date_write(day, written))};
}

static struct jvalue int_value(int64_t number)
{
    return (struct jvalue){.kind = JVALUE_INT, .integer = number};
}

/* ---- a list whose records have days of their own ---- */

struct span {
    civil_date from; /* CIVIL_DATE_NONE, the smallest day: always */
    civil_date to;   /* CIVIL_DATE_LAST: for good */
};
#define CIVIL_DATE_LAST INT32_MAX

static struct span span_of(const struct jvalue *record)
{
    struct span span = {CIVIL_DATE_NONE, CIVIL_DATE_NONE};
    (void)!pack_validity(record, "valid_from", &span.from);
    (void)!pack_validity(record, "valid_to", &span.to);
    span.to = span.to == CIVIL_DATE_NONE ? CIVIL_DATE_LAST : span.to;
    return span;
}

static const struct jvalue *ending(struct arena *arena, const struct jvalue *record, civil_date to)
{
    struct jvalue day = pack_day_value(arena, to == CIVIL_DATE_LAST ? CIVIL_DATE_NONE : to);
    return jvalue_with(arena, record, "valid_to", &day);
}

struct laying {
    struct arena *arena;
    const char *id; /* the key that identifies a record */
    const struct pack_change *change;
    struct jvalue *out;
    uint32_t count;
    bool is_in;    /* the new version has its place */
    civil_date to; /* its last day: that of the version it takes the place of */
};

/* The last day of the new version: that of the one it takes the place of, or an earlier one it says
 * itself; of a policy what it says itself. In any case before the next one begins. */
static civil_date last_day(const struct laying *laying, const struct jvalue *array)
{
    civil_date from = laying->change->from;
    civil_date next = CIVIL_DATE_LAST;     /* the day before the next one */
    civil_date replaced = CIVIL_DATE_LAST; /* of the one that held */
    for (uint32_t i = 0; i < array->count; i++) {
        struct text id = jvalue_text(jvalue_get(&array->items[i], laying->id), TEXT_NONE);
        struct span span = span_of(&array->items[i]);
        if (!text_equal(id, laying->change->key) || span.to < from) {
            continue;
        }
        if (span.from <= from) {
            replaced = span.to;
        } else if (span.from - 1 < next) {
            next = span.from - 1;
        }
    }
    civil_date own = span_of(laying->change->record).to;
    bool is_own = pack_kind_says_its_end(laying->change->kind) || own < replaced;
    civil_date end = is_own ? own : replaced;
    return end < next ? end : next;
}

static void put_new(struct laying *laying)
{
    const struct pack_change *change = laying->change;
    if (change->record != NULL && !laying->is_in) {
        struct jvalue day = pack_day_value(laying->arena, change->from);
        laying->out[laying->count++] =
            *ending(laying->arena, jvalue_with(laying->arena, change->record, "valid_from", &day),
                    laying->to);
    }
    laying->is_in = true;
}

static void lay_beside(struct laying *laying, const struct jvalue *old)
{
    civil_date from = laying->change->from;
    struct span span = span_of(old);
    if (span.to < from) {
        laying->out[laying->count++] = *old;
    } else if (span.from < from) {
        laying->out[laying->count++] = *ending(laying->arena, old, from - 1);
        put_new(laying);
    } else {
        put_new(laying);
        if (span.from > from) {
            laying->out[laying->count++] = *old;
        }
    }
}

static const struct jvalue *lay_into_list(struct arena *arena, const struct jvalue *file,
                                          enum pack_list list, const struct pack_change *change)
{
    static const struct jvalue nothing = {.kind = JVALUE_ARRAY};
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *array = jvalue_get(file, shape->array);
    array = array != NULL && array->kind == JVALUE_ARRAY ? array : &nothing;
    struct laying laying = {.arena = arena, .id = shape->id, .change = change};
    laying.out = arena_array(arena, struct jvalue, (size_t)array->count + 2);
    laying.to = last_day(&laying, array);
    uint32_t last = UINT32_MAX; /* of that identifier: a later version stands behind it */
    for (uint32_t i = 0; i < array->count; i++) {
        struct text id = jvalue_text(jvalue_get(&array->items[i], shape->id), TEXT_NONE);
        last = text_equal(id, change->key) ? i : last;
    }
    for (uint32_t i = 0; i < array->count; i++) {
        struct text id = jvalue_text(jvalue_get(&array->items[i], shape->id), TEXT_NONE);
        if (text_equal(id, change->key)) {
            lay_beside(&laying, &array->items[i]);
        } else {
            laying.out[laying.count++] = array->items[i];
        }
        if (i == last) {
            put_new(&laying);
        }
    }
    put_new(&laying);
    struct jvalue laid = {.kind = JVALUE_ARRAY, .count = laying.count, .items = laying.out};
    return jvalue_with(arena, file, shape->array, &laid);
}

/* ---- gates and years ---- */

int pack_year_days(int year, const struct jvalue *record)
{
    civil_date first = civil_date_from_parts((struct civil_parts){year, 1, 1});
    civil_date last = civil_date_from_parts((struct civil_parts){year, 12, 31});
    static const char *const keys[] = {"off", "work"};
    int days = 0;
    for (civil_date day = first; day <= last; day++) {
        days += civil_date_weekday(day) <= 5;
    }
    for (size_t k = 0; k < COUNT_OF(keys); k++) {
        const struct jvalue *list = jvalue_get(record, keys[k]);
        for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
            civil_date day = CIVIL_DATE_NONE;
            bool is_weekday = civil_date_parse(jvalue_text(&list->items[i], TEXT_NONE), &day) &&
                              civil_date_weekday(day) <= 5;
            days += k == 0 ? -is_weekday : day != CIVIL_DATE_NONE && !is_weekday;
        }
    }
    return days;
}

static const struct jvalue *lay_year(struct arena *arena, const struct pack_change *change)
{
    int64_t year = 0;
    (void)!text_to_int(change->key, &year);
    struct jvalue days = int_value(pack_year_days((int)year, change->record));
    return jvalue_with(arena, jvalue_with(arena, change->record, "source_sha256", &null_value),
                       "working_days", &days);
}

static const struct jvalue *with_last_year(struct arena *arena, const struct jvalue *file)
{
    const struct jvalue *years = jvalue_get(file, "years");
    int64_t last = 0;
    for (uint32_t i = 0; years != NULL && i < years->count; i++) {
        int64_t year = 0;
        last = text_to_int(years->members[i].name, &year) && year > last ? year : last;
    }
    struct jvalue through = int_value(last);
    return jvalue_with(arena, file, "published_through", &through);
}

static const struct jvalue *lay_into_object(struct arena *arena, const struct jvalue *file,
                                            const struct pack_change *change)
{
    static const struct jvalue nothing = {.kind = JVALUE_OBJECT};
    const char *member = pack_kinds[change->kind].member;
    const struct jvalue *object = jvalue_get(file, member);
    object = object != NULL && object->kind == JVALUE_OBJECT ? object : &nothing;
    bool is_year = change->kind == PACK_KIND_CALENDAR;
    const char *key = text_c_string(arena, change->key);
    if (change->record == NULL) {
        object = without(arena, object, change->key);
    } else if (is_year) {
        object = jvalue_with(arena, object, key, lay_year(arena, change));
    } else {
        const struct jvalue *targets = jvalue_get(change->record, "targets");
        object = jvalue_with(arena, object, key, targets == NULL ? &null_value : targets);
    }
    file = jvalue_with(arena, file, member, object);
    return is_year ? with_last_year(arena, file) : file;
}

/* ---- what a field says of who reads it ---- */

static bool reads(const struct jvalue *condition, struct text field)
{
    if (condition == NULL) {
        return false;
    }
    if (condition->kind == JVALUE_OBJECT) {
        if (text_equal(jvalue_text(jvalue_get(condition, "field"), TEXT_NONE), field)) {
            return true;
        }
        for (uint32_t i = 0; i < condition->count; i++) {
            if (reads(&condition->members[i].value, field)) {
                return true;
            }
        }
    }
    for (uint32_t i = 0; condition->kind == JVALUE_ARRAY && i < condition->count; i++) {
        if (reads(&condition->items[i], field)) {
            return true;
        }
    }
    return false;
}

static struct jvalue readers_of(struct arena *arena, const struct jvalue *items, struct text field)
{
    struct jvalue *codes = arena_array(arena, struct jvalue, items->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct jvalue *code = jvalue_get(&items->items[i], "code");
        bool is_new = code != NULL && (count == 0 || !jvalue_equal(&codes[count - 1], code));
        if (is_new && reads(jvalue_get(&items->items[i], "applies_when"), field)) {
            codes[count++] = *code;
        }
    }
    return (struct jvalue){.kind = JVALUE_ARRAY, .count = count, .items = codes};
}

/* `items` of a field repeats what the conditions of all versions say: laid anew, so that nobody has
 * to keep it by hand. */
static void name_readers(struct arena *arena, struct pack_sources *sources)
{
    const struct jvalue *file = sources->files[PACK_FILE_FIELDS];
    const struct jvalue *fields = jvalue_get(file, "fields");
    const struct jvalue *items = jvalue_get(sources->files[PACK_FILE_ITEMS], "items");
    if (fields == NULL || fields->kind != JVALUE_ARRAY || items == NULL ||
        items->kind != JVALUE_ARRAY) {
        return;
    }
    struct jvalue *named = arena_array(arena, struct jvalue, fields->count);
    for (uint32_t i = 0; i < fields->count; i++) {
        struct text name = jvalue_text(jvalue_get(&fields->items[i], "name"), TEXT_NONE);
        named[i] = fields->items[i];
        if (jvalue_get(&fields->items[i], "items") != NULL) {
            struct jvalue codes = readers_of(arena, items, name);
            named[i] = *jvalue_with(arena, &fields->items[i], "items", &codes);
        }
    }
    struct jvalue list = {.kind = JVALUE_ARRAY, .count = fields->count, .items = named};
    sources->files[PACK_FILE_FIELDS] = jvalue_with(arena, file, "fields", &list);
}

/* ---- composing ---- */

static bool lies_ahead(const struct pack_change *change, civil_date on)
{
    return change->from > on;
}

static void say_version(struct arena *arena, const struct pack_changes *changes, civil_date on,
                        struct pack_sources *out)
{
    const struct jvalue *head = out->files[PACK_FILE_PACK];
    struct buffer version = buffer_open(arena, 40);
    uint32_t ahead = 0;
    for (uint32_t i = 0; i < changes->count; i++) {
        ahead += lies_ahead(&changes->items[i], on);
    }
    buffer_add(&version, jvalue_text(jvalue_get(head, "version"), TEXT_NONE));
    buffer_addf(&version, "+%u", (unsigned)changes->turns);
    if (ahead > 0) {
        buffer_addf(&version, "~%u", (unsigned)ahead);
    }
    struct jvalue value = {.kind = JVALUE_TEXT, .text = buffer_text(&version)};
    out->files[PACK_FILE_PACK] = jvalue_with(arena, head, "version", &value);
}

void pack_compose(struct arena *arena, const struct pack_sources *base,
                  const struct pack_changes *changes, civil_date on, struct pack_sources *out)
{
    static const struct jvalue empty = {.kind = JVALUE_OBJECT};
    *out = *base;
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct pack_change *change = &changes->items[i];
        const struct pack_kind_row *row = &pack_kinds[change->kind];
        const struct jvalue *file = out->files[row->file] != NULL ? out->files[row->file] : &empty;
        if (pack_kind_is_dated(change->kind)) {
            out->files[row->file] = lay_into_list(arena, file, row->list, change);
        } else if (!lies_ahead(change, on)) {
            out->files[row->file] = lay_into_object(arena, file, change);
        }
    }
    name_readers(arena, out); /* corrections change conditions too, not only what is published */
    if (changes->turns > 0) {
        say_version(arena, changes, on, out);
    }
}

bool pack_live(struct arena *arena, const struct pack_law *law, const struct pack **out,
               struct fault *fault)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct pack_sources *sources = arena_new(arena, struct pack_sources);
    const struct pack *built = NULL;
    pack_compose(arena, law->base, law->changes, law->on, sources);
    if (!pack_build(arena, sources, &options, &built, fault)) {
        return false;
    }
    struct pack *pack = arena_new(arena, struct pack);
    *pack = *built;
    pack->base = law->base;
    pack->changes = law->changes;
    *out = pack;
    return true;
}

void pack_with(struct arena *arena, const struct pack *pack, const struct pack_changes *more,
               civil_date on, struct pack_sources *out)
{
    struct pack_sources own = {.directory = pack->directory};
    memcpy(own.files, pack->files, sizeof own.files);
    const struct pack_sources *base = pack->base != NULL ? pack->base : &own;
    uint32_t before = pack->changes == NULL ? 0 : pack->changes->count;
    struct pack_change *all = arena_array(arena, struct pack_change, (size_t)before + more->count);
    for (uint32_t i = 0; i < before; i++) {
        all[i] = pack->changes->items[i];
    }
    for (uint32_t i = 0; i < more->count; i++) {
        all[before + i] = more->items[i];
    }
    struct pack_changes changes = {all, before + more->count,
                                   1 + (pack->changes == NULL ? 0 : pack->changes->turns)};
    pack_compose(arena, base, &changes, on, out);
}

civil_date pack_next_day(const struct pack_changes *changes, civil_date on)
{
    civil_date next = CIVIL_DATE_NONE;
    for (uint32_t i = 0; i < changes->count; i++) {
        civil_date from = changes->items[i].from;
        if (from > on && (next == CIVIL_DATE_NONE || from < next)) {
            next = from;
        }
    }
    return next;
}

const struct jvalue *pack_record_on(struct arena *arena, const struct pack_sources *sources,
                                    enum pack_kind kind, struct text key, civil_date on)
{
    const struct pack_kind_row *row = &pack_kinds[kind];
    const struct jvalue *file = sources->files[row->file];
    if (!pack_kind_is_dated(kind)) {
        const struct jvalue *value =
            jvalue_get(jvalue_get(file, row->member), text_c_string(arena, key));
        static const struct jvalue nothing = {.kind = JVALUE_OBJECT};
        return value != NULL && kind == PACK_KIND_GATE
                   ? jvalue_with(arena, &nothing, "targets", value)
                   : value;
    }
    const struct jvalue *array = jvalue_get(file, pack_list_shapes[row->list].array);
    for (uint32_t i = 0; array != NULL && array->kind == JVALUE_ARRAY && i < array->count; i++) {
        const struct jvalue *record = &array->items[i];
        struct span span = span_of(record);
        if (span.from <= on && on <= span.to &&
            text_equal(jvalue_text(jvalue_get(record, pack_list_shapes[row->list].id), TEXT_NONE),
                       key)) {
            return record;
        }
    }
    return NULL;
}
