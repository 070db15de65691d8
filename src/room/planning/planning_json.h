#ifndef LIANDONG_ROOM_PLANNING_JSON_H
#define LIANDONG_ROOM_PLANNING_JSON_H

#include "room/planning/planning.h"

/* A plan's nodes as the event and the table carry them. Written once, read for ever: a member may
 * be added, none is taken away or changed. */

/* The nodes as the event carries them, and back. */
struct text planned_nodes_json(struct arena *arena, const struct planned *plan);
MUST_USE bool planned_nodes_read(struct arena *arena, struct text json, struct planned_node **out,
                                 size_t *count, struct fault *fault);
/* The lags of a node as [30,0]; "" where they don't differ. */
struct text planned_lags_json(struct arena *arena, const struct planned_node *node);
MUST_USE bool planned_lags_read(struct arena *arena, struct text json, struct planned_node *node,
                                struct fault *fault);
/* ["a","b"] both ways. */
struct text text_list_json(struct arena *arena, struct text_list list);
MUST_USE bool text_list_read(struct arena *arena, struct text json, struct text_list *out,
                             struct fault *fault);

/* What a form needs to ask for a fact: question, why, type, values, unit, into an open object. */
void planning_write_asking(struct json_writer *json, const struct jvalue *raw,
                           enum language language);
/* [{"code","name"}] of items. */
void planning_write_codes(struct json_writer *json, const struct city *city, enum language language,
                          struct text_list codes);

#endif
