#include "pack/checker.h"

/* What shapes can't say of benefits.json: a term is of a benefit that its policy has, is reckoned
 * on a number, and is bound by a word the program knows; what is said of stacking is of two or
 * more. */

static struct spot at(enum pack_list list, const struct jvalue *record, const char *field)
{
    return (struct spot){PACK_FILE_BENEFITS, check_id(list, record), text_of(field)};
}

static void check_base(struct checker *checker, const struct jvalue *term)
{
    struct text base = jvalue_text(jvalue_get(term, "base_field"), TEXT_NONE);
    const struct fact_space *space = checker->spaces[PACK_SPACE_POLICIES];
    uint32_t field = 0;
    if (text_is_empty(base)) {
        return;
    }
    if (!fact_space_find(space, base, &field) ||
        fact_space_field(space, field)->type != FACT_NUMBER) {
        check_add(checker, at(PACK_BENEFIT_TERMS, term, "base_field"), TEXT("不是政策的数值字段"),
                  TEXT("is no number among the fields of policies"));
    }
}

/* Any version of the policy: what is drafted of both may begin on one day. */
static void check_place(struct checker *checker, const struct jvalue *term)
{
    const struct jvalue *policies = check_array(checker, PACK_POLICIES);
    struct text policy = jvalue_text(jvalue_get(term, "policy"), TEXT_NONE);
    int64_t place = jvalue_int(jvalue_get(term, "place"), 0);
    bool is_known = false;
    for (uint32_t i = 0; policies != NULL && i < policies->count; i++) {
        if (text_equal(check_id(PACK_POLICIES, &policies->items[i]), policy)) {
            const struct jvalue *benefits = jvalue_get(&policies->items[i], "benefits");
            is_known = true;
            if (benefits != NULL && benefits->kind == JVALUE_ARRAY && place < benefits->count) {
                return;
            }
        }
    }
    if (is_known) { /* else said with the shapes */
        check_add(checker, at(PACK_BENEFIT_TERMS, term, "place"), TEXT("该政策没有这一项待遇"),
                  TEXT("the policy has no such benefit"));
    }
}

void check_benefits(struct checker *checker)
{
    const struct jvalue *terms = check_array(checker, PACK_BENEFIT_TERMS);
    const struct jvalue *stacking = check_array(checker, PACK_STACKING);
    for (uint32_t i = 0; terms != NULL && i < terms->count; i++) {
        struct text bound = jvalue_text(jvalue_get(&terms->items[i], "bound"), TEXT_NONE);
        check_base(checker, &terms->items[i]);
        check_place(checker, &terms->items[i]);
        if (!text_is(bound, "exact") && !text_is(bound, "at_most") && !text_is(bound, "at_least")) {
            check_add(checker, at(PACK_BENEFIT_TERMS, &terms->items[i], "bound"),
                      TEXT("应为 exact、at_most 或 at_least"),
                      TEXT("must be exact, at_most or at_least"));
        }
    }
    for (uint32_t i = 0; stacking != NULL && i < stacking->count; i++) {
        const struct jvalue *record = &stacking->items[i];
        const struct jvalue *policies = jvalue_get(record, "policies");
        struct text rule = jvalue_text(jvalue_get(record, "rule"), TEXT_NONE);
        if (!text_is(rule, "stacks") && !text_is(rule, "higher")) {
            check_add(checker, at(PACK_STACKING, record, "rule"), TEXT("应为 stacks 或 higher"),
                      TEXT("must be stacks or higher"));
        }
        if (policies != NULL && policies->count < 2) {
            check_add(checker, at(PACK_STACKING, record, "policies"), TEXT("至少两项政策"),
                      TEXT("needs two policies or more"));
        }
    }
}
