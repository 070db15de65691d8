#ifndef LIANDONG_FLOW_WHISTLE_FLOW_H
#define LIANDONG_FLOW_WHISTLE_FLOW_H

#include "flow/flow.h"

/* A whistle becomes a problem (问题清单): the action "raise_problem" for whistle.made_problem, in
 * the name of whoever said so. */
extern const struct flow_action flow_raise_problem;

#endif
