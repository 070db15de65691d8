#ifndef LIANDONG_ENGINE_HOURS_H
#define LIANDONG_ENGINE_HOURS_H

#include "engine/calendar/calendar.h"

/* Working time by the minute: the calendar says which days are worked, the office hours which
 * minutes of such a day. For limits shorter than a day ("report in within four working hours").
 *
 *     hours 09:00-12:00 and 14:00-17:00, Friday 16:00 and 240 working minutes: Monday 12:00.
 *
 * A moment is a day of the city and a minute after its midnight. Pure, without a clock. */
#define HOURS_SPANS_MAX 6
struct hours_span {
    int from, to; /* minutes after midnight, from < to */
};
struct hours {
    struct hours_span spans[HOURS_SPANS_MAX]; /* in order, without overlap */
    size_t count;
};
struct hours_moment {
    civil_date day;
    int minute;
    bool is_provisional; /* a year without a published calendar had a part in it */
};

/* What working time is counted by. */
struct office {
    const struct calendar *calendar;
    const struct hours *hours;
};

/* In order, without overlap, within a day, at least one. */
bool hours_are_right(const struct hours *hours);

/* Working minutes of a whole working day. */
int hours_of_day(const struct hours *hours);

/* The moment at which so many working minutes have passed since `from`; negative: the moment from
 * which so many pass until `from`. Outside working time the count begins with the next working
 * minute. The end of a span is named as its end, not as the beginning of the next: 12:00, not
 * 14:00. Refused outside the calendar's years. */
MUST_USE bool hours_add(const struct office *office, struct hours_moment from, int64_t minutes,
                        struct hours_moment *out, struct fault *fault);

/* Working minutes from one moment to another; negative when `to` is earlier. */
int64_t hours_between(const struct office *office, struct hours_moment from,
                      struct hours_moment to);

/* "2026-11-30 14:30", which sorts as time does. */
#define HOURS_MOMENT_SIZE 24
struct text hours_moment_write(struct hours_moment moment, char out[HOURS_MOMENT_SIZE]);
bool hours_moment_parse(struct text text, struct hours_moment *out);

/* "14:30" as minutes after midnight, up to "24:00"; false for anything else. */
bool hours_minute_parse(struct text text, int *out);

#endif
