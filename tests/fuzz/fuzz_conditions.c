/* Any text as a condition, any text as facts (the second line): either is refused, or the tree and
 * the program give one answer, and a condition that can never hold is never true. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "engine/rules/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LEAVES_MAX 10 /* the search for an example is exponential in the worst case */

static struct fact_space *space_open(struct arena *arena)
{
    static const struct text modes[] = {{"a", 1}, {"b", 1}};
    static const struct fact_field fields[] = {
        {.name = {"new", 3}, .type = FACT_BOOL},
        {.name = {"area", 4}, .type = FACT_NUMBER, .has_min = true},
        {.name = {"storeys", 7}, .type = FACT_INTEGER},
        {.name = {"mode", 4}, .type = FACT_ENUM, .values = {modes, 2}},
        {.name = {"topics", 6}, .type = FACT_SET},
        {.name = {"code", 4}, .type = FACT_TEXT},
        {.name = {"founded", 7}, .type = FACT_DATE},
    };
    struct fact_space *space = fact_space_open(arena);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        ensure(fact_space_add(space, &fields[i]));
    }
    return space;
}

static void compare(struct arena *arena, const struct rule *rule, const struct facts *facts)
{
    const struct rule_program *program = rule_program_build(arena, facts->space, &rule, 1);
    uint8_t *scratch = arena_alloc(arena, rule_program_scratch(program));
    struct rule_reasons reasons =
        rule_explain(arena, rule, (struct rule_view){facts, RULE_MISSING_UNKNOWN});
    for (int missing = 0; missing < 2; missing++) {
        struct rule_view view = {facts, (enum rule_missing)missing};
        uint8_t answer = 0;
        rule_program_run(program, view, scratch, &answer);
        ensure(answer == rule_evaluate(rule, view));
        if (missing == RULE_MISSING_UNKNOWN && answer == RULE_YES && reasons.count <= LEAVES_MAX) {
            /* Values outside a list may satisfy what the list can't. */
            enum rule_truth truth = rule_satisfiable(arena, facts->space, rule);
            ensure(truth != RULE_NEVER_HOLDS || reasons.count > 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open((size_t)1 << 26, (size_t)1 << 30);
    struct text rest = text_copy(arena, (struct text){(const char *)data, size});
    struct text condition = text_cut(&rest, '\n');
    struct fact_space *space = space_open(arena);
    const struct jvalue *json = NULL;
    const struct rule *rule = NULL;
    struct fault fault = {0};
    if (size < 8192 && json_read(arena, condition, &json, &fault) &&
        rule_compile(space, json, &rule, &fault)) {
        fact_space_seal(space);
        struct facts *facts = facts_new(arena, space);
        if (json_read(arena, rest, &json, &fault)) {
            (void)!facts_read(facts, json, NULL, &fault);
        }
        compare(arena, rule, facts);
    }
    arena_close(arena);
    return 0;
}
