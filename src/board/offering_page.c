#include "board/offering_page.h"

#include "app/city.h"
#include "base/arena.h"
#include "board/dossier.h"
#include "engine/match/match.h"
#include "pack/policy.h"
#include "room/offering/offering.h"
#include "room/planning/planning.h"

struct page {
    const struct view_run *run;
    const struct pack *pack;
    struct project project;
    struct dossier dossier;
    struct facts *facts;
    struct policies policies;
    struct offerings offerings;
};

static bool load(struct page *page, struct fault *fault)
{
    const struct view_run *run = page->run;
    struct planning_facts facts;
    struct fact_warnings warnings = {.count = 0};
    if (!project_of_view(run, 0, &page->project, fault) ||
        !dossier_load(run, &page->project, &page->dossier, fault) ||
        !planning_facts_of(run->arena, run->store, page->project.id, &facts, fault) ||
        !offering_of_project(run->arena, run->store, page->project.id, &page->offerings, fault)) {
        return false;
    }
    page->policies = policy_list(run->arena, page->pack, run->today);
    page->facts = facts_new(run->arena, page->pack->spaces[PACK_SPACE_FACTS]);
    return facts_read(page->facts,
                      planning_facts_object(run->arena, run->city, &page->project, &facts),
                      &warnings, fault);
}

static bool is_english(const struct page *page)
{
    return page->run->actor->language != LANGUAGE_ZH;
}

static struct text name_in(const struct page *page, enum pack_list list, struct text id)
{
    const struct pack_record *record = pack_find(page->pack, list, id, page->run->today);
    record = record != NULL ? record : pack_find(page->pack, list, id, CIVIL_DATE_NONE);
    return record == NULL                                        ? id
           : is_english(page) && !text_is_empty(record->name_en) ? record->name_en
                                                                 : record->name;
}

/* ---- the parts of a package ---- */

/* The newest application of the item, or NULL. */
static const struct dossier_application *application_of(const struct page *page, struct text code)
{
    for (size_t i = 0; i < page->dossier.application_count; i++) {
        if (text_equal(page->dossier.applications[i].code, code)) {
            return &page->dossier.applications[i];
        }
    }
    return NULL;
}

static void write_items(struct json_writer *json, const struct page *page, struct text_list items)
{
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < items.count; i++) {
        const struct dossier_application *one = application_of(page, items.items[i]);
        json_object(json);
        json_member_text(json, "code", items.items[i]);
        json_member_text(json, "name", name_in(page, PACK_ITEMS, items.items[i]));
        json_member_text_or_null(json, "state_name", one != NULL ? one->state_name : TEXT_NONE);
        json_member_bool(json, "in_plan",
                         page->dossier.in_force != NULL &&
                             planned_find(&page->dossier.planned, items.items[i]) != NULL);
        json_end(json);
    }
    json_end(json);
}

static void write_policies(struct json_writer *json, const struct page *page,
                           struct text_list policies)
{
    json_name(json, "policies");
    json_array(json);
    for (size_t i = 0; i < policies.count; i++) {
        for (uint32_t k = 0; k < page->policies.count; k++) {
            const struct policy *policy = &page->policies.items[k];
            if (text_equal(policy->record->id, policies.items[i])) {
                json_object(json);
                json_member_text(json, "id", policy->record->id);
                policy_write_standing(json, policy);
                json_end(json);
            }
        }
    }
    json_end(json);
}

static void write_names(struct json_writer *json, const struct page *page, const char *member,
                        enum pack_list list, struct text_list ids)
{
    json_name(json, member);
    json_array(json);
    for (size_t i = 0; i < ids.count; i++) {
        json_text(json, name_in(page, list, ids.items[i]));
    }
    json_end(json);
}

struct parts {
    struct text_list items, policies, units, roles;
};

static void write_parts(struct json_writer *json, const struct page *page,
                        const struct parts *parts)
{
    write_items(json, page, parts->items);
    write_policies(json, page, parts->policies);
    write_names(json, page, "units", PACK_UNITS, parts->units);
    write_names(json, page, "roles", PACK_ROLES, parts->roles);
}

/* ---- what suits ---- */

static enum rule_answer is_of_class(const struct page *page, const struct pack_record *record)
{
    struct text own = page->project.industry_class;
    return text_is_empty(own) ? RULE_UNKNOWN
           : text_equal(own, jvalue_text(jvalue_get(record->raw, "class"), TEXT_NONE)) ? RULE_YES
                                                                                       : RULE_NO;
}

static struct text worded(const struct page *page, const struct pack_record *record, const char *zh,
                          const char *en)
{
    struct text text = jvalue_text(jvalue_get(record->raw, zh), TEXT_NONE);
    return is_english(page) ? jvalue_text(jvalue_get(record->raw, en), text) : text;
}

