#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/match/crowd_inside.h"

/* A condition becomes ANDs and ORs of literals: `not` is pushed down (De Morgan), comparisons of
 * numbers become cuts (equal is at least and not more), sets and truths become atoms. Literals that
 * are the same get one row. */

struct node {
    enum rule_kind kind; /* never RULE_NOT */
    uint32_t count;
    struct node *children;
    struct crowd_literal *literal;
};

struct builder {
    struct arena *arena;
    const struct crowd *crowd;
    struct crowd_literal **literals; /* all that were made */
    uint32_t count;
    uint32_t room;
    struct crowd_step *steps;
    uint32_t step_count;
    uint32_t step_room;
    struct crowd_ref *refs;
    uint32_t ref_count;
    uint32_t depth;
};

/* ---- literals ---- */

static uint32_t column_of(const struct crowd *crowd, uint32_t field)
{
    uint32_t at = 0;
    while (at < crowd->column_count && crowd->columns[at].field != field) {
        at++;
    }
    return at;
}

static struct node literal(struct builder *builder, const struct crowd_literal *of)
{
    if (builder->count == builder->room) {
        builder->literals = arena_grown(builder->arena, builder->literals, &builder->room,
                                        sizeof(struct crowd_literal *));
    }
    struct crowd_literal *made = arena_new(builder->arena, struct crowd_literal);
    *made = *of;
    builder->literals[builder->count++] = made;
    return (struct node){.kind = RULE_LEAF, .literal = made};
}

static struct node atom(struct builder *builder, uint32_t field, uint32_t index, bool is_negated)
{
    struct crowd_literal of = {
        .kind = CROWD_ATOM, .field = field, .atom = index, .is_negated = is_negated};
    return literal(builder, &of);
}

/* The same for every known value. */
static struct node constant(struct builder *builder, uint32_t field, bool holds)
{
    struct crowd_literal of = {.kind = holds ? CROWD_ALWAYS : CROWD_NEVER, .field = field};
    return literal(builder, &of);
}

static struct node group(struct builder *builder, bool is_all, uint32_t count)
{
    return (struct node){.kind = is_all ? RULE_ALL : RULE_ANY,
                         .count = count,
                         .children = arena_array(builder->arena, struct node, (size_t)count + 1)};
}

/* At least `at`, or more than it: which is at least the next number. */
static struct node cut(struct builder *builder, uint32_t field, double at, bool is_above)
{
    struct crowd_literal of = {.kind = CROWD_CUT, .field = field};
    of.at = is_above ? nextafter(at, INFINITY) : at;
    of.column = column_of(builder->crowd, field);
    return literal(builder, &of);
}

static struct node opposite_cut(struct builder *builder, uint32_t field, double at, bool is_above)
{
    struct node node = cut(builder, field, at, is_above);
    node.literal->is_negated = true;
    return node;
}

/* In [low, high], or out of it. */
static struct node within(struct builder *builder, uint32_t field, const double ends[2],
                          bool is_negated)
{
    struct node node = group(builder, !is_negated, 2);
    node.children[0] = is_negated ? opposite_cut(builder, field, ends[0], false)
                                  : cut(builder, field, ends[0], false);
    node.children[1] = is_negated ? cut(builder, field, ends[1], true)
                                  : opposite_cut(builder, field, ends[1], true);
    return node;
}

static struct node number_leaf(struct builder *builder, const struct rule_leaf *leaf,
                               bool is_negated)
{
    double value = leaf->count > 0 ? leaf->values[0].number : 0;
    bool is_opposite = leaf->op == RULE_LT || leaf->op == RULE_LTE;
    bool is_above = leaf->op == RULE_GT || leaf->op == RULE_LTE;
    if (is_opposite || leaf->op == RULE_GT || leaf->op == RULE_GTE) {
        return is_opposite != is_negated ? opposite_cut(builder, leaf->field, value, is_above)
                                         : cut(builder, leaf->field, value, is_above);
    }
    if (leaf->op == RULE_BETWEEN) {
        double ends[2] = {value, leaf->values[1].number};
        return within(builder, leaf->field, ends, is_negated);
    }
    bool is_out = (leaf->op == RULE_NE || leaf->op == RULE_NOT_IN) != is_negated;
    struct node node = group(builder, is_out, leaf->count);
    for (uint32_t i = 0; i < leaf->count; i++) {
        double ends[2] = {leaf->values[i].number, leaf->values[i].number};
        node.children[i] = within(builder, leaf->field, ends, is_out);
    }
    return leaf->count > 0 ? node : constant(builder, leaf->field, is_out);
}

