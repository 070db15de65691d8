#include "flow/commitment_flow.h"
#include "flow/deferral_flow.h"
#include "flow/notify.h"
#include "flow/validity_flow.h"

/* What triggers.json may name; the files beside this one have them, one for each movement. */
const struct flow_action *const the_flow_actions[] = {
    &flow_breach_on_lapse,     &flow_cascade,         &flow_count_deferral,
    &flow_hold_certificate,    &flow_revoke_deferred, &flow_withdraw_on_lapse,
    &flow_grant_on_commitment, &flow_mark_credit,     &flow_revoke_result,
    &flow_settle_commitment,   &notify_action,        &flow_decide_outside,
    &flow_end_watch,           &flow_reopen_item,     &flow_use_assessment,
    &flow_void_on_lapse,       &flow_watch_result,    NULL};
