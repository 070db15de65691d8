#include "board/cross_level.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "engine/rules/facts.h"
#include "engine/rules/rules.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/planning/planning.h"

#define LOOK_MAX 200 /* projects a question */
#define CASE_MAX 200

static const struct statement cross_level_projects = {
    "cross_level_projects",
    "select p.id from project p where " ACCESS_PROJECT " and p.id>$6 and p.stage in"
    " ('handed_over','accepted','served','under_way') order by p.id limit 201"};
static const struct statement cross_level_cases = {
    "cross_level_cases",
    "select a.id, a.number, a.code, a.org from application a where a.project=$1 and a.state in"
    " ('submitted','received','supplement','accepted','special','suspended') order by a.id limit"
    " 200"};
static const struct statement *const cross_level_statements[] = {&cross_level_projects,
                                                                 &cross_level_cases};
static const size_t cross_level_statement_count = COUNT_OF(cross_level_statements);

struct level_case {
    int64_t id;
    struct text number, code, org;
};
struct looked {
    const struct view_run *run;
    struct project project;
    struct rule_view known, unasked;
    struct level_case cases[CASE_MAX]; /* those of the province or the nation */
    size_t case_count, rule_count;
    bool is_unknown; /* a rule by which the city handles it is neither fulfilled nor not */
};

/* -- what is so of a project -- */

static bool is_handled(const struct pack_record *rule)
{
    return jvalue_bool(jvalue_get(rule->raw, "city_handles"), false);
}

/* What holds of every project says nothing of this one. */
static bool holds(const struct looked *looked, const struct pack_record *rule)
{
    return rule_evaluate(rule->rule, looked->known) == RULE_YES &&
           rule_evaluate(rule->rule, looked->unasked) != RULE_YES;
}

static struct text level_of(const struct view_run *run, struct text org)
{
    const struct pack_record *unit =
        pack_find(city_pack(run->city), PACK_UNITS, org, CIVIL_DATE_NONE);
    return unit == NULL ? TEXT_NONE : jvalue_text(jvalue_get(unit->raw, "level"), TEXT_NONE);
}

static bool look_cases(struct looked *looked, struct fault *fault)
{
    const struct view_run *run = looked->run;
    struct store_rows rows;
    if (!store_query(run->store, &cross_level_cases, CELLS(cell_int(looked->project.id)), &rows,
                     fault)) {
        return false;
    }
    looked->case_count = 0;
    while (looked->case_count < CASE_MAX && store_next(&rows)) {
        struct level_case one = {store_int(&rows, 0), store_text(run->arena, &rows, 1),
                                 store_text(run->arena, &rows, 2),
                                 store_text(run->arena, &rows, 3)};
        struct text level = level_of(run, one.org);
        if (text_is(level, "province") || text_is(level, "nation")) {
            looked->cases[looked->case_count++] = one;
        }
    }
    return store_done(&rows, fault);
}

static bool look_rules(struct looked *looked, struct fault *fault)
{
    const struct view_run *run = looked->run;
    const struct pack *pack = city_pack(run->city);
    const struct pack_records *rules = &pack->lists[PACK_ROUTING_RULES];
    struct facts *facts = facts_new(run->arena, pack->spaces[PACK_SPACE_FACTS]);
    struct planning_facts given;
    if (!planning_facts_of(run->arena, run->store, looked->project.id, &given, fault) ||
        !facts_read(facts, planning_facts_object(run->arena, run->city, &looked->project, &given),
                    NULL, fault)) {
        return false;
    }
    looked->known = (struct rule_view){facts, RULE_MISSING_UNKNOWN};
    looked->rule_count = 0;
    looked->is_unknown = false;
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        looked->rule_count += holds(looked, rule);
        looked->is_unknown |=
            is_handled(rule) && rule_evaluate(rule->rule, looked->known) == RULE_UNKNOWN;
    }
    return true;
}

/* -- JSON -- */

static void write_rule(struct json_writer *json, const struct pack_record *rule, bool is_known)
{
    json_object(json);
    json_member_text(json, "kind", TEXT("rule"));
    json_member_text(json, "id", rule->id);
    json_member_bool(json, "known", is_known);
    json_member_bool(json, "city_handles", is_handled(rule));
    json_member_text(json, "words", jvalue_text(jvalue_get(rule->raw, "then"), TEXT_NONE));
    json_member_text(json, "source", jvalue_text(jvalue_get(rule->raw, "source"), TEXT_NONE));
    json_member_text(json, "confidence",
                     jvalue_text(jvalue_get(rule->raw, "confidence"), TEXT_NONE));
    json_end(json);
}

