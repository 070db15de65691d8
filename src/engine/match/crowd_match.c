#include <string.h>

#include "base/arena.h"
#include "engine/match/crowd_inside.h"

/* The runs. The inner loops are plain C on vectors of the compiler; on x86-64 they are there twice,
 * for processors with 256-bit registers and for all. */
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define HAS_WIDE 1
#define WIDE TARGET("avx2")
#else
#define HAS_WIDE 0
#endif

/* An answer that was put aside for one of a part. */
struct frame {
    crowd_row yes;
    crowd_row maybe;
};

/* Of 256 numbers: which are more than one, which the same. Neither, where a number is NAN. */
typedef void (*compare_fn)(const float *numbers, float with, crowd_row *more, crowd_row *same);

/* 256 tokens as whole numbers, `none` for NAN. */
typedef void (*tokens_fn)(const float *tokens, uint32_t none, uint32_t *out);

/* Working memory of one block. */
struct desk {
    compare_fn compare;
    tokens_fn read_tokens;
    struct crowd *crowd;
    const struct crowd_policies *policies;
    crowd_row *rows;    /* where a literal is true */
    crowd_row *unknown; /* by field */
    struct frame *stack;
};

/* Of few policies each block is read in a few places far apart, and most of the time would go by
 * waiting for memory: what the next block will be asked for is fetched while this one is. */
#define AHEAD CROWD_BLOCK /* in a column */

static void compare_plain(const float *numbers, float with, crowd_row *more, crowd_row *same)
{
    *more = *same = (crowd_row){0};
    for (uint32_t i = 0; i < CROWD_BLOCK; i++) {
        (*more)[i / 64] |= (uint64_t)(numbers[i] > with) << i % 64;
        (*same)[i / 64] |= (uint64_t)(numbers[i] == with) << i % 64;
    }
}

static void tokens_plain(const float *tokens, uint32_t none, uint32_t *out)
{
    for (uint32_t i = 0; i < CROWD_BLOCK; i++) {
        out[i] = tokens[i] >= 0 ? (uint32_t)tokens[i] : none;
    }
}

#if HAS_WIDE
/* What is no number becomes 2^31, more than any token. */
WIDE static void tokens_wide(const float *tokens, uint32_t none, uint32_t *out)
{
    __m256i most = _mm256_set1_epi32((int)none);
    for (uint32_t i = 0; i < CROWD_BLOCK; i += 8) {
        __m256i whole = _mm256_cvttps_epi32(_mm256_loadu_ps(&tokens[i]));
        __builtin_prefetch(&tokens[i] + AHEAD);
        _mm256_storeu_si256((void *)&out[i], _mm256_min_epu32(whole, most));
    }
}

WIDE static void compare_wide(const float *numbers, float with, crowd_row *more, crowd_row *same)
{
    __m256 beside = _mm256_set1_ps(with);
    for (uint32_t word = 0; word < CROWD_WORDS; word++) {
        uint64_t above = 0;
        uint64_t equal = 0;
        for (uint32_t i = 0; i < 64; i += 8) {
            const float *at = &numbers[word * 64 + i];
            __m256 these = _mm256_loadu_ps(at);
            __builtin_prefetch(at + AHEAD);
            above |=
                (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_cmp_ps(these, beside, _CMP_GT_OQ))
                << i;
            equal |=
                (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_cmp_ps(these, beside, _CMP_EQ_OQ))
                << i;
        }
        (*more)[word] = above;
        (*same)[word] = equal;
    }
}
#endif

#if HAS_WIDE
static bool has_wide(void)
{
    return __builtin_cpu_supports("avx2") != 0;
}
#endif

static const float *rounded_of(const struct crowd *crowd, uint32_t column, uint32_t block)
{
    return &crowd->rounded[((size_t)column * crowd->blocks + block) * CROWD_BLOCK];
}

