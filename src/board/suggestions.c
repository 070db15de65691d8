#include "board/suggestions.h"

#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/lore.h"
#include "board/portfolio.h"
#include "ground/project/project_store.h"

#define MOST 10
#define MOST_PROJECTS 5
#define PRESSING 100       /* projects looked at by their readings */
#define CHARACTERS_LEAST 2 /* typed, for projects to be looked up by their characters */

static const struct field suggestions_fields[] = {
    FIELD(suggestions_query, q, TEXT, .max = 100, .required = true, .zh = "输入的文字",
          .en = "what is typed"),
};
static const struct field_table suggestions_table =
    FIELD_TABLE(suggestions_query, suggestions_fields);

struct hit {
    int32_t distance;
    const struct project *project;  /* or */
    const struct lore_name *record; /* of the pack */
};

struct hits {
    struct hit *items;
    size_t count;
};

static int by_distance(const void *left, const void *right)
{
    const struct hit *a = left;
    const struct hit *b = right;
    if (a->distance != b->distance) {
        return a->distance < b->distance ? -1 : 1;
    }
    if (a->project != NULL && b->project != NULL) {
        return (a->project->id < b->project->id) - (a->project->id > b->project->id);
    }
    return (a->record > b->record) - (a->record < b->record);
}

static void sort(struct hits *hits)
{
    if (hits->count > 1) {
        qsort(hits->items, hits->count, sizeof *hits->items, by_distance);
    }
}

/* -- projects -- */

struct typing {
    const struct view_run *run;
    const struct pinyin *pinyin;
    struct suggest_name typed;
    struct text words;
};

static int32_t distance_of(const struct typing *typing, struct text text)
{
    struct suggest_name name = suggest_name(typing->run->arena, text);
    return suggest_distance(typing->pinyin, &name, &typing->typed);
}

static bool has(const struct hits *hits, int64_t project)
{
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->items[i].project->id == project) {
            return true;
        }
    }
    return false;
}

/* The projects of a page that fit, into `hits`; what was found by its characters fits anyhow. */
static bool add_projects(const struct typing *typing, struct text words, int64_t limit,
                         struct hits *hits, struct fault *fault)
{
    struct portfolio_filter filter = {.stage = TEXT_NONE,
                                      .district = TEXT_NONE,
                                      .direction = TEXT_NONE,
                                      .light = TEXT_NONE,
                                      .words = words,
                                      .grams = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                                      .order = PORTFOLIO_URGENT,
                                      .limit = limit};
    struct portfolio_page page;
    if (!portfolio_find(typing->run, &filter, &page, fault)) {
        return false;
    }
    for (size_t i = 0; i < page.count; i++) {
        const struct project *project = page.items[i];
        int32_t near = distance_of(typing, project->name);
        int32_t other = distance_of(typing, project->enterprise);
        near = other < near ? other : near;
        near = near == SUGGEST_NONE && words.len > 0 ? SUGGEST_NONE - 1 : near;
        if (near != SUGGEST_NONE && !has(hits, project->id)) {
            hits->items[hits->count++] = (struct hit){.distance = near, .project = project};
        }
    }
    return true;
}

static bool find_projects(const struct typing *typing, struct hits *out, struct fault *fault)
{
    out->items = arena_array(typing->run->arena, struct hit, PRESSING + MOST_PROJECTS);
    bool has_words = text_length(typing->words) >= CHARACTERS_LEAST;
    if ((has_words && !add_projects(typing, typing->words, MOST_PROJECTS, out, fault)) ||
        !add_projects(typing, TEXT_NONE, PRESSING, out, fault)) {
        return false;
    }
    sort(out);
    out->count = out->count < MOST_PROJECTS ? out->count : MOST_PROJECTS;
    return true;
}

/* -- what the city publishes -- */

static void find_records(const struct typing *typing, const struct lore_names *names,
                         struct hits *out)
{
    out->items = arena_array(typing->run->arena, struct hit, names->count);
    for (uint32_t i = 0; i < names->count; i++) {
        const struct lore_name *one = &names->items[i];
        int32_t near = suggest_distance(typing->pinyin, &one->name, &typing->typed);
        int32_t other = suggest_distance(typing->pinyin, &one->name_en, &typing->typed);
        near = other < near ? other : near;
        if (near != SUGGEST_NONE) {
            out->items[out->count++] = (struct hit){.distance = near, .record = one};
        }
    }
    sort(out);
}

/* -- the answer -- */

static void write_hit(struct json_writer *json, const struct view_run *run, const struct hit *hit)
{
    bool is_english = run->actor->language == LANGUAGE_EN;
    json_object(json);
    if (hit->project != NULL) {
        json_member_text(json, "kind", TEXT("project"));
        json_member_text(json, "id", text_format(run->arena, "%lld", (long long)hit->project->id));
        json_member_text(json, "name", hit->project->name);
        json_member_text_or_null(json, "note", hit->project->number);
    } else {
        const struct pack_record *record = hit->record->record;
        bool has_english = is_english && record->name_en.len > 0;
        json_member_text(json, "kind", hit->record->kind);
        json_member_text(json, "id", record->id);
        json_member_text(json, "name", has_english ? record->name_en : record->name);
        json_member_text_or_null(json, "note", TEXT_NONE);
    }
    json_end(json);
}

static bool answer_typed(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct suggestions_query *query = run->query;
    struct lore *lore = lore_take(run);
    const struct lore_names *names = lore_names(lore);
    struct typing typing = {run, names->pinyin, suggest_name(run->arena, query->q), query->q};
    struct hits projects = {NULL, 0};
    struct hits records = {NULL, 0};
    bool is_found = find_projects(&typing, &projects, fault);
    if (is_found) {
        find_records(&typing, names, &records);
        json_object(json);
        json_name(json, "items");
        json_array(json);
        for (size_t i = 0; i < projects.count; i++) {
            write_hit(json, run, &projects.items[i]);
        }
        for (size_t i = 0; i < records.count && i + projects.count < MOST; i++) {
            write_hit(json, run, &records.items[i]);
        }
        json_end(json);
        json_end(json);
    }
    lore_give(lore);
    return is_found;
}

static const struct view_kind views[] = {
    {"suggestions.typed", "/suggestions", &suggestions_table, ROLES_BUSINESS, 0,
     "边输边找：项目、事项、政策、园区、单位", "what may be meant by what is being typed",
     answer_typed},
};

const struct room suggestions_room = {.name = "suggestions", ROOM_VIEWS(views)};