static void write_case(struct json_writer *json, const struct view_run *run,
                       const struct level_case *one)
{
    enum language language = run->actor->language;
    const struct pack_record *unit =
        pack_find(city_pack(run->city), PACK_UNITS, one->org, CIVIL_DATE_NONE);
    json_object(json);
    json_member_text(json, "kind", TEXT("application"));
    json_member_int(json, "application_id", one->id);
    json_member_text(json, "application_number", one->number);
    json_member_text(json, "item", one->code);
    json_member_text(json, "words", city_item_name(run->city, one->code, language));
    json_member_text(json, "level", level_of(run, one->org));
    json_member_text(json, "org_name", city_org_name(run->city, one->org, language));
    json_member_text(json, "source", jvalue_text(jvalue_get(unit->raw, "source"), TEXT_NONE));
    json_member_text(json, "confidence",
                     jvalue_text(jvalue_get(unit->raw, "confidence"), TEXT_NONE));
    json_end(json);
}

static void write_row(struct json_writer *json, const struct looked *looked, bool wants_unknown)
{
    const struct view_run *run = looked->run;
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_ROUTING_RULES];
    json_object(json);
    json_name(json, "project");
    project_brief(json, run->city, &looked->project, run->actor->language);
    json_member_text(json, "coordinated_by",
                     looked->project.city_coordinates ? TEXT("city") : TEXT("district"));
    json_name(json, "reasons");
    json_array(json);
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        bool is_open = is_handled(rule) && rule_evaluate(rule->rule, looked->known) == RULE_UNKNOWN;
        if (wants_unknown ? is_open : holds(looked, rule)) {
            write_rule(json, rule, !wants_unknown);
        }
    }
    for (size_t i = 0; !wants_unknown && i < looked->case_count; i++) {
        write_case(json, run, &looked->cases[i]);
    }
    json_end(json);
    json_end(json);
}

/* -- the question -- */

struct level_query {
    struct text state;
    int64_t after;
};
static const char *const level_states[] = {"known", "unknown", NULL};
static const char *const level_words[][2] = {{"已明确", "known"}, {"尚不清楚", "not known yet"}};
static const struct field level_fields[] = {
    FIELD(level_query, state, CHOICE, .choices = level_states, .words = level_words, .zh = "状态",
          .en = "state"),
    FIELD(level_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table level_table = FIELD_TABLE(level_query, level_fields);

struct ids {
    int64_t items[LOOK_MAX + 1];
    size_t count;
};

static bool find_projects(const struct view_run *run, int64_t after, struct ids *out,
                          struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct store_rows rows;
    if (!store_query(run->store, &cross_level_projects,
                     CELLS(ACCESS_CELLS(sight.scope), cell_int(after)), &rows, fault)) {
        return false;
    }
    while (out->count <= LOOK_MAX && store_next(&rows)) {
        out->items[out->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}

static bool answer_matters(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct level_query *query = run->query;
    const struct pack *pack = city_pack(run->city);
    bool wants_unknown = text_is(query->state, "unknown");
    struct ids *ids = arena_new(run->arena, struct ids);
    struct looked *looked = arena_new(run->arena, struct looked);
    int64_t unknown = 0;
    looked->run = run;
    looked->unasked = (struct rule_view){facts_new(run->arena, pack->spaces[PACK_SPACE_FACTS]),
                                         RULE_MISSING_UNKNOWN};
    if (!find_projects(run, query->after, ids, fault)) {
        return false;
    }
    bool is_more = ids->count > LOOK_MAX;
    size_t count = is_more ? LOOK_MAX : ids->count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!project_of_view(run, ids->items[i], &looked->project, fault) ||
            !look_rules(looked, fault) || !look_cases(looked, fault)) {
            return false;
        }
        unknown += looked->is_unknown;
        if (wants_unknown ? looked->is_unknown : looked->rule_count + looked->case_count > 0) {
            write_row(json, looked, wants_unknown);
        }
    }
    json_end(json);
    json_member_int(json, "looked_at", (int64_t)count);
    json_member_int(json, "unknown", unknown);
    view_next(run, json, is_more, is_more ? ids->items[count - 1] : 0);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"cross_level.list", "/cross-level-matters", &level_table, ROLES_COORDINATORS | ROLES_WATCHERS,
     0, "跨区、跨级事项", "Matters that are not one district's alone, and why", answer_matters},
};

const struct room cross_level_room = {
    .name = "cross_level", ROOM_VIEWS(views), ROOM_STATEMENTS(cross_level)};
