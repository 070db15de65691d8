#ifndef LIANDONG_ENGINE_MATCH_H
#define LIANDONG_ENGINE_MATCH_H

#include "base/json_read.h"
#include "base/json_write.h"
#include "engine/rules/rules.h"

/* Does an enterprise meet a condition, and if not: what stands in the way, by how much, and what
 * would have to be known? The answer itself is that of rule_evaluate with absent facts unknown;
 * this is the slow and talkative side of it, for one enterprise and one condition at a time. */

/* A condition and the JSON it was compiled from, which has the same shape. */
struct match_condition {
    const struct rule *rule;
    const struct jvalue *source;
};

/* How far a number or a day is from the nearest value that would do. Exact: `gap` is the difference
 * of the decimals as they were written, never rounded. */
struct match_gap {
    struct text value; /* of the fact; a day as YYYY-MM-DD */
    struct text threshold;
    struct text gap;   /* >= 0, in the fact's unit; of days: whole days */
    double goal;       /* the threshold as the facts keep it */
    bool is_up;        /* the fact has to rise, a day to be later; else fall, be earlier */
    bool is_inclusive; /* to reach the threshold is enough; else it has to be passed */
    bool is_day;
};

/* One leaf on which a "no" rests. */
struct match_unmet {
    const struct rule_leaf *leaf;
    const struct jvalue *source; /* {"field", "op", "value"} */
    struct text path;            /* "all[4].any[0].not"; empty: the leaf is the whole condition */
    bool is_negated;             /* below an odd number of `not`: it holds and must not */
    bool has_gap;
    struct match_gap gap;
};

struct match {
    enum rule_answer answer;
    const struct match_unmet *unmet; /* in the order of the condition; only of a "no" */
    uint32_t unmet_count;
    const uint32_t *missing; /* fields in the order of the space; only of an "unknown" */
    uint32_t missing_count;
};

/* `unmet`: every leaf that has a part in the "no": of an `all` that fails the parts that fail, of
 * an `any` all its parts.
 *
 * `missing`: exactly the absent fields whose knowing can change the answer. A field counts when
 * there are values of it, and values of some of the other absent fields, with which the answer is
 * still unknown before the field is known and no longer afterwards. A field that stands only in
 * parts that are decided already, or whose part no longer decides anything, is not among them.
 * Decided by a search over one value for each class of values that the condition tells apart; after
 * a million steps a field is counted in. */
void match_explain(struct arena *arena, const struct match_condition *condition,
                   const struct facts *facts, struct match *out);

/* The members `result`, `unmet`, `missing` and `gaps` of an object that is open. `given` is the
 * facts as JSON, for the values shown beside the conditions. */
void match_write(struct json_writer *json, const struct fact_space *space,
                 const struct jvalue *given, const struct match *match);

/* ---- near misses ---- */

struct match_change {
    uint32_t field;
    struct match_gap gap;
};

struct match_near {
    struct facts *facts; /* moved to where the condition is met */
    const struct match_change *changes;
    uint32_t count;
};

/* Of a condition that is not met: what would have to move for it to be, if numbers alone stand in
 * the way; of several alternatives the first that needs the fewest. Days stay: what is done is
 * done. False: something else stands in the way too. */
MUST_USE bool match_find_near(struct arena *arena, const struct rule *rule,
                              const struct facts *facts, struct match_near *out);

/* A condition that holds whenever, and not only when, match_find_near finds something: numbers are
 * taken to stand where they are wanted. For passes that ask very many at once. It reads the rule's
 * leaves, which must live as long. */
const struct rule *match_near_bound(struct arena *arena, const struct fact_space *space,
                                    const struct rule *rule);

/* The members of a gap: `field`, `value`, `threshold`, `gap`, `direction`, `inclusive`, `unit`. */
void match_write_gap(struct json_writer *json, const struct fact_space *space, uint32_t field,
                     const struct match_gap *gap);

/* ---- the parts, for match_explain ---- */

uint32_t match_count_leaves(const struct rule *rule);

/* The distance of a given fact to where the leaf (or, negated, its opposite) holds. False: it is no
 * number or day, or no nearest value can be named. The leaf must fail. */
MUST_USE bool match_gap_of(struct arena *arena, const struct rule_leaf *leaf, bool is_negated,
                           const struct facts *facts, struct match_gap *out);

/* Marks in `fields` (one byte a field of the space) the absent ones that can change the answer. */
void match_missing(struct arena *arena, const struct rule *rule, const struct facts *facts,
                   uint8_t *fields);

#endif
