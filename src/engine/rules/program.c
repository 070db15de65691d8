#include "engine/rules/program.h"

#include <string.h>

#include "base/arena.h"

/* A place in the working memory while the layout is not settled: what kind of thing, which of them.
 */
struct ref {
    uint16_t kind;
    uint16_t index;
};

enum ref_kind { REF_ATOM, REF_CONSTANT, REF_GTE, REF_GT, REF_ID, REF_TEXT, REF_NEG, REF_STEP };

#define REF_NO ((struct ref){REF_CONSTANT, 0})
#define REF_YES ((struct ref){REF_CONSTANT, 1})

struct threshold {
    double number;
    uint32_t slot;
};

struct id_leaf {
    uint32_t slot;
    uint32_t table; /* where the answers by id begin in `tables` */
};

struct step {
    uint16_t a;
    uint16_t b;
    uint16_t or_mask; /* 3: OR, 0: AND */
};

struct rule_program {
    uint32_t atom_count;
    uint32_t threshold_counts[2]; /* gte, gt */
    const struct threshold *thresholds[2];
    uint32_t id_count;
    const struct id_leaf *ids;
    const uint8_t *tables;
    uint32_t text_count;
    const struct rule_leaf *texts;
    uint32_t neg_count;
    const uint16_t *negs;
    uint32_t step_count;
    const struct step *steps;
    uint32_t root_count;
    const uint16_t *roots;
    uint32_t slot_count;
};

/* ---- building: lists that find what they hold already ---- */

struct ref_step {
    struct ref a;
    struct ref b;
    bool is_or;
};

struct builder {
    struct arena *arena;
    const struct fact_space *space;
    struct threshold *thresholds[2];
    uint32_t threshold_counts[2];
    const struct rule_leaf **ids;
    uint32_t id_count;
    const struct rule_leaf **texts;
    uint32_t text_count;
    struct ref *negs;
    uint32_t neg_count;
    struct ref_step *steps;
    uint32_t step_count;
    uint32_t capacity; /* of each list: no condition can need more than its nodes and values */
};

static bool same_ref(struct ref a, struct ref b)
{
    return a.kind == b.kind && a.index == b.index;
}

static bool same_leaf(const struct rule_leaf *a, const struct rule_leaf *b)
{
    if (a->field != b->field || a->op != b->op || a->count != b->count) {
        return false;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (!text_equal(a->values[i].text, b->values[i].text)) {
            return false;
        }
    }
    return true;
}

static struct ref ref_of(enum ref_kind kind, uint32_t index)
{
    ensure(index <= UINT16_MAX);
    return (struct ref){(uint16_t)kind, (uint16_t)index};
}

static struct ref threshold_ref(struct builder *builder, enum ref_kind kind, uint32_t slot,
                                double number)
{
    int which = kind == REF_GT;
    struct threshold *list = builder->thresholds[which];
    uint32_t *count = &builder->threshold_counts[which];
    uint32_t at = 0;
    while (at < *count && !(list[at].slot == slot && list[at].number == number)) {
        at++;
    }
    if (at == *count) {
        ensure(at < builder->capacity);
        list[(*count)++] = (struct threshold){number, slot};
    }
    return ref_of(kind, at);
}

static struct ref leaf_ref(struct builder *builder, enum ref_kind kind,
                           const struct rule_leaf *leaf)
{
    const struct rule_leaf **list = kind == REF_ID ? builder->ids : builder->texts;
    uint32_t *count = kind == REF_ID ? &builder->id_count : &builder->text_count;
    uint32_t at = 0;
    while (at < *count && !same_leaf(list[at], leaf)) {
        at++;
    }
    if (at == *count) {
        ensure(at < builder->capacity);
        list[(*count)++] = leaf;
    }
    return ref_of(kind, at);
}

