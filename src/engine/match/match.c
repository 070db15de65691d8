#include "engine/match/match.h"

#include "base/arena.h"

static struct rule_view view_of(const struct facts *facts)
{
    return (struct rule_view){facts, RULE_MISSING_UNKNOWN};
}

/* ---- what stands in the way ---- */

struct walk {
    struct arena *arena;
    const struct facts *facts;
    struct match_unmet *unmet;
    uint32_t count;
};

/* A place in the condition and in its source; `text` is the path so far. */
struct place {
    const struct rule *rule;
    const struct jvalue *source;
    struct text path;
    bool is_negated;
};

uint32_t match_count_leaves(const struct rule *rule)
{
    uint32_t count = rule->kind == RULE_LEAF;
    for (uint32_t i = 0; rule->kind != RULE_LEAF && i < rule->count; i++) {
        count += match_count_leaves(&rule->children[i]);
    }
    return count;
}

static struct place below(struct walk *walk, const struct place *from, uint32_t child)
{
    const struct jmember *member = &from->source->members[0]; /* all, any or not */
    const char *dot = text_is_empty(from->path) ? "" : ".";
    struct place to = *from;
    to.rule = &from->rule->children[child];
    if (from->rule->kind == RULE_NOT) {
        to.source = &member->value;
        to.is_negated = !from->is_negated;
        to.path = text_format(walk->arena, "%.*s%snot", TEXT_ARG(from->path), dot);
    } else {
        to.source = &member->value.items[child];
        to.path = text_format(walk->arena, "%.*s%s%.*s[%u]", TEXT_ARG(from->path), dot,
                              TEXT_ARG(member->name), (unsigned)child);
    }
    return to;
}

/* A part whose answer is its parent's made it; below a `not` it is the opposite one. The depth is
 * that of the JSON, which is bounded. */
static void collect(struct walk *walk, const struct place *at)
{
    if (at->rule->kind == RULE_LEAF) {
        struct match_unmet *unmet = &walk->unmet[walk->count++];
        *unmet = (struct match_unmet){.leaf = &at->rule->leaf,
                                      .source = at->source,
                                      .path = at->path,
                                      .is_negated = at->is_negated};
        unmet->has_gap =
            match_gap_of(walk->arena, unmet->leaf, unmet->is_negated, walk->facts, &unmet->gap);
        return;
    }
    enum rule_answer answer = rule_evaluate(at->rule, view_of(walk->facts));
    for (uint32_t i = 0; i < at->rule->count; i++) {
        if (at->rule->kind == RULE_NOT ||
            rule_evaluate(&at->rule->children[i], view_of(walk->facts)) == answer) {
            struct place to = below(walk, at, i);
            collect(walk, &to);
        }
    }
}

void match_explain(struct arena *arena, const struct match_condition *condition,
                   const struct facts *facts, struct match *out)
{
    uint32_t fields = fact_space_count(facts->space);
    *out = (struct match){.answer = rule_evaluate(condition->rule, view_of(facts))};
    if (out->answer == RULE_NO) {
        struct walk walk = {.arena = arena, .facts = facts};
        struct place top = {condition->rule, condition->source, TEXT_NONE, false};
        walk.unmet = arena_array(arena, struct match_unmet, match_count_leaves(condition->rule));
        collect(&walk, &top);
        out->unmet = walk.unmet;
        out->unmet_count = walk.count;
    } else if (out->answer == RULE_UNKNOWN) {
        uint8_t *marks = arena_array(arena, uint8_t, fields);
        uint32_t *missing = arena_array(arena, uint32_t, fields);
        match_missing(arena, condition->rule, facts, marks);
        for (uint32_t i = 0; i < fields; i++) {
            if (marks[i]) {
                missing[out->missing_count++] = i;
            }
        }
        out->missing = missing;
    }
}

/* ---- as JSON ---- */

static const struct jvalue *member_of(const struct jvalue *object, struct text name)
{
    static const struct jvalue none = {.kind = JVALUE_NULL};
    for (uint32_t i = 0; object != NULL && i < object->count; i++) {
        if (text_equal(object->members[i].name, name)) {
            return &object->members[i].value;
        }
    }
    return &none;
}

static void write_unmet(struct json_writer *json, const struct fact_space *space,
                        const struct jvalue *given, const struct match_unmet *unmet)
{
    struct text name = fact_space_field(space, unmet->leaf->field)->name;
    json_object(json);
    json_member_text(json, "path", unmet->path);
    json_member_text(json, "field", name);
    json_member_text(json, "op", text_of(rule_op_name(unmet->leaf->op)));
    json_name(json, "value");
    json_value(json, jvalue_get(unmet->source, "value"));
    json_member_bool(json, "negated", unmet->is_negated);
    json_name(json, "given");
    json_value(json, member_of(given, name));
    json_end(json);
}

void match_write_gap(struct json_writer *json, const struct fact_space *space, uint32_t field,
                     const struct match_gap *gap)
{
    json_member_text(json, "field", fact_space_field(space, field)->name);
    json_member_text(json, "value", gap->value);
    json_member_text(json, "threshold", gap->threshold);
    json_member_text(json, "gap", gap->gap);
    json_member_text(json, "direction", gap->is_up ? TEXT("up") : TEXT("down"));
    json_member_bool(json, "inclusive", gap->is_inclusive);
    json_member_text_or_null(json, "unit", gap->is_day ? TEXT("day") : TEXT_NONE);
}

static void write_gap(struct json_writer *json, const struct fact_space *space,
                      const struct match_unmet *unmet)
{
    json_object(json);
    json_member_text(json, "path", unmet->path);
    match_write_gap(json, space, unmet->leaf->field, &unmet->gap);
    json_end(json);
}

void match_write(struct json_writer *json, const struct fact_space *space,
                 const struct jvalue *given, const struct match *match)
{
    json_member_text(json, "result", text_of(rule_answer_name(match->answer)));
    json_name(json, "unmet");
    json_array(json);
    for (uint32_t i = 0; i < match->unmet_count; i++) {
        write_unmet(json, space, given, &match->unmet[i]);
    }
    json_end(json);
    json_name(json, "missing");
    json_array(json);
    for (uint32_t i = 0; i < match->missing_count; i++) {
        json_text(json, fact_space_field(space, match->missing[i])->name);
    }
    json_end(json);
    json_name(json, "gaps");
    json_array(json);
    for (uint32_t i = 0; i < match->unmet_count; i++) {
        if (match->unmet[i].has_gap) {
            write_gap(json, space, &match->unmet[i]);
        }
    }
    json_end(json);
}