/* The facts that can still decide its condition, by what they mean. */
static void write_missing(struct json_writer *json, const struct page *page,
                          const struct pack_record *record)
{
    const struct fact_space *space = page->facts->space;
    uint8_t *missing = arena_array(page->run->arena, uint8_t, (size_t)fact_space_count(space) + 1);
    struct rule_view view = {page->facts, RULE_MISSING_UNKNOWN};
    if (rule_evaluate(record->rule, view) == RULE_UNKNOWN) {
        match_missing(page->run->arena, record->rule, page->facts, missing);
    }
    json_name(json, "missing");
    json_array(json);
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        const struct pack_record *field =
            missing[i] ? pack_find(page->pack, PACK_FIELDS, fact_space_field(space, i)->name,
                                   CIVIL_DATE_NONE)
                       : NULL;
        if (field != NULL) {
            json_text(json, worded(page, field, "question_zh", "question_en"));
        }
    }
    json_end(json);
}

static void write_suggestion(struct json_writer *json, const struct page *page,
                             const struct pack_record *record, enum rule_answer answer)
{
    struct arena *arena = page->run->arena;
    struct text class = jvalue_text(jvalue_get(record->raw, "class"), TEXT_NONE);
    const struct pack_record *industry =
        pack_find(page->pack, PACK_INDUSTRY_CLASSES, class, CIVIL_DATE_NONE);
    struct parts parts = {text_list_of(arena, jvalue_get(record->raw, "items")),
                          text_list_of(arena, jvalue_get(record->raw, "policies")),
                          text_list_of(arena, jvalue_get(record->raw, "units")),
                          text_list_of(arena, jvalue_get(record->raw, "roles"))};
    json_object(json);
    json_member_text(json, "package", record->id);
    json_member_text(json, "name", name_in(page, PACK_PACKAGES, record->id));
    json_member_text(json, "purpose", worded(page, record, "purpose_zh", "purpose_en"));
    json_member_text(json, "result", text_of(rule_answer_name(answer)));
    json_member_text(json, "class_name", name_in(page, PACK_INDUSTRY_CLASSES, class));
    json_member_text_or_null(json, "reason",
                             industry == NULL
                                 ? TEXT_NONE
                                 : worded(page, industry, "service_focus_zh", "service_focus_en"));
    write_missing(json, page, record);
    write_parts(json, page, &parts);
    json_end(json);
}

/* In the order of the pack: those that suit, then those of which it is not known. */
static void write_suggested(struct json_writer *json, const struct page *page)
{
    const struct pack_records *records = &page->pack->lists[PACK_PACKAGES];
    static const enum rule_answer wanted[] = {RULE_YES, RULE_UNKNOWN};
    json_name(json, "suggested");
    json_array(json);
    for (size_t w = 0; w < COUNT_OF(wanted); w++) {
        for (uint32_t i = 0; i < records->count; i++) {
            const struct pack_record *record = &records->items[i];
            struct rule_view view = {page->facts, RULE_MISSING_UNKNOWN};
            struct fault open = {.code = FAULT_NONE};
            enum rule_answer answer =
                (enum rule_answer)(is_of_class(page, record) & rule_evaluate(record->rule, view));
            if (answer == wanted[w] && pack_in_force(record, page->run->today) &&
                offering_decide_offer(&page->offerings, record->id, &open)) {
                write_suggestion(json, page, record, answer);
            }
        }
    }
    json_end(json);
}

/* ---- what was offered ---- */

static void write_offered(struct json_writer *json, const struct page *page)
{
    json_name(json, "offered");
    json_array(json);
    for (size_t i = 0; i < page->offerings.count; i++) {
        const struct offering *one = &page->offerings.items[i];
        struct parts parts = {one->items, one->policies, one->units, one->roles};
        json_object(json);
        json_member_int(json, "id", one->id);
        json_member_int(json, "version", one->version);
        json_member_text(json, "package", one->package);
        json_member_text(json, "name", name_in(page, PACK_PACKAGES, one->package));
        json_member_text(json, "state", text_of(offering_state_code(one->state)));
        json_member_text(json, "reason", one->reason);
        json_member_text_or_null(json, "answer", one->answer);
        json_member_date(json, "offered_on", one->offered_on);
        json_member_date(json, "answered_on", one->answered_on);
        write_parts(json, page, &parts);
        json_end(json);
    }
    json_end(json);
}

static bool answer_packages(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    struct page page = {.run = run, .pack = city_pack(run->city)};
    if (!load(&page, fault)) {
        return false;
    }
    json_object(json);
    write_suggested(json, &page);
    write_offered(json, &page);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"offering.of_project", "/projects/{id}/service-packages", NULL, ROLES_BUSINESS, 0,
     "服务包：适合的、已提供的和各组成部分的进展",
     "Service packages: what suits, what was offered, how far its parts are", answer_packages},
};

const struct room offering_page_room = {.name = "offering_page", ROOM_VIEWS(views)};
