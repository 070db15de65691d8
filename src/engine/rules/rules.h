#ifndef LIANDONG_ENGINE_RULES_H
#define LIANDONG_ENGINE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/json_read.h"
#include "engine/rules/facts.h"

/* Conditions over facts: when does an item apply, is a policy met, does a criterion hold?
 *
 *     node := {"all":[node...]} | {"any":[node...]} | {"not":node}
 *           | {"field":F, "op":O, "value":V}
 *
 * An empty `all` is true, an empty `any` false. The answer is yes, no or unknown (Kleene's logic):
 * a leaf over an absent fact is unknown, and `all`, `any`, `not` are decided as soon as what is
 * known decides them. Where the caller says that absent means no (RULE_MISSING_NEGATIVE), a bool
 * counts as false, a number as 0, a set as empty; an enum or text then equals nothing: eq, in, gt,
 * prefix ... are false, ne and not_in are true.
 *
 *   eq ne in not_in     every type but set; in and not_in take an array
 *   gt gte lt lte       numbers, dates; text by its bytes
 *   between             the same, [low, high], both ends included
 *   contains            a set has the member;  not_contains: has it not
 *   contains_any        a set has at least one of an array of members, which is not empty
 *   prefix              a text begins with it
 *
 * A condition is compiled once into a tree (struct rule) against a fact space, and many trees into
 * one flat program (rules/program.h) where a million evaluations a second are wanted. */

enum rule_answer { RULE_NO = 0, RULE_UNKNOWN = 1, RULE_YES = 3 }; /* AND is &, OR is | */

enum rule_missing { RULE_MISSING_UNKNOWN, RULE_MISSING_NEGATIVE };

enum rule_kind { RULE_ALL, RULE_ANY, RULE_NOT, RULE_LEAF };

enum rule_op {
    RULE_EQ,
    RULE_NE,
    RULE_IN,
    RULE_NOT_IN,
    RULE_GT,
    RULE_GTE,
    RULE_LT,
    RULE_LTE,
    RULE_BETWEEN,
    RULE_CONTAINS,
    RULE_NOT_CONTAINS,
    RULE_CONTAINS_ANY,
    RULE_PREFIX,
    RULE_OP_COUNT
};

/* What a leaf compares with, already in the form in which the fact is kept: truth 0 and 1, numbers
 * and dates as double, enum and text as id and text, members of a set as atoms. */
struct rule_value {
    double number;
    uint32_t id; /* of the text in its field, or the atom of a member */
    struct text text;
};

struct rule_leaf {
    uint32_t field;
    enum rule_op op;
    const struct rule_value *values; /* one; two for between; any number for in and contains_any */
    uint32_t count;
};

struct rule {
    enum rule_kind kind;
    uint32_t count; /* of children: exactly one for RULE_NOT */
    union {
        const struct rule *children;
        struct rule_leaf leaf;
    };
};

struct arena;

/* Refused with the place in the condition ("all[1].not.value"): an unknown field, op or key, a
 * value whose type does not fit the field and the op, nesting beyond JSON's own ceiling. Compiling
 * adds names to the space, so it must come before facts are made (fact_space_seal). */
MUST_USE bool rule_compile(struct fact_space *space, const struct jvalue *condition,
                           const struct rule **out, struct fault *fault);

/* Facts as a rule sees them, the question of absent ones settled. */
struct rule_view {
    const struct facts *facts;
    enum rule_missing missing;
};

enum rule_answer rule_evaluate(const struct rule *rule, struct rule_view view);

/* The answer of one leaf; also for explanations. */
enum rule_answer rule_leaf_evaluate(const struct rule_leaf *leaf, struct rule_view view);

const char *rule_answer_name(enum rule_answer answer); /* "no", "unknown", "yes" */
const char *rule_op_name(enum rule_op op);
/* Whether a field of that type can be compared so. */
bool rule_op_fits(enum rule_op op, enum fact_type type);
MUST_USE bool rule_op_find(struct text name, enum rule_op *out);

/* ---- why, and what to ask ---- */

/* One leaf of a condition with the fact it met. `gap` is how far a number is from the threshold in
 * the fact's own unit (fact - threshold); it is known for gt, gte, lt, lte on a given number only.
 */
struct rule_reason {
    const struct rule_leaf *leaf;
    enum rule_answer answer; /* of the leaf itself, below whatever `not` stands above it */
    bool is_given;           /* false: the fact is absent */
    bool is_decisive; /* the condition's answer rests on it: siblings decided otherwise drop out */
    bool has_gap;
    double gap;
};

struct rule_reasons {
    const struct rule_reason *items;
    size_t count;
};

/* All leaves in the order of the condition. */
struct rule_reasons rule_explain(struct arena *arena, const struct rule *rule,
                                 struct rule_view view);

/* Marks in `fields` (one byte a field of the space) every absent field that can still matter to an
 * unknown answer: leaves below a part that is decided already are left out. */
void rule_questions(const struct rule *rule, struct rule_view view, uint8_t *fields);

/* Marks every field the condition reads. */
void rule_fields(const struct rule *rule, uint8_t *fields);

/* ---- checking ---- */

enum rule_truth { RULE_CAN_HOLD, RULE_NEVER_HOLDS, RULE_ALWAYS_HOLDS, RULE_TOO_LARGE };

/* Whether some facts make the condition true, decided exactly: the leaves cut each field's values
 * into finitely many classes (listed values and "another one", the pieces between thresholds,
 * member in or out), and a search over one representative a class prunes what is decided.
 * RULE_TOO_LARGE after a million steps. `scratch` gives its memory back. */
enum rule_truth rule_satisfiable(struct arena *scratch, const struct fact_space *space,
                                 const struct rule *rule);

#endif
