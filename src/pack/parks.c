#include "pack/parks.h"

#include "base/arena.h"
#include "base/field.h"

/* ---- what a park says ---- */

static bool is_verified(const struct pack_record *park)
{
    return !text_is(jvalue_text(jvalue_get(park->raw, "evidence"), TEXT_NONE), "unverified");
}

const struct jvalue *park_value_at(struct arena *arena, const struct jvalue *at, struct text path)
{
    while (!text_is_empty(path) && at != NULL) {
        at = jvalue_get(at, text_c_string(arena, text_cut(&path, '.')));
    }
    return jvalue_is_null(at) ? NULL : at;
}

const struct jvalue *park_fact(struct arena *arena, const struct pack_record *park,
                               const struct pack_record *fact)
{
    return is_verified(park) ? park_value_at(arena, park->raw,
                                             jvalue_text(jvalue_get(fact->raw, "path"), TEXT_NONE))
                             : NULL;
}

/* `list` with the texts of `more` behind it. */
static struct text_list joined(struct arena *arena, struct text_list list,
                               const struct jvalue *more)
{
    struct text_list added = text_list_of(arena, more);
    struct text *items = arena_array(arena, struct text, list.count + added.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        items[i] = list.items[i];
    }
    for (size_t i = 0; i < added.count; i++) {
        items[list.count + i] = added.items[i];
    }
    return (struct text_list){items, list.count + added.count};
}

/* The park's own words, read by industry_words. */
static void read_industries(struct arena *arena, const struct parks *parks,
                            const struct pack_record *park, struct site_offer *out)
{
    struct text_list words = text_list_of(arena, jvalue_get(park->raw, "leading_industries"));
    for (size_t i = 0; i < words.count; i++) {
        const struct pack_record *word =
            pack_find(parks->pack, PACK_INDUSTRY_WORDS, words.items[i], CIVIL_DATE_NONE);
        out->is_open = out->is_open || word == NULL;
        if (word != NULL) {
            out->codes = joined(arena, out->codes, jvalue_get(word->raw, "codes"));
            out->directions = joined(arena, out->directions, jvalue_get(word->raw, "directions"));
        }
    }
    out->is_known = words.count > 0;
}

static void read_assessments(struct arena *arena, const struct pack_record *park,
                             struct site_offer *out)
{
    const struct jvalue *all = jvalue_get(park->raw, "assessments");
    if (all == NULL || all->kind != JVALUE_ARRAY) {
        return;
    }
    struct site_assessment *items = arena_array(arena, struct site_assessment, all->count + 1);
    for (uint32_t i = 0; i < all->count; i++) {
        struct text day = jvalue_text(jvalue_get(&all->items[i], "valid_to"), TEXT_NONE);
        if (!civil_date_parse(day, &items[i].until)) {
            items[i].until = CIVIL_DATE_NONE;
        }
    }
    out->is_known = true;
    out->assessments = items;
    out->count = all->count;
}

static void read_fact(struct arena *arena, const struct parks *parks,
                      const struct pack_record *park, struct text name, struct site_offer *out)
{
    const struct pack_record *fact = pack_find(parks->pack, PACK_PARK_FACTS, name, CIVIL_DATE_NONE);
    const struct jvalue *value = fact == NULL ? NULL : park_fact(arena, park, fact);
    if (value == NULL) {
        return;
    }
    out->is_known = true;
    out->has = value->kind == JVALUE_BOOL ? value->truth : true;
    out->number = jvalue_number(value);
    out->codes = text_list_of(arena, value);
}

static struct site_offer read_offer(struct arena *arena, const struct parks *parks,
                                    const struct pack_record *park, uint32_t at)
{
    struct site_offer offer = {.is_known = false};
    switch (parks->criteria.items[at].test) {
    case SITE_INDUSTRY:
        if (is_verified(park)) {
            read_industries(arena, parks, park, &offer);
        }
        break;
    case SITE_COVERS:
        if (is_verified(park)) {
            read_assessments(arena, park, &offer);
        }
        break;
    default: read_fact(arena, parks, park, parks->sources[at].offer, &offer); break;
    }
    return offer;
}

/* ---- criteria ---- */

static bool is_number(const struct fact_space *space, struct text name)
{
    uint32_t field = 0;
    return fact_space_find(space, name, &field) &&
           (fact_space_field(space, field)->type == FACT_NUMBER ||
            fact_space_field(space, field)->type == FACT_INTEGER);
}

static bool is_listed_set(const struct fact_space *space, struct text name)
{
    uint32_t field = 0;
    return fact_space_find(space, name, &field) &&
           fact_space_field(space, field)->type == FACT_SET &&
           fact_space_field(space, field)->values.count > 0;
}