static struct node bool_leaf(struct builder *builder, const struct rule_leaf *leaf, bool is_negated)
{
    uint32_t slot = fact_space_field(builder->crowd->space, leaf->field)->slot;
    bool is_out = (leaf->op == RULE_NE || leaf->op == RULE_NOT_IN) != is_negated;
    struct node node = group(builder, is_out, leaf->count);
    for (uint32_t i = 0; i < leaf->count; i++) {
        node.children[i] =
            atom(builder, leaf->field, slot, (leaf->values[i].number == 0) != is_out);
    }
    return leaf->count > 0 ? node : constant(builder, leaf->field, is_out);
}

static struct node set_leaf(struct builder *builder, const struct rule_leaf *leaf, bool is_negated)
{
    bool is_out = (leaf->op == RULE_NOT_CONTAINS) != is_negated;
    struct node node = group(builder, is_out, leaf->count);
    for (uint32_t i = 0; i < leaf->count; i++) {
        uint32_t index = leaf->values[i].id;
        node.children[i] = index < builder->crowd->atom_count
                               ? atom(builder, leaf->field, index, is_out)
                               : constant(builder, leaf->field, is_out);
    }
    return leaf->count > 0 ? node : constant(builder, leaf->field, is_out);
}

static struct node leaf_node(struct builder *builder, const struct rule_leaf *leaf, bool is_negated)
{
    struct crowd_literal of = {.kind = CROWD_TEXT,
                               .field = leaf->field,
                               .is_negated = is_negated,
                               .leaf = leaf,
                               .column = column_of(builder->crowd, leaf->field)};
    switch (fact_space_field(builder->crowd->space, leaf->field)->type) {
    case FACT_BOOL: return bool_leaf(builder, leaf, is_negated);
    case FACT_SET: return set_leaf(builder, leaf, is_negated);
    case FACT_NUMBER:
    case FACT_INTEGER:
    case FACT_DATE: return number_leaf(builder, leaf, is_negated);
    case FACT_ENUM:
    case FACT_TEXT: return literal(builder, &of);
    case FACT_TYPE_COUNT: break;
    }
    ensure(false);
    return (struct node){0};
}

/* Depth is that of the JSON, which is bounded. */
static struct node normal(struct builder *builder, const struct rule *rule, bool is_negated)
{
    if (rule->kind == RULE_LEAF) {
        return leaf_node(builder, &rule->leaf, is_negated);
    }
    if (rule->kind == RULE_NOT) {
        return normal(builder, &rule->children[0], !is_negated);
    }
    struct node node = group(builder, (rule->kind == RULE_ALL) != is_negated, rule->count);
    for (uint32_t i = 0; i < rule->count; i++) {
        node.children[i] = normal(builder, &rule->children[i], is_negated);
    }
    return node;
}

/* ---- rows ---- */

static int compare_leaves(const struct rule_leaf *a, const struct rule_leaf *b)
{
    if (a->op != b->op || a->count != b->count) {
        return a->op != b->op ? (int)a->op - (int)b->op : a->count < b->count ? -1 : 1;
    }
    int order = 0;
    for (uint32_t i = 0; i < a->count && order == 0; i++) {
        order = text_compare(a->values[i].text, b->values[i].text);
    }
    return order;
}

#define COMPARE(a, b)                                                                              \
    if ((a) != (b)) {                                                                              \
        return (a) < (b) ? -1 : 1;                                                                 \
    }

