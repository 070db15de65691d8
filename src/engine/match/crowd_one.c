#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "engine/match/crowd_inside.h"

/* One enterprise against all policies: one byte a row instead of 256 bits, the answers themselves.
 */

static void fill_simple(const struct crowd_policies *policies, const struct crowd *crowd,
                        const uint8_t *given, uint8_t *rows)
{
    static const uint8_t opposite[] = {
        [RULE_NO] = RULE_YES, [RULE_UNKNOWN] = RULE_UNKNOWN, [RULE_YES] = RULE_NO};
    const uint8_t *atoms = given + crowd->field_count;
    for (uint32_t row = 0; row < policies->row_ends[CROWD_ATOM]; row++) {
        const struct crowd_literal *of = &policies->literals[row];
        if (of->kind == CROWD_ATOM) {
            rows[row] = of->is_negated ? opposite[atoms[of->atom]] : atoms[of->atom];
        } else {
            rows[row] = !given[of->field]          ? RULE_UNKNOWN
                        : of->kind == CROWD_ALWAYS ? RULE_YES
                                                   : RULE_NO;
        }
    }
}

/* Thresholds ascend: those up to the value hold, the others don't. */
static void fill_cuts(const struct crowd_policies *policies, const struct crowd_range *range,
                      double value, uint8_t *rows)
{
    const double *at = &policies->thresholds[range->first];
    uint32_t low = 0;
    if (isnan(value)) {
        memset(&rows[range->first], RULE_UNKNOWN, range->count);
        return;
    }
    for (uint32_t left = range->count; left > 0;) {
        uint32_t half = left / 2;
        bool holds = value >= at[low + half];
        low = holds ? low + half + 1 : low;
        left = holds ? left - half - 1 : half;
    }
    memset(&rows[range->first], range->is_negated ? RULE_NO : RULE_YES, low);
    memset(&rows[range->first + low], range->is_negated ? RULE_YES : RULE_NO, range->count - low);
}

static void fill_texts(const struct crowd *crowd, const struct crowd_policies *policies,
                       const struct crowd_texts *texts, double value, uint8_t *rows)
{
    memset(&rows[texts->first], isnan(value) ? RULE_UNKNOWN : RULE_NO, texts->count);
    if (isnan(value)) {
        return;
    }
    uint32_t token = (uint32_t)value;
    if (token < texts->token_count) {
        for (uint32_t k = texts->starts[token]; k < texts->starts[token + 1]; k++) {
            rows[texts->rows[k]] = RULE_YES;
        }
        return;
    }
    struct text text = crowd->columns[texts->column].texts[token];
    for (uint32_t row = texts->first; row < texts->first + texts->count; row++) {
        bool holds = crowd_text_holds(policies->probe, crowd, &policies->literals[row], text);
        rows[row] = holds ? RULE_YES : RULE_NO;
    }
}

/* ANDs or ORs answers without looking whether it is decided: a wrong guess of the processor costs
 * more than the rest of the literals. */
static unsigned take_all(const struct crowd_policies *policies, const uint8_t *rows, uint32_t first,
                         uint32_t count)
{
    const uint32_t *at = &policies->ref_rows[first];
    unsigned answer = RULE_YES;
    for (uint32_t i = 0; i < count; i++) {
        answer &= rows[at[i]];
    }
    return answer;
}

static unsigned take_any(const struct crowd_policies *policies, const uint8_t *rows, uint32_t first,
                         uint32_t count)
{
    const uint32_t *at = &policies->ref_rows[first];
    unsigned answer = RULE_NO;
    for (uint32_t i = 0; i < count; i++) {
        answer |= rows[at[i]];
    }
    return answer;
}

static unsigned run_steps(const struct crowd_policies *policies, const uint8_t *rows,
                          uint8_t *stack, const struct crowd_step *step, unsigned answer)
{
    for (;; step++) {
        switch (step->op) {
        case CROWD_OP_ALL: answer &= take_all(policies, rows, step->first, step->count); break;
        case CROWD_OP_ANY: answer |= take_any(policies, rows, step->first, step->count); break;
        case CROWD_OP_BEGIN_ALL:
            *stack++ = (uint8_t)answer;
            answer = RULE_YES;
            break;
        case CROWD_OP_BEGIN_ANY:
            *stack++ = (uint8_t)answer;
            answer = RULE_NO;
            break;
        case CROWD_OP_INTO_ALL: answer &= *--stack; break;
        case CROWD_OP_INTO_ANY: answer |= *--stack; break;
        default: return answer;
        }
    }
}

/* Most policies are decided by the literals of their outermost part. */
static void run_all(const struct crowd_policies *policies, const uint8_t *rows, uint8_t *stack,
                    uint8_t *out)
{
    for (uint32_t policy = 0; policy < policies->count; policy++) {
        const struct crowd_head *head = &policies->heads[policy];
        unsigned answer = head->is_all ? take_all(policies, rows, head->first, head->count)
                                       : take_any(policies, rows, head->first, head->count);
        if (answer != (head->is_all ? RULE_NO : RULE_YES)) {
            answer = run_steps(policies, rows, stack, &policies->steps[head->step], answer);
        }
        out[policy] = (uint8_t)answer;
    }
}

void crowd_match_one(struct arena *scratch, const struct crowd *crowd,
                     const struct crowd_policies *policies, uint32_t enterprise, uint8_t *out)
{
    ensure(enterprise < crowd->count);
    struct arena_mark mark = arena_mark(scratch);
    size_t width = (size_t)crowd->field_count + crowd->atom_count;
    const double *values = &crowd->values[(size_t)enterprise * crowd->column_count];
    uint8_t *rows = arena_room(scratch, uint8_t, (size_t)policies->row_count + 1);
    uint8_t *stack = arena_room(scratch, uint8_t, (size_t)policies->depth + 1);
    fill_simple(policies, crowd, &crowd->given[enterprise * width], rows);
    for (uint32_t i = 0; i < policies->cut_count; i++) {
        fill_cuts(policies, &policies->cuts[i], values[policies->cuts[i].column], rows);
    }
    for (uint32_t i = 0; i < policies->text_count; i++) {
        fill_texts(crowd, policies, &policies->texts[i], values[policies->texts[i].column], rows);
    }
    run_all(policies, rows, stack, out);
    arena_rewind(scratch, mark);
}
