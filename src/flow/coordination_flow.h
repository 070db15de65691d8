#ifndef LIANDONG_FLOW_COORDINATION_H
#define LIANDONG_FLOW_COORDINATION_H

#include "flow/flow.h"

/* A project passes from one level to the other, and nothing that is open in it is lost. */

/* Of coordination.taken_over, .handed_down and .accepted: what is open in the project at that
 * moment, in every room that keeps something open, is listed by kind and id. */
extern const struct flow_action flow_list_matters;

/* GET /projects/{id}/open-matters: the same as it stands now, with the level that coordinates. */
extern const struct room coordination_flow_room;

#endif
