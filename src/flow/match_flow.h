#ifndef LIANDONG_FLOW_MATCH_FLOW_H
#define LIANDONG_FLOW_MATCH_FLOW_H

#include "flow/flow.h"

/* Matching on change (政策找企业).
 *
 * The action "match_policies" matches the enterprise of the event's project with all policies of
 * the day; what differs from what is kept becomes matching.changed, what is to be told
 * matching.found, which the city's table turns into notices.
 *
 * The chore goes through all projects that the service centre has taken on, in slices, when the
 * city's data have another version than at the last pass, or a day has come on which a policy
 * begins, ends, is replaced, or its window is about to close (limit `policy_closing`). */
extern const struct flow_action flow_match_policies;

extern const struct room match_flow_room;

/* The enterprise of a project against all policies of the day. */
struct project;
struct policy_matched;
MUST_USE bool match_now(struct command_run *run, const struct project *project,
                        struct policy_matched *out, struct fault *fault);

#endif
