#include "engine/calendar/hours.h"

#include "base/text.h"

#define DAY_MINUTES 1440

bool hours_are_right(const struct hours *hours)
{
    int after = 0;
    for (size_t i = 0; i < hours->count; i++) {
        const struct hours_span *span = &hours->spans[i];
        if (span->from < after || span->to <= span->from || span->to > DAY_MINUTES) {
            return false;
        }
        after = span->to;
    }
    return hours->count > 0;
}

int hours_of_day(const struct hours *hours)
{
    int total = 0;
    for (size_t i = 0; i < hours->count; i++) {
        total += hours->spans[i].to - hours->spans[i].from;
    }
    return total;
}

/* Worked on that day before the minute. */
static int worked_before(const struct office *office, struct hours_moment moment)
{
    const struct hours *hours = office->hours;
    int worked = 0;
    for (size_t i = 0; i < hours->count && calendar_is_working_day(office->calendar, moment.day);
         i++) {
        const struct hours_span *span = &hours->spans[i];
        int until = moment.minute < span->to ? moment.minute : span->to;
        worked += until > span->from ? until - span->from : 0;
    }
    return worked;
}

/* The first minute of a working day by which so many have been worked. */
static int minute_at(const struct hours *hours, int worked)
{
    if (worked == 0) {
        return hours->spans[0].from;
    }
    for (size_t i = 0; i < hours->count; i++) {
        int length = hours->spans[i].to - hours->spans[i].from;
        if (worked <= length) {
            return hours->spans[i].from + worked;
        }
        worked -= length;
    }
    return hours->spans[hours->count - 1].to;
}

bool hours_add(const struct office *office, struct hours_moment from, int64_t minutes,
               struct hours_moment *out, struct fault *fault)
{
    const struct calendar *calendar = office->calendar;
    const struct hours *hours = office->hours;
    int64_t total = hours_of_day(hours);
    int64_t worked = worked_before(office, from);
    struct calendar_day base;
    struct calendar_day day;
    ensure(hours_are_right(hours));
    if (!calendar_next(calendar, from.day, &base, fault)) {
        return false;
    }
    int64_t sum = worked + minutes;
    int64_t last = minutes > 0 ? sum - 1 : sum;
    int64_t days = last >= 0 ? last / total : -((-last + total - 1) / total);
    int64_t rest = sum - days * total;
    if (!calendar_add(calendar, base.day, days, &day, fault)) {
        return false;
    }
    *out = (struct hours_moment){day.day, minute_at(hours, (int)rest),
                                 base.is_provisional || day.is_provisional};
    return true;
}

int64_t hours_between(const struct office *office, struct hours_moment from, struct hours_moment to)
{
    if (to.day < from.day) {
        return -hours_between(office, to, from);
    }
    int64_t days = calendar_count(office->calendar, from.day - 1, to.day - 1).working_days;
    return days * hours_of_day(office->hours) + worked_before(office, to) -
           worked_before(office, from);
}

struct text hours_moment_write(struct hours_moment moment, char out[HOURS_MOMENT_SIZE])
{
    char day[CIVIL_DATE_TEXT_SIZE];
    struct text text = civil_date_write(moment.day, day);
    char *end = out;
    for (size_t i = 0; i < text.len; i++) {
        *end++ = text.at[i];
    }
    *end++ = ' ';
    *end++ = (char)('0' + moment.minute / 600);
    *end++ = (char)('0' + moment.minute / 60 % 10);
    *end++ = ':';
    *end++ = (char)('0' + moment.minute % 60 / 10);
    *end++ = (char)('0' + moment.minute % 10);
    return (struct text){out, (size_t)(end - out)};
}

bool hours_minute_parse(struct text text, int *out)
{
    for (size_t i = 0; i < 5; i++) {
        bool is_right =
            text.len == 5 && (i == 2 ? text.at[i] == ':' : text.at[i] >= '0' && text.at[i] <= '9');
        if (!is_right) {
            return false;
        }
    }
    int hour = (text.at[0] - '0') * 10 + text.at[1] - '0';
    int minute = (text.at[3] - '0') * 10 + text.at[4] - '0';
    if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) {
        return false;
    }
    *out = hour * 60 + minute;
    return true;
}

bool hours_moment_parse(struct text text, struct hours_moment *out)
{
    struct hours_moment read = {.is_provisional = false};
    if (text.len != 16 || text.at[10] != ' ' ||
        !civil_date_parse(text_slice(text, 0, 10), &read.day) ||
        !hours_minute_parse(text_slice(text, 11, 5), &read.minute)) {
        return false;
    }
    *out = read;
    return true;
}
