#ifndef LIANDONG_ROOM_CLAIM_ACT_H
#define LIANDONG_ROOM_CLAIM_ACT_H

#include "room/claim/claim_city.h"
#include "room/claim/claim_events.h"

/* What every act on a claim does: the claim as far as one may see it, its version, may he, what the
 * city says of its policy today; then its event. Shared by the room's doors. */
struct claim_case {
    struct claim claim;
    struct claim_ground ground;
    int64_t version; /* grows with each event of the command */
};
MUST_USE bool claim_act_begin(struct command_run *run, enum claim_act act, struct claim_case *out,
                              struct fault *fault);
MUST_USE bool claim_emit(struct command_run *run, struct claim_case *about,
                         const struct event_kind *kind, const void *body, struct fault *fault);

/* Opens a claim by itself (免申即享) for an enterprise that meets the policy; its consent is asked
 * for. `*opened` false: the policy is closed, its quota used up, or what the enterprise has
 * excludes it. */
struct claim_offer {
    int64_t project;
    int64_t estimate; /* fen, 0: none is known */
};
MUST_USE bool claim_offer_by_itself(struct command_run *run, const struct claim_ground *ground,
                                    const struct claim_offer *offer, bool *opened,
                                    struct fault *fault);

/* The number of the next part of a kind; refused past CLAIM_PARTS_MAX. */
MUST_USE bool claim_next_part(struct command_run *run, const struct claim_case *about,
                              enum claim_part_kind kind, int64_t *out, struct fault *fault);
/* The part with that number if it is not done, else CLAIM_PART_DONE. */
struct claim_part_name {
    enum claim_part_kind kind;
    int64_t nth;
};
MUST_USE bool claim_open_part(struct command_run *run, const struct claim_case *about,
                              struct claim_part_name wanted, struct claim_part *out,
                              struct fault *fault);

/* What the table of commands in claim_rows_door.c names. */
typedef bool claim_perform(struct command_run *run, const void *given, struct fault *fault);
claim_perform claim_perform_apply, claim_perform_consent, claim_perform_decline,
    claim_perform_withdraw, claim_perform_correct, claim_perform_accept,
    claim_perform_ask_correction, claim_perform_review, claim_perform_announce,
    claim_perform_object, claim_perform_answer_objection, claim_perform_decide, claim_perform_past,
    claim_perform_schedule, claim_perform_pay, claim_perform_add_condition,
    claim_perform_check_condition, claim_perform_demand, claim_perform_take_back;

#endif
