#ifndef LIANDONG_BOARD_OPEN_CASES_H
#define LIANDONG_BOARD_OPEN_CASES_H

#include "room/application/application_rows.h"

/* All cases that units have in their hands (在手办件), one by one, as they stand today: open, or
 * granted and not yet delivered. The slow and sure way, by the key of the table and within the
 * actor's scope, for pages whose standing rows (board/standing) are not there for the day: on the
 * day after a stop, or right after the city's rules have become others. */

/* `now` is derived without the plan: state, clock, light and turn hold; the effect does not. */
typedef bool open_cases_visit(void *context, const struct application *application,
                              const struct application_now *now, struct fault *fault);
/* Ends with the first visit that returns false. What a visit keeps it copies. */
MUST_USE bool open_cases_each(const struct view_run *run, open_cases_visit *visit, void *context,
                              struct fault *fault);

extern const struct statement open_cases_after; /* in the list of due_room */

#endif
