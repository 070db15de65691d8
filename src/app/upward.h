#ifndef LIANDONG_APP_UPWARD_H
#define LIANDONG_APP_UPWARD_H

#include "app/actor.h"
#include "base/civil_date.h"

/* Who reads upward: of what people at work write to one another he reads the text that was approved
 * for him (problem-categories.json, `upward`). Leaders always do; the city's table may add others,
 * and says who drafts such a text and who approves it. */
struct city;
struct upward_terms {
    role_set readers, drafters, approvers;
};
/* In force on the day. A city without the table: leaders read, service and departments draft,
 * coordinators approve. */
void upward_terms_on(const struct city *city, civil_date on, struct upward_terms *out);
/* The city's record; NULL: it has none. */
struct pack_record;
const struct pack_record *upward_rule_on(const struct city *city, civil_date on);
bool upward_reads(const struct city *city, const struct actor *actor, civil_date on);

#endif
