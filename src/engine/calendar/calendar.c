#include "engine/calendar/calendar.h"

#include "base/arena.h"

#define YEAR_MIN 1
#define YEAR_MAX 9999
#define SPAN_FIRST_YEAR 1990
#define SPAN_LAST_YEAR 2100

/* A rank counts working days: the first one of the span has rank 1, the last one `day_count`. Ranks
 * below 1 and above go on outside the span, where every year is provisional. */
struct calendar {
    civil_date first; /* of the span */
    civil_date last;
    const int32_t
        *rank_at; /* [day - first]: working days of the span up to and including the day */
    const civil_date *day_at; /* [rank - 1] */
    int32_t day_count;
    int first_year;
    int last_year;
    const int32_t *unpublished_to; /* [year - first_year]: provisional years up to and including */
    civil_date published_through;
};

/* ---- weeks: every day of the Gregorian calendar, Monday to Friday working ---- */

static int64_t floor_div(int64_t value, int64_t by)
{
    int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

/* Day 0 was a Thursday, so day -3 was a Monday. */
static int64_t week_rank(civil_date day)
{
    int64_t from_monday = (int64_t)day + 3;
    int64_t week = floor_div(from_monday, 7);
    int64_t weekday = from_monday - week * 7;
    return week * 5 + (weekday < 5 ? weekday + 1 : 5);
}

static int64_t week_day_of_rank(int64_t rank)
{
    int64_t week = floor_div(rank - 1, 5);
    return week * 7 + (rank - 1 - week * 5) - 3;
}

/* ---- ranks ---- */

static int64_t rank_of(const struct calendar *calendar, civil_date day)
{
    if (day < calendar->first) {
        return week_rank(day) - week_rank(calendar->first - 1);
    }
    if (day > calendar->last) {
        return calendar->day_count + week_rank(day) - week_rank(calendar->last);
    }
    return calendar->rank_at[day - calendar->first];
}

static int64_t day_of_rank(const struct calendar *calendar, int64_t rank)
{
    if (rank < 1) {
        return week_day_of_rank(week_rank(calendar->first - 1) + rank);
    }
    if (rank > calendar->day_count) {
        return week_day_of_rank(week_rank(calendar->last) + rank - calendar->day_count);
    }
    return calendar->day_at[rank - 1];
}

/* ---- provisional years ---- */

static int64_t provisional_years_to(const struct calendar *calendar, int year)
{
    if (year < calendar->first_year) {
        return (int64_t)year - calendar->first_year + 1;
    }
    int64_t beyond = 0;
    if (year > calendar->last_year) {
        beyond = year - calendar->last_year;
        year = calendar->last_year;
    }
    return 1 + calendar->unpublished_to[year - calendar->first_year] + beyond;
}

static bool touches_provisional(const struct calendar *calendar, civil_date a, civil_date b)
{
    int from = civil_date_parts(a < b ? a : b).year;
    int to = civil_date_parts(a < b ? b : a).year;
    return provisional_years_to(calendar, to) > provisional_years_to(calendar, from - 1);
}

bool calendar_is_provisional(const struct calendar *calendar, civil_date day)
{
    return touches_provisional(calendar, day, day);
}

civil_date calendar_published_through(const struct calendar *calendar)
{
    return calendar->published_through;
}

/* ---- questions ---- */

bool calendar_is_working_day(const struct calendar *calendar, civil_date day)
{
    return rank_of(calendar, day) > rank_of(calendar, day - 1);
}

static civil_date first_of_year(int year)
{
    return civil_date_from_parts((struct civil_parts){year, 1, 1});
}

static civil_date last_of_year(int year)
{
    return civil_date_from_parts((struct civil_parts){year, 12, 31});
}

static bool answer(const struct calendar *calendar, civil_date from, int64_t day,
                   struct calendar_day *out, struct fault *fault)
{
    if (day < first_of_year(YEAR_MIN) || day > last_of_year(YEAR_MAX)) {
        return fault_raise(fault, FAULT_CALENDAR_RANGE, TEXT_NONE, FAULT_NO_ARGS);
    }
    out->day = (civil_date)day;
    out->is_provisional = touches_provisional(calendar, from, out->day);
    return true;
}

bool calendar_add(const struct calendar *calendar, civil_date from, int64_t working_days,
                  struct calendar_day *out, struct fault *fault)
{
    /* More than there are days; refused before anything can overflow. */
    if (working_days > 4000000 || working_days < -4000000) {
        return fault_raise(fault, FAULT_CALENDAR_RANGE, TEXT_NONE, FAULT_NO_ARGS);
    }
    int64_t day = from;
    if (working_days > 0) {
        day = day_of_rank(calendar, rank_of(calendar, from) + working_days);
    } else if (working_days < 0) {
        day = day_of_rank(calendar, rank_of(calendar, from - 1) + 1 + working_days);
    }
    return answer(calendar, from, day, out, fault);
}

struct calendar_count calendar_count(const struct calendar *calendar, civil_date from,
                                     civil_date to)
{
    struct calendar_count count = {.is_provisional = touches_provisional(calendar, from, to)};
    if (to >= from) {
        count.working_days = rank_of(calendar, to) - rank_of(calendar, from);
    } else {
        count.working_days = rank_of(calendar, to - 1) - rank_of(calendar, from - 1);
    }
    return count;
}

bool calendar_next(const struct calendar *calendar, civil_date from, struct calendar_day *out,
                   struct fault *fault)
{
    return answer(calendar, from, day_of_rank(calendar, rank_of(calendar, from - 1) + 1), out,
                  fault);
}

const civil_date *calendar_days_from(const struct calendar *calendar, civil_date from,
                                     size_t *count)
{
    *count = 0;
    if (from < calendar->first || from > calendar->last) {
        return NULL;
    }
    int32_t rank = calendar->rank_at[from - calendar->first];
    ensure(rank >= 1 && calendar->day_at[rank - 1] == from);
    *count = (size_t)(calendar->day_count - rank + 1);
    return calendar->day_at + (rank - 1);
}

/* ---- building ---- */

struct why {
    const char *zh;
    const char *en;
};

static bool refuse_year(struct arena *arena, int year, struct why why, struct fault *fault)
{
    return fault_raise(
        fault, FAULT_CALENDAR_YEAR, TEXT_NONE,
        FAULT_ARGS(text_format(arena, "%d", year), text_of(why.zh), text_of(why.en)));
}

static bool days_are_in_year(const civil_date *days, size_t count, int year)
{
    for (size_t i = 0; i < count; i++) {
        if (civil_date_parts(days[i]).year != year) {
            return false;
        }
    }
    return true;
}

static bool share_a_day(const struct calendar_year *year)
{
    for (size_t i = 0; i < year->off_count; i++) {
        for (size_t j = 0; j < year->work_count; j++) {
            if (year->off[i] == year->work[j]) {
                return true;
            }
        }
    }
    return false;
}

static bool check_year(struct arena *arena, const struct calendar_year *years, size_t at,
                       struct fault *fault)
{
    static const struct why out_of_range = {"年份应在 1 至 9999 之间",
                                            "the year must be 1 to 9999"};
    static const struct why twice = {"同一年份出现两次", "the year is given twice"};
    static const struct why elsewhere = {"有日期不在该年内", "a day lies outside the year"};
    static const struct why both = {"同一天既放假又上班", "a day is both off and worked"};
    const struct calendar_year *year = &years[at];
    if (year->year < YEAR_MIN || year->year > YEAR_MAX) {
        return refuse_year(arena, year->year, out_of_range, fault);
    }
    for (size_t i = 0; i < at; i++) {
        if (years[i].year == year->year) {
            return refuse_year(arena, year->year, twice, fault);
        }
    }
    if (!days_are_in_year(year->off, year->off_count, year->year) ||
        !days_are_in_year(year->work, year->work_count, year->year)) {
        return refuse_year(arena, year->year, elsewhere, fault);
    }
    if (share_a_day(year)) {
        return refuse_year(arena, year->year, both, fault);
    }
    return true;
}

/* One byte a day of the span: 1 works. */
static char *mark_working_days(struct arena *arena, const struct calendar *calendar,
                               const struct calendar_year *years, size_t count)
{
    size_t span = (size_t)(calendar->last - calendar->first + 1);
    char *works = arena_alloc(arena, span);
    for (size_t i = 0; i < span; i++) {
        works[i] = civil_date_weekday(calendar->first + (civil_date)i) <= 5;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < years[i].off_count; k++) {
            works[years[i].off[k] - calendar->first] = 0;
        }
        for (size_t k = 0; k < years[i].work_count; k++) {
            works[years[i].work[k] - calendar->first] = 1;
        }
    }
    return works;
}

