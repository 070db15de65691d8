#ifndef LIANDONG_ENGINE_CALENDAR_H
#define LIANDONG_ENGINE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"

/* The working days of a city.
 *
 * Limits of the Administrative Licensing Law (行政许可法) count working days (Art. 82) and begin
 * with the day after the event (Civil Code, Art. 201). Which days work is announced by the State
 * Council once a year (放假调休通知): holidays fall on week days, and some Saturdays and Sundays
 * are worked in exchange (调休). It can't be computed, so a calendar is built from the published
 * lists.
 *
 * A year without a published list is provisional: Monday to Friday work, nothing else is known.
 * That holds for years not announced yet and for years before the first list alike. Every result
 * says whether any day between its ends, both included, lies in such a year.
 *
 * Working days have ranks, so that adding and counting are two look-ups in arrays whatever the
 * distance. The arrays cover 1990 to 2100, or more if lists exist outside; beyond them arithmetic
 * on weeks gives the same answers. Results outside 0001-01-01 .. 9999-12-31 are refused.
 *
 *     struct calendar_day due;
 *     if (!calendar_add(calendar, accepted_on, 20, &due, fault)) { return false; }
 *     2026-02-13 (Friday) and 5 working days: 2026-02-27, not provisional.
 *
 * A calendar is immutable, lives in the arena that paid for it, and may be read by many threads. */
struct calendar;

struct arena;

/* What a notice says of one year. `off` are all days off as announced, weekend days among them
 * included or not; `work` are the make-up days. All lie in `year`. */
struct calendar_year {
    int year;
    const civil_date *off;
    size_t off_count;
    const civil_date *work;
    size_t work_count;
};

struct calendar_day {
    civil_date day;
    bool is_provisional;
};

struct calendar_count {
    int64_t working_days;
    bool is_provisional;
};

/* The same year twice, a day outside its year and a day that is both off and work are refused. */
MUST_USE bool calendar_build(struct arena *arena, const struct calendar_year *years, size_t count,
                             const struct calendar **out, struct fault *fault);

/* The same calendar with other days off and other days worked, for asking what a notice would do
 * before it is published: which years are provisional stays as it is. Later days win; days outside
 * 1990..2100 are left as they are. */
struct calendar_change {
    const civil_date *off;
    size_t off_count;
    const civil_date *work;
    size_t work_count;
};
const struct calendar *calendar_suppose(struct arena *arena, const struct calendar *calendar,
                                        const struct calendar_change *change);

bool calendar_is_working_day(const struct calendar *calendar, civil_date day);

/* True when the list of the day's year is not published. */
bool calendar_is_provisional(const struct calendar *calendar, civil_date day);

/* The last day of the last year with a list; CIVIL_DATE_NONE when there is no list at all. */
civil_date calendar_published_through(const struct calendar *calendar);

/* The n-th working day after `from`; `from` itself is not counted. 0 gives `from`, working or not.
 * A negative number counts backwards: the n-th working day before. */
MUST_USE bool calendar_add(const struct calendar *calendar, civil_date from, int64_t working_days,
                           struct calendar_day *out, struct fault *fault);

/* Working days after `from` up to and including `to`; if `to` is earlier, minus the working days
 * from `to` up to and excluding `from`. So adding the count leads to `to` when that is a working
 * day. */
struct calendar_count calendar_count(const struct calendar *calendar, civil_date from,
                                     civil_date to);

/* The first working day on or after `from`. */
MUST_USE bool calendar_next(const struct calendar *calendar, civil_date from,
                            struct calendar_day *out, struct fault *fault);

/* For a planner that turns thousands of offsets into days: the working days in order, the first one
 * being `from`, which must be a working day. NULL, with *count 0, outside the arrays: use
 * calendar_add there. The array belongs to the calendar. */
const civil_date *calendar_days_from(const struct calendar *calendar, civil_date from,
                                     size_t *count);

#endif
