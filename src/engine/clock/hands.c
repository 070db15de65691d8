#include "engine/clock/hands.h"

const char *hand_code(enum hand hand)
{
    static const char *const codes[HAND_COUNT] = {"department", "enterprise", "third_party",
                                                  "legal_stop"};
    ensure(hand < HAND_COUNT);
    return codes[hand];
}

/* -- the stretches that are not the department's -- */

struct spans {
    struct hands_span *items;
    size_t count;
    civil_date from, until;
};

static void add(struct spans *spans, civil_date after, civil_date last, enum hand hand)
{
    civil_date first = after > spans->from ? after : spans->from;
    civil_date end = last < spans->until ? last : spans->until;
    if (end > first && spans->count < HANDS_SPANS_MAX) {
        spans->items[spans->count++] = (struct hands_span){first, end, hand};
    }
}

/* Stops: from the day before the first, so that this is in, to the last. While two kinds are open
 * the first one has the days, and the other those after it. */
static void add_stops(struct spans *spans, const struct clock_case *about)
{
    enum hand open[2] = {HAND_COUNT, HAND_COUNT}; /* in the order in which they began */
    civil_date after = CIVIL_DATE_NONE;           /* where the days of open[0] begin */
    for (size_t i = 0; i < about->count && about->events[i].on <= about->as_of; i++) {
        const struct clock_event *event = &about->events[i];
        bool is_special =
            event->type == CLOCK_SPECIAL_STARTED || event->type == CLOCK_SPECIAL_ENDED;
        bool begins = event->type == CLOCK_SPECIAL_STARTED || event->type == CLOCK_SUSPENDED;
        bool ends = event->type == CLOCK_SPECIAL_ENDED || event->type == CLOCK_RESUMED;
        size_t at = open[0] == HAND_COUNT ? 0 : (open[0] == HAND_THIRD_PARTY) == is_special ? 0 : 1;
        if (begins && event->is_notified && open[at] == HAND_COUNT) {
            open[at] = is_special             ? HAND_THIRD_PARTY
                       : event->is_applicants ? HAND_ENTERPRISE
                                              : HAND_LEGAL_STOP;
            after = at == 0 && event->on - 1 > after ? event->on - 1 : after;
        } else if (ends && open[at] != HAND_COUNT && at == 0) {
            add(spans, after, event->on, open[0]);
            after = event->on > after ? event->on : after;
            open[0] = open[1];
            open[1] = HAND_COUNT;
        } else if (ends && at == 1) {
            open[1] = HAND_COUNT;
        }
    }
    if (open[0] != HAND_COUNT) {
        add(spans, after, spans->until, open[0]);
    }
}

/* The days of the enterprise's supplements: after the request, if it was in time and is the first,
 * up to the completion that counts, or to the acceptance that did not wait for it. */
static bool waiting_of(const struct calendar *calendar, const struct clock_terms *terms,
                       const struct clock_case *about, struct hands_span *out)
{
    struct calendar_day due;
    struct fault beyond = {.code = FAULT_NONE};
    const struct clock_event *asked = NULL;
    const struct clock_event *end = NULL;
    if (!calendar_add(calendar, about->events[0].on, terms->notify_days, &due, &beyond)) {
        return false;
    }
    for (size_t i = 1; i < about->count && about->events[i].on <= about->as_of; i++) {
        const struct clock_event *event = &about->events[i];
        if (event->type == CLOCK_ACCEPTED) {
            end = end == NULL ? event : end;
            break; /* it did not wait, or has what it waited for */
        }
        if (event->type == CLOCK_SUPPLEMENT_ASKED && asked == NULL) {
            asked = event;
        } else if (event->type == CLOCK_SUPPLEMENT_COMPLETE && asked != NULL) {
            end = event;
        }
    }
    if (asked == NULL || asked->on > due.day) {
        return false;
    }
    *out = (struct hands_span){asked->on, end != NULL ? end->on : about->as_of, HAND_ENTERPRISE};
    return true;
}

/* Puts what of the waiting lies between the stops into its place among them. */
static void add_waiting(struct spans *spans, const struct hands_span *waiting)
{
    size_t stops = spans->count;
    civil_date after = waiting->after;
    for (size_t i = 0; i < stops && after < waiting->last; i++) {
        const struct hands_span stop = spans->items[i];
        civil_date last = stop.after < waiting->last ? stop.after : waiting->last;
        add(spans, after, last, HAND_ENTERPRISE);
        after = stop.last > after ? stop.last : after;
    }
    add(spans, after, waiting->last, HAND_ENTERPRISE);
    for (size_t i = stops; i < spans->count; i++) {
        for (size_t j = i; j > 0 && spans->items[j - 1].after > spans->items[j].after; j--) {
            struct hands_span moved = spans->items[j];
            spans->items[j] = spans->items[j - 1];
            spans->items[j - 1] = moved;
        }
    }
}

size_t hands_spans(const struct calendar *calendar, const struct clock_terms *terms,
                   const struct clock_case *about, civil_date until,
                   struct hands_span out[HANDS_SPANS_MAX])
{
    struct spans spans = {out, 0, about->events[0].on, until};
    struct hands_span waiting;
    add_stops(&spans, about);
    if (waiting_of(calendar, terms, about, &waiting)) {
        add_waiting(&spans, &waiting);
    }
    return spans.count;
}

/* -- the sums -- */

static civil_date end_of(const struct clock_case *about, civil_date closed_on)
{
    civil_date end = about->as_of;
    for (size_t i = 0; i < about->count; i++) {
        if (about->events[i].type == CLOCK_DELIVERED && about->events[i].on < end) {
            end = about->events[i].on;
        }
    }
    return closed_on != CIVIL_DATE_NONE && closed_on < end ? closed_on : end;
}

bool hands_of(const struct calendar *calendar, const struct clock_member *member, struct hands *out,
              struct fault *fault)
{
    const struct clock_terms *terms = member->terms;
    const struct clock_case *about = &member->about;
    struct clock_reading reading;
    struct hands_span spans[HANDS_SPANS_MAX];
    if (!clock_replay(calendar, terms, about, &reading, fault)) {
        return false;
    }
    struct hands hands = {.from = about->events[0].on, .until = end_of(about, member->closed_on)};
    struct calendar_count all = calendar_count(calendar, hands.from, hands.until);
    hands.total = hands.until > hands.from ? (int32_t)all.working_days : 0;
    hands.is_provisional = all.is_provisional;
    hands.days[HAND_DEPARTMENT] = hands.total;
    size_t count = hands_spans(calendar, terms, about, hands.until, spans);
    for (size_t i = 0; i < count; i++) {
        int32_t days =
            (int32_t)calendar_count(calendar, spans[i].after, spans[i].last).working_days;
        hands.days[spans[i].hand] += days;
        hands.days[HAND_DEPARTMENT] -= days;
    }
    *out = hands;
    return true;
}
