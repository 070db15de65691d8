#ifndef LIANDONG_BOARD_CROSS_LEVEL_H
#define LIANDONG_BOARD_CROSS_LEVEL_H

#include "app/kind.h"

/* GET /cross-level-matters (跨区、跨级事项): which projects under way are not one district's alone,
 * and why: a routing rule of the city's data holds by the project's facts, or a case of it stands
 * with a unit of the province or the nation. Each reason is shown in the rule's own
 * words, with its source and confidence. What nobody has said settles nothing: such projects are
 * counted (`unknown`), and listed when they are asked for, never called one or the other.
 *
 * A question looks at so many projects that one may see, in the order of their ids, and says where
 * the next one goes on. */
extern const struct room cross_level_room;

#endif
