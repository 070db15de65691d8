#ifndef LIANDONG_FLOW_DEFERRAL_H
#define LIANDONG_FLOW_DEFERRAL_H

#include "flow/flow.h"

/* Deferred material (容缺) and the application it is owed for. */

/* Of application.decided: what was granted while something was owed is counted apart (容缺通过). */
extern const struct flow_action flow_count_deferral;
/* Of application.delivered: refuses while a material is owed on which the certificate waits. */
extern const struct flow_action flow_hold_certificate;
/* Of deferral.lapsed: the application counts as withdrawn (视为撤回); whatever it had become. */
extern const struct flow_action flow_withdraw_on_lapse;
/* Of deferral.lapsed where the certificate is out: a mark on the record, a task for the unit. */
extern const struct flow_action flow_breach_on_lapse;
/* Of deferral.concluded: the granted result is withdrawn. */
extern const struct flow_action flow_revoke_deferred;
/* Of what ends an application otherwise than by a grant: what was to follow is void with it. */
extern const struct flow_action flow_void_deferral;
/* Of application.returned where a grant is undone: it was no grant while owed. */
extern const struct flow_action flow_uncount_deferral;

#endif
