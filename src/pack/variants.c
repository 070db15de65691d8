#include "pack/variants.h"

#include "base/arena.h"
#include "pack/read.h"

static const struct pack_effect_shape effect_shapes[] = {
    {"set_days", ROUTE_SET_DAYS, "item", NULL, NULL},
    {"drop_item", ROUTE_DROP_ITEM, "item", NULL, NULL},
    {"replace_item", ROUTE_REPLACE_ITEM, "item", "by", NULL},
    {"add_item", ROUTE_ADD_ITEM, "item", NULL, NULL},
    {"add_step", ROUTE_ADD_STEP, "id", NULL, NULL},
    {"drop_edge", ROUTE_DROP_EDGE, "before", "after", NULL},
    {"replace_edge", ROUTE_REPLACE_EDGE, "before", "after", "by"},
    {"add_edge", ROUTE_ADD_EDGE, "before", "after", NULL},
    {"joint", ROUTE_JOINT, NULL, NULL, NULL},
    {"lag", ROUTE_LAG, "milestone", NULL, NULL},
    {"defer", ROUTE_DEFER, "item", NULL, NULL},
};

const struct pack_effect_shape *pack_effect_find(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(effect_shapes); i++) {
        if (text_is(name, effect_shapes[i].name)) {
            return &effect_shapes[i];
        }
    }
    return NULL;
}

static uint32_t count_of(const struct jvalue *array)
{
    return array != NULL && array->kind == JVALUE_ARRAY ? array->count : 0;
}

static struct text member(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

static bool contains(const struct jvalue *array, struct text text)
{
    for (uint32_t i = 0; i < count_of(array); i++) {
        if (text_equal(jvalue_text(&array->items[i], TEXT_NONE), text)) {
            return true;
        }
    }
    return false;
}

/* ---- bottom lines ---- */

/* The kind is one that may not replace what the line names; a commitment only by its class. */
static bool is_barred(const struct jvalue *line, const struct jvalue *variant)
{
    struct text class = member(jvalue_get(variant, "commitment"), "class");
    return contains(jvalue_get(line, "kinds"), member(variant, "kind")) &&
           (text_is_empty(class) || contains(jvalue_get(line, "classes"), class));
}

/* To leave an item out or put another in its place is barred to every kind but commitments of a
 * class that the line does not name. */
static bool is_class_outside(const struct jvalue *line, const struct jvalue *variant)
{
    struct text class = member(jvalue_get(variant, "commitment"), "class");
    return !text_is_empty(class) && !contains(jvalue_get(line, "classes"), class);
}

static bool touches(const struct jvalue *line, const struct jvalue *variant,
                    const struct jvalue *effect)
{
    const struct pack_effect_shape *shape = pack_effect_find(member(effect, "do"));
    if (shape == NULL || shape->item == NULL ||
        !contains(jvalue_get(line, "items"), member(effect, shape->item))) {
        return false;
    }
    switch (shape->what) {
    case ROUTE_DROP_ITEM:
    case ROUTE_REPLACE_ITEM: return !is_class_outside(line, variant);
    case ROUTE_SET_DAYS:
    case ROUTE_DEFER: return is_barred(line, variant);
    default: return false;
    }
}

const struct jvalue *pack_bottom_line(const struct jvalue *lines, const struct jvalue *variant,
                                      struct text *item)
{
    const struct jvalue *effects = jvalue_get(variant, "effects");
    const struct jvalue *items = jvalue_get(variant, "items");
    for (uint32_t i = 0; i < count_of(lines); i++) {
        const struct jvalue *line = &lines->items[i];
        for (uint32_t k = 0; k < count_of(effects); k++) {
            if (touches(line, variant, &effects->items[k])) {
                const struct pack_effect_shape *shape =
                    pack_effect_find(member(&effects->items[k], "do"));
                *item = member(&effects->items[k], shape->item);
                return line;
            }
        }
        for (uint32_t k = 0; is_barred(line, variant) && k < count_of(items); k++) {
            *item = jvalue_text(&items->items[k], TEXT_NONE);
            if (contains(jvalue_get(line, "items"), *item)) {
                return line;
            }
        }
    }
    return NULL;
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    const struct pack *pack;
    civil_date on;
    struct name_table nodes;  /* items in force, milestones, steps */
    struct name_table places; /* of variants in the case */
    struct route_step *steps;
    uint32_t step_count;
    const struct pack_record **records; /* by place */
    uint32_t count;
    struct fault *fault;
};

static bool wrong(const struct reader *reader, struct text variant, const char *zh, const char *en)
{
    return fault_raise(reader->fault, FAULT_VARIANT_WRONG, variant,
                       FAULT_ARGS(variant, text_of(zh), text_of(en)));
}

/* Of several records with one identifier the one in force, else the first. */
static void list_records(struct reader *reader)
{
    const struct pack_records *all = &reader->pack->lists[PACK_VARIANTS];
    reader->records = arena_array(reader->arena, const struct pack_record *, all->count);
    reader->places = name_table_open(reader->arena, all->count);
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t place = reader->count;
        if (name_table_find(&reader->places, all->items[i].id, &place)) {
            if (pack_in_force(&all->items[i], reader->on)) {
                reader->records[place] = &all->items[i];
            }
            continue;
        }
        (void)name_table_put(&reader->places, all->items[i].id, reader->count);
        reader->records[reader->count++] = &all->items[i];
    }
}

