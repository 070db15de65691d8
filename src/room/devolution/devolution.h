#ifndef LIANDONG_ROOM_DEVOLUTION_H
#define LIANDONG_ROOM_DEVOLUTION_H

#include "app/kind.h"

/* Delegated items (委托下放): the city delegates an approval item to a unit of a district, from a
 * day on and on a stated ground, and takes it back from a day on. What is submitted in that
 * district while it is in force goes to the district's unit; a case keeps the unit it was submitted
 * to, and is handed over like any other where it must be. One item is with one unit of a district
 * at a time. Beside what people delegate stands the list of the city's pack (pack/delegation.h): it
 * holds by itself on its days, where nobody has delegated the item otherwise, and is changed like
 * any other rule of the city. That somebody may delegate it is the law's affair: the ground is put
 * down, never inferred. */
struct devolution {
    int64_t id, version;
    struct text item, district, org, basis, reason; /* reason: of the taking back */
    civil_date given_on, from_on, until_on; /* until_on: the first day without it; NONE: open */
};
struct devolutions {
    struct devolution *items; /* newest first */
    size_t count;
};
bool devolution_is_in_force(const struct devolution *devolution, civil_date on);

struct devolution_give {
    struct text item, district, org, basis;
    civil_date from;
};
struct devolution_withdraw {
    civil_date from; /* the first day without it */
    struct text reason;
};
extern const struct field_table devolution_give_table, devolution_withdraw_table;

struct devolution_given {
    struct text item, district, org, basis;
    civil_date from_on;
};
struct devolution_withdrawn {
    civil_date from_on;
    struct text reason;
};
extern const struct event_kind devolution_given_event, devolution_withdrawn_event;
record_function devolution_record_given, devolution_record_withdrawn;

/* -- deciding (devolution.c, pure) -- */

/* `*out_from`: today when no day is given. A day in the past is refused, and one on which the item
 * is with a unit of the district already (`all`: those of the item and the district). */
MUST_USE bool devolution_decide_give(const struct devolution_give *command,
                                     const struct devolutions *all, civil_date today,
                                     civil_date *out_from, struct fault *fault);
MUST_USE bool devolution_decide_withdraw(const struct devolution_withdraw *command,
                                         const struct devolution *devolution, civil_date today,
                                         civil_date *out_from, struct fault *fault);

/* -- reading (devolution_store.c) -- */

#define DEVOLUTION_LIST_MAX 200
/* Newest first, at most DEVOLUTION_LIST_MAX; "" is any. */
struct devolution_filter {
    struct text item, district;
};
MUST_USE bool devolution_list(struct arena *arena, struct store *store,
                              const struct devolution_filter *filter, struct devolutions *out,
                              struct fault *fault);
/* NOT_FOUND when there is none. */
MUST_USE bool devolution_find(struct arena *arena, struct store *store, int64_t id,
                              struct devolution *out, struct fault *fault);
extern const struct statement *const devolution_statements[];
extern const size_t devolution_statement_count;
extern const char devolution_ddl[];
extern const struct room devolution_room;

#endif
