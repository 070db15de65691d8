#ifndef LIANDONG_DOOR_CLI_ROUTE_TABLE_H
#define LIANDONG_DOOR_CLI_ROUTE_TABLE_H

#include "base/buffer.h"
#include "engine/plan/route.h"

/* Routes for a terminal: a line each with its four figures and its variants, what the best one does
 * step by step, then every variant with its state: what it saves, what would have to be known,
 * which fact closes it. Everything is in route_write.h too; this is what a person reads first.
 *
 * The best route carries a star, days that no published limit stands behind are marked 预估 (~ in
 * English). Refused only where a day lies outside the calendar. */
MUST_USE bool route_table_draw(struct arena *arena, const struct route_set *set,
                               enum language language, struct buffer *out, struct fault *fault);

#endif
