#ifndef LIANDONG_BOARD_POLICY_REHEARSAL_H
#define LIANDONG_BOARD_POLICY_REHEARSAL_H

#include "app/kind.h"
#include "pack/pack.h"

/* Rehearsing a change of policies: every enterprise that policies are matched to, against the
 * policies of two packs as they stand on a day. Only what may be promised counts, as everywhere: an
 * enterprise gains a policy that it meets with the new pack and did not have before, loses one it
 * had, comes near or is near no more, has another gap, or gets another amount.
 *
 * Counted over what `run` may see. Which enterprises they are is told to who may be told
 * (`is_named`); a gap, which tells a figure of the enterprise, only to roles that read its profile.
 */
struct policy_rehearsing {
    const struct view_run *run; /* counts */
    const struct pack *before, *after;
    civil_date from;
    bool is_named, shows_gaps;
};

/* The member `policies` of an object that is open: null where no policy is another one. */
MUST_USE bool policy_rehearse(const struct policy_rehearsing *asked, struct json_writer *json,
                              struct fault *fault);

#endif
