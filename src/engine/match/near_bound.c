#include "base/arena.h"
#include "engine/match/match.h"

/* Where `holds` is false the rule is wanted to fail: what is moved to fail may as well be wanted to
 * hold the other way round, so a number is taken to do either. */
static struct rule relaxed(struct arena *arena, const struct fact_space *space,
                           const struct rule *rule, bool holds)
{
    if (rule->kind == RULE_NOT) {
        return relaxed(arena, space, &rule->children[0], !holds);
    }
    if (rule->kind == RULE_LEAF) {
        enum fact_type type = fact_space_field(space, rule->leaf.field)->type;
        if (type == FACT_NUMBER || type == FACT_INTEGER) {
            return (struct rule){.kind = RULE_ALL};
        }
        return holds ? *rule : (struct rule){.kind = RULE_NOT, .count = 1, .children = rule};
    }
    struct rule *children = arena_array(arena, struct rule, (size_t)rule->count + 1);
    for (uint32_t i = 0; i < rule->count; i++) {
        children[i] = relaxed(arena, space, &rule->children[i], holds);
    }
    return (struct rule){.kind = (rule->kind == RULE_ALL) == holds ? RULE_ALL : RULE_ANY,
                         .count = rule->count,
                         .children = children};
}

const struct rule *match_near_bound(struct arena *arena, const struct fact_space *space,
                                    const struct rule *rule)
{
    struct rule *out = arena_new(arena, struct rule);
    *out = relaxed(arena, space, rule, true);
    return out;
}
