#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"
#include "room/application/application.h"

/* Cases: each replayed as it stood on the day of cut-off. Items that the enterprise organises
 * itself are nobody's cases. */

/* $8: 1 where visits are wanted */
#define CASES                                                                                      \
    INDICATOR_PROJECT                                                                              \
    ", a.id, a.number, a.code, a.org, a.state, a.limit_days, a.notify_days, a.deliver_days,"       \
    " a.course, a.submitted_on, a.decided_on, coalesce(a.closed_on, a.decided_on), a.round,"       \
    " coalesce(a.limit_basis,'promised'), case when $8=1 then (select count(*) from hall_visit v"  \
    " where v.project=a.project and v.application=a.id) else 0 end"                                \
    " from application a join project p on p.id=a.project" INDICATOR_BESIDE                        \
    "where " ACCESS_PROJECT " and a.own=0"
const struct statement indicator_case_rows = {"indicator_case_rows",
                                              CASES " and a.id>$6 order by a.id limit $7"};
const struct statement indicator_project_cases = {"indicator_project_cases",
                                                  CASES " and a.project=$6 limit $7"};

static void add_cells(const struct indicator_asked *asked, struct cell *out, size_t *count)
{
    out[(*count)++] = cell_int(asked->kind == MEASURE_VISITS || asked->kind == MEASURE_NO_VISIT);
}

/* A case with its clock on the day of cut-off. */
struct replayed {
    struct application application;
    struct clock_event events[APPLICATION_EVENTS_MAX];
    size_t count; /* those up to the cut-off */
    struct clock_terms terms;
    struct clock_reading clock;
    int64_t visits;
    bool is_promised, is_decided, is_granted;
    civil_date closed_on; /* ended, with a decision or without, by the cut-off; else NONE */
};

static bool read_case(struct arena *arena, const struct store_rows *rows, struct replayed *out)
{
    int at = INDICATOR_OWN;
    struct application *application = &out->application;
    application->number = store_text(arena, rows, at++);
    application->code = store_text(arena, rows, at++);
    application->org = store_text(arena, rows, at++);
    ensure(application_state_find(store_cell(rows, at++).text, &application->state));
    application->limit_days = store_int(rows, at++);
    application->notify_days = store_int(rows, at++);
    application->deliver_days = store_int(rows, at++);
    application->course = store_text(arena, rows, at++);
    application->submitted_on = store_date(rows, at++);
    application->decided_on = store_date(rows, at++);
    application->closed_on = store_date(rows, at++);
    application->round = store_int(rows, at++);
    out->is_promised = text_is(store_cell(rows, at++).text, APPLICATION_PROMISED);
    out->visits = store_int(rows, at++);
    return application->submitted_on != CIVIL_DATE_NONE;
}

static bool replay(const struct indicator_asked *asked, struct replayed *one)
{
    const struct calendar *calendar = city_calendar(asked->run->city);
    const struct application *application = &one->application;
    struct fault unread = {.code = FAULT_NONE};
    size_t all = application_events(application, calendar, one->events);
    while (one->count < all && one->events[one->count].on <= asked->cut) {
        one->count++;
    }
    one->terms =
        (struct clock_terms){(int32_t)application->limit_days, (int32_t)application->notify_days,
                             (int32_t)application->deliver_days};
    bool is_over = indicator_is_past(asked, application->decided_on);
    struct clock_case about = {one->events, one->count,
                               is_over ? application->decided_on : asked->cut};
    bool read = one->count > 0 && clock_replay(calendar, &one->terms, &about, &one->clock, &unread);
    one->is_decided = read && one->clock.is_decided;
    one->closed_on =
        indicator_is_past(asked, application->closed_on) ? application->closed_on : CIVIL_DATE_NONE;
    one->is_granted = one->is_decided && application_state_is_done(application->state);
    return read; /* a course that can't be replayed counts nowhere */
}

static civil_date first_of(const struct replayed *one, enum clock_event_type type)
{
    for (size_t i = 0; i < one->count; i++) {
        if (one->events[i].type == type) {
            return one->events[i].on;
        }
    }
    return CIVIL_DATE_NONE;
}

static int64_t times_of(const struct replayed *one, enum clock_event_type type)
{
    int64_t times = 0;
    for (size_t i = 0; i < one->count; i++) {
        times += one->events[i].type == type;
    }
    return times;
}

/* -- what counts -- */

static bool count_on_time(const struct indicator_asked *asked, const struct replayed *one,
                          struct indicator_row *out)
{
    civil_date due = one->clock.is_accepted ? one->clock.decision_due : CIVIL_DATE_NONE;
    civil_date decided = one->application.decided_on;
    if (due == CIVIL_DATE_NONE) {
        return false;
    }
    out->measure.part = one->is_decided && decided <= due;
    out->day = out->measure.part ? decided : due;
    return one->is_decided ||
           (due < asked->cut && !one->clock.is_paused && one->closed_on == CIVIL_DATE_NONE);
}

