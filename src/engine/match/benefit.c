#include "engine/match/benefit.h"

#include <math.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "engine/match/match.h"

static const struct benefit_money nothing = {0, 0, false};

/* ---- decimals to fen ---- */

/* Down to the fen; false past the most. Below zero counts as zero: nobody pays for a grant. */
static bool to_fen(struct decimal *value, int64_t *out)
{
    struct decimal one;
    decimal_of_int(1, &one);
    if (value->count == 0 || value->is_negative) {
        *out = 0;
        return true;
    }
    value->exponent += BENEFIT_FEN_EXPONENT;
    return decimal_whole_quotient(value, &one, out) && *out <= BENEFIT_FEN_MAX;
}

static bool fen_of(double wanyuan, int64_t *out)
{
    struct decimal value;
    decimal_of_real(wanyuan, &value);
    return to_fen(&value, out);
}

static bool product_fen(double a, double b, int64_t *out)
{
    struct decimal x;
    struct decimal y;
    decimal_of_real(a, &x);
    decimal_of_real(b, &y);
    return decimal_multiply(&x, &y, &x) && to_fen(&x, out);
}

struct text benefit_write_fen(struct arena *arena, int64_t fen)
{
    struct decimal value;
    decimal_of_int(fen, &value);
    value.exponent -= value.count > 0 ? BENEFIT_FEN_EXPONENT : 0;
    return decimal_write(arena, &value);
}

void benefit_split(int64_t fen, const double *shares, uint32_t count, int64_t *out)
{
    struct decimal sum;
    struct decimal one;
    int64_t left = fen;
    decimal_of_int(0, &sum);
    decimal_of_int(1, &one);
    for (uint32_t i = 0; i < count; i++) {
        struct decimal share;
        struct decimal whole;
        decimal_of_real(shares[i], &share);
        decimal_of_int(fen, &whole);
        ensure(decimal_add(&sum, &share, &sum) && decimal_multiply(&whole, &share, &whole) &&
               decimal_whole_quotient(&whole, &one, &out[i]));
        left -= out[i];
    }
    if (count > 0 && decimal_compare(&sum, &one) == 0) {
        out[0] += left;
    }
}

/* ---- one benefit ---- */

/* The product, or the cap; past the most only the cap helps. */
static bool capped_product(const struct benefit *benefit, double a, double b, int64_t *out)
{
    int64_t cap = 0;
    bool has_cap = benefit->has_cap && fen_of(benefit->cap, &cap);
    bool fits = product_fen(a, b, out);
    if (has_cap && (!fits || *out > cap)) {
        *out = cap;
    }
    return fits || has_cap;
}

/* Nothing is known but the cap. */
static struct benefit_money up_to_cap(const struct benefit *benefit)
{
    int64_t cap = 0;
    int64_t times = benefit->rate_count > 1 ? benefit->rate_count : benefit->years;
    bool has_end = benefit->has_cap && fen_of(benefit->cap, &cap) && cap < BENEFIT_FEN_MAX;
    return (struct benefit_money){0, has_end ? cap * times : 0, !has_end};
}

static bool reckon_rates(struct arena *arena, const struct benefit *benefit, double base,
                         struct benefit_part *out)
{
    uint32_t years = benefit->rate_count > 1 ? benefit->rate_count : benefit->years;
    int64_t *by_year = arena_array(arena, int64_t, years);
    int64_t sum = 0;
    for (uint32_t i = 0; i < years; i++) {
        double rate = benefit->rates[benefit->rate_count > 1 ? i : 0];
        if (!capped_product(benefit, rate, base, &by_year[i])) {
            return false;
        }
        sum += by_year[i];
        if (sum > BENEFIT_FEN_MAX) {
            return false;
        }
    }
    /* The base of later years is not known: the first is sure, the sum holds if it stays. */
    out->money = (struct benefit_money){by_year[0], sum, false};
    out->years = by_year;
    out->year_count = years > 1 ? years : 0;
    return true;
}

/* `pay` for each whole `per` of what lies in (from, base], or for the share of it. */
static bool tier_pay(const struct benefit_tier *tier, double from, double base, bool is_whole,
                     int64_t *out)
{
    struct decimal high;
    struct decimal low;
    struct decimal per;
    int64_t pay = 0;
    if (tier->per <= 0) {
        return fen_of(tier->flat, out);
    }
    decimal_of_real(base, &high);
    decimal_of_real(from, &low);
    decimal_of_real(tier->per, &per);
    if (!decimal_subtract(&high, &low, &high) || high.is_negative || !fen_of(tier->pay, &pay)) {
        return false;
    }
    if (!is_whole) {
        struct decimal price;
        decimal_of_int(pay, &price);
        return decimal_multiply(&high, &price, &high) && decimal_whole_quotient(&high, &per, out) &&
               *out <= BENEFIT_FEN_MAX;
    }
    int64_t times = 0;
    if (!decimal_whole_quotient(&high, &per, &times) ||
        (pay > 0 && times > BENEFIT_FEN_MAX / pay)) {
        return false;
    }
    *out = times * pay;
    return true;
}

