#include "board/suggestions_known.h"

#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/lore.h"
#include "board/portfolio.h"
#include "ground/account/account_store.h"
#include "ground/project/project_store.h"
#include "room/meeting/meeting.h"

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
    int64_t id; /* 0: of the pack */
    struct text kind, code, name, note;
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
    if (a->id != b->id) {
        return (a->id < b->id) - (a->id > b->id);
    }
    int order = text_compare(a->kind, b->kind);
    return order != 0 ? order : text_compare(a->code, b->code);
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

static struct text id_text(struct arena *arena, int64_t id)
{
    return text_format(arena, "%lld", (long long)id);
}

static int32_t distance_of(const struct typing *typing, struct text text)
{
    struct suggest_name name = suggest_name(typing->run->arena, text);
    return suggest_distance(typing->pinyin, &name, &typing->typed);
}

static bool has(const struct hits *hits, int64_t project)
{
    for (size_t i = 0; i < hits->count; i++) {
        if (hits->items[i].id == project) {
            return true;
        }
    }
    return false;
}

/* The nearer of its two names; what was found by its characters (`fits`) fits anyhow. */
static void add_project(const struct typing *typing, const struct suggestions_project *project,
                        bool fits, struct hits *hits)
{
    int32_t near = distance_of(typing, project->name);
    int32_t other = distance_of(typing, project->enterprise);
    near = other < near ? other : near;
    near = near == SUGGEST_NONE && fits ? SUGGEST_NONE - 1 : near;
    if (near != SUGGEST_NONE && !has(hits, project->id)) {
        hits->items[hits->count++] = (struct hit){.distance = near,
                                                  .id = project->id,
                                                  .kind = TEXT("project"),
                                                  .code = id_text(typing->run->arena, project->id),
                                                  .name = project->name,
                                                  .note = project->number};
    }
}

/* Of the projects of a page those that fit, into `hits`. */
static bool add_projects(const struct typing *typing, struct text words, struct hits *hits,
                         struct fault *fault)
{
    struct portfolio_filter filter = {.stage = TEXT_NONE,
                                      .district = TEXT_NONE,
                                      .direction = TEXT_NONE,
                                      .light = TEXT_NONE,
                                      .words = words,
                                      .grams = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                                      .order = PORTFOLIO_URGENT,
                                      .limit = words.len > 0 ? MOST_PROJECTS : PRESSING};
    struct portfolio_page page;
    if (!portfolio_find(typing->run, &filter, &page, fault)) {
        return false;
    }
    for (size_t i = 0; i < page.count; i++) {
        const struct project *of = page.items[i];
        struct suggestions_project project = {of->id, of->number, of->name, of->enterprise};
        add_project(typing, &project, words.len > 0, hits);
    }
    return true;
}

#define ENOUGH (4 * MOST_PROJECTS) /* that fit: of the rest none is looked for */

/* Those whose initials have what is typed, of whichever way it is meant. */
static bool add_by_initials(const struct typing *typing, struct hits *hits, struct fault *fault)
{
    char ways[SUGGEST_WAYS][SUGGEST_TYPED_MAX + 1];
    uint32_t count = suggest_initials(typing->pinyin, &typing->typed, ways);
    for (uint32_t i = 0; i < count; i++) {
        struct suggestions_initials initials;
        struct suggestions_projects found;
        if (!suggestions_find_initials(typing->run, text_of(ways[i]), &initials, fault)) {
            return false;
        }
        while (initials.looked < initials.most && hits->count < ENOUGH) {
            if (!suggestions_by_initials(typing->run, &initials, &found, fault)) {
                return false;
            }
            for (size_t j = 0; j < found.count; j++) {
                add_project(typing, &found.items[j], false, hits);
            }
        }
    }
    return true;
}

static bool holds_words(const struct suggestions_project *project, struct text words)
{
    return search_holds(project->name, words) || search_holds(project->enterprise, words) ||
           search_holds(project->number, words);
}

