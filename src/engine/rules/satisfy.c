#include "engine/rules/rules.h"

#include "base/arena.h"
#include "engine/rules/domain.h"

/* Can a condition hold at all? One candidate of each class of values is enough; the search gives
 * the fields candidates one after another and stops as soon as the known part decides. */

#define STEPS_MAX 1000000

struct search {
    const struct rule *rule;
    struct rule_domain domain;
    struct facts *facts;
    uint32_t steps;
};

/* The tree evaluator compares texts, not ids, so FACT_ID_OTHER is all that rule_choose() has to
 * say. */
static bool search_from(struct search *search, uint32_t at)
{
    struct rule_view view = {search->facts, RULE_MISSING_UNKNOWN};
    enum rule_answer answer = rule_evaluate(search->rule, view);
    if (answer != RULE_UNKNOWN || search->steps >= STEPS_MAX) {
        return answer == RULE_YES;
    }
    ensure(at < search->domain.count);
    const struct rule_variable *variable = &search->domain.variables[at];
    for (uint32_t i = 0; i < variable->count; i++) {
        search->steps++;
        rule_choose(search->facts, variable, &variable->candidates[i]);
        if (search_from(search, at + 1)) {
            return true;
        }
    }
    rule_choose(search->facts, variable, NULL);
    return false;
}

static enum rule_truth can_hold(struct arena *scratch, const struct fact_space *space,
                                const struct rule *rule)
{
    struct search search = {.rule = rule};
    search.facts = facts_new(scratch, space);
    rule_domain_open(scratch, space, &rule, 1, &search.domain);
    bool found = search_from(&search, 0);
    if (!found && search.steps >= STEPS_MAX) {
        return RULE_TOO_LARGE;
    }
    return found ? RULE_CAN_HOLD : RULE_NEVER_HOLDS;
}

enum rule_truth rule_satisfiable(struct arena *scratch, const struct fact_space *space,
                                 const struct rule *rule)
{
    struct arena_mark mark = arena_mark(scratch);
    struct rule opposite = {.kind = RULE_NOT, .count = 1, .children = rule};
    enum rule_truth truth = can_hold(scratch, space, rule);
    if (truth == RULE_CAN_HOLD && can_hold(scratch, space, &opposite) == RULE_NEVER_HOLDS) {
        truth = RULE_ALWAYS_HOLDS;
    }
    arena_rewind(scratch, mark);
    return truth;
}
