#include "board/park_page.h"

#include "app/city.h"
#include "base/arena.h"
#include "board/clusters.h"
#include "pack/parks.h"
#include "room/planning/planning.h"
#include "room/planning/planning_json.h"
#include "room/siting/siting.h"

struct page {
    const struct view_run *run;
    const struct pack *pack;
    struct project project;
    const struct jvalue *object; /* what is known of the project */
    struct facts *facts;
    struct parks parks;
    struct park_matches matches;
    struct siting chosen;
};

static bool load(struct page *page, struct fault *fault)
{
    const struct view_run *run = page->run;
    struct planning_facts facts;
    struct fact_warnings warnings = {.count = 0};
    if (!project_of_view(run, 0, &page->project, fault) ||
        !planning_facts_of(run->arena, run->store, page->project.id, &facts, fault) ||
        !siting_of_project(run->arena, run->store, page->project.id, &page->chosen, fault) ||
        !parks_of(run->arena, page->pack, run->today, &page->parks, fault)) {
        return false;
    }
    page->object = planning_facts_object(run->arena, run->city, &page->project, &facts);
    page->facts = facts_new(run->arena, page->pack->spaces[PACK_SPACE_FACTS]);
    if (!facts_read(page->facts, page->object, &warnings, fault)) {
        return false;
    }
    struct site_project site = parks_project(&page->parks, page->facts, page->project.direction);
    page->matches = parks_match(run->arena, &page->parks, &site);
    return true;
}

static struct text worded(const struct page *page, const struct pack_record *record, const char *zh,
                          const char *en)
{
    struct text text = jvalue_text(jvalue_get(record->raw, zh), TEXT_NONE);
    return page->run->actor->language == LANGUAGE_ZH
               ? text
               : jvalue_text(jvalue_get(record->raw, en), text);
}

/* -- what is asked, of the enterprise and of parks -- */

static bool is_missing(const struct page *page, uint32_t field)
{
    for (uint32_t i = 0; i < page->parks.count; i++) {
        for (uint32_t k = 0; k < page->parks.criteria.count; k++) {
            if (page->matches.items[i].parts[k].missing[field]) {
                return true;
            }
        }
    }
    return false;
}

static void write_asked(struct json_writer *json, const struct page *page)
{
    const struct pack_records *fields = &page->pack->lists[PACK_FIELDS];
    const struct fact_space *space = page->pack->spaces[PACK_SPACE_FACTS];
    json_name(json, "questions");
    json_array(json);
    for (uint32_t i = 0; i < fields->count; i++) {
        uint32_t field = 0;
        if (fact_space_find(space, fields->items[i].id, &field) && is_missing(page, field)) {
            json_object(json);
            json_member_text(json, "field", fields->items[i].id);
            planning_write_asking(json, fields->items[i].raw, page->run->actor->language);
            json_end(json);
        }
    }
    json_end(json);
    const struct pack_records *facts = &page->pack->lists[PACK_PARK_FACTS];
    json_name(json, "park_facts");
    json_array(json);
    for (uint32_t i = 0; i < facts->count; i++) {
        json_object(json);
        json_member_text(json, "name", facts->items[i].id);
        json_member_text(json, "meaning", worded(page, &facts->items[i], "meaning", "meaning_en"));
        json_member_text_or_null(json, "unit", worded(page, &facts->items[i], "unit", "unit"));
        json_end(json);
    }
    json_end(json);
}

/* -- parks -- */

static void write_park(struct json_writer *json, const struct page *page, uint32_t at)
{
    const struct pack_record *park = page->parks.items[at];
    struct text brings = parks_brings(page->run->arena, &page->parks, at, page->object);
    json_object(json);
    json_member_text(json, "id", park->id);
    json_member_text(json, "name", worded(page, park, "name", "name_en"));
    json_member_text(json, "level", worded(page, park, "level", "level"));
    json_member_text(json, "district", worded(page, park, "district", "district"));
    json_name(json, "leading_industries");
    json_value(json, jvalue_get(park->raw, "leading_industries"));
    parks_write_match(json, page->run->arena, &page->parks, &page->matches, at);
    json_name(json, "brings");
    if (brings.len > 0) {
        json_raw(json, brings);
    } else {
        json_null(json);
    }
    json_end(json);
}

static struct text name_of(const struct page *page, struct text id)
{
    const struct pack_record *park = pack_find(page->pack, PACK_PARKS, id, CIVIL_DATE_NONE);
    return park == NULL ? id : worded(page, park, "name", "name_en");
}

static void write_chosen(struct json_writer *json, const struct page *page)
{
    const struct siting *chosen = &page->chosen;
    json_name(json, "chosen");
    if (chosen->project == 0) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "park", chosen->park);
    json_member_text(json, "name", name_of(page, chosen->park));
    json_member_text(json, "reason", chosen->reason);
    json_member_text(json, "by", chosen->by);
    json_member_date(json, "on", chosen->on);
    json_end(json);
}

/* What the lead says of where it is to stand. */
static bool write_planned(struct json_writer *json, const struct page *page, struct fault *fault)
{
    const struct jvalue *lead = NULL;
    struct text said = page->project.lead_facts;
    if (said.len > 0 && !json_read(page->run->arena, said, &lead, fault)) {
        return false;
    }
    json_member_text_or_null(json, "lead_park",
                             jvalue_text(jvalue_get(lead, "park_id"), TEXT_NONE));
    return true;
}

static bool answer_parks(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct page page = {.run = run, .pack = city_pack(run->city)};
    if (!load(&page, fault)) {
        return false;
    }
    json_object(json);
    json_member_date(json, "on", run->today);
    json_member_int(json, "version", page.project.version);
    json_member_bool(json, "estimate", true);
    json_member_bool(json, "may_choose", siting_takes_park(&page.project));
    write_chosen(json, &page);
    if (!write_planned(json, &page, fault)) {
        return false;
    }
    parks_write_criteria(json, run->arena, &page.parks, run->actor->language != LANGUAGE_ZH);
    write_asked(json, &page);
    json_name(json, "parks");
    json_array(json);
    for (uint32_t i = 0; i < page.parks.count; i++) {
        write_park(json, &page, page.matches.order[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct field cluster_fields[] = {
    FIELD(cluster_query, park, TEXT, .max = 40, .zh = "园区（- 为未选定）",
          .en = "park (-: none chosen)"),
    FIELD(cluster_query, direction, TEXT, .max = 60, .zh = "产业方向", .en = "industry"),
};
static const struct field_table cluster_table = FIELD_TABLE(cluster_query, cluster_fields);

static const struct view_kind views[] = {
    {"parks.match", "/projects/{id}/parks", NULL, ROLES_BUSINESS, 0,
     "园区匹配：各园区的结论、得分构成和缺口（预估）",
     "Parks matched to the project: result, score opened up, gaps (an estimate)", answer_parks},
    {"parks.clusters", "/clusters", &cluster_table, ROLES_WORK | ROLES_WATCHERS, 0,
     "产业集群：各园区、各产业方向的项目数和投资额",
     "Projects by park and industry: numbers and investment", clusters_answer},
};

const struct room park_page_room = {
    .name = "park_page", ROOM_VIEWS(views), ROOM_STATEMENTS(clusters)};
