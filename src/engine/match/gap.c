#include "base/civil_date.h"
#include "base/decimal.h"
#include "engine/match/match.h"

/* Where a fact would have to go. */
struct goal {
    double threshold;
    bool is_up;
    bool is_inclusive;
};

static bool towards(double fact, double threshold, struct goal *out)
{
    *out = (struct goal){threshold, threshold > fact, true};
    return true;
}

static bool nearest_listed(const struct rule_leaf *leaf, double fact, struct goal *out)
{
    for (uint32_t i = 0; i < leaf->count; i++) {
        double value = leaf->values[i].number;
        double away = value > fact ? value - fact : fact - value;
        double best = out->threshold > fact ? out->threshold - fact : fact - out->threshold;
        if (i == 0 || away < best) {
            (void)!towards(fact, value, out);
        }
    }
    return leaf->count > 0;
}

/* Out of [low, high], both ends of which are still in it. */
static bool leave(const struct rule_leaf *leaf, double fact, struct goal *out)
{
    double low = leaf->values[0].number;
    double high = leaf->values[1].number;
    bool is_up = high - fact < fact - low;
    *out = (struct goal){is_up ? high : low, is_up, false};
    return true;
}

static bool enter(const struct rule_leaf *leaf, double fact, struct goal *out)
{
    double low = leaf->values[0].number;
    double high = leaf->values[1].number;
    return low <= high && towards(fact, fact < low ? low : high, out);
}

static bool goal_of(const struct rule_leaf *leaf, bool is_negated, double fact, struct goal *out)
{
    double value = leaf->count > 0 ? leaf->values[0].number : 0;
    switch (leaf->op) {
    case RULE_GT:
    case RULE_LTE:
        /* More than the value, or its opposite: at most the value. */
        *out = (struct goal){value, (leaf->op == RULE_GT) != is_negated,
                             (leaf->op == RULE_LTE) != is_negated};
        return true;
    case RULE_GTE:
    case RULE_LT:
        *out = (struct goal){value, (leaf->op == RULE_GTE) != is_negated,
                             (leaf->op == RULE_GTE) != is_negated};
        return true;
    case RULE_BETWEEN: return is_negated ? leave(leaf, fact, out) : enter(leaf, fact, out);
    case RULE_EQ:
    case RULE_IN: return !is_negated && nearest_listed(leaf, fact, out);
    case RULE_NE:
    case RULE_NOT_IN: return is_negated && nearest_listed(leaf, fact, out);
    default: return false;
    }
}

static struct text write_day(struct arena *arena, double day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    return text_copy(arena, civil_date_write((civil_date)day, text));
}

static struct text write_number(struct arena *arena, double number)
{
    struct decimal decimal;
    decimal_of_real(number, &decimal);
    return decimal_write(arena, &decimal);
}

static struct text write_difference(struct arena *arena, double fact, double threshold)
{
    struct decimal from;
    struct decimal to;
    decimal_of_real(fact, &from);
    decimal_of_real(threshold, &to);
    ensure(decimal_subtract(&to, &from, &to)); /* room for any two doubles */
    to.is_negative = false;
    return decimal_write(arena, &to);
}

bool match_gap_of(struct arena *arena, const struct rule_leaf *leaf, bool is_negated,
                  const struct facts *facts, struct match_gap *out)
{
    const struct fact_field *field = fact_space_field(facts->space, leaf->field);
    bool is_day = field->type == FACT_DATE;
    struct goal goal = {0};
    if ((!is_day && field->type != FACT_NUMBER && field->type != FACT_INTEGER) ||
        !facts_has(facts, leaf->field)) {
        return false;
    }
    double fact = facts->numbers[field->slot];
    if (!goal_of(leaf, is_negated, fact, &goal)) {
        return false;
    }
    out->value = is_day ? write_day(arena, fact) : write_number(arena, fact);
    out->threshold =
        is_day ? write_day(arena, goal.threshold) : write_number(arena, goal.threshold);
    out->goal = goal.threshold;
    out->gap = write_difference(arena, fact, goal.threshold);
    out->is_up = goal.is_up;
    out->is_inclusive = goal.is_inclusive;
    out->is_day = is_day;
    return true;
}
