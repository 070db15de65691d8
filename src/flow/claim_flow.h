#ifndef LIANDONG_FLOW_CLAIM_FLOW_H
#define LIANDONG_FLOW_CLAIM_FLOW_H

#include "flow/flow.h"

/* Benefits without application (免申即享): for a policy that the city's claims.json marks so
 * (`by_itself`), a chore opens a claim for each enterprise that meets it for certain by what
 * matching keeps, once within the rule's validity, and asks for its consent. What the enterprise
 * is shown is an estimate. Enterprises that have claimed the policy themselves are left alone.
 *
 * And what an enterprise does itself, to claim and to consent: both are refused where a better
 * lawful combination is lost by it (CLAIM_BETTER), unless the enterprise says that it knows. */
extern const struct room claim_flow_room;

#endif
