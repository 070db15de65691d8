#ifndef LIANDONG_DOOR_CLI_POLICY_TABLE_H
#define LIANDONG_DOOR_CLI_POLICY_TABLE_H

#include "base/fault.h"
#include "pack/policy_match.h"

/* Matched policies for a person at a terminal: those that are met first, then those that lack
 * facts, then those that are not met, each with what it takes. */
struct policy_table {
    const struct pack *pack;
    const struct policy_matched *matched;
    struct text title; /* the enterprise; may be empty */
    civil_date on;
    enum language language;
};

struct arena;

struct text policy_table_draw(struct arena *arena, const struct policy_table *table);

#endif