static bool find_field(const struct reader *reader, struct text name, uint32_t *field)
{
    const struct fact_space *space = reader->pack->spaces[PACK_SPACE_FACTS];
    return fact_space_find(space, name, field) &&
           fact_space_field(space, *field)->type == FACT_INTEGER;
}

static bool read_step(struct reader *reader, struct text variant, const struct jvalue *effect)
{
    const struct jvalue *less = jvalue_get(effect, "less");
    uint32_t *fields = arena_array(reader->arena, uint32_t, count_of(less));
    struct route_step step = {.code = member(effect, "id"),
                              .name = member(effect, "name"),
                              .name_en = member(effect, "name_en"),
                              .less_fields = fields,
                              .less_count = count_of(less)};
    bool is_read = find_field(reader, member(effect, "days_fact"), &step.days_field);
    for (uint32_t i = 0; i < step.less_count; i++) {
        is_read &= find_field(reader, jvalue_text(&less->items[i], TEXT_NONE), &fields[i]);
    }
    if (!is_read || !name_table_put(&reader->nodes, step.code, reader->nodes.count)) {
        return wrong(reader, variant, "add_step 的编码或天数字段", "id or days_fact of add_step");
    }
    reader->steps[reader->step_count++] = step;
    return true;
}

/* Steps are nodes, so they must be known before the edges that name them. */
static bool read_steps(struct reader *reader, const struct plan_network *network)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < reader->count; i++) {
        most += count_of(jvalue_get(reader->records[i]->raw, "effects"));
    }
    reader->steps = arena_array(reader->arena, struct route_step, most);
    reader->nodes = name_table_open(reader->arena, network->node_count + most);
    for (uint32_t node = 0; node < network->node_count; node++) {
        (void)name_table_put(&reader->nodes, plan_network_code(network, node), node);
    }
    for (uint32_t i = 0; i < reader->count; i++) {
        const struct jvalue *effects = jvalue_get(reader->records[i]->raw, "effects");
        for (uint32_t k = 0; k < count_of(effects); k++) {
            if (text_is(member(&effects->items[k], "do"), "add_step") &&
                !read_step(reader, reader->records[i]->id, &effects->items[k])) {
                return false;
            }
        }
    }
    return true;
}

/* ---- one effect ---- */

/* *is_void: the item exists but is not in force that day. */
static bool find_node(const struct reader *reader, struct text code, uint32_t *node, bool *is_void)
{
    if (name_table_find(&reader->nodes, code, node)) {
        return true;
    }
    *is_void = true;
    return pack_find(reader->pack, PACK_ITEMS, code, CIVIL_DATE_NONE) != NULL;
}

static bool read_number(const struct jvalue *value, int32_t *days)
{
    double number = jvalue_number(value);
    if (!jvalue_is_number(value) || number < 0 || number > PLAN_DAYS_MAX) {
        return jvalue_is_null(value);
    }
    *days = (int32_t)number + (number > (int32_t)number); /* half a day counts as the next */
    return true;
}

/* A basis without a figure takes that for planning, which then is an estimate. */
static bool read_days(const struct jvalue *days, bool is_estimate, struct route_effect *out)
{
    int32_t planning = ROUTE_DAYS_UNKNOWN;
    if (!read_number(jvalue_get(days, plan_basis_name(PLAN_PLANNING)), &planning)) {
        return false;
    }
    for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
        const struct jvalue *given = jvalue_get(days, plan_basis_name((enum plan_basis)basis));
        out->days[basis] = planning;
        out->is_estimate[basis] = is_estimate || jvalue_is_null(given);
        if (!read_number(given, &out->days[basis])) {
            return false;
        }
    }
    return true;
}

