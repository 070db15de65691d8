#ifndef LIANDONG_FLOW_LADDER_H
#define LIANDONG_FLOW_LADDER_H

#include "app/kind.h"
#include "flow/notify.h"

/* The ladder of reminders and escalations (提醒与上报阶梯): who is told, when before or after the
 * day that counts, by which channel, to whom it climbs. The rungs are the city's data (clock.json,
 * `ladder`); a chore climbs them every few seconds, each case once a rung and due day.
 *
 *     before N   when N working days or fewer are left, but more than half of them: a program that
 *                slept for a day still reminds, and a case that is due sooner gets the next rung
 *     on         on the day itself
 *     after N    N working days or more past it
 *
 * The day that counts is that of a case's turn, or one that hangs on a case: the day a unit
 * promised
 * ("promise"), the day by which a commitment is checked ("check") or corrected ("correction"). For
 * these the rung names its article itself (`law`); without one the notice says that none is known.
 */
enum ladder_source { LADDER_CASES, LADDER_PROMISES, LADDER_CHECKS, LADDER_CORRECTIONS };

enum ladder_when { LADDER_BEFORE, LADDER_ON, LADDER_AFTER };

struct ladder_rung {
    const struct pack_record *record;
    enum ladder_when when;
    int32_t days;
    enum ladder_source source;
    const char *states[2]; /* of cases: whose due day it is about, as in standing_case */
};

/* False when the record names a clock, a moment or somebody that the program does not know. */
bool ladder_rung_read(const struct pack_record *record, struct ladder_rung *out);

/* Due days, both included, that the rung is about on a day; `first` CIVIL_DATE_NONE: from the
 * beginning. False: none, since the day is one off. */
struct ladder_span {
    civil_date today, first, last;
};
bool ladder_span_on(const struct calendar *calendar, const struct ladder_rung *rung,
                    civil_date today, struct ladder_span *out);

/* -- the table (ladder_store.c) -- */

struct ladder_due {
    int64_t application, project;
    int64_t about; /* the promise or commitment; 0: the case itself */
    civil_date due_on;
    struct text org; /* whose day it is; "": the case's unit */
};
#define LADDER_AT_ONCE 50
struct ladder_dues {
    struct arena *arena; /* of the caller: pays for the units' codes */
    struct ladder_due items[LADDER_AT_ONCE];
    size_t count;
};
/* Cases of the span that the rung has told nobody of, the earliest first. */
MUST_USE bool ladder_due_cases(struct store *store, const struct ladder_rung *rung,
                               const struct ladder_span *span, struct ladder_dues *out,
                               struct fault *fault);

/* People who would be reached, by role, unit and district of their posts. */
struct ladder_people {
    struct text role, org, district;
    int64_t count;
};
struct ladder_crowd {
    struct ladder_people *items;
    size_t count;
};
MUST_USE bool ladder_crowd_load(struct arena *arena, struct store *store, struct ladder_crowd *out,
                                struct fault *fault);

/* When a rung last told somebody, and how often: `sent_on` CIVIL_DATE_NONE when never. */
struct ladder_fired {
    civil_date sent_on;
    int64_t sent;
};
MUST_USE bool ladder_fired_load(struct store *store, struct text rule, struct ladder_fired *out,
                                struct fault *fault);

extern const struct statement *const ladder_statements[];
extern const size_t ladder_statement_count;
extern const struct room ladder_room;

#endif
