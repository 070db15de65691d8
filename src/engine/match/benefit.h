#ifndef LIANDONG_ENGINE_MATCH_BENEFIT_H
#define LIANDONG_ENGINE_MATCH_BENEFIT_H

#include "engine/rules/rules.h"

/* What a policy gives, in money. All amounts are whole fen (1/1,000,000 of 万元): a share of an
 * amount is multiplied out exactly, as decimals, and rounded down to the fen once. What a text
 * leaves open is a range, never a guess. */

#define BENEFIT_FEN_MAX 1000000000000000 /* 10^9 万元; more counts as not known */
#define BENEFIT_FEN_EXPONENT 6           /* of ten: fen in one 万元 */

/* How the text binds what is paid to the figure. */
enum benefit_bound { BENEFIT_EXACT, BENEFIT_AT_MOST, BENEFIT_AT_LEAST };

/* From above `over` to `through`, in units of the base: a fixed sum, or `pay` for each `per`. */
struct benefit_tier {
    double over;
    double through; /* INFINITY: no end */
    double flat;    /* 万元; used where per is 0 */
    double per;
    double pay; /* 万元 */
};

struct benefit_share {
    struct text name; /* of the level of government that bears it */
    double share;
};

enum benefit_form {
    BENEFIT_RATE, /* `rates` of the base, one a year where there are several, else `years` times */
    BENEFIT_SUM,  /* `amount`, or so much for each unit of the base */
    BENEFIT_CAP,  /* up to the cap; nothing else is said */
    BENEFIT_TIERS /* of the base */
};

struct benefit {
    enum benefit_form form;
    enum benefit_bound bound;
    const struct rule *audience; /* who it is for */
    bool is_established;         /* the condition says all there is to say about that */
    bool has_base;               /* it is reckoned on a base */
    uint32_t base;               /* a number field; UINT32_MAX: no fact holds it */
    const double *rates;
    uint32_t rate_count;
    uint32_t years; /* >= 1 */
    double amount;  /* 万元 */
    bool has_cap;
    double cap;                       /* 万元, a year */
    const struct benefit_tier *tiers; /* upwards */
    uint32_t tier_count;
    const double *instalments; /* shares of the whole, in order; may be none */
    uint32_t instalment_count;
    const struct benefit_share *shares; /* who bears it; may be none */
    uint32_t share_count;
};

struct benefit_money {
    int64_t from; /* fen, >= 0 */
    int64_t to;
    bool is_open; /* no upper end is known; `to` is then `from` */
};

struct benefit_part {
    enum rule_answer applies;
    struct benefit_money money; /* 0 where it doesn't apply */
    const int64_t *years;       /* by year, where it is paid over several at the present base */
    uint32_t year_count;
};

struct benefit_total {
    const struct benefit_part *parts; /* one a benefit */
    struct benefit_money money;
    uint8_t *missing; /* by field: 1 where knowing it would narrow the amount */
};

struct arena;

/* Reckons the benefits of one policy for facts, the policy's own condition aside. Several that
 * apply at once: whether they add up is not said, so at least the largest and at most the sum. */
void benefit_reckon(struct arena *arena, const struct benefit *benefits, uint32_t count,
                    const struct facts *facts, struct benefit_total *out);

/* Parts of a sum by shares that add up to 1 or less, each rounded down to the fen; what the
 * rounding leaves of a full sum goes to the first. */
void benefit_split(int64_t fen, const double *shares, uint32_t count, int64_t *out);

/* Decimal text in 万元, exact. */
struct text benefit_write_fen(struct arena *arena, int64_t fen);

#endif
