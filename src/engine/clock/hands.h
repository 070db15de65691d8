#ifndef LIANDONG_ENGINE_HANDS_H
#define LIANDONG_ENGINE_HANDS_H

#include "engine/clock/clock.h"

/* In whose hands a case was (时间归属): every working day after its reception, up to its end or the
 * day asked, belongs to exactly one of four.
 *
 *     department   it examines, or has to accept, to decide, to deliver; also while a procedure
 *                  runs of which the applicant was not told, since its clock goes on
 *     enterprise   supplements were asked for in time and are not there yet; a suspension it asked
 *                  for itself
 *     third party  a special procedure (听证, 鉴定, 专家评审...), told in writing
 *     legal stop   a suspension that the law asks for, told in writing
 *
 * The unit is the whole working day, for all of them: the law counts in it, acts are recorded by
 * their day, and what is entered late has no hour. The day of an act belongs to whoever had the
 * case in the morning; the first and the last day of a stop are the stop's, as the clock leaves
 * both out. Where a procedure and a suspension overlap, the one that began first has the day.
 *
 * The parts add up to the whole, always. */
enum hand { HAND_DEPARTMENT, HAND_ENTERPRISE, HAND_THIRD_PARTY, HAND_LEGAL_STOP, HAND_COUNT };

const char *hand_code(enum hand hand); /* "third_party" */

struct hands {
    int32_t days[HAND_COUNT];
    int32_t total; /* working days in (received, until] */
    civil_date from, until;
    bool is_provisional;
};

/* Up to the day asked (about.as_of); the case ends earlier with its delivery, or on `closed_on`
 * when it ended without one. Refuses what clock_replay refuses. */
MUST_USE bool hands_of(const struct calendar *calendar, const struct clock_member *member,
                       struct hands *out, struct fault *fault);

/* Whose the case is in the morning of a working day; for showing a stretch. The case must have been
 * refused by neither function above. */
struct hands_span {
    civil_date after, last; /* days in (after, last] */
    enum hand hand;
};
/* All but the department's stretches, in order, without overlap, clipped to (received, until].
 * `out` holds HANDS_SPANS_MAX; returns how many. */
#define HANDS_SPANS_MAX 64
size_t hands_spans(const struct calendar *calendar, const struct clock_terms *terms,
                   const struct clock_case *about, civil_date until,
                   struct hands_span out[HANDS_SPANS_MAX]);

#endif