static bool add_own(const struct typing *typing, struct hits *hits, struct fault *fault)
{
    bool has_words = text_length(typing->words) >= CHARACTERS_LEAST;
    struct suggestions_projects own;
    if (!suggestions_own_projects(typing->run, &own, fault)) {
        return false;
    }
    for (size_t i = 0; i < own.count; i++) {
        bool fits = has_words && holds_words(&own.items[i], typing->words);
        add_project(typing, &own.items[i], fits, hits);
    }
    return true;
}

/* What presses most is looked at where the names alone have not filled the list. */
static bool add_among_many(const struct typing *typing, struct hits *hits, struct fault *fault)
{
    bool has_words = text_length(typing->words) >= CHARACTERS_LEAST;
    if ((has_words && !add_projects(typing, typing->words, hits, fault)) ||
        !add_by_initials(typing, hits, fault)) {
        return false;
    }
    return hits->count >= MOST_PROJECTS || add_projects(typing, TEXT_NONE, hits, fault);
}

#define HITS_MAX (PRESSING + MOST_PROJECTS + ENOUGH + SUGGESTIONS_AT_ONCE + SUGGESTIONS_OWN_MAX)

static bool find_projects(const struct typing *typing, struct hits *out, struct fault *fault)
{
    const struct view_run *run = typing->run;
    bool is_navigator = access_scope(run->city, run->actor).kind == SCOPE_NAVIGATOR;
    out->items = arena_array(run->arena, struct hit, HITS_MAX);
    if (!(is_navigator ? add_own(typing, out, fault) : add_among_many(typing, out, fault))) {
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
    bool is_english = typing->run->actor->language == LANGUAGE_EN;
    for (uint32_t i = 0; i < names->count; i++) {
        const struct lore_name *one = &names->items[i];
        const struct pack_record *record = one->record;
        int32_t near = suggest_distance(typing->pinyin, &one->name, &typing->typed);
        int32_t other = suggest_distance(typing->pinyin, &one->name_en, &typing->typed);
        near = other < near ? other : near;
        if (near != SUGGEST_NONE) {
            out->items[out->count++] = (struct hit){
                .distance = near,
                .kind = one->kind,
                .code = record->id,
                .name = is_english && record->name_en.len > 0 ? record->name_en : record->name};
        }
    }
}

/* -- meetings and people, for those who may see their lists -- */

#define MEETINGS_ASKED 40 /* that fit, the nearest first: whether he may see them */

static bool may_meet(const struct view_run *run)
{
    return access_role_may(ROLES_WORK | ROLES_WATCHERS, run->actor->role);
}

static void find_meetings(const struct typing *typing, const struct suggestions_known *known,
                          struct hits *out)
{
    for (size_t i = 0; i < known->meeting_count; i++) {
        const struct suggestions_meeting *meeting = &known->meetings[i];
        int32_t near = suggest_distance(typing->pinyin, &meeting->fits, &typing->typed);
        if (near != SUGGEST_NONE) {
            char day[CIVIL_DATE_TEXT_SIZE];
            out->items[out->count++] = (struct hit){
                .distance = near,
                .id = meeting->id,
                .kind = TEXT("meeting"),
                .code = id_text(typing->run->arena, meeting->id),
                .name = text_copy(typing->run->arena, meeting->title),
                .note = text_copy(typing->run->arena, civil_date_write(meeting->held_on, day))};
        }
    }
    sort(out);
}

static bool has_meeting(const struct hits *hits, size_t from, int64_t id)
{
    for (size_t i = from; i < hits->count; i++) {
        if (hits->items[i].id == id) {
            return true;
        }
    }
    return false;
}

/* Of those on the lists that whoever asks may see. */
static bool add_listed(const struct typing *typing, const struct hits *fit, struct hits *out,
                       struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(typing->run);
    size_t from = out->count;
    for (int is_over = 0; is_over < 2; is_over++) {
        struct meetings list;
        if (!meeting_list(&sight, is_over == 1, &list, fault)) {
            return false;
        }
        for (size_t i = 0; i < fit->count && out->count - from < MOST; i++) {
            for (size_t j = 0; j < list.count; j++) {
                if (list.items[j].id == fit->items[i].id &&
                    !has_meeting(out, from, list.items[j].id)) {
                    out->items[out->count++] = fit->items[i];
                }
            }
        }
    }
    return true;
}

/* Of those that fit only what whoever asks may see, asked of the meeting itself; who sees few of
 * many that fit is given those of his lists. */
static bool add_meetings(const struct typing *typing, const struct suggestions_known *known,
                         struct hits *out, struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(typing->run);
    struct hits fit = {arena_array(typing->run->arena, struct hit, known->meeting_count + 1), 0};
    size_t from = out->count;
    find_meetings(typing, known, &fit);
    for (size_t i = 0; i < fit.count && i < MEETINGS_ASKED && out->count - from < MOST; i++) {
        struct fault why = {.code = FAULT_NONE};
        struct meeting meeting;
        if (meeting_find(&sight, fit.items[i].id, &meeting, &why)) {
            out->items[out->count++] = fit.items[i];
        } else if (why.code != FAULT_NOT_FOUND) {
            *fault = why;
            return false;
        }
    }
    if (out->count - from < MOST && fit.count > MEETINGS_ASKED) {
        out->count = from;
        return add_listed(typing, &fit, out, fault);
    }
    return true;
}

static void add_people(const struct typing *typing, const struct suggestions_known *known,
                       struct hits *out)
{
    const struct view_run *run = typing->run;
    for (size_t i = 0; i < known->person_count; i++) {
        const struct suggestions_person *one = &known->people[i];
        int32_t near = suggest_distance(typing->pinyin, &one->fits, &typing->typed);
        if (near != SUGGEST_NONE) {
            out->items[out->count++] =
                (struct hit){.distance = near,
                             .id = one->account,
                             .kind = TEXT("person"),
                             .code = id_text(run->arena, one->account),
                             .name = text_copy(run->arena, one->name),
                             .note = city_role_name(run->city, one->role, run->actor->language)};
        }
    }
}

static bool find_others(const struct typing *typing, const struct lore_names *names,
                        struct hits *out, struct fault *fault)
{
    const struct suggestions_known *known = NULL;
    out->items = arena_array(typing->run->arena, struct hit, names->count + MOST + COLLEAGUES_MAX);
    find_records(typing, names, out);
    if (may_meet(typing->run)) {
        if (!suggestions_known_take(typing->run, &known, fault)) {
            return false;
        }
        bool is_found = add_meetings(typing, known, out, fault);
        add_people(typing, known, out);
        suggestions_known_give(known);
        if (!is_found) {
            return false;
        }
    }
    sort(out);
    return true;
}

/* -- the answer -- */

static void write_hit(struct json_writer *json, const struct hit *hit)
{
    json_object(json);
    json_member_text(json, "kind", hit->kind);
    json_member_text(json, "id", hit->code);
    json_member_text(json, "name", hit->name);
    json_member_text_or_null(json, "note", hit->note);
    json_end(json);
}

static bool answer_typed(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct suggestions_query *query = run->query;
    struct lore *lore = lore_take(run);
    const struct lore_names *names = lore_names(lore);
    struct typing typing = {run, names->pinyin, suggest_name(run->arena, query->q), query->q};
    struct hits projects = {NULL, 0};
    struct hits others = {NULL, 0};
    bool is_found =
        find_projects(&typing, &projects, fault) && find_others(&typing, names, &others, fault);
    if (is_found) {
        json_object(json);
        json_name(json, "items");
        json_array(json);
        for (size_t i = 0; i < projects.count; i++) {
            write_hit(json, &projects.items[i]);
        }
        for (size_t i = 0; i < others.count && i + projects.count < MOST; i++) {
            write_hit(json, &others.items[i]);
        }
        json_end(json);
        json_end(json);
    }
    lore_give(lore);
    return is_found;
}

static const struct view_kind views[] = {
    {"suggestions.typed", "/suggestions", &suggestions_table, ROLES_BUSINESS, 0,
     "边输边找：项目、事项、一件事、政策、园区、服务包、单位、会议、人员",
     "what may be meant by what is being typed", answer_typed},
};

const struct room suggestions_room = {
    .name = "suggestions", ROOM_VIEWS(views), ROOM_STATEMENTS(suggestions)};
