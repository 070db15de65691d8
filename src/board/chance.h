#ifndef LIANDONG_BOARD_CHANCE_H
#define LIANDONG_BOARD_CHANCE_H

#include "app/kind.h"

/* How sure the date of production is (把握程度): GET /projects/{id}/chance. The confirmed plan with
 * what has happened is walked through ten thousand times with days as the city's cases teach them
 * (engine/forecast/outlook.h). Every figure of it is an estimate (预估) and is called so; how many
 * cases stand behind each item is told. */
#define CHANCE_SAMPLES 10000

MUST_USE bool chance_answer(const struct view_run *run, struct json_writer *json,
                            struct fault *fault);

extern const struct room chance_room;

#endif
