#ifndef LIANDONG_FLOW_CHANGE_H
#define LIANDONG_FLOW_CHANGE_H

#include "flow/flow.h"

/* Major design changes (重大变动) and the results they make old. */

/* Of change.reported and change.judged that say major: whoever relied on the result by the plan in
 * force looks at it, as after a withdrawal. `with.limit`, `with.of` as of review_on_lapse. */
extern const struct flow_action flow_review_on_change;
/* Of application.decided: the item is granted anew, so that its design is the approved one. */
extern const struct flow_action flow_settle_change;

#endif
