#ifndef LIANDONG_APP_CLIMBING_H
#define LIANDONG_APP_CLIMBING_H

#include "app/city.h"
#include "pack/pack.h"

/* The ladder (逐级上报) by which what is past its day climbs: `climb_roles` of a record of the
 * city's pack, one role after the other, and `climb_days`, the working days from one step to the
 * next. The first step is due the day after the day due. */
struct climbing {
    const struct jvalue *roles;
    int64_t steps, days;
};

/* `record` NULL: a ladder without steps. Points into the record. */
struct climbing climbing_of(const struct pack_record *record);
/* The role of a step, from 0. */
struct text climbing_role(const struct climbing *ladder, int64_t step);
/* How many steps it has to have climbed; `late_days`: working days past its day. */
int64_t climbing_steps_due(const struct climbing *ladder, int64_t late_days);
/* The last day on which what was due on `due_on` has climbed no more than `climbs` steps;
 * CIVIL_DATE_NONE: it climbs no further. */
civil_date climbing_stays_until(const struct city *city, const struct climbing *ladder,
                                civil_date due_on, int64_t climbs);

/* What becomes of what climbs only after it was announced. Announced is to whom it would climb now:
 * another one is told first. */
enum climbing_move { CLIMBING_STAYS, CLIMBING_IS_ANNOUNCED, CLIMBING_CLIMBS };
struct climbing_next {
    struct text to;        /* the role it would climb to now; "": nobody stands there */
    int64_t left_days;     /* working days from today to the first day on which it climbs */
    int64_t announce_days; /* so many before it is announced */
    struct text announced_to;
    civil_date announced_for; /* CIVIL_DATE_NONE: not announced */
};
enum climbing_move climbing_move_of(const struct climbing_next *next, civil_date today);

#endif
