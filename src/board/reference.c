#include "board/reference.h"

#include "app/city.h"
#include "pack/pack.h"

struct reference {
    const struct pack *pack;
    struct json_writer *json;
    const struct view_run *run;
    bool english;
};

static struct text raw(const struct pack_record *record, const char *name)
{
    return jvalue_text(jvalue_get(record->raw, name), TEXT_NONE);
}

static struct text name_of(const struct reference *reference, const struct pack_record *record)
{
    return reference->english && record->name_en.len > 0 ? record->name_en : record->name;
}

/* The English form of a text where the pack has one. */
static struct text worded(const struct reference *reference, const struct pack_record *record,
                          const char *zh, const char *en)
{
    struct text english = raw(record, en);
    return reference->english && english.len > 0 ? english : raw(record, zh);
}

static void copy(const struct reference *reference, const struct pack_record *record,
                 const char *name)
{
    const struct jvalue *value = jvalue_get(record->raw, name);
    json_name(reference->json, name);
    if (value == NULL) {
        json_null(reference->json);
    } else {
        json_value(reference->json, value);
    }
}

/* One list of the pack as {id or code, name, and what `more` adds}. */
struct listing {
    const char *member;
    enum pack_list list;
    const char *id;
    void (*more)(const struct reference *reference, const struct pack_record *record);
};

static void write_list(const struct reference *reference, const struct listing *listing)
{
    const struct pack_records *records = &reference->pack->lists[listing->list];
    json_name(reference->json, listing->member);
    json_array(reference->json);
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        if (!pack_in_force(record, reference->run->today)) {
            continue;
        }
        json_object(reference->json);
        json_member_text(reference->json, listing->id, record->id);
        json_member_text(reference->json, "name", name_of(reference, record));
        if (listing->more != NULL) {
            listing->more(reference, record);
        }
        json_end(reference->json);
    }
    json_end(reference->json);
}

static void more_unit(const struct reference *reference, const struct pack_record *record)
{
    copy(reference, record, "type");
    copy(reference, record, "district_code");
}

static void more_direction(const struct reference *reference, const struct pack_record *record)
{
    const struct jvalue *classes = jvalue_get(record->raw, "classes");
    bool has_one = classes != NULL && classes->kind == JVALUE_ARRAY && classes->count > 0;
    json_member_text_or_null(reference->json, "class",
                             has_one ? jvalue_text(&classes->items[0], TEXT_NONE) : TEXT_NONE);
}

static void more_park(const struct reference *reference, const struct pack_record *record)
{
    json_member_text_or_null(reference->json, "district", raw(record, "district_code"));
}

static void more_reason(const struct reference *reference, const struct pack_record *record)
{
    json_member_text(reference->json, "text", worded(reference, record, "text_zh", "text_en"));
}

static void more_stop(const struct reference *reference, const struct pack_record *record)
{
    copy(reference, record, "kind");
    copy(reference, record, "law");
}

static void more_category(const struct reference *reference, const struct pack_record *record)
{
    copy(reference, record, "default_org");
    copy(reference, record, "resolve_working_days");
}

static void more_kind(const struct reference *reference, const struct pack_record *record)
{
    copy(reference, record, "days");
    copy(reference, record, "longest_days");
    copy(reference, record, "holds_decision");
    json_member_text(reference->json, "rule", worded(reference, record, "rule_zh", "rule_en"));
}

static void more_way(const struct reference *reference, const struct pack_record *record)
{
    copy(reference, record, "needs_number");
}

static void more_item(const struct reference *reference, const struct pack_record *record)
{
    static const char *const kept[] = {"stage",
                                       "org",
                                       "department",
                                       "level",
                                       "kind",
                                       "legal_basis",
                                       "statutory_days",
                                       "statutory_day_type",
                                       "promised_days",
                                       "planning_days",
                                       "special_procedure",
                                       "materials",
                                       "outputs",
                                       "validity",
                                       "fee",
                                       "optional",
                                       "notes",
                                       "source",
                                       "confidence",
                                       "evidence"};
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        copy(reference, record, kept[i]);
    }
    enum language language = reference->english ? LANGUAGE_EN : LANGUAGE_ZH;
    json_member_text(reference->json, "org_name",
                     city_org_name(reference->run->city, raw(record, "org"), language));
    json_member_text(reference->json, "stage_name",
                     city_stage_name(reference->run->city, raw(record, "stage"), language));
}

static void write_facts(const struct reference *reference)
{
    const struct pack_records *records = &reference->pack->lists[PACK_FIELDS];
    json_name(reference->json, "facts");
    json_array(reference->json);
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        json_object(reference->json);
        json_member_text(reference->json, "name", record->id);
        copy(reference, record, "type");
        copy(reference, record, "values");
        copy(reference, record, "unit");
        json_member_text(reference->json, "meaning",
                         worded(reference, record, "meaning", "meaning_en"));
        json_member_text(reference->json, "question",
                         worded(reference, record, "question_zh", "question_en"));
        json_member_text_or_null(reference->json, "why", raw(record, "why_zh"));
        json_end(reference->json);
    }
    json_end(reference->json);
}

static const struct listing industry_listings[] = {
    {"classes", PACK_INDUSTRY_CLASSES, "code", NULL},
    {"directions", PACK_INDUSTRY_DIRECTIONS, "code", more_direction},
};
static const struct listing listings[] = {
    {"districts", PACK_DISTRICTS, "code", NULL},
    {"orgs", PACK_UNITS, "id", more_unit},
    {"parks", PACK_PARKS, "id", more_park},
    {"stages", PACK_STAGES, "id", NULL},
    {"roles", PACK_ROLES, "id", NULL},
    {"contact_roles", PACK_CONTACT_ROLES, "id", NULL},
    {"milestones", PACK_MILESTONES, "id", NULL},
    {"problem_categories", PACK_PROBLEM_CATEGORIES, "code", more_category},
    {"problem_causes", PACK_PROBLEM_CAUSES, "code", NULL},
    {"supplement_reasons", PACK_SUPPLEMENT_REASONS, "code", more_reason},
    {"consultation_kinds", PACK_CONSULTATION_KINDS, "id", more_kind},
    {"return_reasons", PACK_RETURN_REASONS, "code", NULL},
    {"delivery_ways", PACK_DELIVERY_WAYS, "id", more_way},
    {"stop_reasons", PACK_STOP_REASONS, "code", more_stop},
    {"items", PACK_ITEMS, "code", more_item},
};

static bool answer_pack(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    (void)fault;
    struct reference reference = {city_pack(run->city), json, run,
                                  run->actor->language == LANGUAGE_EN};
    json_object(json);
    json_name(json, "city");
    json_object(json);
    json_member_text(json, "id", reference.pack->id);
    json_member_text(json, "name", city_title(run->city, run->actor->language));
    json_member_text(json, "code", city_code(run->city));
    json_member_text(json, "version", reference.pack->version);
    json_end(json);
    for (size_t i = 0; i < COUNT_OF(listings); i++) {
        write_list(&reference, &listings[i]);
    }
    json_name(json, "industries");
    json_object(json);
    for (size_t i = 0; i < COUNT_OF(industry_listings); i++) {
        write_list(&reference, &industry_listings[i]);
    }
    json_end(json);
    write_facts(&reference);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"reference.pack", "/pack", NULL, ROLES_ANYBODY, VIEW_SAME_FOR_ALL,
     "城市数据包：区县、单位、事项指南等", "the city's pack: districts, units, item guide",
     answer_pack},
};

const struct room reference_room = {.name = "reference", ROOM_VIEWS(views)};