static void number_working_days(struct arena *arena, struct calendar *calendar, const char *works)
{
    size_t span = (size_t)(calendar->last - calendar->first + 1);
    int32_t *rank_at = arena_alloc_raw(arena, span * sizeof *rank_at);
    civil_date *day_at = arena_alloc_raw(arena, span * sizeof *day_at);
    int32_t rank = 0;
    for (size_t i = 0; i < span; i++) {
        if (works[i]) {
            day_at[rank++] = calendar->first + (civil_date)i;
        }
        rank_at[i] = rank;
    }
    calendar->rank_at = rank_at;
    calendar->day_at = day_at;
    calendar->day_count = rank;
}

static void number_provisional_years(struct arena *arena, struct calendar *calendar,
                                     const struct calendar_year *years, size_t count)
{
    size_t span = (size_t)(calendar->last_year - calendar->first_year + 1);
    int32_t *unpublished_to = arena_array(arena, int32_t, span);
    for (size_t i = 0; i < count; i++) {
        unpublished_to[years[i].year - calendar->first_year] = 1;
    }
    int32_t seen = 0;
    for (size_t i = 0; i < span; i++) {
        seen += unpublished_to[i] ? 0 : 1;
        unpublished_to[i] = seen;
    }
    calendar->unpublished_to = unpublished_to;
}

