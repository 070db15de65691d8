#include "engine/rules/rules.h"

#include "base/arena.h"

const char *rule_answer_name(enum rule_answer answer)
{
    switch (answer) {
    case RULE_NO: return "no";
    case RULE_YES: return "yes";
    case RULE_UNKNOWN: break;
    }
    return "unknown";
}

static enum rule_answer answer_of(bool truth)
{
    return truth ? RULE_YES : RULE_NO;
}

static enum rule_answer opposite(enum rule_answer answer)
{
    return answer == RULE_UNKNOWN ? RULE_UNKNOWN : answer_of(answer == RULE_NO);
}

/* ---- leaves ---- */

/* Order is the fact's place relative to the value: negative before, 0 equal, positive behind. */
static bool holds(enum rule_op op, int order)
{
    switch (op) {
    case RULE_EQ:
    case RULE_IN: return order == 0;
    case RULE_NE:
    case RULE_NOT_IN: return order != 0;
    case RULE_GT: return order > 0;
    case RULE_GTE: return order >= 0;
    case RULE_LT: return order < 0;
    case RULE_LTE: return order <= 0;
    default: ensure(false);
    }
    return false;
}

static int compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

typedef int (*compare_fn)(const struct rule_view *view, uint32_t slot,
                          const struct rule_value *value);

static int compare_number_fact(const struct rule_view *view, uint32_t slot,
                               const struct rule_value *value)
{
    return compare_numbers(view->facts->numbers[slot], value->number);
}

static int compare_text_fact(const struct rule_view *view, uint32_t slot,
                             const struct rule_value *value)
{
    return text_compare(view->facts->texts[slot], value->text);
}

static int compare_truth_fact(const struct rule_view *view, uint32_t slot,
                              const struct rule_value *value)
{
    return compare_numbers(view->facts->atoms[slot] == RULE_YES ? 1 : 0, value->number);
}

/* eq to between, by an order of the type. */
static bool compare_holds(const struct rule_leaf *leaf, const struct rule_view *view, uint32_t slot,
                          compare_fn compare)
{
    if (leaf->op == RULE_BETWEEN) {
        return compare(view, slot, &leaf->values[0]) >= 0 &&
               compare(view, slot, &leaf->values[1]) <= 0;
    }
    if (leaf->op != RULE_IN && leaf->op != RULE_NOT_IN) {
        return holds(leaf->op, compare(view, slot, &leaf->values[0]));
    }
    for (uint32_t i = 0; i < leaf->count; i++) {
        if (compare(view, slot, &leaf->values[i]) == 0) {
            return leaf->op == RULE_IN;
        }
    }
    return leaf->op == RULE_NOT_IN;
}

static enum rule_answer text_leaf(const struct rule_leaf *leaf, const struct rule_view *view,
                                  uint32_t slot)
{
    if (view->facts->ids[slot] == FACT_ID_NONE) {
        if (view->missing == RULE_MISSING_UNKNOWN) {
            return RULE_UNKNOWN;
        }
        return answer_of(leaf->op == RULE_NE || leaf->op == RULE_NOT_IN);
    }
    if (leaf->op == RULE_PREFIX) {
        return answer_of(text_starts_with(view->facts->texts[slot], leaf->values[0].text));
    }
    return answer_of(compare_holds(leaf, view, slot, compare_text_fact));
}

static enum rule_answer set_leaf(const struct rule_leaf *leaf, const struct rule_view *view)
{
    unsigned answer = RULE_NO;
    for (uint32_t i = 0; i < leaf->count; i++) {
        answer |= view->facts->atoms[leaf->values[i].id];
    }
    if (answer == RULE_UNKNOWN && view->missing == RULE_MISSING_NEGATIVE) {
        answer = RULE_NO;
    }
    return leaf->op == RULE_NOT_CONTAINS ? opposite((enum rule_answer)answer)
                                         : (enum rule_answer)answer;
}

