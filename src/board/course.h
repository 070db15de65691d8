#ifndef LIANDONG_BOARD_COURSE_H
#define LIANDONG_BOARD_COURSE_H

#include "room/application/application_rows.h"

/* The courses of many cases at once (办件过程), for those who oversee: in whose hands their days
 * were, which clocks were used oddly. The newest COURSE_MAX of those one may see; what is said of
 * them says so. */
#define COURSE_MAX 20000
struct course {
    struct application application; /* as far as its clock needs it, with number and unit */
};
struct courses {
    struct course *items; /* newest first */
    size_t count;
};
struct course_filter {
    struct text org, code; /* "": all */
};
MUST_USE bool course_load(const struct view_run *run, const struct course_filter *filter,
                          struct courses *out, struct fault *fault);
/* The one of that id, or NULL. */
const struct course *course_find(const struct courses *courses, int64_t id);

/* Its clock's events and limits; `events` holds APPLICATION_EVENTS_MAX. */
struct course_clock {
    struct clock_event events[APPLICATION_EVENTS_MAX];
    struct clock_terms terms;
    struct clock_member member;
};
void course_clock_of(const struct view_run *run, const struct application *application,
                     struct course_clock *out);

extern const struct room course_room;

#endif
