#include "flow/flow.h"
#include "flow/notify.h"

#include "flow/certificate_flow.h"
#include "flow/letter_flow.h"

/* What triggers.json may name; the files beside this one have them, one for each movement. */
const struct flow_action *const the_flow_actions[] = {
    &notify_action,
    &issue_letter_action,
    &issue_certificate_action,
    NULL,
};