enum rule_answer rule_leaf_evaluate(const struct rule_leaf *leaf, struct rule_view view)
{
    const struct fact_field *field = fact_space_field(view.facts->space, leaf->field);
    bool is_settled = view.missing == RULE_MISSING_NEGATIVE || facts_has(view.facts, leaf->field);
    switch (field->type) {
    case FACT_ENUM:
    case FACT_TEXT: return text_leaf(leaf, &view, field->slot);
    case FACT_SET:
        /* contains_any of nothing is no, but only once the set is known. */
        return is_settled ? set_leaf(leaf, &view) : RULE_UNKNOWN;
    case FACT_BOOL:
        return is_settled ? answer_of(compare_holds(leaf, &view, field->slot, compare_truth_fact))
                          : RULE_UNKNOWN;
    case FACT_NUMBER:
    case FACT_INTEGER:
    case FACT_DATE:
        return is_settled ? answer_of(compare_holds(leaf, &view, field->slot, compare_number_fact))
                          : RULE_UNKNOWN;
    case FACT_TYPE_COUNT: break;
    }
    ensure(false);
    return RULE_UNKNOWN;
}

/* ---- trees ---- */

enum rule_answer rule_evaluate(const struct rule *rule, struct rule_view view)
{
    if (rule->kind == RULE_LEAF) {
        return rule_leaf_evaluate(&rule->leaf, view);
    }
    if (rule->kind == RULE_NOT) {
        return opposite(rule_evaluate(&rule->children[0], view));
    }
    bool is_all = rule->kind == RULE_ALL;
    unsigned answer = is_all ? RULE_YES : RULE_NO;
    unsigned decided = is_all ? RULE_NO : RULE_YES;
    for (uint32_t i = 0; i < rule->count && answer != decided; i++) {
        unsigned child = rule_evaluate(&rule->children[i], view);
        answer = is_all ? answer & child : answer | child;
    }
    return (enum rule_answer)answer;
}

/* ---- reasons and questions ---- */

static size_t count_leaves(const struct rule *rule)
{
    if (rule->kind == RULE_LEAF) {
        return 1;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < rule->count; i++) {
        count += count_leaves(&rule->children[i]);
    }
    return count;
}

static struct rule_reason reason_of(const struct rule_leaf *leaf, struct rule_view view)
{
    const struct fact_field *field = fact_space_field(view.facts->space, leaf->field);
    struct rule_reason reason = {.leaf = leaf, .answer = rule_leaf_evaluate(leaf, view)};
    reason.is_given = facts_has(view.facts, leaf->field);
    bool is_number = field->type == FACT_NUMBER || field->type == FACT_INTEGER;
    bool is_order =
        leaf->op == RULE_GT || leaf->op == RULE_GTE || leaf->op == RULE_LT || leaf->op == RULE_LTE;
    if (reason.is_given && is_number && is_order) {
        reason.has_gap = true;
        reason.gap = view.facts->numbers[field->slot] - leaf->values[0].number;
    }
    return reason;
}

/* A child matters when its answer is the one that made its parent's: the failed parts of an `all`,
 * the true parts of an `any`, the unknown parts of an unknown one; all parts otherwise. */
static void explain(const struct rule *rule, struct rule_view view, bool is_decisive,
                    struct rule_reason *out, size_t *count)
{
    if (rule->kind == RULE_LEAF) {
        out[*count] = reason_of(&rule->leaf, view);
        out[(*count)++].is_decisive = is_decisive;
        return;
    }
    enum rule_answer answer = rule_evaluate(rule, view);
    for (uint32_t i = 0; i < rule->count; i++) {
        const struct rule *child = &rule->children[i];
        bool matters = rule->kind == RULE_NOT || rule_evaluate(child, view) == answer;
        explain(child, view, is_decisive && matters, out, count);
    }
}

struct rule_reasons rule_explain(struct arena *arena, const struct rule *rule,
                                 struct rule_view view)
{
    struct rule_reason *items = arena_array(arena, struct rule_reason, count_leaves(rule));
    size_t count = 0;
    explain(rule, view, true, items, &count);
    return (struct rule_reasons){items, count};
}

void rule_questions(const struct rule *rule, struct rule_view view, uint8_t *fields)
{
    if (rule_evaluate(rule, view) != RULE_UNKNOWN) {
        return;
    }
    if (rule->kind == RULE_LEAF) {
        fields[rule->leaf.field] = 1;
        return;
    }
    for (uint32_t i = 0; i < rule->count; i++) {
        rule_questions(&rule->children[i], view, fields);
    }
}

void rule_fields(const struct rule *rule, uint8_t *fields)
{
    if (rule->kind == RULE_LEAF) {
        fields[rule->leaf.field] = 1;
        return;
    }
    for (uint32_t i = 0; i < rule->count; i++) {
        rule_fields(&rule->children[i], fields);
    }
}
