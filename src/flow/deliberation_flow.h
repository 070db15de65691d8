#ifndef LIANDONG_FLOW_DELIBERATION_FLOW_H
#define LIANDONG_FLOW_DELIBERATION_FLOW_H

#include "app/kind.h"

/* A special deliberation (一事一议) settles on a way for a project: its point about a route ends in
 * the decision that adopts the plan. POST /meeting-points/{id}/adopt does both or neither: the plan
 * is the project's next one, its note says which meeting decided it; the point's decision says
 * which plan. The enterprise confirms it as any other. Which kinds of meetings may is the city's
 * table (casework.json, `adopts_plan`); whoever leads the meeting does it. The routes to compare:
 * GET /projects/{id}/routes. */
extern const struct room deliberation_flow_room;

#endif