static struct ref neg_ref(struct builder *builder, struct ref of)
{
    uint32_t at = 0;
    while (at < builder->neg_count && !same_ref(builder->negs[at], of)) {
        at++;
    }
    if (at == builder->neg_count) {
        ensure(at < builder->capacity);
        builder->negs[builder->neg_count++] = of;
    }
    return ref_of(REF_NEG, at);
}

/* AND or OR of two; constants and equal operands fold away. */
static struct ref step_ref(struct builder *builder, bool is_or, struct ref a, struct ref b)
{
    struct ref neutral = is_or ? REF_NO : REF_YES;
    struct ref absorbing = is_or ? REF_YES : REF_NO;
    if (same_ref(a, neutral) || same_ref(a, b) || same_ref(b, absorbing)) {
        return b;
    }
    if (same_ref(b, neutral) || same_ref(a, absorbing)) {
        return a;
    }
    uint32_t at = 0;
    for (; at < builder->step_count; at++) {
        const struct ref_step *step = &builder->steps[at];
        if (step->is_or == is_or && ((same_ref(step->a, a) && same_ref(step->b, b)) ||
                                     (same_ref(step->a, b) && same_ref(step->b, a)))) {
            return ref_of(REF_STEP, at);
        }
    }
    ensure(at < builder->capacity);
    builder->steps[builder->step_count++] = (struct ref_step){a, b, is_or};
    return ref_of(REF_STEP, at);
}

static struct ref negated(struct builder *builder, struct ref of)
{
    if (of.kind == REF_CONSTANT) {
        return ref_of(REF_CONSTANT, 1u - of.index);
    }
    if (of.kind == REF_NEG) {
        return builder->negs[of.index];
    }
    if (of.kind == REF_STEP) {
        struct ref_step step = builder->steps[of.index];
        struct ref a = negated(builder, step.a);
        return step_ref(builder, !step.is_or, a, negated(builder, step.b));
    }
    return neg_ref(builder, of);
}

/* ---- lowering a leaf ---- */

static struct ref lower_truth(struct builder *builder, const struct rule_leaf *leaf, uint32_t slot)
{
    bool takes[2] = {false, false}; /* false, true */
    for (uint32_t i = 0; i < leaf->count; i++) {
        takes[leaf->values[i].number == 1] = true;
    }
    bool is_inverse = leaf->op == RULE_NE || leaf->op == RULE_NOT_IN;
    struct ref yes = ref_of(REF_ATOM, slot);
    struct ref no = negated(builder, yes);
    bool takes_true = takes[1] != is_inverse;
    bool takes_false = takes[0] != is_inverse;
    if (takes_true != takes_false) {
        return takes_true ? yes : no;
    }
    /* Both or neither: settled, but only once the fact is given. */
    return step_ref(builder, takes_true, yes, no);
}

static struct ref lower_set(struct builder *builder, const struct rule_leaf *leaf)
{
    struct ref any = REF_NO;
    for (uint32_t i = 0; i < leaf->count; i++) {
        any = step_ref(builder, true, any, ref_of(REF_ATOM, leaf->values[i].id));
    }
    return leaf->op == RULE_NOT_CONTAINS ? negated(builder, any) : any;
}

static struct ref lower_equal(struct builder *builder, uint32_t slot, double number)
{
    struct ref gt = threshold_ref(builder, REF_GT, slot, number);
    struct ref gte = threshold_ref(builder, REF_GTE, slot, number);
    return step_ref(builder, false, gte, negated(builder, gt));
}

static struct ref lower_in(struct builder *builder, const struct rule_leaf *leaf, uint32_t slot)
{
    if (leaf->count == 0) { /* never, but only once the fact is given */
        struct ref gte = threshold_ref(builder, REF_GTE, slot, 0);
        return step_ref(builder, false, gte, negated(builder, gte));
    }
    struct ref any = REF_NO;
    for (uint32_t i = 0; i < leaf->count; i++) {
        any = step_ref(builder, true, any, lower_equal(builder, slot, leaf->values[i].number));
    }
    return any;
}

