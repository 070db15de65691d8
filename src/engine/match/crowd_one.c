#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "engine/match/crowd_inside.h"

/* One enterprise against all policies: one byte a row instead of 256 bits, the answers themselves.
 * Most policies are an ALL of comparisons and fall at one of them, so each comparison that fails
 * tells the policies that need it, and those that nothing told anything are looked at again. */

/* What one enterprise is asked. */
struct asking {
    const struct crowd *crowd;
    const struct crowd_policies *policies;
    uint8_t *rows;  /* by row */
    uint8_t *out;   /* by policy: what the comparisons that were told leave open */
    uint8_t *stack; /* answers that were put aside */
};

/* What the rows from `first` are, if they are all the same, goes to whoever needs them. */
static void tell_same(const struct asking *asking, uint32_t first, uint32_t count, unsigned answer)
{
    const uint32_t *needers = asking->policies->needers;
    uint32_t end = asking->policies->needer_starts[first + count];
    for (uint32_t i = asking->policies->needer_starts[first]; i < end; i++) {
        asking->out[needers[i]] &= (uint8_t)answer;
    }
}

static void tell_each(const struct asking *asking, uint32_t first, uint32_t count)
{
    const uint32_t *needers = asking->policies->needers;
    const uint32_t *needed = asking->policies->needed_rows;
    uint32_t end = asking->policies->needer_starts[first + count];
    for (uint32_t i = asking->policies->needer_starts[first]; i < end; i++) {
        asking->out[needers[i]] &= asking->rows[needed[i]];
    }
}

static void fill_simple(const struct asking *asking, const uint8_t *given)
{
    static const uint8_t opposite[] = {
        [RULE_NO] = RULE_YES, [RULE_UNKNOWN] = RULE_UNKNOWN, [RULE_YES] = RULE_NO};
    const struct crowd_policies *policies = asking->policies;
    const uint8_t *atoms = given + asking->crowd->field_count;
    uint8_t *rows = asking->rows;
    for (uint32_t row = 0; row < policies->row_ends[CROWD_ATOM]; row++) {
        const struct crowd_literal *of = &policies->literals[row];
        if (of->kind == CROWD_ATOM) {
            rows[row] = of->is_negated ? opposite[atoms[of->atom]] : atoms[of->atom];
        } else {
            rows[row] = !given[of->field]          ? RULE_UNKNOWN
                        : of->kind == CROWD_ALWAYS ? RULE_YES
                                                   : RULE_NO;
        }
        if (rows[row] != RULE_YES) {
            tell_same(asking, row, 1, rows[row]);
        }
    }
}

static void fill_same(const struct asking *asking, uint32_t first, uint32_t count,
                      enum rule_answer answer)
{
    memset(&asking->rows[first], (int)answer, count);
    if (answer != RULE_YES) {
        tell_same(asking, first, count, answer);
    }
}

/* Thresholds ascend: those up to the value hold, the others don't. */
static void fill_cuts(const struct asking *asking, const struct crowd_range *range, double value)
{
    const double *at = &asking->policies->thresholds[range->first];
    uint32_t low = 0;
    if (isnan(value)) {
        fill_same(asking, range->first, range->count, RULE_UNKNOWN);
        return;
    }
    for (uint32_t left = range->count; left > 0;) {
        uint32_t half = left / 2;
        bool holds = value >= at[low + half];
        low = holds ? low + half + 1 : low;
        left = holds ? left - half - 1 : half;
    }
    fill_same(asking, range->first, low, range->is_negated ? RULE_NO : RULE_YES);
    fill_same(asking, range->first + low, range->count - low,
              range->is_negated ? RULE_YES : RULE_NO);
}

static void fill_texts(const struct asking *asking, const struct crowd_texts *texts, double value)
{
    uint8_t *rows = asking->rows;
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
    const struct crowd_policies *policies = asking->policies;
    struct text text = asking->crowd->columns[texts->column].texts[token];
    for (uint32_t row = texts->first; row < texts->first + texts->count; row++) {
        bool holds =
            crowd_text_holds(policies->probe, asking->crowd, &policies->literals[row], text);
        rows[row] = holds ? RULE_YES : RULE_NO;
    }
}

