#ifndef LIANDONG_ROOM_APPLICATION_LEVEL_H
#define LIANDONG_ROOM_APPLICATION_LEVEL_H

#include "app/kind.h"

/* Which level handles a project's cases (分级办理). A project that lies in more than one district
 * is decided once, by the city, never half by each (special case 17): where a routing rule of the
 * pack with `city_handles` holds by the project's facts, people of a district neither accept nor
 * decide its cases. A fact that nobody has given settles nothing: then they may. */

/* run->id is the application; one that the actor cannot see is left to whoever loads it. Refused:
 * CITY_HANDLES, with the rule's own words. */
MUST_USE bool application_level_is_right(struct command_run *run, struct fault *fault);

/* The unit that an item of the pack goes to when it is submitted in a district on a day: the
 * district's where the item is delegated to it (委托下放), else the item's own. */
struct application_place {
    const struct pack_record *item;
    struct text district;
    civil_date on;
};
MUST_USE bool application_unit_of(struct command_run *run, const struct application_place *place,
                                  struct text *out, struct fault *fault);

struct facts;
/* What is known of the project of the case run->id (application_level_store.c). */
MUST_USE bool application_level_facts_of(struct command_run *run, struct facts **out,
                                         struct fault *fault);
extern const struct statement application_level_facts, application_level_unit;

#endif
