#ifndef LIANDONG_PACK_OFFICE_H
#define LIANDONG_PACK_OFFICE_H

#include "engine/calendar/hours.h"
#include "pack/pack.h"

/* When the city's offices work, and whom a whistle (企业吹哨) calls, step after step: the lists
 * `office_hours` and `whistle_steps` of clock.json. */

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

#endif