static int compare_literals(const void *left, const void *right)
{
    const struct crowd_literal *a = *(const struct crowd_literal *const *)left;
    const struct crowd_literal *b = *(const struct crowd_literal *const *)right;
    COMPARE(a->kind, b->kind)
    COMPARE(a->column, b->column)
    COMPARE(a->is_negated, b->is_negated)
    COMPARE(a->field, b->field)
    COMPARE(a->atom, b->atom)
    COMPARE(a->at, b->at)
    return a->leaf == b->leaf || a->leaf == NULL ? 0 : compare_leaves(a->leaf, b->leaf);
}

static void number_rows(struct builder *builder, struct crowd_policies *out)
{
    struct crowd_literal *rows =
        arena_array(builder->arena, struct crowd_literal, (size_t)builder->count + 1);
    if (builder->count > 0) {
        qsort(builder->literals, builder->count, sizeof(struct crowd_literal *), compare_literals);
    }
    for (uint32_t i = 0; i < builder->count; i++) {
        if (i == 0 || compare_literals(&builder->literals[i - 1], &builder->literals[i]) != 0) {
            rows[out->row_count++] = *builder->literals[i];
        }
        builder->literals[i]->row = out->row_count - 1;
        for (int kind = (int)builder->literals[i]->kind; kind < CROWD_KIND_COUNT; kind++) {
            out->row_ends[kind] = out->row_count;
        }
    }
    out->literals = rows;
}

static void range_cuts(struct builder *builder, struct crowd_policies *out)
{
    uint32_t first = out->row_ends[CROWD_CUT - 1];
    double *thresholds = arena_array(builder->arena, double, (size_t)out->row_count + 1);
    struct crowd_range *cuts = arena_array(builder->arena, struct crowd_range,
                                           (size_t)builder->crowd->column_count * 2 + 1);
    for (uint32_t row = first; row < out->row_ends[CROWD_CUT]; row++) {
        const struct crowd_literal *of = &out->literals[row];
        if (row == first || of->column != of[-1].column || of->is_negated != of[-1].is_negated) {
            cuts[out->cut_count++] = (struct crowd_range){of->column, row, 0, of->is_negated};
        }
        cuts[out->cut_count - 1].count++;
        thresholds[row] = of->at;
    }
    out->cuts = cuts;
    out->thresholds = thresholds;
}

/* ---- texts ---- */

bool crowd_text_holds(struct facts *probe, const struct crowd *crowd,
                      const struct crowd_literal *literal, struct text text)
{
    uint32_t slot = fact_space_field(crowd->space, literal->field)->slot;
    struct rule_view view = {probe, RULE_MISSING_UNKNOWN};
    probe->given[literal->field] = 1;
    probe->ids[slot] = FACT_ID_OTHER;
    probe->texts[slot] = text;
    return (rule_leaf_evaluate(literal->leaf, view) == RULE_YES) != literal->is_negated;
}

static void tabulate(struct builder *builder, struct crowd_texts *texts, const uint32_t *starts,
                     const uint32_t *rows)
{
    size_t width = (size_t)texts->token_count + 1;
    if (texts->count >= CROWD_FEW) {
        return;
    }
    uint8_t *holds = arena_array(builder->arena, uint8_t, width * texts->count);
    for (uint32_t token = 0; token < texts->token_count; token++) {
        for (uint32_t k = starts[token]; k < starts[token + 1]; k++) {
            holds[(rows[k] - texts->first) * width + token] = 1;
        }
    }
    texts->holds = holds;
}

static void list_tokens(struct builder *builder, const struct crowd_policies *of,
                        struct crowd_texts *texts)
{
    const struct crowd_column *column = &builder->crowd->columns[texts->column];
    uint32_t room = 64;
    uint32_t count = 0;
    uint32_t *rows = arena_array(builder->arena, uint32_t, room);
    uint32_t *starts = arena_array(builder->arena, uint32_t, (size_t)column->token_count + 1);
    uint32_t *asked = arena_array(builder->arena, uint32_t, (size_t)column->token_count + 1);
    texts->token_count = column->token_count;
    for (uint32_t token = 0; token < column->token_count; token++) {
        for (uint32_t i = 0; i < texts->count; i++) {
            if (count == room) {
                rows = arena_grown(builder->arena, rows, &room, sizeof *rows);
            }
            rows[count] = texts->first + i;
            count += crowd_text_holds(of->probe, builder->crowd, &of->literals[rows[count]],
                                      column->texts[token]);
        }
        starts[token + 1] = count;
        asked[texts->asked_count] = token;
        texts->asked_count += starts[token] < count;
    }
    texts->asked = asked;
    tabulate(builder, texts, starts, rows);
    texts->starts = starts;
    texts->rows = rows;
}

