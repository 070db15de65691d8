#ifndef LIANDONG_ENGINE_CLOCK_H
#define LIANDONG_ENGINE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/fault.h"
#include "engine/calendar/calendar.h"

/* The law's clock of one application, replayed from what happened. Nothing of it is ever stored.
 *
 * Three clocks run one after the other (Administrative Licensing Law, 行政许可法):
 *
 *   acceptance  Art. 32: within 5 working days the authority tells once what is missing; if it does
 *               not, the application counts as accepted on the day it was received. After the
 *               supplement the days run again, from the day it was complete. An authority that
 *               accepts later than its last day has accepted by silence already.
 *   decision    Art. 42, 82: working days from the day after acceptance. Hearings, tests,
 * appraisals and expert reviews do not count (Art. 45), but only if the applicant was told in
 *               writing how long they take; the first and the last day of the pause are both left
 *               out. An extension adds its days.
 *   delivery    Art. 44: 10 working days from the decision.
 *
 * A suspension (中止) stops the decision clock like a special procedure, from the day it begins to
 * the day it ends, if the applicant was told in writing. Where both run at once, the clock stands
 * until both have ended; no day is left out twice.
 *
 * Events keep their calendar day, working or not; counting begins with the next working day. Only
 * the first request for supplements counts, and only if it was in time (the last day is in time);
 * while it is unanswered nothing is deemed. With several completions the last one counts. A
 * decision does not close an open special procedure. Events after `as_of` have not happened yet.
 *
 * Until acceptance nothing runs: decision_due and delivery_due are unknown, nothing is paused, used
 * or overdue, and all days are left. */
enum clock_event_type {
    CLOCK_RECEIVED,
    CLOCK_SUPPLEMENT_ASKED,
    CLOCK_SUPPLEMENT_COMPLETE,
    CLOCK_ACCEPTED,
    CLOCK_SPECIAL_STARTED,
    CLOCK_SPECIAL_ENDED,
    CLOCK_SUSPENDED, /* a stop that the law or the applicant asks for (中止); as the above */
    CLOCK_RESUMED,
    CLOCK_EXTENDED,
    CLOCK_DECIDED,
    CLOCK_DELIVERED,
    CLOCK_EVENT_COUNT
};

struct clock_event {
    enum clock_event_type type;
    civil_date on;
    bool is_notified;   /* the two that stop the clock: the applicant was told in writing */
    bool is_applicants; /* CLOCK_SUSPENDED: at the applicant's own request */
    int32_t days;       /* CLOCK_EXTENDED */
};

/* All in working days. The last two are parameters of the pack: receive_notify and deliver. */
struct clock_terms {
    int32_t limit_days;
    int32_t notify_days;
    int32_t deliver_days;
};

/* Days that are not known are CIVIL_DATE_NONE. */
struct clock_reading {
    bool is_accepted;
    bool is_deemed;
    bool is_paused;
    bool is_overdue;
    bool is_decided;
    bool is_provisional; /* a year without a published calendar had a part in it */
    civil_date accepted_on;
    civil_date acceptance_due;
    civil_date decision_due;
    civil_date delivery_due;
    int32_t used;
    int32_t left; /* limit + extensions - used; negative when overdue */
};

struct clock_case {
    const struct clock_event *events; /* in the order of their days; the first is CLOCK_RECEIVED */
    size_t count;
    civil_date as_of;
};

/* A case with its limits, as those who add up many of them see it. */
struct clock_member {
    const struct clock_terms *terms;
    struct clock_case about;
    civil_date closed_on; /* the day it ended without a decision; CIVIL_DATE_NONE: it has not */
};

/* Refused: no reception at the beginning, events out of order, `as_of` before the reception, a
 * negative number of days, a date beyond the calendar. */
MUST_USE bool clock_replay(const struct calendar *calendar, const struct clock_terms *terms,
                           const struct clock_case *about, struct clock_reading *out,
                           struct fault *fault);

/* By its name in a file of events: "supplement_asked". */
MUST_USE bool clock_event_find(struct text name, enum clock_event_type *out);

#endif
