#ifndef LIANDONG_FLOW_CASEWORK_H
#define LIANDONG_FLOW_CASEWORK_H

#include "flow/flow.h"

/* What the end of a case, or what was promised of it, leads to in the rooms that hang on a case.
 *
 * "end_inner_work": consultations, planned visits and countersignings that are still open are
 * cancelled; with {"promises": true} what was promised falls away too. {"reason": text} is kept.
 * "keep_promises": what was promised has happened on the day of the event: {"what": "decide"}.
 * "reopen_promises": that is undone, and what counted as kept is promised still: {"what":
 * "decide"}.
 */
extern const struct flow_action flow_end_inner_work, flow_keep_promises, flow_reopen_promises;

#endif
