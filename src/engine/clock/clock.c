#include "engine/clock/clock.h"

#define DAYS_MAX 100000 /* of a limit or an extension */

static const char *const names[CLOCK_EVENT_COUNT] = {
    "received",        "supplement_asked", "supplement_complete", "accepted",
    "special_started", "special_ended",    "suspended",           "resumed",
    "extended",        "decided",          "delivered",
};

bool clock_event_find(struct text name, enum clock_event_type *out)
{
    for (int i = 0; i < CLOCK_EVENT_COUNT; i++) {
        if (text_is(name, names[i])) {
            *out = (enum clock_event_type)i;
            return true;
        }
    }
    return false;
}

/* ---- what the functions below share ---- */

struct replay {
    const struct calendar *calendar;
    const struct clock_terms *terms;
    const struct clock_event *events;
    size_t count; /* of those that have happened */
    civil_date as_of;
    struct clock_reading reading;
    struct fault *fault;
};

static bool refuse(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_CLOCK_EVENTS, TEXT_NONE, FAULT_ARGS(text_of(zh), text_of(en)));
}

static bool add_days(struct replay *replay, civil_date from, int64_t days, civil_date *out)
{
    struct calendar_day day;
    if (!calendar_add(replay->calendar, from, days, &day, replay->fault)) {
        return false;
    }
    replay->reading.is_provisional |= day.is_provisional;
    *out = day.day;
    return true;
}

/* Working days after `from` up to and including `to`; none if `to` is not later. */
static int32_t count_days(struct replay *replay, civil_date from, civil_date to)
{
    if (to <= from) {
        return 0;
    }
    struct calendar_count count = calendar_count(replay->calendar, from, to);
    replay->reading.is_provisional |= count.is_provisional;
    return (int32_t)count.working_days;
}

/* The first event of the type from `from` on, or NULL. */
static const struct clock_event *first_event(const struct replay *replay,
                                             enum clock_event_type type, size_t from)
{
    for (size_t i = from; i < replay->count; i++) {
        if (replay->events[i].type == type) {
            return &replay->events[i];
        }
    }
    return NULL;
}

/* ---- acceptance ---- */

/* The last completion after a request that was in time, or NULL. */
static const struct clock_event *completion(const struct replay *replay,
                                            const struct clock_event *asked)
{
    const struct clock_event *last = NULL;
    const struct clock_event *next = asked;
    while (next != NULL) {
        next = first_event(replay, CLOCK_SUPPLEMENT_COMPLETE, (size_t)(next - replay->events) + 1);
        last = next != NULL ? next : last;
    }
    return last;
}

static bool settle_acceptance(struct replay *replay)
{
    struct clock_reading *reading = &replay->reading;
    civil_date counted_from = replay->events[0].on;
    if (!add_days(replay, counted_from, replay->terms->notify_days, &reading->acceptance_due)) {
        return false;
    }
    bool is_waiting = false; /* for the applicant */
    const struct clock_event *asked = first_event(replay, CLOCK_SUPPLEMENT_ASKED, 1);
    if (asked != NULL && asked->on <= reading->acceptance_due) {
        const struct clock_event *complete = completion(replay, asked);
        is_waiting = complete == NULL;
        if (complete != NULL) {
            counted_from = complete->on;
            if (!add_days(replay, counted_from, replay->terms->notify_days,
                          &reading->acceptance_due)) {
                return false;
            }
        }
    }
    const struct clock_event *accepted = first_event(replay, CLOCK_ACCEPTED, 1);
    bool is_in_time = accepted != NULL && (is_waiting || accepted->on <= reading->acceptance_due);
    reading->is_deemed = !is_in_time && !is_waiting && replay->as_of > reading->acceptance_due;
    reading->is_accepted = is_in_time || reading->is_deemed;
    if (reading->is_accepted) {
        reading->accepted_on = is_in_time ? accepted->on : counted_from;
    }
    return true;
}

/* ---- decision ---- */

/* Which stops are open: a procedure, a suspension. One that began while the same kind was open is
 * part of it; one of which the applicant was not told is none. */
static unsigned open_after(unsigned open, const struct clock_event *event)
{
    switch (event->type) {
    case CLOCK_SPECIAL_STARTED: return event->is_notified ? open | 1U : open;
    case CLOCK_SPECIAL_ENDED: return open & ~1U;
    case CLOCK_SUSPENDED: return event->is_notified ? open | 2U : open;
    case CLOCK_RESUMED: return open & ~2U;
    default: return open;
    }
}

