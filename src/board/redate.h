#ifndef LIANDONG_BOARD_REDATE_H
#define LIANDONG_BOARD_REDATE_H

#include "engine/calendar/calendar.h"
#include "room/application/application_rows.h"

/* What a published or corrected calendar moves (重新推算): every case in a unit's hands is replayed
 * on both calendars in one pass, and those whose day or light differs are listed. Nothing is
 * written: a clock is never stored, so what the city's calendar says is so from the moment it says
 * it.
 *
 * A calendar that differs on a day moves only what was to be decided on that day or later, or
 * stands still: rows are kept in the order of their day, so the others are not even read. Where the
 * rows of the day are not there (board/standing), every open case is read instead: slower, the same
 * counts; of more than `most` moves it may list others. */
struct redate_asked {
    const struct calendar *from, *to;
    int64_t most; /* moves to list; all are counted */
};
struct redate_move {
    int64_t application, project;
    civil_date due; /* by the row of the day, in whose order they are listed */
    struct text number, code, org, state;
    const char *what; /* "acceptance", "decision", "delivery" */
    civil_date before, after;
    const char *light_before, *light_after;
};
struct redate_found {
    struct redate_move *items; /* in the order of the day they had */
    size_t count;
    int64_t looked_at, moved, earlier, later, lights;
    civil_date first_day; /* on which the calendars differ; CIVIL_DATE_NONE: they do not */
};
/* Within the actor's scope. */
MUST_USE bool redate_compare(const struct view_run *run, const struct redate_asked *asked,
                             struct redate_found *out, struct fault *fault);
/* {"ready","first_day","looked_at","moved","earlier","later","lights","items":[...]} */
void redate_write(struct json_writer *json, const struct view_run *run,
                  const struct redate_found *found);

extern const struct room redate_room;

#endif