/* The limit of the bundle, or its planning figure, an estimate. The limits of the law stay those of
 * each item: handling together does not change them. */
static bool read_joint(const struct reader *reader, const struct jvalue *variant,
                       const struct jvalue *effect, struct route_effect *out)
{
    const struct jvalue *items = jvalue_get(effect, "items");
    const struct pack_record *bundle =
        pack_find(reader->pack, PACK_BUNDLES, member(variant, "bundle"), CIVIL_DATE_NONE);
    uint32_t *nodes = arena_array(reader->arena, uint32_t, count_of(items));
    int32_t days = ROUTE_DAYS_UNKNOWN;
    bool is_estimate = bundle == NULL || jvalue_is_null(jvalue_get(bundle->raw, "joint_days"));
    if (bundle == NULL ||
        !read_number(jvalue_get(bundle->raw, is_estimate ? "planning_days" : "joint_days"),
                     &days)) {
        return false;
    }
    for (uint32_t i = 0; i < count_of(items); i++) {
        bool is_void = false;
        if (!find_node(reader, jvalue_text(&items->items[i], TEXT_NONE), &nodes[out->count],
                       &is_void)) {
            return false;
        }
        out->count += !is_void;
    }
    out->nodes = nodes;
    for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
        out->days[basis] = basis == PLAN_STATUTORY ? ROUTE_DAYS_UNKNOWN : days;
        out->is_estimate[basis] = is_estimate;
    }
    return true;
}

static bool read_effect(const struct reader *reader, const struct jvalue *variant,
                        const struct jvalue *effect, struct route_effect *out, bool *is_void)
{
    const struct pack_effect_shape *shape = pack_effect_find(member(effect, "do"));
    if (shape == NULL) {
        return false;
    }
    out->what = shape->what;
    if ((shape->item != NULL &&
         !find_node(reader, member(effect, shape->item), &out->node, is_void)) ||
        (shape->other != NULL &&
         !find_node(reader, member(effect, shape->other), &out->other, is_void)) ||
        (shape->by != NULL && !find_node(reader, member(effect, shape->by), &out->by, is_void))) {
        return false;
    }
    switch (shape->what) {
    case ROUTE_SET_DAYS:
        return read_days(jvalue_get(effect, "days"),
                         jvalue_bool(jvalue_get(effect, "estimate"), true), out);
    case ROUTE_JOINT: return read_joint(reader, variant, effect, out);
    case ROUTE_LAG: return find_field(reader, member(effect, "fact"), &out->field);
    case ROUTE_DEFER: out->count = count_of(jvalue_get(effect, "materials")); return true;
    default: return true;
    }
}

static bool read_effects(const struct reader *reader, const struct pack_record *record,
                         struct route_variant *out)
{
    const struct jvalue *effects = jvalue_get(record->raw, "effects");
    struct route_effect *items = arena_array(reader->arena, struct route_effect, count_of(effects));
    for (uint32_t i = 0; i < count_of(effects); i++) {
        struct route_effect effect = {0};
        bool is_void = false;
        if (!read_effect(reader, record->raw, &effects->items[i], &effect, &is_void)) {
            return wrong(reader, record->id,
                         text_format(reader->arena, "第 %u 个效果不认识或引用有误", i + 1).at,
                         text_format(reader->arena, "effect %u does not read", i + 1).at);
        }
        if (!is_void) {
            items[out->effect_count++] = effect;
        }
    }
    out->effects = items;
    return true;
}

/* ---- one variant ---- */

static bool read_places(const struct reader *reader, const struct jvalue *list,
                        const uint32_t **places, uint32_t *count)
{
    uint32_t *out = arena_array(reader->arena, uint32_t, count_of(list));
    for (uint32_t i = 0; i < count_of(list); i++) {
        if (!name_table_find(&reader->places, jvalue_text(&list->items[i], TEXT_NONE), &out[i])) {
            return false;
        }
    }
    *places = out;
    *count = count_of(list);
    return true;
}

static bool read_assumption(const struct reader *reader, const struct jvalue *raw,
                            struct route_variant *out)
{
    const struct fact_space *space = reader->pack->spaces[PACK_SPACE_FACTS];
    const struct jvalue *assumes = jvalue_get(raw, "assumes");
    struct text expires = member(raw, "expires_with");
    out->assumes_member = member(assumes, "member");
    return (jvalue_is_null(assumes) ||
            fact_space_find(space, member(assumes, "field"), &out->assumes_field)) &&
           (text_is_empty(expires) ||
            (fact_space_find(space, expires, &out->expires_field) &&
             fact_space_field(space, out->expires_field)->type == FACT_DATE));
}

