#ifndef LIANDONG_BOARD_MEETING_PAGE_H
#define LIANDONG_BOARD_MEETING_PAGE_H

#include "app/kind.h"

/* Meetings as pages show them: the list with the kinds one may call, one meeting with its points
 * sorted by what their delay costs production, and the tasks that meetings decided.
 *
 * The cost of a point is read from the plan on the day it is asked for, never kept: that of the
 * case it is about or its problem hangs on. Points that somebody put in order by hand keep that
 * order and come first. */
extern const struct room meeting_page_room;

/* Its papers: GET /meetings/{id}/pack and /minutes, each as JSON or, with as=pdf, as a PDF. */
extern const struct room meeting_pack_room;

/* The calendar behind a secret address (app/identity/feed.h), as RFC 5545: the meetings to which
 * its owner's unit is invited or that he called, and the days of the unit's tasks. `stranger` is
 * the run of whoever asks. NOT_FOUND: no such address. */
MUST_USE bool meeting_feed(const struct view_run *stranger, struct text token, struct text *out,
                           struct fault *fault);

#endif
