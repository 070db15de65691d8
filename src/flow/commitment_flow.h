#ifndef LIANDONG_FLOW_COMMITMENT_H
#define LIANDONG_FLOW_COMMITMENT_H

#include "flow/flow.h"

/* Commitments (告知承诺) move applications, and what fails moves what relied on it. */

/* Of commitment.signed: the application is accepted and granted at once, by the platform, on the
 * promise; nobody's discretion is left where the law or the reform says 当场决定. */
extern const struct flow_action flow_grant_on_commitment;
/* Of application.decided: a commitment signed for it gets its check, with day and checker; the
 * checker's unit takes part in the project from now on. One that was not granted is void. */
extern const struct flow_action flow_settle_commitment;
/* Of commitment.checked: the granted result is withdrawn (撤销). */
extern const struct flow_action flow_revoke_result;
/* Of application.revoked: a task for each unit whose open or granted application, by the plan in
 * force, comes after the item, one for a milestone that was reached on it, one for the navigator.
 * `with.limit`: code of the limit for looking at it. */
extern const struct flow_action flow_cascade;
/* Of commitment.checked: the mark that the check gave. */
extern const struct flow_action flow_mark_credit;

/* For the files of this folder. */
struct application;
struct sight flow_sight(const struct flow_step *step); /* of the whole city */
/* The application, whoever acts: the act was allowed already. */
MUST_USE bool flow_application(const struct flow_step *step, int64_t id, struct application *out,
                               struct fault *fault);

#endif