static bool counts_members(const struct reader *reader, const struct jvalue *raw)
{
    const struct pack_record *bundle =
        pack_find(reader->pack, PACK_BUNDLES, member(raw, "bundle"), CIVIL_DATE_NONE);
    return bundle != NULL && jvalue_bool(jvalue_get(bundle->raw, "one_form"), false);
}

static bool read_variant(const struct reader *reader, const struct pack_record *record,
                         struct route_variant *out)
{
    const struct jvalue *raw = record->raw;
    const struct jvalue *lines =
        jvalue_get(reader->pack->files[PACK_FILE_VARIANTS], "bottom_lines");
    struct text item = TEXT_NONE;
    *out = (struct route_variant){.id = record->id,
                                  .raw = raw,
                                  .is_in_force = pack_in_force(record, reader->on),
                                  .open_when = record->rule,
                                  .assumes_field = PLAN_NO_FIELD,
                                  .expires_field = PLAN_NO_FIELD,
                                  .risk = (int32_t)jvalue_int(jvalue_get(raw, "risk"), 0),
                                  .visits_saved =
                                      (int32_t)jvalue_int(jvalue_get(raw, "visits_saved"), 0),
                                  .counts_members = counts_members(reader, raw)};
    if (out->risk < 0 || out->risk > PACK_FIGURE_MAX || out->visits_saved < 0 ||
        out->visits_saved > PACK_FIGURE_MAX) {
        return wrong(reader, record->id, "risk 或 visits_saved", "risk or visits_saved");
    }
    if (pack_bottom_line(lines, raw, &item) != NULL) {
        return wrong(reader, record->id, "触及不可承诺的底线", "touches a bottom line");
    }
    if (!read_assumption(reader, raw, out) ||
        !read_places(reader, jvalue_get(raw, "requires"), &out->requires, &out->require_count) ||
        !read_places(reader, jvalue_get(raw, "excludes"), &out->excludes, &out->exclude_count)) {
        return wrong(reader, record->id, "assumes、expires_with、requires 或 excludes",
                     "assumes, expires_with, requires or excludes");
    }
    return read_effects(reader, record, out);
}

/* ---- names for people ---- */

const struct jvalue *const *pack_field_raws(struct arena *arena, const struct pack *pack)
{
    const struct fact_space *space = pack->spaces[PACK_SPACE_FACTS];
    const struct jvalue **fields =
        arena_array(arena, const struct jvalue *, fact_space_count(space));
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        const struct pack_record *record =
            pack_find(pack, PACK_FIELDS, fact_space_field(space, i)->name, CIVIL_DATE_NONE);
        fields[i] = record == NULL ? NULL : record->raw;
    }
    return fields;
}

static void list_raws(const struct reader *reader, const struct plan_network *network,
                      struct route_case *out)
{
    const struct jvalue **items =
        arena_array(reader->arena, const struct jvalue *, network->item_count);
    for (uint32_t i = 0; i < network->item_count; i++) {
        const struct pack_record *record =
            pack_find(reader->pack, PACK_ITEMS, plan_network_code(network, i), reader->on);
        items[i] = record == NULL ? NULL : record->raw;
    }
    out->item_raws = items;
    out->field_raws = pack_field_raws(reader->arena, reader->pack);
}

bool pack_routes_open(struct arena *arena, const struct pack *pack, civil_date on,
                      struct pack_routes *out, struct fault *fault)
{
    struct reader reader = {.arena = arena, .pack = pack, .on = on, .fault = fault};
    struct route_case of = {.calendar = pack->calendar};
    list_records(&reader);
    if (!pack_network(arena, pack, on, &of.network, fault) || !read_steps(&reader, of.network)) {
        return false;
    }
    struct route_variant *variants = arena_array(arena, struct route_variant, reader.count);
    for (uint32_t i = 0; i < reader.count; i++) {
        if (!read_variant(&reader, reader.records[i], &variants[i])) {
            return false;
        }
    }
    of.variants = variants;
    of.variant_count = reader.count;
    of.steps = reader.steps;
    of.step_count = reader.step_count;
    list_raws(&reader, of.network, &of);
    out->of = of;
    return true;
}
