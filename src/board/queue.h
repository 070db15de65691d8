#ifndef LIANDONG_BOARD_QUEUE_H
#define LIANDONG_BOARD_QUEUE_H

#include "room/application/application_rows.h"

/* GET /queue: what waits in a department, by what is due next and then by the effect on production.
 * GET /projects/{id}/ready: the items of the plan in force that can be applied for now: not open,
 * not granted, and everything they need is there. `waiting=true` adds those that still wait, and
 * for what. */
/* What the unit has in its hands, whatever the page is filtered by: the numbers are the filters. */
struct queue_counts {
    int64_t of[APPLICATION_STATE_COUNT];
    int64_t due_today, overdue, delivery_overdue;
};
void queue_write_counts(struct json_writer *json, const struct queue_counts *counts);

/* -- queue_standing.c -- */

/* True in `*out` where standing rows answer the question: they are there for the day, and the
 * reader may see everything his unit has. */
MUST_USE bool queue_stands(const struct view_run *run, const struct application_question *question,
                           bool *out, struct fault *fault);
MUST_USE bool queue_write_standing(struct json_writer *json, const struct view_run *run,
                                   const struct application_question *question,
                                   struct fault *fault);

extern const struct room queue_room;

#endif