static struct desk open_desk(struct arena *scratch, struct crowd *crowd,
                             const struct crowd_policies *policies)
{
    struct desk desk = {compare_plain, tokens_plain, crowd, policies, NULL, NULL, NULL};
#if HAS_WIDE
    if (has_wide()) {
        desk.compare = compare_wide;
        desk.read_tokens = tokens_wide;
    }
#endif
    desk.rows = arena_room(scratch, crowd_row, (size_t)policies->row_count + 1);
    desk.unknown = arena_room(scratch, crowd_row, (size_t)crowd->field_count + 1);
    desk.stack = arena_room(scratch, struct frame, (size_t)policies->depth + 1);
    return desk;
}

/* ---- the rows of a block ---- */

static void set_bit(crowd_row *row, unsigned place)
{
    ((uint64_t *)row)[place / 64] |= 1ull << place % 64;
}

static void clear_bit(crowd_row *row, unsigned place)
{
    ((uint64_t *)row)[place / 64] &= ~(1ull << place % 64);
}

static void fill_simple(struct desk *desk, const crowd_row *known)
{
    const struct crowd_policies *policies = desk->policies;
    const crowd_row *atoms = known + desk->crowd->field_count;
    const crowd_row *next = known + desk->crowd->field_count + desk->crowd->atom_count;
    for (uint32_t i = 0; i < policies->field_count; i++) {
        desk->unknown[policies->fields[i]] = ~known[policies->fields[i]];
        __builtin_prefetch(&next[policies->fields[i]]);
    }
    for (uint32_t row = 0; row < policies->row_ends[CROWD_ATOM]; row++) {
        const struct crowd_literal *of = &policies->literals[row];
        crowd_row truth = {0};
        if (of->kind == CROWD_ALWAYS) {
            truth = known[of->field];
        } else if (of->kind == CROWD_ATOM) {
            truth = of->is_negated ? known[of->field] & ~atoms[of->atom] : atoms[of->atom];
            __builtin_prefetch(&next[desk->crowd->field_count + of->atom]);
        }
        desk->rows[row] = truth;
    }
}

/* Whose rounded value is more than, and whose is the same as that of a threshold. */
static void fill_cut(struct desk *desk, uint32_t block, const struct crowd_literal *of,
                     crowd_row *out)
{
    const struct crowd *crowd = desk->crowd;
    float rounded = (float)of->at;
    bool holds = (double)rounded >= of->at;
    crowd_row same;
    desk->compare(rounded_of(crowd, of->column, block), rounded, out, &same);
    const crowd_row *its = &crowd->exact[(size_t)block * crowd->column_count + of->column];
    crowd_row exact = *its;
    __builtin_prefetch(its + crowd->column_count);
    crowd_row doubtful = same & ~exact;
    *out |= holds ? same & exact : same ^ same;
    for (uint32_t word = 0; word < CROWD_WORDS; word++) {
        for (uint64_t left = doubtful[word]; left != 0; left &= left - 1) {
            uint32_t place = word * 64 + (uint32_t)__builtin_ctzll(left);
            double value =
                crowd->values[(size_t)(block * CROWD_BLOCK + place) * crowd->column_count +
                              of->column];
            if (value >= of->at) {
                set_bit(out, place);
            }
        }
    }
}

static void fill_few_cuts(struct desk *desk, uint32_t block, const struct crowd_range *range,
                          const crowd_row *known)
{
    for (uint32_t row = range->first; row < range->first + range->count; row++) {
        const struct crowd_literal *of = &desk->policies->literals[row];
        crowd_row up;
        fill_cut(desk, block, of, &up);
        desk->rows[row] = range->is_negated ? known[of->field] & ~up : up;
    }
}

/* Upwards through the thresholds: whoever lies below one falls out, and stays out. */
static void fill_cuts(struct desk *desk, const struct crowd_column_block *block,
                      const struct crowd_range *range, const crowd_row *known)
{
    const double *thresholds = &desk->policies->thresholds[range->first];
    crowd_row all = known[desk->policies->literals[range->first].field];
    crowd_row left = all;
    uint32_t at = 0;
    for (uint32_t i = 0; i < range->count; i++) {
        while (at < block->known && block->sorted[at] < thresholds[i]) {
            clear_bit(&left, block->order[at++]);
        }
        desk->rows[range->first + i] = range->is_negated ? all & ~left : left;
    }
}

