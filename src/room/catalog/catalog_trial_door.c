#include "app/city.h"
#include "base/arena.h"
#include "engine/match/match.h"
#include "pack/policy_trial.h"
#include "room/catalog/catalog.h"

/* What conditions are made of, and what a policy comes to that is still being written. */

/* -- the fields of a kind's conditions -- */

static bool is_english(const struct view_run *run)
{
    return run->actor->language == LANGUAGE_EN;
}

static void write_ops(struct json_writer *json, enum fact_type type)
{
    json_name(json, "ops");
    json_array(json);
    for (int op = 0; op < RULE_OP_COUNT; op++) {
        if (rule_op_fits((enum rule_op)op, type)) {
            json_text(json, text_of(rule_op_name((enum rule_op)op)));
        }
    }
    json_end(json);
}

static void write_option(struct json_writer *json, struct text value, struct text name)
{
    json_object(json);
    json_member_text(json, "value", value);
    json_member_text(json, "name", name);
    json_end(json);
}

/* As the profile names them; else the values that the field lists. */
static void write_options(struct json_writer *json, const struct view_run *run,
                          const struct fact_field *field, const struct pack_record *words)
{
    const struct jvalue *named = words == NULL ? NULL : jvalue_get(words->raw, "options");
    bool is_named = named != NULL && named->kind == JVALUE_ARRAY;
    json_name(json, "options");
    json_array(json);
    for (uint32_t i = 0; is_named && i < named->count; i++) {
        const struct jvalue *one = named->items[i].items;
        write_option(json, jvalue_text(&one[0], TEXT_NONE),
                     jvalue_text(&one[is_english(run) ? 2 : 1], TEXT_NONE));
    }
    for (size_t i = 0; !is_named && i < field->values.count; i++) {
        write_option(json, field->values.items[i], field->values.items[i]);
    }
    json_end(json);
}

static struct text label_of(const struct view_run *run, const struct jvalue *raw,
                            const struct pack_record *words, struct text name)
{
    if (words != NULL) {
        return is_english(run) ? words->name_en : words->name;
    }
    return jvalue_text(jvalue_get(raw, is_english(run) ? "meaning_en" : "meaning"), name);
}

static void write_field(struct json_writer *json, const struct view_run *run, enum pack_space space,
                        const struct pack_record *record)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_record *words =
        space == PACK_SPACE_POLICIES
            ? pack_find(pack, PACK_PROFILE_FIELDS, record->id, CIVIL_DATE_NONE)
            : NULL;
    const struct jvalue *worded = words == NULL ? record->raw : words->raw;
    uint32_t at = 0;
    if (!fact_space_find(pack->spaces[space], record->id, &at)) {
        return;
    }
    const struct fact_field *field = fact_space_field(pack->spaces[space], at);
    json_object(json);
    json_member_text(json, "name", record->id);
    json_member_text(json, "label", label_of(run, record->raw, words, record->id));
    json_member_text_or_null(
        json, "unit",
        jvalue_text(jvalue_get(worded, is_english(run) ? "unit_en" : "unit"), TEXT_NONE));
    json_member_text(json, "type", text_of(fact_type_name(field->type)));
    write_ops(json, field->type);
    write_options(json, run, field, words);
    json_end(json);
}

static const struct {
    const char *zh;
    const char *en;
} op_words[RULE_OP_COUNT] = {
    [RULE_EQ] = {"等于", "is"},
    [RULE_NE] = {"不等于", "is not"},
    [RULE_IN] = {"属于", "is one of"},
    [RULE_NOT_IN] = {"不属于", "is none of"},
    [RULE_GT] = {"大于", "over"},
    [RULE_GTE] = {"不少于", "at least"},
    [RULE_LT] = {"小于", "under"},
    [RULE_LTE] = {"不多于", "at most"},
    [RULE_BETWEEN] = {"介于", "between"},
    [RULE_CONTAINS] = {"含有", "has"},
    [RULE_NOT_CONTAINS] = {"不含", "has no"},
    [RULE_CONTAINS_ANY] = {"含其一", "has one of"},
    [RULE_PREFIX] = {"开头为", "begins with"},
};

static void write_op_words(struct json_writer *json, const struct view_run *run)
{
    json_name(json, "ops");
    json_object(json);
    for (int op = 0; op < RULE_OP_COUNT; op++) {
        json_member_text(json, rule_op_name((enum rule_op)op),
                         text_of(is_english(run) ? op_words[op].en : op_words[op].zh));
    }
    json_end(json);
}

bool catalog_answer_fields(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct catalog_query *query = run->query;
    enum pack_kind kind = PACK_KIND_ITEM;
    if (!pack_kind_find(query->kind, &kind) || !pack_kind_is_dated(kind)) {
        return fault_refuse_field(fault, "kind", "没有这个类别", "there is no such kind");
    }
    enum pack_space space = pack_list_shapes[pack_kinds[kind].list].space;
    const struct pack_records *records = &city_pack(run->city)->lists[pack_space_fields[space]];
    json_object(json);
    write_op_words(json, run);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < records->count; i++) {
        write_field(json, run, space, &records->items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- trial cases of a policy that is being written -- */

static void write_problem(struct json_writer *json, const struct view_run *run,
                          const struct pack_finding *why)
{
    json_name(json, "problem");
    if (why == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "place", why->field);
    json_member_text(json, "text", is_english(run) ? why->en : why->zh);
    json_end(json);
}

struct trying {
    const struct view_run *run;
    const struct fact_space *space;
    struct match_condition condition; /* `rule` NULL: it did not compile */
};

static void write_trial(struct json_writer *json, const struct trying *trying,
                        const struct jvalue *one)
{
    struct arena *arena = trying->run->arena;
    struct pack_finding why = {.field = TEXT_NONE};
    struct policy_trial trial;
    struct match match;
    bool is_read = policy_trial_read(arena, trying->space, one, &trial, &why);
    json_object(json);
    write_problem(json, trying->run, is_read ? NULL : &why);
    if (is_read && trying->condition.rule != NULL) {
        match_explain(arena, &trying->condition, trial.facts, &match);
        match_write(json, trying->space, trial.given, &match);
        json_member_bool(json, "passed", match.answer == trial.expected);
    }
    json_end(json);
}

static bool read_policy(const struct view_run *run, const struct jvalue **out, struct fault *fault)
{
    const struct catalog_trial_query *query = run->query;
    return json_read(run->arena, query->policy, out, fault) &&
           ((*out)->kind == JVALUE_OBJECT ||
            fault_refuse_field(fault, "policy", "应为对象", "must be an object"));
}

bool catalog_answer_trial(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct jvalue *policy = NULL;
    struct fact_space *space = policy_space_open(run->arena, city_pack(run->city));
    struct trying trying = {.run = run, .space = space};
    struct fault wrong = {.code = FAULT_NONE};
    if (!read_policy(run, &policy, fault)) {
        return false;
    }
    trying.condition.source = jvalue_get(policy, "conditions");
    bool compiles = rule_compile(space, trying.condition.source, &trying.condition.rule, &wrong);
    struct pack_finding why = {.field = text_of(wrong.field),
                               .zh = text_of(wrong.arguments[0]),
                               .en = text_of(wrong.arguments[1])};
    const struct jvalue *trials = jvalue_get(policy, "trials");
    fact_space_seal(space);
    json_object(json);
    write_problem(json, run, compiles ? NULL : &why);
    json_name(json, "trials");
    json_array(json);
    for (uint32_t i = 0; trials != NULL && trials->kind == JVALUE_ARRAY && i < trials->count; i++) {
        write_trial(json, &trying, &trials->items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}