/* The whole base at the rate of its tier, or every slice at its own. */
static bool tiers_pay(const struct benefit *benefit, double base, bool is_sliced, bool is_whole,
                      int64_t *out)
{
    *out = 0;
    for (uint32_t i = 0; i < benefit->tier_count; i++) {
        const struct benefit_tier *tier = &benefit->tiers[i];
        bool is_last = base <= tier->through;
        int64_t pay = 0;
        if (base <= tier->over) {
            break;
        }
        if (!is_sliced && !is_last) {
            continue;
        }
        if (!tier_pay(tier, is_sliced ? tier->over : 0, is_last ? base : tier->through, is_whole,
                      &pay)) {
            return false;
        }
        *out = is_sliced ? *out + pay : pay;
        if (*out > BENEFIT_FEN_MAX) {
            return false;
        }
    }
    int64_t cap = 0;
    *out = benefit->has_cap && fen_of(benefit->cap, &cap) && cap < *out ? cap : *out;
    return true;
}

/* Texts seldom say whether a tier's rate goes for the whole or for its slice, nor what becomes of a
 * part of a unit: the range covers each reading. */
static bool reckon_tiers(const struct benefit *benefit, double base, struct benefit_money *out)
{
    for (int reading = 0; reading < 4; reading++) {
        int64_t pay = 0;
        if (!tiers_pay(benefit, base, (reading & 1) != 0, (reading & 2) != 0, &pay)) {
            return false;
        }
        out->from = reading == 0 || pay < out->from ? pay : out->from;
        out->to = reading == 0 || pay > out->to ? pay : out->to;
    }
    out->is_open = false;
    return true;
}

static bool reckon_form(struct arena *arena, const struct benefit *benefit, double base,
                        struct benefit_part *out)
{
    int64_t fen = 0;
    switch (benefit->form) {
    case BENEFIT_RATE: return reckon_rates(arena, benefit, base, out);
    case BENEFIT_TIERS: return reckon_tiers(benefit, base, &out->money);
    case BENEFIT_CAP: out->money = up_to_cap(benefit); return true;
    case BENEFIT_SUM: break;
    }
    if (!capped_product(benefit, benefit->amount, benefit->has_base ? base : 1, &fen)) {
        return false;
    }
    out->money = (struct benefit_money){fen, fen, false};
    return true;
}

static void bind(const struct benefit *benefit, struct benefit_part *part)
{
    struct benefit_money *money = &part->money;
    bool is_sure = benefit->is_established && part->applies == RULE_YES;
    if (benefit->bound == BENEFIT_AT_LEAST) {
        money->is_open = true;
    }
    if (benefit->bound == BENEFIT_AT_MOST || !is_sure) {
        money->from = 0;
    }
    if (money->is_open) {
        money->to = money->from;
    }
}

static void reckon_one(struct arena *arena, const struct benefit *benefit,
                       const struct facts *facts, struct benefit_part *out, uint8_t *missing)
{
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    bool is_given =
        !benefit->has_base || (benefit->base != UINT32_MAX && facts_has(facts, benefit->base));
    *out =
        (struct benefit_part){.applies = rule_evaluate(benefit->audience, view), .money = nothing};
    if (out->applies == RULE_NO) {
        return;
    }
    if (out->applies == RULE_UNKNOWN) {
        match_missing(arena, benefit->audience, facts, missing);
    }
    if (!is_given) {
        out->money = up_to_cap(benefit);
        if (benefit->base != UINT32_MAX) {
            missing[benefit->base] = 1;
        }
    } else {
        double base = benefit->has_base
                          ? facts->numbers[fact_space_field(facts->space, benefit->base)->slot]
                          : 0;
        if (!reckon_form(arena, benefit, base, out)) {
            *out = (struct benefit_part){.applies = out->applies, .money = up_to_cap(benefit)};
        }
    }
    bind(benefit, out);
}

/* Benefits for different values of one field are never had together. */
static bool are_exclusive(const struct benefit *a, const struct benefit *b)
{
    const struct rule_leaf *x = &a->audience->leaf;
    const struct rule_leaf *y = &b->audience->leaf;
    return a->audience->kind == RULE_LEAF && b->audience->kind == RULE_LEAF &&
           x->field == y->field && x->op == RULE_EQ && y->op == RULE_EQ &&
           (x->values[0].number != y->values[0].number ||
            !text_equal(x->values[0].text, y->values[0].text));
}

/* Is there one before it that excludes it and is worth no less, or behind it and worth more? Then
 * the upper end goes without it. */
static bool is_outdone(const struct benefit *benefits, const struct benefit_part *parts,
                       uint32_t count, uint32_t at)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t more = parts[i].money.to - parts[at].money.to;
        if (are_exclusive(&benefits[i], &benefits[at]) && (more > 0 || (more == 0 && i < at))) {
            return true;
        }
    }
    return false;
}

void benefit_reckon(struct arena *arena, const struct benefit *benefits, uint32_t count,
                    const struct facts *facts, struct benefit_total *out)
{
    struct benefit_part *parts = arena_array(arena, struct benefit_part, (size_t)count + 1);
    struct benefit_money *money = &out->money;
    out->missing = arena_array(arena, uint8_t, fact_space_count(facts->space));
    out->parts = parts;
    *money = nothing;
    for (uint32_t i = 0; i < count; i++) {
        reckon_one(arena, &benefits[i], facts, &parts[i], out->missing);
        money->from = parts[i].money.from > money->from ? parts[i].money.from : money->from;
        money->is_open = money->is_open || parts[i].money.is_open;
    }
    for (uint32_t i = 0; i < count && !money->is_open; i++) {
        money->to += is_outdone(benefits, parts, count, i) ? 0 : parts[i].money.to;
        money->is_open = money->to > BENEFIT_FEN_MAX;
    }
    money->to = money->is_open ? money->from : money->to;
}