static bool count_saved(const struct indicator_asked *asked, const struct replayed *one,
                        struct indicator_row *out)
{
    int64_t days = one->is_promised ? one->application.limit_days : 0;
    if (asked->kind == MEASURE_SAVED_LAW) {
        const struct pack_record *item = pack_find(city_pack(asked->run->city), PACK_ITEMS,
                                                   one->application.code, one->clock.accepted_on);
        days = item == NULL ? 0 : jvalue_int(jvalue_get(item->raw, "statutory_days"), 0);
    }
    out->measure.whole = days;
    out->measure.part = days - one->clock.used;
    return one->is_decided && days > 0;
}

static bool count_days(const struct indicator_asked *asked, const struct replayed *one,
                       struct indicator_row *out)
{
    civil_date end = one->is_decided                     ? one->application.decided_on
                     : one->closed_on != CIVIL_DATE_NONE ? one->closed_on
                                                         : asked->cut;
    out->day = one->events[0].on;
    out->measure.has_ended = one->is_decided;
    out->measure.days = end > out->day ? (int32_t)(end - out->day) : 0;
    return true;
}

static bool count_first_pass(const struct replayed *one, struct indicator_row *out)
{
    civil_date asked_on = first_of(one, CLOCK_SUPPLEMENT_ASKED);
    bool is_refused = one->application.state == APPLICATION_NOT_ACCEPTED;
    out->measure.part = one->clock.is_accepted && asked_on == CIVIL_DATE_NONE;
    out->day = asked_on != CIVIL_DATE_NONE ? asked_on
               : one->clock.is_accepted    ? one->clock.accepted_on
                                           : one->closed_on;
    return one->application.round <= 1 && (asked_on != CIVIL_DATE_NONE || one->clock.is_accepted ||
                                           (is_refused && one->closed_on != CIVIL_DATE_NONE));
}

static bool count_hands(const struct indicator_asked *asked, const struct replayed *one,
                        struct indicator_row *out)
{
    struct hands hands;
    struct fault unread = {.code = FAULT_NONE};
    struct clock_member member = {.terms = &one->terms,
                                  .about = {one->events, one->count, one->application.decided_on},
                                  .closed_on = one->application.decided_on};
    if (!one->is_decided || !hands_of(city_calendar(asked->run->city), &member, &hands, &unread)) {
        return false;
    }
    out->measure.part = hands.days[asked->hand];
    out->measure.whole = hands.total;
    return hands.total > 0;
}

static bool count(const struct indicator_asked *asked, const struct replayed *one,
                  struct indicator_row *out)
{
    int64_t times = times_of(one, CLOCK_SUPPLEMENT_ASKED);
    switch (asked->kind) {
    case MEASURE_ON_TIME: return count_on_time(asked, one, out);
    case MEASURE_SAVED_LAW:
    case MEASURE_SAVED_PROMISE: return count_saved(asked, one, out);
    case MEASURE_CASE_DAYS: return count_days(asked, one, out);
    case MEASURE_ONCE:
        out->measure.part = one->is_granted && times == 0 && one->application.round <= 1;
        return one->is_decided;
    case MEASURE_FIRST_PASS: return count_first_pass(one, out);
    case MEASURE_TOLD_ONCE:
        out->measure.part = times == 1;
        out->day = first_of(one, CLOCK_SUPPLEMENT_ASKED);
        return times > 0;
    case MEASURE_VISITS: out->measure.part = one->visits; return one->is_decided;
    case MEASURE_NO_VISIT: out->measure.part = one->visits == 0; return one->is_decided;
    default: return count_hands(asked, one, out);
    }
}

static bool set_row(const struct indicator_asked *asked, const struct replayed *one,
                    struct indicator_row *out)
{
    out->number = one->application.number;
    out->org = one->application.org;
    out->item = one->application.code;
    out->day = one->is_decided ? one->application.decided_on : CIVIL_DATE_NONE;
    out->measure = (struct measure_row){.whole = 1};
    return count(asked, one, out) && indicator_is_within(asked, out->day);
}

static bool read_row(const struct indicator_asked *asked, struct arena *arena,
                     const struct store_rows *rows, struct indicator_row *out)
{
    struct replayed one = {.count = 0};
    return read_case(arena, rows, &one) && replay(asked, &one) && set_row(asked, &one, out);
}

/* Replaying is what costs: once, as of the cut-off that all of them share. */
void indicator_read_case(const struct indicator_several *several, struct indicator_span span,
                         const struct store_rows *rows)
{
    const struct indicator_asked *first = &several->items[span.from];
    struct replayed one = {.count = 0};
    if (!read_case(first->run->arena, rows, &one) || !replay(first, &one)) {
        return;
    }
    for (size_t i = span.from; i < span.to; i++) {
        struct indicator_row row = {.day = CIVIL_DATE_NONE};
        if (set_row(&several->items[i], &one, &row)) {
            several->each(several->context, i, &row);
        }
    }
}

const struct indicator_source indicator_cases = {&indicator_case_rows, &indicator_project_cases,
                                                 "case", add_cells, read_row};
