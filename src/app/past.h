#ifndef LIANDONG_APP_PAST_H
#define LIANDONG_APP_PAST_H

#include "app/register.h"

/* A project as it was (截至…的样子): what the ledger says of it up to an entry, recorded anew into
 * a database in memory by the same functions, and asked by the same views. Nothing was kept for
 * that, and nothing can be shown that was not in the ledger then.
 *
 * In it are the project's entries and those of no project (units, posts, rules), as far as they had
 * come; of other projects nothing. An entry takes some 50 microseconds. Names of accounts are
 * today's; personal data that stand beside the ledger (contacts, enquirers) have no past and are
 * not in it. Reading only. */
#define PAST_ENTRIES_MAX 20000

struct past {
    struct store *store;
    int64_t size;     /* entries of the ledger that had been written */
    int64_t at;       /* the moment, UTC ms */
    civil_date today; /* the city's day at that moment */
};

struct past_moment {
    int64_t size;
    int64_t at;
};
struct city;
/* What somebody typed: a number of entries, or a day (its end; of today: now). QUERY_INVALID for
 * anything else, for a size or day that is still to come, and for a time before there was anything.
 */
struct past_asked {
    struct text moment;
    const struct city *city;
    int64_t now;
};
MUST_USE bool past_find(struct store *live, const struct past_asked *asked, struct past_moment *out,
                        struct fault *fault);

/* PAST_TOO_LONG when there is more to record than PAST_ENTRIES_MAX. The caller has made sure that
 * whoever asks may see the project, and closes it with store_close. */
struct past_source {
    const struct registry *registry;
    struct store *live;
    int64_t project;
};
MUST_USE bool past_record(const struct past_source *from, const struct past_moment *moment,
                          struct store **out, struct fault *fault);

extern const struct statement *const past_statements[];
extern const size_t past_statement_count;

#endif
