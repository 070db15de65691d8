#include "board/split_page.h"

#include <math.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "engine/rules/facts.h"
#include "engine/rules/rules.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/planning/planning.h"
#include "room/split/split.h"

#define DAYS_A_MONTH 31 /* a window rather too wide than too narrow: it only hints */
#define PARTS_MAX 51

struct looking {
    const struct view_run *run;
    const struct pack *pack;
    const struct pack_record *rule;
    struct project project;
    struct split_candidates found;
    const struct jvalue *parts[PARTS_MAX]; /* facts: its own first */
    size_t count;
    const struct jvalue *whole;
};

static const struct pack_record *rule_of(const struct pack *pack, civil_date on)
{
    const struct pack_records *rules = &pack->lists[PACK_SPLIT_RULES];
    for (uint32_t i = 0; i < rules->count; i++) {
        if (pack_in_force(&rules->items[i], on)) {
            return &rules->items[i];
        }
    }
    return NULL;
}

static bool load_part(struct looking *all, int64_t id, struct fault *fault)
{
    struct project project;
    struct planning_facts facts;
    const struct view_run *run = all->run;
    if (!project_of_view(run, id, &project, fault) ||
        !planning_facts_of(run->arena, run->store, id, &facts, fault)) {
        return false;
    }
    all->parts[all->count++] = planning_facts_object(run->arena, run->city, &project, &facts);
    return true;
}

static bool load(struct looking *all, struct fault *fault)
{
    struct sight sight = view_sight(all->run);
    civil_date about = all->project.registered_on;
    civil_date span =
        DAYS_A_MONTH * (civil_date)jvalue_int(jvalue_get(all->rule->raw, "months"), 0);
    struct split_window window = {&all->project, about - span, about + span};
    if (!split_candidates_of(&sight, &window, &all->found, fault) ||
        !load_part(all, all->project.id, fault)) {
        return false;
    }
    for (size_t i = 0; i < all->found.count; i++) {
        if (all->found.items[i].verdict != SPLIT_SEPARATE &&
            !load_part(all, all->found.items[i].id, fault)) {
            return false;
        }
    }
    return true;
}

/* -- the whole -- */

/* NULL: of some part it is not known. */
static const struct jvalue *sum_of(const struct looking *all, const char *fact)
{
    double sum = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct jvalue *one = jvalue_get(all->parts[i], fact);
        if (!jvalue_is_number(one)) {
            return NULL;
        }
        sum += jvalue_number(one);
    }
    struct jvalue *value = arena_new(all->run->arena, struct jvalue);
    *value = (struct jvalue){.kind = JVALUE_INT, .integer = (int64_t)ceil(sum)};
    return value;
}

static const char *sum_name(const struct looking *all, uint32_t at)
{
    const struct jvalue *sums = jvalue_get(all->rule->raw, "sums");
    return text_c_string(all->run->arena, jvalue_text(&sums->items[at], TEXT_NONE));
}

static uint32_t sum_count(const struct looking *all)
{
    const struct jvalue *sums = jvalue_get(all->rule->raw, "sums");
    return sums == NULL ? 0 : sums->count;
}

/* Its own facts, with the sums in the place of its own sizes. */
static const struct jvalue *whole_of(const struct looking *all)
{
    static const struct jvalue unknown = {.kind = JVALUE_NULL};
    const struct jvalue *whole = all->parts[0];
    for (uint32_t i = 0; i < sum_count(all); i++) {
        const char *name = sum_name(all, i);
        const struct jvalue *sum = sum_of(all, name);
        struct jmember member = {text_of(name), sum == NULL ? unknown : *sum};
        struct jvalue one = {.kind = JVALUE_OBJECT, .count = 1, .members = &member};
        whole = jvalue_merge(all->run->arena, whole, &one);
    }
    return whole;
}

static bool applies(const struct looking *all, const struct pack_record *item,
                    const struct jvalue *object, bool *out, struct fault *fault)
{
    struct facts *facts = facts_new(all->run->arena, all->pack->spaces[PACK_SPACE_FACTS]);
    if (!facts_read(facts, object, NULL, fault)) {
        return false;
    }
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    *out = item->rule != NULL && rule_evaluate(item->rule, view) == RULE_YES;
    return true;
}

static bool is_new(const struct looking *all, const struct pack_record *item, bool *out,
                   struct fault *fault)
{
    bool is_there = false;
    if (!applies(all, item, all->whole, out, fault)) {
        return false;
    }
    for (size_t i = 0; *out && i < all->count; i++) {
        if (!applies(all, item, all->parts[i], &is_there, fault)) {
            return false;
        }
        *out = !is_there;
    }
    return true;
}

static bool write_items(struct json_writer *json, const struct looking *all, struct fault *fault)
{
    const struct pack_records *items = &all->pack->lists[PACK_ITEMS];
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; all->count > 1 && i < items->count; i++) {
        bool adds = false;
        struct arena_mark mark = arena_mark(all->run->arena);
        bool looked = !pack_in_force(&items->items[i], all->run->today) ||
                      is_new(all, &items->items[i], &adds, fault);
        arena_rewind(all->run->arena, mark);
        if (!looked) {
            return false;
        }
        if (adds) {
            json_object(json);
            json_member_text(json, "code", items->items[i].id);
            json_member_text(
                json, "name",
                city_item_name(all->run->city, items->items[i].id, all->run->actor->language));
            json_end(json);
        }
    }
    json_end(json);
    return true;
}

static void write_sums(struct json_writer *json, const struct looking *all)
{
    json_name(json, "sums");
    json_object(json);
    for (uint32_t i = 0; i < sum_count(all); i++) {
        const char *name = sum_name(all, i);
        const struct jvalue *sum = sum_of(all, name);
        json_member_int_if(json, name, sum != NULL, sum == NULL ? 0 : sum->integer);
    }
    json_end(json);
}

static void write_suspects(struct json_writer *json, const struct looking *all)
{
    json_name(json, "suspects");
    json_array(json);
    for (size_t i = 0; i < all->found.count; i++) {
        const struct split_candidate *one = &all->found.items[i];
        json_object(json);
        json_member_int(json, "id", one->id);
        json_member_text(json, "number", one->number);
        json_member_text(json, "name", one->name);
        json_member_text_or_null(json, "investment", one->investment);
        json_member_date(json, "registered_on", one->registered_on);
        json_member_text_or_null(json, "verdict", text_of(split_verdict_code(one->verdict)));
        json_member_text_or_null(json, "reason", one->reason);
        json_member_date(json, "judged_on", one->judged_on);
        json_end(json);
    }
    json_end(json);
}

static bool answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct looking all = {.run = run, .pack = city_pack(run->city)};
    all.rule = rule_of(all.pack, run->today);
    if (!project_of_view(run, 0, &all.project, fault) || (all.rule != NULL && !load(&all, fault))) {
        return false;
    }
    json_object(json);
    json_member_bool(json, "suspected", all.count > 1);
    write_suspects(json, &all);
    json_name(json, "together");
    if (all.count < 2) {
        json_null(json);
        json_end(json);
        return true;
    }
    all.whole = whole_of(&all);
    json_object(json);
    write_sums(json, &all);
    bool written = write_items(json, &all, fault);
    json_end(json);
    json_end(json);
    return written;
}

static const struct view_kind views[] = {
    {"split.suspects", "/projects/{id}/split-suspects", NULL, ROLES_COORDINATORS | ROLES_WATCHERS,
     0, "疑似拆分的项目和合并后的要求",
     "Projects that may be one that was split, and what the whole would need", answer},
};

const struct room split_page_room = {.name = "split_page", ROOM_VIEWS(views)};
