#ifndef LIANDONG_PACK_DELEGATION_H
#define LIANDONG_PACK_DELEGATION_H

#include "pack/pack.h"

/* Items that the city's own list delegates to a unit of a district (委托下放), from a day on and
 * with where that is written: `item_delegations` of casework.json. */
struct pack_delegation {
    const struct pack_record *record; /* id, and when it holds */
    struct text item, from_org, district, org, basis, source, confidence; /* basis "": not known */
};
struct pack_delegation pack_delegation_read(const struct pack_record *record);
/* In force on the day; false: that item is not delegated there. */
bool pack_delegation_on(const struct pack *pack, struct text item, struct text district,
                        civil_date day, struct pack_delegation *out);
/* What is to be known of the list as a whole, such as why it is empty; "": nothing. */
struct text pack_delegations_note(const struct pack *pack, bool is_zh);

#endif