/* Those who have a text go into the rows that hold for it. */
static void fill_text(struct desk *desk, const struct crowd_texts *texts, uint32_t token,
                      const crowd_row *who)
{
    const struct crowd_policies *policies = desk->policies;
    if (token < texts->token_count) {
        for (uint32_t k = texts->starts[token]; k < texts->starts[token + 1]; k++) {
            desk->rows[texts->rows[k]] |= *who;
        }
        return;
    }
    struct text text = desk->crowd->columns[texts->column].texts[token];
    for (uint32_t row = texts->first; row < texts->first + texts->count; row++) {
        if (crowd_text_holds(policies->probe, desk->crowd, &policies->literals[row], text)) {
            desk->rows[row] |= *who;
        }
    }
}

/* Eight bytes that are 0 or 1 as eight bits, the first the lowest: the product brings each to its
 * place in the highest byte, and no two of them meet. */
static uint64_t bits_of(const uint8_t *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return eight * 0x0102040810204080 >> 56;
}

/* By table, one enterprise after the other. */
static void fill_by_table(struct desk *desk, uint32_t block, const struct crowd_texts *texts)
{
    const float *tokens = rounded_of(desk->crowd, texts->column, block);
    size_t width = (size_t)texts->token_count + 1;
    uint32_t of[CROWD_BLOCK];
    uint8_t bytes[CROWD_BLOCK];
    desk->read_tokens(tokens, texts->token_count, of);
    for (uint32_t row = 0; row < texts->count; row++) {
        const uint8_t *holds = texts->holds + row * width;
        uint64_t words[CROWD_WORDS] = {0};
        for (uint32_t i = 0; i < CROWD_BLOCK; i++) {
            bytes[i] = holds[of[i]];
        }
        for (uint32_t i = 0; i < CROWD_BLOCK; i += 8) {
            words[i / 64] |= bits_of(&bytes[i]) << i % 64;
        }
        memcpy(&desk->rows[texts->first + row], words, sizeof words);
    }
}

/* Where all texts are known: few are looked for, few rows made by table. False: neither. */
static bool fill_few_texts(struct desk *desk, uint32_t block, const struct crowd_texts *texts)
{
    const struct crowd *crowd = desk->crowd;
    if (crowd->columns[texts->column].token_count != texts->token_count) {
        return false;
    }
    if (texts->asked_count >= CROWD_FEW) {
        if (texts->holds != NULL) {
            fill_by_table(desk, block, texts);
        }
        return texts->holds != NULL;
    }
    memset(&desk->rows[texts->first], 0, texts->count * sizeof *desk->rows);
    for (uint32_t i = 0; i < texts->asked_count; i++) {
        crowd_row more;
        crowd_row same;
        float token = (float)texts->asked[i];
        desk->compare(rounded_of(crowd, texts->column, block), token, &more, &same);
        fill_text(desk, texts, texts->asked[i], &same);
    }
    return true;
}

static void fill_texts(struct desk *desk, const struct crowd_column_block *block,
                       const struct crowd_texts *texts)
{
    memset(&desk->rows[texts->first], 0, texts->count * sizeof *desk->rows);
    for (uint32_t at = 0; at < block->known;) {
        crowd_row who = {0};
        double token = block->sorted[at];
        for (; at < block->known && block->sorted[at] == token; at++) {
            set_bit(&who, block->order[at]);
        }
        fill_text(desk, texts, (uint32_t)token, &who);
    }
}

