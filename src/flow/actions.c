#include "flow/casework.h"
#include "flow/notify.h"

/* What triggers.json may name; the files beside this one have them, one for each movement. */
const struct flow_action *const the_flow_actions[] = {
    &notify_action,
    &flow_end_inner_work,
    &flow_keep_promises,
    NULL,
};
