#ifndef LIANDONG_DOOR_CLI_POLICY_TABLE_H
#define LIANDONG_DOOR_CLI_POLICY_TABLE_H

#include "base/fault.h"
#include "pack/policy_benefit.h"

/* What would be had if some numbers were reached. */
struct policy_near {
    bool is_near;
    struct match_near change;
    struct policy_amount amount;
};

/* Matched policies for a person at a terminal: those that are met first, then those that lack
 * facts, then those that are not met, each with what it takes. */
struct policy_table {
    const struct pack *pack;
    struct policies policies;
    const struct match *matches; /* by policy, as the next two */
    const struct policy_amount *amounts;
    const struct policy_near *nears;
    const struct policy_combination *combinations; /* sure, possible */
    struct text title;                             /* the enterprise; may be empty */
    civil_date on;
    enum language language;
};

struct arena;

struct text policy_table_draw(struct arena *arena, const struct policy_table *table);

#endif
