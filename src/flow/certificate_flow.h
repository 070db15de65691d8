#ifndef LIANDONG_FLOW_CERTIFICATE_FLOW_H
#define LIANDONG_FLOW_CERTIFICATE_FLOW_H

#include "flow/flow.h"

/* A grant leaves certificates: the action "issue_certificate" of triggers.json, for events of an
 * application. What the item's grant is certified by is the city's table (certificates.json); an
 * item that is not in it, or that the enterprise organises itself, leaves none. The validity is the
 * decision's own (`valid_until` of the event). While a material is owed on which the certificate
 * waits (容缺, its item's rule says held) a grant leaves none; the same action, for
 * deferral.fulfilled, issues it when the last of them has come, with the decision's validity and
 * the day of that. */
extern const struct flow_action issue_certificate_action;

/* A result that is taken back takes its certificates with it, in the same transaction: the action
 * "revoke_certificate", for events of an application with `reason` and `basis`. */
extern const struct flow_action revoke_certificate_action;

#endif
