#ifndef LIANDONG_FLOW_VALIDITY_H
#define LIANDONG_FLOW_VALIDITY_H

#include "flow/flow.h"

/* What holds for a time only, and steps that another system decides. */

/* Of application.decided: the result is watched, by the rule of its item or by the day the decision
 * itself gives. */
extern const struct flow_action flow_watch_result;
/* Of certificate.imported: a certificate of elsewhere that says its last day is watched, and the
 * one of the same type that it renews no longer. */
extern const struct flow_action flow_watch_certificate;
/* Of commitment.check_set: what was granted rests on a promise that holds as long as its rule says.
 */
extern const struct flow_action flow_watch_commitment;
/* Of milestone.reached and application.revoked: what waited for it, or rested on it, is watched no
 * more. */
extern const struct flow_action flow_end_watch;
/* Of validity.lapsed: a result that is void of itself (自行废止) is taken out of the plan. */
extern const struct flow_action flow_void_on_lapse;
/* Of validity.lapsed: what relied on it is looked at by its unit: of a result, what comes after it
 * by the plan in force; of a certificate, the open cases in which it stood for a material.
 * `with.limit`: code of the limit; `with.of`: which of open, granted, milestone (all). */
extern const struct flow_action flow_review_on_lapse;
/* Of validity.watched: the assessment's topic becomes a fact of the project, so that the plan
 * leaves the single assessment out. */
extern const struct flow_action flow_use_assessment;
/* Of validity.lapsed: the topic is taken back, the item is in the plan again (恢复单评). */
extern const struct flow_action flow_reopen_item;
/* Of outside.verified: what was decided there decides the application here. */
extern const struct flow_action flow_decide_outside;

#endif