static void fill_rows(struct desk *desk, uint32_t block)
{
    const struct crowd *crowd = desk->crowd;
    const struct crowd_policies *policies = desk->policies;
    const crowd_row *known = &crowd->bits[(size_t)block * (crowd->field_count + crowd->atom_count)];
    fill_simple(desk, known);
    for (uint32_t i = 0; i < policies->cut_count; i++) {
        const struct crowd_range *range = &policies->cuts[i];
        if (range->count < CROWD_FEW) {
            fill_few_cuts(desk, block, range, known);
        } else {
            fill_cuts(desk, &crowd_sorted(desk->crowd, block)[range->column], range, known);
        }
    }
    for (uint32_t i = 0; i < policies->text_count; i++) {
        const struct crowd_texts *texts = &policies->texts[i];
        if (!fill_few_texts(desk, block, texts)) {
            fill_texts(desk, &crowd_sorted(desk->crowd, block)[texts->column], texts);
        }
    }
}

/* ---- the policies of a block ---- */

static ALWAYS_INLINE void take_all(const struct desk *desk, const struct crowd_ref *refs,
                                   uint32_t count, struct frame *at)
{
    crowd_row yes = at->yes;
    crowd_row maybe = at->maybe;
    for (uint32_t i = 0; i < count; i++) {
        crowd_row row = desk->rows[refs[i].row];
        yes &= row;
        maybe &= row | desk->unknown[refs[i].field];
    }
    at->yes = yes;
    at->maybe = maybe;
}

static ALWAYS_INLINE void take_any(const struct desk *desk, const struct crowd_ref *refs,
                                   uint32_t count, struct frame *at)
{
    crowd_row yes = at->yes;
    crowd_row maybe = at->maybe;
    for (uint32_t i = 0; i < count; i++) {
        crowd_row row = desk->rows[refs[i].row];
        yes |= row;
        maybe |= row | desk->unknown[refs[i].field];
    }
    at->yes = yes;
    at->maybe = maybe;
}

static ALWAYS_INLINE void fill_frame(struct frame *frame, bool is_all)
{
    crowd_row none = {0};
    frame->yes = is_all ? ~none : none;
    frame->maybe = frame->yes;
}

/* Runs one policy; the answer is the bottom of the stack. */
static ALWAYS_INLINE void run_policy(const struct desk *desk, uint32_t policy)
{
    const struct crowd_head *head = &desk->policies->heads[policy];
    const struct crowd_step *step = &desk->policies->steps[head->step];
    struct frame *at = desk->stack;
    fill_frame(at, head->is_all);
    if (head->is_all) {
        take_all(desk, &desk->policies->refs[head->first], head->count, at);
    } else {
        take_any(desk, &desk->policies->refs[head->first], head->count, at);
    }
    for (;; step++) {
        switch (step->op) {
        case CROWD_OP_ALL:
            take_all(desk, &desk->policies->refs[step->first], step->count, at);
            break;
        case CROWD_OP_ANY:
            take_any(desk, &desk->policies->refs[step->first], step->count, at);
            break;
        case CROWD_OP_BEGIN_ALL: fill_frame(++at, true); break;
        case CROWD_OP_BEGIN_ANY: fill_frame(++at, false); break;
        case CROWD_OP_INTO_ALL:
            at--;
            at->yes &= at[1].yes;
            at->maybe &= at[1].maybe;
            break;
        case CROWD_OP_INTO_ANY:
            at--;
            at->yes |= at[1].yes;
            at->maybe |= at[1].maybe;
            break;
        default: return;
        }
    }
}

static ALWAYS_INLINE void run_block(const struct desk *desk, const crowd_row *valid, uint64_t *out)
{
    for (uint32_t policy = 0; policy < desk->policies->count; policy++) {
        run_policy(desk, policy);
        crowd_row yes = desk->stack->yes & *valid;
        crowd_row maybe = desk->stack->maybe & *valid;
        for (size_t i = 0; i < CROWD_WORDS; i++) {
            out[2 * (i * desk->policies->count + policy)] = yes[i];
            out[2 * (i * desk->policies->count + policy) + 1] = maybe[i];
        }
    }
}