static void range_texts(struct builder *builder, struct crowd_policies *out)
{
    uint32_t first = out->row_ends[CROWD_TEXT - 1];
    struct crowd_texts *texts =
        arena_array(builder->arena, struct crowd_texts, (size_t)builder->crowd->column_count + 1);
    for (uint32_t row = first; row < out->row_ends[CROWD_TEXT]; row++) {
        const struct crowd_literal *of = &out->literals[row];
        if (row == first || of->column != of[-1].column) {
            texts[out->text_count++] = (struct crowd_texts){.column = of->column, .first = row};
        }
        texts[out->text_count - 1].count++;
    }
    for (uint32_t i = 0; i < out->text_count; i++) {
        list_tokens(builder, out, &texts[i]);
    }
    out->texts = texts;
}

static void list_fields(struct builder *builder, struct crowd_policies *out)
{
    uint32_t *fields =
        arena_array(builder->arena, uint32_t, (size_t)builder->crowd->field_count + 1);
    uint8_t *seen = arena_array(builder->arena, uint8_t, (size_t)builder->crowd->field_count + 1);
    for (uint32_t row = 0; row < out->row_count; row++) {
        uint32_t field = out->literals[row].field;
        if (!seen[field]) {
            seen[field] = 1;
            fields[out->field_count++] = field;
        }
    }
    out->fields = fields;
}

/* ---- steps ---- */

static void step(struct builder *builder, enum crowd_op op, uint32_t first)
{
    if (builder->step_count == builder->step_room) {
        builder->steps = arena_grown(builder->arena, builder->steps, &builder->step_room,
                                     sizeof *builder->steps);
    }
    builder->steps[builder->step_count++] =
        (struct crowd_step){op, first, builder->ref_count - first};
}

static void refer(struct builder *builder, const struct node *node)
{
    builder->refs[builder->ref_count++] =
        (struct crowd_ref){node->literal->row, node->literal->field};
}

/* Literals of the node itself and of parts of its own kind. */
static void emit_literals(struct builder *builder, const struct node *node, enum rule_kind kind)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *child = &node->children[i];
        if (child->kind == RULE_LEAF) {
            refer(builder, child);
        } else if (child->kind == kind) {
            emit_literals(builder, child, kind);
        }
    }
}

static void emit(struct builder *builder, const struct node *node, uint32_t depth);

static void emit_parts(struct builder *builder, const struct node *node, enum rule_kind kind,
                       uint32_t depth)
{
    bool is_all = kind == RULE_ALL;
    for (uint32_t i = 0; i < node->count; i++) {
        const struct node *child = &node->children[i];
        if (child->kind == kind) {
            emit_parts(builder, child, kind, depth);
        } else if (child->kind != RULE_LEAF) {
            step(builder, is_all ? CROWD_OP_BEGIN_ANY : CROWD_OP_BEGIN_ALL, builder->ref_count);
            emit(builder, child, depth + 1);
            step(builder, is_all ? CROWD_OP_INTO_ALL : CROWD_OP_INTO_ANY, builder->ref_count);
        }
    }
}

static void emit(struct builder *builder, const struct node *node, uint32_t depth)
{
    uint32_t first = builder->ref_count;
    builder->depth = depth > builder->depth ? depth : builder->depth;
    if (node->kind == RULE_LEAF) {
        refer(builder, node);
    } else {
        emit_literals(builder, node, node->kind);
    }
    if (builder->ref_count > first) {
        step(builder, node->kind == RULE_ANY ? CROWD_OP_ANY : CROWD_OP_ALL, first);
    }
    emit_parts(builder, node, node->kind, depth);
}

