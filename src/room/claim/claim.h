#ifndef LIANDONG_ROOM_CLAIM_H
#define LIANDONG_ROOM_CLAIM_H

#include "app/kind.h"

/* Claims (申领): an enterprise asks for what a policy gives; the unit that decides takes it on,
 * reviews it, announces it publicly (公示), decides, pays, and sees that conditions are kept.
 *
 *     offered --consent--> accepted            (the platform itself opened it, 免申即享)
 *        \----decline----> declined; no answer within the city's days: lapsed
 *     submitted --accept--> accepted --review--> reviewed --publish--> announced
 *         \--ask_correction--\ |   ^                |  ^                  | objection upheld:
 *                        correcting-/  (corrected)  |  \------------------/ accepted again
 *                                                   v                     v
 *                                        decided: approved or refused, by another person
 *     approved --the last instalment is paid--> paid
 *     (until it is decided) --withdraw--> withdrawn
 *
 * - Only a policy in force (有效), within its days and quota may be claimed, one claim of a project
 *   at a time. Which unit decides and within which limits is the city's (claims.json); a limit that
 *   it does not know is CIVIL_DATE_NONE, never a guess.
 * - What the platform opens rests on an estimate (预估) that binds nobody: the review names the
 *   amount. It opens none for an enterprise that has claimed, or was offered, the same policy
 * within the validity of the city's rule, whatever came of that.
 * - Reviewer and approver are two persons of that unit. What is granted is never more than was
 *   reviewed and announced, nor than the quota leaves: counted in whole fen where commands run one
 *   after the other, so that no two grants together pass it.
 * - Instalments are the policy's; each is paid whole, with day and reference. After the grant the
 *   unit notes conditions to keep, checks them, and demands back what has to be paid back.
 * - A department sees the claims that it decides, not those of other units. */
enum claim_state {
    CLAIM_OFFERED,
    CLAIM_SUBMITTED,
    CLAIM_CORRECTING,
    CLAIM_ACCEPTED,
    CLAIM_REVIEWED,
    CLAIM_ANNOUNCED,
    CLAIM_APPROVED,
    CLAIM_PAID,
    CLAIM_REFUSED,
    CLAIM_DECLINED,
    CLAIM_WITHDRAWN,
    CLAIM_LAPSED,
    CLAIM_STATE_COUNT
};
const char *claim_state_code(enum claim_state state);
bool claim_state_find(struct text code, enum claim_state *out);
struct text claim_state_name(enum claim_state state, enum language language);
/* Whose turn it is: "enterprise", "unit", "" when it is over. */
const char *claim_owner(enum claim_state state);

/* Money is whole fen. */
struct claim {
    int64_t id, version, project;
    struct text number, policy, title, org, told, files, words;
    enum claim_state state;
    bool by_itself, would_grant;      /* would_grant: what the review proposes */
    int64_t asked, proposed, granted; /* 0: none (yet); asked: by_itself an estimate */
    int64_t paid, demanded, returned; /* demanded back; paid back */
    int64_t reviewer, approver;       /* accounts, 0 none */
    int64_t open_objections, instalments, unpaid, conditions, unkept;
    civil_date applied_on, since, due_on, decided_on, late_on;
    struct text project_number, project_name, enterprise; /* for showing */
};
struct claims {
    struct claim *items;
    size_t count;
};

/* What hangs on a claim; `nth` from 1, each kind by itself. */
enum claim_part_kind { CLAIM_PAYMENT, CLAIM_CONDITION, CLAIM_CLAWBACK, CLAIM_OBJECTION };
struct claim_part {
    int64_t claim, nth, amount, returned; /* fen; returned: of a clawback */
    enum claim_part_kind kind;
    struct text words, answer;
    int64_t holds; /* condition kept, objection upheld: 1 yes, 0 no, -1 open */
    civil_date on, due_on, done_on;
};
struct claim_parts {
    struct claim_part *items;
    size_t count;
};
#define CLAIM_PARTS_MAX 100 /* of one kind and claim */

/* -- acts -- */

enum claim_act {
    CLAIM_CONSENT,
    CLAIM_DECLINE,
    CLAIM_CORRECT,
    CLAIM_WITHDRAW,
    CLAIM_ACCEPT,
    CLAIM_ASK_CORRECTION,
    CLAIM_REVIEW,
    CLAIM_ANNOUNCE,
    CLAIM_OBJECT,
    CLAIM_ANSWER_OBJECTION,
    CLAIM_DECIDE,
    CLAIM_SCHEDULE,
    CLAIM_PAY,
    CLAIM_ADD_CONDITION,
    CLAIM_CHECK_CONDITION,
    CLAIM_DEMAND,
    CLAIM_TAKE_BACK,
    CLAIM_ACT_COUNT
};
const char *claim_act_code(enum claim_act act); /* the last word of the command's name */
bool claim_may(const struct claim *claim, const struct actor *actor, enum claim_act act);
/* NOT_PERMITTED or WRONG_STATE in words. */
MUST_USE bool claim_decide(const struct claim *claim, const struct actor *actor, enum claim_act act,
                           struct fault *fault);

/* -- deciding (claim.c, pure) -- */

/* May `amount` be granted: no more than was proposed, nor than the quota leaves (-1: none). */
struct claim_grant {
    int64_t amount, left;
    civil_date today;
    int64_t notice_days; /* working days of the public notice; -1: not known; 0: none is needed */
};
MUST_USE bool claim_grant_is_lawful(struct arena *arena, const struct claim *claim,
                                    const struct claim_grant *grant, struct fault *fault);
/* Above nothing and at most so many fen, else CLAIM_AMOUNT. */
MUST_USE bool claim_amount_is_within(struct arena *arena, int64_t amount, int64_t most,
                                     struct fault *fault);
/* `part` is there and has not been done; `field` names it in the refusal. */
MUST_USE bool claim_part_is_open(const struct claim_part *part, const char *field,
                                 struct fault *fault);

/* -- commands: see claim_kinds.c -- */

struct claim_apply {
    struct text policy, amount, told, files;
    bool anyway; /* though a better combination is lost by it */
};
struct claim_consent {
    bool anyway;
};
struct claim_reason {
    struct text reason;
};
struct claim_note {
    struct text note;
};
struct claim_correct {
    struct text amount, told, files;
};
struct claim_review {
    bool grant;
    struct text amount, reason;
};
struct claim_announce {
    civil_date until;
};
struct claim_answer {
    int64_t nth;
    bool upheld;
    struct text words;
};
struct claim_verdict {
    bool grant;
    struct text amount, reason;
};
struct claim_schedule {
    int64_t nth;
    civil_date due_on;
};
struct claim_pay {
    int64_t nth;
    civil_date paid_on;
    struct text reference;
};
struct claim_condition {
    struct text what;
    civil_date due_on;
};
struct claim_check {
    int64_t nth;
    bool kept;
    struct text words;
};
struct claim_demand {
    struct text amount, reason;
    civil_date due_on;
};
struct claim_take_back {
    int64_t nth;
    struct text amount, reference;
    civil_date returned_on;
};
extern const struct field_table claim_apply_table, claim_consent_table, claim_reason_table,
    claim_note_table, claim_correct_table, claim_review_table, claim_announce_table,
    claim_answer_table, claim_verdict_table, claim_schedule_table, claim_pay_table,
    claim_condition_table, claim_check_table, claim_demand_table, claim_take_back_table;

extern const struct statement *const claim_statements[];
extern const size_t claim_statement_count;
extern const char claim_ddl[];
extern const struct room claim_room;

#endif
