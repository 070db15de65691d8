#include "app/city.h"
#include "base/arena.h"
#include "board/whatif.h"
#include "engine/plan/plan_write.h"
#include "pack/pack.h"
#include "room/planning/planning_said.h"

/* What other facts would do to a project: its plan is computed by the facts as they are and as they
 * are supposed, from the same day and on the same basis, and laid over what has happened.
 *
 *   added      items that would apply, and do not now
 *   removed    items that would not apply any more; what of them is decided stays decided, and is
 *              named, since somebody must say what becomes of it
 *   reopened   decided or under way, still applying, and resting on what would no longer be so:
 *              its own condition reads a changed fact, or an added item must be decided before it
 *   unknown    nobody could tell any more whether they apply */

struct effect {
    const struct view_run *run;
    const struct project *project;
    struct dossier dossier;
    const struct jvalue *changed; /* what differs, by name */
    struct planning_result before;
    struct planning_result after;
};

/* -- the two plans -- */

static bool compute(const struct effect *effect, const struct jvalue *facts,
                    struct planning_result *out, struct fault *fault)
{
    const struct view_run *run = effect->run;
    const struct adopted_plan *plan = effect->dossier.in_force;
    struct plan_options options = {.missing = RULE_MISSING_UNKNOWN,
                                   .basis = PLAN_PLANNING,
                                   .start = plan != NULL ? plan->planned.start : run->today};
    if (plan != NULL) {
        ensure(plan_basis_find(plan->basis, &options.basis));
    }
    return planning_said_of(run->arena, run->store, effect->project->id, &options, fault) &&
           planning_compute(run->arena, city_pack(run->city), facts, &options, run->today, out,
                            fault);
}

static bool load(struct effect *effect, struct fault *fault)
{
    const struct view_run *run = effect->run;
    const struct whatif_facts_query *query = run->query;
    const struct fact_space *space = city_pack(run->city)->spaces[PACK_SPACE_FACTS];
    struct planning_facts facts;
    struct planning_facts_changed changed;
    uint32_t count = 0;
    if (!planning_facts_of(run->arena, run->store, effect->project->id, &facts, fault)) {
        return false;
    }
    struct planning_set_facts asked = {.facts = query->facts, .source = TEXT_NONE};
    const struct jvalue *current =
        planning_facts_object(run->arena, run->city, effect->project, &facts);
    return planning_decide_facts(run->arena, space, current, &asked, &changed, &count, fault) &&
           json_read(run->arena, changed.facts, &effect->changed, fault) &&
           compute(effect, current, &effect->before, fault) &&
           compute(effect, jvalue_merge(run->arena, current, effect->changed), &effect->after,
                   fault);
}

/* -- what differs -- */

static bool is_unknown(const struct planning_result *result, struct text code)
{
    for (size_t i = 0; i < result->unknown_count; i++) {
        if (text_equal(result->unknown[i].code, code)) {
            return true;
        }
    }
    return false;
}

/* What has happened to it: the newest application that counts, in force or not. */
static const struct dossier_application *application_of(const struct effect *effect,
                                                        struct text code)
{
    for (size_t i = 0; i < effect->dossier.application_count; i++) {
        const struct dossier_application *one = &effect->dossier.applications[i];
        if (text_equal(one->code, code) && (one->is_open || one->is_granted)) {
            return one;
        }
    }
    return NULL;
}

static void write_item(struct json_writer *json, const struct effect *effect,
                       const struct planned_node *node)
{
    const struct dossier_application *application = application_of(effect, node->code);
    enum language language = effect->run->actor->language;
    json_member_text(json, "code", node->code);
    json_member_text(json, "name", planning_node_name(effect->run->city, node, language));
    json_member_text_or_null(json, "org_name",
                             city_org_name(effect->run->city, node->org, language));
    json_member_int(json, "days", node->days);
    json_member_text_or_null(json, "state_name",
                             application != NULL ? application->state_name : TEXT_NONE);
    json_member_int_if(json, "application_id", application != NULL,
                       application != NULL ? application->id : 0);
}

/* Items of `a` that are not in `b`. */
static void write_only(struct json_writer *json, const char *name, const struct effect *effect,
                       const struct planning_result *a, const struct planning_result *b)
{
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; i < a->plan.count; i++) {
        const struct planned_node *node = &a->plan.nodes[i];
        if (planned_find(&b->plan, node->code) == NULL && !is_unknown(b, node->code)) {
            json_object(json);
            write_item(json, effect, node);
            json_end(json);
        }
    }
    json_end(json);
}

/* -- what is reopened -- */

/* The changed facts that its condition reads. */
static struct text_list facts_changed_of(const struct effect *effect, struct text code)
{
    const struct view_run *run = effect->run;
    const struct pack *pack = city_pack(run->city);
    const struct fact_space *space = pack->spaces[PACK_SPACE_FACTS];
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, code, run->today);
    uint8_t *reads = arena_array(run->arena, uint8_t, fact_space_count(space));
    struct text *names = arena_array(run->arena, struct text, effect->changed->count);
    struct text_list out = {names, 0};
    if (item == NULL || item->rule == NULL) {
        return out;
    }
    rule_fields(item->rule, reads);
    for (uint32_t i = 0; i < effect->changed->count; i++) {
        uint32_t field = 0;
        if (fact_space_find(space, effect->changed->members[i].name, &field) && reads[field]) {
            names[out.count++] = effect->changed->members[i].name;
        }
    }
    return out;
}

