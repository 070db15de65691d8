#ifndef LIANDONG_ROOM_DELEGATION_H
#define LIANDONG_ROOM_DELEGATION_H

#include "ground/account/account.h"
#include "ground/project/project.h"

/* A delegation (委托代行): somebody who approves names the colleague who does it while he is away,
 * from a day to a day. It always has an end; what is approved under it names both. A date was
 * missed elsewhere because the one approver was on leave: here there is always another.
 *
 * It passes on the role and the district of the post it was given in, never more, and can't be
 * passed on again: what counts is the role that the giver himself holds. */
struct delegation {
    int64_t id, version, account, deputy;
    struct text role, district, reason;
    struct text account_name, deputy_name; /* for showing */
    civil_date from_on, until_on, ended_on;
};
struct delegations {
    struct delegation *items; /* newest first */
    size_t count;
};

struct delegation_give {
    int64_t account_id; /* the deputy */
    civil_date from, until;
    struct text reason;
};
struct delegation_end {
    struct text reason;
};
extern const struct field_table delegation_give_table, delegation_end_table;

struct delegation_given {
    int64_t account, deputy;
    struct text role, district, reason;
    civil_date from_on, until_on;
};
extern const struct event_kind delegation_given_event, delegation_ended_event;
record_function delegation_record_given, delegation_record_ended;

/* -- deciding (delegation.c, pure) -- */

struct delegation_terms {
    civil_date today;
    int64_t account, longest_days; /* calendar days */
    bool deputy_is_live;           /* has a post on the government's side */
};
/* `*out_from`: today when no day is given. */
MUST_USE bool delegation_decide(const struct delegation_give *command,
                                const struct delegation_terms *terms, civil_date *out_from,
                                struct fault *fault);

/* -- reading (delegation_store.c) -- */

/* Given by this account or to it; at most 100. */
MUST_USE bool delegation_of_account(struct arena *arena, struct store *store, int64_t account,
                                    struct delegations *out, struct fault *fault);
extern const struct statement *const delegation_statements[];
extern const size_t delegation_statement_count;
extern const char delegation_ddl[];
extern const struct room delegation_room;

#endif