static struct ref lower_number(struct builder *builder, const struct rule_leaf *leaf, uint32_t slot)
{
    double number = leaf->count > 0 ? leaf->values[0].number : 0;
    switch (leaf->op) {
    case RULE_GT: return threshold_ref(builder, REF_GT, slot, number);
    case RULE_GTE: return threshold_ref(builder, REF_GTE, slot, number);
    case RULE_LTE: return negated(builder, threshold_ref(builder, REF_GT, slot, number));
    case RULE_LT: return negated(builder, threshold_ref(builder, REF_GTE, slot, number));
    case RULE_EQ:
    case RULE_IN: return lower_in(builder, leaf, slot);
    case RULE_NE:
    case RULE_NOT_IN: return negated(builder, lower_in(builder, leaf, slot));
    case RULE_BETWEEN: {
        struct ref above = threshold_ref(builder, REF_GT, slot, leaf->values[1].number);
        struct ref from = threshold_ref(builder, REF_GTE, slot, number);
        return step_ref(builder, false, from, negated(builder, above));
    }
    default: break;
    }
    ensure(false);
    return REF_NO;
}

static struct ref lower_leaf(struct builder *builder, const struct rule_leaf *leaf)
{
    const struct fact_field *field = fact_space_field(builder->space, leaf->field);
    switch (field->type) {
    case FACT_BOOL: return lower_truth(builder, leaf, field->slot);
    case FACT_SET: return lower_set(builder, leaf);
    case FACT_NUMBER:
    case FACT_INTEGER:
    case FACT_DATE: return lower_number(builder, leaf, field->slot);
    case FACT_ENUM:
    case FACT_TEXT: return leaf_ref(builder, leaf->op <= RULE_NOT_IN ? REF_ID : REF_TEXT, leaf);
    case FACT_TYPE_COUNT: break;
    }
    ensure(false);
    return REF_NO;
}

static struct ref lower(struct builder *builder, const struct rule *rule)
{
    if (rule->kind == RULE_LEAF) {
        return lower_leaf(builder, &rule->leaf);
    }
    if (rule->kind == RULE_NOT) {
        return negated(builder, lower(builder, &rule->children[0]));
    }
    bool is_or = rule->kind == RULE_ANY;
    struct ref all = is_or ? REF_NO : REF_YES;
    for (uint32_t i = 0; i < rule->count; i++) {
        all = step_ref(builder, is_or, all, lower(builder, &rule->children[i]));
    }
    return all;
}

/* ---- laying out ---- */

static const struct id_leaf *lay_ids(struct builder *builder, struct rule_program *program)
{
    struct id_leaf *ids = arena_array(builder->arena, struct id_leaf, builder->id_count);
    uint32_t size = 0;
    for (uint32_t i = 0; i < builder->id_count; i++) {
        ids[i].slot = fact_space_field(builder->space, builder->ids[i]->field)->slot;
        ids[i].table = size;
        size += fact_space_value_count(builder->space, builder->ids[i]->field);
    }
    uint8_t *tables = arena_array(builder->arena, uint8_t, size);
    for (uint32_t i = 0; i < builder->id_count; i++) {
        const struct rule_leaf *leaf = builder->ids[i];
        bool is_inverse = leaf->op == RULE_NE || leaf->op == RULE_NOT_IN;
        uint8_t *table = tables + ids[i].table;
        memset(table, is_inverse ? RULE_YES : RULE_NO,
               fact_space_value_count(builder->space, leaf->field));
        table[FACT_ID_NONE] = RULE_UNKNOWN;
        for (uint32_t k = 0; k < leaf->count; k++) {
            table[leaf->values[k].id] = is_inverse ? RULE_NO : RULE_YES;
        }
    }
    program->tables = tables;
    return ids;
}

/* Where each kind begins in the working memory. */
struct layout {
    uint32_t base[REF_STEP + 1];
};

static uint16_t slot_of(const struct layout *layout, struct ref ref)
{
    uint32_t slot = layout->base[ref.kind] + ref.index;
    ensure(slot <= UINT16_MAX);
    return (uint16_t)slot;
}

