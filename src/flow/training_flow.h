#ifndef LIANDONG_FLOW_TRAINING_H
#define LIANDONG_FLOW_TRAINING_H

#include "app/kind.h"

/* A navigator's training that runs out soon (培训到期): he is told once for each expiry, so many
 * days before it as its course says (navigation.json, remind_days). */
extern const struct room training_flow_room;

#endif
