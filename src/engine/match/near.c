#include <math.h>

#include "base/arena.h"
#include "engine/match/match.h"

/* Moves numbers until a condition holds, or, below `not`, fails. */
struct mending {
    struct arena *arena;
    struct facts *facts;
    struct match_change *changes;
    uint32_t count;
    uint32_t most;
};

static enum rule_answer answer_of(const struct mending *mending, const struct rule *rule)
{
    return rule_evaluate(rule, (struct rule_view){mending->facts, RULE_MISSING_UNKNOWN});
}

/* Past a threshold that is not enough itself: the next number. */
static double reach(const struct match_gap *gap)
{
    return gap->is_inclusive ? gap->goal : nextafter(gap->goal, gap->is_up ? INFINITY : -INFINITY);
}

static bool mend_leaf(struct mending *mending, const struct rule *rule, bool holds)
{
    const struct rule_leaf *leaf = &rule->leaf;
    struct match_change change = {.field = leaf->field};
    if (!match_gap_of(mending->arena, leaf, !holds, mending->facts, &change.gap) ||
        change.gap.is_day || !isfinite(reach(&change.gap))) {
        return false;
    }
    uint32_t slot = fact_space_field(mending->facts->space, leaf->field)->slot;
    mending->facts->numbers[slot] = reach(&change.gap);
    mending->changes[mending->count++] = change;
    return true;
}

static bool mend(struct mending *mending, const struct rule *rule, bool holds);

/* One part is enough: the one that needs the fewest changes. */
static bool mend_one(struct mending *mending, const struct rule *rule, bool holds)
{
    struct mending best = *mending;
    bool is_found = false;
    for (uint32_t i = 0; i < rule->count; i++) {
        struct mending trial = *mending;
        trial.facts = facts_copy(mending->arena, mending->facts);
        trial.changes = arena_array(mending->arena, struct match_change, mending->most);
        for (uint32_t k = 0; k < mending->count; k++) {
            trial.changes[k] = mending->changes[k];
        }
        if (mend(&trial, &rule->children[i], holds) && (!is_found || trial.count < best.count)) {
            best = trial;
            is_found = true;
        }
    }
    *mending = best;
    return is_found;
}

static bool mend(struct mending *mending, const struct rule *rule, bool holds)
{
    enum rule_answer answer = answer_of(mending, rule);
    if (answer == RULE_UNKNOWN || answer == (holds ? RULE_YES : RULE_NO)) {
        return answer != RULE_UNKNOWN;
    }
    if (rule->kind == RULE_LEAF) {
        return mend_leaf(mending, rule, holds);
    }
    if (rule->kind == RULE_NOT) {
        return mend(mending, &rule->children[0], !holds);
    }
    if ((rule->kind == RULE_ANY) == holds) {
        return mend_one(mending, rule, holds);
    }
    for (uint32_t i = 0; i < rule->count; i++) {
        if (!mend(mending, &rule->children[i], holds)) {
            return false;
        }
    }
    return true;
}

bool match_find_near(struct arena *arena, const struct rule *rule, const struct facts *facts,
                     struct match_near *out)
{
    struct mending mending = {.arena = arena, .most = match_count_leaves(rule) + 1};
    mending.facts = facts_copy(arena, facts);
    mending.changes = arena_array(arena, struct match_change, mending.most);
    /* Moving a number for one part may undo another: the whole is asked again. */
    if (answer_of(&mending, rule) != RULE_NO || !mend(&mending, rule, true) ||
        answer_of(&mending, rule) != RULE_YES) {
        return false;
    }
    *out = (struct match_near){mending.facts, mending.changes, mending.count};
    return true;
}