bool park_criterion_is_sound(const struct fact_space *space, const struct jvalue *raw,
                             struct pack_why *why)
{
    struct text field = jvalue_text(jvalue_get(raw, "field"), TEXT_NONE);
    struct text kind = jvalue_text(jvalue_get(raw, "kind"), TEXT_NONE);
    int64_t weight = jvalue_int(jvalue_get(raw, "weight"), 0);
    enum site_test test = SITE_HAS;
    uint32_t code = 0;
    if (!site_test_find(jvalue_text(jvalue_get(raw, "test"), TEXT_NONE), &test)) {
        *why = (struct pack_why){"test：没有这种比法", "test: there is no such test"};
    } else if ((test == SITE_AT_MOST || test == SITE_AT_LEAST) && !is_number(space, field)) {
        *why = (struct pack_why){"field：不是项目的数值字段", "field: is no number of a project"};
    } else if (test == SITE_COVERS && !is_listed_set(space, field)) {
        *why = (struct pack_why){"field：不是有选项的多选字段", "field: is no set with values"};
    } else if ((test == SITE_INDUSTRY || test == SITE_NOT_LISTED) &&
               (!fact_space_find(space, TEXT("industry_code"), &code) ||
                fact_space_field(space, code)->type != FACT_TEXT)) {
        *why = (struct pack_why){"项目没有 industry_code 这一文本字段",
                                 "a project has no text field industry_code"};
    } else if (!text_is(kind, "required") && !text_is(kind, "scored")) {
        *why =
            (struct pack_why){"kind：应为 required 或 scored", "kind: must be required or scored"};
    } else if (weight > PARK_WEIGHT_MAX || jvalue_int(jvalue_get(raw, "partial"), 0) > SITE_FULL) {
        *why = (struct pack_why){"weight、partial：不超过 1000", "weight, partial: 1000 at most"};
    } else {
        return true;
    }
    return false;
}

static uint32_t field_of(const struct pack *pack, struct text name)
{
    uint32_t field = 0;
    (void)!fact_space_find(pack->spaces[PACK_SPACE_FACTS], name, &field);
    return field;
}

static struct site_criterion read_criterion(const struct pack *pack,
                                            const struct pack_record *record)
{
    const struct jvalue *raw = record->raw;
    struct site_criterion criterion = {
        .when = record->rule,
        .is_required = text_is(jvalue_text(jvalue_get(raw, "kind"), TEXT_NONE), "required"),
        .weight = (uint32_t)jvalue_int(jvalue_get(raw, "weight"), 0),
        .field = field_of(pack, jvalue_text(jvalue_get(raw, "field"), TEXT_NONE)),
        .factor = (double)jvalue_int(jvalue_get(raw, "factor"), 1),
        .partial = (uint32_t)jvalue_int(jvalue_get(raw, "partial"), 0)};
    ensure(site_test_find(jvalue_text(jvalue_get(raw, "test"), TEXT_NONE), &criterion.test));
    if (criterion.test == SITE_COVERS) {
        const struct fact_field *topics =
            fact_space_field(pack->spaces[PACK_SPACE_FACTS], criterion.field);
        criterion.topics = (uint32_t)topics->values.count;
    }
    return criterion;
}

static bool read_criteria(struct arena *arena, struct parks *parks, struct fault *fault)
{
    const struct pack_records *records = &parks->pack->lists[PACK_MATCH_CRITERIA];
    size_t most = (size_t)records->count + 1;
    struct site_criterion *items = arena_array(arena, struct site_criterion, most);
    struct park_criterion *sources = arena_array(arena, struct park_criterion, most);
    uint32_t count = 0;
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        struct pack_why why;
        if (!pack_in_force(record, parks->on)) {
            continue;
        }
        if (!park_criterion_is_sound(parks->pack->spaces[PACK_SPACE_FACTS], record->raw, &why)) {
            return fault_raise(fault, FAULT_PACK_INVALID, record->id,
                               FAULT_ARGS(TEXT("parks.json#match_criteria"), text_of(why.en)));
        }
        items[count] = read_criterion(parks->pack, record);
        sources[count++] = (struct park_criterion){
            record, jvalue_text(jvalue_get(record->raw, "offer"), TEXT_NONE)};
    }
    parks->criteria = (struct site_criteria){items, count};
    parks->sources = sources;
    return true;
}

bool parks_of(struct arena *arena, const struct pack *pack, civil_date on, struct parks *out,
              struct fault *fault)
{
    const struct pack_records *records = &pack->lists[PACK_PARKS];
    struct parks parks = {.pack = pack, .on = on};
    size_t most = (size_t)records->count + 1;
    const struct pack_record **items = arena_array(arena, const struct pack_record *, most);
    const struct site_offer **offers = arena_array(arena, const struct site_offer *, most);
    if (!read_criteria(arena, &parks, fault)) {
        return false;
    }
    for (uint32_t i = 0; i < records->count; i++) {
        if (!pack_in_force(&records->items[i], on)) {
            continue;
        }
        struct site_offer *mine =
            arena_array(arena, struct site_offer, (size_t)parks.criteria.count + 1);
        for (uint32_t k = 0; k < parks.criteria.count; k++) {
            mine[k] = read_offer(arena, &parks, &records->items[i], k);
        }
        items[parks.count] = &records->items[i];
        offers[parks.count++] = mine;
    }
    parks.items = items;
    parks.offers = offers;
    *out = parks;
    return true;
}

/* ---- matching ---- */

struct site_project parks_project(const struct parks *parks, const struct facts *facts,
                                  struct text direction)
{
    return (struct site_project){.facts = facts,
                                 .code_field = field_of(parks->pack, TEXT("industry_code")),
                                 .direction = direction,
                                 .on = parks->on};
}

struct park_matches parks_match(struct arena *arena, const struct parks *parks,
                                const struct site_project *project)
{
    struct site_match *items = arena_array(arena, struct site_match, (size_t)parks->count + 1);
    uint32_t *order = arena_array(arena, uint32_t, (size_t)parks->count + 1);
    for (uint32_t i = 0; i < parks->count; i++) {
        site_match(arena, &parks->criteria, parks->offers[i], project, &items[i]);
    }
    site_order(items, parks->count, order);
    return (struct park_matches){items, order};
}
