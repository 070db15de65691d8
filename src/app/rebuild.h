#ifndef LIANDONG_APP_REBUILD_H
#define LIANDONG_APP_REBUILD_H

#include "app/register.h"

/* The tables of the rooms are views of the ledger: thrown away and made again from it at any time.
 */

/* Makes the tables of all rooms that are not as their schema says; when one is not, all are made
 * anew and the whole ledger is replayed, in one transaction. `*out_replayed` is the number of
 * entries (0: nothing was to be done). */
MUST_USE bool rebuild_if_needed(struct store *store, const struct registry *registry, bool force,
                                int64_t *out_replayed, struct fault *fault);

/* The rooms' tables as they were when the ledger had `size` entries, and these entries, in an empty
 * database: what was known then. NOT_FOUND when there are not so many. */
struct rebuild_past {
    struct store *live;
    int64_t size;
    const struct registry *registry;
};
MUST_USE bool rebuild_past(const struct rebuild_past *past, struct store *fresh,
                           struct fault *fault);

/* One entry, recorded into a database whose tables of rooms are there; the empty tables. */
struct ledger_entry;
MUST_USE bool rebuild_entry(struct arena *arena, struct store *store,
                            const struct registry *registry, const struct ledger_entry *entry,
                            struct fault *fault);
MUST_USE bool rebuild_create(struct store *store, const struct house *house, struct fault *fault);

/* The first place where live and replayed tables differ. */
struct rebuild_difference {
    bool found;
    struct text table;
    int64_t row; /* in the order of the table's key, from 1 */
    struct text live;
    struct text fresh; /* "" : no such row */
    int64_t rows;      /* compared and equal, or up to the difference */
};

struct rebuild_check {
    struct store *live;
    struct store *fresh; /* an empty database */
    const struct registry *registry;
};

/* Replays the ledger of `live` into `fresh` and compares all tables, row by row. Both only read
 * from `live`. */
MUST_USE bool rebuild_check(struct arena *arena, const struct rebuild_check *check,
                            struct rebuild_difference *out, struct fault *fault);

/* The same for a database by its path, which is only read, with a fresh one in memory. */
MUST_USE bool rebuild_check_at(struct arena *arena, struct text database,
                               const struct registry *registry, struct rebuild_difference *out,
                               struct fault *fault);

#endif