static struct layout lay_out(const struct builder *builder, struct rule_program *program)
{
    const uint32_t counts[REF_STEP + 1] = {[REF_ATOM] = program->atom_count,
                                           [REF_CONSTANT] = 2,
                                           [REF_GTE] = builder->threshold_counts[0],
                                           [REF_GT] = builder->threshold_counts[1],
                                           [REF_ID] = builder->id_count,
                                           [REF_TEXT] = builder->text_count,
                                           [REF_NEG] = builder->neg_count,
                                           [REF_STEP] = builder->step_count};
    struct layout layout = {{0}};
    uint32_t at = 0;
    for (int kind = REF_ATOM; kind <= REF_STEP; kind++) {
        layout.base[kind] = at;
        at += counts[kind];
    }
    program->slot_count = at;
    return layout;
}

static void lay_steps(struct builder *builder, const struct layout *layout,
                      struct rule_program *program)
{
    uint16_t *negs = arena_array(builder->arena, uint16_t, builder->neg_count);
    for (uint32_t i = 0; i < builder->neg_count; i++) {
        negs[i] = slot_of(layout, builder->negs[i]);
    }
    struct step *steps = arena_array(builder->arena, struct step, builder->step_count);
    for (uint32_t i = 0; i < builder->step_count; i++) {
        const struct ref_step *from = &builder->steps[i];
        steps[i] =
            (struct step){slot_of(layout, from->a), slot_of(layout, from->b), from->is_or ? 3 : 0};
    }
    program->negs = negs;
    program->neg_count = builder->neg_count;
    program->steps = steps;
    program->step_count = builder->step_count;
}

static void lay_leaves(struct builder *builder, struct rule_program *program)
{
    struct rule_leaf *texts = arena_array(builder->arena, struct rule_leaf, builder->text_count);
    for (uint32_t i = 0; i < builder->text_count; i++) {
        texts[i] = *builder->texts[i];
    }
    for (int i = 0; i < 2; i++) {
        program->thresholds[i] = builder->thresholds[i];
        program->threshold_counts[i] = builder->threshold_counts[i];
    }
    program->texts = texts;
    program->text_count = builder->text_count;
    program->ids = lay_ids(builder, program);
    program->id_count = builder->id_count;
}

static uint32_t weight(const struct rule *rule)
{
    if (rule->kind == RULE_LEAF) {
        return 2 + 4 * rule->leaf.count;
    }
    uint32_t sum = 1;
    for (uint32_t i = 0; i < rule->count; i++) {
        sum += weight(&rule->children[i]);
    }
    return sum;
}

static struct builder builder_open(struct arena *arena, const struct fact_space *space,
                                   uint32_t capacity)
{
    struct builder builder = {.arena = arena, .space = space, .capacity = capacity};
    for (int i = 0; i < 2; i++) {
        builder.thresholds[i] = arena_array(arena, struct threshold, capacity);
    }
    builder.ids = arena_array(arena, const struct rule_leaf *, capacity);
    builder.texts = arena_array(arena, const struct rule_leaf *, capacity);
    builder.negs = arena_array(arena, struct ref, capacity);
    builder.steps = arena_array(arena, struct ref_step, capacity);
    return builder;
}

const struct rule_program *rule_program_build(struct arena *arena, const struct fact_space *space,
                                              const struct rule *const *rules, uint32_t count)
{
    uint32_t capacity = 2;
    for (uint32_t i = 0; i < count; i++) {
        capacity += 2 * weight(rules[i]); /* twice: negated() builds the mirror image of a part */
    }
    struct builder builder = builder_open(arena, space, capacity);
    struct ref *refs = arena_array(arena, struct ref, count);
    for (uint32_t i = 0; i < count; i++) {
        refs[i] = lower(&builder, rules[i]);
    }
    struct rule_program *program = arena_new(arena, struct rule_program);
    program->atom_count = fact_space_sizes(space).atoms;
    lay_leaves(&builder, program);
    struct layout layout = lay_out(&builder, program);
    lay_steps(&builder, &layout, program);
    uint16_t *roots = arena_array(arena, uint16_t, count);
    for (uint32_t i = 0; i < count; i++) {
        roots[i] = slot_of(&layout, refs[i]);
    }
    program->roots = roots;
    program->root_count = count;
    return program;
}