/* ANDs or ORs answers without looking whether it is decided: a wrong guess of the processor costs
 * more than the rest of the literals. */
static unsigned take_all(const struct asking *asking, uint32_t first, uint32_t count)
{
    const uint32_t *at = &asking->policies->ref_rows[first];
    unsigned answer = RULE_YES;
    for (uint32_t i = 0; i < count; i++) {
        answer &= asking->rows[at[i]];
    }
    return answer;
}

static unsigned take_any(const struct asking *asking, uint32_t first, uint32_t count)
{
    const uint32_t *at = &asking->policies->ref_rows[first];
    unsigned answer = RULE_NO;
    for (uint32_t i = 0; i < count; i++) {
        answer |= asking->rows[at[i]];
    }
    return answer;
}

static unsigned run_steps(const struct asking *asking, uint32_t first, unsigned answer)
{
    uint8_t *stack = asking->stack;
    for (const struct crowd_step *step = &asking->policies->steps[first];; step++) {
        switch (step->op) {
        case CROWD_OP_ALL: answer &= take_all(asking, step->first, step->count); break;
        case CROWD_OP_ANY: answer |= take_any(asking, step->first, step->count); break;
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

/* The policies that are not decided, and what deciding them reads fetched: they lie far apart, and
 * waiting for them one by one would take longer than all the rest. */
static uint32_t find_open(const struct asking *asking, uint32_t *open)
{
    const struct crowd_policies *policies = asking->policies;
    uint32_t count = 0;
    for (uint32_t policy = 0; policy < policies->count; policy++) {
        const struct crowd_head *head = &policies->heads[policy];
        open[count] = policy;
        if (!head->is_all || asking->out[policy] != RULE_NO) {
            __builtin_prefetch(&policies->steps[head->step]);
            __builtin_prefetch(&policies->steps[head[1].step - 1]);
            __builtin_prefetch(&policies->ref_rows[head->first + head->count]);
            count++;
        }
    }
    return count;
}

static void run_open(const struct asking *asking, const uint32_t *open, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct crowd_head *head = &asking->policies->heads[open[i]];
        unsigned answer =
            head->is_all ? asking->out[open[i]] : take_any(asking, head->first, head->count);
        asking->out[open[i]] = (uint8_t)run_steps(asking, head->step, answer);
    }
}

void crowd_match_one(struct arena *scratch, const struct crowd *crowd,
                     const struct crowd_policies *policies, uint32_t enterprise, uint8_t *out)
{
    ensure(enterprise < crowd->count);
    struct arena_mark mark = arena_mark(scratch);
    size_t width = (size_t)crowd->field_count + crowd->atom_count;
    const double *values = &crowd->values[(size_t)enterprise * crowd->column_count];
    struct asking asking = {.crowd = crowd, .policies = policies, .out = out};
    asking.rows = arena_room(scratch, uint8_t, (size_t)policies->row_count + 1);
    asking.stack = arena_room(scratch, uint8_t, (size_t)policies->depth + 1);
    uint32_t *open = arena_room(scratch, uint32_t, (size_t)policies->count + 1);
    memset(out, RULE_YES, policies->count);
    fill_simple(&asking, &crowd->given[enterprise * width]);
    for (uint32_t i = 0; i < policies->cut_count; i++) {
        fill_cuts(&asking, &policies->cuts[i], values[policies->cuts[i].column]);
    }
    for (uint32_t i = 0; i < policies->text_count; i++) {
        const struct crowd_texts *texts = &policies->texts[i];
        fill_texts(&asking, texts, values[texts->column]);
        tell_each(&asking, texts->first, texts->count);
    }
    run_open(&asking, open, find_open(&asking, open));
    arena_rewind(scratch, mark);
}
