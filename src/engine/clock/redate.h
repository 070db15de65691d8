#ifndef LIANDONG_ENGINE_REDATE_H
#define LIANDONG_ENGINE_REDATE_H

#include "engine/clock/clock.h"

/* What another calendar does to a clock. */

/* The first day from `around` minus ten years to plus ten years on which one calendar works and the
 * other does not; CIVIL_DATE_NONE: they agree. No clock that ended before it moves. */
civil_date clock_first_difference(const struct calendar *from, const struct calendar *to,
                                  civil_date around);

/* The same case on both; refuses what clock_replay refuses of either. */
struct clock_moved {
    struct clock_reading before, after;
    bool is_moved; /* one of the four days differs, or what is used, left, deemed or overdue */
};
MUST_USE bool clock_redate(const struct calendar *from, const struct calendar *to,
                           const struct clock_member *member, struct clock_moved *out,
                           struct fault *fault);

#endif