/* ---- running ---- */

size_t rule_program_scratch(const struct rule_program *program)
{
    return program->slot_count;
}

struct rule_program_size rule_program_size(const struct rule_program *program)
{
    return (struct rule_program_size){program->atom_count,
                                      program->threshold_counts[0] + program->threshold_counts[1] +
                                          program->id_count + program->text_count,
                                      program->neg_count, program->step_count};
}

static uint8_t *run_atoms(const struct rule_program *program, struct rule_view view, uint8_t *at)
{
    const uint8_t *atoms = view.facts->atoms;
    if (view.missing == RULE_MISSING_UNKNOWN) {
        memcpy(at, atoms, program->atom_count);
    } else {
        for (uint32_t i = 0; i < program->atom_count; i++) {
            at[i] = (uint8_t)((atoms[i] & 2) | (atoms[i] >> 1)); /* unknown becomes no */
        }
    }
    at += program->atom_count;
    *at++ = RULE_NO;
    *at++ = RULE_YES;
    return at;
}

static uint8_t answer_bits(bool holds, unsigned given)
{
    return (uint8_t)((3u & (0u - (unsigned)holds) & (0u - given)) | (given ^ 1u));
}

static uint8_t *run_numbers(const struct rule_program *program, struct rule_view view, uint8_t *at)
{
    const double *numbers = view.facts->numbers;
    const uint8_t *given = view.facts->number_given;
    unsigned settled = view.missing == RULE_MISSING_NEGATIVE;
    for (uint32_t i = 0; i < program->threshold_counts[0]; i++) {
        const struct threshold *leaf = &program->thresholds[0][i];
        *at++ = answer_bits(numbers[leaf->slot] >= leaf->number, given[leaf->slot] | settled);
    }
    for (uint32_t i = 0; i < program->threshold_counts[1]; i++) {
        const struct threshold *leaf = &program->thresholds[1][i];
        *at++ = answer_bits(numbers[leaf->slot] > leaf->number, given[leaf->slot] | settled);
    }
    return at;
}

static uint8_t *run_texts(const struct rule_program *program, struct rule_view view, uint8_t *at)
{
    unsigned settled = view.missing == RULE_MISSING_NEGATIVE;
    for (uint32_t i = 0; i < program->id_count; i++) {
        unsigned id = view.facts->ids[program->ids[i].slot];
        id += (unsigned)(id == FACT_ID_NONE) & settled;
        *at++ = program->tables[program->ids[i].table + id];
    }
    for (uint32_t i = 0; i < program->text_count; i++) {
        *at++ = (uint8_t)rule_leaf_evaluate(&program->texts[i], view);
    }
    return at;
}

void rule_program_run(const struct rule_program *program, struct rule_view view, uint8_t *scratch,
                      uint8_t *answers)
{
    static const uint8_t opposite[4] = {RULE_YES, RULE_UNKNOWN, RULE_UNKNOWN, RULE_NO};
    uint8_t *at = run_atoms(program, view, scratch);
    at = run_numbers(program, view, at);
    at = run_texts(program, view, at);
    for (uint32_t i = 0; i < program->neg_count; i++) {
        *at++ = opposite[scratch[program->negs[i]]];
    }
    for (uint32_t i = 0; i < program->step_count; i++) {
        const struct step *step = &program->steps[i];
        unsigned a = scratch[step->a];
        unsigned b = scratch[step->b];
        *at++ = (uint8_t)((a & b) | ((a | b) & step->or_mask));
    }
    for (uint32_t i = 0; i < program->root_count; i++) {
        answers[i] = scratch[program->roots[i]];
    }
}
