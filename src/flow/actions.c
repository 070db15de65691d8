#include "flow/casework.h"
#include "flow/certificate_flow.h"
#include "flow/change_flow.h"
#include "flow/commitment_flow.h"
#include "flow/coordination_flow.h"
#include "flow/deferral_flow.h"
#include "flow/letter_flow.h"
#include "flow/match_flow.h"
#include "flow/meeting_flow.h"
#include "flow/notify.h"
#include "flow/rating_flow.h"
#include "flow/redate_flow.h"
#include "flow/succession_flow.h"
#include "flow/validity_flow.h"
#include "flow/whistle_flow.h"

/* What triggers.json may name; the files beside this one have them, one for each movement. */
/* clang-format off: one a line, so that several may add to it. */
const struct flow_action *const the_flow_actions[] = {
    &flow_ask_rating,
    &flow_breach_on_lapse,
    &flow_cascade,
    &flow_count_deferral,
    &flow_decide_outside,
    &flow_end_inner_work,
    &flow_end_watch,
    &flow_fill_agenda,
    &flow_grant_on_commitment,
    &flow_hold_certificate,
    &flow_keep_promises,
    &flow_hand_reminders,
    &flow_list_matters,
    &flow_list_open_matters,
    &flow_mark_credit,
    &flow_match_policies,
    &flow_raise_problem,
    &flow_reopen_item,
    &flow_reopen_promises,
    &flow_revoke_deferred,
    &flow_revoke_result,
    &flow_settle_commitment,
    &flow_uncount_deferral,
    &flow_use_assessment,
    &flow_void_deferral,
    &flow_void_on_lapse,
    &flow_review_on_change,
    &flow_review_on_lapse,
    &flow_settle_change,
    &flow_tell_redated,
    &flow_tell_units,
    &flow_tell_guest,
    &flow_tell_of_question,
    &flow_watch_certificate,
    &flow_watch_commitment,
    &flow_watch_result,
    &flow_withdraw_on_lapse,
    &issue_certificate_action,
    &issue_letter_action,
    &notify_action,
    &revoke_certificate_action,
    &withdraw_letter_action,
    NULL,
};
/* clang-format on */
