#ifndef LIANDONG_ROOM_CLAIM_STORE_H
#define LIANDONG_ROOM_CLAIM_STORE_H

#include "room/claim/claim.h"

/* The tables of claims: reading. */

struct claim_filter {
    struct text state; /* a code, "open", "late", "unit", "enterprise" (whose turn it is) or "" */
    struct text org, policy;
    int64_t project;
    civil_date today;
    int64_t before; /* id: the page after it; 0: from the newest */
    int64_t limit;  /* up to 100 */
};
MUST_USE bool claim_find(const struct sight *sight, int64_t id, struct claim *out,
                         struct fault *fault);
/* Newest first; one more than the limit when there are more. */
MUST_USE bool claim_list(const struct sight *sight, const struct claim_filter *filter,
                         struct claims *out, struct fault *fault);
/* Of one claim that may be seen: payments, conditions, clawbacks, objections, in their order. */
MUST_USE bool claim_parts_of(struct arena *arena, struct store *store, int64_t claim,
                             struct claim_parts *out, struct fault *fault);
/* Policy money by policy and unit, of what one may see: promised (granted), due (instalments whose
 * day has come or that have none), paid, demanded back and paid back, in fen. */
struct claim_sum {
    struct text policy, title, org;
    int64_t claims, granted, promised, due, overdue, paid, demanded, returned;
};
struct claim_sums {
    struct claim_sum *items;
    size_t count;
};
MUST_USE bool claim_money(const struct sight *sight, const struct claim_filter *filter,
                          struct claim_sums *out, struct fault *fault);

/* What records write with: they stand with the record functions. */
extern const struct statement claim_insert, claim_move_update, claim_correct_update,
    claim_review_update, claim_announce_update, claim_decide_update, claim_pay_update,
    claim_count_update, claim_miss_update, claim_part_insert, claim_part_update, claim_due_update;

/* -- of all, whoever asks -- */

/* Other claims of the same enterprise, in any of its projects, that are open or granted; of `but`
 * the project counts and the id, 0 before it is opened. */
struct claim_other {
    struct text policy;
    bool is_granted, is_open, is_same_project;
};
struct claim_others {
    struct claim_other *items;
    size_t count;
};
MUST_USE bool claim_others_of(struct arena *arena, struct store *store, const struct claim *but,
                              struct claim_others *out, struct fault *fault);
/* Fen granted for a policy on the days from..to (CIVIL_DATE_NONE: no end). */
struct claim_span {
    struct text policy;
    civil_date from, to;
};
MUST_USE bool claim_granted(struct store *store, const struct claim_span *span, int64_t *out,
                            struct fault *fault);
MUST_USE bool claim_next_serial(struct store *store, int64_t year, int64_t *out,
                                struct fault *fault);
/* Those past the limit of their state, not yet on record as such; at most 100. */
MUST_USE bool claim_past(struct arena *arena, struct store *store, civil_date today,
                         struct claims *out, struct fault *fault);

#endif