/* Working days in (from, to] on which the clock stands; an open stop lasts. */
static int32_t excluded_days(struct replay *replay, civil_date from, civil_date to)
{
    civil_date since = CIVIL_DATE_NONE;
    unsigned open = 0;
    int32_t days = 0;
    for (size_t i = 0; i <= replay->count; i++) {
        const struct clock_event *event = i < replay->count ? &replay->events[i] : NULL;
        unsigned next = event != NULL ? open_after(open, event) : 0;
        if (open == 0 && next != 0) {
            since = event->on;
        }
        if (open != 0 && next == 0) {
            civil_date first = since - 1 > from ? since - 1 : from;
            civil_date last = event != NULL && event->on < to ? event->on : to;
            days += count_days(replay, first, last);
            from = last > from ? last : from; /* the next one may begin on the day this one ends */
        }
        open = next;
    }
    return days;
}

static bool has_open_stop(const struct replay *replay)
{
    unsigned open = 0;
    for (size_t i = 0; i < replay->count; i++) {
        open = open_after(open, &replay->events[i]);
    }
    return open != 0;
}

/* The day on which the last of `days` counted working days falls. What is excluded up to a day
 * moves the day on, which may exclude more: the first day that stays is the answer. */
static bool settle_due(struct replay *replay, int32_t days)
{
    struct clock_reading *reading = &replay->reading;
    civil_date due = CIVIL_DATE_NONE;
    civil_date next = reading->accepted_on;
    while (next != due) {
        due = next;
        int32_t excluded = excluded_days(replay, reading->accepted_on, due);
        if (!add_days(replay, reading->accepted_on, (int64_t)days + excluded, &next)) {
            return false;
        }
    }
    reading->decision_due = due;
    return true;
}

static int64_t extension_days(const struct replay *replay)
{
    int64_t days = 0;
    for (size_t i = 0; i < replay->count; i++) {
        days += replay->events[i].type == CLOCK_EXTENDED ? replay->events[i].days : 0;
    }
    return days;
}

static bool settle_decision(struct replay *replay)
{
    struct clock_reading *reading = &replay->reading;
    int64_t limit = replay->terms->limit_days + extension_days(replay);
    if (limit > INT32_MAX / 2) {
        return refuse(replay->fault, "延长天数过大", "the extensions are too long");
    }
    const struct clock_event *decided = first_event(replay, CLOCK_DECIDED, 1);
    civil_date counted_to =
        decided != NULL && decided->on < replay->as_of ? decided->on : replay->as_of;
    reading->used = count_days(replay, reading->accepted_on, counted_to) -
                    excluded_days(replay, reading->accepted_on, counted_to);
    reading->left = (int32_t)limit - reading->used;
    reading->is_overdue = reading->left < 0;
    reading->is_decided = decided != NULL;
    reading->is_paused = has_open_stop(replay);
    if (decided != NULL &&
        !add_days(replay, decided->on, replay->terms->deliver_days, &reading->delivery_due)) {
        return false;
    }
    return reading->is_paused || settle_due(replay, (int32_t)limit);
}

/* ---- the whole ---- */

static bool check(const struct clock_terms *terms, const struct clock_case *about,
                  struct fault *fault)
{
    if (about->count == 0 || about->events[0].type != CLOCK_RECEIVED) {
        return refuse(fault, "第一个事件应为收件", "the first event must be 'received'");
    }
    if (about->as_of < about->events[0].on) {
        return refuse(fault, "查询日期早于收件日期", "as_of is before the reception");
    }
    if (terms->limit_days < 0 || terms->limit_days > DAYS_MAX || terms->notify_days < 0 ||
        terms->notify_days > DAYS_MAX || terms->deliver_days < 0 ||
        terms->deliver_days > DAYS_MAX) {
        return refuse(fault, "期限天数有误", "a limit is negative or too long");
    }
    for (size_t i = 0; i < about->count; i++) {
        if (i > 0 && about->events[i].on < about->events[i - 1].on) {
            return refuse(fault, "事件未按日期先后排列", "the events are not in the order of days");
        }
        if (about->events[i].days < 0 || about->events[i].days > DAYS_MAX) {
            return refuse(fault, "延长天数有误", "an extension is negative or too long");
        }
    }
    return true;
}

bool clock_replay(const struct calendar *calendar, const struct clock_terms *terms,
                  const struct clock_case *about, struct clock_reading *out, struct fault *fault)
{
    struct replay replay = {.calendar = calendar,
                            .terms = terms,
                            .events = about->events,
                            .as_of = about->as_of,
                            .fault = fault,
                            .reading = {.accepted_on = CIVIL_DATE_NONE,
                                        .acceptance_due = CIVIL_DATE_NONE,
                                        .decision_due = CIVIL_DATE_NONE,
                                        .delivery_due = CIVIL_DATE_NONE,
                                        .left = terms->limit_days}};
    if (!check(terms, about, fault)) {
        return false;
    }
    while (replay.count < about->count && about->events[replay.count].on <= about->as_of) {
        replay.count++;
    }
    if (!settle_acceptance(&replay) || (replay.reading.is_accepted && !settle_decision(&replay))) {
        return false;
    }
    *out = replay.reading;
    return true;
}
