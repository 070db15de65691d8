#include "flow/casework.h"
#include "flow/commitment_flow.h"
#include "flow/deferral_flow.h"
#include "flow/notify.h"

/* What triggers.json may name; the files beside this one have them, one for each movement. */
const struct flow_action *const the_flow_actions[] = {&flow_breach_on_lapse,
                                                      &flow_cascade,
                                                      &flow_count_deferral,
                                                      &flow_end_inner_work,
                                                      &flow_keep_promises,
                                                      &flow_hold_certificate,
                                                      &flow_revoke_deferred,
                                                      &flow_withdraw_on_lapse,
                                                      &flow_grant_on_commitment,
                                                      &flow_mark_credit,
                                                      &flow_revoke_result,
                                                      &flow_settle_commitment,
                                                      &notify_action,
                                                      NULL};
