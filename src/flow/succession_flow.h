#ifndef LIANDONG_FLOW_SUCCESSION_H
#define LIANDONG_FLOW_SUCCESSION_H

#include "flow/flow.h"

/* Another navigator takes a project over, and nothing that is open is lost. */

/* Of project.served_by with a navigator before: what is open becomes the successor's list. */
extern const struct flow_action flow_list_open_matters;
/* Of succession.acknowledged: bring-forwards that were acknowledged are the successor's now. */
extern const struct flow_action flow_hand_reminders;

extern const struct room succession_flow_room; /* its statement, for the house test */

#endif