/* The first step goes into the head if it is literals of the outermost part, as it nearly always
 * is. */
static struct crowd_head head_of(const struct builder *builder, const struct node *node,
                                 uint32_t first)
{
    const struct crowd_step *step = &builder->steps[first];
    bool is_all = node->kind != RULE_ANY;
    bool has_literals = step->op == (is_all ? CROWD_OP_ALL : CROWD_OP_ANY);
    return (struct crowd_head){.first = step->first,
                               .count = has_literals ? step->count : 0,
                               .step = first + has_literals,
                               .is_all = is_all};
}

static void emit_all(struct builder *builder, const struct node *nodes, struct crowd_policies *out)
{
    struct crowd_head *heads =
        arena_array(builder->arena, struct crowd_head, (size_t)out->count + 1);
    uint32_t *rows = arena_array(builder->arena, uint32_t, (size_t)builder->count + 1);
    builder->refs = arena_array(builder->arena, struct crowd_ref, (size_t)builder->count + 1);
    for (uint32_t i = 0; i < out->count; i++) {
        uint32_t first = builder->step_count;
        emit(builder, &nodes[i], 0);
        step(builder, CROWD_OP_DONE, builder->ref_count);
        heads[i] = head_of(builder, &nodes[i], first);
    }
    heads[out->count].step = builder->step_count;
    for (uint32_t i = 0; i < builder->ref_count; i++) {
        rows[i] = builder->refs[i].row;
    }
    out->heads = heads;
    out->steps = builder->steps;
    out->refs = builder->refs;
    out->ref_rows = rows;
    out->ref_count = builder->ref_count;
    out->depth = builder->depth;
}

/* Who needs a row, by row: policies turned round, by counting. */
static void list_needers(struct builder *builder, struct crowd_policies *out)
{
    uint32_t *starts = arena_array(builder->arena, uint32_t, (size_t)out->row_count + 2);
    uint32_t *needers = arena_array(builder->arena, uint32_t, (size_t)out->ref_count + 1);
    uint32_t *rows = arena_array(builder->arena, uint32_t, (size_t)out->ref_count + 1);
    for (uint32_t policy = 0; policy < out->count; policy++) {
        const struct crowd_head *head = &out->heads[policy];
        for (uint32_t i = 0; i < head->count && head->is_all; i++) {
            starts[out->ref_rows[head->first + i] + 2]++;
        }
    }
    for (uint32_t row = 0; row < out->row_count; row++) {
        starts[row + 2] += starts[row + 1];
    }
    for (uint32_t policy = 0; policy < out->count; policy++) {
        const struct crowd_head *head = &out->heads[policy];
        for (uint32_t i = 0; i < head->count && head->is_all; i++) {
            uint32_t row = out->ref_rows[head->first + i];
            rows[starts[row + 1]] = row;
            needers[starts[row + 1]++] = policy;
        }
    }
    out->needer_starts = starts;
    out->needers = needers;
    out->needed_rows = rows;
}

const struct crowd_policies *crowd_policies_build(struct arena *arena, const struct crowd *crowd,
                                                  const struct rule *const *rules, uint32_t count)
{
    struct crowd_policies *out = arena_new(arena, struct crowd_policies);
    struct builder builder = {.arena = arena, .crowd = crowd, .room = 64, .step_room = 64};
    struct node *nodes = arena_array(arena, struct node, (size_t)count + 1);
    builder.literals = arena_array(arena, struct crowd_literal *, builder.room);
    builder.steps = arena_array(arena, struct crowd_step, builder.step_room);
    out->count = count;
    out->probe = facts_new(arena, crowd->space);
    for (uint32_t i = 0; i < count; i++) {
        nodes[i] = normal(&builder, rules[i], false);
    }
    number_rows(&builder, out);
    range_cuts(&builder, out);
    range_texts(&builder, out);
    list_fields(&builder, out);
    emit_all(&builder, nodes, out);
    list_needers(&builder, out);
    return out;
}

struct crowd_size crowd_policies_size(const struct crowd_policies *policies)
{
    return (struct crowd_size){policies->count, policies->ref_count, policies->row_count};
}