static void run_plain(const struct desk *desk, const crowd_row *valid, uint64_t *out)
{
    run_block(desk, valid, out);
}

#if HAS_WIDE
WIDE static void run_wide(const struct desk *desk, const crowd_row *valid, uint64_t *out)
{
    run_block(desk, valid, out);
}
#endif

typedef void (*run_fn)(const struct desk *desk, const crowd_row *valid, uint64_t *out);

static run_fn best_run(void)
{
#if HAS_WIDE
    if (has_wide()) {
        return run_wide;
    }
#endif
    return run_plain;
}

struct crowd_answers crowd_answers_room(struct arena *arena, const struct crowd *crowd,
                                        const struct crowd_policies *policies)
{
    size_t words = (size_t)crowd->blocks * policies->count * 2 * CROWD_WORDS;
    return (struct crowd_answers){arena_room(arena, uint64_t, words + 1), policies->count,
                                  crowd->blocks};
}

/* All of a block, or those that are there. */
static void find_valid(const struct crowd *crowd, uint32_t block, crowd_row *out)
{
    uint32_t first = block * CROWD_BLOCK;
    *out = (crowd_row){0};
    if (first + CROWD_BLOCK <= crowd->count) {
        *out = ~*out;
    }
    for (uint32_t i = first; i < crowd->count && crowd->count < first + CROWD_BLOCK; i++) {
        set_bit(out, i - first);
    }
}

void crowd_match_all(struct arena *scratch, struct crowd *crowd,
                     const struct crowd_policies *policies, struct crowd_answers *out)
{
    struct arena_mark mark = arena_mark(scratch);
    struct desk desk = open_desk(scratch, crowd, policies);
    run_fn run = best_run();
    ensure(out->policies == policies->count && out->blocks == crowd->blocks);
    for (uint32_t block = 0; block < crowd->blocks; block++) {
        crowd_row valid;
        find_valid(crowd, block, &valid);
        fill_rows(&desk, block);
        run(&desk, &valid, &out->words[(size_t)block * policies->count * 2 * CROWD_WORDS]);
    }
    arena_rewind(scratch, mark);
}

/* The two words of a policy for the 64 enterprises around one. */
static uint64_t *words_of(const struct crowd_answers *answers, uint32_t policy, uint32_t enterprise)
{
    return &answers->words[2 * ((size_t)(enterprise / 64) * answers->policies + policy)];
}

uint32_t crowd_count_answers(const struct crowd *crowd, const struct crowd_answers *answers,
                             uint32_t policy, enum rule_answer answer)
{
    uint32_t yes = 0;
    uint32_t maybe = 0;
    for (uint32_t first = 0; first < crowd->count; first += 64) {
        const uint64_t *words = words_of(answers, policy, first);
        yes += (uint32_t)__builtin_popcountll(words[0]);
        maybe += (uint32_t)__builtin_popcountll(words[1]);
    }
    return answer == RULE_YES ? yes : answer == RULE_NO ? crowd->count - maybe : maybe - yes;
}

enum rule_answer crowd_answer(const struct crowd_answers *answers, uint32_t policy,
                              uint32_t enterprise)
{
    const uint64_t *words = words_of(answers, policy, enterprise);
    unsigned yes = words[0] >> enterprise % 64 & 1;
    unsigned maybe = words[1] >> enterprise % 64 & 1;
    return (enum rule_answer)(maybe | yes << 1);
}

void crowd_answers_put(struct crowd_answers *answers, uint32_t enterprise, const uint8_t *of)
{
    uint64_t *words = words_of(answers, 0, enterprise);
    unsigned place = enterprise % 64;
    uint64_t mask = ~(1ull << place);
    for (uint32_t policy = 0; policy < answers->policies; policy++) {
        uint64_t *at = words + 2 * (size_t)policy;
        at[0] = (at[0] & mask) | (uint64_t)(of[policy] >> 1) << place;
        at[1] = (at[1] & mask) | (uint64_t)(of[policy] & 1) << place;
    }
}
