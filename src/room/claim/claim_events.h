#ifndef LIANDONG_ROOM_CLAIM_EVENTS_H
#define LIANDONG_ROOM_CLAIM_EVENTS_H

#include "room/claim/claim.h"

/* What happened to a claim, as the ledger keeps it. Money is whole fen; `due_on` is the limit of
 * the state that follows, absent where the city does not know one. */

struct claim_opened {
    struct text number, policy, name, org, told, files; /* name: of the policy, also below */
    int64_t year, serial, asked;
    bool by_itself;
    bool anyway; /* it was told that a better combination is lost by it */
    civil_date due_on;
};
struct claim_moved { /* consented, accepted, declined, withdrawn, correction asked */
    struct text org, name, words;
    bool anyway; /* of a consent, as above */
    civil_date due_on;
};
struct claim_corrected {
    struct text org, name, told, files;
    int64_t asked;
    civil_date due_on;
};
struct claim_reviewed {
    struct text org, words;
    bool grant;
    int64_t amount;
    civil_date due_on;
};
struct claim_announced {
    struct text org;
    int64_t amount;
    civil_date until;
};
struct claim_objected {
    struct text org, words;
    int64_t nth;
};
struct claim_answered {
    struct text org, words;
    int64_t nth;
    bool upheld; /* then it is reviewed again */
    civil_date due_on;
};
struct claim_decided {
    struct text org, name, words;
    bool grant;
    int64_t amount;
    civil_date due_on; /* of the first instalment */
};
struct claim_scheduled { /* an instalment and its day; again: another day */
    int64_t nth, amount;
    bool first; /* it is new, not moved */
    civil_date due_on;
};
struct claim_was_paid {
    int64_t nth, amount;
    civil_date paid_on;
    struct text name, reference;
    bool last;
};
struct claim_condition_added {
    int64_t nth;
    struct text what;
    civil_date due_on;
};
struct claim_condition_checked {
    int64_t nth;
    bool kept;
    struct text words;
};
struct claim_demanded {
    int64_t nth, amount;
    struct text org, name, reason;
    civil_date due_on;
};
struct claim_taken_back {
    int64_t nth, amount;
    civil_date returned_on;
    struct text reference;
};
struct claim_missed {
    struct text org, name, state, owner;
    civil_date due_on;
};

extern const struct event_kind claim_opened_event, claim_consented_event, claim_declined_event,
    claim_withdrawn_event, claim_accepted_event, claim_correction_asked_event,
    claim_corrected_event, claim_reviewed_event, claim_announced_event, claim_objected_event,
    claim_answered_event, claim_decided_event, claim_scheduled_event, claim_paid_event,
    claim_condition_event, claim_checked_event, claim_demanded_event, claim_taken_back_event,
    claim_missed_event, claim_lapsed_event;
record_function claim_record_opened, claim_record_consented, claim_record_declined,
    claim_record_withdrawn, claim_record_accepted, claim_record_correction_asked,
    claim_record_corrected, claim_record_reviewed, claim_record_announced, claim_record_objected,
    claim_record_answered, claim_record_decided, claim_record_scheduled, claim_record_paid,
    claim_record_condition, claim_record_checked, claim_record_demanded, claim_record_taken_back,
    claim_record_missed, claim_record_lapsed;

#endif
