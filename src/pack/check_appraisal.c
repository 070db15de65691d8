#include "engine/appraise/appraise.h"
#include "engine/measure/measure.h"
#include "pack/checker.h"

/* What shapes can't say of appraisal.json: that the program can count each part, that points rise
 * the way the part says, and that the weights of a formula are a hundred in all. */

#define ALL_WEIGHT 100

static struct text word(const struct jvalue *record, const char *key)
{
    return jvalue_text(jvalue_get(record, key), TEXT_NONE);
}

static int64_t whole(const struct jvalue *record, const char *key)
{
    return jvalue_int(jvalue_get(record, key), -1);
}

static void refuse(struct checker *checker, enum pack_list list, const struct jvalue *record,
                   const char *key)
{
    struct spot spot = {PACK_FILE_APPRAISAL, check_id(list, record), text_of(key)};
    check_add(checker, spot, TEXT("不是允许的值"), TEXT("is none of the values allowed"));
}

/* Only shares and ratios have a floor and a full value in per mille. */
static bool is_counted(const struct checker *checker, struct text indicator)
{
    const struct jvalue *record = check_by_id(checker, PACK_INDICATORS, indicator);
    enum measure_kind kind = MEASURE_REACHED;
    return record != NULL && measure_find(word(record, "measure"), &kind) &&
           (measure_form_of(kind) == MEASURE_IS_SHARE || measure_form_of(kind) == MEASURE_IS_RATIO);
}

/* Who rates a case rates its unit, never a navigator. */
static bool is_rated(const struct checker *checker, const struct jvalue *part)
{
    const struct jvalue *formula =
        check_by_id(checker, PACK_APPRAISAL_FORMULAS, word(part, "formula"));
    struct text rating = word(part, "rating");
    return formula != NULL && text_is(word(formula, "of"), "department") &&
           (text_is(rating, "good") || text_is(rating, "mended"));
}

static void check_part(struct checker *checker, const struct jvalue *part)
{
    struct text indicator = word(part, "indicator");
    bool is_rating = word(part, "rating").len > 0;
    bool is_up = text_is(word(part, "direction"), "up");
    int64_t floor = whole(part, "floor");
    int64_t full = whole(part, "full");
    if (is_rating == (indicator.len > 0) ||
        (indicator.len > 0 && !is_counted(checker, indicator))) {
        refuse(checker, PACK_APPRAISAL_PARTS, part, "indicator");
    }
    if (is_rating && !is_rated(checker, part)) {
        refuse(checker, PACK_APPRAISAL_PARTS, part, "rating");
    }
    if (!is_up && !text_is(word(part, "direction"), "down")) {
        refuse(checker, PACK_APPRAISAL_PARTS, part, "direction");
    }
    if (floor < 0 || floor > 1000 || full < 0 || full > 1000 || floor == full ||
        (full > floor) != is_up) {
        refuse(checker, PACK_APPRAISAL_PARTS, part, "full");
    }
    if (whole(part, "weight") < 1 || whole(part, "weight") > ALL_WEIGHT) {
        refuse(checker, PACK_APPRAISAL_PARTS, part, "weight");
    }
    if (whole(part, "minimum") < 2) { /* one row would tell whose it is */
        refuse(checker, PACK_APPRAISAL_PARTS, part, "minimum");
    }
}

static void check_formula(struct checker *checker, const struct jvalue *formula)
{
    const struct jvalue *parts = check_array(checker, PACK_APPRAISAL_PARTS);
    int64_t weight = 0, count = 0;
    for (uint32_t i = 0; parts != NULL && i < parts->count; i++) {
        bool is_own = text_equal(word(&parts->items[i], "formula"),
                                 check_id(PACK_APPRAISAL_FORMULAS, formula));
        weight += is_own ? whole(&parts->items[i], "weight") : 0;
        count += is_own ? 1 : 0;
    }
    if (!text_is(word(formula, "of"), "department") && !text_is(word(formula, "of"), "navigator")) {
        refuse(checker, PACK_APPRAISAL_FORMULAS, formula, "of");
    }
    if (whole(formula, "least_weight") < 1 || whole(formula, "least_weight") > ALL_WEIGHT) {
        refuse(checker, PACK_APPRAISAL_FORMULAS, formula, "least_weight");
    }
    if (weight != ALL_WEIGHT || count > APPRAISE_PARTS_MAX) {
        struct spot spot = {PACK_FILE_APPRAISAL, check_id(PACK_APPRAISAL_FORMULAS, formula),
                            TEXT("weight")};
        check_add(checker, spot, TEXT("各部分权重之和应为 100，至多 16 部分"),
                  TEXT("the weights of its parts, 16 at most, must be 100 in all"));
    }
}

void check_appraisal(struct checker *checker)
{
    const struct jvalue *formulas = check_array(checker, PACK_APPRAISAL_FORMULAS);
    const struct jvalue *parts = check_array(checker, PACK_APPRAISAL_PARTS);
    for (uint32_t i = 0; parts != NULL && i < parts->count; i++) {
        check_part(checker, &parts->items[i]);
    }
    for (uint32_t i = 0; formulas != NULL && i < formulas->count; i++) {
        check_formula(checker, &formulas->items[i]);
    }
}
