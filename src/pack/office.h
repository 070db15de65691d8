#ifndef LIANDONG_PACK_OFFICE_H
#define LIANDONG_PACK_OFFICE_H

#include "engine/calendar/hours.h"
#include "pack/pack.h"

/* When the city's offices work, whom a whistle (企业吹哨) calls, step after step, and when a
 * problem climbs: the lists `office_hours`, `whistle_steps` and `problem_steps` of clock.json. */

/* The spans of a record; false when they are no spans, out of order or overlap. */
bool pack_hours_read(const struct jvalue *record, struct hours *out);
/* The hours in force on a day; false when the pack has none. */
bool pack_hours_on(const struct pack *pack, civil_date day, struct hours *out);

struct pack_whistle_step {
    const struct pack_record *record;
    struct text who;    /* unit, district_coordinator, coordinator, leader */
    int hours;          /* working hours that he has */
    int announce_hours; /* so long before they are over it is said that it will climb */
};
/* The steps in force on a day, in the order of the file; `at` counts from 0. False: no such one. */
bool pack_whistle_step_at(const struct pack *pack, civil_date day, int64_t at,
                          struct pack_whistle_step *out);

/* The step by which a problem comes to a level, "city" or "leader". Working days. */
struct pack_problem_step {
    struct text role;    /* who stands there */
    int unassigned_days; /* so long after the day by which it should have had a unit */
    int overdue_days;    /* so long after the day due */
    int announce_days;   /* so long before it climbs that is said */
};
/* The first one in force on the day; false: there is none. */
bool pack_problem_step_to(const struct pack *pack, civil_date day, struct text level,
                          struct pack_problem_step *out);

#endif