bool calendar_build(struct arena *arena, const struct calendar_year *years, size_t count,
                    const struct calendar **out, struct fault *fault)
{
    struct calendar *calendar = arena_new(arena, struct calendar);
    calendar->first_year = SPAN_FIRST_YEAR;
    calendar->last_year = SPAN_LAST_YEAR;
    calendar->published_through = CIVIL_DATE_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!check_year(arena, years, i, fault)) {
            return false;
        }
        int year = years[i].year;
        calendar->first_year = year < calendar->first_year ? year : calendar->first_year;
        calendar->last_year = year > calendar->last_year ? year : calendar->last_year;
        civil_date last = last_of_year(year);
        if (last > calendar->published_through) {
            calendar->published_through = last;
        }
    }
    calendar->first = first_of_year(calendar->first_year);
    calendar->last = last_of_year(calendar->last_year);
    number_working_days(arena, calendar, mark_working_days(arena, calendar, years, count));
    number_provisional_years(arena, calendar, years, count);
    *out = calendar;
    return true;
}

/* ---- supposing ---- */

static void mark(const struct calendar *calendar, const civil_date *days, size_t count, bool works,
                 uint8_t *working)
{
    for (size_t i = 0; i < count; i++) {
        if (days[i] >= calendar->first && days[i] <= calendar->last) {
            working[days[i] - calendar->first] = works;
        }
    }
}

const struct calendar *calendar_suppose(struct arena *arena, const struct calendar *calendar,
                                        const struct calendar_change *change)
{
    size_t span = (size_t)(calendar->last - calendar->first) + 1;
    struct calendar *out = arena_new(arena, struct calendar);
    uint8_t *working = arena_array(arena, uint8_t, span);
    int32_t *rank_at = arena_array(arena, int32_t, span);
    civil_date *day_at = arena_array(arena, civil_date, span);
    for (size_t i = 0; i < span; i++) {
        working[i] = calendar_is_working_day(calendar, calendar->first + (civil_date)i);
    }
    mark(calendar, change->off, change->off_count, false, working);
    mark(calendar, change->work, change->work_count, true, working);
    *out = *calendar;
    out->rank_at = rank_at;
    out->day_at = day_at;
    out->day_count = 0;
    for (size_t i = 0; i < span; i++) {
        if (working[i]) {
            day_at[out->day_count++] = calendar->first + (civil_date)i;
        }
        rank_at[i] = out->day_count;
    }
    return out;
}
