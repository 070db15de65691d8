#ifndef LIANDONG_ROOM_PROBLEM_ROWS_H
#define LIANDONG_ROOM_PROBLEM_ROWS_H

#include "room/problem/problem_turn.h"

/* The JSON of a problem, for this room's list and for boards. */

/* The days that count, by the city's calendar and limits, as of the run's day. */
void problem_limits_of(const struct view_run *run, const struct problem *problem,
                       struct problem_limits *out);
/* The members of a row, into an open object; a page of one problem adds its own. */
void problem_row_members(struct json_writer *json, const struct view_run *run,
                         const struct problem *problem);
struct text problem_category_name(const struct city *city, struct text code,
                                  enum language language);
/* Of an item or a milestone of a plan. */
struct text problem_item_name(const struct view_run *run, struct text code);
/* "may": the acts open to the actor now, as an array. */
void problem_may_write(struct json_writer *json, const struct problem *problem,
                       const struct actor *actor);

#endif
