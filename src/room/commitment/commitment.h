#ifndef LIANDONG_ROOM_COMMITMENT_H
#define LIANDONG_ROOM_COMMITMENT_H

#include "app/kind.h"

/* Notification and commitment (告知承诺): the authority tells once what the law asks for, the
 * applicant promises in writing that it is so, and the decision is taken on the promise. What was
 * not looked at before is looked at afterwards.
 *
 *     signed --granted--> checking --check--> passed
 *        |                   |  ^
 *        |                   |  +------- rechecking <--rectified-- rectifying
 *        |                   +--check: rectify ----------------------^
 *        |                   +--check: revoke --> revoked     (撤销: the result is no longer there)
 *        |                   +--check: breach --> breached    (no result to withdraw: penalty,
 * record)
 *        +--the application ends without a grant--> void
 *
 * - Four kinds with different responsibility (rules of the pack, commitments.json), never mixed:
 *   `proof` (证明事项) and `enterprise_licence` (涉企经营许可) of 国办发〔2020〕42号, `statutory`
 *   (法律直接规定), `construction_reform` (工程建设项目审批改革). What a failed check leads to,
 * what a false promise leads to, what follows when nothing is corrected, which of it marks the
 * credit record, and which kinds such a mark closes, are data of each.
 * - Offered only where a variant in force allows it, the facts meet its condition (an unknown fact
 *   is not a met one), no bottom line forbids it, and no mark on the enterprise's record closes it.
 * - The enterprise alone signs. The ledger keeps who, when, the text as it was shown and its SM3.
 * - Who decided the application never checks it. The check has a limit; a missed one is a record.
 * - Nothing is withdrawn by itself: that is a person's decision with a reason. */
enum commitment_state {
    COMMITMENT_SIGNED,
    COMMITMENT_CHECKING,
    COMMITMENT_RECTIFYING,
    COMMITMENT_RECHECKING,
    COMMITMENT_PASSED,
    COMMITMENT_REVOKED,
    COMMITMENT_BREACHED,
    COMMITMENT_VOID,
    COMMITMENT_STATE_COUNT
};

const char *commitment_state_code(enum commitment_state state); /* "rectifying" */
bool commitment_state_find(struct text code, enum commitment_state *out);
struct text commitment_state_name(enum commitment_state state, enum language language);

/* Days without an event are CIVIL_DATE_NONE. */
struct commitment {
    int64_t id, version, project, application;
    struct text variant, class, code, item_name; /* item_name: as it was when signed */
    struct text org;                             /* the unit that decides */
    struct text checker;                         /* the unit that checks */
    int64_t text_version;
    struct text title, promise, liability; /* as shown and signed, in Chinese */
    struct text digest;                    /* SM3 of what was signed, hexadecimal */
    enum commitment_state state;
    civil_date signed_on, granted_on, check_by, missed_on, checked_on, rectify_by, rectified_on,
        ended_on;
    struct text signed_by;       /* actor_label */
    int64_t decider, checked_by; /* accounts; 0: the system, nobody */
    int64_t check_days;          /* working days from the grant to the check */
    bool is_false;               /* the check found the promise false, not merely not kept */
    struct text note, reply;     /* of the last check; of the enterprise's correction */
    int64_t rounds;              /* checks so far */

    /* of other tables, for showing */
    struct text number, project_number, project_name, enterprise; /* number: of the application */
};

/* -- is it offered? (commitment.c, pure) -- */

enum commitment_offer {
    COMMITMENT_OFFER_OPEN,
    COMMITMENT_OFFER_NOT_IN_FORCE,
    COMMITMENT_OFFER_NO_RULE, /* the city has not said what is signed or who checks */
    COMMITMENT_OFFER_BARRED,  /* a bottom line (红线) */
    COMMITMENT_OFFER_CREDIT,  /* a mark on the record that is not repaired */
    COMMITMENT_OFFER_CLOSED,  /* the facts do not meet the condition */
    COMMITMENT_OFFER_UNKNOWN, /* facts are missing: not open, and said what to ask */
    COMMITMENT_OFFER_COUNT
};
const char *commitment_offer_code(enum commitment_offer offer);

/* A mark on the enterprise's record that is not repaired (信用记录). */
struct credit_mark {
    int64_t id, version, project, source; /* source: the commitment or deferral it came from */
    struct text enterprise, kind, org, reason;
    civil_date since, repaired_on;
    struct text repair_document, repair_note;
    struct text project_number, project_name;
};
struct credit_marks {
    struct credit_mark *items;
    size_t count;
};

struct pack;
struct pack_record;
struct facts;

/* What an offer is decided by. `rule` and `text` NULL: the pack has none in force. */
struct commitment_ground {
    const struct pack *pack;
    const struct pack_record *variant, *rule, *text;
    const struct facts *facts;
    const struct credit_marks *marks; /* open ones of the enterprise */
    civil_date on;
};
/* `closing`: the mark that closes the way, where one does. */
enum commitment_offer commitment_offered(const struct commitment_ground *ground,
                                         const struct credit_mark **closing);
/* True when the mark's kind closes commitments of that class by the pack's data. */
bool credit_mark_closes(const struct pack *pack, const struct credit_mark *mark, struct text class);

/* -- acts -- */

enum commitment_act { COMMITMENT_CHECK, COMMITMENT_RECTIFY, COMMITMENT_ACT_COUNT };
const char *commitment_act_code(enum commitment_act act);
/* The act is possible now and open to this actor, who can see the project. */
bool commitment_may(const struct commitment *commitment, enum commitment_act act,
                    const struct actor *actor);

struct commitment_check;
struct commitment_checked;

/* -- decisions (commitment.c, pure) -- */

/* What is needed to decide on a check and stands neither in the command nor in the commitment. */
struct commitment_setting {
    const struct actor *actor;
    const struct pack_record *rule; /* NULL: the pack no longer has one */
    const struct calendar *calendar;
    civil_date today;
};
/* Only the checker's people, never who decided; a failure needs a note and one of the consequences
 * that the rule allows at this point: at first, when the promise was false, when nothing was
 * corrected. */
MUST_USE bool commitment_decide_check(const struct commitment *commitment,
                                      const struct commitment_check *command,
                                      const struct commitment_setting *setting,
                                      struct commitment_checked *out, struct fault *fault);
/* The consequences open to the checker now; returns how many. */
#define COMMITMENT_CONSEQUENCES_MAX 3
size_t commitment_consequences(const struct commitment *commitment, const struct pack_record *rule,
                               bool is_false, struct text out[COMMITMENT_CONSEQUENCES_MAX]);
MUST_USE bool commitment_decide_rectify(const struct commitment *commitment,
                                        const struct commitment_setting *setting,
                                        struct fault *fault);
MUST_USE bool commitment_decide_repair(const struct credit_mark *mark, const struct actor *actor,
                                       struct fault *fault);
/* The last day of a limit that begins after `from`. */
civil_date commitment_due(const struct calendar *calendar, civil_date from, int64_t days);

extern const struct room commitment_room;

#endif
