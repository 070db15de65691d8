#ifndef LIANDONG_BOARD_ODD_USE_H
#define LIANDONG_BOARD_ODD_USE_H

#include "app/kind.h"

/* Odd use of the clock (异常用时): what a supervisor should look at, each with the days that show
 * it. No judgement: a stop on the last day may have been right. What counts is the city's data
 * (clock.json, `odd_use`):
 *
 *     stop_near_due   a procedure or suspension that began with so many working days or fewer left
 *     stop_same_day   one that began and ended on one day
 *     month_end       a unit's month in which so great a share was decided on its last working days
 *     resubmission    withdrawn or not accepted, and submitted again within so many working days:
 * the clock began anew */
extern const struct field_table odd_use_table;
bool odd_use_answer(const struct view_run *run, struct json_writer *json, struct fault *fault);

#endif