/* The added items that must be decided before it. */
static struct text_list added_before(const struct effect *effect, const struct planned_node *node)
{
    struct text *codes = arena_array(effect->run->arena, struct text, node->after.count);
    struct text_list out = {codes, 0};
    for (size_t i = 0; i < node->after.count; i++) {
        if (planned_find(&effect->before.plan, node->after.items[i]) == NULL) {
            codes[out.count++] = node->after.items[i];
        }
    }
    return out;
}

static struct text meaning_of(const struct view_run *run, struct text field)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_FIELDS, field, CIVIL_DATE_NONE);
    struct text zh = jvalue_text(jvalue_get(record->raw, "meaning"), field);
    return run->actor->language == LANGUAGE_ZH
               ? zh
               : jvalue_text(jvalue_get(record->raw, "meaning_en"), zh);
}

static void write_because(struct json_writer *json, const struct effect *effect,
                          struct text_list facts, struct text_list before)
{
    const struct view_run *run = effect->run;
    json_name(json, "facts");
    json_array(json);
    for (size_t i = 0; i < facts.count; i++) {
        json_text(json, meaning_of(run, facts.items[i]));
    }
    json_end(json);
    json_name(json, "before_it");
    json_array(json);
    for (size_t i = 0; i < before.count; i++) {
        json_text(json, city_item_name(run->city, before.items[i], run->actor->language));
    }
    json_end(json);
}

static void write_reopened(struct json_writer *json, const struct effect *effect)
{
    json_name(json, "reopened");
    json_array(json);
    for (size_t i = 0; i < effect->after.plan.count; i++) {
        const struct planned_node *node = &effect->after.plan.nodes[i];
        if (application_of(effect, node->code) == NULL ||
            planned_find(&effect->before.plan, node->code) == NULL) {
            continue;
        }
        struct text_list facts = facts_changed_of(effect, node->code);
        struct text_list before = added_before(effect, node);
        if (facts.count + before.count == 0) {
            continue;
        }
        json_object(json);
        write_item(json, effect, node);
        write_because(json, effect, facts, before);
        json_end(json);
    }
    json_end(json);
}

/* -- the answer -- */

static void write_facts(struct json_writer *json, const struct effect *effect)
{
    json_name(json, "facts");
    json_array(json);
    for (uint32_t i = 0; i < effect->changed->count; i++) {
        const struct jmember *member = &effect->changed->members[i];
        json_object(json);
        json_member_text(json, "name", member->name);
        json_member_text(json, "meaning", meaning_of(effect->run, member->name));
        json_name(json, "value");
        json_value(json, &member->value);
        json_end(json);
    }
    json_end(json);
}

static void write_unknown(struct json_writer *json, const struct effect *effect)
{
    const struct view_run *run = effect->run;
    json_name(json, "unknown");
    json_array(json);
    for (size_t i = 0; i < effect->after.unknown_count; i++) {
        struct text code = effect->after.unknown[i].code;
        if (!is_unknown(&effect->before, code)) {
            json_object(json);
            json_member_text(json, "code", code);
            json_member_text(json, "name", city_item_name(run->city, code, run->actor->language));
            json_end(json);
        }
    }
    json_end(json);
}

/* A fact that is kept for the record: no rule of the city says what follows of it for items and
 * days, which is not the same as that nothing does. */
static bool is_unruled(const struct view_run *run, struct text field)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_FIELDS, field, CIVIL_DATE_NONE);
    return record != NULL &&
           text_is(jvalue_text(jvalue_get(record->raw, "used_by"), TEXT_NONE), "record");
}

static void write_warnings(struct json_writer *json, const struct effect *effect)
{
    const struct view_run *run = effect->run;
    const struct fact_warnings *warnings = &effect->after.warnings;
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_name(json, "warnings");
    json_array(json);
    for (size_t i = 0; i < warnings->count && i < COUNT_OF(warnings->items); i++) {
        json_text(json,
                  plan_warning_sentence(run->arena, &warnings->items[i], run->actor->language));
    }
    for (uint32_t i = 0; i < effect->changed->count; i++) {
        struct text field = effect->changed->members[i].name;
        if (is_unruled(run, field)) {
            json_text(json,
                      text_format(
                          run->arena,
                          is_zh ? "“%.*s”对事项和天数的影响未知：现有规则没有载明，上面的天数不含它"
                                : "%.*s: what it does to items and days is unknown, no "
                                  "rule says it; the days above leave it out",
                          TEXT_ARG(meaning_of(run, field))));
        }
    }
    json_end(json);
}

bool whatif_answer_facts(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct effect effect = {.run = run, .project = &project};
    if (!project_of_view(run, 0, &project, fault) ||
        !dossier_load(run, &project, &effect.dossier, fault) || !load(&effect, fault)) {
        return false;
    }
    const struct planned *before = &effect.before.plan;
    const struct planned *after = &effect.after.plan;
    json_object(json);
    write_facts(json, &effect);
    write_only(json, "added", &effect, &effect.after, &effect.before);
    write_only(json, "removed", &effect, &effect.before, &effect.after);
    write_reopened(json, &effect);
    write_unknown(json, &effect);
    write_warnings(json, &effect);
    json_member_date(json, "production_before", before->production);
    json_member_date(json, "production", after->production);
    json_member_int(json, "production_days", after->working_days - before->working_days);
    json_member_bool(json, "provisional", after->is_provisional);
    json_end(json);
    return true;
}
